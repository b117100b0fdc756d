"""From the fields of one MT940 or MT942 statement to the model."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from counterfoil.errors import UnreadableError
from counterfoil.formats._mt940_details import IBAN, Information, amount_of, read_information
from counterfoil.formats._mt940_fields import Tag, unreadable, values_of
from counterfoil.model.party import Party
from counterfoil.model.statement import (
    BOOKED,
    CREDIT,
    DEBIT,
    PENDING,
    Account,
    Agent,
    AmountDetails,
    Balance,
    Charge,
    Charges,
    Entry,
    EntryTotals,
    Exchange,
    ExchangedAmount,
    RelatedAgents,
    RelatedParties,
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

_BALANCES = {
    "60": "OPBD",
    "60F": "OPBD",
    "60M": "ITBD",
    "62": "CLBD",
    "62F": "CLBD",
    "62M": "ITBD",
    "64": "CLAV",
    "65": "FWAV",
}
_BEHIND_ENTRIES = ("62", "64", "65", "90")
_DIRECTIONS = {"C": CREDIT, "D": DEBIT, "RC": DEBIT, "RD": CREDIT, "EC": CREDIT, "ED": DEBIT}
"""The reversal of a credit goes out, the reversal of a debit comes in; E is expected (MT942)."""
_RETURNS = ("108", "109", "159", "181", "184")
"""Business transaction codes of direct debits and transfers that came back."""
_POINTERS = ("NONREF", "KREF+", "KREF", "EREF", "PREF", "MARF")
"""Customer references that are none: the reference stands in field 86, or nowhere."""
_CURRENCY: dict[str, re.Pattern[str]] = {
    **dict.fromkeys(("60", "62", "64", "65"), re.compile("[CDcd][0-9]{6}([A-Z]{3})")),
    "34": re.compile("([A-Z]{3})"),
    "90": re.compile("[0-9]*([A-Z]{3})"),
}
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_RABOBANK_TYPE = re.compile(r"N[0-9]{3}")
_NUMBER = re.compile(r"P?[0-9]{7,10}")
_CHEQUE = "NCHK"


def to_statement(tags: Sequence[Tag]) -> Statement:
    """The statement that these fields make. Raises UnreadableError where one of them cannot be read."""
    first = {tag.id[:2]: tag for tag in reversed(tags)}
    currency = _currency(tags)
    entries, behind, owner = _grouped(tags)
    balances = tuple(_balance(tag, currency) for tag in tags if tag.id in _BALANCES)
    interim = not {"60", "62"} & first.keys() and bool({"13", "34", "90"} & first.keys())
    return Statement(
        message_type="MT942" if interim else "MT940",
        id=_line(first.get("20")),
        related_reference=_line(first.get("21")),
        legal_sequence=_line(first.get("28")),
        created=_created(first.get("13")),
        account=_account(first.get("25"), currency, owner),
        balances=balances,
        totals=_totals(tags),
        entries=tuple(_entry(tag, information, notes, currency) for tag, information, notes in entries),
        additional=" ".join(" ".join(line.split()) for line in behind if line.strip()) or None,
    )


Grouped = list[tuple[Tag, list[str], dict[str, list[str]]]]


def _grouped(tags: Iterable[Tag]) -> tuple[Grouped, list[str], dict[str, list[str]]]:
    """Each field 61 with the lines of its fields 86 and NS; the lines of field 86 and NS that are the statement's."""
    entries: Grouped = []
    behind: list[str] = []
    owner: dict[str, list[str]] = {}
    opened = False
    for tag in tags:
        number = tag.id[:2]
        if number == "61":
            entries.append((tag, [], {}))
            opened = True
        elif number == "86":
            (entries[-1][1] if opened else behind).extend(_without_blank_end(tag.lines))
        elif number == "NS":
            for line in tag.lines:
                if line[:2].isdigit() and line[2:].strip():
                    (entries[-1][2] if opened else owner).setdefault(line[:2], []).append(line[2:].strip())
        elif number in _BEHIND_ENTRIES:
            opened = False
    return entries, behind, owner


def _without_blank_end(lines: list[str]) -> list[str]:
    while lines and not lines[-1].strip():
        lines = lines[:-1]
    return lines


def _line(tag: Tag | None) -> str | None:
    return (tag.lines[0].strip() or None) if tag else None


# ---------------------------------------------------------------------------------------------------------------------
# The statement
# ---------------------------------------------------------------------------------------------------------------------


def _currency(tags: Iterable[Tag]) -> str | None:
    """The currency of the account: of a balance, a floor limit or a total."""
    for tag in tags:
        match = _CURRENCY[tag.id[:2]].match(tag.lines[0]) if tag.id[:2] in _CURRENCY else None
        if match:
            return match[1]
    return None


