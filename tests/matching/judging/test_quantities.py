"""Quantities billed beyond what was ordered: after changes, responses, earlier invoices and credit notes."""

from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.model import summary as kinds
from counterfoil.model.settings import Tolerance
from counterfoil.model.summary import Recorded
from matching.made import (
    DAY,
    OTHER,
    SELLER,
    US,
    Record,
    billing,
    credit_note,
    invoice,
    item,
    order,
    receipt,
    ref,
    trade,
)

PO, INV = kinds.ORDER, kinds.INVOICE


def over(*papers: Recorded, **settings: Any) -> list[str]:
    """What is said of quantities over those ordered."""
    return Record(*papers).faults("quantity-over-ordered", **settings)


def bill(number: str, quantity: str | None, *ends: str, day: int = 2, **terms: Any) -> Recorded:
    """An invoice on lines of the order, on a day of March."""
    lines = [item(str(n), quantity, ref(PO, "PO-1", end), **terms) for n, end in enumerate(ends or ("1",), 1)]
    return invoice(number, *lines, issued=date(2026, 3, day))


def word(kind: str, quantity: str | None, response: str | None = None, day: int = 3, **terms: Any) -> Recorded:
    """A response or change to line 1 of the order."""
    line = item("1", quantity, ref(PO, "PO-1", "1"), **terms)
    return trade(kind, f"W-{day}", line, references=(ref(PO, "PO-1"),), response=response, issued=date(2026, 3, day))


def test_more_than_ordered_is_told_with_the_excess() -> None:
    assert over(order(), bill("INV-1", "12")) == ["quantity-over-ordered INV-1:1 10 12 4.00"]
    assert over(order(), bill("INV-1", "10")) == []
    assert over(order(), bill("INV-1", "12", price=None, amount="24")) == ["quantity-over-ordered INV-1:1 10 12 4.00"]
    (one,) = Record(order(), bill("INV-1", "12", day=5)).discrepancies()
    assert (one.others, one.since, one.currency) == ((order().id,), date(2026, 3, 5), "EUR")


def test_earlier_invoices_and_lines_consume_first() -> None:
    papers = [order(), bill("INV-1", "6"), bill("INV-2", "6", day=3)]
    assert over(*papers) == ["quantity-over-ordered INV-2:1 4 6 4.00"]
    assert over(*papers, bill("INV-3", "1", day=4)) == [
        "quantity-over-ordered INV-2:1 4 6 4.00",
        "quantity-over-ordered INV-3:1 0 1 2.00",
    ]
    assert over(order(), bill("INV-1", "6", "1", "1")) == ["quantity-over-ordered INV-1:2 4 6 4.00"]


def test_repeats_and_demands_in_advance_consume_nothing() -> None:
    advance = bill("INV-0", "10", day=1)
    prepaid = invoice("INV-0", *billing("1"), type_code="386", issued=date(2026, 3, 1))
    assert over(order(), advance, bill("INV-2", "10")) != []
    assert over(order(), prepaid, bill("INV-2", "10")) == []
    assert over(order(), bill("INV-1", "10"), bill("INV-1", "10", day=3)) == []


def test_a_credit_note_gives_back_what_was_billed() -> None:
    def back(quantity: str | None, *refs: Any, **terms: Any) -> Recorded:
        return credit_note("CN-1", item("1", quantity, *refs, **terms), references=(ref(INV, "INV-1"),))

    named = ref(INV, "INV-1", "1")
    papers = [order(), bill("INV-1", "6"), bill("INV-2", "6", day=3)]
    assert over(*papers, back("2", named)) == []
    assert over(*papers, back("1", named)) == ["quantity-over-ordered INV-2:1 5 6 2.00"]
    assert over(*papers, back(None, named)) == []
    assert over(*papers, back("1", named, unit="LTR")) == []
    # At another price the credit is one of money: the goods stay billed.
    assert over(*papers, back("6", named, price="0.10")) == ["quantity-over-ordered INV-2:1 4 6 4.00"]
    assert over(order(), bill("INV-1", "12"), back("2", named)) == []


def test_a_credit_note_without_lines_leaves_it_open_unless_it_takes_all_back() -> None:
    papers = [order(), bill("INV-1", "6"), bill("INV-2", "6", day=3)]
    assert over(*papers, credit_note("CN-1", references=(ref(INV, "INV-1"),))) == []
    assert over(
        *papers, bill("INV-3", "5", day=4), credit_note("CN-1", references=(ref(INV, "INV-1"),), payable="100")
    ) == ["quantity-over-ordered INV-3:1 4 5 2.00"]


