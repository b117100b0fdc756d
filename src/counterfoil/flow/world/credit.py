"""Credit notes: for goods that came back, or for a whole invoice."""

from datetime import timedelta
from decimal import Decimal

from msgspec.structs import replace

from counterfoil.flow.world.billing import Invoice
from counterfoil.flow.world.book import Book, Owed
from counterfoil.flow.world.numbers import MANGLINGS, mangled
from counterfoil.flow.world.paper import Paper
from counterfoil.flow.world.relations import EXACT, Relation
from counterfoil.model import summary as kinds


def credit_note(
    book: Book, relation: Relation, made: Invoice, *, whole: bool = False, after: int | None = None
) -> Paper:
    """A credit note for some of an invoice's first line that came back, or for the whole invoice."""
    random = book.random
    day = made.paper.issued + timedelta(days=random.randrange(3, 20) if after is None else after)
    row = made.paper.rows[0]
    part = max((row.quantity / random.choice((2, 4, 5))).to_integral_value(), Decimal(1))
    rows = made.paper.rows if whole else (replace(row, id="1", quantity=min(part, row.quantity), allowance=None),)
    rows = tuple(replace(one, order=None, order_line=None) for one in rows)
    number, habit = made.paper.number, book.pick(_CREDIT_HABITS)
    if habit not in (EXACT, *book.faults) or whole:
        habit = EXACT
    paper = Paper(
        key=book.key(),
        kind=kinds.CREDIT_NOTE,
        number=f"GS-{relation.invoices.next(day)}",
        issued=day,
        seller=relation.seller,
        buyer=relation.buyer,
        currency=relation.currency,
        rows=rows,
        charge=made.paper.charge if whole else None,
        delivered=day,
        preceding=() if habit in ("reference-missing", "reference-in-note") else (_cited(book, number, habit),),
        notes=(f"Gutschrift zu unserer Rechnung {number} vom {made.paper.issued:%d.%m.%Y}",)
        if habit == "reference-in-note"
        else (),
    )
    difficulty = ("returns",) if habit == EXACT else (habit, "returns")
    book.file(paper, relation.folder, relation.syntax)
    book.credited[paper.key] = made.paper.key
    book.tie("credits", (paper.key, None), (made.paper.key, None), amount=paper.total, difficulty=difficulty)
    book.owed.append(Owed(paper=paper, we_pay=relation.we_buy, difficulty=difficulty))
    return paper


_CREDIT_HABITS = {EXACT: 60.0, "reference-mangled": 14.0, "reference-in-note": 13.0, "reference-missing": 13.0}


def _cited(book: Book, number: str, habit: str) -> str:
    return mangled(number, book.random.choice(MANGLINGS), book.random) if habit == "reference-mangled" else number
