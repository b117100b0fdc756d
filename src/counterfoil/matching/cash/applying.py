"""How is the cash of a movement given out to the items that it names, as far as these are still open?"""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, ZERO, cents, divided, total
from counterfoil.matching.cash.discount import discount_agreed
from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.cash.naming import Claim, Naming, is_overpayment, is_telling, says_more
from counterfoil.matching.cash.open_items import Item

SURE, LIKELY = Decimal(1), Decimal("0.8")
_TELLING = Decimal("0.97")
"""A long number alone, where less than is due comes from somebody unknown, or what is due is in another currency."""
_REST = Decimal("0.9")
_EXCEEDED = Decimal("0.97")
RETURN_FEE_MAX = Decimal(50)
"""What a bank may ask for, on top of what comes back."""
_CENT = Decimal("0.01")
_USUAL_PERCENTS = tuple(Decimal(one) / 2 for one in range(2, 9))
"""From 1 to 4 per cent in halves, what is taken as discount whether agreed or not."""
_SUBSETS_MAX = 10


class Share(NamedTuple):
    """What of a movement goes to an item."""

    item: Item
    cash: Decimal
    """In the currency of the movement and the sense of the item: positive settles it."""
    settles: Decimal
    """What of the item is settled by it, in its own currency: with discount and charges."""
    confidence: Decimal
    evidence: tuple[str, ...]


class Applied(NamedTuple):
    """What a movement was applied to; `sure` where nothing else needs to be weighed."""

    shares: tuple[Share, ...] = ()
    sure: bool = False
    again: tuple[Claim, ...] = ()
    """Items that it names and that were settled before."""
    back: bool = False
    """Is it a payment that came back?"""
    exact: bool = False
    """Does its amount bear out all that it names?"""


Remaining = Callable[[Item], Decimal]
"""What is left to settle of an item, in its own sense."""


def applied(movement: Movement, naming: Naming, remaining: Remaining) -> Applied:
    """The cash of a movement on what it names. A movement the wrong way is applied to nothing."""
    claims = naming.claims
    if not any(_takes(movement, one) for one in claims):
        return Applied()
    if movement.reversal:
        return _taken_back(movement, naming, remaining)._replace(back=True)
    live = tuple([one for one in claims if remaining(one.item) > 0])
    closed = tuple([one for one in claims if remaining(one.item) <= 0]) if len(live) < len(claims) else ()
    if not any(_takes(movement, one) for one in live):
        return Applied(again=closed)
    if closed:
        whole = _adds_up(movement, claims, lambda item: item.size)
        untouched = all(remaining(one.item) == one.item.size for one in live)
        if whole and untouched and _is_enough(movement, live, remaining):
            return Applied(tuple(_rest(movement, live, remaining)), sure=True, again=closed)
    found = _on_open(movement, Naming(live, naming.complete), remaining)
    # Beside what was paid before, only an amount that fits the rest tells that it is for that.
    return found._replace(sure=False) if closed and not found.exact else found


def _on_open(movement: Movement, naming: Naming, remaining: Remaining) -> Applied:
    claims = naming.claims
    if _adds_up(movement, claims, remaining):
        if len(claims) == 1:
            return Applied((_alone(movement, claims[0], remaining),), sure=claims[0].sure, exact=True)
        words = ("the amounts of all invoices named add up to the entry",)
        return Applied(tuple(_full(movement, claims, remaining, words)), sure=True, exact=True)
    if len(claims) > 1 and naming.complete and (less := _discounted(movement, claims, remaining)):
        return Applied(less, sure=True, exact=True)
    if len(claims) > 1 and all(one.stated is None for one in claims) and (part := _part(movement, claims, remaining)):
        words = ("the amounts of some of the invoices named add up to the entry",)
        return Applied(tuple(_full(movement, part, remaining, words)), sure=all(one.sure for one in part))
    return _by_wishes(movement, naming, remaining)


def _takes(movement: Movement, claim: Claim) -> bool:
    """Does the item take cash in the direction of the movement?"""
    return claim.item.brings_in(claim.came_in) == (movement.cash > 0)


def _alone(movement: Movement, claim: Claim, remaining: Remaining) -> Share:
    """The whole cash for the only item, where it is what is left of it."""
    item = claim.item
    cash = item.signed(total([movement.cash]), claim.came_in)
    words = () if movement.is_foreign(item.currency) else ("the amount is what is due",)
    return Share(item, cash, remaining(item), SURE, (*evidence(movement, claim), *words))


def _adds_up(movement: Movement, claims: Sequence[Claim], amount: Remaining) -> bool:
    dues = [one.item.signed(amount(one.item), one.came_in) for one in claims]
    return bool(dues) and movement.fits(total(dues), claims[0].item.currency)


