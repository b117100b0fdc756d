"""From the nouns of orders, despatch, receipt and response to the uniform summary."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.model import summary as kinds
from counterfoil.model.delivery import Delivery, Shipment, TimedPeriod
from counterfoil.model.invoice import CREDIT_NOTE_TYPES
from counterfoil.model.item import TradeItem
from counterfoil.model.order import OrderLine, OrderTerms
from counterfoil.model.party import Address, Party
from counterfoil.model.reference import Contract, OrderLineReference, OrderReference, RelatedDocument
from counterfoil.model.summary import PartySummary, Reference, TradeLine
from counterfoil.model.values import Amount, Identifier, Number, Quantity

SALES_ORDER = "sales-order"
CONTRACT = "contract"
CATALOGUE = "catalogue"
QUOTATION = "quotation"
PROJECT = "project"
DOCUMENT = "document"

# UNCL1001, as EN 16931 allows it for an invoice (BT-3).
# fmt: off
_INVOICE_TYPES = (
    "71", "80", "82", "84", "102", "130", "202", "203", "204", "211", "218", "219", "295", "325", "326", "331", "380",
    "382", "383", "384", "385", "386", "387", "388", "389", "390", "393", "394", "395", "456", "457", "471", "472",
    "473", "500", "501", "502", "503", "527", "553", "575", "623", "633", "751", "780", "817", "870", "875", "876",
    "877", "935",
)
# fmt: on
_KINDS = {
    **dict.fromkeys(_INVOICE_TYPES, kinds.INVOICE),
    **dict.fromkeys(CREDIT_NOTE_TYPES, kinds.CREDIT_NOTE),
    **dict.fromkeys(("105", "220", "221", "222", "223", "224", "225", "226", "227", "228", "402"), kinds.ORDER),
    "230": kinds.ORDER_CHANGE,
    "231": kinds.ORDER_RESPONSE,
    "320": kinds.ORDER_RESPONSE,
    "351": kinds.DESPATCH_ADVICE,
    "632": kinds.RECEIPT_ADVICE,
}
# Peppol BIS 3 fills what UBL demands and the business does not know with this word.
_NOT_AVAILABLE = "NA"


def kind_of(type_code: str | None) -> str:
    """The kind of document that a code of UNCL1001 names; "document" where it names none of ours."""
    return _KINDS.get(type_code or "", DOCUMENT)


def value(number: Amount | Quantity | Number | None) -> Decimal | None:
    """The number itself; None where it is missing or unreadable."""
    return None if number is None else number.value


def party_summary(party: Party | None) -> PartySummary | None:
    """A party as linking sees it; None where nothing is told of it."""
    if party is None:
        return None
    address = party.address or Address()
    told = PartySummary(
        name=party.name,
        trading_name=party.trading_name,
        identifiers=tuple(dict.fromkeys(_identifiers(party))),
        country=address.country,
        city=address.city,
        post_code=address.post_code,
        street=address.line1,
    )
    return told if told != PartySummary() else None


def deliver_to(deliveries: Iterable[Delivery]) -> PartySummary | None:
    """Who gets the goods of the first delivery and where, from its party and its place."""
    for delivery in deliveries:
        party = delivery.party or Party()
        place = delivery.place
        address = (place.address if place else None) or delivery.address or party.address
        identifiers = party.identifiers + ((place.id,) if place and place.id else ())
        name = party.name or (place.name if place else None)
        merged = Party(
            name=name,
            trading_name=party.trading_name,
            identifiers=identifiers,
            vat=party.vat,
            registration=party.registration,
            endpoint=party.endpoint,
            address=address,
        )
        if told := party_summary(merged):
            return told
    return None


def due_day(deliveries: Iterable[Delivery]) -> date | None:
    """The day by which all goods are promised or else requested: the end of that period, or its start."""
    days = (_day_of(each.promised, each.requested) or each.latest for each in deliveries)
    return max(filter(None, days), default=None)


def arrival_day(delivery: Delivery | None) -> date | None:
    """The day by which despatched goods are expected to arrive."""
    if delivery is None:
        return None
    return _day_of(delivery.estimated, delivery.promised, delivery.requested) or delivery.latest


def references(
    kind: str, *numbers: str | None, issued: date | None = None, line: str | None = None
) -> Iterator[Reference]:
    """A reference for each number that says something."""
    for number in numbers:
        if number is not None and number != _NOT_AVAILABLE:
            yield Reference(document=kind, number=number, issued=issued, line=line)


def order_references(orders: Iterable[OrderReference]) -> Iterator[Reference]:
    """The orders that a document refers to, by the buyer's and by the seller's number."""
    for order in orders:
        yield from references(kinds.ORDER, order.number, issued=order.issued)
        yield from references(SALES_ORDER, order.sales_number, issued=order.issued)


def order_line_references(lines: Iterable[OrderLineReference], orders: Sequence[OrderReference]) -> Iterator[Reference]:
    """The order lines that a line refers to; the order's number may stand at the head alone, if there is only one."""
    head = orders[0] if len(orders) == 1 else OrderReference()
    for line in lines:
        order = line.order or OrderReference()
        if line.line is not None and line.line != _NOT_AVAILABLE:
            number = order.number or head.number or ""
            issued = order.issued or (head.issued if number == head.number else None)
            yield from references(kinds.ORDER, number, issued=issued, line=line.line)
        else:
            yield from references(kinds.ORDER, order.number, issued=order.issued)
        sales_number = order.sales_number or head.sales_number
        if line.sales_line is not None:
            yield from references(SALES_ORDER, sales_number or "", line=line.sales_line)


