"""Which invoices does a movement name, going by exact numbers?"""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import NamedTuple, Protocol

from counterfoil.matching.amounts import EXACT, in_cents, total
from counterfoil.matching.cash.amounts_beside import amounts_beside, amounts_in
from counterfoil.matching.cash.lists import goes_on, is_cut
from counterfoil.matching.cash.mangled import core_of, loose_numbers
from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.cash.open_items import Item
from counterfoil.matching.cash.remittance import LISTED, STRUCTURED, TEXT, Named
from counterfoil.matching.keys import payable_key
from counterfoil.matching.parties.identity import likeness, same_party
from counterfoil.matching.precedence import Originality, originality, precedence
from counterfoil.model import summary as kinds

_STRONG_DIGITS, _STRONG_LENGTH = 4, 6
_RUN_MIN = 3
_ALIKE_MIN = 0.9
_OVERPAID_MAX = Decimal(2)
"""Who pays even more than that, compared with what is due, pays for something else as well."""
_LITTLE = Decimal(100)
"""Unless that is no more than this, or two digits of the amount changed places."""

_KIND = {kinds.OPEN_ITEM: kinds.INVOICE}
"""An open item stands in for an invoice, of whoever it is."""
# For paying late.
_FEE = re.compile(
    r"zinsen|mahn|geb(?:ü|ue)hr|\bfees?\b|\binterest|\bp[eé]nalit|\bfrais\b|\bint[eé]r[eê]ts?\b|\brente\b|\baanman|\binteressi"
    r"|\bmora\b|\bintereses\b|\bränta|\bpauschale",
    re.IGNORECASE,
)


class Items(Protocol):
    """Gives the items under a key."""

    def __call__(self, key: str) -> Sequence[Item]:
        """The items that offer the key."""
        ...


class Claim(NamedTuple):
    """An item that a movement names."""

    item: Item
    came_in: bool
    """In which direction the cash of invoices goes, where we are neither buyer nor seller."""
    named: Named
    sure: bool
    """Is it this item beyond doubt?"""
    known: bool
    """Is the other side of the entry our partner in the item?"""

    @property
    def due(self) -> Decimal:
        """What is due, with the sign that paying it has on our account."""
        return self.item.signed(self.item.size, self.came_in)

    @property
    def stated(self) -> Decimal | None:
        """What the remittance says goes there, signed alike."""
        return None if self.named.stated is None else self.named.stated.copy_sign(self.due)


class Naming(NamedTuple):
    """What a movement names."""

    claims: tuple[Claim, ...]
    complete: bool
    """False where it names documents that we do not know, which have their part in the cash."""


NOTHING = Naming((), complete=True)


def naming_of(movement: Movement, find: Items) -> Naming:
    """The items that a movement names, each once, by what names it most surely."""
    picked: list[tuple[Named, _Picked]] = []
    complete = True
    for one in movement.named:
        choice = _picked(movement, one, find)
        if choice is not None:
            picked.append((one, choice))
        elif one.how == STRUCTURED:
            complete = False
    if not picked:
        return NOTHING
    claims = tuple(_corroborated(movement, _claims(movement, picked)))
    if any(movement.is_foreign(one.item.currency) for one in claims) and not (complete and _is_told(movement, claims)):
        return NOTHING
    return Naming(tuple(_with_amounts(movement, claims)), complete)


def _with_amounts(movement: Movement, claims: Sequence[Claim]) -> Sequence[Claim]:
    """With what the text gives beside each of several numbers, where this makes up the entry."""
    spans = [one.named.span for one in claims if one.named.span is not None]
    if len(claims) < 2 or len(spans) < len(claims) or any(movement.is_foreign(one.item.currency) for one in claims):
        return claims
    for amounts in amounts_beside(movement.line.remittance, spans):
        if total([amount.copy_sign(one.due) for one, amount in zip(claims, amounts, strict=True)]) == movement.cash:
            told = (one.named._replace(stated=amount) for one, amount in zip(claims, amounts, strict=True))
            return tuple([one._replace(named=named) for one, named in zip(claims, told, strict=True)])
    return claims


def _is_told(movement: Movement, claims: Sequence[Claim]) -> bool:
    """Can it be told how the cash splits in another currency: on one, or on all, by what the payer instructed?"""
    return len(claims) == 1 or (
        len({one.item.currency for one in claims}) == 1
        and movement.line.instructed_currency == claims[0].item.currency
        and total([one.due for one in claims]) == movement.instructed
    )


