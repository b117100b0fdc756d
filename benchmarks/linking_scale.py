"""What linking a document costs in a record of 200,000 documents against one of 2,000: at most 1.5 times.

The documents come as summaries, so that nothing is measured but linking them, judging them and storing what follows.
The same hundred partners trade on over the years; every third invoice and payment names nothing that it belongs to.
"""

import argparse
import random
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from hashlib import sha256
from itertools import count, islice
from pathlib import Path
from statistics import median
from unittest.mock import patch

import msgspec
from _documents import BUYER
from _homes import new_home
from _timing import scratch, told

from counterfoil.flow import record
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.linking import LinkChange, Linker
from counterfoil.flow.prepare import Intake, Prepared
from counterfoil.flow.record import Recorder
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

STEP = 1000
PAIRS = 5
PARTNERS = 100
A_DAY = 40
"""Trades on one day."""
US = PartySummary(name=BUYER.name, identifiers=(Identifier(value=BUYER.vat, scheme="VAT"),))


def main() -> None:
    """Print the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=200_000, help="documents in the large record")
    given = options.parse_args()
    with scratch() as folder:
        papers = intakes()
        with open_home(new_home(Path(folder) / "large")) as large:
            grow(large, papers, given.count)
            early, late = pairs(large, papers, Path(folder))
    print(f"  linking a document: {early * 1e6:,.0f} us behind 2,000, {late * 1e6:,.0f} us behind {given.count:,}")
    told(f"linking a document at {given.count:,} documents against 2,000", late / early, "at most 1.5")


def grow(home: Home, papers: Iterator[Intake], count_: int) -> None:
    """Add so many documents."""
    recorder = Recorder(home)
    for done in range(0, count_, STEP):
        list(recorder.add(islice(papers, STEP)))
        print(f"\r  {done + STEP:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def pairs(large: Home, papers: Iterator[Intake], folder: Path) -> tuple[float, float]:
    """Seconds of linking for each document in a record of 2,000 and in the large one: medians, taken in turns."""
    early: list[float] = []
    late: list[float] = []
    for number in range(PAIRS):
        fresh = intakes()
        with open_home(new_home(folder / f"small{number}")) as small:
            list(Recorder(small).add(islice(fresh, 2 * STEP)))
            turns = [(early, small, list(islice(fresh, STEP))), (late, large, list(islice(papers, STEP)))]
            for kept, home, batch in turns if number % 2 else reversed(turns):
                kept.append(linking_time(home, batch) / STEP)
    return median(early), median(late)


def linking_time(home: Home, batch: Sequence[Intake]) -> float:
    """Seconds that linking and judging take while a batch is added."""
    spent = 0.0

    class Timed(Linker):
        def changes(self, new: Sequence[Recorded]) -> list[LinkChange]:
            nonlocal spent
            started = time.perf_counter()
            found = super().changes(new)
            spent += time.perf_counter() - started
            return found

        def judge(self, ids: Iterable[bytes], changes: Sequence[LinkChange] = ()) -> None:
            nonlocal spent
            started = time.perf_counter()
            super().judge(ids, changes)
            spent += time.perf_counter() - started

    with patch.object(record, "Linker", Timed):
        list(Recorder(home).add(batch))
    return spent


def intakes() -> Iterator[Intake]:
    """Trades without an end, a day after the other."""
    chance = random.Random(7)
    for number in count():
        day = date(2015, 1, 1) + timedelta(days=number // A_DAY)
        for summary in trade(chance, number, day):
            original = msgspec.json.encode(summary)
            id = sha256(original).digest()
            prepared = Prepared(
                file=f"{number}.xml", original=id, id=id, document=summary.document, format="made", summary=summary
            )
            yield Intake(prepared=prepared, original=original)


def trade(chance: random.Random, number: int, day: date) -> Iterator[Summary]:
    """An order, what was received of it, its invoice and its payment."""
    partner = chance.randrange(PARTNERS)
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
            price=(price := Decimal(chance.randint(100, 9999)) / 100),
            amount=quantity * price,
            name=f"Article {partner}-{place}",
            seller_item=f"A{chance.randrange(30)}",
        )
        for place in range(1, chance.randint(2, 5))
    )
    net = sum((line.amount for line in lines if line.amount is not None), Decimal(0))
    says = chance.random() > 1 / 3
    yield made("order", f"PO{number}", seller, lines, net, day)
    to_order = tuple(
        msgspec.structs.replace(line, references=(Reference(document="order", number=f"PO{number}", line=line.id),))
        for line in lines
    )
    yield made("receipt-advice", f"RA{number}", seller, to_order, net, day + timedelta(days=3))
    yield made("invoice", f"R{number}", seller, to_order if says else lines, net, day + timedelta(days=4))
    entry = StatementLine(
        position="1",
        amount=-net,
        currency="EUR",
        booked=day + timedelta(days=20),
        status="BOOK",
        entry_reference=f"B{number}",
        counterparty=seller,
        remittance=(f"Rechnung R{number}" if chance.random() > 1 / 3 else "Zahlung",),
    )
    yield StatementSummary(
        number=f"S{number}", issued=day + timedelta(days=20), account=BUYER.iban, currency="EUR", lines=(entry,)
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
