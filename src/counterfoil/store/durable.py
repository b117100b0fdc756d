"""Durability of files: barriers after which what was written survives a loss of power."""

import ctypes
import errno
import fcntl
import os
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path
from threading import Thread


def sync_all(folder: Path, files: Iterable[str | Path]) -> None:
    """Make these files, which lie below a folder, durable: one call for the whole file system where there is one.

    OSError where the disk is full or fails.
    """
    syncfs = _syncfs()
    if syncfs is None:
        for file in files:
            sync_one(file)
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        if syncfs(descriptor) != 0:
            code = ctypes.get_errno()
            raise OSError(code, os.strerror(code), str(folder))
    finally:
        os.close(descriptor)


class Syncing:
    """Files that are being made durable while other work goes on: the disk is waited for by a thread of its own."""

    def __init__(self, folder: Path, files: Iterable[str | Path]) -> None:
        self._failed: Exception | None = None
        self._thread = Thread(target=self._run, args=(folder, files), name="counterfoil-sync", daemon=True)
        self._thread.start()

    def wait(self) -> None:
        """Come back when all of them are durable. OSError where the disk is full or fails."""
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    def _run(self, folder: Path, files: Iterable[str | Path]) -> None:
        try:
            sync_all(folder, files)
        except Exception as error:  # noqa: BLE001 - it is raised again where it is waited for
            self._failed = error


def sync_one(path: str | Path) -> None:
    """Make one file's bytes, or one folder's entries, durable."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        full = getattr(fcntl, "F_FULLFSYNC", None)
        if full is None:
            os.fsync(descriptor)
        else:
            # There fsync leaves the bytes in the drive's cache.
            fcntl.fcntl(descriptor, full)
    except OSError as error:
        # Some network file systems know no barrier for a folder.
        if error.errno != errno.EINVAL:
            raise
    finally:
        os.close(descriptor)


@cache
def _syncfs() -> Callable[[int], int] | None:
    """The system's syncfs (Linux; it reports failed writes since 5.8), or None."""
    try:
        function = ctypes.CDLL(None, use_errno=True).syncfs
    except (OSError, AttributeError):
        return None
    function.argtypes = [ctypes.c_int]
    function.restype = ctypes.c_int
    return lambda descriptor: int(function(descriptor))
