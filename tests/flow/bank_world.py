"""A random world of what is owed and what moved on our accounts: movements that are told again, come back, or teach.

Few partners, numbers, amounts and days, so that movements compete for the same items.
"""

import random
from datetime import timedelta
from decimal import Decimal

import msgspec

from counterfoil.flow.prepare import Intake
from counterfoil.model.summary import (
    MasterSummary,
    PartySummary,
    Reference,
    StatementLine,
    StatementSummary,
    Summary,
    TradeSummary,
)
from flow.made import intake_of, party, us
from trades import DAY

_ACCOUNTS = {"Nord": "DE02100500000054540402", "Sued": "DE02120300000000202051", "Holding": "DE02500105170137075030"}
_AMOUNTS = (Decimal(100), Decimal(100), Decimal("70.50"), Decimal("29.50"), Decimal(250))
_OURS = ("DE89370400440532013000", "0532013000")
_KINDS = (
    *("invoice",) * 7,
    *("credit-note",) * 2,
    *("open-item", "partner"),
    *("statement",) * 9,
)


def bank_world(seed: int, size: int) -> list[Intake]:
    """Items, partners, and statements of which several tell the same movements, each in its own way."""
    made = _Bank(random.Random(seed), size)
    return [intake_of(place, made.summary()) for place in range(size)]


class _Bank:
    """Makes documents; the movements that statements tell of are made before."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self._chance = chance
        self._numbers = [chance.choice([f"RE-{2026000 + at}", f"{4711 + at}", f"A{at}"]) for at in range(size)]
        self._items: list[TradeSummary] = [self._item() for _ in range(max(size // 2, 1))]
        self._moves = [self._movement(at) for at in range(max(size // 2, 1))]
        self._sent = 0

    def summary(self) -> Summary:
        kind = self._chance.choice(_KINDS)
        if kind == "statement":
            return self._statement()
        if kind == "partner":
            return self._partner()
        self._sent += 1
        if self._chance.random() < 0.9:
            return self._items[self._sent % len(self._items)]
        return self._item()

    def _party(self, name: str) -> PartySummary:
        told = self._chance.choice([party(name), PartySummary(name=name)])
        accounts = (_ACCOUNTS[name],) if self._chance.random() < 0.5 else ()
        return msgspec.structs.replace(told, accounts=accounts)

    def _item(self) -> TradeSummary:
        chance = self._chance
        kind = chance.choice(["invoice", "invoice", "invoice", "credit-note", "open-item"])
        due, partner, sells = chance.choice(_AMOUNTS), chance.choice(["Nord", "Nord", "Sued"]), chance.random() < 0.3
        foreign = chance.random() < 0.05
        named = Reference(document="invoice", number=chance.choice(self._numbers))
        return TradeSummary(
            document=kind,
            number=chance.choice(self._numbers),
            issued=DAY + timedelta(days=chance.choice([0, 1, 8, 20, 60])),
            due=DAY + timedelta(days=30) if chance.random() < 0.3 else None,
            currency="USD" if foreign else "EUR",
            seller=us() if sells else self._party(partner),
            buyer=self._party(partner) if sells else us(),
            payable=due,
            payment_terms="2 % Skonto innerhalb 10 Tagen" if chance.random() < 0.2 else None,
            payment_reference=chance.choice(self._numbers) if chance.random() < 0.1 else None,
            references=(named,) if kind == "credit-note" and chance.random() < 0.6 else (),
        )

    def _partner(self) -> MasterSummary:
        names = self._chance.sample(sorted(_ACCOUNTS), 2)
        told = PartySummary(
            name=names[0], accounts=(_ACCOUNTS[names[1]],), identifiers=self._party(names[0]).identifiers
        )
        return MasterSummary(document="partner", number=str(self._chance.randint(70001, 70003)), party=told)

    def _movement(self, at: int) -> StatementLine:
        chance = self._chance
        paid = chance.sample(self._items, min(len(self._items), chance.choice([1, 1, 1, 2])))
        sum_ = sum((self._signed(one) for one in paid), Decimal(0)) or Decimal(100)
        part = chance.choice(["1", "1", "1", "1", "0.98", "0.5", "2"])
        amount = (sum_ * Decimal(part)).quantize(Decimal("0.01"))
        numbers = [one.number or "" for one in paid]
        back = chance.random() < 0.15
        texts = [
            " ".join(numbers),
            f"Rechnung {numbers[0]}",
            "Zahlung",
            "Zahlung",
            "2 Rechnungen lt. Avis",
            f"Teilzahlung {numbers[0]}",
            numbers[0][-4:],
            numbers[0].replace("0", "O"),
        ]
        partner = paid[0].seller if amount < 0 else paid[0].buyer
        name = partner.name if partner is not None and partner.name in _ACCOUNTS else "Nord"
        who = name if chance.random() < 0.7 else "Holding"
        return StatementLine(
            position="1",
            amount=-amount if back else amount,
            currency="EUR",
            booked=DAY + timedelta(days=chance.choice([5, 10, 10, 30, 60])),
            status="BOOK",
            entry_reference=f"E{at}",
            end_to_end_id=chance.choice([None, None, f"DD-{100000 + at % 3}", numbers[0]]),
            reversal=back and chance.random() < 0.3,
            counterparty=PartySummary(name=who, accounts=(_ACCOUNTS[who],)),
            remittance=(("Rücklastschrift " if back else "") + chance.choice(texts),),
            charges=Decimal("2.50") if chance.random() < 0.05 else None,
            instructed=abs(amount) if chance.random() < 0.05 else None,
        )

    @staticmethod
    def _signed(item: TradeSummary) -> Decimal:
        due = item.payable or Decimal(0)
        sells = item.seller == us()
        return due if sells != (item.document == "credit-note") else -due

    def _statement(self) -> StatementSummary:
        chance = self._chance
        chosen = chance.sample(self._moves, min(len(self._moves), chance.choice([1, 1, 2, 3])))
        lines = tuple(self._told(one, str(place)) for place, one in enumerate(chosen, 1))
        whole = chance.random() < 0.6
        return StatementSummary(
            number=f"S{chance.randint(1, 9)}",
            issued=DAY + timedelta(days=61),
            account=chance.choice(_OURS),
            currency="EUR",
            opening=Decimal(1000) if whole else None,
            closing=Decimal(1000) + sum((one.amount for one in lines), Decimal(0)) if whole else None,
            lines=lines,
        )

    def _told(self, line: StatementLine, position: str) -> StatementLine:
        """A movement as one of several statements tells it: with more or less about it."""
        chance = self._chance
        who, text = line.counterparty, line.remittance[0]
        name_only = PartySummary(name=who.name) if who is not None else None
        half = len(text) // 2
        return msgspec.structs.replace(
            line,
            position=position,
            entry_reference=chance.choice([line.entry_reference, line.entry_reference, None]),
            counterparty=chance.choice([who, who, name_only, None]),
            end_to_end_id=line.end_to_end_id if chance.random() < 0.8 else None,
            remittance=chance.choice([(text,), (text,), (text[:half], text[half:]), (f"SVWZ+{text}",)]),
            status=chance.choice(["BOOK", "BOOK", "BOOK", "BOOK", "PDNG"]),
        )
