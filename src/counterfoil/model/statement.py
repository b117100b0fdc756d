"""Bank statements, account reports and debit/credit notifications: what ISO 20022 camt.052 to .054 and MT940 tell.

Terms are those of ISO 20022. Amounts stand as written, positive, with the direction beside them ("CRDT", "DBIT").
The direction of a reversal is that of the booking itself: "if the CreditDebitIndicator is CRDT and ReversalIndicator is
Yes, the original operation was a debit entry" (ISO 20022, ReportEntry, RvslInd). A day is the day as written, in the
bank's zone; a moment is UTC, and one that was written without a zone is taken as UTC.
"""

from datetime import date, datetime

from counterfoil.model._base import Model
from counterfoil.model.party import Party
from counterfoil.model.values import Amount, Identifier, Number

CREDIT = "CRDT"
DEBIT = "DBIT"
BOOKED = "BOOK"
PENDING = "PDNG"


class When(Model):
    """A day or a moment: `day` is there for both, `moment` only where a time was written."""

    day: date | None = None
    moment: datetime | None = None


class Agent(Model):
    """A bank: BIC, LEI, member id of a clearing system, name."""

    bic: str | None = None
    lei: str | None = None
    member: Identifier | None = None
    """Member id with the clearing system's code as its scheme."""
    name: str | None = None
    other: Identifier | None = None
    country: str | None = None


class Account(Model):
    """A cash account. It has an IBAN or another number."""

    iban: str | None = None
    other: Identifier | None = None
    currency: str | None = None
    name: str | None = None
    type: str | None = None
    proxy: str | None = None
    """A stand-in such as a telephone number."""
    owner: Party | None = None
    servicer: Agent | None = None


class CreditLine(Model):
    """A credit line of a balance, and whether the balance contains it."""

    included: bool | None = None
    type: str | None = None
    amount: Amount | None = None


class Balance(Model):
    """A balance of the account."""

    type: str | None = None
    """OPBD, CLBD, ITBD, PRCD, OPAV, CLAV, ITAV, FWAV, INFO, or a bank's own word."""
    sub_type: str | None = None
    amount: Amount | None = None
    direction: str | None = None
    when: When | None = None
    credit_lines: tuple[CreditLine, ...] = ()


class EntryTotals(Model):
    """Number and sum of entries as the bank counts them (TxsSummry; MT940 field 90)."""

    count: Number | None = None
    sum: Number | None = None


class Totals(Model):
    """The bank's own count of the entries: all, those that came in, those that went out."""

    all: EntryTotals | None = None
    credits: EntryTotals | None = None
    debits: EntryTotals | None = None


class TransactionCode(Model):
    """What kind of transaction it is: ISO domain, family and sub-family, and the bank's own code with its issuer."""

    domain: str | None = None
    family: str | None = None
    sub_family: str | None = None
    proprietary: str | None = None
    issuer: str | None = None


class Exchange(Model):
    """An exchange of currencies at a rate."""

    source: str | None = None
    target: str | None = None
    unit: str | None = None
    rate: Number | None = None
    contract: str | None = None
    quoted: datetime | None = None


class ExchangedAmount(Model):
    """An amount with the exchange that it went through, if any."""

    type: str | None = None
    """For a bank's own amount: its name."""
    amount: Amount | None = None
    exchange: Exchange | None = None


class AmountDetails(Model):
    """The amounts behind the booked one (AmtDtls)."""

    instructed: ExchangedAmount | None = None
    """As ordered, before charges."""
    transaction: ExchangedAmount | None = None
    """Of the underlying transaction."""
    counter_value: ExchangedAmount | None = None
    """The instructed amount in the currency of the account."""
    announced: ExchangedAmount | None = None
    proprietary: tuple[ExchangedAmount, ...] = ()


class Charge(Model):
    """One charge of a bank."""

    amount: Amount | None = None
    direction: str | None = None
    included: bool | None = None
    """True where it is part of the booked amount, False where it stands apart, None where the bank does not say."""
    type: str | None = None
    bearer: str | None = None
    agent: Agent | None = None


class Charges(Model):
    """Charges with their total. Versions before .001.04 repeat this block for each charge."""

    total: Amount | None = None
    records: tuple[Charge, ...] = ()


class TransactionReferences(Model):
    """The references of a transaction as written: NOTPROVIDED stands here as it came."""

    message: str | None = None
    account_servicer: str | None = None
    payment_information: str | None = None
    instruction: str | None = None
    end_to_end: str | None = None
    uetr: str | None = None
    transaction: str | None = None
    mandate: str | None = None
    cheque: str | None = None
    clearing_system: str | None = None
    account_owner: str | None = None
    processing: str | None = None
    proprietary: tuple[Identifier, ...] = ()
    """References of a bank's own; the scheme is their type."""


