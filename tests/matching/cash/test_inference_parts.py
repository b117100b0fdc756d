"""What cash application is made of: terms of discount, mangled numbers, sums, assignment, odds."""

import random
from datetime import date
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching.amounts import cents, in_cents
from counterfoil.matching.cash import odds
from counterfoil.matching.cash.assignment import STATES_MAX, Option, assigned
from counterfoil.matching.cash.discount import discounts_of
from counterfoil.matching.cash.mangled import Text, core_of, loose_numbers
from counterfoil.matching.cash.payers import Bond, Tie
from counterfoil.matching.cash.subset import subsets
from counterfoil.model.summary import TradeSummary
from matching.made import DAY


@pytest.mark.parametrize(
    ("terms", "found"),
    [
        ("2 % 10 Tage / 30 netto", [("2", 10, None)]),
        ("2/10 net 30", [("2", 10, None)]),
        ("2/10, n/30", [("2", 10, None)]),
        ("2% discount within 10 days", [("2", 10, None)]),
        ("10 Tage 2 % Skonto, 30 Tage netto", [("2", 10, None)]),
        ("14 Tage 3%, 30 Tage 2%, 60 Tage netto", [("3", 14, None), ("2", 30, None)]),
        ("Zahlbar bis 14.03.2026 mit 2,5 % Skonto, sonst bis 30.03.2026", [("2.5", None, date(2026, 3, 14))]),
        ("3% Skonto bei Zahlung bis 2026-03-10", [("3", None, date(2026, 3, 10))]),
        ("3% Skonto bei Zahlung bis 31.02.2026", []),
        ("2 % escompte sous 10 jours, 30 jours net", [("2", 10, None)]),
        ("2% korting binnen 8 dagen", [("2", 8, None)]),
        ("50 % Skonto in 8 Tagen", []),
        ("Betaling binnen 30 dagen netto, 1,5 % rente per dag", []),
        ("inkl. 19 % MwSt, zahlbar in 30 Tagen", []),
        ("Net 30", []),
        ("5% interest after 30 days, net 10", []),
        (None, []),
    ],
)
def test_terms_in_words(terms: str | None, found: list[tuple[str, int | None, date | None]]) -> None:
    summary = TradeSummary(document="invoice", issued=DAY, payment_terms=terms)
    assert [(str(one.percent), one.days, one.until) for one in discounts_of(summary)] == found


def test_the_last_day_of_a_discount() -> None:
    (one,) = discounts_of(TradeSummary(document="invoice", payment_terms="2/10 net 30"))
    assert one.last_day(DAY) == date(2026, 3, 12)
    assert one.last_day(None) is None
    assert one.off(Decimal("100.25")) == cents(Decimal("2.01"))


@pytest.mark.parametrize(
    ("text", "number", "how"),
    [
        ("RE 2026 00123", "RE-2026-00123", "spelled in another way"),
        ("Zahlung 2026/00123 danke", "RE-2026-00123", "without its letters"),
        ("Rg 4123", "RE-2026-4123", "by its last digits"),
        ("RE-2026-00132", "RE-2026-00123", "with a typing error"),
        ("RE-2026-7", "RE-2026-00123", None),
        ("ohne Nummer", "RE-2026-00123", None),
        ("RE-2026-00123", "ABC", None),
        ("R77 R78", "R-79123", None),
        ("12345", "99", None),
        ("vom 02.03.2026", "02.03.2026", None),
        ("X1 Y2", "A-12-34", None),
    ],
)
def test_how_a_text_gives_a_number(text: str, number: str, how: str | None) -> None:
    found = Text((text,)).trust(number)
    assert (found[1] if found else None) == how


def test_what_is_another_number_is_no_typing_error() -> None:
    assert Text(("RE-2026-00124",), known=("re-2026-00124",)).trust("RE-2026-00123") is None
    assert core_of("RE-0042") == "42"


def test_numbers_that_are_neither_days_nor_amounts_nor_somebody_elses() -> None:
    text = "RE 4711 vom 02.03.2026 EUR 1234,50 KD-Nr 99887 Mandat M-123 in 2026, 2026-03-02"
    assert loose_numbers((text,)) == {"4711"}


@given(st.lists(st.integers(-50, 200).filter(bool), max_size=9), st.integers(1, 600))
def test_all_sums_of_few_amounts_are_found(amounts: list[int], target: int) -> None:
    wanted = [
        places
        for count in range(2, len(amounts) + 1)
        for places in combinations(range(len(amounts)), count)
        if sum(amounts[place] for place in places) == target
    ]
    found, complete = subsets(amounts, target)
    if len(wanted) <= 64:
        assert (found, complete) == (sorted(wanted, key=lambda one: (len(one), one)), True)
    else:
        assert not complete


