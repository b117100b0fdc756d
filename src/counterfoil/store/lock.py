"""The writer's lock of a home: one process writes, the others wait."""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from counterfoil.store.failure import system_failure

Told = Callable[[str], None]

WAITING = "Another program is writing to this home; waiting until it has finished."


class FileLock:
    """An advisory lock on a file. It goes with its process, so a killed writer never leaves it behind.

    The system does not hand it to who waits: who lets go of it and takes it again at once is the first. So where there
    is a second file, its `turn`, that one is held while waiting, and whoever comes waits for that first.
    """

    def __init__(self, path: Path, on_wait: Told | None = None, turn: Path | None = None) -> None:
        self._path, self._turn = path, turn
        self._on_wait = on_wait

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold the lock, having told once that we wait for it; HomeError or StoreError where there can be none."""
        with ExitStack() as held:
            with ExitStack() as turn:
                waited = self._turn is not None and turn.enter_context(_locked(self._turn, self._on_wait))
                held.enter_context(_locked(self._path, None if waited else self._on_wait))
            yield


@contextmanager
def _locked(path: Path, on_wait: Told | None) -> Generator[bool]:
    """Hold the lock on one file; gives whether it was waited for."""
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise system_failure(error, path) from error
    try:
        waited = _take(descriptor, path, on_wait)
        try:
            yield waited
        finally:
            # A child process that was forked meanwhile shares the lock: closing alone would leave it held.
            fcntl.flock(descriptor, fcntl.LOCK_UN)
    finally:
        os.close(descriptor)


def _take(descriptor: int, path: Path, on_wait: Told | None) -> bool:
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if on_wait is not None:
                on_wait(WAITING)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            return True
    except OSError as error:
        raise system_failure(error, path) from error
    return False