_Picked = tuple[Item, bool]
"""The item, and whether it had to be guessed by its amount."""
_Chosen = tuple[Named, Item, bool]
"""The same, with what names it."""


def is_partner(movement: Movement, item: Item) -> bool:
    """Does the other side of an entry, by account, identifier or name, stand in the item as partner or payee?"""
    return not movement.forms.isdisjoint(item.forms)


def _is_alike(movement: Movement, item: Item) -> bool:
    """Is the name on the other side nearly the partner's?"""
    other = movement.line.counterparty
    return other is not None and any(likeness(other, one) >= _ALIKE_MIN for one in item.partners)


def payable_by(movement: Movement, item: Item) -> bool:
    """Is it in the currency of the entry, or the one that the payer instructed?"""
    return not movement.is_foreign(item.currency) or item.currency == movement.line.instructed_currency


def _is_abroad(movement: Movement, item: Item) -> bool:
    """Is it the partner's, in another currency, and does nothing tell which currency the payer instructed?"""
    return movement.line.instructed_currency is None and is_partner(movement, item)


def _picked(movement: Movement, named: Named, find: Items) -> _Picked | None:
    """The item of that number: the original where it was sent again, None where it could be another company's."""
    offering = find(payable_key(named.plain))
    found = [one for one in offering if payable_by(movement, one) or _is_abroad(movement, one)] if offering else None
    if not found:
        return None
    fitting = [one for one in found if named.plain in one.numbers]
    by_order = not fitting
    if by_order:
        fitting = [one for one in found if named.plain in one.orders] if not named.weak else []
    guessed = False
    if len(fitting) > 1:
        for narrower in _narrower(movement, named):
            fitting = [one for one in fitting if narrower(one)] or fitting
        by_amount = [one for one in fitting if _fits(movement, one)] or fitting
        guessed = len(by_amount) < len(fitting)
        fitting = by_amount
    if not is_one(fitting):
        return None
    return fitting[0] if len(fitting) == 1 else min(fitting, key=_order), guessed or by_order


def _order(item: Item) -> Originality:
    return originality(item.document)


def _narrower(movement: Movement, named: Named) -> Sequence[Callable[[Item], bool]]:
    """What tells several items of one number apart, the most telling first."""
    return (
        lambda item: _KIND.get(item.summary.document, item.summary.document) == named.kind,
        lambda item: item.brings_in(movement.came_in) == movement.came_in,
        lambda item: is_partner(movement, item),
        lambda item: item.summary.document != kinds.OPEN_ITEM,
        lambda item: item.number == named.plain,  # and not only what the payer shall quote
    )


def is_one(items: Sequence[Item]) -> bool:
    """Is it one invoice, if perhaps sent several times? A reference that the payer shall quote can stand on many."""
    if len(items) < 2:
        return bool(items)
    first, *others = sorted(items, key=_order)
    return first.number != "" and all(
        other.number == first.number and same_party(first.summary.seller, other.summary.seller) is True
        for other in others
    )


def _fits(movement: Movement, item: Item) -> bool:
    return movement.fits(item.signed(item.size, movement.came_in), item.currency)


def _claims(movement: Movement, picked: Sequence[tuple[Named, _Picked]]) -> list[Claim]:
    """Each item that is named, once. What stands within a longer number is none."""
    spans = [named.span for named, _ in picked if named.span is not None]
    chosen: dict[bytes, _Chosen] = {}
    for named, (item, guessed) in picked:
        if named.span is None or not any(_within(named.span, other) for other in spans):
            chosen.setdefault(item.id, (named, item, guessed))
    refund = all(item.summary.document == kinds.CREDIT_NOTE for _, item, _ in chosen.values())
    came_in = movement.came_in != refund
    claims = []
    for named, item, guessed in _in_order(list(chosen.values())):
        known = is_partner(movement, item)
        due = item.signed(item.size, came_in)
        known_enough = named.how not in (TEXT, LISTED) or known or (is_telling(named) and _is_alike(movement, item))
        sure = not guessed and (known_enough or movement.fits(due, item.currency))
        claims.append(Claim(item, came_in, named, sure, known))
    return claims


def _in_order(chosen: list[_Chosen]) -> list[_Chosen]:
    return chosen if len(chosen) < 2 else sorted(chosen, key=lambda one: precedence(one[1].document))


