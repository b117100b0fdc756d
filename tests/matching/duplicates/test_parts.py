"""Three invoices of which two add up to the third: each sees the other two, or none does."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations

import pytest

from counterfoil.matching import Desk
from counterfoil.matching.duplicates.matcher import DUPLICATES
from counterfoil.matching.duplicates.parts import as_part, beside_parts
from counterfoil.matching.duplicates.sums import Sum
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded
from matching.made import invoice, order, ref

WHOLE, PART, REST = "3519.13", "1270.01", "2249.12"
BY_ORDER = (ref(kinds.ORDER, "PO-77"),)


def billed(number: str, payable: str, month: int, by_order: bool = False) -> Recorded:
    references = BY_ORDER if by_order else ()
    return invoice(number, payable=payable, issued=date(2026, month, 20), references=references)


def seen(document: Recorded, *others: Recorded) -> tuple[Sequence[list[str | None]], Sequence[list[str | None]]]:
    """In which part, rest and whole it sees itself as the part; and in which as something else: by their numbers."""
    desk = Desk((document, *others), (DUPLICATES,), ())

    def amounts(key: str) -> Sequence[Sum]:
        return [Sum(id, amount) for id, amount in desk.amounts(key)]

    return tuple(
        sorted([one.summary.number for one in (*each.parts, each.whole)] for each in found)
        for found in (as_part(document, amounts, desk.get), beside_parts(document, amounts, desk.get))
    )  # type: ignore[return-value] # there are two


@pytest.mark.parametrize(("months", "by_order"), [((1, 1, 1), False), ((1, 2, 2), False), ((1, 5, 9), True)])
def test_each_of_three_that_stand_together_sees_the_others(months: tuple[int, int, int], by_order: bool) -> None:
    whole, part, rest = (
        billed(number, sum_, month, by_order)
        for number, sum_, month in zip(("W-10", "P-11", "R-12"), (WHOLE, PART, REST), months, strict=True)
    )
    assert seen(part, whole, rest)[0] == [["P-11", "R-12", "W-10"]]
    assert ["P-11", "R-12", "W-10"] in seen(rest, whole, part)[1]
    assert ["P-11", "R-12", "W-10"] in seen(whole, part, rest)[1]
    assert seen(whole, part, rest)[0] == []


@pytest.mark.parametrize("months", [(1, 2, 3), (2, 1, 3), (1, 5, 9), (1, 1, 3)])
def test_none_of_three_is_seen_where_two_are_more_than_a_month_apart(months: tuple[int, int, int]) -> None:
    three = [
        billed(number, sum_, month)
        for number, sum_, month in zip(("W-10", "P-11", "R-12"), (WHOLE, PART, REST), months, strict=True)
    ]
    for one, *others in permutations(three):
        assert seen(one, *others) == ([], [])


def test_what_bills_nothing_has_no_parts() -> None:
    assert seen(order("PO-77"), billed("W-10", WHOLE, 1)) == ([], [])
    assert seen(billed("W-10", "0.00001", 1), billed("W-11", WHOLE, 1)) == ([], [])


def test_of_months_with_too_many_nobody_is_a_part() -> None:
    many = [billed(f"M-{place}", f"{7000 + place * place}.77", 1) for place in range(70)]
    part = billed("P-11", PART, 1)
    assert seen(part, billed("W-10", WHOLE, 1), billed("R-12", REST, 1), *many) == ([], [])
