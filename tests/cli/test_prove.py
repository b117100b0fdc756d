"""`counterfoil prove`, as people and programs meet it: over the homes of two companies that traded."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from cli.running import Ran, run
from counterfoil.cli._arguments import joined
from counterfoil.exchange.answers.deciding import acknowledge
from counterfoil.exchange.presenting.gathering import gather
from counterfoil.exchange.presenting.refreshing import refresh
from exchange.nodes import Net, Place
from exchange.trading import trade
from trades import BUYER, SELLER

ROW = [
    *("file", "bytes", "invoice", "subject", "audience", "nonce", "level", "missing"),
    *("facts", "inferences", "disclose_too", "warnings"),
]
FACT = ["fact", "kind", "author", "shown", "withheld"]


@dataclass
class Traded:
    """The seller's home with an approved invoice, of which everything is there that a dossier needs."""

    net: Net
    seller: Place
    invoice: str
    subject: str
    folder: Path

    @property
    def file(self) -> Path:
        return self.folder / "dossier.json"

    def prove(self, *arguments: str, columns: int | None = None, offline: bool = True) -> Ran:
        """To a new file each time."""
        self.file.unlink(missing_ok=True)
        rest = ("--offline",) if offline else ()
        asked = ("prove", self.invoice[:8], "--to", "bank.example", "-o", self.file, *arguments, *rest)
        return run("--home", self.seller.path, *asked, columns=columns)


@pytest.fixture(scope="module")
def traded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Traded]:
    folder = tmp_path_factory.mktemp("traded")
    with Net(folder) as net:
        # The command looks at the clock of the machine.
        net.watch.time = datetime.now(UTC) - timedelta(hours=3)
        seller, buyer = net.acquainted(SELLER, BUYER)
        subject = trade(net)["invoice"]
        acknowledge(buyer.office(), subject, "approved", "controller", "Ada")
        net.rounds(1)
        net.watch.pass_by(3600)
        net.rounds(2)
        office = seller.office()
        assert refresh(office, gather(office, subject).subjects, net.transport(seller)) == []
        (row,) = [row for row in office.home.store.documents() if row.number == "INV-1"]
        for place in (seller, buyer):
            place.stop()
        yield Traded(net, seller, row.id.hex(), subject, folder)


@pytest.fixture(autouse=True)
def nothing_is_there(traded: Traded) -> None:
    traded.file.unlink(missing_ok=True)


def test_a_dossier_is_written_and_holds_for_its_reader(traded: Traded) -> None:
    made = traded.prove("--nonce", "n-1", "--json")
    assert (made.status, made.err) == (0, "")
    assert list(made.row) == ROW
    assert [list(one) for one in made.row["facts"]] == [FACT] * 18
    assert (made.row["level"], made.row["missing"]) == (4, "that the buyer acknowledges an assignment")
    assert made.row["invoice"] == {"id": traded.invoice, "number": "INV-1"}
    assert made.row["bytes"] == traded.file.stat().st_size < 60_000
    assert (made.row["inferences"], made.row["disclose_too"], made.row["warnings"]) == ([], [], [])
    trust = traded.folder / "trust.toml"
    assert run("--home", traded.seller.path, "peers", "--trust", trust, "--force").status == 0
    text = trust.read_text("utf-8").partition("[witnesses]")[0]
    trust.write_text(text, "utf-8")
    read = ("verify", traded.file, "--trust", trust, "--audience", "bank.example", "--json")
    found = run(*read, "--nonce", "n-1", "--level", "4")
    assert (found.status, found.row["level"]) == (0, 4)
    assert run(*read, "--nonce", "n-2").row["reason"] == "nonce"


def test_people_see_what_is_shown_and_what_is_withheld(traded: Traded) -> None:
    made = traded.prove()
    assert made.status == 0
    assert "buyer, currency, document, due, issued, number, payable, references, refers, seller, total" in made.out
    assert "lines (all of 2)" in made.out
    assert "18 facts on 4 papers" in made.out
    assert "level 4: approved by the buyer" in made.out
    assert "Missing for the next level: that the buyer acknowledges an assignment." in made.out
    nonce = made.out.rstrip().rpartition(" ")[2]
    assert run("verify", traded.file, "--audience", "bank.example", "--nonce", nonce).status == 0


def test_two_dossiers_have_two_nonces(traded: Traded) -> None:
    assert traded.prove("--json").row["nonce"] != traded.prove("--json").row["nonce"]


