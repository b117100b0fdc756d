"""Companies that work with the command alone, and their nodes on this machine: from an order to what is forgotten."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import trades
from cli.companies import BANK, BUYER, SELLER, Office, acquaint
from cli.running import run
from counterfoil.exchange.trust import parse_trust
from counterfoil.exchange.verify_half import verify_half
from counterfoil.flow.home import open_home

IDENTITY = ["id", "name", "url", "keys", "log", "witness"]
PEER = [
    *("id", "name", "url", "keys", "logs", "witness", "assurance"),
    *("unsent", "notices", "keys_untold", "waits_since", "waits_until", "why"),
]
SENT = ["id", "document", "number", "amount", "currency", "partner", "subject", "status", "sent", "why"]
PAPER = [
    *("what", "subject", "id", "partner", "document", "number", "amount", "currency", "offered_by", "offered"),
    *("withdrawn", "they_say", "we_say", "unsigned", "unsent", "open", "waiting", "message"),
]
SAID = [
    *("subject", "id", "number", "partner", "said", "entry", "level", "amount", "currency", "set_off", "assignee"),
    *("codes", "role", "sent", "why"),
]
ROLE = ("--role", "head of buying")


@pytest.fixture
def buyer(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path / "buyer", BUYER) as office:
        yield office


@pytest.fixture
def seller(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path / "seller", SELLER) as office:
        yield office


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[Office]:
    with Office(tmp_path / "bank", BANK) as office:
        yield office


@pytest.fixture
def offered(buyer: Office, seller: Office) -> str:
    """Both know each other; the buyer has offered order and receipt, the seller its invoice, whose id this is."""
    acquaint(buyer, seller)
    papers = trades.trade()
    buyer.add({name: papers[name] for name in ("1-order.xml", "1-receipt.xml", "1-bank.xml")})
    seller.add({name: papers[name] for name in ("1-invoice.xml", "1-credit.xml", "1-despatch.xml")})
    assert buyer("send", buyer.id_of("RA-1"), buyer.id_of("PO-1"), "--to", "tannhof").status == 0
    assert seller("send", seller.id_of("INV-1"), "--to", "nordlicht").status == 0
    return seller.id_of("INV-1")


def paper(office: Office, number: str = "INV-1") -> dict[str, Any]:
    """The line of the inbox about the paper with this number."""
    (row,) = (row for row in office("inbox", "--all", "--json").rows if row.get("number") == number)
    return dict(row)


# --- who we are -------------------------------------------------------------------------------------------------------


def test_the_identity_is_made_once(buyer: Office) -> None:
    first = buyer("identity", "--json")
    assert (first.status, list(first.row)) == (0, IDENTITY)
    assert first.row["id"] == first.row["keys"][0]["kid"]
    assert first.row["url"] == buyer.url
    assert buyer("identity", "--json") == first
    text = buyer("identity")
    assert all(str(first.row[name]) in text.out for name in ("id", "url", "log", "witness"))


def test_keys_go_over_to_new_ones_and_partners_follow(buyer: Office, seller: Office, offered: str) -> None:
    before = buyer("identity", "--json").row
    rotated = buyer("identity", "--json", "rotate", "--why", "a year is over")
    assert (rotated.status, rotated.row["id"]) == (0, before["id"])
    assert [key["signs"] for key in rotated.row["keys"]] == [False, True]
    assert buyer("peers", "--json").row["keys_untold"] is True
    assert "new keys to send" in buyer("peers").out
    sent = buyer("send", "--due")
    assert (sent.status, sent.err) == (0, "")
    assert "It knows our new keys." in sent.out
    kids = [key["kid"] for key in rotated.row["keys"]]
    assert [key["kid"] for key in seller("peers", "--json").row["keys"]] == kids
    revoked = buyer("identity", "revoke", kids[0][:8], "--why", "the old machine was sold")
    assert revoked.status == 0
    assert revoked.out.startswith("That key is not in force any more.\n")
    assert [key["kid"] for key in buyer("identity", "--json").row["keys"]] == kids[1:]
    assert buyer("send", "--due").status == 0
    assert [key["kid"] for key in seller("peers", "--json").row["keys"]] == kids[1:]
    assert paper(seller)["they_say"]["level"] is None
    assert buyer("approve", offered, *ROLE).status == 0
    assert paper(seller)["they_say"]["level"] == "approved"


def test_the_key_that_signs_cannot_be_revoked(buyer: Office) -> None:
    (key,) = buyer("identity", "--json").row["keys"]
    ran = buyer("identity", "revoke", key["kid"], "--why", "x")
    assert (ran.status, ran.out) == (2, "")
    assert "identity rotate" in ran.err
    assert buyer("identity", "revoke", "nothing", "--why", "x").status == 2
    assert buyer("identity", "rotate", "--why", " ").status == 2
    assert buyer("identity", "rotate").status == 2


# --- whom we know -----------------------------------------------------------------------------------------------------


def test_a_partner_is_added_by_its_address_and_its_id_is_compared(buyer: Office, seller: Office) -> None:
    added = buyer("peer", "add", f"{seller.url}/", "--json")
    assert (added.status, list(added.row)) == (0, PEER)
    assert (added.row["name"], added.row["id"], added.row["url"]) == (SELLER.name, seller.id(), seller.url)
    (assurance,) = added.row["assurance"]
    assert assurance.startswith("added by Erika on ")  # over plain HTTP nothing is known of a domain
    again = buyer("peer", "add", seller.url, "--id", seller.id())
    assert again.out.startswith(f"Known: {SELLER.name}\n")
    assert "its id was compared by Erika on " in again.out
    assert len(buyer("peers", "--json").row["assurance"]) == 2
    assert "verified" not in buyer("peers").out + again.out


def test_another_id_than_was_told_is_the_answer_no(buyer: Office, seller: Office) -> None:
    told = buyer.id()
    ran = buyer("peer", "add", seller.url, "--id", told, "--json")
    assert (ran.status, ran.out) == (1, "")
    assert told in ran.err
    assert seller.id() in ran.err
    assert buyer("peers", "--json").out == ""
    assert buyer("peer", "add", seller.url, "--id", seller.id()[:20]).status == 1  # it is compared whole


def test_what_is_no_partner_is_not_added(buyer: Office, seller: Office) -> None:
    assert buyer("peer", "add", buyer.url).status == 2
    for url in ("http://node.example.com", "ftp://node.example.com", "node", ""):
        assert (buyer("peer", "add", url).status, url) == (2, url)
    seller.down()
    ran = buyer("peer", "add", seller.url)
    assert (ran.status, ran.out) == (3, "")
    assert seller.url in ran.err


def test_another_company_at_a_known_address_is_refused(buyer: Office, seller: Office, tmp_path: Path) -> None:
    assert buyer("peer", "add", seller.url).status == 0
    before = seller.id()
    seller.down()
    with Office(tmp_path / "other", BANK, at=seller.url) as other:
        ran = buyer("peer", "add", seller.url)
        assert (ran.status, ran.out) == (1, "")
        assert before in ran.err
        assert other.id() in ran.err
        assert buyer("peers", "--json").row["id"] == before
        replaced = buyer("peer", "add", seller.url, "--replace")
        assert replaced.status == 0
        assert f"Removed: {SELLER.name}" in replaced.out
        assert buyer("peers", "--json").row["id"] == other.id()


def test_a_partner_is_assured_by_what_our_statements_show(buyer: Office, seller: Office) -> None:
    acquaint(buyer, seller)
    why = ("--why", "asked by telephone")
    unseen = buyer("peer", "assure", "tannhof", "--account", SELLER.iban, *why)
    assert (unseen.status, unseen.out) == (2, "")
    assert "none of our bank statements" in unseen.err
    buyer.add({"bank.xml": trades.trade()["1-bank.xml"]})
    seen = buyer("peer", "assure", "tannhof", "--account", f" {SELLER.iban.lower()} ", *why, "--json")
    assert seen.row["assurance"][-1].startswith(f"account {SELLER.iban} (seen in 1 entry of our bank statements; ")
    assert buyer("peer", "assure", "tannhof", "--account", BUYER.iban, *why).status == 2
    assert buyer("peer", "assure", "tannhof", "--lei", "529900T8BM49AURSDO55", *why).status == 0
    assert buyer("peer", "assure", "tannhof", "--lei", "529900T8BM49AURSDO56", *why).status == 2
    assert buyer("peer", "assure", seller.url, "--peppol", f"0088:{SELLER.gln}", *why).status == 0
    assert buyer("peer", "assure", seller.id()[:6], "--peppol", "tannhof", *why).status == 2
    assert buyer("peer", "assure", "tannhof", *why).status == 2
    again = buyer("peer", "assure", "tannhof", "--account", SELLER.iban, *why, "--json")
    assert len(again.row["assurance"]) == 5
    assert buyer("peer", "assure", "nobody", "--lei", "529900T8BM49AURSDO55", *why).status == 2
    shown = buyer("peers", columns=90).out
    assert "Peppol" in shown
    assert "LEI" in shown


def test_a_trust_file_names_us_and_our_partners(buyer: Office, seller: Office, bank: Office, tmp_path: Path) -> None:
    acquaint(buyer, seller, bank)
    file = tmp_path / "trust.toml"
    assert buyer("peers", "--trust", file, "--threshold", "2").status == 0
    trust = parse_trust(file.read_text("utf-8"))
    assert set(trust.companies) == {buyer.id(), seller.id(), bank.id()}
    assert "compared by Erika" in trust.companies[seller.id()].assurance
    assert trust.quorum is not None
    assert (trust.quorum.threshold, len(trust.quorum.members)) == (2, 2)
    there = buyer("peers", "--trust", file)
    assert (there.status, there.out) == (2, "")
    assert buyer("peers", "--trust", file, "--force").status == 0
    assert buyer("peers", "--trust", tmp_path / "other", "--threshold", "3").status == 2
    assert buyer("peers", "--trust", tmp_path / "no" / "other").status == 3


def test_a_partner_that_is_removed_gets_nothing(buyer: Office, seller: Office, offered: str) -> None:
    removed = buyer("peer", "remove", "tannhof", "--why", "we buy elsewhere")
    assert removed.status == 0
    assert seller("send", seller.id_of("DA-1"), "--to", "nordlicht").status == 1
    assert "(removed)" in buyer("inbox", "--all").out
    assert buyer("approve", offered, *ROLE).status == 2
    assert buyer("peers", "--json").out == ""


# --- what is offered --------------------------------------------------------------------------------------------------


def test_what_is_offered_arrives_at_once(buyer: Office, seller: Office, offered: str) -> None:
    assert buyer("list", "--number", "INV-1", "--json").row["id"].startswith(offered)
    again = seller("send", offered, "--to", "nordlicht", "--json")
    assert (again.status, list(again.row)) == (0, SENT)
    assert (again.row["status"], again.row["sent"], again.row["why"]) == ("already-offered", True, [])
    theirs = buyer("send", offered, "--to", "tannhof", "--json")
    assert theirs.row["status"] == "offered-by-partner"
    assert "no person" not in str(seller("inbox", "--json").rows)


def test_the_name_of_the_person_stays_at_home(buyer: Office, seller: Office, offered: str) -> None:
    assert buyer("approve", offered, *ROLE).status == 0
    with open_home(buyer.home) as ours, open_home(seller.home) as theirs:
        actors = [
            {fact.actor for fact in home.store.facts() if fact.kind.startswith("exchange.")} for home in (ours, theirs)
        ]
    assert actors == [{"counterfoil", "head of buying", "Erika"}, {"counterfoil", "head of buying", "Erika"}]
    with open_home(seller.home) as theirs:
        received = [fact for fact in theirs.store.facts() if fact.attested is not None]
    assert {fact.actor for fact in received} == {"counterfoil", "head of buying"}


def test_what_cannot_be_sent_waits_and_is_told(buyer: Office, seller: Office, offered: str) -> None:
    seller.down()
    ran = buyer("dispute", offered, *ROLE, "--code", "price-over-ordered", "--json")
    assert (ran.status, list(ran.row)) == (0, SAID)
    assert (ran.row["said"], ran.row["codes"], ran.row["sent"]) == ("disputed", ["price-over-ordered"], False)
    assert "could not be reached" in ran.row["why"][0]
    assert "counterfoil send --due" in ran.err
    stands = buyer("peers", "--json").row
    assert stands["unsent"] == 1
    assert stands["waits_since"] < stands["waits_until"]
    assert "could not" in stands["why"] or "cannot" in stands["why"]
    assert "1 paper to send; it failed since" in buyer("peers").out
    assert "Not sent yet." in buyer("inbox").out
    failed = buyer("send", "--due", "--json")
    assert (failed.status, failed.row["sent"], failed.row["unsent"]) == (1, 0, 1)
    seller.up()
    assert buyer("send", "--due", "--json").row == {
        "partner": {"id": seller.id(), "name": SELLER.name},
        "sent": 1,
        "unsent": 0,
        "why": [],
    }
    assert paper(seller)["they_say"]["codes"] == ["price-over-ordered"]
    assert paper(seller)["waiting"] == "disputed"


def test_what_is_not_to_be_sent_yet_is_left_to_the_node(buyer: Office, seller: Office, offered: str) -> None:
    ran = seller("send", seller.id_of("DA-1"), "--to", "nordlicht", "--offline")
    assert ran.status == 0
    assert "Nothing was sent yet" in ran.out
    assert buyer("list", "--number", "DA-1", "--json").out == ""
    assert buyer("approve", offered, *ROLE, "--offline").status == 0
    seller.round()
    buyer.round()
    assert buyer("list", "--number", "DA-1", "--json").row["role"] == "buyer"
    assert paper(seller)["they_say"]["level"] == "approved"


def test_it_must_be_said_what_is_sent_to_whom(buyer: Office, seller: Office, offered: str) -> None:
    for arguments in (
        ["send"],
        ["send", offered],
        ["send", offered, "--due", "--to", "tannhof"],
        ["send", "--due", "--offline"],
        ["send", offered, "--to", "nobody"],
        ["send", "ffffffffffff", "--to", "tannhof"],
        ["send", buyer.id_of("S-1"), "--to", "tannhof"],
    ):
        ran = buyer(*arguments)
        assert (ran.status, ran.out) == (2, ""), arguments


# --- what is said -----------------------------------------------------------------------------------------------------


def test_an_invoice_is_received_matched_and_approved(buyer: Office, seller: Office, offered: str) -> None:
    row = paper(buyer)
    assert list(row) == PAPER
    assert (row["offered_by"], row["waiting"], row["unsent"]) == ("partner", "discrepancies", False)
    buyer.round()
    assert paper(seller)["they_say"]["level"] == "received"
    for discrepancy in buyer("discrepancies", "--json").rows:
        assert buyer("accept", discrepancy["id"], "--why", "agreed by telephone").status == 0
    buyer.round()
    assert (paper(seller)["they_say"]["level"], paper(buyer)["waiting"]) == ("matched", "approval")
    approved = buyer("approve", offered, *ROLE)
    assert approved.out == (
        f"Approved as head of buying: invoice INV-1 of {SELLER.name}, 602.14 EUR.\n{SELLER.name} has it.\n"
    )
    said = paper(seller)["they_say"]
    assert (said["level"], said["amount"], said["role"], said["paid"]) == (
        "approved",
        "602.14",
        "head of buying",
        "300.00",
    )
    again = buyer("approve", offered, *ROLE, "--json")
    assert (again.status, again.row["said"]) == (0, None)
    assert paper(buyer)["waiting"] is None
    assert "INV-1" in buyer("inbox").out  # it is not paid whole


def test_a_part_is_accepted_and_something_is_set_off(buyer: Office, seller: Office, offered: str) -> None:
    for amounts in (
        ("--amount", "602.15"),
        ("--amount", "-1"),
        ("--set-off", "0"),
        ("--amount", "5", "--set-off", "6"),
    ):
        assert buyer("approve", offered, *ROLE, *amounts).status == 2
    ran = buyer("approve", offered, *ROLE, "--amount", "500", "--set-off", "20.50")
    assert "500 EUR, less 20.50 set off" in ran.out
    said = paper(seller)["they_say"]
    assert (said["amount"], said["set_off"]) == ("500", "20.50")
    assert "approved 500 less 20.50 set off by head of buying" in seller("inbox").out


def test_who_is_assigned_an_invoice_sees_what_becomes_of_it(
    buyer: Office, seller: Office, bank: Office, offered: str
) -> None:
    acquaint(buyer, bank)
    level = ("--level", "assignment")
    assert buyer("acknowledge", offered, *level, *ROLE).status == 2
    ran = buyer("acknowledge", offered, *level, "--assignee", "elbe", *ROLE, "--json")
    assert (ran.row["level"], ran.row["assignee"], ran.row["sent"]) == ("assignment", bank.id(), True)
    late = buyer("withdraw", offered, *ROLE, "--why", "a mistake")
    assert late.out.startswith("Disputed as head of buying: ")
    assert "no withdrawal" in late.err
    notices = [row for row in bank("inbox", "--json").rows if row["what"] == "notice"]
    assert [(row["says"], row["level"], row["amount"]) for row in notices] == [
        ("acknowledged", "assignment", "602.14"),
        ("disputed", None, None),
    ]
    shown = bank("inbox").out
    assert "assignment acknowledged 602.14 EUR" in shown
    assert "DISPUTED" in shown
    assert buyer("identity", "rotate", "--why", "x").status == 0
    assert buyer("send", "--due").status == 0
    assert buyer("identity", "revoke", buyer.id()[:9], "--why", "x").status == 0
    assert buyer("send", "--due").status == 0
    assert [row for row in bank("inbox", "--json").rows if row["what"] == "notice"] == notices


def test_a_dispute_is_for_what_our_record_has_open_and_can_be_withdrawn(
    buyer: Office, seller: Office, offered: str
) -> None:
    assert buyer("dispute", offered, *ROLE, "--code", "ugly").status == 2
    assert buyer("dispute", offered, *ROLE, "--amount", "0").status == 2
    ran = buyer("dispute", offered, *ROLE, "--why", "two boards are missing")
    assert "(quantity-over-received, short-paid)" in ran.out
    assert paper(seller)["they_say"]["disputed"] is True
    assert "two boards" not in str(seller("inbox", "--json").rows)
    assert "DISPUTED" in seller("inbox", columns=100).out
    warned = buyer("approve", offered, *ROLE)
    assert "We dispute it still" in warned.err
    assert buyer("withdraw", offered, *ROLE, "--why", "settled", "--what", "dispute").out.startswith(
        "Withdrawn: our dispute of invoice INV-1"
    )
    assert paper(seller)["they_say"]["disputed"] is False
    assert paper(seller)["they_say"]["level"] == "approved"
    assert buyer("withdraw", offered, *ROLE, "--why", "after all").out.startswith("Withdrawn: our approval")
    assert paper(seller)["they_say"]["level"] is None


def test_what_was_offered_can_be_withdrawn_and_offered_anew(buyer: Office, seller: Office, offered: str) -> None:
    subject = paper(buyer)["subject"]
    ran = seller("withdraw", subject[:10], "--role", "head of sales", "--why", "a wrong price")
    assert ran.out.startswith("Withdrawn: our offer of invoice INV-1")
    assert paper(buyer)["withdrawn"] is True
    assert "INV-1" not in buyer("inbox").out
    assert "1 other" in seller("inbox").out
    assert buyer("approve", offered, *ROLE).status == 2
    assert seller("send", offered, "--to", "nordlicht", "--json").row["status"] == "offered"
    assert buyer("approve", offered, *ROLE).status == 0


def test_a_credit_note_is_told_once_by_its_number_and_then_by_itself(
    buyer: Office, seller: Office, offered: str
) -> None:
    seller.round()
    assert paper(seller)["we_say"]["credited"] == "108.29"
    assert seller("send", seller.id_of("CN-1"), "--to", "nordlicht").status == 0
    for office in (buyer, seller):
        office.round()
    assert paper(seller)["we_say"]["credited"] == "108.29"
    assert paper(buyer)["they_say"]["credited"] == "108.29"


def test_only_the_partner_answers_a_paper(buyer: Office, seller: Office, offered: str) -> None:
    own = seller("approve", offered, "--role", "head of sales")
    assert (own.status, own.out) == (2, "")
    assert "of our own" in own.err
    unshared = seller("approve", seller.id_of("CN-1"), "--role", "head of sales")
    assert unshared.status == 2
    assert "--response" in unshared.err
    assert buyer("approve", "ffffffff", *ROLE).status == 2
    assert buyer("approve", offered, "--role", " ").status == 2
    assert buyer("approve", offered).status == 2
    assert buyer("approve", offered, *ROLE, "--partner", "nobody").status == 2


def test_a_paper_that_is_shared_with_two_needs_a_partner(
    buyer: Office, seller: Office, bank: Office, offered: str
) -> None:
    acquaint(seller, bank)
    refused = seller("send", offered, "--to", "elbe")
    assert (refused.status, refused.out) == (2, "")
    assert f"names {BUYER.name}, and not {BANK.name}" in refused.err
    assert seller("send", offered, "--to", "elbe", "--anyway").status == 0
    assert seller("send", seller.id_of("CN-1"), "--to", "elbe").status == 0  # that name was meant
    strange = buyer("send", buyer.id_of("INV-1"), "--to", "tannhof", "--json")
    assert strange.row["status"] == "offered-by-partner"
    buyer.add({"2-invoice.xml": trades.trade(2)["2-invoice.xml"]})
    refused = buyer("send", buyer.id_of("INV-2"), "--to", "tannhof")
    assert (refused.status, f"issued by {SELLER.name}" in refused.err) == (2, True)
    why = ("--role", "head of sales", "--why", "x")
    ran = seller("withdraw", offered, *why)
    assert (ran.status, "--partner" in ran.err) == (2, True)
    assert seller("withdraw", offered, "--partner", "elbe", *why).status == 0
    assert paper(buyer)["withdrawn"] is False
    assert len(seller("inbox", "--all", "--json").rows) == 5
    assert len(seller("inbox", "--all", "--json", "--partner", "elbe").rows) == 2


# --- through Peppol ---------------------------------------------------------------------------------------------------


def test_an_approval_is_also_written_as_a_response(buyer: Office, seller: Office, offered: str, tmp_path: Path) -> None:
    file = tmp_path / "response.xml"
    ran = buyer("approve", offered, *ROLE, "--response", file, "--json")
    assert (ran.status, ran.row["status"], ran.row["response"]) == (0, "AP", str(file))
    assert ran.row["entry"] in file.read_text("utf-8")
    assert run("check", file).status == 0
    assert buyer("approve", offered, *ROLE, "--response", file).status == 2
    second = buyer("dispute", offered, *ROLE, "--response", tmp_path / "second.xml")
    assert second.status == 0
    assert "ignore" in second.err
    assert seller("approve", offered, "--role", "x", "--response", tmp_path / "third.xml").status == 2
    assert not (tmp_path / "third.xml").exists()


def test_a_seller_without_a_node_is_answered_by_a_response_alone(buyer: Office, tmp_path: Path) -> None:
    buyer.add({"invoice.xml": trades.trade()["1-invoice.xml"]})
    id, file = buyer.id_of("INV-1"), tmp_path / "response.xml"
    ran = buyer("approve", id, *ROLE, "--amount", "500", "--response", file)
    assert ran.status == 0
    assert "nobody signed" in ran.out
    assert run("check", file).status == 0
    assert "response.written/1" in [fact["kind"] for fact in buyer("show", id, "--json").row["facts"]]
    row = buyer("dispute", id, *ROLE, "--why", "x", "--response", tmp_path / "second.xml", "--json").row
    assert (row["status"], row["partner"]) == ("UQ", None)
    assert buyer("withdraw", id, *ROLE, "--why", "x").status == 2
    assert buyer("approve", id, *ROLE, "--response", tmp_path / "no" / "file.xml").status == 3


def test_a_response_that_came_is_told_as_unsigned(seller: Office, buyer: Office) -> None:
    papers = trades.trade()
    seller.add({name: papers[name] for name in ("1-invoice.xml", "1-reply.xml")})
    assert seller("identity").status == 0
    assert "unsigned" in seller("inbox").out
    (row,) = seller("inbox", "--json").rows
    assert (row["what"], row["number"], row["unsigned"]["level"]) == ("response", "INV-1", "approved")
    acquaint(seller, buyer)
    assert seller("send", seller.id_of("INV-1"), "--to", "nordlicht").status == 0
    (row,) = seller("inbox", "--json").rows
    assert row["they_say"]["level"] is None
    assert [one["status"] for one in row["unsigned"]] == ["AP"]
    assert "approved (by UBL response, unsigned)" in seller("inbox").out


# --- what is forgotten ------------------------------------------------------------------------------------------------


def test_what_is_forgotten_is_forgotten_in_the_exchange_too(buyer: Office, seller: Office, offered: str) -> None:
    assert seller("send", seller.id_of("CN-1"), "--to", "nordlicht").status == 0
    assert seller("send", seller.id_of("DA-1"), "--to", "nordlicht", "--offline").status == 0
    assert buyer("approve", offered, *ROLE).status == 0
    buyer.round()
    seller.round()
    ids = [seller.id_of(number) for number in ("INV-1", "CN-1", "DA-1")]
    assert seller("forget", *ids, "--why", "asked", "--override-retention").status == 0
    rows = seller("inbox", "--all", "--json").rows
    papers = {row["document"]: row for row in rows}
    assert papers["invoice"]["they_say"]["level"] == "approved"
    assert (papers["invoice"]["amount"], papers["invoice"]["number"]) == (None, None)
    found = subprocess.run(
        ["grep", "-rlE", "602.14|108.29|INV-1", seller.home], capture_output=True, text=True, check=False
    )
    assert found.stdout == ""
    for office in (seller, buyer):
        verified = office("verify", "--json").row
        assert (verified["sound"], verified["damages"]) == (True, [])
        with open_home(office.home) as home:
            assert list(verify_half(home)) == []
    assert seller("identity", "rotate", "--why", "x").status == 0
    assert seller("send", "--due").status == 0
    assert paper(buyer)["amount"] == "602.14"  # what was given to others is theirs
    subject = paper(buyer)["subject"]
    assert seller("withdraw", subject, "--role", "head of sales", "--why", "x").status == 0
    assert paper(buyer)["withdrawn"] is True


def test_what_a_partner_offered_is_forgotten_too(buyer: Office, seller: Office, offered: str) -> None:
    assert buyer("approve", offered, *ROLE).status == 0
    assert buyer("forget", offered, "--why", "asked", "--override-retention").status == 0
    (row,) = (row for row in buyer("inbox", "--all", "--json").rows if row["document"] == "invoice")
    assert (row["we_say"]["level"], row["we_say"]["amount"], row["number"], row["id"]) == ("approved", None, None, None)
    assert (row["waiting"], buyer("verify", "--json").row["sound"]) == (None, True)
    seller.round()
    buyer.round()
    assert paper(seller)["they_say"]["amount"] == "602.14"
    with open_home(buyer.home) as home:
        assert list(verify_half(home)) == []


# --- without anything -------------------------------------------------------------------------------------------------


def test_where_nothing_was_exchanged_there_is_nothing_to_show(fresh: Path) -> None:
    for verb in ("peers", "inbox"):
        assert run("--home", fresh, verb, "--json") == run("--home", fresh, verb, "--json", "--json")
        assert run("--home", fresh, verb, "--json").out == ""
    assert "peer add" in run("--home", fresh, "peers").out
    assert "0 papers." in run("--home", fresh, "inbox").out
    due = run("--home", fresh, "send", "--due")
    assert (due.status, "no partners" in due.out) == (0, True)


def test_a_home_that_was_brought_back_says_nothing_before_it_has_asked(
    buyer: Office, seller: Office, offered: str
) -> None:
    assert buyer("restore").status == 0
    for arguments in (["approve", offered, *ROLE], ["send", "--due"]):
        ran = buyer(*arguments)
        assert (ran.status, ran.out) == (3, "")
        assert "brought back" in ran.err
    assert json.loads(buyer("inbox", "--json").out.splitlines()[0])["what"] == "paper"


def test_an_id_that_begins_with_a_dash_is_no_option(buyer: Office, seller: Office) -> None:
    for arguments in (
        ["identity", "revoke", "-a1b2c3", "--why", "x"],
        ["peer", "remove", "-a1b2c3", "--why", "x"],
        ["peer", "assure", "-a1b2c3", "--lei", "529900T8BM49AURSDO55", "--why", "x"],
        ["send", "--due", "--to", "-a1b2c3"],
        ["inbox", "--partner", "-a1b2c3"],
    ):
        ran = buyer(*arguments)
        assert (ran.status, ran.out) == (2, "")
        assert "-a1b2c3" in ran.err
        assert "--help" not in ran.err
    assert buyer("peer", "add", seller.url, "--id", "-a1b2c3").status == 1
    assert buyer("peer", "remove", "-h").out.startswith("usage: ")
