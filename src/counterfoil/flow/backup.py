"""A backup: one state of a whole home in one file, while others go on writing; checked when it is written.

The file is a ZIP archive (APPNOTE.TXT) with its members in one order, without times, and a manifest at the end: so the
same state gives the same layout. The database is copied in one state, the files of the log are made of it, and keys are
kept as they are. Originals never change, and all that this state needs were there before it.
"""

import hashlib
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

import msgspec

from counterfoil.errors import HomeError, StoreError, UsageError
from counterfoil.flow.forgotten import forgotten_facts, gone_originals
from counterfoil.flow.forgotten_list import BACKUPS, LIST, remember_backup, write_lists
from counterfoil.flow.home import DATABASE, NODE_LOCK, Home
from counterfoil.flow.keys import PASSPHRASE
from counterfoil.flow.logbook import CHECKPOINT, FOLDER, entries_of
from counterfoil.log.growth import tiles_between
from counterfoil.model._base import Model
from counterfoil.store import CheckpointRow, Store
from counterfoil.store.durable import sync_one
from counterfoil.store.open import open_store
from counterfoil.store.originals import CHUNK_BYTES

MANIFEST, FORMAT, ORIGINALS = "MANIFEST.json", "counterfoil-backup/1", "originals"
_DATABASE = (DATABASE, f"{DATABASE}-wal", f"{DATABASE}-shm")
_NOT_COPIED = frozenset({*_DATABASE, ORIGINALS, FOLDER, "lock", "turn.lock", NODE_LOCK, LIST, BACKUPS})
"""What is written out of the database's state, or belongs to the home in its place alone."""
_TRIES = 3
_NO_TIME = (1980, 1, 1, 0, 0, 0)

Open = Callable[[], BinaryIO]


class Member(Model):
    """A file of the home: its path in it, its size in bytes and its SHA-256."""

    path: str
    size: int
    sha256: str


class Manifest(Model):
    """What stands in a backup, and of which state of which log it is."""

    format: str
    log: str
    """The public key of the log."""
    size: int
    """How many facts the log had."""
    root: str
    recorded: str
    """The time of the last checkpoint."""
    members: tuple[Member, ...]


class BackedUp(Model, gc=True):
    """What was written, and what of the home was found damaged on the way."""

    manifest: Manifest
    damages: tuple[str, ...] = ()
    without_passphrase: bool = False
    """The passphrase lies in the home, and was left out."""


def back_up(home: Home, file: Path, *, with_passphrase: bool = False) -> BackedUp:
    """Write a backup. UsageError where the file is there already, HomeError or StoreError where it cannot be made."""
    if file.exists():
        raise UsageError(f"{file} is there already.", "Name a new file.")
    place = file.absolute().parent
    try:
        with tempfile.TemporaryDirectory(prefix=f".{file.name}.", dir=place) as folder:
            written = _whole(home, Path(folder), with_passphrase=with_passphrase)
            part = Path(folder) / MANIFEST
            sync_one(part)
            part.replace(file)
        sync_one(place)
    except OSError as error:
        raise HomeError(f"{file} could not be written: {error.strerror}.", "Free space or name another file.") from None
    if not home.readonly:
        with suppress(OSError):
            remember_backup(home.path, file)
            write_lists(home)
    return written


def read_manifest(archive: zipfile.ZipFile) -> Manifest:
    """The manifest of a backup; StoreError where the file is none that we can read."""
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
    except (KeyError, msgspec.MsgspecError, zipfile.BadZipFile, EOFError, ValueError):
        raise StoreError("It is no backup of a home, or it is cut short.", "Name what 'backup' wrote.") from None
    if manifest.format != FORMAT:
        raise StoreError(f"It is a backup of the form {manifest.format}.", "Use a newer version of counterfoil.")
    return manifest


