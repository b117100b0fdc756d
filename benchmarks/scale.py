"""The cost of a document at 50,000 documents against 1,000 (at most 1.3), and the peak memory (at most 250 MB).

On the home that was made: `--version` (at most 6) and `status` (at most 12) against a Python that does nothing.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from statistics import median

from _documents import documents
from _homes import add_papers, new_home
from _timing import best, scratch, told

from counterfoil.flow.home import Home, open_home

STEP = 1000
PAIRS = 5
Paper = tuple[str, bytes]


def main() -> None:
    """Print all four figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--count", type=int, default=50_000, help="documents in the home before the last pairs")
    options.add_argument("--home", help="keep the home here")
    given = options.parse_args()
    with scratch() as folder:
        large = new_home(Path(given.home or Path(folder) / "home"))
        papers = documents(given.count + PAIRS * STEP)
        with open_home(large) as home:
            grow(home, papers, given.count)
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
            small, late = pairs(home, papers, Path(folder))
        print(
            f"  a document behind {STEP:,}: {small / STEP * 1e6:,.0f} us;"
            f" behind {given.count:,}: {late / STEP * 1e6:,.0f} us"
        )
        told(f"cost of a document at {given.count:,} documents against {STEP:,}", late / small, "at most 1.3")
        told(f"peak memory of add at {given.count:,} documents, MB", peak, "at most 250", digits=0)
        startup(large)


def grow(home: Home, papers: Iterator[Paper], count: int) -> None:
    """Add so many documents; each thousand is made before it is added."""
    for done in range(0, count, STEP):
        add_papers(home, list(islice(papers, STEP)), STEP)
        print(f"\r  {done + STEP:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def pairs(large: Home, papers: Iterator[Paper], folder: Path) -> tuple[float, float]:
    """Seconds for a thousand documents in a home that has a thousand, and in the large one: medians, taken in turns."""
    early: list[float] = []
    late: list[float] = []
    for number in range(PAIRS):
        few, fresh = list(documents(2 * STEP)), list(islice(papers, STEP))
        with open_home(new_home(folder / f"small{number}")) as small:
            add_papers(small, few[:STEP], STEP)
            turns = [(early, small, few[STEP:]), (late, large, fresh)]
            for kept, home, batch in turns if number % 2 else reversed(turns):
                started = time.perf_counter()
                add_papers(home, batch, STEP)
                kept.append(time.perf_counter() - started)
    return median(early), median(late)


def startup(home: Path) -> None:
    """`--version` and `status` against a Python that does nothing; with bytecode, as a program that was installed."""
    environment = {**os.environ, "COUNTERFOIL_HOME": str(home), "PYTHONPYCACHEPREFIX": str(home.parent / "bytecode")}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], env=environment, stdout=subprocess.DEVNULL, check=True)

    command = "-m", "counterfoil"
    nothing, version, status = best(
        21, lambda: run("-c", "pass"), lambda: run(*command, "--version"), lambda: run(*command, "status")
    )
    told("counterfoil --version against python -c pass", version / nothing, "at most 6", digits=1)
    told("counterfoil status against python -c pass", status / nothing, "at most 12", digits=1)


if __name__ == "__main__":
    main()
