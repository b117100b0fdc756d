"""A line that names its own order bills no other, whatever else the document names."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Reference, TradeLine
from matching.made import DAY, Record, invoice, item, order, ref, told

PO = kinds.ORDER
SURE = Decimal("0.9")


def board(id: str, quantity: str, *refs: Reference, unit: str = "C62", **terms: str) -> TradeLine:
    """So many boards."""
    return item(id, quantity, *refs, name="Oak board", seller_item="B-100", unit=unit, **terms)


def screw(id: str, quantity: str, *refs: Reference) -> TradeLine:
    """So many screws."""
    return item(id, quantity, *refs, name="Wood screw", seller_item="S-77")


MINE = order("PO-2026-00462", board("1", "240"))
OTHER = order("PO-2026-00458", board("1", "50"), screw("2", "8"))


def test_what_is_too_much_of_the_order_that_a_line_names_is_not_billed_of_another() -> None:
    lines = board("1", "290", ref(PO, "PO-2026-00462")), screw("2", "8", ref(PO, "PO-2026-00458"))
    record = Record(MINE, OTHER, invoice("INV-1", *lines, issued=DAY + timedelta(days=9)))
    assert [link.rstrip("?") for link in record.told("bills")] == [
        "bills INV-1:1 PO-2026-00462:1",
        "bills INV-1:2 PO-2026-00458:2",
    ]
    assert record.faults("quantity-over-ordered") == ["quantity-over-ordered INV-1:1 240 290 100.00"]


@pytest.mark.parametrize("head", [(), (ref(PO, "PO-2026-00462"),)])
def test_a_line_with_a_mangled_number_goes_with_the_head_and_not_with_another_line(head: tuple[Reference, ...]) -> None:
    mine, other = order("PO-2026-00462", board("1", "30")), order("PO-2026-00458", board("1", "50"), screw("2", "8"))
    lines = board("1", "30", ref(PO, "PO-2062-00462")), screw("2", "8", ref(PO, "PO-2026-00458"))
    bill = invoice("INV-1", *lines, issued=DAY + timedelta(days=9), references=head)
    assert [link.rstrip("?") for link in told((mine, other, bill), "bills")] == [
        "bills INV-1:1 PO-2026-00462:1",
        "bills INV-1:2 PO-2026-00458:2",
    ]


def test_lines_for_the_same_article_name_an_order_each() -> None:
    other = order("PO-2026-00458", board("1", "240"))
    lines = board("1", "240", ref(PO, "PO-2026-00458")), board("2", "240", ref(PO, "PO-2026-00462"))
    assert told((MINE, other, invoice("INV-1", *lines)), "bills") == [
        "bills INV-1:1 PO-2026-00458:1?",
        "bills INV-1:2 PO-2026-00462:1?",
    ]


def test_lines_that_count_one_article_in_two_units_share_the_order_line() -> None:
    cable = order("PO-2026-00470", item("1", "40.6", unit="MTR", name="Cable", seller_item="C-9"))
    parts = (
        item("1", "2000", unit="CMT", name="Cable", seller_item="C-9", price="0.02"),
        item("2", "20.6", unit="MTR", name="Cable", seller_item="C-9"),
    )
    bill = invoice("INV-1", *parts, issued=DAY + timedelta(days=9), notes=("PO-2026-00470",))
    found = {link.source.line: link for link in Record(cable, bill).links}
    assert [found[line].target.line for line in ("1", "2")] == ["1", "1"]
    assert all(link.confidence > SURE for link in found.values())
