"""Writes the tables of rules/peppol_transactions from the downloaded artefacts of the Peppol transactions.

    python tools/peppol_tables.py FOLDER

FOLDER holds the compiled artefacts as `peppol-t01.xslt` …; the lists of codes of the same release must be there already
(`tools/code_lists.py`). A table holds the facts that follow from the structure of a transaction's documents: which
elements and attributes must be there, which elements may, and which codes or fixed texts they hold. The rules of
another form are written by hand; their ids are printed, so that none is forgotten.
"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from lxml import etree

from counterfoil.rules.codes import meant

RELEASE = "2026.5"
PACKAGE = Path(__file__).resolve().parent.parent / "src" / "counterfoil" / "rules" / "peppol_transactions"
TABLES = {
    "t01": "order",
    "t16": "despatch_advice",
    "t71": "message_level_response",
    "t76": "order_response",
    "t110": "order_agreement",
    "t111": "invoice_response",
    "t114": "order_change",
    "t115": "order_cancellation",
    "t116": "order_response_advanced",
}
COLUMNS = ("rule", "severity", "kind", "context", "target", "value", "terms")

_XSL = "{http://www.w3.org/1999/XSL/Transform}"
_FAILED = "{http://purl.oclc.org/dsdl/svrl}failed-assert"

_CONTEXT = re.compile(r"/ubl:\w+((?:/\w+:\w+)*)(/\*)?")
_CHILD = re.compile(r"\w+:\w+")
_ATTRIBUTE = re.compile(r"@\w+")
_CODE = r"\(some \$code in \$[\w-]+ satisfies \$code = normalize-space\(text\(\)\)\)"
_CODES = re.compile(rf"{_CODE}(?: or {_CODE})?")
_CODES_OF_ATTRIBUTE = re.compile(r"not\((@\w+)\) or \(some \$code in \$[\w-]+ satisfies \$code = \1\)")
_FIXED = re.compile(r"normalize-space\(text\(\)\) = '([^']*)'")


class Assert(NamedTuple):
    """One assertion of an artefact: where it stands in which pattern, and what it asks."""

    rule: str
    severity: str
    pattern: str
    context: str
    test: str


def main(folder: Path) -> None:
    for transaction, name in TABLES.items():
        text, by_hand = table_of(folder / f"peppol-{transaction}.xslt", transaction)
        (PACKAGE / f"{name}.tsv").write_text(text, encoding="utf-8")
        print(transaction, text.count("\n") - 1, "rows; by hand:", *sorted(by_hand))


def table_of(artefact: Path, transaction: str) -> tuple[str, set[str]]:
    """The table of a transaction ("t01"), and the ids of the rules that it does not hold."""
    asserts = list(_asserts(artefact))
    rows = [row for one in asserts if (row := _row(one, transaction, asserts))]
    lines = ["\t".join(COLUMNS), *("\t".join(row) for row in rows)]
    return "\n".join(lines) + "\n", {one.rule for one in asserts if one.rule} - {row[0] for row in rows}


def _asserts(artefact: Path) -> Iterator[Assert]:
    """All assertions, and one without a rule for each context that has none."""
    for template in etree.parse(artefact).getroot().findall(f"{_XSL}template"):
        pattern, context = template.get("mode", ""), " ".join(template.get("match", "").split())
        if not template.get("priority"):
            continue
        yield Assert("", "", pattern, context, "")
        for failed in template.iter(_FAILED):
            said = {one.get("name"): one.text or "" for one in failed.iter(f"{_XSL}attribute")}
            yield Assert(said["id"], said["flag"], pattern, context, " ".join((failed.get("test") or "").split()))


def _row(one: Assert, transaction: str, asserts: list[Assert]) -> tuple[str, ...] | None:
    """The row of an assertion; None where it is of another form."""
    found = _CONTEXT.fullmatch(one.context)
    if not one.rule or not found:
        return None
    context, whole = found[1] or "/", f"peppol-{transaction}@{RELEASE}"
    lists = " ".join(meant(whole, "UBL", one.rule))
    if found[2]:
        children = _children(one, asserts)
        cells = ("closed", context, ".", " ".join(children)) if one.test == "false()" else None
    elif _CHILD.fullmatch(one.test) or _ATTRIBUTE.fullmatch(one.test):
        cells = ("present", context, one.test, "")
    elif fixed := _FIXED.fullmatch(one.test):
        cells = ("values~", context, ".", fixed[1])
    elif _CODES.fullmatch(one.test):
        cells = ("codes~", context, ".", lists)
    elif attribute := _CODES_OF_ATTRIBUTE.fullmatch(one.test):
        cells = ("codes", context, attribute[1], lists)
    else:
        cells = None
    return (one.rule, one.severity, *cells, "") if cells else None


def _children(one: Assert, asserts: list[Assert]) -> list[str]:
    """The children that have a context of their own before the one for all others."""
    above = one.context.removesuffix("*")
    before = asserts[: asserts.index(one)]
    return [
        other.context.removeprefix(above)
        for other in before
        if not other.rule
        and other.pattern == one.pattern
        and other.context.startswith(above)
        and _CHILD.fullmatch(other.context.removeprefix(above))
    ]


if __name__ == "__main__":
    main(Path(sys.argv[1]))
