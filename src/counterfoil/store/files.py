"""Files that are put in place whole: a reader sees the old one or the new one.

Paths are strings here, as of originals: a log has thousands of small files.
"""

import os
from contextlib import suppress


def write_aside(path: str, data: bytes) -> str:
    """Write a temporary file beside a path, whose folder is made where it is missing; gives its path.

    OSError where it cannot be; then nothing of it is left.
    """
    folder, name = os.path.split(path)
    aside = os.path.join(folder, f".{name}.new")
    try:
        try:
            descriptor = _opened(aside)
        except FileNotFoundError:
            os.makedirs(folder, exist_ok=True)
            descriptor = _opened(aside)
        try:
            write_all(descriptor, data)
        finally:
            os.close(descriptor)
    except OSError:
        drop(aside)
        raise
    return aside


def put_in_place(aside: str, path: str) -> None:
    """Give a temporary file its name."""
    os.replace(aside, path)


def drop(path: str) -> None:
    """Remove a file, if that can be done."""
    with suppress(OSError):
        os.unlink(path)


def write_all(descriptor: int, data: bytes) -> None:
    """Write bytes to a file; one call may write less than all, on a full disk for one."""
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _opened(path: str) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_CLOEXEC", 0), 0o666)
