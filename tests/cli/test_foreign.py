"""Foreign texts and names can do nothing to a terminal, and nothing to what reads our JSON or our lines."""

import json
import os
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from papers import Company, Line, invoice, order
from papers_bank import Entry, camt

from cli.running import run
from counterfoil.cli._output import printable
from trades import DAY, made_home, written

BUYER = Company("Nordlicht Möbelwerk GmbH", "DE811907980", "4012345000009", "DE89370400440532013000")
NASTY = (
    "\x1b]0;owned\x07\x1b[2J\x1b[31mred",
    "\u202egnp.exe\u202c",
    "\x9b31m\x85\x90",
    "[red]markup[/red] [link=file:///etc/passwd]x[/link]",
    "two\nlines\r\nand\ttabs",
    "zero\u200bwidth\ufeff\u2066\u2069\u00ad",
    "\U000e0041\U000e0042 tags",
    "%s {0} {number} \\x1b",
    "﷽ 漢字 é e\u0301 👩‍👩‍👧",
)
MOVES = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]")
"""What acts on a terminal or on the order of what it shows; line feed and tab apart."""


def tame(text: str) -> bool:
    """Nothing in it acts, but the line feeds that are ours."""
    return not MOVES.search(text) and "\t" not in text


NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def xml_text(text: str) -> str:
    """What of a text XML 1.0 can hold."""
    return NOT_IN_XML.sub("", text)


def papers_with(text: str) -> dict[str, bytes]:
    """Papers that say this text wherever a person could write it."""
    seller = Company(text, "DE136695976", "4098765000003", "DE02120300000000202051", text, "1", text)
    lines = (Line("1", text, "10", "1.00", item="A"), Line("2", text, "1", "1.00"))
    billed = tuple(Line(x.id, x.name, x.quantity, x.price, order_line=x.id) for x in lines)
    return {
        "order.xml": order(f"PO {text}", DAY, BUYER, seller, lines),
        "invoice.xml": invoice(f"INV {text}", DAY, DAY, BUYER, seller, billed, f"PO {text}"),
        "wrong.xml": invoice(f"W {text}", DAY, DAY, BUYER, seller, billed).replace(b">13.09<", b">14.09<"),
        "again.xml": invoice(f"INV {text}", DAY, DAY, BUYER, seller, billed[:1], f"PO {text}"),
        "bank.xml": camt(f"S {text}", BUYER, DAY, "1000.00", (Entry("-3.00", DAY, seller, f"pays INV {text}"),)),
    }


def looked_at(home: Path) -> list[list[str]]:
    """Every command that prints what documents say."""
    rows = run("--home", home, "list", "--json").rows
    statements = (["reconcile", row["id"]] for row in rows if row["document"] == "statement")
    shown = (["show", row["id"]] for row in rows)
    lists = [["list"], ["links"], ["discrepancies"], ["status"], ["verify"], ["ageing", "--items"]]
    return [*lists, *statements, *shown]


def names_of(text: str) -> str:
    return text.replace("/", "_").replace("\0", "_")[:40] or "x"


@pytest.mark.parametrize("columns", [None, 80], ids=["piped", "terminal"])
@pytest.mark.parametrize("text", NASTY, ids=lambda text: ascii(text)[:12])
def test_texts_of_documents_do_nothing_to_a_terminal(tmp_path: Path, text: str, columns: int | None) -> None:
    home = made_home(tmp_path / "home")
    folder = written(tmp_path / names_of(text), papers_with(xml_text(text)))
    (folder / f"{names_of(text)}.txt").write_bytes(b"no paper")
    plain = {"NO_COLOR": "1", "TERM": "dumb"}
    commands: list[list[str | Path]] = [
        ["check", folder],
        ["--home", home, "add", folder],
        ["--home", home, "add", "-v", folder],
    ]
    for arguments in commands:
        ran = run(*arguments, columns=columns, environment=plain)
        assert ran.status == 1
        assert tame(ran.out)
        assert ran.err == ""
    for verb in looked_at(home):
        ran = run("--home", home, *verb, columns=columns, environment=plain)
        assert ran.status == 0
        assert tame(ran.out + ran.err)


