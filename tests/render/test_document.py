"""A document as people read it: every field that it has, none that it has not, and a tree of any shape."""

import itertools
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.render.document import document_text, moment, tree_text
from counterfoil.render.table import STYLES

BARE: dict[str, Any] = {
    "id": "ab" * 32,
    "document": "statement",
    "number": None,
    "issued": None,
    "due": None,
    "role": "neither",
    "valid": None,
    "rulebooks": [],
    "findings": [],
    "discrepancies": [],
    "links": [],
    "facts": [],
    "chain": [],
    "summary": None,
    "forgotten": False,
    "erased": [],
    "file": "a.xml",
}


def node(number: str, *later: dict[str, Any], **values: Any) -> dict[str, Any]:
    """A node of a chain of evidence."""
    return {
        "id": number * 64,
        "document": "invoice",
        "number": number,
        "date": None,
        "amount": None,
        "currency": None,
        "link": None,
        "lines": [],
        "linked_amount": None,
        "state": None,
        "discrepant": False,
        "focus": False,
        "again": False,
        "later": list(later),
        **values,
    }


def lines(report: dict[str, Any], width: int | None = None) -> list[str]:
    found = list(document_text({**BARE, **report}, width))
    assert {style for _, style in found} <= {"", *STYLES}
    return [text for text, _ in found]


def test_a_bare_report_is_readable() -> None:
    assert lines({}) == [
        "statement",
        "",
        f"  id           {'ab' * 32}",
        "  file         a.xml",
        "",
        "Verdict: not checked: no rulebook exists for it",
        "",
        "Chain of evidence",
        "",
    ]


def test_a_statement_shows_its_entries() -> None:
    entries = [
        {"position": "1", "amount": "-10.00", "currency": "EUR", "booked": "2026-03-01", "remittance": ["INV", "1"]},
        {"position": "2.1", "amount": "5.00", "counterparty": {"name": "Tannhof"}},
    ]
    summary = {"type": "statement", "account": "DE1", "opening": "5.00", "currency": "EUR", "lines": entries}
    text = "\n".join(lines({"summary": summary}))
    assert "  account      DE1\n  opening      5.00 EUR\n" in text
    assert "  1      2026-03-01  -10.00 EUR           INV 1\n" in text
    assert "  2.1                      5.00  Tannhof\n" in text


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ({"remittance": ["Invoice R-2", "of May"], "references": [{"number": "R-2"}]}, "Invoice R-2 of May"),
        ({"remittance": ["May"], "references": [{"number": "R-1"}, {"number": "R-1"}]}, "May · R-1"),
        ({"references": [{"number": "R-1"}], "creditor_reference": "RF18539007547034"}, "R-1 · RF18539007547034"),
        ({"end_to_end_id": "E2E-1"}, "E2E-1"),
        ({"end_to_end_id": "E2E-1", "remittance": ["Rent"]}, "Rent"),
        ({"counterparty": {"accounts": ["DE02"]}}, "DE02"),
    ],
)
def test_an_entry_says_what_it_is_for_wherever_that_stands(line: dict[str, Any], says: str) -> None:
    entry = {"position": "1", "amount": "1.00", **line}
    shown = lines({"summary": {"type": "statement", "lines": [entry]}})
    (row,) = (text for text in shown if text.startswith("  1 "))
    assert row.split(maxsplit=2)[2] == says


def test_a_receipt_shows_what_was_short_and_rejected() -> None:
    line = {"quantity": "8", "unit": "C62", "name": "Board", "quantity_short": "1", "quantity_rejected": "2"}
    head, _, row = lines({"summary": {"lines": [line, line]}})[5:8]
    assert head.split() == ["line", "item", "quantity", "short", "rejected"]
    assert row.split() == ["1", "Board", "8", "C62", "1", "2"]


def test_events_and_master_data_show_what_they_hold() -> None:
    event = {
        "type": "event",
        "event_type": "ObjectEvent",
        "action": "OBSERVE",
        "happened": "2026-03-01T08:00:00Z",
        "step": "shipping",
        "epcs": ["urn:a"],
        "quantities": [["urn:c", "3", "KGM"], ["urn:d", None, None]],
        "references": [{"document": "order", "number": "PO-1"}, {"document": "invoice", "number": "I-1"}],
    }
    text = lines({"summary": event})
    assert "  event        ObjectEvent OBSERVE" in text
    assert "  goods        urn:a; 3 KGM urn:c; urn:d" in text
    assert "  refers to    order PO-1; invoice I-1" in text
    master = {
        "type": "master",
        "name": "Hinge",
        "identifiers": [{"value": "4012", "scheme": "0160"}],
        "packs": [["BX", "10"]],
    }
    text = lines({"summary": master})
    assert "  identifiers  0160 4012" in text
    assert "  packs        BX of 10" in text


