"""Lines that nobody ordered, of sellers whose sales to us go by orders."""

from datetime import date
from typing import Any

import pytest

from counterfoil.matching import Desk
from counterfoil.matching.judging.history import orders_before
from counterfoil.matching.judging.outlook import OUTLOOK
from counterfoil.matching.judging.spanning import RECENT
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary
from matching.made import OTHER, SELLER, US, Record, billing, credit_note, invoice, item, order, party, ref, trade

PO, INV = kinds.ORDER, kinds.INVOICE
OAK = {"seller_item": "TH-27", "name": "Oak board"}
BOLT = {"seller_item": "TH-99", "name": "Steel bolt"}
FREIGHT = TradeLine(id="9", name="Freight", quantity=None, amount=item("1", "10").quantity)


def unordered(*papers: Recorded) -> list[str]:
    """What is said of lines that nobody ordered."""
    return Record(*papers).faults("not-ordered")


def ordered(number: str = "PO-1", day: date = date(2026, 3, 1), **terms: Any) -> Recorded:
    """An order of oak."""
    return order(number, item("1", **OAK), issued=day, **terms)


def bill(*lines: TradeLine, day: date = date(2026, 3, 2), **terms: Any) -> Recorded:
    """An invoice."""
    return invoice("INV-1", *lines, issued=day, **terms)


def test_freight_beside_ordered_goods_is_told() -> None:
    papers = [ordered(), bill(*billing("1", **OAK), FREIGHT)]
    assert unordered(*papers) == ["not-ordered INV-1:2 0 1 10"]
    (one,) = Record(*papers).discrepancies()
    assert (one.others, one.since, one.currency) == ((ordered().id,), date(2026, 3, 2), "EUR")


def test_goods_that_no_order_holds_are_told() -> None:
    assert unordered(ordered(), bill(*billing("1", **OAK), item("2", "3", **BOLT))) == ["not-ordered INV-1:2 0 3 6.00"]
    assert unordered(ordered(), bill(item("1", "3", **BOLT))) == ["not-ordered INV-1:1 0 3 6.00"]


def test_an_order_that_does_not_exist_asks_for_nothing() -> None:
    assert unordered(ordered(), bill(item("1", "3", ref(PO, "PO-7", "1"), **BOLT))) == ["not-ordered INV-1:1 0 3 6.00"]


def test_rent_and_energy_come_without_orders() -> None:
    landlord = party("Immobilien Nord KG", vat="DE129273398")
    rent = trade(INV, "R-1", item("1", "1", name="Rent"), seller=landlord, payable="100", issued=date(2026, 3, 2))
    assert unordered(ordered(), rent) == []


def test_sales_go_by_orders_where_one_came_in_the_two_years_before() -> None:
    papers = [bill(item("1", "3", **BOLT))]
    assert unordered(*papers) == []
    assert unordered(*papers, ordered(day=date(2024, 3, 3))) != []
    assert unordered(*papers, ordered(day=date(2024, 3, 1))) == []
    assert unordered(*papers, ordered(day=date(2026, 3, 3))) == []
    assert unordered(ordered(), bill(item("1", "3", **BOLT), day=None)) == []  # type: ignore[arg-type]
    by_name = order("PO-1", item("1", **OAK), seller=party("Sägewerk Tannhof KG"), issued=date(2026, 3, 1))
    assert unordered(*papers, by_name) != []
    assert unordered(*papers, ordered(seller=OTHER)) == []


@pytest.mark.parametrize("line", [item("2", "-1", **BOLT), item("2", "0", **BOLT), item("2", "1", price=None, **BOLT)])
def test_nothing_is_at_stake_on_a_line_that_asks_for_nothing(line: TradeLine) -> None:
    assert unordered(ordered(), bill(*billing("1", **OAK), line)) == []


def test_only_what_is_billed_to_us_and_holds_in_the_end_is_judged() -> None:
    line = item("1", "3", **BOLT)
    sold = trade(PO, "PO-1", item("1", **OAK), seller=US, buyer=SELLER, role="seller", issued=date(2026, 3, 1))
    ours = trade(INV, "I-1", line, seller=US, buyer=SELLER, role="seller", payable="6", issued=date(2026, 3, 2))
    assert unordered(sold, ours) == []
    assert unordered(ordered(), bill(line, type_code="386")) == []
    again = invoice("INV-1", line, issued=date(2026, 3, 5))
    assert unordered(ordered(), bill(line), again) == ["not-ordered INV-1:1 0 3 6.00"]
    back = credit_note("CN-1", references=(ref(INV, "INV-1"),), payable="100")
    assert unordered(ordered(), bill(line), back) == []
    part = credit_note("CN-1", item("1", "1", ref(INV, "INV-1", "1"), **BOLT), payable="2")
    assert unordered(ordered(), bill(line), part) == []


