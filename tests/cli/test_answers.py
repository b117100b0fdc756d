"""What persons say of papers that are shared, by signed facts and through Peppol, and what of it is forgotten."""

from pathlib import Path

from papers import Company

import trades
from cli.companies import BANK, BUYER, PAPER, ROLE, SELLER, Office, acquaint, paper
from cli.running import run
from counterfoil.exchange.halves.verify_half import verify_half
from counterfoil.flow.home import open_home

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


def test_what_no_partner_would_take_is_not_said_and_holds_up_nothing(
    buyer: Office, seller: Office, offered: str
) -> None:
    """A fact that a partner refuses would stand before all that comes after it, for ever."""
    ran = buyer("approve", offered, "--role", "x" * 1001)
    assert (ran.status, ran.out) == (2, "")
    assert "No partner would take that. The claim role" in ran.err
    assert paper(buyer)["we_say"]["level"] != "approved"
    assert buyer("approve", offered, "--role", "x" * 1000).status == 0
    assert paper(seller)["they_say"]["level"] == "approved"
    (halves,) = buyer("peers", "--json").rows
    assert halves["unsent"] == 0


def test_of_what_was_said_of_one_level_the_last_counts_and_can_be_changed_back(
    buyer: Office, seller: Office, offered: str
) -> None:
    for amounts, says in (((), "602.14"), (("--amount", "500"), "500"), ((), "602.14"), (("--set-off", "2"), "602.14")):
        assert buyer("approve", offered, *ROLE, *amounts, "--json").row["said"] is not None
        assert paper(seller)["they_say"]["amount"] == says
    assert paper(seller)["they_say"]["set_off"] == "2"
    assert buyer("approve", offered, *ROLE, "--json").row["said"] is not None
    assert paper(seller)["they_say"]["set_off"] is None
    assert buyer("approve", offered, *ROLE, "--json").row["said"] is None


def test_a_dispute_that_was_withdrawn_can_be_raised_again(buyer: Office, seller: Office, offered: str) -> None:
    for _ in range(2):
        assert buyer("dispute", offered, *ROLE, "--code", "short-paid", "--json").row["said"] is not None
        assert buyer("dispute", offered, *ROLE, "--code", "short-paid", "--json").row["said"] is None
        assert paper(seller)["they_say"]["disputed"] is True
        assert buyer("withdraw", offered, "--what", "dispute", *ROLE, "--why", "settled").status == 0
        assert paper(seller)["they_say"]["disputed"] is False


def test_what_stands_after_a_withdrawal_is_told(buyer: Office, offered: str) -> None:
    asked = ("withdraw", offered, *ROLE, "--why", "a mistake")
    for amounts in ((), ("--amount", "500")):
        assert buyer("approve", offered, *ROLE, *amounts).status == 0
    assert "What we say of it now: approved 602.14 by head of buying.\n" in buyer(*asked).err
    assert buyer("dispute", offered, *ROLE, "--code", "short-paid").status == 0
    assert "What we say of it now: DISPUTED 302.14: short-paid.\n" in buyer(*asked, "--what", "approved").err
    assert buyer(*asked).err == ""


def test_who_is_assigned_an_invoice_sees_what_becomes_of_it(
    buyer: Office, seller: Office, bank: Office, offered: str
) -> None:
    acquaint(buyer, bank)
    level = ("--level", "assignment")
    assert buyer("acknowledge", offered, *level, *ROLE).status == 2
    assert buyer("approve", offered, *ROLE).status == 0
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
    assert f", of {seller.id()[:8]} (" in shown  # the seller is no partner of the bank's
    assert "assignment acknowledged 602.14 EUR" in shown
    assert f"{BUYER.name} tells of an invoice that is assigned to us: acknowledged (assignment)." in bank.told
    assert "DISPUTED" in shown
    assert buyer("identity", "rotate", "--why", "x").status == 0
    assert buyer("send", "--due").status == 0
    assert buyer("identity", "revoke", buyer.id()[:9], "--why", "x").status == 0
    assert buyer("send", "--due").status == 0
    assert [row for row in bank("inbox", "--json").rows if row["what"] == "notice"] == notices
    acquaint(bank, seller)
    assert f", of {SELLER.name} (" in bank("inbox").out


