"""What holds of an order line in the end, after order changes and the responses that the seller gave?"""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from counterfoil.matching.amounts import ZERO, total
from counterfoil.matching.items import same_item
from counterfoil.matching.judging.context import Context
from counterfoil.matching.precedence import precedence
from counterfoil.model import summary as kinds
from counterfoil.model.link import End
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary

# Response codes (UNTDID 4343 and, before it, 1225) of the whole document.
_REJECTED = ("RE", "27", "REJECTED")
_ACCEPTED = ("AP", "CA", "AC", "AD", "29", "30", "4", "ACCEPTED")
# Codes of a line (UNTDID 1229).
_DELETED, _NOT_ACCEPTED, _DELIVERED = "2", "7", "42"
_TERMS = ("quantity", "unit", "price", "price_base", "tax_category", "tax_rate")


class Ordered(NamedTuple):
    """An order line as it holds, and the documents that say so, the order first."""

    line: TradeLine
    says: tuple[Recorded, ...]


def ordered(end: End, context: Context, billed: TradeLine | None = None) -> Ordered | None:
    """The terms of an order line; None where the end is no order line.

    `billed` is the line that is compared with it: where the seller delivers another item instead, the terms are that
    item's.
    """
    order, line = context.documents.get(end.id), context.trade_line(end)
    if order is None or line is None or order.summary.document not in (kinds.ORDER, kinds.ORDER_CHANGE):
        return None
    says = [order]
    for document, later in _later_words(end, context):
        line = _substituted(_changed(line, later, document), later, billed)
        says.append(document)
    return Ordered(line, tuple(says))


def is_rejected(document: Recorded) -> bool:
    """Does a response reject all of what it answers?"""
    return _code(document) in _REJECTED


def _later_words(end: End, context: Context) -> Iterator[tuple[Recorded, TradeLine]]:
    """Lines of changes and accepting responses that concern an order line, by day."""
    found: list[tuple[Recorded, TradeLine]] = []
    for kind in ("changes", "answers"):
        for link in context.into_end(end, kind):
            document, line = context.documents.get(link.source.id), context.trade_line(link.source)
            if document is not None and line is not None and context.is_likely(link) and _holds(document, context):
                found.append((document, line))
    yield from sorted(found, key=lambda word: _said(word[0]))


def _said(document: Recorded) -> tuple[str, bool, object]:
    """A sort key by day; on one day the response comes after the change that it may answer."""
    place = precedence(document)
    return place[0], document.summary.document != kinds.ORDER_CHANGE, place


def _holds(document: Recorded, context: Context) -> bool:
    """Is this a response that accepts, or a change that was not rejected?"""
    if document.summary.document == kinds.ORDER_RESPONSE:
        return _code(document) in _ACCEPTED
    answers = context.sources(context.into(document.id, "answers"))
    return not any(map(is_rejected, answers))


def _code(document: Recorded) -> str:
    summary = document.summary
    return (summary.response or "").strip().upper() if isinstance(summary, TradeSummary) else ""


def _changed(line: TradeLine, later: TradeLine, document: Recorded) -> TradeLine:
    """A line after a later word on it, which may repeat only what it changes."""
    status = (later.response or "").strip()
    is_change = document.summary.document == kinds.ORDER_CHANGE
    if status == (_DELETED if is_change else _NOT_ACCEPTED):
        return msgspec.structs.replace(line, quantity=ZERO)
    if status == _DELIVERED:
        return line
    told = {name: value for name in _TERMS if (value := getattr(later, name)) is not None}
    if later.price is not None:
        told["price_base"] = later.price_base
    if told:
        told["amount"] = later.amount
    if later.quantity is not None and later.quantity_outstanding is not None:
        told["quantity"] = total([later.quantity, later.quantity_outstanding])
    return msgspec.structs.replace(line, **told)


def _substituted(line: TradeLine, later: TradeLine, billed: TradeLine | None) -> TradeLine:
    """The terms of the item that the seller delivers instead, where that is what was billed."""
    for other in later.substitutes if billed is not None else ():
        if billed is not None and same_item(other, billed) and not same_item(line, billed):
            told = {name: value for name in _TERMS if (value := getattr(other, name)) is not None}
            return msgspec.structs.replace(line, **told)
    return line
