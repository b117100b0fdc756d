"""The contract that other programs rely on: verbs, options, keys of JSON, ids, exit statuses."""

import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import counterfoil
from cli.keys import ADD, CHECK, DISCREPANCY, END, FINDING, LINK
from cli.running import run
from trades import made_home, trade, written

HEX = set("0123456789abcdef")
LOOKING = ("status", "list", "links", "discrepancies", "verify")


def decimal_or_none(value: Any) -> bool:
    return value is None or (isinstance(value, str) and "E" not in value and Decimal(value).is_finite())


def test_the_version_is_told() -> None:
    ran = run("--version")
    assert (ran.status, ran.out, ran.err) == (0, f"counterfoil {counterfoil.__version__}\n", "")


@pytest.mark.parametrize("verb", LOOKING)
def test_the_home_is_named_before_or_after_the_verb_or_by_the_environment(recorded: Path, verb: str) -> None:
    before = run("--home", recorded, verb, "--json")
    after = run(verb, "--json", "--home", recorded)
    named = run(verb, "--json", environment={"COUNTERFOIL_HOME": str(recorded)})
    assert before.status == 0
    assert before.out
    assert before == after == named


def test_a_home_named_after_the_verb_wins(recorded: Path, fresh: Path) -> None:
    ran = run("--home", fresh, "status", "--json", "--home", recorded, environment={"COUNTERFOIL_HOME": "/nowhere"})
    assert ran.row["home"] == str(recorded)


