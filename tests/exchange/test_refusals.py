"""Dossiers that do not hold, each named by its fault: the reason and the place are the ones that the format fixes."""

import json
from collections.abc import Callable
from dataclasses import replace as replaced
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, OFFERED, WITHDRAWN
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.credentials import TYP as FACT
from counterfoil.exchange.proof.presentation import TYP as PRESENTATION
from counterfoil.exchange.proof.presentation import presented
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.canonical import canonical_json
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.jwk import to_jwk
from counterfoil.log.jws import sign_jws
from counterfoil.log.key_binding import Challenge
from counterfoil.log.quorum import Quorum
from counterfoil.log.sd_claims import digest
from exchange.damage import Told, bound, payload_of, token
from exchange.made import CHALLENGE, NOW, Trade, full, seed, subject

Change = Callable[[Told, Trade], object]
DAY = 86_400


def refused(data: bytes, trade: Trade, **changes: Any) -> tuple[str | None, str | None]:
    found = verify_dossier(data, trade.reader(**changes))
    assert not found.consistent
    assert found.message
    return found.reason, found.where


def fact(told: Told, place: int, change: Callable[[Told], object], key: CompanyKey) -> None:
    """Change what a fact says and sign it again."""
    issued, _, rest = told["credentials"][place]["sd_jwt"].partition("~")
    payload = payload_of(issued)
    change(payload)
    told["credentials"][place]["sd_jwt"] = token(payload, key, FACT) + "~" + rest


def set_to(holder: Any, name: Any, value: Any) -> None:
    holder[name] = value


