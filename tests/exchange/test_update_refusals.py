"""Updates that do not hold, each named by its fault: the reason and the place are the ones that the format fixes."""

import json
import random
from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.exchange.proof.attested import OFFERED, PAID
from counterfoil.exchange.proof.company import CompanyKey, kid_of
from counterfoil.exchange.proof.credentials import TYP as FACT
from counterfoil.exchange.proof.dossier import Credential, Dossier, KeyOf, Subject, parse_dossier
from counterfoil.exchange.proof.heads import TYP as HEAD
from counterfoil.exchange.proof.heads import SubjectHead, sign_head
from counterfoil.exchange.proof.presentation import presented
from counterfoil.exchange.proof.reader import DAY
from counterfoil.exchange.proof.update import parse_update
from counterfoil.exchange.proof.updated import Renewed, verify_update
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.canonical import canonical_json
from counterfoil.log.key_binding import Challenge
from counterfoil.log.note import encode_base64
from counterfoil.log.sd_claims import digest
from exchange.damage import Told, change_leaf, damaged_by_the_holder, payload_of, token
from exchange.made import CHALLENGE, NOW, seed
from exchange.portfolios import Portfolio

Change = Callable[[Told, Portfolio], object]
SAMPLE, SHARES, SHARE = 250, 10, 500


class World:
    """A portfolio of two dossiers of two days, and an update with two new facts, that many tests look at."""

    def __init__(self) -> None:
        self.portfolio = Portfolio(2, is_of_one_day=False)
        self.portfolio.disputed(0)
        self.portfolio.trades[1].acknowledged("undertaking")
        self.update = self.portfolio.update()
        self.told: Told = json.loads(self.update.data)
        self.held = [one.data for one in self.portfolio.dossiers]
        self.reader = self.portfolio.reader()

    def damaged(self, change: Callable[[Told, Portfolio], object]) -> bytes:
        """The update after a change, with the holder's presentation over it."""
        told = json.loads(self.update.data)
        change(told, self.portfolio)
        return self.bound(told)

    def bound(self, told: Told) -> bytes:
        try:
            return self.portfolio.bound(parse_update(canonical_json({**told, "binding": ""}))).data
        except Exception:  # noqa: BLE001 - then it is no update, and nobody can sign one
            return json.dumps(told).encode()

    def answer(self, data: bytes, **changes: Any) -> Renewed:
        return verify_update(data, changes.pop("held", self.held), replace(self.reader, **changes))


@pytest.fixture(scope="module")
def world() -> World:
    return World()


def refused(found: Renewed) -> tuple[str | None, str | None]:
    assert not found.consistent
    assert (found.invoices, found.left_out, found.holder) == ((), (), None)
    assert found.message
    return found.reason, found.where


def test_the_world_holds(world: World) -> None:
    found = world.answer(world.update.data)
    assert [one.level for one in found.invoices] == [3, 5]
    assert len(world.update.consistency) == 4


def put(holder: Any, name: Any, value: Any) -> None:
    holder[name] = value


