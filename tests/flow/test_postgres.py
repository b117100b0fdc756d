"""The whole way of a document with PostgreSQL in place of SQLite: the same links, the same verdicts, the same care."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

from counterfoil.errors import HomeError
from counterfoil.flow.ageing import ageing
from counterfoil.flow.backup import back_up
from counterfoil.flow.decisions import ACCEPTED, discrepancies_handled, links_decided
from counterfoil.flow.discrepancy_views import discrepancies_view
from counterfoil.flow.forgetting import Forget
from counterfoil.flow.home import Home, init_home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.flow.views import links_view
from counterfoil.model.settings import Owner, Settings
from store.conftest import postgres  # noqa: F401 - a fixture
from trades import BUYER, Clock, made_home, trade, written

TODAY = Options(on=date(2026, 3, 3))


def postgres_home(path: Path, address: str) -> Path:
    """A new home of the buyer that keeps its record in PostgreSQL."""
    owner = Owner(name=BUYER.name, vat=BUYER.vat, gln=BUYER.gln, ibans=(BUYER.iban,))
    init_home(path, Settings(owner=owner, store=address), None, unencrypted=True)
    return path


def told(home: Home) -> list[list[object]]:
    """All links and discrepancies, and what is open."""
    return [list(links_view(home)), list(discrepancies_view(home)), list(ageing(home, date(2026, 4, 1)))]


def decide(home: Home) -> None:
    """What a person says of some of them."""
    links = [row.id for row in home.store.links() if row.kind in ("pays", "bills")]
    Recorder(home).decide(links_decided(home.store, links[::2], "Ada", "no", confirmed=False))
    Recorder(home).decide(links_decided(home.store, links[1:3], "Ada", None, confirmed=True))
    found = [row.id for row in home.store.discrepancies()]
    Recorder(home).decide(discrepancies_handled(home.store, found[:1], ACCEPTED, "Ada", "small", "Grüner"))


def test_a_trade_is_recorded_linked_and_verified_as_in_sqlite(tmp_path: Path, postgres: str) -> None:  # noqa: F811
    folder = written(tmp_path / "in", {**trade(1), **trade(2)})
    found = []
    for path in (made_home(tmp_path / "sqlite-home"), postgres_home(tmp_path / "postgres-home", postgres)):
        with open_home(path, Clock()) as home:
            added = list(Recorder(home).add(intakes([folder], TODAY)))
            assert [one.status for one in added] == ["recorded"] * 16
            assert verify_home(home).damages == ()
            before = told(home)
            decide(home)
            assert verify_home(home).damages == ()
            found.append([*before, *told(home)])
    assert found[0] == found[1]


def test_two_adds_at_once_are_both_right(tmp_path: Path, postgres: str) -> None:  # noqa: F811
    home = postgres_home(tmp_path / "two-adds", postgres)
    papers = {name: data for n in range(6) for name, data in trade(n).items()}
    names = sorted(papers)
    folders = (
        written(tmp_path / "a", {name: papers[name] for name in names[::2]}),
        written(tmp_path / "b", {name: papers[name] for name in names[1::2]}),
    )
    command = [sys.executable, "-m", "counterfoil", "--home", str(home), "add", "--json"]
    running = [subprocess.Popen([*command, str(folder)], stdout=subprocess.PIPE) for folder in folders]
    for process in running:
        process.communicate()
    assert [process.returncode for process in running] == [0, 0]
    with open_home(home) as opened:
        assert verify_home(opened).damages == ()
        assert sum(1 for _ in opened.store.links()) == 6 * 10
        assert sum(1 for _ in opened.store.documents()) == len(papers)


def test_what_is_forgotten_is_forgotten_here_too(tmp_path: Path, postgres: str) -> None:  # noqa: F811
    folder, found = written(tmp_path / "in", {**trade(1), **trade(2)}), []
    for path in (made_home(tmp_path / "sqlite-home"), postgres_home(tmp_path / "postgres-home", postgres)):
        with open_home(path, Clock()) as home:
            list(Recorder(home).add(intakes([folder], TODAY)))
            decide(home)
            ids = {row.number: row.id for row in home.store.documents()}
            asks = [Forget(id=ids["INV-1"], why="asked to", person="Ada", override=True)]
            asks.append(Forget(id=ids["S-2"], why="asked to", person="Ada", override=True, entries=("1",)))
            assert [one.status for one in Recorder(home).forget(asks)] == ["forgotten", "forgotten"]
            verified = verify_home(home)
            assert (verified.damages, verified.notes, len(verified.forgotten)) == ((), (), 2)
            assert home.store.is_scrubbed()
            found.append([*told(home), [(one.id, one.entries) for one in verified.forgotten]])
    assert found[0] == found[1]
    with open_home(tmp_path / "postgres-home", Clock()) as home, pytest.raises(HomeError) as refused:
        back_up(home, tmp_path / "backup.zip")
    assert "pg_dump" in refused.value.hint
    assert not (tmp_path / "backup.zip").exists()
