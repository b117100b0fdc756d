"""Orders that were cancelled, other currencies and other rates of tax."""

from datetime import date
from typing import Any

import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded
from matching.made import DAY, SELLER, US, Record, billing, credit_note, invoice, item, order, receipt, ref, trade

PO, INV = kinds.ORDER, kinds.INVOICE


def cancelled(number: str = "OX-1", of: str = "PO-1", **terms: Any) -> Recorded:
    """A cancellation of an order."""
    return trade(kinds.ORDER_CANCELLATION, number, references=(ref(PO, of),), **{"issued": date(2026, 3, 9), **terms})


def faults(code: str, *papers: Recorded) -> list[str]:
    """What is said by one code."""
    return Record(*papers).faults(code)


def test_an_invoice_on_a_cancelled_order_is_told() -> None:
    papers = [order(), cancelled(), invoice("INV-1", *billing("1"))]
    assert Record(*papers).faults() == ["order-cancelled INV-1 0 100 100"]
    (one,) = Record(*papers).discrepancies()
    assert (one.line, one.since, one.currency) == (None, date(2026, 3, 9), "EUR")
    assert set(one.others) == {order().id, cancelled().id}
    assert one.why == ("names line 1 of order PO-1", "names order PO-1")
    assert faults("order-cancelled", *papers[::2]) == []


def test_the_order_is_found_by_way_of_what_was_shipped_and_received() -> None:
    despatch = trade(kinds.DESPATCH_ADVICE, "DA-1", item("1", "10", ref(PO, "PO-1", "1")))
    taken = receipt("RA-1", item("1", "10", ref(kinds.DESPATCH_ADVICE, "DA-1", "1")))
    bill = invoice("INV-1", item("1", "10", ref(kinds.RECEIPT_ADVICE, "RA-1", "1")))
    before = cancelled(issued=date(2026, 3, 1))
    assert faults("order-cancelled", order(), before, despatch, taken, bill) == ["order-cancelled INV-1 0 100 100"]


def shipped(number: str, quantity: str, line: str = "1", **terms: Any) -> Recorded:
    """A despatch advice for a line of the order."""
    return trade(kinds.DESPATCH_ADVICE, number, item("1", quantity, ref(PO, "PO-1", line)), **terms)


def test_a_cancellation_after_a_part_was_delivered_is_about_the_rest() -> None:
    papers = [order(), cancelled(), invoice("INV-1", *billing("1", quantity="4"))]
    assert faults("order-cancelled", *papers, shipped("DA-1", "4")) == []
    assert faults("order-cancelled", *papers, receipt("RA-1", item("1", "4", ref(PO, "PO-1", "1")))) == []
    taken = receipt("RA-1", item("1", "4", ref(kinds.DESPATCH_ADVICE, "DA-1", "1")))
    assert faults("order-cancelled", *papers, shipped("DA-1", "4"), taken) == []
    rest = invoice("INV-2", *billing("1", quantity="6"), issued=date(2026, 3, 12))
    told = ["order-cancelled INV-2 0 100 100"]
    assert faults("order-cancelled", *papers, shipped("DA-1", "4"), rest) == told


@pytest.mark.parametrize(
    "others",
    [
        [],
        [shipped("DA-1", "10", "2")],
        [shipped("DA-1", "4", issued=date(2026, 3, 9))],
        [shipped("DA-1", "10"), shipped("DA-2", "10", "2")],
        [trade(kinds.DESPATCH_ADVICE, "DA-1", references=(ref(PO, "PO-1"),))],
    ],
)
def test_what_was_not_delivered_in_part_before_is_told(others: list[Recorded]) -> None:
    papers = [order(), cancelled(), invoice("INV-1", *billing("1", quantity="4"))]
    assert faults("order-cancelled", *papers, *others) == ["order-cancelled INV-1 0 100 100"]


def test_without_a_day_or_a_line_a_cancellation_is_about_all() -> None:
    bill, part = invoice("INV-1", *billing("1", quantity="4")), shipped("DA-1", "4")
    assert len(faults("order-cancelled", order(), cancelled(issued=None), bill, part)) == 1
    whole = invoice("INV-1", references=(ref(PO, "PO-1"),))
    assert len(faults("order-cancelled", order(), cancelled(), whole, part)) == 1
    open_ = order("PO-1", item("1", None), item("2", None))
    assert faults("order-cancelled", open_, cancelled(), bill, part) == []
    both = [part, shipped("DA-2", "1", "2")]
    assert len(faults("order-cancelled", open_, cancelled(), bill, *both)) == 1


def test_one_cancelled_order_of_several_is_enough() -> None:
    both = invoice("INV-1", references=(ref(PO, "PO-1"), ref(PO, "PO-2")), payable=None)
    papers = [order(), order("PO-2"), cancelled(of="PO-2"), both]
    assert faults("order-cancelled", *papers) == ["order-cancelled INV-1 0 None None"]
    assert Record(*papers).discrepancies()[0].others != ()


