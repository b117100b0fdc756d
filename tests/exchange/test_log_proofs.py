"""Proofs of shared facts in the logs of both: asked for, checked, kept; nothing for who does not share them."""

from pathlib import Path

import pytest

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange.halves.peers import ADDED, put_peer
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, OFFERED
from counterfoil.exchange.proof.dossier import SUBJECTS_MAX
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.witnessing.forks import evidence_against
from counterfoil.exchange.witnessing.log_proofs import BODY_MAX, LogProofs, answer_proofs, own_proofs, proofs_of, renew
from counterfoil.exchange.witnessing.published import newest_published
from counterfoil.log.canonical import canonical_json, read_canonical
from counterfoil.log.checkpoint import open_checkpoint
from counterfoil.log.cosignature import open_witnessed
from counterfoil.log.merkle import leaf_hash
from counterfoil.log.note import parse_vkey
from counterfoil.log.proof import verify_inclusion
from exchange.network import Network, Node, acquaint, changed
from exchange.offices import Watch, exchange

Nodes = tuple[Node, Node]


@pytest.fixture
def nodes(tmp_path: Path, network: Network, clock: Watch) -> Nodes:
    made = network.add(tmp_path, "Seller", clock), network.add(tmp_path, "Buyer", clock)
    acquaint(*made)
    for node in made:
        for peer in node.peers:
            node.office.write(lambda facts, node=node, peer=peer: put_peer(node.home.store, facts, peer, ADDED))  # type: ignore[misc]
    return made


OFFER = {"document": "invoice", "number": "INV-1", "payable": "119.00", "lines": [{"id": "1"}]}


def shared(nodes: Nodes) -> str:
    """A subject with a fact of each side, which both know."""
    seller, buyer = (node.office for node in nodes)
    said = seller.half.say(OFFERED, None, buyer.us, lambda: dict(OFFER), "counterfoil")
    assert said is not None
    assert exchange(seller, buyer, said.subject)
    claims = {"of": said.entry, "level": "received"}
    buyer.half.say(ACKNOWLEDGED, said.subject, seller.us, lambda: dict(claims), "counterfoil")
    assert exchange(buyer, seller, said.subject)
    return said.subject


def ask(here: Node, network: Network, *subjects: str) -> str:
    peer = here.peers[0]
    witnesses = [here.office.identity.cosigner.verifier]
    return renew(here.home, here.logbook, network, peer, subjects, here.home.clock(), witnesses)


def assert_proven(proofs: LogProofs | None, node: Node, *witnesses: Node) -> int:
    """All proofs lead to the checkpoint, which the node's log and these witnesses signed; how many there are."""
    assert proofs is not None
    assert proofs.vkey == node.home.vkey()
    log, keys = parse_vkey(proofs.vkey), [one.office.identity.cosigner.verifier for one in witnesses]
    witnessed = open_witnessed(proofs.checkpoint.encode(), [log], keys, origin=log.name)
    assert set(witnessed.times) == set(keys)
    for one in proofs.proofs:
        leaf = leaf_hash(bytes.fromhex(one.entry))
        verify_inclusion(one.index, witnessed.checkpoint.size, leaf, one.hashes, witnessed.checkpoint.root)
        assert proofs.of(one.entry) == one
    assert proofs.of("00" * 32) is None
    return len(proofs.proofs)


def test_both_logs_prove_what_both_attested(nodes: Nodes, network: Network) -> None:
    seller, buyer = nodes
    subject = shared(nodes)
    for node in nodes:
        node.turn(network)
    assert ask(seller, network, subject) == ask(buyer, network, subject) == ""
    entries = {one.entry for one in seller.office.half.facts(subject)}
    for here, there in (nodes, nodes[::-1]):
        kept = proofs_of(here.home, there.office.us, subject)
        assert assert_proven(kept, there, here) == 2
        own = own_proofs(here.home, [subject, subject])
        assert assert_proven(own, here, there) == 2
        assert kept is not None
        assert own is not None
        assert {one.entry for one in kept.proofs} == {one.entry for one in own.proofs} == entries


