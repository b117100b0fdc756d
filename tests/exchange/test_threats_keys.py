"""Attacks on who somebody is, played (docs/threats.md): stolen keys, a stranger in between, others' names and logs."""

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from papers import Company

from counterfoil.errors import ProofError, UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.identity import Known, revoke, rotate
from counterfoil.exchange.halves.incoming import is_issued_by
from counterfoil.exchange.halves.key_history import follow, revocation, rotation
from counterfoil.exchange.halves.message import Message
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.nodes.key_news import tell_all
from counterfoil.exchange.partners.acquaintance import add_peer
from counterfoil.exchange.partners.introduction import did_document, introduce, introduced, meet
from counterfoil.exchange.proof.attested import OFFERED
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Transport
from counterfoil.log.canonical import canonical_json
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.ed25519 import public_key
from counterfoil.log.jwk import to_jwk
from counterfoil.log.note import Signer
from counterfoil.log.strict_json import read_object
from counterfoil.model.settings import Owner
from exchange.hostile import Attacker
from exchange.made import full, seed
from exchange.nodes import Net, Place
from trades import BUYER

OURS, NEXT, THIRD = (seed(name) for name in ("first key", "next key", "third key"))
FIRST = CompanyKey.first(OURS)
SECOND = CompanyKey(seed=NEXT, company=FIRST.company)
CARRIER = Company("Spedition Elbufer GmbH", "DE129273398", "4099999000004", "DE75512108001245126199")


# Keys that were stolen.


def test_who_has_stolen_an_old_key_cannot_take_back_the_new_one() -> None:
    gone_on = rotation(FIRST, public_key(NEXT), 1)
    for stolen in (revocation(FIRST, SECOND.kid, 2), revocation(FIRST, FIRST.kid, 2), revocation(FIRST, "A" * 43, 2)):
        with pytest.raises(ProofError):
            follow(FIRST.company, [FIRST.public_key], [gone_on, stolen])
    kept = follow(FIRST.company, [FIRST.public_key], [gone_on, revocation(SECOND, FIRST.kid, 2)])
    assert kept.keys == (SECOND.public_key,)


def test_who_has_stolen_an_old_key_cannot_name_another_successor() -> None:
    tokens = [rotation(FIRST, public_key(NEXT), 1), rotation(FIRST, public_key(THIRD), 2)]
    with pytest.raises(ProofError, match="two histories"):
        follow(FIRST.company, [FIRST.public_key], tokens)


def changed(place: Place) -> None:
    """The company goes over to a new key, takes the old one back, and tells everybody."""
    office = place.office()
    old = office.identity.key.kid
    rotate(office.home, office.identity, lambda: None, "Ada", "it was stolen")
    office.look_again()
    revoke(office.home, office.identity, old, lambda: None, "Ada", "it was stolen")
    office.look_again()
    tell_all(office)


def test_a_key_that_was_taken_back_is_worth_nothing_any_more(net: Net) -> None:
    seller, buyer = net.places
    thief = Attacker(buyer, seller)
    assert thief.send(thief.offer("before", "order")).status == 200
    changed(buyer)
    net.rounds(2)
    refused = thief.offer("after", "order")
    assert thief.send(refused).status == 400
    assert seller.up.signer_of(thief.key.kid) is None
    news = [rotation(thief.key, public_key(THIRD), 9)]
    body = canonical_json({"format": "counterfoil-keys/1", "company": buyer.us, "tokens": news})
    assert seller.up.keys(body, public_key(THIRD).__eq__).status == 400
    (peer,) = seller.office().peers()
    assert peer.keys == (buyer.office().identity.key.public_key,)