FORMS: dict[str, Change] = {
    "another format": lambda told, _: set_to(told, "format", "counterfoil-dossier/2"),
    "a member more": lambda told, _: set_to(told, "more", 1),
    "a number that is a float": lambda told, _: set_to(told["credentials"][0]["proofs"][0], "index", 1.0),
    "a number that is a truth value": lambda told, _: set_to(told["credentials"][0]["proofs"][0], "log", bool(1)),
    "no subject": lambda told, _: set_to(told, "subjects", []),
    "a subject in capitals": lambda told, _: set_to(told["subjects"][0], "id", "A" * 64),
    "a company that is no thumbprint": lambda told, _: set_to(told["keys"][0], "company", "Seller"),
    "a key of another kind": lambda told, _: set_to(told["keys"][0]["jwk"], "crv", "X25519"),
    "a key of small order": lambda told, _: set_to(told["keys"][0]["jwk"], "x", "A" * 43),
    "a hash too short": lambda told, _: set_to(told["credentials"][0]["proofs"][0], "hashes", ["AAAA"]),
    "an original that is not Base64": lambda told, _: set_to(told, "originals", ["?"]),
    "a text that is a number": lambda told, _: set_to(told["logs"][0], "vkey", 7),
    "a list that is a text": lambda told, _: set_to(told, "keys", "none"),
    "a key twice": lambda told, _: told["keys"].append(told["keys"][0]),
    "a log twice": lambda told, _: told["logs"].append(told["logs"][0]),
    "a subject twice": lambda told, _: told["subjects"].append(told["subjects"][0]),
    "two proofs for one log": lambda told, _: told["credentials"][0]["proofs"].append(
        told["credentials"][0]["proofs"][0]
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_file_of_another_form(name: str) -> None:
    trade = full()
    told = json.loads(trade.data)
    FORMS[name](told, trade)
    assert refused(json.dumps(told).encode(), trade)[0] == "form"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"format": 1, "format": 1}', b" " * 20_000_001])
def test_what_is_no_dossier_at_all(data: bytes) -> None:
    assert refused(data, full()) == ("form", None)


def _own_note(told: Told, trade: Trade) -> None:
    told["logs"][0]["checkpoint"] = trade.buyer.checkpoint(trade.witness)


def _no_witness(told: Told, trade: Trade) -> None:
    told["logs"][1]["checkpoint"] = trade.buyer.checkpoint()


def _false_witness(told: Told, trade: Trade) -> None:
    false = Cosigner(name=trade.witness.name, seed=seed("false"))
    told["logs"][0]["checkpoint"] = trade.seller.checkpoint(false)


def _seen_in_a_time_to_come(told: Told, trade: Trade) -> None:
    told["logs"][0]["checkpoint"] = trade.seller.checkpoint(trade.witness, time=NOW + 61)


def _seen_long_ago(told: Told, trade: Trade) -> None:
    told["logs"][0]["checkpoint"] = trade.seller.checkpoint(trade.witness, time=NOW - 8 * DAY)


def _presented_token(told: Told, trade: Trade) -> None:
    told["credentials"][0]["sd_jwt"] += told["credentials"][0]["sd_jwt"].partition("~")[0]


def _header(told: Told, trade: Trade) -> None:
    issued, _, rest = told["credentials"][2]["sd_jwt"].partition("~")
    key = trade.seller.key
    others = {"kid": key.kid, "x5u": "https://seller.example/key"}
    again = sign_jws(canonical_json(payload_of(issued)), key.seed, FACT, others)
    told["credentials"][2]["sd_jwt"] = f"{again}~{rest}"


def _unknown_key(told: Told, trade: Trade) -> None:
    stranger = CompanyKey.first(seed("stranger"))
    fact(told, 2, lambda _: None, stranger)


def _payload_list(told: Told, trade: Trade) -> None:
    key = trade.seller.key
    again = sign_jws(b"[]", key.seed, FACT, {"kid": key.kid})
    told["credentials"][2]["sd_jwt"] = f"{again}~"


def _not_canonical(told: Told, trade: Trade) -> None:
    issued, _, rest = told["credentials"][2]["sd_jwt"].partition("~")
    key = trade.seller.key
    spaced = json.dumps(payload_of(issued)).encode()
    again = sign_jws(spaced, key.seed, FACT, {"kid": key.kid})
    told["credentials"][2]["sd_jwt"] = f"{again}~{rest}"


def _disclosed_twice(told: Told, trade: Trade) -> None:
    issued, first, *rest = told["credentials"][2]["sd_jwt"].split("~")
    told["credentials"][2]["sd_jwt"] = "~".join([issued, first, first, *rest])


def _without(name: str) -> Change:
    def without(told: Told, trade: Trade) -> None:
        trade.withheld = {name}
        told.clear()
        told.update(json.loads(trade.data))

    return without


def _another_entry(told: Told, trade: Trade) -> None:
    told["credentials"][2]["proofs"], told["credentials"][3]["proofs"] = (
        told["credentials"][3]["proofs"],
        told["credentials"][2]["proofs"],
    )


def _heads(change: Callable[[list[str], Trade], list[str]]) -> Change:
    return lambda told, trade: set_to(told["subjects"][0], "heads", change(told["subjects"][0]["heads"], trade))


def _head(change: Callable[[Told], object], typ: str = "counterfoil-head+jwt") -> Change:
    def changed(told: Told, trade: Trade) -> None:
        head = payload_of(told["subjects"][0]["heads"][0])
        change(head)
        told["subjects"][0]["heads"][0] = token(head, trade.seller.key, typ)

    return changed


def nested(depth: int) -> Any:
    """A value within so many lists."""
    return [nested(depth - 1)] if depth else "x"


def disclosed(told: Told, trade: Trade, value: Any) -> None:
    """Disclose one claim more, whose digest the author signs."""
    shown = encode_base64url(canonical_json(["c2FsdA", "more", value]))
    fact(told, 2, lambda said: set_to(said, "_sd", [*said["_sd"], digest(shown)]), trade.seller.key)
    told["credentials"][2]["sd_jwt"] += f"{shown}~"


CHANGES: dict[str, tuple[Change, tuple[str, str | None]]] = {
    "a vkey that is none": (lambda told, _: set_to(told["logs"][0], "vkey", "seller"), ("checkpoint", "logs[0]")),
    "a vkey of a witness": (
        lambda told, trade: set_to(told["logs"][0], "vkey", trade.witness.verifier.vkey),
        ("checkpoint", "logs[0]"),
    ),
    "a checkpoint of another log": (_own_note, ("checkpoint", "logs[0]")),
    "a cosignature that does not hold": (_false_witness, ("witnesses", "logs[0]")),
    "a checkpoint that no witness saw": (_no_witness, ("witnesses", "logs[1]")),
    "a checkpoint of a time to come": (_seen_in_a_time_to_come, ("witnesses", "logs[0]")),
    "a checkpoint seen long ago": (_seen_long_ago, ("age", "logs[0]")),
    "a credential that is no token": (
        lambda told, _: set_to(told["credentials"][1], "sd_jwt", "x"),
        ("credential", "credentials[1]"),
    ),
    "a credential with a presentation": (_presented_token, ("credential", "credentials[0]")),
    "a header with an address in it": (_header, ("credential", "credentials[2]")),
    "a key that is not in the dossier": (_unknown_key, ("credential", "credentials[2]")),
    "a payload that is not canonical": (_not_canonical, ("credential", "credentials[2]")),
    "a float in a payload": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "actor", 1.5), trade.seller.key),
        ("credential", "credentials[2]"),
    ),
    "a fact of another company": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "iss", trade.buyer.key.company), trade.seller.key),
        ("credential", "credentials[2]"),
    ),
    "a fact for another holder": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "cnf", {"kid": "x"}), trade.seller.key),
        ("credential", "credentials[2]"),
    ),
    "a list of digests by another name": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "more", [{"...": "x"}]), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    "a digest beside what is plain": (
        lambda told, trade: fact(told, 2, lambda said: said["lines"].append("plain"), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    "a digest as a claim": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "...", "x"), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    "a payload too deep": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "more", nested(65)), trade.seller.key),
        ("credential", "credentials[2]"),
    ),
    "a payload far too deep": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "more", nested(600)), trade.seller.key),
        ("credential", "credentials[2]"),
    ),
    "a payload just deep enough": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "more", nested(63)), trade.seller.key),
        ("proof", "credentials[2]"),
    ),
    "a disclosure too deep": (lambda told, trade: disclosed(told, trade, nested(64)), ("disclosure", "credentials[2]")),
    "a disclosure just deep enough": (
        lambda told, trade: disclosed(told, trade, nested(63)),
        ("proof", "credentials[2]"),
    ),
    "no subject at all": (
        lambda told, trade: fact(told, 2, lambda said: said.pop("subject"), trade.seller.key),
        ("subject", "credentials[2]"),
    ),
    "a head of a number too large": (
        _head(lambda head: set_to(head["chains"], next(iter(head["chains"])), [2**53, "0" * 64])),
        ("head", "subjects[0]"),
    ),
    "a head of more facts than anybody has": (
        _head(lambda head: set_to(head["chains"], next(iter(head["chains"])), [2**53 - 1, "0" * 64])),
        ("gap", "subjects[0]"),
    ),
    "a fact without a kind": (
        lambda told, trade: fact(told, 2, lambda said: said.pop("kind"), trade.seller.key),
        ("kind", "credentials[2]"),
    ),
    "a disclosure twice": (_disclosed_twice, ("disclosure", "credentials[2]")),
    "digests of another algorithm": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "_sd_alg", "sha-512"), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    "digests that are no list": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "_sd", "x"), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    "a reserved name within a value": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "more", [{"a": {"_sd": []}}]), trade.seller.key),
        ("disclosure", "credentials[2]"),
    ),
    "a payload that is a list": (_payload_list, ("credential", "credentials[2]")),
    "a kind that is none": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "kind", "exchange.loved/1"), trade.seller.key),
        ("kind", "credentials[2]"),
    ),
    "a fact changed after it was logged": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "recorded", "2020"), trade.seller.key),
        ("proof", "credentials[2]"),
    ),
    "a subject that is not there": (
        lambda told, trade: fact(told, 2, lambda said: set_to(said, "subject", "0" * 64), trade.seller.key),
        ("subject", "credentials[2]"),
    ),
    "the number withheld": (_without("seq"), ("undisclosed", "credentials[0]")),
    "the one before withheld": (_without("previous"), ("undisclosed", "credentials[3]")),
    "the level withheld": (_without("level"), ("undisclosed", "credentials[4]")),
    "proofs of another fact": (_another_entry, ("proof", "credentials[2]")),
    "a proof for a log that is not there": (
        lambda told, _: set_to(told["credentials"][2]["proofs"][0], "log", 9),
        ("proof", "credentials[2]"),
    ),
    "no proof from the author's log": (
        lambda told, _: set_to(told["credentials"][2], "proofs", told["credentials"][2]["proofs"][1:]),
        ("proof", "credentials[2]"),
    ),
    "the buyer's head left out": (_heads(lambda heads, _: heads[:1]), ("head", "subjects[0]")),
    "a head twice": (_heads(lambda heads, _: [*heads, heads[0]]), ("head", "subjects[0]")),
    "a head that is no token": (_heads(lambda heads, _: ["x", *heads[1:]]), ("head", "subjects[0]")),
    "a head on another subject": (
        _heads(lambda heads, trade: [trade.seller.head(subject("order")), heads[1]]),
        ("head", "subjects[0]"),
    ),
    "a head by another": (_head(lambda head: set_to(head, "iss", "x")), ("head", "subjects[0]")),
    "a head with more in it": (_head(lambda head: set_to(head, "more", 1)), ("head", "subjects[0]")),
    "a head without a time": (_head(lambda head: set_to(head, "iat", "now")), ("head", "subjects[0]")),
    "a head of a strange chain": (_head(lambda head: set_to(head, "chains", {"x": [1, "0"]})), ("head", "subjects[0]")),
    "a token of another type for a head": (_head(lambda _: None, FACT), ("head", "subjects[0]")),
    "an old head": (
        _heads(lambda heads, trade: [heads[0], trade.buyer.head(subject("invoice"), trade.seller, time=NOW - 8 * DAY)]),
        ("age", "subjects[0]"),
    ),
    "a head of a time to come": (_head(lambda head: set_to(head, "iat", NOW + 61)), ("age", "subjects[0]")),
    "an original that no fact names": (
        lambda told, _: told["originals"].append("AAAA"),
        ("original", "originals[1]"),
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_dossier_with_a_fault(name: str) -> None:
    trade = full()
    told = json.loads(trade.data)
    change, expected = CHANGES[name]
    change(told, trade)
    assert refused(bound(told, trade), trade) == expected


def test_a_fact_left_out_leaves_a_gap() -> None:
    trade = full()
    told = json.loads(trade.data)
    del told["credentials"][-1]
    assert refused(bound(told, trade), trade) == ("gap", "subjects[0]")


def test_a_fact_beyond_all_heads_is_no_gap_less() -> None:
    trade = full()
    heads = {one: trade.heads(one) for one in trade.subjects}
    trade.acknowledged("undertaking")
    told = json.loads(trade.data)
    for one in told["subjects"]:
        one["heads"] = list(heads[one["id"]])
    assert refused(bound(told, trade), trade) == ("gap", "subjects[0]")


def test_two_heads_that_cannot_both_be_true() -> None:
    trade, other = full(), full()
    other.buyer.chains[subject("invoice")].pop()
    other.acknowledged("undertaking")
    told = json.loads(trade.data)
    told["subjects"][0]["heads"][1] = other.buyer.head(subject("invoice"), other.seller)
    assert refused(bound(told, trade), trade) == ("conflict", "subjects[0]")


@pytest.mark.parametrize(
    "attest",
    [
        lambda trade: trade.subjects.reverse(),
        lambda trade: trade.says(trade.seller, OFFERED, "invoice", document="invoice"),
        lambda trade: trade.said.append(replaced(trade.said[-1], author=trade.seller)),
        lambda trade: trade.says(trade.buyer, ACKNOWLEDGED, "invoice", of="0" * 64, level="approved"),
        lambda trade: trade.says(trade.buyer, WITHDRAWN, "invoice", of=trade.invoice.entry.hex()),
        lambda trade: trade.says(trade.carrier, ACKNOWLEDGED, "loose", of="0" * 64, level="approved"),
    ],
    ids=[
        "the first subject is no invoice",
        "two offers on one subject",
        "a fact that two companies say is theirs",
        "about a fact that is not there",
        "another's fact withdrawn",
        "no offer on a subject",
    ],
)
def test_chains_that_do_not_fit(attest: Callable[[Trade], object]) -> None:
    trade = full()
    attest(trade)
    reason, where = refused(trade.data, trade)
    assert (reason, where and where.partition("[")[0]) == ("chain", "subjects")


@pytest.mark.parametrize("change", [{"seq": 2}, {"previous": "0" * 64}], ids=["a number twice", "out of line"])
def test_a_chain_that_is_none(change: dict[str, Any]) -> None:
    trade = full()
    last = trade.buyer.chains[subject("invoice")][-1].entry.hex()
    said = {"seq": 5, "previous": last, "of": trade.invoice.entry.hex(), "level": "matched"}
    trade.odd(ACKNOWLEDGED, "invoice", **(said | change))
    assert refused(trade.data, trade) == ("chain", "subjects[0]")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"audience": "another.example"}, "audience"),
        ({"nonce": "another"}, "nonce"),
        ({"now": NOW + 8 * DAY}, "age"),
        ({"now": NOW - 70}, "age"),
    ],
)
def test_a_presentation_for_others(change: dict[str, Any], reason: str) -> None:
    trade = full()
    assert refused(trade.data, trade, **change) == (reason, None)


