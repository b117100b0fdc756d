"""Invoices and credit notes for what was sent, in the habits of the seller, with what can be wrong in them."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from counterfoil.flow.world.book import Book, Owed
from counterfoil.flow.world.deliveries import Sent, goods_named, told
from counterfoil.flow.world.naming import Named, habit_of, name_orders
from counterfoil.flow.world.numbers import MANGLINGS, mangled
from counterfoil.flow.world.orders import Order, Wanted
from counterfoil.flow.world.paper import CENT, Charge, Paper, Row
from counterfoil.flow.world.relations import EXACT, Relation
from counterfoil.model import summary as kinds

FREIGHT = ("Fracht und Verpackung", "Versandkosten", "Transport", "Frais de port", "Vrachtkosten")


class Billed(NamedTuple):
    """Goods as an invoice's line bills them: what was sent of one order's line, all together."""

    order: Order
    wanted: Wanted
    quantity: Decimal
    despatch: Paper | None
    despatch_line: int | None


class Invoice(NamedTuple):
    """An invoice with what its lines bill, by position; None for what nobody ordered."""

    paper: Paper
    billed: tuple[Billed | None, ...]
    difficulty: tuple[str, ...]
    of_line: tuple[tuple[str, ...], ...] = ()
    """What is hard about each line by itself."""


def invoice(
    book: Book, relation: Relation, deliveries: Sequence[Sequence[Sent]], *, fault: str | None = None
) -> Invoice:
    """An invoice for some deliveries; `fault` is the discrepancy that it shall have."""
    billed = _together(deliveries)
    day = max(sent.day for delivery in deliveries for sent in delivery) + timedelta(days=book.random.randrange(0, 5))
    difficulty = list(dict.fromkeys(name for one in billed for name in one.order.difficulty))
    orders = {one.order.paper.key for one in billed}
    difficulty += ["several-orders"] if len(orders) > 1 else []
    difficulty += ["several-invoices"] if any(one.wanted.sent > one.quantity for one in billed) else []
    difficulty += ["renamed"] if relation.short_names else []
    rows, of_line = _rows(book, relation, billed)
    parts: list[Billed | None] = list(billed)
    despatch = next((one.despatch.number for one in billed if one.despatch), None)
    paper = _paper(book, relation, day, tuple(rows))
    paper, parts = _freight(book, relation, paper, parts, difficulty)
    named = [Named(one.order.paper, one.wanted.row.id) if one and not _is_free(one) else None for one in parts]
    paper, habit = name_orders(book, paper, named, habit_of(book, relation.habit), despatch)
    if despatch and paper.despatch is None and len(deliveries) == 1 and habit == EXACT and book.chance(0.3):
        paper = replace(paper, despatch=despatch)
    if habit != EXACT:
        difficulty.insert(0, habit)
    made = Invoice(paper, tuple(parts), tuple(dict.fromkeys(difficulty)), tuple(of_line))
    made = _spoiled(book, relation, made, fault)
    return keep(
        book, relation, made, unpayable=fault in ("currency-mismatch", "order-cancelled", "payee-account-changed")
    )


def keep(book: Book, relation: Relation, made: Invoice, *, unpayable: bool = False) -> Invoice:
    """File an invoice, say what its lines bill, and that it is to be paid."""
    book.file(made.paper, relation.folder, relation.syntax)
    for place, one in enumerate(made.billed, 1):
        if one is not None:
            _bills(book, made, place, one)
            if one.wanted.dearer:
                book.wrong("price-over-ordered", made.paper.key, place, cause="response-changed", optional=True)
    if made.paper.despatch and "reference-misplaced" not in made.difficulty:
        for paper in {one.despatch.key: one.despatch for one in made.billed if one and one.despatch}.values():
            book.tie("bills", (made.paper.key, None), (paper.key, None), optional=True)
    book.owed.append(
        Owed(
            paper=made.paper,
            we_pay=relation.we_buy,
            difficulty=made.difficulty,
            discount=relation.discount,
            unpayable=unpayable,
        )
    )
    return made


def _bills(book: Book, made: Invoice, place: int, one: Billed) -> None:
    quantity, key = made.paper.rows[place - 1].quantity, made.paper.key
    difficulty = (*made.difficulty, *made.of_line[place - 1])
    if not _is_free(one):
        target = (one.order.paper.key, one.wanted.position)
        book.tie("bills", (key, place), target, quantity=quantity, difficulty=difficulty)
    elif one.despatch is not None:
        target = (one.despatch.key, one.despatch_line)
        book.tie("bills", (key, place), target, quantity=quantity, difficulty=difficulty)


def _is_free(one: Billed) -> bool:
    """Was it sent without an order on paper?"""
    return not one.order.on_paper


def _together(deliveries: Sequence[Sequence[Sent]]) -> list[Billed]:
    """What was sent of each order's line, the parts of one line on one line."""
    found: dict[tuple[int, int], Billed] = {}
    for sent in (sent for delivery in deliveries for sent in delivery):
        at = (sent.order.paper.key, sent.wanted.position)
        before = found.get(at)
        quantity = sent.quantity + (before.quantity if before else 0)
        one = before or Billed(sent.order, sent.wanted, quantity, sent.despatch, sent.despatch_line)
        found[at] = one._replace(quantity=quantity)
    return list(found.values())