def test_an_assignee_sees_amounts_that_change_payments_and_that_a_dispute_is_settled(
    buyer: Office, seller: Office, bank: Office, offered: str
) -> None:
    acquaint(buyer, bank)
    assert buyer("approve", offered, *ROLE).status == 0
    assert buyer("acknowledge", offered, *ROLE, "--level", "assignment", "--assignee", "elbe").status == 0
    assert buyer("dispute", offered, *ROLE, "--code", "short-paid", "--amount", "20").status == 0
    assert "DISPUTED 20 EUR: short-paid, on" in bank("inbox").out
    assert buyer("withdraw", offered, *ROLE, "--why", "settled", "--what", "dispute").status == 0
    assert buyer("approve", offered, *ROLE, "--amount", "500", "--set-off", "20.50").status == 0
    buyer.round()
    notices = [row for row in bank("inbox", "--json").rows if row["what"] == "notice"]
    assert [(row["says"], row["level"], row["amount"], row["set_off"], row["withdrawn"]) for row in notices] == [
        ("acknowledged", "assignment", "602.14", None, False),
        ("disputed", None, "20", None, True),
        ("acknowledged", "approved", "500", "20.50", False),
        ("paid", None, "300.00", None, False),
    ]
    shown = bank("inbox").out
    assert "approved 500 EUR less 20.50 set off, on" in shown
    assert "paid 300.00 EUR, on" in shown
    (line,) = (one for one in shown.splitlines() if "DISPUTED" in one)
    assert line.endswith(", withdrawn")


def test_what_is_disputed_or_not_approved_is_assigned_to_nobody(buyer: Office, bank: Office, offered: str) -> None:
    acquaint(buyer, bank)
    for level in ("assignment", "undertaking"):
        asked = ("acknowledge", offered, *ROLE, "--level", level, "--assignee", "elbe")
        early = buyer(*asked)
        assert (early.status, early.out, "It is not approved" in early.err) == (2, "", True)
    assert buyer("approve", offered, *ROLE).status == 0
    assert buyer("dispute", offered, *ROLE, "--code", "short-paid").status == 0
    disputed = buyer(*asked)
    assert (disputed.status, disputed.out, "We dispute it still" in disputed.err) == (2, "", True)
    assert buyer("withdraw", offered, *ROLE, "--why", "settled", "--what", "dispute").status == 0
    assert buyer("withdraw", offered, *ROLE, "--why", "after all").status == 0
    assert buyer(*asked).status == 2
    assert buyer("approve", offered, *ROLE).status == 0
    assert buyer(*asked).status == 0


def test_what_is_assigned_is_disputed_once_however_often_it_is_withdrawn(
    buyer: Office, seller: Office, bank: Office, offered: str
) -> None:
    acquaint(buyer, bank)
    assert buyer("approve", offered, *ROLE).status == 0
    assert buyer("acknowledge", offered, *ROLE, "--level", "assignment", "--assignee", "elbe").status == 0
    withdrawn = ("withdraw", offered, *ROLE, "--why", "a mistake", "--what", "approved")
    assert [buyer(*withdrawn, "--json").row["said"] for _ in range(2)] == ["disputed", None]
    assert "said already" in buyer(*withdrawn).out
    subject = paper(seller)["subject"]
    assert [seller("withdraw", subject, *ROLE, "--why", "x", "--json").row["said"] for _ in range(2)] == [
        "disputed",
        None,
    ]


def test_an_assignee_sees_that_somebody_else_is_to_be_paid(
    buyer: Office, seller: Office, bank: Office, offered: str, tmp_path: Path
) -> None:
    assignment = ("acknowledge", offered, *ROLE, "--level", "assignment", "--assignee")
    partner = buyer(*assignment, "tannhof")
    assert (partner.status, partner.out) == (2, "")
    assert buyer("approve", offered, *ROLE).status == 0
    weser = Company("Factoring Weser AG", "DE129274203", "4099999000015", "DE02120300000000202051")
    with Office(tmp_path / "weser", weser) as other:
        acquaint(buyer, bank)
        acquaint(buyer, other)
        for assignee in ("elbe", "elbe"):
            assert buyer(*assignment, assignee).status == 0
        refused = buyer(*assignment, "weser")
        assert (refused.status, refused.out) == (2, "")
        assert f"to {BANK.name} ({bank.id()[:8]}) was acknowledged already" in refused.err
        assert buyer(*assignment, "weser", "--anyway").status == 0
        notices = [row for row in bank("inbox", "--json").rows if row["what"] == "notice"]
        assert [row["to_us"] for row in notices] == [True, False]
        assert f"602.14 EUR TO SOMEBODY ELSE ({other.id()[:8]})" in bank("inbox").out


