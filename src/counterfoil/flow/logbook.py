"""Facts into the log: payloads and entries, the tree's edge, a signed checkpoint a batch.

Then tiles and checkpoint as files.
"""

import secrets
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from counterfoil.errors import HomeError, ProofError
from counterfoil.log import claims as log_claims
from counterfoil.log.checkpoint import Checkpoint, open_checkpoint, sign_checkpoint
from counterfoil.log.growth import stale_tiles, tiles_between
from counterfoil.log.merkle import Frontier, leaf_hashes
from counterfoil.log.note import Signer
from counterfoil.log.tiles import ENTRIES, TILE_WIDTH, ReadTile, Tile, encode_row, root_from_tiles
from counterfoil.model.fact import Fact
from counterfoil.store import CheckpointRow, FactRow, Store
from counterfoil.store.failure import system_failure

FOLDER = "log"
CHECKPOINT = "checkpoint"
BY_ELEMENT = frozenset({"lines", "findings", "links"})
"""Claims whose elements are disclosed one by one."""
PADDING = "padding"


_encode = msgspec.json.Encoder(order="sorted", decimal_format="string").encode
_named = msgspec.json.Decoder(dict[str, msgspec.Raw]).decode
_elements = msgspec.json.Decoder(list[msgspec.Raw]).decode


def claims_of(*parts: Any) -> bytes:
    """The claims that Structs or dicts make together, in canonical JSON (RFC 8785): no floats, names in ASCII."""
    if len(parts) == 1:
        return _encode(parts[0])
    merged: dict[str, msgspec.Raw] = {}
    for part in parts:
        merged |= _named(_encode(part))
    return _encode(merged)


def fact_row(index: int, fact: Fact, secret: bytes | None = None) -> FactRow:
    """A fact at its index, with a fresh secret and the entry that follows from both."""
    secret = secret or secrets.token_bytes(log_claims.SECRET_BYTES)
    return FactRow(
        index=index,
        kind=fact.kind,
        subject=fact.subject,
        actor=fact.actor,
        predecessor=fact.predecessor,
        recorded=fact.recorded,
        reader=fact.reader,
        claims=fact.claims,
        secret=secret,
        entry=log_claims.entry(payload_of(fact, fact.claims, secret)),
    )


def padding_row(index: int, recorded: datetime) -> FactRow:
    """An entry that stands for nothing and looks from outside like all others."""
    secret = secrets.token_bytes(log_claims.SECRET_BYTES)
    return FactRow(
        index=index,
        kind=PADDING,
        subject=secrets.token_bytes(log_claims.SECRET_BYTES),
        actor="",
        predecessor=None,
        recorded=recorded,
        reader="",
        claims=None,
        secret=secret,
        entry=log_claims.padding_entry(secret),
    )


def entry_of(row: FactRow) -> bytes | None:
    """The entry that a row must have by what it holds; None where it was forgotten, so that only the entry is left."""
    if row.secret is None:
        return None
    if row.kind == PADDING:
        return log_claims.padding_entry(row.secret)
    if row.claims is None:
        return None
    return log_claims.entry(payload_of(row, row.claims, row.secret))


def payload_of(fact: Fact | FactRow, claims: bytes, secret: bytes) -> bytes:
    """What a fact's entry is the hash of: the envelope open, every claim a salted digest."""
    envelope: dict[str, Any] = {
        "kind": fact.kind,
        "subject": fact.subject.hex(),
        "actor": fact.actor,
        "recorded": fact.recorded.isoformat(),
        "reader": fact.reader,
    }
    if fact.predecessor is not None:
        envelope["predecessor"] = fact.predecessor
    named: dict[str, Any] = dict(_named(claims))
    for name in BY_ELEMENT & named.keys():
        named[name] = _elements(named[name])
    return log_claims.payload(envelope, named, BY_ELEMENT, secret)


