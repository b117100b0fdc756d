"""A witness: each status of the protocol, what it keeps, and random histories in which no fork is ever cosigned."""

from hashlib import sha256
from http import HTTPStatus
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.exchange.reply import TEXT, Reply
from counterfoil.exchange.witnessing.witness import (
    Evidence,
    Head,
    Judgement,
    Watched,
    judge,
    monitoring_path,
    verify_fork,
)
from counterfoil.log import (
    EMPTY_ROOT,
    Checkpoint,
    Signer,
    consistency_proof,
    format_checkpoint,
    leaf_hashes,
    parse_vkey,
    root,
    sign_checkpoint,
    sign_note,
)
from counterfoil.log.add_checkpoint import format_add_checkpoint, parse_known_size
from counterfoil.log.cosignature import Cosigner, attach_cosignatures, open_witnessed
from counterfoil.log.note import encode_note

LOG = Signer(name="example.com/log", seed=bytes(32))
NEXT_KEY = Signer(name="example.com/log", seed=bytes(range(2, 34)))
WITNESS = Cosigner(name="witness.example/w1", seed=bytes(range(32)))
NOW = 1_800_000_000
ENTRIES = [b"%d" % number for number in range(12)]
FORKED = [*ENTRIES[:5], *(b"other %d" % number for number in range(7))]


def signed(entries: list[bytes], signer: Signer = LOG) -> bytes:
    return sign_checkpoint(checkpoint(entries), signer)


def checkpoint(entries: list[bytes]) -> Checkpoint:
    return Checkpoint(origin=LOG.name, size=len(entries), root=root(leaf_hashes(entries)))


def request(old: int, entries: list[bytes], signer: Signer = LOG) -> bytes:
    """The honest request of who has these entries."""
    leaves = b"".join(leaf_hashes(entries))
    proof = consistency_proof(old, len(entries), lambda tile: leaves) if 0 < old <= len(entries) else []
    return format_add_checkpoint(old, proof, signed(entries, signer))


def knowing(size: int = 0) -> dict[str, Watched]:
    """What is known after the honest tree of this size was cosigned."""
    fresh = {LOG.name: Watched(keys=(LOG.verifier,))}
    if not size:
        return fresh
    head = judge(request(0, ENTRIES[:size]), fresh, WITNESS, NOW).head
    assert head is not None
    return {LOG.name: Watched(keys=(LOG.verifier,), head=head)}


def answered(body: bytes, logs: dict[str, Watched], now: int = NOW) -> Judgement:
    return judge(body, logs, WITNESS, now)


def test_the_first_checkpoint_is_cosigned() -> None:
    judgement = answered(request(0, ENTRIES[:4]), knowing())
    assert judgement.reply == Reply(
        status=HTTPStatus.OK, body=WITNESS.cosign(checkpoint(ENTRIES[:4]), NOW).line.encode(), content_type=TEXT
    )
    assert (judgement.origin, judgement.evidence) == (LOG.name, None)
    assert judgement.head is not None
    assert (judgement.head.size, judgement.head.root, judgement.head.time) == (4, checkpoint(ENTRIES[:4]).root, NOW)


def test_the_log_takes_the_answer_and_the_witness_serves_the_same() -> None:
    judgement = answered(request(3, ENTRIES), knowing(3))
    assert judgement.head is not None
    attached = attach_cosignatures(signed(ENTRIES), judgement.reply.body, LOG.verifier, [WITNESS.verifier])
    assert attached == judgement.head.note
    witnessed = open_witnessed(attached, [LOG.verifier], [WITNESS.verifier], origin=LOG.name)
    assert witnessed.times == {WITNESS.verifier: NOW}
    assert monitoring_path(LOG.name) == f"{sha256(b'example.com/log').hexdigest()}/checkpoint"


@pytest.mark.parametrize("known", range(1, 12))
def test_every_tree_that_grew_is_cosigned(known: int) -> None:
    for size in range(known, 13):
        assert answered(request(known, ENTRIES[:size]), knowing(known)).reply.status == HTTPStatus.OK


