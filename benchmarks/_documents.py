"""What the benchmarks share: many different documents of our own making, and honest timing side by side."""

import sys
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tools"))

from papers import Company, Entry, Line, camt, despatch, invoice, order, receipt
from papers_cii import cii

BUYER = Company("Nordlicht Möbelwerk GmbH", "DE811907980", "4012345000009", "DE89370400440532013000")
START = date(2024, 1, 2)
_SELLERS = 40
_DOCUMENTS_OF_A_TRADE = 6


def seller(n: int) -> Company:
    """One of forty suppliers."""
    return Company(f"Supplier {n:02} GmbH", f"DE1366956{n:02}", f"40987650{n:05}", f"DE0212030000000020{n:04}")


def trade(n: int) -> Iterator[tuple[str, bytes]]:
    """Order, despatch advice, receipt advice, invoice in UBL or CII, and the payment of the trade before: with names."""
    of, day = seller(n % _SELLERS), START + timedelta(days=n % 900)
    items = tuple(
        Line(str(place), f"Item {place} of {n % 97}", str(3 + n % 11), f"{7 + place}.{n % 90:02}", "C62", f"A-{place}")
        for place in range(1, 4 + n % 6)
    )
    billed = tuple(Line(x.id, x.name, x.quantity, x.price, x.unit, x.item, order_line=x.id) for x in items)
    yield f"{n:06}-order.xml", order(f"PO-{n:06}", day, BUYER, of, items)
    yield f"{n:06}-despatch.xml", despatch(f"DA-{n:06}", day, f"PO-{n:06}", BUYER, of, items)
    yield f"{n:06}-receipt.xml", receipt(f"RA-{n:06}", day, f"DA-{n:06}", BUYER, of, items)
    write = cii if n % 2 else invoice
    yield f"{n:06}-invoice.xml", write(f"RE-{n:06}", day, day, BUYER, of, billed, f"PO-{n:06}")
    paid = tuple(Entry("-100.00", day, of, f"Rechnung RE-{n:06} Teil {part}") for part in range(2))
    yield f"{n:06}-bank.xml", camt(f"S-{n:06}", BUYER, day, "5000.00", paid)


def documents(count: int) -> Iterator[tuple[str, bytes]]:
    """So many documents."""
    left = count
    n = 0
    while left > 0:
        for name, data in trade(n):
            if left > 0:
                yield name, data
                left -= 1
        n += 1


def best(times: int, *works: Callable[[], object]) -> list[float]:
    """The shortest time of each work in seconds, taken in turns so that what else the machine does hits all alike."""
    shortest = [float("inf")] * len(works)
    for _ in range(times):
        for place, work in enumerate(works):
            started = time.perf_counter()
            work()
            shortest[place] = min(shortest[place], time.perf_counter() - started)
    return shortest
