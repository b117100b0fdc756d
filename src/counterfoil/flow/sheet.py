"""A reading laid out as a sheet: an invoice by its terms, and of every document its elements in their order."""

from collections.abc import Collection

from counterfoil.flow.invoice_sheet import invoice_cards, invoice_grids
from counterfoil.formats import Reading
from counterfoil.model.invoice import Invoice
from counterfoil.model.sheet import Element, Sheet
from counterfoil.model.trace import Trace

_ELEMENTS_MAX = 3_000
"""More elements are not shown, but for those that a finding is about and what they stand in."""
_TEXT_CHARACTERS_MAX = 300


def sheet_of(reading: Reading, found_at: Collection[str] = ()) -> Sheet:
    """Lay out a document; `found_at` are the XPaths of its findings, which are shown in any case."""
    trace, model = reading.trace, reading.model
    number = getattr(model, "number", None) or ""
    title = f"{reading.document.replace('-', ' ').capitalize()} {number}".strip()
    if trace is None:
        return Sheet(title=title)
    wheres = _wheres(trace)
    elements = _elements(trace, wheres, frozenset(found_at))
    left_out = len(wheres) - len(elements)
    if not isinstance(model, Invoice):
        return Sheet(title=title, elements=elements, left_out=left_out)

    def where(part: object) -> str | None:
        place = trace.places.get(id(part))
        return None if place is None else wheres[place]

    cards, grids = invoice_cards(model, where), invoice_grids(model, where)
    return Sheet(title=title, cards=cards, grids=grids, elements=elements, left_out=left_out)


def _wheres(trace: Trace) -> list[str]:
    """The XPath of every element, as `Trace.where` gives it, in one pass."""
    found: list[str] = []
    counts: dict[tuple[int, str], int] = {}
    for parent, path in zip(trace.parents, trace.paths, strict=True):
        if parent < 0:
            found.append(f"/{path}")
            continue
        name = path[len(trace.paths[parent]) + 1 :]
        count = counts[parent, name] = counts.get((parent, name), 0) + 1
        found.append(f"{found[parent]}/{name}[{count}]")
    return found


def _elements(trace: Trace, wheres: list[str], found_at: frozenset[str]) -> tuple[Element, ...]:
    shown: Collection[int] = range(len(wheres))
    if len(wheres) > _ELEMENTS_MAX:
        shown = _around(trace, [place for place, where in enumerate(wheres) if where in found_at])
    depths: list[int] = []
    for parent in trace.parents:
        depths.append(0 if parent < 0 else depths[parent] + 1)
    return tuple(
        Element(
            name=_name(trace, place),
            where=wheres[place],
            depth=depths[place],
            text=_text(trace, place),
            line=trace.line(place),
        )
        for place in shown
    )


def _around(trace: Trace, places: list[int]) -> list[int]:
    """These elements and all that they stand in, as many as are shown."""
    shown: set[int] = set()
    for place in places:
        if len(shown) >= _ELEMENTS_MAX:
            break
        above = place
        while above >= 0 and above not in shown:
            shown.add(above)
            above = trace.parents[above]
    return sorted(shown)


def _name(trace: Trace, place: int) -> str:
    parent = trace.parents[place]
    return trace.paths[place] if parent < 0 else trace.paths[place][len(trace.paths[parent]) + 1 :]


def _text(trace: Trace, place: int) -> str | None:
    said = [f"@{name}={value}" for name, value in trace.attributes.get(place, ()) if not name.startswith("{")]
    text = (trace.texts[place] or "").strip()
    if len(text) > _TEXT_CHARACTERS_MAX:
        text = f"{text[:_TEXT_CHARACTERS_MAX]}…"
    return "  ".join(filter(None, (text, *said))) or None
