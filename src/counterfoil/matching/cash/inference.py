"""Cash application: which invoices does each movement on our account pay? All movements compete for what is open."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from counterfoil.matching._matcher import Inference, Shelf, Unit
from counterfoil.matching.amounts import EXACT
from counterfoil.matching.cash.applying import Share, evidence
from counterfoil.matching.cash.candidates import DAYS_AHEAD, DAYS_BACK, candidates_of
from counterfoil.matching.cash.movements import Movement, Statement, amounts_sought
from counterfoil.matching.cash.naming import Claim
from counterfoil.matching.cash.open_items import Item, amount_key, amount_keys, item_of, order_keys, tail_keys
from counterfoil.matching.cash.payers import (
    entry_places,
    learning,
    partner_keys,
    payer_places,
    quoted_keys,
    told_forms,
    window,
)
from counterfoil.matching.cash.remittance import TEXT
from counterfoil.matching.cash.till import Till
from counterfoil.matching.cash.weighing import Weighing, is_weighed
from counterfoil.matching.keys import payable_key, tail_of
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import Recorded, StatementSummary

_AGAIN = Decimal("0.3")
"""How surely a payment of what was paid before is for that invoice: its cash goes nowhere until a person says."""
_ENTRIES_MAX = 400
_HELD = Decimal("0.9")


def offers(document: Recorded) -> Iterator[str]:
    """Under which keys movements find an item, statements one another's movements, and both a partner's master data."""
    if isinstance(document.summary, StatementSummary):
        yield from {one.told_key for one in Statement(document).movements.values()}
    elif (item := item_of(document)) is not None:
        yield from chain(amount_keys(item), order_keys(item), tail_keys(item))
    else:
        yield from partner_keys(document)


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of the numbers and amounts that the entries of a statement name."""
    found: dict[str, None] = {}
    for movement in Statement(document).movements.values():
        for key in _seeks(movement):
            found[key] = None
    yield from found


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """The timelines of a partner: items on the day of issue, entries on the day of booking."""
    if isinstance(document.summary, StatementSummary):
        found = {
            (key, movement.day)
            for movement in Statement(document).movements.values()
            if movement.day is not None
            for key in (*payer_places(movement), *entry_places(movement))
        }
        yield from sorted(found)
    elif (item := item_of(document)) is not None and item.issued is not None:
        for form in sorted(item.forms):
            yield f"payable|{form}", item.issued
            if item.is_credit:
                yield f"credit|{form}", item.issued


def near(document: Recorded, shelf: Shelf) -> Iterable[Unit]:
    """Its own movements, and those that could be for what it touches."""
    return _Reach(Till(shelf)).of(document)


def links(units: Collection[Unit], shelf: Shelf) -> tuple[Collection[Unit], Sequence[Link]]:
    """The links of these movements and of all that compete with them for the same items."""
    weighing = Weighing(Till(shelf), rivals)
    answered: dict[Unit, None] = {}
    found: list[Link] = []
    for unit in units:
        for one in weighing.component(unit):
            if one not in answered:
                answered[one] = None
                movement = weighing.till.movement(one)
                if movement is not None:
                    found += _links(weighing, movement)
    return list(answered), found


CASH = Inference(
    id="cash", kinds=frozenset({"pays"}), offers=offers, seeks=seeks, places=places, near=near, links=links
)


def rivals(till: Till, item: Item) -> Iterator[Movement]:
    """The movements that could be for an item, by whatever they would find it.

    A credit note may be set off by those that are for any other item of the partner.
    """
    yield from _finding(till, item)
    if item.is_credit and item.issued is not None:
        first, last = window(item.issued, DAYS_BACK, DAYS_BACK)
        listed = {one.id: one for form in sorted(item.forms) for one in till.listed(form, first, last)}
        for other in listed.values():
            if other.id != item.id:
                yield from _finding(till, other)


def _finding(till: Till, item: Item) -> Iterator[Movement]:
    """The movements that find an item by its amount, a number, or the partner."""
    if item.issued is not None:
        for key in amount_keys(item):
            cents = int(key.split("|")[2])
            for statement in till.seekers(key):
                yield from statement.by_cents.get(cents, ())
    for key in chain(order_keys(item), quoted_keys(item), map(payable_key, item.numbers)):
        number = key.split("|", 1)[1]
        for statement in till.seekers(key):
            yield from statement.by_number.get(number, ())
    for key in tail_keys(item):
        for statement in till.seekers(key):
            yield from statement.by_tail.get(key.split("|")[1], ())
    if item.issued is not None:
        first, last = window(item.issued, DAYS_AHEAD, DAYS_BACK)
        for form in sorted(item.forms | told_forms(till, item.forms)):
            for document in till.shelf.placed(f"entry|{form}", first, last, _ENTRIES_MAX):
                yield from till.statement(document).by_form.get(form, ())


