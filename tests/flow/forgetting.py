"""A home in which something is forgotten, and a look for what is left of it."""

from pathlib import Path

from papers import Company
from papers_bank import Entry, camt

from counterfoil.flow.forgetting import DONE, Forget, Forgot
from counterfoil.flow.home import Home
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from flow.made import intakes_of
from trades import BUYER, DAY, SELLER, trade

SECRET = Company("Ottilie Überschwang", "DE129273398", "4022222000006", "DE75512108001245126199")
SALARY = Entry("-4711.13", DAY, SECRET, "Gehalt Maerz Personalnummer 778899", "E2E-778899")
OTHER = Entry("-300.00", DAY, SELLER, "Rechnung INV-1")


def add(home: Home, **papers: bytes) -> dict[str, bytes]:
    """Record papers; gives their ids by name."""
    return {one.file: one.id for one in Recorder(home).add(intakes_of(papers)) if one.id is not None}


def ask(id: bytes, *entries: str, override: bool = True, why: str = "asked to") -> Forget:
    return Forget(id=id, why=why, person="Ada", entries=entries, override=override)


def forget(home: Home, id: bytes, *entries: str) -> Forgot:
    (forgot,) = Recorder(home).forget([ask(id, *entries)])
    assert forgot.status == DONE
    return forgot


def assert_sound(home: Home) -> None:
    verified = verify_home(home)
    assert (verified.damages, verified.notes) == ((), ())


def holding(path: Path, *texts: str) -> list[str]:
    """The files of a home in which one of these texts stands."""
    files = [one for one in path.rglob("*") if one.is_file()]
    return [one.name for one in files for text in texts if text.encode() in one.read_bytes()]


def traded(home: Home) -> dict[str, bytes]:
    return add(home, **{name.partition("-")[2].partition(".")[0]: data for name, data in trade(1).items()})


def with_salary(home: Home) -> bytes:
    traded(home)
    statement = camt("S-7", BUYER, DAY, "9000.00", (OTHER, SALARY, Entry("-12.00", DAY, SELLER, "Porto")))
    return add(home, bank=statement)["bank"]
