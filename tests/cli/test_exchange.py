"""Companies that work with the command alone, and their nodes on this machine: from an order to what is forgotten."""

import json
from pathlib import Path

import trades
from cli.companies import BANK, BUYER, PAPER, ROLE, SELLER, Office, acquaint, paper
from cli.running import run
from counterfoil.exchange.halves.tallies import Counting, put_counting
from counterfoil.exchange.proof.trust import parse_trust
from counterfoil.flow.home import open_home

IDENTITY = ["id", "name", "url", "keys", "log", "witness"]
PEER = [
    *("id", "name", "url", "keys", "logs", "witness", "assurance"),
    *("unsent", "notices", "keys_untold", "tally", "waits_since", "waits_until", "why"),
]
SENT = ["id", "document", "number", "amount", "currency", "partner", "subject", "status", "sent", "why"]
SAID = [
    *("subject", "id", "number", "partner", "said", "entry", "level", "amount", "currency", "set_off", "assignee"),
    *("codes", "role", "sent", "why"),
]


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
    assert seller("verify").status == 0
    kids = [key["kid"] for key in rotated.row["keys"]]
    assert [key["kid"] for key in seller("peers", "--json").row["keys"]] == kids
    revoked = buyer("identity", "revoke", kids[0][:8], "--why", "the old machine was sold")
    assert revoked.status == 0
    assert revoked.out.startswith("That key is not in force any more.\n")
    assert [key["kid"] for key in buyer("identity", "--json").row["keys"]] == kids[1:]
    assert buyer("send", "--due").status == 0
    assert [key["kid"] for key in seller("peers", "--json").row["keys"]] == kids[1:]
    # What it had said before it has signed anew.
    assert seller("verify").status == 0
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


def test_a_partner_that_has_moved_is_told_to_have(buyer: Office, seller: Office) -> None:
    assert buyer("peer", "add", seller.url, "--id", seller.id()).status == 0
    before = seller.url
    assert f"It was at {before} before" not in buyer("peer", "add", before).out
    seller.move()
    ran = buyer("peer", "add", seller.url)
    assert ran.out.startswith(f"Known: {SELLER.name}\nIt was at {before} before")
    assert buyer("peers", "--json").row["url"] == seller.url


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
    assert (trust.quorum.threshold, len(trust.quorum.members)) == (2, 3)
    there = buyer("peers", "--trust", file)
    assert (there.status, there.out) == (2, "")
    assert buyer("peers", "--trust", file, "--force").status == 0
    assert buyer("peers", "--trust", tmp_path / "other", "--threshold", "3").status == 2
    assert buyer("peers", "--trust", tmp_path / "no" / "other").status == 3


def test_a_partner_that_has_not_added_us_says_so(buyer: Office, seller: Office) -> None:
    assert buyer("peer", "add", seller.url, "--id", seller.id()).status == 0
    buyer.add({"order.xml": trades.trade()["1-order.xml"]})
    sent = buyer("send", buyer.id_of("PO-1"), "--to", "tannhof")
    assert sent.status == 1
    assert "Ask the people here to add your company." in sent.out + sent.err


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


def test_partners_show_whether_the_halves_fit(buyer: Office, seller: Office, offered: str) -> None:
    assert "not counted" in buyer("peers").out
    buyer.round()
    for here in (buyer, seller):
        counted = here("peers", "--json").row["tally"]
        assert list(counted) == ["number", "signed", "ours", "theirs", "differs_since"]
        assert (counted["number"], counted["differs_since"]) == (1, None)
        assert f"fit: {counted['ours']} + {counted['theirs']}" in here("peers").out
    ours, theirs = (here("peers", "--json").row["tally"] for here in (buyer, seller))
    assert (ours["ours"], ours["theirs"], ours["signed"]) == (theirs["theirs"], theirs["ours"], theirs["signed"])
    assert seller("verify").status == buyer("verify").status == 0
    assert offered


def test_halves_that_do_not_fit_stand_out_among_partners(buyer: Office, seller: Office, offered: str) -> None:
    with open_home(buyer.home) as home:
        put_counting(home.store, seller.id(), Counting(differs_since=1_780_000_000))
    assert buyer("peers", "--json").row["tally"]["differs_since"] == "2026-05-28T20:26:40+00:00"
    wide, narrow = buyer("peers", columns=200).out, buyer("peers", columns=60).out
    assert "differ since 2026-05-28 20:26" in wide
    assert "halves" not in narrow.splitlines()[0]
    assert "the halves" in narrow
    assert offered


def test_show_tells_what_is_said_of_a_paper(buyer: Office, seller: Office, offered: str) -> None:
    assert buyer("approve", offered, *ROLE).status == 0
    (row,) = seller("show", offered, "--json").row["shared"]
    assert (list(row), row["they_say"]["level"]) == (PAPER, "approved")
    assert f"{BUYER.name}: offered by us on " in seller("show", offered).out
    assert "they say: approved 602.14 by head of buying" in seller("show", offered).out
    assert seller("show", seller.id_of("CN-1"), "--json").row["shared"] == []


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
    key = buyer("identity", "--json").row["keys"][0]["kid"]
    # With a key that partners do not know it could not even ask them.
    keys = (["identity", "rotate", "--why", "x"], ["identity", "revoke", key, "--why", "x"])
    for arguments in (["approve", offered, *ROLE], ["send", "--due"], *keys):
        ran = buyer(*arguments)
        assert (ran.status, ran.out) == (3, "")
        assert "brought back" in ran.err
    assert [one["kid"] for one in buyer("identity", "--json").row["keys"]] == [key]
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


# --- files that hold several documents --------------------------------------------------------------------------------

ORDERS = """
document = "order"
us = "buyer"
[columns]
Nr = "number"
Datum = "issued"
Lieferant = "seller.name"
Pos = "line.id"
Menge = "line.quantity"
Preis = "line.price"
"""


def test_of_a_file_with_several_documents_one_is_shared_and_only_knowingly(buyer: Office, seller: Office) -> None:
    acquaint(buyer, seller)
    (buyer.home / "mappings").mkdir(exist_ok=True)
    (buyer.home / "mappings" / "orders.toml").write_text(ORDERS)
    rows = "".join(f"B-{at};2026-03-01;{SELLER.name};1;{at};10\n" for at in (1, 2))
    buyer.add({"orders.csv": f"Nr;Datum;Lieferant;Pos;Menge;Preis\n{rows}".encode()})
    first, second = buyer.id_of("B-1"), buyer.id_of("B-2")
    refused = buyer("send", first, "--to", "tannhof")
    assert (refused.status, "stands in one file with another document" in refused.err) == (2, True)
    sent = buyer("send", first, "--to", "tannhof", "--anyway", "--json").row
    assert (sent["status"], sent["number"]) == ("offered", "B-1")
    other = buyer("send", second, "--to", "tannhof", "--anyway")
    assert (other.status, "Of the same file order B-1 is shared" in other.err) == (2, True)
    assert [row["number"] for row in buyer("inbox", "--all", "--json").rows] == ["B-1"]
    again = buyer("send", first, "--to", "tannhof", "--json").row
    assert (again["status"], again["subject"]) == ("already-offered", sent["subject"])
    assert buyer("verify").status == 0