FORMS: dict[str, Change] = {
    "a dossier's format": lambda told, _: put(told, "format", "counterfoil-dossier/1"),
    "another version": lambda told, _: put(told, "format", "counterfoil-update/2"),
    "a member more": lambda told, _: put(told, "more", 1),
    "a member less": lambda told, _: told.pop("consistency"),
    "of nothing": lambda told, _: put(told, "of", []),
    "of a text": lambda told, _: put(told, "of", "x"),
    "of no digest": lambda told, _: put(told["of"], 0, "a" * 64),
    "of one file twice": lambda told, _: told["of"].append(told["of"][0]),
    "no subject": lambda told, _: put(told, "subjects", []),
    "a subject twice": lambda told, _: told["subjects"].append(told["subjects"][0]),
    "a size that is a text": lambda told, _: put(told["consistency"][0], "size", "1"),
    "a log that is negative": lambda told, _: put(told["consistency"][0], "log", -1),
    "a hash too short": lambda told, _: put(told["consistency"][0], "hashes", ["AAAA"]),
    "a proof too long": lambda told, _: put(told["consistency"][0], "hashes", [encode_base64(bytes(32))] * 64),
    "a proof twice": lambda told, _: told["consistency"].append(told["consistency"][0]),
    "a proof with more": lambda told, _: put(told["consistency"][0], "more", 1),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_file_of_another_form(name: str, world: World) -> None:
    assert refused(world.answer(world.damaged(FORMS[name]))) == ("form", None)


@pytest.mark.parametrize("data", [b"", b"[]", b"{", b"\xff", b" " * 20_000_001])
def test_what_is_no_update_at_all(data: bytes, world: World) -> None:
    assert refused(world.answer(data)) == ("form", None)


def test_a_dossier_is_no_update(world: World) -> None:
    assert refused(world.answer(world.held[0])) == ("form", None)


def test_a_file_that_was_brought_is_of_its_form(world: World) -> None:
    assert refused(world.answer(world.update.data, held=[*world.held, b"{}"])) == ("form", "with[2]")


def test_a_dossier_is_missing(world: World) -> None:
    for place in (0, 1):
        assert refused(world.answer(world.update.data, held=[world.held[1 - place]])) == ("base", f"of[{place}]")


def test_a_dossier_of_an_earlier_update_is_missing() -> None:
    portfolio = Portfolio(2)
    first = portfolio.update(time=NOW - DAY)
    second = portfolio.update([first])
    held = [portfolio.dossiers[0].data, first.data]
    assert refused(verify_update(second.data, held, portfolio.reader())) == ("base", f"{first.digest} of[1]")


def _of_dossier(change: Callable[[Told, Portfolio], object], world: World) -> tuple[Dossier, list[bytes]]:
    """The first dossier after a change, with its presentation over it, in the place of the one that was whole."""
    told = json.loads(world.held[0])
    change(told, world.portfolio)
    dossier = world.portfolio.shown(parse_dossier(canonical_json({**told, "binding": ""})))
    return dossier, [dossier.data, world.held[1]]


BASES: dict[str, tuple[Change, tuple[str, str]]] = {
    "a proof": (
        lambda told, _: told["credentials"][0]["proofs"][0]["hashes"].pop(),
        ("proof", " credentials[0]"),
    ),
    "a fact left out": (lambda told, _: told["credentials"].pop(), ("gap", " subjects[0]")),
    "a head left out": (lambda told, _: told["subjects"][0]["heads"].pop(), ("head", " subjects[0]")),
    "a checkpoint of another log": (
        lambda told, _: put(told["logs"][0], "checkpoint", told["logs"][1]["checkpoint"]),
        ("checkpoint", " logs[0]"),
    ),
}


@pytest.mark.parametrize("name", BASES)
def test_an_earlier_file_that_does_not_hold(name: str, world: World) -> None:
    change, (reason, where) = BASES[name]
    dossier, held = _of_dossier(change, world)
    of = [dossier.digest, world.told["of"][1]]
    data = world.damaged(lambda told, _: put(told, "of", of))
    assert refused(world.answer(data, held=held)) == (reason, dossier.digest + where)


def test_an_earlier_file_whose_presentation_is_not_over_it(world: World) -> None:
    told = json.loads(world.held[0])
    told["binding"] = json.loads(world.held[1])["binding"]
    found = world.answer(world.update.data, held=[canonical_json(told), world.held[1]])
    assert refused(found) == ("binding", world.told["of"][0])


def test_an_earlier_file_of_a_time_to_come(world: World) -> None:
    then = NOW - 60 * DAY
    found = world.answer(world.update.data, now=then)
    assert refused(found) == ("age", world.told["of"][0])


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"audience": "another.example"}, "audience"),
        ({"nonce": "another"}, "nonce"),
        ({"now": NOW + 8 * DAY}, "age"),
    ],
)
def test_a_presentation_for_others(change: dict[str, Any], reason: str, world: World) -> None:
    assert refused(world.answer(world.update.data, **change)) == (reason, None)


