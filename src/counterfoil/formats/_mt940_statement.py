"""From the fields of one MT940 or MT942 statement to the model."""

import logging
import re
from collections.abc import Iterable, Sequence
from datetime import UTC
from functools import lru_cache
from typing import Any, NamedTuple

from counterfoil.errors import UnreadableError
from counterfoil.formats._mt940_details import IBAN, Information, amount_of, read_information
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

HINT = "Ask the bank for the statement again, or for its camt.053."

_BALANCES = {"60": "OPBD", "60F": "OPBD", "60M": "ITBD", "62": "CLBD", "62F": "CLBD", "62M": "ITBD"}
_BALANCES |= {"64": "CLAV", "65": "FWAV"}
_BEHIND_ENTRIES = ("62", "64", "65", "90")
_DIRECTIONS = {"C": CREDIT, "D": DEBIT, "RC": DEBIT, "RD": CREDIT, "EC": CREDIT, "ED": DEBIT}
"""The reversal of a credit goes out, the reversal of a debit comes in; E is expected (MT942)."""
_RETURNS = ("108", "109", "159", "181", "184")
"""Business transaction codes of returned direct debits and transfers."""
_POINTERS = ("NONREF", "KREF+", "KREF", "EREF", "PREF", "MARF")
"""Customer references that are none: the reference stands in field 86, or there is none."""
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?")
_AMOUNT_ON_NEXT_LINE = re.compile(r"[0-9]{6}(?:[0-9]{4})?[A-Z]{1,3}")
_FAULTS = (RuntimeError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


class Tag(NamedTuple):
    """A field: its tag ("60F"), its lines as they came, and the number of its first line in the file."""

    id: str
    lines: list[str]
    number: int


def to_statement(tags: Sequence[Tag]) -> Statement:
    """The statement that these fields make. Raises UnreadableError where one of them cannot be read."""
    reader = _Reader(tags)
    return reader.statement()