def test_an_empty_tree_is_cosigned_and_stays_first() -> None:
    judgement = answered(request(0, []), knowing())
    assert judgement.head is not None
    assert (judgement.reply.status, judgement.head.size, judgement.head.root) == (HTTPStatus.OK, 0, EMPTY_ROOT)
    logs = {LOG.name: Watched(keys=(LOG.verifier,), head=judgement.head)}
    assert answered(request(0, ENTRIES), logs).reply.status == HTTPStatus.OK


def test_the_same_checkpoint_again_gets_a_newer_time() -> None:
    judgement = answered(request(4, ENTRIES[:4]), knowing(4), NOW + 60)
    assert judgement.reply.body == WITNESS.cosign(checkpoint(ENTRIES[:4]), NOW + 60).line.encode()


def test_a_clock_that_was_set_back_signs_no_earlier_time() -> None:
    judgement = answered(request(4, ENTRIES), knowing(4), NOW - 3600)
    assert judgement.head is not None
    assert judgement.head.time == NOW


def test_a_clock_that_was_days_ahead_does_not_make_all_that_follows_one_of_a_time_to_come() -> None:
    judgement = answered(request(4, ENTRIES), knowing(4), NOW - 3 * 86_400)
    assert judgement.head is not None
    assert judgement.head.time == NOW - 3 * 86_400


def test_either_key_of_a_log_will_do_and_both_are_kept() -> None:
    logs = {LOG.name: Watched(keys=(LOG.verifier, NEXT_KEY.verifier))}
    assert answered(request(0, ENTRIES, NEXT_KEY), logs).reply.status == HTTPStatus.OK
    both = sign_note(format_checkpoint(checkpoint(ENTRIES)), [LOG, NEXT_KEY])
    judgement = answered(format_add_checkpoint(0, [], both), logs)
    assert judgement.head is not None
    assert judgement.head.note == both + judgement.reply.body


def test_signatures_of_strangers_are_passed_over() -> None:
    stranger = Cosigner(name="witness.example/w2", seed=bytes(range(3, 35)))
    text = format_checkpoint(checkpoint(ENTRIES))
    note = encode_note(text, [stranger.cosign(checkpoint(ENTRIES), NOW), LOG.sign(text)])
    judgement = answered(format_add_checkpoint(0, [], note), knowing())
    assert judgement.head is not None
    assert judgement.head.note == signed(ENTRIES) + judgement.reply.body


def test_lines_that_a_log_adds_are_signed_with_it() -> None:
    extended = Checkpoint(origin=LOG.name, size=1, root=root(leaf_hashes(ENTRIES[:1])), extensions=("more",))
    judgement = answered(format_add_checkpoint(0, [], sign_checkpoint(extended, LOG)), knowing())
    assert judgement.reply.body == WITNESS.cosign(extended, NOW).line.encode()


def test_the_checkpoint_of_the_go_checksum_database(corpora: Path) -> None:
    folder = corpora / "vectors/go-sumdb"
    logs = {"go.sum database tree": Watched(keys=(parse_vkey((folder / "vkey").read_text().strip()),))}
    body = format_add_checkpoint(0, [], (folder / "checkpoint").read_bytes())
    judgement = answered(body, logs)
    assert judgement.reply.status == HTTPStatus.OK
    assert judgement.head is not None
    assert judgement.head.size == 35_225_469


def test_the_tessera_log_is_witnessed_from_its_tiles(corpora: Path) -> None:
    folder = corpora / "vectors/tessera-log"
    verifier = parse_vkey((folder / "vkey").read_text().strip())
    watched = Watched(keys=(verifier,))
    for size in range(16):
        old = watched.head.size
        proof = consistency_proof(old, size, lambda tile: (folder / tile.path).read_bytes()) if old else []
        body = format_add_checkpoint(old, proof, (folder / f"checkpoint.{size}").read_bytes())
        judgement = answered(body, {verifier.name: watched})
        assert judgement.head is not None
        watched = Watched(keys=(verifier,), head=judgement.head)
    assert watched.head.size == 15