def test_the_item_tells_which_line_a_credit_note_means() -> None:
    oak, ash = {"seller_item": "TH-27", "name": "Oak board"}, {"seller_item": "TH-99", "name": "Steel bolt"}
    ordered = order("PO-1", item("1", **oak), item("2", **ash))
    lines = (item("1", "12", ref(PO, "PO-1", "1"), **oak), item("2", "12", ref(PO, "PO-1", "2"), **ash))
    both = invoice("INV-1", *lines)
    back = credit_note("CN-1", item("1", "2", **oak), references=(ref(INV, "INV-1"),))
    assert over(ordered, both) != over(ordered, both, back)
    assert over(ordered, both, back) == ["quantity-over-ordered INV-1:2 10 12 4.00"]


def test_what_a_change_or_an_accepted_response_says_is_ordered() -> None:
    assert over(order(), word(kinds.ORDER_CHANGE, "12"), bill("INV-1", "12")) == []
    assert over(order(), word(kinds.ORDER_CHANGE, "8"), bill("INV-1", "10")) == [
        "quantity-over-ordered INV-1:1 8 10 4.00"
    ]
    less = word(kinds.ORDER_RESPONSE, "8", "CA")
    assert over(order(), less, bill("INV-1", "10")) == ["quantity-over-ordered INV-1:1 8 10 4.00"]
    assert over(order(), less, word(kinds.ORDER_CHANGE, "10", day=4), bill("INV-1", "10")) == []
    later = word(kinds.ORDER_RESPONSE, "8", "CA", quantity_outstanding="2")
    assert over(order(), later, bill("INV-1", "10")) == []
    assert over(order(), word(kinds.ORDER_RESPONSE, "8", "AB"), bill("INV-1", "10")) == []
    assert over(order(), word(kinds.ORDER_RESPONSE, None, "AP"), bill("INV-1", "12")) != []


def test_lines_that_were_deleted_or_not_accepted_are_not_ordered() -> None:
    def gone(kind: str, status: str, response: str | None = None) -> list[str]:
        line = item("1", "10", ref(PO, "PO-1", "1"), response=status)
        said = trade(kind, "W-1", line, references=(ref(PO, "PO-1"),), response=response)
        return over(order(), said, bill("I", "10"))

    assert gone(kinds.ORDER_CHANGE, "2") == ["quantity-over-ordered I:1 0 10 20.00"]
    assert gone(kinds.ORDER_RESPONSE, "7", "CA") == ["quantity-over-ordered I:1 0 10 20.00"]
    assert gone(kinds.ORDER_RESPONSE, "42", "CA") == []
    assert gone(kinds.ORDER_RESPONSE, "5", "CA") == []


def test_quantities_are_compared_in_the_unit_of_the_invoice() -> None:
    tons = order("PO-1", item("1", "2", unit="TNE", price="500"))
    assert over(tons, bill("INV-1", "2000", unit="KGM", price="0.5")) == []
    assert over(tons, bill("INV-1", "2100", unit="KGM", price="0.5")) == [
        "quantity-over-ordered INV-1:1 2000 2100 50.00"
    ]
    assert over(tons, bill("INV-1", "2100", unit="LTR", price="0.5")) == []
    assert over(tons, bill("INV-1", "3", unit="TNE"), bill("INV-2", "1", unit="LTR", day=3)) != []


def test_nothing_is_said_where_quantities_are_not_known() -> None:
    assert over(order("PO-1", item("1", None)), bill("INV-1", "12")) == []
    assert over(order(), bill("INV-1", None)) == []
    assert over(order(), bill("INV-1", None), bill("INV-2", "12", day=3)) == []


def test_nothing_is_said_after_an_invoice_that_was_corrected() -> None:
    first = bill("INV-1", "10", day=1)
    correction = invoice("INV-2", type_code="384", references=(ref(INV, "INV-1"),), issued=date(2026, 3, 3))
    assert over(order(), first, bill("INV-3", "5", day=4)) != []
    assert over(order(), first, correction, bill("INV-3", "5", day=4)) == []


def test_a_line_on_two_order_lines_is_held_against_both() -> None:
    both = invoice("INV-1", item("1", "21", ref(PO, "PO-1", "1"), ref(PO, "PO-1", "2")))
    assert over(order(), both) == ["quantity-over-ordered INV-1:1 20 21 2.00"]
    # How much of it went to the first line is not known.
    assert over(order(), both, bill("INV-2", "10", day=3)) == ["quantity-over-ordered INV-1:1 20 21 2.00"]


