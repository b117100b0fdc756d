"""A fact that a company attested to another: which kinds there are, and what the claims of each must say."""

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeGuard

from counterfoil.exchange.proof.company import is_kid
from counterfoil.exchange.proof.dossier import is_hex, is_number
from counterfoil.model._base import Model

OFFERED = "exchange.offered/1"
CHECKED = "exchange.checked/1"
ACKNOWLEDGED = "exchange.acknowledged/1"
DISPUTED = "exchange.disputed/1"
WITHDRAWN = "exchange.withdrawn/1"
CREDITED = "exchange.credited/1"
PAID = "exchange.paid/1"

LEVELS = ("received", "matched", "approved", "assignment", "undertaking")
"""Of an acknowledgement, from the least to the most that it says."""
APPROVED, ASSIGNED = LEVELS.index("approved"), LEVELS.index("assignment")
"""From here on the receivable is approved, and what is said binds."""
PAPERS = ("invoice", "credit-note", "order", "order-response", "despatch-advice", "receipt-advice")
REFERS = ("answers", "bills", "credits", "receives", "ships")
_SHOWN: Mapping[str, Sequence[str]] = {
    OFFERED: ("document",),
    CHECKED: ("of", "valid"),
    ACKNOWLEDGED: ("of", "level"),
    DISPUTED: ("of",),
    WITHDRAWN: ("of",),
    CREDITED: ("of",),
    PAID: ("of",),
}
"""What must be shown of each kind, beside `seq`, `to` and from the second fact on `previous`."""
KINDS = frozenset(_SHOWN)
_DECIMAL = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)

Claims = Mapping[str, Any]


class Attested(Model):
    """A fact that a company attests, with what is shown of it and how much is withheld."""

    entry: str
    """The hex of its log entry, which is the same in all logs that hold it."""
    subject: str
    kind: str
    author: str
    """The id of the company."""
    claims: Mapping[str, Any]
    """What is shown: the open fields of its payload, and the claims."""
    payload: bytes
    disclosures: tuple[str, ...]
    token: str = ""
    """What its author signed for us; empty for a fact of ours, which is signed when it is handed out."""
    withheld: int = 0
    logs: tuple[str, ...] = ()
    """The companies in whose logs it is proven to be, in order."""
    place: int = 0
    """Where its credential stands in a dossier, from 0."""
    file: str = ""
    """The digest of the dossier or update that this is, where several are read together."""

    @property
    def seq(self) -> int:
        """The how-manieth it is of its author on its subject, from 1."""
        return int(self.claims["seq"])

    @property
    def of(self) -> str | None:
        """The entry of the fact that it is about."""
        return self.claims.get("of")

    @property
    def rank(self) -> int:
        """How far an acknowledgement goes, as a place in LEVELS; -1 of anything else."""
        return LEVELS.index(self.claims["level"]) if self.kind == ACKNOWLEDGED else -1

    @property
    def set_off(self) -> str | None:
        """What an acknowledgement sets off; None where that is nothing, or is not shown."""
        stated = self.claims.get("set_off")
        return stated if stated is not None and Decimal(stated) else None

    @property
    def leads_to(self) -> list[str]:
        """The subjects of the papers that it refers to, and of the credit note by which it credits."""
        referred = [one["subject"] for one in self.claims.get("refers", ())]
        return referred + ([self.claims["credit_note"]] if "credit_note" in self.claims else [])


def verb_of(kind: str) -> str:
    """What a kind of fact says in one word: "offered", "acknowledged"."""
    return kind.partition(".")[2].partition("/")[0]


def unshown(kind: str, claims: Claims) -> str | None:
    """A claim that must be shown with this kind of fact and is not."""
    seq = claims.get("seq")
    is_first = type(seq) is int and seq == 1
    needed = ["to", "seq", *_SHOWN[kind], *([] if is_first else ["previous"])]
    return next((name for name in needed if name not in claims), None)


def misshapen(claims: Claims) -> str | None:
    """A claim that is not what it must be; what may be withheld is looked at where it is shown."""
    wrong = (name for name, is_right in _SHAPES.items() if name in claims and not is_right(claims[name]))
    return next(wrong, "previous" if claims["seq"] == 1 and "previous" in claims else None)


def is_decimal(value: object) -> TypeGuard[str]:
    """Is this a number as amounts and quantities are written?"""
    return isinstance(value, str) and _DECIMAL.fullmatch(value) is not None


def _is_seq(value: object) -> bool:
    return is_number(value, 1)


def _is_one_of(words: Sequence[str]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, str) and value in words


def _refers(value: object) -> bool:
    return isinstance(value, list) and all(
        isinstance(one, dict) and one.keys() == {"kind", "subject"} and one["kind"] in REFERS and is_hex(one["subject"])
        for one in value
    )


_SHAPES: Mapping[str, Callable[[object], bool]] = {
    "seq": _is_seq,
    "to": is_kid,
    "previous": is_hex,
    "of": is_hex,
    "original": is_hex,
    "credit_note": is_hex,
    "assignee": is_kid,
    "amount": is_decimal,
    "set_off": is_decimal,
    "payable": is_decimal,
    "currency": lambda value: isinstance(value, str),
    "valid": lambda value: isinstance(value, bool),
    "level": _is_one_of(LEVELS),
    "document": _is_one_of(PAPERS),
    "refers": _refers,
}
"""Claims of these names, whatever kind of fact they stand in."""
