"""From paths to prepared documents.

Containers are opened, originals read and checked, by several processes where asked for.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Future
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from counterfoil.errors import CounterfoilError, UnreachableError
from counterfoil.flow.prepare import Intake, Options, Prepared, prepare
from counterfoil.flow.tables import HEAD_BYTES, is_table_source, prepare_table
from counterfoil.formats import is_table
from counterfoil.formats._container import Refusal, Source, content, sources

_AHEAD_BYTES = 32_000_000
_AHEAD_FILES = 512
_GROUP_BYTES = 500_000
_GROUP_FILES = 32
_LARGE_BYTES = 8_000_000
"""A larger source is looked into before it is read whole, since tables are not."""
Progress = Callable[[int], None]
"""Told how many bytes have been read, source by source."""


def intakes(
    paths: Iterable[str | Path], options: Options, jobs: int = 1, tick: Progress = lambda done: None
) -> Iterator[Intake]:
    """All documents below these paths, read and checked, in the order of their names; refusals stand among them."""
    found = sources(paths, options.limits)
    if jobs <= 1:
        for source in found:
            yield from _one(source, options)
            tick(_size(source))
        return
    try:
        yield from _many(found, options, jobs, tick)
    except BrokenExecutor:
        raise CounterfoilError(
            "A process that read documents was ended from outside, perhaps because memory ran out.",
            "What was reported is recorded; do it again, with fewer --jobs.",
        ) from None


def shown(name: str) -> str:
    """A file's name as it is recorded: bytes that are no UTF-8 become escapes."""
    try:
        written = os.fsencode(name)
    except UnicodeEncodeError:  # it stands in an archive, in letters that file names of this system cannot have
        written = name.encode("utf-8", "surrogateescape")
    return written.decode("utf-8", "backslashreplace")


def _size(source: Source | Refusal) -> int:
    return (source.size or 0) if isinstance(source, Source) else 0


def _one(source: Source | Refusal, options: Options) -> Iterator[Intake]:
    found = _taken(source, options)
    if not isinstance(found, bytes):
        yield from found
        return
    for prepared in prepare(shown(source.name), found, options):
        yield Intake(prepared=prepared, original=found)


def _taken(source: Source | Refusal, options: Options) -> bytes | Iterator[Intake]:
    """The bytes of a source; of a table, which is read row by row, or a refusal the intakes that it gives."""
    if isinstance(source, Refusal):
        return _refused(source.name, source.error)
    try:
        if (source.size or 0) > _LARGE_BYTES and is_table_source(source):
            return _table(source, source.open, options)
        data = content(source, options.limits)
    except CounterfoilError as error:
        return _refused(source.name, error)
    if is_table(data[:HEAD_BYTES]):
        return _table(Source(name=source.name, open=partial(BytesIO, data), size=len(data)), data, options)
    return data


def _refused(name: str, error: CounterfoilError) -> Iterator[Intake]:
    unreached = isinstance(error, UnreachableError)
    yield Intake(prepared=Prepared(file=shown(name), error=str(error), unreached=unreached))


def _table(source: Source, original: bytes | Callable[[], BinaryIO], options: Options) -> Iterator[Intake]:
    for prepared in prepare_table(shown(source.name), source, options):
        yield Intake(prepared=prepared, original=original)


def _many(found: Iterator[Source | Refusal], options: Options, jobs: int, tick: Progress) -> Iterator[Intake]:
    """Several processes read ahead by a bounded number of files and bytes; the order stays."""
    from counterfoil.flow.readers import pool, prepare_all

    with pool(jobs) as readers:
        waiting: deque[_Waiting] = deque()
        held = files = 0
        for group in _grouped(found, options):
            datas = [(name, data) for name, data in group.read]
            done = readers.submit(prepare_all, datas, options) if datas else None
            waiting.append((group, done))
            held, files = held + group.size, files + len(datas) + 1
            while held > _AHEAD_BYTES or files > _AHEAD_FILES:
                first, result = waiting.popleft()
                held, files = held - first.size, files - len(first.read) - 1
                yield from _done(first, result, tick)
        while waiting:
            yield from _done(*waiting.popleft(), tick)


class _Group:
    """Files that a process reads together, since to hand over each alone costs as much as reading it.

    `other` is what came behind them and is not read there: a table, or a refusal.
    """

    __slots__ = ("other", "other_size", "read", "size")

    def __init__(self) -> None:
        self.read: list[tuple[str, bytes]] = []
        self.size = 0
        self.other: Iterator[Intake] | None = None
        self.other_size = 0


_Waiting = tuple[_Group, "Future[list[list[Prepared]]] | None"]


def _grouped(found: Iterator[Source | Refusal], options: Options) -> Iterator[_Group]:
    group = _Group()
    for source in found:
        taken = _taken(source, options)
        if isinstance(taken, bytes):
            group.read.append((shown(source.name), taken))
            group.size += len(taken)
        else:
            group.other, group.other_size = taken, _size(source)
        if group.other is not None or len(group.read) >= _GROUP_FILES or group.size >= _GROUP_BYTES:
            yield group
            group = _Group()
    if group.read:
        yield group


def _done(group: _Group, result: "Future[list[list[Prepared]]] | None", tick: Progress) -> Iterator[Intake]:
    for (_, data), prepared in zip(group.read, result.result() if result is not None else (), strict=True):
        yield from (Intake(prepared=one, original=data) for one in prepared)
        tick(len(data))
    if group.other is not None:
        yield from group.other
        tick(group.other_size)
