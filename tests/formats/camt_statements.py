"""Bank statements of every kind, for the writer of camt messages."""

import datetime as dt
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from counterfoil.model.party import Address, Contact, Party
from counterfoil.model.statement import (
    Account,
    Agent,
    AmountDetails,
    Balance,
    Batch,
    Charge,
    Charges,
    CreditLine,
    CreditorReference,
    Entry,
    EntryTotals,
    Exchange,
    ExchangedAmount,
    MessageHeader,
    Pagination,
    ReferredDocument,
    ReferredLine,
    RelatedAgents,
    RelatedParties,
    RemittanceAmounts,
    Return,
    Statement,
    StructuredRemittance,
    Totals,
    TransactionCode,
    TransactionDetails,
    TransactionReferences,
    When,
)
from counterfoil.model.values import Amount, Identifier, Number


def _or_none(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


_LETTERS = st.characters(codec="utf-8", categories=("L", "N", "P", "S"))
words = st.text(_LETTERS, min_size=1, max_size=12)
texts = st.lists(words, min_size=1, max_size=3).map(" ".join)
codes = st.sampled_from(["CINV", "CREN", "SCOR", "PUOR", "own word", "QRR"])
currencies = st.sampled_from(["EUR", "CHF", "HUF"])
days = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
_FIRST, _LAST = dt.datetime.fromisoformat("1990-01-01"), dt.datetime.fromisoformat("2099-12-31")
moments = st.datetimes(_FIRST, _LAST, timezones=st.just(dt.UTC))


def _moment_of(value: dt.datetime) -> When:
    return When(day=value.date(), moment=value)


whens = days.map(lambda day: When(day=day)) | moments.map(_moment_of)


def _amount(value: Decimal, currency: str) -> Amount:
    return Amount(value=value, currency=currency, written=str(value))


decimals = st.integers(0, 10**11).map(lambda cents: Decimal(cents).scaleb(-2))
amounts = st.builds(_amount, decimals, currencies)
numbers = decimals.map(lambda value: Number(value=value, written=str(value)))
directions = st.sampled_from(["CRDT", "DBIT"])
identifiers = st.builds(Identifier, value=words, scheme=_or_none(st.sampled_from(["TXID", "own scheme"])))
bics = st.builds(Identifier, value=words, scheme=st.just("BIC"))
leis = st.builds(Identifier, value=words, scheme=st.just("0199"))


def _some(model: type[Any], *needed: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A model that says at least something: each field but the needed ones may be missing."""
    every = {name: one if name in needed else _or_none(one) for name, one in fields.items()}
    return st.builds(model, **every).filter(lambda built: built != model())


addresses = st.builds(
    Address,
    line1=words,
    line2=_or_none(texts),
    city=_or_none(texts),
    post_code=_or_none(words),
    country=st.just("DE"),
)
contacts = st.builds(Contact, name=texts, email=_or_none(words))
parties = st.builds(
    lambda first, others, **values: Party(identifiers=(*first, *others), **values),
    first=st.tuples(bics) | st.tuples(bics, leis) | st.just(()),
    others=st.lists(identifiers, max_size=2),
    name=texts,
    address=_or_none(addresses),
    contact=_or_none(contacts),
)
agents = _some(
    Agent, bic=words, lei=words, member=st.builds(Identifier, value=words, scheme=st.just("DEBL")), name=texts
)
accounts = st.builds(Account, iban=words) | st.builds(
    Account, other=identifiers, currency=currencies, name=_or_none(texts), proxy=_or_none(words)
)
own_accounts = st.builds(
    lambda account, owner, servicer: replace(account, owner=owner, servicer=servicer),
    accounts,
    _or_none(parties),
    _or_none(agents),
)
transaction_codes = _some(
    TransactionCode, domain=words, family=words, sub_family=words, proprietary=words, issuer=words
)
exchanges = _some(Exchange, source=currencies, target=currencies, unit=currencies, rate=numbers, contract=words)
exchanged = st.builds(ExchangedAmount, amount=amounts, exchange=_or_none(exchanges))
amount_details = _some(
    AmountDetails, instructed=exchanged, transaction=exchanged, counter_value=exchanged, announced=exchanged
)
charges = st.lists(
    st.builds(
        Charge,
        amount=amounts,
        direction=_or_none(directions),
        included=_or_none(st.booleans()),
        type=_or_none(words),
        bearer=_or_none(st.just("SHAR")),
    ),
    max_size=2,
).map(lambda records: (Charges(records=tuple(records)),) if records else ())
remittance_amounts = _some(
    RemittanceAmounts,
    "discounts",
    due=amounts,
    discounts=st.lists(amounts, max_size=2).map(tuple),
    credit_note=amounts,
    tax=amounts,
    remitted=amounts,
)
lines = st.builds(ReferredLine, id=words, description=_or_none(texts), amounts=_or_none(remittance_amounts))
documents = st.builds(
    ReferredDocument,
    type=_or_none(codes),
    issuer=_or_none(words),
    number=words,
    issued=_or_none(days),
    lines=st.lists(lines, max_size=2).map(tuple),
)
structured = _some(
    StructuredRemittance,
    "documents",
    "additional",
    documents=st.lists(documents, max_size=2).map(tuple),
    amounts=remittance_amounts,
    creditor_reference=st.builds(CreditorReference, type=_or_none(codes), issuer=_or_none(words), reference=words),
    invoicer=parties,
    additional=st.lists(texts, max_size=2).map(tuple),
)
references = _some(
    TransactionReferences,
    message=words,
    account_servicer=words,
    payment_information=words,
    instruction=words,
    end_to_end=words | st.just("NOTPROVIDED"),
    uetr=words,
    transaction=words,
    mandate=words,
    clearing_system=words,
)
related_parties = _some(
    RelatedParties,
    initiating=parties,
    debtor=parties,
    debtor_account=accounts,
    ultimate_debtor=parties,
    creditor=parties,
    creditor_account=accounts,
    ultimate_creditor=parties,
)
returns = _some(Return, original_code=transaction_codes, originator=parties, reason=codes)
details = _some(
    TransactionDetails,
    "charges",
    "unstructured",
    "structured",
    references=references,
    amount=amounts,
    direction=directions,
    amounts=amount_details,
    code=transaction_codes,
    charges=charges,
    parties=related_parties,
    agents=_some(RelatedAgents, debtor=agents, creditor=agents),
    purpose=codes,
    unstructured=st.lists(texts, max_size=2).map(tuple),
    structured=st.lists(structured, max_size=2).map(tuple),
    returned=returns,
    accepted=moments,
    additional=texts,
)
batches = _some(Batch, message=words, payment_information=words, count=numbers, total=amounts, direction=directions)
entries = st.builds(
    Entry,
    reference=_or_none(words),
    amount=amounts,
    direction=directions,
    reversal=_or_none(st.booleans()),
    status=st.sampled_from(["BOOK", "PDNG", "INFO"]),
    booked=_or_none(whens),
    valued=_or_none(whens),
    account_servicer_reference=_or_none(words),
    code=_or_none(transaction_codes),
    amounts=_or_none(amount_details),
    charges=charges,
    batches=st.lists(batches, max_size=1).map(tuple),
    details=st.lists(details, max_size=3).map(tuple),
    additional=_or_none(texts),
)
credit_lines = st.builds(CreditLine, included=st.booleans(), type=_or_none(codes), amount=_or_none(amounts))
balances = st.builds(
    Balance,
    type=st.sampled_from(["OPBD", "CLBD", "ITBD", "PRCD", "OPAV", "CLAV", "FWAV", "own word"]),
    sub_type=_or_none(codes),
    amount=amounts,
    direction=directions,
    when=whens,
    credit_lines=st.lists(credit_lines, max_size=1).map(tuple),
)
entry_totals = _some(EntryTotals, count=numbers, sum=numbers)
paginations = st.builds(Pagination, page=words, last=st.booleans())
headers = st.builds(
    MessageHeader,
    id=words,
    created=_or_none(moments),
    recipient=_or_none(parties),
    pagination=_or_none(paginations),
    additional=_or_none(texts),
)
statements = st.builds(
    Statement,
    id=words,
    pagination=_or_none(paginations),
    electronic_sequence=_or_none(words),
    legal_sequence=_or_none(words),
    created=_or_none(moments.map(_moment_of)),
    start=_or_none(moments.map(_moment_of)),
    end=_or_none(moments.map(_moment_of)),
    copy=_or_none(st.just("DUPL")),
    account=_or_none(own_accounts),
    related_account=_or_none(accounts),
    balances=st.lists(balances, max_size=3).map(tuple),
    totals=_or_none(_some(Totals, all=entry_totals, credits=entry_totals, debits=entry_totals)),
    entries=st.lists(entries, max_size=3).map(tuple),
    additional=_or_none(texts),
)
