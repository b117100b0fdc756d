"""Where originals, facts and documents are kept: the Protocol, which every database implements."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from typing import BinaryIO, Protocol

from counterfoil.store.rows import (
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


class Store(Protocol):
    """A home's memory. Synchronous; one ordered writer; every method raises StoreError where the database fails.

    Originals are files under `originals/`, named by SHA-256; everything else is in the database.
    A batch is: `put_original`s, `start_sync_of_originals` where other work can be done meanwhile, `sync_originals`,
    then one `writing()` block. When that block has ended, all of it is durable. Documents come before the keys, links
    and discrepancies that name them.
    """

    def close(self) -> None:
        """Let go of the database; a store may not be used afterwards."""
        ...

    def writing(self) -> AbstractContextManager[None]:
        """Hold the writer's lock (waiting for other processes) and one transaction.

        It is committed durably at the end and undone on an exception; blocks do not nest, and nothing is written
        outside of one.
        """
        ...

    def reading(self) -> AbstractContextManager[None]:
        """See one state of the record throughout, whatever others write meanwhile; nothing is written inside."""
        ...

    def migrate(self, floor: str, migrations: Sequence[Migration]) -> None:
        """Bring a floor's own tables to its newest migration; refuse a database that is newer than we are."""
        ...

    # originals
    def put_original(self, digest: bytes, data: bytes | BinaryIO) -> None:
        """Keep bytes unchanged under their SHA-256; nothing happens where they are kept already.

        They are not durable before `sync_originals`.
        """
        ...

    def start_sync_of_originals(self) -> None:
        """Begin to make all originals put so far durable, while other work goes on; `sync_originals` waits for it."""
        ...

    def sync_originals(self) -> None:
        """Make all originals put so far durable and visible under their names, with one barrier."""
        ...

    def open_original(self, digest: bytes) -> BinaryIO | None:
        """The original as a readable file, or None where it is missing."""
        ...

    def remove_original(self, digest: bytes) -> None:
        """Remove an original durably; nothing happens where it is gone already."""
        ...

    def originals(self) -> Iterator[bytes]:
        """The digests of all originals that are there, in order."""
        ...

    def strays(self) -> Iterator[str]:
        """Paths below the folder of originals that are no originals in their place, in order."""
        ...

    # facts and checkpoints
    def size(self) -> int:
        """How many facts there are."""
        ...

    def append_facts(self, rows: Sequence[FactRow]) -> None:
        """Append facts at the next free indexes, which the rows must carry."""
        ...

    def facts(self, start: int = 0, end: int | None = None) -> Iterator[FactRow]:
        """Facts by index, end exclusive."""
        ...

    def facts_of(self, subject: bytes) -> list[FactRow]:
        """Facts about one subject, by index."""
        ...

    def facts_of_kinds(self, *kinds: str) -> Iterator[FactRow]:
        """Facts of these kinds, by index. The others are passed over by the database, without their claims."""
        ...

    def entries(self, start: int, end: int) -> list[bytes]:
        """Log entries by index, end exclusive."""
        ...

    def put_checkpoint(self, row: CheckpointRow) -> None:
        """Keep a checkpoint."""
        ...

    def last_checkpoint(self) -> CheckpointRow | None:
        """The checkpoint of the largest size."""
        ...

    def checkpoint_at(self, size: int) -> CheckpointRow | None:
        """The checkpoint of this size."""
        ...

    def checkpoints(self) -> Iterator[CheckpointRow]:
        """All checkpoints by size."""
        ...

    # documents
    def known(self, ids: Sequence[bytes]) -> set[bytes]:
        """Which of these document ids are recorded."""
        ...

    def put_documents(self, rows: Sequence[DocumentRow]) -> None:
        """Add documents."""
        ...

    def documents(
        self, only: DocumentFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[DocumentRow]:
        """Documents by (issued, document, number, id), never by arrival."""
        ...

    def documents_by_id(self, ids: Sequence[bytes]) -> dict[bytes, DocumentRow]:
        """Documents by their ids; unknown ones are left out."""
        ...

    def documents_in(self, original: bytes) -> list[DocumentRow]:
        """The documents that stand in an original, by position."""
        ...

    def resolve(self, prefix: str, kind: str | None = None) -> list[tuple[str, bytes]]:
        """What an id shortened as in git may mean: at most ten of ("document" | "link" | "discrepancy", full id).

        With `kind` only ids of that kind.
        """
        ...

    def summaries(self, ids: Sequence[bytes]) -> dict[bytes, bytes]:
        """The claims (JSON) of the facts that recorded these documents."""
        ...

    def recorded(self, ids: Sequence[bytes]) -> dict[bytes, tuple[bytes, str]]:
        """The same, and what we are in each."""
        ...

    def roles(self, ids: Sequence[bytes]) -> dict[bytes, str]:
        """What we are in these documents; unknown ones are left out."""
        ...

    def change_roles(self, rows: Sequence[tuple[bytes, str, str | None]]) -> None:
        """Give documents another role and partner: (document id, role, partner)."""
        ...

    def counts(self) -> dict[str, int]:
        """Rows by name: "facts", "links", "discrepancies", "documents", and "document:KIND" for each kind."""
        ...

    def count_in_role(self, role: str, kinds: Sequence[str]) -> int:
        """How many documents of these kinds there are in which we have this role."""
        ...

    # blocking keys: which documents could be linked with which
    def put_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Add (key, side, document id); the key is a signed 64-bit integer, side 0 offers, 1 seeks."""
        ...

    def drop_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> None:
        """Remove (key, side, document id)."""
        ...

    def clear_keys(self) -> None:
        """Remove all keys, and all places on timelines."""
        ...

    def offering(self, keys: Sequence[int], limit: int) -> dict[int, list[bytes]]:
        """For each key the documents that offer it: at most limit + 1 of them, smallest ids first."""
        ...

    def amounts(self, keys: Sequence[int], limit: int) -> dict[int, list[tuple[bytes, int | None]]]:
        """The same with the amount of each, in millionths, rounded down; None where it has none."""
        ...

    def held_keys(self, rows: Iterable[tuple[int, int, bytes]]) -> set[tuple[int, int, bytes]]:
        """Those of these rows (key, side, document id) that are there; StoreError where a document is not recorded."""
        ...

    def seeking(self, keys: Sequence[int]) -> set[bytes]:
        """The documents that seek one of these keys."""
        ...

    def seekers(self, keys: Sequence[int]) -> dict[int, list[bytes]]:
        """For each key the documents that seek it, by id; keys that nobody seeks are left out."""
        ...

    def keys(self) -> Iterator[tuple[int, int, bytes]]:
        """All of (key, side, document id), in this order."""
        ...

    # timelines: on which day a document stands under a name of its partner
    def put_places(self, rows: Iterable[tuple[int, date, bytes]]) -> None:
        """Add (key, day, document id); the key is a signed 64-bit integer."""
        ...

    def drop_places(self, rows: Iterable[tuple[int, date, bytes]]) -> None:
        """Remove (key, day, document id)."""
        ...

    def placed(self, key: int, first: date, last: date, limit: int) -> list[tuple[date, bytes]]:
        """(day, document id) under a key between two days, both included, in this order; at most limit, the latest."""
        ...

    def unlinked(self, key: int, first: date, last: date) -> list[tuple[date, bytes]]:
        """The same without a limit, of documents that were not said to be linked."""
        ...

    def put_unlinked(self, rows: Mapping[bytes, bool]) -> None:
        """Whether these documents have lines that no link by reference or decision explains; a new one has."""
        ...

    def said_linked(self, ids: Sequence[bytes]) -> set[bytes]:
        """Which of these documents were said to be linked."""
        ...

    def places(self) -> Iterator[tuple[int, date, bytes]]:
        """All of (key, day, document id), in this order."""
        ...

    # links and discrepancies: what follows from the documents
    def links_from(self, ids: Sequence[bytes]) -> list[LinkRow]:
        """Links whose source is one of these documents."""
        ...

    def links_to(self, ids: Sequence[bytes]) -> list[LinkRow]:
        """Links whose target is one of these documents."""
        ...

    def links_by_id(self, ids: Sequence[bytes]) -> list[LinkRow]:
        """Links by their ids, in order; unknown ones are left out."""
        ...

    def links(self) -> Iterator[LinkRow]:
        """All links that hold, by id."""
        ...

    def put_links(self, rows: Sequence[LinkRow]) -> None:
        """Add links, replacing those of the same id."""
        ...

    def drop_links(self, ids: Sequence[bytes]) -> None:
        """Remove links by id."""
        ...

    def discrepancies(self, documents: Sequence[bytes] | None = None) -> Iterator[DiscrepancyRow]:
        """All discrepancies, or those that stand on these documents, by id."""
        ...

    def discrepancies_by_id(self, ids: Sequence[bytes]) -> list[DiscrepancyRow]:
        """Discrepancies by their ids, in order; unknown ones are left out."""
        ...

    def discrepancies_after(self, code: str, day: date) -> int:
        """How many discrepancies of a code came about after a day."""
        ...

    def replace_discrepancies(self, documents: Sequence[bytes], rows: Sequence[DiscrepancyRow]) -> None:
        """Make `rows` the only discrepancies that stand on these documents."""
        ...

    # what people decided, as they last did
    def decisions(self, documents: Sequence[bytes] | None = None, kind: str | None = None) -> list[DecisionRow]:
        """Decisions about links, by id: all, or those whose source or target is one of these documents.

        With `kind`, only those about links of that kind.
        """
        ...

    def put_decisions(self, rows: Sequence[DecisionRow]) -> None:
        """Add decisions, replacing those about the same link."""
        ...

    def handlings(self, ids: Sequence[bytes] | None = None) -> list[HandlingRow]:
        """How discrepancies are handled, by id: all, or those of the discrepancies with these ids."""
        ...

    def put_handlings(self, rows: Sequence[HandlingRow]) -> None:
        """Add handlings, replacing those of the same discrepancy."""
        ...

    # what floors above the record keep
    def keep(self, shelf: str, rows: Iterable[tuple[bytes, bytes]]) -> None:
        """Put (key, value) on a shelf, in the place of what stands there under the same key."""
        ...

    def kept(
        self, shelf: str, prefix: bytes = b"", *, after: bytes = b"", backwards: bool = False
    ) -> Iterator[tuple[bytes, bytes]]:
        """All of (key, value) on a shelf whose keys begin so, by key or backwards; read as they are asked for.

        Where a key is given that they come `after`, only those behind it.
        """
        ...

    def kept_at(self, shelf: str, key: bytes) -> bytes | None:
        """What stands on a shelf under a key; None where nothing does."""
        ...

    def drop_kept(self, shelf: str, keys: Sequence[bytes]) -> None:
        """Remove what stands on a shelf under these keys."""
        ...

    # forgetting
    def change_documents(self, rows: Sequence[DocumentRow]) -> None:
        """Give recorded documents these columns in the place of all that they had."""
        ...

    def forget_facts(self, indexes: Sequence[int]) -> None:
        """Erase claims, secret and salts of facts; kind, subject, actor, time and entry stay."""
        ...

    def reduce_fact(self, index: int, claims: bytes, salts: bytes) -> None:
        """Leave these claims of a fact, with their salts in the place of its secret."""
        ...

    def forget_names(self) -> None:
        """Erase names of companies that no document has any more."""
        ...

    def drop_decisions(self, links: Sequence[bytes]) -> None:
        """Remove decisions about links by the ids of these."""
        ...

    def drop_handlings(self, ids: Sequence[bytes]) -> None:
        """Remove handlings of discrepancies by the ids of these."""
        ...

    def is_scrubbed(self) -> bool:
        """Is nothing left in the files of the database of the claims that were erased?"""
        ...

    def scrub(self) -> bool:
        """Write the files of the database anew, without what was removed. False where readers keep it from its end."""
        ...

    def snapshot(self, path: Path) -> None:
        """Copy one state of the whole database into a new file; HomeError where that is for others to do."""
        ...

    def check(self) -> Iterator[str]:
        """Say in sentences what the database finds damaged in its files and indexes; nothing where it is sound."""
        ...


__all__ = [
    "CheckpointRow",
    "DecisionRow",
    "DiscrepancyRow",
    "DocumentFilter",
    "DocumentRow",
    "FactRow",
    "HandlingRow",
    "LinkRow",
    "Migration",
    "Store",
]
