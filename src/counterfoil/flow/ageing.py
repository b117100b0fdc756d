"""Open items by how long they are due: what we owe, what is owed to us, and goods that nobody has invoiced yet."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.flow.home import Home
from counterfoil.flow.partners import Partners
from counterfoil.flow.settled import Surroundings
from counterfoil.flow.untold import RECEIVED_NOT_INVOICED
from counterfoil.flow.views import chunks, plain
from counterfoil.matching import Context
from counterfoil.matching.cash.open_items import Item, item_of
from counterfoil.matching.judging.settlement import Settlement, credited_by, settlement_of
from counterfoil.model import summary as kinds
from counterfoil.model._base import Model
from counterfoil.model.summary import PartySummary, Recorded, TradeSummary
from counterfoil.store import DocumentFilter, DocumentRow

PAYABLES, RECEIVABLES = "payables", "receivables"
SIDES = (PAYABLES, RECEIVABLES, RECEIVED_NOT_INVOICED)
BUCKETS: tuple[str, ...] = ("not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90")
"""How long something is due, or for goods: how long ago they came."""
_LATEST_DAYS = (0, 30, 60, 90)
_KINDS = (kinds.INVOICE, kinds.CREDIT_NOTE, kinds.OPEN_ITEM)
_SIDE = {"buyer": PAYABLES, "seller": RECEIVABLES}


class OpenItem(Model):
    """Something to be paid; negative where it is to be given back."""

    side: str
    partner: int
    """The number of the other company."""
    currency: str
    id: bytes
    document: str
    number: str | None
    line: str | None
    since: date | None
    """The day from which it is counted: when it was due, or for goods when they came."""
    open: Decimal
    settled: Settlement | None = None


def ageing(home: Home, on: date, sides: Iterable[str] = SIDES, party: str | None = None) -> Iterator[dict[str, Any]]:
    """What is open on a day, by side, partner and currency: the sum of each bucket, and the items.

    Only what had come by that day counts. Credit notes that are taken off an invoice stand in its open amount. `party`
    is a part of the partner's name, in any case.
    """
    partners, wanted = Partners(), set(sides)
    found: dict[tuple[str, int, str], list[OpenItem]] = defaultdict(list)
    with home.store.reading():
        for item in _items(home, on, partners, wanted):
            found[item.side, item.partner, item.currency].append(item)
    names = {number: partners.name(number) or "" for _, number, _ in found}
    order = {side: place for place, side in enumerate(SIDES)}
    for key in sorted(found, key=lambda key: (order[key[0]], names[key[1]].casefold(), key[1], key[2])):
        side, partner, currency = key
        if (party or "").casefold() not in names[partner].casefold():
            continue
        items = sorted(found[key], key=lambda one: (one.since or date.max, one.number or "", one.id, one.line or ""))
        sums = dict.fromkeys(BUCKETS, Decimal(0))
        for item in items:
            sums[_bucket(item, on)] += item.open
        yield {
            "side": side,
            "partner": names[partner] or None,
            "currency": currency or None,
            **{bucket: plain(amount) for bucket, amount in sums.items()},
            "total": plain(sum(sums.values(), Decimal(0))),
            "items": [_view(item, on) for item in items],
        }


def _items(home: Home, on: date, partners: Partners, wanted: set[str]) -> Iterator[OpenItem]:
    surroundings = Surroundings(home, on)
    till = surroundings.till()
    for kind in _KINDS:
        rows = home.store.documents(DocumentFilter(document=kind))
        for chunk in chunks(row for row in rows if _SIDE.get(row.role) in wanted and _had_come(row.issued, on)):
            context = surroundings.of(row.id for row in chunk)
            for row in chunk:
                item = item_of(context.documents[row.id]) if row.id in context.documents else None
                if item is not None and (kind != kinds.OPEN_ITEM or till.stands_for(item)):
                    yield from _open_item(row, item, context, home, partners)
    if RECEIVED_NOT_INVOICED in wanted:
        yield from _goods(home, on, partners, surroundings)


def _open_item(row: DocumentRow, item: Item, context: Context, home: Home, partners: Partners) -> Iterator[OpenItem]:
    """What is open of an invoice, credit note or open item; nothing of one that repeats another."""
    settled = settlement_of(item.document, context, home.settings.certain_from)
    if settled is None or not settled.open or context.out_of(row.id, "repeats"):
        return
    if row.document == kinds.CREDIT_NOTE and _is_taken_off(item.document, context):
        return
    yield OpenItem(
        side=_SIDE[row.role],
        partner=partners.number(_partner(item.summary, row.role)),
        currency=settled.currency or "",
        id=row.id,
        document=row.document,
        number=item.summary.number,
        line=None,
        since=item.due_day,
        open=-settled.open if row.document == kinds.CREDIT_NOTE else settled.open,
        settled=settled,
    )


def _is_taken_off(note: Recorded, context: Context) -> bool:
    """Does what is left of a credit note stand in the open amount of an invoice?"""
    invoices = (context.documents.get(link.target.id) for link in context.out_of(note.id, "credits"))
    return any(note.id in credited_by(invoice, context) for invoice in invoices if invoice is not None)


def _goods(home: Home, on: date, partners: Partners, surroundings: Surroundings) -> Iterator[OpenItem]:
    """Goods that were received and not invoiced, from the day on which they came."""
    rows = (row for row in home.store.discrepancies() if row.code == RECEIVED_NOT_INVOICED)
    for chunk in chunks(row for row in rows if _had_come(row.since, on)):
        documents = surroundings.documents({row.document for row in chunk})
        for row in chunk:
            document = documents.get(row.document)
            if document is not None and isinstance(document.summary, TradeSummary) and row.amount:
                yield OpenItem(
                    side=RECEIVED_NOT_INVOICED,
                    partner=partners.number(_partner(document.summary, document.role)),
                    currency=row.currency or "",
                    id=row.document,
                    document=document.summary.document,
                    number=document.summary.number,
                    line=row.line,
                    since=row.since,
                    open=row.amount,
                )


def _had_come(day: date | None, on: date) -> bool:
    return day is None or day <= on


def _partner(summary: TradeSummary, role: str) -> PartySummary | None:
    return summary.seller if role == "buyer" else summary.buyer


def _bucket(item: OpenItem, on: date) -> str:
    days = _days(item, on)
    return BUCKETS[sum(days > latest for latest in _LATEST_DAYS)]


def _days(item: OpenItem, on: date) -> int:
    return (on - item.since).days if item.since is not None else 0


def _view(item: OpenItem, on: date) -> dict[str, Any]:
    settled = item.settled
    return {
        "id": item.id.hex(),
        "document": item.document,
        "number": item.number,
        "line": item.line,
        "since": item.since.isoformat() if item.since else None,
        "days": _days(item, on),
        "due": plain(settled.due) if settled else None,
        "paid": plain(settled.paid) if settled else None,
        "credited": plain(settled.credited) if settled else None,
        "discount": plain(settled.discount) if settled else None,
        "charges": plain(settled.charges) if settled else None,
        "open": plain(item.open),
    }
