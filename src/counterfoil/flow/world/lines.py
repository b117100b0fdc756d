"""What was sent as the lines of an invoice bill it: in other units, dearer with a discount, together, in parts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from counterfoil.flow.world.book import Book
from counterfoil.flow.world.deliveries import Sent, goods_named, told
from counterfoil.flow.world.orders import Order, Wanted
from counterfoil.flow.world.paper import CENT, Paper, Row
from counterfoil.flow.world.relations import Relation


class Billed(NamedTuple):
    """A quantity of one order's line, in the order's unit, with the despatch line if there is one."""

    order: Order
    wanted: Wanted
    quantity: Decimal
    despatch: Paper | None
    despatch_line: int | None

    @property
    def line(self) -> tuple[int, int]:
        """The order's line."""
        return self.order.paper.key, self.wanted.position


class Line(NamedTuple):
    """A line of an invoice with what it bills (nothing that was ordered, if it is empty) and what is hard about it."""

    row: Row
    billed: tuple[Billed, ...]
    hard: tuple[str, ...] = ()


_Group = tuple[tuple[Billed, ...], list[str]]


def lines_of(book: Book, relation: Relation, deliveries: Sequence[Sequence[Sent]], *, plainly: bool) -> list[Line]:
    """The lines of an invoice for deliveries; `plainly` one for each line of an order, in order."""
    groups: list[_Group] = [((one,), []) for one in _by_order_line(deliveries)]
    if not plainly:
        groups = _shuffled(book, _split(book, _merged(book, groups)))
    return [_line(book, relation, place, parts, hard) for place, (parts, hard) in enumerate(groups, 1)]


def _by_order_line(deliveries: Sequence[Sequence[Sent]]) -> list[Billed]:
    found: dict[tuple[int, int], Billed] = {}
    for sent in (sent for delivery in deliveries for sent in delivery):
        one = Billed(sent.order, sent.wanted, sent.quantity, sent.despatch, sent.despatch_line)
        before = found.get(one.line)
        found[one.line] = before._replace(quantity=before.quantity + sent.quantity) if before else one
    return list(found.values())


def _merged(book: Book, groups: list[_Group]) -> list[_Group]:
    """The same goods at the same price on one line, though they stand on two lines of orders."""
    found: dict[tuple[object, ...], list[_Group]] = {}
    for parts, hard in groups:
        one = parts[0]
        alike = one.wanted.article.number, one.wanted.row.unit, one.wanted.row.price, one.order.on_paper
        found.setdefault(alike, []).append((parts, hard))
    merged: list[_Group] = []
    for same in found.values():
        orders = {parts[0].order.paper.key for parts, _ in same}
        if len(same) > 1 and book.chance(0.5 if len(orders) == 1 else 0.12, "lines-merged"):
            merged.append((tuple(one for parts, _ in same for one in parts), ["lines-merged"]))
        else:
            merged += same
    return merged


def _split(book: Book, groups: list[_Group]) -> list[_Group]:
    """Goods of one order's line on two lines, as by lot or pallet."""
    split: list[_Group] = []
    for parts, hard in groups:
        one = parts[0]
        half = (one.quantity / 2).to_integral_value()
        if len(parts) == 1 and 0 < half < one.quantity and book.chance(0.04, "lines-split"):
            rest = one._replace(quantity=one.quantity - half)
            split += [((one._replace(quantity=half),), ["lines-split"]), ((rest,), ["lines-split"])]
        else:
            split.append((parts, hard))
    return split


def _shuffled(book: Book, groups: list[_Group]) -> list[_Group]:
    """In another order than the orders have; not where only the order tells lines of the same goods apart."""
    articles = [parts[0].wanted.article.number for parts, _ in groups]
    if len(groups) > 1 and len({*articles}) == len(articles) and book.chance(0.3, "lines-shuffled"):
        book.random.shuffle(groups)
        return [(parts, [*hard, "lines-shuffled"]) for parts, hard in groups]
    return groups


def _line(book: Book, relation: Relation, place: int, parts: tuple[Billed, ...], hard: list[str]) -> Line:
    one, quantity = parts[0], sum((each.quantity for each in parts), Decimal(0))
    article = one.wanted.article
    row = replace(one.wanted.row, quantity=quantity, id=str(place), status=None)
    if relation.base_units and row.unit != article.unit:
        row, hard = told(row, article, article.unit), [*hard, "unit-conversion"]
    elif row.price < 20 and book.chance(0.05, "price-base"):
        row, hard = replace(row, price=row.price * 100, price_base=Decimal(100)), [*hard, "price-base"]
    elif book.chance(0.04, "line-discount"):
        row, hard = _discounted(row), [*hard, "line-discount"]
    return Line(goods_named(relation, article, row), parts, tuple(hard))


def _discounted(row: Row) -> Row:
    """The same net amount by a higher price and a discount on the line."""
    dearer = replace(row, price=(row.price / Decimal("0.9")).quantize(CENT) + CENT)
    return replace(dearer, allowance=dearer.net - row.net)
