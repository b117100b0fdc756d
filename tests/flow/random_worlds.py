"""Worlds of summaries: everything may name everything, few numbers, so that they meet."""

import random
from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import msgspec

from counterfoil.flow.prepare import Intake
from counterfoil.model.summary import (
    EventSummary,
    Reference,
    StatementLine,
    StatementSummary,
    Summary,
    TradeLine,
    TradeSummary,
)
from flow.made import intake_of, party, us
from trades import DAY

KINDS = {
    "order": "PO",
    "order-response": "OR",
    "order-change": "OC",
    "order-cancellation": "OX",
    "despatch-advice": "DA",
    "receipt-advice": "RA",
    "invoice": "INV",
    "credit-note": "CN",
    "invoice-response": "IR",
    "open-item": "INV",
}
NAMES = {
    "order-response": ("order",),
    "order-change": ("order",),
    "order-cancellation": ("order",),
    "despatch-advice": ("order",),
    "receipt-advice": ("despatch-advice", "despatch-advice", "order"),
    "invoice": ("order", "order", "order", "despatch-advice", "receipt-advice", "invoice"),
    "credit-note": ("invoice", "invoice", "order"),
    "invoice-response": ("invoice", "credit-note"),
}
WEIGHTS = (
    *("order",) * 3,
    *("despatch-advice",) * 4,
    *("receipt-advice",) * 5,
    *("invoice",) * 8,
    *("credit-note",) * 5,
    *("statement",) * 4,
    *("event",) * 2,
    *("order-response", "order-change", "order-cancellation", "invoice-response", "open-item"),
)


def world(seed: int, size: int) -> list[Intake]:
    """Documents that name one another at random; numbers mostly stand once."""
    chance = random.Random(seed)
    kinds = [chance.choice(WEIGHTS) for _ in range(size)]
    made = _World(chance, {kind: max(1, kinds.count(kind)) for kind in KINDS})
    return [intake_of(place, made.summary(kind)) for place, kind in enumerate(kinds)]


class _World:
    """Makes documents; `counts` is how many of each kind there will be."""

    def __init__(self, chance: random.Random, counts: dict[str, int]) -> None:
        self._chance, self._counts, self._again = chance, counts, chance.choice([0.05, 0.35])
        self._given: dict[str, int] = dict.fromkeys(counts, 0)

    def _next(self, kind: str) -> str:
        """A number not given yet, or sometimes one that was."""
        if self._given[kind] and self._chance.random() < self._again:
            return self._number(kind)
        self._given[kind] += 1
        return f"{KINDS[kind]}{self._given[kind]}"

    def summary(self, kind: str) -> Summary:
        if kind == "statement":
            return self._statement()
        if kind == "event":
            named = tuple(
                self._reference(one) for one in ("order", "despatch-advice", "invoice") if self._chance.random() < 0.6
            )
            return EventSummary(event_type="ObjectEvent", step="shipping", references=named)
        sells = self._chance.random() < 0.05
        partner = party("Sued" if self._chance.random() < 0.05 else "Nord")
        lines = self._lines(NAMES.get(kind, ()))
        net = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
        return TradeSummary(
            document=kind,
            number=self._next(kind),
            issued=self._chance.choice([None, DAY, DAY + timedelta(days=1), DAY + timedelta(days=2)]),
            type_code="384" if kind == "invoice" and self._chance.random() < 0.08 else None,
            currency="EUR",
            seller=us() if sells else partner,
            buyer=partner if sells else us(),
            net=net,
            total=net,
            payable=net + (self._chance.random() < 0.1),
            references=tuple(self._reference(one) for one in NAMES.get(kind, ()) if self._chance.random() < 0.15),
            lines=lines,
        )

    def _number(self, kind: str) -> str:
        return f"{KINDS[kind]}{self._chance.randint(1, self._counts[kind])}"

    def _reference(self, kind: str) -> Reference:
        return Reference(document=kind, number=self._number(kind))

    def _lines(self, names: Sequence[str]) -> tuple[TradeLine, ...]:
        """Lines that mostly name the same lines of one other document."""
        named = self._reference(self._chance.choice(names)) if names else None
        lines = []
        for place in range(1, self._chance.randint(1, 2) + 1):
            quantity = Decimal(self._chance.randint(1, 9))
            other = self._reference(self._chance.choice(names)) if names and self._chance.random() < 0.1 else named
            line = str(place) if self._chance.random() < 0.95 else None
            lines.append(
                TradeLine(
                    id=str(place),
                    quantity=quantity,
                    unit="C62" if self._chance.random() < 0.98 else "KGM",
                    price=Decimal(2),
                    amount=quantity * 2,
                    references=(msgspec.structs.replace(other, line=line),) if other is not None else (),
                )
            )
        return tuple(lines)

    def _statement(self) -> StatementSummary:
        lines = []
        for place in range(1, self._chance.randint(1, 3) + 1):
            kinds = (
                ["invoice"]
                if self._chance.random() < 0.7
                else ["invoice", self._chance.choice(["invoice", "credit-note"])]
            )
            named = tuple(self._reference(kind) for kind in kinds)
            lines.append(
                StatementLine(
                    position=str(place),
                    amount=Decimal(self._chance.randint(-30, 3)),
                    currency="EUR",
                    booked=DAY + timedelta(days=self._chance.randint(0, 9)),
                    status="BOOK",
                    entry_reference=self._chance.choice([None, "A", "B"]),
                    references=named if self._chance.random() < 0.7 else (),
                    remittance=(" ".join(one.number for one in named),),
                )
            )
        number = f"S{self._chance.randint(1, 9)}"
        return StatementSummary(number=number, issued=DAY, account="DE1", currency="EUR", lines=tuple(lines))