def test_what_an_assignment_names_is_disputed_and_not_withdrawn(
    buyer: Office, seller: Office, bank: Office, offered: str
) -> None:
    acquaint(buyer, bank)
    assert buyer("approve", offered, *ROLE).status == 0
    assert buyer("acknowledge", offered, *ROLE, "--level", "assignment", "--assignee", "elbe").status == 0
    late = buyer("withdraw", buyer.id_of("PO-1"), *ROLE, "--why", "ordered by mistake")
    assert late.out.startswith(f"Disputed as head of buying: invoice INV-1 of {SELLER.name}.")
    assert "no withdrawal" in late.err
    assert [row["says"] for row in bank("inbox", "--json").rows if row["what"] == "notice"] == [
        "acknowledged",
        "disputed",
    ]
    assert paper(seller)["they_say"]["disputed"]
    assert not paper(seller, "PO-1")["withdrawn"]
    again = buyer("withdraw", buyer.id_of("PO-1"), *ROLE, "--why", "ordered by mistake", "--json")
    assert (again.status, again.row["said"]) == (0, None)


def test_an_order_of_an_invoice_that_is_not_assigned_is_withdrawn(buyer: Office, seller: Office, offered: str) -> None:
    assert buyer("approve", offered, *ROLE).status == 0
    assert buyer("withdraw", buyer.id_of("PO-1"), *ROLE, "--why", "a mistake").out.startswith("Withdrawn: our offer")
    assert paper(seller, "PO-1")["withdrawn"]


def test_what_is_assigned_is_what_was_approved_unless_more_is_said(
    buyer: Office, seller: Office, bank: Office, offered: str
) -> None:
    acquaint(buyer, bank)
    assert buyer("approve", offered, *ROLE, "--amount", "500", "--set-off", "20.50").status == 0
    asked = ("acknowledge", offered, *ROLE, "--assignee", "elbe", "--json", "--level")
    first = buyer(*asked, "assignment").row
    assert (first["amount"], first["currency"], first["set_off"]) == ("500", "EUR", "20.50")
    other = buyer(*asked, "undertaking", "--amount", "400").row
    assert (other["amount"], other["set_off"]) == ("400", None)


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
    assert "3 others" in seller("inbox").out
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
    said = len(buyer("show", id, "--json").row["facts"])
    nowhere = buyer("approve", id, *ROLE, "--response", tmp_path / "no" / "file.xml")
    assert (nowhere.status, f"There is no folder {tmp_path / 'no'}." in nowhere.err) == (2, True)
    assert len(buyer("show", id, "--json").row["facts"]) == said


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
    # Who accepts an invoice without a word on the sum accepts all that is payable.
    assert [(one["status"], one["amount"], one["set_off"]) for one in row["unsigned"]] == [("AP", row["amount"], None)]
    assert f"approved {row['amount']} (by UBL response, unsigned)" in seller("inbox").out


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
    assert _tells(seller.home, "602.14", "108.29", "INV-1") == []
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


def test_a_backup_does_not_bring_it_back(buyer: Office, seller: Office, offered: str, tmp_path: Path) -> None:
    assert buyer("approve", offered, *ROLE).status == 0
    assert seller("backup", tmp_path / "seller.zip").status == 0
    assert seller("forget", offered, "--why", "asked", "--override-retention").status == 0
    back = tmp_path / "back"
    restored = run("--home", back, "restore", tmp_path / "seller.zip", "--json")
    assert (restored.status, restored.row["sound"]) == (0, True)
    assert [one["id"][:12] for one in restored.row["forgotten_again"]] == [offered]
    assert _tells(back, "602.14") == []
    (row,) = (one for one in run("--home", back, "inbox", "--all", "--json").rows if one["document"] == "invoice")
    assert (row["they_say"]["level"], row["amount"]) == ("approved", None)


def _tells(home: Path, *texts: str) -> list[Path]:
    """Files of a home in which one of these texts stands."""
    files = [one for one in home.rglob("*") if one.is_file()]
    return [one for one in files if any(text.encode() in one.read_bytes() for text in texts)]
