"""Signed notes: the example of the specification, other people's notes, and each way in which a note can be wrong."""

import subprocess
import sys
from base64 import b64encode
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import Note, Signature, Signer, Verifier, open_note, parse_vkey, sign_note
from counterfoil.log.note import SIGNATURES_MAX, encode_note, note_text

SIGNER = Signer(name="example.com/log", seed=bytes(range(32)))
OTHER = Signer(name="example.com/witness", seed=bytes(range(1, 33)))
TEXT = "One line,\n\nand another – after an empty one.\n"
GOOD = sign_note(TEXT, [SIGNER])

SPECIFICATION_VKEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
SPECIFICATION_NOTE = """This is an example message.

— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
"""


def test_the_example_of_the_specification() -> None:
    note = open_note(SPECIFICATION_NOTE.encode(), [parse_vkey(SPECIFICATION_VKEY)])
    assert note.text == "This is an example message.\n"
    assert [line.name for line in note.verified] == ["example.com/foo"]
    assert encode_note(note.text, note.verified) == SPECIFICATION_NOTE.encode()
    assert parse_vkey(SPECIFICATION_VKEY).vkey == SPECIFICATION_VKEY


def test_the_note_of_peter_neumann(corpora: Path) -> None:
    folder = corpora / "vectors/note"
    verifier = parse_vkey((folder / "peterneumann.vkey").read_text().strip())
    note = open_note((folder / "peterneumann.note").read_bytes(), [verifier])
    assert note.text.startswith("If you think cryptography is the answer to your problem,\n")


def test_sign_and_open() -> None:
    note = open_note(GOOD, [SIGNER.verifier])
    assert (note.text, note.unknown) == (TEXT, ())
    assert note.verified == (SIGNER.sign(TEXT),)


def test_a_seed_is_not_shown() -> None:
    assert repr(SIGNER) == "Signer(name='example.com/log')"


def test_a_second_signer_may_be_unknown() -> None:
    both = sign_note(TEXT, [OTHER, SIGNER])
    note = open_note(both, [SIGNER.verifier])
    assert [line.name for line in note.unknown] == [OTHER.name]
    assert [line.name for line in open_note(both, [SIGNER.verifier, OTHER.verifier]).verified] == [
        OTHER.name,
        SIGNER.name,
    ]


def test_a_repeated_signature_counts_once() -> None:
    assert len(open_note(sign_note(TEXT, [SIGNER, SIGNER]), [SIGNER.verifier]).verified) == 1


def test_a_name_or_an_id_alone_makes_no_known_key() -> None:
    namesake = Signer(name=SIGNER.name, seed=OTHER.seed)
    same_id = Signature(name="example.com/elsewhere", key_id=SIGNER.verifier.key_id, data=b"not checked")
    note = open_note(encode_note(TEXT, [SIGNER.sign(TEXT), namesake.sign(TEXT), same_id]), [SIGNER.verifier])
    assert len(note.verified) == 1
    assert len(note.unknown) == 2


def test_a_signature_of_a_type_that_we_do_not_know_is_ignored() -> None:
    cosignature = Signature(name="witness", key_id=b"\x01\x02\x03\x04", data=bytes(8 + 64))
    assert open_note(encode_note(TEXT, [cosignature, SIGNER.sign(TEXT)]), [SIGNER.verifier]).unknown == (cosignature,)


def test_one_false_signature_of_a_known_key_condemns_the_note() -> None:
    false = Signature(name=OTHER.name, key_id=OTHER.verifier.key_id, data=SIGNER.sign(TEXT).data)
    with pytest.raises(ProofError, match=r"signature of example.com/witness under a note does not hold"):
        open_note(encode_note(TEXT, [SIGNER.sign(TEXT), false]), [SIGNER.verifier, OTHER.verifier])


@pytest.mark.parametrize("verifiers", [[], [OTHER.verifier]])
def test_without_a_signature_of_a_known_key_nothing_is_told(verifiers: list[Verifier]) -> None:
    with pytest.raises(ProofError, match="no signature of a key that we know"):
        open_note(GOOD, verifiers)


