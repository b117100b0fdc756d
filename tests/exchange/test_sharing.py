"""Both halves agree in the end, whatever happens on the way; and what does not fit is not taken."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.message import FACTS_MAX, Message
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, OFFERED, WITHDRAWN, Attested
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.credentials import credential_of
from counterfoil.exchange.proof.heads import SubjectHead, sign_head
from exchange.halves import MemoryHalf, Pair, Storm
from exchange.made import NOW, company, seed, subject

HISTORIES = 60
"""Here; `make soak` takes 1,000."""
INVOICE = subject("invoice")
SELLER, BUYER = 0, 1


@pytest.mark.parametrize("number", range(HISTORIES))
def test_both_halves_agree_in_the_end(number: int) -> None:
    pair = Storm(number).run(steps=60)
    assert pair.agree()
    assert all(half.log for half in pair.halves)
    assert not any(half.contradictions for half in pair.halves)


@pytest.fixture
def pair() -> Pair:
    pair = Pair()
    pair.halves[SELLER].say(OFFERED, INVOICE, pair.id(BUYER), document="invoice", number="INV-1")
    return pair


def sent(pair: Pair, *facts: Attested, **changes: Any) -> Message:
    """A message of the seller with just these facts, and a head of its chain."""
    seller, buyer = pair.companies
    texts = tuple(credential_of(one.payload, one.disclosures, seller.key, buyer.key.kid).text for one in facts)
    return Message(**({"facts": texts, "head": pair.sides[SELLER].head(INVOICE, buyer.key.company, NOW)} | changes))


def told(pair: Pair, message: Message) -> tuple[int, str]:
    reply = pair.deliver(BUYER, message.data)
    return reply.status, reply.body.decode()


def chain(pair: Pair) -> list[Attested]:
    return list(pair.halves[SELLER].chain(INVOICE, pair.id(SELLER)))


def test_an_acknowledgement_comes_back(pair: Pair) -> None:
    assert pair.exchange(SELLER, INVOICE) is True
    offer = pair.halves[BUYER].chain(INVOICE, pair.id(SELLER))[0]
    assert offer.claims["number"] == "INV-1"
    pair.halves[BUYER].say(ACKNOWLEDGED, INVOICE, pair.id(SELLER), of=offer.entry, level="approved")
    assert pair.exchange(BUYER, INVOICE) is True
    assert pair.exchange(SELLER, INVOICE) is pair.exchange(BUYER, INVOICE) is None
    assert pair.agree()
    assert pair.halves[SELLER].log == pair.halves[BUYER].log


def test_more_facts_than_a_message_holds_go_one_after_the_other(pair: Pair) -> None:
    offer = chain(pair)[0]
    for _ in range(FACTS_MAX):
        pair.halves[SELLER].say(ACKNOWLEDGED, INVOICE, pair.id(BUYER), of=offer.entry, level="received")
    assert pair.exchange(SELLER, INVOICE) is False
    assert pair.exchange(SELLER, INVOICE) is True
    assert pair.agree()


def test_a_head_alone_brings_a_newer_one(pair: Pair) -> None:
    pair.exchange(SELLER, INVOICE)
    before = pair.halves[SELLER].head_of(INVOICE, pair.id(BUYER))
    reply = pair.deliver(BUYER, sent(pair).data, NOW + 60)
    assert reply.status == 200
    assert pair.sides[SELLER].answered(pair.id(BUYER), reply.body.decode(), NOW + 60)
    assert pair.halves[SELLER].head_of(INVOICE, pair.id(BUYER)) not in (None, before)
    # An older one that comes late changes nothing.
    assert before is not None
    newer = pair.halves[SELLER].head_of(INVOICE, pair.id(BUYER))
    assert pair.sides[SELLER].answered(pair.id(BUYER), before, NOW + 60)
    assert pair.halves[SELLER].head_of(INVOICE, pair.id(BUYER)) == newer


def test_what_comes_before_its_predecessor_is_asked_for_again(pair: Pair) -> None:
    offer = chain(pair)[0]
    second = pair.halves[SELLER].say(ACKNOWLEDGED, INVOICE, pair.id(BUYER), of=offer.entry, level="received")
    pair.deliver(BUYER, sent(pair, offer).data)
    third = pair.halves[SELLER].say(ACKNOWLEDGED, INVOICE, pair.id(BUYER), of=offer.entry, level="matched")
    status, answer = told(pair, sent(pair, third))
    assert status == 200
    assert not pair.sides[SELLER].answered(pair.id(BUYER), answer, NOW)
    assert len(pair.halves[BUYER].chain(INVOICE, pair.id(SELLER))) == 1
    assert told(pair, sent(pair, second, third))[0] == 200
    assert pair.agree()


def another(pair: Pair, kind: str = OFFERED, on: str = INVOICE, **claims: Any) -> Attested:
    """A fact of the seller's that is in no half of ours."""
    return MemoryHalf(pair.companies[SELLER]).say(kind, on, pair.id(BUYER), **claims)


