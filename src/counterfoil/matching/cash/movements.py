"""The entries of a bank statement as movements of money on our account, and how a statement is looked into."""

import re
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import TypeVar

from msgspec.structs import replace

from counterfoil.matching._matcher import Unit
from counterfoil.matching.amounts import ZERO, in_cents, total
from counterfoil.matching.cash.amounts_abroad import told_abroad
from counterfoil.matching.cash.lists import may_go_on
from counterfoil.matching.cash.remittance import TEXT, Named, named_numbers
from counterfoil.matching.keys import tail_of
from counterfoil.matching.once import keeping, noted, once
from counterfoil.matching.parties.identity import payment_forms
from counterfoil.model.summary import Recorded, StatementLine, StatementSummary

K = TypeVar("K", str, int)
NOT_BOOKED = ("PDNG", "INFO", "FUTR")
"""States of an entry that moved nothing yet (ISO 20022, external entry status)."""
_ACCOUNT_TAIL = 4
_DIGITS_KEPT = 48
_NO_DIGIT = re.compile(r"\D+")
# ISO 20022 sub-families of what comes back (return, unpaid, reversal, cancellation), and SWIFT's "returned item".
_RETURN_CODE = re.compile(r"(?:^|/)(?:UPDD|RRTN|RPCR|PRDD|RPBC|ARRE)\b|\bN?RTI\b")
_RETURN_WORD = re.compile(
    r"r(?:ü|ue?)ck(?:last|gabe|(?:ü|ue?)berw|zahlung|buchung|(?:r|)uf)|retour|\breturn(?:ed)?\b|unpaid|reject|chargeback|impay[eé]"
    r"|\brejet|storn|terugboek|terugbetal|bounced|\brefund|rembours|rimbors|restitu|reembols"
    r"|devoluci[oó]n|tilbagebetal|a?[åa]terbetal|erstattung|zur(?:ü|ue?)ck"
)
"""In small letters: to look for so many words in either case takes three times as long."""


class Movement:
    """One entry, or one detail of a batch, that moved money. `cash` is signed as on our account.

    Of a payment that came back, as `reversal` says, it is what the payment had moved.
    """

    __slots__ = (
        "_is_return",
        "_may_go_on",
        "_named",
        "came_in",
        "cash",
        "currency",
        "day",
        "fitting",
        "forms",
        "instructed",
        "line",
        "reversal",
        "sizes",
        "sought",
        "statement",
        "text",
        "told_key",
        "unit",
    )

    def __init__(
        self, statement: Recorded, line: StatementLine, currency: str | None, cash: Decimal, *, reversal: bool
    ) -> None:
        self.statement, self.line, self.currency, self.cash, self.reversal = statement, line, currency, cash, reversal
        self.unit = Unit(statement.id, line.position)
        self.came_in = cash > 0
        """Did money come in, or if it came back: had it come in?"""
        self.day: date | None = line.booked or line.valued or getattr(statement.summary, "issued", None)
        """The day of booking."""
        self.forms = payment_forms(line.counterparty, by_bank=True)
        """The forms of who is on the other side."""
        self.text = " ".join(line.remittance)
        """All free texts."""
        self.instructed = None if line.instructed is None else line.instructed.copy_sign(cash)
        """What the payer instructed, signed."""
        self.fitting = _fitting(line, currency, cash)
        """What was paid, in the currency of the account: before or after the charges that the bank took off."""
        self.sizes = self.fitting if self.came_in else tuple([each.copy_abs() for each in self.fitting])
        """The same without sign."""
        self.sought = _sought(self.sizes, None if self.instructed in self.fitting else self.instructed)
        """The amounts, in cents and without sign, of an item that it could pay by itself and in full."""
        self.told_key = _told_key(statement, line)
        """What is the same wherever a bank tells one movement."""
        self._named: tuple[Named, ...] | None = None
        self._may_go_on: bool | None = None
        self._is_return: bool | None = None

    @property
    def named(self) -> tuple[Named, ...]:
        """The numbers that it names."""
        if self._named is None:
            self._named = tuple(named_numbers(self.line))
        return self._named

    @property
    def may_go_on(self) -> bool:
        """Could more be meant than the numbers that its texts give in full?"""
        if self._may_go_on is None:
            self._may_go_on = may_go_on(self.line.remittance)
        return self._may_go_on

    @property
    def is_return(self) -> bool:
        """Does the bank, or the text, say that a payment came back?"""
        if self._is_return is None:
            self._is_return = (
                self.line.reversal
                or _RETURN_CODE.search(self.line.transaction_code or "") is not None
                or _RETURN_WORD.search(self.text.lower()) is not None
            )
        return self._is_return

    def fits(self, due: Decimal, currency: str | None) -> bool:
        """Is this, signed as on our account, what was paid?"""
        return due == self.instructed if self.is_foreign(currency) else due in self.fitting

    def is_foreign(self, currency: str | None) -> bool:
        """Is this another currency than the entry's?"""
        return currency is not None and self.currency is not None and currency != self.currency

    def rest(self, cash: Decimal) -> "Movement":
        """What is left of it when part of its cash is given out."""
        line = replace(self.line, amount=cash, charges=None, instructed=None, reversal=False)
        return Movement(self.statement, line, self.currency, cash, reversal=self.reversal)

    def turned(self) -> "Movement":
        """The same as a payment that came back."""
        return Movement(self.statement, self.line, self.currency, self.cash.copy_negate(), reversal=True)