def _rows(book: Book, relation: Relation, billed: Sequence[Billed]) -> tuple[list[Row], list[tuple[str, ...]]]:
    """The lines with what is hard about each."""
    rows, of_line = [], list[tuple[str, ...]]()
    for place, one in enumerate(billed, 1):
        row, hard = replace(one.wanted.row, quantity=one.quantity, id=str(place), status=None), ""
        if relation.base_units and row.unit != one.wanted.article.unit:
            row, hard = told(row, one.wanted.article, one.wanted.article.unit), "unit-conversion"
        elif row.price < 20 and book.chance(0.05, "price-base"):
            row, hard = replace(row, price=row.price * 100, price_base=Decimal(100)), "price-base"
        elif book.chance(0.04, "line-discount"):
            row, hard = _discounted(row), "line-discount"
        rows.append(goods_named(relation, one.wanted.article, row))
        of_line.append((hard,) if hard else ())
    return rows, of_line


def _discounted(row: Row) -> Row:
    """The same net amount by a higher price and a discount on the line."""
    dearer = replace(row, price=(row.price / Decimal("0.9")).quantize(CENT) + CENT)
    return replace(dearer, allowance=dearer.net - row.net)


def _paper(book: Book, relation: Relation, day: date, rows: tuple[Row, ...]) -> Paper:
    number = relation.invoices.next(day)
    return Paper(
        key=book.key(),
        kind=kinds.INVOICE,
        number=number,
        issued=day,
        seller=relation.seller,
        buyer=relation.buyer,
        rows=rows,
        due=day + timedelta(days=relation.days),
        terms=terms(relation),
        payment_reference=number if book.chance(0.7) else None,
        delivered=day,
        mandate=relation.mandate,
    )


def terms(relation: Relation) -> str | None:
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
    book: Book, relation: Relation, paper: Paper, parts: list[Billed | None], difficulty: list[str]
) -> tuple[Paper, list[Billed | None]]:
    amount = Decimal(book.random.randrange(490, 8900)) / 100
    if relation.we_buy and book.chance(0.08, "freight-line"):
        row = Row(
            id=str(len(paper.rows) + 1), name=book.random.choice(FREIGHT), quantity=Decimal(1), unit="C62", price=amount
        )
        difficulty.append("freight-line")
        book.wrong(
            "not-ordered", paper.key, len(paper.rows) + 1, expected="0", found="1", amount=amount, cause="freight-line"
        )
        return replace(paper, rows=(*paper.rows, row)), [*parts, None]
    if book.chance(0.08, "freight-charge"):
        difficulty.append("freight-charge")
        charge = Charge(reason=book.random.choice(FREIGHT), amount=amount, rate=paper.rows[0].rate)
        return replace(paper, charge=charge), parts
    return paper, parts


