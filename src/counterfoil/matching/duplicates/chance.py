"""How likely is it that the sums of two invoices add up to a third by chance?"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import combinations
from math import log

from counterfoil.matching.amounts import total
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.sums import CENT
from counterfoil.matching.once import keeping, once
from counterfoil.model.summary import TradeLine

Hit = tuple[Bill, tuple[Bill, ...]]
"""A whole and what is left of it beside a part."""

_WAYS_OFF = 5
_MOST = 6.5
"""What it says at most, as logarithm of the odds."""
_TEN, _ROUND = 10, 100_000
_NEIGHBOURS = 4
"""So few of all stand next to a part in the partner's count."""
_ONE, _DIGITS_MAX = Decimal(1), 15
_LISTED = 1.5
_SOME = 1
"""One sum that comes again, or is added up elsewhere, can be what another copy did."""
_COUNTED_MAX = 100
"""Among more invoices some add up anyway."""
_GOODS = 3
"""Of so many goods a seller bills most."""
_USUAL, _USUALLY = ((1,), (2,), (5,)), 5
"""Quantities that start so and go on with zeros are usual; there are hardly more than so many."""

_Price = Decimal | None
"""Of one item; what it is called can differ by what is counted, as rent by its month."""


@keeping
class Chance:
    """The sums of a partner around a part: the more, the rounder, the fewer prices, the more add up by chance."""

    def __init__(self, part: Bill, others: Sequence[Bill], hits: Sequence[Hit]) -> None:
        """`others` are all invoices of the partner, `hits` those of them that add up with the part."""
        self._part, self._others, self._hits = part, others, hits

    def weight(self, whole: Bill, rest: Sequence[Bill], *, one_by_one: bool) -> float:
        """What it says that these add up, as logarithm of the odds; `one_by_one`: the parts follow one another."""
        most = len(self._others)
        # Of three only such are looked at as stand together.
        beside = min(_NEIGHBOURS * len(rest), most / 2) if one_by_one or len(rest) > 1 else most / 2
        told = self._told(whole, rest) - log(max(1.0, most * beside))
        again = max([self._sums[each.smallest] for each in (self._part, *rest)]) - 1
        listed = _LISTED + log(again) if again > 0 else 0.0
        return max(0.0, min(_MOST, told, self._elsewhere(whole, rest)) - listed - log(self._ways))

    def is_round(self, whole: Bill, rest: Sequence[Bill]) -> bool:
        """Are these sums that people agree on, as instalments are?"""
        return _grain(*[each.smallest or 0 for each in (whole, *rest)]) >= _ROUND

    def _told(self, whole: Bill, rest: Sequence[Bill]) -> float:
        """In how many ways the most telling of them could have had another sum, as a logarithm."""
        over, left = whole.smallest or 0, [each.smallest or 0 for each in rest]
        exact = over == (self._part.smallest or 0) + sum(left)
        sums = self._most / _grain(over, *left) / (1 if exact else _WAYS_OFF)
        return min(log(max(1.0, sums)), max(map(self._ways_of, self._alike(whole, rest))))

    def _alike(self, whole: Bill, rest: Sequence[Bill]) -> Iterable[Bill]:
        """They all, and what could be the whole as well."""
        return self._part, *rest, *[one for one, _ in self._hits if one.smallest == whole.smallest]

    def _ways_of(self, bill: Bill) -> float:
        """In how many ways a bill's lines could have been others, as a logarithm."""
        if not bill.summary.lines:
            again = sum(count > 1 for count in self._sums.values())
            return log(self._most if again <= _SOME else len(self._sums) ** 2 / 2 / again)
        quantities: dict[_Price, Decimal] = defaultdict(Decimal)
        for line in bill.summary.lines:
            price = _price(line)
            quantities[price] = total([quantities[price], (line.quantity or _ONE).copy_abs()])
        return sum([self._ways_of_item(one, quantity) for one, quantity in quantities.items()], 0.0)

    def _ways_of_item(self, price: _Price, quantity: Decimal) -> float:
        if self._prices[price] < 2:  # a price that this bill alone has
            return _log(quantity) + _log(price or _ONE) + log(CENT)
        usual = quantity.normalize().as_tuple().digits in _USUAL
        return log(min(_GOODS, len(self._prices))) + (log(_USUALLY) if usual else log(2) + _log(quantity))

    def _elsewhere(self, whole: Bill, rest: Sequence[Bill]) -> float:
        """Where other sums of the partner add up, these tell little."""
        if len(self._others) > _COUNTED_MAX:
            return _MOST
        but = {each.smallest for each in (whole, *rest, self._part)}
        sums = [one for one in self._sums if one is not None and one not in but]
        held = frozenset(sums)
        found = sum(one + other in held for one, other in combinations(sums, 2))
        return log(len(self._others) / 3 / found) if found > _SOME else _MOST

    @once
    def _ways(self) -> int:
        return len({tuple(sorted([each.number.plain for each in rest])) for _, rest in self._hits})

    @once
    def _sums(self) -> Counter[int | None]:
        return Counter([one.smallest for one in (*self._others, self._part)])

    @once
    def _most(self) -> int:
        return max(one for one in self._sums if one is not None)

    @once
    def _prices(self) -> Counter[_Price]:
        """How many bills have each price of an item."""
        bills: Iterable[Bill] = (*self._others, self._part)
        return Counter([price for bill in bills for price in {_price(line) for line in bill.summary.lines}])


def _price(line: TradeLine) -> _Price:
    return line.amount if line.price is None else line.price


def _log(number: Decimal) -> float:
    """The natural logarithm of what is not less than 1; 0 of anything else."""
    if number.adjusted() > _DIGITS_MAX:
        return number.adjusted() * log(_TEN)
    return log(max(1.0, abs(float(number))))


def _grain(*sums: int) -> int:
    """The power of ten, at least a cent, that sums are multiples of."""
    grain = CENT
    while any(sums) and not any(one % (grain * _TEN) for one in sums):
        grain *= _TEN
    return grain
