"""UBL 2.1 Order, as Peppol BIS 3 (transaction T01) uses it."""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import text
from counterfoil.formats._trade_summary import (
    CATALOGUE,
    PROJECT,
    QUOTATION,
    SALES_ORDER,
    contract_references,
    document_references,
    order_line,
    references,
    terms_of,
)
from counterfoil.formats._ubl import reference
from counterfoil.formats._ubl_goods import related
from counterfoil.formats._ubl_order import ORDER_TERMS, table, totals
from counterfoil.formats._walk import walk
from counterfoil.model.order import Order
from counterfoil.model.summary import ORDER, Reference, TradeSummary

TABLE = table(
    "Order",
    Order,
    {
        **ORDER_TERMS,
        "cbc:OrderTypeCode": text("type_code"),
        "cbc:RequestedInvoiceCurrencyCode": text("invoice_currency"),
        "cac:QuotationDocumentReference": reference("quotation"),
        "cac:OrderDocumentReference": related("orders", many=True),
        "cac:CatalogueReference": reference("catalogue"),
        "cac:ProjectReference/cbc:ID": text("projects", many=True),
        "cac:AnticipatedMonetaryTotal": totals(),
    },
)


def read(root: etree._Element) -> Iterator[Reading]:
    """Give the order that a cac:Order holds."""
    order, trace = walk(root, TABLE)
    yield Reading(document=ORDER, format=UBL_ORDER.id, model=order, summarise=_summarise, trace=trace)


UBL_ORDER = XmlFormat(id="ubl-order", roots=(TABLE.root_tag,), read=read)


def _summarise(order: Order) -> TradeSummary:
    return TradeSummary(
        document=ORDER,
        type_code=order.type_code,
        references=tuple(_references(order)),
        lines=tuple(order_line(line) for line in order.lines),
        **terms_of(order),
    )


def _references(order: Order) -> Iterator[Reference]:
    for other in order.orders:
        yield from references(ORDER, other.number, issued=other.issued)
    yield from references(SALES_ORDER, order.sales_order)
    if order.quotation:
        yield from references(QUOTATION, order.quotation.number, issued=order.quotation.issued)
    if order.catalogue:
        yield from references(CATALOGUE, order.catalogue.number, issued=order.catalogue.issued)
    yield from contract_references(order.contracts)
    yield from references(PROJECT, *order.projects)
    yield from document_references(order.supporting)