@settings(max_examples=15)
@given(text=st.text(min_size=1, max_size=30))
@example("\x1b[31m")
@example("\u202e")
def test_json_holds_the_texts_themselves_but_shows_nothing_that_acts(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("json")
    home, said = made_home(folder / "home"), xml_text(text).strip() or "x"
    written(folder / "in", papers_with(said))
    added = run("--home", home, "add", "--json", folder / "in")
    assert {row["status"] for row in added.rows} == {"recorded"}
    for ran in (
        run("check", folder / "in", "--json"),
        *(run("--home", home, *verb, "--json") for verb in looked_at(home)),
    ):
        assert tame(ran.out)
        assert "\ufffd" not in ran.out or "\ufffd" in said
        assert ran.rows
    rows = run("--home", home, "list", "--json").rows
    numbers = {" ".join(row["number"].split()) for row in rows if row["document"] == "order"}
    assert numbers == {" ".join(f"PO {said}".split())}


@given(st.text())
@example("".join(map(chr, range(0x2100))))
@example("\U000e0001\udc80\ud800")
def test_printable_texts_are_tame_and_plain_ones_stay(text: str) -> None:
    shown = printable(text)
    assert tame(shown)
    assert "\n" not in shown
    assert not any(unicodedata.category(c) in {"Cc", "Cs"} for c in shown)
    assert printable(shown) == shown
    if text.isascii() and text.isprintable():
        assert shown == text


@pytest.mark.parametrize(
    "name",
    [
        b"new\nline.xml",
        b"\x1b[31mred.xml",
        b"\xff\xfe.xml",
        b"-rf",
        b"--json",
        b"[red]x",
        "\u202elmx.exe".encode(),
        b"a b'\"$(x)",
    ],
)
def test_odd_names_of_files_are_read_and_shown_tame(fresh: Path, tmp_path: Path, name: bytes) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    path = str(folder / os.fsdecode(name))
    Path(path).write_bytes(papers_with("x")["invoice.xml"])
    for arguments in (["check", folder], ["check", "--", path], ["--home", fresh, "add", folder]):
        ran = run(*arguments)
        assert ran.status == 0
        assert tame(ran.out)
        assert ran.out.count("\n") == 2 or "no rules" not in ran.out
    listed = run("--home", fresh, "list", "--json").row["file"]
    assert listed == f"{folder}/" + name.decode("utf-8", "backslashreplace")
    for verb in (["verify", "--", path], ["verify", "--json", "--", path]):
        ran = run("--home", fresh, *verb)
        assert (ran.status, ran.err) == (0, "")
        assert tame(ran.out)
    missing = run("--home", fresh, "verify", "--", f"{path}.missing")
    assert missing.status == 2
    assert tame(missing.err)


def test_odd_names_of_homes_and_folders_are_shown_tame(tmp_path: Path, papers: Path) -> None:
    odd = tmp_path / os.fsdecode(b"\xff\x1b[31m\n[red]")
    assert run("init", "--home", odd, "--name", "\x1b[31mN\n", "--unencrypted-key").status == 0
    commands: list[list[str | Path]] = [
        ["add", papers],
        ["status"],
        ["status", "--json"],
        ["verify"],
        ["export", odd / "out"],
        ["export", "--json", odd / "more"],
        ["export", odd],
        ["show", "\x1b[31m"],
        ["list", "--kind", "\x1b[31m"],
        ["list", "--since", "\x1b[31m"],
        ["add", odd / "\x1b[2J"],
        ["check", "--rulebook", "\x1b]0;x\x07", papers],
        ["check", "--mapping", odd / "\x9b1m", papers],
        ["map", odd / "\x1b[2J"],
        ["\x1b[31m"],
    ]
    for arguments in commands:
        ran = run("--home", odd, *arguments)
        assert ran.status in {0, 1, 2, 3}
        assert tame(ran.out + ran.err), arguments
    (odd / "counterfoil.toml").write_text('[owner]\nname = 3\n"\\u001b[31m" = 1\n', "utf-8")
    assert tame(run("--home", odd, "status").err)


def test_a_table_that_is_mapped_says_nothing_raw(tmp_path: Path, fresh: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Order \x1b[31mno;Item\u202e;Qty;Price\nA\x9b1m;x\x07;1;2\nB;y;2;3\n", "utf-8")
    commands: list[list[str | Path]] = [["map", table], ["map", "--json", table], ["--home", fresh, "map", table]]
    for arguments in commands:
        ran = run(*arguments)
        assert tame(ran.out + ran.err), arguments
    assert tame(run("--home", fresh, "add", table).out)


def test_findings_and_refusals_quote_tamely(tmp_path: Path) -> None:
    bad = papers_with("x")["invoice.xml"].replace(b"<cbc:IssueDate>2026", "<cbc:IssueDate>\u202e\u009b2026".encode())
    odd = b"<\xc2\x9bx\xe2\x80\xae/>"
    folder = written(tmp_path, {"date.xml": bad, "odd.xml": odd, "root.xml": "<a\u200dx/>".encode()})
    for option in ([], ["--json"]):
        ran = run("check", *option, folder)
        assert ran.status == 1
        assert tame(ran.out)
    assert len([json.loads(line) for line in ran.out.splitlines()]) == 3
