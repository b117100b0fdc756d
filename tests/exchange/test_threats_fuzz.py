"""Whatever comes to a node: it answers, soon, takes all of it or nothing, and its home is sound afterwards."""

import json
from collections.abc import Callable, Iterator
from hashlib import sha256
from time import monotonic
from typing import Any

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from papers import order

from counterfoil.errors import CounterfoilError
from counterfoil.exchange.answers.overview import papers
from counterfoil.exchange.halves.key_history import TYP, rotation
from counterfoil.exchange.nodes.notices import FORMAT, noticed
from counterfoil.exchange.presenting.choosing import choose
from counterfoil.exchange.presenting.inferring import infer
from counterfoil.exchange.proof.attested import KINDS, OFFERED
from counterfoil.exchange.reply import Reply
from counterfoil.log.add_checkpoint import format_add_checkpoint
from counterfoil.log.canonical import canonical_json
from counterfoil.log.ed25519 import public_key
from exchange.hostile import Attacker, Forged
from exchange.made import seed
from exchange.nodes import Net
from exchange.trading import assert_sound
from trades import BUYER, DAY, ORDERED, SELLER

SECONDS = 5.0
_texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | _texts | st.just("0" * 64),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_texts, inner, max_size=3),
    max_leaves=6,
)
_NAMES = (
    *("of", "to", "seq", "previous", "level", "document", "original", "refers", "amount", "payable", "currency"),
    *("number", "codes", "role", "assignee", "credit_note", "set_off", "valid", "findings", "rulebooks", "date"),
    *("lines", "links", "issued", "total", "seller", "buyer"),
)
_AROUND = ("kind", "subject", "actor", "recorded", "reader", "predecessor", "iss", "cnf")


_names = st.sampled_from(_NAMES) | _texts
_shaped = st.sampled_from(
    ["1.00", "-0.0", "EUR", "2026-01-01", "A" * 43, True, [], ["x"], "received", "invoice", [{"a": "b"}]]
)
_seldom = st.sampled_from([True, False, False, False, False])


class Target:
    """A seller's node, and a buyer that means harm."""

    def __init__(self, net: Net) -> None:
        self.seller, self.buyer = net.places
        self.node, self.attacker, self.us = self.seller.up, Attacker(self.buyer, self.seller), self.buyer.us
        self.number, self.store = 0, self.seller.office().home.store
        self.valid: dict[str, tuple[Callable[[bytes], Reply], Callable[[], bytes]]] = {
            "message": (lambda body: self.node.message(self.us, body), self.message),
            "keys": (lambda body: self.node.keys(body, lambda _: True), self.keys),
            "proofs": (lambda body: self.node.proofs(self.us, body), self.subjects),
            "halves": (lambda body: self.node.halves(self.us, body), self.half),
            "notice": (lambda body: self.node.notice(self.us, body), self.notice),
            "checkpoint": (self.node.add_checkpoint, self.checkpoint),
        }

    def offer(self) -> tuple[Forged, bytes]:
        """A new order, offered."""
        self.number += 1
        paper = order(f"PO-{self.number}", DAY, BUYER, SELLER, ORDERED[:1])
        return self.attacker.offer(f"fuzz {self.number}", "order", paper), paper

    def message(self) -> bytes:
        offer, paper = self.offer()
        return self.attacker.message(offer, originals=[paper])

    def keys(self) -> bytes:
        token = rotation(self.attacker.key, public_key(seed("next")), 1)
        return canonical_json({"format": "counterfoil-keys/1", "company": self.us, "tokens": [token]})

    def subjects(self) -> bytes:
        return canonical_json({"subjects": [seed("fuzz 1").hex(), "0" * 64]})

    def half(self) -> bytes:
        return canonical_json({"subject": seed("fuzz 1").hex(), "from": 1})

    def notice(self) -> bytes:
        self.number += 1
        name = seed(f"notice {self.number}").hex()
        kind, us = "exchange.acknowledged/1", self.seller.us
        fact = self.attacker.fact(kind, name, to="A" * 43, of="0" * 64, level="assignment", assignee=us)
        return canonical_json({"format": FORMAT, "fact": fact.text, "head": self.attacker.head(name, {})})

    def checkpoint(self) -> bytes:
        note = self.buyer.up.log_file("checkpoint")
        return format_add_checkpoint(64, [], note.body)

    def asked(self, ask: Callable[[], Reply]) -> Reply:
        before, start = self.state(), monotonic()
        reply = ask()
        assert monotonic() - start < SECONDS
        assert reply.status in {200, 400, 403, 404, 409, 413, 422, 429}, reply
        if reply.status in {400, 403, 404, 413, 429}:
            assert self.state() == before
        return reply

    def state(self) -> tuple[int, list[bytes]]:
        return self.store.size(), list(self.store.originals())

    def assert_sound(self) -> None:
        assert_sound(self.seller)
        office = self.seller.office()
        assert all(paper.subject for paper in papers(office))
        assert all(fact.entry for fact in noticed(office))
        for subject, _ in office.half.subjects():
            infer(choose(office.half.facts(subject)))
        self.seller.round()
        assert not any("fault of ours" in line for line in self.seller.told)


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    with Net(tmp_path_factory.mktemp("fuzz")) as net:
        net.acquainted(SELLER, BUYER)
        net.rounds(1)
        target = Target(net)
        note = target.buyer.up.log_file("checkpoint").body
        assert b"\n64\n" in note  # the first published size, which is cosigned already
        assert target.node.message(target.us, target.message()).status == 200
        yield target
        target.assert_sound()


many = settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None)
ENDS = ("message", "keys", "proofs", "halves", "notice", "checkpoint")


@pytest.mark.parametrize("end", ENDS)
def test_what_is_valid_is_taken(end: str, target: Target) -> None:
    if end != "keys":  # that would be the end of the attacker
        ask, made = target.valid[end]
        assert target.asked(lambda: ask(made())).status == 200
        target.assert_sound()


@pytest.mark.parametrize("end", ENDS)
@many
@given(st.data())
def test_bytes_that_were_changed(end: str, target: Target, data: st.DataObject) -> None:
    ask, made = target.valid[end]
    body = bytearray(made())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, 2**16)) % len(body)  # bodies differ in length from time to time
        piece = data.draw(st.binary(max_size=4) | st.sampled_from([b"[" * 5000, b"\x00", b"~", b".", b'"', b"\\u0000"]))
        body[at : at + data.draw(st.integers(0, 8))] = piece
    if end == "keys" and bytes(body) == made():
        return
    target.asked(lambda: ask(bytes(body)))


@pytest.mark.parametrize("end", ENDS[:-1])
@many
@given(st.data())
def test_values_that_were_changed(end: str, target: Target, data: st.DataObject) -> None:
    ask, made = target.valid[end]
    told = json.loads(made())
    holder, name = told, data.draw(st.sampled_from(sorted(told)))
    while isinstance(holder[name], list | dict) and holder[name] and data.draw(st.booleans()):
        holder = holder[name]
        name = data.draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else range(len(holder))))
    holder[name] = data.draw(_values)
    if data.draw(st.booleans()):
        told[data.draw(_texts)] = data.draw(_values)
    target.asked(lambda: ask(json.dumps(told).encode()))


@many
@given(st.data())
def test_facts_that_are_signed_and_say_anything(target: Target, data: st.DataObject) -> None:
    attacker = target.attacker
    offer, paper = target.offer()
    told: dict[str, Any] = data.draw(st.dictionaries(_names, _values | _shaped, max_size=2))
    claims: dict[str, Any] = data.draw(st.dictionaries(_names, _values | _shaped, max_size=2))
    around = data.draw(st.dictionaries(st.sampled_from(_AROUND), _values, max_size=1)) if data.draw(_seldom) else {}
    kind = data.draw(st.sampled_from(sorted(KINDS - {OFFERED})))
    try:
        if told:
            paper_hash = sha256(paper).hexdigest()
            offer = attacker.fact(OFFERED, offer.subject, **{"document": "order", "original": paper_hash, **told})
        needed = {"seq": 2, "of": offer.entry, "previous": offer.entry, "level": "approved", "valid": True}
        fact = attacker.fact(kind, offer.subject, envelope=around, **{**needed, **claims})
    except (CounterfoilError, TypeError, ValueError):
        return
    first = [] if data.draw(_seldom) else [offer]
    reply = target.asked(lambda: attacker.send(*first, fact, originals=[paper], chains={}))
    event(f"{reply.status} {reply.body[:60]!r}" if reply.status != 200 else "200")


@many
@given(st.lists(st.tuples(st.sampled_from(["jwk", "revoked", "x"]), _values), min_size=1, max_size=3))
def test_histories_of_keys_that_are_signed_and_say_anything(target: Target, said: list[tuple[str, Any]]) -> None:
    tokens = []
    for name, value in said:
        try:
            claims = canonical_json({"iss": target.us, "iat": 1, name: value})
        except CounterfoilError:
            return
        tokens.append(target.attacker.key.token(claims, TYP))
    body = canonical_json({"format": "counterfoil-keys/1", "company": target.us, "tokens": tokens})
    assert target.asked(lambda: target.node.keys(body, lambda _: True)).status == 400


@many
@given(st.dictionaries(_texts | st.just("0" * 64), _values, max_size=3), _values)
def test_heads_that_are_signed_and_say_anything(target: Target, chains: dict[str, Any], time: Any) -> None:
    try:
        claims = {"iss": target.us, "sub": seed("fuzz 1").hex(), "iat": time, "chains": chains}
        head = target.attacker.key.token(canonical_json(claims), "counterfoil-head+jwt")
    except CounterfoilError:
        return
    body = canonical_json({"format": "counterfoil-message/1", "facts": [], "head": head, "originals": []})
    target.asked(lambda: target.node.message(target.us, body))


@many
@given(st.text(max_size=130))
def test_names_and_paths(target: Target, text: str) -> None:
    node = target.node
    for ask in (node.log_file, node.witnessed, node.identity):
        target.asked(lambda ask=ask: ask(text))  # type: ignore[misc]
    assert node.signer_of(text) is None
    assert target.asked(lambda: node.message(text, b"{}")).status in {400, 403}
    target.assert_sound()
