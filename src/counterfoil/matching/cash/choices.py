"""What could a movement be for that does not say it plainly? All reasonable choices, each with its odds."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, in_cents
from counterfoil.matching.cash import odds
from counterfoil.matching.cash.applying import LIKELY, SURE, Share
from counterfoil.matching.cash.candidates import TRUSTED, Candidate
from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.cash.naming import is_overpayment, is_telling, says_more
from counterfoil.matching.cash.open_items import Order
from counterfoil.matching.cash.parts import count_said, says_part
from counterfoil.matching.cash.payers import Tie
from counterfoil.matching.cash.subset import subsets
from counterfoil.matching.cash.till import Till
from counterfoil.matching.cash.trade_likeness import is_trade

_KEPT = 8
_BEHIND_MAX = 8.0
"""Choices that are so many nats behind the best are none."""
_GUESSED = 6.0
_GUESS = Decimal("0.5")
_UNEXPLAINED = 9.0
_CHARGES_MAX = 5000
_DUE_AHEAD_DAYS = 10
_COUNTED = 2.5
_PARTS_MAX = 12
_CENT = Decimal("0.01")
_USUAL_PERCENTS = (1.0, 1.5, 2.0, 2.5, 3.0, 3.5, 4.0)
_UNSAID = 3.5
_LISTED_MAX = 60
_OTHERWISE_NAMED = 5.0
"""Against what leaves out an item that is named in full and paid: that it was paid says that it is paid again."""

Candidates = Callable[[Movement], Sequence[Candidate]]
"""Gives what a movement could be for."""


class Choice(NamedTuple):
    """A way to give out a movement's cash, and the logarithm of its odds against no reason at all."""

    shares: tuple[Share, ...]
    odds: float
    most: Decimal = SURE
    """No more confidence than this, however likely it is beside others."""

    full: bool = True
    """Does the amount speak for it, to the cent?"""
    is_part: bool = False
    """Does it leave some of its only item open?"""

    @property
    def items(self) -> frozenset[bytes]:
        """The ids of its items."""
        return frozenset(one.item.id for one in self.shares)


class _Amount(NamedTuple):
    """What a candidate may be paid with, in cents and the sense of our account."""

    candidate: Candidate
    cents: int
    settles: Decimal
    weight: float
    words: str
    exact: bool = True
    part: bool = False
    most: Decimal = SURE


def choices_of(till: Till, movement: Movement, candidates: Candidates) -> tuple[Choice, ...]:
    """The choices for a movement, the likeliest first; none where it does not look like trade."""
    cents = in_cents(movement.cash.copy_abs())
    if cents is None or movement.reversal or not is_trade(movement):
        return ()
    found = candidates(movement)
    count = count_said(movement.text)
    named = _named_plainly(till, movement)
    choices: dict[frozenset[bytes], Choice] = {}
    for one in (*_guessed(till, movement), *_singles(movement, cents, found), *_groups(movement, found)):
        against = sum([till.taken_back(share.item, one.items) for share in one.shares], 0.0)
        weighed = one._replace(odds=one.odds + against)
        weighed = weighed._replace(odds=weighed.odds - _UNEXPLAINED * _unexplained(movement, found, one))
        if count is not None:
            weighed = weighed._replace(odds=weighed.odds + (_COUNTED if _takers(one) == count else -_COUNTED))
        items = one.items
        if not named <= items:
            weighed = weighed._replace(odds=weighed.odds - _OTHERWISE_NAMED, most=min(weighed.most, LIKELY))
        if items not in choices or choices[items].odds < weighed.odds:
            choices[items] = weighed
    exact = [items for items, one in choices.items() if one.full]
    # What adds up without an invoice and the credit note that takes it back adds up with them too, and means nothing.
    telling = [
        one
        for items, one in choices.items()
        if not (one.full and any(fewer < items for fewer in exact)) and _is_free(till, movement, one)
    ]
    ordered = sorted(telling, key=lambda one: (-one.odds, sorted(one.items)))
    return tuple(one for one in ordered[:_KEPT] if one.odds > ordered[0].odds - _BEHIND_MAX and one.odds > -2)


def _named_plainly(till: Till, movement: Movement) -> frozenset[bytes]:
    """What a movement names in full, of the partner, and pays, be it once more: what leaves it out is only proposed."""
    return frozenset(
        one.item.id
        for one in till.naming(movement).claims
        if one.known
        and (movement.fits(one.due, one.item.currency) or (is_telling(one.named) and till.remaining(one.item) > 0))
    )


def _is_free(till: Till, movement: Movement, choice: Choice) -> bool:
    """Is none of it a copy of another invoice, or undone by a person?"""
    return not any(till.is_repeated(one.item) or till.is_undone(movement, one.item) for one in choice.shares)


def _takers(choice: Choice) -> int:
    return sum(not share.item.is_credit for share in choice.shares)


