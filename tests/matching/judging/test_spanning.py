"""A line that bills more than its order asks for, where other orders ask for the same goods."""

from datetime import date
from decimal import Decimal

import msgspec
import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import Record, invoice, item, order, ref


def board(quantity: str, price: str = "2") -> TradeLine:
    """So many boards."""
    line = item("1", quantity, seller_item="TH-27", name="Oak board")
    return msgspec.structs.replace(line, price=Decimal(price), amount=None)


def ordered(number: str, quantity: str, price: str = "2", day: int = 2) -> Recorded:
    """An order of boards."""
    return order(number, board(quantity, price), issued=date(2026, 3, day))


BILL = invoice("INV-1", board("15"), issued=date(2026, 3, 12), notes=("PO-2026-00471",))
UNPRICED = msgspec.structs.replace(board("5"), price=None)
MINE = ordered("PO-2026-00471", "10")


@pytest.mark.parametrize(
    ("others", "told"),
    [
        ((), True),
        ((ordered("PO-2026-00480", "5", day=4),), False),
        ((ordered("PO-2026-00480", "5", price="3", day=4),), True),
        ((ordered("PO-2026-00480", "7", day=4),), True),
        ((order("PO-2026-00480", UNPRICED, issued=date(2026, 3, 4)),), False),
    ],
)
def test_what_is_too_much_may_be_of_another_order_at_the_same_price(
    others: tuple[Recorded, ...], *, told: bool
) -> None:
    found = Record(MINE, *others, BILL).faults("quantity-over-ordered")
    assert bool(found) is told, found


@pytest.mark.parametrize("number", ["PO/2026/00471", "PO-2026-00417"])
def test_what_names_an_order_itself_is_of_no_other_however_the_number_is_written(number: str) -> None:
    line = msgspec.structs.replace(board("15"), references=(ref(kinds.ORDER, number),))
    bill = invoice("INV-1", line, issued=date(2026, 3, 12))
    record = Record(MINE, ordered("PO-2026-00480", "5", day=4), bill)
    assert record.faults("quantity-over-ordered") == ["quantity-over-ordered INV-1:1 10 15 10.00"]


@pytest.mark.parametrize(
    ("quantities", "told"), [(("15", "3", "8"), True), (("15", "3"), False), (("15", "3", "8", None), True)]
)
def test_among_lines_of_one_order_none_is_of_another(quantities: tuple[str | None, ...], *, told: bool) -> None:
    wanted = ("10", "3", "8")
    mine = order("PO-2026-00471", *map(_article, range(3), wanted), issued=date(2026, 3, 2))
    other = order("PO-2026-00480", _article(0, "5"), issued=date(2026, 3, 4))
    lines = [item("9", "1", name="Fracht") if one is None else _article(at, one) for at, one in enumerate(quantities)]
    bill = invoice("INV-1", *lines, issued=date(2026, 3, 12), notes=("PO-2026-00471",))
    assert bool(Record(mine, other, bill).faults("quantity-over-ordered")) is told


def test_among_lines_of_several_orders_one_may_be_of_another() -> None:
    mine = order("PO-2026-00471", _article(0, "10"), _article(1, "3"), issued=date(2026, 3, 2))
    other = order("PO-2026-00480", _article(0, "5"), _article(2, "8"), issued=date(2026, 3, 4))
    lines = _article(0, "15"), _article(1, "3"), _article(2, "8")
    bill = invoice("INV-1", *lines, issued=date(2026, 3, 12), notes=("PO-2026-00471",))
    assert not Record(mine, other, bill).faults("quantity-over-ordered")


def _article(at: int, quantity: str) -> TradeLine:
    """So many of one of several articles."""
    line = item(str(at + 1), quantity, seller_item=f"TH-3{at}", name=("Oak board", "Steel pipe", "Lacquer")[at])
    return msgspec.structs.replace(line, price=Decimal(2 + at), amount=None)