def _balance(tag: Tag, currency: str | None) -> Balance:
    values = values_of(tag)
    balance = next(iter(values["made"].values()))
    stated, written = values["currency"], values["amount"]
    if stated.isdigit():
        # Some banks leave out the currency, so that its place is taken by digits of the amount.
        stated, written = currency, stated + written
    return Balance(
        type=_BALANCES[tag.id],
        amount=_amount(tag, written, stated),
        direction=_DIRECTIONS[values["status"].upper()],
        when=When(day=_plain(balance.date)),
    )


def _amount(tag: Tag, written: str, currency: str | None) -> Amount:
    try:
        return Amount(value=Decimal(written.replace(",", ".")), currency=currency, written=written)
    except ArithmeticError:
        raise unreadable(tag) from None


def _plain(day: date | None) -> date | None:
    """A day as such, in place of one of the library's own class."""
    return None if day is None else date(day.year, day.month, day.day)


def _created(tag: Tag | None) -> When | None:
    values = _values_if_any(tag) if tag else {}
    if not values:
        return None
    made = values["made"]["date"]
    try:
        moment = datetime.fromisoformat(made.isoformat())
    except ValueError:  # a zone that is a day or more away
        return None
    moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    return When(day=_plain(made), moment=moment)


def _values_if_any(tag: Tag) -> dict[str, Any]:
    """The parts of a field that moves no money: none where it is not of its form."""
    try:
        return values_of(tag)
    except UnreadableError:
        return {}


def _account(tag: Tag | None, currency: str | None, owner: dict[str, list[str]]) -> Account | None:
    """Field 25: IBAN, or bank code and number; the currency that some banks put behind it is taken off."""
    named = Party(name=" ".join(owner["22"])) if "22" in owner else None
    if tag is None:
        return Account(currency=currency, owner=named) if currency or named else None
    number = re.sub(r"\s", "", tag.lines[0]).lstrip("/")
    tail = number[-3:]
    if len(number) > 3 and (tail == currency or (currency is None and tail.isalpha() and number[-4].isdigit())):
        number, currency = number[:-3].rstrip("/"), tail
    bic = tag.lines[1].strip() if len(tag.lines) > 1 and _BIC.fullmatch(tag.lines[1].strip()) else None
    iban = IBAN.fullmatch(number) is not None
    return Account(
        iban=number if iban else None,
        other=Identifier(value=number) if number and not iban else None,
        currency=currency,
        name=" ".join(owner["23"]) if "23" in owner else None,
        owner=named,
        servicer=Agent(bic=bic) if bic else None,
    )


def _totals(tags: Iterable[Tag]) -> Totals | None:
    found = {tag.id: _total(tag) for tag in tags if tag.id in ("90C", "90D")}
    return Totals(credits=found.get("90C"), debits=found.get("90D")) if any(found.values()) else None


def _total(tag: Tag) -> EntryTotals | None:
    values = _values_if_any(tag)
    if not values:
        return None
    count, written = values["number"], values["amount"]
    return EntryTotals(
        count=Number(value=Decimal(count), written=count) if count else None,
        sum=Number(value=Decimal(written.replace(",", ".")), written=written),
    )


# ---------------------------------------------------------------------------------------------------------------------
# Entries
# ---------------------------------------------------------------------------------------------------------------------


def _entry(tag: Tag, lines: list[str], notes: dict[str, list[str]], currency: str | None) -> Entry:
    values = values_of(tag)
    made = values["made"]
    mark = values["status"].upper()
    direction = _DIRECTIONS[mark]
    told = _with_notes(read_information(lines) if lines else Information(), notes)
    supplement = (values["extra_details"] or "").strip()
    customer, bank, supplement = _references(values, supplement)
    told, supplement = _with_supplement(told, supplement, values["id"] or "", customer, tag)
    if told.end_to_end is None and all(code == "" for code, _ in told.fields) and values["id"] != _CHEQUE:
        # Where field 86 has no place for it, banks give the payer's reference here.
        told = replace(told, end_to_end=None if _is_pointer(customer) or customer == told.account else customer)
    returned = told.business_code in _RETURNS or told.return_reason is not None
    reversal = mark in ("RC", "RD")
    of_debtor = (direction == CREDIT) != (reversal or returned)
    type_id = (values["id"] or "").strip()
    code = "+".join(part for part in (type_id, told.business_code, told.prima_nota) if part)
    return Entry(
        amount=_amount(tag, values["amount"], currency),
        direction=direction,
        reversal=reversal,
        status=PENDING if mark[0] == "E" else BOOKED,
        booked=When(day=_plain(made["entry_date"])) if made.get("entry_date") else None,
        valued=When(day=_plain(made["date"])),
        account_servicer_reference=bank,
        code=TransactionCode(proprietary=code) if code else None,
        details=(_details(told, customer, of_debtor, returned, type_id == _CHEQUE, currency),),
        additional=supplement or None,
    )


def _references(values: dict[str, Any], supplement: str) -> tuple[str | None, str | None, str]:
    """Customer and bank reference, and the rest; some banks write more than the 16 characters that go before "//"."""
    customer = (values["customer_reference"] or "").rstrip()
    bank = (values["bank_reference"] or "").strip()
    longer, slashes, rest = supplement.partition("//")
    if not bank and slashes and len(customer) == 16 and " " not in longer:
        reference, _, supplement = rest.partition(" ")
        customer, bank = customer + longer, reference
    return customer.strip() or None, bank or None, supplement.strip()


