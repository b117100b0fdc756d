"""What was there of a seller before? Its orders, receipts and invoices on timelines: a look back costs little."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date, timedelta

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.parties.identifiers import GLN, LEI, VAT
from counterfoil.matching.parties.identity import forms_of, same_party
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, TradeSummary

LOOKBACK = timedelta(days=730)
"""So long a document tells how a seller does business with us."""

ORDERED, RECEIVED, BILLED = "ordered-from", "received-from", "billed-by"
_TIMELINES = {kinds.ORDER: ORDERED, kinds.RECEIPT_ADVICE: RECEIVED, kinds.INVOICE: BILLED}
_STRONG = (f"{VAT.lower()}:", f"{LEI.lower()}:", f"{GLN}:")
DAY = timedelta(days=1)
MANY = 100_000
"""No limit in practice."""
_SOON = timedelta(days=60)
_SEEN_MAX = 64
_FEW = 4
"""Nearly always the latest documents under a form are the seller's: where they are not, all are looked at."""


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """An order, receipt or invoice on the timelines of its seller, by the day of issue."""
    summary = document.summary
    if isinstance(summary, TradeSummary) and summary.document in _TIMELINES and summary.issued is not None:
        for form in seller_forms(summary.seller):
            yield f"{_TIMELINES[summary.document]}|{form}", summary.issued


def seller_forms(party: PartySummary | None) -> tuple[str, ...]:
    """The forms under which a seller is looked for: its first identifier that tells companies apart, and its names."""
    forms = sorted(forms_of(party))
    strong = [form for prefix in _STRONG for form in forms if form.startswith(prefix)]
    names = [form for form in forms if form.startswith("name:")]
    return (*strong[:1], *names)


def is_covered(summary: TradeSummary, timeline: str, ahead: int, shelf: Shelf) -> bool:
    """Does a document of the seller stand on a timeline before an invoice, or at most `ahead` days after?

    Another company of the same name, in the same group or by chance, does not tell how this one does business.
    """
    day = summary.issued
    if day is None:
        return False
    first, last = earlier(day, LOOKBACK), later(day, timedelta(days=ahead))
    for form in seller_forms(summary.seller):
        found = shelf.placed(f"{timeline}|{form}", first, last, _FEW)
        if len(found) == _FEW and not _are_of(summary.seller, found):
            found = shelf.placed(f"{timeline}|{form}", first, last, MANY)
        if _are_of(summary.seller, found):
            return True
    return False


def newly_covered(
    document: Recorded, timeline: str, ahead: int, shelf: Shelf, new: Collection[bytes]
) -> Iterator[bytes]:
    """The invoices that a new document on a timeline covers, but for those that another covered before."""
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.issued is None:
        return
    day, front = summary.issued, timedelta(days=ahead)
    for form in seller_forms(summary.seller):
        key = f"{timeline}|{form}"
        before = _latest_old(key, day, summary.seller, shelf, new)
        first = earlier(day, front) if before is None else later(before, LOOKBACK + DAY)
        if not shelf.placed(f"{BILLED}|{form}", first, later(day, LOOKBACK), 1):
            continue
        after = _old(shelf.placed(key, day, later(day, _SOON), _SEEN_MAX), summary.seller, new)
        last = later(day, LOOKBACK) if not after else earlier(min(after), front + DAY)
        if first <= last:
            yield from (one.id for one in shelf.placed(f"{BILLED}|{form}", first, last, MANY))


def orders_before(summary: TradeSummary, within: timedelta, shelf: Shelf) -> list[Recorded]:
    """The latest orders to the seller in the time before an invoice."""
    day, found = summary.issued, dict[bytes, Recorded]()
    if day is not None:
        for form in seller_forms(summary.seller):
            for one in shelf.placed(f"{ORDERED}|{form}", earlier(day, within), day, _SEEN_MAX):
                found[one.id] = one
    return [found[id] for id in sorted(found)]


def unlinked_after(order: Recorded, within: timedelta, shelf: Shelf) -> Iterator[bytes]:
    """The invoices of the seller in the time after an order with lines that they do not say the order of."""
    summary = order.summary
    if isinstance(summary, TradeSummary) and summary.issued is not None:
        for form in seller_forms(summary.seller):
            yield from (
                one.id for one in shelf.unlinked(f"{BILLED}|{form}", summary.issued, later(summary.issued, within))
            )


def earlier(day: date, by: timedelta) -> date:
    """A day before another, or the first that there is."""
    return day - by if day - date.min > by else date.min


def later(day: date, by: timedelta) -> date:
    """A day after another, or the last that there is."""
    return day + by if date.max - day > by else date.max


def _latest_old(key: str, day: date, seller: PartySummary | None, shelf: Shelf, new: Collection[bytes]) -> date | None:
    """The last day until this one of what is not new and tells the seller in the very same words."""
    for most in (1, 2, _FEW, _SEEN_MAX):
        if found := _old(shelf.placed(key, earlier(day, LOOKBACK), day, most), seller, new):
            return max(found)
    return None


def _old(documents: Iterable[Recorded], seller: PartySummary | None, new: Collection[bytes]) -> list[date]:
    """The days of those documents that are not new and tell the seller in the very same words."""
    told = (one for one in documents if one.id not in new and _seller(one) == seller)
    days = (getattr(one.summary, "issued", None) for one in told)
    return [day for day in days if isinstance(day, date)]


def _are_of(seller: PartySummary | None, documents: Iterable[Recorded]) -> bool:
    """Is one of these the seller's, for sure?"""
    return any(same_party(_seller(one), seller) for one in documents)


def _seller(document: Recorded) -> PartySummary | None:
    return getattr(document.summary, "seller", None)
