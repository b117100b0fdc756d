"""`counterfoil verify DOSSIER`: needs no home, says what is proven and by whom, or why nothing is."""

import json
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from cli.running import run
from counterfoil.exchange.proof.attested import CREDITED, DISPUTED, OFFERED, PAID
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.log.base64url import encode_base64url
from exchange.made import CHALLENGE, NOW, Trade, full, subject
from exchange.portfolios import Portfolio

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


def test_a_trust_file_from_before_a_change_of_keys_is_told_as_that(trade: Trade, tmp_path: Path) -> None:
    path = trust(trade, tmp_path)
    known = path.read_text()
    key = encode_base64url(trade.buyer.key.public_key)
    path.write_text(
        known.replace(f'keys = ["{key}"]', f'keys = ["{encode_base64url(CompanyKey.first(b"o" * 32).public_key)}"]')
    )
    ran = run("verify", dossier(trade, tmp_path), "--trust", path)
    assert (ran.status, "REFUSED  company at keys[1]" in ran.out) == (1, True)
    assert "A key of Buyer is not in your trust file." in ran.out
    assert "renew the file" in ran.out
    assert "Ask its sender" not in ran.out
    # What is under another company there is no change of keys.
    path.write_text(known.replace(f'keys = ["{key}"]', "keys = []").replace('keys = ["', f'keys = ["{key}", "', 1))
    ran = run("verify", dossier(trade, tmp_path), "--trust", path)
    assert "A key is of another company in your trust file than it is said to be of." in ran.out


def test_people_read_what_is_proven_by_whom(trade: Trade, tmp_path: Path) -> None:
    trade.withheld = {"payable"}
    ran = run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path))
    assert ran.status == 0
    for said in ("assignment acknowledged", "counterparty", "controls this domain", "Level 5", "1 claim or line"):
        assert said in ran.out


def flat(table: str) -> str:
    """A table with its columns one place apart."""
    return "\n".join(" ".join(line.split()) for line in table.splitlines())


def test_people_read_which_invoice_it_is_and_what_becomes_of_its_amount(tmp_path: Path) -> None:
    trade = Trade()
    trade.acknowledged("approved", amount="1190.00", currency="EUR", set_off="500.00")
    trade.acknowledged("assignment", assignee=trade.carrier.key.company)
    trade.about(trade.buyer, CREDITED, amount="90.00", currency="EUR")
    known = trust(trade, tmp_path)
    told = flat(run("verify", dossier(trade, tmp_path), "--trust", known).out)
    for said in (
        "\nInvoice INV-1 of 2026-12-14 over 1190.00 EUR, due 2027-01-28, from Seller to Buyer\n",
        "approved 1190.00 EUR, less 500.00 set off\n",
        "assignment, no amount, to be paid to Carrier\n",
        "credited counterparty Buyer controls this domain 90.00 EUR\n",
        "exchange.credited/1 by Buyer, in the logs of ",
    ):
        assert said in told
    assert trade.buyer.key.company not in told
    # Whom the reader does not know stands there by its id.
    unknown = run("verify", dossier(trade, tmp_path)).out
    assert f"to be paid to {trade.carrier.key.company}" in unknown
    evidence = run("verify", dossier(trade, tmp_path), "--trust", known, "--json").row["evidence"]
    assert [(one["set_off"], one["assignee"]) for one in evidence if one["level"]] == [
        ("500.00", None),
        (None, trade.carrier.key.company),
        (None, trade.carrier.key.company),
    ]


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"amount": "1190.00", "currency": "EUR"}, ""),
        ({"amount": "1190.00", "currency": "EUR", "set_off": "0"}, ""),
        ({"amount": "100.00", "currency": "EUR"}, "Of 1190.00 EUR the buyer approves 100.00 EUR.\n"),
        (
            {"amount": "1190.00", "currency": "EUR", "set_off": "90.00"},
            "Of 1190.00 EUR the buyer approves 1190.00 EUR less 90.00.\n",
        ),
        (
            {"amount": "11900.00", "currency": "EUR"},
            "Of 1190.00 EUR the buyer approves 11900.00 EUR, more than is payable: ask it.\n",
        ),
        (
            {"amount": "1190.00", "currency": "JPY"},
            "Of 1190.00 EUR the buyer approves 1190.00 JPY, in another currency: ask it.\n",
        ),
    ],
)
def test_people_read_how_much_of_it_is_approved(said: dict[str, str], told: str, tmp_path: Path) -> None:
    trade = Trade()
    trade.acknowledged("approved", amount="1190.00", currency="EUR")
    trade.acknowledged("approved", **said)
    out = run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path)).out
    assert f"\nIts id is {trade.subjects[0]}.\n" in out
    assert told in out
    assert ("the buyer approves" in out) == bool(told)


