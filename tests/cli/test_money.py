"""`reconcile` and `ageing`: for people a table that adds up, for programs the same as JSON."""

import re
import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from cli.running import run
from counterfoil.store.sqlite import migrations
from trades import BUYER, SELLER

ENTRY = [
    *("statement", "line", "line_id", "booked", "amount", "currency", "counterparty", "text"),
    *("state", "told_in", "applied", "charges", "unapplied"),
]
APPLIED = [
    *("link", "to", "amount", "currency", "due", "credited", "paid", "discount", "charges", "open"),
    *("state", "confidence", "evidence"),
]
BUCKETS = ["not_due", "days_1_30", "days_31_60", "days_61_90", "days_over_90"]
PARTNER = ["side", "partner", "currency", *BUCKETS, "total", "items"]
ITEM = [
    *("id", "document", "number", "line", "since", "days"),
    *("due", "paid", "credited", "discount", "charges", "open"),
]


def statement(home: Path) -> str:
    (row,) = run("--home", home, "list", "--json", "--number", "S-1").rows
    return str(row["id"])


def test_a_statement_entry_by_entry_for_programs(recorded: Path) -> None:
    ran = run("--home", recorded, "reconcile", statement(recorded)[:12], "--json")
    assert (ran.status, ran.err, list(ran.row)) == (0, "", ENTRY)
    assert (ran.row["statement"]["number"], ran.row["line"], ran.row["amount"]) == ("S-1", "1", "-300.00")
    assert (ran.row["state"], ran.row["unapplied"]) == ("applied", "0.00")
    (applied,) = ran.row["applied"]
    assert list(applied) == APPLIED
    assert applied["to"]["number"] == "INV-1"
    assert (applied["due"], applied["credited"], applied["paid"]) == ("602.14", "108.29", "300.00")
    assert applied["open"] == "193.85"
    assert applied["link"] in {row["id"] for row in run("--home", recorded, "links", "--json", "--kind", "pays").rows}


def test_a_statement_entry_by_entry_for_people(recorded: Path) -> None:
    ran = run("--home", recorded, "reconcile", statement(recorded))
    lines = ran.out.splitlines()
    assert lines[0] == f"statement S-1 of account {BUYER.iban}"
    assert re.search(r"^1 .* -300\.00 EUR .* invoice INV-1 +300\.00 EUR +108\.29 credited, 193\.85 open ", lines[4])
    assert lines[-3:] == [
        "1 entry: 1 applied.",
        "Of -300.00 EUR that moved, -300.00 is applied and 0.00 is not.",
        "They lead from 1,000.00 to 700.00.",
    ]


def test_a_statement_is_named_by_its_number_or_its_file(recorded: Path, papers: Path) -> None:
    wanted = run("--home", recorded, "reconcile", statement(recorded), "--json").rows
    for said in ("S-1", "1-bank.xml", str(papers / "1-bank.xml"), " S-1 "):
        assert run("--home", recorded, "reconcile", said, "--json").rows == wanted
    for said in ("S-9", "", "bank.xml", "INV-1"):
        assert run("--home", recorded, "reconcile", said, "--json").status == 2


def test_a_number_of_several_statements_names_none(fresh: Path, papers: Path, tmp_path: Path) -> None:
    data = (papers / "1-bank.xml").read_bytes()
    (tmp_path / "once.xml").write_bytes(data)
    (tmp_path / "again.xml").write_bytes(data.replace(b"300.00", b"301.00"))
    assert run("--home", fresh, "add", tmp_path / "once.xml", tmp_path / "again.xml").status == 0
    ran = run("--home", fresh, "reconcile", "S-1")
    assert (ran.status, ran.out) == (2, "")
    assert "Several statements" in ran.err
    assert run("--home", fresh, "reconcile", "again.xml").status == 0


def test_only_statements_are_reconciled(recorded: Path) -> None:
    (invoice,) = run("--home", recorded, "list", "--json", "--number", "INV-1").rows
    ran = run("--home", recorded, "reconcile", invoice["id"])
    assert (ran.status, ran.out) == (2, "")
    assert "is no bank statement" in ran.err


def test_open_items_for_programs(recorded: Path) -> None:
    ran = run("--home", recorded, "ageing", "--on", "2026-03-12", "--json")
    assert (ran.status, ran.err) == (0, "")
    (row,) = ran.rows
    assert list(row) == PARTNER
    assert (row["side"], row["partner"], row["currency"]) == ("payables", SELLER.name, "EUR")
    assert (row["days_1_30"], row["total"]) == ("387.70", "387.70")
    assert sum(Decimal(row[bucket]) for bucket in BUCKETS) == Decimal(row["total"])
    assert [list(item) for item in row["items"]] == [ITEM, ITEM]
    assert [item["number"] for item in row["items"]] == ["INV-1", "INV-2"]
    assert {(item["open"], item["days"]) for item in row["items"]} == {("193.85", 10)}
    assert run("--home", recorded, "ageing", "--on", "2026-03-12", "--payables", "--json") == ran
    assert run("--home", recorded, "ageing", "--receivables", "--json").out == ""
    assert run("--home", recorded, "ageing", "--party", "nobody", "--json").out == ""
    assert run("--home", recorded, "ageing", "--on", "2026-03-01", "--json").out == ""


