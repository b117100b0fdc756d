"""Homes that witness each other: cosignatures are collected, forks and rollbacks are refused, kept and named."""

import random
from pathlib import Path

import pytest

from counterfoil.errors import HomeError
from counterfoil.exchange.reply import TEXT, Reply
from counterfoil.exchange.witnessing import cosigning, watching
from counterfoil.exchange.witnessing.comparing import compare
from counterfoil.exchange.witnessing.cosigning import cosigners
from counterfoil.exchange.witnessing.forks import FORK_SEEN, digest_of, evidence_against
from counterfoil.exchange.witnessing.log_tree import tree_reader
from counterfoil.exchange.witnessing.published import newest_published, published_at, stopped
from counterfoil.exchange.witnessing.watching import BODY_MAX, add_checkpoint, relearn, saw, witnessed
from counterfoil.exchange.witnessing.witness import monitoring_path, verify_fork
from counterfoil.flow.verify import verify_home
from counterfoil.log.add_checkpoint import format_add_checkpoint
from counterfoil.log.canonical import read_canonical
from counterfoil.log.checkpoint import Checkpoint, sign_checkpoint
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.note import Signer, note_text, parse_vkey, sign_note
from counterfoil.log.proof import consistency_proof
from exchange.network import Network, Node, changed, seen_by
from exchange.offices import Watch


def assert_sound(node: Node) -> None:
    verified = verify_home(node.home)
    assert (verified.damages, verified.notes) == ((), ())


def request_of(node: Node, old: int) -> bytes:
    """The honest request of a node about its newest checkpoint."""
    published = newest_published(node.home)
    assert published is not None
    proof = consistency_proof(old, published.size, tree_reader(node.home)) if old else []
    return format_add_checkpoint(old, proof, published.note)


# --- Homes that witness each other ------------------------------------------------------------------------------------


def test_each_cosigns_what_the_others_publish(nodes: tuple[Node, Node, Node], network: Network, clock: Watch) -> None:
    for turn in range(4):
        for node in nodes:
            node.do(turn)
            assert node.turn(network) == []
            others = [one for one in nodes if one is not node]
            assert seen_by(node, *others) == dict.fromkeys((one.url for one in others), int(clock.time.timestamp()))
            served = node.answer("/log/checkpoint").body
            for other in others:
                monitored = other.answer(f"/witness/{monitoring_path(node.home.origin())}")
                assert (monitored.status, monitored.content_type) == (200, TEXT)
                assert note_text(monitored.body) == note_text(served)
        clock.pass_by(3600)
    for node in nodes:
        assert not list(evidence_against(node.home))
        assert {one.company for one in cosigners(node.home).values()} == {one.company for one in node.peers}
        assert_sound(node)


def test_who_has_cosigned_is_not_asked_again(nodes: tuple[Node, Node, Node], network: Network) -> None:
    seller, *_ = nodes
    seller.turn(network)
    network.asked.clear()
    assert seller.collect(network) == []
    assert network.asked == []


def test_a_witness_that_was_away_cosigns_later(nodes: tuple[Node, Node, Node], network: Network) -> None:
    seller, buyer, carrier = nodes
    network.down.add(buyer.url)
    for _ in range(3):
        (line,) = seller.turn(network)
        assert "Buyer was not reached" in line
    assert set(seen_by(seller, buyer, carrier)) == {carrier.url}
    network.down.clear()
    network.asked.clear()
    assert seller.collect(network) == []
    assert set(seen_by(seller, buyer, carrier)) == {carrier.url, buyer.url}
    assert [url for url, _, _ in network.asked] == [buyer.url]


def test_a_witness_that_knows_another_size_is_asked_from_there(
    nodes: tuple[Node, Node, Node], network: Network
) -> None:
    """What we know of it was lost, as by a kill between its answer and our keeping it."""
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    seller.publish()
    with seller.home.store.writing():
        seller.home.store.drop_kept(cosigning.SHELF, [cosigning.name_of(key) for key in cosigners(seller.home)])
    network.asked.clear()
    assert seller.collect(network) == []
    assert [body.partition(b"\n")[0] for _, _, body in network.asked] == [b"old 0", b"old 4"]
    assert seen_by(seller, buyer)


