"""Reports as one self-contained page: each document laid out for reading, with its findings at their places.

The page loads nothing and runs nothing: no script, no picture, no font from anywhere. What stood in documents is
always escaped.
"""

import html
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from counterfoil.model.sheet import Card, Element, Grid, Sheet

_VERDICTS = {True: ("valid", "good"), False: ("invalid", "bad"), None: ("no rulebook", "plain")}
# Control characters, and marks that change the direction of what follows them: they would garble our own words.
_ODD = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_ABOUT = "Check of "
BEGIN = f"<!DOCTYPE html>\n<html lang=en><head><meta charset=utf-8><title>{_ABOUT}"
"""How a page begins, by which it is known again."""
TAIL = "</body></html>\n"


class Line(NamedTuple):
    """What the head of the page says of a document."""

    file: str
    document: str
    verdict: str
    style: str
    fatal: int
    warnings: int
    is_wrong: bool


def line(report: Mapping[str, Any]) -> Line:
    """The line of a report as `counterfoil check --json` gives it."""
    severities = [one["severity"] for one in report["findings"]]
    verdict, style = _verdict(report)
    return Line(
        file=str(report["file"]),
        document=report["document"] or "",
        verdict=verdict,
        style=style,
        fatal=severities.count("fatal"),
        warnings=severities.count("warning"),
        is_wrong=report["valid"] is False or bool(report["error"]),
    )


def head(lines: Sequence[Line], checked: str) -> Iterator[str]:
    """What stands before the documents, piece by piece; `checked` says when, by the rules of which day."""
    wrong = sum(each.is_wrong for each in lines)
    what = escape(lines[0].file) if len(lines) == 1 else f"{len(lines):,} documents"
    yield f"{BEGIN}{what}</title>\n"
    yield "<meta name=viewport content='width=device-width, initial-scale=1'>\n"
    yield "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
    yield f"<style>{_STYLE}</style></head><body>\n"
    yield f"<header><h1>{_ABOUT}{what}</h1>"
    yield f"<p>{len(lines):,} checked, {wrong:,} invalid or unreadable. {escape(checked)}</p>"
    yield "</header>\n"
    if len(lines) > 1:
        yield from _index(lines)


def escape(text: str) -> str:
    """A text as it may stand in the page, odd characters as their escapes."""
    return html.escape(_ODD.sub(lambda found: f"\\u{ord(found[0]):04x}", text))


def _index(lines: Iterable[Line]) -> Iterator[str]:
    yield "<table class=index><thead><tr><th>File<th>Document<th>Verdict<th class=n>Fatal<th class=n>Warnings</thead>\n"
    for number, each in enumerate(lines, 1):
        yield f"<tr><td><a href=#d{number}>{escape(each.file)}</a><td>{escape(each.document)}"
        yield f"<td><b class={each.style}>{each.verdict}</b><td class=n>{each.fatal}<td class=n>{each.warnings}</tr>\n"
    yield "</table>\n"


def _verdict(report: Mapping[str, Any]) -> tuple[str, str]:
    return ("unreadable", "bad") if report["error"] else _VERDICTS[report["valid"]]


def document(number: int, report: Mapping[str, Any], sheet: Sheet | None) -> Iterator[str]:
    """A document, the first with the number 1: its report, and what stands in it where it is laid out."""
    said, style = _verdict(report)
    title = sheet.title if sheet is not None else str(report["file"])
    yield f"<article id=d{number}><h2>{escape(title)} <b class={style}>{said}</b></h2>\n"
    by = f", by {', '.join(report['rulebooks'])}" if report["rulebooks"] else ""
    read_as = f" ({report['format']})" if report["format"] else ""
    yield f"<p class=faint>{escape(report['file'] + read_as + by)}</p>\n"
    if report["error"]:
        yield f"<p class=bad>{escape(report['error'])}</p>\n"
    findings: Sequence[Mapping[str, Any]] = report["findings"]
    marks = _Marks(number, findings)
    if findings:
        yield from _findings(number, findings)
    if sheet is not None:
        if sheet.cards:
            yield "<div class=cards>\n"
            yield from (part for card in sheet.cards for part in _card(card, marks))
            yield "</div>\n"
        yield from (part for grid in sheet.grids for part in _grid(grid, marks))
        if sheet.elements:
            yield from _elements(sheet, marks)
    yield "</article>\n"


class _Marks:
    """Which findings are shown where: at the nearest part of the page around the element that they are about."""

    def __init__(self, document: int, findings: Sequence[Mapping[str, Any]]) -> None:
        self._document = document
        self._at: dict[str, list[int]] = {}
        self._styles = [one["severity"] for one in findings]
        for number, one in enumerate(findings, 1):
            self._at.setdefault(one["where"], []).append(number)

    def at(self, where: str | None, *others: str | None) -> str:
        """The marks of the findings at an element or below it, but for those that belong to one of the others."""
        if where is None:
            return ""
        return self._links(
            number
            for place, numbers in self._at.items()
            if _within(place, where) and not any(other and other != where and _within(place, other) for other in others)
            for number in numbers
        )

    def exactly(self, where: str) -> str:
        """The marks of the findings at just this element."""
        return self._links(self._at.get(where, ()))

    def _links(self, numbers: Iterable[int]) -> str:
        return "".join(
            f" <a class='mark {self._styles[number - 1]}' href=#d{self._document}f{number}>{number}</a>"
            for number in numbers
        )


