"""Cosignatures: those of public witnesses, our own, and what a log does with the answer of a witness."""

import json
from base64 import b64decode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import (
    Checkpoint,
    Signature,
    Signer,
    Verifier,
    format_checkpoint,
    open_note,
    parse_vkey,
    sign_checkpoint,
)
from counterfoil.log.cosignature import Cosigner, attach_cosignatures, open_witnessed
from counterfoil.log.ed25519 import sign
from counterfoil.log.note import encode_note
from counterfoil.log.signature_type import COSIGNATURE, TIME_MAX, cosigned_message, encode_cosignature

LOG = Signer(name="example.com/log", seed=bytes(32))
WITNESS = Cosigner(name="witness.example/w1", seed=bytes(range(32)))
OTHER = Cosigner(name="witness.example/w2", seed=bytes(range(1, 33)))
HEAD = Checkpoint(origin=LOG.name, size=15, root=bytes(range(32)))
NOW = 1_679_315_147

PUBLIC_WITNESSES = [
    "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
    "staging.witness.transparency.goog/ring-any-bells+2e1a8dc9+BG5JTpLc3FJtwzgh1Uv+Qelz9qeOH2bfWjS1s0s+y4rL",
    "witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G",
]


def cosigned(*cosigners: Cosigner, time: int = NOW) -> bytes:
    return encode_note(
        format_checkpoint(HEAD),
        [LOG.sign(format_checkpoint(HEAD)), *(cosigner.cosign(HEAD, time) for cosigner in cosigners)],
    )


def test_public_witnesses_saw_a_checkpoint_of_rekor(corpora: Path) -> None:
    folder = corpora / "vectors/rekor-v2"
    bundle = json.loads((folder / "a.dsse.staging-rekor-v2.txt.sigstore.json").read_bytes())
    message = bundle["verificationMaterial"]["tlogEntries"][0]["inclusionProof"]["checkpoint"]["envelope"].encode()
    origin = message.partition(b"\n")[0].decode()
    logs = json.loads((folder / "staging.trusted_root.json").read_bytes())["tlogs"]
    keys = [Verifier(name=origin, public_key=b64decode(log["publicKey"]["rawBytes"])[-32:]) for log in logs]
    witnesses = [parse_vkey(vkey) for vkey in PUBLIC_WITNESSES]
    assert [witness.vkey for witness in witnesses] == PUBLIC_WITNESSES

    witnessed = open_witnessed(message, keys, witnesses, origin=origin)
    assert witnessed.checkpoint.size == 4_026_479
    assert set(witnessed.times.values()) == {1_778_700_214}
    assert witnessed.times.keys() == set(witnesses)


def test_the_message_of_the_specification() -> None:
    text = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
    assert cosigned_message(text, NOW).decode() == f"cosignature/v1\ntime 1679315147\n{text}"


def test_a_time_has_sixty_three_bits() -> None:
    assert TIME_MAX == 9_223_372_036_854_775_807


def test_a_key_of_a_witness_goes_round() -> None:
    assert WITNESS.verifier.algorithm == COSIGNATURE
    assert parse_vkey(WITNESS.verifier.vkey) == WITNESS.verifier


def test_a_seed_is_not_shown() -> None:
    assert repr(WITNESS) == "Cosigner(name='witness.example/w1')"


@pytest.mark.parametrize("time", [1, NOW, TIME_MAX])
def test_who_saw_it_when(time: int) -> None:
    witnessed = open_witnessed(
        cosigned(WITNESS, time=time), [LOG.verifier], [WITNESS.verifier, OTHER.verifier], origin=LOG.name
    )
    assert (witnessed.checkpoint, witnessed.times) == (HEAD, {WITNESS.verifier: time})


@pytest.mark.parametrize("time", [-1, 0, TIME_MAX + 1])
def test_a_time_that_cannot_be_is_not_signed(time: int) -> None:
    with pytest.raises(ProofError, match="cannot be of the time"):
        WITNESS.cosign(HEAD, time)


