"""What people see: tables that fit, colour where it is wanted, a document with its tree, and quiet long runs."""

import re
from pathlib import Path

import pytest

from cli.running import run
from counterfoil.cli import _progress, add
from counterfoil.cli._words import program
from counterfoil.render.document import document_text
from counterfoil.render.table import STYLES
from trades import BUYER, trade, written

COLOURS = re.compile(r"\x1b\[[0-9;]*m")


def widest(text: str) -> int:
    return max(map(len, COLOURS.sub("", text).splitlines()))


@pytest.mark.parametrize("columns", [80, 120, 200])
@pytest.mark.parametrize("verb", ["status", "list", "links", "discrepancies", "verify", "show"])
def test_nothing_is_wider_than_the_terminal(recorded: Path, verb: str, columns: int) -> None:
    (invoice,) = run("--home", recorded, "list", "--json", "--number", "INV-1").rows
    arguments = [verb, invoice["id"]] if verb == "show" else [verb]
    ran = run("--home", recorded, *arguments, columns=columns)
    assert ran.status == 0
    assert widest(ran.out) <= columns


def test_who_is_named_in_no_invoice_is_told_why_nothing_is_wrong(tmp_path: Path) -> None:
    home, papers = tmp_path / "home", written(tmp_path / "papers", trade())
    assert run("--home", home, "init", "--name", "Nobody", "--vat", "DE999999999", "--unencrypted-key").status == 0
    says = "2 of 2 invoices and credit notes name us neither as buyer nor as seller"
    added, status = run("--home", home, "add", papers), run("--home", home, "status")
    assert says in added.out
    assert says in status.out
    assert " entries, the last of " in status.out  # a node pads its log by what is no fact
    assert f"{home}/counterfoil.toml" in status.out
    assert run("--home", home, "status", "--json").row["foreign"] == 2
    assert run("--home", home, "discrepancies", "--json").rows == []
    settings = home / "counterfoil.toml"
    settings.write_text(settings.read_text("utf-8").replace("DE999999999", BUYER.vat), "utf-8")
    assert "name us neither" not in run("--home", home, "add", papers).out
    assert run("--home", home, "status", "--json").row["foreign"] == 0
    assert run("--home", home, "discrepancies", "--json").rows != []


@pytest.mark.parametrize("columns", [60, 70, 80, 120])
def test_what_is_laid_out_to_fit_is_not_broken_once_more(recorded: Path, columns: int) -> None:
    (invoice,) = run("--home", recorded, "list", "--json", "--number", "INV-1").rows
    report = run("--home", recorded, "show", invoice["id"], "--json").row
    fitting = [line for line, _ in document_text(report, columns) if len(line) <= columns]
    shown = COLOURS.sub("", run("--home", recorded, "show", invoice["id"], columns=columns).out).splitlines()
    assert len(fitting) > 20
    assert [line for line in fitting if line not in shown] == []