@pytest.mark.parametrize(
    "body",
    {
        "empty": b"",
        "no-note": b"old 0\n\nhello",
        "malformed-note": b"old 0\n\n" + signed(ENTRIES)[:-1],
        "no-checkpoint": b"old 0\n\n" + sign_note("hello\n", [LOG]),
        "malformed-proof": b"old 4\nAAAA\n\n" + signed(ENTRIES),
        "old-larger-than-the-checkpoint": request(5, ENTRIES[:4]),
    }.items(),
    ids=lambda item: item[0],
)
def test_400_for_what_is_malformed(body: tuple[str, bytes]) -> None:
    judgement = answered(body[1], knowing(4))
    assert (judgement.reply.status, judgement.reply.content_type) == (400, TEXT)
    assert judgement.reply.body.endswith(b".\n")
    assert (judgement.head, judgement.evidence) == (None, None)


def test_403_for_what_the_log_did_not_sign() -> None:
    text, line = format_checkpoint(checkpoint(ENTRIES)).encode(), signed(ENTRIES).rpartition(b"\n\n")[2]
    others = signed(ENTRIES[:4]).rpartition(b"\n\n")[2]
    spelled = line.replace(b"=\n", b"\n")
    for note in (
        signed(ENTRIES, NEXT_KEY),
        *(text + b"\n" + wrong for wrong in (others, spelled, line + others, b"nobody\n")),
    ):
        judgement = answered(format_add_checkpoint(0, [], note), knowing())
        assert judgement == Judgement(reply=judgement.reply, origin=LOG.name)
        assert judgement.reply.status == 403


def test_404_for_a_log_that_nobody_named() -> None:
    judgement = answered(request(0, ENTRIES), {})
    assert judgement == Judgement(reply=judgement.reply, origin=LOG.name)
    assert judgement.reply.status == 404


@pytest.mark.parametrize("old", [0, 3, 5])
def test_409_for_another_old_size_says_which_one_is_known(old: int) -> None:
    judgement = answered(request(old, ENTRIES), knowing(4))
    assert judgement.reply == Reply(status=HTTPStatus.CONFLICT, body=b"4\n", content_type="text/x.tlog.size")
    assert parse_known_size(judgement.reply.body) == 4
    assert (judgement.head, judgement.evidence) == (None, None)


def test_422_for_a_proof_that_does_not_hold_is_kept() -> None:
    judgement = answered(format_add_checkpoint(4, [bytes(32)], signed(ENTRIES)), knowing(4))
    assert (judgement.reply.status, judgement.head) == (422, None)
    known = knowing(4)[LOG.name].head.note
    assert judgement.evidence == Evidence(kind="unproven", origin=LOG.name, known=known, signed=signed(ENTRIES))


def test_422_for_a_proof_where_there_is_nothing_to_prove() -> None:
    for body, logs in (
        (format_add_checkpoint(0, [bytes(32)], signed(ENTRIES)), knowing()),
        (format_add_checkpoint(4, [bytes(32)], signed(ENTRIES[:4])), knowing(4)),
    ):
        judgement = answered(body, logs)
        assert (judgement.reply.status, judgement.head) == (422, None)


def test_409_for_an_empty_tree_with_a_root() -> None:
    odd = Checkpoint(origin=LOG.name, size=0, root=bytes(32))
    judgement = answered(format_add_checkpoint(0, [], sign_checkpoint(odd, LOG)), knowing())
    assert (judgement.reply.status, judgement.reply.body, judgement.head) == (409, b"0\n", None)


def test_409_for_another_root_at_the_same_size_is_a_fork() -> None:
    """As the protocol has it: "If they don't match, the witness MUST respond with a 409 Conflict"."""
    judgement = answered(request(7, FORKED[:7]), knowing(7))
    assert (judgement.reply.status, judgement.reply.body, judgement.head) == (409, b"7\n", None)
    assert judgement.reply.content_type == "text/x.tlog.size"
    assert judgement.evidence is not None
    assert judgement.evidence.kind == "fork"
    verify_fork(judgement.evidence.known, judgement.evidence.signed, [LOG.verifier], LOG.name)


def test_a_fork_that_lies_back_shows_against_what_was_kept() -> None:
    """The answer is 409 as the protocol wants it, and the two notes are kept all the same."""
    earlier = {size: knowing(size)[LOG.name].head.note for size in (6, 8)}
    logs = {LOG.name: Watched(keys=(LOG.verifier,), head=knowing(10)[LOG.name].head, earlier=earlier)}
    assert answered(request(0, ENTRIES[:6]), logs).evidence is None
    assert answered(request(0, FORKED[:7]), logs).evidence is None
    judgement = answered(request(0, FORKED[:6]), logs)
    assert judgement.reply.status == 409
    assert judgement.evidence == Evidence(kind="fork", origin=LOG.name, known=earlier[6], signed=signed(FORKED[:6]))