def test_open_items_for_people(recorded: Path) -> None:
    out = run("--home", recorded, "ageing", "--on", "2026-03-12").out
    assert out.startswith("Open on 2026-03-12, by days since it was due\n\nPayables: what we owe\n")
    assert re.search(rf"\n{SELLER.name} +2 +387\.70 +387\.70  EUR\n", out)
    assert "\nReceivables: what is owed to us\n  nothing\n" in out
    items = run("--home", recorded, "ageing", "--on", "2026-03-12", "--items", "--payables").out
    assert re.search(r" invoice INV-2 +2026-03-02 +10 +602\.14 +300\.00 +108\.29 +193\.85  EUR\n", items)
    assert "Receivables" not in items
    assert "Goods received and not invoiced" in items


def test_sums_of_several_partners_stand_below_them(fresh: Path, papers: Path, tmp_path: Path) -> None:
    other = (
        (papers / "1-invoice.xml").read_bytes().replace(b"INV-1", b"X-77").replace(SELLER.name.encode(), b"Other KG")
    )
    (tmp_path / "other.xml").write_bytes(other.replace(SELLER.vat.encode(), b"").replace(SELLER.gln.encode(), b""))
    assert run("--home", fresh, "add", papers / "1-invoice.xml", tmp_path / "other.xml").status == 0
    out = run("--home", fresh, "ageing", "--on", "2026-03-12").out
    assert re.search(r"\nall +2 +1,204\.28 +1,204\.28  EUR\n", out)


def test_goods_have_their_days_in_which_to_be_invoiced(fresh: Path, papers: Path) -> None:
    delivered = [papers / f"1-{name}.xml" for name in ("order", "despatch", "receipt")]
    assert run("--home", fresh, "add", *delivered).status == 0
    assert run("--home", fresh, "discrepancies", "--on", "2026-03-31", "--json").rows == []
    rows = run("--home", fresh, "discrepancies", "--on", "2026-04-01", "--json").rows
    assert [(row["code"], row["document"]["number"], row["since"]) for row in rows] == [
        ("received-not-invoiced", "RA-1", "2026-03-02")
    ] * 2
    assert sorted(row["amount"] for row in rows) == ["332.00", "91.00"]
    (row,) = run("--home", fresh, "ageing", "--payables", "--on", "2026-03-12", "--json").rows
    assert (row["side"], row["partner"], row["days_1_30"]) == ("received-not-invoiced", SELLER.name, "423.00")
    toml = fresh / "counterfoil.toml"
    assert run("--home", fresh, "status", "--json").row["discrepancies"] == 2
    assert run("--home", fresh, "list", "--state", "discrepant", "--json").row["number"] == "RA-1"
    text = toml.read_text("utf-8")
    assert "# received_not_invoiced_days = 30\n" in text
    toml.write_text(text.replace("# received_not_invoiced_days = 30", "received_not_invoiced_days = 36500"), "utf-8")
    assert run("--home", fresh, "status", "--json").row["discrepancies"] == 0
    assert run("--home", fresh, "list", "--state", "discrepant", "--json").rows == []
    assert run("--home", fresh, "discrepancies", "--json").rows == []
    assert run("--home", fresh, "verify").status == 0


@pytest.mark.parametrize("columns", [60, 80, 120, 200])
def test_nothing_is_wider_than_the_terminal(recorded: Path, columns: int) -> None:
    for arguments in (["reconcile", statement(recorded)], ["ageing", "--items"]):
        ran = run("--home", recorded, *arguments, columns=columns, environment={"NO_COLOR": "1"})
        assert ran.status == 0
        if columns >= 80:
            assert max(map(len, ran.out.splitlines())) <= columns


def test_an_empty_statement_says_so(fresh: Path, papers: Path, tmp_path: Path) -> None:
    data = (papers / "1-bank.xml").read_bytes()
    start, end = data.index(b"<Ntry>"), data.rindex(b"</Ntry>") + len(b"</Ntry>")
    (tmp_path / "empty.xml").write_bytes(data[:start] + data[end:])
    assert run("--home", fresh, "add", tmp_path / "empty.xml").status == 0
    out = run("--home", fresh, "reconcile", statement(fresh)).out
    assert "\nIt has no entries.\n" in out
    assert "The entries do not lead from 1,000.00 to 700.00: -300.00 is missing.\n" in out


def test_a_home_of_an_older_version_is_brought_up_to_date_by_looking(tmp_path: Path, papers: Path) -> None:
    home = tmp_path / "home"
    assert run("init", "--home", home, "--name", "N", "--unencrypted-key").status == 0
    with closing(sqlite3.connect(home / "counterfoil.db")) as database:
        # What the last two steps have made; timelines are as the second one made them.
        timelines, *_ = migrations.own()[1].sql["sqlite"].partition("ALTER TABLE")
        database.executescript(
            "DROP INDEX document_unlinked;ALTER TABLE document DROP COLUMN unlinked;DROP TABLE place;"
            f"{timelines}DELETE FROM migration WHERE number > {len(migrations.own()) - 2};"
        )
    for verb in ("status", "links", "discrepancies", "ageing", "verify"):
        assert run("--home", home, verb).status == 0
    assert run("--home", home, "add", papers).status == 0
