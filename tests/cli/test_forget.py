"""`counterfoil forget`, `backup` and `restore` as their users call them."""

import json
from pathlib import Path

import pytest

from cli.running import Ran, run
from trades import written


@pytest.fixture
def filled(fresh: Path, papers: Path) -> Path:
    """A home with two trades to forget from."""
    assert run("--home", fresh, "add", papers).status == 0
    return fresh


def id_of(home: Path, number: str) -> str:
    rows = run("--home", home, "list", "--json", "--number", number).rows
    found: str = rows[0]["id"]
    return found


def forget(home: Path, *options: str) -> Ran:
    return run("--home", home, "forget", *options, "--why", "asked to", "--as", "Ada")


def test_what_is_to_be_kept_is_refused_with_status_1(filled: Path) -> None:
    id = id_of(filled, "INV-1")
    ran = forget(filled, id[:8], "--json")
    assert ran.status == 1
    assert (ran.row["status"], ran.row["kept_until"], ran.row["fact"]) == ("refused", "2036-12-31", None)
    assert "--override-retention" in ran.row["error"]
    assert forget(filled, id[:8]).out.startswith(f"refused    invoice {id[:12]}: The invoice INV-1")
    assert run("--home", filled, "verify").status == 0


def test_a_document_is_forgotten_and_every_view_says_so(filled: Path, papers: Path, tmp_path: Path) -> None:
    id = id_of(filled, "INV-1")
    ran = forget(filled, id[:8], "--override-retention", "--json")
    assert ran.status == 0
    keys = ["id", "document", "lines", "status", "fact", "facts_erased", "originals_removed"]
    assert list(ran.row) == [*keys, "others_without_original", "kept_until", "error"]
    assert (ran.row["status"], ran.row["originals_removed"], ran.row["lines"]) == ("forgotten", [id], None)
    again = forget(filled, id, "--override-retention")
    assert (again.status, again.out) == (0, f"forgotten  invoice {id[:12]}: it was already (fact {ran.row['fact']}).\n")
    verified = run("--home", filled, "verify", "--json")
    assert (verified.status, verified.row["sound"], verified.row["damages"]) == (0, True, [])
    (told,) = verified.row["forgotten"]
    assert (told["id"], told["actor"], told["why"], told["kept_until"]) == (id, "Ada", "asked to", "2036-12-31")
    out = run("--home", filled, "verify").out
    assert f"forgotten  invoice {id[:12]} on " in out
    assert "whole and unchanged, but for what was forgotten by a recorded fact." in out
    (listed,) = run("--home", filled, "list", "--state", "forgotten", "--json").rows
    assert (listed["id"], listed["forgotten"], listed["number"], listed["role"]) == (id, True, None, "forgotten")
    assert "(forgotten)" in run("--home", filled, "list").out
    shown = run("--home", filled, "show", id, "--json").row
    assert (shown["summary"], shown["erased"][0]["why"], shown["links"], shown["findings"]) == (
        None,
        "asked to",
        [],
        [],
    )
    assert "It was forgotten by Ada at " in run("--home", filled, "show", id).out
    assert run("--home", filled, "links", "--document", id, "--json").rows == []
    assert id not in run("--home", filled, "ageing", "--json").out
    reconciled = run("--home", filled, "reconcile", id)
    assert (reconciled.status, "was forgotten" in reconciled.err) == (2, True)
    assert run("--home", filled, "export", tmp_path / "out", "--originals").status == 0
    rows = [json.loads(line) for line in (tmp_path / "out" / "documents.jsonl").read_text("utf-8").splitlines()]
    assert [row["summary"] for row in rows if row["id"] == id] == [None]
    assert [row["forgotten"] for row in rows].count(True) == 1
    one = run("--home", filled, "verify", papers / "1-invoice.xml")
    assert (one.status, "It was forgotten on " in one.out) == (1, True)
    (row,) = run("--home", filled, "verify", "--json", papers / "1-invoice.xml").rows
    assert (row["recorded"], len(row["forgotten"]), row["damages"]) == (False, 1, [])


def test_the_same_paper_is_refused_unless_it_is_wanted_again(filled: Path, papers: Path) -> None:
    forget(filled, id_of(filled, "INV-1"), "--override-retention")
    ran = run("--home", filled, "add", "--json", papers / "1-invoice.xml")
    assert (ran.status, ran.row["status"]) == (1, "refused")
    assert "by Ada (asked to). To record it all the same, add it with --even-forgotten." in ran.row["error"]
    again = run("--home", filled, "add", "--json", "--even-forgotten", papers / "1-invoice.xml")
    assert (again.status, again.row["status"]) == (0, "recorded")
    assert "; it was recorded again since\n" in run("--home", filled, "verify").out


