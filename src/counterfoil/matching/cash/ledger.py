"""The items on a shelf: by key and partner, with what repeats them, and the notes and invoices beside one another."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from counterfoil.matching._matcher import NO_LIMIT, Shelf
from counterfoil.matching.cash.naming import is_one
from counterfoil.matching.cash.open_items import Item, item_of
from counterfoil.matching.days import shifted
from counterfoil.matching.keys import payable_key
from counterfoil.matching.precedence import originality
from counterfoil.model import summary as kinds

_TAKEN_BACK = 3.0
CREDIT_DAYS = 200
"""How far an item, its credit note, and the movement that sets it off may lie apart."""
CERTAIN = Decimal("0.95")

IsThere = Callable[[Item], bool]
"""Is an item there, for who asks what was before?"""


class Ledger:
    """A view of the items on a shelf that remembers."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf
        self._offering: dict[str, Sequence[Item]] = {}
        self._listed: dict[tuple[str, date, date, int], list[Item]] = {}
        self._copies: dict[bytes, Sequence[Item]] = {}
        self._group: dict[bytes, bytes] = {}
        self._beside: dict[bytes, list[Item]] = {}
        self._kindred: dict[bytes, Sequence[Item]] = {}

    def items(self, key: str) -> Sequence[Item]:
        """The items that offer a key."""
        found = self._offering.get(key)
        if found is None:
            there = self.shelf.offering(key)
            found = [item for one in there if (item := item_of(one)) is not None] if there else ()
            self._offering[key] = found
        return found

    def item_at(self, id: bytes) -> Item | None:
        """The item with that id."""
        document = self.shelf.get(id)
        return None if document is None else item_of(document)

    def listed(self, form: str, first: date, last: date) -> Sequence[Item]:
        """The items of a partner that were issued between two days."""
        return self._listed_on(f"payable|{form}", first, last, NO_LIMIT)

    def latest(self, form: str, first: date, last: date, is_there: IsThere, most: int) -> Sequence[Item]:
        """The latest of a partner's items between two days, of those that are there for who asks."""
        asked = most
        while True:
            placed = self._listed_on(f"payable|{form}", first, last, asked)
            found = [one for one in placed if is_there(one)]
            if len(found) >= most or len(placed) < asked:
                return found[-most:]
            asked *= 2

    def _listed_on(self, timeline: str, first: date, last: date, most: int) -> Sequence[Item]:
        key = (timeline, first, last, most)
        found = self._listed.get(key)
        if found is None:
            placed = self.shelf.placed(timeline, first, last, most)
            found = self._listed[key] = [item for one in placed if (item := item_of(one)) is not None]
        return found

    def credits_of(self, item: Item, day: date | None) -> Iterator[Item]:
        """The credit notes of an item's partner that might be set off on that day; they are of about its time."""
        if day is None or item.issued is None:
            return
        first, seen = shifted(day, -CREDIT_DAYS), set[bytes]()
        for form in sorted(item.forms):
            for one in self._listed_on(f"credit|{form}", first, day, NO_LIMIT):
                if one.id not in seen and one.currency == item.currency and _are_near(one, item):
                    seen.add(one.id)
                    yield one

    def stands_for(self, item: Item) -> bool:
        """Is it the one to be paid of all with its number? An open item only stands in for an invoice."""
        return self.group(item) == item.id

    def is_repeated(self, item: Item) -> bool:
        """Does it repeat another document?"""
        return any(link.kind == "repeats" and link.confidence >= CERTAIN for link in self.shelf.links_from(item.id))

    def taken_back(self, item: Item, beside: frozenset[bytes]) -> float:
        """What speaks against an invoice that a credit note took back, unless that is set off beside it."""
        notes = [link.source.id for link in self.shelf.links_to(item.id) if link.kind == "credits"]
        return -_TAKEN_BACK if notes and beside.isdisjoint(notes) else 0.0

    def group(self, item: Item) -> bytes:
        """The id of what stands for an item and all that repeat it under the same number."""
        found = self._group.get(item.id)
        if found is None:
            copies = self.copies(item)
            found = self._group[item.id] = item.id if len(copies) == 1 else min(copies, key=_stands).id
        return found

    def copies(self, item: Item) -> Sequence[Item]:
        """An item, and all that repeat it under the same number."""
        found = self._copies.get(item.id)
        if found is None:
            found = self._copies[item.id] = self._copied(item)
        return found

    def _copied(self, item: Item) -> Sequence[Item]:
        others = self.items(payable_key(item.number)) if item.number else ()
        if len(others) == 1 and others[0].id == item.id:
            return others
        return [item, *(one for one in others if one.id != item.id and _repeats(one, item))]

    def kin(self, item: Item) -> Sequence[Item]:
        """All that is settled together with an item: what repeats it, notes or invoices beside these, and so on."""
        kin = self._kindred.get(item.id)
        if kin is None:
            kin = self.copies(item)
            if len(kin) == 1 and not self._credited(item):
                self._kindred[item.id] = kin
            else:
                kin = self._together(item)
        return kin

    def _together(self, item: Item) -> list[Item]:
        found, queue = dict[bytes, Item](), [item]
        while queue:
            for one in self.copies(queue.pop()):
                if one.id not in found:
                    found[one.id] = one
                    queue += self._credited(one)
        kin = list(found.values())
        for id in found:
            self._kindred[id] = kin
        return kin

    def beside(self, item: Item) -> Sequence[Item]:
        """The credit notes of an invoice, or the invoices of a credit note, going by what they name."""
        if item.id not in self._beside:
            self._beside[item.id] = [one for one in self._credited(item) if self.group(one) == one.id]
        return self._beside[item.id]

    def _credited(self, item: Item) -> list[Item]:
        if item.is_credit:
            ids = [link.target.id for link in self.shelf.links_from(item.id) if link.kind == "credits"]
        else:
            ids = [link.source.id for link in self.shelf.links_to(item.id) if link.kind == "credits"]
        if not ids:
            return []
        found = [one for id in dict.fromkeys(ids) if (one := self.item_at(id)) is not None]
        return [one for one in found if one.is_credit != item.is_credit]


def _repeats(one: Item, item: Item) -> bool:
    return one.number == item.number and one.is_credit == item.is_credit and is_one((item, one))


def _are_near(note: Item, item: Item) -> bool:
    return note.issued is not None and item.issued is not None and abs((note.issued - item.issued).days) <= CREDIT_DAYS


def _stands(item: Item) -> tuple[bool, object]:
    return item.summary.document == kinds.OPEN_ITEM, originality(item.document)