def test_a_line_that_may_bill_an_order_line_after_all_is_left_alone() -> None:
    whole = bill(item("1", "3", **OAK), references=(ref(PO, "PO-1"),))
    assert unordered(ordered(), whole) == []
    twice = order("PO-1", item("1", **OAK), item("2", **OAK), issued=date(2026, 3, 1))
    assert unordered(twice, bill(item("1", "3", **OAK), references=(ref(PO, "PO-1"),))) == []


def test_what_a_change_added_is_ordered() -> None:
    added = item("2", "3", **BOLT)
    change = trade(kinds.ORDER_CHANGE, "OC-1", added, references=(ref(PO, "PO-1"),), issued=date(2026, 3, 1))
    assert unordered(ordered(), change, bill(*billing("1", **OAK), item("2", "3", **BOLT))) == []


def test_the_very_quantity_of_a_recent_order_may_be_that() -> None:
    used_up = invoice("INV-0", *billing("1", **OAK), issued=date(2026, 3, 1))
    bolts = order("PO-2", item("1", "4", **BOLT), issued=date(2026, 2, 1))
    also = invoice("INV-B", item("1", "4", ref(PO, "PO-2", "1"), **BOLT), issued=date(2026, 2, 2))
    papers = [ordered(), bolts, used_up, also]
    assert unordered(*papers, bill(*billing("1", **OAK), item("2", "4", **BOLT))) == []
    assert unordered(*papers, bill(*billing("1", **OAK), item("2", "3", **BOLT))) == ["not-ordered INV-1:2 0 3 6.00"]
    assert unordered(*papers, bill(item("1", "4", **BOLT), item("2", "50", name="Glue"))) == []


def test_another_number_at_the_same_price_and_quantity_may_be_the_same_goods() -> None:
    own = order("PO-1", item("1", **OAK), item("2", "4", price="3.25", name="Sluice"), issued=date(2026, 3, 1))
    line = item("2", "4", price="3.25", **BOLT)
    assert unordered(own, bill(*billing("1", **OAK), line)) == []
    apart = order("PO-2", item("1", "4", price="3.25", name="Sluice"), issued=date(2026, 2, 1))
    assert unordered(ordered(), apart, bill(*billing("1", **OAK), line)) == []
    assert unordered(ordered(), apart, bill(*billing("1", **OAK), item("2", "3", price="3.25", **BOLT))) != []


def test_an_invoice_at_the_very_prices_of_a_recent_order_may_bill_it() -> None:
    lines = (item("1", "9", price="3.25", name="Sluice"), item("2", "9", price="7.10", name="Dam"))
    asked = order("PO-1", *lines, issued=date(2026, 2, 1))
    told = (item("1", "2", price="3.25", name="Lock"), item("2", "3", price="7.10", name="Barrier"), FREIGHT)
    assert unordered(asked, bill(*told)) == []
    assert len(unordered(asked, bill(told[0], FREIGHT))) == 2
    assert unordered(asked, bill(item("1", None, amount="5", price=None, name="Sluice"), item("2", "1", **BOLT))) == []
    assert len(unordered(asked, bill(*told, item("4", "1", price="8", name="Weir")))) == 4
    assert len(unordered(asked, bill(told[0], item("2", "3", price="7.10", unit="MTR", name="Barrier")))) == 2


def test_the_price_of_a_line_of_its_own_order_may_be_that_line_unless_numbers_differ() -> None:
    own = order("PO-1", item("1", **OAK), item("2", "9", price="3.25", name="Sluice"), issued=date(2026, 3, 1))
    papers = [own, invoice("INV-0", item("1", "6", ref(PO, "PO-1", "2"), price="3.25"), issued=date(2026, 3, 1))]
    assert unordered(*papers, bill(*billing("1", **OAK), item("2", "4", price="3.25", name="Lock"))) == []
    assert len(unordered(*papers, bill(*billing("1", **OAK), item("2", "4", price="3.26", name="Lock")))) == 1
    assert len(unordered(*papers, bill(*billing("1", **OAK), item("2", "4", price="2", **BOLT)))) == 1


def test_a_line_of_the_order_that_nobody_bills_may_be_meant() -> None:
    own = order("PO-1", item("1", **OAK), item("2", "4", name="Sluice"), issued=date(2026, 3, 1))
    papers = [own, bill(*billing("1", **OAK), item("2", "4", price="9", **BOLT))]
    assert unordered(*papers) == []
    also = invoice("INV-2", item("1", "4", ref(PO, "PO-1", "2"), name="Sluice"), issued=date(2026, 3, 2))
    assert unordered(*papers, also) == ["not-ordered INV-1:2 0 4 36.00"]


def test_no_order_is_before_an_invoice_without_a_day() -> None:
    summary = bill(day=None).summary  # type: ignore[arg-type]
    assert isinstance(summary, TradeSummary)
    assert orders_before(summary, RECENT, Desk([ordered()], (), (), filings=(OUTLOOK,))) == []
