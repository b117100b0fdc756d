"""The invoice and credit note: the semantic model of EN 16931-1, whole. Comments give BT and BG numbers."""

from datetime import date

from counterfoil.model._base import Model
from counterfoil.model.party import Address, Party
from counterfoil.model.values import Amount, Attachment, Identifier, Number, Quantity

CREDIT_NOTE_TYPES = frozenset({"81", "83", "261", "262", "296", "308", "381", "396", "420", "458", "532"})
"""The document type codes (BT-3, UNTDID 1001) that make a document a credit note, whatever its syntax."""


class Note(Model):
    """A note with its subject (BG-1)."""

    text: str | None = None  # BT-22
    subject: str | None = None  # BT-21


class Period(Model):
    """An invoicing period (BG-14, BG-26)."""

    start: date | None = None  # BT-73, BT-134
    end: date | None = None  # BT-74, BT-135


class DocumentReference(Model):
    """A reference to another document, with its date where one is given (BG-3 and the plain references)."""

    number: str | None = None  # BT-25
    issued: date | None = None  # BT-26


class SupportingDocument(Model):
    """An additional supporting document (BG-24)."""

    reference: str | None = None  # BT-122
    description: str | None = None  # BT-123
    location: str | None = None  # BT-124
    attachment: Attachment | None = None  # BT-125


class CreditTransfer(Model):
    """An account that the payment may go to (BG-17)."""

    account: Identifier | None = None  # BT-84, scheme "IBAN" where the syntax says so
    account_name: str | None = None  # BT-85
    service_provider: str | None = None  # BT-86


class PaymentCard(Model):
    """The card that was used (BG-18)."""

    account_number: str | None = None  # BT-87
    holder: str | None = None  # BT-88


class DirectDebit(Model):
    """A direct debit that was agreed (BG-19)."""

    mandate: str | None = None  # BT-89
    creditor: str | None = None  # BT-90
    account: str | None = None  # BT-91


class PaymentInstructions(Model):
    """How to pay (BG-16)."""

    means: str | None = None  # BT-81
    means_text: str | None = None  # BT-82
    remittance: str | None = None  # BT-83
    transfers: tuple[CreditTransfer, ...] = ()
    card: PaymentCard | None = None
    direct_debit: DirectDebit | None = None


class Delivery(Model):
    """Where and when goods were delivered (BG-13)."""

    name: str | None = None  # BT-70
    location: Identifier | None = None  # BT-71
    delivered: date | None = None  # BT-72
    address: Address | None = None  # BG-15


class Adjustment(Model):
    """An allowance or charge on the document (BG-20, BG-21) or on a line (BG-27, BG-28)."""

    charge: bool | None = None
    """True for a charge, False for an allowance, None where the indicator is unreadable or missing."""
    amount: Amount | None = None  # BT-92, BT-99, BT-136, BT-141
    base: Amount | None = None  # BT-93, BT-100, BT-137, BT-142
    percentage: Number | None = None  # BT-94, BT-101, BT-138, BT-143
    category: str | None = None  # BT-95, BT-102 (document only)
    rate: Number | None = None  # BT-96, BT-103 (document only)
    reason: str | None = None  # BT-97, BT-104, BT-139, BT-144
    reason_code: str | None = None  # BT-98, BT-105, BT-140, BT-145


class Totals(Model):
    """Document totals (BG-22)."""

    lines: Amount | None = None  # BT-106
    allowances: Amount | None = None  # BT-107
    charges: Amount | None = None  # BT-108
    without_tax: Amount | None = None  # BT-109
    tax: Amount | None = None  # BT-110
    tax_accounting: Amount | None = None  # BT-111, in the tax accounting currency
    with_tax: Amount | None = None  # BT-112
    paid: Amount | None = None  # BT-113
    rounding: Amount | None = None  # BT-114
    payable: Amount | None = None  # BT-115


class TaxBreakdown(Model):
    """One group of the VAT breakdown (BG-23)."""

    base: Amount | None = None  # BT-116
    tax: Amount | None = None  # BT-117
    category: str | None = None  # BT-118
    rate: Number | None = None  # BT-119
    exemption_reason: str | None = None  # BT-120
    exemption_code: str | None = None  # BT-121


class Price(Model):
    """Price details of a line (BG-29)."""

    net: Amount | None = None  # BT-146
    discount: Amount | None = None  # BT-147
    gross: Amount | None = None  # BT-148
    base_quantity: Quantity | None = None  # BT-149, BT-150


class ItemAttribute(Model):
    """A property of an item (BG-32)."""

    name: str | None = None  # BT-160
    value: str | None = None  # BT-161


class Classification(Model):
    """A class that the item belongs to (BT-158)."""

    code: str
    scheme: str | None = None
    version: str | None = None
    name: str | None = None
    """The class in words, where the document says it beside the code."""