def test_a_stolen_dossier_cannot_be_presented_by_another() -> None:
    trade = full()
    thief = CompanyKey.first(seed("thief"))
    dossier = trade.unbound()
    stolen = replace(
        dossier, keys=(*dossier.keys, replace(dossier.keys[0], company=thief.company, public_key=thief.public_key))
    )
    shown = replace(stolen, binding=presented(stolen, thief, CHALLENGE, NOW - 5))
    assert refused(shown.data, trade) == ("credential", "credentials[0]")
    assert refused(replace(shown, binding=trade.bound(dossier).binding).data, trade) == ("binding", None)
    replayed = replace(dossier, binding=presented(dossier, trade.seller.key, Challenge(audience="a", nonce="b"), NOW))
    assert refused(replayed.data, trade) == ("audience", None)


def _binding(change: Callable[[Told, Told], object], trade: Trade) -> bytes:
    """A presentation in which the first or the second token says something else."""
    told = json.loads(trade.data)
    first, second = told["binding"].split("~")
    issued, held = payload_of(first), payload_of(second)
    change(issued, held)
    key = trade.seller.key
    first = token(issued, key, PRESENTATION)
    if "sd_hash" in held and held["sd_hash"] != "x":
        held["sd_hash"] = digest(f"{first}~")
    second = sign_jws(canonical_json(held), key.seed, "kb+jwt")
    return canonical_json({**told, "binding": f"{first}~{second}"})