def test_who_names_the_key_of_another_as_its_next_is_not_followed(net: Net) -> None:
    """Else what the other company says would be taken for the word of this one, and refused as a forgery."""
    seller, buyer = net.places
    carrier = net.place(CARRIER)
    seller.add_peer(carrier)
    thief, theirs = Attacker(buyer, seller), carrier.office().identity.key
    tokens = [rotation(thief.key, theirs.public_key, 9)]
    body = canonical_json({"format": "counterfoil-keys/1", "company": buyer.us, "tokens": tokens})
    assert seller.up.keys(body, thief.key.public_key.__eq__).status == 400
    assert seller.up.signer_of(theirs.kid) == (carrier.us, theirs.public_key)
    assert seller.up.signer_of(thief.key.kid) == (buyer.us, thief.key.public_key)


def test_a_thief_that_is_faster_is_seen_and_a_person_must_decide(net: Net) -> None:
    seller, buyer = net.places
    thief = Attacker(buyer, seller)
    stolen = [rotation(thief.key, public_key(THIRD), 9)]
    body = canonical_json({"format": "counterfoil-keys/1", "company": buyer.us, "tokens": stolen})
    # It has the newest key: nothing tells it from the owner.
    assert seller.up.keys(body, public_key(THIRD).__eq__).status == 200
    assert any("other keys" in line for line in seller.told)
    changed(buyer)
    net.rounds(1)
    assert any("another than the one that we know" in line for line in buyer.told)
    with pytest.raises(ProofError, match="other keys than we know"):
        add_peer(seller.office(), net.transport(seller), buyer.url, "Eva")
    met = add_peer(seller.office(), net.transport(seller), buyer.url, "Eva", buyer.us, replacing=True)
    assert met.peer.keys == (buyer.office().identity.key.public_key,)


def test_a_reader_that_strikes_a_stolen_key_off_its_list_believes_nothing_of_it() -> None:
    trade = full()
    reader = trade.reader()
    assert reader.trust is not None
    buyer = reader.trust.companies[trade.buyer.key.company]
    struck = replace(buyer, keys=frozenset({public_key(NEXT)}))
    trust = replace(reader.trust, companies={**reader.trust.companies, buyer.id: struck})
    found = verify_dossier(trade.data, trade.reader(trust=trust))
    assert (found.consistent, found.reason) == (False, "company")


# At the first meeting.


class Between:
    """A way on which somebody sits: whatever is asked of one address, its own node answers."""

    def __init__(self, way: Transport, real: str, own: str) -> None:
        self._way, self._real, self._own = way, real, own

    def get(self, url: str, path: str) -> Reply:
        return self._way.get(self._own if url == self._real else url, path)

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        return self._way.post(peer, path, body, content_type)


