"""The log of a home: the tree's edge and a signed checkpoint a batch, then tiles and checkpoint as files."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from counterfoil.errors import HomeError, ProofError
from counterfoil.log.checkpoint import Checkpoint, open_checkpoint, parse_checkpoint, sign_checkpoint
from counterfoil.log.growth import Hashed, stale_tiles, tiles_between
from counterfoil.log.merkle import Frontier, leaf_hashes
from counterfoil.log.note import Signer, note_text
from counterfoil.log.tiles import (
    ENTRIES,
    TILE_HEIGHT,
    TILE_WIDTH,
    ReadTile,
    Tile,
    encode_row,
    partial_tiles,
    root_from_tiles,
)
from counterfoil.store import CheckpointRow, FactRow, Store
from counterfoil.store.durable import sync_all
from counterfoil.store.failure import system_failure
from counterfoil.store.files import drop, put_in_place, write_aside

FOLDER = "log"
CHECKPOINT = "checkpoint"
_EVERY = timedelta(seconds=1)
"""How often the files follow the database while batch comes after batch."""
_SEALED_MAX = 100_000
"""Entries that are held for the files; beyond them they are read from the database."""


class Logbook:
    """The log of one home: `seal` inside the store's transaction, and the files after it.

    These follow about once a second as long as there is more to come (`follow`), and at the end (`finish`).
    """

    def __init__(self, home: Path, store: Store, origin: str, signer: Signer) -> None:
        self._home, self._folder, self._store = home, home / FOLDER, store
        self._origin, self._signer = origin, signer
        self._published: tuple[str, int] | None = None
        self._published_at: datetime | None = None
        self._sealed = _Sealed()
        self._is_behind = False

    def frontier(self) -> Frontier:
        """The right edge at the last checkpoint."""
        last = self._store.last_checkpoint()
        return Frontier() if last is None else Frontier.decode(last.frontier)

    def seal(self, rows: Sequence[FactRow], now: datetime) -> CheckpointRow:
        """Sign the checkpoint after these facts, which were appended since the last one. Call inside `writing()`."""
        entries, before = [row.entry for row in rows], self.frontier()
        leaves = leaf_hashes(entries)
        frontier, roots = before.grown(leaves, TILE_HEIGHT)
        head = Checkpoint(origin=self._origin, size=frontier.size, root=frontier.root())
        row = CheckpointRow(
            size=head.size,
            root=head.root,
            frontier=frontier.encode(),
            note=sign_checkpoint(head, self._signer).decode(),
            recorded=now,
        )
        self._store.put_checkpoint(row)
        if self._sealed.end != before.size or len(self._sealed.entries) > _SEALED_MAX:
            self._sealed = _Sealed(before.size)
        self._sealed.add(entries, leaves, roots)
        self._is_behind = True
        return row

    def is_due(self, now: datetime) -> bool:
        """Is it time to publish again? Also where the clock was set back."""
        return self._published_at is None or not timedelta(0) <= now - self._published_at < _EVERY

    def catch_up(self, now: datetime) -> None:
        """Publish where it is time and the files are behind, whoever sealed what they lack; raises as `behind` does."""
        if self.is_due(now) and self.behind():
            with self._store.writing():
                self.publish(now)

    def follow(self, now: datetime) -> None:
        """Publish where it is time and a batch was sealed here since. Call outside of `writing()`."""
        if self.is_due(now):
            self.finish(now)

    def finish(self, now: datetime) -> None:
        """Publish where a batch was sealed here since the last time. Call outside of `writing()`."""
        if self._is_behind:
            with self._store.writing():
                self.publish(now)

    def publish(self, now: datetime | None = None) -> None:
        """Bring tiles and checkpoint file to the last checkpoint of the database. Call with the writer's lock held.

        The checkpoint file is put in place when all that it stands for is durable, so after a loss of power its tiles
        are whole. `now` is kept for `is_due`.
        """
        self._published_at, self._is_behind = now, False
        last = self._store.last_checkpoint()
        start = self._published_size()
        if last is None or (start == last.size and self._edge_holds(last)):
            return
        written = self._grown(start, last)
        self._sealed = _Sealed(last.size)
        written = written or self._write_tiles(0, last.size)
        _write(f"{self._folder}/{CHECKPOINT}", last.note.encode(), behind=written)
        self._published = (last.note, last.size)
        for stale in stale_tiles(start, last.size):
            _remove_folder(self._folder / stale)

    def behind(self) -> bool:
        """Must the files be published anew, as after a crash or on a full disk?

        They are not those of the last checkpoint, or the tiles that will grow are damaged. HomeError where they are
        ahead of the database.
        """
        last = self._store.last_checkpoint()
        return last is not None and (self._published_size() != last.size or not self._edge_holds(last))

    def _grown(self, start: int, last: CheckpointRow) -> list[str]:
        """Extend the tiles; the files that were written.

        None of them where those that were there are missing or damaged, so that all must be made anew.
        """
        try:
            written = self._write_tiles(start, last.size) if start < last.size else []
        except ProofError:
            return []
        return written if self._edge_holds(last) else []

    def _write_tiles(self, start: int, end: int) -> list[str]:
        written = []
        for path, data in self._tiles(start, end):
            written.append(f"{self._folder}/{path}")
            _write(written[-1], data)
        return written

    def _tiles(self, start: int, end: int) -> Iterator[tuple[str, bytes]]:
        """The tiles of these entries, made of what was sealed here where it is at hand."""
        if self._sealed.start <= start and end == self._sealed.end:
            entries, known = self._sealed.since(start)
            return tiles_between(start, entries, self._partial_tile, known)
        return tiles_between(start, entries_of(self._store, start, end), self._partial_tile)

    def _edge_holds(self, last: CheckpointRow) -> bool:
        """Are the tiles at the right edge, which the next ones grow out of, what the last checkpoint says?"""
        read_tile = tile_reader(self._home)
        try:
            bundles = [tile for tile in partial_tiles(last.size) if tile.level == ENTRIES]
            return root_from_tiles(last.size, read_tile) == last.root and all(
                read_tile(bundle) == self._partial_tile(bundle) for bundle in bundles
            )
        except ProofError:
            return False

    def _published_size(self) -> int:
        """The size of the checkpoint in the file; 0, so that all is written anew, where it is none of ours."""
        try:
            note = (self._folder / CHECKPOINT).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            return 0
        if self._published is None or self._published[0] != note:
            size = _size_in(note)
            known = self._store.checkpoint_at(size)
            if known is None or known.note != note:
                self._refuse_second_history(note)
                size = 0
            self._published = (note, size)
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


def _size_in(note: str) -> int:
    """The size that a checkpoint states; 0 where it states none."""
    try:
        return parse_checkpoint(note_text(note.encode())).size
    except ProofError:
        return 0


class _Sealed:
    """Entries from `start` that were sealed and not published yet, with what was hashed of them.

    Should their batch have been undone, then their tiles do not lead to the root of the last checkpoint.
    """

    def __init__(self, start: int = 0) -> None:
        self.start, self.entries = start, list[bytes]()
        self._leaves, self._roots = list[bytes](), list[bytes]()

    @property
    def end(self) -> int:
        """The size of the log behind them."""
        return self.start + len(self.entries)

    def add(self, entries: Sequence[bytes], leaves: Sequence[bytes], roots: Sequence[bytes]) -> None:
        """Add the next ones, with their leaf hashes and the roots of the tiles that they filled."""
        self.entries += entries
        self._leaves += leaves
        self._roots += roots

    def since(self, start: int) -> tuple[list[bytes], Hashed]:
        """Those from there on."""
        at, filled = start - self.start, start // TILE_WIDTH - self.start // TILE_WIDTH
        return self.entries[at:], Hashed(self._leaves[at:], self._roots[filled:])


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


def _write(path: str, data: bytes, behind: Sequence[str] = ()) -> None:
    """Put a file in place whole: a reader sees the old one or the new one. HomeError or StoreError if it cannot be.

    Where it shall stand `behind` others, these and its own bytes are made durable first.
    """
    aside = ""
    try:
        aside = write_aside(path, data)
        if behind:
            folders = {file.rpartition("/")[0] for file in behind}
            sync_all(Path(path).parent, [*behind, *folders, aside])
        put_in_place(aside, path)
    except OSError as error:
        drop(aside)
        raise system_failure(error, Path(path)) from error


def _remove_folder(folder: Path) -> None:
    try:
        if folder.is_dir():
            for file in folder.iterdir():
                file.unlink()
            folder.rmdir()
    except OSError as error:
        raise system_failure(error, folder) from error
