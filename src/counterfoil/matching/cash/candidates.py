"""The open items that a movement might be for: met by amount, by what is left of a number, or as the partner's."""

import math
import re
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from counterfoil.matching.amounts import in_cents
from counterfoil.matching.cash.mangled import Text
from counterfoil.matching.cash.movements import Movement, amounts_sought
from counterfoil.matching.cash.naming import payable_by
from counterfoil.matching.cash.odds import timely
from counterfoil.matching.cash.open_items import Item, amount_key
from counterfoil.matching.cash.payers import (
    Bond,
    Tie,
    bond,
    customer_numbers,
    is_for_partner,
    learned_forms,
    told_forms,
    window,
)
from counterfoil.matching.cash.remittance import LISTED, TEXT
from counterfoil.matching.cash.till import Till
from counterfoil.matching.days import shifted
from counterfoil.matching.keys import payable_key, tail_of
from counterfoil.matching.once import once
from counterfoil.matching.precedence import precedence

DAYS_BACK, DAYS_AHEAD = 200, 10
"""How long before a payment, and after, its invoice may have been issued, where only the partner tells."""
LISTED_MAX = 80
_NAMED_TRUST = 9.0
_LETTERS_MAX, _LETTER, _ZERO, _CHANCES = 3, 1.5, 1.1, 1.6
_YEAR = re.compile(r"20[0-4]\d")
_ORDER_TRUST = 7.0
_STRANGER_TRUST = 5.0
"""However well the text gives a number: where somebody else pays, it may be mistyped for another."""


class Candidate:
    """An open item that a movement might be for."""

    def __init__(
        self, movement: Movement, item: Item, left: Decimal, tied: Bond, trust: float, words: list[str]
    ) -> None:
        self.item, self.left, self.bond, self.trust, self._movement = item, left, tied, trust, movement
        self.foreign = movement.is_foreign(item.currency)
        self.cents = in_cents(left) or 0
        self._words = words
        brings_in = item.brings_in(movement.came_in)
        self.takes = brings_in == movement.came_in
        """Does it take cash in the direction of the movement? Else it is set off."""
        self.signed_cents = self.cents if brings_in else -self.cents
        """What is left, signed as on our account."""

    @once
    def order(self) -> tuple[date, tuple[str, int, str, bytes]]:
        """By day due."""
        return self.item.due_day or date.max, precedence(self.item.document)

    @property
    def words(self) -> tuple[str, ...]:
        """Why it might be meant, but for the amount."""
        tie = {
            Tie.SAME: "the other side of the entry is the partner",
            Tie.LEARNED: "the other side of the entry paid for this partner before",
            Tie.QUOTED: "the text gives the partner's number",
            Tie.LIKE: "the name on the other side of the entry is like the partner's",
        }
        return (*self._words, *([tie[self.bond.tie]] if self.bond.tie in tie else []))

    @once
    def timely(self) -> float:
        """How well the day of the movement goes with its days."""
        days = [self.item.due_day, *(one.last_day(self.item.issued) for one in self.item.discounts)]
        return max(timely(self._movement.day, self.item.issued, day) for day in days)

    def is_due(self, ahead: int) -> bool:
        """Is it due on the day of the movement, or some days later?"""
        day, due = self._movement.day, self.item.due_day
        return day is None or due is None or due <= shifted(day, ahead)

    @once
    def discounts(self) -> Sequence[tuple[int, bool]]:
        """What each agreed discount takes off, in cents, and whether the movement is in time for it."""
        day, found = self._movement.day, list[tuple[int, bool]]()
        for one in self.item.discounts:
            off, last = in_cents(one.off(self.left)), one.last_day(self.item.issued)
            if off:
                found.append((off, last is None or day is None or day <= last))
        return found

    @once
    def expected(self) -> int:
        """What is left less the discount that may be taken on the day, signed."""
        off = max((off for off, in_time in self.discounts if in_time), default=0)
        return self.signed_cents - off if self.signed_cents > 0 else self.signed_cents + off