def _is_enough(movement: Movement, claims: Sequence[Claim], remaining: Remaining) -> bool:
    """Is the cash enough for all that is left? Not where a credit note that was set off before is missing beside it."""
    left = total([one.item.signed(remaining(one.item), one.came_in) for one in claims])
    return left.copy_abs() <= movement.cash.copy_abs() or movement.is_foreign(claims[0].item.currency)


def _rest(movement: Movement, claims: Sequence[Claim], remaining: Remaining) -> Iterator[Share]:
    """What is still open of all that is named; the cash for what was paid before goes nowhere."""
    for one in claims:
        left = remaining(one.item)
        yield Share(
            one.item, left, left, _REST, (*evidence(movement, one), "the rest of what it names was paid before")
        )


def _full(movement: Movement, claims: Sequence[Claim], remaining: Remaining, words: tuple[str, ...]) -> Iterator[Share]:
    """Each gets what is left to settle; charges and what the exchange makes of it fall to the last that takes cash."""
    dues = {one.item.id: one.item.signed(remaining(one.item), one.came_in) for one in claims}
    shares = dict(dues)
    last = [one for one in claims if _takes(movement, one)][-1]
    if movement.is_foreign(last.item.currency) and len(claims) > 1:
        whole = total([*dues.values()])
        shares = {id: cents(divided(EXACT.multiply(due, movement.cash), whole)) for id, due in dues.items()}
    others = [share for id, share in shares.items() if id != last.item.id]
    shares[last.item.id] = total([movement.cash, *(each.copy_negate() for each in others)])
    for one in claims:
        share = one.item.signed(shares[one.item.id], one.came_in)
        yield Share(one.item, share, remaining(one.item), SURE, (*evidence(movement, one), *words))


def evidence(movement: Movement, claim: Claim) -> tuple[str, ...]:
    """Why the movement is for an item, but for the amount."""
    words = [f"names {claim.named.written} as {claim.named.how}"]
    if _is_untold(movement, claim):
        words.append("its currency is another, and how much of it was paid is not told")
    if claim.known:
        words.append("the other side of the entry is the partner")
    if movement.reversal:
        words.append("the payment came back")
    return tuple(words)


def _discounted(movement: Movement, claims: Sequence[Claim], remaining: Remaining) -> tuple[Share, ...]:
    """Where each takes the discount that it agreed to, or all the same usual one."""
    if any(movement.is_foreign(one.item.currency) for one in claims):
        return ()
    for off in _ways_off(movement, claims, remaining):
        dues = [one.item.signed(EXACT.subtract(remaining(one.item), off(one.item)), one.came_in) for one in claims]
        gap = EXACT.subtract(total(dues), movement.cash)
        # The payer may have rounded the sum instead of each.
        if abs(gap) <= EXACT.multiply(Decimal(len(claims) - 1), _CENT):
            words = "less discount the amounts of all invoices named add up to the entry"
            shares = [one.item.signed(due, one.came_in) for one, due in zip(claims, dues, strict=True)]
            shares[-1] = claims[-1].item.signed(EXACT.subtract(dues[-1], gap), claims[-1].came_in)
            return tuple(
                Share(one.item, cash, remaining(one.item), SURE, (*evidence(movement, one), words))
                for one, cash in zip(claims, shares, strict=True)
            )
    return ()


def _ways_off(movement: Movement, claims: Sequence[Claim], remaining: Remaining) -> Iterator[Callable[[Item], Decimal]]:
    def agreed(item: Item) -> Decimal:
        return discount_agreed(item.summary, item.size, movement.day) if item.discounts else ZERO

    def tolerated(item: Item) -> Decimal:
        return discount_agreed(item.summary, item.size, None) if item.discounts else ZERO

    yield agreed
    yield tolerated
    if all(one.known for one in claims):
        for percent in _USUAL_PERCENTS:
            yield lambda item, percent=percent: (  # type: ignore[misc]
                ZERO if item.is_credit else cents(EXACT.multiply(remaining(item), EXACT.multiply(percent, _CENT)))
            )


def _part(movement: Movement, claims: Sequence[Claim], remaining: Remaining) -> list[Claim] | None:
    """The only choice of several named items whose amounts add up; the others were named in passing."""
    if len(claims) > _SUBSETS_MAX:
        return None
    found: list[list[Claim]] = []
    for mask in range(1, 1 << len(claims)):
        chosen = [one for place, one in enumerate(claims) if mask >> place & 1]
        if _adds_up(movement, chosen, remaining):
            found.append(chosen)
    return found[0] if len(found) == 1 else None