def test_what_is_withheld_in_vain_is_refused_and_forced(traded: Traded) -> None:
    refused = traded.prove("--disclose", "net", "--json")
    assert (refused.status, refused.row["file"], refused.row["level"]) == (1, None, None)
    assert [one["name"] for one in refused.row["inferences"]] == ["tax"]
    assert refused.row["disclose_too"] == ["tax"]
    assert not traded.file.exists()
    text = traded.prove("--disclose", "net", columns=200)
    assert "WARNING  'tax' of invoice INV-1 can be worked out from net and total" in text.out
    assert "No dossier was written" in text.out
    assert "--disclose tax" in text.out
    assert traded.prove("--disclose", "net", "--disclose", "tax").status == 0
    traded.file.unlink()
    forced = traded.prove("--disclose", "net", "--force", "--json")
    assert (forced.status, len(forced.row["inferences"])) == (0, 1)
    assert traded.file.exists()


def test_names_are_withheld_with_a_dash(traded: Traded) -> None:
    shown = traded.prove("--disclose", "-references", "--force", "--json").row["facts"][0]["shown"]
    assert "references" not in shown
    assert traded.prove("--disclose=-references", "--force", "--json").row["facts"][0]["shown"] == shown
    noted = traded.prove("--disclose", "-buyer")
    assert noted.status == 0
    assert "Note  The buyer of invoice INV-1 is the company that it was sent to" in noted.out


def test_only_values_that_may_begin_with_a_dash_are_joined() -> None:
    written = ["prove", "-o", "f", "--disclose", "-x", "--disclose", "y", "--to", "-b64", "--nonce", "--json"]
    assert joined(written) == [
        *("prove", "-o", "f", "--disclose=-x", "--disclose", "y", "--to=-b64", "--nonce", "--json")
    ]


def test_an_original_goes_along_where_all_is_shown(traded: Traded) -> None:
    assert traded.prove("--original").status == 1
    assert traded.prove("--original", "--disclose", "all").status == 0
    assert len(json.loads(traded.file.read_text("utf-8"))["originals"]) == 1


def test_the_paper_may_be_named_by_what_is_shared(traded: Traded) -> None:
    asked = ("prove", traded.subject[:12], "--to", "bank", "-o", traded.file, "--offline", "--json")
    made = run("--home", traded.seller.path, *asked, "--partner", BUYER.name)
    assert (made.status, made.row["invoice"]["id"]) == (0, traded.invoice)


@pytest.mark.parametrize(
    ("names", "says"),
    [
        (["colour"], "Nothing in the dossier is called 'colour'."),
        (["lines/3"], "There is no lines/3."),
        (["receipt:lines"], "The dossier has no receipt."),
        (["a b"], "'a b' names nothing to disclose."),
    ],
)
def test_what_means_nothing_is_wrong_usage(traded: Traded, names: list[str], says: str) -> None:
    ran = traded.prove(*(word for name in names for word in ("--disclose", name)))
    assert (ran.status, ran.out) == (2, "")
    assert says in ran.err


@pytest.mark.parametrize("reader", ["", "  "])
def test_nobody_is_no_reader(traded: Traded, reader: str) -> None:
    ran = run("--home", traded.seller.path, "prove", traded.invoice, "--to", reader, "-o", traded.file, "--offline")
    assert (ran.status, "it is empty" in ran.err) == (2, True)


def test_a_document_that_is_no_invoice_is_wrong_usage(traded: Traded) -> None:
    listed = run("--home", traded.seller.path, "list", "--kind", "despatch-advice", "--json").row
    ran = run("--home", traded.seller.path, "prove", listed["id"], "--to", "bank", "-o", traded.file, "--offline")
    assert (ran.status, "no invoice" in ran.err) == (2, True)


def test_partners_that_are_away_are_told_and_it_is_made_of_what_is_held(traded: Traded) -> None:
    made = traded.prove("--json", offline=False)
    assert made.status == 0
    assert "could not be reached" in made.err


def test_a_file_that_is_there_and_a_folder_that_is_missing_are_left_alone(traded: Traded) -> None:
    asked = ("--home", traded.seller.path, "prove", traded.invoice, "--to", "bank", "--offline", "--force", "-o")
    traded.file.write_text("of somebody else", "utf-8")
    for file, says in (
        (traded.file, f"{traded.file} is there already."),
        (traded.folder, "is there already."),
        (traded.folder / "missing" / "dossier.json", f"There is no folder {traded.folder / 'missing'}."),
    ):
        ran = run(*asked, file)
        assert (ran.status, ran.out, says in ran.err) == (2, "", True)
    assert traded.file.read_text("utf-8") == "of somebody else"
    assert not (traded.folder / "missing").exists()


def test_a_file_that_cannot_be_written_is_said(traded: Traded, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("counterfoil.cli._files.put_in_place", full)
    ran = traded.prove()
    assert ran.status == 3
    assert "could not be written" in ran.err
    assert not traded.file.exists()
    assert list(traded.folder.glob(f".{traded.file.name}*")) == []