def _corroborated(movement: Movement, claims: list[Claim]) -> list[Claim]:
    """Without those named by a mere count or day, unless partner and amount bear them out, alone or all together.

    Last digits in a list mean a number of whoever has the number before them. Amounts beside the numbers that make up
    the entry bear these out as well, and so do words that tell the only number to be an invoice's.
    """
    partners = frozenset(form for one in claims if not one.named.weak for form in one.item.forms)
    strong = [one for one in claims if not one.named.weak or _continues(one, partners)]
    if len(strong) == len(claims):
        return claims
    borne_out = [one for one in claims if one in strong or (one.known and one.named.how != LISTED)]
    if len(borne_out) == len(strong) or _adds_up(movement, total([one.due for one in borne_out]), borne_out[0].item):
        return borne_out
    if _is_plain(movement, borne_out) or any(one.stated is not None for one in _with_amounts(movement, borne_out)):
        return borne_out
    alone = [one for one in borne_out if movement.fits(one.due, one.item.currency)]
    return strong or (alone if len(alone) == 1 else [])


def _adds_up(movement: Movement, due: Decimal, item: Item) -> bool:
    """Is it what was paid, or what came back of it?"""
    came_back = movement.is_return and not movement.reversal and movement.fits(due.copy_negate(), item.currency)
    return came_back or movement.fits(due, item.currency)


def _is_plain(movement: Movement, claims: Sequence[Claim]) -> bool:
    """Is it one number that words tell to be an invoice's, without another that could have its part in the cash?"""
    if len(claims) != 1 or not claims[0].named.told:
        return False
    written = claims[0].named.written
    return all(len(run) < 2 or run in written for run in loose_numbers(movement.line.remittance))


def _continues(claim: Claim, partners: frozenset[str]) -> bool:
    return claim.named.how == LISTED and not partners.isdisjoint(claim.item.forms)


def _within(inner: tuple[int, int], outer: tuple[int, int]) -> bool:
    return outer != inner and outer[0] <= inner[0] and inner[1] <= outer[1]


def is_telling(named: Named) -> bool:
    """Is the number long enough that it hardly stands there by chance?"""
    digits = sum(c.isdigit() for c in named.plain)
    return len(named.plain) >= _STRONG_LENGTH and digits >= _STRONG_DIGITS


def says_more(movement: Movement, items: Sequence[Item]) -> bool:
    """Does the text give numbers that are none of these items', their orders' or their partners', or go on to such?"""
    if any(goes_on(movement.line.remittance, number) for item in items for number in item.numbers):
        return True
    cores = [core_of(number) for item in items for number in (*item.numbers, *item.orders)]
    known = {form.rpartition(":")[2] for item in items for form in item.forms}
    return any(
        len(run) >= _RUN_MIN and run not in known and not any(run.lstrip("0") in core or core in run for core in cores)
        for run in loose_numbers(movement.line.remittance)
    )


def is_overpayment(movement: Movement, item: Item, left: Decimal) -> bool:
    """Is it by mistake that more came than is left of the only item named? Not if it is for something else as well.

    It is then much more than that, or the text says so or may have been cut off; unless it gives what is more as a fee.
    """
    texts, paid = movement.line.remittance, movement.cash.copy_abs()
    if says_more(movement, [item]) or _gives_another(movement, item):
        return False
    more = EXACT.subtract(paid, left)
    is_little = paid <= EXACT.multiply(left, _OVERPAID_MAX) or more <= _LITTLE or _is_slip(paid, left)
    return (is_little and not is_cut(texts)) or (more in amounts_in(texts) and _FEE.search(movement.text) is not None)


def _is_slip(paid: Decimal, due: Decimal) -> bool:
    """Did two neighbouring digits of the amount change places?"""
    here, there = (str(in_cents(amount)) for amount in (paid, due))
    apart = [at for at, (one, other) in enumerate(zip(here, there, strict=False)) if one != other]
    if len(here) != len(there) or len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    first, second = apart
    return here[first] == there[second] and here[second] == there[first]


def _gives_another(movement: Movement, item: Item) -> bool:
    """Is there a word like a number, of letters and digits, that is none of the item's?"""
    known = (*item.numbers, *item.orders)
    return any(
        one.how == TEXT
        and not one.weak
        and is_telling(one)
        and not any(map(str.isspace, one.written))
        and not any(number in one.plain or one.plain in number for number in known)
        for one in movement.named
    )
