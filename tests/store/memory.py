"""A store of dictionaries, as plain as can be: what the databases are compared with."""

import copy
import hashlib
import io
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from counterfoil.errors import HomeError, StoreError
from counterfoil.store import (
    CheckpointRow,
    DecisionRow,
    DiscrepancyRow,
    DocumentFilter,
    DocumentRow,
    FactRow,
    HandlingRow,
    LinkRow,
    Migration,
)
from counterfoil.store.encode import millionths


class Tables:
    """All that is undone when a block fails."""

    def __init__(self) -> None:
        self.facts: list[FactRow] = []
        self.checkpoints: dict[int, CheckpointRow] = {}
        self.documents: dict[bytes, DocumentRow] = {}
        self.keys: set[tuple[int, int, bytes]] = set()
        self.places: set[tuple[int, date, bytes]] = set()
        self.links: dict[bytes, LinkRow] = {}
        self.discrepancies: dict[bytes, DiscrepancyRow] = {}
        self.decisions: dict[bytes, DecisionRow] = {}
        self.handlings: dict[bytes, HandlingRow] = {}
        self.kept: dict[tuple[str, bytes], bytes] = {}
        self.linked: set[bytes] = set()
        self.scrubbed = True


class MemoryStore:
    def __init__(self) -> None:
        self.tables = Tables()
        self.files: dict[bytes, bytes] = {}
        self.waiting: dict[bytes, bytes] = {}
        self.inside = False

    def close(self) -> None:
        self.waiting.clear()

    @contextmanager
    def writing(self) -> Generator[None]:
        refuse(self.inside)
        before = copy.deepcopy(self.tables)
        self.inside = True
        try:
            yield
            known = range(len(self.tables.facts))
            refuse(any(row.fact not in known for row in self.tables.documents.values()))
            refuse(any(row.fact not in known for row in self.tables.links.values()))
            refuse(any(row.fact not in known for row in self.tables.decisions.values()))
            refuse(any(row.fact not in known for row in self.tables.handlings.values()))
            refuse(any(row.checked not in {None, *known} for row in self.tables.documents.values()))
            refuse(any(row.forgotten not in {None, *known} for row in self.tables.documents.values()))
        except BaseException:
            self.tables = before
            raise
        finally:
            self.inside = False

    @contextmanager
    def reading(self) -> Generator[None]:
        yield

    def migrate(self, floor: str, migrations: Sequence[Migration]) -> None:
        pass

    def put_original(self, digest: bytes, data: bytes | BinaryIO) -> None:
        content = data if isinstance(data, bytes) else data.read()
        refuse(hashlib.sha256(content).digest() != digest)
        self.waiting[digest] = content

    def start_sync_of_originals(self) -> None:
        """Nothing here takes time."""

    def sync_originals(self) -> None:
        self.files |= self.waiting
        self.waiting.clear()

    def open_original(self, digest: bytes) -> BinaryIO | None:
        return io.BytesIO(self.files[digest]) if digest in self.files else None

    def remove_original(self, digest: bytes) -> None:
        self.files.pop(digest, None)

    def originals(self) -> Iterator[bytes]:
        return iter(sorted(self.files))

    def strays(self) -> Iterator[str]:
        return iter(())

    def size(self) -> int:
        return len(self.tables.facts)

    def append_facts(self, rows: Sequence[FactRow]) -> None:
        refuse(not self.inside or [row.index for row in rows] != list(range(self.size(), self.size() + len(rows))))
        self.tables.facts.extend(rows)

    def facts(self, start: int = 0, end: int | None = None) -> Iterator[FactRow]:
        return iter(self.tables.facts[start:end])

    def facts_of_kinds(self, *kinds: str) -> Iterator[FactRow]:
        return (row for row in self.tables.facts if row.kind in kinds)

    def facts_of(self, subject: bytes) -> list[FactRow]:
        return [row for row in self.tables.facts if row.subject == subject]

    def entries(self, start: int, end: int) -> list[bytes]:
        return [row.entry for row in self.tables.facts[start:end]]

    def put_checkpoint(self, row: CheckpointRow) -> None:
        refuse(not self.inside or row.size in self.tables.checkpoints)
        self.tables.checkpoints[row.size] = row

    def last_checkpoint(self) -> CheckpointRow | None:
        return self.tables.checkpoints[max(self.tables.checkpoints)] if self.tables.checkpoints else None

    def checkpoint_at(self, size: int) -> CheckpointRow | None:
        return self.tables.checkpoints.get(size)

    def checkpoints(self) -> Iterator[CheckpointRow]:
        return iter(sorted(self.tables.checkpoints.values(), key=lambda row: row.size))

    def known(self, ids: Sequence[bytes]) -> set[bytes]:
        return set(ids) & self.tables.documents.keys()

    def put_documents(self, rows: Sequence[DocumentRow]) -> None:
        ids = [row.id for row in rows]
        refuse(not self.inside or len(set(ids)) < len(ids) or bool(self.known(ids)))
        self.tables.documents.update({row.id: row for row in rows})

    def documents(
        self, only: DocumentFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[DocumentRow]:
        matching = [row for row in self.tables.documents.values() if only is None or self._matches(row, only)]
        matching.sort(key=in_list_order)
        return iter(matching[offset : None if limit is None else offset + limit])

    def documents_by_id(self, ids: Sequence[bytes]) -> dict[bytes, DocumentRow]:
        return {identifier: self.tables.documents[identifier] for identifier in self.known(ids)}

    def documents_in(self, original: bytes) -> list[DocumentRow]:
        rows = [row for row in self.tables.documents.values() if row.original == original]
        return sorted(rows, key=lambda row: (row.position, row.id))

    def resolve(self, prefix: str, kind: str | None = None) -> list[tuple[str, bytes]]:
        tables: list[tuple[str, Iterable[bytes]]] = [
            ("document", self.tables.documents),
            ("link", self.tables.links.keys() | self.tables.decisions.keys()),
            ("discrepancy", self.tables.discrepancies),
        ]
        found = [
            (identifier, rank, name)
            for rank, (name, table) in enumerate(tables)
            for identifier in table
            if identifier.hex().startswith(prefix.strip().lower()) and kind in {None, name}
        ]
        return [(name, identifier) for identifier, _, name in sorted(found)[:10]]

    def summaries(self, ids: Sequence[bytes]) -> dict[bytes, bytes]:
        found = {identifier: self.tables.facts[row.fact] for identifier, row in self.documents_by_id(ids).items()}
        return {identifier: fact.claims for identifier, fact in found.items() if fact.claims is not None}

    def recorded(self, ids: Sequence[bytes]) -> dict[bytes, tuple[bytes, str]]:
        roles = self.roles(ids)
        return {identifier: (claims, roles[identifier]) for identifier, claims in self.summaries(ids).items()}

    def roles(self, ids: Sequence[bytes]) -> dict[bytes, str]:
        return {identifier: row.role for identifier, row in self.documents_by_id(ids).items()}

    def change_roles(self, rows: Sequence[tuple[bytes, str, str | None]]) -> None:
        for document, role, partner in rows:
            if document not in self.tables.documents:
                raise StoreError("unknown")
            row = self.tables.documents[document]
            self.tables.documents[document] = msgspec.structs.replace(row, role=role, partner=partner)

    def counts(self) -> dict[str, int]:
        kinds = sorted(row.document for row in self.tables.documents.values())
        return {
            "facts": self.size(),
            "links": len(self.tables.links),
            "discrepancies": len(self.tables.discrepancies),
            "documents": len(kinds),
            **{f"document:{kind}": kinds.count(kind) for kind in kinds},
        }

    def count_in_role(self, role: str, kinds: Sequence[str]) -> int:
        return sum(row.role == role and row.document in kinds for row in self.tables.documents.values())

    def put_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        added = set(rows)
        self._refuse_unknown(identifier for _, _, identifier in added)
        self.tables.keys |= added

    def drop_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        gone = set(rows)
        self._refuse_unknown(identifier for _, _, identifier in gone)
        self.tables.keys -= gone

    def clear_keys(self) -> None:
        refuse(not self.inside)
        self.tables.keys, self.tables.places = set(), set()

    def offering(self, keys: Sequence[int], limit: int) -> dict[int, list[bytes]]:
        found = {
            wanted: sorted(identifier for key, side, identifier in self.tables.keys if (key, side) == (wanted, 0))
            for wanted in keys
        }
        return {key: ids[: limit + 1] for key, ids in found.items() if ids}

    def amounts(self, keys: Sequence[int], limit: int) -> dict[int, list[tuple[bytes, int | None]]]:
        amounts = {row.id: millionths(row.amount) for row in self.tables.documents.values()}
        return {key: [(one, amounts[one]) for one in ids] for key, ids in self.offering(keys, limit).items()}

    def held_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> set[tuple[int, int, bytes]]:
        asked = set(rows)
        refuse(not {identifier for _, _, identifier in asked} <= self.tables.documents.keys())
        return self.tables.keys & asked

    def seeking(self, keys: Sequence[int]) -> set[bytes]:
        return {identifier for key, side, identifier in self.tables.keys if side == 1 and key in keys}

    def seekers(self, keys: Sequence[int]) -> dict[int, list[bytes]]:
        found = {key: sorted(self.seeking([key])) for key in keys}
        return {key: ids for key, ids in found.items() if ids}

    def keys(self) -> Iterator[tuple[int, int, bytes]]:
        return iter(sorted(self.tables.keys))

    def put_places(self, rows: Iterable[tuple[int, date, bytes]]) -> None:
        added = set(rows)
        self._refuse_unknown(identifier for _, _, identifier in added)
        self.tables.places |= added

    def drop_places(self, rows: Iterable[tuple[int, date, bytes]]) -> None:
        gone = set(rows)
        self._refuse_unknown(identifier for _, _, identifier in gone)
        self.tables.places -= gone

    def placed(self, key: int, first: date, last: date, limit: int) -> list[tuple[date, bytes]]:
        found = sorted((day, one) for wanted, day, one in self.tables.places if wanted == key and first <= day <= last)
        return found[max(0, len(found) - limit) :]

    def unlinked(self, key: int, first: date, last: date) -> list[tuple[date, bytes]]:
        return [(day, one) for day, one in self.placed(key, first, last, 10**6) if one not in self.tables.linked]

    def put_unlinked(self, rows: Mapping[bytes, bool]) -> None:
        self._refuse_unknown(rows)
        self.tables.linked -= rows.keys()
        self.tables.linked |= {one for one, is_unlinked in rows.items() if not is_unlinked}

    def said_linked(self, ids: Sequence[bytes]) -> set[bytes]:
        return self.tables.linked.intersection(ids)

    def places(self) -> Iterator[tuple[int, date, bytes]]:
        return iter(sorted(self.tables.places))

    def links_from(self, ids: Sequence[bytes]) -> list[LinkRow]:
        return [row for row in self.links() if row.source in ids]

    def links_to(self, ids: Sequence[bytes]) -> list[LinkRow]:
        return [row for row in self.links() if row.target in ids]

    def links_by_id(self, ids: Sequence[bytes]) -> list[LinkRow]:
        return [row for row in self.links() if row.id in ids]

    def links(self) -> Iterator[LinkRow]:
        return iter(sorted(self.tables.links.values(), key=lambda row: row.id))

    def put_links(self, rows: Sequence[LinkRow]) -> None:
        self._refuse_unknown(end for row in rows for end in (row.source, row.target))
        self.tables.links.update({row.id: row for row in rows})

    def drop_links(self, ids: Sequence[bytes]) -> None:
        refuse(not self.inside)
        for identifier in ids:
            self.tables.links.pop(identifier, None)

    def discrepancies(self, documents: Sequence[bytes] | None = None) -> Iterator[DiscrepancyRow]:
        rows = sorted(self.tables.discrepancies.values(), key=lambda row: row.id)
        return iter([row for row in rows if documents is None or row.document in documents])

    def discrepancies_by_id(self, ids: Sequence[bytes]) -> list[DiscrepancyRow]:
        return [row for row in self.discrepancies() if row.id in ids]

    def discrepancies_after(self, code: str, day: date) -> int:
        return sum(row.code == code and row.since is not None and row.since > day for row in self.discrepancies())

    def replace_discrepancies(self, documents: Sequence[bytes], rows: Sequence[DiscrepancyRow]) -> None:
        self._refuse_unknown(row.document for row in rows)
        refuse(any(row.document not in documents for row in rows))
        kept = {
            identifier: row for identifier, row in self.tables.discrepancies.items() if row.document not in documents
        }
        ids = [*kept, *(row.id for row in rows)]
        refuse(len(set(ids)) < len(ids))
        self.tables.discrepancies = kept | {row.id: row for row in rows}

    def decisions(self, documents: Sequence[bytes] | None = None, kind: str | None = None) -> list[DecisionRow]:
        rows = sorted(self.tables.decisions.values(), key=lambda row: row.link)
        wanted = [row for row in rows if documents is None or {row.source, row.target} & set(documents)]
        return [row for row in wanted if kind is None or row.kind == kind]

    def put_decisions(self, rows: Sequence[DecisionRow]) -> None:
        self._refuse_unknown(end for row in rows for end in (row.source, row.target))
        self.tables.decisions.update({row.link: row for row in rows})

    def handlings(self, ids: Sequence[bytes] | None = None) -> list[HandlingRow]:
        rows = sorted(self.tables.handlings.values(), key=lambda row: row.discrepancy)
        return [row for row in rows if ids is None or row.discrepancy in ids]

    def put_handlings(self, rows: Sequence[HandlingRow]) -> None:
        refuse(not self.inside)
        self.tables.handlings.update({row.discrepancy: row for row in rows})

    def keep(self, shelf: str, rows: Iterable[tuple[bytes, bytes]]) -> None:
        refuse(not self.inside)
        self.tables.kept.update({(shelf, key): value for key, value in rows})

    def kept(
        self, shelf: str, prefix: bytes = b"", *, after: bytes = b"", backwards: bool = False
    ) -> Iterator[tuple[bytes, bytes]]:
        rows = sorted(((key, value) for (on, key), value in self.tables.kept.items() if on == shelf), reverse=backwards)
        return iter([row for row in rows if row[0].startswith(prefix) and (row[0] > after or not after)])

    def kept_at(self, shelf: str, key: bytes) -> bytes | None:
        return self.tables.kept.get((shelf, key))

    def drop_kept(self, shelf: str, keys: Sequence[bytes]) -> None:
        refuse(not self.inside)
        for key in keys:
            self.tables.kept.pop((shelf, key), None)

    def change_documents(self, rows: Sequence[DocumentRow]) -> None:
        self._refuse_unknown(row.id for row in rows)
        self.tables.documents.update({row.id: row for row in rows})

    def forget_facts(self, indexes: Sequence[int]) -> None:
        self._change_facts(indexes, claims=None, secret=None, salts=None)

    def reduce_fact(self, index: int, claims: bytes, salts: bytes) -> None:
        self._change_facts([index], claims=claims, secret=None, salts=salts)

    def _change_facts(self, indexes: Sequence[int], **changes: Any) -> None:
        refuse(not self.inside)
        for index in set(indexes) & set(range(self.size())):
            self.tables.facts[index] = msgspec.structs.replace(self.tables.facts[index], **changes)
        self.tables.scrubbed = False

    def forget_names(self) -> None:
        refuse(not self.inside)

    def drop_decisions(self, links: Sequence[bytes]) -> None:
        refuse(not self.inside)
        for identifier in links:
            self.tables.decisions.pop(identifier, None)

    def drop_handlings(self, ids: Sequence[bytes]) -> None:
        refuse(not self.inside)
        for identifier in ids:
            self.tables.handlings.pop(identifier, None)

    def is_scrubbed(self) -> bool:
        return self.tables.scrubbed

    def scrub(self) -> bool:
        self.tables.scrubbed = True
        return True

    def snapshot(self, path: Path) -> None:
        raise HomeError("A store of dictionaries has no file.")

    def check(self) -> Iterator[str]:
        return iter(())

    def _refuse_unknown(self, ids: Iterable[bytes]) -> None:
        refuse(not self.inside or not set(ids) <= self.tables.documents.keys())

    def _matches(self, row: DocumentRow, only: DocumentFilter) -> bool:
        names = [name.casefold() for name in (row.issuer, row.partner) if name is not None]
        tests: list[tuple[Any, Callable[[], bool]]] = [
            (only.document, lambda: row.document == only.document),
            (only.number, lambda: row.number == only.number),
            (only.currency, lambda: row.currency == only.currency),
            (only.party, lambda: any((only.party or "").casefold() in name for name in names)),
            (only.since, lambda: row.issued is not None and only.since is not None and row.issued >= only.since),
            (only.until, lambda: row.issued is not None and only.until is not None and row.issued <= only.until),
            (only.amount_min, lambda: row.amount is not None and whole(row.amount) >= whole(only.amount_min)),
            (only.amount_max, lambda: row.amount is not None and whole(row.amount) <= whole(only.amount_max)),
            (only.state, lambda: self._state(row, only)),
        ]
        return all(test() for wanted, test in tests if wanted is not None)

    def _state(self, row: DocumentRow, only: DocumentFilter) -> bool:
        code, day = only.untold or ("", date.max)
        links = [link for link in self.tables.links.values() if link.state != "undone"]
        linked = any(row.id in {link.source, link.target} for link in links)
        return {
            "valid": row.valid is True,
            "invalid": row.valid is False,
            "unchecked": row.valid is None,
            "linked": linked,
            "unlinked": not linked and row.role != "forgotten",
            "forgotten": row.forgotten is not None,
            "discrepant": any(
                one.document == row.id and not (one.code == code and one.since is not None and one.since > day)
                for one in self.tables.discrepancies.values()
            ),
        }[only.state or ""]


def whole(amount: Decimal | None) -> int:
    """Whole millionths, rounded down, as far as 64 bits go; an independent way to say it."""
    assert amount is not None
    if amount.is_infinite() or abs(amount) > 10**18:
        return (2**63 - 1) * (1 if amount > 0 else -1)
    numerator, denominator = amount.as_integer_ratio()
    return max(-(2**63 - 1), min(2**63 - 1, numerator * 1_000_000 // denominator))


def in_list_order(row: DocumentRow) -> tuple[Any, ...]:
    def nothing_first(value: Any) -> tuple[bool, Any]:
        return (value is not None, "" if value is None else value)

    issued = None if row.issued is None else row.issued.isoformat()
    return (nothing_first(issued), row.document, nothing_first(row.number), row.id)


def refuse(wrong: bool) -> None:
    if wrong:
        raise StoreError("The model of the store refuses this.")