def test_a_cosignature_is_had_again_where_it_was_lost(nodes: tuple[Node, Node, Node], network: Network) -> None:
    """The witness kept the checkpoint, and its answer got lost: it cosigns the same again."""
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    network.spoil = lambda path, reply: Reply(status=502, body=b"")
    (line,) = seller.turn(network)
    assert "answered 502" in line
    network.spoil = lambda path, reply: reply
    assert seller.collect(network) == []
    assert seen_by(seller, buyer)


def test_a_witness_sees_no_other_cosignatures(nodes: tuple[Node, Node, Node], network: Network) -> None:
    nodes[0].turn(network)
    assert {
        body.count("\N{EM DASH}".encode()) for _, path, body in network.asked if path.endswith("add-checkpoint")
    } == {1}


# --- Answers that do not help -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (200, b"", "something else than its cosignature"),
        (200, b"hello", "something else than its cosignature"),
        (200, b"x" * 100_000, "something else than its cosignature"),
        (403, b"", "another key of our log"),
        (404, b"", "has not added us"),
        (400, b"", "answered 400"),
        (429, b"", "answered 429"),
        (503, b"", "answered 503"),
        (409, b"", "did not say which size"),
        (409, b"0\n", "answered 409"),
        (409, b"4000\n", "shows nothing with our signature"),
        (422, b"", "shows nothing with our signature"),
    ],
)
def test_other_answers_are_told_and_stop_nothing(
    nodes: tuple[Node, Node, Node], network: Network, status: int, body: bytes, words: str
) -> None:
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    spoiled = Reply(status=status, body=body)
    network.spoil = lambda path, reply: spoiled if path.endswith("add-checkpoint") else reply
    (line,) = seller.turn(network)
    assert line.startswith("Buyer")
    assert words in line
    assert stopped(seller.home) is None
    assert seen_by(seller, buyer) == {}
    network.spoil = lambda path, reply: reply
    assert seller.collect(network) == []
    assert seen_by(seller, buyer)


def test_a_conflict_at_the_very_size_that_was_sent_says_that_our_log_goes_on_apart(
    nodes: tuple[Node, Node, Node], network: Network
) -> None:
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    published = seller.publish()
    conflict = Reply(status=409, body=f"{published.size}\n".encode())
    network.spoil = lambda path, reply: conflict if path.endswith("add-checkpoint") else reply
    (line,) = seller.collect(network)
    assert "does not follow what it has seen of it, but shows nothing with our signature" in line
    asked = [body.partition(b"\n")[0] for _, path, body in network.asked if path.endswith("add-checkpoint")]
    assert asked == [b"old 0", f"old {published.size}".encode()]
    assert stopped(seller.home) is None


def test_a_cosignature_of_something_else_is_not_taken(nodes: tuple[Node, Node, Node], network: Network) -> None:
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    other = Checkpoint(origin=seller.home.origin(), size=4, root=bytes(32))
    forged = buyer.office.identity.cosigner.cosign(other, 1_800_000_000).line.encode()
    network.spoil = lambda path, reply: Reply(status=200, body=forged)
    (line,) = seller.turn(network)
    assert "does not hold" in line
    assert seen_by(seller, buyer) == {}