def _guessed(till: Till, movement: Movement) -> Iterator[Choice]:
    """How the cash would go to what is named, where that is a guess."""
    shares, claims = till.applied(movement).shares, till.naming(movement).claims
    is_single = len(claims) == 1 and claims[0].stated is None
    if shares and not is_single and not till.applied(movement).back:
        yield Choice(shares, _GUESSED * len(shares), _GUESS, full=False)


def _unexplained(movement: Movement, found: Sequence[Candidate], choice: Choice) -> bool:
    """Does the text give more numbers than the choice has, where its amount says nothing for it?"""
    if choice.full or choice.most < SURE:
        return False
    given = {one.item.number for one in found if one.trust >= TRUSTED}
    return bool(given - {share.item.number for share in choice.shares}) or says_more(
        movement, [share.item for share in choice.shares]
    )


def _against(candidate: Candidate, cents: int) -> float:
    """The odds that who is behind the movement pays an item of the candidate's partner, against an amount by chance."""
    part = odds.tied(candidate.bond)
    return math.log(part / (1 - part)) - math.log(odds.chance(cents))


def _singles(movement: Movement, cents: int, found: Sequence[Candidate]) -> Iterator[Choice]:
    peers: float | None = None
    for one in found:
        way = _way(movement, one, cents) if one.takes else None
        if way is None:
            continue
        timely = one.timely
        base = _against(one, cents) + math.log(odds.ALONE) + one.trust
        if one.bond.tie in (Tie.UNTOLD, Tie.OTHER) and one.trust < TRUSTED:
            base += math.log(timely) - math.log(odds.STRANGERS)
        else:
            if peers is None:
                peers = sum([each.timely for each in found if each.takes and each.bond.tie >= Tie.LIKE], 0.0)
            base += math.log(timely / max(peers, timely))
        share = Share(one.item, movement.cash.copy_abs(), way.settles, Decimal(0), (*one.words, way.words))
        yield Choice((share,), base + way.weight, way.most, full=way.exact, is_part=way.part)


def _way(movement: Movement, one: Candidate, cents: int) -> _Amount | None:
    """How the cash of a movement may settle one item: in full, less something, in part, with too much."""
    if one.foreign:
        return _way_abroad(movement, one, cents)
    if one.left in movement.sizes:
        return _Amount(one, cents, one.left, 0.0, "the amount is what is due")
    gap = one.cents - cents if one.cents else 0
    if gap > 0:
        for at, off in enumerate(one.balance.offs):
            if off and abs(off - gap) <= 1:
                in_time = one.is_in_time(one.balance.last_days[at])
                weight = math.log(odds.AGREED if in_time else odds.LATE)
                words = "the amount is what is due less the discount agreed" + ("" if in_time else ", taken too late")
                return _Amount(one, cents, one.left if in_time else movement.sizes[0], weight, words)
    is_usual = 0 < gap <= one.cents * 4 // 100 and any(
        abs(one.cents * each / 100 - gap) <= 1 for each in _USUAL_PERCENTS
    )
    if gap > 0 and one.bond.tie >= Tie.LIKE and says_part(movement.text) and _is_next_part(one, cents):
        words = "as much as each part that was paid of it before"
        return _Amount(one, cents, movement.sizes[0], math.log(odds.SAID_PARTLY), words, part=True)
    if one.trust >= TRUSTED:
        return _way_named(movement, one, cents, gap, is_usual)
    if is_usual and one.bond.tie == Tie.SAME:
        weight = math.log(odds.USUAL) - _UNSAID
        return _Amount(one, cents, movement.sizes[0], weight, "the amount is what is due less a usual discount")
    return None


def _is_next_part(one: Candidate, cents: int) -> bool:
    """Is it as much as what was paid before, or an equal part of that? Of many parts the last makes up for cents."""
    whole = one.item.cents or 0
    count = round(whole / cents) if cents else 0
    paid = whole - one.cents
    return (
        1 < count <= _PARTS_MAX
        and paid > 0
        and abs(whole - count * cents) <= count
        and abs(paid - round(paid / cents) * cents) <= count
    )


def _way_abroad(movement: Movement, one: Candidate, cents: int) -> _Amount | None:
    """How it may settle an item in another currency: going by what was instructed, or by what the text says."""
    told = movement.instructed
    if told is not None and told.copy_abs() == one.left:
        return _Amount(one, cents, one.left, 0.0, "the amount instructed is what is due")
    if one.trust < TRUSTED or (told is not None and told.copy_abs() > one.left):
        return None
    weight = math.log(odds.PARTLY) + math.log(odds.chance(cents))
    if told is None:
        return _Amount(one, cents, one.left, weight, "the amount is in another currency", exact=False)
    return _Amount(one, cents, told.copy_abs(), weight, "the amount instructed is a part of what is due", exact=False)


