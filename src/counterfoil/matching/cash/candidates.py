"""The open items that a movement might be for: met by amount, by what is left of a number, or as the partner's."""

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date

from counterfoil.matching.cash.ledger import IsThere
from counterfoil.matching.cash.mangled import Text
from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.cash.naming import payable_by
from counterfoil.matching.cash.odds import timely
from counterfoil.matching.cash.open_items import Balance, Item, amount_key
from counterfoil.matching.cash.payers import (
    Bond,
    Tie,
    bond,
    customer_numbers,
    is_for_partner,
    learned_forms,
    says_nothing,
    told_forms,
    window,
)
from counterfoil.matching.cash.remittance import LISTED, TEXT
from counterfoil.matching.cash.till import Till
from counterfoil.matching.cash.trade_likeness import is_trade
from counterfoil.matching.keys import payable_key, tail_of
from counterfoil.matching.parties.identity import NEITHER

DAYS_BACK, DAYS_AHEAD = 200, 10
"""How long before a payment, and after, its invoice may have been issued, where only the partner tells."""
_LISTED_MAX = 80
"""So many items of a partner at most, the latest, may be meant where only the partner tells."""
TRUSTED = 2.5
"""The text gives an item, if it speaks for it so much."""
_NAMED_TRUST = 9.0
_LETTERS_MAX, _LETTER, _ZERO, _CHANCES = 3, 1.5, 1.1, 1.6
_YEAR = re.compile(r"20[0-4]\d")
_ORDER_TRUST = 7.0
_STRANGER_TRUST = 5.0
"""However well the text gives a number: where somebody else pays, it may be mistyped for another."""
_TIED = {
    Tie.SAME: ("the other side of the entry is the partner",),
    Tie.LEARNED: ("the other side of the entry paid for this partner before",),
    Tie.QUOTED: ("the text gives the partner's number",),
    Tie.LIKE: ("the name on the other side of the entry is like the partner's",),
}


def _everything(_: Item) -> bool:
    return True


class Candidate:
    """An open item that a movement might be for."""

    __slots__ = (
        "_movement",
        "_words",
        "balance",
        "bond",
        "cents",
        "foreign",
        "item",
        "left",
        "signed_cents",
        "takes",
        "trust",
    )

    def __init__(self, movement: Movement, balance: Balance, tied: Bond, trust: float, words: tuple[str, ...]) -> None:
        self._movement, self.balance, self.bond, self.trust, self._words = movement, balance, tied, trust, words
        item, left, cents = balance.item, balance.left, balance.cents
        self.item, self.left, self.cents = item, left, cents
        self.foreign = movement.is_foreign(item.currency)
        came_in = movement.came_in
        brings_in = item.brings_in(came_in)
        self.takes = brings_in == came_in
        """Does it take cash in the direction of the movement? Else it is set off."""
        self.signed_cents = cents if brings_in else -cents
        """What is left, signed as on our account."""

    @property
    def words(self) -> tuple[str, ...]:
        """Why it might be meant, but for the amount."""
        return (*self._words, *_TIED.get(self.bond.tie, ()))

    @property
    def timely(self) -> float:
        """How well the day of the movement goes with its days."""
        return timely(self._movement.day, self.item.issued, self.item.due_day, self.balance.last_days)

    def is_due(self, ahead: int) -> bool:
        """Is it due on the day of the movement, or some days later?"""
        day, due = self._movement.day, self.item.due_day
        return day is None or due is None or due.toordinal() <= day.toordinal() + ahead

    def is_in_time(self, last: date | None) -> bool:
        """Is the movement in time for what may be taken until then?"""
        day = self._movement.day
        return last is None or day is None or day <= last

    @property
    def expected(self) -> int:
        """What is left less the discount that may be taken on the day, signed."""
        most = 0
        for at, off in enumerate(self.balance.offs):
            if off > most and self.is_in_time(self.balance.last_days[at]):
                most = off
        return self.signed_cents - most if self.signed_cents > 0 else self.signed_cents + most


