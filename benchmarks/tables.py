"""A million rows of CSV in constant memory: the peak against a tenth of the rows, and the speed against `csv` alone.

Rows become documents by two: first where the rows of a document stand together, then where they stand half the file
apart, which is the worst that an export can do.
"""

import argparse
import csv
import subprocess
import sys
import time
from pathlib import Path

from _timing import scratch, told

ROWS = 1_000_000
MAPPING = """
document = "order"
us = "buyer"
[columns]
No = "number"
Day = "issued"
Seller = "seller.name"
Item = "line.seller_item"
Quantity = "line.quantity"
Price = "line.price"
"""


def main() -> None:
    """Print memory and speed for both orders of rows; `--measure` is what runs in a process of its own."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    given = options.parse_args()
    if given.measure:
        measure(*map(Path, given.measure))
        return
    with scratch() as folder:
        mapping = Path(folder) / "orders.toml"
        mapping.write_text(MAPPING, encoding="utf-8")
        for name, apart in (("rows of a document together", 1), ("rows of a document far apart", given.rows // 2)):
            compare(name, Path(folder), mapping, given.rows, apart)


def compare(name: str, folder: Path, mapping: Path, rows: int, apart: int) -> None:
    """Measure all rows and a tenth of them, each in a new process."""
    few = made(folder / f"few{apart}.csv", rows // 10, min(apart, rows // 20))
    many = made(folder / f"many{apart}.csv", rows, apart)
    _, small = measured(few, mapping)
    seconds, large = measured(many, mapping)
    alone = parsed(many)
    print(f"  {name}: {rows / seconds:,.0f} rows a second, {alone / seconds:.3f} of the csv module's speed")
    print(f"  peak memory: {small:,.0f} MB for {rows // 10:,} rows, {large:,.0f} MB for {rows:,}")
    told(f"peak memory for ten times the rows, {name}", large / small, "constant, so about 1")


def made(path: Path, rows: int, apart: int) -> Path:
    """A table of so many rows: two for a document, so many rows apart."""
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("No,Day,Seller,Item,Quantity,Price\n")
        for row in range(rows):
            number = row // (2 * apart) * apart + row % apart
            file.write(f"PO-{number:07},2026-01-31,Seller {number % 977},A-{row % 89},{row % 20 + 1},{row % 70}.25\n")
    return path


def measured(table: Path, mapping: Path) -> tuple[float, float]:
    """Seconds and peak memory in MB."""
    command = [sys.executable, __file__, "--measure", str(table), str(mapping)]
    seconds, peak = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return float(seconds), float(peak)


def measure(table: Path, mapping: Path) -> None:
    """Read the table as `add` does, and print seconds and peak memory in MB."""
    import resource
    from datetime import date

    from counterfoil.flow.intake import intakes
    from counterfoil.flow.mapping import load_mappings
    from counterfoil.flow.prepare import Options

    options = Options(on=date(2026, 3, 1), mappings=load_mappings([mapping]))
    started = time.perf_counter()
    for intake in intakes([table], options):
        if intake.prepared.error is not None:
            raise SystemExit(intake.prepared.error)
    print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000)


def parsed(table: Path) -> float:
    """Seconds that the csv module takes for the same rows."""
    started = time.perf_counter()
    with table.open(encoding="utf-8", newline="") as file:
        for _ in csv.reader(file):
            pass
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