def _seeks(movement: Movement) -> Iterator[str]:
    for named in movement.named:
        yield payable_key(named.plain)
        if named.how == TEXT and (tail := tail_of(named.plain)):
            yield f"tail|{tail}"
    currencies = {one for one in (movement.currency, movement.line.instructed_currency) if one}
    if movement.day is not None:
        for cents in amounts_sought(movement):
            for currency in currencies:
                yield amount_key(cents, currency, movement.day)


class _Reach:
    """How far a document, or a changed link of it, reaches."""

    def __init__(self, till: Till) -> None:
        self._till = till
        self._units: dict[Unit, None] = {}
        self._seen: set[bytes] = set()
        self._spread: set[Unit] = set()
        self._joined: set[Unit] = set()

    def of(self, document: Recorded) -> Iterable[Unit]:
        """The units whose answer may change."""
        if isinstance(document.summary, StatementSummary):
            for movement in self._till.statement(document).movements.values():
                self._movement(movement)
        elif (item := self._till.item(document)) is not None:
            self._item(item)
        return list(self._units)

    def _movement(self, movement: Movement) -> None:
        """A movement, those that tell it again, and those that compete with it for what it names."""
        till = self._till
        self._add(movement)
        for document in till.shelf.offering(movement.told_key):
            for other in till.statement(document).by_told.get(movement.told_key, ()):
                self._add(other)
        self._named(movement)
        for other in learning(till, movement):
            self._add(other)

    def _named(self, movement: Movement) -> None:
        """All that names the same items, one way or another, and what these items are to others."""
        if movement.unit not in self._joined:
            for one in self._till.component(movement):
                self._joined.add(one.unit)
                self._add(one)
                for claim in self._till.naming(one).claims:
                    self._touched(claim.item)

    def _item(self, item: Item) -> None:
        """An item: who names it, what else these name, and who else names that; and who could be for it."""
        till = self._till
        for movement in list(till.naming_item(item)):
            self._named(movement)
            self._add(movement)
            for named in movement.named:
                for beside in till.items(payable_key(named.plain)):
                    self._touched(beside)
            for other in learning(till, movement):
                self._add(other)
        self._touched(item)

    def _touched(self, item: Item) -> None:
        """What is left of an item may have changed: those who could be for it, and those that compete with these."""
        for one in self._till.copies(item):
            if one.id not in self._seen:
                self._seen.add(one.id)
                self._reached(one)

    def _reached(self, item: Item) -> None:
        for movement in rivals(self._till, item):
            self._add(movement)
            if movement.unit not in self._spread and is_weighed(self._till, movement) and _may_hold(movement, item):
                self._spread.add(movement.unit)
                for candidate in candidates_of(self._till, movement):
                    for other in rivals(self._till, candidate.item):
                        self._add(other)

    def _add(self, movement: Movement) -> None:
        self._units[movement.unit] = None


def _may_hold(movement: Movement, item: Item) -> bool:
    """Is the cash enough for the item to be one of several?"""
    return movement.cash.copy_abs() >= EXACT.multiply(item.size, _HELD)


def _links(weighing: Weighing, movement: Movement) -> Iterator[Link]:
    till = weighing.till
    if till.first_told(movement) != movement.unit:
        return
    found = till.applied(movement)
    shares = found.shares if found.sure else weighing.answer(movement)
    back = found.back and found.sure
    yield from (_link(movement, share, back) for share in shares if share.cash)
    if found.sure or not shares:
        yield from (_link(movement, _nothing(movement, claim), back) for claim in found.again)


def _nothing(movement: Movement, claim: Claim) -> Share:
    """No cash for what was paid before, until a person says so."""
    return Share(claim.item, Decimal(0), Decimal(0), _AGAIN, (*evidence(movement, claim), "it was paid before"))


def _link(movement: Movement, share: Share, back: bool) -> Link:
    """A link with the cash of a share, which is positive where it goes from buyer to seller."""
    return Link(
        kind="pays",
        source=End(id=movement.unit.id, line=movement.unit.line),
        target=End(id=share.item.id),
        amount=EXACT.minus(share.cash) if share.item.is_credit != back else share.cash,
        currency=movement.currency,
        confidence=share.confidence,
        evidence=share.evidence,
        basis=Basis.INFERENCE,
    )
