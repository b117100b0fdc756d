"""What the record keeps of a document beside its original.

The claims of its `received` fact, and all that linking sees.

One uniform shape for every kind of document, so that matchers, lists and dossiers need not know formats.
Numbers are plain decimals (what was written stays in the original); a number that could not be read is None.
"""

from datetime import date, datetime
from decimal import Decimal

from counterfoil.model._base import Model
from counterfoil.model.values import Identifier

# The kinds of document, as the command prints them.
INVOICE = "invoice"
CREDIT_NOTE = "credit-note"
ORDER = "order"
ORDER_RESPONSE = "order-response"
ORDER_CHANGE = "order-change"
ORDER_CANCELLATION = "order-cancellation"
DESPATCH_ADVICE = "despatch-advice"
RECEIPT_ADVICE = "receipt-advice"
INVOICE_RESPONSE = "invoice-response"
MESSAGE_LEVEL_RESPONSE = "message-level-response"
STATEMENT = "statement"
GOODS_EVENT = "goods-event"
OPEN_ITEM = "open-item"
ITEM = "item"
PARTNER = "partner"


class PartySummary(Model, cache_hash=True):
    """A party by all its names and identifiers.

    `identifiers` includes VAT ("VAT"), GLN ("0088"), LEI ("0199") and endpoints.
    """

    name: str | None = None
    trading_name: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    country: str | None = None
    city: str | None = None
    post_code: str | None = None
    street: str | None = None
    accounts: tuple[str, ...] = ()
    """Bank accounts that the document names for this party: IBAN or local number, without spaces."""


class Reference(Model):
    """A reference to another document by its number, from the whole document or from one line."""

    document: str
    """Kind of the document referred to, as above; "document" where the reference does not say."""
    number: str
    issued: date | None = None
    line: str | None = None
    """The written id of the line referred to."""
    amount: Decimal | None = None
    """In remittance information: the amount that goes to that document."""


class TradeLine(Model):
    """A line of an order, despatch, receipt, invoice or open item list, in document order (position from 1)."""

    id: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    price: Decimal | None = None
    """Net price for `price_base` units."""
    price_base: Decimal | None = None
    amount: Decimal | None = None
    """Net amount of the line."""
    tax_category: str | None = None
    tax_rate: Decimal | None = None
    name: str | None = None
    seller_item: str | None = None
    buyer_item: str | None = None
    standard_item: str | None = None
    """GTIN or other standard identifier."""
    pack_size: Decimal | None = None
    """How many of its units a package of the item holds, where an order, despatch or receipt advice tells it."""
    note: str | None = None
    """What an invoice says of this line alone (BT-127), and the description of its item (BT-154)."""
    lots: tuple[str, ...] = ()
    response: str | None = None
    """In responses and changes: the line's status code as written."""
    quantity_outstanding: Decimal | None = None
    """In despatch advices: what will follow later; in order responses: the most that is put on back order."""
    quantity_short: Decimal | None = None
    """In receipt advices: what was despatched and did not arrive."""
    quantity_rejected: Decimal | None = None
    """In receipt advices: rejected or short quantity is not part of `quantity`, which is what was accepted."""
    due: date | None = None
    """Promised or requested delivery; for open items the due date."""
    delivered: date | None = None
    """In receipt advices: the day on which the goods were received."""
    serials: tuple[str, ...] = ()
    handling_units: tuple[str, ...] = ()
    """Pallets, boxes and the like that hold the goods, by SSCC or the sender's own number."""
    substitutes: tuple["TradeLine", ...] = ()
    """In order responses: what the seller delivers instead of this line's item."""
    references: tuple[Reference, ...] = ()


