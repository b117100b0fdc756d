"""Goods that an invoice calls otherwise than the order: who tells that they are the same?"""

from datetime import date, timedelta
from decimal import Decimal

import msgspec

from counterfoil.matching import THREE_WAY, Unit
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, Reference, TradeLine
from matching.made import DAY, Record, invoice, item, order, ref, trade

PO, DA = kinds.ORDER, kinds.DESPATCH_ADVICE


def later(days: int) -> date:
    """A day after the order's."""
    return DAY + timedelta(days=days)


def line(id: str, quantity: str, *refs: Reference, price: str | None = None, **terms: str) -> TradeLine:
    """A line that tells a price only where one is given."""
    return msgspec.structs.replace(item(id, quantity, *refs, **terms), price=Decimal(price) if price else None)


DRAWER = line("10", "5", price="7.83", name="Schubladenauszug 27 mm", buyer_item="19716719", seller_item="057554")
CHAIR = line("20", "3", price="76.68", name="Stuhl, Buche", buyer_item="17428250", seller_item="079542")
ORDER = order("PO-2026-00471", DRAWER, CHAIR)
SHIPPED = (
    line("1", "5", ref(PO, "PO-2026-00471", "10"), name="Guide rail ZX", seller_item="057554"),
    line("2", "3", ref(PO, "PO-2026-00471", "20"), name="Seat ZX", seller_item="079542"),
)
DESPATCH = trade(DA, "DA-1", *SHIPPED, issued=later(4))


def bills(*papers: Recorded) -> list[str]:
    """What is billed of the order."""
    return Record(ORDER, *papers).told("bills")


def billed(*lines: TradeLine, of: str = "PO-2026-00471") -> Recorded:
    """An invoice that names the order as a whole."""
    return invoice("INV-1", *lines, issued=later(6), references=(ref(PO, of),))


def test_the_despatch_tells_what_the_seller_calls_the_goods() -> None:
    lines = (line("1", "3", price="80", name="Seat ZX"), line("2", "4", price="9", name="Guide rail ZX"))
    assert bills(DESPATCH, billed(*lines)) == ["bills INV-1:1 PO-2026-00471:2?", "bills INV-1:2 PO-2026-00471:1?"]
    assert bills(billed(*lines)) == ["bills INV-1 PO-2026-00471"]


def test_a_despatch_that_names_no_order_tells_it_too() -> None:
    bare = trade(DA, "DA-1", *(msgspec.structs.replace(one, references=()) for one in SHIPPED), issued=later(4))
    lines = (line("1", "3", price="80", name="Seat ZX"), line("2", "4", price="9", name="Guide rail ZX"))
    assert bills(bare, billed(*lines)) == ["bills INV-1:1 PO-2026-00471:2?", "bills INV-1:2 PO-2026-00471:1?"]


def test_an_earlier_invoice_on_the_line_tells_it() -> None:
    first = line("1", "2", ref(PO, "PO-2026-00471", "10"), price="7.83", name="Guide rail ZX")
    earlier = invoice("INV-0", first, issued=later(3))
    found = bills(earlier, billed(line("1", "2", price="9", name="Guide rail ZX")))
    assert found == ["bills INV-0:1 PO-2026-00471:1", "bills INV-1:1 PO-2026-00471:1?"]


def test_a_response_tells_what_is_delivered_instead() -> None:
    instead = TradeLine(seller_item="088001", name="Guide rail NX")
    answer = line("1", "5", ref(PO, "PO-2026-00471", "10"), seller_item="057554", name="Guide rail ZX")
    response = trade(
        kinds.ORDER_RESPONSE, "OR-1", msgspec.structs.replace(answer, substitutes=(instead,)), issued=later(1)
    )
    found = bills(response, billed(line("1", "4", price="8", seller_item="088001", name="NX")))
    assert found == ["bills INV-1:1 PO-2026-00471:1?"]


def test_and_by_that_the_order_is_found_where_it_is_not_named() -> None:
    numbered = order("PO-2026-00471", line("10", "5", price="9", seller_item="057554", name="Guide rail ZX"))
    instead = TradeLine(seller_item="088001", name="Slide bar")
    answer = line("1", "5", ref(PO, "PO-2026-00471", "10"), seller_item="057554", name="Guide rail ZX")
    response = trade(
        kinds.ORDER_RESPONSE, "OR-1", msgspec.structs.replace(answer, substitutes=(instead,)), issued=later(1)
    )
    bare = invoice("INV-1", line("1", "5", price="9", seller_item="088001", name="Slide bar"), issued=later(9))
    record = Record(numbered, response, bare)
    assert record.told("bills") == ["bills INV-1:1 PO-2026-00471:1?"]
    assert Unit(bare.id) in set(THREE_WAY.near(response, record.desk))


def test_of_a_named_order_just_the_quantity_at_just_the_price_is_enough() -> None:
    lines = (line("1", "3", price="76.68", name="Seat"), line("2", "5", price="7.83", name="Rail", seller_item="XX-1"))
    assert bills(billed(*lines)) == ["bills INV-1:1 PO-2026-00471:2?", "bills INV-1:2 PO-2026-00471:1?"]
    assert bills(billed(line("1", "3", price="70", name="Seat"))) == ["bills INV-1 PO-2026-00471"]
    assert bills(billed(line("1", "0", price="76.68", name="Seat"))) == ["bills INV-1 PO-2026-00471"]
    assert bills(billed(*lines, of="PO-2026-09999")) == []