def test_two_facts_under_one_number_are_evidence(pair: Pair) -> None:
    pair.exchange(SELLER, INVOICE)
    status, says = told(pair, sent(pair, another(pair, document="invoice", number="INV-2")))
    assert (status, "cannot both be true" in says) == (409, True)
    ((accused, about, first, second),) = pair.halves[BUYER].contradictions
    assert (accused, about) == (pair.id(SELLER), INVOICE)
    assert first != second
    assert pair.agree()


def test_a_head_against_the_senders_own_fact_is_evidence(pair: Pair) -> None:
    pair.exchange(SELLER, INVOICE)
    key = pair.companies[SELLER].key
    head = SubjectHead(signer=key.company, subject=INVOICE, time=NOW, chains={key.company: (1, "0" * 64)})
    assert told(pair, sent(pair, head=sign_head(head, key)))[0] == 409
    assert len(pair.halves[BUYER].contradictions) == 1


def _to_another(pair: Pair) -> Message:
    half = MemoryHalf(pair.companies[SELLER])
    return sent(pair, half.say(OFFERED, INVOICE, company("Carrier").key.company, document="invoice"))


def _withheld(pair: Pair) -> Message:
    fact = chain(pair)[0]
    place = next(at for at, name in enumerate(sorted(["document", "number", "seq", "to"])) if name == "number")
    shown = (*fact.disclosures[:place], *fact.disclosures[place + 1 :])
    return sent(pair, replace(fact, disclosures=shown))


def _signed_by_another(pair: Pair) -> Message:
    stranger = CompanyKey(seed=seed("stranger"), company=pair.id(SELLER))
    fact = chain(pair)[0]
    text = credential_of(fact.payload, fact.disclosures, stranger, pair.companies[BUYER].key.kid).text
    return sent(pair, facts=(text,))


def _on_two_subjects(pair: Pair) -> Message:
    return sent(pair, chain(pair)[0], another(pair, on=subject("order"), document="order"))


def _head_of_a_time_to_come(pair: Pair) -> Message:
    return sent(pair, chain(pair)[0], head=pair.sides[SELLER].head(INVOICE, pair.id(BUYER), NOW + 61))


def _head_of_what_the_buyer_never_said(pair: Pair) -> Message:
    key = pair.companies[SELLER].key
    chains = {key.company: (1, chain(pair)[0].entry), pair.id(BUYER): (3, "0" * 64)}
    head = SubjectHead(signer=key.company, subject=INVOICE, time=NOW, chains=chains)
    return sent(pair, chain(pair)[0], head=sign_head(head, key))