def test_a_presentation_that_is_not_over_it(world: World) -> None:
    told = {**world.told, "subjects": world.told["subjects"][::-1]}
    assert refused(world.answer(canonical_json(told))) == ("binding", None)
    bare = {**world.told, "binding": json.loads(world.held[0])["binding"]}
    assert refused(world.answer(canonical_json(bare))) == ("binding", None)


def test_an_update_shown_by_somebody_else() -> None:
    portfolio = Portfolio(1)
    thief = CompanyKey.first(seed("thief"))
    stolen = portfolio.unbound(portfolio.dossiers)
    shown = replace(stolen, keys=(KeyOf(company=thief.company, public_key=thief.public_key),))
    shown = replace(shown, binding=presented(shown, thief, CHALLENGE, NOW - 5))
    held = [one.data for one in portfolio.dossiers]
    assert refused(verify_update(shown.data, held, portfolio.reader())) == ("binding", "of[0]")
    replayed = replace(stolen, binding=presented(stolen, portfolio.seller.key, Challenge(audience="a", nonce="b"), NOW))
    assert refused(verify_update(replayed.data, held, portfolio.reader())) == ("audience", None)


def test_a_dossier_that_somebody_else_showed() -> None:
    ours, theirs = Portfolio(1), Portfolio(1, names=("Carrier", "Buyer", "Seller"))
    of = [*ours.dossiers, *theirs.dossiers]
    update = ours.bound(ours.unbound(of))
    found = verify_update(update.data, [one.data for one in of], ours.reader())
    assert refused(found) == ("binding", "of[1]")


def _together(one: Dossier, other: Dossier, portfolio: Portfolio, **changes: Any) -> Renewed:
    update = portfolio.update([one, other])
    return verify_update(update.data, [one.data, other.data], portfolio.reader(**changes))


def test_two_files_say_a_key_is_of_two_companies() -> None:
    portfolio = Portfolio(2)
    one, other = portfolio.dossiers
    stranger = CompanyKey.first(seed("stranger"))
    company = {name: KeyOf(company=kid_of(seed(name)), public_key=stranger.public_key) for name in ("x", "y")}
    one = portfolio.shown(replace(one, keys=(*one.keys, company["x"])))
    other = portfolio.shown(replace(other, keys=(*other.keys, company["y"])))
    assert refused(_together(one, other, portfolio)) == ("company", "of[1]")


def test_two_files_say_a_fact_is_of_two_companies() -> None:
    portfolio = Portfolio(2)
    one, other = portfolio.dossiers
    trade, seller = portfolio.trades[0], portfolio.seller
    order = next(fact for fact in one.credentials if payload_of(fact.sd_jwt)["subject"] == trade.order.subject)
    issued, _, rest = order.sd_jwt.partition("~")
    said = token(payload_of(issued) | {"iss": seller.key.company}, seller.key, FACT) + "~" + rest
    chains = {seller.key.company: (1, trade.order.entry.hex())}
    head = SubjectHead(signer=seller.key.company, subject=trade.order.subject, time=NOW - 30 * DAY - 30, chains=chains)
    other = replace(
        other,
        subjects=(*other.subjects, Subject(id=trade.order.subject, heads=(sign_head(head, seller.key),))),
        credentials=(*other.credentials, Credential(sd_jwt=said, proofs=order.proofs)),
    )
    assert refused(_together(one, portfolio.shown(other), portfolio)) == ("chain", "of[1]")


