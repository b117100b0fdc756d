"""Attacks on trade itself, played (docs/threats.md): papers that nobody issued, other amounts, offered twice."""

import json
from dataclasses import replace
from hashlib import sha256
from time import monotonic
from typing import Any

import pytest
from msgspec.structs import replace as replace_struct
from papers import Company, credit_note, despatch, invoice, order, receipt
from papers_bank import Entry, camt

from archives import zipped
from counterfoil.errors import UsageError
from counterfoil.exchange.answers.deciding import acknowledge
from counterfoil.exchange.answers.overview import papers
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CREDITED, OFFERED, WITHDRAWN
from counterfoil.exchange.proof.dossier import Credential
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.flow.home import READER
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.canonical import canonical_json
from counterfoil.log.sd_claims import digest
from exchange.attestations import papers_of_another
from exchange.hostile import Attacker, Forged
from exchange.made import NOW, Trade, full, seed
from exchange.nodes import Net, Place
from exchange.trading import assert_sound, said, send
from trades import BILLED, BUYER, DAY, ORDERED, SELLER

CARRIER = Company("Spedition Elbufer GmbH", "DE129273398", "4099999000004", "DE75512108001245126199")
INVOICE = invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")


def numbers(place: Place) -> set[str | None]:
    return {row.number for row in place.office().home.store.documents()}


def waits(place: Place, subject: str) -> str | None:
    (paper,) = [one for one in papers(place.office()) if one.subject == subject]
    return paper.waiting.code if paper.waiting is not None else None


