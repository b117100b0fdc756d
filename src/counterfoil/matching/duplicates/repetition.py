"""Is one invoice a copy of another? How sure that is, and why."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import exp
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT
from counterfoil.matching.duplicates.bill import Bill
from counterfoil.matching.duplicates.circumstances import Weighed, circumstances
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike
from counterfoil.matching.duplicates.series import is_rebilled, series
from counterfoil.matching.keys import plain_number
from counterfoil.matching.parties.identity import likeness, same_party
from counterfoil.matching.references import corrects
from counterfoil.model import summary as kinds


class Repetition(NamedTuple):
    """How sure it is that one invoice is a copy of another, and why."""

    confidence: Decimal
    evidence: tuple[str, ...]


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
_SHORT, _TELLING = 2.0, 4
_NEAR = Decimal("0.05")
_LIKE_PARTNER = 0.6
_CERTAIN = Decimal(1)
_DAYS_MAX = 180
_HOPELESS = Decimal("0.3")
"""What is less sure than this, other invoices of the partner cannot make sure."""
_MOST = 0.99


def repetition(later: Bill, earlier: Bill, around: Sequence[Bill] = ()) -> Repetition | None:
    """How sure it is that the later is a copy of the earlier, judged by both and by other invoices of the partner.

    None where that cannot be: another kind of document or buyer, or one that names the other as what it corrects.
    """
    numbers = _related(later, earlier)
    if numbers is None or not _comparable(later, earlier):
        return None
    if _is_exact(numbers, later, earlier):
        return Repetition(_CERTAIN, (f"the same seller and number {later.number}",))
    weighed = [
        *_number(numbers, later),
        *_partner(later, earlier),
        *_amount(numbers, later, earlier),
        *circumstances(later, earlier),
    ]
    if numbers not in _BY_HAND and weighed_up(_PRIOR, weighed).confidence >= _HOPELESS:
        others = [one for one in around if one is not later and one is not earlier]
        if is_rebilled(earlier, later, others):
            return None
        weighed += series(later, earlier, others)
    return weighed_up(_PRIOR, weighed)


def weighed_up(prior: float, weighed: Sequence[Weighed]) -> Repetition:
    """The probability that the weights add up to, and what they say."""
    score = prior + sum(weight for weight, _ in weighed)
    confidence = Decimal(str(round(min(1 / (1 + exp(-score)), _MOST), 2)))
    return Repetition(confidence, tuple(words for _, words in weighed if words))


def _is_exact(numbers: Numbers, later: Bill, earlier: Bill) -> bool:
    """Are number, partner and amount the same, and the days not so far apart that numbers could start again?"""
    return (
        numbers is Numbers.SAME
        and later.amount == earlier.amount
        and same_party(later.partner, earlier.partner) is True
        and (not later.issued or not earlier.issued or abs((later.issued - earlier.issued).days) <= _DAYS_MAX)
    )


def _related(later: Bill, earlier: Bill) -> Numbers | None:
    """What the numbers have to do with one another; None where too little agrees: most that stand around end here."""
    if later.summary.document != earlier.summary.document:
        return None
    if (later.amount is None or later.amount != earlier.amount) and later.digits != earlier.digits:
        return None
    numbers = numbers_alike(later.number, earlier.number)
    return None if numbers is Numbers.OTHER and later.issued != earlier.issued else numbers


def _comparable(later: Bill, earlier: Bill) -> bool:
    ours, theirs = later.summary, earlier.summary
    if ours.currency and theirs.currency and ours.currency != theirs.currency:
        return False
    if same_party(ours.buyer, theirs.buyer) is False:
        return False
    number, other = plain_number(later.number), plain_number(earlier.number)
    if ours.document == kinds.INVOICE and (other in later.invoices or number in earlier.invoices):
        # A final invoice names the advance payments that it takes off, a corrective one what it corrects.
        return number == other and not corrects(ours) and not corrects(theirs)
    return True


def _number(numbers: Numbers, later: Bill) -> Iterator[Weighed]:
    weight = _NUMBER[numbers]
    if numbers in _BY_HAND and len(later.digits) < _TELLING:
        weight -= _SHORT
    yield weight, numbers.value if weight > 0 else ""


def _partner(later: Bill, earlier: Bill) -> Iterator[Weighed]:
    ours, theirs = later.partner, earlier.partner
    same = same_party(ours, theirs)
    if same is True:
        yield 2.0, "the same partner"
    elif ours is not None and theirs is not None and likeness(ours, theirs) >= _LIKE_PARTNER:
        yield (0.5 if same is None else -0.5), "a partner of a like name"
    else:
        yield (-0.5 if same is None else -4.0), ""


def _amount(numbers: Numbers, later: Bill, earlier: Bill) -> Iterator[Weighed]:
    """Under one number an invoice can come again with another sum; under another number it is not the same."""
    amount, other = later.amount, earlier.amount
    if amount is None or other is None:
        yield -1.5, ""
    elif amount == other:
        yield 0.0, "the same amount"
    elif numbers is not Numbers.SAME:
        yield -6.0, ""
    else:
        off = EXACT.subtract(amount, other).copy_abs()
        yield (-2.0 if off <= EXACT.multiply(_NEAR, other.copy_abs()) else -4.5), ""
