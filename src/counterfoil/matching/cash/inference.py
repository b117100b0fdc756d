"""Cash application: which invoices does each movement on our account pay? All movements compete for what is open."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import chain

from counterfoil.matching._matcher import Inference, Shelf, Unit
from counterfoil.matching.amounts import EXACT
from counterfoil.matching.cash.applying import LIKELY, Share, evidence
from counterfoil.matching.cash.came_back import offered
from counterfoil.matching.cash.movements import Movement, statement_of
from counterfoil.matching.cash.naming import Claim
from counterfoil.matching.cash.open_items import Item, amount_key, amount_keys, item_of, order_keys, tail_keys
from counterfoil.matching.cash.payers import (
    entry_places,
    partner_keys,
    payer_places,
)
from counterfoil.matching.cash.reach import Reach
from counterfoil.matching.cash.refunds import refunded
from counterfoil.matching.cash.remittance import TEXT
from counterfoil.matching.cash.rivals import rivals
from counterfoil.matching.cash.till import till_of
from counterfoil.matching.cash.weighing import Weighing
from counterfoil.matching.keys import payable_key, tail_of
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import Recorded, StatementSummary

_AGAIN = Decimal("0.3")
"""How surely a payment of what was paid before is for that invoice: its cash goes nowhere until a person says."""


def offers(document: Recorded) -> Iterator[str]:
    """Under which keys movements find an item, statements one another's movements, and both a partner's master data."""
    if isinstance(document.summary, StatementSummary):
        yield from {one.told_key for one in statement_of(document).movements.values()}
        yield from offered(document)
    elif (item := item_of(document)) is not None:
        yield from chain(amount_keys(item), order_keys(item), tail_keys(item))
    else:
        yield from partner_keys(document)


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of the numbers and amounts that the entries of a statement name."""
    if not isinstance(document.summary, StatementSummary):
        return
    found: dict[str, None] = {}
    for movement in statement_of(document).movements.values():
        for key in _seeks(movement):
            found[key] = None
    yield from found


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """The timelines of a partner: items on the day of issue, entries on the day of booking."""
    if isinstance(document.summary, StatementSummary):
        found = {
            (key, movement.day)
            for movement in statement_of(document).movements.values()
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
    return Reach(_weighing(shelf)).of(document)


def links(units: Collection[Unit], shelf: Shelf) -> tuple[Collection[Unit], Sequence[Link]]:
    """The links of these movements and of all that compete with them for the same items."""
    weighing = _weighing(shelf)
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


def _seeks(movement: Movement) -> Iterator[str]:
    for named in movement.named:
        yield payable_key(named.plain)
        if named.how == TEXT and (tail := tail_of(named.plain)):
            yield f"tail|{tail}"
    currencies = {one for one in (movement.currency, movement.line.instructed_currency) if one}
    if movement.day is not None:
        for cents in movement.sought:
            for currency in currencies:
                yield amount_key(cents, currency, movement.day)


def _weighing(shelf: Shelf) -> Weighing:
    """What is known of this record already, as long as it does not change."""
    return shelf.kept("cash", lambda: Weighing(till_of(shelf), rivals))


def _links(weighing: Weighing, movement: Movement) -> Iterator[Link]:
    till = weighing.till
    if till.first_told(movement) != movement.unit:
        return
    found = till.applied(movement)
    shares = found.shares if found.sure else weighing.answer(movement)
    back = found.back and found.sure
    yield from (_link(movement, share, back) for share in shares if share.cash)
    again = found.again if found.sure else tuple(claim for claim in found.again if _is_meant(movement, claim))
    if again and (found.sure or all(share.confidence <= LIKELY for share in shares)):
        yield from (_link(movement, _nothing(claim.item, evidence(movement, claim)), back) for claim in again)
    elif not shares and not found.sure and (refund := refunded(till, movement)) is not None:
        yield _link(movement, refund, back=True)
    elif not shares and not found.sure and (before := weighing.paid_before(movement)) is not None:
        yield _link(movement, _nothing(*before), back)


def _is_meant(movement: Movement, claim: Claim) -> bool:
    """Is what was paid before meant? Of a stranger's item that asks for another amount the number may be mistyped."""
    return claim.known or not movement.forms or movement.fits(claim.due, claim.item.currency)


def _nothing(item: Item, why: tuple[str, ...]) -> Share:
    """No cash for what was paid before, until a person says so."""
    return Share(item, Decimal(0), Decimal(0), _AGAIN, (*why, "it was paid before"))


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
