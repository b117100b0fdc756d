"""Invoices for what was sent, in the habits of the seller, and what is true of them."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from counterfoil.flow.world.book import Book, Owed
from counterfoil.flow.world.deliveries import Sent, conversion
from counterfoil.flow.world.lines import Billed, Line, lines_of
from counterfoil.flow.world.naming import Named, habit_of, name_orders
from counterfoil.flow.world.paper import Charge, Paper, Row
from counterfoil.flow.world.relations import EXACT, Relation
from counterfoil.flow.world.spoiling import UNPAYABLE, spoiled
from counterfoil.model import summary as kinds

FREIGHT = ("Fracht und Verpackung", "Versandkosten", "Transport", "Frais de port", "Vrachtkosten")


class Invoice(NamedTuple):
    """An invoice with what its lines bill, by position, and what is hard about it and about each line."""

    paper: Paper
    lines: tuple[Line, ...]
    difficulty: tuple[str, ...]

    @property
    def billed(self) -> tuple[tuple[Billed, ...], ...]:
        """What each line bills."""
        return tuple(line.billed for line in self.lines)


def invoice(
    book: Book, relation: Relation, deliveries: Sequence[Sequence[Sent]], *, fault: str | None = None
) -> Invoice:
    """An invoice for some deliveries; `fault` is the discrepancy that it shall have."""
    lines = lines_of(book, relation, deliveries, plainly=fault is not None)
    difficulty = _difficulty(relation, lines)
    paper = _paper(book, relation, deliveries, [line.row for line in lines])
    paper, lines = _freight(book, relation, paper, lines, difficulty)
    despatch = next((one.despatch.number for line in lines for one in line.billed if one.despatch), None)
    named = [_named(line) for line in lines]
    paper, habit = name_orders(book, paper, named, habit_of(book, relation.habit), despatch)
    share = 0.3 if any(named) else 0.7
    if despatch and paper.despatch is None and len(deliveries) == 1 and habit == EXACT and book.chance(share):
        paper = replace(paper, despatch=despatch)
    if habit != EXACT:
        difficulty.insert(0, habit)
    paper, lines = spoiled(book, relation, paper, lines, fault)
    made = Invoice(paper, tuple(lines), tuple(dict.fromkeys(difficulty)))
    return keep(book, relation, made, unpayable=fault in UNPAYABLE)


def _difficulty(relation: Relation, lines: Sequence[Line]) -> list[str]:
    parts = [one for line in lines for one in line.billed]
    together: dict[tuple[int, int], Decimal] = {}
    for one in parts:
        together[one.line] = together.get(one.line, Decimal(0)) + one.quantity
    found = [name for one in parts for name in one.order.difficulty]
    found += ["several-orders"] if len({one.order.paper.key for one in parts}) > 1 else []
    found += ["several-invoices"] if any(one.wanted.sent > together[one.line] for one in parts) else []
    found += ["renamed"] if relation.short_names else []
    found += ["no-item-number"] if not relation.items else []
    found += ["no-common-number"] if relation.items and not set(relation.items) & set(relation.ordered_by) else []
    found += ["unit-synonym"] if any(row.unit == relation.piece != "C62" for row, _, _ in lines) else []
    return list(dict.fromkeys(found))


def _named(line: Line) -> Named | None:
    """The order's line that a line should name; of several orders' lines no paper can name more than the order."""
    on_paper = [one for one in line.billed if one.order.on_paper]
    if not on_paper:
        return None
    first = on_paper[0]
    return Named(first.order.paper, first.wanted.row.id if len(on_paper) == 1 else None)


def keep(book: Book, relation: Relation, made: Invoice, *, unpayable: bool = False) -> Invoice:
    """File an invoice, say what its lines bill, and that it is to be paid."""
    book.file(made.paper, relation.folder, relation.syntax)
    for place, line in enumerate(made.lines, 1):
        _bills(book, made, place, line)
        if any(one.wanted.dearer for one in line.billed):
            book.wrong("price-over-ordered", made.paper.key, place, cause="response-changed", optional=True)
    if made.paper.despatch and "reference-misplaced" not in made.difficulty:
        despatches = {one.despatch.key for line in made.lines for one in line.billed if one.despatch}
        for key in sorted(despatches):
            book.tie("bills", (made.paper.key, None), (key, None), optional=True)
    owed = Owed(paper=made.paper, we_pay=relation.we_buy, difficulty=made.difficulty, discount=relation.discount)
    book.owed.append(replace(owed, unpayable=unpayable))
    return made


def _bills(book: Book, made: Invoice, place: int, line: Line) -> None:
    for one in line.billed:
        factor = conversion(one.wanted.article, one.wanted.row.unit) / conversion(one.wanted.article, line.row.unit)
        told = {"quantity": one.quantity * factor, "difficulty": (*made.difficulty, *line.hard)}
        if one.order.on_paper:
            book.tie("bills", (made.paper.key, place), one.line, **told)
        elif one.despatch is not None:
            book.tie("bills", (made.paper.key, place), (one.despatch.key, one.despatch_line), **told)


def _paper(book: Book, relation: Relation, deliveries: Sequence[Sequence[Sent]], rows: Sequence[Row]) -> Paper:
    day = max(sent.day for delivery in deliveries for sent in delivery) + timedelta(days=book.random.randrange(0, 5))
    number = relation.invoices.next(day)
    return Paper(
        key=book.key(),
        kind=kinds.INVOICE,
        number=number,
        issued=day,
        seller=relation.seller,
        buyer=relation.buyer,
        currency=relation.currency,
        rows=tuple(rows),
        due=day + timedelta(days=relation.days),
        terms=terms(relation),
        payment_reference=number if book.chance(0.7) else None,
        delivered=day,
        mandate=relation.mandate,
    )


def terms(relation: Relation) -> str:
    """The terms of payment in words, or as XRechnung wants them."""
    if relation.discount is None:
        return f"{relation.days} Tage netto"
    days, percent = relation.discount
    if relation.syntax == "xrechnung":
        return f"#SKONTO#TAGE={days}#PROZENT={percent}#\n"
    texts = {
        "DE": f"{percent.normalize():f} % Skonto bei Zahlung innerhalb von {days} Tagen, {relation.days} Tage netto",
        "NL": f"{percent.normalize():f}% korting bij betaling binnen {days} dagen, netto {relation.days} dagen",
        "FR": f"Escompte {percent.normalize():f} % sous {days} jours, net {relation.days} jours",
    }
    return texts.get(relation.seller.country, f"{percent.normalize():f}% {days} days, net {relation.days} days")


def _freight(
    book: Book, relation: Relation, paper: Paper, lines: list[Line], difficulty: list[str]
) -> tuple[Paper, list[Line]]:
    """Freight as a line that nobody ordered, or as a charge on the whole."""
    amount, reason = Decimal(book.random.randrange(490, 8900)) / 100, book.random.choice(FREIGHT)
    if relation.we_buy and book.chance(0.08, "freight-line"):
        place = len(paper.rows) + 1
        row = Row(id=str(place), name=reason, quantity=Decimal(1), unit="C62", price=amount)
        difficulty.append("freight-line")
        told = {"expected": "0", "found": "1"}
        book.wrong("not-ordered", paper.key, place, amount=amount, cause="freight-line", **told)
        return replace(paper, rows=(*paper.rows, row)), [*lines, Line(row, ())]
    if book.chance(0.08, "freight-charge"):
        difficulty.append("freight-charge")
        return replace(paper, charge=Charge(reason=reason, amount=amount, rate=paper.rows[0].rate)), lines
    return paper, lines
