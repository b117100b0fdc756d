"""Is one invoice a copy of another? How sure that is, and why."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache
from math import exp
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT
from counterfoil.matching.duplicates.around import Around
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.circumstances import (
    Weighed,
    bills_one_delivery,
    circumstances,
    goes_elsewhere,
    goes_there_too,
    is_readdressed,
    may_be_readdressed,
    name_one_order,
    supply_two_places,
)
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike
from counterfoil.matching.duplicates.pair import Pair
from counterfoil.matching.duplicates.series import MOST, again, is_rebilled, series
from counterfoil.matching.parties.identity import likeness, same_party
from counterfoil.matching.references import corrects
from counterfoil.model import summary as kinds


class Repetition(NamedTuple):
    """How sure it is that one invoice is a copy of another, and why."""

    confidence: Decimal
    evidence: tuple[str, ...]
    weight: float
    """What speaks for it, as logarithm of the odds: it tells apart what is surer than a confidence can say."""


_PRIOR = -5.0
_NUMBER = {
    Numbers.SAME: 7.0,
    Numbers.REFORMATTED: 6.5,
    Numbers.PREFIXED: 5.5,
    Numbers.SUFFIXED: 4.5,
    Numbers.MISTYPED: 2.0,
    Numbers.MISSING: -1.0,
    Numbers.OTHER: -3.0,
}
_BY_HAND = (Numbers.SAME, Numbers.REFORMATTED, Numbers.PREFIXED)
_OWN = (Numbers.OTHER, Numbers.MISTYPED)
_ANEW = (*_OWN, Numbers.SUFFIXED)
"""Numbers that are given to what is issued again."""
_SHORT, _TELLING = 2.0, 4
_AGAIN = 3.0
"""What says that it takes the place of another has a number of its own."""
_NAMED = 3.0
"""What says so by the other's number leaves no doubt which is meant."""
_ELSEWHERE = 2.5
"""What says so and goes to another address leaves it open which of several over one sum is meant."""
_MOVED = 2.4
"""What alone goes to another address of ours most likely had to."""
_STANDING = -6.0
"""What is billed again and again by a standing order is not the same for another address."""
_TWO_PLACES = -4.0
"""The same goods for two sites are billed twice, under numbers of their own."""
_EQUAL_PARTS = 1.0
"""Of one order equal parts have all lines in common, as copies have."""
_ONE_DELIVERY = 2.0
"""Under whichever number: a delivery is billed once."""
_NEAR = Decimal("0.05")
_LIKE_PARTNER = 0.6
_CERTAIN, _EXACT = Decimal(1), 99.0
_DAYS_MAX = 180
_LIKELY = 0.5
"""As logarithm of the odds: 62 of 100."""
_MOST = 0.99
_pair = lru_cache(maxsize=4096)(Pair)
"""One for all that weigh the same, since they are kept."""


def are_alike(later: Bill, earlier: Bill) -> bool:
    """Is this of one kind, and under nearly one number or over one sum? Most that stand around end here."""
    return (later.digits == earlier.digits or later.sum == earlier.sum != "") and later.kind == earlier.kind


def could_repeat(later: Bill, earlier: Bill) -> bool:
    """Could one be a copy of another that came before it, by what the two tell?"""
    return are_alike(later, earlier) and earlier.is_before(later) and _side_by_side(later, earlier) is not None


def repetition(later: Bill, earlier: Bill, around: Around) -> Repetition | None:
    """How sure it is that the later of two that are alike is a copy, judged by both and by what stands around it.

    None where that is not likely, or cannot be: another kind of document or buyer, or one that names the other as what
    it corrects.
    """
    pair = _side_by_side(later, earlier)
    if pair is None:
        return None
    if _is_exact(pair.numbers, later, earlier):
        return Repetition(_CERTAIN, (f"the same seller and number {later.written}",), _EXACT)
    by_others: list[Weighed] = []
    if pair.numbers not in _BY_HAND:
        if is_rebilled(earlier, later, around):
            return None
        weight = pair.weight
        for each in _by_others(pair.numbers, later, earlier, around):
            by_others.append(each)
            weight += each[0]
            if _PRIOR + weight < _LIKELY:
                return None  # what is still to come only speaks against it
    return weighed_up(_PRIOR, [*_weighed(pair.numbers, later, earlier), *by_others])


