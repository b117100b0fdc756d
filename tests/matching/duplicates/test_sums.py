"""Which sums add up: as all pairs, held against one another, say."""

from itertools import combinations

from hypothesis import example, given
from hypothesis import strategies as st

from counterfoil.matching.duplicates.sums import Sum, Sums

_OVER = st.one_of(st.integers(-2000, 40_000), st.integers(0, 300).map(lambda cents: cents * 100))


@given(_OVER, st.lists(_OVER, max_size=12))
@example(amount=0, over=[100, 200])
@example(amount=100, over=[500])
@example(amount=200, over=[30_600, 30_600])
@example(amount=30_600, over=[200, 30_600])
@example(amount=20_000, over=[10_000, 10_200, 10_201, 9_799, 9_800])
def test_sums_that_add_up_are_those_of_all_pairs(amount: int, over: list[int]) -> None:
    others = [Sum(bytes([place]), each) for place, each in enumerate(over)]
    sums = Sums(amount, others)
    assert sorted(sums.parts()) == sorted(
        ((rest.id,), whole.id)
        for rest in others
        for whole in others
        if rest is not whole and _adds_up(amount, rest.over, whole.over)
    )
    assert sorted(sums.wholes()) == sorted(
        (part.id, (rest.id,))
        for part in others
        for rest in others
        if part is not rest and _adds_up(part.over, rest.over, amount)
    )


_CENTS = st.integers(-1, 30).map(lambda cents: cents * 100)


@given(_CENTS, st.lists(_CENTS, max_size=7))
@example(amount=300, over=[100, 200, 200])
@example(amount=500, over=[300, 400, 1200])
@example(amount=1200, over=[300, 400, 500])
def test_three_that_add_up_are_those_of_all(amount: int, over: list[int]) -> None:
    one, *others = (Sum(bytes([place]), each) for place, each in enumerate([amount, *over]))
    sums = Sums(amount, others, in_three=True)
    three = {
        (frozenset(some), whole)
        for some in combinations([one, *others], 3)
        for whole in [one, *others]
        if whole not in some and _three_add_up(whole.over, *[each.over for each in some])
    }
    by_id = {each.id: each for each in (one, *others)}
    parts = {(frozenset(by_id[id] for id in rest), by_id[whole]) for rest, whole in sums.parts() if len(rest) == 2}
    assert parts == {(some - {one}, whole) for some, whole in three if one in some}
    wholes = [(part, frozenset((part, *rest))) for part, rest in sums.wholes() if len(rest) == 2]
    assert {frozenset(by_id[id] for id in some) for _, some in wholes} == {
        some for some, whole in three if whole is one
    }
    assert len(wholes) == 3 * len({some for _, some in wholes})  # each of them may be the part that is asked about


def _three_add_up(whole: int, *parts: int) -> bool:
    off = sum(parts) - whole
    return min(parts) > 0 and whole > 0 and abs(off) <= 200 and off < min(parts)


def _adds_up(part: int, rest: int, whole: int) -> bool:
    """To two cents, where all are sums to be paid, and each part leaves something of the whole."""
    off = part + rest - whole
    return min(part, rest, whole) > 0 and abs(off) <= 200 and not off % 100 and off < min(part, rest)
