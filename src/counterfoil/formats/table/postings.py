"""A journal of postings between accounts, as DATEV exports it: which rows are invoices, of whom, and which give back.

An amount there has no sign: a letter says whether the account is debited (S) or credited (H). Accounts of partners are
longer than those of the ledger by a digit, and begin with 1 to 6 for customers and with 7 to 9 for suppliers.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from counterfoil.formats.table.assign import Assigned
from counterfoil.formats.table.cells import Cell, text
from counterfoil.formats.table.profile import Profile
from counterfoil.formats.table.synonyms import plain_header
from counterfoil.model import summary as kinds
from counterfoil.model._base import Model

_SIGNS = {"soll haben kennzeichen", "soll haben kz", "soll haben", "s h kennzeichen", "s h", "sh", "s h kz"}
_ACCOUNTS = {"konto", "konto nr", "kontonummer"}
_CONTRA_ACCOUNTS = {"gegenkonto ohne bu schluessel", "gegenkonto", "gegenkonto nr", "gegenkontonummer"}
DEBIT, CREDIT = "S", "H"
_CUSTOMERS = "123456"
_OF_MONEY = "1"
"""How the accounts of banks and cash begin in the charts of accounts that are usual in Germany."""
_SKIP = "skip"
_MOST = 0.8
"""The share of the rows whose partners stand in one column and on one side, where the column is said to name them."""


_LIKELY = 0.6


class Postings(Model, gc=True):
    """What the rows of a journal say together."""

    sign: str
    """The column with the letters."""
    meanings: tuple[tuple[str, str], ...]
    """For each letter a kind of document, or that its rows are none."""
    partner: tuple[str, str] | None
    """The column with the partners' accounts, and the term that it has."""
    documents: list[Sequence[Cell]]
    """The rows that are invoices or give back."""


class _Row(Model, gc=True):
    sign: str
    by_account: bool
    """Whether the account itself is the partner's, and not the contra account."""
    customer: bool
    meaning: str
    cells: Sequence[Cell]


def with_postings(
    document: str, assigned: dict[str, Assigned], profiles: Sequence[Profile], body: Sequence[Sequence[Cell]]
) -> Postings | None:
    """Let the letter beside the amount say what each posting is, and an account of whom, where a table is a journal."""
    taken = {term for one in assigned.values() for term in one.terms}
    found = _postings(profiles, body) if document == kinds.INVOICE and "kind" not in taken else None
    if found is None:
        return None
    assigned[found.sign] = Assigned(terms=("kind",), holds="text", score=_LIKELY)
    if found.partner is not None and found.partner[0] not in assigned and found.partner[1] not in taken:
        column, term = found.partner
        assigned[column] = Assigned(terms=(term,), holds="text", score=_LIKELY)
    return found


def _postings(profiles: Sequence[Profile], body: Sequence[Sequence[Cell]]) -> Postings | None:
    """What a table says as a journal; None where it is none, or tells of no partners."""
    named = {plain_header(one.header): one for one in profiles}
    sign, account, contra = (
        next((one for header, one in named.items() if header in words), None)
        for words in (_SIGNS, _ACCOUNTS, _CONTRA_ACCOUNTS)
    )
    if sign is None or account is None or contra is None or not {DEBIT, CREDIT}.issuperset(sign.cells):
        return None
    rows = list(_rows(body, (sign.place, account.place, contra.place)))
    if not rows:
        return None
    sides = Counter((row.by_account, row.customer) for row in rows)
    ((by_account, customer), count) = sides.most_common(1)[0]
    column = (account if by_account else contra).header
    term = "buyer.customer_number" if customer else "seller.supplier_number"
    return Postings(
        sign=sign.header,
        meanings=_meanings(rows),
        partner=(column, term) if count >= _MOST * len(rows) else None,
        documents=[row.cells for row in rows if row.meaning != _SKIP],
    )


def _rows(body: Sequence[Sequence[Cell]], places: tuple[int, int, int]) -> Iterator[_Row]:
    for cells in body:
        sign, account, contra = ((text(cells[at]) if at < len(cells) else None) or "" for at in places)
        if not sign or not (account.isdigit() and contra.isdigit()) or len(account) == len(contra):
            continue
        by_account = len(account) > len(contra)
        partner, ledger = (account, contra) if by_account else (contra, account)
        customer = partner[0] in _CUSTOMERS
        debited = (sign == DEBIT) is by_account
        meaning = kinds.INVOICE if debited is customer else kinds.CREDIT_NOTE
        if ledger.startswith(_OF_MONEY) and len(ledger) > 3:
            meaning = _SKIP
        yield _Row(sign=sign, by_account=by_account, customer=customer, meaning=meaning, cells=cells)


def _meanings(rows: Sequence[_Row]) -> tuple[tuple[str, str], ...]:
    """What most rows with a letter are; a letter that no row has means the other thing."""
    told: dict[str, str] = {}
    for sign in (DEBIT, CREDIT):
        counted = Counter(row.meaning for row in rows if row.sign == sign)
        if counted:  # of as many payments as others rather nothing, for a payment must not become a credit note
            told[sign] = max(counted, key=lambda meaning: (counted[meaning], meaning == _SKIP))
    for sign, other in ((DEBIT, CREDIT), (CREDIT, DEBIT)):
        if sign not in told:
            told[sign] = kinds.CREDIT_NOTE if told[other] == kinds.INVOICE else kinds.INVOICE
    return tuple(sorted(told.items(), reverse=True))