def charges_in(line: StatementLine, currency: str | None) -> Decimal:
    """What of an entry the bank took for itself, signed like the entry; of money that comes in it is gone before.

    A bank may book what it asks for apart, too: only where the payer instructed that much less it is known to be in it.
    """
    if line.amount >= 0 or line.reversal or not line.charges or line.instructed_currency not in (None, currency):
        return ZERO
    net = total([line.amount, line.charges])
    return line.charges.copy_negate() if line.instructed and net == line.instructed.copy_abs().copy_negate() else ZERO


def _fitting(line: StatementLine, currency: str | None, cash: Decimal) -> tuple[Decimal, ...]:
    if not line.charges and not line.instructed:
        return (cash,)
    found = [cash]
    if line.charges:
        found.append(total([cash.copy_abs(), line.charges]).copy_sign(cash))
    if line.instructed and line.instructed_currency in (None, currency):
        found.append(line.instructed.copy_sign(cash))
    return tuple(found)


def _sought(sizes: Sequence[Decimal], instructed: Decimal | None) -> Sequence[int]:
    found = [in_cents(each) for each in sizes]
    if instructed is not None:
        found.append(in_cents(instructed.copy_abs()))
    return [one for one in dict.fromkeys(found) if one is not None]


def _told_key(statement: Recorded, line: StatementLine) -> str:
    """Account, day, amount, and the digits of the text.

    Of the account the last digits: a local number and an IBAN end alike.
    """
    account = _account_tail(getattr(statement.summary, "account", None) or "")
    digits = _NO_DIGIT.sub("", "".join(line.remittance))[:_DIGITS_KEPT]
    return f"movement|{account}|{line.booked}|{line.amount.normalize()}|{digits}"


@lru_cache(maxsize=1024)
def _account_tail(account: str) -> str:
    return _NO_DIGIT.sub("", account)[-_ACCOUNT_TAIL:]


@keeping
class Statement:
    """A statement with its movements, found by position, number, amount and form of the counterparty."""

    def __init__(self, document: Recorded) -> None:
        self.document = document
        summary = document.summary
        lines = summary.lines if isinstance(summary, StatementSummary) else ()
        batches = {line.part_of for line in lines if line.part_of is not None}
        self.movements: dict[str, Movement] = {
            line.position: _moved(document, line)
            for line in lines
            if line.position not in batches and line.amount and line.status not in NOT_BOOKED
        }

    @once
    def by_number(self) -> dict[str, list[Movement]]:
        """The movements that name a number, each once."""
        found: dict[str, list[Movement]] = {}
        for one in self.movements.values():
            alone = [one]
            for named in one.named:
                _put(found, named.plain, alone)
        return found

    @once
    def by_tail(self) -> dict[str, list[Movement]]:
        """The movements whose text gives a number with these last digits."""
        found: dict[str, list[Movement]] = {}
        for one in self.movements.values():
            alone = [one]
            for named in one.named:
                if named.how == TEXT and (tail := tail_of(named.plain)):
                    _put(found, tail, alone)
        return found

    @once
    def by_cents(self) -> dict[int, list[Movement]]:
        """The movements of an amount, without its sign, in cents."""
        found: dict[int, list[Movement]] = {}
        for one in self.movements.values():
            alone = [one]
            for cents in one.sought:
                _put(found, cents, alone)
        return found

    @once
    def by_form(self) -> dict[str, list[Movement]]:
        """The movements with a counterparty of that form."""
        found: dict[str, list[Movement]] = {}
        for one in self.movements.values():
            alone = [one]
            for form in one.forms:
                _put(found, form, alone)
        return found

    @once
    def by_told(self) -> dict[str, list[Movement]]:
        """The movements that look the same, by their `told_key`."""
        found: dict[str, list[Movement]] = {}
        for one in self.movements.values():
            _put(found, one.told_key, [one])
        return found


def _moved(document: Recorded, line: StatementLine) -> Movement:
    currency: str | None = line.currency or getattr(document.summary, "currency", None)
    if line.instructed is None and line.instructed_currency is None:
        told = told_abroad(" ".join(line.remittance), currency)
        if told is not None:
            line = replace(line, instructed=told[0], instructed_currency=told[1])
    cash = (
        line.amount.copy_negate() if line.reversal else total([line.amount, charges_in(line, currency).copy_negate()])
    )
    return Movement(document, line, currency, cash, reversal=line.reversal)


def _put(found: dict[K, list[Movement]], key: K, alone: list[Movement]) -> None:
    """Under a key each movement stands once; those of one come together.

    Most stand alone under all of their keys, and share the list with nothing else in it.
    """
    there = found.get(key)
    if there is None:
        found[key] = alone
    elif there[-1] is not alone[0]:
        if len(there) == 1:
            found[key] = there + alone
        else:
            there.append(alone[0])


@noted
def statement_of(document: Recorded) -> Statement:
    """A document with its movements; one that is no statement has none."""
    return Statement(document)