def test_somebody_in_between_at_the_first_meeting_cannot_answer_for_another_address(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    way = Between(net.transport(seller), "http://127.0.0.1:9999", buyer.url)
    with pytest.raises(ProofError, match="says that partners reach it at"):
        add_peer(seller.office(), way, "http://127.0.0.1:9999", "Ada")


def test_an_answer_to_another_question_is_none(net: Net) -> None:
    """Whoever sits in between gives again what the node once answered."""
    seller, buyer = net.places
    way, kept = net.transport(seller), list[Reply]()

    class Again(Between):
        def get(self, url: str, path: str) -> Reply:
            reply = super().get(url, path)
            kept.extend([reply] if "nonce=" in path else [])
            return kept[0] if "nonce=" in path else reply

    between = Again(way, buyer.url, buyer.url)
    assert introduced_by(seller, between, buyer) == buyer.us
    with pytest.raises(ProofError, match="another question"):
        introduced_by(seller, between, buyer)


def introduced_by(here: Place, way: Transport, there: Place) -> str:
    """The company that meets us at an address."""
    return meet(way, there.url, here.office().now()).company


def test_a_did_document_of_another_address_adds_nobody(net: Net) -> None:
    seller, buyer = net.places

    class Elsewhere(Between):
        def get(self, url: str, path: str) -> Reply:
            reply = super().get(url, path)
            if "did" not in path:
                return reply
            told: dict[str, Any] = {**read_object(reply.body, "A document"), "id": "did:web:elsewhere.example"}
            return replace(reply, body=canonical_json(told))

    with pytest.raises(ProofError, match="did:web"):
        introduced_by(seller, Elsewhere(net.transport(seller), buyer.url, buyer.url), buyer)


def test_somebody_in_between_that_makes_its_own_answers_has_another_id(net: Net) -> None:
    seller, buyer = net.places
    url, key = "http://127.0.0.1:9999", CompanyKey.first(seed("in between"))
    with pytest.raises(ProofError, match="not of"):
        add_peer(seller.office(), Pretender(url, key, BUYER.name), url, "Ada", buyer.us)
    # Who compares no id believes it, under its own id, which is then shown wherever its name is.
    met = add_peer(seller.office(), Pretender(url, key, BUYER.name), url, "Ada")
    assert met.peer.company == key.company
    assert [one.company for one in met.namesakes] == [buyer.us]
    assert not any("compared" in one for one in met.peer.assurances)
    with pytest.raises(UsageError, match="more than one partner"):
        named_peer(seller.office().home.store, BUYER.name)


class Pretender:
    """A node that somebody wrote by himself, and says what he likes."""

    def __init__(self, url: str, key: CompanyKey, name: str, **says: str) -> None:
        self.url, self.key, self.name = url, key, name
        self.says = {"log": _vkey("log"), "witness": _vkey("witness", 4)} | says

    def get(self, url: str, path: str) -> Reply:
        known = Known(company=self.key.company, anchor=self.key.public_key)
        if "nonce=" not in path:
            return Reply(status=200, body=did_document(known, self.url))
        nonce, now = path.partition("nonce=")[2], self.says.get("now", "")
        owner = Owner(name=self.name)
        token = introduce(
            owner, known, self.key, self.says["log"], self.says["witness"], self.url, nonce, int(now or _NOW)
        )
        return Reply(status=200, body=token.encode())

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        raise AssertionError("it is only asked")


_NOW = 1_795_334_400  # 2026-11-22T08:00:00Z, as the watch of the tests has it


def _vkey(name: str, kind: int = 1) -> str:
    origin = "pretender.example"
    signer = Signer(name=origin, seed=seed(name)) if kind == 1 else Cosigner(name=f"{origin}/{name}", seed=seed(name))
    return signer.verifier.vkey


def test_a_witness_under_another_name_would_count_for_its_companys_own_log(net: Net) -> None:
    url, here = "http://127.0.0.1:9999", net.places[0].office()
    stranger = CompanyKey.first(seed("squatter"))
    neutral = Pretender(url, stranger, "Squatter", witness=_vkey("neutral", 4))
    with pytest.raises(ProofError, match=r"not named after its log, pretender\.example/witness"):
        add_peer(here, neutral, url, "Ada")
    assert add_peer(here, Pretender(url, stranger, "Squatter"), url, "Ada").peer.company == stranger.company


@pytest.mark.parametrize("whose", ["the partner's log", "the partner's witness", "our log", "our witness"])
def test_nobody_comes_with_the_log_or_witness_of_another(whose: str, net: Net) -> None:
    seller, buyer = net.places
    here, there = (place.office() for place in (seller, buyer))
    vkeys = {
        "the partner's log": {"log": there.home.vkey()},
        "the partner's witness": {"witness": there.identity.cosigner.verifier.vkey},
        "our log": {"log": here.home.vkey()},
        "our witness": {"witness": here.identity.cosigner.verifier.vkey},
    }
    url = "http://127.0.0.1:9999"
    pretender = Pretender(url, CompanyKey.first(seed("squatter")), "Squatter", **vkeys[whose])
    with pytest.raises(ProofError, match="another company's"):
        add_peer(here, pretender, url, "Ada")
    assert [peer.company for peer in here.peers()] == [buyer.us]


@pytest.mark.parametrize(
    "name", ["\x1b[2J", "two\nlines", "shown\u202edrawkcab", "nothing\u200bto see", "x" * 501, "\ud800"]
)
def test_a_name_that_is_not_plain_to_see_is_refused(name: str) -> None:
    url, key = "http://127.0.0.1:9999", CompanyKey.first(seed("rude"))
    claims: dict[str, Any] = {"iss": key.company, "iat": _NOW, "nonce": "n", "url": url, "name": "NAME"}
    claims |= {"jwk": dict(to_jwk(key.public_key)), "history": [], "log": _vkey("log"), "witness": _vkey("witness", 4)}
    assert introduced(_signed(key, claims), url, "n", _NOW).name == "NAME"
    try:
        token = _signed(key, claims | {"name": name})
    except Exception:  # noqa: BLE001 - half of a pair cannot even be signed
        return
    with pytest.raises(ProofError, match="plain to see"):
        introduced(token, url, "n", _NOW)


def _signed(key: CompanyKey, claims: dict[str, Any]) -> bytes:
    return key.token(canonical_json(claims), "counterfoil-identity+jwt").encode()


def test_a_name_that_looks_like_anothers_is_another_name(net: Net) -> None:
    seller, buyer = net.places
    lookalike = BUYER.name.replace("o", "\u043e", 1)  # a Cyrillic letter that looks the same
    assert lookalike != BUYER.name
    url, key = "http://127.0.0.1:9999", CompanyKey.first(seed("lookalike"))
    met = add_peer(seller.office(), Pretender(url, key, lookalike), url, "Ada")
    assert [one.company for one in met.namesakes] == [buyer.us]
    peers = seller.office().peers()
    assert [is_issued_by(BUYER.name, one, peers) for one in peers] == [one.company == buyer.us for one in peers]
    store = seller.office().home.store
    assert named_peer(store, BUYER.name).company == buyer.us
    assert named_peer(store, lookalike).company == key.company
    assert named_peer(store, key.company).name == lookalike


@pytest.mark.parametrize("entry", [[], {}, [1], ["did:key:x"], "z6Mk", None])
def test_a_did_document_that_is_none_adds_nobody(entry: Any, net: Net) -> None:
    seller, _ = net.places
    url, key = "http://127.0.0.1:9999", CompanyKey.first(seed("odd"))

    class Odd(Pretender):
        def get(self, url: str, path: str) -> Reply:
            if "nonce=" in path:
                return super().get(url, path)
            told = {"id": "did:web:127.0.0.1%3A9999", "verificationMethod": [{"publicKeyMultibase": entry}, entry]}
            return Reply(status=200, body=canonical_json(told))

    with pytest.raises(ProofError, match="did:web"):
        add_peer(seller.office(), Odd(url, key, "Odd"), url, "Ada")


def test_a_node_whose_clock_lies_is_not_added(net: Net) -> None:
    url, key = "http://127.0.0.1:9999", CompanyKey.first(seed("clock"))
    for time, says in ((_NOW + 3600, "20.* UTC, and by ours 20"), (2**52, "no time at all")):
        with pytest.raises(ProofError, match=f"clock of the node it is {says}"):
            add_peer(net.places[0].office(), Pretender(url, key, "Clock", now=str(time)), url, "Ada")


def test_a_head_of_a_time_to_come_is_refused(net: Net) -> None:
    seller, buyer = net.places
    attacker = Attacker(buyer, seller)
    offer = attacker.fact(OFFERED, seed("x").hex(), document="order")
    later = attacker.head(offer.subject, {buyer.us: (1, offer.entry)}, time=2**52)
    assert seller.up.message(buyer.us, Message(facts=(offer.text,), head=later).data).status == 400
    early = attacker.head(offer.subject, {buyer.us: (1, offer.entry)}, time=0)
    assert seller.up.message(buyer.us, Message(facts=(offer.text,), head=early).data).status == 200
