"""What our own record says of a paper that a partner offers: is it matched, with what, and what does not fit."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from counterfoil.exchange.answers.offering import HOLDS, shared_ends
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import REFERS, Attested
from counterfoil.flow.decisions import OPEN
from counterfoil.flow.discrepancy_views import due, standings
from counterfoil.flow.recall import Recall
from counterfoil.model.summary import INVOICE, ORDER, TradeSummary
from counterfoil.store import DiscrepancyRow, DocumentRow, LinkRow

_ZERO, _PERCENT = Decimal(), 100
_ROUNDED_MAX = 1
"""In units of the currency: what is rounded, on the whole or in the tax of each rate, is less."""
_AS_A_WHOLE = frozenset({"answers", "credits"})
"""Kinds of links by which a paper is matched that has none from its lines."""


def is_matched(office: Office, document: DocumentRow) -> bool:
    """Is every line of it linked to what came before, and nothing about it open? An order matches nothing.

    That an invoice names an order as a whole says nothing of what it bills.
    """
    if document.document == ORDER or open_discrepancies(office, document):
        return False
    links = _firm(office, document)
    if any(row.source_line is None and row.kind in _AS_A_WHOLE for row in links):
        return True
    summary = _summary(office, document.id)
    matched = {row.source_line for row in links if row.source_line is not None}
    return summary is not None and 0 < len(summary.lines) == len(matched) and _is_of_lines(office, document, links)


def is_issued_by_partner(office: Office, offered: Attested, document: DocumentRow) -> bool:
    """Does a paper that a partner offers name this partner as its issuer? Else a person must say that it is right."""
    from counterfoil.exchange.halves.incoming import is_issued_by  # linking, which who only looks does not need

    peer = office.half.peer(offered.author)
    return peer is not None and is_issued_by(document.issuer, peer, office.peers())


def open_discrepancies(office: Office, document: DocumentRow) -> list[DiscrepancyRow]:
    """What does not fit about a document and nobody has accepted or resolved."""
    rows = list(due(office.home, office.home.store.discrepancies([document.id])))
    stands = standings(office.home, rows)
    return [row for row in rows if stands[row.id].state == OPEN]


def matched_papers(office: Office, document: DocumentRow, partner: str) -> list[dict[str, str]]:
    """Our own papers, shared with the partner, that a document was matched with: kinds and subjects.

    Of an invoice that bills an order, also what we received of that order.
    """
    store, links = office.home.store, _firm(office, document)
    orders = sorted({row.target for row in links if row.kind == "bills"})
    shipments = [row.source for row in store.links_to(orders) if row.kind == "ships" and row.state in HOLDS]
    goods = store.links_to(sorted({*orders, *shipments}))
    receipts = [_turned(row) for row in goods if row.kind == "receives" and row.state in HOLDS]
    return shared_ends(office, [*links, *receipts], partner)


def whole_amount(document: DocumentRow) -> dict[str, Any]:
    """The amount of a document, as far as it has one, as claims."""
    if document.amount is None:
        return {}
    return {"amount": format(document.amount, "f")} | ({"currency": document.currency} if document.currency else {})


def _firm(office: Office, document: DocumentRow) -> list[LinkRow]:
    rows: Sequence[LinkRow] = office.home.store.links_from([document.id])
    return [row for row in rows if row.kind in REFERS and row.state in HOLDS]


def _summary(office: Office, id: bytes) -> TradeSummary | None:
    recorded = Recall(office.home.store).get([id]).get(id)
    return recorded.summary if recorded is not None and isinstance(recorded.summary, TradeSummary) else None


def _is_of_lines(office: Office, document: DocumentRow, links: Sequence[LinkRow]) -> bool:
    """Is what an invoice asks for no more than its lines come to with tax, and the charges of orders that it bills?

    Lines that fit tell nothing of a charge on the whole, a rounding, or a tax that no rate explains.
    """
    if document.document != INVOICE:
        return True
    summary = _summary(office, document.id)
    if summary is None or document.amount is None:
        return False
    rates = [line.tax_rate for line in summary.lines if line.tax_rate is not None]
    ordered = [_summary(office, id) for id in sorted({row.target for row in links if row.kind == "bills"})]
    charged = sum((one.charges or _ZERO for one in ordered if one is not None and one.document == ORDER), _ZERO)
    net = sum((line.amount or _ZERO for line in summary.lines), _ZERO)
    taxed = ((line.amount or _ZERO) * (line.tax_rate or _ZERO) for line in summary.lines)
    tax = sum(taxed, _ZERO) / _PERCENT
    if len(rates) < len(summary.lines):
        tax = summary.tax or _ZERO  # not all tell their rate
    most = net + tax + charged * (1 + max(rates, default=_ZERO) / _PERCENT)
    return document.amount <= most + _ROUNDED_MAX


def _turned(row: LinkRow) -> LinkRow:
    """A link seen from its other end: what was ordered leads to its receipt."""
    return replace(row, source=row.target, target=row.source)
