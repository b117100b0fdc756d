"""A random world of invoices that come again: under other numbers, in parts, with another sum, taken back before."""

import random
from datetime import timedelta
from decimal import Decimal

import msgspec

from counterfoil.flow.prepare import Intake
from counterfoil.model.summary import PartySummary, Reference, TradeLine, TradeSummary
from counterfoil.model.values import Identifier
from flow.made import intake_of, party, us
from trades import DAY

_SUMS = ("100", "119.35", "238.7", "358.05", "417.35", "817.11", "1270.01")
_APPENDED = ("-1", "-2", "A", " copy")
_DAYS = (0, 1, 4, 9, 25, 33, 61, 95)


def copied_world(seed: int, size: int) -> list[Intake]:
    """So many documents, most of which repeat another in some way."""
    chance = random.Random(seed)
    made: list[TradeSummary] = []
    while len(made) < size:
        made += _again(chance, chance.choice(made)) if made and chance.random() < 0.6 else [_first(chance, len(made))]
    return [intake_of(place, one) for place, one in enumerate(made[:size])]


def _first(chance: random.Random, count: int) -> TradeSummary:
    amount = Decimal(chance.choice(_SUMS))
    return TradeSummary(
        document="invoice" if chance.random() < 0.85 else "credit-note",
        number=chance.choice([f"RE-2026-{400 + count}", f"{40 + count}", f"RE-{count}"]),
        issued=DAY + timedelta(days=chance.choice(_DAYS)),
        currency="EUR",
        seller=_seller(chance),
        buyer=us(),
        payable=amount,
        references=tuple(_references(chance)),
        lines=(TradeLine(id="1", name=chance.choice(["Oak", "Ash"]), amount=amount),),
    )


def _seller(chance: random.Random) -> PartySummary:
    """The same company by its name, by its identifier too, or under another name; or another company."""
    known = Identifier(value="DE136695976", scheme="VAT")
    return chance.choice(
        [
            party("Tannhof KG"),
            msgspec.structs.replace(party("Tannhof KG"), identifiers=(known,)),
            msgspec.structs.replace(party("Tannhof Holz"), identifiers=(known,)),
            party("Lindner"),
        ]
    )


def _references(chance: random.Random) -> list[Reference]:
    return [Reference(document="order", number=f"PO-{chance.randrange(3)}")] if chance.random() < 0.4 else []


def _again(chance: random.Random, one: TradeSummary) -> list[TradeSummary]:
    """A copy with something changed, or two or three that add up to it."""
    replace, number = msgspec.structs.replace, one.number or ""
    later = (one.issued or DAY) + timedelta(days=chance.choice([0, 0, 1, 5, 28, 40]))
    ways = [
        [replace(one, number=number.replace("-", "/"))],
        [replace(one, number=number + chance.choice(_APPENDED))],
        [replace(one, number=f"{number[:-1]}{chance.randrange(10)}", issued=later)],
        [replace(one, seller=_seller(chance), issued=later)],
        [replace(one, payable=Decimal(chance.choice(_SUMS)))],
        [replace(one, document="credit-note", number=f"CN{number}", references=(_to(one),), issued=later)],
        [replace(one, number=f"X{number}", issued=later, notes=(f"Corrected, replaces invoice {number}",))],
        [replace(one, number=f"X{number}", issued=later, buyer=_moved(chance), references=(_to(one),))],
    ]
    if one.payable is not None:
        part = (one.payable / 3).quantize(Decimal("0.01"))
        stems = chance.choice([(f"{number}-1", f"{number}-2"), (f"P{number}1", f"Q{number}")])
        halves = zip(stems, (part, one.payable - part), strict=True)
        parts = [replace(one, number=told, payable=each, lines=(), issued=later) for told, each in halves]
        thirds = zip(("1", "2", "3"), (part, part + 1, one.payable - 2 * part - 1), strict=True)
        stem = chance.choice([f"{number}-", f"Z-{chance.randrange(40, 44)}"])
        days = chance.choice([0, 0, 1, 2])
        three = [
            replace(one, number=f"{stem}{told}", payable=each, lines=(), issued=later + timedelta(days=days * place))
            for place, (told, each) in enumerate(thirds)
        ]
        ways += [*[parts] * 4, *[three] * 3]
    return chance.choice(ways)


def _moved(chance: random.Random) -> PartySummary:
    return msgspec.structs.replace(us(), street=f"Speicher {chance.randrange(3)}")


def _to(one: TradeSummary) -> Reference:
    return Reference(document="invoice", number=one.number or "")
