"""Copies of invoices that are found, and how long it takes, beside the rules that accounting programs know.

Those rules run in SQLite on the same invoices: one seller and number, or one seller, sum and day. Where the payments of
Oxford City Council are at hand (COUNTERFOIL_DATA or ../shared/data), altered copies are planted among them.
"""

import argparse
import csv
import gzip
import os
import random
import sqlite3
import time
from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from pathlib import Path

from _copies import KINDS, Made, invoices
from _timing import told
from msgspec.structs import replace

from counterfoil.matching import DUPLICATES, Desk
from counterfoil.model.link import Link
from counterfoil.model.summary import PartySummary, Recorded, TradeSummary
from counterfoil.model.values import Identifier

DATA = Path(os.environ.get("COUNTERFOIL_DATA", Path(__file__).parents[2] / "shared" / "data"))
PAYMENTS = DATA / "oxford_spend" / "oxford_expenditure_over_500.csv.gz"
PLANTED = 500
Pairs = set[frozenset[bytes]]

_RULES = """
SELECT a.id, b.id FROM bill a JOIN bill b ON a.seller = b.seller AND a.id < b.id AND a.kind = b.kind
WHERE a.number = b.number OR (a.total = b.total AND a.day = b.day)
"""


def main() -> None:
    """Print recall, precision and time for invoices of our own making, then recall and alarms among real payments."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=50_000, help="invoices of our own making")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    own(invoices(given.seed, given.count, copies=given.count // 500))
    if PAYMENTS.exists():
        real()
    else:
        print(f"  no payments at {PAYMENTS}")


def own(made: Made) -> None:
    """Invoices of our own making: what is found of each kind."""
    waited, started = time.perf_counter(), time.process_time()
    links = found_in(made.documents)
    waited, seconds = time.perf_counter() - waited, time.process_time() - started
    started = time.process_time()
    rules = by_rules(made.documents)
    known = time.process_time() - started
    hits = {frozenset((link.source.id, link.target.id)) for link in links}
    for kind in KINDS:
        pairs = {pair for pair, how in made.truth.items() if how == kind}
        print(f"  {kind}: {share(pairs & hits, pairs):.3f}, by the rules {share(pairs & rules, pairs):.3f}")
    truth = made.truth.keys()
    told("recall of copies (eight kinds, beside the same bytes)", share(truth & hits, truth), "at least 0.95", 3)
    told("  of links that are certain", share(truth & certain(links), truth), "at least 0.95", 3)
    told("precision", share(truth & hits, hits), "at least 0.99", 4)
    told("recall by the rules", share(truth & rules, truth), "0.11 to 0.35", 3)
    told("precision by the rules", share(truth & rules, rules), "no number", 3)
    told(f"seconds of one processor for {len(made.documents):,} invoices", seconds, "at most 10", 1)
    told("  seconds on the clock, beside all else that this machine does", waited, "no number", 1)
    told("time of the rules in SQLite = 1", seconds / known, "no number", 1)


def real() -> None:
    """Real payments, in which altered copies are planted."""
    lines = list(payments())
    chance = random.Random(1)
    dated = [one for one in lines if one.issued and one.payable and one.payable > 0]
    planted = chance.sample(dated, PLANTED)
    documents = [recorded(one, f"line {place}") for place, one in enumerate(lines)]
    place_of = {id(one): place for place, one in enumerate(lines)}
    truth: Pairs = set()
    for number, one in enumerate(planted):
        again = recorded(altered(chance, one, number), f"copy {number}")
        truth.add(frozenset((documents[place_of[id(one)]].id, again.id)))
        documents.append(again)
    hits = {frozenset((link.source.id, link.target.id)) for link in found_in(documents)}
    told("recall of copies planted among real payments", share(truth & hits, truth), "at least 0.60", 3)
    told("alarms on other lines, per cent", 100 * len(hits - truth) / len(lines), "less than 0.5", 3)
    rules = by_rules(documents)
    told("recall by the rules", share(truth & rules, truth), "no number", 3)
    told("alarms by the rules, per cent", 100 * len(rules - truth) / len(lines), "no number", 1)


def found_in(documents: list[Recorded]) -> list[Link]:
    """What the project finds."""
    return Desk(documents, (DUPLICATES,), ()).link_all()


def certain(links: Iterable[Link]) -> Pairs:
    """The pairs that need no person."""
    return {frozenset((one.source.id, one.target.id)) for one in links if one.confidence >= Decimal("0.95")}


def by_rules(documents: list[Recorded]) -> Pairs:
    """What the rules find, with the names and numbers as they are written."""
    base = sqlite3.connect(":memory:")
    base.execute("CREATE TABLE bill (id BLOB, kind TEXT, seller TEXT, number TEXT, total TEXT, day TEXT)")
    base.executemany("INSERT INTO bill VALUES (?, ?, ?, ?, ?, ?)", (row(one) for one in documents))
    base.execute("CREATE INDEX by_number ON bill (seller, number)")
    base.execute("CREATE INDEX by_total ON bill (seller, total, day)")
    return {frozenset(pair) for pair in base.execute(_RULES)}


def row(document: Recorded) -> tuple[bytes, str, str | None, str | None, str, str]:
    """An invoice as a row."""
    one = document.summary
    assert isinstance(one, TradeSummary)
    return (
        document.id,
        one.document,
        one.seller.name if one.seller else None,
        one.number,
        str(one.payable),
        str(one.issued),
    )


def share(some: Iterable[object], of: Iterable[object]) -> float:
    """How many of them."""
    return len(list(some)) / max(1, len(list(of)))


def payments() -> Iterable[TradeSummary]:
    """The lines as invoices: of the council's transaction, on the day of payment."""
    with gzip.open(PAYMENTS, "rt", encoding="utf-8") as file:
        for line in csv.DictReader(file):
            try:
                amount = Decimal(line["amount"].replace(",", ""))
            except InvalidOperation:
                continue
            supplier = (Identifier(value=line["supplier_id"]),)
            yield TradeSummary(
                document="invoice",
                number=line["trans_no"],
                issued=day(line["paid_date"]),
                currency="GBP",
                seller=PartySummary(name=line["supplier_name"].strip(), identifiers=supplier),
                payable=amount,
            )