def test_goods_that_are_billed_by_way_of_the_despatch_are_those_of_the_order() -> None:
    despatch = trade(kinds.DESPATCH_ADVICE, "DA-1", item("1", "12", ref(PO, "PO-1", "1")))
    by_despatch = invoice("INV-1", item("1", "12", ref(kinds.DESPATCH_ADVICE, "DA-1", "1")))
    assert over(order(), despatch, by_despatch) == ["quantity-over-ordered INV-1:1 10 12 4.00"]
    by_receipt = invoice("INV-1", item("1", "12", ref(kinds.RECEIPT_ADVICE, "RA-1", "1")))
    taken = receipt("RA-1", item("1", "12", ref(kinds.DESPATCH_ADVICE, "DA-1", "1")))
    assert over(order(), despatch, taken, by_receipt) == ["quantity-over-ordered INV-1:1 10 12 4.00"]


def test_quantities_have_tolerances_of_their_own() -> None:
    papers = [order(), bill("INV-1", "8"), bill("INV-2", "3", day=3)]
    assert over(*papers) == ["quantity-over-ordered INV-2:1 2 3 2.00"]
    assert over(*papers, tolerances=(Tolerance(quantity=Decimal(1)),)) == []
    assert over(*papers, tolerances=(Tolerance(quantity_percent=Decimal(10)),)) == []
    assert over(*papers, tolerances=(Tolerance(quantity_percent=Decimal(9)),)) != []
    assert over(*papers, tolerances=(Tolerance(price=Decimal(9)),)) != []


def test_more_than_ordered_and_more_than_received_are_two_facts() -> None:
    taken = receipt("RA-1", item("1", "8", ref(PO, "PO-1", "1")))
    assert Record(order(), taken, bill("INV-1", "12")).faults() == [
        "quantity-over-ordered INV-1:1 10 12 4.00",
        "quantity-over-received INV-1:1 8 12 8.00",
    ]


def test_it_closes_with_the_document_that_settles_it_and_opens_without_it() -> None:
    papers = [order(), bill("INV-1", "12")]
    settling = word(kinds.ORDER_CHANGE, "12", day=9)
    assert over(*papers) != []
    assert over(*papers, settling) == []
    assert over(*papers) != []


def test_the_day_is_that_of_the_last_document_that_made_it_so() -> None:
    (one,) = Record(order(), word(kinds.ORDER_CHANGE, "8", day=9), bill("INV-1", "10")).discrepancies()
    assert one.since == date(2026, 3, 9)
    assert order().summary.issued == DAY  # type: ignore[union-attr]


def test_an_excess_that_is_what_other_orders_ask_for_may_be_theirs() -> None:
    oak = {"seller_item": "TH-27", "name": "Oak board"}
    papers = [order("PO-1", item("1", "10", **oak)), order("PO-2", item("1", "4", **oak), item("2", "7", **oak))]
    papers += [order("PO-3", item("1", "2", name="Steel bolt"))]
    papers += [invoice("INV-2", item("1", "11", ref(PO, "PO-2", "1"), ref(PO, "PO-2", "2")))]

    def sums(quantity: str, line: str | None) -> list[str]:
        named = (ref(PO, "PO-1", line),) if line else ()
        bill = invoice(
            "INV-9", item("1", quantity, *named, **oak), references=(ref(PO, "PO-1"),), issued=date(2026, 3, 9)
        )
        return over(*papers, bill)

    for quantity in ("14", "17", "21"):
        assert sums(quantity, None) == []
        assert len(sums(quantity, "1")) == 1
    assert sums("12", None) == ["quantity-over-ordered INV-9:1 10 12 4.00"]


def test_an_excess_is_none_of_what_other_customers_ordered() -> None:
    oak = {"seller_item": "TH-27", "name": "Oak board"}
    sold: dict[str, Any] = {"seller": US, "role": "seller"}
    papers = [
        order("PO-1", item("1", "10", **oak), buyer=SELLER, **sold),
        invoice("INV-9", item("1", "14", **oak), references=(ref(PO, "PO-1"),), buyer=SELLER, **sold),
    ]
    beside = item("1", "4", **oak)
    assert over(*papers, order("PO-2", beside, buyer=OTHER, **sold)) == ["quantity-over-ordered INV-9:1 10 14 8.00"]
    assert over(*papers, order("PO-2", beside, buyer=SELLER, **sold)) == []