def test_what_is_not_published_yet_is_left_out(nodes: Nodes, network: Network) -> None:
    seller, buyer = nodes
    assert own_proofs(seller.home, []) is None
    buyer.publish()
    subject = shared(nodes)
    seller.publish()
    assert ask(seller, network, subject) == ""
    assert assert_proven(proofs_of(seller.home, buyer.office.us, subject), buyer) == 0
    buyer.publish()
    assert ask(seller, network, subject) == ""
    assert assert_proven(proofs_of(seller.home, buyer.office.us, subject), buyer) == 2
    assert assert_proven(own_proofs(seller.home, [subject]), seller) == 2


def test_where_nothing_is_published_it_is_asked_again_later(nodes: Nodes, network: Network) -> None:
    subject = shared(nodes)
    assert "answered 404 when asked for proofs" in ask(nodes[0], network, subject)
    assert proofs_of(nodes[0].home, nodes[1].office.us, subject) is None


def test_nothing_is_proven_to_who_does_not_share_it(nodes: Nodes, network: Network) -> None:
    seller, buyer = nodes
    subject = shared(nodes)
    seller.publish()
    body = canonical_json({"subjects": [subject, "ab" * 32, subject]})
    half = seller.office.half
    reply = answer_proofs(seller.home, buyer.office.us, body, half.partner)
    answered = read_canonical(reply.body)
    assert isinstance(answered, dict)
    assert len(answered["proofs"]) == 2
    for company, partner in (("somebody", half.partner), (buyer.office.us, lambda subject: None)):
        reply = answer_proofs(seller.home, company, body, partner)
        assert read_canonical(reply.body) == {"checkpoint": answered["checkpoint"], "proofs": []}


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"{}", b'{"subjects":"ab"}', b'{"subjects":[1]}', b'{"subjects":["ab"]}'),
        canonical_json({"subjects": ["AB" * 32]}),
        canonical_json({"subjects": [], "more": 1}),
        canonical_json({"subjects": ["ab" * 32] * (SUBJECTS_MAX + 1)}),
        b" " * (BODY_MAX + 1) + b'{"subjects":[]}',
    ],
)
def test_a_request_that_is_none_is_refused(nodes: Nodes, body: bytes) -> None:
    nodes[0].publish()
    assert answer_proofs(nodes[0].home, "c", body, lambda subject: "c").status == 400


