"""How likely is a reason for a movement before its amount is looked at? Weighed on worlds that were made up."""

import math
from collections.abc import Sequence
from datetime import date

from counterfoil.matching.cash.payers import Bond, Tie

TIED = {Tie.SAME: 0.94, Tie.LEARNED: 0.9, Tie.QUOTED: 0.85, Tie.UNTOLD: 0.5, Tie.OTHER: 0.25}
"""How often somebody so tied pays one or more of the partner's items that are known and open."""
_LIKE_FROM, _LIKE_SPAN, _LIKE_LEAST, _LIKE_MOST = 0.8, 0.2, 0.45, 0.92
STRANGERS = 2500
"""Items of others that are open, roughly, among which one was met by its amount alone."""
CHANCE = 3e-5
"""How often a movement that has nothing to do with an item has its amount all the same."""
_ROUND = ((10000, 40.0), (1000, 12.0), (100, 3.0))

ALONE, TOGETHER = 0.6, 0.22
SAID_PARTLY = 0.5
"""Where the text says that it is a part."""
AGREED, LATE, USUAL, CHARGED, PARTLY, EXCEEDED = 0.3, 0.06, 0.05, 0.03, 0.08, 0.02
"""Against an amount paid in full: less an agreed discount, taken too late, not agreed at all; less a bank's charges; in
parts; with too much."""
ALL, OLDEST, RUN, ANY = 0.3, 0.3, 0.15, 0.25
"""Which items somebody pays together: all, the oldest, neighbours, any."""
_LAG_DAYS = 12.0
_TIME_LEAST, _TIME_UNTOLD = 0.03, 0.3
_BEFORE_ISSUE = 0.02


def tied(bond: Bond) -> float:
    """How often somebody so bound pays known items of the partner."""
    if bond.tie == Tie.LIKE:
        part = min(max((bond.strength - _LIKE_FROM) / _LIKE_SPAN, 0.0), 1.0)
        return _LIKE_LEAST + part * (_LIKE_MOST - _LIKE_LEAST)
    return TIED[bond.tie]


def chance(cents: int) -> float:
    """How often a movement without reason has this amount; round ones are frequent."""
    for step, times in _ROUND:
        if cents % step == 0:
            return CHANCE * times
    return CHANCE


def timely(paid: date | None, issued: date | None, due: date | None, last_days: Sequence[date | None]) -> float:
    """How well a day of payment goes with the days on which an item may be expected to be paid, from 0 to 1.

    That is when it is due, and the last day for each discount.
    """
    if paid is None:
        return _TIME_UNTOLD
    number = paid.toordinal()
    told = [abs(number - day.toordinal()) for day in (due, *last_days) if day is not None]
    if not told:
        return _TIME_UNTOLD
    is_early = issued is not None and paid < issued
    best = _BEFORE_ISSUE if is_early else max(math.exp(-min(told) / _LAG_DAYS), _TIME_LEAST)
    return best if len(told) > len(last_days) else max(best, _TIME_UNTOLD)


def together(count: int, total: int, is_all: bool, is_oldest: bool, is_run: bool) -> float:
    """How often so many of so many items are paid at once, and these."""
    odds = ANY * 0.5 ** (count - 1) / math.comb(total, count)
    if is_all:
        odds += ALL
    if is_oldest:
        odds += OLDEST / total
    if is_run:
        odds += RUN / (total * total / 2)
    return odds