def _by_wishes(movement: Movement, naming: Naming, remaining: Remaining) -> Applied:
    """A single item gets all: an instalment, or too much. Of several the earlier come first.

    What is missing or left over falls to the last; where the entry does not tell how it splits, that is a guess.
    """
    claims = naming.claims

    def wish(one: Claim) -> Decimal:
        return one.item.signed(remaining(one.item), one.came_in) if one.stated is None else one.stated

    takers = [one for one in claims if _takes(movement, one)]
    given = {one.item.id: wish(one) for one in claims if one not in takers}
    left = total([movement.cash, *(each.copy_negate() for each in given.values())])
    missing = total([*map(wish, takers), left.copy_negate()])
    enough = total([*map(wish, takers)]).copy_abs() <= left.copy_abs()
    for one in takers:
        given[one.item.id] = wish(one) if wish(one).copy_abs() < left.copy_abs() else left
        left = total([left, given[one.item.id].copy_negate()])
    if not naming.complete and left.copy_abs() > movement.cash.copy_abs():
        # More is set off than all others take, so that is not what was meant.
        return _by_wishes(movement, Naming(tuple(takers), complete=False), remaining)._replace(sure=False)
    exact = enough
    if naming.complete:
        last = takers[-1].item.id
        given[last] = total([given[last], left])
        exact = not missing or (len(takers) == 1 and takers[0].stated is None)
    shares = [
        Share(
            one.item,
            cash := one.item.signed(given[one.item.id], one.came_in),
            _settled(movement, one, cash, remaining),
            _confidence(movement, one, cash, remaining) if exact else LIKELY,
            evidence(movement, one),
        )
        for one in claims
        if given[one.item.id]
    ]
    return Applied(tuple(shares), sure=all(one.confidence > LIKELY for one in shares))


def _settled(movement: Movement, claim: Claim, cash: Decimal, remaining: Remaining) -> Decimal:
    """What the cash settles: with the discount that was agreed and taken in time, and charges that were taken off."""
    item, left = claim.item, remaining(claim.item)
    if movement.is_foreign(item.currency):
        told = movement.instructed
        return left if told is None or movement.line.instructed_currency != item.currency else min(abs(told), left)
    gap = EXACT.subtract(left, cash)
    allowed = max(discount_agreed(item.summary, item.size, movement.day), movement.line.charges or ZERO)
    return left if ZERO < gap <= allowed else cash


def _confidence(movement: Movement, claim: Claim, cash: Decimal, remaining: Remaining) -> Decimal:
    left = remaining(claim.item)
    if not claim.sure:
        stands_out = is_telling(claim.named) and not movement.forms and cash <= left
        return _TELLING if stands_out and _settled(movement, claim, cash, remaining) == left else LIKELY
    if _is_untold(movement, claim):
        return _TELLING if is_telling(claim.named) and not says_more(movement, [claim.item]) else LIKELY
    if claim.stated is not None or _settled(movement, claim, cash, remaining) == left:
        return SURE
    if cash > left:
        return _EXCEEDED if is_overpayment(movement, claim.item, left) else LIKELY
    return LIKELY if says_more(movement, [claim.item]) else SURE


def _is_untold(movement: Movement, claim: Claim) -> bool:
    """Is the cash in another currency than what it names, and does nothing tell how much that is there?"""
    return movement.instructed is None and movement.is_foreign(claim.item.currency)


def _taken_back(movement: Movement, naming: Naming, remaining: Remaining) -> Applied:
    """A payment that came back takes from each item what had gone there; a fee beside it is not part of it."""

    def used(item: Item) -> Decimal:
        return EXACT.subtract(item.size, remaining(item))

    claims = naming.claims
    if _adds_up(movement, claims, lambda item: item.size) or _adds_up(movement, claims, used):
        amount = used if _adds_up(movement, claims, used) else (lambda item: item.size)
        sure = len(claims) > 1 or all(one.sure or used(one.item) > 0 for one in claims)
        return Applied(tuple(_full(movement, claims, amount, ())), sure=sure)
    if len(claims) == 1:
        (one,) = claims
        there, cash = used(one.item), one.item.signed(movement.cash, one.came_in)
        if ZERO < EXACT.subtract(cash, there) <= RETURN_FEE_MAX and there > 0:
            cash = there
        sure = one.sure or cash == remaining(one.item).copy_negate()  # just what was paid too much
        return Applied((Share(one.item, cash, cash, SURE if sure else LIKELY, evidence(movement, one)),), sure)
    return _by_wishes(movement, naming, lambda item: used(item) if used(item) > 0 else item.size)
