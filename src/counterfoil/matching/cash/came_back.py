"""What came back of a payment, where only the end-to-end id tells of which one.

A bank that returns a direct debit or a transfer gives the id of the payment, and seldom what it was for.
"""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import EXACT, ZERO
from counterfoil.matching.cash.applying import RETURN_FEE_MAX
from counterfoil.matching.cash.movements import Movement, statement_of
from counterfoil.matching.cash.naming import Naming
from counterfoil.matching.cash.remittance import END_TO_END
from counterfoil.matching.keys import payable_key
from counterfoil.model.summary import Recorded


def offered(statement: Recorded) -> Iterator[str]:
    """The keys under which payments, which seek what their end-to-end ids name, find what came back of them."""
    for movement in statement_of(statement).movements.values():
        if (id := end_to_end(movement)) and movement.is_return:
            yield payable_key(id)


def end_to_end(movement: Movement) -> str:
    """Its end-to-end id, spelled one way; empty where there is none, or one that could be anything."""
    if movement.line.end_to_end_id is None:
        return ""
    return next((one.plain for one in movement.named if one.how == END_TO_END and not one.weak), "")


def returns_of(movement: Movement, shelf: Shelf) -> list[Movement]:
    """The movements by which a payment came back, going by its end-to-end id."""
    id = end_to_end(movement)
    return [
        other
        for statement in (shelf.offering(payable_key(id)) if id else ())
        for other in statement_of(statement).by_number.get(id, ())
        if _is_returned_by(movement, other)
    ]


def payments_returned_by(movement: Movement, shelf: Shelf) -> list[Movement]:
    """The payments that came back by a movement, going by its end-to-end id.

    None where too many came back under that id: from the payments they are not found either.
    """
    id = end_to_end(movement)
    key = payable_key(id)
    return [
        other
        for statement in (shelf.seeking(key) if id and shelf.offering(key) else ())
        for other in statement_of(statement).by_number.get(id, ())
        if _is_returned_by(other, movement)
    ]


def of_one_id(movement: Movement, shelf: Shelf) -> list[Movement]:
    """The movements with its end-to-end id, where one of them came back."""
    id = end_to_end(movement)
    key = payable_key(id)
    back = [one for one in shelf.offering(key) if statement_of(one).movements] if id else []
    if not back and not (id and movement.is_return):
        return []
    statements = {one.id: one for one in (*back, *shelf.seeking(key))}
    told = (other for one in statements.values() for other in statement_of(one).by_number.get(id, ()))
    return [other for other in told if end_to_end(other) == id]


def named_before(paid: Sequence[Movement], naming: Callable[[Movement], Naming]) -> Naming | None:
    """What the one payment that came back had named; None where there is none, or several."""
    if len(paid) != 1:
        return None
    found = naming(paid[0])
    words = "{} of the payment that came back"
    claims = [one._replace(named=one.named._replace(how=words.format(one.named.how))) for one in found.claims]
    return found._replace(claims=tuple(claims))


def _is_returned_by(movement: Movement, other: Movement) -> bool:
    """Do both have one end-to-end id, and does just this money, perhaps with a fee, go the other way later on?"""
    if not other.is_return or movement.is_return or end_to_end(movement) != end_to_end(other):
        return False
    there, back = movement.line.amount, other.line.amount
    fee = EXACT.subtract(back.copy_abs(), there.copy_abs())
    is_later = movement.day is None or other.day is None or movement.day <= other.day
    return is_later and (there > 0) != (back > 0) and ZERO <= fee <= RETURN_FEE_MAX
