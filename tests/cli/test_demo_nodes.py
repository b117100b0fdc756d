"""Three nodes on this machine: from an order to a dossier that is checked, in one command."""

from pathlib import Path

from cli.running import run


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