def test_an_order_tells_what_a_package_holds() -> None:
    pieces = order("PO-1", item("1", "36", pack_size=Decimal(12)))
    for quantity, price, told in (
        ("4", "24", ["quantity-over-ordered INV-1:1 3 4 24.00"]),
        ("4", "30", ["quantity-over-ordered INV-1:1 3 4 30.00"]),
        ("3", "30", []),
        ("2", "22", []),
    ):
        assert over(pieces, bill("INV-1", quantity, unit="CT", price=price)) == told
    assert over(order("PO-1", item("1", "36")), bill("INV-1", "4", unit="CT", price="30.5")) == []


def test_quantities_that_were_converted_are_shown_to_six_places() -> None:
    pieces = order("PO-1", item("1", "10", pack_size=Decimal(12)))
    assert over(pieces, bill("INV-1", "1", unit="CT", price="24")) == ["quantity-over-ordered INV-1:1 0.833333 1 4.00"]


def test_what_is_billed_beyond_what_was_shipped_may_be_another_orders() -> None:
    oak = {"seller_item": "TH-27", "name": "Oak board"}
    shipped = trade(kinds.DESPATCH_ADVICE, "DA-1", item("1", "9.5", ref(PO, "PO-1", "1"), **oak))
    untold = trade(kinds.DESPATCH_ADVICE, "DA-2", item("1", None, ref(PO, "PO-1", "1"), **oak))
    bill = invoice("INV-9", item("1", "13.5", **oak), references=(ref(PO, "PO-1"),), issued=date(2026, 3, 9))
    papers = [order("PO-1", item("1", "10", **oak)), order("PO-2", item("1", "4", **oak), item("2", "7", name="Bolt"))]
    assert over(*papers, bill) == ["quantity-over-ordered INV-9:1 10 13.5 7.00"]
    assert over(*papers, untold, bill) == ["quantity-over-ordered INV-9:1 10 13.5 7.00"]
    assert over(*papers, shipped, untold, bill) == []


def test_prices_tell_what_a_package_holds_where_nothing_else_does() -> None:
    boxes = order("PO-1", item("1", "4", unit="XBX", price="3.60"))
    for quantity, price, told in (
        ("48", "0.30", []),
        ("60", "0.30", ["quantity-over-ordered INV-1:1 48 60 3.60"]),
        ("60", "0.34", []),
        ("4", "3.60", []),
        ("2", "3.61", []),
    ):
        assert over(boxes, bill("INV-1", quantity, price=price)) == told
    pieces = order("PO-1", item("1", "48", price="0.30"))
    assert over(pieces, bill("INV-1", "5", unit="XBX", price="3.60")) == ["quantity-over-ordered INV-1:1 4 5 3.60"]
    assert over(pieces, bill("INV-1", "5", unit="LTR", price="3.60")) == []


def test_what_bills_the_goods_tells_what_a_received_package_holds() -> None:
    boxes = order("PO-1", item("1", "4", unit="XBX", price="3.60"))
    received = receipt("RA-1", item("1", "3", ref(PO, "PO-1", "1"), unit="XBX", price=None))
    found = Record(boxes, received, bill("INV-1", "48", price="0.30")).faults("quantity-over-received")
    assert found == ["quantity-over-received INV-1:1 36 48 3.60"]
    more = receipt("RA-1", item("1", "6", ref(PO, "PO-1", "1"), unit="XBX", price=None))
    left = Record(boxes, more, bill("INV-1", "48", price="0.30")).faults("received-not-invoiced")
    assert left == ["received-not-invoiced RA-1:1 6 4 7.20"]


def test_a_lump_sum_for_what_was_too_much_settles_it() -> None:
    named: dict[str, Any] = {"name": "Oak board", "seller_item": "TH-27"}
    came = receipt("RA-1", item("1", "10", ref(PO, "PO-1", "1"), **named))
    papers = [order("PO-1", item("1", **named)), came, bill("INV-1", "12", **named)]
    codes = ("quantity-over-ordered", "quantity-over-received")
    assert len(Record(*papers).faults(*codes)) == 2
    for amount, count in (("4", 0), ("3.99", 2)):
        line = item("1", "1", unit=None, price=amount, amount=amount, name="Mengendifferenz")
        back = credit_note("CN-1", line, references=(ref(INV, "INV-1"),), payable=amount)
        assert len(Record(*papers, back).faults(*codes)) == count
