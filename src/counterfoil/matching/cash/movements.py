"""The entries of a bank statement as movements of money on our account, and how a statement is looked into."""

import re
from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from msgspec.structs import replace

from counterfoil.matching._matcher import Unit
from counterfoil.matching.amounts import in_cents, total
from counterfoil.matching.cash.lists import may_go_on
from counterfoil.matching.cash.remittance import TEXT, Named, named_numbers
from counterfoil.matching.keys import tail_of
from counterfoil.matching.once import keeping, noted, once
from counterfoil.matching.parties.identity import forms_of
from counterfoil.model.summary import Recorded, StatementLine, StatementSummary

NOT_BOOKED = ("PDNG", "INFO", "FUTR")
"""States of an entry that moved nothing yet (ISO 20022, external entry status)."""
_ACCOUNT_TAIL = 4
_DIGITS_KEPT = 48
_NO_DIGIT = re.compile(r"\D+")
# ISO 20022 sub-families of what comes back (return, unpaid, reversal, cancellation), and SWIFT's "returned item".
_RETURN_CODE = re.compile(r"(?:^|/)(?:UPDD|RRTN|RPCR|PRDD|RPBC|ARRE)\b|\bN?RTI\b")
_RETURN_WORD = re.compile(
    r"r(?:ü|ue)ck(?:last|gabe|(?:ü|ue)berw|zahlung|buchung|(?:r|)uf)|retour|\breturn(?:ed)?\b|unpaid|reject|chargeback|impay[eé]"
    r"|\brejet|storn|terugboek|bounced|\brefund|rembours|erstattung|zur(?:ü|ue)ck",
    re.IGNORECASE,
)


@keeping
class Movement:
    """One entry, or one detail of a batch, that moved money. `cash` is signed as on our account.

    Of a payment that came back it is what the payment had moved.
    """

    def __init__(self, statement: Recorded, line: StatementLine, currency: str | None) -> None:
        self.statement, self.line, self.currency = statement, line, currency
        self.unit = Unit(statement.id, line.position)
        self.reversal = line.reversal
        self.cash = line.amount.copy_negate() if line.reversal else line.amount

    @once
    def day(self) -> date | None:
        """The day of booking."""
        return self.line.booked or self.line.valued or getattr(self.statement.summary, "issued", None)

    @once
    def named(self) -> tuple[Named, ...]:
        """The numbers that it names."""
        return tuple(named_numbers(self.line))

    @once
    def forms(self) -> frozenset[str]:
        """The forms of who is on the other side."""
        return forms_of(self.line.counterparty)

    @once
    def text(self) -> str:
        """All free texts."""
        return " ".join(self.line.remittance)

    @once
    def fitting(self) -> tuple[Decimal, ...]:
        """What was paid, in the currency of the account: before or after the charges that the bank took off."""
        line, found = self.line, [self.cash]
        if line.charges:
            found.append(total([line.amount.copy_abs(), line.charges]).copy_sign(self.cash))
        if line.instructed and line.instructed_currency in (None, self.currency):
            found.append(line.instructed.copy_sign(self.cash))
        return tuple(found)

    @once
    def may_go_on(self) -> bool:
        """Could more be meant than the numbers that its texts give in full?"""
        return may_go_on(self.line.remittance)

    @once
    def sizes(self) -> tuple[Decimal, ...]:
        """The same without sign."""
        return tuple(each.copy_abs() for each in self.fitting)

    @once
    def sought(self) -> Sequence[int]:
        """The amounts, in cents and without sign, of an item that it could pay by itself and in full."""
        found = [in_cents(each) for each in self.sizes]
        if self.instructed is not None and self.instructed not in self.fitting:
            found.append(in_cents(self.instructed.copy_abs()))
        return [one for one in dict.fromkeys(found) if one is not None]

    @once
    def told_key(self) -> str:
        """What is the same wherever a bank tells one movement: account, day, amount, and the digits of the text.

        Of the account the last digits: a local number and an IBAN end alike.
        """
        account = _NO_DIGIT.sub("", getattr(self.statement.summary, "account", None) or "")
        digits = _NO_DIGIT.sub("", "".join(self.line.remittance))[:_DIGITS_KEPT]
        amount = self.line.amount.normalize()
        return f"movement|{account[-_ACCOUNT_TAIL:]}|{self.line.booked}|{amount}|{digits}"

    @once
    def instructed(self) -> Decimal | None:
        """What the payer instructed, signed."""
        return None if self.line.instructed is None else self.line.instructed.copy_sign(self.cash)

    @property
    def came_in(self) -> bool:
        """Did money come in, or if it came back: had it come in?"""
        return self.cash > 0

    @once
    def is_return(self) -> bool:
        """Does the bank, or the text, say that a payment came back?"""
        line = self.line
        return (
            line.reversal
            or _RETURN_CODE.search(line.transaction_code or "") is not None
            or _RETURN_WORD.search(self.text) is not None
        )

    def fits(self, due: Decimal, currency: str | None) -> bool:
        """Is this, signed as on our account, what was paid?"""
        return due == self.instructed if self.is_foreign(currency) else due in self.fitting

    def is_foreign(self, currency: str | None) -> bool:
        """Is this another currency than the entry's?"""
        return currency is not None and self.currency is not None and currency != self.currency

    def rest(self, cash: Decimal) -> "Movement":
        """What is left of it when part of its cash is given out."""
        line = replace(self.line, amount=cash, charges=None, instructed=None, reversal=False)
        other = Movement(self.statement, line, self.currency)
        other.reversal = self.reversal
        return other

    def turned(self) -> "Movement":
        """The same as a payment that came back."""
        other = Movement(self.statement, self.line, self.currency)
        other.reversal, other.cash = True, self.line.amount.copy_negate()
        return other


