"""The invoices that stand around one: what all judgements on it ask of them, worked out once."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.once import keeping, once
from counterfoil.model import summary as kinds

_SOME_DAYS, _SELDOM = 2, 3
"""On so many days at least, and on so many for each on which it comes twice."""


class Counts:
    """Where others of a partner stand in its count."""

    def __init__(self, counts: Sequence[int]) -> None:
        self._counts = sorted(counts)

    def nearest(self, to: int, but: int) -> int:
        """How far off the nearest count is, of those that are not `but`; 0 where there is none."""
        counts = self._counts
        above = bisect_left(counts, to)
        below = above - 1
        if above < len(counts) and counts[above] == but:
            above = bisect_right(counts, but)
        if below >= 0 and counts[below] == but:
            below = bisect_left(counts, but) - 1
        near = [abs(counts[at] - to) for at in (below, above) if 0 <= at < len(counts)]
        return min(near, default=0)

    def farthest(self, to: int) -> int:
        """How far off the farthest count is."""
        return max((abs(each - to) for each in (self._counts[:1] + self._counts[-1:])), default=0)


@keeping
class Around:
    """The invoices and credit notes around one bill, itself not among them."""

    def __init__(self, bill: Bill, others: Sequence[Bill] = ()) -> None:
        self.bill, self.others = bill, others
        self._counted: dict[tuple[int, bool], Counts] = {}

    @once
    def credit_notes(self) -> Sequence[Bill]:
        """The credit notes that have a day."""
        return [one for one in self.others if one.kind == kinds.CREDIT_NOTE and one.issued is not None]

    @once
    def of_the_sum(self) -> Sequence[Bill]:
        """Those over the same sum."""
        return [one for one in self.others if one.sum == self.bill.sum]

    @once
    def patterns(self) -> Counter[tuple[str | int, ...]]:
        """How often numbers are made in which way."""
        return Counter([pattern_of(one) for one in self.others])

    @once
    def comes_once_a_day(self) -> bool:
        """Does the sum come again on other days, and nearly always once a day, as rent for one flat does?"""
        numbers = {(one.issued, one.number.plain) for one in self.of_the_sum if one.kind == self.bill.kind}
        times = Counter([day for day, _ in numbers if day is not None and day != self.bill.issued])
        once_only = sum([count == 1 for count in times.values()])
        return once_only >= _SOME_DAYS and _SELDOM * (len(times) - once_only) <= once_only

    def pace(self, place: int) -> float:
        """How many numbers a day the partner counts on, by all that it sent; 0 where that is not to be told."""
        counted = self._dated(place)
        slopes = [
            (count - before) / (day - earlier)
            for (earlier, before), (day, count) in pairwise(counted)
            if day > earlier and count > before
        ]
        return sorted(slopes)[len(slopes) // 2] if slopes else 0.0

    def counts(self, place: int, that_day: bool = False) -> Counts:
        """Where those whose numbers differ from its own in one run of digits at most stand in the partner's count.

        `that_day`: only those of its day.
        """
        if (place, that_day) not in self._counted:
            issued = self.bill.issued
            self._counted[place, that_day] = Counts(
                [count for one, count in self._in_count(place) if not that_day or one.issued == issued]
            )
        return self._counted[place, that_day]

    def _dated(self, place: int) -> Sequence[tuple[int, int]]:
        """Days and counts of the others, in their order."""
        return sorted([(one.issued.toordinal(), count) for one, count in self._in_count(place) if one.issued])

    def _in_count(self, place: int) -> list[tuple[Bill, int]]:
        """The others whose numbers differ in that run of digits at most, and where they stand in the count."""
        runs = self.bill.number.runs
        head, tail, length = runs[:place], runs[place + 1 :], len(runs[place])
        return [
            (one, int(there[place]))
            for one in self.others
            if len(there := one.number.runs) == len(runs)
            and there[:place] == head
            and there[place + 1 :] == tail
            and len(there[place]) == length
            and there[place].isdecimal()
        ]


def pattern_of(bill: Bill) -> tuple[str | int, ...]:
    """How its number is made: its words, and how long its runs of digits are."""
    return tuple([len(run) if run.isdecimal() else run for run in bill.number.runs])