def _spoiled(book: Book, relation: Relation, made: Invoice, fault: str | None) -> Invoice:
    """The invoice with a discrepancy of that code, noted in the book."""
    paper, row = made.paper, made.paper.rows[0]
    if fault in ("price-over-ordered", "price-under-ordered"):
        factor = Decimal("1.12") if fault == "price-over-ordered" else Decimal("0.9")
        price = (row.price * factor).quantize(Decimal("0.01")) + (Decimal("0.01") if factor > 1 else -Decimal("0.01"))
        if price <= 0:
            return made
        paper = _with_row(paper, replace(row, price=price))
        _price_wrong(book, fault, paper, row)
    elif fault == "tax-mismatch":
        paper = _with_row(paper, replace(row, rate="7" if row.rate == "19" else "19"))
        difference = (row.net * abs(Decimal(row.rate) - Decimal(paper.rows[0].rate)) / 100).quantize(Decimal("0.01"))
        book.wrong(fault, paper.key, 1, expected=row.rate, found=paper.rows[0].rate, amount=difference, cause=fault)
    elif fault == "currency-mismatch":
        paper = replace(paper, currency=book.random.choice(("USD", "CHF", "GBP")))
        book.wrong(fault, paper.key, expected="EUR", found=paper.currency, amount=paper.total, cause=fault)
    elif fault == "total-mismatch":
        right = paper.total
        paper = replace(paper, stated_total=right + Decimal(book.random.randrange(100, 9900)) / 100)
        book.wrong(
            fault, paper.key, expected=str(right), found=str(paper.total), amount=paper.total - right, cause=fault
        )
    elif fault == "payee-account-changed":
        from counterfoil.flow.world.cast import iban

        paper = replace(paper, account=iban(book.random.choice(("DE", "NL", "BE")), book.random))
        book.wrong(
            fault, paper.key, expected=relation.seller.iban, found=paper.account, amount=paper.total, cause=fault
        )
    elif fault == "not-ordered":
        return _with_more(book, relation, made)
    return made._replace(paper=paper)


def _price_wrong(book: Book, fault: str, paper: Paper, was: Row) -> None:
    now = paper.rows[0]
    base = now.price_base or Decimal(1)
    amount = (abs(now.price - was.price) / base * now.quantity).quantize(Decimal("0.01"))
    book.wrong(
        fault, paper.key, 1, expected=str(was.price / base), found=str(now.price / base), amount=amount, cause=fault
    )


def _with_row(paper: Paper, row: Row) -> Paper:
    return replace(paper, rows=(row, *paper.rows[1:]))


def _with_more(book: Book, relation: Relation, made: Invoice) -> Invoice:
    """A line for an article that the orders of this invoice know nothing of."""
    known = {one.article.number for part in made.billed if part for one in part.order.wanted}
    others = [one for one in relation.articles if one.number not in known]
    if not others:
        return made
    article, paper = book.random.choice(others), made.paper
    row = Row(id=str(len(paper.rows) + 1), name="", quantity=Decimal(book.random.randrange(1, 20)), unit=article.unit)
    row = goods_named(relation, article, replace(row, price=article.price, rate=article.rate))
    place = len(paper.rows) + 1
    book.wrong(
        "not-ordered", paper.key, place, expected="0", found=str(row.quantity), amount=row.net, cause="not-ordered"
    )
    return made._replace(paper=replace(paper, rows=(*paper.rows, row)), billed=(*made.billed, None))


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
        rows=rows,
        charge=made.paper.charge if whole else None,
        delivered=day,
        preceding=() if habit in ("reference-missing", "reference-in-note") else (_cited(book, number, habit),),
        notes=(f"Gutschrift zu unserer Rechnung {number} vom {made.paper.issued:%d.%m.%Y}",)
        if habit == "reference-in-note"
        else (),
    )
    difficulty = tuple(dict.fromkeys([*([habit] if habit != EXACT else []), "returns"]))
    book.file(paper, relation.folder, relation.syntax)
    book.tie("credits", (paper.key, None), (made.paper.key, None), amount=paper.total, difficulty=difficulty)
    book.owed.append(Owed(paper=paper, we_pay=relation.we_buy, difficulty=difficulty))
    return paper


_CREDIT_HABITS = {EXACT: 60.0, "reference-mangled": 14.0, "reference-in-note": 13.0, "reference-missing": 13.0}


def _cited(book: Book, number: str, habit: str) -> str:
    return mangled(number, book.random.choice(MANGLINGS), book.random) if habit == "reference-mangled" else number
