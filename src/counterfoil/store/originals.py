"""Originals as files, unchanged and named by their SHA-256: `originals/ab/abcd…`.

New ones are written under `originals/.incoming/`, in a folder of this process that is locked while it lives, and are
renamed to their place after one barrier for all. So a file under its final name is whole, whatever happens, and what a
killed process left behind is told from what a living one writes by its lock.
"""

import fcntl
import os
import re
from collections.abc import Iterator
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from counterfoil.errors import StoreError, UnreadableError
from counterfoil.store.failure import system_failure
from counterfoil.store.files import write_all

if TYPE_CHECKING:
    from counterfoil.store.durable import Syncing

CHUNK_BYTES = 2**20
NAME = re.compile(r"[0-9a-f]{64}")
FOLDER = re.compile(r"[0-9a-f]{2}")
INCOMING = ".incoming"


class Originals:
    """The folder of originals of one home."""

    def __init__(self, folder: Path, *, readonly: bool = False) -> None:
        self.folder = folder
        self._readonly = readonly
        self._own: Path | None = None
        self._lock = -1
        # Paths are strings here: to join thousands of them as Path objects takes longer than to write the files.
        self._waiting: dict[bytes, str] = {}
        self._syncing: tuple[int, Syncing] | None = None
        """How many of those that wait are being made durable already."""

    def put(self, digest: bytes, data: bytes | BinaryIO) -> None:
        """Write bytes to a temporary file until `sync`; StoreError where they are not what the digest says."""
        if digest in self._waiting or os.path.exists(self._at(digest)):
            return
        temporary = f"{self._incoming()}/{digest.hex()}"
        try:
            found = _write(temporary, data)
        except OSError as error:
            _remove(temporary)
            raise system_failure(error, self.folder) from error
        except BaseException:
            _remove(temporary)
            raise
        if found != digest:
            _remove(temporary)
            raise StoreError(
                f"An original was announced as {digest.hex()} but its bytes are {found.hex()}.",
                "The file changed while it was read: add it again.",
            )
        self._waiting[digest] = temporary

    def start_sync(self) -> None:
        """Begin to make the bytes of all originals put so far durable, while other work goes on until `sync`."""
        from counterfoil.store import durable

        if self._waiting and self._syncing is None:
            self._syncing = len(self._waiting), durable.Syncing(self.folder, list(self._waiting.values()))

    def sync(self) -> None:
        """Make all originals put so far durable and visible: their bytes first, then their names."""
        from counterfoil.store import durable

        if not self._waiting:
            return
        try:
            if self._synced() < len(self._waiting):
                durable.sync_all(self.folder, self._waiting.values())
            places = [self._place(digest, temporary) for digest, temporary in self._waiting.items()]
            durable.sync_all(self.folder, [*{os.path.dirname(place) for place in places}, self.folder])
        except OSError as error:
            raise system_failure(error, self.folder) from error
        self._waiting.clear()

    def open(self, digest: bytes) -> BinaryIO | None:
        """An original as a readable file, or None where it is missing."""
        try:
            return self.path(digest).open("rb")
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreError(
                f"The original {digest.hex()} cannot be read: {error.strerror}.",
                f"See who may read {self.path(digest)}.",
            ) from error

    def remove(self, digest: bytes) -> None:
        """Remove an original durably; nothing happens where it is gone already."""
        from counterfoil.store import durable

        place = self._at(digest)
        try:
            os.unlink(place)
            durable.sync_one(os.path.dirname(place))
        except FileNotFoundError:
            return
        except OSError as error:
            raise system_failure(error, Path(place)) from error

    def digests(self) -> Iterator[bytes]:
        """The digests of all originals that are there, in order."""
        for folder in self._folders():
            if FOLDER.fullmatch(folder.name):
                for name in _names(folder):
                    if NAME.fullmatch(name) and name.startswith(folder.name):
                        yield bytes.fromhex(name)

    def strays(self) -> Iterator[str]:
        """Paths below the folder that are no originals in their place, in order; what is being added is left out."""
        for folder in self._folders():
            if not FOLDER.fullmatch(folder.name) or not folder.is_dir():
                yield folder.name
                continue
            for name in _names(folder):
                if not NAME.fullmatch(name) or not name.startswith(folder.name):
                    yield f"{folder.name}/{name}"

    def sweep(self) -> None:
        """Remove what killed processes left behind; to be called under the writer's lock."""
        incoming = self.folder / INCOMING
        for name in _names(incoming):
            folder = incoming / name
            descriptor = _lock(folder)
            if descriptor is not None:
                _remove_folder(folder)
                os.close(descriptor)

    def close(self) -> None:
        """Remove what was put and never synced."""
        with suppress(OSError):
            self._synced()
        self._waiting.clear()
        if self._own is not None:
            _remove_folder(self._own)
            os.close(self._lock)
            self._own = None

    def path(self, digest: bytes) -> Path:
        """Where an original lies, whether it is there or not."""
        return Path(self._at(digest))

    def _synced(self) -> int:
        """How many of those that wait are durable, when those have been waited for that were begun with."""
        if self._syncing is None:
            return 0
        (count, syncing), self._syncing = self._syncing, None
        syncing.wait()
        return count

    def _at(self, digest: bytes) -> str:
        name = digest.hex()
        return f"{self.folder}/{name[:2]}/{name}"

    def _place(self, digest: bytes, temporary: str) -> str:
        place = self._at(digest)
        # Another process may have put the same bytes there meanwhile; replacing them changes nothing.
        try:
            os.replace(temporary, place)
        except FileNotFoundError:
            if os.path.exists(temporary):
                os.makedirs(os.path.dirname(place), exist_ok=True)
                os.replace(temporary, place)
            elif not os.path.exists(place):
                raise
        return place

    def _incoming(self) -> Path:
        """The folder of this process's temporaries, locked as long as it lives."""
        if self._readonly:
            raise StoreError("The home was opened for reading only, so no original can be added.")
        if self._own is None:
            try:
                self._own, self._lock = _locked_folder(self.folder / INCOMING)
            except OSError as error:
                raise system_failure(error, self.folder) from error
        return self._own

    def _folders(self) -> Iterator[Path]:
        return (self.folder / name for name in _names(self.folder) if name != INCOMING)


