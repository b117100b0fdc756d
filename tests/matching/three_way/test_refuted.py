"""A number whose lines are about other goods than those that name them is a wrong one, though a document has it."""

from datetime import timedelta

import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, Reference, TradeLine
from matching.made import DAY, invoice, item, order, ref, told, trade

PO, DN = kinds.ORDER, kinds.DESPATCH_ADVICE
LATER = DAY + timedelta(days=9)


def board(id: str, quantity: str, *refs: Reference, **terms: str) -> TradeLine:
    """So many boards."""
    return item(id, quantity, *refs, name="Oak board", seller_item="B-100", **terms)


def screw(id: str, quantity: str, *refs: Reference) -> TradeLine:
    """So many screws."""
    return item(id, quantity, *refs, name="Wood screw", seller_item="S-77")


def hinge(id: str, quantity: str, *refs: Reference) -> TradeLine:
    """So many hinges."""
    return item(id, quantity, *refs, name="Brass hinge", seller_item="H-9")


MEANT = order("PO-2026-00462", board("10", "240"), screw("20", "15"), hinge("30", "4"))
NAMED = order("PO-2026-00426", hinge("10", "50"), board("20", "300"), screw("30", "80"))


def linked(*documents: Recorded) -> list[str]:
    """What the last of them is linked to."""
    kind = "ships" if documents[-1].summary.document == DN else "bills"
    return [link.rstrip("?") for link in told(documents, kind)]


def test_a_number_that_is_another_orders_gives_way_to_the_lines_that_are_named() -> None:
    lines = [make(str(at), "4", ref(PO, "PO-2026-00426", f"{at}0")) for at, make in enumerate((board, screw, hinge), 1)]
    shipped = trade(DN, "DN-1", *lines, issued=LATER)
    assert linked(MEANT, NAMED, shipped) == [
        "ships DN-1:1 PO-2026-00462:1",
        "ships DN-1:2 PO-2026-00462:2",
        "ships DN-1:3 PO-2026-00462:3",
    ]


def test_so_it_does_where_the_number_stands_at_the_head_and_not_all_lines_name_one() -> None:
    lines = board("1", "240", ref(PO, "", "10")), screw("2", "15"), hinge("3", "4", ref(PO, "", "40"))
    bill = invoice("INV-1", *lines, issued=LATER, references=(ref(PO, "PO-2026-00426"),))
    assert linked(MEANT, NAMED, bill) == [
        "bills INV-1:1 PO-2026-00462:1",
        "bills INV-1:2 PO-2026-00462:2",
        "bills INV-1:3 PO-2026-00462:3",
    ]


def test_without_a_number_that_is_like_it_the_order_that_is_named_is_meant() -> None:
    lines = board("1", "4", ref(PO, "PO-2026-00426", "10")), screw("2", "4", ref(PO, "PO-2026-00426", "20"))
    bill = invoice("INV-1", *lines, issued=LATER)
    other = order("4500771", board("10", "240"), screw("20", "15"))
    assert linked(other, NAMED, bill) == ["bills INV-1:1 PO-2026-00426:2", "bills INV-1:2 PO-2026-00426:3"]


@pytest.mark.parametrize("lines", [("1", "2"), ("10", "2"), ("20", "20")])
def test_lines_that_are_only_counted_otherwise_or_mistaken_once_leave_the_order(lines: tuple[str, str]) -> None:
    one, two = (ref(PO, "PO-2026-00462", line) for line in lines)
    bill = invoice("INV-1", board("1", "4", one), screw("2", "4", two), issued=LATER)
    assert linked(MEANT, NAMED, bill) == ["bills INV-1:1 PO-2026-00462:1", "bills INV-1:2 PO-2026-00462:2"]


def test_of_several_orders_at_the_head_a_line_without_a_number_refutes_none() -> None:
    heads = ref(PO, "PO-2026-00426"), ref(PO, "PO-2026-00500")
    other = order("PO-2026-00500", item("40", "7", name="Steel bracket", seller_item="K-1"))
    lines = board("1", "300", ref(PO, "", "10")), item("2", "7", name="Steel bracket", seller_item="K-1")
    bill = invoice("INV-1", *lines, issued=LATER, references=heads)
    assert linked(NAMED, other, bill) == ["bills INV-1:1 PO-2026-00426:2", "bills INV-1:2 PO-2026-00500:1"]


def test_a_line_of_a_despatch_is_not_billed_for_other_goods() -> None:
    shipped = trade(DN, "DN-7", board("1", "4"), screw("2", "6"), issued=LATER)
    bill = invoice("INV-1", screw("1", "6", ref(DN, "DN-7", "1")), issued=LATER)
    assert linked(shipped, bill) == ["bills INV-1:1 DN-7:2"]
