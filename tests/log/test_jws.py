"""Tokens: the example of RFC 8037, ours, and each way in which one can deceive."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import ed25519
from counterfoil.log.base64url import decode_base64url, encode_base64url
from counterfoil.log.canonical import canonical_json
from counterfoil.log.jwk import from_jwk, to_jwk
from counterfoil.log.jws import parse_jws, sign_jws

SEED = bytes(range(32))
KEY = ed25519.public_key(SEED)
GOOD = sign_jws(b"payload", SEED, "example", {"kid": "1"})

RFC_8037_SEED = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A"
RFC_8037_KEY = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"
RFC_8037_TOKEN = (
    "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc."
    "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg"
)


def token(header: bytes, payload: bytes = b"payload") -> str:
    """A token with a right signature under any header."""
    signed = f"{encode_base64url(header)}.{encode_base64url(payload)}"
    return f"{signed}.{encode_base64url(ed25519.sign(SEED, signed.encode()))}"


def test_the_example_of_rfc_8037() -> None:
    key = from_jwk({"kty": "OKP", "crv": "Ed25519", "x": RFC_8037_KEY})
    assert ed25519.public_key(decode_base64url(RFC_8037_SEED) or b"") == key
    jws = parse_jws(RFC_8037_TOKEN)
    assert (jws.header, jws.payload) == ({"alg": "EdDSA"}, b"Example of Ed25519 signing")
    assert ed25519.verify(key, jws.signature, jws.signed)
    with pytest.raises(ProofError, match="not of the type example"):
        jws.verify(key, "example")


def test_sign_and_verify() -> None:
    jws = parse_jws(GOOD)
    assert jws.header == {"alg": "EdDSA", "typ": "example", "kid": "1"}
    assert jws.verify(KEY, "example") == b"payload"


def test_the_newer_name_of_the_algorithm_is_read_too() -> None:
    newer = token(canonical_json({"alg": "Ed25519", "typ": "example"}))
    assert parse_jws(newer).verify(KEY, "example") == b"payload"


def test_a_header_cannot_name_another_algorithm_or_type() -> None:
    assert parse_jws(sign_jws(b"", SEED, "example", {"alg": "none", "typ": "other"})).verify(KEY, "example") == b""


@pytest.mark.parametrize(
    "header",
    [
        {"typ": "example"},
        {"alg": "none", "typ": "example"},
        {"alg": "HS256", "typ": "example"},
        {"alg": "ES256", "typ": "example"},
        {"alg": "eddsa", "typ": "example"},
        {"alg": "EdDSA", "crit": ["b64"], "b64": False, "typ": "example"},
    ],
)
def test_another_algorithm_or_an_unknown_demand_is_refused(header: dict[str, str]) -> None:
    with pytest.raises(ProofError, match="not signed with Ed25519"):
        parse_jws(token(canonical_json(header))).verify(KEY, "example")


@pytest.mark.parametrize("typ", [None, "", "Example", "example+sd-jwt", 1])
def test_a_token_of_another_type_is_refused(typ: str | int | None) -> None:
    with pytest.raises(ProofError, match="not of the type example"):
        parse_jws(token(canonical_json({"alg": "EdDSA", "typ": typ}))).verify(KEY, "example")


def test_a_key_in_the_header_is_never_used() -> None:
    other = ed25519.public_key(bytes(32))
    jws = parse_jws(token(canonical_json({"alg": "EdDSA", "typ": "example", "jwk": to_jwk(KEY)})))
    with pytest.raises(ProofError, match=r"signature of a token .* does not hold"):
        jws.verify(other, "example")


@given(st.integers(0, len(GOOD) * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    changed = bytearray(GOOD.encode())
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofError):
        parse_jws(changed.decode("latin-1")).verify(KEY, "example")


@pytest.mark.parametrize("text", ["", ".", "..", "e30", "e30.e30", "e30.e30.e30.e30", "e30=.e30.e30", "é.e30.e30"])
def test_what_is_no_token_is_refused(text: str) -> None:
    with pytest.raises(ProofError, match=r"three parts|header of a token is not JSON"):
        parse_jws(text)


@pytest.mark.parametrize("header", [b"", b"[]", b'{"alg":"EdDSA","alg":"none"}'])
def test_a_header_is_an_object_without_two_meanings(header: bytes) -> None:
    with pytest.raises(ProofError, match="The header of a token"):
        parse_jws(token(header))


def test_a_key_goes_round() -> None:
    assert from_jwk(dict(to_jwk(KEY))) == KEY
    assert from_jwk({**to_jwk(KEY), "kid": "1", "use": "sig"}) == KEY


@pytest.mark.parametrize(
    "jwk",
    [
        None,
        "x",
        {},
        {"kty": "OKP", "crv": "Ed25519"},
        {"kty": "OKP", "crv": "Ed25519", "x": 1},
        {"kty": "OKP", "crv": "Ed25519", "x": "%"},
        {"kty": "OKP", "crv": "Ed25519", "x": RFC_8037_KEY + "="},
        {"kty": "OKP", "crv": "Ed25519", "x": encode_base64url(bytes(32))},
        {"kty": "OKP", "crv": "X25519", "x": RFC_8037_KEY},
        {"kty": "EC", "crv": "P-256", "x": RFC_8037_KEY, "y": RFC_8037_KEY},
    ],
)
def test_another_kind_of_key_is_refused(jwk: None) -> None:
    with pytest.raises(ProofError, match="not an Ed25519 public key"):
        from_jwk(jwk)
