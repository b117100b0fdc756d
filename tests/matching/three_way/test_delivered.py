"""What was brought tells what is billed: lines of one article together, more than was ordered, and copies."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec

from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import MasterSummary, Recorded, Reference, TradeLine
from matching.made import DAY, Record, id_of, invoice, item, order, receipt, ref, trade

PO, DA = kinds.ORDER, kinds.DESPATCH_ADVICE
NAMED = ("Ihre Bestellung PO-2026-00471",)


def later(days: int) -> date:
    """A day after the order's."""
    return DAY + timedelta(days=days)


def board(id: str, quantity: str | None, *refs: Reference, **terms: object) -> TradeLine:
    """A line about boards."""
    return msgspec.structs.replace(item(id, quantity, *refs), name="Oak board", seller_item="B-100", **terms)


def on_order(line: str) -> Reference:
    """A reference to a line of the order."""
    return ref(PO, "PO-2026-00471", line)


ORDER = order("PO-2026-00471", board("10", "8"), board("20", "16"))


def links(*papers: Recorded, kind: str = "bills") -> list[tuple[str | None, str | None, Decimal | None]]:
    """The lines that are linked, and for how much."""
    return sorted(
        ((one.source.line, one.target.line, one.quantity) for one in _links(*papers) if one.kind == kind), key=repr
    )


def _links(*papers: Recorded) -> list[Link]:
    return Record(*papers).links


def test_one_line_bills_what_one_delivery_brought_on_several_lines() -> None:
    first = receipt("RA-1", board("1", "3", on_order("10")), board("2", "15.5", on_order("20")), issued=later(4))
    second = receipt("RA-2", board("1", "5", on_order("10")), board("2", "0.5", on_order("20")), issued=later(9))
    for quantity, parts in (("18.5", ("3", "15.5")), ("5.5", ("5", "0.5"))):
        bill = invoice("INV-1", board("1", quantity), issued=later(10), notes=NAMED)
        told = [("1", "1", Decimal(parts[0])), ("1", "2", Decimal(parts[1]))]
        assert links(ORDER, first, second, bill) == told
    alone = invoice("INV-1", board("1", "8"), issued=later(10), notes=NAMED)
    assert links(ORDER, first, second, alone) == [("1", "1", Decimal(8))]


def test_what_is_billed_beyond_the_order_is_what_was_received() -> None:
    single = order("PO-2026-00471", board("10", "48"))
    received = receipt("RA-1", board("1", "56", on_order("10")), issued=later(6))
    shipped = trade(DA, "DA-1", board("1", "56", unit="H87"), issued=later(4))
    bill = invoice("INV-1", board("1", "56", unit="EA"), issued=later(7))
    record = Record(single, received, shipped, bill)
    assert record.told("bills", "ships") == ["bills INV-1:1 PO-2026-00471:1?", "ships DA-1:1 PO-2026-00471:1?"]
    assert record.faults("quantity-over-ordered") == ["quantity-over-ordered INV-1:1 48 56 16.00"]


def test_deliveries_count_in_the_unit_of_the_order() -> None:
    by_piece = order("PO-2026-00471", board("10", "100"), board("20", "120"))
    boxes = (board("1", "2", on_order("10"), unit="XBX"), board("2", "3", on_order("20"), unit="XBX"))
    shipped = trade(DA, "DA-1", *boxes, issued=later(4))
    master = MasterSummary(document=kinds.ITEM, number="B-100", unit="C62", packs=(("XBX", Decimal(25)),))
    bill = invoice("INV-1", board("1", "125"), issued=later(7), notes=NAMED)
    papers = (by_piece, shipped, Recorded(id=id_of(master), role="neither", summary=master), bill)
    assert links(*papers) == [("1", "1", Decimal(50)), ("1", "2", Decimal(75))]


def test_what_a_copy_bills_is_not_taken() -> None:
    half = order("PO-2026-00471", board("10", "20"))
    line = board("1", "10", on_order("10"))
    sent = [invoice("INV-264", line, issued=later(9), copy=copy) for copy in (1, 2)]
    bill = invoice("INV-263", board("1", "10"), issued=later(2))
    assert links(half, bill, *sent).count(("1", "1", Decimal(10))) == 3


def test_lines_that_say_the_same_go_in_order_for_sure() -> None:
    twice = order("PO-2026-00471", board("10", "8"), board("20", "8"))
    bill = invoice("INV-1", board("1", "8"), board("2", "8"), issued=later(7), notes=NAMED)
    found = [(one.source.line, one.target.line) for one in _links(twice, bill) if one.confidence >= Decimal("0.95")]
    assert sorted(found, key=repr) == [("1", "1"), ("2", "2")]


def test_the_line_that_is_named_counts_though_the_number_is_mistyped() -> None:
    twice = order("PO-2026-00471", board("10", "8"), board("20", "8"))
    lines = (board("1", "9", ref(PO, "PO-2026-0O471", "10")), board("2", "8", ref(PO, "PO-2026-0O471", "20")))
    bill = invoice("INV-1", *lines, issued=later(7))
    assert links(twice, bill) == [("1", "1", Decimal(9)), ("2", "2", Decimal(8))]


def test_what_tells_no_quantity_brought_none_that_is_known() -> None:
    both = trade(DA, "DA-1", board("1", "3", on_order("10"), on_order("20")), issued=later(4))
    bill = invoice("INV-1", board("1", "3"), issued=later(7), notes=NAMED)
    assert links(ORDER, both, bill) == [("1", "1", Decimal(3))]
    unsaid = invoice("INV-1", msgspec.structs.replace(board("1", None), price=None), issued=later(7), notes=NAMED)
    assert links(ORDER, both, unsaid) in ([("1", "1", None)], [("1", "2", None)])
    nameless = invoice("INV-1", board("1", "3"), issued=later(7), notes=NAMED, references=(ref(PO, ""),))
    assert links(ORDER, both, nameless) == [("1", "1", Decimal(3))]


def test_a_line_bills_together_what_other_orders_of_the_invoice_ask_for() -> None:
    oak = {"name": "Oak board", "seller_item": "B-100"}
    orders = [
        order(f"PO-2026-0047{n}", board("10", "5"), item("20", quantity, name=f"Bolt M{n}"), issued=DAY)
        for n, quantity in ((1, "48"), (2, "36"))
    ]
    bolts = (item("1", "48", name="Bolt M1"), item("2", "36", name="Bolt M2"))
    bill = invoice("INV-1", *bolts, item("3", "10", **oak), issued=later(7))
    found = [(one.source.line, one.target.line, one.quantity) for one in _links(*orders, bill)]
    assert sorted(found, key=repr)[-2:] == [("3", "1", Decimal(5)), ("3", "1", Decimal(5))]
