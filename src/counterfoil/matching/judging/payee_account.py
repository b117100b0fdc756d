"""Does a seller ask for money to another account than it is known by?"""

from collections.abc import Collection, Iterator, Sequence
from datetime import date, timedelta

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import amount_due
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.history import BILLED, DAY, LOOKBACK, MANY, earlier, later, seller_forms
from counterfoil.matching.parties.identifiers import account_key, is_iban
from counterfoil.matching.parties.identity import BUYER, same_party
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import MasterSummary, PartySummary, Recorded, TradeSummary

ASKED = "asked-for"
_EARLIER_MAX = 6
"""So many of the latest invoices tell the accounts of a seller."""
_FIRST_LOOK = 8
"""Days in which the next invoices are looked for first."""
_SEEN_MAX = 4
"""So many of the latest invoices with an account are looked at for one that was there before."""
_TELLING = 5
"""Of fewer digits a local account number could be part of any IBAN."""


def payee_account_changed(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An account that neither an earlier invoice of the seller nor master data knows, where they know any.

    The account of a payee who collects for the seller is new as any other. Of the first invoice nothing is said.
    """
    asked = accounts_of(summary)
    if invoice.role != BUYER or summary.document != kinds.INVOICE or summary.issued is None or not asked:
        return
    new = [account for account in asked if not _was_asked_for(account, summary, summary.issued, context.shelf)]
    if not new:
        return
    told = [*_earlier_invoices(summary, summary.issued, context.shelf), *_masters(summary.seller, context.shelf)]
    known = dict.fromkeys(account for one in told for account in _told_accounts(one))
    new = [account for account in new if not any(_is_same(account, other) for other in known)]
    if known and new:
        yield Discrepancy(
            code="payee-account-changed",
            id=invoice.id,
            expected=", ".join(known),
            found=", ".join(new),
            amount=amount_due(summary),
            currency=summary.currency,
            since=summary.issued,
            others=tuple(sorted(one.id for one in told if _told_accounts(one))),
            why=tuple(_history(told)),
        )


def accounts_of(summary: TradeSummary) -> tuple[str, ...]:
    """The accounts that an invoice asks to pay to: the payee's, or else the seller's."""
    for party in (summary.payee, summary.seller):
        if party is not None and party.accounts:
            return party.accounts
    return ()


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """The timelines of the accounts that a seller asks to pay to."""
    summary = document.summary
    if isinstance(summary, TradeSummary) and summary.document == kinds.INVOICE and summary.issued is not None:
        for account in accounts_of(summary):
            yield from ((key, summary.issued) for key in _keys(account, summary))


def offers(document: Recorded) -> Iterator[str]:
    """The keys of a partner of the master data."""
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.PARTNER:
        yield from (f"partner|{form}" for form in seller_forms(summary.party))


def near(document: Recorded, shelf: Shelf, new: Collection[bytes]) -> Iterator[bytes]:
    """The later invoices to which an invoice is history, and all of a partner whose master data comes.

    But for those whose accounts another invoice had named before these came: to them it is no news.
    """
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.PARTNER:
        for form in seller_forms(summary.party):
            yield from (one.id for one in shelf.placed(f"{BILLED}|{form}", date.min, date.max, MANY))
    elif isinstance(summary, TradeSummary) and summary.document == kinds.INVOICE and summary.issued is not None:
        came = {document.id, *new}
        for one in {one.id: one for one in _later_invoices(summary, summary.issued, shelf)}.values():
            if not _was_known(one, shelf, came):
                yield one.id


def _later_invoices(summary: TradeSummary, day: date, shelf: Shelf) -> Iterator[Recorded]:
    """The next invoice that asks for the same account, and those that have this one among the latest before them."""
    for account in accounts_of(summary):
        for key in _keys(account, summary):
            yield from _following(key, day, 1, shelf)
    for form in seller_forms(summary.seller)[:1]:
        yield from _following(f"{BILLED}|{form}", day, _EARLIER_MAX, shelf)


def _was_known(invoice: Recorded, shelf: Shelf, new: Collection[bytes]) -> bool:
    """Had each account that an invoice asks for been asked for by one that is not new?"""
    return all(
        any(one.id not in new for one in shelf.placed(key, earlier(day, LOOKBACK), earlier(day, DAY), _SEEN_MAX))
        for key, day in places(invoice)
    )


def _keys(account: str, summary: TradeSummary) -> Iterator[str]:
    for form in seller_forms(summary.seller)[:1]:
        yield f"{ASKED}|{form}|{account_key(account)}"


def _was_asked_for(account: str, summary: TradeSummary, day: date, shelf: Shelf) -> bool:
    first, last = earlier(day, LOOKBACK), earlier(day, DAY)
    return any(shelf.placed(key, first, last, 1) for key in _keys(account, summary))


def _earlier_invoices(summary: TradeSummary, day: date, shelf: Shelf) -> list[Recorded]:
    """The invoices of the seller before a day, the latest first."""
    found: list[Recorded] = []
    for form in seller_forms(summary.seller)[:1]:
        found += shelf.placed(f"{BILLED}|{form}", earlier(day, LOOKBACK), earlier(day, DAY), _EARLIER_MAX)
    return [one for one in reversed(found) if one.role == BUYER]


def _masters(seller: PartySummary | None, shelf: Shelf) -> list[Recorded]:
    found = {one.id: one for form in seller_forms(seller) for one in shelf.offering(f"partner|{form}")}
    return [one for one in found.values() if same_party(_party(one), seller)]


def _party(document: Recorded) -> PartySummary | None:
    return document.summary.party if isinstance(document.summary, MasterSummary) else None


def _told_accounts(document: Recorded) -> tuple[str, ...]:
    if isinstance(document.summary, TradeSummary):
        return accounts_of(document.summary)
    party = _party(document)
    return party.accounts if party is not None else ()


def _is_same(one: str, other: str) -> bool:
    """Are these one account? An IBAN ends with the local number, which can be written with zeros before it."""
    ours, theirs = account_key(one), account_key(other)
    if ours == theirs:
        return True
    if is_iban(ours) and is_iban(theirs):
        return False
    local, other = (theirs, ours) if is_iban(ours) else (ours, theirs)
    local = local.lstrip("0")
    if len(local) < _TELLING:
        return False
    return other.endswith(local) if is_iban(other) else other.lstrip("0") == local


def _history(told: list[Recorded]) -> Iterator[str]:
    """Who named which account, in words."""
    for one in told:
        if accounts := _told_accounts(one):
            summary = one.summary
            name = "master data" if isinstance(summary, MasterSummary) else f"invoice {summary.number}"
            day = f" of {summary.issued.isoformat()}" if isinstance(summary, TradeSummary) and summary.issued else ""
            yield f"{name}{day} names {', '.join(accounts)}"


def _following(key: str, day: date, count: int, shelf: Shelf) -> Sequence[Recorded]:
    """What stands on a timeline after a day, up to the day with which it is so many."""
    first, end, days = later(day, DAY), later(day, LOOKBACK), _FIRST_LOOK
    found: Sequence[Recorded] = ()
    last = day
    while last < end and len(found) < count:
        last, days = min(later(day, timedelta(days)), end), 2 * days
        found = shelf.placed(key, first, last, MANY)
    if len(found) > count:
        enough = _issued(found[count - 1])
        found = [one for one in found if _issued(one) <= enough]
    return found


def _issued(document: Recorded) -> date:
    summary = document.summary
    return summary.issued if isinstance(summary, TradeSummary) and summary.issued is not None else date.max