def test_a_command_to_try_next_is_one_that_the_shell_finds(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    for called, says in (("my tools/counterfoil", "'my tools/counterfoil'"), ("/x/__main__.py", "counterfoil")):
        monkeypatch.setattr("sys.argv", [called, "demo"])
        assert program() == says
    (tmp_path / "counterfoil").touch(0o755)
    monkeypatch.setattr("sys.argv", [".venv/bin/counterfoil", "demo"])
    assert program() == "counterfoil"


def test_piped_output_is_plain_and_one_line_a_row(recorded: Path) -> None:
    out = run("--home", recorded, "discrepancies").out
    assert "\x1b" not in out
    assert out.count("\n") == 2 + 4 + 2
    assert "Line 1 of INV-1 bills a quantity of 10, but only 8 was received" in out


def test_colour_is_for_terminals_that_have_it_and_people_who_want_it(recorded: Path) -> None:
    coloured = run("--home", recorded, "discrepancies", columns=100).out
    assert STYLES["notable"] in coloured
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        plain = run("--home", recorded, "discrepancies", columns=100, environment=environment).out
        assert plain == COLOURS.sub("", coloured)
    assert "\x1b" not in run("--home", recorded, "discrepancies", environment={"TERM": "xterm-256color"}).out


def test_json_is_never_coloured(recorded: Path) -> None:
    assert run("--home", recorded, "list", "--json", columns=80) == run("--home", recorded, "list", "--json")


def test_an_output_that_knows_few_letters_gets_escapes(recorded: Path) -> None:
    text = run("--home", recorded, "status", encoding="ascii")
    assert (text.status, text.out.splitlines()[0]) == (0, f"Nordlicht M\\xf6belwerk GmbH in {recorded}")
    rows = run("--home", recorded, "list", "--json", encoding="latin-1")
    assert rows.out.isascii()
    assert rows.rows == run("--home", recorded, "list", "--json").rows


def test_show_draws_the_chain_of_evidence(recorded: Path) -> None:
    (invoice,) = run("--home", recorded, "list", "--json", "--number", "INV-1").rows
    out = run("--home", recorded, "show", invoice["id"][:10]).out
    lines = out.splitlines()
    assert lines[0] == "invoice INV-1"
    assert "  payable      602.14 EUR" in lines
    assert re.search(r"\n  1 +Oak board +10 MTK  41\.50  415\.00\n", out)
    assert any(line.startswith("Verdict: valid by peppol-cen@") for line in lines)
    assert "quantity-over-received: Line 1 of INV-1 bills a quantity of 10" in out
    start = lines.index("Chain of evidence") + 1
    assert lines[start : start + 8] == [
        "  order PO-1 of 2026-03-02 506.00 EUR",
        "  ├─ order-response OR-1 of 2026-03-02 (answers)",
        "  ├─ despatch-advice DA-1 of 2026-03-02 (ships by lines 1, 2)",
        "  │  └─ receipt-advice RA-1 of 2026-03-02 (receives by lines 1, 2)",
        "  └─ » invoice INV-1 of 2026-03-02 602.14 EUR (bills by lines 1, 2) [!]",
        "     ├─ invoice-response IR-1 of 2026-03-02 (answers)",
        "     ├─ credit-note CN-1 of 2026-03-02 108.29 EUR (credits by line 1)",
        "     └─ statement S-1 of 2026-03-02 pays 300.00",
    ]


def test_show_tells_findings_with_their_places(fresh: Path, tmp_path: Path) -> None:
    bad = trade()["1-invoice.xml"].replace(b"<cbc:DueDate>", b"<cbc:DueDate>").replace(b">602.14<", b">603.14<")
    (row,) = run("--home", fresh, "add", "--json", written(tmp_path / "in", {"i.xml": bad})).rows
    assert row["valid"] is False
    out = run("--home", fresh, "show", row["id"][:8]).out
    assert "Verdict: INVALID" in out
    assert re.search(r"\n  fatal BR-CO-\d+: .+\n      at /Invoice/", out)


# --- add --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """More papers than a terminal is told of, one that is refused and one that is invalid among them."""
    papers = {name: data for n in range(5) for name, data in trade(n).items()}
    bad = papers["4-invoice.xml"].replace(b">602.14<", b">603.14<")
    return written(tmp_path / "in", {**papers, "4-invoice.xml": bad, "z.txt": b"no paper"})


def test_a_pipe_gets_a_line_for_each_document(fresh: Path, many: Path) -> None:
    lines = run("--home", fresh, "add", many).out.splitlines()
    assert len(lines) == 42
    assert lines[-1].startswith("40 recorded, 0 already recorded (1 invalid), 1 refused.")


def test_a_terminal_is_spared_what_is_well_in_a_long_run(
    fresh: Path, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(add, "_SHOWN_MAX", 3)
    out = run("--home", fresh, "add", many, columns=300, environment={"NO_COLOR": "1"}).out
    lines = out.splitlines()
    assert [line.split()[0] for line in lines] == ["recorded", "recorded", "recorded", "…", "recorded", "refused", "40"]
    assert "--verbose" in lines[3]
    assert "INVALID" in lines[4]
    again = run("--home", fresh, "add", many, columns=300, environment={"NO_COLOR": "1"}).out.splitlines()
    assert [line.split()[0] for line in again] == ["refused", "0"]
    assert again[-1].startswith("0 recorded, 40 already recorded (1 invalid), 1 refused.")


@pytest.mark.parametrize("option", ["-v", "--verbose"])
def test_a_terminal_is_told_everything_where_asked(fresh: Path, many: Path, option: str) -> None:
    assert run("--home", fresh, "add", many).status == 1
    out = run("--home", fresh, "add", option, many, columns=300).out
    assert out.count("known ") == 40


def test_long_work_shows_how_far_it_is_on_stderr_of_a_terminal_only(
    fresh: Path, many: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_progress, "_AFTER_SECONDS", 0)
    monkeypatch.setattr(_progress, "_EVERY_SECONDS", 0)
    for arguments in (["check", many], ["add", many], ["verify"]):
        shown = run("--home", fresh, *arguments, columns=90)
        assert re.search(r"━* +\d+%  [\d,]+ [a-z ]+, [\d,]+ a second, \d+ s left", shown.err), arguments
        assert "100%" in shown.err
        frames = shown.err.replace("\x1b[K", "").split("\r")
        assert max(map(len, frames)) < 90
        assert shown.err.endswith("\r\x1b[K")
        assert run("--home", fresh, *arguments).err == ""
        assert run("--home", fresh, *arguments, "--json", columns=90).err == ""
        assert run("--home", fresh, *arguments, columns=90, environment={"TERM": "dumb"}).err == ""


@pytest.mark.parametrize(
    ("seconds", "said"), [(0.4, "0 s"), (59.4, "59 s"), (200, "3 min 20 s"), (3600, "1 h 0 min"), (7500, "2 h 5 min")]
)
def test_durations_are_said_as_people_say_them(seconds: float, said: str) -> None:
    assert _progress._duration(seconds) == said
