"""Checkpoints: their exact form, and whose signature counts."""

from base64 import b64encode

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import (
    EMPTY_ROOT,
    Checkpoint,
    Signer,
    format_checkpoint,
    open_checkpoint,
    parse_checkpoint,
    sign_checkpoint,
    sign_note,
)

LOG = Signer(name="example.com/log", seed=bytes(32))
WITNESS = Signer(name="example.com/witness", seed=bytes(range(32)))
HEAD = Checkpoint(origin=LOG.name, size=15, root=bytes(range(32)))
ROOT = b64encode(HEAD.root).decode()

lines = st.text(st.characters(exclude_characters="\n", exclude_categories=["Cs"]), min_size=1)


def test_the_form() -> None:
    assert format_checkpoint(HEAD) == f"example.com/log\n15\n{ROOT}\n"
    extended = Checkpoint(origin="o", size=0, root=EMPTY_ROOT, extensions=("one", "two"))
    assert format_checkpoint(extended).endswith("=\none\ntwo\n")
    assert parse_checkpoint(format_checkpoint(extended)) == extended


@given(lines, st.integers(0, 2**63 - 1), st.binary(min_size=32, max_size=32), st.lists(lines))
@example("o", 2**63 - 1, HEAD.root, [])
def test_what_is_formatted_is_read_back(origin: str, size: int, root: bytes, extensions: list[str]) -> None:
    checkpoint = Checkpoint(origin=origin, size=size, root=root, extensions=tuple(extensions))
    assert parse_checkpoint(format_checkpoint(checkpoint)) == checkpoint


@pytest.mark.parametrize(
    "text",
    {
        "empty": "",
        "no-final-newline": f"o\n1\n{ROOT}",
        "two-lines": "o\n1\n",
        "empty-origin": f"\n1\n{ROOT}\n",
        "empty-extension": f"o\n1\n{ROOT}\n\n",
        "empty-extension-before-another": f"o\n1\n{ROOT}\n\nx\n",
        "no-size": f"o\nx\n{ROOT}\n",
        "leading-zero": f"o\n01\n{ROOT}\n",
        "two-zeros": f"o\n00\n{ROOT}\n",
        "sign": f"o\n+1\n{ROOT}\n",
        "negative": f"o\n-1\n{ROOT}\n",
        "space": f"o\n 1\n{ROOT}\n",
        "carriage-return": f"o\n1\r\n{ROOT}\n",
        "underscore": f"o\n1_0\n{ROOT}\n",
        "other-digits": f"o\n١\n{ROOT}\n",
        "beyond-63-bits": f"o\n{2**63}\n{ROOT}\n",
        "endless-size": f"o\n{'9' * 5000}\n{ROOT}\n",
        "short-root": f"o\n1\n{b64encode(bytes(31)).decode()}\n",
        "long-root": f"o\n1\n{b64encode(bytes(33)).decode()}\n",
        "root-without-padding": f"o\n1\n{ROOT.rstrip('=')}\n",
        "root-in-url-safe-base64": f"o\n1\n{'_' * 43}=\n",
        "root-in-another-spelling": f"o\n1\n{ROOT[:-2]}9=\n",
        "root-with-a-space": f"o\n1\n{ROOT} \n",
    }.items(),
    ids=lambda item: item[0],
)
def test_anything_but_the_exact_form_is_refused(text: tuple[str, str]) -> None:
    with pytest.raises(ProofError, match="checkpoint"):
        parse_checkpoint(text[1])


@pytest.mark.parametrize(
    "wrong",
    [
        Checkpoint(origin="", size=1, root=HEAD.root),
        Checkpoint(origin="a\nb", size=1, root=HEAD.root),
        Checkpoint(origin="a", size=-1, root=HEAD.root),
        Checkpoint(origin="a", size=2**63, root=HEAD.root),
        Checkpoint(origin="a", size=1, root=HEAD.root[1:]),
        Checkpoint(origin="a", size=1, root=HEAD.root, extensions=("",)),
        Checkpoint(origin="a", size=1, root=HEAD.root, extensions=("x\ny",)),
    ],
)
def test_what_could_not_be_read_is_not_formatted(wrong: Checkpoint) -> None:
    with pytest.raises(ProofError):
        format_checkpoint(wrong)


def test_sign_and_open() -> None:
    assert open_checkpoint(sign_checkpoint(HEAD, LOG), LOG.verifier) == HEAD


def test_a_witness_does_not_replace_the_log() -> None:
    witnessed = sign_note(format_checkpoint(HEAD), [WITNESS])
    with pytest.raises(ProofError, match=r"not signed by example.com/log itself"):
        open_checkpoint(witnessed, LOG.verifier, [WITNESS.verifier])
    both = sign_note(format_checkpoint(HEAD), [LOG, WITNESS])
    assert open_checkpoint(both, LOG.verifier, [WITNESS.verifier]) == HEAD


def test_a_checkpoint_of_another_log_is_refused() -> None:
    other = Checkpoint(origin="example.com/other", size=15, root=HEAD.root)
    message = sign_checkpoint(other, LOG)
    with pytest.raises(ProofError, match=r"is of 'example.com/other', not of 'example.com/log'"):
        open_checkpoint(message, LOG.verifier)
    assert open_checkpoint(message, LOG.verifier, origin="example.com/other") == other


def test_a_note_that_is_no_checkpoint_is_refused() -> None:
    with pytest.raises(ProofError, match="three lines"):
        open_checkpoint(sign_note("hello\n", [LOG]), LOG.verifier)


@given(st.integers(0, len(sign_checkpoint(HEAD, LOG)) * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    message = bytearray(sign_checkpoint(HEAD, LOG))
    message[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofError):
        open_checkpoint(bytes(message), LOG.verifier)
