"""A document as bytes that can be opened, the refusal of one that cannot, and input kept to be opened again."""

import errno
import io
import tempfile
import threading
import weakref
from collections.abc import Callable
from typing import BinaryIO

from counterfoil.errors import CounterfoilError, LimitError, UnreachableError, UnreadableError
from counterfoil.model._base import Model
from counterfoil.model.settings import Limits

_MEMORY_BYTES_MAX = 8_000_000
_CHUNK_BYTES = 1 << 20


class Source(Model):
    """A document as bytes that can be read: a file, or a member of an archive ("a.zip!/b.xml")."""

    name: str
    """As given: what is no UTF-8 in a file's name stands as surrogates (PEP 383), control characters unescaped."""
    open: Callable[[], BinaryIO]
    """Opens it for reading; this and reading raise UnreadableError."""
    size: int | None = None
    """Length in bytes as the file system or the archive tells it."""


class Refusal(Model):
    """A file, folder or member that cannot be used, and why."""

    name: str
    error: CounterfoilError


def content(source: Source, limits: Limits) -> bytes:
    """The whole content of a document. Raises UnreadableError, LimitError where it is too large."""
    most = limits.document_bytes_max
    if source.size is not None and source.size > most:
        raise too_large(most)
    with source.open() as stream:
        try:
            data = stream.read((most if source.size is None else source.size) + 1)
            if source.size is not None and len(data) > source.size:  # it has grown since
                data += stream.read(most + 1 - len(data))
        except OSError as error:
            raise unreadable(error) from None
    if len(data) > most:
        raise too_large(most)
    return data


class Spool:
    """What can be read only once, kept to be read again: in memory up to 8 MB, beyond in a nameless temporary file."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        """Read `stream` to its end. Raises UnreadableError, LimitError beyond `most` bytes."""
        self._file: BinaryIO | None = None
        self._lock = threading.Lock()
        try:
            self._data = stream.read(_MEMORY_BYTES_MAX + 1)
            self.size = len(self._data)
            if self.size > _MEMORY_BYTES_MAX:
                self._spill(stream, most)
        except OSError as error:
            raise unreadable(error) from None
        if self.size > most:
            raise too_large(most)

    def open(self) -> BinaryIO:
        """Open what was kept for reading."""
        return io.BytesIO(self._data) if self._file is None else io.BufferedReader(_View(self))

    def at(self, place: int, size: int) -> bytes:
        """Some of the bytes in the temporary file."""
        assert self._file is not None
        with self._lock:
            self._file.seek(place)
            return self._file.read(size)

    def _spill(self, stream: BinaryIO, most: int) -> None:
        self._file = tempfile.TemporaryFile(prefix="counterfoil-")  # noqa: SIM115 – it lives as long as we do
        weakref.finalize(self, self._file.close)
        chunk, self._data = self._data, b""
        self.size = 0
        while chunk and self.size <= most:
            self.size += self._file.write(chunk)
            chunk = stream.read(_CHUNK_BYTES)


class _View(io.RawIOBase):
    """One reader of a temporary file that several may read at the same time."""

    def __init__(self, spool: Spool) -> None:
        self._spool, self._place = spool, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self._spool.size}[whence]
        self._place = max(0, base + offset)
        return self._place

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io gives a memoryview
        data = self._spool.at(self._place, len(buffer))
        buffer[: len(data)] = data
        self._place += len(data)
        return len(data)


def too_large(most: int) -> LimitError:
    """The refusal of a document that has more than `most` bytes."""
    return LimitError(
        f"It has more than the {most:,} bytes allowed.",
        "Raise document_bytes_max in counterfoil.toml if you trust where it comes from.",
    )


_REASONS = {
    errno.ENOENT: ("There is no file or folder of this name.", "Check the name; a link may point nowhere."),
    errno.EACCES: ("It may not be read.", "Change its permissions, or run as a user who may read it."),
    errno.EPERM: ("It may not be read.", "Change its permissions, or run as a user who may read it."),
    errno.ELOOP: ("It is a link that leads back to itself.", "Remove the link."),
    errno.ENAMETOOLONG: ("Its name is too long to be opened.", "Move it to a place with a shorter name."),
    errno.EMFILE: ("Too many files are open.", "Raise the limit of open files (ulimit -n)."),
    errno.ENOSPC: ("There is no room left for temporary files.", "Make room, or set TMPDIR to a larger place."),
}


def unreadable(error: UnreadableError | OSError | ValueError) -> UnreadableError:
    """The sentence for an error of the operating system; a ValueError is its complaint about a NUL in a name."""
    if isinstance(error, UnreadableError):
        return error
    if not isinstance(error, OSError):
        return UnreachableError("Its name cannot be a file's: it has a NUL character.", "Check the name.")
    said = f"It cannot be read: {error.strerror or error}."
    sentence, hint = _REASONS.get(error.errno or 0, (said, "Check the file system that it is on."))
    return UnreachableError(sentence, hint)
