"""UBL 2.1 OrderCancellation, as Peppol BIS 3 (transaction T115) uses it."""

from collections.abc import Iterator

from lxml import etree

from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import text
from counterfoil.formats._trade_summary import (
    contract_references,
    document_references,
    order_references,
    party_summary,
)
from counterfoil.formats._ubl_goods import order_reference
from counterfoil.formats._ubl_order import ORDER_DOCUMENT, table
from counterfoil.formats._walk import walk
from counterfoil.model.order_response import OrderCancellation
from counterfoil.model.summary import ORDER_CANCELLATION, TradeSummary

TABLE = table(
    "OrderCancellation",
    OrderCancellation,
    {
        **ORDER_DOCUMENT,
        "cbc:CancellationNote": text("reasons", many=True),
        "cac:OrderReference": order_reference("orders", many=True),
    },
)


def read(root: etree._Element) -> Iterator[Reading]:
    """Give the order cancellation that a document holds."""
    cancellation, trace = walk(root, TABLE)
    yield Reading(
        document=ORDER_CANCELLATION,
        format=UBL_ORDER_CANCELLATION.id,
        model=cancellation,
        summarise=_summarise,
        trace=trace,
    )


UBL_ORDER_CANCELLATION = XmlFormat(id="ubl-order-cancellation", roots=(TABLE.root_tag,), read=read)


def _summarise(cancellation: OrderCancellation) -> TradeSummary:
    return TradeSummary(
        document=ORDER_CANCELLATION,
        number=cancellation.number,
        issued=cancellation.issued,
        customization=cancellation.customization,
        seller=party_summary(cancellation.seller),
        buyer=party_summary(cancellation.buyer),
        notes=cancellation.reasons + cancellation.notes,
        references=(
            *order_references(cancellation.orders),
            *contract_references(cancellation.contracts),
            *document_references(cancellation.supporting),
        ),
    )