def candidates_of(
    till: Till, movement: Movement, is_there: IsThere = _everything, *, wide: bool = False
) -> list[Candidate]:
    """All candidates among what is there, each item once however often it was sent, by id.

    A movement that says nothing is for what is due in just its amount, if the partner has such an item; only a `wide`
    look goes on to all others of the partner.
    """
    learned = told_forms(till, movement.forms)
    is_listed = is_for_partner(movement)
    found = _found(till, movement, learned, is_there, is_listed=False)
    if is_listed and (wide or not _is_told_by_amount(till, movement, found)):
        found = _found(till, movement, learned, is_there, is_listed=True)
    open_ = _open(till, movement, found)
    if any(movement.forms.isdisjoint(one.item.forms) and learned.isdisjoint(one.item.forms) for one in open_):
        learned |= learned_forms(till, movement)
    open_ += _open(till, movement, _set_off(till, movement, [one.item for one in open_], is_listed))
    text = _text(till, movement)
    claimed = {claim.item.id for claim in till.naming(movement).claims}
    quoted = frozenset(customer_numbers(movement))
    strong = frozenset(one.plain for one in movement.named if not one.weak)
    all_named = frozenset(one.plain for one in movement.named)
    candidates = []
    for balance in sorted(open_, key=_id):
        item = balance.item
        trust, words = _trust(item, text, all_named if item.id in claimed else strong)
        tied = bond(movement, item, learned, quoted)
        if tied.tie == Tie.OTHER:
            trust = min(trust, _STRANGER_TRUST)
        candidates.append(Candidate(movement, balance, tied, trust, words))
    return candidates


def paid_before(till: Till, movement: Movement, elsewhere: Collection[bytes]) -> tuple[Item, tuple[str, ...]] | None:
    """What the text gives, if not quite as it is written, whose very amount was paid before; and how it gives it.

    Nothing is left of it by what names it, or it went `elsewhere` among those that are weighed.
    """
    if movement.reversal or not is_trade(movement):
        return None
    learned = told_forms(till, movement.forms)
    settled = [
        item
        for item in _found(till, movement, learned, is_listed=is_for_partner(movement))
        if _is_of_the_amount(movement, item)
        and (item.id in elsewhere or _is_settled(till, item))
        and not till.is_undone(movement, item)
    ]
    if not settled:
        return None
    text, quoted = _text(till, movement), frozenset(customer_numbers(movement))
    strong = frozenset(one.plain for one in movement.named if not one.weak)
    given = [(item, *_trust(item, text, strong), bond(movement, item, learned, quoted).tie) for item in settled]
    telling = [one for one in given if one[1] >= TRUSTED and one[3] >= Tie.LIKE]
    if not telling:
        return None
    item, _, words, tie = min(telling, key=lambda one: (-one[1], one[0].id))
    return item, (*words, *_TIED[tie])


def _is_of_the_amount(movement: Movement, item: Item) -> bool:
    """Is it the item's whole amount, in its direction, and after it was issued?"""
    takes = not item.is_credit and item.brings_in(movement.came_in) == movement.came_in
    in_time = movement.day is None or item.issued is None or item.issued <= movement.day
    return takes and in_time and movement.fits(item.signed(item.size, movement.came_in), item.currency)


def _is_settled(till: Till, item: Item) -> bool:
    return till.stands_for(item) and till.remaining(item) <= 0


def sees_all(till: Till, movement: Movement) -> bool:
    """Are all items of its partner near, of which it may be for any? Else each that comes hides another from it."""
    if movement.day is None:
        return True
    first, last = window(movement.day, DAYS_BACK, DAYS_AHEAD)
    forms = [*customer_numbers(movement)]
    if is_for_partner(movement):
        forms += [*movement.forms, *told_forms(till, movement.forms)]
    return all(len(till.latest(form, first, last, _everything, _LISTED_MAX)) < _LISTED_MAX for form in forms)


def _found(
    till: Till, movement: Movement, told: frozenset[str], is_there: IsThere = _everything, *, is_listed: bool
) -> list[Item]:
    day, found = movement.day, met_by_amount(till, movement)
    for named in movement.named:
        if not named.weak or named.how == LISTED:
            found += till.items(payable_key(named.plain))
        if named.how == TEXT and (tail := tail_of(named.plain)):
            found += till.items(f"tail|{tail}")
    found += [claim.item for claim in till.naming(movement).claims]
    if day is not None:
        first, last = window(day, DAYS_BACK, DAYS_AHEAD)
        forms = (*sorted(movement.forms), *sorted(told)) if is_listed else ()
        for form in (*forms, *customer_numbers(movement)):
            found += till.latest(form, first, last, is_there, _LISTED_MAX)
    return [item for item in {item.id: item for item in found}.values() if is_there(item)]


