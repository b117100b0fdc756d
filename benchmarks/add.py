"""`add` (read, check, link, record durably), one process, against lxml parsing the same files: at least 0.12."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from _documents import documents, numbered_invoices
from _homes import add_folder, new_home
from _timing import best, scratch, told, written
from lxml import etree

COUNT = 3000
ROUNDS = 4


def main() -> None:
    """Print the ratio on whole trades of our own making, and on the invoices of the corpora."""
    with scratch() as folder:
        compare(Path(folder) / "own", "documents of our own making", dict(documents(COUNT)))
        if invoices := dict(numbered_invoices(COUNT)):
            compare(Path(folder) / "corpora", "invoices of the corpora, each under many numbers", invoices)


def compare(folder: Path, name: str, papers: dict[str, bytes]) -> None:
    """Print the ratio on these documents."""
    given = written(folder / "in", papers)
    homes = fresh_homes(folder)
    parse, add = best(ROUNDS, lambda: parse_all(given), lambda: add_folder(next(homes), given, len(papers)))
    size = sum(map(len, papers.values())) / len(papers)
    print(
        f"  {len(papers):,} documents of {size / 1000:.1f} kB: lxml parse {len(papers) / parse:,.0f} a second,"
        f" add {len(papers) / add:,.0f} a second"
    )
    told(f"add against lxml parse alone, {name}", parse / add, "at least 0.12", digits=3)


def parse_all(folder: Path) -> None:
    """Read and parse all files, and nothing else."""
    for path in sorted(folder.iterdir()):
        etree.fromstring(path.read_bytes())


def fresh_homes(folder: Path) -> Iterator[Path]:
    """A new home for each round."""
    return (new_home(folder / f"home{number}") for number in count())


if __name__ == "__main__":
    main()