def test_findings_and_discrepancies_stand_with_their_places() -> None:
    finding = {"severity": "fatal", "rule": "BR-1", "where": "/Invoice", "message": "It has no number."}
    wrong = {"id": "ab" * 16, "code": "short-paid", "message": "3.00 EUR is missing.", "state": "open", "owner": None}
    done = {**wrong, "message": "Too late.", "state": "resolved", "owner": "Grüner", "why": "in cash"}
    found = [{**wrong, "why": None}, done]
    text = lines({"valid": False, "rulebooks": ["en16931@1"], "findings": [finding], "discrepancies": found})
    start = text.index("Verdict: INVALID by en16931@1")
    assert text[start + 1 :][:7] == [
        "  fatal BR-1: It has no number.",
        "      at /Invoice",
        "",
        "Discrepancies",
        "  short-paid: 3.00 EUR is missing. [abababab, open]",
        "  short-paid: Too late. [abababab, resolved, Grüner looks after it: in cash]",
        "",
    ]


def test_links_that_wait_for_a_person_and_those_that_were_undone_are_named() -> None:
    entry = {"id": "cd" * 32, "document": "statement", "number": None, "line": "3.1", "line_id": "9000012345"}
    invoice = {"id": "ef" * 32, "document": "invoice", "number": "I-1", "line": "2", "line_id": "20"}
    pays = {
        "id": "ab" * 16,
        "kind": "pays",
        "from": entry,
        "to": {**invoice, "line": None},
        "amount": "9.00",
        "currency": "EUR",
        "confidence": Decimal("0.6"),
        "state": "proposed",
        "evidence": ["the amount", "the name"],
    }
    bills = {**pays, "kind": "bills", "from": invoice, "to": {**invoice, "document": None}, "amount": None}
    text = lines({"links": [pays, {**bills, "state": "undone"}, {**bills, "state": "certain"}]})
    start = text.index("Links to confirm or undo")
    assert text[start + 1 :][:4] == [
        "  abababab  statement cdcdcdcdcdcd entry 3.1 pays invoice I-1 9.00 EUR, 0.6 sure: the amount; the name",
        "",
        "Links that were undone",
        "  abababab  invoice I-1 line 20 bills ? I-1 line 20, 0.6 sure: the amount; the name",
    ]
    assert "Links that were undone" not in lines({"links": [pays]})


def test_long_values_hang_below_their_first_line() -> None:
    text = lines({"file": "word " * 20 + "end"}, 50)
    start = next(at for at, line in enumerate(text) if line.startswith("  file"))
    assert text[start + 1].startswith(" " * 15 + "word")
    assert max(map(len, text[start:])) <= 50


def test_a_tree_of_documents() -> None:
    tree = node(
        "1",
        node("2", node("3", link="receives", lines=["1", "2"]), link="ships", lines=["1"]),
        node("4", link="pays", linked_amount="5.00", state="proposed", discrepant=True, focus=True),
        node("3", link="observes", again=True, date="2026-03-01", amount="7", currency="EUR"),
        amount="9.00",
    )
    assert [text for text, _ in tree_text(tree)] == [
        "  invoice 1 9.00",
        "  ├─ invoice 2 (ships by line 1)",
        "  │  └─ invoice 3 (receives by lines 1, 2)",
        "  ├─ » invoice 4 pays 5.00 [proposed] [!]",
        "  └─ invoice 3 of 2026-03-01 7 EUR (observes) [as above]",
    ]


TREES = st.recursive(
    st.just(node("1")), lambda inner: st.lists(inner, max_size=4).map(lambda later: node("1", *later)), max_leaves=20
)


def size(tree: dict[str, Any]) -> int:
    return 1 + sum(map(size, tree["later"]))


@given(tree=TREES)
def test_each_document_of_a_tree_stands_on_a_line_of_its_own(tree: dict[str, Any]) -> None:
    found = [text for text, _ in tree_text(tree)]
    assert len(found) == size(tree)
    for above, line in itertools.pairwise(found):
        at = line.index("─") - 1
        assert above[at] in "├│└ i" or above[at + 3 :].startswith("invoice")


def test_a_moment_is_said_plainly() -> None:
    assert moment("2026-03-31T08:15:00.000001+00:00") == "2026-03-31 08:15:00 UTC"
