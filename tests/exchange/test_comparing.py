"""A log that shows each witness another history: random ones, of which none is missed and no honest one accused."""

import random
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

import pytest

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.witnessing.comparing import compare
from counterfoil.exchange.witnessing.forks import FORK_SEEN, checkpoint_in, evidence_against
from counterfoil.exchange.witnessing.watching import head_of
from counterfoil.exchange.witnessing.witness import Evidence, verify_fork
from counterfoil.flow.verify import verify_home
from counterfoil.log.add_checkpoint import format_add_checkpoint
from counterfoil.log.checkpoint import Checkpoint, sign_checkpoint
from counterfoil.log.merkle import leaf_hashes, root
from counterfoil.log.note import Signer
from counterfoil.log.proof import consistency_proof
from counterfoil.log.tiles import parse_path
from exchange.network import Network, Node, acquaint
from exchange.offices import Watch

SIZE_MAX = 200


class Log:
    """A log with several histories, of which it serves one at a time; a Node as far as the network can tell."""

    def __init__(self, number: int) -> None:
        self.signer = Signer(name=f"log{number}.example", seed=sha256(b"log %d" % number).digest())
        self.url = f"https://log{number}.example"
        self.branches: list[list[bytes]] = [[]]
        self.served: list[bytes] = []
        self.status = 404

    @property
    def peer(self) -> Peer:
        return Peer(company="l" * 43, name="Shady", keys=(), logs=(self.signer.verifier.vkey,), url=self.url)

    def note(self, entries: list[bytes]) -> bytes:
        hashes = leaf_hashes(entries)
        return sign_checkpoint(Checkpoint(origin=self.signer.name, size=len(hashes), root=root(hashes)), self.signer)

    def request(self, old: int, entries: list[bytes]) -> bytes:
        leaves = b"".join(leaf_hashes(entries))
        proof = consistency_proof(old, len(entries), lambda tile: leaves) if 0 < old <= len(entries) else []
        return format_add_checkpoint(old, proof, self.note(entries))

    def answer(self, path: str) -> Reply:
        tile = parse_path(path.removeprefix("/log/"))
        if tile is None or tile.level or tile.index or tile.width > len(self.served):
            return Reply(status=self.status, body=b"")
        return Reply(status=200, body=b"".join(leaf_hashes(self.served[: tile.width])))


@pytest.fixture
def witnesses(tmp_path: Path, network: Network, clock: Watch) -> tuple[Node, Node]:
    made = network.add(tmp_path, "Buyer", clock), network.add(tmp_path, "Carrier", clock)
    acquaint(*made)
    return made


def watch(log: Log, network: Network, *nodes: Node) -> None:
    network.nodes[log.url] = log  # type: ignore[assignment]
    for node in nodes:
        node.peers = [log.peer, *(peer for peer in node.peers if peer.name != "Shady")]


def submit(log: Log, entries: list[bytes], node: Node) -> int:
    """As any log does: from the size that the witness knows."""
    reply = node.hear(log.request(head_of(node.home, log.signer.name).size, entries)).reply
    return reply.status


def compared(node: Node, network: Network, clock: Watch) -> list[str]:
    return compare(node.home, node.logbook, network, node.peers, clock())


def entries_named(name: str, count: int) -> list[bytes]:
    return [b"%s %d" % (name.encode(), number) for number in range(count)]


def assert_fork(evidence: Evidence, log: Log) -> None:
    keys = [log.signer.verifier]
    verify_fork(evidence.known, evidence.signed, keys, log.signer.name, evidence.prefix, evidence.proof)


BASE = entries_named("base", 6)
ONE, OTHER = [*BASE, *entries_named("one", 10)], [*BASE, *entries_named("other", 20)]


def test_two_sizes_of_one_history_are_no_fork(witnesses: tuple[Node, Node], network: Network, clock: Watch) -> None:
    log = Log(0)
    watch(log, network, *witnesses)
    log.served = OTHER
    assert submit(log, OTHER[:9], witnesses[0]) == submit(log, OTHER, witnesses[1]) == 200
    for node in witnesses:
        assert compared(node, network, clock) == []
        assert list(evidence_against(node.home)) == []