def test_an_entry_of_a_statement(filled: Path) -> None:
    id = id_of(filled, "S-1")
    ran = forget(filled, id, "--line", "1", "--override-retention", "--json")
    assert (ran.status, ran.row["lines"], ran.row["status"]) == (0, ["1"], "forgotten")
    assert forget(filled, id, "--line", "1", "--json").row["status"] == "already-forgotten"
    assert forget(filled, id, "--line", "7").status == 2
    assert "Entry 1 of it was forgotten." in run("--home", filled, "reconcile", id).out
    assert "Entry 1 of it and its original were forgotten by Ada" in run("--home", filled, "show", id).out
    assert " entry 1 on " in run("--home", filled, "verify").out
    both = forget(filled, id, id_of(filled, "S-2"), "--line", "1")
    assert (both.status, "one statement at a time" in both.err) == (2, True)


def test_several_documents_are_forgotten_together(filled: Path) -> None:
    ids = [id_of(filled, number) for number in ("OR-1", "OR-2", "OR-1")]
    ran = forget(filled, *ids, "--override-retention", "--json")
    assert [row["id"] for row in ran.rows] == ids[:2]
    assert len(run("--home", filled, "list", "--state", "forgotten", "--json").rows) == 2


@pytest.mark.parametrize("why", ["", "  "])
def test_a_reason_must_be_given(filled: Path, why: str) -> None:
    assert run("--home", filled, "forget", id_of(filled, "INV-1"), "--why", why).status == 2
    assert run("--home", filled, "forget", id_of(filled, "INV-1")).status == 2


def test_retention_is_a_setting(filled: Path) -> None:
    path = filled / "counterfoil.toml"
    text = path.read_text("utf-8")
    assert '# invoice = "10 years"' in text
    path.write_text(text.replace('# invoice = "10 years"', 'invoice = "none"'), "utf-8")
    assert forget(filled, id_of(filled, "INV-1"), "--json").row["kept_until"] is None
    path.write_text(text.replace('# invoice = "10 years"', 'invoice = "10 moons"'), "utf-8")
    ran = run("--home", filled, "status")
    assert (ran.status, "invoice in [retention] must be a period such as" in ran.err) == (3, True)


def test_a_home_is_backed_up_and_restored_without_what_was_forgotten(filled: Path, tmp_path: Path) -> None:
    file, again = tmp_path / "backup.zip", tmp_path / "again"
    written_ = run("--home", filled, "backup", "--json", file)
    assert written_.status == 0
    assert (written_.row["bytes"], written_.row["damages"]) == (file.stat().st_size, [])
    assert run("--home", filled, "backup", file).status == 2
    ran = forget(filled, id_of(filled, "INV-1"), "--override-retention")
    assert "the list beside it keeps it from coming back" in ran.err
    nowhere = run("restore", file)
    assert (nowhere.status, "Name a new or empty folder" in nowhere.err) == (2, True)
    back = run("restore", file, "--home", again, "--as", "Bob")
    assert (back.status, "1 document of it had been forgotten since" in back.out) == (0, True)
    assert run("--home", again, "verify").status == 0
    assert run("restore", file, "--home", again).status == 2
    row = run("restore", file, "--home", tmp_path / "third", "--json").row
    assert (row["sound"], row["damages"], len(row["forgotten_again"])) == (True, [], 1)
    otherwise = run("restore", "--home", again, "--json")
    assert (otherwise.status, otherwise.row["forgotten_again"]) == (0, [])
    file.rename(tmp_path / "moved.zip")
    ran = forget(filled, id_of(filled, "OR-1"), "--override-retention")
    assert "is not there now and may hold it" in ran.err


def test_a_damaged_home_is_backed_up_with_status_1(filled: Path, tmp_path: Path) -> None:
    id = id_of(filled, "INV-1")
    (filled / "originals" / id[:2] / id).unlink()
    ran = run("--home", filled, "backup", tmp_path / "backup.zip")
    assert (ran.status, f"DAMAGED  The original {id} is missing." in ran.out) == (1, True)
    back = run("restore", tmp_path / "backup.zip", "--home", tmp_path / "again")
    assert (back.status, "DAMAGED  original" in back.out) == (1, True)


def test_a_passphrase_that_is_left_out_is_told(tmp_path: Path) -> None:
    assert run("init", "--home", tmp_path / "home", "--name", "N").status == 0
    ran = run("--home", tmp_path / "home", "backup", tmp_path / "backup.zip")
    assert (ran.status, "The passphrase of the signing key is not in it" in ran.err) == (0, True)


def test_documents_that_lose_their_original_are_told(fresh: Path, tmp_path: Path) -> None:
    mapping = 'document = "invoice"\nus = "buyer"\n[columns]\n"No" = "number"\n"Total" = "payable"\n'
    (fresh / "mappings" / "m.toml").write_text(mapping, "utf-8")
    written(tmp_path / "in", {"t.csv": b"No,Total\nR-1,1.00\nR-2,2.00\nR-3,3.00\n"})
    assert run("--home", fresh, "add", tmp_path / "in").status == 0
    ran = forget(fresh, id_of(fresh, "R-2"), "--override-retention")
    assert "2 other documents stood in the same original" in ran.out
    assert run("--home", fresh, "verify").status == 0
