"""What linking a document costs in a record of 200,000 documents against one of 2,000: at most 1.5 times.

The documents come as summaries, so that nothing is measured but linking them, judging them and storing what follows.
Every third invoice and every third payment names nothing that it belongs to, and nothing that was inferred is ever
confirmed: so what is open piles up over all the days that linking looks at.

A record grows in several ways, and each is measured:

- longer: the same partners trade on as before, 20 of them twice a day. That is history alone.
- larger: ten times the partners and ten times the trades, for ten times as long: 200,000 documents in seven years.
- fuller: 100 partners trade forty times a day from the first day on. Behind 2,000 documents that are twelve days, so
  that all windows are nearly empty; behind 200,000 they are full, with dozens of open trades for each partner.
- harder: the same, and all articles of a partner bear much the same names, whatever their numbers, at any price.

What came in twelve days is added at once, behind 2,000 as behind 200,000: how many documents of one partner come
together is no matter of how large the record is.
"""

import argparse
import random
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from statistics import median
from typing import NamedTuple
from unittest.mock import patch

import msgspec
from _documents import BUYER
from _homes import new_home
from _timing import scratch, told

from counterfoil.flow import record
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.link_change import LinkChange
from counterfoil.flow.linking import Linker
from counterfoil.flow.prepare import Intake, Prepared
from counterfoil.flow.recall import Recall
from counterfoil.flow.record import Recorder
from counterfoil.model.settings import Settings
from counterfoil.model.summary import (
    PartySummary,
    Recorded,
    Reference,
    StatementLine,
    StatementSummary,
    Summary,
    TradeLine,
    TradeSummary,
)
from counterfoil.model.values import Identifier
from counterfoil.store import Store

GROWN, STEP = 8000, 1000
SMALL = 2000
PAIRS = 5
DAYS = 12
"""What comes in so many days is added at once."""
DOCUMENTS = 4
"""Of one trade."""
FIRST = date(1940, 1, 1)
ARTICLES = 30
_WHAT = ("Screw", "Hinge", "Drawer", "Handle", "Board", "Panel", "Lamp", "Cable", "Switch", "Bracket", "Seal", "Castor")
_LIKE = ("oak", "black", "steel", "brass", "round", "flat", "long", "short", "heavy", "soft", "matt", "white")
US = PartySummary(name=BUYER.name, identifiers=(Identifier(value=BUYER.vat, scheme="VAT"),))


class Article(NamedTuple):
    """What a line is about."""

    number: str
    name: str
    price: Decimal


Sells = Callable[[random.Random, int, int], Article]
"""Gives what stands on a line of a partner, by the place of the line."""


class World(NamedTuple):
    """Who trades how often in what."""

    partners: int
    a_day: int
    sells: Sells

    @property
    def batch(self) -> int:
        """So many documents are added at once."""
        return DAYS * self.a_day * DOCUMENTS


class Growth(NamedTuple):
    """A small record's world, and the large one's."""

    small: World
    large: World


def from_catalogue(chance: random.Random, partner: int, _place: int) -> Article:
    """One of the partner's articles, each with a number, a name and a price."""
    article = chance.randrange(ARTICLES)
    own = random.Random(partner * ARTICLES + article)
    name = f"{own.choice(_WHAT)} {own.choice(_LIKE)} {own.randrange(10, 100)}"
    return Article(f"{partner:03}{article:03}", name, Decimal(own.randint(100, 9999)) / 100)


def nameless(chance: random.Random, partner: int, place: int) -> Article:
    """Any number at any price, and a name that says nothing."""
    price = Decimal(chance.randint(100, 9999)) / 100
    return Article(f"A{chance.randrange(ARTICLES)}", f"Article {partner}-{place}", price)


GROWTHS = {
    "longer": Growth(World(20, 2, from_catalogue), World(20, 2, from_catalogue)),
    "larger": Growth(World(20, 2, from_catalogue), World(200, 20, from_catalogue)),
    "fuller": Growth(World(100, 40, from_catalogue), World(100, 40, from_catalogue)),
    "harder": Growth(World(100, 40, nameless), World(100, 40, nameless)),
}