def _by_others(numbers: Numbers, later: Bill, earlier: Bill, around: Around) -> Iterable[Weighed]:
    """What the invoices around say for and against."""
    if _takes_its_place(numbers, later, earlier):
        if _means(numbers, later, earlier):
            return ()
        often = again(later, earlier, around)
        return often if later.is_issued_again else [(_STANDING, "") for _ in often]
    if numbers in _OWN and bills_one_delivery(later, earlier):
        return again(later, earlier, around)
    if numbers in _OWN and may_be_readdressed(later, earlier):
        return [(_STANDING, "")] if _comes_there(later, earlier, around) else ()
    return series(later, earlier, around)


def _comes_there(later: Bill, earlier: Bill, around: Around) -> bool:
    """Do others go to that address as well, or does the sum come again? Then nothing tells of a mistake."""
    return any(again(later, earlier, around)) or any(goes_there_too(third, later) for third in around.others)


def _side_by_side(later: Bill, earlier: Bill) -> Pair | None:
    """What the two tell by themselves; None where the later can be no copy, whatever stands around it."""
    try:
        return later.pairs[earlier.id]
    except KeyError:
        found = later.pairs[earlier.id] = _compared(later, earlier)
        return found


def _compared(later: Bill, earlier: Bill) -> Pair | None:
    numbers = _related(later, earlier)
    if numbers is None or not _comparable(later, earlier):
        return None
    weight = sum([weight for weight, _ in _weighed(numbers, later, earlier)])
    most = weight if numbers in _BY_HAND else weight + MOST
    return _pair(numbers, weight) if _PRIOR + most >= _LIKELY or _is_exact(numbers, later, earlier) else None


def _weighed(numbers: Numbers, later: Bill, earlier: Bill) -> list[Weighed]:
    parts = numbers is Numbers.MISTYPED and name_one_order(later, earlier)
    parts = parts and not _takes_its_place(numbers, later, earlier)
    return [
        _number(numbers, later, earlier),
        _partner(later, earlier),
        _amount(numbers, later, earlier),
        _places(numbers, later, earlier),
        *(circumstances(later, earlier, lines_most=_EQUAL_PARTS) if parts else circumstances(later, earlier)),
    ]


def could_be(prior: float, weighed: Iterable[Weighed]) -> bool:
    """Do the weights add up to what is likely?"""
    return prior + sum([weight for weight, _ in weighed]) >= _LIKELY


def weighed_up(prior: float, weighed: Sequence[Weighed]) -> Repetition | None:
    """The probability that the weights add up to, and what they say; None where it is not likely."""
    score = prior + sum([weight for weight, _ in weighed])
    if score < _LIKELY:
        return None
    confidence = round(min(1 / (1 + exp(-score)), _MOST), 2)
    return Repetition(Decimal(str(confidence)), tuple(words for _, words in weighed if words), score)


def _is_exact(numbers: Numbers, later: Bill, earlier: Bill) -> bool:
    """Are number, partner and amount the same, and the days not so far apart that numbers could start again?"""
    return (
        numbers is Numbers.SAME
        and later.sum == earlier.sum
        and same_party(later.partner, earlier.partner) is True
        and (not later.issued or not earlier.issued or abs((later.issued - earlier.issued).days) <= _DAYS_MAX)
    )


def _related(later: Bill, earlier: Bill) -> Numbers | None:
    """What the numbers have to do with one another; None where too little agrees."""
    numbers = numbers_alike(later.number, earlier.number)
    if numbers is Numbers.OTHER and later.issued != earlier.issued:
        told = _takes_its_place(numbers, later, earlier) or _bill_one_supply(later, earlier)
        return numbers if told or may_be_readdressed(later, earlier) else None
    return numbers