@pytest.mark.parametrize("code", ["order-cancelled", "currency-mismatch"])
def test_what_was_taken_back_or_sent_twice_is_not_told(code: str) -> None:
    bill = invoice("INV-1", *billing("1"), currency="USD")
    papers = [order(), cancelled(), bill]
    assert len(faults(code, *papers)) == 1
    assert len(faults(code, *papers, invoice("INV-1", *billing("1"), currency="USD", issued=date(2026, 4, 1)))) == 1
    back = credit_note("CN-1", references=(ref(INV, "INV-1"),), payable="100", currency="USD")
    assert faults(code, *papers, back) == []
    part = credit_note("CN-1", references=(ref(INV, "INV-1"),), payable="99", currency="USD")
    assert len(faults(code, *papers, part)) == 1
    both = credit_note("CN-1", references=(ref(INV, "INV-1"), ref(INV, "INV-2")), payable="100", currency="USD")
    assert len(faults(code, *papers, invoice("INV-2"), both)) == 1
    assert len(faults(code, *papers, trade(kinds.CREDIT_NOTE, "CN-1", references=(ref(INV, "INV-1"),)))) == 1


def test_an_invoice_in_another_currency_is_told() -> None:
    assert Record(order(currency="USD"), invoice("INV-1", *billing("1"))).faults() == [
        "currency-mismatch INV-1 USD EUR 100"
    ]
    (one,) = Record(order(currency="USD"), invoice("INV-1", *billing("1"))).discrepancies()
    assert (one.others, one.since, one.currency) == ((order(currency="USD").id,), DAY, "EUR")
    two = invoice("INV-1", references=(ref(PO, "PO-1"), ref(PO, "PO-2")))
    assert faults("currency-mismatch", order(currency="USD"), order("PO-2"), two) == [
        "currency-mismatch INV-1 USD EUR 100"
    ]
    assert faults("currency-mismatch", order(currency="USD"), order("PO-2", currency="SEK"), two) == [
        "currency-mismatch INV-1 SEK, USD EUR 100"
    ]


@pytest.mark.parametrize(("ordered", "billed"), [("EUR", "EUR"), ("eur ", "EUR"), (None, "EUR"), ("USD", None)])
def test_a_currency_that_agrees_or_is_not_told_is_none(ordered: str | None, billed: str | None) -> None:
    papers = [order(currency=ordered), invoice("INV-1", *billing("1"), currency=billed)]
    assert faults("currency-mismatch", *papers) == []


def test_our_own_sales_are_held_against_the_orders_of_customers() -> None:
    sides: dict[str, Any] = {"seller": US, "buyer": SELLER, "role": "seller"}
    ordered = trade(PO, "PO-1", item("1"), currency="EUR", **sides)
    bill = trade(INV, "I-1", *billing("1", price="3"), payable="30", **sides)
    assert Record(ordered, bill, cancelled(**sides)).faults() == [
        "order-cancelled I-1 0 30 30",
        "price-over-ordered I-1:1 2.00 3.00 10.00",
    ]


def taxed(ordered: str | None, billed: str | None, **terms: Any) -> list[str]:
    """What is said of the tax of a line."""
    papers = [order("PO-1", item("1", tax_rate=ordered)), invoice("INV-1", *billing("1", tax_rate=billed, **terms))]
    return faults("tax-mismatch", *papers)


def test_another_rate_of_tax_is_told_with_the_difference() -> None:
    assert taxed("7", "19") == ["tax-mismatch INV-1:1 7 19 2.40"]
    assert taxed("19", "7") == ["tax-mismatch INV-1:1 19 7 2.40"]
    assert taxed("19", "0", amount="100") == ["tax-mismatch INV-1:1 19 0 19.00"]
    assert taxed("19", "7", price=None) == ["tax-mismatch INV-1:1 19 7 None"]


@pytest.mark.parametrize(("ordered", "billed"), [("19", "19.00"), (None, "19"), ("19", None), (None, None)])
def test_a_rate_that_agrees_or_is_not_told_is_none(ordered: str | None, billed: str | None) -> None:
    assert taxed(ordered, billed) == []


def test_the_tax_of_several_order_lines_must_be_one() -> None:
    both = invoice("INV-1", item("1", "20", ref(PO, "PO-1", "1"), ref(PO, "PO-1", "2"), tax_rate="7"))
    seven, nineteen = ({"tax_rate": rate} for rate in ("7", "19"))
    assert faults("tax-mismatch", order("PO-1", item("1", **nineteen), item("2", **nineteen)), both) != []
    assert faults("tax-mismatch", order("PO-1", item("1", **nineteen), item("2", **seven)), both) == []
    despatch = trade(kinds.DESPATCH_ADVICE, "DA-1", item("1", "10", **nineteen))
    by_despatch = invoice("INV-1", item("1", "10", ref(kinds.DESPATCH_ADVICE, "DA-1", "1"), tax_rate="7"))
    assert faults("tax-mismatch", despatch, by_despatch) == []


def test_a_credit_note_on_the_line_settles_the_tax() -> None:
    papers = [order("PO-1", item("1", tax_rate="7")), invoice("INV-1", *billing("1", tax_rate="19"))]
    assert faults("tax-mismatch", *papers, credit_note("CN-1", item("1", "1", ref(INV, "INV-1", "1")))) == []
    elsewhere = credit_note("CN-1", item("1", "1", ref(INV, "INV-1", "2")))
    two = invoice("INV-1", *billing("1", "2", tax_rate="19"))
    assert faults("tax-mismatch", papers[0], two, elsewhere) != []
