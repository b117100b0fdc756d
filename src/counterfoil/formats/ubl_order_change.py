"""UBL 2.1 OrderChange, as Peppol BIS 3 (transaction T114) uses it."""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import text
from counterfoil.formats._trade_summary import (
    QUOTATION,
    SALES_ORDER,
    contract_references,
    document_references,
    order_line,
    order_references,
    references,
    terms_of,
)
from counterfoil.formats._ubl import reference
from counterfoil.formats._ubl_goods import order_reference
from counterfoil.formats._ubl_order import ORDER_TERMS, table, totals
from counterfoil.formats._walk import walk
from counterfoil.model.order import OrderLine
from counterfoil.model.order_response import OrderChange
from counterfoil.model.summary import ORDER, ORDER_CHANGE, Reference, TradeSummary

TABLE = table(
    "OrderChange",
    OrderChange,
    {
        **ORDER_TERMS,
        "cbc:SequenceNumberID": text("sequence"),
        "cac:OrderReference": order_reference("order"),
        "cac:QuotationDocumentReference": reference("quotation"),
        "cac:AnticipatedMonetaryTotal": totals(),
    },
)

_ADDED = "1"  # UNCL1229


def read(root: etree._Element) -> Iterator[Reading]:
    """Give the order change that a document holds."""
    change, trace = walk(root, TABLE)
    yield Reading(document=ORDER_CHANGE, format=UBL_ORDER_CHANGE.id, model=change, summarise=_summarise, trace=trace)


UBL_ORDER_CHANGE = XmlFormat(id="ubl-order-change", roots=(TABLE.root_tag,), read=read)


def _summarise(change: OrderChange) -> TradeSummary:
    return TradeSummary(
        document=ORDER_CHANGE,
        references=tuple(_references(change)),
        lines=tuple(order_line(line, _line_references(line, change)) for line in change.lines),
        **terms_of(change),
    )


def _references(change: OrderChange) -> Iterator[Reference]:
    if change.order:
        yield from order_references((change.order,))
    yield from references(SALES_ORDER, change.sales_order)
    if change.quotation:
        yield from references(QUOTATION, change.quotation.number, issued=change.quotation.issued)
    yield from contract_references(change.contracts)
    yield from document_references(change.supporting)


def _line_references(line: OrderLine, change: OrderChange) -> Iterator[Reference]:
    """A line of a change bears the id of the order's line that it changes, unless it is new."""
    if line.id is not None and line.status != _ADDED and change.order:
        yield from references(ORDER, change.order.number, issued=change.order.issued, line=line.id)
