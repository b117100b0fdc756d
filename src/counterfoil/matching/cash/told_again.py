"""Which of several statements tells a movement first? A bank tells it in a report, a notification and a statement."""

from msgspec.structs import replace

from counterfoil.matching._matcher import Shelf, Unit
from counterfoil.matching.cash.movements import Movement, statement_of
from counterfoil.matching.parties.identifiers import account_key
from counterfoil.matching.precedence import precedence
from counterfoil.model.summary import Recorded, StatementLine, StatementSummary


def first_told(movement: Movement, shelf: Shelf) -> Unit:
    """The unit that stands for a movement: of those that tell it the one in a whole statement, or the earliest."""
    return min(all_told(movement, shelf), key=_rank).unit


def all_told(movement: Movement, shelf: Shelf) -> list[Movement]:
    """A movement as each of several statements tells it.

    Where one statement has several that look the same, they are different ones, and taken in turn.
    """
    key = movement.told_key
    others = [one for one in shelf.offering(key) if one.id != movement.statement.id]
    if not others:
        return [movement]
    here = statement_of(movement.statement).by_told[key]
    place = next(place for place, one in enumerate(here) if one.unit == movement.unit)
    found = [movement]
    for other in others:
        told = statement_of(other).by_told.get(key, [])
        if place < len(told) and _is_told_again(movement, told[place]):
            found.append(told[place])
    return found


def told_of(movement: Movement) -> tuple[StatementLine, str | None]:
    """What a statement says of a movement, without where it stands and what a bank calls it there."""
    line = replace(
        movement.line, position="", part_of=None, entry_reference=None, status=None, valued=None, mandate=None
    )
    return line, getattr(movement.statement.summary, "account_owner", None)


def _is_told_again(one: Movement, other: Movement) -> bool:
    """Is it one movement, told by two statements?"""
    if not _is_same_account(one.statement, other.statement) or one.currency != other.currency:
        return False
    ours, theirs = one.line.entry_reference, other.line.entry_reference
    if ours is not None and theirs is not None and ours == theirs:
        return True
    here, there = _closing(one.statement), _closing(other.statement)
    if here is not None and there is not None:
        return here == there
    return ours is None or theirs is None


def _closing(statement: Recorded) -> tuple[object, ...] | None:
    summary = statement.summary
    if not isinstance(summary, StatementSummary) or summary.closing is None or summary.opening is None:
        return None
    return summary.opening, summary.closing


def _rank(movement: Movement) -> tuple[bool, object, object]:
    """The entry of a whole statement comes first."""
    return _closing(movement.statement) is None, precedence(movement.statement), movement.line.position


def _is_same_account(one: Recorded, other: Recorded) -> bool:
    """May both statements be of one account?"""
    ours, theirs = getattr(one.summary, "account", None), getattr(other.summary, "account", None)
    if ours is None or theirs is None:
        return ours is theirs
    ours, theirs = account_key(ours), account_key(theirs)
    return ours == theirs or not (ours[:2].isalpha() and theirs[:2].isalpha())
