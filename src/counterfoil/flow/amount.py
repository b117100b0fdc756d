"""How much there is to read below some paths: an estimate for the person who waits, made before the work begins."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from counterfoil.errors import UnreadableError
from counterfoil.formats._container import STANDARD_INPUT
from counterfoil.formats._zip import MAGICS, directory
from counterfoil.model.settings import Limits


def amount(paths: Iterable[str | Path], limits: Limits) -> int | None:
    """Bytes to be read, archives unpacked; None where standard input is among them. What cannot be read counts 0."""
    total = 0
    for path in (os.fspath(one) for one in paths):
        if path == STANDARD_INPUT:
            return None
        total += sum(_bytes(file, limits) for file in _files(path))
    return total


def _files(path: str) -> Iterator[str]:
    if not os.path.isdir(path):  # noqa: PTH112 - names stay strings, as in formats._container
        yield path
        return
    for folder, _, names in os.walk(path):
        yield from (os.path.join(folder, name) for name in names)  # noqa: PTH118 - as above


def _bytes(name: str, limits: Limits) -> int:
    """Size of a file; of an archive the sum of its members' sizes once unpacked."""
    try:
        if not os.path.isfile(name):  # noqa: PTH113 - as above
            return 0
        with open(name, "rb") as file:  # noqa: PTH123 - as above
            if file.read(len(MAGICS[0])).startswith(MAGICS):
                return sum(member.size for member in directory(file, limits))
            return os.fstat(file.fileno()).st_size
    except (UnreadableError, OSError, ValueError):
        return 0
