"""How files become documents: folders are walked, archives opened, standard input is kept; all else is a document.

What cannot be used is handed on as a refusal, and the rest goes on. Nothing is unpacked to disk, and nothing but small
files is read before someone opens it: a source can be opened at any time, more than once, also after the next one was
taken.
"""

import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator
from functools import partial
from io import BytesIO
from typing import BinaryIO

from counterfoil.errors import LimitError, UnreadableError
from counterfoil.formats._source import Refusal, Source, Spool, content, unreadable
from counterfoil.formats._zip import MAGICS, Member, Opener, directory, flaws, open_member
from counterfoil.model.settings import Limits

__all__ = ["STANDARD_INPUT", "Refusal", "Source", "content", "sources"]

STANDARD_INPUT = "-"
_SMALL_BYTES = 1 << 18
"""A file that is no larger is read whole when we look what it is: opening it once more would cost more."""


def sources(paths: Iterable[str | bytes | os.PathLike[str]], limits: Limits) -> Iterator[Source | Refusal]:
    """Give the documents in files, folders and archives, and on standard input ("-"), in a stable order.

    Folders are walked in the order of names; links are followed, but no folder is walked twice.
    """
    for path in paths:
        name = os.fsdecode(path)
        if name == STANDARD_INPUT:
            yield from _standard_input(limits)
        else:
            yield from _path(name, limits)


# --- Files and folders ------------------------------------------------------------------------------------------------


def _path(name: str, limits: Limits) -> Iterator[Source | Refusal]:
    """A file, or a folder and all below it, without recursion: folders may be nested deeper than Python's stack."""
    walked: set[tuple[int, int]] = set()
    around: list[tuple[tuple[int, int], Iterator[str]]] = []
    pending = iter((name,))
    while True:
        for each in pending:
            try:
                status = os.stat(each)  # noqa: PTH116 – as below
                if not stat.S_ISDIR(status.st_mode):
                    yield from _file(each, status, limits)
                    continue
                key = (status.st_dev, status.st_ino)
                if any(key == open_key for open_key, _ in around):
                    raise UnreadableError("It is a link to a folder that it is in itself.", "Remove the link.")
                if key in walked:
                    continue
                inside = _listed(each)
            except (UnreadableError, OSError, ValueError) as error:
                yield Refusal(name=each, error=unreadable(error))
            else:
                walked.add(key)
                around.append((key, pending))
                pending = inside
                break
        else:
            if not around:
                return
            _, pending = around.pop()


def _listed(folder: str) -> Iterator[str]:
    # Names stay strings: a Path would change them from what was given, and cost more than the rest of the walk.
    names = sorted(name for name in os.listdir(folder) if not _dropping(name))  # noqa: PTH208
    return (os.path.join(folder, name) for name in names)  # noqa: PTH118


_DROPPING = re.compile(
    r"""\.DS_Store | \._.* | \.AppleDouble | \.Spotlight-V100 | \.Trashes | \.fseventsd | \.localized | __MACOSX
    | (?i:thumbs\.db | ehthumbs\.db | desktop\.ini) | \$RECYCLE\.BIN | System\ Volume\ Information | \.directory
    | ~\$.* | \.~lock\..*\#""",
    re.VERBOSE | re.DOTALL,
).fullmatch


def _dropping(name: str) -> bool:
    """What operating systems and office programs leave behind, which nobody means to add."""
    return _DROPPING(name) is not None


_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def _file(name: str, status: os.stat_result, limits: Limits) -> Iterator[Source | Refusal]:
    if not stat.S_ISREG(status.st_mode):
        kind = next((kind for test, kind in _KINDS if test(status.st_mode)), "a special file")
        raise UnreadableError(f"It is {kind}, not a file.", "Add its content as a file, or by standard input (-).")
    small = status.st_size <= _SMALL_BYTES
    descriptor = _descriptor(name, os.O_RDONLY)
    try:
        start = os.read(descriptor, max(len(MAGICS[0]), status.st_size + 1 if small else 0))
    finally:
        os.close(descriptor)
    opener: Opener = partial(BytesIO, start) if small and len(start) == status.st_size else partial(_open_file, name)
    source = Source(name=name, open=opener, size=status.st_size)
    if start.startswith(MAGICS):
        yield from _Archive(limits).documents(source)
    else:
        yield source