class RelatedParties(Model):
    """Who is behind a transaction."""

    initiating: Party | None = None
    debtor: Party | None = None
    debtor_account: Account | None = None
    ultimate_debtor: Party | None = None
    creditor: Party | None = None
    creditor_account: Account | None = None
    ultimate_creditor: Party | None = None


class RelatedAgents(Model):
    """The banks of debtor and creditor."""

    debtor: Agent | None = None
    creditor: Agent | None = None


class RemittanceAmounts(Model):
    """What is due, taken off, credited and remitted for a document or one of its lines."""

    due: Amount | None = None
    discounts: tuple[Amount, ...] = ()
    credit_note: Amount | None = None
    tax: Amount | None = None
    adjustments: tuple[Amount, ...] = ()
    """Each negative where its direction is DBIT."""
    remitted: Amount | None = None
    typed: tuple[tuple[str | None, Amount | None], ...] = ()
    """Amounts of other kinds, from .001.12 on: (type code, amount)."""


class ReferredLine(Model):
    """A line of a document that the payment is for."""

    id: str | None = None
    type: str | None = None
    issued: date | None = None
    description: str | None = None
    amounts: RemittanceAmounts | None = None


class ReferredDocument(Model):
    """A document that the payment is for (RfrdDocInf). `type` is CINV, CREN, DEBN, PUOR … or a bank's own word."""

    type: str | None = None
    issuer: str | None = None
    number: str | None = None
    issued: date | None = None
    lines: tuple[ReferredLine, ...] = ()


class CreditorReference(Model):
    """The reference that the creditor gave: `type` is SCOR, QRR, PUOR … or a bank's own word, `issuer` "ISO" for RF."""

    type: str | None = None
    issuer: str | None = None
    reference: str | None = None


class StructuredRemittance(Model):
    """One block of structured remittance information (Strd): its amounts belong to all its documents together."""

    documents: tuple[ReferredDocument, ...] = ()
    amounts: RemittanceAmounts | None = None
    creditor_reference: CreditorReference | None = None
    invoicer: Party | None = None
    invoicee: Party | None = None
    additional: tuple[str, ...] = ()


class Return(Model):
    """Why a payment came back."""

    original_code: TransactionCode | None = None
    originator: Party | None = None
    reason: str | None = None
    additional: tuple[str, ...] = ()


class TransactionDetails(Model):
    """One transaction of an entry."""

    references: TransactionReferences | None = None
    amount: Amount | None = None
    direction: str | None = None
    amounts: AmountDetails | None = None
    code: TransactionCode | None = None
    charges: tuple[Charges, ...] = ()
    parties: RelatedParties | None = None
    agents: RelatedAgents | None = None
    purpose: str | None = None
    unstructured: tuple[str, ...] = ()
    """Free remittance texts. What MT940 breaks over lines and subfields is put together here."""
    fields: tuple[tuple[str, str], ...] = ()
    """MT940: subfields of field 86 as they came, (code, text); lines of an unstructured one have the code ""."""
    structured: tuple[StructuredRemittance, ...] = ()
    returned: Return | None = None
    accepted: datetime | None = None
    additional: str | None = None


class Batch(Model):
    """What the bank says of a batch: its ids, how many transactions, their sum."""

    message: str | None = None
    payment_information: str | None = None
    count: Number | None = None
    total: Amount | None = None
    direction: str | None = None


class Entry(Model):
    """One booking, or expected booking, on the account."""

    reference: str | None = None
    amount: Amount | None = None
    direction: str | None = None
    reversal: bool | None = None
    """True where this booking takes an earlier one back; the direction is already its own."""
    status: str | None = None
    booked: When | None = None
    valued: When | None = None
    account_servicer_reference: str | None = None
    code: TransactionCode | None = None
    amounts: AmountDetails | None = None
    charges: tuple[Charges, ...] = ()
    batches: tuple[Batch, ...] = ()
    details: tuple[TransactionDetails, ...] = ()
    additional: str | None = None


class Pagination(Model):
    """Which page of several this is."""

    page: str | None = None
    last: bool | None = None


class MessageHeader(Model):
    """The message that carries the statement."""

    id: str | None = None
    created: datetime | None = None
    recipient: Party | None = None
    pagination: Pagination | None = None
    additional: str | None = None


class Statement(Model):
    """A statement, account report or notification on one account."""

    message_type: str | None = None
    """"camt.053.001.08", "MT940" …"""
    message: MessageHeader | None = None
    id: str | None = None
    related_reference: str | None = None
    """MT940: field 21."""
    pagination: Pagination | None = None
    electronic_sequence: str | None = None
    legal_sequence: str | None = None
    created: When | None = None
    start: When | None = None
    end: When | None = None
    copy: str | None = None
    """CODU, COPY or DUPL where it is no original."""
    account: Account | None = None
    related_account: Account | None = None
    balances: tuple[Balance, ...] = ()
    totals: Totals | None = None
    entries: tuple[Entry, ...] = ()
    additional: str | None = None