def test_a_time_that_cannot_be_is_not_read() -> None:
    time = TIME_MAX + 1
    line = Signature(
        name=WITNESS.name,
        key_id=WITNESS.verifier.key_id,
        data=encode_cosignature(time, sign(WITNESS.seed, cosigned_message(format_checkpoint(HEAD), time))),
    )
    with pytest.raises(ProofError, match=r"signature of witness.example/w1 under a note does not hold"):
        open_note(encode_note(format_checkpoint(HEAD), [line]), [WITNESS.verifier])


def test_a_witness_does_not_replace_the_log() -> None:
    alone = encode_note(format_checkpoint(HEAD), [WITNESS.cosign(HEAD, NOW)])
    with pytest.raises(ProofError, match=r"not signed by example.com/log itself"):
        open_witnessed(alone, [LOG.verifier], [WITNESS.verifier], origin=LOG.name)


def test_a_witness_is_no_log_and_a_log_no_witness() -> None:
    """One seed under both types signs two different things, so neither signature stands for the other."""
    text = format_checkpoint(HEAD)
    as_log = Signer(name=WITNESS.name, seed=WITNESS.seed)
    moved = Signature(name=WITNESS.name, key_id=WITNESS.verifier.key_id, data=as_log.sign(text).data)
    with pytest.raises(ProofError, match="does not hold"):
        open_note(encode_note(text, [moved]), [WITNESS.verifier])
    moved = Signature(name=WITNESS.name, key_id=as_log.verifier.key_id, data=WITNESS.cosign(HEAD, NOW).data[8:])
    with pytest.raises(ProofError, match="does not hold"):
        open_note(encode_note(text, [moved]), [as_log.verifier])


@given(st.integers(0, len(cosigned(WITNESS)) * 8 - 1))
def test_a_flipped_bit_never_adds_a_witness_nor_moves_its_time(bit: int) -> None:
    message = bytearray(cosigned(WITNESS))
    message[bit // 8] ^= 1 << bit % 8
    try:
        witnessed = open_witnessed(bytes(message), [LOG.verifier], [WITNESS.verifier], origin=LOG.name)
    except ProofError:
        return
    assert witnessed.checkpoint == HEAD
    assert witnessed.times == {}


def test_a_log_takes_what_a_known_witness_answered() -> None:
    answer = (
        WITNESS.cosign(HEAD, NOW).line + Cosigner(name="stranger", seed=bytes(32)).cosign(HEAD, NOW).line
    ).encode()
    known = [WITNESS.verifier, OTHER.verifier]
    once = attach_cosignatures(sign_checkpoint(HEAD, LOG), answer, LOG.verifier, known)
    assert once == cosigned(WITNESS)
    twice = attach_cosignatures(once, OTHER.cosign(HEAD, NOW).line.encode(), LOG.verifier, known)
    assert open_witnessed(twice, [LOG.verifier], known, origin=LOG.name).times.keys() == set(known)


def test_a_newer_cosignature_replaces_the_older_one() -> None:
    answer = WITNESS.cosign(HEAD, NOW + 60).line.encode()
    assert attach_cosignatures(cosigned(WITNESS), answer, LOG.verifier, [WITNESS.verifier]) == cosigned(
        WITNESS, time=NOW + 60
    )


@pytest.mark.parametrize("answer", [b"", b"no\n", "— witness.example/w1 \n".encode(), b"\n"])
def test_an_answer_that_is_none_is_refused(answer: bytes) -> None:
    signed = sign_checkpoint(HEAD, LOG)
    if not answer:
        assert attach_cosignatures(signed, answer, LOG.verifier, [WITNESS.verifier]) == signed
        return
    with pytest.raises(ProofError):
        attach_cosignatures(signed, answer, LOG.verifier, [WITNESS.verifier])


def test_an_answer_for_another_checkpoint_is_refused() -> None:
    other = Checkpoint(origin=LOG.name, size=16, root=HEAD.root)
    with pytest.raises(ProofError, match=r"signature of witness.example/w1 under a note does not hold"):
        attach_cosignatures(
            sign_checkpoint(HEAD, LOG), WITNESS.cosign(other, NOW).line.encode(), LOG.verifier, [WITNESS.verifier]
        )
