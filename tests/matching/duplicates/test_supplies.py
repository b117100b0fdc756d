"""Where and when something was supplied tells a copy from more of the same."""

from decimal import Decimal
from typing import Any

from counterfoil.matching import Desk
from counterfoil.matching.duplicates.matcher import DUPLICATES
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, TradeLine
from matching.made import DAY, invoice, ref

LINES = tuple(TradeLine(name=f"Brett {n}", amount=Decimal(f"{n}0.17")) for n in (1, 2, 3))


def bill(number: str, *lines: TradeLine, **terms: Any) -> Recorded:
    """An invoice over 417.35 with three lines."""
    return invoice(number, *(lines or LINES), **{"payable": "417.35", **terms})


def repeats(*documents: Recorded) -> list[str]:
    """The links in short: later and earlier number."""
    numbers = {one.id: one.summary.number for one in documents}
    links = Desk(documents, (DUPLICATES,), ()).link_all()
    return sorted(f"{numbers[link.source.id]} {numbers[link.target.id]}" for link in links)


def test_parts_of_one_order_that_are_billed_on_the_day_of_delivery_tell_nothing_more_by_it() -> None:
    that_day = [bill(f"AB720{n}1", payable=f"{n}.10", issued=DAY) for n in (1, 2, 7, 8)]
    terms: dict[str, Any] = {"references": (ref(kinds.ORDER, "PO-1"),), "issued": DAY}
    for delivered in (None, DAY):
        numbers = ("AB72031", "AB72051", "AB72067")
        parts = [bill(number, TradeLine(amount=Decimal("417.35")), delivered=delivered, **terms) for number in numbers]
        assert repeats(*parts, *that_day) == []


def test_the_same_goods_for_two_sites_are_billed_twice() -> None:
    north = PartySummary(name="Werk Nord", street="Tor 1", city="Gotha")
    south = PartySummary(name="Werk Süd", street="Hof 9", city="Weimar")
    first = bill("3381/26", deliver_to=north)
    assert repeats(first, bill("3384/26", deliver_to=south)) == []
    assert repeats(first, bill("3384/26", deliver_to=north)) != []
    assert repeats(first, bill("3384/26")) != []
    assert repeats(first, bill("3381/26-K", deliver_to=south)) != []
