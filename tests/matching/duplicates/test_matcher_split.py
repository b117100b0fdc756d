"""An invoice that comes again in two parts, and parts of a whole that is billed once."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching import Desk
from counterfoil.matching.duplicates.matcher import DUPLICATES
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import OTHER, credit_note, invoice, party, ref

DAY, LATER = date(2026, 3, 2), date(2026, 3, 12)


def goods(*amounts: str) -> tuple[TradeLine, ...]:
    """Lines, each over an amount and for an item of its own."""
    return tuple(TradeLine(amount=Decimal(amount), seller_item=f"A-{amount[0]}") for amount in amounts)


def whole(number: str = "RE-4170", *lines: TradeLine, **terms: Any) -> Recorded:
    """What was billed first: 119.13."""
    return invoice(number, *lines, **{"payable": "119.13", "issued": DAY, **terms})


def part(number: str, payable: str, *lines: TradeLine, **terms: Any) -> Recorded:
    """A part of it, later."""
    return invoice(number, *lines, **{"payable": payable, "issued": LATER, **terms})


def repeated(*documents: Recorded) -> dict[str | None, Decimal]:
    """How sure each part is, by its number; what they repeat is the whole."""
    links = Desk(documents, (DUPLICATES,), ()).link_all()
    by_id = {one.id: one.summary.number for one in documents}
    assert all(by_id[link.target.id] == "RE-4170" for link in links)
    return {by_id[link.source.id]: link.confidence for link in links}


ORDERED = {"references": (ref(kinds.ORDER, "PO-77"),)}


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (part("RE-4170-1", "70.01", *goods("70.01")), part("RE-4170-2", "49.12", *goods("49.12"))),
        (part("RE-4170A", "70.01", *goods("70.01")), part("RE-4170B", "49.12", *goods("49.12"))),
        (part("RE-4170-1", "70.01", *goods("70.01")), part("RE-4170-2", "49.13", *goods("49.12"))),
        (part("RE-4170", "70.01", *goods("70.01")), part("RE-4170-2", "49.12", *goods("49.12"))),
        (part("RE-4170-1", "70.01", **ORDERED), part("RE-4170-2", "49.12", **ORDERED)),
    ],
)
def test_two_parts_of_one_invoice_repeat_it(first: Recorded, second: Recorded) -> None:
    all_of_it = whole("RE-4170", *goods("70.01", "49.12"), **ORDERED)
    found = repeated(all_of_it, first, second)
    assert found.keys() == {first.summary.number, second.summary.number}
    assert all(confidence >= Decimal("0.95") for confidence in found.values())
    assert repeated(second, all_of_it, first) == found


def test_under_numbers_of_their_own_the_order_and_the_lines_tell() -> None:
    first = part("RE-4201", "70.01", *goods("70.01"), **ORDERED)
    second = part("RE-4202", "49.12", *goods("49.12"), **ORDERED)
    assert repeated(whole("RE-4170", *goods("70.01", "49.12"), **ORDERED), first, second).keys() == {
        "RE-4201",
        "RE-4202",
    }
    loose = repeated(whole("RE-4170", **ORDERED), part("RE-4201", "70.01"), part("RE-4202", "49.12"))
    assert [confidence < Decimal("0.95") for confidence in loose.values()] == [True, True]


@pytest.mark.parametrize(
    ("terms", "other"),
    [
        ({"type_code": "326"}, {}),
        ({"paid": "10"}, {}),
        ({"references": (ref(kinds.INVOICE, "RE-4170"),)}, {}),
        ({"seller": OTHER}, {}),
        ({"seller": party("Sägewerk Tannhof AG")}, {}),
        ({"references": (ref(kinds.ORDER, "PO-78"),)}, {}),
        ({}, {"issued": date(2026, 3, 1)}),
        ({"issued": date(2026, 8, 1)}, {"issued": date(2026, 8, 1)}),
        ({"payable": "70.11"}, {}),
        ({"payable": "-70.01"}, {}),
    ],
)
def test_what_is_not_split(terms: dict[str, Any], other: dict[str, Any]) -> None:
    first = part("RE-4170-1", **{"payable": "70.01", **terms})
    second = part("RE-4170-2", "49.12", **{key: value for key, value in terms.items() if key == "seller"}, **other)
    assert repeated(whole("RE-4170", **ORDERED), first, second) == {}


def named(name: str, amount: str) -> TradeLine:
    """A line by its name alone."""
    return TradeLine(name=name, amount=Decimal(amount))


@pytest.mark.parametrize("numbers", [("RE-4170A", "RE-4170B"), ("RE-4170", "RE-4170-2"), ("RE-4171", "RE-4172")])
def test_parts_of_the_same_day_may_tell_more_than_the_whole(numbers: tuple[str, str]) -> None:
    first = part(numbers[0], "70.01", named("Zement grau, Teil 1", "70.01"), issued=DAY)
    second = part(numbers[1], "49.12", named("Zement grau, Teil 2", "49.12"), issued=DAY)
    for name in ("Zement grau", "Zement"):
        assert repeated(whole("RE-4170", named(name, "119.13")), first, second).keys() == set(numbers)


def sure_of_parts(*orders: str | None) -> Decimal:
    """How sure it is that two parts, of which each names this order, repeat a whole that names none."""
    named = [(ref(kinds.ORDER, each),) if each else () for each in orders]
    sums = zip(("RE-4170-1", "RE-4170-2"), ("70.01", "49.12"), named, strict=True)
    parts = [part(number, over, *goods(over), references=each) for number, over, each in sums]
    return min(repeated(whole("RE-4170", *goods("70.01", "49.12")), *parts).values(), default=Decimal(0))


def test_parts_that_name_an_order_which_the_whole_does_not_name_are_less_likely_its_own() -> None:
    plain = sure_of_parts(None, None)
    assert plain >= Decimal("0.95")
    assert all(0 < sure_of_parts("PO-78", second) < plain for second in (None, "PO-78"))
    assert sure_of_parts("PO-78", "PO-79") == 0


def test_whose_own_sum_comes_again_is_less_likely_a_part() -> None:
    sums = {"RE-4201": "70.01", "RE-4202": "49.12"}
    parts = [part(number, over, *goods(over), **ORDERED) for number, over in sums.items()]
    first = whole("RE-4170", *goods("70.01", "49.12"), **ORDERED)
    other = {each: part(f"RE-{4300 + number}", each, *goods(each)) for number, each in enumerate(sums.values())}
    plain = repeated(first, *parts)
    for again in other.values():
        found = repeated(first, *parts, again)
        assert all(found.get(number, Decimal(0)) < plain[number] for number in sums)


FREIGHT = "Fracht Sendung 1880720"


@pytest.mark.parametrize(
    ("other", "second", "tells"),
    [
        ("Fracht Sendung 1880733", {}, True),
        (FREIGHT, {}, False),
        (f"{FREIGHT}, Nachlauf", {}, False),
        (None, {}, False),
        ("Fracht Sendung 1880733", {"issued": LATER + timedelta(days=8)}, False),
        ("Fracht Sendung 1880733", {"issued": None}, False),
        ("Fracht Sendung 1880733", {"name": "Lagergeld"}, False),
    ],
)
def test_parts_of_what_is_billed_once_are_likelier(other: str | None, second: dict[str, Any], tells: bool) -> None:
    all_of_it = whole("RE-4170", named(FREIGHT, "119.13"))
    terms = {"name": f"{FREIGHT} Teil 2", "issued": LATER, **second}
    parts = (
        part("RE-4201", "70.01", named(f"{FREIGHT} Teil 1", "70.01")),
        part("RE-4203", "49.12", named(str(terms["name"]), "49.12"), issued=terms["issued"]),
    )
    others = [part("RE-4190", "88.80", named(other, "88.80"))] if other else []
    links = Desk((all_of_it, *parts, *others), (DUPLICATES,), ()).link_all()
    assert tells == any("nothing else is billed for the same" in link.evidence for link in links)


def test_what_repeats_another_under_one_number_is_not_repeated_by_it_in_part() -> None:
    sums = ("417.35", "217.34", "200.01")
    documents = [credit_note("RE-2026-00471", payable=each, issued=date(2026, 3, 1)) for each in sums]
    links = Desk(documents, (DUPLICATES,), ()).link_all()
    pairs = {(link.source.id, link.target.id) for link in links}
    assert len(links) == 2
    assert not any((target, source) in pairs for source, target in pairs)


def test_what_counts_on_after_its_parts_is_no_whole() -> None:
    parts = part("RE-4168", "70.01", issued=DAY), part("RE-4169", "49.12", issued=DAY)
    assert repeated(whole("RE-4170"), *parts) == {}
    parts = part("RE-4170-1", "70.01", issued=DAY), part("RE-4170-2", "49.12", issued=DAY)
    assert repeated(whole("RE-4170-1-9", payable="119.13"), *parts) == {}


def test_parts_that_follow_one_another_are_fewer_than_all_pairs() -> None:
    others = [part(f"RE-{4180 + 9 * n}", f"{31 + 7 * n}.{17 + n}", issued=DAY) for n in range(12)]
    sums = ("70.01", "49.12")
    near = repeated(
        whole(), *others, *(part(number, due) for number, due in zip(("RE-4301", "RE-4302"), sums, strict=True))
    )
    far = repeated(
        whole(), *others, *(part(number, due) for number, due in zip(("RE-4301", "RE-4333"), sums, strict=True))
    )
    assert near.keys() == {"RE-4301", "RE-4302"}
    assert all(far.get(one, Decimal(0)) < near[one] for one in near if one in far)


THREE = ("50.01", "20.07", "49.05")


@pytest.mark.parametrize(
    ("numbers", "days"),
    [
        (("RE-4170-1", "RE-4170-2", "RE-4170-3"), 1),
        (("RE-4170-1", "RE-4170-2", "RE-4170-3"), 10),
        (("RE-4170A", "RE-4170B", "RE-4170C"), 0),
        (("RE-4170", "RE-4170-2", "RE-4170-3"), 0),
    ],
)
def test_three_parts_under_numbers_that_come_from_the_first_repeat_it(numbers: tuple[str, ...], days: int) -> None:
    others = [part(f"RE-{4180 + 70 * n}", f"{31 + 7 * n}.{17 + n}") for n in range(3)]
    parts = [
        part(number, payable, issued=LATER + timedelta(days=days * place))
        for place, (number, payable) in enumerate(zip(numbers, THREE, strict=True))
    ]
    found = repeated(whole(), *parts, *others)
    assert found.keys() == set(numbers)
    assert repeated(*reversed(parts), *others, whole()) == found
    assert repeated(whole(payable="120.13"), *parts, *others) == {}


def test_of_a_plan_three_may_add_up() -> None:
    days = [LATER + timedelta(days=30 * place) for place in range(3)]
    plan = [part(f"RE-4170-{n}", due, issued=day) for n, (due, day) in enumerate(zip(THREE, days, strict=True), 1)]
    assert repeated(whole(), *plan) == {}
    undated = [part(f"RE-4170-{n}", due, issued=None) for n, due in enumerate(THREE, 1)]
    assert repeated(whole(), *undated) == {}


def test_what_was_credited_may_be_billed_in_parts() -> None:
    note = credit_note("GS-1", payable="119.13", references=(ref(kinds.INVOICE, "RE-4170"), *ORDERED["references"]))
    parts = part("RE-4170-1", "70.01", **ORDERED), part("RE-4170-2", "49.12", **ORDERED)
    assert repeated(whole("RE-4170", **ORDERED), *parts) != {}
    assert repeated(whole("RE-4170", **ORDERED), *parts, note) == {}


def test_round_sums_come_together_by_chance() -> None:
    sums = {"RE-4170": "1000", "RE-4170-1": "600", "RE-4170-2": "400"}
    halves = {number: part(number, payable) for number, payable in sums.items() if payable != "1000"}
    round_ones = repeated(whole("RE-4170", payable="1000"), *halves.values())
    assert [confidence < Decimal("0.95") for confidence in round_ones.values()] == [True, True]


def test_lines_that_do_not_add_up_speak_against() -> None:
    parts = part("RE-4170-1", "70.01", *goods("30.00")), part("RE-4170-2", "49.12", *goods("49.12"))
    loose = repeated(whole("RE-4170", *goods("70.01", "49.12")), *parts)
    assert [confidence < Decimal("0.95") for confidence in loose.values()] == [True, True]


def test_undated_parts_and_partners_without_a_name() -> None:
    undated = {"issued": None, "seller": party(vat="DE136695976"), **ORDERED}
    parts = part("RE-4170-1", "70.01", **undated), part("RE-4170-2", "49.12", **undated)
    assert repeated(whole("RE-4170", **undated), *parts).keys() == {"RE-4170-1", "RE-4170-2"}
