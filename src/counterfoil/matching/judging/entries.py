"""Which entries of a statement pay what was paid before, and which look like trade and fit nothing?"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from counterfoil.matching._matcher import Shelf, Unit
from counterfoil.matching.amounts import EXACT, ZERO, plain, total
from counterfoil.matching.cash.movements import Movement, statement_of
from counterfoil.matching.cash.payers import is_mute
from counterfoil.matching.cash.till import till_of
from counterfoil.matching.cash.trade_likeness import needs_invoice
from counterfoil.matching.judging.context import Context
from counterfoil.matching.parties.identity import BUYER, NEITHER
from counterfoil.model.link import Discrepancy, End, Link
from counterfoil.model.summary import Recorded, StatementSummary


def duplicate_payment(statement: Recorded, summary: StatementSummary, context: Context) -> Iterator[Discrepancy]:
    """An entry with cash for what was paid before, which therefore went nowhere: the later one of the two."""
    for movement, links in _linked(statement, context):
        again = [link for link in links if link.amount == 0]
        if again:
            left = _unapplied(movement, links, context)
            yield _stands("duplicate-payment", movement, summary, left, again)


def unmatched_payment(statement: Recorded, summary: StatementSummary, context: Context) -> Iterator[Discrepancy]:
    """An entry that looks like trade and for which there is not even a proposal. Of one told twice it is the first."""
    till = till_of(context.shelf)
    for movement, links in _linked(statement, context):
        if links or movement.is_return or not (_says_who(movement) and needs_invoice(movement)):
            continue
        if till.first_told(movement) == movement.unit:
            yield _stands("unmatched-payment", movement, summary, movement.cash.copy_abs(), ())


def near(document: Recorded, shelf: Shelf, _new: Collection[bytes]) -> Iterable[bytes]:
    """The statements that tell movements of this one again: only the first of them is judged by."""
    for movement in statement_of(document).movements.values():
        key = movement.told_key
        for other in (*shelf.offering(key), *shelf.outnumbered(key)):
            if other.id != document.id:
                yield other.id


def _linked(statement: Recorded, context: Context) -> Iterator[tuple[Movement, Sequence[Link]]]:
    for position, movement in statement_of(statement).movements.items():
        yield movement, context.out_of_end(End(id=statement.id, line=position), "pays")


def _says_who(movement: Movement) -> bool:
    """Does it say who or what for? A batch whose parts are told elsewhere does not."""
    return bool(movement.forms) or not is_mute(movement)


def _unapplied(movement: Movement, links: Sequence[Link], context: Context) -> Decimal:
    """What of the cash went nowhere, but for what is proposed."""
    used = ZERO
    for link in filter(context.is_sure, links):
        target, amount = context.documents[link.target.id], link.amount or ZERO
        backwards = target.role == BUYER or (target.role == NEITHER and movement.cash < 0)
        used = total([used, EXACT.minus(amount) if backwards else amount])
    return total([movement.cash, used.copy_negate()]).copy_abs()


def _stands(
    code: str, movement: Movement, summary: StatementSummary, amount: Decimal, links: Sequence[Link]
) -> Discrepancy:
    unit: Unit = movement.unit
    return Discrepancy(
        code=code,
        id=unit.id,
        line=unit.line,
        found=plain(amount),
        amount=amount,
        currency=movement.currency or summary.currency,
        since=movement.day,
        others=tuple(sorted({link.target.id for link in links})),
        why=tuple(dict.fromkeys(reason for link in links for reason in link.evidence)),
    )
