"""Which movements may be answered in another way when a document comes, or a link of it changes?"""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from counterfoil.matching._matcher import NO_LIMIT, Unit
from counterfoil.matching.amounts import EXACT
from counterfoil.matching.cash.came_back import end_to_end, of_one_id
from counterfoil.matching.cash.candidates import met_by_amount, same_amount, sees_all
from counterfoil.matching.cash.mistaken import may_be_meant
from counterfoil.matching.cash.movements import Movement, statement_of
from counterfoil.matching.cash.open_items import Item, amount_keys, item_of, order_keys, tail_keys
from counterfoil.matching.cash.payers import learners, learning, namesakes, says_nothing
from counterfoil.matching.cash.refunds import may_refund
from counterfoil.matching.cash.told_again import told_of
from counterfoil.matching.cash.weighing import Weighing, is_weighed
from counterfoil.matching.keys import payable_key
from counterfoil.matching.parties.identity import forms_of
from counterfoil.model.summary import MasterSummary, PartySummary, Recorded, StatementSummary

_HELD = Decimal("0.9")


class Reach:
    """How far a document, or a changed link of it, reaches."""

    def __init__(self, weighing: Weighing) -> None:
        self._weighing, self._till = weighing, weighing.till
        self._units: dict[Unit, None] = {}
        self._seen: set[bytes] = set()
        self._spreading: set[Unit] = set()
        self._freeing: set[Unit] = set()
        self._freed: set[bytes] = set()
        self._joined: set[Unit] = set()
        self._crowded: set[str] = set()
        self._owed: dict[Unit, Sequence[Item]] = {}

    def of(self, document: Recorded) -> Iterable[Unit]:
        """The units whose answer may change."""
        if isinstance(document.summary, StatementSummary):
            for movement in statement_of(document).movements.values():
                self._movement(movement)
        elif (item := item_of(document)) is not None:
            self._item(item)
        elif isinstance(document.summary, MasterSummary) and document.summary.party is not None:
            self._partner(document.summary.party)
        return list(self._units)

    def _partner(self, party: PartySummary) -> None:
        """Master data of a partner: whoever is on the other side under one of its forms may pay for all of them."""
        shelf, forms = self._till.shelf, sorted(forms_of(party))
        for form in forms:
            for line in ("payer", "entry"):
                for statement in shelf.placed(f"{line}|{form}", date.min, date.max, NO_LIMIT):
                    for movement in statement_of(statement).by_form.get(form, ()):
                        self._add(movement)
                        self._units |= self._weighing.competing(movement)
            for item in self._till.listed(form, date.min, date.max):
                self._touched(item)
        self._outnumbered(f"partner|{form}" for form in forms)

    def _movement(self, movement: Movement) -> None:
        """A movement, those that tell it again, and those that compete with it for what it names."""
        till = self._till
        self._add(movement)
        for document in till.shelf.offering(movement.told_key):
            for other in statement_of(document).by_told.get(movement.told_key, ()):
                self._add(other)
                self._of_one_id(other)
                if self._is_told_otherwise(other):
                    self._gone(other)
        self._outnumbered((movement.told_key, payable_key(end_to_end(movement))))
        self._of_one_id(movement)
        self._named(movement)
        self._of_same_amount(movement)
        for other in learning(till, movement):
            self._add(other)
        if may_refund(movement):
            for other in namesakes(till, movement):
                self._add(other)
        if not till.shelf.is_new(movement.unit.id):  # a person decided on it, and so on who pays for whom
            self._units |= self._weighing.competing(movement)
            for other in namesakes(till, movement):
                self._add(other)
                self._units |= self._weighing.competing(other)

    def _is_told_otherwise(self, movement: Movement) -> bool:
        """Did it stand for itself until what came told more of it, or less?"""
        till = self._till
        first, is_new = till.first_told(movement), till.shelf.is_new
        if not is_new(first.id) or is_new(movement.unit.id):
            return False
        standing = till.movement(first)
        return standing is not None and told_of(standing) != told_of(movement)

    def _gone(self, movement: Movement) -> None:
        """It is no longer what it was: so others may have what it named, was weighed for, or taught."""
        self._add(movement)
        self._named(movement)
        for claim in self._till.naming(movement).claims:
            for other in self._till.naming_item(claim.item):
                self._named(other)
        if self._may_teach(movement):
            self._units |= dict.fromkeys(other.unit for other in learners(self._till, movement))
        self._units |= self._weighing.competing(movement)

    def _of_one_id(self, movement: Movement) -> None:
        """What came back, and what it came back of: which of several payments it is hangs on all with its id."""
        for other in of_one_id(movement, self._till.shelf):
            self._named(other)

    def _of_same_amount(self, movement: Movement) -> None:
        """Those that only the amount told what they are for, as long as this one did not have it as well."""
        till = self._till
        for item in met_by_amount(till, movement):
            for other in () if movement.forms.isdisjoint(item.forms) else same_amount(till, item):
                if other.told_key != movement.told_key and says_nothing(other):
                    self._add(other)
                    if not till.is_new(movement):
                        self._units |= self._weighing.competing(other)

    def _named(self, movement: Movement) -> None:
        """All that names the same items, one way or another, and what these items are to others."""
        if movement.unit not in self._joined:
            for one in self._till.component(movement):
                self._joined.add(one.unit)
                self._add(one)
                if one.unit != movement.unit and self._may_teach(one):
                    self._units |= dict.fromkeys(other.unit for other in learners(self._till, one))
                for claim in self._till.naming(one).claims:
                    self._touched(claim.item)

    def _may_teach(self, movement: Movement) -> bool:
        """Is it from somebody else than the partner whose items it names? What it taught before may hold no more."""
        return any(movement.forms.isdisjoint(claim.item.forms) for claim in self._till.naming(movement).claims)

    def _item(self, item: Item) -> None:
        """An item: who names it, what else these name, and who else names that; and who could be for it."""
        till = self._till
        for movement in till.naming_item(item):
            self._named(movement)
            self._add(movement)
            if not till.is_new(movement):
                # Before the item came, its number could be taken for a mistyped one: that other item is free again.
                self._units |= self._weighing.competing(movement)
            for named in movement.named:
                for beside in till.items(payable_key(named.plain)):
                    self._touched(beside)
            for other in learning(till, movement):
                self._add(other)
        self._touched(item)
        self._outnumbered((*amount_keys(item), *order_keys(item), *tail_keys(item), *map(payable_key, item.numbers)))

    def _outnumbered(self, keys: Iterable[str]) -> None:
        """With what came, too many offer one of these keys: those before it are no longer found by it, nor compete."""
        for key in keys:
            if key in self._crowded:
                continue
            self._crowded.add(key)
            for document in self._till.shelf.outnumbered(key):
                if isinstance(document.summary, StatementSummary):
                    for other in statement_of(document).movements.values():
                        if key in (other.told_key, payable_key(end_to_end(other))):
                            self._gone(other)
                else:
                    self.of(document)

    def _touched(self, item: Item) -> None:
        """What is left of an item may have changed: those who could be for it, and those that compete with these."""
        for one in self._till.copies(item):
            if one.id not in self._seen:
                self._seen.add(one.id)
                self._reached(one)

    def _reached(self, item: Item) -> None:
        for movement in self._weighing.rivals(item):
            unit = movement.unit
            self._units[unit] = None
            if may_be_meant(movement, self._till.naming(movement).claims, item):
                self._named(movement)
            if not is_weighed(self._till, movement):
                continue
            if self._may_choose(movement, item):
                self._spread(movement, item)
            else:
                self._set_off(movement, item)

    def _may_choose(self, movement: Movement, item: Item) -> bool:
        """May it be for the item, by itself or with others? What is too much is so only less what is owed back."""
        if _may_hold(movement, item) or _is_owed_back(movement, item) or not sees_all(self._till, movement):
            return True
        return item.id in self._weighing.items(movement)

    def _spread(self, movement: Movement, item: Item) -> None:
        """A movement weighs an item that was not there, or of which another part was left: who loses, who gains?

        Who competes with it now is answered together with it, so only those are looked for that did before.
        """
        unit = movement.unit
        if self._till.is_new(movement):
            return
        if not self._till.shelf.is_new(item.id):
            if unit not in self._spreading:
                self._spreading.add(unit)
                self._units |= self._weighing.competing(movement)
        elif unit not in self._freeing and (unit not in self._spreading or not sees_all(self._till, movement)):
            self._freeing.add(unit)
            self._units |= self._weighing.freed(movement)

    def _set_off(self, movement: Movement, item: Item) -> None:
        """Too little cash for an item may have been for it less what is owed back: who else could be for that."""
        gap = item.size - min(_paid(movement, item))
        for other in (*self._till.credits_of(item, movement.day), *self._owed_back(movement)):
            if other.id not in self._freed and other.size <= gap:
                self._freed.add(other.id)
                self._units |= dict.fromkeys(one.unit for one in self._weighing.rivals(other))

    def _owed_back(self, movement: Movement) -> Sequence[Item]:
        """What of its candidates is due the other way, and no credit note."""
        found = self._owed.get(movement.unit)
        if found is None:
            candidates = self._weighing.candidates(self._till.unpinned(movement))
            found = [one.item for one in candidates if not one.takes and not one.item.is_credit]
            self._owed[movement.unit] = found
        return found

    def _add(self, movement: Movement) -> None:
        self._units[movement.unit] = None


def _may_hold(movement: Movement, item: Item) -> bool:
    """Is the cash enough for the item to be one of several?"""
    return max(_paid(movement, item)) >= EXACT.multiply(item.size, _HELD)


def _paid(movement: Movement, item: Item) -> Sequence[Decimal]:
    """What of a movement may be for an item, without sign, in the item's currency where that was instructed."""
    if not movement.is_foreign(item.currency):
        return [each.copy_abs() for each in movement.fitting]
    return (movement.cash.copy_abs(),) if movement.instructed is None else (movement.instructed.copy_abs(),)


def _is_owed_back(movement: Movement, item: Item) -> bool:
    """Is it due the other way, and no credit note? However much it is, it may be set off against more."""
    return not item.is_credit and item.brings_in(movement.came_in) != movement.came_in