class TradeSummary(Model, tag="trade"):
    """An order, response, change, cancellation, despatch or receipt advice, invoice, credit note.

    Invoice response or open item.
    """

    document: str
    number: str | None = None
    issued: date | None = None
    customization: str | None = None
    type_code: str | None = None
    response: str | None = None
    """Order response, invoice response: the status code as written (AP, RE, CA …)."""
    currency: str | None = None
    tax_currency: str | None = None
    seller: PartySummary | None = None
    buyer: PartySummary | None = None
    payee: PartySummary | None = None
    deliver_to: PartySummary | None = None
    net: Decimal | None = None
    """Sum without tax."""
    tax: Decimal | None = None
    total: Decimal | None = None
    """Sum with tax."""
    paid: Decimal | None = None
    payable: Decimal | None = None
    due: date | None = None
    delivered: date | None = None
    despatched: date | None = None
    """In despatch advices: the day on which the goods left."""
    payment_terms: str | None = None
    payment_reference: str | None = None
    """What the payer shall quote: remittance information, BT-83."""
    buyer_reference: str | None = None
    allowances: Decimal | None = None
    charges: Decimal | None = None
    rounding: Decimal | None = None
    notes: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    lines: tuple[TradeLine, ...] = ()


class StatementLine(Model):
    """One entry of a statement, or one detail of a batch entry; `position` is "3" or "3.2"."""

    position: str
    amount: Decimal
    """Signed: positive came in, negative went out (a reversal already has its final sign)."""
    currency: str | None = None
    booked: date | None = None
    valued: date | None = None
    status: str | None = None
    """BOOK, PDNG, INFO …"""
    entry_reference: str | None = None
    end_to_end_id: str | None = None
    mandate: str | None = None
    transaction_code: str | None = None
    reversal: bool = False
    counterparty: PartySummary | None = None
    """Who paid us, or was paid, with the account."""
    references: tuple[Reference, ...] = ()
    """Structured remittance: documents with their amounts."""
    creditor_reference: str | None = None
    remittance: tuple[str, ...] = ()
    """Free remittance texts, in order."""
    charges: Decimal | None = None
    """Bank charges that were taken off, positive."""
    instructed: Decimal | None = None
    """The amount the payer instructed, where the bank tells it, in `instructed_currency`."""
    instructed_currency: str | None = None
    exchange_rate: Decimal | None = None
    part_of: str | None = None
    """For a detail: the position of its entry."""


class StatementSummary(Model, tag="statement"):
    """A bank statement, account report or debit/credit notification: the entries of one account."""

    document: str = STATEMENT
    number: str | None = None
    sequence: str | None = None
    issued: date | None = None
    account: str | None = None
    """IBAN or local account number, without spaces."""
    account_owner: str | None = None
    currency: str | None = None
    start: date | None = None
    end: date | None = None
    opening: Decimal | None = None
    closing: Decimal | None = None
    lines: tuple[StatementLine, ...] = ()


class EventSummary(Model, tag="event"):
    """A goods event (EPCIS)."""

    document: str = GOODS_EVENT
    number: str | None = None
    """The event id as written, where there is one."""
    event_type: str | None = None
    """ObjectEvent, AggregationEvent, TransactionEvent, TransformationEvent or AssociationEvent."""
    action: str | None = None
    happened: datetime | None = None
    step: str | None = None
    """Business step, as the bare CBV word ("shipping") or the URI where it is no CBV word."""
    disposition: str | None = None
    read_point: str | None = None
    location: str | None = None
    epcs: tuple[str, ...] = ()
    quantities: tuple[tuple[str, Decimal | None, str | None], ...] = ()
    """(EPC class, quantity, unit) of each quantity element."""
    sources: tuple[str, ...] = ()
    destinations: tuple[str, ...] = ()
    references: tuple[Reference, ...] = ()
    """Business transactions: `document` by the CBV type (po → order, desadv → despatch-advice.

    Recadv → receipt-advice, inv → invoice).
    """


class MasterSummary(Model, tag="master"):
    """Master data: an item with its pack sizes, or a partner with identifiers and known accounts."""

    document: str
    number: str | None = None
    name: str | None = None
    party: PartySummary | None = None
    unit: str | None = None
    identifiers: tuple[Identifier, ...] = ()
    packs: tuple[tuple[str, Decimal], ...] = ()
    """(unit code, how many base units it holds)."""


Summary = TradeSummary | StatementSummary | EventSummary | MasterSummary


class Recorded(Model, gc=True, dict=True):
    """A document as linking sees it: its id, what we are in it, and its summary.

    What follows from these alone can be noted in its `__dict__`, so that it is worked out once.
    """

    id: bytes
    role: str
    """buyer, seller or neither."""
    summary: Summary
    collected: type = object
    """What is noted leads back here, so Python's collector has to see it: msgspec hides from it what no field leads on
    from, and a class leads on."""
