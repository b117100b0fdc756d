"""Who changes the settings that linking goes by has, after the next add, what these settings make of the documents."""

from collections.abc import Iterable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from papers_bank import Entry, camt

from counterfoil.errors import StoreError
from counterfoil.flow.home import Home, init_home, open_home
from counterfoil.flow.linking import Linker
from counterfoil.flow.record import Recorder
from counterfoil.flow.settings_file import write_settings
from counterfoil.flow.verify import verify_home
from counterfoil.model.settings import Owner, Settings, Tolerance
from counterfoil.model.values import Identifier
from flow.made import intakes_of
from trades import BUYER, DAY, SELLER, Clock, trade

OWNER = Owner(name=BUYER.name, vat=BUYER.vat, gln=BUYER.gln, ibans=(BUYER.iban,))
OTHERS = {
    "the seller": Settings(owner=Owner(name=SELLER.name, vat=SELLER.vat)),
    "a stranger": Settings(owner=Owner(name="Somebody else", vat="DE129273398")),
    "by an identifier": Settings(owner=Owner(name="We", identifiers=(Identifier(value=BUYER.gln, scheme="0088"),))),
    "more is certain": Settings(owner=OWNER, certain_from=Decimal("0.5")),
    "more is tolerated": Settings(owner=OWNER, tolerances=(Tolerance(quantity=Decimal(5)),)),
}


def made(path: Path, settings: Settings) -> Path:
    init_home(path, settings, None, unencrypted=True)
    return path


def add(home: Home, numbers: Iterable[int]) -> None:
    papers = {name: data for n in numbers for name, data in trade(n).items()}
    if papers:
        # How this splits can only be guessed.
        papers["both.xml"] = camt("S-9", BUYER, DAY, "1.00", (Entry("-50.00", DAY, SELLER, "INV-0 und INV-1"),))
    list(Recorder(home).add(intakes_of(papers)))


def state(home: Home) -> list[Any]:
    """All that follows from the documents, without the facts that said so."""
    rows = [(row.id, row.role, row.partner) for row in home.store.documents()]
    links = [(row.id, row.state, row.amount, row.evidence) for row in home.store.links()]
    return [sorted(rows), links, list(home.store.discrepancies())]


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("more", [[], [7]])
def test_changed_settings_hold_for_all_documents_from_the_next_add_on(
    tmp_path: Path, name: str, more: list[int]
) -> None:
    settings, path = OTHERS[name], made(tmp_path / "home", Settings(owner=OWNER))
    with open_home(path, Clock()) as home:
        add(home, range(3))
        before = state(home)
    write_settings(path, settings)
    with open_home(path, Clock()) as home:
        assert verify_home(home).damages == ()
        add(home, more)
        assert verify_home(home).damages == ()
        after, size = state(home), home.store.size()
        assert (after == before) == (name == "by an identifier" and not more)
        add(home, [])
        assert home.store.size() == size
    with open_home(made(tmp_path / "fresh", settings), Clock()) as fresh:
        add(fresh, [0, 1, 2, *more])
        assert after == state(fresh)
    write_settings(path, Settings(owner=OWNER))
    with open_home(path, Clock()) as home:
        add(home, [])
        assert verify_home(home).damages == ()
        assert state(home) == before or more


def test_an_untouched_home_gets_no_fact_about_settings(tmp_path: Path) -> None:
    with open_home(made(tmp_path / "home", Settings(owner=OWNER)), Clock()) as home:
        add(home, range(2))
        assert {fact.kind for fact in home.store.facts()} & {"home.settled/1", "document.role/1"} == set()


def test_what_fails_on_the_way_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = made(tmp_path / "home", Settings(owner=OWNER))
    with open_home(path, Clock()) as home:
        add(home, range(2))
        before = state(home)
    write_settings(path, OTHERS["the seller"])
    with open_home(path, Clock()) as home:
        recorder = Recorder(home)

        def full(*_: object) -> None:
            raise StoreError("full")

        with monkeypatch.context() as patch:
            patch.setattr(Linker, "judge", full)
            with pytest.raises(StoreError, match="full"):
                list(recorder.add([]))
        assert state(home) == before
        assert verify_home(home).damages == ()
        list(recorder.add([]))
        assert state(home) != before
        assert {row.role for row in home.store.documents() if row.document == "invoice"} == {"seller"}
        assert verify_home(home).damages == ()


def test_a_role_that_somebody_changed_is_found(tmp_path: Path) -> None:
    path = made(tmp_path / "home", Settings(owner=OWNER))
    with open_home(path, Clock()) as home:
        add(home, range(1))
    write_settings(path, OTHERS["the seller"])
    with open_home(path, Clock()) as home:
        add(home, [])
        (invoice,) = (row.id for row in home.store.documents() if row.document == "invoice")
        with home.store.writing():
            home.store.change_roles([(invoice, "buyer", SELLER.name)])
        assert f"document {invoice.hex()}" in {damage.where for damage in verify_home(home).damages}