class KeepsOriginals:
    """The part of a store that keeps originals, whatever its database."""

    _originals: Originals

    def put_original(self, digest: bytes, data: bytes | BinaryIO) -> None:
        """Keep bytes unchanged under their SHA-256; nothing happens where they are kept already."""
        self._originals.put(digest, data)

    def start_sync_of_originals(self) -> None:
        """Begin to make all originals put so far durable; `sync_originals` waits for it."""
        self._originals.start_sync()

    def sync_originals(self) -> None:
        """Make all originals put so far durable and visible under their names, with one barrier."""
        self._originals.sync()

    def open_original(self, digest: bytes) -> BinaryIO | None:
        """The original as a readable file, or None where it is missing."""
        return self._originals.open(digest)

    def remove_original(self, digest: bytes) -> None:
        """Remove an original durably; nothing happens where it is gone already."""
        self._originals.remove(digest)

    def originals(self) -> Iterator[bytes]:
        """The digests of all originals that are there, in order."""
        return self._originals.digests()

    def strays(self) -> Iterator[str]:
        """Paths below the folder of originals that are no originals in their place, in order."""
        return self._originals.strays()


def _locked_folder(incoming: Path) -> tuple[Path, int]:
    incoming.mkdir(parents=True, exist_ok=True)
    while True:
        folder = incoming / os.urandom(8).hex()
        folder.mkdir()
        descriptor = _lock(folder)
        # A sweep may have come between making the folder and locking it.
        if descriptor is not None:
            if folder.exists():
                return folder, descriptor
            os.close(descriptor)


def _lock(folder: Path) -> int | None:
    """Lock a folder without waiting: its descriptor, or None where another process has it or it is gone."""
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _write(path: str, data: bytes | BinaryIO) -> bytes:
    """Write a new file that nobody may write to afterwards; its SHA-256."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o444)
    try:
        if isinstance(data, bytes):
            write_all(descriptor, data)
            return sha256(data).digest()
        seen = sha256()
        while chunk := _read(data):
            write_all(descriptor, chunk)
            seen.update(chunk)
        return seen.digest()
    finally:
        os.close(descriptor)


def _read(data: BinaryIO) -> bytes:
    try:
        return data.read(CHUNK_BYTES)
    except OSError as error:
        raise UnreadableError(
            f"An original could not be read to its end: {error.strerror}.", "Add it again."
        ) from error


def _remove(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def _remove_folder(folder: Path) -> None:
    # Only who writes needs it, and it is slow to import for those who only look.
    import shutil

    shutil.rmtree(folder, ignore_errors=True)


def _names(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []
    except OSError as error:
        raise StoreError(f"The folder {folder} cannot be read: {error.strerror}.", "See who may read it.") from error
