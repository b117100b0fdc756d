"""What the record keeps of a bank statement: one line for each entry, and for each detail of a batch."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TypeVar

from counterfoil.formats._statement_payment import (
    account_number,
    counterparty,
    creditor_reference,
    given,
    references,
    remittance,
)
from counterfoil.model.statement import (
    BOOKED,
    CREDIT,
    DEBIT,
    AmountDetails,
    Balance,
    Charges,
    Entry,
    ExchangedAmount,
    Statement,
    TransactionCode,
    TransactionDetails,
    When,
)
from counterfoil.model.summary import StatementLine, StatementSummary
from counterfoil.model.values import Amount

T = TypeVar("T")

_OPENING = ("OPBD", "PRCD")
_CLOSING = ("CLBD",)
_INTERIM = "ITBD"


def summarise(statement: Statement) -> StatementSummary:
    """The summary of a statement.

    An entry is one line ("3") with what its only detail says. A batch, an entry with several details, is a line with
    the booked sum ("3") and a line for each detail ("3.1", "3.2", with `part_of` "3") that a matcher can use in its
    place. Where the bank tells no amount for one of the details, they cannot stand for the batch, and its line carries
    what they all say. An entry without a readable amount and direction has no line; the others keep their positions.
    """
    opening, closing = _balances(statement.balances)
    header = statement.message
    created = _day(statement.created) or (header.created.date() if header and header.created else None)
    end = _day(statement.end) or (_day(closing.when) if closing else None)
    start = _day(statement.start) or (_day(opening.when) if opening else None)
    return StatementSummary(
        number=statement.id or (header.id if header else None),
        sequence=statement.legal_sequence or statement.electronic_sequence,
        issued=created or end,
        account=account_number(statement.account),
        account_owner=statement.account.owner.name if statement.account and statement.account.owner else None,
        currency=_currency(statement),
        start=start,
        end=end,
        opening=_signed(opening.amount, opening.direction) if opening else None,
        closing=_signed(closing.amount, closing.direction) if closing else None,
        lines=tuple(_lines(statement, start, end)),
    )


def _lines(statement: Statement, start: date | None, end: date | None) -> Iterator[StatementLine]:
    own = account_number(statement.account)
    for number, entry in enumerate(statement.entries, 1):
        amount = _signed(entry.amount, entry.direction)
        if amount is None or entry.amount is None:
            continue
        position, currency, booked = str(number), entry.amount.currency, _booked(entry, start, end)
        shares = _shares(entry) if len(entry.details) > 1 else []
        if not shares or None in shares:
            yield _line(position, amount, currency, booked, entry, entry.details, own)
            continue
        yield _line(position, amount, currency, booked, entry, (), own)
        for index, (detail, share) in enumerate(zip(entry.details, shares, strict=True), 1):
            if share is not None:
                yield _line(f"{position}.{index}", *share, booked, entry, (detail,), own, part_of=position)


def _line(
    position: str,
    amount: Decimal,
    currency: str | None,
    booked: date | None,
    entry: Entry,
    details: Sequence[TransactionDetails],
    own: str | None,
    part_of: str | None = None,
) -> StatementLine:
    refs = [detail.references for detail in details if detail.references]
    amounts = details[0].amounts if len(details) == 1 else None
    if amounts is None and not part_of:
        amounts = entry.amounts
    charges = tuple(charge for detail in details for charge in detail.charges)
    if entry.charges and not part_of:
        charges = entry.charges
    instructed = amounts.instructed.amount if amounts and amounts.instructed else None
    return StatementLine(
        position=position,
        amount=amount,
        currency=currency,
        booked=booked,
        valued=_day(entry.valued),
        status=entry.status,
        entry_reference=_entry_reference(entry, _agreed(one.account_servicer for one in refs), part_of),
        end_to_end_id=_agreed(given(one.end_to_end) for one in refs),
        mandate=_agreed(given(one.mandate) for one in refs),
        transaction_code=_agreed(_code(detail.code) for detail in details) or _code(entry.code),
        reversal=bool(entry.reversal),
        counterparty=_agreed(counterparty(entry, detail, own) for detail in details),
        references=references(details),
        creditor_reference=creditor_reference(details),
        remittance=remittance(entry, details),
        charges=_taken_off(charges, amount, currency, instructed),
        instructed=instructed.value if instructed else None,
        instructed_currency=instructed.currency if instructed and instructed.value is not None else None,
        exchange_rate=_rate(amounts),
        part_of=part_of,
    )


def _agreed(values: Iterable[T | None]) -> T | None:
    """What all say that say anything; None where they differ."""
    said = list(dict.fromkeys(value for value in values if value is not None))
    return said[0] if len(said) == 1 else None


def _entry_reference(entry: Entry, own: str | None, part_of: str | None) -> str | None:
    """The bank's own reference, the same in a report, a statement and a notification; else the file's."""
    found = (own, entry.account_servicer_reference) if part_of else (entry.account_servicer_reference, own)
    return next((known for one in (*found, entry.reference) if (known := given(one))), None)


def _shares(entry: Entry) -> list[tuple[Decimal, str | None] | None]:
    """What each detail of a batch moved. Where all go against their entry, which cannot be, the entry tells where."""
    against = all(detail.direction not in (None, entry.direction) for detail in entry.details)
    return [
        _share(detail, entry, entry.direction if against else detail.direction or entry.direction)
        for detail in entry.details
    ]


def _share(detail: TransactionDetails, entry: Entry, direction: str | None) -> tuple[Decimal, str | None] | None:
    """What a detail moved, signed, with its currency: that of the account where the bank tells it in several."""
    amounts = detail.amounts or AmountDetails()
    told: list[ExchangedAmount | None] = [amounts.transaction, amounts.counter_value, amounts.instructed]
    found = [detail.amount, *(one.amount for one in told if one)]
    known = [one for one in found if one is not None and one.value is not None]
    booked = entry.amount.currency if entry.amount else None
    chosen = next((one for one in known if one.currency == booked), known[0] if known else None)
    value = _signed(chosen, direction)
    return None if chosen is None or value is None else (value, chosen.currency)


def _taken_off(
    charges: tuple[Charges, ...], amount: Decimal, currency: str | None, instructed: Amount | None
) -> Decimal | None:
    """The charges that are part of the amount, positive; None where there are none.

    ISO 20022 has charges "pre-advised or included in the entry amount". Where the bank does not say which, they are
    included, unless the amount is still what was instructed.
    """
    whole = instructed is not None and (instructed.value, instructed.currency) == (abs(amount), currency)
    taken = Decimal(0)
    for block in charges:
        for one in block.records:
            included = not whole if one.included is None else one.included
            if included and one.amount and one.amount.value and one.amount.currency == currency:
                taken += -one.amount.value if one.direction == CREDIT else one.amount.value
        if not block.records and not whole and block.total and block.total.value and block.total.currency == currency:
            taken += block.total.value
    return taken if taken > 0 else None


def _balances(balances: tuple[Balance, ...]) -> tuple[Balance | None, Balance | None]:
    """Opening and closing booked balance. A page of several opens and closes with interim balances."""
    opening = _first(balances, _OPENING)
    closing = _first(balances, _CLOSING)
    interim = [balance for balance in balances if balance.type == _INTERIM]
    if opening is None and interim and (closing is not None or len(interim) > 1):
        opening = interim.pop(0)
    if closing is None and interim:
        closing = interim[-1]
    return opening, closing


def _first(balances: tuple[Balance, ...], types: tuple[str, ...]) -> Balance | None:
    return next((balance for wanted in types for balance in balances if balance.type == wanted), None)


def _currency(statement: Statement) -> str | None:
    if statement.account and statement.account.currency:
        return statement.account.currency
    stated = [balance.amount for balance in statement.balances] + [entry.amount for entry in statement.entries]
    return next((amount.currency for amount in stated if amount and amount.currency), None)


def _signed(amount: Amount | None, direction: str | None) -> Decimal | None:
    if amount is None or amount.value is None:
        return None
    return {CREDIT: amount.value, DEBIT: -amount.value}.get(direction or "")


def _booked(entry: Entry, start: date | None, end: date | None) -> date | None:
    """The day of booking. Where the bank tells the value day alone, as MT940 lets it, that one is taken, or the day of
    the statement's period that comes nearest: what a statement tells was booked within it.
    """
    day = _day(entry.booked)
    if day is None and entry.status == BOOKED and (day := _day(entry.valued)) is not None:
        day = max(day, start) if start is not None else day
        day = min(day, end) if end is not None else day
    return day


def _day(when: When | None) -> date | None:
    return when.day if when else None


def _code(code: TransactionCode | None) -> str | None:
    """PMNT/RCDT/ESCT, or the bank's own code where there is no ISO one."""
    if code is None:
        return None
    iso = "/".join(part for part in (code.domain, code.family, code.sub_family) if part)
    return iso or code.proprietary


def _rate(amounts: AmountDetails | None) -> Decimal | None:
    if amounts is None:
        return None
    for one in (amounts.instructed, amounts.counter_value, amounts.transaction):
        if one and one.exchange and one.exchange.rate and one.exchange.rate.value is not None:
            return one.exchange.rate.value
    return None
