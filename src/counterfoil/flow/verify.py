"""Is the record whole and unchanged?

Every original and fact is hashed again, every row that follows from them made again.
"""

import hashlib
from collections.abc import Callable, Iterator

import msgspec

from counterfoil.errors import CounterfoilError
from counterfoil.flow.damage import Damage
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import CHECKPOINT, FOLDER, PADDING, entry_of, tile_reader
from counterfoil.flow.reprojection import Reprojection
from counterfoil.log.canonical import canonical_json
from counterfoil.log.checkpoint import open_checkpoint
from counterfoil.log.growth import check_tiles
from counterfoil.log.merkle import Frontier, leaf_hashes
from counterfoil.log.note import Verifier, parse_vkey
from counterfoil.model._base import Model
from counterfoil.store import CheckpointRow, FactRow

Tick = Callable[[int], None]
_READ_BYTES = 1 << 20


class Verified(Model, gc=True):
    """What was verified, how much of it, and every damage found."""

    facts: int = 0
    documents: int = 0
    originals: int = 0
    links: int = 0
    checkpoints: int = 0
    root: str | None = None
    """Root of the tree at the last checkpoint, hex."""
    notes: tuple[str, ...] = ()
    damages: tuple[Damage, ...] = ()


class _Counts(dict[str, int]):
    def add(self, name: str, number: int = 1) -> None:
        self[name] = self.get(name, 0) + number


def verify_home(home: Home, tick: Tick = lambda done: None) -> Verified:
    """Verify the whole home. `tick` is told how many facts and originals are done."""
    counts = _Counts()
    damages = [*_guarded("database", lambda: _database(home))]
    if not damages:
        logbook = _guarded("log", lambda: _log(home, counts, tick))
        damages += [*logbook, *_guarded("originals", lambda: _originals(home, counts, tick))]
    last = home.store.last_checkpoint() if not damages else None
    return Verified(
        facts=counts.get("facts", 0),
        documents=counts.get("documents", 0),
        originals=counts.get("originals", 0),
        links=counts.get("links", 0),
        checkpoints=counts.get("checkpoints", 0),
        root=last.root.hex() if last is not None else None,
        damages=tuple(damages),
    )


def _guarded(where: str, steps: Callable[[], Iterator[Damage]]) -> Iterator[Damage]:
    """A part that cannot be verified to its end is damage too, never the end of the verification."""
    try:
        yield from steps()
    except CounterfoilError as error:
        yield Damage(where=where, what=str(error))
    except OSError as error:
        yield Damage(where=str(error.filename or where), what=f"It could not be read: {error.strerror}.")


def _database(home: Home) -> Iterator[Damage]:
    yield from (Damage(where="database", what=sentence) for sentence in home.store.check())


def _log(home: Home, counts: _Counts, tick: Tick) -> Iterator[Damage]:
    verifier = parse_vkey(home.vkey())
    projection = Reprojection(home)
    checkpoints = home.store.checkpoints()
    following = next(checkpoints, None)
    frontier, index, hashes = Frontier(), 0, list[bytes]()
    batch_started = 0
    batch_time = None
    if following is None:
        yield Damage(where="checkpoints", what="There is no checkpoint in the database; there is one in every home.")
    for row in home.store.facts():
        if row.index != index:
            yield Damage(where=f"fact {index}", what=f"It is missing; the next one is {row.index}.")
            index = row.index
        if hashes and row.recorded != batch_time:
            # A batch has one time and ends in a checkpoint: two times without one between them mean that it is gone.
            yield Damage(where=f"checkpoint {index} in the database", what="It is missing.")
        batch_time = row.recorded
        yield from _fact(row, projection)
        hashes.append(row.entry)
        index += 1
        tick(1)
        while following is not None and following.size <= index:
            frontier = frontier.append_all(leaf_hashes(hashes))
            hashes = []
            yield from _checkpoint(following, frontier, verifier, row)
            counts.add("checkpoints")
            following = next(checkpoints, None)
            batch_started = index
    if batch_started != index or following is not None:
        yield Damage(
            where="checkpoints", what="The last checkpoint of the database does not stand behind the last fact."
        )
    counts["facts"] = index
    yield from _files(home, index, verifier)
    yield from projection.compare(counts)