def main() -> None:
    """Print the ratios."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=200_000, help="documents in the large record")
    options.add_argument("--growth", choices=GROWTHS, action="append", help="how it grew (default: each in turn)")
    given = options.parse_args()
    for name in given.growth or GROWTHS:
        with scratch() as folder:
            early, late = measured(GROWTHS[name], given.count, Path(folder))
        print(f"  {name}: {early * 1e6:,.0f} us behind {SMALL:,}, {late * 1e6:,.0f} us behind {given.count:,}")
        told(f"linking a document at {given.count:,} documents against 2,000, {name}", late / early, "at most 1.5")


def measured(growth: Growth, count_: int, folder: Path) -> tuple[float, float]:
    """Seconds of linking for each document behind 2,000 and behind so many: medians, taken in turns."""
    papers = intakes(growth.large)
    with open_home(new_home(folder / "large")) as large:
        grow(large, papers, count_)
        return pairs(growth, large, papers, folder)


def grow(home: Home, papers: Iterator[Intake], count_: int) -> None:
    """Add so many documents, in large batches, which takes less time and comes to the same."""
    recorder = Recorder(home)
    with patch.object(record, "_BATCH_DOCUMENTS", GROWN):
        for done in range(0, count_, GROWN):
            list(recorder.add(islice(papers, min(GROWN, count_ - done))))
            print(f"\r  {min(done + GROWN, count_):,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def pairs(growth: Growth, large: Home, papers: Iterator[Intake], folder: Path) -> tuple[float, float]:
    """Seconds of linking for each document in a record of 2,000 and in the large one."""
    early: list[float] = []
    late: list[float] = []
    for number in range(PAIRS):
        fresh = intakes(growth.small)
        with open_home(new_home(folder / f"small{number}")) as small:
            list(Recorder(small).add(islice(fresh, SMALL)))
            turns = [(early, small, fresh, growth.small.batch), (late, large, papers, growth.large.batch)]
            for kept, home, coming, batch in turns if number % 2 else reversed(turns):
                times = [linking_time(home, list(islice(coming, batch))) for _ in range(-(-STEP // batch))]
                kept.append(sum(times) / len(times) / batch)
    return median(early), median(late)


def linking_time(home: Home, batch: Sequence[Intake]) -> float:
    """Seconds of the processor that linking and judging take while a batch is added."""
    spent = 0.0

    class Timed:
        """A linker and what it spends; it holds one, since a compiled class has no interpreted ones below it."""

        def __init__(self, store: Store, recall: Recall, settings: Settings) -> None:
            self._linker = Linker(store, recall, settings)

        def changes(self, new: Sequence[Recorded]) -> list[LinkChange]:
            nonlocal spent
            started = time.process_time()
            found = self._linker.changes(new)
            spent += time.process_time() - started
            return found

        def judge(self, ids: Iterable[bytes], changes: Sequence[LinkChange] = ()) -> None:
            nonlocal spent
            started = time.process_time()
            self._linker.judge(ids, changes)
            spent += time.process_time() - started

    with patch.object(record, "Linker", Timed):
        list(Recorder(home).add(batch))
    return spent


def intakes(world: World) -> Iterator[Intake]:
    """Trades without an end, a day after the other."""
    chance = random.Random(7)
    for number in count():
        day = FIRST + timedelta(days=number // world.a_day)
        for summary in trade(chance, number, chance.randrange(world.partners), day, world.sells):
            original = msgspec.json.encode(summary)
            id = sha256(original).digest()
            prepared = Prepared(
                file=f"{number}.xml", original=id, id=id, document=summary.document, format="made", summary=summary
            )
            yield Intake(prepared=prepared, original=original)


def trade(chance: random.Random, number: int, partner: int, day: date, sells: Sells) -> Iterator[Summary]:
    """An order, what was received of it, its invoice and its payment."""
    seller = PartySummary(
        name=f"Supplier {partner} GmbH",
        identifiers=(Identifier(value=f"DE{100_000_000 + partner}", scheme="VAT"),),
        accounts=(f"DE{partner:020}",),
    )
    lines = tuple(
        TradeLine(
            id=str(place),
            quantity=(quantity := Decimal(chance.randint(1, 50))),
            unit="C62",
            price=(article := sells(chance, partner, place)).price,
            amount=quantity * article.price,
            name=article.name,
            seller_item=article.number,
        )
        for place in range(1, chance.randint(2, 5))
    )
    net = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    says = chance.random() > 1 / 3
    yield made("order", f"PO{number:06}", seller, lines, net, day)
    to_order = tuple(
        msgspec.structs.replace(line, references=(Reference(document="order", number=f"PO{number:06}", line=line.id),))
        for line in lines
    )
    yield made("receipt-advice", f"RA{number:06}", seller, to_order, net, day + timedelta(days=3))
    yield made("invoice", f"R{number:06}", seller, to_order if says else lines, net, day + timedelta(days=4))
    entry = StatementLine(
        position="1",
        amount=-net,
        currency="EUR",
        booked=day + timedelta(days=20),
        status="BOOK",
        entry_reference=f"B{number:06}",
        counterparty=seller,
        remittance=(f"Rechnung R{number:06}" if chance.random() > 1 / 3 else "Zahlung",),
    )
    yield StatementSummary(
        number=f"S{number:06}", issued=day + timedelta(days=20), account=BUYER.iban, currency="EUR", lines=(entry,)
    )


def made(
    kind: str, number: str, seller: PartySummary, lines: tuple[TradeLine, ...], net: Decimal, day: date
) -> TradeSummary:
    """A document of a trade."""
    payable = net if kind == "invoice" else None
    return TradeSummary(
        document=kind,
        number=number,
        issued=day,
        currency="EUR",
        seller=seller,
        buyer=US,
        net=net,
        total=net,
        payable=payable,
        lines=lines,
    )


if __name__ == "__main__":
    main()
