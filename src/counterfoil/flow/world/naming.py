"""How a paper names the order that it belongs to: exactly, or by one of the habits of real partners."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from msgspec.structs import replace

from counterfoil.flow.world.book import Book
from counterfoil.flow.world.numbers import MANGLINGS, mangled
from counterfoil.flow.world.paper import Paper, Row
from counterfoil.flow.world.relations import EXACT

MISSING = (
    "reference-missing",
    "reference-mangled",
    "reference-misplaced",
    "reference-in-note",
    "despatch-reference-only",
)
"""The habits after which a number does not stand where it should, as it should."""


class Named(NamedTuple):
    """A line's order as its paper should name it."""

    order: Paper
    line: str | None


def habit_of(book: Book, main: str) -> str:
    """The habit of this paper: its writer's own, mostly."""
    if book.chance(0.8):
        return main
    enabled = [EXACT] * 6 + [*(one for one in (*MISSING, "no-line-reference", "line-renumbered") if one in book.faults)]
    return book.random.choice(enabled)


def name_orders(
    book: Book, paper: Paper, named: Sequence[Named | None], habit: str, despatch: str | None = None
) -> tuple[Paper, str]:
    """The paper with what it says of orders, and the habit that it followed in the end."""
    orders = list({one.order.key: one.order for one in named if one is not None}.values())
    if not orders:
        return paper, EXACT
    habit = _possible(book, habit, several=len(orders) > 1, despatched=despatch is not None)
    if habit == "despatch-reference-only":
        return replace(paper, despatch=despatch), habit
    if habit == "reference-missing":
        return paper, habit
    if habit == "reference-in-note":
        return replace(paper, notes=(*paper.notes, _note(book, orders))), habit
    if len(orders) > 1:
        return _several(book, paper, named, habit)
    return _one(book, paper, named, habit, orders[0].number)


def _possible(book: Book, habit: str, *, several: bool, despatched: bool) -> str:
    """The habit, or what comes of it where this paper cannot follow it."""
    if habit == "despatch-reference-only" and not despatched:
        instead = "reference-missing"
    elif several and habit in ("reference-misplaced", "no-line-reference"):
        instead = "reference-in-note"
    elif several and habit == "line-renumbered":
        instead = EXACT
    else:
        return habit
    return instead if instead in book.faults else EXACT


def _one(book: Book, paper: Paper, named: Sequence[Named | None], habit: str, number: str) -> tuple[Paper, str]:
    if habit == "reference-misplaced":
        return _misplaced(book, paper, number), habit
    if habit == "reference-mangled":
        number = _spoiled(book, number, book.random.choice(MANGLINGS))
        if book.chance(0.5):
            return replace(paper, order=number), habit
    if habit == "no-line-reference":
        return replace(paper, order=number), habit
    ids = _renumbered(named) if habit == "line-renumbered" else [one.line if one else None for one in named]
    if habit == "line-renumbered" and ids == [one.line if one else None for one in named]:
        habit = EXACT
    rows = tuple(replace(row, order_line=there) for row, there in zip(paper.rows, ids, strict=True))
    return replace(paper, order=number, rows=rows), habit


def _several(book: Book, paper: Paper, named: Sequence[Named | None], habit: str) -> tuple[Paper, str]:
    """Several orders on one paper: the numbers can stand on the lines only, or in a text."""
    numbers = {one.order.key: one.order.number for one in named if one is not None}
    if habit == "reference-mangled":
        how = book.random.choice(MANGLINGS)
        numbers = {key: _spoiled(book, number, how) for key, number in numbers.items()}
    rows = tuple(
        replace(row, order=numbers[one.order.key], order_line=one.line) if one else row
        for row, one in zip(paper.rows, named, strict=True)
    )
    return replace(paper, rows=rows), habit


def _spoiled(book: Book, number: str, how: str) -> str:
    """The number mangled, so that it is not by accident another order's: then nobody could tell."""
    spoiled = mangled(number, how, book.random)
    while spoiled in book.numbers:
        spoiled = mangled(number, book.random.choice(MANGLINGS), book.random)
    return spoiled


def _renumbered(named: Sequence[Named | None]) -> list[str | None]:
    """Counted from 1 where the order counts in tens, and the other way round."""
    lines = [one.line if one else None for one in named]
    return [None if line is None else str(int(line) // 10 or int(line) * 10) for line in lines]


def _misplaced(book: Book, paper: Paper, number: str) -> Paper:
    places: list[dict[str, Any]] = [
        {"buyer_reference": number},
        {"contract": number},
        {"sales_order": number},
        {"despatch": number},
        {"rows": tuple(_with_text(row, number) for row in paper.rows)},
    ]
    return replace(paper, **book.random.choice(places))


def _with_text(row: Row, number: str) -> Row:
    return replace(row, name=f"{row.name} (Best. {number})")


def _note(book: Book, orders: Sequence[Paper]) -> str:
    numbers = ", ".join(one.number for one in orders)
    texts = (
        "Wir lieferten gemäß Ihrer Bestellung {} vom {:%d.%m.%Y} zu unseren AGB.",
        "Ihr Auftrag: {} / {:%d.%m.%y}",
        "Votre commande no {} du {:%d/%m/%Y}",
        "Your order {} dated {:%Y-%m-%d}. Thank you for your business!",
        "Uw bestelling: {} ({:%d-%m-%Y})",
    )
    return book.random.choice(texts).format(numbers, orders[0].issued)
