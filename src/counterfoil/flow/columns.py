"""The columns that lists filter by, out of a document's summary."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.summary import MasterSummary, PartySummary, StatementSummary, Summary, TradeSummary
from counterfoil.store import DocumentRow

_BY_BUYER = ("order", "order-change", "order-cancellation", "receipt-advice", "invoice-response")


class Provenance(Model):
    """Where a document came from, as its `received` fact claims it beside the summary."""

    file: str
    format: str
    original: str
    """SHA-256, hex."""
    position: int
    role: str


def document_row(
    document: bytes, summary: Summary, origin: Provenance, facts: tuple[int, int | None], valid: bool | None
) -> DocumentRow:
    """The row of a document: a function of its facts alone, so that `verify` can make it again.

    `facts`: received, checked.
    """
    amount = None
    if isinstance(summary, TradeSummary):
        amount = summary.payable if summary.payable is not None else summary.total
    elif isinstance(summary, StatementSummary):
        amount = summary.closing
    return DocumentRow(
        id=document,
        original=bytes.fromhex(origin.original),
        position=origin.position,
        file=plain_text(origin.file) or "",
        document=summary.document,
        format=origin.format,
        number=plain_text(getattr(summary, "number", None)),
        issuer=plain_text(issuer_of(summary)),
        partner=plain_text(partner_of(summary, origin.role)),
        role=origin.role,
        issued=_issued(summary),
        due=getattr(summary, "due", None),
        currency=plain_text(getattr(summary, "currency", None)),
        amount=amount,
        valid=valid,
        fact=facts[0],
        checked=facts[1],
    )


def issuer_of(summary: Summary | None) -> str | None:
    """Who issued a document, by name.

    The buyer for orders and receipts, the seller for what answers them, the bank account for statements.
    """
    if isinstance(summary, StatementSummary):
        return summary.account
    if isinstance(summary, MasterSummary):
        return summary.name
    if not isinstance(summary, TradeSummary):
        return None
    party = summary.buyer if summary.document in _BY_BUYER else summary.seller
    return _name(party)


def partner_of(summary: Summary | None, role: str) -> str | None:
    """The other company, by name."""
    if not isinstance(summary, TradeSummary):
        return None
    return {"buyer": _name(summary.seller), "seller": _name(summary.buyer)}.get(role)


def _name(party: PartySummary | None) -> str | None:
    if party is None:
        return None
    named = party.name or party.trading_name
    return named or (party.identifiers[0].value if party.identifiers else None)


def _issued(summary: Summary) -> date | None:
    issued = getattr(summary, "issued", None)
    happened = getattr(summary, "happened", None)
    return issued if issued is not None else (happened.date() if happened is not None else None)


def plain_text(text: str | None) -> str | None:
    """A text for a column: databases keep no NUL; the summary keeps it as it came."""
    return text if text is None or "\0" not in text else text.replace("\0", "\ufffd")