def test_two_notes_prove_a_fork_only_where_they_contradict_each_other() -> None:
    keys = [LOG.verifier]
    verify_fork(signed(ENTRIES), signed(FORKED), keys, LOG.name)
    for one, other in ((ENTRIES, ENTRIES), (ENTRIES, FORKED[:8])):
        with pytest.raises(ProofError, match="do not contradict"):
            verify_fork(signed(one), signed(other), keys, LOG.name)
    with pytest.raises(ProofError):
        verify_fork(signed(ENTRIES), signed(FORKED, NEXT_KEY), keys, LOG.name)
    with pytest.raises(ProofError, match="is of"):
        verify_fork(signed(ENTRIES), signed(FORKED), keys, "example.com/elsewhere")


class Step(NamedTuple):
    """One request of a random history."""

    branch: int
    size: int
    old: int | None
    """None: what the witness knows."""
    fault: str
    clock: int


steps = st.builds(
    Step,
    branch=st.integers(0, 2),
    size=st.integers(0, 12),
    old=st.none() | st.none() | st.integers(0, 13),
    fault=st.sampled_from(["", "", "", "", "proof", "long", "signature"]),
    clock=st.integers(-100, 100),
)


@given(st.integers(0, 12), st.integers(0, 12), st.lists(steps, min_size=1, max_size=25))
def test_no_history_makes_a_witness_cosign_two_trees(first: int, second: int, history: list[Step]) -> None:
    """Three branches of one log, which part at random places; the entries themselves are the oracle."""
    branches = [
        ENTRIES,
        [*ENTRIES[:first], *(b"x%d" % number for number in range(12 - first))],
        [*ENTRIES[:second], *(b"y%d" % number for number in range(12 - second))],
    ]
    watched, cosigned, now = Watched(keys=(LOG.verifier,)), list[bytes](), NOW
    for step in history:
        now += step.clock
        entries = branches[step.branch][: step.size]
        old = len(cosigned) if step.old is None else step.old
        judgement = answered(spoiled(request(old, entries), step.fault), {LOG.name: watched}, now)
        honest = old == len(cosigned) and entries[:old] == cosigned and not step.fault
        assert (judgement.reply.status == HTTPStatus.OK) is honest
        assert (judgement.head is not None) is honest
        if judgement.head is not None:
            assert judgement.head.time >= watched.head.time
            watched, cosigned = grown(watched, judgement.head), entries
        else:
            assert judgement.reply.status in {400, 403, 409, 422}
            assert_forks_are_kept(judgement, watched, step, entries, cosigned)


def spoiled(body: bytes, fault: str) -> bytes:
    """The request with a fault in its proof or signature."""
    head, _, note = body.partition(b"\n\n")
    match fault:
        case "proof" if b"\n" in head:
            return head[:-44] + b"A" * 43 + b"=\n\n" + note
        case "proof" | "long":
            return head + b"\n" + b"A" * 43 + b"=\n\n" + note
        case "signature":
            return head + b"\n\n" + note.replace(signed_line(note), NEXT_KEY.sign("other\n").line.encode())
        case _:
            return body


def signed_line(note: bytes) -> bytes:
    return note.rpartition(b"\n\n")[2]


def grown(watched: Watched, head: Head) -> Watched:
    earlier = {**watched.earlier, watched.head.size: watched.head.note} if watched.head.note else watched.earlier
    return Watched(keys=watched.keys, head=head, earlier=earlier)


def assert_forks_are_kept(
    judgement: Judgement, watched: Watched, step: Step, entries: list[bytes], cosigned: list[bytes]
) -> None:
    """Another root at a size that was cosigned is a fork that anyone can check; there is no other that is proven."""
    contradicts = bool(watched.cosigned(len(entries))) and entries != cosigned[: len(entries)]
    if step.fault != "signature":
        assert (judgement.evidence is not None and judgement.evidence.kind == "fork") is contradicts
    if judgement.evidence is not None and judgement.evidence.kind == "fork":
        verify_fork(judgement.evidence.known, judgement.evidence.signed, watched.keys, LOG.name)
