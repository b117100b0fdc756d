"""`counterfoil renew`: an update of a dossier, as people and programs meet it, between two nodes that run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.running import Ran, run
from counterfoil.exchange.answers.deciding import acknowledge
from counterfoil.exchange.presenting.gathering import gather
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.log.cosignature import Cosigner
from exchange.nodes import Net, Place
from exchange.trading import trade
from exchange.worlds import dossier_of
from trades import BUYER, SELLER

ROW = ["file", "bytes", "audience", "nonce", "invoices", "facts", "inferences", "disclose_too", "warnings"]
TO = ("--to", "bank.example")


@dataclass
class Renewing:
    """The seller's home, a dossier that a bank has, and the way to the buyer's node."""

    net: Net
    seller: Place
    folder: Path
    subject: str

    @property
    def dossier(self) -> Path:
        return self.folder / "dossier.json"

    @property
    def update(self) -> Path:
        return self.folder / "update.json"

    def made(self, *names: str) -> bytes:
        """A dossier as it is now, with what partners say now."""
        office = self.seller.office()
        assert refresh(office, gather(office, self.subject).subjects, self.net.transport(self.seller)) == []
        return dossier_of(office, self.subject, *names).data

    def renew(self, *arguments: str | Path) -> Ran:
        return run("--home", self.seller.path, "renew", *arguments)


@pytest.fixture
def renewing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Renewing]:
    with Net(tmp_path) as net:
        # The command looks at the clock of the machine.
        net.watch.time = datetime.now(UTC) - timedelta(hours=9)
        seller, buyer = net.acquainted(SELLER, BUYER)
        subject = trade(net)["invoice"]
        net.watch.pass_by(3600)
        net.rounds(2)
        found = Renewing(net, seller, tmp_path, subject)
        found.dossier.write_bytes(found.made())
        acknowledge(buyer.office(), subject, "approved", "controller", "Ada")
        net.rounds(1)
        net.watch.pass_by(3600)
        net.rounds(2)
        net.watch.time = datetime.now(UTC)
        monkeypatch.setattr("counterfoil.cli.renew.reaching", lambda _: _Way(net, seller))
        yield found


class _Way:
    """Reaches the nodes of the net, as HTTP reaches others."""

    def __init__(self, net: Net, sender: Place) -> None:
        self._way = net.transport(sender)

    def __enter__(self) -> object:
        return self._way

    def __exit__(self, *_: object) -> None:
        return


def test_an_update_carries_what_is_new(renewing: Renewing) -> None:
    made = renewing.renew(renewing.dossier, *TO, "--nonce", "n-2", "-o", renewing.update, "--json")
    assert (made.status, made.err) == (0, "")
    assert list(made.row) == ROW
    (invoice,) = made.row["invoices"]
    assert (invoice["number"], invoice["level"]) == ("INV-1", 4)
    assert [one["fact"] for one in made.row["facts"]] == ["acknowledgement (approved) of invoice INV-1"]
    assert made.row["bytes"] == renewing.update.stat().st_size < renewing.dossier.stat().st_size
    read = ("verify", renewing.update, "--with", renewing.dossier, "--audience", "bank.example", "--nonce", "n-2")
    assert run(*read).status == 0


def test_people_see_each_invoice_and_how_to_check_it(renewing: Renewing) -> None:
    made = renewing.renew(renewing.dossier, *TO, "-o", renewing.update)
    assert made.status == 0
    assert "acknowledgement (approved) of invoice INV-1" in made.out
    assert "approved by the buyer" in made.out
    assert "1 new fact, and fresh heads and logs for 1 invoice" in made.out
    assert f"--with {renewing.dossier} --trust FILE" in made.out
    again = renewing.renew(renewing.dossier, renewing.update, *TO, "-o", renewing.folder / "second.json")
    assert (again.status, "0 new facts" in again.out) == (0, True)


def test_what_is_withheld_in_vain_is_refused_and_forced(renewing: Renewing) -> None:
    asked = (renewing.dossier, *TO, "-o", renewing.update, "--disclose", "-amount")
    refused = renewing.renew(*asked)
    assert refused.status == 1
    assert "WARNING  'amount' of acknowledgement (approved) of invoice INV-1 can be worked out" in refused.out
    assert "No update was written" in refused.out
    assert "Show that as well (--disclose amount), show less of what is new, or say --force." in refused.out
    assert not renewing.update.exists()
    told = renewing.renew(*asked, "--json").row
    assert (told["file"], told["invoices"], told["inferences"][0]["name"]) == (None, [], "amount")
    assert told["disclose_too"] == ["amount"]
    assert renewing.renew(*asked, "--force").status == 0


def test_what_an_earlier_file_withholds_cannot_be_shown_to_help(renewing: Renewing) -> None:
    buyer = renewing.net.places[1].office()
    renewing.dossier.write_bytes(renewing.made("-payable", "-total", "-amount"))
    acknowledge(buyer, renewing.subject, "undertaking", "controller", "Ada", assignee="A" * 43)
    renewing.net.rounds(1)
    refused = renewing.renew(renewing.dossier, *TO, "-o", renewing.update)
    assert refused.status == 1
    assert "WARNING  'payable' of invoice INV-1" in refused.out
    assert "Show less of what is new, or say --force." in refused.out
    told = renewing.renew(renewing.dossier, *TO, "-o", renewing.update, "--json").row
    assert {one["fact"] for one in told["inferences"]} == {None}
    assert told["disclose_too"] == []


def test_an_update_overwrites_nothing(renewing: Renewing) -> None:
    before = renewing.dossier.read_bytes()
    for file in (renewing.dossier, renewing.folder / "missing" / "update.json"):
        ran = renewing.renew(renewing.dossier, *TO, "--force", "-o", file)
        assert (ran.status, ran.out) == (2, "")
    assert renewing.dossier.read_bytes() == before


def test_offline_nobody_is_asked(renewing: Renewing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.cli.renew.reaching", None)
    asked = (*TO, "-o", renewing.update, "--offline")
    refused = renewing.renew(renewing.dossier, *asked)
    assert refused.status == 3
    assert "has not proven yet that 1 of its facts" in refused.err
    fresh = renewing.folder / "fresh.json"
    fresh.write_bytes(renewing.made())
    refused = renewing.renew(renewing.dossier, *asked)
    assert refused.status == 3
    assert f"Only the node of {BUYER.name} can show that its log just grew" in refused.err
    assert renewing.renew(fresh, *asked).status == 0


def test_a_partner_that_is_away_is_told(renewing: Renewing) -> None:
    renewing.made()
    renewing.net.places[1].stop()
    refused = renewing.renew(renewing.dossier, *TO, "-o", renewing.update)
    assert refused.status == 3
    assert f"{BUYER.name} could not be reached" in refused.err
    assert f"Only the node of {BUYER.name} can show that its log just grew, and could not be reached" in refused.err
    assert not renewing.update.exists()


def test_what_a_reader_may_miss_is_told(renewing: Renewing, monkeypatch: pytest.MonkeyPatch) -> None:
    stranger = Cosigner(name="x.example", seed=b"x" * 32).verifier
    monkeypatch.setattr("counterfoil.exchange.presenting.proving.witnesses_of", lambda _: [stranger])
    made = renewing.renew(renewing.dossier, *TO, "-o", renewing.update)
    assert made.status == 0
    assert "WARNING  A reader who asks for a witness would refuse it: Too few witnesses" in made.out


@pytest.mark.parametrize(
    ("name", "says"), [("missing.json", "could not be read"), ("other.json", "other.json is no dossier")]
)
def test_a_file_that_is_none_of_ours_is_wrong_usage(renewing: Renewing, name: str, says: str) -> None:
    (renewing.folder / "other.json").write_text("{}", "utf-8")
    ran = renewing.renew(renewing.folder / name, *TO, "-o", renewing.update)
    assert ran.status == 2
    assert says in ran.err