def test_two_files_disclose_two_claims_of_one_name() -> None:
    portfolio = Portfolio(1)
    trade = portfolio.trades[0]
    shown = [encode_base64url(canonical_json(["c2FsdA", "amount", amount])) for amount in ("1", "2")]
    said = trade.about(portfolio.buyer, PAID)
    payload = json.loads(said.payload)
    payload["_sd"] = sorted([*payload["_sd"], *map(digest, shown)])
    places = [(one, one.entries.index(said.entry)) for one in (portfolio.seller, portfolio.buyer)]
    said.payload = canonical_json(payload)
    for one, place in places:
        one.entries[place] = said.entry
    made, disclosed = list[Dossier](), dict(said.shown)
    for text in shown:
        said.shown = {**disclosed, "amount": text}
        made.append(portfolio.dossier(trade))
    portfolio.settled()
    assert refused(_together(made[0], made[1], portfolio)) == ("disclosure", "of[1]")
    update = portfolio.unbound(made[:1])
    update = portfolio.bound(replace(update, credentials=(trade.credential(said, portfolio.companies[:2]),)))
    found = verify_update(update.data, [made[0].data], portfolio.reader())
    assert refused(found) == ("disclosure", "credentials[0]")


def _rolled_back(told: Told, portfolio: Portfolio) -> None:
    """The seller's log as it stood before the second dossier."""
    entries = portfolio.seller.entries
    portfolio.seller.entries = entries[: len(entries) // 4]
    told["logs"][0]["checkpoint"] = portfolio.log(portfolio.seller).checkpoint
    portfolio.seller.entries = entries


def _forked(told: Told, portfolio: Portfolio) -> None:
    """The seller's log with another entry in the place of the first."""
    entries = portfolio.seller.entries
    portfolio.seller.entries = [seed("other"), *entries[1:]]
    told["logs"][0]["checkpoint"] = portfolio.log(portfolio.seller).checkpoint
    portfolio.seller.entries = entries


def _without_log(told: Told, portfolio: Portfolio) -> None:
    del told["logs"][1]
    told["consistency"] = [one for one in told["consistency"] if one["log"] == 0]


def _resigned(place: int, change: Callable[[Told], object]) -> Change:
    def resigned(told: Told, portfolio: Portfolio) -> None:
        issued, _, rest = told["credentials"][place]["sd_jwt"].partition("~")
        payload = payload_of(issued)
        change(payload)
        told["credentials"][place]["sd_jwt"] = token(payload, portfolio.buyer.key, FACT) + "~" + rest

    return resigned


def _by_the_seller(told: Told, portfolio: Portfolio) -> None:
    """A fact of the buyer's, that the first dossier has, said by the seller."""
    old = json.loads(portfolio.dossiers[0].data)["credentials"][0]
    issued, _, rest = old["sd_jwt"].partition("~")
    payload = payload_of(issued) | {"iss": portfolio.seller.key.company}
    text = token(payload, portfolio.seller.key, FACT) + "~" + rest
    said = portfolio.trades[0].order
    proof = portfolio.seller.proof(said, 0)
    hashes = list(map(encode_base64, proof.hashes))
    told["credentials"].append({"sd_jwt": text, "proofs": [{"log": 0, "index": proof.index, "hashes": hashes}]})


def _head(place: int, change: Callable[[Told], object]) -> Change:
    def changed(told: Told, portfolio: Portfolio) -> None:
        heads = told["subjects"][place]["heads"]
        head = payload_of(heads[0])
        change(head)
        heads[0] = token(head, portfolio.seller.key, HEAD)

    return changed


def _subject_left_out(told: Told, portfolio: Portfolio) -> None:
    left_out = portfolio.trades[1].subject("receipt")
    told["subjects"] = [one for one in told["subjects"] if one["id"] != left_out]


def _splice(name: str, place: int = 0) -> Change:
    """A part of an update of another portfolio of the same companies."""

    def spliced(told: Told, portfolio: Portfolio) -> None:
        del portfolio
        theirs = Portfolio(1)
        theirs.trades[0].says(theirs.buyer, OFFERED, "another", document="order")
        theirs.disputed(0)
        told[name][place] = json.loads(theirs.update().data)[name][place]

    return spliced


CHANGES: dict[str, tuple[Change, tuple[str, str | None]]] = {
    "of a file that nobody has": (lambda told, _: told["of"].append("A" * 43), ("base", "of[2]")),
    "of one file less, whose subjects are there": (lambda told, _: told["of"].pop(), ("consistency", "consistency[1]")),
    "a key said to be another company's": (
        lambda told, portfolio: told["keys"].append(
            json.loads(portfolio.dossiers[0].data)["keys"][0] | {"company": portfolio.carrier.key.company}
        ),
        ("company", "keys[0]"),
    ),
    "a key that the reader knows nobody by": (
        lambda told, portfolio: told["keys"].append(
            {
                "company": portfolio.buyer.key.company,
                "jwk": {"crv": "Ed25519", "kty": "OKP", "x": "s1Tm5SJIxS9wn1xuzVmWrEtIObwcMVx_9Rwe4d2MHP8"},
            }
        ),
        ("company", "keys[0]"),
    ),
    "a log rolled back": (_rolled_back, ("consistency", "logs[0]")),
    "a log with another history": (_forked, ("consistency", "logs[0]")),
    "a log of another company": (
        lambda told, portfolio: put(told["logs"][0], "company", portfolio.carrier.key.company),
        ("consistency", "of[0]"),
    ),
    "a log left out": (_without_log, ("consistency", "of[0]")),
    "a checkpoint that no witness saw": (
        lambda told, portfolio: put(told["logs"][0], "checkpoint", portfolio.seller.checkpoint()),
        ("witnesses", "logs[0]"),
    ),
    "an old checkpoint": (
        lambda told, portfolio: put(
            told["logs"][1], "checkpoint", portfolio.log(portfolio.buyer, NOW - 9 * DAY).checkpoint
        ),
        ("age", "logs[1]"),
    ),
    "a checkpoint of another log": (
        lambda told, _: put(told["logs"][0], "checkpoint", told["logs"][1]["checkpoint"]),
        ("checkpoint", "logs[0]"),
    ),
    "a consistency proof less": (lambda told, _: told["consistency"].pop(), ("consistency", "logs[1]")),
    "a hash of a consistency proof": (
        lambda told, _: put(told["consistency"][0]["hashes"], 0, encode_base64(seed("x"))),
        ("consistency", "logs[0]"),
    ),
    "a hash less": (lambda told, _: told["consistency"][0]["hashes"].pop(), ("consistency", "logs[0]")),
    "a consistency proof of another size": (
        lambda told, _: put(told["consistency"][0], "size", 1),
        ("consistency", "logs[0]"),
    ),
    "a consistency proof that nobody needs": (
        lambda told, _: told["consistency"].append({"log": 0, "size": 1, "hashes": []}),
        ("consistency", "consistency[4]"),
    ),
    "a consistency proof of no log": (
        lambda told, _: told["consistency"].append({"log": 9, "size": 1, "hashes": []}),
        ("consistency", "consistency[4]"),
    ),
    "a new fact without a proof": (
        lambda told, _: put(told["credentials"][0], "proofs", []),
        ("proof", "credentials[0]"),
    ),
    "proofs of another fact": (
        lambda told, _: put(told["credentials"][0], "proofs", told["credentials"][1]["proofs"]),
        ("proof", "credentials[0]"),
    ),
    "a new fact changed and signed": (
        _resigned(0, lambda said: put(said, "recorded", "2020")),
        ("proof", "credentials[0]"),
    ),
    "a new fact for another holder": (
        _resigned(0, lambda said: put(said, "cnf", {"kid": "x"})),
        ("credential", "credentials[0]"),
    ),
    "a new fact on a subject that is not there": (
        _resigned(1, lambda said: put(said, "subject", "0" * 64)),
        ("subject", "credentials[1]"),
    ),
    "a new fact of no kind": (_resigned(1, lambda said: said.pop("kind")), ("kind", "credentials[1]")),
    "a new fact twice": (
        lambda told, _: told["credentials"].append(told["credentials"][0]),
        ("chain", "credentials[2]"),
    ),
    "an old fact that another says too": (_by_the_seller, ("chain", "credentials[2]")),
    "a new fact left out": (lambda told, _: told["credentials"].pop(0), ("gap", "subjects[0]")),
    "a subject left out": (_subject_left_out, ("subject", "of[1]")),
    "a subject with nothing on it": (
        lambda told, portfolio: told["subjects"].append(
            {
                "id": "0" * 64,
                "heads": [
                    token(
                        {"iss": portfolio.seller.key.company, "sub": "0" * 64, "iat": NOW, "chains": {}},
                        portfolio.seller.key,
                        HEAD,
                    )
                ],
            }
        ),
        ("chain", "subjects[6]"),
    ),
    "a head less": (lambda told, _: told["subjects"][2]["heads"].pop(), ("head", "subjects[2]")),
    "no head": (lambda told, _: put(told["subjects"][2], "heads", []), ("head", "subjects[2]")),
    "a head that says more": (
        _head(1, lambda head: put(head["chains"], next(iter(head["chains"])), [9, "0" * 64])),
        ("gap", "subjects[1]"),
    ),
    "a head that says something else": (
        _head(1, lambda head: put(head["chains"], next(iter(head["chains"])), [1, "0" * 64])),
        ("conflict", "subjects[1]"),
    ),
    "an old head": (_head(1, lambda head: put(head, "iat", NOW - 8 * DAY)), ("age", "subjects[1]")),
    "the heads of the dossier": (
        lambda told, portfolio: put(told["subjects"], 1, json.loads(portfolio.dossiers[0].data)["subjects"][1]),
        ("age", "subjects[1]"),
    ),
    "an original that no fact names": (lambda told, _: told["originals"].append("AAAA"), ("original", "originals[0]")),
    "a log of another portfolio": (_splice("logs"), ("consistency", "logs[0]")),
    "a head of another portfolio": (_splice("subjects"), ("conflict", "subjects[0]")),
    "a fact of another portfolio": (_splice("credentials"), ("subject", "credentials[0]")),
    "a consistency proof of another portfolio": (_splice("consistency"), ("consistency", "logs[0]")),
}


@pytest.mark.parametrize("name", CHANGES)
def test_an_update_with_a_fault(name: str, world: World) -> None:
    change, expected = CHANGES[name]
    assert refused(world.answer(world.damaged(change))) == expected


def proven(found: Renewed) -> set[tuple[str | None, ...]]:
    return {(one.subject, it.evidence, it.by, it.id, it.level) for one in found.invoices for it in one.evidence}


def no_more_than_the_whole(world: World, numbers: range) -> set[str | None]:
    whole = world.answer(world.update.data)
    levels, reasons = {one.subject: one.level for one in whole.invoices}, set[str | None]()
    for number in numbers:
        chance, told = random.Random(number), json.loads(world.update.data)
        how = damaged_by_the_holder(chance, told, world.portfolio.trades[0]) if number % 2 else "a value"
        if how == "a value":
            change_leaf(chance, told)
        found = world.answer(world.bound(told))
        reasons.add(found.reason)
        assert proven(found) <= proven(whole), (number, how)
        assert all(one.level <= levels[one.subject] for one in found.invoices), (number, how)
        assert len(found.invoices) in ({1, 2} if found.consistent else {0}), (number, how)
    return reasons


def test_no_damage_makes_an_update_prove_more(world: World) -> None:
    assert len(no_more_than_the_whole(world, range(SAMPLE))) > 10


@pytest.mark.soak
@pytest.mark.parametrize("share", range(SHARES))
def test_no_damage_of_many_makes_an_update_prove_more(share: int, world: World) -> None:
    no_more_than_the_whole(world, range(share * SHARE, (share + 1) * SHARE))