class Logbook:
    """The log of one home: `seal` inside the store's transaction, `publish` after it."""

    def __init__(self, home: Path, store: Store, origin: str, signer: Signer) -> None:
        self._home, self._folder, self._store = home, home / FOLDER, store
        self._origin, self._signer = origin, signer
        self._published: tuple[str, int] | None = None

    def frontier(self) -> Frontier:
        """The right edge at the last checkpoint."""
        last = self._store.last_checkpoint()
        return Frontier() if last is None else Frontier.decode(last.frontier)

    def seal(self, rows: Sequence[FactRow], now: datetime) -> CheckpointRow:
        """Sign the checkpoint after these facts, which were appended since the last one. Call inside `writing()`."""
        frontier = self.frontier().append_all(leaf_hashes(row.entry for row in rows))
        head = Checkpoint(origin=self._origin, size=frontier.size, root=frontier.root())
        row = CheckpointRow(
            size=head.size,
            root=head.root,
            frontier=frontier.encode(),
            note=sign_checkpoint(head, self._signer).decode(),
            recorded=now,
        )
        self._store.put_checkpoint(row)
        return row

    def publish(self) -> None:
        """Bring tiles and checkpoint file to the last checkpoint of the database. Call with the writer's lock held."""
        last = self._store.last_checkpoint()
        if last is None:
            return
        start = self._published_size()
        if start == last.size:
            return
        if not self._grown(start, last):
            self._write_tiles(0, last.size)
        _write(self._folder / CHECKPOINT, last.note.encode())
        self._published = (last.note, last.size)
        for stale in stale_tiles(start, last.size):
            _remove_folder(self._folder / stale)

    def behind(self) -> bool:
        """Are the files not those of the last checkpoint, as after a crash or on a full disk?

        HomeError where they are ahead of the database.
        """
        last = self._store.last_checkpoint()
        return last is not None and self._published_size() != last.size

    def _grown(self, start: int, last: CheckpointRow) -> bool:
        """Extend the tiles; False where those that were there are missing or damaged, so that all must be made anew."""
        try:
            self._write_tiles(start, last.size)
            return root_from_tiles(last.size, tile_reader(self._home)) == last.root
        except ProofError:
            return False

    def _write_tiles(self, start: int, end: int) -> None:
        for path, data in tiles_between(start, entries_of(self._store, start, end), self._partial_tile):
            _write(self._folder / path, data)

    def _published_size(self) -> int:
        """The size of the checkpoint in the file; 0, so that all is written anew, where it is none of ours."""
        try:
            note = (self._folder / CHECKPOINT).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return 0
        if self._published is None or self._published[0] != note:
            sizes = [row.size for row in self._store.checkpoints() if row.note == note]
            if not sizes:
                self._refuse_second_history(note)
            self._published = (note, sizes[0] if sizes else 0)
        return self._published[1]

    def _refuse_second_history(self, note: str) -> None:
        """HomeError where we signed a checkpoint that the database does not know: it is older than its own log."""
        try:
            signed = open_checkpoint(note.encode(), self._signer.verifier)
        except ProofError:
            return
        raise HomeError(
            f"{self._folder / CHECKPOINT} was signed when the database held {signed.size} facts that it does not hold "
            "now: an older database was put in its place. To add to it would make a second history of the same log.",
            "Restore the database of that time; where it is lost, make a new home and add the originals to it.",
        )

    def _partial_tile(self, tile: Tile) -> bytes:
        """A partial tile of the published size.

        The lowest ones out of the database, which is the truth, the others from their files.
        """
        if tile.level > 0:
            try:
                return (self._folder / tile.path).read_bytes()
            except OSError:
                raise ProofError(f"The tile {FOLDER}/{tile.path} cannot be read.", "It is made anew.") from None
        start = tile.index * TILE_WIDTH
        entries = self._store.entries(start, start + tile.width)
        return encode_row(tile.level, entries if tile.level == ENTRIES else leaf_hashes(entries))


def tile_reader(home: Path) -> ReadTile:
    """Gives a tile's bytes from its file; ProofError where it is missing."""

    def read_tile(tile: Tile) -> bytes:
        folder = home / FOLDER
        try:
            path = folder / tile.path
            # A partial tile may go once its full one is there, which begins with the same hashes.
            return (path if path.exists() else folder / tile.full_path).read_bytes()
        except FileNotFoundError:
            raise ProofError(f"The tile {FOLDER}/{tile.path} is missing.", "Run 'counterfoil verify'.") from None
        except OSError as error:
            raise ProofError(
                f"The tile {FOLDER}/{tile.path} cannot be read: {error.strerror}.", "See who may read it."
            ) from None

    return read_tile


def entries_of(store: Store, start: int, end: int, step: int = 4096) -> Iterator[bytes]:
    """Log entries by index, end exclusive; few in memory at a time."""
    for at in range(start, end, step):
        yield from store.entries(at, min(at + step, end))


def _write(path: Path, data: bytes) -> None:
    """Put a file in place whole: a reader sees the old one or the new one. HomeError or StoreError if it cannot be."""
    temporary = path.with_name(f".{path.name}.new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError as error:
        with suppress(OSError):
            temporary.unlink()
        raise system_failure(error, path) from error


def _remove_folder(folder: Path) -> None:
    try:
        if folder.is_dir():
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()
    except OSError as error:
        raise system_failure(error, folder) from error
