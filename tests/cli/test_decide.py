"""`confirm`, `undo`, `accept`, `resolve`, `reopen` and `assign`, and how the lists show what was decided."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

from cli.keys import DISCREPANCY, LINK
from cli.running import Ran, run
from counterfoil.cli import decide
from counterfoil.flow.home import open_home
from counterfoil.flow.views import links_view


@pytest.fixture
def home(fresh: Path, papers: Path) -> Path:
    """A home with two trades to decide on."""
    assert run("--home", fresh, "add", papers).status == 0
    return fresh


def ask(home: Path, *arguments: str, **options: Any) -> Ran:
    return run("--home", home, *arguments, environment={"COUNTERFOIL_PERSON": "Ada"}, **options)


def links(home: Path, *filters: str) -> list[dict[str, Any]]:
    return ask(home, "links", "--json", *filters).rows


def discrepancies(home: Path, *filters: str) -> list[dict[str, Any]]:
    return ask(home, "discrepancies", "--json", *filters).rows


def payment(home: Path, number: str = "INV-1") -> str:
    (row,) = (row for row in links(home, "--kind", "pays") if row["to"]["number"] == number)
    return str(row["id"])


def short_paid(home: Path, number: str = "INV-1") -> str:
    (row,) = (row for row in discrepancies(home, "--code", "short-paid") if row["document"]["number"] == number)
    return str(row["id"])


# --- links ------------------------------------------------------------------------------------------------------------


def test_undo_and_confirm_print_the_link_as_the_list_does(home: Path) -> None:
    id = payment(home)
    for verb, state in (("undo", "undone"), ("confirm", "confirmed")):
        ran = ask(home, verb, id[:9].upper(), "--why", "I asked", "--json")
        assert (ran.status, ran.err, list(ran.row)) == (0, "", LINK)
        assert (ran.row["id"], ran.row["state"], ran.row["amount"]) == (id, state, "300.00")
        assert re.fullmatch(rf"{state} by Ada on \d{{4}}-\d\d-\d\d: I asked", ran.row["evidence"][-1])
        assert links(home, "--state", state) == [ran.row]
        assert ask(home, verb, id, "--json").row == ran.row
    assert ask(home, "verify").status == 0


def test_people_are_told_what_a_decision_brought_about(home: Path) -> None:
    id = payment(home)
    first = ask(home, "undo", id).out.splitlines()
    assert first[0] == "Undone: statement S-1 entry 1 pays invoice INV-1 (300.00 EUR)."
    assert [line for line in first[1:] if line.startswith("Closed by it: INV-1 was paid with 300")]
    again = ask(home, "undo", id).out
    assert again == "Undone already: statement S-1 entry 1 pays invoice INV-1 (300.00 EUR).\n"
    back = ask(home, "confirm", id).out
    assert back.startswith("Confirmed: statement S-1 entry 1 pays invoice INV-1 (300.00 EUR).\n")
    assert "\nOpened by it: INV-1 was paid with 300.00, " in back


def test_several_links_at_once(home: Path) -> None:
    bills = [row["id"] for row in links(home, "--kind", "bills")]
    assert len(bills) == 4
    size = ask(home, "status", "--json").row["facts"]
    bad = ask(home, "confirm", *bills, "ffffffffffff")
    assert (bad.status, bad.out) == (2, "")
    assert "No link has an id" in bad.err
    assert "counterfoil links" in bad.err
    assert ask(home, "status", "--json").row["facts"] == size
    assert [row["id"] for row in ask(home, "confirm", "--json", *reversed(bills)).rows] == bills[::-1]
    assert len(links(home, "--state", "confirmed")) == 4


def test_links_are_filtered(home: Path) -> None:
    id = payment(home)
    (invoice,) = ask(home, "list", "--json", "--number", "INV-1").rows
    around = links(home, "--document", invoice["id"][:10])
    assert {row["kind"] for row in around} == {"bills", "credits", "answers", "pays"}
    assert all(invoice["id"] in (row["from"]["id"], row["to"]["id"]) for row in around)
    assert links(home, "--below", "1") == [row for row in links(home) if row["confidence"] < 1]
    assert links(home, "--below", "0") == links(home, "--state", "undone") == []
    ask(home, "undo", id)
    assert [row["id"] for row in links(home, "--document", invoice["id"], "--state", "undone")] == [id]
    for wrong in (["--kind", "marries"], ["--state", "odd"], ["--below", "x"], ["--document", "ffffffff"]):
        assert ask(home, "links", *wrong).status == 2


# --- discrepancies ----------------------------------------------------------------------------------------------------


def test_a_discrepancy_goes_through_hands(home: Path) -> None:
    id = short_paid(home)
    steps = [
        ("assign", "please ask", ["--to", "Grüner"], ("open", "Grüner")),
        ("accept", "too little", [], ("accepted", "Grüner")),
        ("resolve", "in cash", ["--to", "Weiß"], ("resolved", "Weiß")),
        ("reopen", "bounced", [], ("open", "Weiß")),
    ]
    for verb, why, options, (state, owner) in steps:
        ran = ask(home, verb, id[:8], "--why", why, *options, "--json")
        assert (ran.status, ran.err, list(ran.row)) == (0, "", DISCREPANCY)
        assert (ran.row["state"], ran.row["owner"], ran.row["why"]) == (state, owner, why)
        assert ran.row in discrepancies(home)
        assert discrepancies(home, "--state", state, "--owner", owner.upper()) == [ran.row]
        assert ask(home, verb, id, "--why", why, *options, "--json").row == ran.row
    assert ask(home, "verify").status == 0
    kinds = [fact["kind"] for fact in exported_facts(home)][-4:]
    assert kinds == [f"discrepancy.{word}/1" for word in ("assigned", "accepted", "resolved", "reopened")]


def exported_facts(home: Path) -> list[dict[str, Any]]:
    out = home.parent / "out"
    assert ask(home, "export", str(out)).status == 0
    return [json.loads(line) for line in (out / "facts.jsonl").read_text("utf-8").splitlines()]


def test_people_are_told_how_it_stands(home: Path) -> None:
    id = short_paid(home)
    said = ask(home, "accept", id, "--why", "too little", "--to", "Grüner").out
    assert said.startswith("Accepted, looked after by Grüner: short-paid on INV-1. INV-1 was paid with 300")
    assert ask(home, "accept", id, "--why", "too little").out.startswith("Accepted already, looked after by Grüner: ")
    assert ask(home, "reopen", short_paid(home, "INV-2"), "--why", "x").out.startswith("Open already: ")
    listed = ask(home, "discrepancies").out
    assert re.search(r"accepted +Grüner +INV-1 was paid .* is missing\. \(accepted: too little\)\n", listed)
    assert re.search(r"\n4 discrepancies, 3 of them open with [\d,.]+ EUR at stake\.\n$", listed)
    assert ask(home, "discrepancies", "--state", "resolved").out.endswith("\n0 discrepancies.\n")
    assert re.search(r"\n1 discrepancy, 0 of them open\.\n$", ask(home, "discrepancies", "--state", "accepted").out)
    (invoice,) = ask(home, "list", "--json", "--number", "INV-1").rows
    shown = ask(home, "show", invoice["id"]).out
    assert f"is missing. [{id[:8]}, accepted, Grüner looks after it: too little]" in shown


def test_discrepancies_are_filtered(home: Path) -> None:
    assert len(discrepancies(home)) == len(discrepancies(home, "--party", "tannhof")) == 4
    assert {row["code"] for row in discrepancies(home, "--code", "quantity-over-received")} == {
        "quantity-over-received"
    }
    for nothing in (["--party", "nobody"], ["--owner", "x"], ["--state", "accepted"], ["--code", "over-paid"]):
        assert discrepancies(home, *nothing) == []
    unknown = ask(home, "discrepancies", "--code", "odd")
    assert (unknown.status, unknown.out) == (2, "")
    assert "short-paid" in unknown.err


def test_what_stands_on_a_statement_is_found_by_whom_its_entry_is_with(home: Path) -> None:
    ask(home, "undo", payment(home))
    found = discrepancies(home, "--code", "unmatched-payment", "--party", "tannhof")
    assert [(row["document"]["number"], row["line"], row["amount"]) for row in found] == [("S-1", "1", "300.00")]
    assert found[0]["message"].startswith("Entry 1 of S-1 over 300.00 EUR ")
    assert discrepancies(home, "--code", "unmatched-payment", "--party", "nobody") == []


def test_other_links_that_came_changed_or_went_are_told(recorded: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_home(recorded, readonly=True) as opened:
        gone, came, changed, same, asked = list(opened.store.links())[:5]
        before = {row.id: row for row in (gone, msgspec.structs.replace(changed, state="proposed"), same, asked)}
        after = {row.id: row for row in (came, changed, same)}
        decide._tell_links(opened, before, after, {asked.id})
        told = {row["id"]: row for row in links_view(opened)}
    lines = capsys.readouterr().out.splitlines()
    assert [line.split(": ")[0] for line in lines] == ["No longer", "Now certain", "Now certain"]
    number = told[gone.id.hex()]["from"]["number"]
    assert f" {number} " in lines[0]


def test_show_names_links_to_decide_on_and_those_that_were_undone(home: Path) -> None:
    id = payment(home)
    ask(home, "undo", id, "--why", "not ours")
    (invoice,) = ask(home, "list", "--json", "--number", "INV-1").rows
    shown = ask(home, "show", invoice["id"]).out.splitlines()
    place = shown.index("Links that were undone")
    assert shown[place + 1].startswith(f"  {id[:8]}  statement S-1 entry 1 pays invoice INV-1 300.00 EUR, 1 sure: ")
    assert shown[place + 1].endswith(": not ours")
    assert not any("statement S-1" in line for line in shown[place + 2 :])
    row = ask(home, "show", "--json", invoice["id"]).row
    assert {link["state"] for link in row["links"]} == {"certain", "undone"}
    ask(home, "confirm", id)
    assert any(
        line.endswith("statement S-1 of 2026-03-02 pays 300.00 [confirmed]") for line in tree(home, invoice["id"])
    )


def tree(home: Path, id: str) -> list[str]:
    return ask(home, "show", id).out.splitlines()


# --- who, and what is no use ------------------------------------------------------------------------------------------


def test_who_decides_is_named_by_an_option_the_environment_or_the_system(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = payment(home)
    assert (
        ask(home, "undo", id, "--as", " Bob ", "--why", "1", "--json")
        .row["evidence"][-1]
        .startswith("undone by Bob on")
    )
    assert ask(home, "undo", id, "--why", "2", "--json").row["evidence"][-1].startswith("undone by Ada on")
    monkeypatch.setenv("LOGNAME", "carla")
    own = run("--home", home, "undo", id, "--why", "3", "--json")
    assert own.row["evidence"][-1].startswith("undone by carla on")

    def nobody() -> str:
        raise OSError

    monkeypatch.setattr("counterfoil.cli._person.getuser", nobody)
    none = run("--home", home, "undo", id, "--why", "4", "--json")
    assert none.row["evidence"][-1].startswith("undone by person on")


@pytest.mark.parametrize(
    "arguments",
    [
        ["confirm"],
        ["undo", "--why", "x"],
        ["accept", "ID"],
        ["assign", "ID", "--why", "x"],
        ["accept", "ID", "--why", " "],
        ["assign", "ID", "--why", "x", "--to", ""],
        ["accept", "ID", "--why", "x", "--as", ""],
        ["accept", "ID", "--why", "x", "--as", "counterfoil"],
        ["confirm", "ID"],
        ["resolve", "", "--why", "x"],
        ["resolve", "zz", "--why", "x"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_a_sentence_and_changes_nothing(home: Path, arguments: list[str]) -> None:
    id, size = short_paid(home), ask(home, "status", "--json").row["facts"]
    ran = ask(home, *(id if one == "ID" else one for one in arguments))
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("counterfoil: ")
    assert ask(home, "status", "--json").row["facts"] == size


def test_an_id_that_means_several_discrepancies_is_not_guessed(home: Path) -> None:
    ran = ask(home, "accept", "", "--why", "x")
    assert ran.status == 2
    assert "Several discrepancies" in ran.err


def test_an_id_of_another_thing_is_told_as_such(home: Path) -> None:
    ran = ask(home, "confirm", short_paid(home))
    assert (ran.status, ran.out) == (2, "")
    assert "begins the id of a discrepancy, not of a link" in ran.err


def test_foreign_texts_of_people_are_shown_tame(home: Path) -> None:
    id = short_paid(home)
    ran = ask(home, "accept", id, "--why", "a\x1b[31mb\u202ec", "--to", "x\ny", columns=120)
    assert "\x1b[31mb" not in ran.out
    assert "x\\ny" in ran.out
    listed = ask(home, "discrepancies", columns=300).out
    assert "a\\x1b[31mb\\u202ec" in listed
    (row,) = discrepancies(home, "--state", "accepted")
    assert (row["why"], row["owner"]) == ("a\x1b[31mb\u202ec", "x\ny")
