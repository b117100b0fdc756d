"""Goods on their way: despatch advices, receipts of all, some or none of it, and what was meant by each line."""

from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import NamedTuple

from msgspec.structs import replace

from counterfoil.flow.world.book import TABLE, UBL, Book
from counterfoil.flow.world.naming import Named, habit_of, name_orders
from counterfoil.flow.world.orders import Order, Wanted
from counterfoil.flow.world.paper import Article, Paper, Row
from counterfoil.flow.world.relations import EXACT, Relation
from counterfoil.model import summary as kinds


class Sent(NamedTuple):
    """A quantity of an order's line that was sent, in the order's unit, with the despatch line if there is one."""

    order: Order
    wanted: Wanted
    quantity: Decimal
    day: date
    despatch: Paper | None
    despatch_line: int | None


def conversion(article: Article, unit: str) -> Decimal:
    """How many base units one of that unit holds."""
    return article.pack_size if unit == article.pack_unit else Decimal(1)


def told(row: Row, article: Article, unit: str) -> Row:
    """The same goods in another unit of the article."""
    factor = conversion(article, row.unit) / conversion(article, unit)
    return replace(row, quantity=row.quantity * factor, unit=unit, price=row.price / factor)


def shipments(book: Book, order: Order, *, excess: Decimal = Decimal(0), whole: bool = False) -> list[list[Sent]]:
    """All goods of an order in one or several deliveries; with too much of the first line where that is asked for."""
    parts = [[(one, one.open) for one in order.wanted]] if whole else _parts(book, order)
    if len(parts) == 1 and not whole:
        parts = [_weighed(book, order, parts[0])]
    day = order.paper.issued + timedelta(days=book.random.randrange(4, 15))
    deliveries = []
    for number, part in enumerate(parts):
        goods = [_Goods(order, one, quantity) for one, quantity in part]
        if excess and number == 0:
            goods[0] = goods[0]._replace(quantity=goods[0].quantity + excess)
        deliveries.append(_despatch(book, goods, day, rest=number + 1 < len(parts)))
        day += timedelta(days=book.random.randrange(5, 20))
    return deliveries


def shipment_of_several(book: Book, orders: list[Order]) -> list[list[Sent]]:
    """All goods of several orders at once."""
    for order in orders:
        order.difficulty.append("several-orders-shipped")
    day = max(order.paper.issued for order in orders) + timedelta(days=book.random.randrange(4, 15))
    return [_despatch(book, [_Goods(order, one, one.open) for order in orders for one in order.wanted], day)]


class _Goods(NamedTuple):
    order: Order
    wanted: Wanted
    quantity: Decimal


def _parts(book: Book, order: Order) -> list[list[tuple[Wanted, Decimal]]]:
    whole = [(one, one.open) for one in order.wanted]
    if not book.chance(0.3, "partial-delivery"):
        return [whole]
    order.difficulty.append("partial-delivery")
    shares = (Decimal("0.5"), Decimal("0.6"), Decimal(1))
    first = [(one, _part(quantity, book.random.choice(shares))) for one, quantity in whole]
    first = [(one, quantity) for one, quantity in first if quantity > 0]
    done = {id(one): quantity for one, quantity in first}
    rest = [(one, quantity - done.get(id(one), Decimal(0))) for one, quantity in whole]
    rest = [(one, quantity) for one, quantity in rest if quantity > 0]
    return [part for part in (first, rest) if part]


def _part(quantity: Decimal, share: Decimal) -> Decimal:
    """A part of a quantity in whole units, or all of it."""
    return quantity if share == 1 else (quantity * share).to_integral_value(ROUND_FLOOR)


def _weighed(book: Book, order: Order, part: list[tuple[Wanted, Decimal]]) -> list[tuple[Wanted, Decimal]]:
    """Goods by weight or length come a little short of what was ordered, and nothing follows."""
    found = []
    for one, quantity in part:
        loose = one.article.unit in ("KGM", "MTR", "MTK") and one.row.unit == one.article.unit
        if loose and quantity > 1 and book.chance(0.4, "weighed"):
            quantity = (quantity * Decimal(book.random.randrange(970, 1000)) / 1000).quantize(Decimal("0.01"))
            order.difficulty.append("weighed")
        found.append((one, quantity))
    return found


def _despatch(book: Book, goods: list[_Goods], day: date, *, rest: bool = False) -> list[Sent]:
    for _, one, quantity in goods:
        one.sent += quantity
    first, relation = goods[0].order, goods[0].order.relation
    if not relation.despatching:
        return [Sent(*one, day, None, None) for one in goods]
    paper = Paper(
        key=book.key(),
        kind=kinds.DESPATCH_ADVICE,
        number=relation.despatches.next(day),
        issued=day,
        seller=relation.seller,
        buyer=relation.buyer,
        rows=tuple(_sent_row(relation, place, one, quantity) for place, (_, one, quantity) in enumerate(goods, 1)),
        notes=("Teillieferung, Rest folgt",) if rest else (),
    )
    if first.on_paper:
        paper = _shipping(book, relation, paper, goods)
    book.file(paper, relation.folder)
    return [Sent(*one, day, paper, place) for place, one in enumerate(goods, 1)]


def _sent_row(relation: Relation, place: int, one: Wanted, quantity: Decimal) -> Row:
    row = replace(one.row, quantity=quantity, id=str(place), outstanding=None, status=None)
    return _named(relation, one, told(row, one.article, _unit(relation, one)))


