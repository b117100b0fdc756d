"""`counterfoil verify DOSSIER`: needs no home, says what is proven and by whom, or why nothing is."""

import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from cli.running import run
from counterfoil.log.base64url import encode_base64url
from exchange.made import CHALLENGE, NOW, Trade, full

ASKED = ("--audience", CHALLENGE.audience, "--nonce", CHALLENGE.nonce)


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with patch("time.time", lambda: float(NOW)):
        yield


@pytest.fixture
def trade() -> Trade:
    return full()


def dossier(trade: Trade, folder: Path) -> Path:
    path = folder / "dossier.json"
    path.write_bytes(trade.data)
    return path


def trust(trade: Trade, folder: Path) -> Path:
    path = folder / "trust.toml"
    companies = [
        f'[[company]]\nname = "{one.name}"\nid = "{one.key.company}"\nassurance = "controls this domain"\n'
        f'keys = ["{encode_base64url(one.key.public_key)}"]\nlogs = ["{one.signer.verifier.vkey}"]\n'
        for one in trade.companies
    ]
    witnesses = f'[witnesses]\nthreshold = 1\nkeys = ["{trade.witness.verifier.vkey}"]\n'
    path.write_text("".join(companies) + witnesses)
    return path


def test_a_dossier_is_verified_without_a_home(trade: Trade, tmp_path: Path) -> None:
    ran = run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path), *ASKED, "--level", "5", "--json")
    row = ran.row
    assert (ran.status, row["consistent"], row["level"], row["signers"]) == (0, True, 5, "known")
    assert {one["company"] for one in row["evidence"]} == {"Seller", "Buyer"}


def test_people_read_what_is_proven_by_whom(trade: Trade, tmp_path: Path) -> None:
    trade.withheld = {"payable"}
    ran = run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path))
    assert ran.status == 0
    for said in ("assignment acknowledged", "counterparty", "controls this domain", "Level 5", "1 claims or lines"):
        assert said in ran.out


def test_without_trust_nothing_counts(trade: Trade, tmp_path: Path) -> None:
    ran = run("verify", dossier(trade, tmp_path), *ASKED)
    assert ran.status == 0
    assert "Consistent, signers unknown. Level 0: claimed." in ran.out
    assert "--trust" in ran.out


def test_a_level_that_is_not_reached_is_a_no(tmp_path: Path) -> None:
    trade = Trade()
    ran = run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path), "--level", "4")
    assert ran.status == 1
    assert "Missing for the next level: the buyer's approval" in ran.out


def test_a_dossier_that_does_not_hold_says_why(trade: Trade, tmp_path: Path) -> None:
    path = dossier(trade, tmp_path)
    told = json.loads(path.read_bytes())
    told["credentials"].pop()
    path.write_text(json.dumps(told))
    ran = run("verify", path, "--trust", trust(trade, tmp_path))
    assert ran.status == 1
    assert "REFUSED  binding: " in ran.out
    assert run("verify", path, "--json").row["reason"] == "binding"


@pytest.mark.parametrize("data", [b"not even JSON", b"[]", b"{" * 100_000])
def test_what_is_asked_as_a_dossier_is_read_as_one(data: bytes, trade: Trade, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(data)
    ran = run("verify", path, "--trust", trust(trade, tmp_path))
    assert (ran.status, "REFUSED  form" in ran.out) == (1, True)


@pytest.mark.parametrize(
    ("written", "says"), [(b"[[", "not TOML"), (b"\xff", "not UTF-8"), (None, "could not be read")]
)
def test_a_trust_file_that_cannot_be_used(written: bytes | None, says: str, trade: Trade, tmp_path: Path) -> None:
    path = tmp_path / "trust"
    if written is not None:
        path.write_bytes(written)
    ran = run("verify", dossier(trade, tmp_path), "--trust", path)
    assert (ran.status, says in ran.err) == (3, True)


def test_other_files_are_looked_for_in_the_record(recorded: Path, tmp_path: Path) -> None:
    for data in (b"{}", b'{"format": "else"}', b"{"):
        path = tmp_path / "file"
        path.write_bytes(data)
        ran = run("verify", path, "--home", recorded)
        assert (ran.status, "is not in the record" in ran.out) == (1, True)
