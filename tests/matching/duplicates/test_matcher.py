"""Invoices that were sent before: of the same seller, under the same number."""

from datetime import date

import pytest

from counterfoil.matching.duplicates.matcher import seeks
from counterfoil.matching.references import corrects
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded
from matching.made import DAY, OTHER, SELLER, Record, credit_note, event, invoice, item, order, party, ref

LATER = date(2026, 3, 9)


def test_the_later_of_two_invoices_of_one_seller_and_number_repeats_the_first() -> None:
    first, second = invoice("INV-1"), invoice("inv 1".replace(" ", "-"), issued=LATER, payable="99.50")
    for papers in ([first, second], [second, first]):
        record = Record(*papers)
        assert [(link.source.id, link.target.id) for link in record.links] == [(second.id, first.id)]
        (found,) = record.discrepancies()
        assert (found.code, found.id, found.expected, found.found) == ("duplicate-invoice", second.id, "INV-1", "inv-1")
        assert (str(found.amount), found.currency, found.since, found.others) == ("99.50", "EUR", LATER, (first.id,))


def test_of_three_the_later_two_repeat_the_first() -> None:
    papers = [invoice("INV-1", issued=date(2026, 3, day)) for day in (3, 1, 2)]
    record = Record(*papers)
    assert {link.target.id for link in record.links} == {papers[1].id}
    assert len(record.links) == 2


def test_on_one_day_the_id_decides_which_is_the_first() -> None:
    papers = sorted((invoice("INV-1", copy=copy) for copy in (0, 1)), key=lambda one: one.id)
    assert [link.target.id for link in Record(*papers).links] == [papers[0].id]


@pytest.mark.parametrize(
    "other",
    [
        invoice("INV-2", issued=LATER),
        invoice("INV-1", issued=LATER, seller=OTHER),
        invoice("INV-1", issued=LATER, seller=None),
        invoice("INV-1", issued=LATER, buyer=OTHER),
        invoice("INV-2", issued=LATER, payment_reference="INV-1"),
        credit_note("INV-1", issued=LATER),
        order("INV-1", issued=LATER),
    ],
)
def test_what_differs_in_seller_number_buyer_or_kind_is_no_repeat(other: object) -> None:
    assert Record(invoice("INV-1"), other).links == []  # type: ignore[arg-type]


LINES = (item("1", amount="60", name="Oak board"), item("2", amount="40", name="Screws"))


@pytest.mark.parametrize("number", ["R-2026-118", "R-2026-119", "R-2026-477"])
@pytest.mark.parametrize(
    "note",
    [
        "Korrigierte Rechnungsanschrift",
        "This corrected invoice replaces our invoice of May",
        "Ersatz für unsere Rechnung vom Mai",
        "Neuausstellung wegen falscher Anschrift",
        "It supersedes our invoice of May",
        "Issued in place of our invoice of May",
    ],
)
def test_what_says_that_it_was_issued_again_under_another_number_repeats_the_first(number: str, note: str) -> None:
    first = invoice("R-2026-117", *LINES)
    again = invoice(number, *LINES, issued=LATER, notes=(note,))
    (link,) = Record(first, again).links
    assert (link.kind, link.source.id, link.target.id) == ("repeats", again.id, first.id)
    assert "says that it is a corrected one" in link.evidence


@pytest.mark.parametrize(
    "other",
    [
        invoice("R-2026-119", *LINES, issued=LATER, notes=("Ersatzteile",)),
        invoice("R-2026-119", *LINES, issued=LATER, payable="99", notes=("Korrigierte Rechnung",)),
        invoice("R-2026-119", *LINES, issued=LATER, seller=OTHER, notes=("Korrigierte Rechnung",)),
        invoice("R-2026-119", *LINES[:1], item("2", amount="40", name="Nails"), issued=LATER, notes=("corrected",)),
    ],
)
def test_what_was_issued_for_something_else_repeats_nothing(other: Recorded) -> None:
    assert Record(invoice("R-2026-117", *LINES), other).told("repeats") == []


def test_what_was_taken_back_and_issued_again_is_no_repeat() -> None:
    back = credit_note("G-7", issued=date(2026, 3, 5), payable="100", references=(ref(kinds.INVOICE, "R-2026-117"),))
    again = invoice("R-2026-119", *LINES, issued=LATER, notes=("Korrigierte Rechnung",))
    assert Record(invoice("R-2026-117", *LINES), back, again).told("repeats") == []


def test_a_seller_is_the_same_by_name_where_it_has_no_identifier_in_common() -> None:
    record = Record(invoice("INV-1"), invoice("INV-1", issued=LATER, seller=party(SELLER.name)))
    assert record.told() == ["repeats INV-1 INV-1"]


def test_credit_notes_repeat_each_other_too() -> None:
    record = Record(credit_note("CN-1"), credit_note("CN-1", issued=LATER))
    assert record.told() == ["repeats CN-1 CN-1"]
    assert record.faults() == ["duplicate-invoice CN-1 CN-1 CN-1 20"]


def test_a_corrective_invoice_under_the_number_that_it_corrects_is_no_repeat() -> None:
    named = (ref(kinds.INVOICE, "INV-1"),)
    record = Record(invoice("INV-1"), invoice("INV-1", issued=LATER, type_code="384", references=named))
    assert record.told() == ["changes INV-1 INV-1"]
    record = Record(invoice("INV-1"), invoice("INV-1", issued=LATER, type_code="384"))
    assert record.told() == ["repeats INV-1 INV-1"]
    assert not corrects(credit_note("CN-1", type_code="384").summary)  # type: ignore[arg-type]


def test_what_has_no_number_or_is_no_invoice_repeats_nothing() -> None:
    for document in (order("PO-1"), event()):
        assert list(seeks(document)) == []
    assert Record(invoice(None), invoice(None, copy=1), event()).links == []


def test_an_original_that_cannot_be_seen_leaves_its_number_open() -> None:
    record = Record(invoice("INV-1"), invoice("INV-1", issued=LATER))
    del record.documents[invoice("INV-1", issued=DAY).id]
    assert [one.expected for one in record.discrepancies()] == [None]


def test_of_what_is_not_ours_nothing_is_said() -> None:
    record = Record(invoice("INV-1", role="neither"), invoice("INV-1", role="neither", issued=LATER))
    assert record.told() == ["repeats INV-1 INV-1"]
    assert record.faults() == []
