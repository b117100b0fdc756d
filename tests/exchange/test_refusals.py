"""Dossiers that do not hold, each named by its fault: the reason and the place are the ones that the format fixes."""

import json
from collections.abc import Callable
from dataclasses import replace as replaced
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, OFFERED, WITHDRAWN
from counterfoil.exchange.proof.checkpoints import own_witness
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.presentation import presented
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.log.canonical import canonical_json
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.jwk import to_jwk
from counterfoil.log.key_binding import Challenge
from counterfoil.log.quorum import Quorum
from exchange.damage import bound
from exchange.faults import BINDINGS, CHANGES, FORMS, misbound, set_to
from exchange.made import CHALLENGE, NOW, Trade, full, seed, subject

DAY = 86_400


def refused(data: bytes, trade: Trade, **changes: Any) -> tuple[str | None, str | None]:
    found = verify_dossier(data, trade.reader(**changes))
    assert not found.consistent
    assert found.message
    return found.reason, found.where


@pytest.mark.parametrize("name", FORMS)
def test_a_file_of_another_form(name: str) -> None:
    trade = full()
    told = json.loads(trade.data)
    FORMS[name](told, trade)
    assert refused(json.dumps(told).encode(), trade)[0] == "form"


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b'{"format": 1, "format": 1}'])
def test_what_is_no_dossier_at_all(data: bytes) -> None:
    assert refused(data, full()) == ("form", None)


def test_a_dossier_without_end() -> None:
    trade = full()
    room = 20_000_000 - len(trade.data)
    assert verify_dossier(trade.data + b" " * room, trade.reader()).level == 5
    assert refused(trade.data + b" " * (room + 1), trade) == ("form", None)


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


@pytest.mark.parametrize("name", BINDINGS)
def test_a_presentation_with_a_fault(name: str) -> None:
    trade = full()
    assert refused(misbound(BINDINGS[name], trade), trade) == ("binding", None)


def test_a_presentation_before_it_was_issued() -> None:
    trade = full()
    assert refused(misbound(lambda issued, _: set_to(issued, "iat", NOW), trade), trade) == ("age", None)


@pytest.mark.parametrize("binding", ["", "x", "x~", "x~y", "x~y~z", "\u00e9~"])
def test_a_presentation_that_is_none(binding: str) -> None:
    trade = full()
    data = canonical_json({**json.loads(trade.data), "binding": binding})
    assert refused(data, trade) == ("binding", None)


def test_a_key_that_is_another_companys_in_the_trust_file() -> None:
    trade = full()
    false = CompanyKey(seed=seed("false"), company=trade.buyer.key.company)
    for one in (false, trade.carrier.key):
        told = json.loads(trade.data)
        told["keys"].append({"company": false.company, "jwk": to_jwk(one.public_key)})
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


def test_a_log_that_only_its_own_company_has_seen() -> None:
    trade = full()
    trade.witness = Cosigner(name=own_witness(trade.seller.signer.name), seed=seed("the seller's own witness"))
    assert refused(trade.data, trade) == ("witnesses", "logs[0]")
