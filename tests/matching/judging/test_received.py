"""Quantities billed beyond what was received, and everything that keeps us from saying so."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import OTHER, Record, billing, credit_note, invoice, item, order, receipt, ref, trade

PO, DA, RA = kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE


def despatch(number: str = "DA-1", *lines: TradeLine) -> Recorded:
    """A despatch advice of order line 1."""
    return trade(DA, number, *(lines or (item("1", "10", ref(PO, "PO-1", "1")),)))


def received(quantity: str | None, number: str = "RA-1", of: str = "DA-1", **terms: object) -> Recorded:
    """A receipt of line 1 of a despatch advice or order."""
    kind = DA if of.startswith("DA") else PO
    unit = terms.pop("unit", "C62")
    return receipt(number, item("1", quantity, ref(kind, of, "1"), unit=unit), **terms)  # type: ignore[arg-type]


def faults(*papers: Recorded) -> list[str]:
    """What is said of quantities received in a record of these."""
    return of_received(Record(order(), *papers))


def of_received(record: Record) -> list[str]:
    """What is said of quantities received."""
    return [one for one in record.faults() if one.startswith("quantity-over-received")]


def test_more_was_billed_than_was_received_by_way_of_the_despatch() -> None:
    record = Record(order(), despatch(), received("8", issued=date(2026, 3, 5)), invoice("INV-1", *billing("1")))
    assert of_received(record) == ["quantity-over-received INV-1:1 8 10 4.00"]
    (one,) = record.discrepancies()
    assert (one.currency, one.since) == ("EUR", date(2026, 3, 5))
    assert one.others == (received("8", issued=date(2026, 3, 5)).id,)
    assert one.why == ("names line 1 of order PO-1",)


def test_what_was_received_of_the_order_itself_counts_too() -> None:
    papers = [despatch(), received("5"), received("2", "RA-2", of="PO-1"), invoice("INV-1", *billing("1"))]
    assert faults(*papers) == ["quantity-over-received INV-1:1 7 10 6.00"]


def test_several_receipts_add_up() -> None:
    papers = [despatch(), received("6"), received("4", "RA-2"), invoice("INV-1", *billing("1"))]
    assert faults(*papers) == []
    second = despatch("DA-2", item("1", "5", ref(PO, "PO-1", "1")))
    papers = [despatch(), second, received("6"), received("3", "RA-2", of="DA-2"), invoice("INV-1", *billing("1"))]
    assert faults(*papers) == ["quantity-over-received INV-1:1 9 10 2.00"]


def test_what_was_not_received_at_all_is_another_question() -> None:
    assert faults(despatch(), invoice("INV-1", *billing("1"))) == []
    assert faults(received("8"), invoice("INV-1", *billing("2"))) == []


def test_a_receipt_of_nothing_is_a_receipt() -> None:
    assert faults(despatch(), received("0"), invoice("INV-1", *billing("1"))) == [
        "quantity-over-received INV-1:1 0 10 20.00"
    ]


def test_an_invoice_may_bill_the_despatch_or_receipt_line_itself() -> None:
    of_despatch = invoice("INV-1", item("1", "10", ref(DA, "DA-1", "1")))
    assert faults(despatch(), received("8"), of_despatch) == ["quantity-over-received INV-1:1 8 10 4.00"]
    of_receipt = invoice("INV-1", item("1", "10", ref(RA, "RA-1", "1")))
    assert faults(despatch(), received("8"), of_receipt) == ["quantity-over-received INV-1:1 8 10 4.00"]


def test_earlier_invoices_consume_first_by_day_then_by_number() -> None:
    papers = [
        despatch(),
        received("10"),
        invoice("INV-10", *billing("1", quantity="4")),
        invoice("INV-9", *billing("1", quantity="4")),
        invoice("INV-11", *billing("1", quantity="4"), issued=date(2026, 2, 20)),
    ]
    assert faults(*papers) == ["quantity-over-received INV-10:1 2 4 4.00"]


def test_of_two_lines_of_one_invoice_the_first_consumes_first() -> None:
    papers = [despatch(), received("10"), invoice("INV-1", *billing("1", "1", quantity="6"))]
    assert faults(*papers) == ["quantity-over-received INV-1:2 4 6 4.00"]


def test_all_was_billed_before() -> None:
    papers = [despatch(), received("3"), *(invoice(n, *billing("1", quantity="5")) for n in ("INV-1", "INV-2"))]
    assert faults(*papers) == ["quantity-over-received INV-1:1 3 5 4.00", "quantity-over-received INV-2:1 0 5 10.00"]


def test_a_repeat_bills_nothing() -> None:
    papers = [despatch(), received("10")]
    papers += [invoice("INV-1", *billing("1"), issued=date(2026, 3, day)) for day in (1, 2)]
    papers += [invoice("INV-2", *billing("1", quantity="1"), issued=date(2026, 3, 3))]
    assert faults(*papers) == ["quantity-over-received INV-2:1 0 1 2.00"]


def test_what_a_credit_note_takes_back_of_the_very_line_is_not_billed() -> None:
    back = credit_note("CN-1", item("1", "2", ref(kinds.INVOICE, "INV-1", "1")))
    papers = [despatch(), received("8"), invoice("INV-1", *billing("1"))]
    assert faults(*papers, back) == []
    again = credit_note("CN-1", item("1", "2", ref(kinds.INVOICE, "INV-1", "1")), issued=date(2026, 4, 1))
    assert [one for one in faults(*papers, back, again) if "quantity" in one] == []
    less = credit_note("CN-1", item("1", "1", ref(kinds.INVOICE, "INV-1", "1")))
    assert faults(*papers, less) == ["quantity-over-received INV-1:1 8 9 2.00"]
    boxes = credit_note("CN-1", item("1", "1", ref(kinds.INVOICE, "INV-1", "1"), unit="XBX"))
    assert faults(*papers, boxes) == []
    unclear = credit_note("CN-1", item("1", None, ref(kinds.INVOICE, "INV-1", "1")))
    assert faults(*papers, unclear) == []


@pytest.mark.parametrize(
    "papers",
    [
        [despatch(), received("8", unit="KGM"), invoice("INV-1", *billing("1"))],
        [despatch(), received(None), invoice("INV-1", *billing("1"))],
        [despatch(), received("8"), invoice("INV-1", *billing("1", unit="KGM"))],
        [despatch(), received("8"), invoice("INV-1", item("1", None, ref(PO, "PO-1", "1")))],
        [despatch(), received("8"), invoice("INV-1", *billing("1", quantity="-10"))],
        [despatch(), received("8"), invoice("INV-1", references=(ref(PO, "PO-1"),))],
        [despatch(), received("8"), credit_note("CN-1", *billing("1"))],
    ],
)
def test_nothing_is_said_where_quantities_cannot_be_compared(papers: list[Recorded]) -> None:
    assert faults(*papers) == []


def test_a_receipt_without_units_counts_in_those_of_the_invoice() -> None:
    papers = [despatch(), received("8", unit=None), invoice("INV-1", *billing("1"))]
    assert faults(*papers) == ["quantity-over-received INV-1:1 8 10 4.00"]


def test_a_line_that_bills_two_order_lines_is_held_against_what_was_received_of_both() -> None:
    both = invoice("INV-1", item("1", "10", ref(PO, "PO-1", "1"), ref(PO, "PO-1", "2")))
    assert faults(despatch(), received("8"), both) == ["quantity-over-received INV-1:1 8 10 4.00"]
    rest = receipt("RA-2", item("1", "2", ref(PO, "PO-1", "2")))
    assert faults(despatch(), received("8"), rest, both) == []


def test_nothing_is_said_where_an_earlier_invoice_billed_in_other_units() -> None:
    earlier = invoice("INV-1", *billing("1", quantity="1", unit="XBX"), issued=date(2026, 2, 20))
    assert faults(despatch(), received("8"), earlier, invoice("INV-2", *billing("1"))) == []


@pytest.mark.parametrize(
    "vague",
    [
        receipt("RA-9", references=(ref(DA, "DA-1"),)),
        receipt("RA-9", references=(ref(PO, "PO-1"),)),
        receipt("RA-9", item("1", "2", ref(DA, "DA-1", "99"))),
        receipt("RA-9", item("1", "2", ref(DA, "DA-1", "1")), item("2", "2")),
        trade(DA, "DA-9", item("1"), references=(ref(PO, "PO-1"),)),
    ],
)
def test_nothing_is_said_where_a_receipt_names_no_lines(vague: Recorded) -> None:
    papers = [despatch(), received("8"), invoice("INV-1", *billing("1"))]
    assert faults(*papers) != []
    assert faults(*papers, vague, received("1", "RA-10", of="DA-9")) == []


def test_a_receipt_whose_every_line_is_linked_elsewhere_in_the_order_is_clear() -> None:
    line = item("1", "8", ref(PO, "PO-1", "1"))
    clear = receipt("RA-1", line, references=(ref(DA, "DA-1"), ref(PO, "PO-1")))
    assert faults(despatch(), clear, invoice("INV-1", *billing("1"))) == ["quantity-over-received INV-1:1 8 10 4.00"]


def test_nothing_is_said_of_an_invoice_that_was_corrected_or_follows_one() -> None:
    named = (ref(kinds.INVOICE, "INV-1"),)
    papers = [despatch(), received("8"), invoice("INV-1", *billing("1"), issued=date(2026, 2, 20))]
    correction = invoice("INV-2", *billing("1", quantity="8"), type_code="384", references=named)
    follower = invoice("INV-3", *billing("1", quantity="1"), issued=date(2026, 4, 1))
    assert faults(*papers, correction) == []
    assert faults(*papers, correction, follower) == []


@pytest.mark.parametrize(
    ("terms", "amount"),
    [
        ({"price": None}, "None"),
        ({"price": "3", "price_base": "100"}, "0.06"),
        ({"price": "3", "price_base": "0"}, "6.00"),
        ({"price": "1", "price_base": "3"}, "0.67"),
        ({"price": "0.0049"}, "0.01"),
    ],
)
def test_the_amount_is_the_excess_at_the_billed_price(terms: dict[str, Any], amount: str) -> None:
    papers = [despatch(), received("8"), invoice("INV-1", *billing("1", **terms))]
    assert faults(*papers) == [f"quantity-over-received INV-1:1 8 10 {amount}"]


def test_a_document_without_a_day_leaves_the_day_to_the_others() -> None:
    papers = [despatch(), received("8", issued=None), invoice("INV-1", *billing("1"), issued=None)]
    assert [one.since for one in Record(order(), *papers).discrepancies()] == [None]


def test_a_neighbourhood_with_holes_says_nothing() -> None:
    papers = [despatch(), received("8"), invoice("INV-1", *billing("1"))]
    for hole in (order(), received("8")):
        record = Record(order(), *papers)
        del record.documents[hole.id]
        assert of_received(record) == []
    earlier = invoice("INV-0", *billing("1", quantity="8"), issued=date(2026, 2, 20))
    record = Record(order(), *papers, earlier)
    assert of_received(record) == ["quantity-over-received INV-1:1 0 10 20.00"]
    del record.documents[earlier.id]
    assert of_received(record) == ["quantity-over-received INV-1:1 8 10 4.00"]


def test_receipts_of_another_buyer_under_the_same_numbers_are_not_ours() -> None:
    theirs = received("3", "RA-7", buyer=OTHER)
    assert faults(despatch(), theirs, received("8"), invoice("INV-1", *billing("1"))) == [
        "quantity-over-received INV-1:1 8 10 4.00"
    ]


def test_a_large_order_is_judged_line_by_line() -> None:
    count = 2000
    lines = [str(n) for n in range(1, count + 1)]
    papers = [
        order("PO-1", *(item(line) for line in lines)),
        receipt("RA-1", *(item(line, "9", ref(PO, "PO-1", line)) for line in lines)),
        invoice("INV-1", *billing(*lines)),
    ]
    found = Record(*papers).discrepancies()
    assert len(found) == count
    assert sum(one.amount or 0 for one in found) == Decimal(2) * count


def test_what_was_rejected_was_not_received_though_it_is_counted() -> None:
    def kept(quantity: str, **terms: Any) -> list[str]:
        taken = receipt("RA-1", item("1", quantity, ref(PO, "PO-1", "1"), quantity_rejected="2", **terms))
        return faults(taken, invoice("INV-1", *billing("1")))

    assert kept("10") == ["quantity-over-received INV-1:1 8 10 4.00"]
    assert kept("8") == ["quantity-over-received INV-1:1 8 10 4.00"]
    assert kept("1", unit="TP") == ["quantity-over-received INV-1:1 0 10 20.00"]
    unknown = Record(order("PO-1", item("1", None)), invoice("INV-1", *billing("1")))
    counted = receipt("RA-1", item("1", "10", ref(PO, "PO-1", "1"), quantity_rejected="2"))
    assert of_received(unknown.add(counted)) == []
    assert (
        faults(counted, receipt("RA-2", item("1", None, ref(PO, "PO-1", "1"))), invoice("INV-1", *billing("1"))) == []
    )
    half = receipt("RA-1", item("1", "4", ref(PO, "PO-1", "1")))
    rest = receipt("RA-2", item("1", "6", ref(PO, "PO-1", "1"), quantity_rejected="2"))
    assert faults(half, rest, invoice("INV-1", *billing("1"))) == ["quantity-over-received INV-1:1 8 10 4.00"]


def test_the_order_tells_what_a_pack_holds_where_neither_receipt_nor_invoice_does() -> None:
    ordered = order("PO-1", item("1", "84", price="37.84", pack_size=Decimal(12)))
    came = receipt("RA-1", item("1", "67", ref(PO, "PO-1", "1")))
    bill = invoice("INV-1", item("1", "7", ref(PO, "PO-1", "1"), unit="CT", price="408.12"))
    assert [told.split()[:2] for told in Record(ordered, came, bill).faults("quantity-over-received")] == [
        ["quantity-over-received", "INV-1:1"]
    ]
    # By its price alone a pack would hold 26.
    ordered = order("PO-1", item("1", "25", price="78.32", pack_size=Decimal(25)))
    came = receipt("RA-1", item("1", "25", ref(PO, "PO-1", "1")))
    bill = invoice("INV-1", item("1", "1", ref(PO, "PO-1", "1"), unit="CT", price="2036.25"))
    assert not Record(ordered, came, bill).faults("quantity-over-received")
