"""A home that came out of a backup: what it waits for, what stops it for good, and what a person can do."""

import shutil
from pathlib import Path

import pytest

from cli.companies import Office, acquaint
from counterfoil.flow.home import open_home
from counterfoil.flow.restored import CAUGHT_UP, GOES_ON
from counterfoil.flow.verify import verify_home
from counterfoil.log.canonical import read_canonical

ROLE = ("--role", "head of buying")


def back(office: Office, backup: Path) -> None:
    """The home goes up in smoke, and a backup takes its place."""
    office.down()
    shutil.rmtree(office.home)
    ran = office("restore", backup)
    assert ran.status == 0, ran.err
    office.up()


@pytest.fixture
def backup(buyer: Office, bank: Office, offered: str, tmp_path: Path) -> Path:
    """A backup of the buyer's home, which knows the seller and the bank."""
    acquaint(buyer, bank)
    assert buyer("backup", tmp_path / "backup.zip").status == 0
    return tmp_path / "backup.zip"


def test_a_home_that_was_never_brought_back_is_held_up_by_nothing(buyer: Office) -> None:
    row = buyer("status", "--json").row
    assert (row["restored"], row["stopped"]) == (None, None)
    assert "brought back" not in buyer("status").out


def test_a_partner_that_is_gone_for_good_is_left_out_knowingly(
    buyer: Office, seller: Office, bank: Office, offered: str, backup: Path
) -> None:
    back(buyer, backup)
    bank.down()
    buyer.round()
    assert any("must say first" in line for line in buyer.told)
    row = buyer("status", "--json").row
    assert {one["id"] for one in row["restored"]["waits_for"]} == {seller.id(), bank.id()}
    assert (row["restored"]["without"], row["stopped"]) == ([], None)
    shown = buyer("status").out
    assert "says nothing to partners before its node has asked" in shown
    assert "counterfoil restore --without PEER --why TEXT" in shown
    early = buyer("approve", offered, *ROLE)
    assert (early.status, "restore --without" in early.err) == (3, True)
    ran = buyer("restore", "--without", "elbe", "--why", "wound up in October", "--json")
    assert (ran.status, ran.row["restored"]["without"]) == (0, [bank.id()])
    assert [one["id"] for one in ran.row["restored"]["waits_for"]] == [seller.id()]
    again = buyer("restore", "--without", "elbe", "--why", "said before")
    assert (again.status, "is not waited for" in again.out) == (0, True)
    buyer.round()
    assert buyer("status", "--json").row["restored"] is None
    assert buyer("approve", offered, *ROLE).status == 0
    with open_home(buyer.home) as home:
        assert verify_home(home).damages == ()
        said = [read_canonical(row.claims or b"") for row in home.store.facts() if row.kind == GOES_ON]
        assert said == [{"company": bank.id(), "why": "wound up in October"}]
        (caught_up,) = [read_canonical(row.claims or b"") for row in home.store.facts() if row.kind == CAUGHT_UP]
    assert isinstance(caught_up, dict)
    assert (len(caught_up["witnesses"]), caught_up["without"]) == (1, [bank.id()])
    late = buyer("restore", "--without", "elbe", "--why", "x")
    assert (late.status, "waits for nobody" in late.err) == (2, True)


@pytest.mark.parametrize(
    "asked",
    [
        ("--without", "elbe"),
        ("--why", "x"),
        ("--without", "elbe", "--why", " "),
        ("--without", "nobody", "--why", "x"),
        ("backup.zip", "--without", "elbe", "--why", "x"),
    ],
)
def test_what_cannot_be_meant_is_refused(buyer: Office, backup: Path, asked: tuple[str, ...]) -> None:
    back(buyer, backup)
    ran = buyer("restore", *asked)
    assert (ran.status, ran.out) == (2, "")
    assert buyer("status", "--json").row["restored"]["without"] == []


def test_a_home_that_is_behind_is_stopped_and_says_so(
    buyer: Office, seller: Office, bank: Office, offered: str, backup: Path
) -> None:
    buyer.round()  # it publishes, and its witnesses see more than the backup has
    back(buyer, backup)
    with pytest.raises(Exception, match="second history"):
        buyer.round()
    stopped = buyer("status", "--json").row["stopped"]
    assert stopped["witness"] in {seller.company.name, bank.company.name}
    shown = buyer("status").out
    assert "STOPPED" in shown
    assert "make a new home" in shown
    assert "Start the node" not in shown
    assert buyer("approve", offered, *ROLE).status == 3
    # What was seen once cannot be passed over.
    for one in ("tannhof", "elbe"):
        ran = buyer("restore", "--without", one, "--why", "we would rather not ask")
        assert (ran.status, "second history" in ran.err) == (3, True)
    with pytest.raises(Exception, match="second history"):
        buyer.round()


def test_a_backup_from_before_a_change_of_keys_is_told_as_that(
    buyer: Office, seller: Office, offered: str, tmp_path: Path
) -> None:
    assert buyer("backup", tmp_path / "backup.zip").status == 0
    old = buyer.id()[:9]
    assert buyer("identity", "rotate", "--why", "a year is over").status == 0
    assert buyer("send", "--due").status == 0
    assert buyer("identity", "revoke", old, "--why", "the old machine was sold").status == 0
    assert buyer("send", "--due").status == 0
    back(buyer, tmp_path / "backup.zip")
    buyer.round()
    (line,) = [one for one in buyer.told if "must say first" in one]
    assert "it knows a newer one of ours" in line
    assert "Restore a backup that was made after the keys were changed" in line
    assert "Try later" not in line


def test_an_id_that_begins_with_a_dash_can_be_named(buyer: Office, backup: Path) -> None:
    back(buyer, backup)
    ran = buyer("restore", "--without", "-dash", "--why", "x")
    assert (ran.status, "There is no partner '-dash'" in ran.err) == (2, True)