def test_people_read_what_is_withheld_of_it(tmp_path: Path) -> None:
    trade = Trade()
    trade.acknowledged("received")
    trade.acknowledged("approved", amount="1.00", currency="EUR")
    trade.about(trade.buyer, DISPUTED, codes=[], amount="5.00")
    trade.withheld = {"payable", "amount", "buyer", "due"}
    told = flat(run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path)).out)
    for said in (
        "over (amount withheld) EUR, due (day withheld), from Seller to (buyer withheld)\n",
        " approved, amount withheld\n",
        "received\n",
        "disputed counterparty Buyer controls this domain amount withheld\n",
    ):
        assert said in told


def test_what_is_neither_there_nor_withheld_is_not_stated(tmp_path: Path) -> None:
    trade = Trade()
    offer = trade.seller.says(OFFERED, subject("second"), trade.buyer, document="invoice", payable="1")
    trade.said.append(offer)
    trade.subjects.insert(0, offer.subject)
    told = run("verify", dossier(trade, tmp_path)).out
    assert "Invoice (number not stated) of (day not stated) over 1 (currency not stated), due" in told


def test_what_a_dossier_says_does_nothing_to_a_terminal(tmp_path: Path) -> None:
    trade = Trade()
    odd = "\u202e\x1b[2J"
    offer = trade.seller.says(OFFERED, subject("second"), trade.buyer, document="invoice", number=odd, currency=odd)
    trade.seller.says(CREDITED, subject("second"), trade.buyer, of=offer.entry.hex(), amount="1", currency=odd)
    trade.said += trade.seller.chains[subject("second")]
    trade.subjects.insert(0, offer.subject)
    told = run("verify", dossier(trade, tmp_path)).out
    assert "Invoice \\u202e\\x1b[2J of" in told
    assert "1 \\u202e\\x1b[2J" in told
    assert not {"\u202e", "\x1b"} & set(told)


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


def portfolio(folder: Path, size: int = 2) -> tuple[Portfolio, Path, list[str | Path]]:
    """A portfolio, its trust file, and the options that bring its dossiers."""
    made = Portfolio(size)
    options: list[str | Path] = []
    for number, one in enumerate(made.dossiers):
        path = folder / f"dossier-{number}.json"
        path.write_bytes(one.data)
        options += ["--with", path]
    return made, trust(made.trades[0], folder), options


def updated(made: Portfolio, folder: Path) -> Path:
    path = folder / "update.json"
    path.write_bytes(made.update().data)
    return path


def test_an_update_renews_a_portfolio(tmp_path: Path) -> None:
    made, known, held = portfolio(tmp_path)
    made.disputed(0)
    path = updated(made, tmp_path)
    rows = run("verify", path, *held, "--trust", known, *ASKED, "--json").rows
    assert [(one["level"], one["consistent"], one["file"]) for one in rows] == [
        (3, True, str(path)),
        (5, True, str(path)),
    ]
    assert [one["subject"] for one in rows] == [one.subjects[0].id for one in made.dossiers]
    assert rows[0]["evidence"][0]["file"] == made.dossiers[0].digest
    assert run("verify", path, *held, "--trust", known, "--level", "3").status == 0
    assert run("verify", path, *held, "--trust", known, "--level", "4").status == 1


def test_people_read_a_table_of_invoices(tmp_path: Path) -> None:
    made, known, held = portfolio(tmp_path)
    ran = run("verify", updated(made, tmp_path), *held, "--trust", known)
    for said in ("INV-0", "INV-1", "assignment acknowledged", "2 invoices renewed", "holds    consistency"):
        assert said in ran.out
    unknown = run("verify", tmp_path / "update.json", *held)
    assert "signers unknown" in unknown.out
    assert "--trust" in unknown.out