REFUSED: dict[str, Callable[[Pair], Message]] = {
    "a fact for another": _to_another,
    "a fact that is not all shown": _withheld,
    "a fact signed by a stranger": _signed_by_another,
    "facts on two subjects": _on_two_subjects,
    "a head of a time to come": _head_of_a_time_to_come,
    "a head that tells of what we never said": _head_of_what_the_buyer_never_said,
    "nothing offered": sent,
    "no offer first": lambda pair: sent(pair, another(pair, ACKNOWLEDGED, of="0" * 64, level="received")),
    "a head that is none": lambda pair: sent(pair, head="x"),
    "a head about nothing": lambda pair: sent(pair, head=pair.companies[SELLER].key.token(b"{}", "jwt")),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_does_not_fit_is_not_taken(name: str, pair: Pair) -> None:
    status, says = told(pair, REFUSED[name](pair))
    assert status == 400
    assert says.endswith(".")
    assert (pair.halves[BUYER].log, pair.halves[BUYER].heads) == ([], {})


def _second_offer(pair: Pair, offer: str, theirs: str) -> Attested:
    return pair.halves[SELLER].say(OFFERED, INVOICE, pair.id(BUYER), document="invoice")


def _about_nothing(pair: Pair, offer: str, theirs: str) -> Attested:
    return pair.halves[SELLER].say(ACKNOWLEDGED, INVOICE, pair.id(BUYER), of="0" * 64, level="received")


def _anothers_withdrawn(pair: Pair, offer: str, theirs: str) -> Attested:
    return pair.halves[SELLER].say(WITHDRAWN, INVOICE, pair.id(BUYER), of=theirs)


def _out_of_line(pair: Pair, offer: str, theirs: str) -> Attested:
    half = MemoryHalf(pair.companies[SELLER])
    half.say(OFFERED, INVOICE, pair.id(BUYER), document="invoice", number="INV-2")
    return half.say(ACKNOWLEDGED, INVOICE, pair.id(BUYER), of=offer, level="received")


@pytest.mark.parametrize("made", [_second_offer, _about_nothing, _anothers_withdrawn, _out_of_line])
def test_a_next_fact_that_does_not_follow(made: Callable[[Pair, str, str], Attested], pair: Pair) -> None:
    pair.exchange(SELLER, INVOICE)
    offer = pair.halves[BUYER].chain(INVOICE, pair.id(SELLER))[0].entry
    theirs = pair.halves[BUYER].say(ACKNOWLEDGED, INVOICE, pair.id(SELLER), of=offer, level="matched").entry
    pair.exchange(BUYER, INVOICE)
    assert told(pair, sent(pair, made(pair, offer, theirs)))[0] == 400
    assert len(pair.halves[BUYER].chain(INVOICE, pair.id(SELLER))) == 1


def test_strangers_and_other_partners_are_refused(pair: Pair) -> None:
    stranger = company("Carrier")
    assert pair.sides[BUYER].receive(stranger.key.company, sent(pair, chain(pair)[0]).data, NOW).status == 403
    pair.exchange(SELLER, INVOICE)
    pair.halves[BUYER].meet(stranger)
    half = MemoryHalf(stranger)
    fact = half.say(OFFERED, INVOICE, pair.id(BUYER), document="invoice")
    head = sign_head(
        SubjectHead(
            signer=stranger.key.company, subject=INVOICE, time=NOW, chains={stranger.key.company: (1, fact.entry)}
        ),
        stranger.key,
    )
    text = credential_of(fact.payload, fact.disclosures, stranger.key, pair.companies[BUYER].key.kid).text
    answer = pair.sides[BUYER].receive(stranger.key.company, Message(facts=(text,), head=head).data, NOW)
    assert (answer.status, b"another company" in answer.body) == (400, True)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"format":"counterfoil-message/1","facts":[1],"head":""}', b" " * 20_000_001]
)
def test_what_is_no_message(body: bytes, pair: Pair) -> None:
    assert pair.deliver(BUYER, body).status == 400


def test_an_answer_must_fit_too(pair: Pair) -> None:
    buyer = pair.companies[BUYER].key
    lie = SubjectHead(signer=buyer.company, subject=INVOICE, time=NOW, chains={pair.id(SELLER): (1, "0" * 64)})
    with pytest.raises(ProofError, match="another fact than we attested"):
        pair.sides[SELLER].answered(buyer.company, sign_head(lie, buyer), NOW)
    with pytest.raises(ProofError, match="no partner"):
        pair.sides[SELLER].answered("nobody", pair.sides[BUYER].head(INVOICE, pair.id(SELLER), NOW), NOW)


def test_a_subject_that_is_shared_with_nobody_is_not_sent(pair: Pair) -> None:
    with pytest.raises(ProofError, match="no partner"):
        pair.sides[SELLER].message(subject("nothing"), NOW)


@pytest.mark.soak
@pytest.mark.parametrize("block", range(20))
def test_a_thousand_histories_end_alike(block: int) -> None:
    for number in range(block * 50, block * 50 + 50):
        assert Storm(10_000 + number).run(steps=60).agree(), number
