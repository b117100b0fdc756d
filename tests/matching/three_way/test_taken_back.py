"""Invoices that were credited and billed again: all bill the order, and the credit note takes back the first."""

from datetime import date, timedelta
from decimal import Decimal

import msgspec
import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import DAY, credit_note, invoice, item, order, ref, told

PO, INV = kinds.ORDER, kinds.INVOICE


def later(days: int) -> date:
    """A day after the order's."""
    return DAY + timedelta(days=days)


def board(id: str, quantity: str = "10", number: str = "B-100", price: str = "2") -> TradeLine:
    """So many boards."""
    line = item(id, quantity, name=f"Oak board {number}", seller_item=number)
    return msgspec.structs.replace(line, price=Decimal(price), amount=Decimal(quantity) * Decimal(price))


def named(line: TradeLine, id: str) -> TradeLine:
    """The same, of a line of the order."""
    return msgspec.structs.replace(line, references=(ref(PO, "PO-2026-00471", id),))


FREIGHT = msgspec.structs.replace(item("3", "1", name="Freight"), amount=Decimal(5))
GOODS = (board("1"), board("2", "4", "B-200", "3"))
ORDER = order("PO-2026-00471", *GOODS)
AGAIN = invoice("INV-7", named(GOODS[0], "1"), named(GOODS[1], "2"), issued=later(16), net="32")


@pytest.mark.parametrize("lines", [GOODS, (*GOODS, FREIGHT)])
def test_what_was_taken_back_billed_the_order_that_its_correction_bills(lines: tuple[TradeLine, ...]) -> None:
    first = invoice("INV-1", *lines, issued=later(12), net="32" if len(lines) == 2 else "37")
    back = credit_note("CN-1", *GOODS, issued=later(15), references=(ref(INV, "INV-1"),))
    links = told((ORDER, first, back, AGAIN), "bills")
    assert [link.rstrip("?") for link in links] == [
        "bills INV-1:1 PO-2026-00471:1",
        "bills INV-1:2 PO-2026-00471:2",
        "bills INV-7:1 PO-2026-00471:1",
        "bills INV-7:2 PO-2026-00471:2",
    ]


def test_what_was_taken_back_in_part_leaves_the_order_to_who_names_it() -> None:
    first = invoice("INV-1", *GOODS, issued=later(12), net="32")
    part = board("1", "1")
    back = credit_note("CN-1", part, issued=later(15), references=(ref(INV, "INV-1"),))
    assert not any(link.startswith("bills INV-1:1 ") for link in told((ORDER, first, back, AGAIN), "bills"))


def test_what_was_taken_back_stands_behind_what_was_billed_before() -> None:
    before = invoice("INV-0", named(GOODS[0], "1"), named(GOODS[1], "2"), issued=later(9), net="32")
    first = invoice("INV-1", *GOODS, issued=later(12), net="32")
    back = credit_note("CN-1", *GOODS, issued=later(15), references=(ref(INV, "INV-1"),))
    assert not any(link.startswith("bills INV-1") for link in told((ORDER, first, back, before), "bills"))


def test_a_credit_note_takes_back_what_was_billed_before_it() -> None:
    first = _of_order("INV-1", later(4), *GOODS, board("3", "7", "B-300"))
    again = _of_order("INV-7", later(16), *GOODS)
    back = credit_note("CN-1", *GOODS, issued=later(15))
    assert told((ORDER, first, back, again), "credits") == ["credits CN-1:1 INV-1:1?", "credits CN-1:2 INV-1:2?"]


def _of_order(number: str, day: date, *lines: TradeLine) -> Recorded:
    return invoice(number, *lines, issued=day, references=(ref(PO, "PO-2026-00471"),))