def test_people_read_in_the_table_what_is_left_of_each_invoice(tmp_path: Path) -> None:
    made, known, held = portfolio(tmp_path, 3)
    first, second, third = made.trades
    first.acknowledged("approved", amount="700.00", set_off="500.00")
    first.about(made.buyer, DISPUTED, codes=[], amount="100.00", currency="EUR")
    first.about(made.buyer, DISPUTED, codes=[], amount="20.50")
    # Two companies that tell of one payment are not added.
    second.about(made.seller, PAID, amount="1000.00", currency="EUR")
    second.about(made.buyer, PAID, amount="400.00", currency="EUR")
    second.about(made.buyer, PAID, amount="600.00", currency="EUR")
    second.about(made.seller, CREDITED, amount="90.00", currency="EUR")
    second.about(made.seller, CREDITED, amount="1.00", currency="USD")
    third.about(made.seller, PAID, amount="9" * 60, currency="EUR")
    third.about(made.buyer, PAID, codes=[])
    told = flat(run("verify", updated(made, tmp_path), *held, "--trust", known).out)
    assert "invoice amount level reached approved disputed credited paid pay to missing\n" in told
    approved = "1190.00 / 700.00 less 500.00"
    for said in (
        f"INV-0 1190.00 EUR 3 delivered {approved} 120.50 Carrier the buyer's approval, and no dispute",
        "INV-1 1190.00 EUR 5 assignment acknowledged 1190.00 90.00 + 1.00 USD 1000.00 Carrier\n",
        f"INV-2 1190.00 EUR 5 assignment acknowledged 1190.00 {'9' * 40}… / no amount Carrier\n",
    ):
        assert said in told


def test_the_table_says_what_is_withheld(tmp_path: Path) -> None:
    made, known, held = portfolio(tmp_path, 1)
    trade = made.trades[0]
    trade.about(made.buyer, PAID, amount="1.00")
    trade.withheld = {"amount"}
    told = flat(run("verify", updated(made, tmp_path), *held, "--trust", known).out)
    assert "1190.00 amount withheld Carrier\n" in told


def test_an_invoice_that_is_left_out_is_a_no(tmp_path: Path) -> None:
    made, known, held = portfolio(tmp_path)
    left_out, made.trades, made.dossiers = made.dossiers[1].subjects[0].id, made.trades[:1], made.dossiers[:1]
    ran = run("verify", updated(made, tmp_path), *held, "--trust", known)
    assert ran.status == 1
    for said in (left_out[:12], "not renewed", "1 invoice whose dossier you brought"):
        assert said in ran.out
    rows = run("verify", tmp_path / "update.json", *held, "--trust", known, "--json").rows
    assert [(one["subject"] == left_out, one["consistent"], one["reason"]) for one in rows] == [
        (False, True, None),
        (True, False, "base"),
    ]


def test_an_update_without_its_dossiers_says_which_is_missing(tmp_path: Path) -> None:
    made, known, held = portfolio(tmp_path)
    path = updated(made, tmp_path)
    ran = run("verify", path, *held[:2], "--trust", known)
    assert ran.status == 1
    assert f"REFUSED  base at of[1]: The file {made.dossiers[1].digest}" in ran.out
    assert "Rely on nothing in this update" in ran.out
    row = run("verify", path, "--json").row
    assert (row["reason"], row["where"], row["subject"], row["consistent"]) == ("base", "of[0]", None, False)


def test_what_is_brought_can_be_read(tmp_path: Path) -> None:
    made, known, held = portfolio(tmp_path)
    path = updated(made, tmp_path)
    (tmp_path / "odd").write_bytes(b"{}")
    ran = run("verify", path, *held, "--with", tmp_path / "odd", "--trust", known)
    assert (ran.status, "REFUSED  form at with[2]" in ran.out) == (1, True)
    assert run("verify", path, *held, "--with", tmp_path / "none", "--trust", known).status == 2
    assert "REFUSED  form" in run("verify", tmp_path / "dossier-0.json", *held).out


def test_that_nothing_is_set_off_is_no_news(tmp_path: Path) -> None:
    trade = Trade()
    trade.acknowledged("approved", amount="1190.00", currency="EUR", set_off="0", role="controller")
    trade.withheld = {"role"}
    ran = run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path))
    assert "Level 4" in ran.out
    assert "set off" not in ran.out
    evidence = run("verify", dossier(trade, tmp_path), "--trust", trust(trade, tmp_path), "--json").row["evidence"]
    assert [one["set_off"] for one in evidence if one["level"]] == ["0"]
