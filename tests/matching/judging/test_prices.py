"""Prices that are not the ordered ones, and what is only rounding, tolerated, agreed later or corrected."""

from decimal import Decimal
from typing import Any

import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.settings import Tolerance
from counterfoil.model.summary import MasterSummary, Recorded, TradeLine
from matching.made import DAY, Record, billing, credit_note, id_of, invoice, item, order, ref, trade

PO, INV = kinds.ORDER, kinds.INVOICE


def prices(*papers: Recorded, tolerances: tuple[Tolerance, ...] = ()) -> list[str]:
    """What is said of prices."""
    found = Record(*papers).faults("price-over-ordered", "price-under-ordered", tolerances=tolerances)
    return [one.replace("INV-1:", "") for one in found]


def billed(price: str | None, quantity: str = "10", **terms: Any) -> Recorded:
    """An invoice on line 1 of the order."""
    return invoice("INV-1", *billing("1", quantity=quantity, price=price, **terms))


def said(kind: str, response: str | None, *lines: TradeLine, day: int = 1, number: str = "OR-1") -> Recorded:
    """A response or change to the order some days after it."""
    references = (ref(PO, "PO-1"),)
    return trade(kind, number, *lines, references=references, response=response, issued=DAY.replace(day=DAY.day + day))


def response(code: str | None, **terms: Any) -> Recorded:
    """A response with terms of line 1."""
    return said(kinds.ORDER_RESPONSE, code, item("1", terms.pop("quantity", "10"), ref(PO, "PO-1", "1"), **terms))


def change(**terms: Any) -> Recorded:
    """An order change with terms of line 1."""
    line = item("1", terms.pop("quantity", "10"), ref(PO, "PO-1", "1"), **terms)
    return said(kinds.ORDER_CHANGE, None, line, day=2, number="OC-1")


def test_a_price_above_or_below_the_ordered_one_is_told_with_what_is_at_stake() -> None:
    assert prices(order(), billed("2.50")) == ["price-over-ordered 1 2.00 2.50 5.00"]
    assert prices(order(), billed("1.50")) == ["price-under-ordered 1 2.00 1.50 5.00"]
    assert prices(order(), billed("2")) == []
    (one,) = Record(order(), billed("2.50")).discrepancies()
    assert (one.others, one.currency, one.since) == ((order().id,), "EUR", DAY)
    assert one.why == ("names line 1 of order PO-1",)


def test_the_price_is_that_of_one_unit() -> None:
    by_hundred = order("PO-1", item("1", "1000", price="12.50", price_base="100"))
    assert prices(by_hundred, billed("0.125", "1000")) == []
    assert prices(by_hundred, billed("15", "1000", price_base="100")) == ["price-over-ordered 1 0.125 0.15 25.00"]


def test_a_line_without_a_price_has_the_one_that_its_amount_makes() -> None:
    assert prices(order(), billed(None, amount="25")) == ["price-over-ordered 1 2.00 2.50 5.00"]
    assert prices(order(), billed(None)) == []
    assert prices(order("PO-1", item("1", "10", price=None, amount="20")), billed("2.50")) != []
    assert prices(order("PO-1", item("1", "10", price=None)), billed("2.50")) == []


@pytest.mark.parametrize(
    ("ordered", "found", "expected"),
    [
        ("12.345", "12.35", []),
        ("12.345", "12.34", []),
        ("12.345", "12.36", ["price-over-ordered 1 12.345 12.36 15.00"]),
        ("0.125", "0.13", ["price-over-ordered 1 0.125 0.13 5.00"]),
        ("12.40", "12", ["price-under-ordered 1 12.40 12.00 400.00"]),
        ("2.0000001", "2", []),
    ],
)
def test_what_fewer_decimals_make_is_rounding_up_to_half_a_per_cent(
    ordered: str, found: str, expected: list[str]
) -> None:
    papers = [order("PO-1", item("1", "1000", price=ordered)), billed(found, "1000")]
    assert prices(*papers) == expected


def test_discounts_that_lead_to_the_same_amount_are_no_difference() -> None:
    discounted = order("PO-1", item("1", "10", price="10", amount="95"))
    assert prices(discounted, billed("9.50", amount="95")) == []
    assert prices(discounted, billed("9.50")) == []
    assert prices(discounted, billed("9.50", amount="90")) == ["price-under-ordered 1 9.50 9.00 5.00"]
    assert prices(discounted, billed("10", amount="100")) == ["price-over-ordered 1 9.50 10.00 5.00"]
    assert prices(order(), billed("2", amount="20.01")) == []