def _within(place: str, where: str) -> bool:
    return place == where or place.startswith(where + "/")


def _findings(document: int, findings: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    yield "<table class=findings><thead><tr><th><th>Rule<th>What is wrong<th>Where</thead>\n"
    for number, one in enumerate(findings, 1):
        line = f", line {one['line']}" if one.get("line") else ""
        terms = " ".join(one["terms"])
        yield f"<tr id=d{document}f{number}><td><span class='mark {one['severity']}'>{number}</span>"
        yield f"<td><b>{escape(one['rule'])}</b><br><span class=faint>{one['severity']}</span>"
        yield f"<td>{escape(one['message'])}<br><span class=faint>{escape(terms)}</span>"
        yield f"<td class=where>{escape(one['where'])}{line}</tr>\n"
    yield "</table>\n"


def _card(card: Card, marks: _Marks) -> Iterator[str]:
    # The head stands for the whole document: what is elsewhere on the page or in the list is not repeated there.
    mark = (
        marks.at(card.where)
        if card.where is not None and card.where.count("/") > 1
        else marks.exactly(card.where or "")
    )
    yield f"<section><h3>{escape(card.title)}{mark}</h3><dl>\n"
    for one in card.fields:
        term = f" <small>{one.term}</small>" if one.term else ""
        yield f"<dt>{escape(one.label)}{term}<dd>{escape(one.value)}\n"
    yield "</dl></section>\n"


def _grid(grid: Grid, marks: _Marks) -> Iterator[str]:
    places = [row.where for row in grid.rows]
    classes = ["" if place not in grid.numbers else " class=n" for place in range(len(grid.columns))]
    heads = "".join(f"<th{style}>{escape(name)}" for style, name in zip(classes, grid.columns, strict=True))
    yield f"<h3>{escape(grid.title)}</h3><table><thead><tr>{heads}</thead>\n"
    for row in grid.rows:
        inner = [place for place in places if place and row.where and place.startswith(row.where + "/")]
        mark = marks.at(row.where, *inner)
        first, *rest = zip(classes, row.cells, strict=True)
        yield f"<tr><td{first[0]}>{escape(first[1])}{mark}"
        yield "".join(f"<td{style}>{escape(cell)}" for style, cell in rest)
        yield "</tr>\n"
    yield "</table>\n"


def _elements(sheet: Sheet, marks: _Marks) -> Iterator[str]:
    """Everything as it stands, closed where the document is laid out above."""
    yield f"<details{'' if sheet.cards else ' open'}><summary>Every element as it stands</summary>\n"
    yield "<ol class=elements>\n"
    yield from (_element(one, marks) for one in sheet.elements)
    yield "</ol>\n"
    if sheet.left_out:
        yield f"<p class=faint>{sheet.left_out:,} more elements, with nothing found in them, are left out.</p>\n"
    yield "</details>\n"


def _element(one: Element, marks: _Marks) -> str:
    text = f" <span>{escape(one.text)}</span>" if one.text else ""
    return (
        f"<li style=margin-left:{one.depth * 1.2:g}em><code>{escape(one.name)}</code>{text}{marks.exactly(one.where)}\n"
    )


_STYLE = """
:root{color-scheme:light dark;--line:#8884;--bad:#b3261e;--notable:#8a5a00;--good:#1b6e3c;--calm:#35609a}
@media(prefers-color-scheme:dark){:root{--bad:#ff8a80;--notable:#ffca6b;--good:#7bd89b;--calm:#9cc2ff}}
body{font:15px/1.45 system-ui,sans-serif;max-width:70rem;margin:0 auto;padding:1.5rem}
h1{font-size:1.35rem;margin:0;overflow-wrap:anywhere}h2{font-size:1.15rem;margin:2rem 0 .2rem}
h3{font-size:1rem;margin:1rem 0 .3rem}
table{border-collapse:collapse;width:100%;margin:.5rem 0}th,td{text-align:left;vertical-align:top;padding:.3rem .6rem;
border-bottom:1px solid var(--line);overflow-wrap:anywhere}th{font-weight:600;font-size:.85em}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.faint,small{opacity:.7;font-size:.85em}.bad{color:var(--bad)}.good{color:var(--good)}.plain{opacity:.7}
.findings td b,small{white-space:nowrap}.where{font:.8em ui-monospace,monospace;opacity:.85;max-width:22rem}
.cards{columns:26rem;column-gap:1rem;margin-top:1rem}
section{border:1px solid var(--line);border-radius:.5rem;padding:.2rem .9rem .7rem;break-inside:avoid;
margin-bottom:1rem}
section h3{margin:.4rem 0}
dl{margin:0;display:grid;grid-template-columns:minmax(8rem,45%) 1fr;gap:.1rem .8rem}dt{opacity:.75}
dd{margin:0;overflow-wrap:anywhere}
.mark{display:inline-block;min-width:1.3em;padding:0 .25em;border-radius:1em;text-align:center;font-size:.78em;
font-weight:700;white-space:nowrap;color:#fff;text-decoration:none;background:var(--calm)}.mark.fatal{background:#b3261e}
.mark.warning{background:#8a5a00}
.elements{list-style:none;padding:0;font-size:.9em}.elements code{opacity:.75}details{margin-top:1rem}
tr:target{outline:2px solid var(--calm)}@media print{a{color:inherit}}
"""