def test_a_lie_of_a_witness_stops_nothing(nodes: tuple[Node, Node, Node], network: Network) -> None:
    """It says that it knows more, and shows a checkpoint of its own making."""
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    more = Checkpoint(origin=seller.home.origin(), size=400, root=bytes(32))
    cosigner = buyer.office.identity.cosigner
    forged = (
        sign_note(
            note_text(sign_checkpoint(more, Signer(name=more.origin, seed=bytes(32)))),
            [Signer(name=more.origin, seed=bytes(32))],
        )
        + cosigner.cosign(more, 1_800_000_000).line.encode()
    )
    network.spoil = lambda path, reply: (
        Reply(status=409, body=b"400\n") if path.endswith("add-checkpoint") else Reply(status=200, body=forged)
    )
    (line,) = seller.turn(network)
    assert "shows nothing with our signature" in line
    assert stopped(seller.home) is None


@pytest.mark.parametrize("status", [404, 200])
def test_a_witness_that_says_to_know_more_and_shows_nothing_stops_nothing(
    nodes: tuple[Node, Node, Node], network: Network, status: int
) -> None:
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    network.spoil = lambda path, reply: (
        Reply(status=409, body=b"400\n") if path.endswith("add-checkpoint") else Reply(status=status, body=b"")
    )
    (line,) = seller.turn(network)
    assert "shows nothing with our signature" in line
    assert stopped(seller.home) is None


def test_a_witness_that_contradicts_itself_stops_nothing(nodes: tuple[Node, Node, Node], network: Network) -> None:
    """It says that our log does not follow, and shows a checkpoint that it does follow."""
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    refusal = Reply(status=422, body=b"No.")
    network.spoil = lambda path, reply: refusal if path.endswith("add-checkpoint") else reply
    (line,) = seller.turn(network)
    assert "Buyer says that our log does not follow what it has seen of it, but shows nothing" in line
    assert stopped(seller.home) is None


# --- What a witness answers -------------------------------------------------------------------------------------------


def test_unknown_logs_and_broken_requests_are_refused_by_their_status(nodes: tuple[Node, Node, Node]) -> None:
    seller, buyer, _ = nodes
    seller.publish()
    body = request_of(seller, 0)
    assert buyer.hear(b"hello").reply.status == 400
    assert buyer.hear(b"old 1" + b"x" * BODY_MAX).reply.status == 413
    buyer.peers = []
    assert buyer.hear(body).reply.status == 404
    buyer.peers = [changed(seller.as_peer, logs=())]
    assert buyer.hear(body).reply.status == 404
    other = Signer(name=seller.home.origin(), seed=bytes(32)).verifier.vkey
    buyer.peers = [changed(seller.as_peer, logs=(other,))]
    assert buyer.hear(body).reply.status == 403
    # The key of a witness signs no checkpoint.
    witness = Cosigner(name=seller.home.origin(), seed=bytes(32)).verifier.vkey
    buyer.peers = [changed(seller.as_peer, logs=(witness,))]
    assert buyer.hear(body).reply.status == 404
    assert buyer.told == []


def test_whoever_claims_the_name_of_a_log_later_does_not_get_it(nodes: tuple[Node, Node, Node]) -> None:
    seller, buyer, carrier = nodes
    seller.publish()
    claim = Signer(name=seller.home.origin(), seed=bytes(32)).verifier.vkey
    buyer.peers = [seller.as_peer, changed(carrier.as_peer, logs=(claim,))]
    forged = sign_checkpoint(
        Checkpoint(origin=seller.home.origin(), size=9, root=bytes(32)),
        Signer(name=seller.home.origin(), seed=bytes(32)),
    )
    assert buyer.hear(format_add_checkpoint(0, [], forged)).reply.status == 403
    assert buyer.hear(request_of(seller, 0)).reply.status == 200


@pytest.mark.parametrize(
    "name", ["", "checkpoint", "00/checkpoint", "{}", "{}/checkpoint/", "{}/other", "../{}/checkpoint"]
)
def test_only_the_exact_path_is_monitored(nodes: tuple[Node, Node, Node], network: Network, name: str) -> None:
    seller, buyer, _ = nodes
    seller.turn(network)
    digest = digest_of(seller.home.origin()).hex()
    assert witnessed(buyer.home, f"{digest}/checkpoint").status == 200
    assert witnessed(buyer.home, f"{digest.upper()}/checkpoint").status == 404
    assert witnessed(buyer.home, f"{digest_of('other').hex()}/checkpoint").status == 404
    assert witnessed(buyer.home, name.format(digest)).status == 404