def day(written: str) -> date | None:
    """A day; a quarter of the payments has lost it."""
    try:
        return date(*map(int, reversed(written.split("/"))))
    except (TypeError, ValueError):
        return None


def altered(chance: random.Random, one: TradeSummary, kind: int) -> TradeSummary:
    """A copy with another number, day or supplier record, or with a day and number of its own."""
    number, issued = one.number or "", one.issued or date.min
    later = issued + timedelta(days=chance.randint(1, 21))
    at = chance.randrange(1, len(number) - 3)
    typed = f"{number[:at]}{chance.choice('0123456789')}{number[at + 1 :]}"
    name = (one.seller and one.seller.name) or ""
    respelled = chance.choice((name.title(), f"{name} UK", name.replace("LTD", "LIMITED"), name.replace("E", "", 1)))
    match kind % 6:
        case 0:
            return replace(one, number=typed)
        case 1:
            return replace(
                one, number=chance.choice((f"0{number}", f"{number}A", number.replace("_", ""), f"INV {number}"))
            )
        case 2:
            return replace(one, issued=later)
        case 3:
            return replace(one, seller=PartySummary(name=respelled, identifiers=(Identifier(value="20099999"),)))
        case 4:
            return replace(one, number=typed, issued=later)
        case _:
            return replace(one, number=f"{chance.randrange(10**6, 10**7)}", issued=later)


def recorded(summary: TradeSummary, name: str) -> Recorded:
    """A document of the record."""
    return Recorded(id=name.encode().ljust(32, b"."), role="buyer", summary=summary)


if __name__ == "__main__":
    main()
