"""The writer's lock of a home: one process writes, the others wait."""

import fcntl
import os
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path

from counterfoil.store.failure import system_failure

Told = Callable[[str], None]

WAITING = "Another program is writing to this home; waiting until it has finished."


class FileLock:
    """An advisory lock on a file. It goes with its process, so a killed writer never leaves it behind."""

    def __init__(self, path: Path, on_wait: Told | None = None) -> None:
        self._path = path
        self._on_wait = on_wait

    @contextmanager
    def held(self) -> Generator[None]:
        """Hold the lock, having told once that we wait for it; HomeError or StoreError where there can be none."""
        try:
            descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o644)
        except OSError as error:
            raise system_failure(error, self._path) from error
        try:
            self._take(descriptor)
            try:
                yield
            finally:
                # A child process that was forked meanwhile shares the lock: closing alone would leave it held.
                fcntl.flock(descriptor, fcntl.LOCK_UN)
        finally:
            os.close(descriptor)

    def _take(self, descriptor: int) -> None:
        try:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                if self._on_wait is not None:
                    self._on_wait(WAITING)
                fcntl.flock(descriptor, fcntl.LOCK_EX)
        except OSError as error:
            raise system_failure(error, self._path) from error