def document_references(documents: Iterable[RelatedDocument]) -> Iterator[Reference]:
    """Other documents, by the kind that their type code names."""
    for document in documents:
        yield from references(kind_of(document.type_code), document.number, issued=document.issued)


def contract_references(contracts: Iterable[Contract]) -> Iterator[Reference]:
    """The contracts that a document stands under."""
    for contract in contracts:
        yield from references(CONTRACT, contract.number, issued=contract.issued)


def terms_of(document: OrderTerms) -> dict[str, Any]:
    """The fields of a TradeSummary that orders, order changes and order responses fill alike."""
    totals = document.totals
    return {
        "number": document.number,
        "issued": document.issued,
        "customization": document.customization,
        "currency": document.currency,
        "tax_currency": document.tax_currency,
        "seller": party_summary(document.seller),
        "buyer": party_summary(document.buyer),
        "deliver_to": deliver_to(document.deliveries),
        "tax": value(document.tax),
        "due": due_day(document.deliveries),
        "payment_terms": "\n".join(document.payment_terms) or None,
        "buyer_reference": document.customer_reference,
        "notes": document.notes,
        **(
            {}
            if totals is None
            else {
                "net": value(totals.without_tax),
                "total": value(totals.with_tax),
                "paid": value(totals.paid),
                "payable": value(totals.payable),
                "allowances": value(totals.allowances),
                "charges": value(totals.charges),
                "rounding": value(totals.rounding),
            }
        ),
    }


def order_line(line: OrderLine, refers: Iterable[Reference] = (), outstanding: Quantity | None = None) -> TradeLine:
    """A line of an order, order change or order response; `outstanding` is what the seller puts on back order."""
    price = line.price
    return TradeLine(
        id=line.id,
        quantity=value(line.quantity),
        unit=line.quantity.unit if line.quantity else None,
        price=value(price.net) if price else None,
        price_base=value(price.base_quantity) if price else None,
        amount=value(line.net_amount),
        response=line.status,
        quantity_outstanding=value(outstanding),
        due=due_day(line.deliveries),
        references=tuple(refers),
        substitutes=tuple(order_line(other) for other in line.substitutes),
        **item_fields(line.item),
    )


def item_fields(item: TradeItem | None) -> dict[str, Any]:
    """The fields of a TradeLine that tell its item."""
    if item is None:
        return {}
    tax = item.tax
    is_vat = tax is not None and (tax.scheme is None or tax.scheme.upper() == "VAT")
    return {
        "name": item.name,
        "seller_item": item.seller_id,
        "buyer_item": item.buyer_id,
        "standard_item": item.standard_id.value if item.standard_id else None,
        "pack_size": _pack_size(item),
        "lots": tuple(dict.fromkeys(item.lots)),
        "serials": tuple(dict.fromkeys(one.serial for one in item.instances if one.serial is not None)),
        "tax_category": tax.category if tax and is_vat else None,
        "tax_rate": value(tax.rate) if tax and is_vat else None,
    }


def _pack_size(item: TradeItem) -> Decimal | None:
    """How many items a pack holds; a size of one says no more than that there is none."""
    told = (value(item.pack_size), value(item.pack_quantity))
    return next((size for size in told if size is not None and size > 1), None)


def handling_units(shipments: Iterable[Shipment]) -> tuple[str, ...]:
    """The identifiers of the handling units of some shipments, each once."""
    return tuple(dict.fromkeys(unit.id.value for shipment in shipments for unit in shipment.units if unit.id))


def _identifiers(party: Party) -> Iterator[Identifier]:
    """All that identify the company; a local tax registration may be a mere sentence, so it is none of them."""
    yield from party.identifiers
    if party.registration is not None:
        yield party.registration
    if party.vat is not None:
        yield Identifier(value=party.vat, scheme="VAT")
    if party.endpoint is not None:
        yield party.endpoint


def _day_of(*periods: TimedPeriod | None) -> date | None:
    """The last day of the first period that has one."""
    return next((day for period in periods if period and (day := period.end or period.start)), None)