FORGED = {
    "our order": ("order", order("PO-9", DAY, BUYER, SELLER, ORDERED)),
    "our receipt": ("receipt-advice", receipt("RA-9", DAY, "DA-9", BUYER, SELLER, ORDERED)),
    "our bank's statement": (
        "invoice",
        camt("S-9", BUYER, DAY, "1000.00", (Entry("-300.00", DAY, SELLER, "Rechnung INV-9"),)),
    ),
    "an invoice of a third company": ("invoice", invoice("INV-9", DAY, DAY, BUYER, CARRIER, BILLED, "PO-1")),
    "an invoice to a third company": ("invoice", invoice("INV-9", DAY, DAY, CARRIER, SELLER, BILLED, "PO-1")),
    "our credit note": ("credit-note", credit_note("CN-9", DAY, SELLER, BUYER, BILLED[1:], "INV-9")),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_is_not_the_partners_to_issue_does_not_enter_our_books(name: str, net: Net) -> None:
    seller, buyer = net.places
    net.place(CARRIER)
    buyer.add_peer(net.places[2])
    document, data = FORGED[name]
    attacker = Attacker(seller, buyer)
    forged = attacker.offer("forged", document, data, number="PO-9")
    assert attacker.send(forged, originals=[data]).status == 200
    net.rounds(1)
    assert numbers(buyer) == set()
    assert ("we", "acknowledged", "received") not in said(buyer, forged.subject)
    assert waits(buyer, forged.subject) == "unread"
    assert_sound(buyer)


def test_an_invoice_with_an_order_and_a_receipt_forged_in_the_buyers_name_is_not_matched(net: Net) -> None:
    seller, buyer = net.places
    attacker = Attacker(seller, buyer)
    for document, data in (FORGED["our order"], FORGED["our receipt"]):
        attacker.send(attacker.offer(document, document, data, number="9"), originals=[data])
    seller.add({"invoice.xml": invoice("INV-9", DAY, DAY, BUYER, SELLER, BILLED, "PO-9")})
    subject = send(seller, "INV-9", buyer)
    net.rounds(2)
    levels = {level for _, _, level in said(seller, subject)}
    assert "received" in levels
    assert "matched" not in levels
    assert waits(buyer, subject) in {"discrepancies", "match"}


def traded(net: Net) -> Attacker:
    """The buyer has ordered and received; the seller has sent nothing yet."""
    seller, buyer = net.places
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    send(buyer, "PO-1", seller)
    seller.add({"despatch.xml": despatch("DA-1", DAY, "PO-1", BUYER, SELLER, ORDERED)})
    send(seller, "DA-1", buyer)
    net.rounds(1)
    buyer.add({"receipt.xml": receipt("RA-1", DAY, "DA-1", BUYER, SELLER, ORDERED)})
    seller.add({"invoice.xml": INVOICE})
    return Attacker(seller, buyer)


def honest(net: Net) -> dict[str, Any]:
    """What the seller's own program would offer for the invoice."""
    seller, buyer = net.places
    office = seller.office()
    (row,) = [row for row in office.home.store.documents() if row.number == "INV-1"]
    from counterfoil.exchange.answers.offering import _terms

    terms = _terms(office, row, named_peer(office.home.store, buyer.url))
    assert terms is not None
    return {name: value for name, value in terms.items() if name not in {"document", "original"}}


@pytest.mark.parametrize(
    "change",
    [
        {"payable": "999999.00"},
        {"currency": "USD"},
        {"issued": "2020-01-01"},
        {"due": "2020-01-01"},
        {"payee": {"name": "Somebody else", "accounts": ["DE02120300000000202051"]}},
        {"lines": []},
        {"remark": "which the paper does not make"},
        {"total": None},
        {"paid": "1.00"},
    ],
)
@pytest.mark.parametrize("reader", [READER, "another version"])
def test_what_is_offered_must_be_what_its_paper_says(change: dict[str, Any], reader: str, net: Net) -> None:
    if reader != READER and change.keys() <= {"remark", "total"}:
        pytest.skip("another version may tell more, or less")
    attacker = traded(net)
    buyer = attacker.victim
    terms = {name: value for name, value in (honest(net) | change).items() if value is not None}
    forged = offered(attacker, "other terms", reader, terms)
    assert attacker.send(forged, originals=[INVOICE]).status == 200
    net.rounds(1)
    assert [kind for who, kind, _ in said(buyer, forged.subject) if who == "we"] == []
    assert waits(buyer, forged.subject) == "differs"
    with pytest.raises(UsageError, match=next(iter(change))):
        acknowledge(buyer.office(), forged.subject, "approved", "controller", "Ada")


def offered(attacker: Attacker, name: str, reader: str, terms: dict[str, Any]) -> Forged:
    paper: dict[str, Any] = {"document": "invoice", "original": sha256(INVOICE).hexdigest()}
    return attacker.fact(OFFERED, seed(name).hex(), envelope={"reader": reader}, **paper, **terms)


@pytest.mark.parametrize("more", [{}, {"novelty": {"a": 1}}])
def test_the_same_offer_without_a_change_is_matched(more: dict[str, Any], net: Net) -> None:
    attacker = traded(net)
    fair = offered(attacker, "same terms", "a newer version" if more else READER, honest(net) | more)
    attacker.send(fair, originals=[INVOICE])
    net.rounds(1)
    assert ("we", "acknowledged", "matched") in said(attacker.victim, fair.subject)


def test_one_paper_is_offered_once(net: Net) -> None:
    attacker = traded(net)
    buyer, terms = attacker.victim, honest(net)
    first = attacker.offer("first", original=INVOICE, **terms)
    second = attacker.offer("second", original=INVOICE, **terms)
    assert attacker.send(first, originals=[INVOICE]).status == 200
    refused = attacker.send(second, originals=[INVOICE])
    assert (refused.status, b"offered already" in refused.body) == (400, True)
    net.rounds(1)
    assert acknowledge(buyer.office(), first.subject, "approved", "controller", "Ada")
    fact = acknowledge(buyer.office(), first.subject, "assignment", "controller", "Ada", assignee="A" * 43)
    assert fact is not None
    # Once somebody relies on it, not even a withdrawal makes room for it elsewhere.
    withdrawal = attacker.fact(WITHDRAWN, first.subject, 2, previous=first.entry, of=first.entry)
    assert attacker.send(withdrawal).status == 200
    assert attacker.send(second, originals=[INVOICE]).status == 400
    assert_sound(buyer)


def test_a_paper_that_was_withdrawn_in_time_can_be_offered_anew(net: Net) -> None:
    attacker = traded(net)
    first, second = (attacker.offer(name, original=INVOICE, **honest(net)) for name in ("first", "second"))
    attacker.send(first, originals=[INVOICE])
    attacker.send(attacker.fact(WITHDRAWN, first.subject, 2, previous=first.entry, of=first.entry))
    assert attacker.send(second, originals=[INVOICE]).status == 200
    assert_sound(attacker.victim)


def test_a_paper_of_an_issuer_that_is_not_the_partner_waits_for_a_person(net: Net) -> None:
    seller, buyer = net.places
    other = replace(SELLER, name="Hobelwerk Ostheim AG")
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, other, ORDERED)})
    buyer.add({"receipt.xml": receipt("RA-1", DAY, "DA-1", BUYER, other, ORDERED)})
    buyer.add({"despatch.xml": despatch("DA-1", DAY, "PO-1", BUYER, other, ORDERED)})
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, other, BILLED, "PO-1")})
    subject = send(seller, "INV-1", buyer)
    net.rounds(2)
    assert ("they", "acknowledged", "matched") not in said(seller, subject)
    assert waits(buyer, subject) == "issuer"


