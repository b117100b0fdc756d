"""Columns of ledgers that say in a letter on which side an amount without sign stands: S and H, D and C."""

from collections import Counter
from collections.abc import Iterator, Sequence

from counterfoil.formats.table.assign import Assigned
from counterfoil.formats.table.profile import Profile
from counterfoil.formats.table.synonyms import plain_header, synonyms
from counterfoil.formats.table.terms import FAMILY, NUMBER
from counterfoil.model import summary as kinds

_PAIRS = (
    *(("s", "h"), ("soll", "haben"), ("d", "c"), ("dr", "cr"), ("debit", "credit"), ("debet", "credit")),
    *(("d", "h"), ("debe", "haber"), ("dare", "avere"), ("wn", "ma"), ("winien", "ma")),
)
"""What debit and credit are called."""
_HEADERS = frozenset({"sh kz", "shkz", "s h kz", "s h kennz", "s h kennzeichen", "soll haben kz", "d c"})
_UNSURE = 0.5

Meanings = tuple[tuple[str, str], ...]
"""What stands in a cell, and the kind of document that it means."""


def with_side(document: str, assigned: dict[str, Assigned], profiles: Sequence[Profile], us: str | None) -> Meanings:
    """Let the column that tells the sides, if there is one, tell the kinds of documents; what its cells mean.

    What customers owe us stands in debit and what we owe in credit; the other side is a credit note, or a payment,
    which only the person can say. Where it is not known who we are, most rows are taken for invoices.
    """
    if document not in (kinds.INVOICE, kinds.OPEN_ITEM) or _tells_already(assigned, profiles):
        return ()
    for one in profiles:
        pair = None if one.header in assigned else _pair(one)
        if pair is not None:
            assigned[one.header] = Assigned(terms=("kind",), holds="text", score=_UNSURE)
            return tuple(_meanings(document, one, pair, us))
    return ()


def _tells_already(assigned: dict[str, Assigned], profiles: Sequence[Profile]) -> bool:
    """Whether the kinds have a column of their own, or amounts a sign."""
    return any(
        one.header in assigned
        and (assigned[one.header].terms == ("kind",) or (assigned[one.header].holds == NUMBER and one.negative))
        for one in profiles
    )


def _pair(one: Profile) -> tuple[str, str] | None:
    header = plain_header(one.header)
    if header not in _HEADERS and header not in synonyms(kinds.STATEMENT, FAMILY[kinds.STATEMENT])["entry.sign"]:
        return None
    said = {plain_header(cell) for cell in one.cells}
    return next((pair for pair in _PAIRS if said and said <= set(pair)), None)


def _meanings(document: str, one: Profile, pair: tuple[str, str], us: str | None) -> Iterator[tuple[str, str]]:
    counts = Counter(plain_header(cell) for cell in one.cells)
    debit, credit = pair
    in_debit = us == "seller" if us is not None else counts[debit] >= counts[credit]
    owed, back = (debit, credit) if in_debit else (credit, debit)
    written = {plain_header(cell): cell for cell in reversed(one.cells)}
    like = str.upper if one.cells[0].isupper() else str.title if one.cells[0].istitle() else str
    yield written.get(owed, like(owed)), document
    yield written.get(back, like(back)), kinds.CREDIT_NOTE
