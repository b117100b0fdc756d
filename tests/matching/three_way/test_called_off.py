"""Goods that were ordered at once and are called off for months, by short numbers that stand in odd places."""

from datetime import date, timedelta
from typing import Any

import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import DAY, Record, invoice, item, order, ref

PO = kinds.ORDER
FRAME = order("446", item("10", "600", name="Gear motor", seller_item="T4829"))


def later(days: int) -> date:
    """A day after the order's."""
    return DAY + timedelta(days=days)


def part(*, named: bool = False, quantity: str = "100", unit: str = "C62") -> TradeLine:
    """A part of what was ordered."""
    refs = (ref(PO, "446", "10"),) if named else ()
    return item("1", quantity, *refs, name="Gear motor", seller_item="T4829", unit=unit)


def sure(*papers: Recorded, number: str) -> float:
    """How sure it is what an invoice bills; 0 where nothing is said."""
    record = Record(*papers)
    found = [link for link in record.links if record.documents[link.source.id].summary.number == number]
    assert len(found) <= 1
    return float(found[0].confidence) if found else 0.0


def calls(*days: int) -> list[Recorded]:
    """Invoices that name the order, on these days."""
    return [invoice(f"INV-{day}", part(named=True), issued=later(day)) for day in days]


def quick() -> list[Recorded]:
    """Orders of other goods that were billed after eight days."""
    papers = []
    for n in range(6):
        goods = item("1", "5", name=f"Bolt M{n}", seller_item=f"M-{n}00")
        papers += [
            order(f"PO-{n}", goods, issued=later(9 * n)),
            invoice(f"B-{n}", goods, issued=later(9 * n + 8), references=(ref(PO, f"PO-{n}"),)),
        ]
    return papers


def test_a_part_is_told_by_others_that_were_called_off_as_often() -> None:
    bill = invoice("INV-X", part(), issued=later(105), notes=("Zu Ihrer Bestellung 446",))
    alone = sure(FRAME, bill, *quick(), number="INV-X")
    among = sure(FRAME, bill, *calls(33, 57, 81, 129), *quick(), number="INV-X")
    assert alone < among
    assert among > 0.9
    assert sure(FRAME, bill, *calls(33), *quick(), number="INV-X") == alone


def test_what_is_billed_long_after_all_others_is_hardly_called_off() -> None:
    bill = invoice("INV-X", part(), issued=later(175), notes=("Zu Ihrer Bestellung 446",))
    assert sure(FRAME, bill, *calls(6, 12), number="INV-X") < 0.9


def test_a_short_number_as_the_reference_that_the_buyer_asked_for() -> None:
    terms = {"issued": later(54)}
    bare = sure(FRAME, invoice("INV-X", part(), **terms), number="INV-X")
    assert bare < 0.5
    assert sure(FRAME, invoice("INV-X", part(), buyer_reference=" 446", **terms), number="INV-X") > 0.9
    assert sure(FRAME, invoice("INV-X", part(), buyer_reference="447", **terms), number="INV-X") == bare


@pytest.mark.parametrize("terms", [{"notes": ("Zu Ihrer Bestellung 2026-08815",)}, {"buyer_reference": "2026-08815"}])
def test_a_number_in_odd_places_without_the_letters_before_it(terms: dict[str, Any]) -> None:
    frame = order("PO-2026-08815", item("10", "600", name="Gear motor", seller_item="T4829"))
    assert sure(frame, invoice("INV-X", part(), issued=later(130), **terms), number="INV-X") > 0.9
    assert sure(frame, invoice("INV-X", part(), issued=later(130), notes=("2026-08816",)), number="INV-X") == 0
