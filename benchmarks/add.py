"""`add` (read, check, link, record durably), one process, against lxml parsing the same files: at least 0.12."""

import shutil
import tempfile
from pathlib import Path

from _documents import BUYER, best, documents
from lxml import etree

from counterfoil.flow.home import init_home, open_home, utc_now
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from counterfoil.model.settings import Owner, Settings

COUNT = 3000


def main() -> None:
    """Print the ratio."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "in"
        folder.mkdir()
        for name, data in documents(COUNT):
            (folder / name).write_bytes(data)
        parse, add = best(3, lambda: parse_all(folder), lambda: add_all(folder, Path(scratch) / "home"))
    print(f"{COUNT} documents: lxml parse {COUNT / parse:,.0f} a second, add {COUNT / add:,.0f} a second")
    print(f"add against lxml parse alone: {parse / add:.3f} (asked for: 0.12)")


def parse_all(folder: Path) -> None:
    """Read and parse all files, and nothing else."""
    for path in sorted(folder.iterdir()):
        etree.fromstring(path.read_bytes())


def add_all(folder: Path, home: Path) -> None:
    """Add all files to a new home."""
    shutil.rmtree(home, ignore_errors=True)
    owner = Owner(name=BUYER.name, vat=BUYER.vat, gln=BUYER.gln, ibans=(BUYER.iban,))
    init_home(home, Settings(owner=owner), None, unencrypted=True)
    with open_home(home) as opened:
        added = sum(1 for _ in Recorder(opened).add(intakes([folder], Options(on=utc_now().date()))))
    assert added == COUNT


if __name__ == "__main__":
    main()