def test_a_head_survives_the_process(
    nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch
) -> None:
    seller, buyer, _ = nodes
    seller.turn(network)
    again = buyer.copy(tmp_path / "again", clock)
    assert again.hear(request_of(seller, 0)).reply == Reply(status=409, body=b"4\n", content_type="text/x.tlog.size")
    again.home.store.close()


def test_earlier_notes_are_kept_up_to_a_number(
    nodes: tuple[Node, Node, Node], network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "_EARLIER_MAX", 3)
    seller, buyer, _ = nodes
    sizes = []
    for _ in range(6):
        seller.turn(network)
        published = newest_published(seller.home)
        assert published is not None
        sizes.append(published.size)
    kept = [int.from_bytes(key[32:], "big") for key, _ in buyer.home.store.kept(watching.EARLIER)]
    assert kept == sizes[2:5]


# --- A log with two histories -----------------------------------------------------------------------------------------


def forked(node: Node, path: Path, clock: Watch) -> Node:
    """A copy of a home, after which both go on apart."""
    other = node.copy(path, clock)
    node.do(1)
    other.do(2)
    return other


def test_a_log_that_goes_on_apart_is_caught_and_named(
    nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch
) -> None:
    seller, buyer, carrier = nodes
    seller.turn(network)
    other = forked(seller, tmp_path / "other", clock)
    assert seller.turn(network) == []
    (line, *_) = other.turn(network)
    # The witness refuses, keeps both notes, records it in its own log and tells its people.
    assert len(buyer.told) == 1
    assert "Seller shows two histories of its log" in buyer.told[0]
    (evidence,) = evidence_against(buyer.home, seller.home.origin())
    verify_fork(evidence.known, evidence.signed, [parse_vkey(seller.home.vkey())], seller.home.origin())
    (fact,) = [row for row in buyer.home.store.facts() if row.kind == FORK_SEEN]
    claims = read_canonical(fact.claims or b"")
    assert (fact.subject, claims) == (
        digest_of(seller.home.origin()),
        {
            "origin": seller.home.origin(),
            "known": evidence.known.decode(),
            "signed": evidence.signed.decode(),
        },
    )
    assert_sound(buyer)
    # The copy was shown its own signature under what it does not know: it publishes nothing any more.
    assert "Nothing is published any more: Buyer shows" in line
    told = stopped(other.home)
    assert told is not None
    assert told.why == line
    verify_fork(told.note, evidence.signed, [parse_vkey(seller.home.vkey())], seller.home.origin())
    with pytest.raises(HomeError, match="Nothing is published any more"):
        other.publish()
    assert other.collect(network) == []
    # The history that was first goes on.
    assert seller.turn(network) == []
    assert set(seen_by(seller, buyer, carrier)) == {buyer.url, carrier.url}
    other.home.store.close()


def test_a_third_who_gets_both_notes_sees_the_fork(
    nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch
) -> None:
    """A split view: each witness is shown another history, and none of them contradicts itself."""
    seller, buyer, carrier = nodes
    seller.publish()
    other = forked(seller, tmp_path / "other", clock)
    seller.peers, other.peers = [buyer.as_peer], [carrier.as_peer]
    assert seller.turn(network) == other.turn(network) == []
    notes = [one.answer(f"/witness/{monitoring_path(seller.home.origin())}").body for one in (buyer, carrier)]
    verify_fork(notes[0], notes[1], [parse_vkey(seller.home.vkey())], seller.home.origin())
    # One of the witnesses gets the other's note, in whatever way.
    line = saw(buyer.home, buyer.logbook, seller.as_peer, notes[1], clock())
    assert "Seller shows two histories" in line
    assert saw(buyer.home, buyer.logbook, seller.as_peer, notes[1], clock()) == ""
    assert saw(buyer.home, buyer.logbook, seller.as_peer, notes[0], clock()) == ""
    assert len(list(evidence_against(buyer.home))) == 1
    assert_sound(buyer)
    other.home.store.close()


