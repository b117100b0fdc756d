"""Does a bank statement add up? No rulebook is published for that, so that what is found never makes one invalid."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import NamedTuple

from counterfoil.model.finding import Finding, Severity
from counterfoil.model.statement import BOOKED, CREDIT, DEBIT, Balance, Entry, Statement
from counterfoil.model.summary import StatementSummary
from counterfoil.model.trace import Trace
from counterfoil.rules._elements import Elements
from counterfoil.texts import sentence

_BOOKED_BALANCES = ("OPBD", "PRCD", "ITBD", "CLBD")


class _Fault(NamedTuple):
    rule: str
    at: object
    """The part of the statement that it is about."""
    found: Decimal | None = None
    expected: Decimal | None = None


def statement_findings(statement: Statement, summary: StatementSummary, trace: Trace | None) -> tuple[Finding, ...]:
    """What does not add up in a statement, all of it warnings: its balances with its entries, its totals, its end."""
    faults = [*_end(statement), *_balances(statement, summary), *_totals(statement)]
    if not faults:
        return ()
    elements = Elements(trace)
    return tuple(_finding(fault, elements) for fault in faults)


def _finding(fault: _Fault, elements: Elements) -> Finding:
    place = elements.place_of(fault.at) or 0
    found, expected = (None if one is None else format(one, "f") for one in (fault.found, fault.expected))
    return Finding(
        rule=fault.rule,
        severity=Severity.WARNING,
        where=elements.where(place) if elements else "",
        line=elements.trace.line(place),
        found=found,
        expected=expected,
        message=sentence(fault.rule, found=found, expected=expected),
    )


def _end(statement: Statement) -> Iterator[_Fault]:
    """In MT940 the closing balance is mandatory (SWIFT, field 62a) and stands behind all entries."""
    booked = [balance for balance in statement.balances if balance.type in _BOOKED_BALANCES]
    if statement.message_type == "MT940" and len(booked) == 1 and booked[0].type in ("OPBD", "ITBD"):
        yield _Fault("STATEMENT-END", statement)


def _balances(statement: Statement, summary: StatementSummary) -> Iterator[_Fault]:
    """What was booked leads from the opening to the closing balance, where both are told, and in one currency."""
    if summary.opening is None or summary.closing is None:
        return
    booked = [line for line in summary.lines if line.part_of is None and line.status == BOOKED]
    currencies = {line.currency for line in booked} | {_currency(balance) for balance in statement.balances}
    entries = [entry for entry in statement.entries if entry.status == BOOKED]
    if len(currencies - {None}) > 1 or len(entries) > len(booked):
        return  # what cannot be read or compared is not held against the bank
    expected = summary.opening + sum((line.amount for line in booked), Decimal(0))
    if expected != summary.closing:
        closing = next(one for one in reversed(statement.balances) if one.type in ("CLBD", "ITBD"))
        yield _Fault("STATEMENT-BALANCES", closing, summary.closing, expected)


def _currency(balance: Balance) -> str | None:
    return balance.amount.currency if balance.amount and balance.type in _BOOKED_BALANCES else None


def _totals(statement: Statement) -> Iterator[_Fault]:
    """The bank's own sums are those of the entries: of all, or where others are expected, of those that are booked."""
    if statement.totals is None or any(
        entry.amount is None or entry.amount.value is None for entry in statement.entries
    ):
        return
    if len({entry.amount.currency for entry in statement.entries if entry.amount}) > 1 or _is_part(statement):
        return
    for total, direction in ((statement.totals.credits, CREDIT), (statement.totals.debits, DEBIT)):
        found = total.sum.value if total is not None and total.sum is not None else None
        entries = [entry for entry in statement.entries if entry.direction == direction]
        sums = [_sum(entries), _sum(entry for entry in entries if entry.status == BOOKED)]
        if found is not None and abs(found) not in sums:
            yield _Fault("STATEMENT-TOTALS", total, found, sums[0])


def _sum(entries: Iterable[Entry]) -> Decimal:
    return sum((one.amount.value for one in entries if one.amount and one.amount.value is not None), Decimal(0))


def _is_part(statement: Statement) -> bool:
    """Is it one of several pages? The totals may be those of all of them."""
    paginations = (statement.pagination, statement.message.pagination if statement.message else None)
    return any(one is not None and (one.last is False or one.page not in (None, "1")) for one in paginations)