def _with_notes(told: Information, notes: dict[str, list[str]]) -> Information:
    """Field NS of some banks: 01 to 14 are remittance, 15 and 16 the name of the other side, 17 a posting text."""
    if not notes:
        return told
    texts = tuple(text for code in sorted(notes) if "01" <= code <= "14" for text in notes[code])
    return replace(
        told,
        fields=told.fields + tuple((code, text) for code, found in notes.items() for text in found),
        texts=told.texts + texts,
        name=told.name or " ".join(notes.get("15", []) + notes.get("16", [])) or None,
        posting_text=told.posting_text or " ".join(notes.get("17", [])) or None,
    )


def _with_supplement(
    told: Information, supplement: str, type_id: str, customer: str | None, tag: Tag
) -> tuple[Information, str]:
    """What the supplementary details of field 61 say of the other side, and of amounts; the rest of them."""
    told = replace(
        told,
        instructed=told.instructed or _coded_amount("OCMT", supplement),
        charges=told.charges or _coded_amount("CHGS", supplement),
    )
    bare = supplement.replace(" ", "")
    if IBAN.fullmatch(bare):
        return replace(told, account=told.account or bare), ""
    if _RABOBANK_TYPE.fullmatch(type_id) and supplement and supplement in tag.lines[0]:
        # Rabobank before IBAN: account and name of the other side stand in one line with the entry.
        account = customer if customer and _NUMBER.fullmatch(customer) else None
        return replace(told, account=told.account or account, name=told.name or supplement), ""
    if _RABOBANK_TYPE.fullmatch(type_id) and _NUMBER.fullmatch(supplement):
        return replace(told, account=told.account or supplement), ""
    return told, supplement


def _coded_amount(word: str, text: str) -> Amount | None:
    match = re.search(rf"/{word}/([^/]*)", text)
    return amount_of(match[1]) if match else None


def _details(
    told: Information, customer: str | None, of_debtor: bool, returned: bool, cheque: bool, currency: str | None
) -> TransactionDetails:
    instructed = _in_currency(told.instructed, currency)
    charges = _in_currency(told.charges, currency)
    return TransactionDetails(
        references=TransactionReferences(
            end_to_end=told.end_to_end,
            instruction=told.customer,
            account_owner=None if _is_pointer(customer) or cheque else customer,
            cheque=customer if cheque else None,
            mandate=told.mandate,
        ),
        amounts=AmountDetails(instructed=ExchangedAmount(amount=instructed, exchange=_exchange(told)))
        if instructed
        else None,
        charges=(Charges(records=(Charge(amount=charges, direction=DEBIT, included=True),)),) if charges else (),
        parties=_parties(told, of_debtor),
        agents=_agents(told.bank, of_debtor),
        purpose=told.purpose,
        unstructured=told.texts,
        fields=told.fields,
        structured=(StructuredRemittance(creditor_reference=told.creditor_reference),)
        if told.creditor_reference
        else (),
        returned=Return(reason=told.return_reason or told.extension) if returned else None,
        additional=told.posting_text,
    )


def _is_pointer(customer: str | None) -> bool:
    return customer is None or len(customer) < 3 or customer.upper() in _POINTERS


def _in_currency(amount: Amount | None, currency: str | None) -> Amount | None:
    return replace(amount, currency=currency) if amount and amount.currency is None else amount


def _exchange(told: Information) -> Exchange | None:
    return Exchange(rate=told.rate) if told.rate else None


def _parties(told: Information, of_debtor: bool) -> RelatedParties | None:
    """The other side, as the debtor or creditor that it is."""
    identifiers: tuple[Identifier, ...] = ()
    if told.creditor_id and not of_debtor:
        identifiers = (Identifier(value=told.creditor_id, scheme="SEPA"),)
    party = Party(name=told.name, identifiers=identifiers) if told.name or identifiers else None
    ultimate = Party(name=told.ultimate) if told.ultimate else None
    account = _other_account(told.account)
    if party is None and ultimate is None and account is None:
        return None
    if of_debtor:
        return RelatedParties(debtor=party, ultimate_debtor=ultimate, debtor_account=account)
    return RelatedParties(creditor=party, ultimate_creditor=ultimate, creditor_account=account)


def _other_account(number: str | None) -> Account | None:
    if not number:
        return None
    bare = number.replace(" ", "")
    return Account(iban=bare) if IBAN.fullmatch(bare) else Account(other=Identifier(value=bare))


def _agents(bank: str | None, of_debtor: bool) -> RelatedAgents | None:
    if not bank:
        return None
    agent = Agent(bic=bank) if _BIC.fullmatch(bank) else Agent(member=Identifier(value=bank))
    return RelatedAgents(debtor=agent) if of_debtor else RelatedAgents(creditor=agent)