def test_two_histories_of_two_sizes_are_proven_by_the_tiles(
    witnesses: tuple[Node, Node], network: Network, clock: Watch
) -> None:
    log = Log(0)
    watch(log, network, *witnesses)
    log.served = OTHER
    assert submit(log, ONE, witnesses[0]) == submit(log, OTHER, witnesses[1]) == 200
    for node in witnesses:
        (line,) = compared(node, network, clock)
        assert "Shady shows two histories" in line
        (evidence,) = evidence_against(node.home, log.signer.name)
        assert evidence.kind == "fork"
        assert_fork(evidence, log)
        assert [row.kind for row in node.home.store.facts()].count(FORK_SEEN) == 1
        assert compared(node, network, clock) == []
        assert verify_home(node.home).damages == ()
    # Who is shown the evidence need not believe it: what it rests on is looked at.
    for prefix, proof in ((bytes(32), evidence.proof), (evidence.prefix, ()), (b"", ())):
        with pytest.raises(ProofError):
            verify_fork(evidence.known, evidence.signed, [log.signer.verifier], log.signer.name, prefix, proof)


def test_a_beginning_that_agrees_proves_nothing() -> None:
    log = Log(0)
    leaves = b"".join(leaf_hashes(OTHER))
    proof = consistency_proof(9, 26, lambda tile: leaves)
    prefix = root(leaf_hashes(OTHER[:9]))
    with pytest.raises(ProofError, match="do not contradict"):
        verify_fork(log.note(OTHER), log.note(OTHER[:9]), [log.signer.verifier], log.signer.name, prefix, proof)


def test_a_log_that_hides_the_other_history_is_named(
    witnesses: tuple[Node, Node], network: Network, clock: Watch
) -> None:
    log = Log(0)
    watch(log, network, *witnesses)
    log.served = ONE
    assert submit(log, ONE, witnesses[0]) == submit(log, OTHER, witnesses[1]) == 200
    (line,) = compared(witnesses[0], network, clock)
    assert "was not proven to agree with the one with 16 facts" in line
    assert [one.kind for one in evidence_against(witnesses[0].home)] == ["unproven"]


def test_who_does_not_answer_now_accuses_nobody(witnesses: tuple[Node, Node], network: Network, clock: Watch) -> None:
    log = Log(0)
    watch(log, network, *witnesses)
    one, other = witnesses
    assert submit(log, ONE, one) == 200
    assert compared(one, network, clock) == []  # the other witness has cosigned nothing
    assert submit(log, OTHER, other) == 200
    log.status = 503
    assert compared(one, network, clock) == []
    network.down.add(log.url)
    assert compared(one, network, clock) == []
    network.down.add(other.url)
    assert compared(one, network, clock) == []
    assert list(evidence_against(one.home)) == []


def test_a_log_that_is_away_is_asked_once_for_all_that_was_refused(
    witnesses: tuple[Node, Node], network: Network, clock: Watch
) -> None:
    log = Log(0)
    watch(log, network, *witnesses)
    one, other = witnesses
    assert submit(log, ONE, one) == 200
    assert submit(log, OTHER, other) == 200
    for size in range(1, 30):
        one.hear(log.request(1, entries_named("odd", size)))
    network.down.add(log.url)
    network.asked.clear()
    assert compared(one, network, clock) == []
    assert [path for url, path, _ in network.asked if url == log.url] == ["/log/tile/0/000.p/16"]
    network.down.clear()
    log.served = ONE
    lines = compared(one, network, clock)
    while told := compared(one, network, clock):
        lines += told
    assert len(one.told) == 1  # of the size that was cosigned, at once
    assert len(list(evidence_against(one.home, log.signer.name))) == len(one.told + lines) == 30
    assert verify_home(one.home).damages == ()


def test_what_a_witness_makes_up_is_no_evidence(witnesses: tuple[Node, Node], network: Network, clock: Watch) -> None:
    log = Log(0)
    watch(log, network, *witnesses)
    assert submit(log, ONE, witnesses[0]) == 200
    other = Signer(name=log.signer.name, seed=bytes(32))
    head = Checkpoint(origin=other.name, size=3, root=bytes(32))
    line = witnesses[1].office.identity.cosigner.cosign(head, 1_800_000_000).line.encode()
    for body in (sign_checkpoint(head, other) + line, log.note(ONE), b"", sign_checkpoint(head, other)):
        network.spoil = lambda path, reply, body=body: Reply(status=200, body=body)  # type: ignore[misc]
        (told,) = compared(witnesses[0], network, clock)
        assert told.startswith("Carrier shows a false checkpoint of the log of Shady")
    assert list(evidence_against(witnesses[0].home)) == []


