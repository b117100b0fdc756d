"""What the record keeps of an invoice or credit note, whatever its syntax: its summary out of the semantic model."""

from collections.abc import Iterator
from decimal import Decimal

from counterfoil.model.invoice import DocumentReference, Invoice, InvoiceLine, Item, Price, Totals
from counterfoil.model.party import Party
from counterfoil.model.summary import (
    CREDIT_NOTE,
    DESPATCH_ADVICE,
    INVOICE,
    ORDER,
    RECEIPT_ADVICE,
    PartySummary,
    Reference,
    TradeLine,
    TradeSummary,
)
from counterfoil.model.values import Amount, Identifier

SALES_ORDER, CONTRACT, TENDER, PROJECT = "sales-order", "contract", "tender", "project"
"""Kinds of document that an invoice can name and that are never received."""
OTHER = "document"
"""Whatever supports an invoice (BG-24), such as a time sheet; people name orders and despatches there as well."""

_NO_TOTALS, _NO_PRICE, _NO_ITEM = Totals(), Price(), Item()


def summarise(invoice: Invoice) -> TradeSummary:
    """Give the summary of an invoice; its lines are the top ones, whose amounts hold those of the lines below them."""
    totals = invoice.totals or _NO_TOTALS
    delivery = invoice.delivery
    seller, buyer, payee = _parties(invoice)
    return TradeSummary(
        document=CREDIT_NOTE if invoice.credit_note else INVOICE,
        number=invoice.number,
        issued=invoice.issued,
        customization=invoice.customization,
        type_code=invoice.type_code,
        currency=invoice.currency,
        tax_currency=invoice.tax_currency,
        seller=seller,
        buyer=buyer,
        payee=payee,
        deliver_to=_deliver_to(invoice),
        net=_value(totals.without_tax),
        tax=_value(totals.tax),
        total=_value(totals.with_tax),
        paid=_value(totals.paid),
        payable=_value(totals.payable),
        due=invoice.due,
        delivered=delivery.delivered if delivery is not None else None,
        payment_terms=invoice.payment_terms,
        payment_reference=next((each.remittance for each in invoice.payment if each.remittance), None),
        buyer_reference=invoice.buyer_reference,
        allowances=_value(totals.allowances),
        charges=_value(totals.charges),
        rounding=_value(totals.rounding),
        notes=tuple([each.text for each in invoice.notes if each.text is not None]),
        references=tuple(_references(invoice)),
        lines=_lines(invoice),
    )


def _value(amount: Amount | None) -> Decimal | None:
    return amount.value if amount is not None else None


def _parties(invoice: Invoice) -> tuple[PartySummary | None, PartySummary | None, PartySummary | None]:
    """Seller, buyer and payee; the accounts to pay to are the payee's where there is one."""
    credited: list[str] = []
    debited: list[str] = []
    for payment in invoice.payment:
        credited += [each.account.value for each in payment.transfers if each.account is not None]
        if payment.direct_debit is not None and payment.direct_debit.account is not None:
            debited.append(payment.direct_debit.account)
    buyer = _party(invoice.buyer, debited)
    if invoice.payee is None:
        return _party(invoice.seller, credited), buyer, None
    return _party(invoice.seller, []), buyer, _party(invoice.payee, credited)


def _party(party: Party | None, accounts: list[str]) -> PartySummary | None:
    if party is None:
        return PartySummary(accounts=_plain(accounts)) if accounts else None
    address = party.address
    return PartySummary(
        name=party.name,
        trading_name=party.trading_name,
        identifiers=_identifiers(party),
        country=address.country if address is not None else None,
        city=address.city if address is not None else None,
        post_code=address.post_code if address is not None else None,
        street=address.line1 if address is not None else None,
        accounts=_plain(accounts) if accounts else (),
    )


def _identifiers(party: Party) -> tuple[Identifier, ...]:
    """All that identify the company; a local tax registration (BT-32) may be a mere sentence, so it is none of them."""
    found = dict.fromkeys(party.identifiers)
    if party.registration is not None:
        found[party.registration] = None
    if party.vat is not None:
        found[Identifier(value=party.vat, scheme="VAT")] = None
    if party.endpoint is not None:
        found[party.endpoint] = None
    return tuple(found)