BINDINGS: dict[str, Callable[[Told, Told], object]] = {
    "more than it must": lambda issued, _: set_to(issued, "more", 1),
    "another's key": lambda issued, _: issued["cnf"]["jwk"].update(x="B" * 43),
    "by another company": lambda issued, _: set_to(issued, "iss", "x"),
    "about something else": lambda issued, _: set_to(issued, "sub", "0" * 64),
    "over something else": lambda issued, _: set_to(issued, "content", "x"),
    "no time": lambda issued, _: set_to(issued, "iat", "now"),
    "the holder's token without a time": lambda _, held: set_to(held, "iat", bool(1)),
    "the holder's token with more": lambda _, held: set_to(held, "more", 1),
    "the holder's token without an audience": lambda _, held: held.pop("aud"),
    "the holder's token over something else": lambda _, held: set_to(held, "sd_hash", "x"),
}


@pytest.mark.parametrize("name", BINDINGS)
def test_a_presentation_with_a_fault(name: str) -> None:
    trade = full()
    assert refused(_binding(BINDINGS[name], trade), trade) == ("binding", None)


def test_a_presentation_before_it_was_issued() -> None:
    trade = full()
    assert refused(_binding(lambda issued, _: set_to(issued, "iat", NOW), trade), trade) == ("age", None)


