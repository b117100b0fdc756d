"""Writes the tables of rules/en16931 from the published artefacts (XSLT), whose files the caller names.

    python tools/rule_tables.py EN16931-UBL-validation.xslt EN16931-CII-validation.xslt

Taken over are facts alone: which rule forbids, asks for or counts which element or attribute where, and how severe it
is. The assertions themselves are not copied. An assertion that says more than a row can is named on standard error:
such rules are written by hand, as are the families BR-*. How a row is read is said in `counterfoil.rules._tables`.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from lxml import etree

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "counterfoil" / "rules" / "en16931"
HEAD = "rule\tseverity\tkind\tcontext\ttarget\tvalue\tterms"
TABLES = {"ubl.tsv": "UBL", "cii.tsv": "CII"}

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_SVRL = "{http://purl.oclc.org/dsdl/svrl}"
_NAME = r"(?:(?:cac|cbc|ext|rsm|ram|udt|qdt):\w+)"
_PATH = rf"{_NAME}(?:/{_NAME})*"
_TABLED = re.compile(r"(?:UBL-(?:CR|SR|DT)|CII-(?:SR|DT))-[0-9]+").fullmatch
_TERM = re.compile(r"\bB[TG]-[0-9]+\b")

# Whose elements an earlier rule of the same pattern takes, all of them or some, so that a row would ask too much.
_HIDDEN = {"CII-DT-010", "CII-DT-011", "CII-DT-012", "CII-DT-101", "CII-DT-102", "CII-DT-103", "CII-DT-104"}

_MANY = ("IncludedSupplyChainTradeLineItem", "IncludedNote")
"""What stands at a path of its own, and more than once."""

_ROOTS = {"/ubl:Invoice", "/cn:CreditNote", "/rsm:CrossIndustryInvoice"}
_CII_HEAD = "/rsm:CrossIndustryInvoice/"
_ANY_NAME = re.compile(r"//(ram:)?\*\[ends-with\(name\(\), ?'(\w+)'\)\]").fullmatch
_ANYWHERE = re.compile(rf"(?://)?({_PATH})").fullmatch
_FROM_ROOT = re.compile(rf"{_CII_HEAD}({_PATH})").fullmatch

_NOT = re.compile(r"not ?\(([^()]+)\)").fullmatch
_NOT_IN_LINES = re.compile(rf"not\(\(cac:InvoiceLine\|cac:CreditNoteLine\)/({_PATH})\)").fullmatch
_COUNT = re.compile(rf"count\(({_PATH})\) ?(<=|=) ?([0-9]+)").fullmatch
_ONE_AT_MOST = re.compile(rf"not\(({_PATH})\) or count\(\1\) = 1").fullmatch
_THERE = re.compile(rf"\(({_PATH}|@\w+)\)").fullmatch
_TARGET = re.compile(rf"(//)?({_PATH})?(?:/?(@\w+))?").fullmatch

Row = tuple[str, str, str, str]
"""Kind, context, target, value."""


class Assertion(NamedTuple):
    """One assertion of an artefact, with what it is asked of."""

    rule: str
    severity: str
    context: str
    test: str
    terms: str


def main(files: list[str]) -> None:
    """Write a table for each of the artefacts."""
    for name, file in zip(TABLES, files, strict=True):
        lines = [HEAD, f"# EN 16931 validation 1.3.16, {TABLES[name]}: what may stand where, and how often."]
        for one in assertions(Path(file)):
            rows = [] if one.rule in _HIDDEN else list(rows_of(one))
            if not rows:
                print(f"by hand: {one.rule}: {one.context}: {one.test}", file=sys.stderr)
            lines += ["\t".join((one.rule, one.severity, *row, one.terms)) for row in rows]
        (PACKAGE / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


def assertions(file: Path) -> Iterator[Assertion]:
    """The assertions of the families that tables are made of, in the order of the artefact."""
    for template in etree.parse(file).getroot().iter(f"{_XSL}template"):
        for when in template.iter(f"{_XSL}when"):
            choose: Any = when.getparent()
            for failed in choose.iter(f"{_SVRL}failed-assert"):
                rule, severity = _attribute(failed, "id"), _attribute(failed, "flag")
                if _TABLED(rule):
                    test = " ".join(str(when.get("test")).split())
                    yield Assertion(rule, severity, str(template.get("match")), test, _terms(failed))


def rows_of(one: Assertion) -> Iterator[Row]:
    """The rows that say what an assertion does; none where none can."""
    forms = [_form(part.strip()) for part in one.context.split("|")]
    if None in forms:
        return
    contexts = list(dict.fromkeys(form for form in forms if form is not None))
    test = one.test.strip()
    if _bracketed(test) and not _THERE(test):
        test = test[1:-1].strip()
    if match := _NOT_IN_LINES(test):
        yield "never", " | ".join(f"/cac:{line}/{match[1]}" for line in ("InvoiceLine", "CreditNoteLine")), ".", ""
    elif (match := _NOT(test)) and (target := _TARGET(match[1])):
        yield _forbidden(contexts, *target.groups())
    elif match := _COUNT(test):
        path, comparison, number = match.groups()
        if _once(contexts):
            yield "times", _below(contexts, path), ".", number
        else:
            yield "most", " | ".join(contexts), path, number
        if comparison == "=":
            yield "least", " | ".join(contexts), path, number
    elif match := _ONE_AT_MOST(test):
        yield "most", " | ".join(contexts), match[1], "1"
    elif match := _THERE(test):
        yield "present", " | ".join(contexts), match[1], ""


def _forbidden(contexts: list[str], anywhere: str | None, path: str | None, attribute: str | None) -> Row:
    """An element or attribute that must not stand there; said of itself, so that it costs nothing elsewhere."""
    if anywhere and not path:
        return "nowhere", "/", attribute or "", ""
    if anywhere:
        contexts = [path or ""]
    elif path:
        contexts = _below(contexts, path).split(" | ")
    kind = "never" if anywhere or attribute or _once(contexts) else "absent"
    return kind, " | ".join(contexts), attribute or ".", ""


def _below(contexts: list[str], path: str) -> str:
    """The contexts at a path below these."""
    return " | ".join(f"{'' if context == '/' else context}/{path}" for context in contexts)


def _once(contexts: list[str]) -> bool:
    """Whether the artefact asks it once for a document, and not for each line, note or address."""
    return all(context.startswith("/") and not any(many in context for many in _MANY) for context in contexts)


def _form(context: str) -> str | None:
    """A context as `counterfoil.rules._context` writes it; None for one with conditions."""
    if context in _ROOTS:
        return "/"
    if match := _FROM_ROOT(context):
        return f"/{match[1]}"
    if match := _ANY_NAME(context):
        return f"{match[1] or ''}*{match[2]}"
    match = _ANYWHERE(context)
    return match[1] if match else None


def _bracketed(test: str) -> bool:
    """Whether one pair of brackets is around the whole."""
    depth = 0
    for position, character in enumerate(test):
        depth += (character == "(") - (character == ")")
        if depth == 0:
            return position == len(test) - 1 and position > 0
    return False


def _terms(failed: Any) -> str:
    """The business terms that the text of an assertion mentions."""
    found = set(_TERM.findall("".join(failed.find(f"{_SVRL}text").itertext())))
    return " ".join(sorted(found, key=lambda term: (term[:2], int(term[3:]))))


def _attribute(failed: Any, name: str) -> str:
    """The value of an attribute that the stylesheet writes, by an element of its own or directly."""
    for written in failed.iter(f"{_XSL}attribute"):
        if written.get("name") == name:
            return "".join(written.itertext())
    return str(failed.get(name))


if __name__ == "__main__":
    main(sys.argv[1:])