def test_a_back_dated_fact_keeps_the_time_at_which_it_came(net: Net) -> None:
    seller, buyer = net.places
    attacker = Attacker(seller, buyer)
    old = attacker.fact(
        OFFERED, seed("old").hex(), envelope={"recorded": "2020-01-01T08:00:00+00:00"}, document="despatch-advice"
    )
    assert attacker.send(old).status == 200
    (row,) = buyer.office().home.store.facts_of(seed("old"))
    assert row.attested is not None
    assert (row.attested.year, row.recorded.year) == (2020, 2026)
    # And its place in our log is behind all that came before.
    assert row.index == buyer.office().home.store.size() - 1


def test_bombs_as_papers_cost_little_and_leave_no_document(net: Net) -> None:
    seller, buyer = net.places
    attacker = Attacker(seller, buyer)
    bomb = zipped({"invoice.xml": b"<Invoice>" + b" " * 200_000_000})
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    laughs = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "ha">{entities}]><Invoice>&e11;</Invoice>'.encode()
    outside = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Invoice>&e;</Invoice>'
    start = monotonic()
    for name, data in (("zip", bomb), ("entities", laughs), ("outside", outside)):
        forged = attacker.offer(name, original=data)
        assert attacker.send(forged, originals=[data]).status == 200
        assert waits(buyer, forged.subject) == "unread"
    assert monotonic() - start < 20
    assert numbers(buyer) == set()
    assert list(buyer.office().home.store.originals()) == []


