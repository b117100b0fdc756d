"""The facts of links that came, changed or went, and the rows that follow from them."""

from collections.abc import Iterable, Sequence

import msgspec

from counterfoil.flow.facts import FactBatch
from counterfoil.flow.link_change import LinkChange
from counterfoil.flow.link_rows import link_text
from counterfoil.store import LinkRow, Store

LINKED, UNLINKED = "document.linked/1", "document.unlinked/1"


def write_links(store: Store, changes: Sequence[LinkChange], facts: FactBatch) -> None:
    """One fact for each document whose links came or changed, and one for each whose links no longer hold."""
    before = len(facts.rows)
    made = _made((change.new for change in changes), facts)
    gone = [change.old for change in changes if change.new is None]
    for source, rows in _by_source(gone):
        facts.add(UNLINKED, source, {"links": list(map(link_text, rows))})
    store.append_facts(facts.rows[before:])
    store.drop_links([row.id for row in gone if row is not None])
    store.put_links(made)


def write_links_anew(store: Store, rows: Iterable[LinkRow], facts: FactBatch) -> None:
    """Facts of links as they stand, where those that told of them before are to be erased."""
    before = len(facts.rows)
    made = _made(rows, facts)
    store.append_facts(facts.rows[before:])
    store.put_links(made)


def _made(links: Iterable[LinkRow | None], facts: FactBatch) -> list[LinkRow]:
    made: list[LinkRow] = []
    for source, rows in _by_source(links):
        index = facts.add(LINKED, source, {"links": list(map(link_text, rows))})
        made.extend(msgspec.structs.replace(row, fact=index) for row in rows)
    return made


def _by_source(rows: Iterable[LinkRow | None]) -> list[tuple[bytes, list[LinkRow]]]:
    """Links by the document that they start from, both in the order of ids."""
    found: dict[bytes, list[LinkRow]] = {}
    for row in rows:
        if row is not None:
            found.setdefault(row.source, []).append(row)
    return [(source, sorted(found[source], key=lambda row: row.id)) for source in sorted(found)]
