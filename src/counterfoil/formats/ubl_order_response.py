"""UBL 2.1 OrderResponse: Peppol BIS 3 order response (T76, T116) and order agreement (T110)."""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import text
from counterfoil.formats._trade_summary import (
    SALES_ORDER,
    contract_references,
    document_references,
    order_line,
    order_line_references,
    order_references,
    references,
    terms_of,
)
from counterfoil.formats._ubl import reference
from counterfoil.formats._ubl_goods import order_reference, related
from counterfoil.formats._ubl_order import ORDER_TERMS, table, totals
from counterfoil.formats._walk import walk
from counterfoil.model.order_response import OrderResponse
from counterfoil.model.summary import ORDER_CHANGE, ORDER_RESPONSE, Reference, TradeSummary

TABLE = table(
    "OrderResponse",
    OrderResponse,
    {
        **ORDER_TERMS,
        "cbc:OrderResponseCode": text("response"),
        "cac:OrderReference": order_reference("orders", many=True),
        "cac:OrderChangeDocumentReference": reference("order_changes", many=True),
        "cac:OrderDocumentReference": related("other_orders", many=True),
        "cac:LegalMonetaryTotal": totals(),
    },
)


def read(root: etree._Element) -> Iterator[Reading]:
    """Give the order response that a document holds."""
    response, trace = walk(root, TABLE)
    yield Reading(
        document=ORDER_RESPONSE, format=UBL_ORDER_RESPONSE.id, model=response, summarise=_summarise, trace=trace
    )


UBL_ORDER_RESPONSE = XmlFormat(id="ubl-order-response", roots=(TABLE.root_tag,), read=read)


def _summarise(response: OrderResponse) -> TradeSummary:
    return TradeSummary(
        document=ORDER_RESPONSE,
        response=response.response,
        references=tuple(_references(response)),
        lines=tuple(
            order_line(line, order_line_references(line.order_lines, response.orders), line.maximum_backorder)
            for line in response.lines
        ),
        **terms_of(response),
    )


def _references(response: OrderResponse) -> Iterator[Reference]:
    """What it answers. Other orders that it mentions are left to the model: it does not answer them."""
    yield from order_references(response.orders)
    yield from references(SALES_ORDER, response.sales_order)
    for change in response.order_changes:
        yield from references(ORDER_CHANGE, change.number, issued=change.issued)
    yield from contract_references(response.contracts)
    yield from document_references(response.supporting)
