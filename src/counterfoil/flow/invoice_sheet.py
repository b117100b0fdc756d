"""An invoice laid out for reading: what its head says, its parties, lines, taxes, totals and how to pay."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from counterfoil.model.invoice import Adjustment, Invoice, InvoiceLine, PaymentInstructions, Price
from counterfoil.model.party import Address, Party
from counterfoil.model.sheet import Card, Field, Grid, Row
from counterfoil.model.values import Amount, Attachment, Identifier, Number, Quantity
from counterfoil.texts import term

Where = Callable[[object], str | None]
"""The XPath of a part of the model."""
Value = str | date | Amount | Quantity | Number | Identifier | Attachment | None
Term = tuple[str, Value]
"""A business term's number and its value."""


def invoice_cards(invoice: Invoice, where: Where) -> tuple[Card, ...]:
    """Head, parties, delivery, totals and payment; what is not said is not shown."""
    found = [
        _card("Document", _head(invoice), where(invoice)),
        *(
            _card(title, _party(party, terms), where(party))
            for title, party, terms in (
                ("Seller", invoice.seller, ("BT-27", "BT-28", "BT-29", "BT-30", "BT-31", "BT-34", "BG-5", "BG-6")),
                ("Buyer", invoice.buyer, ("BT-44", "BT-45", "BT-46", "BT-47", "BT-48", "BT-49", "BG-8", "BG-9")),
                ("Payee", invoice.payee, ("BT-59", "", "BT-60", "BT-61", "", "", "", "")),
                ("Tax representative", invoice.tax_representative, ("BT-62", "", "", "", "BT-63", "", "BG-12", "")),
            )
            if party is not None
        ),
        _card("Delivery", _delivery(invoice), where(invoice.delivery)),
        *(_card("Payment", _payment(one), where(one)) for one in invoice.payment),
        _card("Totals", _totals(invoice), where(invoice.totals)),
        _card("Notes", _notes(invoice), None),
    ]
    return tuple(card for card in found if card.fields)


def invoice_grids(invoice: Invoice, where: Where) -> tuple[Grid, ...]:
    """Lines, allowances and charges, the VAT breakdown and supporting documents."""
    taxes = (
        Row(cells=_cells(tax.category, tax.rate, tax.base, tax.tax, tax.exemption_reason), where=where(tax))
        for tax in invoice.taxes
    )
    supporting = (
        Row(cells=_cells(one.reference, one.description, one.location, one.attachment), where=where(one))
        for one in invoice.supporting
    )
    return tuple(
        Grid(title=title, columns=columns, rows=rows, numbers=frozenset(numbers))
        for title, columns, found, numbers in (
            ("Lines", _LINE_COLUMNS, _lines(invoice.lines, where), (2, 3, 4)),
            ("Allowances and charges", _ADJUSTMENT_COLUMNS, _adjustments(invoice.adjustments, where), (3, 4)),
            ("VAT breakdown", ("Category", "Rate", "Taxable", "Tax", "Exemption"), taxes, (1, 2, 3)),
            ("Supporting documents", ("Reference", "Description", "Location", "Attachment"), supporting, ()),
        )
        if (rows := tuple(found))
    )


_LINE_COLUMNS = ("Line", "Item", "Quantity", "Price", "Net amount", "VAT")
_ADJUSTMENT_COLUMNS = ("Kind", "Reason", "VAT", "Percentage", "Amount")


def _card(title: str, terms: Iterable[Term], where: str | None) -> Card:
    fields = tuple(
        Field(label=_label(number), value=text, term=number if number.startswith("B") else None)
        for number, value in terms
        if (text := shown(value))
    )
    return Card(title=title, fields=fields, where=where)


def _label(number: str) -> str:
    name = term(number)
    return name[:1].upper() + name[1:]


def shown(value: Value) -> str:
    """A value as it was written, with its unit, currency or scheme."""
    match value:
        case None:
            return ""
        case Amount():
            return f"{value.written} {value.currency or ''}".strip()
        case Quantity():
            return f"{value.written} {value.unit or ''}".strip()
        case Number():
            return f"{value.written} %"
        case Identifier():
            return f"{value.value} ({value.scheme})" if value.scheme else value.value
        case Attachment():
            return f"{value.filename or 'file'} ({value.mime or 'unknown type'}, {value.size_bytes:,} bytes)"
        case _:
            return str(value)


def _cells(*values: Value) -> tuple[str, ...]:
    return tuple(map(shown, values))