def _bill_one_supply(later: Bill, earlier: Bill) -> bool:
    """Do they name a delivery or an order in common?"""
    return bills_one_delivery(later, earlier) or name_one_order(later, earlier)


def _takes_its_place(numbers: Numbers, later: Bill, earlier: Bill) -> bool:
    """Does it say under another number that it was issued again, or bill the same to another address?"""
    if numbers not in _ANEW:
        return False
    return later.is_issued_again or is_readdressed(later, earlier)


def _means(numbers: Numbers, later: Bill, earlier: Bill) -> bool:
    """Does what takes the place of another leave no doubt which it is? By its note, a reference, or its own number."""
    return numbers is Numbers.SUFFIXED or later.replaces(earlier) or later.names(earlier)


def _comparable(later: Bill, earlier: Bill) -> bool:
    ours, theirs = later.summary, earlier.summary
    if ours.currency and theirs.currency and ours.currency != theirs.currency:
        return False
    if same_party(ours.buyer, theirs.buyer) is False:
        return False
    if later.kind == kinds.INVOICE and (later.names(earlier) or earlier.names(later)):
        # A final invoice names the advance payments that it takes off, a corrective one what it corrects.
        again = later.number.plain == earlier.number.plain or _is_named_again(later, earlier)
        return again and not corrects(ours) and not corrects(theirs)
    return True


def _is_named_again(later: Bill, earlier: Bill) -> bool:
    """Does it name the other as that in whose place it is issued, over the same sum?"""
    again = later.is_issued_again or is_readdressed(later, earlier)
    return again and later.names(earlier) and later.sum == earlier.sum and not earlier.names(later)


def _number(numbers: Numbers, later: Bill, earlier: Bill) -> Weighed:
    if _takes_its_place(numbers, later, earlier):
        if not later.is_issued_again:
            named = _NAMED if _means(numbers, later, earlier) else 0.0
            return _AGAIN + named, "the same supply, billed to another address"
        if _means(numbers, later, earlier):
            return _AGAIN + _NAMED, f"says that it is a corrected one and names {earlier.written}"
        if goes_elsewhere(later, earlier):
            return _AGAIN + _ELSEWHERE, "says that it is a corrected one, billed to another address"
        return _AGAIN, "says that it is a corrected one"
    if numbers in _OWN and bills_one_delivery(later, earlier):
        return _ONE_DELIVERY, "one delivery"
    if numbers in _OWN and may_be_readdressed(later, earlier):
        return _MOVED, "the same lines, billed to another address"
    weight = _NUMBER[numbers]
    if numbers in _BY_HAND and len(later.digits) < _TELLING:
        weight -= _SHORT
    return weight, numbers.value if weight > 0 else ""


def _places(numbers: Numbers, later: Bill, earlier: Bill) -> Weighed:
    if numbers not in _OWN or not supply_two_places(later, earlier) or _takes_its_place(numbers, later, earlier):
        return 0.0, ""
    return _TWO_PLACES, ""


def _partner(later: Bill, earlier: Bill) -> Weighed:
    ours, theirs = later.partner, earlier.partner
    same = same_party(ours, theirs)
    if same is True:
        return 2.0, "the same partner"
    if ours is not None and theirs is not None and likeness(ours, theirs) >= _LIKE_PARTNER:
        return (0.5 if same is None else -0.5), "a partner of a like name"
    return (-0.5 if same is None else -4.0), ""


def _amount(numbers: Numbers, later: Bill, earlier: Bill) -> Weighed:
    """Under one number an invoice can come again with another sum; under another number it is not the same."""
    amount, other = later.amount, earlier.amount
    if amount is None or other is None:
        return -1.5, ""
    if amount == other:
        return 0.0, "the same amount"
    if numbers is not Numbers.SAME:
        return -6.0, ""
    off = EXACT.subtract(amount, other).copy_abs()
    return (-2.0 if off <= EXACT.multiply(_NEAR, other.copy_abs()) else -4.5), ""