def test_of_many_amounts_pairs_triples_and_runs_are_found() -> None:
    amounts = [2**n for n in range(30)]
    for wanted in ((3, 17), (1, 8, 20), tuple(range(4, 12)), (0, 1, 2, 4, 5)):
        found, complete = subsets(amounts, sum(amounts[place] for place in wanted))
        assert wanted in found
        assert not complete
    assert subsets(amounts, 2**5)[0] == []
    many = [2**n for n in range(60)]
    assert subsets(many, 2**1 + 2**8 + 2**20)[0] == []
    assert subsets(many, 2**1 + 2**8)[0] == [(1, 8)]


def option(name: str, uses: str, weight: float) -> Option[str]:
    """A choice that uses up items of one letter."""
    return Option(name, frozenset(each.encode() for each in uses), weight)


def test_the_likeliest_way_in_which_all_go_together() -> None:
    answers = assigned([[option("1a", "a", 6), option("1b", "b", 3)], [option("2a", "a", 4)]])
    assert answers is not None
    assert [one.best.value if one.best else None for one in answers] == ["1a", None] or [
        one.best.value for one in answers if one.best
    ] == ["1b", "2a"]
    assert all(0 <= one.likelihood <= 1 for one in answers)
    (alone,) = assigned([[option("a", "a", -3)]]) or []
    assert alone.best is None
    assert alone.other is not None
    assert alone.likelihood > 0.9
    none: list[Option[str]] = []
    (nothing,) = assigned([none]) or []
    assert (nothing.best, nothing.other, nothing.likelihood) == (None, None, 1.0)


@given(st.integers(0, 2**32))
def test_likelihoods_are_those_of_trying_all_ways(seed: int) -> None:
    random_ = random.Random(seed)
    options = [
        [
            option(f"{place}{n}", "".join(random_.sample("abcd", random_.randint(1, 2))), random_.uniform(-3, 5))
            for n in range(random_.randint(0, 3))
        ]
        for place in range(random_.randint(1, 4))
    ]
    ways: list[tuple[float, list[Option[str] | None]]] = [(0.0, [])]
    for choices in options:
        ways = [
            (weight + (one.odds if one else 0.0), [*way, one])
            for weight, way in ways
            for one in (None, *choices)
            if one is None or all(other is None or other.uses.isdisjoint(one.uses) for other in way)
        ]
    whole = sum(2.718281828459045**weight for weight, _ in ways)
    answers = assigned(options) or []
    for place, answer in enumerate(answers):
        share = sum(2.718281828459045**weight for weight, way in ways if way[place] == answer.best) / whole
        assert answer.likelihood == pytest.approx(share, rel=1e-6)


def test_too_many_ways_are_not_followed() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    options = [[option(f"{n}{each}", each, 1.0) for each in letters] for n in range(12)]
    assert assigned(options) is None
    assert STATES_MAX < 2**12


@pytest.mark.parametrize(("strength", "part"), [(0.8, 0.45), (1.0, 0.92), (0.9, 0.685)])
def test_a_name_that_is_more_alike_ties_more(strength: float, part: float) -> None:
    assert odds.tied(Bond(Tie.LIKE, strength)) == pytest.approx(part)
    assert odds.tied(Bond(Tie.SAME)) > odds.tied(Bond(Tie.LEARNED)) > odds.tied(Bond(Tie.OTHER))


def test_odds_of_days_amounts_and_choices() -> None:
    due = date(2026, 4, 1)
    assert odds.timely(None, DAY, due, ()) == odds.timely(due, DAY, None, ()) == 0.3
    assert odds.timely(due, DAY, due, ()) == odds.timely(due, DAY, None, (due,)) == 1.0
    assert odds.timely(date(2026, 1, 1), DAY, due, ()) < odds.timely(date(2027, 1, 1), DAY, due, ()) < 0.1
    assert odds.chance(20_000) > odds.chance(3_000) > odds.chance(1_100) > odds.chance(1_101)
    plain = odds.together(2, 5, is_all=False, is_oldest=False, is_run=False)
    assert plain < odds.together(2, 5, is_all=False, is_oldest=False, is_run=True)
    assert odds.together(2, 5, is_all=True, is_oldest=True, is_run=True) > odds.ALL


def test_amounts_in_cents() -> None:
    assert in_cents(Decimal("12.30")) == 1230
    assert in_cents(Decimal("12.305")) is None
    assert in_cents(Decimal("1E+40")) is None
