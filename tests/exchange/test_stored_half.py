"""Two homes: what one attests stands in both logs, with the same entry, and both verify."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, OFFERED
from counterfoil.flow.verify import verify_home
from exchange.offices import Watch, exchange, meet, office

INVOICE = "invoice"


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Office, Office]:
    clock = Watch()
    seller, buyer = office(tmp_path / "seller", "Seller GmbH", clock), office(tmp_path / "buyer", "Buyer BV", clock)
    meet(seller, buyer)
    return seller, buyer


def offer(here: Office, there: Office) -> str:
    terms = {"document": INVOICE, "number": "INV-1", "payable": "119.00", "lines": [{"id": "1"}, {"id": "2"}]}
    said = here.half.say(OFFERED, None, there.us, lambda: dict(terms), "counterfoil")
    assert said is not None
    return said.subject


def test_a_fact_stands_in_both_logs_with_one_entry(pair: tuple[Office, Office]) -> None:
    seller, buyer = pair
    subject = offer(seller, buyer)
    assert seller.half.unsent(buyer.us) == [subject]
    assert exchange(seller, buyer, subject)
    assert seller.half.unsent(buyer.us) == []
    (ours,), (theirs,) = seller.half.chain(subject, seller.us), buyer.half.chain(subject, seller.us)
    assert ours.entry == theirs.entry
    assert ours.claims == theirs.claims
    assert theirs.token
    for one in pair:
        entries = one.home.store.entries(0, one.home.store.size())
        assert bytes.fromhex(ours.entry) in entries
        assert verify_home(one.home).damages == ()


def test_an_answer_comes_back_and_both_agree(pair: tuple[Office, Office]) -> None:
    seller, buyer = pair
    subject = offer(seller, buyer)
    exchange(seller, buyer, subject)
    of = buyer.half.chain(subject, seller.us)[0].entry
    buyer.half.say(ACKNOWLEDGED, subject, seller.us, lambda: {"of": of, "level": "received"}, "counterfoil")
    assert exchange(buyer, seller, subject)
    for author in (seller.us, buyer.us):
        chains = [one.half.chain(subject, author) for one in pair]
        assert [one.entry for one in chains[0]] == [one.entry for one in chains[1]] != []
    assert [one.author for one in seller.half.facts(subject)] == [seller.us, buyer.us]
    assert all(verify_home(one.home).damages == () for one in pair)


def test_facts_are_read_without_what_shows_them(pair: tuple[Office, Office]) -> None:
    seller, buyer = pair
    subject = offer(seller, buyer)
    assert exchange(seller, buyer, subject)
    for here in pair:
        (whole,), (bare,) = here.half.facts(subject), here.half.read(subject)
        assert replace(bare, payload=whole.payload, disclosures=whole.disclosures) == whole
        assert (bare.payload, bare.disclosures) == (b"", ())
