"""The parts of an invoice that many rules ask, so that those who ask the same are asked in one pass."""

from collections.abc import Iterable

from counterfoil.model.invoice import Invoice, InvoiceLine, Totals


def document(invoice: Invoice) -> tuple[Invoice]:
    """The invoice itself."""
    return (invoice,)


def totals(invoice: Invoice) -> tuple[Totals, ...]:
    """The document totals (BG-22), where there are any."""
    return () if invoice.totals is None else (invoice.totals,)


def lines(invoice: Invoice) -> Iterable[InvoiceLine]:
    """The lines (BG-25)."""
    return invoice.lines