def _plain(accounts: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys("".join(each.split()) for each in accounts))


def _deliver_to(invoice: Invoice) -> PartySummary | None:
    delivery = invoice.delivery
    if delivery is None or (delivery.name is None and delivery.location is None and delivery.address is None):
        return None
    address = delivery.address
    return PartySummary(
        name=delivery.name,
        identifiers=(delivery.location,) if delivery.location is not None else (),
        country=address.country if address is not None else None,
        city=address.city if address is not None else None,
        post_code=address.post_code if address is not None else None,
        street=address.line1 if address is not None else None,
    )


def _references(invoice: Invoice) -> Iterator[Reference]:
    for document, named in (
        (ORDER, invoice.order),
        (DESPATCH_ADVICE, invoice.despatch),
        *[(DESPATCH_ADVICE, each) for each in invoice.further_despatches],
        (RECEIPT_ADVICE, invoice.receipt),
        *[(RECEIPT_ADVICE, each) for each in invoice.further_receipts],
        *[(INVOICE, each) for each in invoice.preceding],
    ):
        if named is not None and named.number is not None:
            yield Reference(document=document, number=named.number, issued=named.issued)
    for document, number in (
        (SALES_ORDER, invoice.sales_order),
        (CONTRACT, invoice.contract),
        (TENDER, invoice.tender),
        (PROJECT, invoice.project),
        *[(OTHER, each.reference) for each in invoice.supporting],
    ):
        if number is not None:
            yield Reference(document=document, number=number)


def _lines(invoice: Invoice) -> tuple[TradeLine, ...]:
    # A line that names only a line means one of the only document of the kind.
    despatch = invoice.despatch if not invoice.further_despatches else None
    receipt = invoice.receipt if not invoice.further_receipts else None
    preceding = invoice.preceding[0] if len(invoice.preceding) == 1 else None
    heads = (_number(invoice.order), _number(despatch), _number(receipt), _number(preceding))
    return tuple([_line(line, heads) for line in invoice.lines])


def _number(named: DocumentReference | None) -> str:
    return named.number or "" if named is not None else ""


def _line(line: InvoiceLine, heads: tuple[str, str, str, str]) -> TradeLine:
    quantity, price, item, rate = line.quantity, line.price or _NO_PRICE, line.item or _NO_ITEM, line.rate
    base, standard = price.base_quantity, item.standard_id
    return TradeLine(
        id=line.id,
        quantity=quantity.value if quantity is not None else None,
        unit=quantity.unit if quantity is not None else None,
        price=_value(price.net),
        price_base=base.value if base is not None else None,
        amount=_value(line.net_amount),
        tax_category=line.category,
        tax_rate=rate.value if rate is not None else None,
        name=item.name,
        seller_item=item.seller_id,
        buyer_item=item.buyer_id,
        standard_item=standard.value if standard is not None else None,
        note=_note(line.note, item.description),
        lots=item.lots,
        references=tuple(_line_references(line, heads)),
    )


def _note(note: str | None, description: str | None) -> str | None:
    if note is None or description is None:
        return note or description
    return f"{note}\n{description}"


def _line_references(line: InvoiceLine, heads: tuple[str, str, str, str]) -> list[Reference]:
    """What the line refers to; where it names only a line, the document is the one that the whole invoice names."""
    found: list[Reference] = []
    for document, named, there, head in (
        (ORDER, line.order, line.order_line, heads[0]),
        (DESPATCH_ADVICE, line.despatch, line.despatch_line, heads[1]),
        (RECEIPT_ADVICE, line.receipt, line.receipt_line, heads[2]),
        (INVOICE, line.preceding, line.preceding_line, heads[3]),
    ):
        number = named.number if named is not None else None
        if number is not None or there is not None:
            issued = named.issued if named is not None else None
            found.append(Reference(document=document, number=number or head, issued=issued, line=there))
    return found