def test_the_folder_that_we_stand_in_may_be_the_home(recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(recorded)
    assert run("status", "--json").row["documents"] == 16


@pytest.mark.parametrize("verb", LOOKING)
def test_people_get_text_and_programs_json(recorded: Path, verb: str) -> None:
    text, rows = run("--home", recorded, verb), run("--home", recorded, verb, "--json")
    assert text.status == rows.status == 0
    assert text.err == rows.err == ""
    assert rows.rows
    with pytest.raises(json.JSONDecodeError):
        json.loads(text.out.splitlines()[0])


# --- init -------------------------------------------------------------------------------------------------------------


def test_init_makes_a_home_that_works(tmp_path: Path, papers: Path) -> None:
    home = tmp_path / "new" / "home"
    made = run(
        *("init", "--home", home, "--name", "Nordlicht", "--vat", "DE811907980", "--gln", "4012345000009"),
        *("--lei", "529900T8BM49AURSDO55", "--iban", "DE89 3704 0044 0532 0130 00", "--iban", "gb33BUKB20201555555555"),
        "--json",
    )
    assert (made.status, list(made.row)) == (0, ["home", "name", "log"])
    assert "passphrase" in made.err
    text = (home / "counterfoil.toml").read_text("utf-8")
    assert '"DE89370400440532013000", "GB33BUKB20201555555555"' in text
    assert (home / "keys" / "passphrase").stat().st_mode & 0o777 == 0o600
    assert run("--home", home, "add", papers).status == 0
    assert run("--home", home, "verify").status == 0


def test_init_says_what_to_do_next(tmp_path: Path) -> None:
    ran = run("init", "--home", tmp_path / "a home", "--name", "Nordlicht", "--unencrypted-key")
    assert ran.status == 0
    assert f"counterfoil --home '{tmp_path}/a home' add FOLDER" in ran.out
    assert ran.err == ""


def test_a_home_is_not_made_twice(recorded: Path) -> None:
    ran = run("init", "--home", recorded, "--name", "Another")
    assert (ran.status, ran.out) == (3, "")
    assert "is a home already" in ran.err


@pytest.mark.parametrize("name", ["", "  "])
def test_a_company_has_a_name(tmp_path: Path, name: str) -> None:
    assert run("init", "--home", tmp_path / "h", "--name", name, "--unencrypted-key").status == 2
    assert not (tmp_path / "h").exists()


def test_a_passphrase_comes_from_a_file_or_the_environment(tmp_path: Path, papers: Path) -> None:
    (tmp_path / "secret").write_text("open sesame\nnot this line\n", "utf-8")
    home = tmp_path / "home"
    made = run("init", "--home", home, "--name", "N", "--passphrase-file", tmp_path / "secret")
    assert (made.status, made.err) == (0, "")
    assert not (home / "keys" / "passphrase").exists()
    wrong = run("--home", home, "add", papers, environment={"COUNTERFOIL_PASSPHRASE": "close sesame"})
    assert (wrong.status, wrong.out) == (3, "")
    assert "the passphrase is wrong" in wrong.err
    none = run("--home", home, "add", papers)
    assert none.status == 3
    assert "COUNTERFOIL_PASSPHRASE" in none.err
    assert run("--home", home, "add", papers, environment={"COUNTERFOIL_PASSPHRASE": "open sesame"}).status == 0


# --- check ------------------------------------------------------------------------------------------------------------


def test_check_needs_no_home_and_has_the_keys_of_the_contract(papers: Path) -> None:
    ran = run("check", "--json", papers)
    assert ran.status == 0
    assert [list(row) for row in ran.rows] == [CHECK] * 16
    (invoice,) = (row for row in ran.rows if row["file"].endswith("1-invoice.xml"))
    assert (invoice["document"], invoice["format"], invoice["valid"]) == ("invoice", "ubl-invoice", True)
    assert invoice["rulebooks"]
    assert all("@" in name for name in invoice["rulebooks"])
    (order,) = (row for row in ran.rows if row["file"].endswith("1-order.xml"))
    assert (order["valid"], [name.partition("@")[0] for name in order["rulebooks"]]) == (True, ["peppol-t01"])
    (receipt,) = (row for row in ran.rows if row["file"].endswith("1-receipt.xml"))
    assert (receipt["valid"], receipt["rulebooks"], receipt["error"]) == (None, [], None)
    assert [row["findings"] for row in ran.rows] == [[]] * 16


def test_an_invalid_document_is_the_answer_no(tmp_path: Path) -> None:
    bad = trade()["1-invoice.xml"].replace(
        b'<cbc:TaxInclusiveAmount currencyID="EUR">', b'<cbc:TaxInclusiveAmount currencyID="EUR">9'
    )
    folder = written(tmp_path, {"bad.xml": bad})
    ran = run("check", "--json", folder)
    assert ran.status == 1
    assert ran.row["valid"] is False
    assert all(list(finding) == FINDING for finding in ran.row["findings"])
    assert {"BR-CO-15"} <= {finding["rule"] for finding in ran.row["findings"]}
    text = run("check", folder)
    assert text.status == 1
    assert "INVALID" in text.out
    assert "BR-CO-15" in text.out


def test_check_by_a_day_and_by_a_rulebook(papers: Path) -> None:
    file = papers / "1-invoice.xml"
    (rulebook, *_) = run("check", "--json", file).row["rulebooks"]
    assert run("check", "--json", "--rulebook", rulebook, file).row["rulebooks"] == [rulebook]
    assert run("check", "--json", "--on", "2026-03-01", file).row["valid"] is True
    unknown = run("check", "--json", "--rulebook", "en16931@0.1", file)
    assert (unknown.status, unknown.out) == (2, "")
    assert rulebook in unknown.err


def test_check_gives_the_same_with_several_processes(papers: Path) -> None:
    assert run("check", "--json", "--jobs", "2", papers) == run("check", "--json", papers)


# --- add --------------------------------------------------------------------------------------------------------------


def test_add_has_the_keys_of_the_contract(fresh: Path, papers: Path) -> None:
    ran = run("--home", fresh, "add", "--json", papers)
    assert (ran.status, ran.err) == (0, "")
    assert [list(row) for row in ran.rows] == [ADD] * 16
    assert {row["status"] for row in ran.rows} == {"recorded"}
    assert all(set(row["id"]) <= HEX and len(row["id"]) == 64 for row in ran.rows)
    again = run("--home", fresh, "add", "--json", papers)
    assert {row["status"] for row in again.rows} == {"already-recorded"}
    assert again.status == 0
    assert [row["id"] for row in again.rows] == [row["id"] for row in ran.rows]


def test_a_kind_that_does_not_exist_is_told(fresh: Path) -> None:
    ran = run("--home", fresh, "list", "--kind", "invoices")
    assert (ran.status, ran.out) == (2, "")
    assert "There is no kind of document 'invoices'." in ran.err
    assert "credit-note, despatch-advice, goods-event" in ran.err
    for kind in ("goods-event", "item", "message-level-response", "order-change", "partner"):
        assert run("--home", fresh, "list", "--kind", kind).status == 0


def test_a_refused_document_is_the_answer_no_and_the_rest_goes_on(fresh: Path, tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {"a.txt": b"no document", **trade()})
    ran = run("--home", fresh, "add", "--json", folder)
    assert ran.status == 1
    (refused,) = (row for row in ran.rows if row["status"] == "refused")
    assert list(refused) == ADD
    assert (refused["file"], refused["id"], refused["valid"]) == (str(folder / "a.txt"), None, None)
    assert refused["error"].endswith(".")
    assert len(ran.rows) == 9


def test_an_invalid_document_is_recorded_and_no_refusal(fresh: Path, tmp_path: Path) -> None:
    bad = trade()["1-invoice.xml"].replace(b"<cbc:DueDate>2026-03-02</cbc:DueDate>", b"").replace(b"purchasing", b"")
    bad = bad.replace(b'<cbc:TaxAmount currencyID="EUR">', b'<cbc:TaxAmount currencyID="EUR">1')
    ran = run("--home", fresh, "add", "--json", written(tmp_path / "in", {"i.xml": bad}))
    assert (ran.status, ran.row["status"], ran.row["valid"]) == (0, "recorded", False)
    text = run("--home", fresh, "add", tmp_path / "in")
    assert text.status == 0
    assert "INVALID" in text.out


def test_add_by_several_processes_gives_the_same(tmp_path: Path, papers: Path) -> None:
    one, two = made_home(tmp_path / "one"), made_home(tmp_path / "two")
    assert run("--home", one, "add", "--json", papers) == run("--home", two, "add", "--json", "--jobs", "2", papers)
    assert run("--home", one, "links", "--json") == run("--home", two, "links", "--json")


# --- looking ----------------------------------------------------------------------------------------------------------


def test_links_have_the_keys_of_the_contract(recorded: Path) -> None:
    rows = run("--home", recorded, "links", "--json").rows
    assert [list(row) for row in rows] == [LINK] * len(rows)
    for row in rows:
        assert list(row["from"]) == list(row["to"]) == END
        assert decimal_or_none(row["quantity"])
        assert decimal_or_none(row["amount"])
        assert 0 <= row["confidence"] <= 1
        assert row["state"] in {"certain", "proposed", "confirmed", "undone"}
        assert all(isinstance(one, str) for one in row["evidence"])
    assert {row["kind"] for row in rows} == {"answers", "ships", "receives", "bills", "credits", "pays"}
    bills = next(row for row in rows if row["kind"] == "bills")
    assert (bills["from"]["document"], bills["to"]["document"]) == ("invoice", "order")
    assert bills["from"]["line"] == bills["from"]["line_id"] == bills["to"]["line"]


def test_discrepancies_have_the_keys_of_the_contract(recorded: Path) -> None:
    ran = run("--home", recorded, "discrepancies", "--json")
    assert ran.status == 0
    assert [list(row) for row in ran.rows] == [DISCREPANCY] * 4
    assert {row["code"] for row in ran.rows} == {"quantity-over-received", "short-paid"}
    for row in ran.rows:
        assert list(row["document"]) == ["id", "number"]
        assert decimal_or_none(row["amount"])
        assert row["state"] == "open"
        assert row["message"].endswith(".")
    assert run("--home", recorded, "discrepancies", "--json", "--on", "2030-01-01").rows == ran.rows


def test_status_counts(recorded: Path) -> None:
    row = run("--home", recorded, "status", "--json").row
    assert (row["documents"], row["discrepancies"]) == (16, 4)
    assert row["by_kind"]["invoice"] == 2
    assert sum(row["by_kind"].values()) == 16
    assert len(row["root"]) == 64
    text = run("--home", recorded, "status").out
    assert "16 documents" in text
    assert row["root"] in text


def test_an_empty_home_says_what_to_do(fresh: Path) -> None:
    assert "counterfoil add" in run("--home", fresh, "status").out
    assert run("--home", fresh, "list", "--json").out == ""
    assert run("--home", fresh, "list").out.endswith("0 documents.\n")


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        (["--kind", "invoice"], {"INV-1", "INV-2"}),
        (["--kind", "invoice", "--kind", "order"], {"PO-1", "PO-2"}),
        (["--number", "CN-2"], {"CN-2"}),
        (["--party", "tannhof", "--kind", "despatch-advice"], {"DA-1", "DA-2"}),
        (["--party", "nobody"], set()),
        (["--kind", "invoice", "--min", "600"], {"INV-1", "INV-2"}),
        (["--kind", "invoice", "--min", "602.141"], set()),
        (["--kind", "invoice", "--max", "602.14"], {"INV-1", "INV-2"}),
        (["--kind", "credit-note", "--currency", "EUR"], {"CN-1", "CN-2"}),
        (["--currency", "USD"], set()),
        (["--min", "1e999999"], set()),
        (["--state", "discrepant"], {"INV-1", "INV-2"}),
        (["--state", "valid", "--kind", "credit-note"], {"CN-1", "CN-2"}),
        (["--state", "invalid"], set()),
        (["--state", "unchecked", "--kind", "statement"], {"S-1", "S-2"}),
        (["--state", "linked", "--kind", "order"], {"PO-1", "PO-2"}),
        (["--state", "unlinked", "--kind", "order"], set()),
        (["--since", "2026-03-02", "--until", "2026-03-02", "--kind", "receipt-advice"], {"RA-1", "RA-2"}),
        (["--since", "2026-03-03", "--kind", "order"], set()),
        (["--until", "2026-03-01"], set()),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_list_filters(recorded: Path, filters: list[str], numbers: set[str]) -> None:
    ran = run("--home", recorded, "list", "--json", *filters)
    assert ran.status == 0
    assert {row["number"] for row in ran.rows} == numbers


def test_list_is_by_day_and_can_be_limited(recorded: Path) -> None:
    rows = run("--home", recorded, "list", "--json").rows
    assert len(rows) == 16
    assert [row["issued"] for row in rows] == sorted(row["issued"] for row in rows)
    assert run("--home", recorded, "list", "--json", "--limit", "3").rows == rows[:3]
    assert all(decimal_or_none(row["amount"]) for row in rows)


# --- ids --------------------------------------------------------------------------------------------------------------


def test_an_id_may_be_shortened(recorded: Path) -> None:
    rows = run("--home", recorded, "list", "--json", "--number", "INV-1").rows
    full = rows[0]["id"]
    whole = run("--home", recorded, "show", "--json", full)
    assert whole.status == 0
    for shortened in (full[:8], full[:12].upper(), f" {full[:9]} "):
        assert run("--home", recorded, "show", "--json", shortened) == whole


def test_an_id_that_means_several_is_not_guessed(recorded: Path) -> None:
    ids = [row["id"] for row in run("--home", recorded, "list", "--json").rows]
    first = next(id[0] for id in ids if sum(other[0] == id[0] for other in ids) > 1)
    ran = run("--home", recorded, "show", first)
    assert (ran.status, ran.out) == (2, "")
    assert "Several documents" in ran.err
    assert sum(id[:16] in ran.err for id in ids) >= 2


@pytest.mark.parametrize("id", ["ffffffffffffffffffff", "", "zz", "%", "_", "../x", "é", "0" * 65])
def test_an_id_that_names_nothing_is_wrong_usage(recorded: Path, id: str) -> None:
    ran = run("--home", recorded, "show", id)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("counterfoil: ")


def test_show_tells_everything_of_a_document(recorded: Path) -> None:
    (listed,) = run("--home", recorded, "list", "--json", "--number", "INV-1").rows
    row = run("--home", recorded, "show", "--json", listed["id"]).row
    assert listed.items() <= row.items()
    assert {one["code"] for one in row["discrepancies"]} == {"quantity-over-received", "short-paid"}
    assert [fact["kind"] for fact in row["facts"]][:2] == ["document.received/1", "document.checked/1"]
    assert row["summary"]["number"] == "INV-1"
    (tree,) = row["chain"]
    assert tree["document"] == "order"


# --- verify -----------------------------------------------------------------------------------------------------------


def test_verify_says_yes_with_a_status_of_0(recorded: Path) -> None:
    row = run("--home", recorded, "verify", "--json").row
    assert (row["sound"], row["damages"], row["documents"]) == (True, [], 16)


def test_verify_says_no_with_a_status_of_1(fresh: Path, papers: Path) -> None:
    assert run("--home", fresh, "add", papers).status == 0
    original = next(path for path in (fresh / "originals").rglob("*") if path.is_file())
    original.chmod(0o600)
    original.write_bytes(b"another")
    ran = run("--home", fresh, "verify", "--json")
    assert (ran.status, ran.row["sound"]) == (1, False)
    assert original.name in str(ran.row["damages"])
    text = run("--home", fresh, "verify")
    assert text.status == 1
    assert "DAMAGED" in text.out


def test_of_an_archive_the_documents_in_it_are_recorded(fresh: Path, papers: Path, tmp_path: Path) -> None:
    packed = tmp_path / "papers.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.write(papers / "1-invoice.xml", "invoice.xml")
    assert run("--home", fresh, "add", packed).status == 0
    ran = run("--home", fresh, "verify", packed)
    assert (ran.status, "unpack it, and verify these" in ran.out) == (1, True)
    assert run("--home", fresh, "verify", papers / "1-invoice.xml").status == 0
    (tmp_path / "other.xml").write_bytes(b"<other/>")
    assert "unpack" not in run("--home", fresh, "verify", tmp_path / "other.xml").out


def test_verify_of_a_file(recorded: Path, papers: Path, tmp_path: Path) -> None:
    ran = run("--home", recorded, "verify", "--json", papers / "1-invoice.xml")
    assert (ran.status, ran.row["recorded"]) == (0, True)
    (document,) = ran.row["documents"]
    assert document["number"] == "INV-1"
    (tmp_path / "other.xml").write_bytes(trade(9)["9-order.xml"])
    other = run("--home", recorded, "verify", "--json", tmp_path / "other.xml")
    assert (other.status, other.row["recorded"]) == (1, False)
    assert run("--home", recorded, "verify", tmp_path / "other.xml").status == 1
    missing = run("--home", recorded, "verify", tmp_path / "missing.xml")
    assert (missing.status, missing.out) == (2, "")


# --- usage ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["unheard-of"],
        ["add"],
        ["list", "--state", "odd"],
        ["list", "--since", "2026-02-30"],
        ["list", "--min", "NaN"],
        ["list", "--max", "Infinity"],
        ["list", "--limit", "0"],
        ["check", "--jobs", "-1", "x"],
        ["check", "--on", "tomorrow", "x"],
        ["export", "x", "--tables", "xml"],
        ["show"],
        ["--hom", "x", "status"],
        ["init"],
    ],
    ids=" ".join,
)
def test_wrong_usage_is_a_status_of_2_and_a_sentence(arguments: list[str]) -> None:
    ran = run(*arguments)
    assert (ran.status, ran.out) == (2, "")
    assert ran.err.startswith("counterfoil: ")
    assert "--help" in ran.err


@pytest.mark.parametrize("verb", [*LOOKING, "add x", "show x", "export x"])
def test_without_a_home_nothing_can_be_done(verb: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    none = run(*verb.split())
    assert (none.status, none.out) == (3, "")
    assert "--home" in none.err
    missing = run("--home", tmp_path / "missing", *verb.split())
    assert missing.status == 3
    assert "counterfoil init" in missing.err
