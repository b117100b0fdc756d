"""The cost of a document at 50,000 documents against 1,000 (at most 1.3), and the peak memory of `add` (at most 250 MB)."""

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from _documents import BUYER, documents

from counterfoil.flow.home import init_home, open_home, utc_now
from counterfoil.flow.prepare import Options, prepare
from counterfoil.flow.record import Intake, Recorder
from counterfoil.model.settings import Owner, Settings

_STEP = 1000


def main() -> None:
    """Print both figures, and how `status` answers on the home that was made."""
    options = argparse.ArgumentParser()
    options.add_argument("--count", type=int, default=51_000)
    options.add_argument("--home", help="keep the home here")
    given = options.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = Path(given.home or Path(scratch) / "home")
        owner = Owner(name=BUYER.name, vat=BUYER.vat, gln=BUYER.gln, ibans=(BUYER.iban,))
        init_home(home, Settings(owner=owner), None, unencrypted=True)
        times = timed(home, given.count)
        early, late = sorted(times[1:4])[1], sorted(times[-3:])[1]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        print(
            f"a document at {2 * _STEP:,}: {early / _STEP * 1e6:,.0f} us; at {given.count:,}: {late / _STEP * 1e6:,.0f} us"
        )
        print(f"cost at {given.count:,} against {_STEP:,}: {late / early:.2f} (asked for: at most 1.3)")
        print(f"peak memory: {peak:,.0f} MB (asked for: at most 250 MB)")
        startup(home)


def timed(home: Path, count: int) -> list[float]:
    """CPU and waiting time of each thousand documents, the making of the documents left out."""
    times: list[float] = []
    with open_home(home) as opened:
        recorder = Recorder(opened)
        for batch in batches(count):
            started = time.perf_counter()
            for _ in recorder.add(batch):
                pass
            times.append(time.perf_counter() - started)
            print(f"\r{len(times) * _STEP:,}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return times


def batches(count: int) -> Iterator[Iterator[Intake]]:
    """Thousands of documents, each batch read and checked as it is added."""
    options = Options(on=utc_now().date())
    papers: list[tuple[str, bytes]] = []
    for paper in documents(count):
        papers.append(paper)
        if len(papers) == _STEP:
            yield (Intake(prepared=one, original=data) for name, data in papers for one in prepare(name, data, options))
            papers = []


def startup(home: Path) -> None:
    """`--version` and `status` against a Python that does nothing: at most 6 and 12."""
    environment = {**os.environ, "COUNTERFOIL_HOME": str(home)}
    commands = (["-c", "pass"], ["-m", "counterfoil", "--version"], ["-m", "counterfoil", "status"])
    shortest = [float("inf")] * len(commands)
    for _ in range(15):
        for place, command in enumerate(commands):
            started = time.perf_counter()
            subprocess.run([sys.executable, *command], env=environment, stdout=subprocess.DEVNULL, check=True)
            shortest[place] = min(shortest[place], time.perf_counter() - started)
    nothing, version, status = shortest
    print(f"--version against python -c pass: {version / nothing:.1f} (asked for: at most 6)")
    print(f"status against python -c pass: {status / nothing:.1f} (asked for: at most 12)")


if __name__ == "__main__":
    main()
