"""Checking, one process, against the published rules run by SaxonC-HE (compiled once): at least 10 times as fast.

Needs the published XSLT in the folder COUNTERFOIL_OFFICIAL (under their published names) and the extra `official`.
Where the package `einvoice` (verifyhash-einvoice) is there, it is compared too: at least 4 times. Both are given the
same documents from memory: the published rules parse, transform and give the ids of what fired; ours a whole report.
"""

import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from _documents import corpus_invoices, corpus_orders, documents, invoice_of_lines
from _timing import best, scratch, taken, told, written

import counterfoil
from counterfoil import Report
from counterfoil.flow.official_files import FILES

ROUNDS = 3
OFFICIAL = os.environ.get("COUNTERFOIL_OFFICIAL", "")
Judge = Callable[[bytes, Report], object]
Group = list[tuple[bytes, Report]]


def main() -> None:
    """Print the ratios that can be measured here."""
    if not corpus_invoices():
        sys.exit("the corpora are absent (COUNTERFOIL_CORPORA)")
    by_rulebooks = grouped([data for _, data in corpus_invoices()] + corpus_orders())
    if OFFICIAL and find_spec("saxonche") is not None:
        whole = {books: group for books, group in by_rulebooks.items() if not lacking(group)}
        against("the published rules", official, whole, "at least 10", ROUNDS)
        long_invoice(official)
    else:
        print("the published rules are not compared (COUNTERFOIL_OFFICIAL, extra official)")
    if find_spec("einvoice") is not None:
        both = {books: group for books, group in by_rulebooks.items() if books[0].startswith("en16931@")}
        against("verifyhash-einvoice", verifyhash, both, "at least 4", ROUNDS)
    line_cost()
    processes()


def grouped(documents: Sequence[bytes]) -> dict[tuple[str, ...], Group]:
    """The documents that rulebooks exist for, by these, each with its report."""
    groups: dict[tuple[str, ...], Group] = {}
    for data in documents:
        report = counterfoil.check(data)
        if report.rulebooks:
            groups.setdefault(report.rulebooks, []).append((data, report))
    return groups


def against(
    name: str,
    judge: Judge,
    groups: dict[tuple[str, ...], Group],
    asked: str,
    rounds: int,
) -> None:
    """Compare over every group, and over all."""
    ours = theirs = 0.0
    for books, group in groups.items():
        mine, other = best(
            rounds,
            partial(_check_all, group),
            partial(_judge_all, judge, group),
        )
        ours, theirs = ours + mine, theirs + other
        each = f"{mine / len(group) * 1e3:.2f} ms against {other / len(group) * 1e3:.2f} ms"
        print(f"  {', '.join(books)}, {len(group)} documents: {each}, {other / mine:.1f} times", flush=True)
    told(f"check against {name}, times as fast", theirs / ours, asked, 1)


def _check_all(group: Group) -> None:
    for data, _ in group:
        counterfoil.check(data)


def _judge_all(judge: Judge, group: Group) -> None:
    for data, report in group:
        judge(data, report)


def official(data: bytes, report: Report) -> object:
    """Run the published rules that a document falls under."""
    from counterfoil.flow.official_worker import fired

    return [fired(str(file), data) for file in _files(report) if file is not None]


def lacking(group: Group) -> bool:
    """Whether the published rules for some documents are not all there, or not the files that they read."""
    names = " and ".join(group[0][1].rulebooks)
    for file in _files(group[0][1]):
        read = set(re.findall(r"document\('([^']+)'\)", file.read_text(encoding="utf-8"))) if file else {"the file"}
        for name in sorted(read):
            if file is None or not (file.parent / name).exists():
                print(f"  {names}, {len(group)} documents: not compared ({name} is not in the folder)")
                return True
    return False


def _files(report: Report) -> list[Path | None]:
    """The published rules of the rulebooks that a report names."""
    syntax = "CII" if report.format == "cii" else "UBL"
    return [_published(FILES[book.partition("@")[0]][syntax]) for book in report.rulebooks]


@cache
def _published(name: str) -> Path | None:
    return next((file for file in Path(OFFICIAL).rglob("*") if file.name.lower() == name.lower()), None)


def verifyhash(data: bytes, report: Report) -> object:
    """The Python peer, with XRechnung's rules where the document follows them."""
    from einvoice import validate_bytes

    xrechnung = any(book.startswith("xrechnung") for book in report.rulebooks)
    return validate_bytes(data, profile="xrechnung" if xrechnung else "en16931")


def long_invoice(judge: Judge) -> None:
    """An invoice of 5,000 lines."""
    data = invoice_of_lines(5000)
    report = counterfoil.check(data)
    mine, other = best(4, lambda: counterfoil.check(data), lambda: judge(data, report))
    print(f"  5,000 lines: {mine:.2f} s against {other:.2f} s")
    told("an invoice of 5,000 lines against the published rules, times as fast", other / mine, "at least 20", 1)


def line_cost() -> None:
    """What a line costs in a long invoice, against one in a short one, the head left out."""
    works = [(invoice_of_lines(lines), times) for lines, times in ((1, 20), (50, 20), (5000, 1))]
    checks = [lambda d=data, n=times: [counterfoil.check(d) for _ in range(n)] for data, times in works]
    # They take turns, and each has as many tries: the shortest time of many is shorter than that of few.
    head, short, long = (time / times for time, (_, times) in zip(best(9, *checks), works, strict=True))
    told("cost of a line at 5,000 lines against 50", (long - head) / 4999 / ((short - head) / 49), "at most 1.2")


def processes() -> None:
    """Four processes against one, over ten thousand documents, and the memory of the largest process of each run."""
    with scratch() as name:
        folder = written(Path(name) / "in", dict(documents(10_000)))
        peaks: list[int] = []
        one, four = (min(times) for times in taken(2, *(partial(_peak, folder, n, peaks) for n in ("1", "4"))))
    print(f"  10,000 documents: {one:.1f} s and {four:.1f} s")
    told(f"--jobs 4 against one process on {os.cpu_count()} cores, times as fast", one / four, "at least 2.5", 1)
    told("the largest process, MB", max(peaks) / 1024, "at most 200", 0)


def _peak(folder: Path, jobs: str, peaks: list[int]) -> None:
    """Check a folder in a process of its own; the memory that it and those that it makes ever had is noted."""
    command = [sys.executable, "-m", "counterfoil", "check", "--json", str(folder), "--jobs", jobs]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            # Linux tells it of a process itself; getrusage would also count what it was before, and that has run
            # everything else.
            peaks += map(_memory, _family(process.pid))
            time.sleep(0.05)


def _family(process: int) -> Iterator[int]:
    """A process, and all that stand below it."""
    yield process
    with suppress(OSError):
        for child in Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split():
            yield from _family(int(child))


def _memory(process: int) -> int:
    """The most kilobytes that a process has had so far; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{process}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1])
    return 0


if __name__ == "__main__":
    main()