def met_by_amount(till: Till, movement: Movement) -> list[Item]:
    """The items of about its time that a movement could pay by itself and in full."""
    day, currencies = movement.day, dict.fromkeys((movement.currency, movement.line.instructed_currency))
    if day is None:
        return []
    keys = [amount_key(cents, each, day) for cents in movement.sought for each in currencies if each]
    return [item for key in keys for item in till.items(key)]


def _is_told_by_amount(till: Till, movement: Movement, met: Iterable[Item]) -> bool:
    """Does a movement that says nothing else pay, to the cent, an open item of the partner in the usual time?

    Where another movement of the partner has that amount as well, all that either could be for needs to be weighed.
    """
    day = movement.day
    if day is None or not says_nothing(movement):
        return False
    first, last = window(day, DAYS_BACK, DAYS_AHEAD)
    return any(
        item.issued is not None
        and first <= item.issued <= last
        and item.brings_in(movement.came_in) == movement.came_in
        and not movement.forms.isdisjoint(item.forms)
        and not movement.is_foreign(item.currency)
        and not till.is_undone(movement, item)
        and not till.is_repeated(item)
        and (balance := till.balance(item)) is not None
        and balance.left in movement.sizes
        and not any(one.told_key != movement.told_key for one in same_amount(till, item))
        for item in met
    )


def same_amount(till: Till, item: Item) -> Iterator[Movement]:
    """The movements of an item's partner that have just its amount."""
    return (one for one in till.of_amount(item) if not one.forms.isdisjoint(item.forms))


def _set_off(till: Till, movement: Movement, found: Sequence[Item], is_listed: bool) -> list[Item]:
    """The credit notes of the partners of what the text gives in part: they need not be named to be set off."""
    ids = {one.id for one in found}
    notes: dict[bytes, Item] = {}
    for item in found:
        if not item.is_credit and (not is_listed or movement.forms.isdisjoint(item.forms)):
            notes |= {one.id: one for one in till.credits_of(item, movement.day) if one.id not in ids}
    return list(notes.values())


def _open(till: Till, movement: Movement, items: Iterable[Item]) -> list[Balance]:
    """What is left of the items that are open and that the movement may pay."""
    pinned = {link.target.id for link in till.pinned(movement)}
    met = list(items)
    till.foresee(met)
    return [
        balance
        for item in met
        if payable_by(movement, item)
        and item.cents is not None
        and not (item.is_credit and item.document.role == NEITHER)
        and item.id not in pinned
        and (balance := till.balance(item)) is not None
    ]


def _text(till: Till, movement: Movement) -> Text:
    """What the movement writes, for looking up numbers that are not written quite as they are."""
    known = {named.plain for named in movement.named if till.items(payable_key(named.plain))}
    line = movement.line
    return Text((*line.remittance, line.end_to_end_id) if line.end_to_end_id else line.remittance, known)


def _id(balance: Balance) -> bytes:
    return balance.item.id


def _trust(item: Item, text: Text, named: frozenset[str]) -> tuple[float, tuple[str, ...]]:
    """How much the texts speak for an item, and how, where they name these numbers."""
    if not named.isdisjoint(item.numbers):
        exact = named.intersection(item.numbers)
        return max(map(telling, exact)), (f"names {item.summary.number or item.summary.payment_reference}",)
    if not named.isdisjoint(item.orders):
        return _ORDER_TRUST, ("names the order of the invoice",)
    best = text.trust_by_day(item.issued)
    for number in item.numbers:
        told = text.trust(number)
        if told is not None and (best is None or told[0] > best[0]):
            best = told
    if best is None or best[0] <= 0:
        return 0.0, ()
    return best[0], (f"gives {item.summary.number} {best[1]}",)


def telling(plain: str) -> float:
    """How much an exact number says, by its length; a year and leading zeros stand in many."""
    digits = _YEAR.sub("", "".join(c for c in plain if c.isdigit()), count=1)
    said = len(digits.lstrip("0"))
    letters = min(sum(map(str.isalpha, plain)), _LETTERS_MAX)
    nats = said * math.log(10) + (len(digits) - said) * _ZERO + letters * _LETTER - _CHANCES
    return min(nats, _NAMED_TRUST)
