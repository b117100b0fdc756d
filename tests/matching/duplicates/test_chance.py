"""Sums that add up: what was billed again in parts under numbers of its own, and what comes together by chance."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching import Desk
from counterfoil.matching.duplicates.matcher import DUPLICATES
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import invoice, ref

DAY = date(2026, 3, 20)
ORDERED: dict[str, Any] = {"references": (ref(kinds.ORDER, "PO-77"),)}


def billed(number: str, payable: str, days: int = 0, *lines: TradeLine, **terms: Any) -> Recorded:
    """An invoice so many days after the first."""
    return invoice(number, *lines, payable=payable, issued=DAY + timedelta(days=days), **terms)


def goods(quantity: str, price: str, name: str = "Brett") -> TradeLine:
    """A line."""
    amount = Decimal(quantity) * Decimal(price)
    return TradeLine(name=name, quantity=Decimal(quantity), price=Decimal(price), amount=amount)


def repeated(*documents: Recorded) -> dict[str | None, tuple[str | None, Decimal]]:
    """What each part repeats, and how sure that is."""
    numbers = {one.id: one.summary.number for one in documents}
    links = Desk(documents, (DUPLICATES,), ()).link_all()
    return {numbers[link.source.id]: (numbers[link.target.id], link.confidence) for link in links}


WHOLE = billed("RE-4170", "3519.13")


@pytest.mark.parametrize("terms", [{}, ORDERED])
@pytest.mark.parametrize(("days", "later"), [(0, 0), (4, 4), (4, 15), (15, 4)])
def test_parts_under_numbers_and_on_days_of_their_own_are_found(days: int, later: int, terms: dict[str, Any]) -> None:
    whole = billed("RE-4170", "3519.13", **terms)
    found = repeated(whole, billed("RE-4201", "1270.01", days, **terms), billed("RE-4230", "2249.12", later, **terms))
    assert {number: original for number, (original, _) in found.items()} == {"RE-4201": "RE-4170", "RE-4230": "RE-4170"}
    assert all((confidence >= Decimal("0.95")) == bool(terms) for _, confidence in found.values())


def test_parts_with_something_appended_find_one_another_on_two_days() -> None:
    parts = billed("RE-4170-1", "1270.01", 4), billed("RE-4170-2", "2249.12", 60)
    assert repeated(WHOLE, *parts).keys() == {"RE-4170-1", "RE-4170-2"}


def test_parts_of_one_delivery_are_surely_parts() -> None:
    delivered: dict[str, Any] = {"delivered": DAY, "references": (ref(kinds.DESPATCH_ADVICE, "LS-9"),)}
    whole = billed("RE-4170", "3519.13", **delivered)
    other = {**delivered, "delivered": DAY + timedelta(days=1)}
    found = repeated(whole, billed("RE-4201", "1270.01", 4, **delivered), billed("RE-4230", "2249.12", 9, **delivered))
    assert [confidence for _, confidence in found.values()] == [Decimal("0.99")] * 2
    assert repeated(whole, billed("RE-4201", "1270.01", 4, **other), billed("RE-4230", "2249.12", 9)).keys() == {
        "RE-4201",
        "RE-4230",
    }
    other["references"] = (ref(kinds.DESPATCH_ADVICE, "LS-10"),)
    assert repeated(whole, billed("RE-4201", "1270.01", 4, **other), billed("RE-4230", "2249.12", 9, **other)) == {}


def test_quantities_of_one_article_add_up_by_chance() -> None:
    parts = [("RE-4170", "10", 0), ("RE-4201", "2", 9), ("RE-4230", "8", 9)]
    papers = [
        billed(number, str(Decimal(quantity) * Decimal("22.61")), days, goods(quantity, "19"))
        for number, quantity, days in parts
    ]
    assert repeated(*papers) == {}


def test_unusual_quantities_of_many_articles_do_not() -> None:
    lines = [goods("137", "19"), goods("41", "7.3", "Leiste"), goods("77", "11.2", "Dübel"), goods("3", "88", "Leim")]
    sums = [str(sum(((line.amount or Decimal(0)) for line in some), Decimal(0))) for some in (lines[:2], lines[2:])]
    whole = billed("RE-4170", str(Decimal(sums[0]) + Decimal(sums[1])), 0, *lines)
    parts = billed("RE-4201", sums[0], 4, *lines[:2]), billed("RE-4230", sums[1], 15, *lines[2:])
    assert repeated(whole, *parts).keys() == {"RE-4201", "RE-4230"}


def test_a_sum_that_comes_again_and_again_is_the_rest_of_nothing() -> None:
    papers = [WHOLE, billed("RE-4201", "1270.01", 4)]
    papers += [billed(f"RE-{4230 + place * 17}", "2249.12", place) for place in range(4)]
    assert "RE-4201" not in repeated(*papers)


def test_where_other_sums_add_up_as_well_it_tells_nothing() -> None:
    parts = billed("RE-4201", "1270.01", 4), billed("RE-4230", "2249.12", 15)
    sums = ("1.03", "2.05", "3.08", "5.13", "8.21", "13.34")
    assert repeated(WHOLE, *parts, *(billed(f"A-{place}31", sums[place], place) for place in range(2))) != {}
    assert repeated(WHOLE, *parts, *(billed(f"A-{place}31", cost, place) for place, cost in enumerate(sums))) == {}


def test_of_very_many_some_add_up() -> None:
    parts = billed("RE-4201", "1270.01", 4), billed("RE-4230", "2249.12", 15)
    odd = [billed(f"B{place * 37}", f"{9000 + place * 7}.{place % 90 + 10}", place % 12) for place in range(60)]
    assert repeated(WHOLE, *parts, *odd[:20]) != {}
    late = [billed(f"C{place * 37}", f"{7000 + place * 3}.{place % 80 + 11}", 13 + place % 18) for place in range(60)]
    assert repeated(WHOLE, *parts, *odd, *late) == {}


def test_beyond_all_reason() -> None:
    huge = goods("1E+40", "1E+40"), TradeLine(name="Leim", amount=Decimal(3))
    parts = billed("RE-4201", "1270.01", 4, *huge), billed("RE-4230", "2249.12", 15, *huge)
    assert repeated(billed("RE-4170", "3519.13", 0, *huge), *parts) == {}
    assert repeated(billed("RE-4170", "3519.13", 0, goods("1E+40", "7")), *parts) == {}
    own = billed("RE-4201", "1270.01", 4, goods("1E+40", "1E+41")), billed("RE-4230", "2249.12", 4, goods("3E+50", "7"))
    assert repeated(WHOLE, *own) != {}


def test_parts_in_one_sum_each_are_called_by_what_was_billed_or_otherwise() -> None:
    whole = billed("RE-4170", "3519.13", 0, goods("137", "19"), goods("41", "7.3", "Leiste"), **ORDERED)
    sure = {}
    for name in ("Brett", "Anzahlung"):
        lumps = goods("1", "1067.24", name), goods("1", "1890.02", name)
        parts = (
            billed("RE-4201", "1270.01", 4, lumps[0], **ORDERED),
            billed("RE-4230", "2249.12", 4, lumps[1], **ORDERED),
        )
        sure[name] = repeated(whole, *parts)["RE-4201"][1]
    assert sure["Anzahlung"] < sure["Brett"]
