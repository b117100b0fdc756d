"""What one run of cash application has looked up, and what movements that name their items by number leave open."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from counterfoil.matching._matcher import Shelf, Unit
from counterfoil.matching.amounts import EXACT, ZERO, total
from counterfoil.matching.cash.applying import Applied, applied
from counterfoil.matching.cash.came_back import named_before, payments_returned_by, returns_of
from counterfoil.matching.cash.ledger import Ledger
from counterfoil.matching.cash.mistaken import is_mistaken
from counterfoil.matching.cash.movements import Movement, Statement, statement_of
from counterfoil.matching.cash.naming import Claim, Naming, naming_of, payable_by
from counterfoil.matching.cash.open_items import Balance, Item, amount_key, amount_keys, own_sense
from counterfoil.matching.cash.told_again import all_told, first_told
from counterfoil.matching.keys import payable_key
from counterfoil.matching.precedence import precedence
from counterfoil.model.link import End, Link
from counterfoil.model.summary import StatementSummary

_FORESEEN_MIN = 2
When = tuple[date, tuple[str, int, str, bytes], tuple[int, ...]]


class Till(Ledger):
    """A ledger with the movements on it. Everything that it tells is a pure function of the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        super().__init__(shelf)
        self._naming: dict[Unit, Naming] = {}
        self._applied: dict[Unit, Applied] = {}
        self._used: dict[bytes, Decimal] = {}
        self._solved: set[bytes] = set()
        self._remaining: dict[bytes, Decimal] = {}
        self._balances: dict[bytes, Balance | None] = {}
        self._of_amount: dict[bytes, Sequence[Movement]] = {}
        self.finding: dict[bytes, Sequence[Movement]] = {}
        """By item the movements that find it, once that was looked up."""
        self._naming_items: dict[bytes, Sequence[Movement]] = {}
        self._pairs: list[tuple[frozenset[str], frozenset[str]]] | None = None
        self._rests: dict[str, list[Movement]] | None = None
        self._told: dict[Unit, Unit] = {}
        self._pinned_from: dict[Unit, list[Link]] = defaultdict(list)
        self._pinned_to: dict[bytes, list[Link]] = defaultdict(list)
        for link in shelf.confirmed("pays"):
            self._pinned_from[Unit(link.source.id, link.source.line)].append(link)
            self._pinned_to[link.target.id].append(link)

    def movement(self, unit: Unit) -> Movement | None:
        """The movement of a unit."""
        document = self.shelf.get(unit.id)
        return None if document is None or unit.line is None else statement_of(document).movements.get(unit.line)

    def first_told(self, movement: Movement) -> Unit:
        """Where a bank tells one movement several times, in a report, a notification and a statement: its first unit.

        The entry of a whole statement comes before that of a report or notification.
        """
        found = self._told.get(movement.unit)
        if found is None:
            found = self._told[movement.unit] = first_told(movement, self.shelf)
        return found

    def is_new(self, movement: Movement) -> bool:
        """Was a movement told by none of the statements that were known before?"""
        is_new = self.shelf.is_new
        return is_new(movement.unit.id) and all(is_new(one.unit.id) for one in all_told(movement, self.shelf))

    def naming(self, movement: Movement) -> Naming:
        """What a movement names, without what people undid."""
        found = self._naming.get(movement.unit)
        if found is None:
            found = naming_of(movement, self.items)
            if not found.claims and movement.is_return:
                paid = [one for one in payments_returned_by(movement, self.shelf) if self.first_told(one) == one.unit]
                found = named_before(paid, self.naming) or found
            claims = tuple(one for one in found.claims if not self.is_undone(movement, one.item))
            if len(claims) < len(found.claims):
                found = Naming(claims, complete=False)
            self._naming[movement.unit] = found
        return found

    def is_undone(self, movement: Movement, item: Item) -> bool:
        """Has a person said that this movement does not pay this item?"""
        source, target = End(id=movement.unit.id, line=movement.unit.line), End(id=item.id)
        return self.shelf.is_undone(Link(kind="pays", source=source, target=target))

    def pinned(self, movement: Movement) -> Sequence[Link]:
        """The links of the movement that people confirmed."""
        return self._pinned_from.get(movement.unit, ())

    def unpinned(self, movement: Movement) -> Movement:
        """What is left of a movement beside the links that people confirmed."""
        pinned = [(item, link) for link in self.pinned(movement) if (item := self.item_at(link.target.id)) is not None]
        if not pinned:
            return movement
        cash = [item.signed(own_sense(item, link), movement.came_in).copy_negate() for item, link in pinned]
        return movement.rest(total([movement.cash, *cash]))

    def with_rest(self, key: str) -> Sequence[Movement]:
        """The movements of which people gave out a part, and whose rest seeks an item by that key of an amount."""
        if self._rests is None:
            self._rests = defaultdict(list)
            for movement in filter(None, map(self.movement, self._pinned_from)):
                rest = self.unpinned(movement)
                told = {one for one in (rest.currency, rest.line.instructed_currency) if one is not None}
                day = rest.day
                for seen in {amount_key(cents, one, day) for cents in rest.sought for one in told if day is not None}:
                    self._rests[seen].append(movement)
        return self._rests.get(key, ())

    def aliases(self, forms: frozenset[str]) -> frozenset[str]:
        """The forms of partners for whom people confirmed that somebody of these forms paid; and the reverse."""
        found: set[str] = set()
        for one, other in self._confirmed_pairs():
            if not forms.isdisjoint(one):
                found |= other
            if not forms.isdisjoint(other):
                found |= one
        return frozenset(found)

    def _confirmed_pairs(self) -> list[tuple[frozenset[str], frozenset[str]]]:
        if self._pairs is None:
            self._pairs = []
            for unit, links in self._pinned_from.items():
                movement = self.movement(unit)
                items = [self.item_at(link.target.id) for link in links]
                if movement is not None:
                    self._pairs += [(movement.forms, item.forms) for item in items if item is not None]
        return self._pairs

    def applied(self, movement: Movement) -> Applied:
        """What a movement is applied to going by numbers; to nothing where that needs to be weighed."""
        found = self._applied.get(movement.unit)
        if found is None:
            self._solve(movement)
            found = self._applied[movement.unit]
        return found

    def remaining(self, item: Item) -> Decimal:
        """What is left to settle of an item after all movements that name it for sure, in its own sense."""
        found = self._remaining.get(item.id)
        if found is None:
            group = self.group(item)
            if group not in self._solved:
                self._solved.add(group)
                self._solve_item(item)
            found = self._remaining[item.id] = self._left(item)
        return found

    def balance(self, item: Item) -> Balance | None:
        """What is left of an item; None where nothing is, or another stands for it."""
        if item.id not in self._balances:
            left = self.remaining(item) if self.stands_for(item) else ZERO
            self._balances[item.id] = Balance(item, left) if left > 0 else None
        return self._balances[item.id]

    def foresee(self, items: Iterable[Item]) -> None:
        """Have the store asked at once for all that tells what is left of these items."""
        fresh = [one for one in items if one.id not in self._balances]
        if len(fresh) < _FORESEEN_MIN:
            return
        self.shelf.expect(
            offering=[payable_key(one.number) for one in fresh if one.number],
            seeking=[payable_key(number) for one in fresh for number in (*one.numbers, *one.orders)],
            linked=[one.id for one in fresh],
        )
        movements = [movement for one in fresh for movement in self.naming_item(one)]
        named = [payable_key(each.plain) for movement in movements for each in movement.named]
        self.shelf.expect(offering=[*named, *(movement.told_key for movement in movements)])

    def seekers(self, key: str) -> Sequence[Statement]:
        """The statements that seek a key."""
        found = self.shelf.seeking(key)
        return [statement_of(one) for one in found if isinstance(one.summary, StatementSummary)] if found else ()

    def of_amount(self, item: Item) -> Sequence[Movement]:
        """The movements of just the amount of an item, or of it less an agreed discount, in its time."""
        found = self._of_amount.get(item.id)
        if found is None:
            keys = [(key, int(key.split("|")[2])) for key in amount_keys(item)]
            found = self._of_amount[item.id] = [
                one
                for key, cents in keys
                for statement in self.seekers(key)
                for one in statement.by_cents.get(cents, ())
            ]
        return found

    def naming_item(self, item: Item) -> Sequence[Movement]:
        """The movements that give one of an item's numbers, and those by which one of these came back."""
        found = self._naming_items.get(item.id)
        if found is None:
            found = ()
            for number in item.numbers + item.orders:
                for statement in self.seekers(payable_key(number)):
                    there = statement.by_number.get(number, ())
                    found = [*found, *there] if found else there
            back = [other for one in found for other in returns_of(one, self.shelf)]
            found = self._naming_items[item.id] = [*found, *back] if back else found
        return found

    def _solve_item(self, item: Item) -> None:
        """Solve what hangs together with an item."""
        for near in self.kin(item):
            for movement in self.naming_item(near):
                if any(one.item is near or self.group(one.item) == self.group(near) for one in self._live(movement)):
                    self.applied(movement)

    def _live(self, movement: Movement) -> tuple[Claim, ...]:
        """What a movement claims, unless it is told elsewhere too."""
        if self.first_told(movement) != movement.unit:
            return ()
        return self.naming(movement).claims

    def component(self, movement: Movement) -> list[Movement]:
        """All movements that name the same items, or what has to be settled together with these, in their order."""
        component = {movement.unit: movement}
        queue, items = [movement], set[bytes]()
        while queue:
            for claim in self._live(queue.pop()):
                for item in self.kin(claim.item) if claim.item.id not in items else ():
                    items.add(item.id)
                    for other in self._claiming(item):
                        if other.unit not in component:
                            component[other.unit] = other
                            queue.append(other)
        return sorted(component.values(), key=when)

    def _solve(self, movement: Movement) -> None:
        """Apply all movements that name the same items, one by one by day."""
        if self._is_alone(movement):
            self._apply(movement, exact=False)
            return
        # What adds up comes first, whenever it was: it says best what it is for.
        waiting = [one for one in self.component(movement) if not self._apply(one, exact=True)]
        for one in waiting:
            self._apply(one, exact=False)

    def _is_alone(self, movement: Movement) -> bool:
        """Does no other movement name what this one does, which is one item or none, and without credit notes?"""
        claims = self._live(movement)
        if len(claims) > 1 or any(len(self.kin(one.item)) > 1 for one in claims):
            return False
        return all(other.unit == movement.unit for one in claims for other in self.naming_item(one.item))

    def _claiming(self, item: Item) -> Iterator[Movement]:
        for other in self.naming_item(item):
            if any(one.item.id == item.id or self.group(one.item) == self.group(item) for one in self._live(other)):
                yield other

    def _apply(self, movement: Movement, *, exact: bool) -> bool:
        """Apply a movement; if asked to, only where it adds up or comes back. Was it applied?"""
        naming = Naming(self._live(movement), self.naming(movement).complete)
        found = self._found(movement, naming)
        if exact and naming.claims and not (found.exact or found.back):
            return False
        self._applied[movement.unit] = found
        for share in found.shares if found.sure else ():
            group = self.group(share.item)
            settled = share.settles.copy_negate() if found.back else share.settles
            self._used[group] = total([self._used_of(share.item), settled])
        return True

    def _found(self, movement: Movement, naming: Naming) -> Applied:
        if pinned := self.pinned(movement):
            gone = {link.target.id for link in pinned}
            naming = Naming(tuple(one for one in naming.claims if one.item.id not in gone), naming.complete)
            movement = self.unpinned(movement)
            if not movement.cash:
                return Applied(sure=True)
        if not naming.claims:
            return Applied()
        found = applied(movement, naming, self._left)
        if not found.exact and (wider := self._with_notes(movement, naming)) is not None:
            return wider
        if not found.exact and found.sure and self._is_doubtful(movement, naming, found):
            return found._replace(sure=False)
        if not found.shares and not found.again and movement.is_return and not movement.reversal:
            back = applied(movement.turned(), naming, self._left)
            if any(self._used_of(share.item) > 0 for share in back.shares):
                return back
        return found

    def _with_notes(self, movement: Movement, naming: Naming) -> Applied | None:
        """Applied to what is named and its credit notes, or the invoices of a note that is named, if that fits."""
        named = {claim.item.id for claim in naming.claims}
        further = {
            item.id: claim._replace(item=item, known=False)
            for claim in naming.claims
            for item in self.beside(claim.item)
            if item.id not in named and self._left(item) > 0 and payable_by(movement, item)
        }
        if not further or movement.reversal:
            return None
        found = applied(movement, Naming((*naming.claims, *further.values()), naming.complete), self._left)
        return found if found.exact and len(found.shares) > 1 else None

    def _is_doubtful(self, movement: Movement, naming: Naming, found: Applied) -> bool:
        return self._may_be_netted(movement, found) or is_mistaken(movement, naming.claims, self.items)

    def _may_be_netted(self, movement: Movement, found: Applied) -> bool:
        """Is what is missing the amount of a credit note of the partner?"""
        if len(found.shares) != 1 or found.back:
            return False
        (share,), item = found.shares, found.shares[0].item
        is_foreign, told = movement.is_foreign(item.currency), movement.instructed
        if (share.settles if is_foreign else share.cash) >= self._left(item):
            return False
        paid = movement.fitting if not is_foreign else () if told is None else (told,)
        gaps = {EXACT.subtract(self._left(item), each.copy_abs()) for each in paid}
        return any(one.size in gaps for one in self.credits_of(item, movement.day))

    def _left(self, item: Item) -> Decimal:
        used = self._used_of(item)
        # No more than all of it: what came back may have been paid before our record begins.
        return EXACT.subtract(item.size, used) if used > 0 else item.size

    def _used_of(self, item: Item) -> Decimal:
        group = self.group(item)
        used = self._used.get(group)
        if used is None:
            used = ZERO
            if self._pinned_to:
                used = total(
                    [own_sense(one, link) for one in self.copies(item) for link in self._pinned_to.get(one.id, ())]
                )
            self._used[group] = used
        return used


def till_of(shelf: Shelf) -> Till:
    """The one till of a shelf, as long as nothing changes there."""
    return shelf.kept("till", lambda: Till(shelf))


def when(movement: Movement) -> When:
    """In which order movements take what is open: by day, statement and position."""
    day = movement.day or date.max
    return day, precedence(movement.statement), tuple(int(part) for part in movement.line.position.split("."))
