"""What the benchmarks share: homes of the buyer, and adding to them."""

from collections.abc import Iterable
from pathlib import Path

from _documents import BUYER

from counterfoil.flow.home import Home, init_home, open_home, utc_now
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Intake, Options, prepare
from counterfoil.flow.record import RECORDED, Added, Recorder
from counterfoil.model.settings import Owner, Settings


def new_home(path: Path) -> Path:
    """A new home of the buyer, its key unencrypted."""
    owner = Owner(name=BUYER.name, vat=BUYER.vat, gln=BUYER.gln, ibans=(BUYER.iban,))
    init_home(path, Settings(owner=owner), None, unencrypted=True)
    return path


def today() -> Options:
    """How to read and check today."""
    return Options(on=utc_now().date())


def add_folder(home: Path, folder: Path, count: int) -> None:
    """Add all files of a folder; there must be so many that are recorded."""
    with open_home(home) as opened:
        counted(Recorder(opened).add(intakes([folder], today())), count)


def add_papers(home: Home, papers: Iterable[tuple[str, bytes]], count: int) -> None:
    """Add documents that are in memory; there must be so many that are recorded."""
    options = today()
    found = (Intake(prepared=one, original=data) for name, data in papers for one in prepare(name, data, options))
    counted(Recorder(home).add(found), count)


def counted(added: Iterable[Added], count: int) -> None:
    """Run through what is added."""
    recorded = sum(each.status == RECORDED for each in added)
    if recorded != count:
        raise SystemExit(f"{recorded} documents were recorded instead of {count}.")
