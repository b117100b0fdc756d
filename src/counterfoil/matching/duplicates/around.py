"""The invoices that stand around one: what all judgements on it ask of them, worked out once."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence

from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.once import keeping, once
from counterfoil.model import summary as kinds


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

    def counts(self, place: int, that_day: bool = False) -> Counts:
        """Where those whose numbers differ from its own in one run of digits at most stand in the partner's count.

        `that_day`: only those of its day.
        """
        if (place, that_day) not in self._counted:
            runs, issued = self.bill.number.runs, self.bill.issued
            head, tail, length = runs[:place], runs[place + 1 :], len(runs[place])
            self._counted[place, that_day] = Counts(
                [
                    int(there[place])
                    for one in self.others
                    if not that_day or one.issued == issued
                    if len(there := one.number.runs) == len(runs)
                    and there[:place] == head
                    and there[place + 1 :] == tail
                    and len(there[place]) == length
                    and there[place].isdecimal()
                ]
            )
        return self._counted[place, that_day]


def pattern_of(bill: Bill) -> tuple[str | int, ...]:
    """How its number is made: its words, and how long its runs of digits are."""
    return tuple([len(run) if run.isdecimal() else run for run in bill.number.runs])