def test_a_price_before_a_discount_on_the_line_is_no_difference() -> None:
    assert prices(order(), billed("2.50", amount="20")) == []
    changed = change(quantity="12", price="2", amount="24")
    assert prices(order("PO-1", item("1", "10", amount="20")), changed, billed("2.50", "12", amount="24")) == []


def test_prices_are_compared_in_the_unit_of_the_invoice() -> None:
    by_ton = order("PO-1", item("1", "2", unit="TNE", price="500"))
    assert prices(by_ton, billed("0.5", "2000", unit="KGM")) == []
    assert prices(by_ton, billed("0.6", "2000", unit="KGM")) == ["price-over-ordered 1 0.50 0.60 200.00"]
    assert prices(by_ton, billed("0.6", "2000", unit="LTR")) == []
    assert prices(by_ton, billed("600", "2", unit=None)) == ["price-over-ordered 1 500.00 600.00 200.00"]


def test_master_data_tells_what_a_box_holds() -> None:
    boxes = order("PO-1", item("1", "2", unit="XBX", price="24", seller_item="TH-27"))
    pieces = billed("3", "24", seller_item="TH-27")
    assert prices(boxes, pieces) == []
    box = MasterSummary(document=kinds.ITEM, number="TH-27", unit="C62", packs=(("XBX", Decimal(12)),))
    master = Recorded(id=id_of("item"), role="neither", summary=box)
    assert prices(boxes, pieces, master) == ["price-over-ordered 1 2.00 3.00 24.00"]


def test_another_currency_is_another_matter() -> None:
    assert prices(order("PO-1", currency="USD"), billed("2.50")) == []
    assert prices(order("PO-1", currency=None), billed("2.50")) == ["price-over-ordered 1 2.00 2.50 5.00"]


def test_a_line_on_order_lines_of_one_price_is_compared_with_it() -> None:
    both = invoice("INV-1", item("1", "20", ref(PO, "PO-1", "1"), ref(PO, "PO-1", "2"), price="3"))
    assert prices(order(), both) == ["price-over-ordered 1 2.00 3.00 20.00"]
    assert prices(order("PO-1", item("1"), item("2", price="1")), both) == []


@pytest.mark.parametrize("quantity", [None, "0", "-10"])
def test_without_a_quantity_nothing_is_at_stake(quantity: str | None) -> None:
    assert prices(order(), invoice("INV-1", item("1", quantity, ref(PO, "PO-1", "1"), price="3"))) == []


def test_an_accepted_response_sets_the_price() -> None:
    for code in ("AP", "CA", "29"):
        assert prices(order(), response(code, price="2.50"), billed("2.50")) == []
        assert prices(order(), response(code, price="2.50"), billed("2")) == ["price-under-ordered 1 2.50 2.00 5.00"]
    for other in ("AB", "RE", None):
        assert prices(order(), response(other, price="2.50"), billed("2.50")) == ["price-over-ordered 1 2.00 2.50 5.00"]
    assert prices(order(), response("CA", quantity=None, unit=None, price=None), billed("2")) == []
    assert prices(order(), response("CA", price=None), billed("2.50")) == ["price-over-ordered 1 2.00 2.50 5.00"]


def test_the_last_word_on_a_line_holds() -> None:
    assert prices(order(), response("CA", price="2.50"), change(price="3"), billed("3")) == []
    (one,) = Record(order(), response("CA", price="2.50"), change(price="3"), billed("4")).discrepancies()
    assert one.expected == "3.00"
    assert set(one.others) == {order().id, response("CA", price="2.50").id, change(price="3").id}
    assert one.since == change(price="3").summary.issued  # type: ignore[union-attr]


def test_a_change_that_the_seller_rejected_changes_nothing() -> None:
    rejects = trade(
        kinds.ORDER_RESPONSE,
        "OR-2",
        references=(ref(kinds.ORDER_CHANGE, "OC-1"),),
        response="RE",
        issued=DAY.replace(day=20),
    )
    assert prices(order(), change(price="3"), rejects, billed("2")) == []
    assert prices(order(), change(price="3"), billed("2")) == ["price-under-ordered 1 3.00 2.00 10.00"]


def test_another_item_that_is_delivered_instead_has_its_own_price() -> None:
    other = TradeLine(seller_item="TH-99", name="Ash board", price=Decimal(3))
    offers = response("CA", seller_item="TH-27", name="Oak board", substitutes=(other,))
    ordered = order("PO-1", item("1", seller_item="TH-27", name="Oak board"))
    instead = {"seller_item": "TH-99", "name": "Ash board"}
    assert prices(ordered, offers, billed("3", **instead)) == []
    assert prices(ordered, offers, billed("3", seller_item="TH-27", name="Oak board")) != []