def _head(invoice: Invoice) -> Iterator[Term]:
    yield "BT-1", invoice.number
    yield "BT-2", invoice.issued
    yield "BT-3", invoice.type_code
    yield "BT-9", invoice.due
    yield "BT-5", invoice.currency
    yield "BT-6", invoice.tax_currency
    yield "BT-7", invoice.tax_point
    yield "BT-8", invoice.tax_point_code
    yield "BT-10", invoice.buyer_reference
    yield "BT-11", invoice.project
    yield "BT-12", invoice.contract
    yield "BT-13", invoice.order.number if invoice.order else None
    yield "BT-14", invoice.sales_order
    yield "BT-15", invoice.receipt.number if invoice.receipt else None
    yield "BT-16", invoice.despatch.number if invoice.despatch else None
    yield "BT-17", invoice.tender
    yield "BT-18", invoice.object
    yield "BT-19", invoice.accounting
    for preceding in invoice.preceding:
        yield "BT-25", preceding.number
    if invoice.period is not None:
        yield "BT-73", invoice.period.start
        yield "BT-74", invoice.period.end
    yield "BT-23", invoice.profile
    yield "BT-24", invoice.customization


def _party(party: Party, terms: tuple[str, ...]) -> Iterator[Term]:
    name, trading, identifier, registration, vat, endpoint, address, contact = terms
    yield name, party.name
    yield trading, party.trading_name
    for one in party.identifiers:
        yield identifier, one
    yield registration, party.registration
    yield vat, party.vat
    yield "BT-32", party.tax_registration
    yield endpoint, party.endpoint
    if party.address is not None:
        of = party.address
        yield address, _address(of)
    if party.contact is not None:
        yield contact, ", ".join(filter(None, (party.contact.name, party.contact.telephone, party.contact.email)))


def _delivery(invoice: Invoice) -> Iterator[Term]:
    if (delivery := invoice.delivery) is not None:
        yield "BT-70", delivery.name
        yield "BT-71", delivery.location
        yield "BT-72", delivery.delivered
        if (of := delivery.address) is not None:
            yield "BG-15", _address(of)


def _address(of: Address) -> str:
    town = " ".join(filter(None, (of.post_code, of.city)))
    return ", ".join(filter(None, (of.line1, of.line2, of.line3, town, of.subdivision, of.country)))


def _payment(payment: PaymentInstructions) -> Iterator[Term]:
    yield "BT-81", " ".join(filter(None, (payment.means, payment.means_text)))
    yield "BT-83", payment.remittance
    for transfer in payment.transfers:
        yield "BT-84", transfer.account
        yield "BT-85", transfer.account_name
        yield "BT-86", transfer.service_provider
    if payment.card is not None:
        yield "BT-87", payment.card.account_number
        yield "BT-88", payment.card.holder
    if payment.direct_debit is not None:
        yield "BT-89", payment.direct_debit.mandate
        yield "BT-90", payment.direct_debit.creditor
        yield "BT-91", payment.direct_debit.account


def _totals(invoice: Invoice) -> Iterator[Term]:
    if (totals := invoice.totals) is not None:
        yield "BT-106", totals.lines
        yield "BT-107", totals.allowances
        yield "BT-108", totals.charges
        yield "BT-109", totals.without_tax
        yield "BT-110", totals.tax
        yield "BT-111", totals.tax_accounting
        yield "BT-112", totals.with_tax
        yield "BT-113", totals.paid
        yield "BT-114", totals.rounding
        yield "BT-115", totals.payable


def _notes(invoice: Invoice) -> Iterator[Term]:
    for note in invoice.notes:
        yield "BT-22", note.text
    yield "BT-20", invoice.payment_terms


def _lines(lines: tuple[InvoiceLine, ...], where: Where, level: int = 0) -> Iterator[Row]:
    for line in lines:
        item = line.item
        named = " – ".join(filter(None, (item.name, item.seller_id))) if item is not None else ""
        yield Row(
            cells=(
                ("· " * level) + shown(line.id),
                named,
                *_cells(line.quantity, _price(line.price), line.net_amount),
                " ".join(filter(None, (line.category, shown(line.rate)))),
            ),
            where=where(line),
        )
        yield from _adjustment_rows(line.adjustments, where)
        yield from _lines(line.sub_lines, where, level + 1)


def _price(price: Price | None) -> str | None:
    """The net price, with the quantity that it is for where that is not plainly one."""
    if price is None or price.net is None:
        return None
    base = price.base_quantity
    return shown(price.net) if base is None or base.value == 1 else f"{shown(price.net)} / {shown(base)}"


def _adjustment_rows(adjustments: tuple[Adjustment, ...], where: Where) -> Iterator[Row]:
    """Allowances and charges of a line, below it among the lines."""
    for one in adjustments:
        cells = (
            "",
            f"{_kind(one)}: {one.reason or one.reason_code or ''}",
            "",
            *_cells(one.percentage, one.amount),
            "",
        )
        yield Row(cells=cells, where=where(one))


def _adjustments(adjustments: tuple[Adjustment, ...], where: Where) -> Iterator[Row]:
    for one in adjustments:
        tax = " ".join(filter(None, (one.category, shown(one.rate))))
        reason = one.reason or one.reason_code or ""
        yield Row(cells=(_kind(one), reason, tax, *_cells(one.percentage, one.amount)), where=where(one))


def _kind(one: Adjustment) -> str:
    return {True: "Charge", False: "Allowance", None: "?"}[one.charge]