# --- Random histories -------------------------------------------------------------------------------------------------


class Seen(NamedTuple):
    """What a witness was shown: all that it cosigned, by size, and what else the log had signed."""

    cosigned: dict[int, list[bytes]]
    refused: list[list[bytes]]

    @property
    def entries(self) -> list[bytes]:
        """The tree that it stands for now."""
        return self.cosigned[max(self.cosigned)]

    @property
    def contradicted(self) -> set[int]:
        """The sizes at which the log had signed two trees."""
        trees = [*self.cosigned.values(), *self.refused]
        return {len(one) for one in trees for other in trees if len(one) == len(other) and one != other}


def play(log: Log, chance: random.Random, nodes: tuple[Node, Node]) -> list[Seen]:
    """The log grows, forks and goes back; what it shows to whom is by chance. A witness follows one history alone."""
    seen = [Seen({0: []}, []) for _ in nodes]
    for _ in range(chance.randrange(2, 14)):
        branch = chance.choice(log.branches)
        if chance.random() < 0.25:
            branch = branch[: chance.randrange(len(branch) + 1)]
            log.branches.append(branch)
        if len(branch) < SIZE_MAX:
            branch += [chance.randbytes(8) for _ in range(chance.choice([0, 1, 2, 4, 8, 16]))]
        side = chance.randrange(2)
        before, node = seen[side].entries, nodes[side]
        old = len(before) if chance.random() < 0.7 else chance.randrange(len(branch) + 1)
        status = node.hear(log.request(old, branch)).reply.status
        follows = old == len(before) and branch[:old] == before
        assert status == (
            200 if follows else 400 if old > len(branch) else 409 if old != len(before) or old == len(branch) else 422
        )
        if follows:
            seen[side].cosigned[len(branch)] = [*branch]
        else:
            seen[side].refused.append([*branch])
        assert head_of(node.home, log.signer.name).size == len(seen[side].entries)
    log.served = chance.choice([*log.branches, max((one.entries for one in seen), key=len)])
    return seen


def contradict(one: list[bytes], other: list[bytes]) -> bool:
    """Does neither tree begin the other?"""
    size = min(len(one), len(other))
    return one[:size] != other[:size]


def assert_found(number: int, network: Network, nodes: tuple[Node, Node], clock: Watch) -> None:
    """Wherever the log has signed two things that contradict each other it is named; nobody is accused for nothing."""
    log, chance = Log(number), random.Random(number)
    watch(log, network, *nodes)
    seen = play(log, chance, nodes)
    for node, each, other in zip(nodes, seen, reversed(seen), strict=True):
        before = list(evidence_against(node.home, log.signer.name))
        assert {checkpoint_in(one.signed).size for one in before if one.kind == "fork"} == each.contradicted
        told = compared(node, network, clock)
        after = list(evidence_against(node.home, log.signer.name))
        for evidence in after:
            if evidence.kind == "fork":
                assert_fork(evidence, log)
        shown = [each.entries, other.entries, *each.refused]
        if each.entries:
            assert not any(contradict(one, two) for one in shown for two in shown) or after
        if all(one == log.served[: len(one)] for one in shown):
            assert (told, after) == ([], [])
        assert compared(node, network, clock) == []


@pytest.mark.parametrize("part", range(4))
def test_random_histories(part: int, witnesses: tuple[Node, Node], network: Network, clock: Watch) -> None:
    for number in range(part * 15, part * 15 + 15):
        assert_found(number, network, witnesses, clock)
    assert all(verify_home(node.home).damages == () for node in witnesses)


@pytest.mark.soak
@pytest.mark.parametrize("part", range(20))
def test_a_thousand_random_histories(part: int, witnesses: tuple[Node, Node], network: Network, clock: Watch) -> None:
    for number in range(1000 + part * 50, 1050 + part * 50):
        assert_found(number, network, witnesses, clock)
    assert all(verify_home(node.home).damages == () for node in witnesses)
