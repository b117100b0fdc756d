"""Requests to a witness: their exact form, and what a client reads out of a conflict."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import Checkpoint, Signer, sign_checkpoint
from counterfoil.log.add_checkpoint import (
    AddCheckpoint,
    format_add_checkpoint,
    parse_add_checkpoint,
    parse_known_size,
)

LOG = Signer(name="example.com/behind-the-sofa", seed=bytes(32))
NOTE = sign_checkpoint(Checkpoint(origin=LOG.name, size=20_852_163, root=bytes(range(32))), LOG)
HASHES = [
    "PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=",
    "jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=",
]


def test_the_form() -> None:
    body = f"old 20852014\n{HASHES[0]}\n{HASHES[1]}\n\n".encode() + NOTE
    request = parse_add_checkpoint(body)
    assert (request.old_size, len(request.proof), request.checkpoint) == (20_852_014, 2, NOTE)
    assert format_add_checkpoint(request.old_size, request.proof, request.checkpoint) == body


@given(st.integers(0, 2**63 - 1), st.lists(st.binary(min_size=32, max_size=32), max_size=63))
def test_what_is_written_is_read_back(old_size: int, proof: list[bytes]) -> None:
    assert parse_add_checkpoint(format_add_checkpoint(old_size, proof, NOTE)) == AddCheckpoint(
        old_size=old_size, proof=tuple(proof), checkpoint=NOTE
    )


@pytest.mark.parametrize(
    "head",
    {
        "empty": "",
        "no-old": "new 1\n",
        "old-without-size": "old\n",
        "old-with-zeroes": "old 01\n",
        "old-negative": "old -1\n",
        "old-in-other-digits": "old １\n",
        "old-too-large": f"old {2**63}\n",
        "two-spaces": "old  1\n",
        "carriage-returns": "old 1\r\n",
        "hash-cut": f"old 1\n{HASHES[0][:-4]}\n",
        "hash-in-hex": f"old 1\n{'00' * 32}\n",
        "too-many": "old 1\n" + f"{HASHES[0]}\n" * 64,
    }.items(),
    ids=lambda item: item[0],
)
def test_malformed_requests_are_refused(head: tuple[str, str]) -> None:
    with pytest.raises(ProofError, match=r"request to a witness|A proof is not of at most"):
        parse_add_checkpoint(f"{head[1]}\n".encode() + NOTE)


@pytest.mark.parametrize("body", [b"", b"\xff", b"old 1", b"old 1\n", b"old 1\n\n"])
def test_a_request_without_a_checkpoint_is_refused(body: bytes) -> None:
    with pytest.raises(ProofError, match="request to a witness"):
        parse_add_checkpoint(body)


@pytest.mark.parametrize("size", [0, 7, 2**63 - 1])
def test_a_conflict_says_which_size_is_known(size: int) -> None:
    assert parse_known_size(f"{size}\n".encode()) == size


@pytest.mark.parametrize("body", [b"", b"7", b"7\n\n", b"-7\n", b"07\n", b" 7\n", b"\xff\n", b"9223372036854775808\n"])
def test_a_conflict_that_says_nothing_is_refused(body: bytes) -> None:
    with pytest.raises(ProofError, match="did not say which size"):
        parse_known_size(body)
