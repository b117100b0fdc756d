"""What people do at their nodes: they send papers, and look at what both sides say."""

from papers import despatch, invoice, order, receipt

from counterfoil.exchange.answers.offering import offer
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.halves.verify_half import verify_half
from counterfoil.exchange.nodes.verify_evidence import verify_evidence
from counterfoil.exchange.proof.attested import verb_of
from counterfoil.flow.verify import verify_home
from exchange.nodes import Net, Place
from trades import BILLED, BUYER, DAY, ORDERED, SELLER


def send(place: Place, number: str, to: Place) -> str:
    """A person offers the document of this number; gives its subject."""
    office = place.office()
    (row,) = [row for row in office.home.store.documents() if row.number == number]
    return offer(office, row, named_peer(office.home.store, to.url), "counterfoil").subject


def trade(net: Net) -> dict[str, str]:
    """Order, despatch, receipt and invoice are sent; gives the subjects."""
    seller, buyer = net.places
    buyer.add({"order.xml": order("PO-1", DAY, BUYER, SELLER, ORDERED)})
    subjects = {"order": send(buyer, "PO-1", seller)}
    net.rounds(1)
    seller.add({"despatch.xml": despatch("DA-1", DAY, "PO-1", BUYER, SELLER, ORDERED)})
    subjects["despatch"] = send(seller, "DA-1", buyer)
    net.rounds(1)
    buyer.add({"receipt.xml": receipt("RA-1", DAY, "DA-1", BUYER, SELLER, ORDERED)})
    subjects["receipt"] = send(buyer, "RA-1", seller)
    seller.add({"invoice.xml": invoice("INV-1", DAY, DAY, BUYER, SELLER, BILLED, "PO-1")})
    subjects["invoice"] = send(seller, "INV-1", buyer)
    net.rounds()
    return subjects


def said(place: Place, subject: str) -> list[tuple[str, str, str]]:
    office = place.office()
    return [
        (
            "we" if one.author == office.us else "they",
            verb_of(one.kind),
            one.claims.get("level", ""),
        )
        for one in office.half.facts(subject)
    ]


def assert_alike(net: Net) -> None:
    """Both logs hold the same facts, and both homes are sound."""
    offices = [place.office() for place in net.places]
    shared = [{subject for subject, _ in office.half.subjects()} for office in offices]
    assert shared[0] == shared[1]
    for subject in shared[0]:
        facts = [{one.entry for one in office.half.facts(subject)} for office in offices]
        assert facts[0] == facts[1]
    for place in net.places:
        assert_sound(place)


def assert_sound(place: Place) -> None:
    """Nothing of the home is damaged, in the log or beside it."""
    home = place.office().home
    assert verify_home(home).damages == ()
    assert list(verify_half(home)) == []
    assert list(verify_evidence(home)) == []