def checked_chunks(archive: zipfile.ZipFile, member: Member) -> Iterator[bytes]:
    """The bytes of a member; StoreError where they are not those of the manifest."""
    hashed, size = hashlib.sha256(), 0
    try:
        with archive.open(member.path) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                hashed.update(chunk)
                size += len(chunk)
                if size > member.size:
                    raise _damaged(member)
                yield chunk
    except (KeyError, zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
        raise _damaged(member) from error
    if (size, hashed.hexdigest()) != (member.size, member.sha256):
        raise _damaged(member)


def _damaged(member: Member) -> StoreError:
    return StoreError(f"The backup is damaged: {member.path} is not what was written.", "Use another backup.")


def _whole(home: Home, folder: Path, *, with_passphrase: bool) -> BackedUp:
    """The archive of a state since which nothing was forgotten: else it could hold what is gone."""
    for _ in range(_TRIES):
        for old in folder.iterdir():
            old.unlink()
        home.store.snapshot(folder / DATABASE)
        store = open_store(folder, readonly=True)
        try:
            told = sum(1 for _ in forgotten_facts(store))
            written = _Archive(home, store, folder).write(with_passphrase=with_passphrase)
        finally:
            store.close()
        if sum(1 for _ in forgotten_facts(home.store)) == told:
            return written
    raise HomeError("Something was forgotten again and again while the backup was made.", "Do it once more.")


class _Archive:
    """Writes the archive of one state of a home; `store` is the copy of its database."""

    def __init__(self, home: Home, store: Store, folder: Path) -> None:
        self._home, self._store, self._folder = home, store, folder
        self._damages: list[str] = list(store.check())

    def write(self, *, with_passphrase: bool) -> BackedUp:
        last = self._store.last_checkpoint()
        if last is None:
            raise StoreError("There is no checkpoint in the database.", "Run 'counterfoil verify'.")
        without = not with_passphrase and (self._home.path / PASSPHRASE).exists()
        part = self._folder / MANIFEST
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            files = self._files(last, without_passphrase=without)
            members = tuple(_written(archive, path, opened) for path, opened in files)
            manifest = Manifest(
                format=FORMAT,
                log=self._home.vkey(),
                size=last.size,
                root=last.root.hex(),
                recorded=last.recorded.isoformat(),
                members=members,
            )
            _written(archive, MANIFEST, partial(BytesIO, msgspec.json.format(msgspec.json.encode(manifest))))
        with zipfile.ZipFile(part) as archive:
            for member in read_manifest(archive).members:
                for _ in checked_chunks(archive, member):
                    pass
        for member in members:
            self._compare(member)
        return BackedUp(manifest=manifest, damages=tuple(self._damages), without_passphrase=without)

    def _files(self, last: CheckpointRow, *, without_passphrase: bool) -> Iterator[tuple[str, Open]]:
        """Path and bytes of every file, in one order."""
        for path in sorted(self._home.path.rglob("*")):
            name = path.relative_to(self._home.path)
            is_ours = name.parts[0] not in _NOT_COPIED and not any(part.startswith(".") for part in name.parts)
            if is_ours and path.is_file() and not (without_passphrase and name == PASSPHRASE):
                yield name.as_posix(), partial(_open, path)
        yield DATABASE, partial(_open, self._folder / DATABASE)
        for tile, data in tiles_between(0, entries_of(self._store, 0, last.size), _no_tile):
            yield f"{FOLDER}/{tile}", partial(BytesIO, data)
        yield f"{FOLDER}/{CHECKPOINT}", partial(BytesIO, last.note.encode())
        for digest in sorted({row.original for row in self._store.documents()} - gone_originals(self._store)):
            opened = self._home.store.open_original(digest)
            if opened is None:
                self._damages.append(f"The original {digest.hex()} is missing.")
                continue
            opened.close()
            yield f"{ORIGINALS}/{digest.hex()[:2]}/{digest.hex()}", partial(self._original, digest)

    def _original(self, digest: bytes) -> BinaryIO:
        opened = self._home.store.open_original(digest)
        if opened is None:
            raise StoreError(f"The original {digest.hex()} has gone.", "Do it again.")
        return opened

    def _compare(self, member: Member) -> None:
        folder, _, name = member.path.rpartition("/")
        if folder.startswith(f"{ORIGINALS}/") and name != member.sha256:
            self._damages.append(f"The bytes of the original {name} have changed.")


def _written(archive: zipfile.ZipFile, path: str, opened: Open) -> Member:
    info = zipfile.ZipInfo(path, _NO_TIME)
    info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
    hashed, size = hashlib.sha256(), 0
    with opened() as source, archive.open(info, "w", force_zip64=True) as target:
        while chunk := source.read(CHUNK_BYTES):
            target.write(chunk)
            hashed.update(chunk)
            size += len(chunk)
    return Member(path=path, size=size, sha256=hashed.hexdigest())


def _open(path: Path) -> BinaryIO:
    return path.open("rb")


def _no_tile(tile: object) -> bytes:
    raise AssertionError(f"a log that starts at 0 has no older tile {tile}")