def _way_named(movement: Movement, one: Candidate, cents: int, gap: int, is_usual: bool) -> _Amount:
    """How it settles an item that the text gives: some of it is missing, or there is too much."""
    paid, spread = movement.sizes[0], math.log(odds.chance(cents))
    if is_usual:
        return _Amount(one, cents, paid, math.log(odds.USUAL / 5), "the amount is what is due less a usual discount")
    if 0 < gap <= min(_CHARGES_MAX, one.cents // 20):
        weight = math.log(odds.CHARGED) - math.log(gap)
        return _Amount(one, cents, paid, weight, "little is missing, as bank charges", exact=False)
    if gap > 0:
        partly = math.log(odds.SAID_PARTLY if says_part(movement.text) else odds.PARTLY)
        return _Amount(one, cents, paid, partly + spread, "a part of what is due", exact=False, part=True)
    most = SURE if is_overpayment(movement, one.item, one.left) else LIKELY
    weight = math.log(odds.EXCEEDED) + spread
    return _Amount(one, cents, one.left, weight, "more than is due", exact=False, most=most)


def _groups(movement: Movement, found: Sequence[Candidate]) -> Iterator[Choice]:
    """Several items at once: of those that the text gives, and of all that are open of one partner."""
    given = [one for one in found if one.trust >= TRUSTED]
    if len(given) > 1 and len({one.foreign for one in given}) == 1:
        yield from _sums(movement, given, named=True)
    notes = [one for one in found if not one.takes and one.trust < TRUSTED and not one.foreign]
    takers = [one for one in given if one.takes and not one.foreign]
    if takers and notes:
        yield from _sums(movement, [*takers, *notes][:_LISTED_MAX], named=False)
    for foreign in (False, True):
        partner = [one for one in found if one.bond.tie >= Tie.LIKE and one.foreign == foreign]
        if len(partner) > 1:
            yield from _sums(movement, partner[:_LISTED_MAX], named=False)


def _sums(movement: Movement, some: Sequence[Candidate], named: bool) -> Iterator[Choice]:
    ordered = sorted(some, key=_order)
    full, less = [one.signed_cents for one in ordered], [one.expected for one in ordered]
    told = (movement.instructed,) if some[0].foreign else movement.fitting
    for fitting in filter(None, told):
        target = in_cents(fitting)
        for cents in ((full, less) if less != full else (full,)) if target is not None else ():
            places, complete = subsets(cents if movement.came_in else [-one for one in cents], abs(target or 0))
            for choice in places:
                yield _group(movement, ordered, cents, choice, named, complete)


def _order(one: Candidate) -> Order:
    return one.item.order


def _group(
    movement: Movement,
    all_: Sequence[Candidate],
    amounts: Sequence[int],
    choice: Sequence[int],
    named: bool,
    complete: bool,
) -> Choice:
    chosen = [_summand(all_[place], amounts[place]) for place in choice]
    count, total = len(chosen), len(all_)
    takers = [place for place, one in enumerate(all_) if one.takes]
    paid = [place for place in choice if all_[place].takes]
    due = [place for place in takers if all_[place].is_due(_DUE_AHEAD_DAYS)]
    span = takers[takers.index(paid[0]) : takers.index(paid[-1]) + 1] if paid else []
    part = odds.together(
        count,
        total,
        is_all=paid in (due, takers),
        is_oldest=bool(paid) and paid == takers[: len(paid)],
        is_run=paid == span,
    )
    if named:
        part = max(part, 0.5 ** (total - count) * 0.5)
    weakest = min((one.candidate for one in chosen), key=lambda one: odds.tied(one.bond))
    cents = in_cents(movement.sizes[0]) or 0
    weight = _against(weakest, cents) + math.log(odds.TOGETHER) + math.log(part)
    weight += sum([one.candidate.trust for one in chosen], 0.0)
    if not complete and not named and part < odds.RUN / total:
        weight -= 2.0
    if any(one.words for one in chosen):
        weight += math.log(odds.AGREED)
    return Choice(tuple(_shares(movement, chosen)), weight)


def _summand(one: Candidate, cents: int) -> _Amount:
    """The whole item, or less the discount that may be taken on the day."""
    return _Amount(one, cents, one.left, 0.0, "" if cents == one.signed_cents else "less the discount agreed")


def _shares(movement: Movement, chosen: Iterable[_Amount]) -> Iterator[Share]:
    """Each with its amount; what charges took off falls to the last that takes cash."""
    amounts = list(chosen)
    target = in_cents(movement.cash.copy_abs()) or 0
    given = [one.cents if movement.came_in else -one.cents for one in amounts]
    if amounts[0].candidate.foreign:
        whole = sum(given)
        given = [round(each * target / whole) for each in given]
    last = max(place for place, one in enumerate(amounts) if one.candidate.takes)
    given[last] += target - sum(given)
    for one, cents in zip(amounts, given, strict=True):
        own = cents if one.candidate.takes else -cents
        words = [*one.candidate.words, "the amounts of several open items add up to the entry", one.words]
        cash = EXACT.multiply(Decimal(own), _CENT)
        yield Share(one.candidate.item, cash, one.settles, Decimal(0), tuple(word for word in words if word))
