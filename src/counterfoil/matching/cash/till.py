"""What one run of cash application has looked up, and what movements that name their items by number leave open."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from counterfoil.matching._matcher import Shelf, Unit
from counterfoil.matching.amounts import EXACT, ZERO, total
from counterfoil.matching.cash.applying import Applied, applied
from counterfoil.matching.cash.mistaken import is_mistaken
from counterfoil.matching.cash.movements import Movement, Statement
from counterfoil.matching.cash.naming import Claim, Naming, is_one, naming_of, payable_by
from counterfoil.matching.cash.open_items import Balance, Item, item_of, own_sense
from counterfoil.matching.cash.told_again import first_told
from counterfoil.matching.days import shifted
from counterfoil.matching.keys import payable_key
from counterfoil.matching.precedence import precedence
from counterfoil.model import summary as kinds
from counterfoil.model.link import End, Link
from counterfoil.model.summary import Recorded, StatementSummary

_LISTED_MAX = 80
_TAKEN_BACK = 3.0
_CREDIT_DAYS = 200
CERTAIN = Decimal("0.95")

When = tuple[date, tuple[str, int, str, bytes], tuple[int, ...]]


class Till:
    """A view of the shelf that remembers. Everything that it tells is a pure function of the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._statements: dict[bytes, Statement] = {}
        self._items: dict[bytes, Item | None] = {}
        self._offering: dict[str, Sequence[Item]] = {}
        self._naming: dict[Unit, Naming] = {}
        self._applied: dict[Unit, Applied] = {}
        self._used: dict[bytes, Decimal] = {}
        self._solved: set[bytes] = set()
        self._remaining: dict[bytes, Decimal] = {}
        self._balances: dict[bytes, Balance | None] = {}
        self._beside: dict[bytes, list[Item]] = {}
        self._kindred: dict[bytes, list[Item]] = {}
        self._copies: dict[bytes, list[Item]] = {}
        self._naming_items: dict[bytes, list[Movement]] = {}
        self._pairs: list[tuple[frozenset[str], frozenset[str]]] | None = None
        self._group: dict[bytes, bytes] = {}
        self._told: dict[Unit, Unit] = {}
        self._listed: dict[tuple[str, date, date], list[Item]] = {}
        self._pinned_from: dict[Unit, list[Link]] = defaultdict(list)
        self._pinned_to: dict[bytes, list[Link]] = defaultdict(list)
        for link in shelf.confirmed("pays"):
            self._pinned_from[Unit(link.source.id, link.source.line)].append(link)
            self._pinned_to[link.target.id].append(link)

    def statement(self, document: Recorded) -> Statement:
        """A statement with its movements."""
        found = self._statements.get(document.id)
        if found is None:
            found = self._statements[document.id] = Statement(document)
        return found

    def movement(self, unit: Unit) -> Movement | None:
        """The movement of a unit."""
        document = self.shelf.get(unit.id)
        return None if document is None or unit.line is None else self.statement(document).movements.get(unit.line)

    def item(self, document: Recorded) -> Item | None:
        """A document as an item."""
        if document.id not in self._items:
            self._items[document.id] = item_of(document)
        return self._items[document.id]

    def items(self, key: str) -> Sequence[Item]:
        """The items that offer a key."""
        found = self._offering.get(key)
        if found is None:
            found = [item for one in self.shelf.offering(key) if (item := self.item(one)) is not None]
            self._offering[key] = found
        return found

    def listed(self, form: str, first: date, last: date) -> Iterator[Item]:
        """The items of a partner that were issued between two days."""
        yield from self._listed_on(f"payable|{form}", first, last)

    def _listed_on(self, timeline: str, first: date, last: date) -> Sequence[Item]:
        key = (timeline, first, last)
        if key not in self._listed:
            placed = self.shelf.placed(timeline, first, last, _LISTED_MAX)
            self._listed[key] = [item for one in placed if (item := self.item(one)) is not None]
        return self._listed[key]

    def credits_of(self, item: Item, day: date | None) -> Iterator[Item]:
        """The credit notes of an item's partner that might be set off on that day."""
        if day is None:
            return
        first, seen = shifted(day, -_CREDIT_DAYS), set[bytes]()
        for form in sorted(item.forms):
            for one in self._listed_on(f"credit|{form}", first, day):
                if one.id not in seen and one.currency == item.currency:
                    seen.add(one.id)
                    yield one

    def stands_for(self, item: Item) -> bool:
        """Is it the one to be paid of all with its number? An open item only stands in for an invoice."""
        return self._of(item) == item.id

    def is_repeated(self, item: Item) -> bool:
        """Does it repeat another document?"""
        return any(link.kind == "repeats" and link.confidence >= CERTAIN for link in self.shelf.links_from(item.id))

    def taken_back(self, item: Item, beside: frozenset[bytes]) -> float:
        """What speaks against an invoice that a credit note took back, unless that is set off beside it."""
        notes = [link.source.id for link in self.shelf.links_to(item.id) if link.kind == "credits"]
        return -_TAKEN_BACK if notes and beside.isdisjoint(notes) else 0.0

    def first_told(self, movement: Movement) -> Unit:
        """Where a bank tells one movement several times, in a report, a notification and a statement: its first unit.

        The entry of a whole statement comes before that of a report or notification.
        """
        found = self._told.get(movement.unit)
        if found is None:
            found = self._told[movement.unit] = first_told(movement, self.shelf, self.statement)
        return found

    def naming(self, movement: Movement) -> Naming:
        """What a movement names, without what people undid."""
        found = self._naming.get(movement.unit)
        if found is None:
            found = naming_of(movement, self.items)
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
        if movement.unit not in self._applied:
            self._solve(movement)
        return self._applied[movement.unit]

    def remaining(self, item: Item) -> Decimal:
        """What is left to settle of an item after all movements that name it for sure, in its own sense."""
        found = self._remaining.get(item.id)
        if found is None:
            group = self._of(item)
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

    def seekers(self, key: str) -> Iterator[Statement]:
        """The statements that seek a key."""
        for document in self.shelf.seeking(key):
            if isinstance(document.summary, StatementSummary):
                yield self.statement(document)

    def naming_item(self, item: Item) -> Sequence[Movement]:
        """The movements that give one of an item's numbers."""
        found = self._naming_items.get(item.id)
        if found is None:
            found = self._naming_items[item.id] = [
                movement
                for number in (*item.numbers, *item.orders)
                for statement in self.seekers(payable_key(number))
                for movement in statement.by_number.get(number, ())
            ]
        return found

    def _of(self, item: Item) -> bytes:
        """The id of what stands for an item and all that repeat it under the same number."""
        found = self._group.get(item.id)
        if found is None:
            copies = self.copies(item)
            found = self._group[item.id] = (item if len(copies) == 1 else min(copies, key=_stands)).id
        return found

    def copies(self, item: Item) -> Sequence[Item]:
        """An item, and all that repeat it under the same number."""
        found = self._copies.get(item.id)
        if found is None:
            found = self._copies[item.id] = self._copied(item)
        return found

    def _copied(self, item: Item) -> list[Item]:
        same = [item]
        if item.number:
            same += [
                one
                for one in self.items(payable_key(item.number))
                if one.id != item.id and one.number == item.number and one.is_credit == item.is_credit
            ]
        return same if len(same) == 1 else [one for one in same if one.id == item.id or is_one((item, one))]

    def _kin(self, item: Item) -> Sequence[Item]:
        """All that has to be settled together with an item: what repeats it, and the notes or invoices beside these."""
        kin = self._kindred.get(item.id)
        if kin is None:
            found = {one.id: one for one in self.copies(item)}
            for one in list(found.values()):
                for beside in self._credited(one):
                    found |= {each.id: each for each in self.copies(beside)}
            kin = self._kindred[item.id] = list(found.values())
        return kin

    def _solve_item(self, item: Item) -> None:
        """Solve what hangs together with an item."""
        for near in self._kin(item):
            for movement in self.naming_item(near):
                if any(self._of(one.item) == self._of(near) for one in self._live(movement)):
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
                for item in self._kin(claim.item) if claim.item.id not in items else ():
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
        if len(claims) > 1 or any(len(self._kin(one.item)) > 1 for one in claims):
            return False
        return all(other.unit == movement.unit for one in claims for other in self.naming_item(one.item))

    def _claiming(self, item: Item) -> Iterator[Movement]:
        for other in self.naming_item(item):
            if any(one.item.id == item.id or self._of(one.item) == self._of(item) for one in self._live(other)):
                yield other

    def _apply(self, movement: Movement, *, exact: bool) -> bool:
        """Apply a movement; if asked to, only where it adds up or comes back. Was it applied?"""
        naming = Naming(self._live(movement), self.naming(movement).complete)
        found = self._found(movement, naming)
        if exact and naming.claims and not (found.exact or found.back):
            return False
        self._applied[movement.unit] = found
        for share in found.shares if found.sure else ():
            group = self._of(share.item)
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
        shares = found.shares
        if len(shares) != 1 or found.back or shares[0].cash >= self._left(shares[0].item):
            return False
        item = shares[0].item
        gaps = {EXACT.subtract(self._left(item), each.copy_abs()) for each in movement.fitting}
        return any(one.size in gaps for one in self.credits_of(item, movement.day))

    def beside(self, item: Item) -> Sequence[Item]:
        """The credit notes of an invoice, or the invoices of a credit note, going by what they name."""
        if item.id not in self._beside:
            self._beside[item.id] = [one for one in self._credited(item) if self._of(one) == one.id]
        return self._beside[item.id]

    def _credited(self, item: Item) -> list[Item]:
        if item.is_credit:
            ids = [link.target.id for link in self.shelf.links_from(item.id) if link.kind == "credits"]
        else:
            ids = [link.source.id for link in self.shelf.links_to(item.id) if link.kind == "credits"]
        found = [one for id in dict.fromkeys(ids) if (one := self.item_at(id)) is not None]
        return [one for one in found if one.is_credit != item.is_credit]

    def item_at(self, id: bytes) -> Item | None:
        """The item with that id."""
        document = self.shelf.get(id)
        return None if document is None else self.item(document)

    def _left(self, item: Item) -> Decimal:
        return EXACT.subtract(item.size, self._used_of(item))

    def _used_of(self, item: Item) -> Decimal:
        group = self._of(item)
        used = self._used.get(group)
        if used is None:
            pinned = [own_sense(item, link) for link in self._pinned_to.get(item.id, ())]
            used = self._used[group] = total(pinned)
        return used


def till_of(shelf: Shelf) -> Till:
    """The one till of a shelf, as long as nothing changes there."""
    return shelf.kept("till", lambda: Till(shelf))


def _stands(item: Item) -> tuple[bool, object]:
    return item.summary.document == kinds.OPEN_ITEM, precedence(item.document)


def when(movement: Movement) -> When:
    """In which order movements take what is open: by day, statement and position."""
    day = movement.day or date.max
    return day, precedence(movement.statement), tuple(int(part) for part in movement.line.position.split("."))
