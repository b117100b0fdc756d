"""What is wrong with an invoice by itself: its prices, taxes, currency, total, account, or a line nobody ordered."""

from collections.abc import Callable
from decimal import Decimal

from msgspec.structs import replace

from counterfoil.flow.world.book import Book
from counterfoil.flow.world.cast import iban
from counterfoil.flow.world.deliveries import goods_named
from counterfoil.flow.world.lines import Line
from counterfoil.flow.world.paper import CENT, Paper, Row, plain
from counterfoil.flow.world.relations import Relation

UNPAYABLE = ("currency-mismatch", "order-cancelled", "payee-account-changed")
"""Nobody pays such an invoice."""

Spoiled = tuple[Paper, list[Line]]


def spoiled(book: Book, relation: Relation, paper: Paper, lines: list[Line], fault: str | None) -> Spoiled:
    """The invoice with a discrepancy of that code, noted in the book; others come of what happened to the goods."""
    how = _SPOIL.get(fault or "")
    return how(book, relation, paper, lines) if how else (paper, lines)


def _dearer(book: Book, _: Relation, paper: Paper, lines: list[Line]) -> Spoiled:
    share = book.random.choice((Decimal("1.02"), Decimal("1.12"), Decimal("1.3")))
    return _priced(book, paper, share, "price-over-ordered"), lines


def _cheaper(book: Book, _: Relation, paper: Paper, lines: list[Line]) -> Spoiled:
    share = book.random.choice((Decimal("0.97"), Decimal("0.9"), Decimal("0.75")))
    return _priced(book, paper, share, "price-under-ordered"), lines


def _priced(book: Book, paper: Paper, share: Decimal, code: str) -> Paper:
    place = _some_line(book, paper)
    row = paper.rows[place]
    price = (row.price * share).quantize(CENT) + (CENT if share > 1 else -CENT)
    if price <= 0 or row.net == replace(row, price=price).net:
        return paper
    base = row.price_base or Decimal(1)
    amount = (abs(price - row.price) / base * row.quantity).quantize(CENT)
    told = {"expected": plain(row.price / base), "found": plain(price / base)}
    book.wrong(code, paper.key, place + 1, amount=amount, cause=code, **told)
    return _with_row(paper, place, replace(row, price=price))


def _taxed(book: Book, _: Relation, paper: Paper, lines: list[Line]) -> Spoiled:
    place = _some_line(book, paper)
    row = paper.rows[place]
    rate = "7" if row.rate == "19" else "19"
    amount = (row.net * abs(Decimal(row.rate) - Decimal(rate)) / 100).quantize(CENT)
    told = {"expected": row.rate, "found": rate}
    book.wrong("tax-mismatch", paper.key, place + 1, amount=amount, cause="tax-mismatch", **told)
    return _with_row(paper, place, replace(row, rate=rate)), lines


def _foreign(book: Book, relation: Relation, paper: Paper, lines: list[Line]) -> Spoiled:
    others = [one for one in ("USD", "CHF", "GBP", "EUR") if one != relation.currency]
    paper = replace(paper, currency=book.random.choice(others))
    told = {"expected": relation.currency, "found": paper.currency}
    book.wrong("currency-mismatch", paper.key, amount=paper.total, cause="currency-mismatch", **told)
    return paper, lines


def _added_up_wrongly(book: Book, _: Relation, paper: Paper, lines: list[Line]) -> Spoiled:
    off = Decimal(book.random.randrange(100, 9900)) / 100
    told = {"expected": plain(paper.total), "found": plain(paper.total + off)}
    book.wrong("total-mismatch", paper.key, amount=off, cause="total-mismatch", **told)
    return replace(paper, stated_total=paper.total + off), lines


def _to_another_account(book: Book, relation: Relation, paper: Paper, lines: list[Line]) -> Spoiled:
    account = iban(book.random.choice(("DE", "NL", "BE")), book.random)
    told = {"expected": relation.seller.iban, "found": account}
    book.wrong("payee-account-changed", paper.key, amount=paper.total, cause="payee-account-changed", **told)
    return replace(paper, account=account), lines


def _with_more(book: Book, relation: Relation, paper: Paper, lines: list[Line]) -> Spoiled:
    """A line for an article that we never ordered."""
    article, place = relation.unordered, len(paper.rows) + 1
    row = Row(id=str(place), name="", quantity=Decimal(book.random.randrange(1, 20)), unit=article.unit)
    row = goods_named(relation, article, replace(row, price=article.price, rate=article.rate))
    told = {"expected": "0", "found": plain(row.quantity)}
    book.wrong("not-ordered", paper.key, place, amount=row.net, cause="not-ordered", **told)
    return replace(paper, rows=(*paper.rows, row)), [*lines, Line(row, ())]


_SPOIL: dict[str, Callable[[Book, Relation, Paper, list[Line]], Spoiled]] = {
    "price-over-ordered": _dearer,
    "price-under-ordered": _cheaper,
    "tax-mismatch": _taxed,
    "currency-mismatch": _foreign,
    "total-mismatch": _added_up_wrongly,
    "payee-account-changed": _to_another_account,
    "not-ordered": _with_more,
}


def _some_line(book: Book, paper: Paper) -> int:
    """The place of some line for goods; freight stands last, if there is any, and has no numbers."""
    places = [place for place, row in enumerate(paper.rows) if row.rate and (place == 0 or row.gtin or row.seller_item)]
    return book.random.choice(places)


def _with_row(paper: Paper, place: int, row: Row) -> Paper:
    return replace(paper, rows=(*paper.rows[:place], row, *paper.rows[place + 1 :]))