@pytest.mark.parametrize("binding", ["", "x", "x~", "x~y", "x~y~z", "\u00e9~"])
def test_a_presentation_that_is_none(binding: str) -> None:
    trade = full()
    data = canonical_json({**json.loads(trade.data), "binding": binding})
    assert refused(data, trade) == ("binding", None)


def test_a_key_that_is_another_companys_in_the_trust_file() -> None:
    trade = full()
    false = CompanyKey(seed=seed("false"), company=trade.buyer.key.company)
    told = json.loads(trade.data)
    told["keys"].append({"company": false.company, "jwk": to_jwk(false.public_key)})
    assert refused(bound(told, trade), trade) == ("company", "keys[2]")


def test_a_log_that_is_another_companys_in_the_trust_file() -> None:
    trade = full()
    told = json.loads(trade.data)
    log = trade.carrier
    told["logs"].append(
        {
            "company": trade.buyer.key.company,
            "vkey": log.signer.verifier.vkey,
            "checkpoint": log.checkpoint(trade.witness),
        }
    )
    assert refused(bound(told, trade), trade) == ("log", "logs[2]")


def test_more_witnesses_than_there_are() -> None:
    trade = full()
    trust = trade.reader().trust
    assert trust is not None
    second = Cosigner(name="second.example", seed=seed("second"))
    quorum = Quorum(threshold=2, members=(trade.witness.verifier, second.verifier))
    assert refused(trade.data, trade, trust=replace(trust, quorum=quorum)) == ("witnesses", "logs[0]")