def candidates_of(till: Till, movement: Movement) -> list[Candidate]:
    """All candidates, each item once however often it was sent, by id."""
    learned = told_forms(till, movement.forms)
    found = {item.id: item for item in _found(till, movement, learned)}
    fitting = [one for one in found.values() if _is_possible(till, movement, one)]
    if any(movement.forms.isdisjoint(one.forms) and learned.isdisjoint(one.forms) for one in fitting):
        learned |= learned_forms(till, movement)
    fitting += [one for one in _set_off(till, movement, fitting) if _is_possible(till, movement, one)]
    known = {named.plain for named in movement.named if till.items(payable_key(named.plain))}
    text = Text(
        movement.line.remittance + ((movement.line.end_to_end_id,) if movement.line.end_to_end_id else ()), known
    )
    claimed = {claim.item.id for claim in till.naming(movement).claims}
    quoted = frozenset(customer_numbers(movement))
    strong = frozenset(one.plain for one in movement.named if not one.weak)
    all_named = frozenset(one.plain for one in movement.named)
    candidates = []
    for item in sorted(fitting, key=lambda one: one.id):
        trust, words = _trust(item, text, all_named if item.id in claimed else strong)
        tied = bond(movement, item, learned, quoted)
        if tied.tie == Tie.OTHER:
            trust = min(trust, _STRANGER_TRUST)
        candidates.append(Candidate(movement, item, till.remaining(item), tied, trust, words))
    return candidates


def _found(till: Till, movement: Movement, told: frozenset[str]) -> Iterator[Item]:
    day, currency = movement.day, movement.currency
    currencies = [one for one in dict.fromkeys((currency, movement.line.instructed_currency)) if one]
    if day is not None:
        for cents in amounts_sought(movement):
            for each in currencies:
                yield from till.items(amount_key(cents, each, day))
    for named in movement.named:
        if not named.weak or named.how == LISTED:
            yield from till.items(payable_key(named.plain))
        if named.how == TEXT and (tail := tail_of(named.plain)):
            yield from till.items(f"tail|{tail}")
    for claim in till.naming(movement).claims:
        yield claim.item
    if day is not None:
        forms = (*sorted(movement.forms), *sorted(told)) if is_for_partner(movement) else ()
        for form in (*forms, *customer_numbers(movement)):
            yield from till.listed(form, *window(day, DAYS_BACK, DAYS_AHEAD))


def _set_off(till: Till, movement: Movement, found: Sequence[Item]) -> list[Item]:
    """The credit notes of the partners of what the text gives in part: they need not be named to be set off."""
    ids = {one.id for one in found}
    notes: dict[bytes, Item] = {}
    is_listed = is_for_partner(movement)
    for item in found:
        if not item.is_credit and (not is_listed or movement.forms.isdisjoint(item.forms)):
            notes |= {one.id: one for one in till.credits_of(item, movement.day) if one.id not in ids}
    return list(notes.values())


def _is_possible(till: Till, movement: Movement, item: Item) -> bool:
    if not payable_by(movement, item) or item.cents is None:
        return False
    if item.document.role == "neither" and item.is_credit:
        return False
    if (pinned := till.pinned(movement)) and any(link.target.id == item.id for link in pinned):
        return False
    return till.stands_for(item) and till.remaining(item) > 0


def _trust(item: Item, text: Text, named: frozenset[str]) -> tuple[float, list[str]]:
    """How much the texts speak for an item, and how, where they name these numbers."""
    if exact := named.intersection(item.numbers):
        return max(map(telling, exact)), [f"names {item.summary.number or item.summary.payment_reference}"]
    if not named.isdisjoint(item.orders):
        return _ORDER_TRUST, ["names the order of the invoice"]
    best: tuple[float, str] | None = None
    for number in item.numbers:
        told = text.trust(number)
        if told is not None and (best is None or told[0] > best[0]):
            best = told
    if best is None or best[0] <= 0:
        return 0.0, []
    return best[0], [f"gives {item.summary.number} {best[1]}"]


def telling(plain: str) -> float:
    """How much an exact number says, by its length; a year and leading zeros stand in many."""
    digits = _YEAR.sub("", "".join(c for c in plain if c.isdigit()), count=1)
    said = len(digits.lstrip("0"))
    letters = min(sum(map(str.isalpha, plain)), _LETTERS_MAX)
    nats = said * math.log(10) + (len(digits) - said) * _ZERO + letters * _LETTER - _CHANCES
    return min(nats, _NAMED_TRUST)