def test_a_rollback_is_refused(nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch) -> None:
    """An older copy of the home is put in its place and goes on, as if nothing had been after it."""
    seller, buyer, carrier = nodes
    seller.turn(network)
    older = seller.copy(tmp_path / "older", clock)
    for _ in range(3):
        seller.turn(network)
    older.do(1)
    (line, *_) = older.turn(network)
    assert "Nothing is published any more" in line
    (evidence,) = evidence_against(buyer.home)
    assert evidence.kind == "fork"
    for witness in (buyer, carrier):
        served = witness.answer(f"/witness/{monitoring_path(seller.home.origin())}").body
        published = newest_published(seller.home)
        assert published is not None
        assert note_text(served) == note_text(published.note)
    older.home.store.close()


def test_what_is_not_proven_is_kept_and_proven_when_the_other_history_gets_there(
    nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch
) -> None:
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    other = forked(seller, tmp_path / "other", clock)
    seller.turn(network)
    other.publish(pad=8)
    seen = published_at(seller.home, 8)
    assert seen is not None
    assert "Nothing is published" in other.collect(network)[0]
    (unproven,) = evidence_against(buyer.home)
    assert (unproven.kind, unproven.known.startswith(note_text(seen.note).encode())) == ("unproven", True)
    assert "was not proven to agree with the one with 8 facts" in buyer.told[0]
    assert [row for row in buyer.home.store.facts() if row.kind == FORK_SEEN] == []
    seller.turn(network)
    (fork,) = evidence_against(buyer.home)
    verify_fork(fork.known, fork.signed, [parse_vkey(seller.home.vkey())], seller.home.origin())
    assert "two histories" in buyer.told[1]
    assert_sound(buyer)
    other.home.store.close()


def test_a_fault_on_the_way_is_no_evidence_for_long(nodes: tuple[Node, Node, Node], network: Network) -> None:
    seller, buyer, _ = nodes
    seller.peers = [buyer.as_peer]
    seller.turn(network)
    published = seller.publish()
    spoiled = format_add_checkpoint(4, [bytes(32)], published.note)
    assert buyer.hear(spoiled).reply.status == 422
    assert buyer.hear(spoiled).told == ""
    assert [one.kind for one in evidence_against(buyer.home)] == ["unproven"]
    assert seller.collect(network) == []
    assert list(evidence_against(buyer.home)) == []
    assert len(buyer.told) == 1


