"""From paths to prepared documents: containers are opened, originals read and checked, by several processes where asked for."""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future
from pathlib import Path

from counterfoil.errors import CounterfoilError
from counterfoil.flow.prepare import Options, Prepared, prepare
from counterfoil.flow.record import Intake
from counterfoil.formats._container import Refusal, Source, content, sources

_AHEAD_BYTES = 32_000_000
_AHEAD_FILES = 256
Progress = Callable[[int], None]
"""Told how many bytes have been read, source by source."""


def intakes(paths: Iterable[str | Path], options: Options, jobs: int = 1) -> Iterator[Intake]:
    """All documents below these paths, read and checked, in the order of their names; refusals stand among them."""
    found = sources(paths, options.limits)
    if jobs <= 1:
        for source in found:
            yield from _one(source, options)
        return
    yield from _many(found, options, jobs)


def shown(name: str) -> str:
    """A file's name as it is recorded: bytes that are no UTF-8 become escapes (\\xff)."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _one(source: Source | Refusal, options: Options) -> Iterator[Intake]:
    data = _bytes_of(source, options)
    if isinstance(data, Prepared):
        yield Intake(prepared=data)
        return
    for prepared in prepare(shown(source.name), data, options):
        yield Intake(prepared=prepared, original=data)


def _bytes_of(source: Source | Refusal, options: Options) -> bytes | Prepared:
    """The bytes of a source, or the refusal that it becomes."""
    if isinstance(source, Refusal):
        return Prepared(file=shown(source.name), error=str(source.error))
    try:
        return content(source, options.limits)
    except CounterfoilError as error:
        return Prepared(file=shown(source.name), error=str(error))


def _many(found: Iterator[Source | Refusal], options: Options, jobs: int) -> Iterator[Intake]:
    """Several processes read ahead by a bounded number of files and bytes; the order stays."""
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        waiting: deque[tuple[bytes, Future[list[Prepared]]]] = deque()
        held = 0
        for source in found:
            data = _bytes_of(source, options)
            ready = b"" if isinstance(data, Prepared) else data
            waiting.append((ready, _submitted(pool, shown(source.name), data, options)))
            held += len(ready)
            while held > _AHEAD_BYTES or len(waiting) > _AHEAD_FILES:
                held -= len(waiting[0][0])
                yield from _done(*waiting.popleft())
        while waiting:
            yield from _done(*waiting.popleft())


def _submitted(pool: Executor, name: str, data: bytes | Prepared, options: Options) -> Future[list[Prepared]]:
    if isinstance(data, Prepared):
        done: Future[list[Prepared]] = Future()
        done.set_result([data])
        return done
    return pool.submit(prepare, name, data, options)


def _done(data: bytes, future: Future[list[Prepared]]) -> Iterator[Intake]:
    for prepared in future.result():
        yield Intake(prepared=prepared, original=data)