@keeping
class Statement:
    """A statement with its movements, found by position, number, amount and form of the counterparty."""

    def __init__(self, document: Recorded) -> None:
        self.document = document
        summary = document.summary
        lines = summary.lines if isinstance(summary, StatementSummary) else ()
        batches = {line.part_of for line in lines if line.part_of is not None}
        self.movements: dict[str, Movement] = {
            line.position: Movement(document, line, line.currency or getattr(summary, "currency", None))
            for line in lines
            if line.position not in batches and line.amount and line.status not in NOT_BOOKED
        }

    @once
    def by_number(self) -> dict[str, list[Movement]]:
        """The movements that name a number, each once."""
        found: dict[str, dict[str, Movement]] = defaultdict(dict)
        for one in self.movements.values():
            for named in one.named:
                found[named.plain][one.line.position] = one
        return {plain: list(each.values()) for plain, each in found.items()}

    @once
    def by_tail(self) -> dict[str, list[Movement]]:
        """The movements whose text gives a number with these last digits."""
        found: dict[str, dict[str, Movement]] = defaultdict(dict)
        for one in self.movements.values():
            for named in one.named:
                if named.how == TEXT and (tail := tail_of(named.plain)):
                    found[tail][one.line.position] = one
        return {tail: list(each.values()) for tail, each in found.items()}

    @once
    def by_cents(self) -> dict[int, list[Movement]]:
        """The movements of an amount, without its sign, in cents."""
        found: dict[int, list[Movement]] = defaultdict(list)
        for one in self.movements.values():
            for cents in one.sought:
                found[cents].append(one)
        return dict(found)

    @once
    def by_form(self) -> dict[str, list[Movement]]:
        """The movements with a counterparty of that form."""
        found: dict[str, list[Movement]] = defaultdict(list)
        for one in self.movements.values():
            for form in one.forms:
                found[form].append(one)
        return dict(found)

    @once
    def by_told(self) -> dict[str, list[Movement]]:
        """The movements that look the same, by their `told_key`."""
        found: dict[str, list[Movement]] = defaultdict(list)
        for one in self.movements.values():
            found[one.told_key].append(one)
        return dict(found)


@noted
def statement_of(document: Recorded) -> Statement:
    """A document with its movements; one that is no statement has none."""
    return Statement(document)