@given(st.integers(0, len(GOOD) * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    message = bytearray(GOOD)
    message[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofError):
        open_note(bytes(message), [SIGNER.verifier])


LINE = SIGNER.sign(TEXT).line
BLOB = LINE.split(" ")[2].strip()


@pytest.mark.parametrize(
    "message",
    {
        "empty": "",
        "no-signatures": TEXT,
        "no-blank-line": TEXT.replace("\n\n", "\n") + LINE,
        "blank-line-only": TEXT + "\n",
        "cut": f"{TEXT}\n{LINE[:-1]}",
        "carriage-return": f"{TEXT}\n{LINE}".replace("\n", "\r\n"),
        "control-character": f"{TEXT}\x07\n\n{LINE}",
        "nul-in-the-name": f"{TEXT}\n{LINE}".replace("/log", "/l\x00g"),
        "hyphen-for-dash": f"{TEXT}\n{LINE.replace('—', '-')}",
        "no-dash": f"{TEXT}\n{LINE[2:]}",
        "no-name": f"{TEXT}\n—  {BLOB}\n",
        "plus-in-the-name": f"{TEXT}\n— a+b {BLOB}\n",
        "space-in-the-name": f"{TEXT}\n— a\N{NO-BREAK SPACE}b {BLOB}\n",
        "no-signature": f"{TEXT}\n— {SIGNER.name}\n",
        "empty-signature": f"{TEXT}\n— {SIGNER.name} \n",
        "key-id-only": f"{TEXT}\n— {SIGNER.name} {b64encode(bytes(4)).decode()}\n",
        "signature-cut-in-three": f"{TEXT}\n— {SIGNER.name} {BLOB} \n",
        "no-base64": f"{TEXT}\n— {SIGNER.name} {BLOB[:-5]}%%%%\n",
        "url-safe-base64": f"{TEXT}\n— {SIGNER.name} {'-_' * 8}\n",
        "base64-without-padding": f"{TEXT}\n— {SIGNER.name} {BLOB.rstrip('=')}\n",
        "other-spelling-of-base64": f"{TEXT}\n— x AAAAAAB=\n{LINE}",
        "non-ascii-base64": f"{TEXT}\n— x ÄÄÄÄ\n{LINE}",
        "a-bad-line-before-a-good-one": f"{TEXT}\n— x\n{LINE}",
        "too-many": f"{TEXT}\n{LINE * (SIGNATURES_MAX + 1)}",
    }.items(),
    ids=lambda item: item[0],
)
def test_malformed_notes_are_refused(message: tuple[str, str]) -> None:
    with pytest.raises(ProofError, match=r"A note |signature line"):
        open_note(message[1].encode(), [SIGNER.verifier])


def test_a_text_is_read_whatever_stands_below_it() -> None:
    assert note_text(GOOD) == TEXT
    assert note_text(f"{TEXT}\n— x\n".encode()) == TEXT
    with pytest.raises(ProofError, match="is not text, an empty line"):
        note_text(GOOD[:-1])


def test_sixteen_signatures_and_more_are_read() -> None:
    assert isinstance(open_note(f"{TEXT}\n{LINE * SIGNATURES_MAX}".encode(), [SIGNER.verifier]), Note)


def test_a_note_is_utf_8() -> None:
    with pytest.raises(ProofError, match="not UTF-8"):
        open_note(b"\xff" + GOOD, [SIGNER.verifier])


@pytest.mark.parametrize("text", ["", "no newline at the end", "tab\tinside\n", "carriage return\r\n"])
def test_a_text_that_no_one_could_open_is_not_signed(text: str) -> None:
    with pytest.raises(ProofError, match="must end in a newline"):
        sign_note(text, [SIGNER])


@pytest.mark.parametrize("name", ["", "a b", "a+b", "a\nb", "a\N{IDEOGRAPHIC SPACE}b", "a\x00b"])
def test_a_name_that_no_one_could_read_signs_nothing(name: str) -> None:
    with pytest.raises(ProofError, match="key names"):
        sign_note(TEXT, [Signer(name=name, seed=SIGNER.seed)])


def test_a_note_without_signers_is_none() -> None:
    with pytest.raises(ProofError, match="needs a signature"):
        sign_note(TEXT, [])


def vkey(name: str, material: bytes, key_id: str | None = None) -> str:
    verifier = Verifier(name=name, public_key=material[1:], algorithm=material[0])
    return f"{name}+{key_id or verifier.key_id.hex()}+{b64encode(material).decode()}"


PUBLIC = SIGNER.verifier.public_key


@pytest.mark.parametrize(
    "text",
    {
        "empty": "",
        "name-only": "example.com",
        "no-key": "example.com+00000000",
        "empty-key": "example.com+00000000+",
        "no-base64": "example.com+00000000+????",
        "no-name": vkey("", b"\x01" + PUBLIC),
        "space-in-the-name": vkey("a b", b"\x01" + PUBLIC),
        "other-id": vkey("a", b"\x01" + PUBLIC, "00000000"),
        "upper-case-id": SIGNER.verifier.vkey.replace(
            SIGNER.verifier.key_id.hex(), SIGNER.verifier.key_id.hex().upper()
        ),
        "unknown-type": vkey("a", b"\x02" + PUBLIC),
        "key-too-short": vkey("a", b"\x01" + PUBLIC[:31]),
        "key-too-long": vkey("a", b"\x01" + PUBLIC + b"\x00"),
        "line-break": SIGNER.verifier.vkey + "\n",
    }.items(),
    ids=lambda item: item[0],
)
def test_malformed_verifier_keys_are_refused(text: tuple[str, str]) -> None:
    with pytest.raises(ProofError, match="verifier key"):
        parse_vkey(text[1])


def test_a_verifier_key_goes_round() -> None:
    assert parse_vkey(SIGNER.verifier.vkey) == SIGNER.verifier


def test_the_log_is_imported_without_cryptography() -> None:
    """`import counterfoil` must stay light, and most of what the log does needs no key."""
    script = "import sys, counterfoil.log; sys.exit('cryptography' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