def _open_file(name: str) -> BinaryIO:
    """Open a regular file, which may have become something else since it was found."""
    try:
        file = open(name, "rb", opener=_descriptor)  # noqa: SIM115 – the caller closes; a name need not be a Path's
    except (OSError, ValueError) as error:
        raise unreadable(error) from None
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise UnreadableError("It is no regular file any more.", "Add its content as a file.")
    return file


def _descriptor(name: str, flags: int) -> int:
    """Open without waiting, as a pipe would make us if one took the file's place."""
    return os.open(
        name, flags | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    )


# --- Archives ---------------------------------------------------------------------------------------------------------


class _Archive:
    """An archive with all archives in it, which together may unpack to so many bytes."""

    def __init__(self, limits: Limits) -> None:
        self._limits, self._left = limits, limits.archive_bytes_max

    def documents(self, archive: Source, depth: int = 0) -> Iterator[Source | Refusal]:
        """The documents in an archive, or the one document that it is: office programs pack theirs into archives."""
        try:
            with archive.open() as file:
                members = directory(file, self._limits)
            if _is_package(members):
                yield archive
                return
            if depth > self._limits.archive_depth_max:
                raise LimitError(
                    f"It is an archive within more than {self._limits.archive_depth_max} others.",
                    "Unpack it, or raise archive_depth_max in counterfoil.toml if you trust where it comes from.",
                )
        except (UnreadableError, OSError) as error:
            yield Refusal(name=archive.name, error=unreadable(error))
            return
        members = [member for member in members if not any(map(_dropping, _STEPS(member.name)))]
        if not members:
            nothing = UnreadableError("The archive holds no file.", "Ask the sender what should be in it.")
            yield Refusal(name=archive.name, error=nothing)
        flawed = flaws(members, self._limits, self._left)
        self._left -= sum(member.size for at, member in enumerate(members) if at not in flawed)
        for at, member in enumerate(members):
            name = f"{archive.name}!/{_shown(member.name)}"
            if at in flawed:
                yield Refusal(name=name, error=flawed[at])
            else:
                yield from self._member(name, archive.open, member, depth)

    def _member(self, name: str, open_archive: Opener, member: Member, depth: int) -> Iterator[Source | Refusal]:
        opener = partial(open_member, open_archive, member)
        try:
            with opener() as stream:
                archive = (stream.raw.read(4) or b"").startswith(MAGICS)
            if not archive:
                yield Source(name=name, open=opener, size=member.size)
                return
            with opener() as stream:
                spool = Spool(stream, member.size)
        except (UnreadableError, OSError) as error:
            yield Refusal(name=name, error=unreadable(error))
            return
        yield from self.documents(Source(name=name, open=spool.open, size=member.size), depth + 1)


_STEPS = re.compile(r"[/\\]").split
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


def _shown(name: str) -> str:
    """A member's name as it is shown: it leads nowhere outside the archive and holds no control characters."""
    steps = [step for step in _STEPS(name) if step not in {"", ".", ".."} and not re.fullmatch("[A-Za-z]:", step)]
    return _UNPRINTABLE.sub("\ufffd", "/".join(steps)) or "unnamed"


def _is_package(members: list[Member]) -> bool:
    """Is it one document of an office program: OPC (ISO/IEC 29500-2, as XLSX) or OpenDocument (OASIS, part 2, 3.3)?"""
    if members and members[0].name == "mimetype":
        return True
    return any(member.name == "[Content_Types].xml" for member in members)


# --- Standard input ---------------------------------------------------------------------------------------------------


def _standard_input(limits: Limits) -> Iterator[Source | Refusal]:
    if sys.stdin is None:  # pyright: ignore[reportUnnecessaryComparison] - so it is where the caller has closed it
        closed = UnreadableError("Standard input is closed.", "Pipe a document into it, or name a file.")
        yield Refusal(name=STANDARD_INPUT, error=closed)
        return
    try:
        spool = Spool(sys.stdin.buffer, max(limits.document_bytes_max, limits.archive_bytes_max))
    except UnreadableError as error:
        yield Refusal(name=STANDARD_INPUT, error=error)
        return
    source = Source(name=STANDARD_INPUT, open=spool.open, size=spool.size)
    with source.open() as stream:
        archive = stream.read(4).startswith(MAGICS)
    if archive:
        yield from _Archive(limits).documents(source)
    else:
        yield source