def _shipping(book: Book, relation: Relation, paper: Paper, goods: list[_Goods]) -> Paper:
    """The despatch advice with what it says of orders, and what it ships of them."""
    habit = habit_of(book, relation.habit if book.chance(0.5) else EXACT)
    named = [Named(order.paper, one.row.id) for order, one, _ in goods]
    paper, habit = name_orders(book, paper, named, habit)
    hard = [*_told_of(habit), *(name for order, _, _ in goods for name in order.difficulty)]
    for place, (order, one, _) in enumerate(goods, 1):
        row = paper.rows[place - 1]
        difficulty = tuple(dict.fromkeys([*hard, *_units_of(row, one)]))
        target = order.paper.key, one.position
        book.tie("ships", (paper.key, place), target, quantity=row.quantity, difficulty=difficulty)
    return paper


def receive(book: Book, delivery: list[Sent], *, short: Decimal = Decimal(0)) -> Paper | None:
    """The buyer's receipt for a delivery, if it writes any; `short` is missing of its first line."""
    relation = delivery[0].order.relation
    if relation.receiving is None:
        return None
    day = delivery[0].day + timedelta(days=book.random.randrange(1, 4))
    rows = []
    for place, sent in enumerate(delivery, 1):
        missing = short if place == 1 else Decimal(0)
        rejected = missing if missing and book.chance(0.5) else Decimal(0)
        row = replace(
            sent.wanted.row,
            id=str(place),
            name=sent.wanted.article.name,
            quantity=sent.quantity - missing,
            short=(missing - rejected) or None,
            rejected=rejected or None,
            received_on=day,
            status=None,
            outstanding=None,
        )
        rows.append(row)
    paper = Paper(
        key=book.key(),
        kind=kinds.RECEIPT_ADVICE,
        number=f"WE-{book.key():06}",
        issued=day,
        seller=relation.seller,
        buyer=relation.buyer,
        rows=tuple(rows),
    )
    return _file_receipt(book, relation, paper, delivery)


def _file_receipt(book: Book, relation: Relation, paper: Paper, delivery: list[Sent]) -> Paper:
    """Receipts name the despatch line if there is one; those of a table know only orders."""
    first, difficulty = delivery[0], list(delivery[0].order.difficulty)
    by_despatch = relation.receiving == UBL and first.despatch is not None
    if relation.receiving == TABLE and book.chance(0.1, "reference-missing"):
        difficulty.insert(0, "reference-missing")
    elif by_despatch and first.despatch is not None:
        rows = tuple(
            replace(row, despatch=first.despatch.number, despatch_line=str(sent.despatch_line))
            for row, sent in zip(paper.rows, delivery, strict=True)
        )
        paper = replace(paper, despatch=first.despatch.number, rows=rows)
    elif first.order.on_paper:
        rows = tuple(
            replace(row, order=sent.order.paper.number, order_line=sent.wanted.row.id)
            for row, sent in zip(paper.rows, delivery, strict=True)
        )
        paper = replace(paper, rows=rows)
    book.file(paper, relation.folder, relation.receiving or UBL)
    for place, sent in enumerate(delivery, 1):
        _receives(book, paper, place, sent, tuple(difficulty), by_despatch=by_despatch)
    return paper


def _receives(
    book: Book, paper: Paper, place: int, sent: Sent, difficulty: tuple[str, ...], *, by_despatch: bool
) -> None:
    """To the despatch line; where the paper names the order's line instead, either will do."""
    quantity = paper.rows[place - 1].quantity
    group = None if by_despatch or sent.despatch is None else f"receives-{paper.key}-{place}"
    if sent.despatch is not None:
        target = (sent.despatch.key, sent.despatch_line)
        book.tie("receives", (paper.key, place), target, quantity=quantity, difficulty=difficulty, either=group)
    if not by_despatch and sent.order.on_paper:
        target = (sent.order.paper.key, sent.wanted.position)
        book.tie("receives", (paper.key, place), target, quantity=quantity, difficulty=difficulty, either=group)


def _unit(relation: Relation, one: Wanted) -> str:
    return one.article.unit if relation.base_units else one.row.unit


def _named(relation: Relation, one: Wanted, row: Row) -> Row:
    """A despatch advice must give a number of the seller's, or the GTIN (PEPPOL-T16-R003)."""
    row = goods_named(relation, one.article, row)
    return row if row.seller_item or row.gtin else replace(row, seller_item=one.article.number)


def goods_named(relation: Relation, article: Article, row: Row) -> Row:
    """A line with the name and the numbers by which the seller's papers know goods."""
    return replace(
        row,
        unit=relation.piece if row.unit == "C62" else row.unit,
        name=article.short_name if relation.short_names else article.name,
        seller_item=article.number if "seller" in relation.items else None,
        buyer_item=article.buyer_number if "buyer" in relation.items else None,
        gtin=article.gtin if "gtin" in relation.items else None,
    )


def _units_of(row: Row, one: Wanted) -> tuple[str, ...]:
    other = conversion(one.article, row.unit) != conversion(one.article, one.row.unit)
    return ("unit-conversion",) if other else ()


def _told_of(habit: str) -> tuple[str, ...]:
    return () if habit == EXACT else (habit,)