def test_too_much_at_once_is_refused(nodes: Nodes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.exchange.witnessing.log_proofs._PROOFS_MAX", 1)
    subject = shared(nodes)
    nodes[0].publish()
    body = canonical_json({"subjects": [subject]})
    assert answer_proofs(nodes[0].home, "c", body, lambda subject: "c").status == 413


def test_many_subjects_are_asked_for_in_parts(nodes: Nodes, network: Network, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.exchange.witnessing.log_proofs.SUBJECTS_MAX", 1)
    subjects = [shared(nodes), shared(nodes)]
    nodes[1].publish()
    network.asked.clear()
    assert ask(nodes[0], network, *subjects) == ""
    assert len(network.asked) == 2
    assert [assert_proven(proofs_of(nodes[0].home, nodes[1].office.us, one), nodes[1]) for one in subjects] == [2, 2]


# --- Answers that do not hold -----------------------------------------------------------------------------------------


def spoiled(nodes: Nodes, network: Network, change: object) -> str:
    """A subject whose proofs come back with this in the place of the first proof, or of the whole answer."""
    subject = shared(nodes)
    nodes[1].turn(network)

    def spoil(path: str, reply: Reply) -> Reply:
        told = read_canonical(reply.body)
        assert isinstance(told, dict)
        proofs = [*told["proofs"]]
        if isinstance(change, dict) and isinstance(proofs[0], dict):
            proofs[0] = {**proofs[0], **change}
        body = change if isinstance(change, bytes) else canonical_json({**told, "proofs": proofs})
        return Reply(status=200, body=body)

    network.spoil = spoil
    return subject


@pytest.mark.parametrize(
    "change",
    [
        *(b"", b"[]", b'{"checkpoint":"","proofs":[]}', b'{"checkpoint":1,"proofs":[]}', b'{"proofs":[]}'),
        b'{"checkpoint":"","proofs":[],"more":1}',
        *({"entry": "00" * 32}, {"entry": "zz"}, {"index": 0}, {"index": "1"}, {"index": True}, {"index": -1}),
        *({"hashes": []}, {"hashes": [1]}, {"hashes": ["AA=="]}, {"hashes": ["A" * 43 + "="] * 64}, {"more": 1}),
    ],
)
def test_an_answer_that_does_not_hold_is_not_kept(nodes: Nodes, network: Network, change: object) -> None:
    subject = spoiled(nodes, network, change)
    with pytest.raises(ProofError):
        ask(nodes[0], network, subject)
    assert proofs_of(nodes[0].home, nodes[1].office.us, subject) is None


def test_a_log_that_is_not_the_partners_proves_nothing(nodes: Nodes, network: Network) -> None:
    seller, buyer = nodes
    subject = shared(nodes)
    buyer.publish()
    seller.peers = [changed(buyer.as_peer, logs=(seller.home.vkey(),))]
    with pytest.raises(ProofError, match="no log of its own"):
        ask(seller, network, subject)


def test_a_cosignature_of_ours_that_does_not_hold_is_refused(nodes: Nodes, network: Network) -> None:
    seller, buyer = nodes
    subject = shared(nodes)
    buyer.turn(network)
    published = newest_published(buyer.home)
    assert published is not None
    lines = published.note.decode().splitlines()
    assert len(lines) == 6
    forged = "\n".join([*lines[:-1], lines[-1][:-8] + "AAAAAAA=", ""]).encode()

    def spoil(path: str, reply: Reply) -> Reply:
        told = read_canonical(reply.body)
        assert isinstance(told, dict)
        return Reply(status=200, body=canonical_json({**told, "checkpoint": forged.decode()}))

    network.spoil = spoil
    with pytest.raises(ProofError, match="does not hold"):
        ask(seller, network, subject)


def test_an_older_state_of_the_log_is_not_taken(nodes: Nodes, network: Network) -> None:
    seller, buyer = nodes
    subject = shared(nodes)
    buyer.publish()
    asked = canonical_json({"subjects": [subject]})
    older = answer_proofs(buyer.home, seller.office.us, asked, buyer.office.half.partner)
    buyer.publish()
    assert ask(seller, network, subject) == ""
    kept = proofs_of(seller.home, buyer.office.us, subject)
    network.spoil = lambda path, reply: older
    assert "Buyer shows an older state of its log" in ask(seller, network, subject)
    assert proofs_of(seller.home, buyer.office.us, subject) == kept


def test_a_checkpoint_that_contradicts_what_we_cosigned_is_a_fork(
    nodes: Nodes, network: Network, tmp_path: Path, clock: Watch
) -> None:
    seller, buyer = nodes
    subject = shared(nodes)
    buyer.publish()
    other = buyer.copy(tmp_path / "other", clock)
    buyer.do()
    buyer.turn(network)
    other.publish()
    network.nodes[buyer.url] = other
    assert "Buyer shows two histories of its log" in ask(seller, network, subject)
    assert [one.kind for one in evidence_against(seller.home)] == ["fork"]
    assert proofs_of(seller.home, buyer.office.us, subject) is None
    buyer.home.store.close()


def test_damaged_files_give_no_wrong_proofs(nodes: Nodes, network: Network) -> None:
    seller, _ = nodes
    subject = shared(nodes)
    published = seller.publish(pad=512)
    assert open_checkpoint(published.note, parse_vkey(seller.home.vkey())).size == 512
    for file in (seller.home.path / "log" / "tile" / "1").rglob("*"):
        if file.is_file():
            file.write_bytes(bytes(len(file.read_bytes())))
    with pytest.raises(HomeError, match="Files of the log are damaged"):
        own_proofs(seller.home, [subject])
