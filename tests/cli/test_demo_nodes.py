"""Three nodes on this machine: from an order to a dossier that is checked, in one command."""

import json
from pathlib import Path

import pytest

from cli.running import run
from counterfoil.cli._stage import Company, Failed, Stage


def test_three_nodes_from_an_order_to_a_checked_dossier(tmp_path: Path) -> None:
    ran = run("demo", "--nodes", str(tmp_path / "nodes"), "--json")
    assert ran.status == 0, ran.err
    told = ran.row
    assert (told["level"], told["sound"], told["ok"]) == (4, [True, True, True], True)
    attested = {(one["evidence"], one["by"], one["level"]) for one in told["evidence"]}
    assert attested >= {
        ("ordered", "counterparty", None),
        ("delivered", "counterparty", None),
        ("acknowledged", "counterparty", "matched"),
        ("acknowledged", "counterparty", "approved"),
    }
    assert {one["reason"] for one in told["refused"]} == {"binding", "nonce"}
    assert told["withheld"] > 0
    assert told["tally"]["number"] >= 1
    assert told["tally"]["ours"] > 0 < told["tally"]["theirs"]
    # What is tried with the dossier is tried at once, so nothing of it may touch the dossier itself.
    whole, stolen, *changed = (
        json.loads((tmp_path / "nodes" / f"{name}.json").read_bytes())
        for name in ("dossier", "stolen", "raised", "shortened")
    )
    assert len((tmp_path / "nodes" / "dossier.json").read_bytes()) == told["bytes"]
    assert len(whole["credentials"]) == told["facts"]
    assert whole == stolen
    assert whole not in changed


def test_a_node_that_does_not_start_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "httpcore.py").write_text("raise ImportError('none', name='httpcore')", "utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ran = run("demo", "--nodes", str(tmp_path / "nodes"))
    assert ran.status == 3
    assert "did not start" in ran.err
    assert "pip install 'counterfoil[web]'" in ran.err


def test_commands_are_shown_as_they_can_be_run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with Stage(tmp_path, quiet=False) as stage:
        company = Company(stage, "seller", "Seller")
        with pytest.raises(Failed):
            company.run("peer", "add", "http://127.0.0.1:1", "--id", "-" + "a" * 42)
        with pytest.raises(Failed):
            company.run("show", "b" * 64)
    shown = capsys.readouterr().out.splitlines()
    assert [line.strip() for line in shown] == [
        f"counterfoil --home seller peer add http://127.0.0.1:1 --id -{'a' * 42}",
        f"counterfoil --home seller show {'b' * 8}",
    ]