class Item(Model):
    """What is sold (BG-31)."""

    name: str | None = None  # BT-153
    description: str | None = None  # BT-154
    seller_id: str | None = None  # BT-155
    buyer_id: str | None = None  # BT-156
    standard_id: Identifier | None = None  # BT-157
    classifications: tuple[Classification, ...] = ()  # BT-158
    origin: str | None = None  # BT-159
    attributes: tuple[ItemAttribute, ...] = ()  # BG-32
    lots: tuple[str, ...] = ()
    """Lot or batch numbers (an extension; empty in the core)."""


class InvoiceLine(Model):
    """An invoice or credit note line (BG-25)."""

    id: str | None = None  # BT-126
    note: str | None = None  # BT-127
    object: Identifier | None = None  # BT-128
    quantity: Quantity | None = None  # BT-129, BT-130
    net_amount: Amount | None = None  # BT-131
    order: DocumentReference | None = None
    """The order that this line alone refers to (an extension of some profiles; None in the core)."""
    order_line: str | None = None  # BT-132
    despatch: DocumentReference | None = None
    """The despatch advice that this line alone refers to (an extension; None in the core)."""
    despatch_line: str | None = None
    receipt: DocumentReference | None = None
    receipt_line: str | None = None
    delivery: Delivery | None = None
    """Where and when this line alone was delivered (an extension; None in the core)."""
    preceding: DocumentReference | None = None
    """The invoice that this line alone corrects or credits (an extension; None in the core)."""
    preceding_line: str | None = None
    accounting: str | None = None  # BT-133
    period: Period | None = None  # BG-26
    adjustments: tuple[Adjustment, ...] = ()  # BG-27, BG-28
    price: Price | None = None  # BG-29
    category: str | None = None  # BT-151
    rate: Number | None = None  # BT-152
    item: Item | None = None  # BG-31
    sub_lines: tuple["InvoiceLine", ...] = ()
    """Lines below this one (XRechnung and Factur-X EXTENDED); their amounts are part of this line's."""


class ThirdPartyPayment(Model):
    """An amount that is collected for a third party and added to the amount due (XRechnung extension, BG-DEX-09)."""

    type: str | None = None  # BT-DEX-001
    amount: Amount | None = None  # BT-DEX-002
    description: str | None = None  # BT-DEX-003


class Invoice(Model):
    """An invoice or credit note. Amounts stand as written: a credit note's are positive, its kind gives the sign."""

    credit_note: bool = False
    """True where the document is a credit note by its syntax or by its type code (CREDIT_NOTE_TYPES)."""
    customization: str | None = None  # BT-24
    profile: str | None = None  # BT-23
    number: str | None = None  # BT-1
    issued: date | None = None  # BT-2
    type_code: str | None = None  # BT-3
    currency: str | None = None  # BT-5
    tax_currency: str | None = None  # BT-6
    tax_point: date | None = None  # BT-7
    tax_point_code: str | None = None  # BT-8
    due: date | None = None  # BT-9
    buyer_reference: str | None = None  # BT-10
    project: str | None = None  # BT-11
    contract: str | None = None  # BT-12
    order: DocumentReference | None = None  # BT-13
    sales_order: str | None = None  # BT-14
    receipt: DocumentReference | None = None  # BT-15
    despatch: DocumentReference | None = None  # BT-16
    tender: str | None = None  # BT-17
    object: Identifier | None = None  # BT-18
    accounting: str | None = None  # BT-19
    payment_terms: str | None = None  # BT-20
    notes: tuple[Note, ...] = ()  # BG-1
    preceding: tuple[DocumentReference, ...] = ()  # BG-3
    seller: Party | None = None  # BG-4
    buyer: Party | None = None  # BG-7
    payee: Party | None = None  # BG-10
    tax_representative: Party | None = None  # BG-11
    delivery: Delivery | None = None  # BG-13
    period: Period | None = None  # BG-14
    payment: tuple[PaymentInstructions, ...] = ()  # BG-16
    adjustments: tuple[Adjustment, ...] = ()  # BG-20, BG-21
    totals: Totals | None = None  # BG-22
    taxes: tuple[TaxBreakdown, ...] = ()  # BG-23
    supporting: tuple[SupportingDocument, ...] = ()  # BG-24
    lines: tuple[InvoiceLine, ...] = ()  # BG-25
    third_party_payments: tuple[ThirdPartyPayment, ...] = ()  # BG-DEX-09
    further_receipts: tuple[DocumentReference, ...] = ()
    """Receipt advices beside the first (BT-15), which the core does not know and UBL allows."""
    further_despatches: tuple[DocumentReference, ...] = ()
    """Despatch advices beside the first (BT-16), which the core does not know and UBL allows."""
