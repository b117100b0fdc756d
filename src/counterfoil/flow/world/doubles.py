"""Invoices that come again in one of nine ways, and what looks like it and is none."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from msgspec.structs import replace

from counterfoil.flow.world.billing import Invoice, keep
from counterfoil.flow.world.book import CII, UBL, Book
from counterfoil.flow.world.cast import respelled
from counterfoil.flow.world.credit import credit_note
from counterfoil.flow.world.faults import DUPLICATES
from counterfoil.flow.world.lines import Billed
from counterfoil.flow.world.numbers import reformatted, retyped
from counterfoil.flow.world.paper import CENT, Paper, Row
from counterfoil.flow.world.relations import Relation

SHARE = 0.14
"""How many of the invoices that we get come again."""


def come_again(book: Book, invoices: Sequence[tuple[Relation, Invoice]]) -> None:
    """Let some invoices come again, each kind in its turn; all others have their numbers by now."""
    enabled = [one for one in DUPLICATES if one in book.faults]
    count = min(max(int(len(invoices) * SHARE), len(enabled)), len(invoices)) if enabled else 0
    for place, at in enumerate(sorted(book.random.sample(range(len(invoices)), count))):
        relation, made = invoices[at]
        again(book, relation, made, enabled[place % len(enabled)])


def again(book: Book, relation: Relation, made: Invoice, kind: str) -> None:
    """Let an invoice come again in that way, under no number that another paper has."""
    if kind == "duplicate-same-bytes":
        paper = _later(book, made.paper, 0)
        book.file(paper, f"{relation.folder}/again", relation.syntax, copy_of=made.paper.key)
        book.tie("repeats", (paper.key, None), (made.paper.key, None), difficulty=(kind,))
        return
    if kind == "duplicate-amount-split":
        for paper in _split(book, made.paper):
            _file(book, relation, made, paper, kind)
        return
    again = _CHANGES[kind](book, made.paper)
    while again.number != made.paper.number and again.number in book.numbers:
        again = _CHANGES[kind](book, made.paper)
    _file(book, relation, made, again, kind)


def credit_and_rebill(book: Book, relation: Relation, made: Invoice) -> None:
    """The whole invoice is credited and billed anew under another number: no duplicate, and both bill the order."""
    credit_note(book, relation, made, whole=True, after=3)
    day = made.paper.issued + timedelta(days=4)
    number = relation.invoices.next(day)
    paper = replace(made.paper, key=book.key(), number=number, issued=day, delivered=day)
    paper = replace(paper, payment_reference=number if paper.payment_reference else None)
    keep(book, relation, made._replace(paper=paper, difficulty=(*made.difficulty, "credit-and-rebill")))


def _file(book: Book, relation: Relation, made: Invoice, paper: Paper, kind: str) -> None:
    syntax = relation.syntax
    if kind == "duplicate-other-syntax" or (kind != "duplicate-layout" and book.chance(0.3, "duplicate-other-syntax")):
        syntax = UBL if syntax == CII else CII
    book.file(paper, f"{relation.folder}/again", syntax, compact=kind == "duplicate-layout")
    book.tie("repeats", (paper.key, None), (made.paper.key, None), difficulty=(kind,))
    _is_duplicate(book, made.paper, paper, kind)
    split = kind == "duplicate-amount-split"
    for place in range(1, len(paper.rows) + 1):
        for one in (one for line in made.billed if split or line is made.billed[place - 1] for one in line):
            _may_bill(book, paper, place, one)


def _is_duplicate(book: Book, original: Paper, again: Paper, kind: str) -> None:
    """Which of two of the same day is the later nobody can tell."""
    either = f"duplicate-{again.key}" if again.issued == original.issued else None
    told: dict[str, Any] = {
        "expected": original.number,
        "found": again.number,
        "amount": again.total,
        "cause": kind,
    }
    book.wrong("duplicate-invoice", again.key, either=either, **told)
    if either:
        book.wrong("duplicate-invoice", original.key, either=either, **told)
    for place in range(1, len(again.rows) + 1):
        for code in ("not-ordered", "quantity-over-ordered", "quantity-over-received", "not-received"):
            book.wrong(code, again.key, place, cause=kind, optional=True)


def _may_bill(book: Book, paper: Paper, place: int, one: Billed) -> None:
    """Whether the lines of a duplicate bill anything is left open."""
    book.tie("bills", (paper.key, place), one.line, optional=True)
    if one.despatch is not None:
        book.tie("bills", (paper.key, place), (one.despatch.key, one.despatch_line), optional=True)
        book.tie("bills", (paper.key, None), (one.despatch.key, None), optional=True)


def _later(book: Book, paper: Paper, days: int | None = None) -> Paper:
    """The same paper under a key of its own, issued some days later."""
    day = paper.issued + timedelta(days=book.random.randrange(1, 12) if days is None else days)
    return replace(paper, key=book.key(), issued=day)


def _numbered(book: Book, paper: Paper, number: str) -> Paper:
    again = _later(book, paper, book.random.choice((0, 0, 3)))
    return replace(again, number=number, payment_reference=number if paper.payment_reference else None)


def _corrected_address(book: Book, paper: Paper) -> Paper:
    """Issued anew since the buyer's address was wrong, under the old number or one with a letter behind it."""
    street = f"{paper.buyer.street.rpartition(' ')[0]} {book.random.randrange(1, 99)}"
    number = f"{paper.number}{book.random.choice(('', '-K', 'A', '/1', ' korr.'))}"
    again = _later(book, paper)
    return replace(
        again,
        number=number,
        buyer=replace(paper.buyer, street=street),
        notes=(*paper.notes, "Neuausstellung mit korrigierter Anschrift"),
    )


def _split(book: Book, paper: Paper) -> tuple[Paper, Paper]:
    """The same goods on two invoices: some lines on each, or half of the only line on each."""
    some, others = _halves(paper.rows[0]) if len(paper.rows) == 1 else _parted(paper.rows)
    first = replace(_later(book, paper), rows=_counted(some), number=f"{paper.number}-1")
    second = replace(_later(book, paper), rows=_counted(others), number=f"{paper.number}-2", issued=first.issued)
    return first, replace(second, charge=None)


def _parted(rows: tuple[Row, ...]) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    middle = len(rows) // 2
    return rows[:middle], rows[middle:]


def _halves(row: Row) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    half = (row.quantity / 2).quantize(CENT)
    taken = None if row.allowance is None else (row.allowance / 2).quantize(CENT)
    left = None if row.allowance is None or taken is None else row.allowance - taken
    rest = replace(row, quantity=row.quantity - half, allowance=left)
    return (replace(row, quantity=half, allowance=taken),), (rest,)


def _counted(rows: tuple[Row, ...]) -> tuple[Row, ...]:
    return tuple(replace(row, id=str(place)) for place, row in enumerate(rows, 1))


_CHANGES: dict[str, Callable[[Book, Paper], Paper]] = {
    "duplicate-other-syntax": lambda book, paper: _later(book, paper, 0),
    "duplicate-layout": lambda book, paper: _later(book, paper, 0),
    "duplicate-retyped-number": lambda book, paper: _numbered(book, paper, retyped(paper.number, book.random)),
    "duplicate-reformatted-number": lambda book, paper: _numbered(book, paper, reformatted(paper.number, book.random)),
    "duplicate-date-changed": _later,
    "duplicate-other-supplier-record": lambda book, paper: replace(
        _later(book, paper, 0), seller=respelled(replace(paper.seller, vat=""), book.random)
    ),
    "duplicate-corrected-address": _corrected_address,
}