def _fact(row: FactRow, projection: Reprojection) -> Iterator[Damage]:
    where = f"fact {row.index}"
    try:
        entry = entry_of(row)
    except (CounterfoilError, msgspec.MsgspecError, ValueError, TypeError) as error:
        yield Damage(where=where, what=f"Its claims cannot be read: {error}.")
        return
    if entry is None:
        yield Damage(where=where, what="Its claims or its secret are gone, and no fact says that they were forgotten.")
        return
    if entry != row.entry:
        yield Damage(where=where, what=f"Its {row.kind} claims are not what was logged.")
        return
    if row.kind != PADDING and row.claims is not None:
        if canonical_json(msgspec.json.decode(row.claims)) != row.claims:
            yield Damage(where=where, what="Its claims are not written as they were recorded.")
        yield from (Damage(where=where, what=what) for what in projection.take(row))


def _checkpoint(row: CheckpointRow, frontier: Frontier, verifier: Verifier, last: FactRow) -> Iterator[Damage]:
    where = f"checkpoint {row.size} in the database"
    if row.size != frontier.size or row.root != frontier.root():
        yield Damage(where=where, what="The facts before it have another root: facts were changed, added or removed.")
    elif row.frontier != frontier.encode():
        yield Damage(where=where, what="Its edge of the tree is not the one of the facts before it.")
    if row.recorded != last.recorded:
        yield Damage(where=where, what="Its time is not the one of the batch that it closes.")
    try:
        signed = open_checkpoint(row.note.encode(), verifier)
    except CounterfoilError as error:
        yield Damage(where=where, what=str(error))
        return
    if (signed.size, signed.root) != (row.size, row.root):
        yield Damage(where=where, what="What was signed is another size or root.")


def _files(home: Home, size: int, verifier: Verifier) -> Iterator[Damage]:
    """The checkpoint file and the tiles: a batch whose files were not written yet is finished first."""
    folder = home.path / FOLDER
    try:
        note = (folder / CHECKPOINT).read_bytes()
        signed = open_checkpoint(note, verifier)
    except FileNotFoundError:
        yield Damage(where=f"{FOLDER}/{CHECKPOINT}", what="It is missing.")
        return
    except CounterfoilError as error:
        yield Damage(where=f"{FOLDER}/{CHECKPOINT}", what=str(error))
        return
    stored = {row.size: row for row in home.store.checkpoints() if row.size == signed.size}
    if signed.size not in stored or stored[signed.size].note.encode() != note:
        yield Damage(where=f"{FOLDER}/{CHECKPOINT}", what="It is signed, but the database has no such checkpoint.")
        return
    entries = (
        entry for at in range(0, signed.size, 4096) for entry in home.store.entries(at, min(at + 4096, signed.size))
    )
    for fault in check_tiles(entries, _tile_paths(home), tile_reader(home.path), [signed.size]):
        # A batch that was cut off between its tiles and its checkpoint leaves tiles of the size to come.
        if fault.fault == "unexpected" and signed.size < size:
            continue
        yield Damage(where=f"{FOLDER}/{fault.path}", what=_FAULTS[fault.fault])


_FAULTS = {
    "missing": "It is missing.",
    "differs": "It is not what the facts make of it.",
    "unexpected": "There is no such tile in this log.",
}


def _tile_paths(home: Home) -> Iterator[str]:
    folder = home.path / FOLDER
    for path in sorted((folder / "tile").rglob("*")):
        if path.is_file() and not path.name.startswith("."):
            yield path.relative_to(folder).as_posix()


def _originals(home: Home, counts: _Counts, tick: Tick) -> Iterator[Damage]:
    needed = {row.original: row.file for row in home.store.documents()}
    for digest in home.store.originals():
        yield from _original(home, digest, needed.pop(digest, None))
        counts.add("originals")
        tick(1)
    for digest, file in sorted(needed.items()):
        yield Damage(where=f"original {digest.hex()}", what=f"It is missing; it came as {file!r}.")


def _original(home: Home, digest: bytes, file: str | None) -> Iterator[Damage]:
    opened = home.store.open_original(digest)
    if opened is None:
        return
    with opened:
        hashed = hashlib.sha256()
        while chunk := opened.read(_READ_BYTES):
            hashed.update(chunk)
    if hashed.digest() != digest:
        came = f"; it came as {file!r}" if file is not None else ""
        yield Damage(where=f"original {digest.hex()}", what=f"Its bytes have changed{came}.")
