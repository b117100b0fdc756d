"""Which sums add up: as all pairs, held against one another, say."""

from hypothesis import example, given
from hypothesis import strategies as st

from counterfoil.matching.duplicates.sums import Sum, Sums

_OVER = st.one_of(st.integers(-2000, 40_000), st.integers(0, 300).map(lambda cents: cents * 100))


@given(_OVER, st.lists(_OVER, max_size=12))
@example(amount=0, over=[100, 200])
@example(amount=100, over=[500])
@example(amount=20_000, over=[10_000, 10_200, 10_201, 9_799, 9_800])
def test_sums_that_add_up_are_those_of_all_pairs(amount: int, over: list[int]) -> None:
    others = [Sum(bytes([place]), each) for place, each in enumerate(over)]
    sums = Sums(amount, others)
    assert sorted(sums.parts()) == sorted(
        (rest.id, whole.id)
        for rest in others
        for whole in others
        if rest is not whole and _adds_up(amount, rest.over, whole.over)
        if amount < whole.over
    )
    assert sorted(sums.wholes()) == sorted(
        (part.id, rest.id)
        for part in others
        for rest in others
        if part is not rest and _adds_up(part.over, rest.over, amount)
        if part.over < amount
    )


def _adds_up(part: int, rest: int, whole: int) -> bool:
    """To two cents, where all are sums to be paid."""
    off = part + rest - whole
    return min(part, rest, whole) > 0 and abs(off) <= 200 and not off % 100
