"""Honest timing: what is compared takes turns in one run, so that whatever else the machine does hits all alike."""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from statistics import median

Work = Callable[[], object]


def best(rounds: int, *works: Work) -> list[float]:
    """The shortest time of each work in seconds."""
    return [min(times) for times in taken(rounds, *works)]


def middle(rounds: int, *works: Work) -> list[float]:
    """The median time of each work in seconds."""
    return [median(times) for times in taken(rounds, *works)]


def taken(rounds: int, *works: Work) -> list[list[float]]:
    """All times of each work in seconds; who comes first changes, since it may pay for what the next finds warm."""
    times: list[list[float]] = [[] for _ in works]
    for number in range(rounds):
        turns = list(zip(times, works, strict=True))
        for kept, work in turns if number % 2 else reversed(turns):
            started = time.perf_counter()
            work()
            kept.append(time.perf_counter() - started)
    return times


def scratch() -> AbstractContextManager[str]:
    """A folder for what a benchmark writes; it is removed at the end and nothing in it before.

    Some file systems (ext4 for one) search long for a new file's place within seconds of many being removed: a
    benchmark that cleans up between its rounds measures that.
    """
    return tempfile.TemporaryDirectory(prefix="bench-")


def written(folder: Path, files: "dict[str, bytes]") -> Path:
    """A new folder with these files."""
    folder.mkdir(parents=True)
    for name, data in files.items():
        (folder / name).write_bytes(data)
    os.sync()
    return folder


def told(claim: str, measured: float, asked: str, digits: int = 2) -> None:
    """Print a claim's figure beside the number that was asked for."""
    print(f"{claim}: {measured:.{digits}f} (asked for: {asked})", flush=True)
