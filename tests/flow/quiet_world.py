"""A random world of who trades the same goods again and again, in documents that mostly name nothing."""

import random
from datetime import timedelta
from decimal import Decimal

from counterfoil.flow.prepare import Intake
from counterfoil.model.summary import Reference, StatementLine, StatementSummary, TradeLine, TradeSummary
from flow.made import intake_of, party, us
from trades import DAY

_PRICES = {"A100": Decimal(2), "A200": Decimal(3), "B300": Decimal(5)}
_KINDS = (
    *("order",) * 4,
    *("despatch-advice",) * 2,
    *("receipt-advice",) * 2,
    *("invoice",) * 6,
    *("credit-note", "order-change"),
    *("statement",) * 6,
)


def quiet_world(seed: int, size: int) -> list[Intake]:
    """Few articles in few quantities, so that many documents have the very same lines; most of them name nothing."""
    made = _Quiet(random.Random(seed))
    return [
        intake_of(place, made.statement() if one == "statement" else made.trade(one)) for place, one in made.kinds(size)
    ]


class _Quiet:
    """Makes documents, and remembers of invoices what is due."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._given = 0
        self._names: list[tuple[str, str]] = []
        self._due: list[tuple[str, str, Decimal]] = []

    def kinds(self, size: int) -> list[tuple[int, str]]:
        return list(enumerate(self._chance.choice(_KINDS) for _ in range(size)))

    def trade(self, kind: str) -> TradeSummary:
        chance, partner = self._chance, self._partner()
        self._given += 1
        number = f"{kind[:2].upper()}{self._given:04}"
        names = [Reference(document=one, number=told) for one, told in self._names[-6:] if one != kind]
        lines = tuple(self._line(place) for place in range(1, chance.choice([1, 1, 2]) + 1))
        net = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
        self._names.append((kind, number))
        if kind == "invoice":
            self._due.append((partner, number, net))
        return TradeSummary(
            document=kind,
            number=number,
            issued=DAY + timedelta(days=chance.choice([0, 1, 3, 8, 20, 45, 100])),
            currency="EUR",
            seller=party(partner),
            buyer=us(),
            net=net,
            total=net,
            payable=net if kind in ("invoice", "credit-note") else None,
            notes=("Bestellung vom 12.03.2026",) if chance.random() < 0.1 else (),
            references=(chance.choice(names),) if names and chance.random() < 0.25 else (),
            lines=lines,
        )

    def statement(self) -> StatementSummary:
        self._given += 1
        lines = tuple(self._entry(str(place)) for place in range(1, self._chance.choice([1, 1, 2]) + 1))
        return StatementSummary(number=f"S{self._given}", issued=DAY, account="DE1", currency="EUR", lines=lines)

    def _line(self, place: int) -> TradeLine:
        chance = self._chance
        item = chance.choice(sorted(_PRICES))
        quantity = Decimal(chance.choice([5, 5, 10]))
        return TradeLine(
            id=str(place),
            quantity=quantity,
            unit="C62",
            price=_PRICES[item],
            amount=quantity * _PRICES[item],
            name=f"Screw of steel {item[0]}" if chance.random() < 0.8 else None,
            seller_item=item if chance.random() < 0.9 else None,
        )

    def _entry(self, position: str) -> StatementLine:
        chance = self._chance
        paid = chance.sample(self._due, min(len(self._due), chance.choice([1, 1, 1, 2])))
        partner = paid[0][0] if paid else self._partner()
        says = ["Zahlung", "Zahlung", "Zahlung 4711", "2 Rechnungen", *(number for _, number, _ in paid)]
        return StatementLine(
            position=position,
            amount=-sum((due for _, _, due in paid), Decimal(0)) or Decimal(-10),
            currency="EUR",
            booked=DAY + timedelta(days=chance.choice([5, 10, 30, 60])),
            status="BOOK",
            entry_reference=f"E{self._given}-{position}",
            counterparty=party(partner),
            remittance=(chance.choice(says),),
        )

    def _partner(self) -> str:
        return "Sued" if self._chance.random() < 0.1 else "Nord"