def test_a_credit_note_that_gives_the_difference_back_settles_it() -> None:
    def corrects(price: str, *refs: Any, quantity: str = "10") -> Recorded:
        return credit_note("CN-1", item("1", quantity, *(refs or (ref(INV, "INV-1", "1"),)), price=price), payable="5")

    papers = [order(), billed("2.50")]
    assert prices(*papers, corrects("0.50")) == []
    assert prices(*papers, corrects("0.40")) != []
    assert prices(*papers, credit_note("CN-1", references=(ref(INV, "INV-1"),), net="5")) == []
    assert prices(*papers, credit_note("CN-1", references=(ref(INV, "INV-1"),), payable="4")) != []
    # Goods that went back do not make the price right.
    assert prices(*papers, corrects("2.50", quantity="2")) != []


def lump(amount: str, *numbers: str, **terms: Any) -> Recorded:
    """A credit note in a lump sum on some invoices."""
    line = item("1", "1", unit=None, price=amount, amount=amount, name="Price difference", **terms)
    return credit_note("CN-1", line, references=tuple(ref(INV, number) for number in numbers), payable=amount)


def test_a_lump_sum_of_the_difference_settles_it() -> None:
    named: dict[str, Any] = {"name": "Oak board", "seller_item": "TH-27"}
    papers = [order("PO-1", item("1", **named)), billed("2.50", **named)]
    assert prices(*papers) != []
    assert prices(*papers, lump("5", "INV-1")) == []
    assert prices(*papers, lump("4.99", "INV-1")) != []
    assert prices(*papers, invoice("INV-2"), lump("5", "INV-1", "INV-2")) != []


def test_an_invoice_that_was_taken_back_is_not_judged() -> None:
    back = credit_note("CN-1", references=(ref(INV, "INV-1"),), payable="100")
    assert prices(order(), billed("2.50"), back) == []


def tolerance(*, supplier: str | None = None, item: str | None = None, **limits: str) -> Tolerance:
    """A tolerance with its limits as texts."""
    told: dict[str, Any] = {name: Decimal(value) for name, value in limits.items()}
    return Tolerance(supplier=supplier, item=item, **told)


def test_a_difference_is_tolerated_up_to_the_larger_limit() -> None:
    papers = [order(), billed("2.50")]
    assert prices(*papers, tolerances=(tolerance(price="0.50"),)) == []
    assert prices(*papers, tolerances=(tolerance(price_percent="25"),)) == []
    assert prices(*papers, tolerances=(tolerance(price="0.01", price_percent="25"),)) == []
    assert prices(*papers, tolerances=(tolerance(price="0.49", price_percent="24"),)) != []
    assert prices(*papers, tolerances=(tolerance(quantity="100"),)) != []


@pytest.mark.parametrize("supplier", ["DE136695976", "de 136695976", "sagewerk TANNHOF kg", "4098765000001"])
def test_the_tolerance_that_names_most_holds(supplier: str) -> None:
    papers = [order(), billed("2.50", seller_item="TH-27", standard_item="04012345678901")]
    strict = tolerance(price="0")
    assert prices(*papers, tolerances=(strict, tolerance(supplier=supplier, price="1"))) == []
    assert prices(*papers, tolerances=(tolerance(price="1"), tolerance(supplier=supplier, price="0"))) != []
    for number in ("TH-27", "th-27", "4012345678901"):
        of_item, of_seller = tolerance(item=number, price="1"), tolerance(supplier=supplier, price="0")
        assert prices(*papers, tolerances=(strict, of_seller, of_item)) == []
        both = tolerance(item=number, supplier=supplier, price="0")
        assert prices(*papers, tolerances=(of_item, both)) != []


@pytest.mark.parametrize("other", [tolerance(supplier="Other", price="1"), tolerance(item="TH-1", price="1")])
def test_the_tolerance_of_another_does_not_hold(other: Tolerance) -> None:
    assert prices(order(), billed("2.50", seller_item="TH-27"), tolerances=(other,)) != []


def test_a_cent_that_rounding_an_allowance_left_is_none() -> None:
    asked = order("PO-1", item("1", "190", price="0.969000"))
    assert prices(asked, billed("1.020000", "190", amount="184.12")) == []
    assert prices(asked, billed("1.020000", "190", amount="184.13")) != []
