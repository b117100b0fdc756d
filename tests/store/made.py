"""Rows made for tests: small, different by their number, with every column filled."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256
from typing import Any

import msgspec

from counterfoil.store import (
    CheckpointRow,
    DecisionRow,
    DiscrepancyRow,
    DocumentRow,
    FactRow,
    HandlingRow,
    LinkRow,
    Store,
)

MOMENT = datetime(2024, 5, 6, 7, 8, 9, 123456, tzinfo=UTC)


def digest(name: object) -> bytes:
    """32 bytes that stand for a document or an original."""
    return sha256(str(name).encode()).digest()


def short(name: object) -> bytes:
    """16 bytes that stand for a link or a discrepancy."""
    return sha256(str(name).encode()).digest()[:16]


def fact(index: int, /, **changes: Any) -> FactRow:
    row = FactRow(
        index=index,
        kind="document.received/1",
        subject=digest(index),
        actor="counterfoil",
        predecessor=None if index == 0 else index - 1,
        recorded=MOMENT + timedelta(microseconds=index),
        reader="counterfoil/1",
        claims=b'{"number":"%d"}' % index,
        secret=digest(f"secret {index}"),
        entry=digest(f"entry {index}"),
    )
    return msgspec.structs.replace(row, **changes)


def checkpoint(size: int, /, **changes: Any) -> CheckpointRow:
    row = CheckpointRow(
        size=size,
        root=digest(f"root {size}"),
        frontier=digest(f"frontier {size}") * 3,
        note=f"example.com/log\n{size}\n\n— key AAAA\n",
        recorded=MOMENT,
    )
    return msgspec.structs.replace(row, **changes)


def document(number: int, /, **changes: Any) -> DocumentRow:
    row = DocumentRow(
        id=digest(number),
        original=digest(f"original {number}"),
        position=1,
        file=f"in/{number}.xml",
        document="invoice",
        format="ubl-invoice",
        number=f"R-{number:04}",
        issuer="Müller & Söhne GmbH",
        partner="Müller & Söhne GmbH",
        role="buyer",
        issued=date(2024, 1, 1) + timedelta(days=number),
        due=date(2024, 2, 1),
        currency="EUR",
        amount=Decimal("100.00") + number,
        valid=True,
        fact=0,
        checked=0,
    )
    return msgspec.structs.replace(row, **changes)


def link(source: int, target: int, /, **changes: Any) -> LinkRow:
    row = LinkRow(
        id=short(f"{source} to {target}"),
        kind="bills",
        source=digest(source),
        source_line="1",
        target=digest(target),
        target_line="2",
        quantity=Decimal("3.500"),
        unit="C62",
        amount=Decimal("12.30"),
        currency="EUR",
        confidence=Decimal("0.97"),
        state="certain",
        evidence=("the order's number", "„die Menge“"),
        fact=0,
    )
    return msgspec.structs.replace(row, **changes)


def discrepancy(number: int, on: int, /, **changes: Any) -> DiscrepancyRow:
    row = DiscrepancyRow(
        id=short(f"discrepancy {number}"),
        code="short-paid",
        document=digest(on),
        line="1",
        expected="100.00",
        found="90.00",
        amount=Decimal("10.00"),
        currency="EUR",
        since=date(2024, 3, 1),
        others=(digest(7), digest(8)),
        why=("it says so",),
    )
    return msgspec.structs.replace(row, **changes)


def decision(source: int, target: int, /, **changes: Any) -> DecisionRow:
    row = DecisionRow(
        link=short(f"{source} to {target}"),
        confirmed=True,
        kind="pays",
        source=digest(source),
        source_line="3.2",
        target=digest(target),
        target_line="1",
        quantity=Decimal("3.500"),
        unit="C62",
        amount=Decimal("12.30"),
        currency="EUR",
        confidence=Decimal("0.61"),
        evidence=("the amount", "„der Name“"),
        why="the customer rang",
        fact=0,
    )
    return msgspec.structs.replace(row, **changes)


def handling(number: int, /, **changes: Any) -> HandlingRow:
    row = HandlingRow(
        discrepancy=short(f"discrepancy {number}"),
        state="accepted",
        owner="Grüner",
        why="agreed by telephone",
        expected="100.00",
        found="90.00",
        amount=Decimal("10.00"),
        fact=0,
    )
    return msgspec.structs.replace(row, **changes)


def fill(store: Store, documents: int) -> None:
    """Record documents 0, 1, 2, …, each with the fact that recorded it, where there are none yet."""
    with store.writing():
        start = store.size()
        numbers = range(start, start + documents)
        store.append_facts([fact(number) for number in numbers])
        store.put_documents([document(number, fact=number, checked=None) for number in numbers])


def fill_all_tables(store: Store) -> None:
    """Rows in every table."""
    fill(store, 5)
    with store.writing():
        store.put_checkpoint(checkpoint(4))
        store.put_keys([(5, 0, digest(0)), (5, 1, digest(1)), (-6, 0, digest(2))])
        store.put_places([(7, date(2026, 3, 1), digest(0)), (8, date(2026, 3, 1), digest(3))])
        store.put_unlinked({digest(1): False, digest(3): False})
        store.put_links([link(1, 0), link(3, 2)])
        store.replace_discrepancies([digest(0), digest(1)], [discrepancy(1, 0), discrepancy(2, 1)])
        store.put_decisions([decision(1, 0), decision(3, 2, confirmed=False)])
        store.put_handlings([handling(1), handling(2)])
        store.keep("a", [(b"one", b"1"), (b"two", b"2")])


def seen(store: Store) -> str:
    """All that a store tells, in words."""
    rows = (store.facts(), store.checkpoints(), store.documents(), store.keys(), store.places(), store.links())
    linked = sorted(store.said_linked([row.id for row in store.documents()]))
    return repr(
        [
            list(table)
            for table in (*rows, linked, store.discrepancies(), store.decisions(), store.handlings(), store.kept("a"))
        ]
    )