def test_a_paper_that_no_fact_names_is_passed_over(net: Net) -> None:
    seller, buyer = net.places
    attacker = Attacker(seller, buyer)
    beside = invoice("INV-2", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")
    assert attacker.send(attacker.offer("named", original=INVOICE), originals=[beside]).status == 200
    assert list(buyer.office().home.store.originals()) == []


# What the reader of a dossier sees.


def test_a_seller_that_forges_order_and_delivery_stays_at_the_first_level() -> None:
    trade = Trade(named=("forged order", "forged receipt"))
    trade.says(trade.seller, OFFERED, "forged order", document="order", number="PO-1")
    trade.says(trade.seller, OFFERED, "forged receipt", document="receipt-advice", number="R-1")
    trade.about(trade.seller, ACKNOWLEDGED, level="approved", amount="1190.00", currency="EUR")
    found = verify_dossier(trade.data, trade.reader())
    assert (found.consistent, found.level) == (True, 1)
    assert {one.evidence: one.by for one in found.evidence}.items() >= {"ordered": "self", "delivered": "self"}.items()


def test_an_amount_that_is_changed_in_a_dossier_refuses_it() -> None:
    trade = full()
    assert verify_dossier(trade.data, trade.reader()).level == 5
    altered = full()
    altered.invoice.shown["payable"]
    large = dict(altered.invoice.shown) | {"payable": full(prefix="other").invoice.shown["payable"]}
    altered.said[altered.said.index(altered.invoice)] = replace(altered.invoice, shown=large)
    assert verify_dossier(altered.data, altered.reader()).reason == "disclosure"
    # With the digest of the larger amount in what the seller signed, it is not what the seller signed any more.
    dossier = full().unbound()
    signed = [_enlarged(one) if b"1190.00" in _shown(one) else one for one in dossier.credentials]
    forged = altered.bound(replace_struct(dossier, credentials=tuple(signed)))
    assert verify_dossier(forged.data, altered.reader()).reason == "credential"


def _shown(one: Credential) -> bytes:
    return b" ".join(decode_base64url(part) or b"" for part in one.sd_jwt.split("~")[1:])


def _enlarged(one: Credential) -> Credential:
    """The credential with ten times the amount, and its digest in the payload, under the signature as it was."""
    token, *shown = one.sd_jwt.split("~")
    header, payload, signature = token.split(".")
    changed = [encode_base64url((decode_base64url(part) or b"").replace(b"1190.00", b"11900.00")) for part in shown]
    told = json.loads(decode_base64url(payload) or b"")
    digests = dict(zip(map(digest, shown), map(digest, changed), strict=True))
    told["_sd"] = sorted(digests.get(found, found) for found in told["_sd"])
    token = f"{header}.{encode_base64url(canonical_json(told))}.{signature}"
    return replace_struct(one, sd_jwt="~".join((token, *changed)))


def test_a_credit_note_that_is_left_out_is_a_gap_or_makes_the_heads_old() -> None:
    trade = full()
    before = {one: trade.heads(one) for one in trade.subjects}
    credit = trade.about(trade.buyer, CREDITED, amount="1000.00", currency="EUR")
    trade.said.remove(credit)
    assert verify_dossier(trade.data, trade.reader()).reason == "gap"
    # With heads of the time before, there is no gap: so a reader must ask for heads that are new enough.
    trade.heads = before.__getitem__  # type: ignore[method-assign, assignment]
    later = trade.reader(now=NOW + 3600, age_max=600)
    assert later.trust is not None
    unwitnessed = trade.reader(now=NOW + 3600, age_max=600, trust=replace_struct(later.trust, quorum=None))
    shown_anew = verify_dossier(trade.bound(trade.unbound(), NOW + 3590).data, unwitnessed)
    assert (shown_anew.reason, shown_anew.where) == ("age", "subjects[0]")
    assert verify_dossier(trade.data, trade.reader()).level == 5


def test_two_companies_that_conspire_reach_the_top_and_are_named() -> None:
    trade = full()
    found = verify_dossier(trade.data, trade.reader())
    assert found.level == 5  # nothing in the file tells it from an honest one
    approvals = [one for one in found.evidence if one.level == "approved"]
    assert [(one.by, one.company) for one in approvals] == [("counterparty", "Buyer")]
    # A delivery that only the two attest is told apart from one that a third party does.
    delivered = {one.by for one in found.evidence if one.evidence == "delivered"}
    assert delivered == {"counterparty"}


def test_an_approval_of_little_whose_amount_is_withheld_is_none() -> None:
    trade = Trade()
    trade.acknowledged("approved", amount="1.00", currency="EUR", role="controller")
    told = verify_dossier(trade.data, trade.reader())
    assert (told.level, [(one.level, one.amount) for one in told.evidence if one.level]) == (4, [("approved", "1.00")])
    trade.withheld = {"amount"}
    found = verify_dossier(trade.data, trade.reader())
    assert (found.level, found.missing) == (3, "the accepted amount is withheld, or what is set off against it")
    assert [(one.level, one.amount, one.withheld) for one in found.evidence if one.level] == [("approved", None, 1)]


def test_an_earlier_approval_of_all_does_not_stand_for_a_later_one_that_is_withheld() -> None:
    trade = Trade()
    trade.acknowledged("approved")
    # Two facts that say the same claim: a holder withholds it of the later one alone.
    later = trade.acknowledged("approved", amount="1.00", currency="EUR")
    trade.said[trade.said.index(later)] = replace(later, shown={n: t for n, t in later.shown.items() if n != "amount"})
    found = verify_dossier(trade.data, trade.reader())
    assert (found.level, found.missing) == (3, "the accepted amount is withheld, or what is set off against it")


def test_an_invoice_that_was_credited_in_full_keeps_its_level_and_shows_it() -> None:
    trade = full()
    trade.about(trade.buyer, CREDITED, amount="1190.00", currency="EUR")
    found = verify_dossier(trade.data, trade.reader())
    assert found.level == 5
    assert [(one.by, one.amount) for one in found.evidence if one.evidence == "credited"] == [
        ("counterparty", "1190.00")
    ]


def test_an_order_carries_an_invoice_of_any_amount_to_the_third_level_and_no_further() -> None:
    trade = Trade()  # the order says nothing of an amount, and the invoice says 1190.00
    assert "payable" not in trade.order.shown
    assert verify_dossier(trade.data, trade.reader()).level == 3


def test_an_order_and_a_receipt_that_the_buyer_gave_to_another_company_carry_no_invoice() -> None:
    trade = papers_of_another()
    found = verify_dossier(trade.data, trade.reader())
    assert (found.reason, found.level, found.missing) == (None, 1, "the buyer's order that the invoice bills")
    assert not {"ordered", "delivered"} & {one.evidence for one in found.evidence}


def test_an_answer_that_is_withheld_is_missing_and_counts_for_nothing() -> None:
    silent = Trade()
    found = verify_dossier(silent.data, silent.reader())
    assert found.level == 3
    assert found.missing == "the buyer's approval, and no dispute of either side"