def test_enough_evidence_is_enough(
    nodes: tuple[Node, Node, Node], network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterfoil.exchange.witnessing.forks._MAX", 5)
    seller, buyer, _ = nodes
    seller.turn(network)
    signer = Signer(name=seller.home.origin(), seed=seller.home.logbook()._signer.seed)
    for number in range(9):
        odd = Checkpoint(origin=signer.name, size=4, root=bytes([number]) * 32)
        buyer.hear(format_add_checkpoint(4, [], sign_checkpoint(odd, signer)))
    assert len(list(evidence_against(buyer.home, signer.name))) == len(buyer.told) == 5
    assert list(evidence_against(buyer.home, "other")) == []
    empty = Checkpoint(origin=signer.name, size=0, root=bytes(32))
    assert buyer.hear(format_add_checkpoint(0, [], sign_checkpoint(empty, signer))).reply.status == 409


def test_a_first_checkpoint_that_proves_nothing_is_told(nodes: tuple[Node, Node, Node], network: Network) -> None:
    seller, buyer, _ = nodes
    published = seller.publish()
    assert buyer.hear(format_add_checkpoint(0, [bytes(32)], published.note)).reply.status == 422
    assert "the one with 0 facts" in buyer.told[0]
    assert seller.collect(network) == []


# --- A witness that was brought back ----------------------------------------------------------------------------------


def test_our_own_signature_tells_what_we_have_cosigned(
    nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch
) -> None:
    seller, buyer, _ = nodes
    seller.turn(network)
    older = buyer.copy(tmp_path / "older", clock)
    seller.turn(network)
    served = seller.answer("/log/checkpoint").body
    cosigner = buyer.office.identity.cosigner
    assert relearn(older.home, seller.as_peer, cosigner, served)
    assert not relearn(older.home, seller.as_peer, cosigner, served)
    heads = [one.home.store.kept_at(watching.SHELF, digest_of(seller.home.origin())) for one in (buyer, older)]
    assert older.hear(request_of(seller, 4)).reply.body == b"8\n"
    assert all(heads)
    plain = seller.publish().note
    assert not relearn(older.home, seller.as_peer, cosigner, plain)
    older.home.store.close()


def test_the_answer_comes_after_the_keeping(
    nodes: tuple[Node, Node, Node], monkeypatch: pytest.MonkeyPatch, clock: Watch
) -> None:
    """Where the head cannot be kept there is no cosignature."""
    seller, buyer, _ = nodes
    seller.publish()

    def fail(*_: object) -> None:
        raise HomeError("The disk is full.")

    monkeypatch.setattr(buyer.home.store, "keep", fail)
    with pytest.raises(HomeError, match="full"):
        add_checkpoint(
            *(buyer.home, buyer.logbook, lambda _: buyer.peers, buyer.office.identity.cosigner),
            request_of(seller, 0),
            clock(),
        )
    monkeypatch.undo()
    assert buyer.hear(request_of(seller, 0)).reply.status == 200


# --- Random histories of real homes -----------------------------------------------------------------------------------


def go_apart(number: int, nodes: tuple[Node, Node, Node], network: Network, path: Path, clock: Watch) -> None:
    """A home is copied at some time, and both go on: whoever comes second to a witness is stopped, and is named."""
    chance, (seller, buyer, carrier) = random.Random(number), nodes
    for _ in range(chance.randrange(1, 4)):
        seller.do(chance.randrange(9))
        assert seller.turn(network) == []
    other = seller.copy(path, clock)
    for step in range(9):
        for home in chance.sample([seller, other], 2):
            if step and stopped(home.home) is None and chance.random() < 0.8:
                home.do(chance.randrange(1, 12))
                home.turn(network)
    is_stopped = [stopped(one.home) is not None for one in (seller, other)]
    assert is_stopped.count(True) == 1
    survivor, refused = (other, seller) if is_stopped[0] else (seller, other)
    published, told = newest_published(survivor.home), stopped(refused.home)
    assert published is not None
    assert told is not None
    assert set(seen_by(survivor, buyer, carrier)) == {buyer.url, carrier.url}
    for witness in (buyer, carrier):
        served = witness.answer(f"/witness/{monitoring_path(seller.home.origin())}").body
        assert note_text(served) == note_text(published.note)
    told_by = [*buyer.told, *compare(buyer.home, buyer.logbook, network, buyer.peers, clock())]
    assert "Seller" in told_by[0]
    evidence = list(evidence_against(buyer.home, seller.home.origin()))
    assert evidence
    if survivor is seller:
        assert "fork" in {one.kind for one in evidence}
    for node in (buyer, carrier, survivor):
        assert_sound(node)
    other.home.store.close()


@pytest.mark.parametrize("number", range(3))
def test_copies_that_go_on_apart(
    number: int, nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch
) -> None:
    go_apart(number, nodes, network, tmp_path / "other", clock)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(100, 160))
def test_many_copies_that_go_on_apart(
    number: int, nodes: tuple[Node, Node, Node], network: Network, tmp_path: Path, clock: Watch
) -> None:
    go_apart(number, nodes, network, tmp_path / "other", clock)
