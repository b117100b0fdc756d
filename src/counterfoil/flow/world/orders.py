"""Orders of the world, with what comes of them before any goods move: answers, changes, cancellations."""

from datetime import date, timedelta
from decimal import Decimal

from msgspec.structs import replace

from counterfoil.flow.world.book import Book
from counterfoil.flow.world.paper import Article, Paper, Row
from counterfoil.flow.world.relations import Relation
from counterfoil.model import summary as kinds


class Wanted:
    """A line of an order, as it stands after changes, and how far it was delivered."""

    def __init__(self, row: Row, article: Article, position: int) -> None:
        self.row, self.article, self.position = row, article, position
        self.sent = Decimal(0)
        self.dearer = False
        """The seller's answer wants another price, and nobody said no."""

    @property
    def open(self) -> Decimal:
        """What is still to come."""
        return self.row.quantity - self.sent


class Order:
    """An order on its way."""

    def __init__(self, paper: Paper, relation: Relation, wanted: list[Wanted], difficulty: tuple[str, ...]) -> None:
        self.paper, self.relation, self.wanted = paper, relation, wanted
        self.difficulty = list(difficulty)
        self.on_paper = True
        """Or else it came by telephone."""


def order(book: Book, relation: Relation, day: date, like: Order | None = None) -> Order:
    """A new order; `like` another, with the same goods again."""
    random, difficulty = book.random, list[str]()
    if like is not None:
        rows = [(one.article, like.paper.rows[one.position - 1]) for one in like.wanted]
        difficulty.append("repeated-order")
    else:
        count = random.choice((1, 1, 2, 2, 3, 3, 4, 5, 7))
        rows = [(article, _row(book, relation, article)) for article in _some(book, relation, count)]
        if len(rows) > 1 and book.chance(0.12, "same-article-twice"):
            article, row = rows[0]
            rows[-1] = article, replace(row, quantity=row.quantity * random.choice((1, 2)))
            difficulty.append("same-article-twice")
    paper = Paper(
        key=book.key(),
        kind=kinds.ORDER,
        number=relation.orders.next(day),
        issued=day,
        seller=relation.seller,
        buyer=relation.buyer,
        currency=relation.currency,
        rows=tuple(replace(row, id=relation.line_id(place)) for place, (_, row) in enumerate(rows, 1)),
    )
    book.file(paper, relation.folder)
    wanted = [
        Wanted(row, article, place) for place, ((article, _), row) in enumerate(zip(rows, paper.rows, strict=True), 1)
    ]
    return Order(paper, relation, wanted, tuple(difficulty))


def _some(book: Book, relation: Relation, count: int) -> list[Article]:
    return book.random.sample(relation.articles, k=min(count, len(relation.articles)))


def _row(book: Book, relation: Relation, article: Article) -> Row:
    """A line as the buyer orders it: in packs where the article has them, mostly."""
    random = book.random
    packs = article.pack_unit is not None and "unit-conversion" in book.faults and random.random() < 0.6
    size = article.pack_size if packs else Decimal(1)
    quantity = Decimal(random.choice((1, 2, 3, 4, 5, 8, 10, 12, 20, 24, 30, 48, 60, 100)))
    if article.unit in ("KGM", "MTR", "LTR", "MTK") and not packs:
        quantity += Decimal(random.choice(("0", "0", "0.5", "0.25")))
    elif article.price < 2 and not packs:
        quantity *= 50
    return Row(
        id="",
        name=article.name,
        quantity=quantity,
        unit=article.pack_unit or article.unit if packs else article.unit,
        price=article.price * size,
        rate=article.rate,
        seller_item=article.number if "seller" in relation.ordered_by else None,
        buyer_item=article.buyer_number if "buyer" in relation.ordered_by else None,
        gtin=article.gtin if "gtin" in relation.ordered_by else None,
    )


def answer(book: Book, order: Order) -> None:
    """The seller's answer, as a whole or line by line; sometimes with another price or quantity."""
    if not order.relation.responding:
        return
    changed = book.chance(0.15, "response-changed")
    paper = Paper(
        key=book.key(),
        kind=kinds.ORDER_RESPONSE,
        number=f"AB-{order.paper.number[-5:]}",
        issued=order.paper.issued + timedelta(days=1),
        seller=order.paper.seller,
        buyer=order.paper.buyer,
        currency=order.paper.currency,
        status="CA" if changed else "AP",
        order=order.paper.number,
    )
    if changed:
        order.difficulty.append("response-changed")
        _change_one(book, order)
        rows = tuple(
            replace(one.row, id=str(place), order_line=one.row.id, status="3" if one.row != was else "5")
            for place, (one, was) in enumerate(zip(order.wanted, order.paper.rows, strict=True), 1)
        )
        paper = replace(paper, rows=rows)
        for one in order.wanted:
            book.tie(
                "answers",
                (paper.key, one.position),
                (order.paper.key, one.position),
                difficulty=tuple(order.difficulty),
            )
    else:
        book.tie("answers", (paper.key, None), (order.paper.key, None), difficulty=tuple(order.difficulty))
    book.file(paper, order.relation.folder)


def _change_one(book: Book, order: Order) -> None:
    """The seller gives less of one line, or wants another price for it."""
    one = book.random.choice(order.wanted)
    if one.row.quantity > 4 and book.random.random() < 0.6:
        one.row = replace(one.row, quantity=(one.row.quantity * Decimal("0.75")).to_integral_value())
    else:
        one.dearer = True
        one.row = replace(one.row, price=(one.row.price * Decimal("1.04")).quantize(Decimal("0.01")) + Decimal("0.01"))


def change(book: Book, order: Order) -> None:
    """The buyer changes the quantity of a line."""
    if not book.chance(0.1, "order-changed"):
        return
    order.difficulty.append("order-changed")
    one = book.random.choice(order.wanted)
    one.row = replace(one.row, quantity=one.row.quantity + book.random.choice((1, 2, 5)), status="3")
    paper = Paper(
        key=book.key(),
        kind=kinds.ORDER_CHANGE,
        number=f"{order.paper.number}-1",
        issued=order.paper.issued + timedelta(days=2),
        seller=order.paper.seller,
        buyer=order.paper.buyer,
        currency=order.paper.currency,
        order=order.paper.number,
        rows=(one.row,),
    )
    book.tie("changes", (paper.key, 1), (order.paper.key, one.position), difficulty=tuple(order.difficulty))
    book.file(paper, order.relation.folder)


def cancel(book: Book, order: Order) -> None:
    """The buyer cancels the whole order."""
    paper = Paper(
        key=book.key(),
        kind=kinds.ORDER_CANCELLATION,
        number=f"{order.paper.number}-X",
        issued=order.paper.issued + timedelta(days=2),
        seller=order.paper.seller,
        buyer=order.paper.buyer,
        currency=order.paper.currency,
        order=order.paper.number,
        notes=("Bedarf entfallen",),
    )
    book.tie("cancels", (paper.key, None), (order.paper.key, None))
    book.file(paper, order.relation.folder)