def test_a_price_that_the_seller_confirmed_counts_as_well() -> None:
    answer = line("1", "5", ref(PO, "PO-2026-00471", "10"), price="8.10", seller_item="057554")
    response = trade(kinds.ORDER_RESPONSE, "OR-1", answer, issued=later(1), response="CA")
    assert bills(response, billed(line("1", "5", price="8.10", name="Rail"))) == ["bills INV-1:1 PO-2026-00471:1?"]


def test_a_despatch_without_a_day_tells_nothing() -> None:
    undated = trade(DA, "DA-1", *SHIPPED, issued=None)
    assert bills(undated, billed(line("1", "4", price="9", name="Guide rail ZX"))) == ["bills INV-1 PO-2026-00471"]


def test_without_any_number_the_despatch_leads_to_the_order() -> None:
    lines = (line("1", "3", price="80", name="Seat ZX"), line("2", "4", price="9", name="Guide rail ZX"))
    bare = invoice("INV-1", *lines, issued=later(6))
    assert bills(DESPATCH, bare) == ["bills INV-1:1 PO-2026-00471:2?", "bills INV-1:2 PO-2026-00471:1?"]
    record = Record(ORDER, DESPATCH, bare)
    assert Unit(bare.id) in set(THREE_WAY.near(ORDER, record.desk))
    assert Unit(bare.id) not in set(THREE_WAY.near(ORDER, Record(ORDER, bare).desk))
    early = invoice("INV-1", *lines, issued=later(-20))
    assert bills(DESPATCH, early) == []


def test_a_despatch_that_names_no_line_leads_to_the_order_too() -> None:
    shipped = trade(DA, "DA-1", *(msgspec.structs.replace(one, references=()) for one in SHIPPED), issued=later(4))
    bare = invoice("INV-1", line("1", "5", price="7.83", name="Guide rail ZX"), issued=later(6))
    assert Record(ORDER, shipped, bare).told("ships") == [
        "ships DA-1:1 PO-2026-00471:1?",
        "ships DA-1:2 PO-2026-00471:2?",
    ]
    assert bills(shipped, bare) == ["bills INV-1:1 PO-2026-00471:1?"]


def test_documents_that_ask_for_the_same_line_by_line_are_about_the_same_goods() -> None:
    shipped = (line("1", "5", name="Guide rail ZX", standard_item="4012345678901"), line("2", "3", name="Seat ZX"))

    def ships(*lines: TradeLine, changed: str = "5") -> list[str]:
        change = trade(kinds.ORDER_CHANGE, "OC-1", line("1", changed, ref(PO, "PO-2026-00471", "10")), issued=later(1))
        papers = (ORDER, change, trade(DA, "DA-1", *lines, issued=later(4), references=(ref(PO, "PO-2026-00471"),)))
        return Record(*papers).told("ships")

    both = ["ships DA-1:1 PO-2026-00471:1?", "ships DA-1:2 PO-2026-00471:2?"]
    assert ships(*shipped) == both
    assert ships(line("1", "6", name="Guide rail ZX"), shipped[1], changed="6") == both
    assert ships(line("1", "7", name="Guide rail ZX"), shipped[1]) == ["ships DA-1 PO-2026-00471"]
    assert ships(line("1", "5", name="Guide rail ZX", seller_item="X-111"), shipped[1]) == ["ships DA-1 PO-2026-00471"]
    assert ships(shipped[0]) == ["ships DA-1 PO-2026-00471"]


def test_of_a_named_order_a_price_that_no_other_article_has_is_enough() -> None:
    part = (line("1", "2", price="76.68", name="Seat"), line("2", "4", price="7.83", name="Rail", seller_item="057554"))
    both = ["bills INV-1:1 PO-2026-00471:2?", "bills INV-1:2 PO-2026-00471:1?"]
    assert bills(billed(*part)) == both
    whole = ["bills INV-1 PO-2026-00471"]
    assert bills(billed(line("1", "2", price="76.68", name="Seat", seller_item="X-111"))) == whole
    assert bills(billed(line("1", "2", price="76.60", name="Seat"))) == whole
    alike = order("PO-2026-00471", DRAWER, CHAIR, line("30", "9", price="76.68", name="Bench", buyer_item="15"))
    assert Record(alike, billed(line("1", "2", price="76.68", name="Seat"))).told("bills") == whole


def test_the_very_amount_counts_where_prices_or_quantities_do_not_compare() -> None:
    sheet = order("PO-2026-00471", item("10", "12", name="Blech S235 12 mm", unit="XRL", price="212", amount="2544"))

    def sums(quantity: str, amount: str, unit: str, price: str) -> list[str]:
        named = item("1", quantity, name="Steel sheet S235 12mm", unit=unit, price=price, amount=amount)
        return Record(sheet, invoice("INV-1", named, issued=later(6))).told("bills")

    assert sums("1200", "2544", "MTR", "2.12") == ["bills INV-1:1 PO-2026-00471:1?"]
    assert sums("12", "2544", "XRL", "235.56") == ["bills INV-1:1 PO-2026-00471:1?"]
    assert sums("1200", "2540", "MTR", "2.12") == []
    assert sums("11", "2544", "XRL", "231.27") == []


def test_beside_another_number_a_name_that_is_merely_alike_tells_nothing() -> None:
    wanted = order("PO-2026-00471", line("10", "40", price="88.90", name="Decklack A4", seller_item="2346-06"))
    ordered = line("1", "38", ref(PO, "PO-2026-00471", "10"), price="88.90", name="Decklack A4")
    more = line("2", "7", price="78.97", name="Decklack Gr. M", seller_item="2459-01")
    record = Record(wanted, billed(ordered, more))
    assert record.told("bills") == ["bills INV-1:1 PO-2026-00471:1"]
    assert record.faults() == ["not-ordered INV-1:2 0 7 552.79"]
