"""Credentials: issued, shown by parts, verified; when they are in force; and whom their holder shows them to."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import disclosures, ed25519, entry, payload
from counterfoil.log.canonical import canonical_json
from counterfoil.log.jwk import to_jwk
from counterfoil.log.jws import sign_jws
from counterfoil.log.key_binding import Challenge, bind, holder_of, verify_binding
from counterfoil.log.sd_claims import digest, hide
from counterfoil.log.sd_jwt import SdJwt, issue_sd_jwt, parse_sd_jwt, verify_sd_jwt
from sd_jwt_cases import case_files, chosen_paths, opened, read_case, sealed_paths

ISSUER, HOLDER = bytes(range(32)), bytes(range(1, 33))
ISSUER_KEY, HOLDER_KEY = ed25519.public_key(ISSUER), ed25519.public_key(HOLDER)
TYP = "example+sd-jwt"
NOW = 1_800_000_000
CHALLENGE = Challenge(audience="https://bank.example", nonce="1234567890")
CLAIMS: dict[str, Any] = {"number": "INV-1", "payable": "119.00", "lines": [{"id": "1"}, {"id": "2"}]}
SECRET = bytes(range(32))
FACT = payload(
    {"cnf": {"jwk": to_jwk(HOLDER_KEY)}, "iss": "did:web:seller.example"}, CLAIMS, frozenset({"lines"}), SECRET
)
SHOWN = disclosures(CLAIMS, frozenset({"lines"}), SECRET)
WHOLE = issue_sd_jwt(FACT, ISSUER, SHOWN.values(), TYP)
PART = bind(WHOLE.showing([SHOWN["number"], SHOWN["lines/1"]]), HOLDER, CHALLENGE, NOW)


def verified(credential: SdJwt, now: int = NOW, audience: str | None = None) -> dict[str, Any]:
    return verify_sd_jwt(credential, ISSUER_KEY, TYP, now=now, audience=audience)


def test_the_cases_of_sd_jwt_python(corpora: Path) -> None:
    """Issued, parsed by the holder, shown in part with key binding, and verified by somebody else."""
    salts = iter(range(10_000))
    for file in case_files(corpora):
        case = read_case(file)
        claims = {**opened(case["user_claims"]), "cnf": {"jwk": to_jwk(HOLDER_KEY)}, "exp": NOW + 1, "iat": NOW}
        sealed = hide(
            claims,
            set(sealed_paths(case["user_claims"])),
            lambda: f"salt {next(salts)}",
            lambda value: json.dumps(value).encode(),
        )
        others = case.get("extra_header_parameters")
        issued = issue_sd_jwt(
            json.dumps(sealed.payload).encode(), ISSUER, sealed.disclosures.values(), TYP, others
        ).text
        held = parse_sd_jwt(issued)
        chosen = sealed.opening(set(chosen_paths(case["holder_disclosed_claims"])))
        presented = parse_sd_jwt(bind(held.showing(chosen), HOLDER, CHALLENGE, NOW).text)
        seen = verified(presented)
        assert verify_binding(presented, holder_of(seen), CHALLENGE, now=NOW, age_max=0) == NOW
        bare = {name: value for name, value in seen.items() if name not in {"cnf", "exp", "iat"}}
        assert bare == case["expect_verified_user_claims"], file.parent.name


def test_a_fact_of_the_log_is_a_credential_as_it_stands() -> None:
    """What was logged is what is signed: the entry is the hash of the token's payload."""
    assert verified(WHOLE) == {
        "cnf": {"jwk": to_jwk(HOLDER_KEY)},
        "iss": "did:web:seller.example",
        **CLAIMS,
    }
    assert verified(PART) | {"cnf": 0} == {
        "cnf": 0,
        "iss": "did:web:seller.example",
        "number": "INV-1",
        "lines": [{"id": "2"}],
    }
    assert len(entry(FACT)) == 32


def test_the_compact_serialization() -> None:
    assert WHOLE.text == "~".join([WHOLE.token, *SHOWN.values(), ""])
    assert PART.text == f"{WHOLE.token}~{SHOWN['number']}~{SHOWN['lines/1']}~{PART.binding}"
    for credential in (WHOLE, PART, WHOLE.showing([])):
        assert parse_sd_jwt(credential.text) == credential


@pytest.mark.parametrize("text", ["", "a.b.c", "a.b.c~~", "a.b.c~d~~", "a.b.c~~d", "a.b.c~d~~e"])
def test_what_is_no_credential_is_refused(text: str) -> None:
    with pytest.raises(ProofError, match="not a token and disclosures"):
        parse_sd_jwt(text)


@given(st.integers(0, len(PART.text) * 8 - 1))
def test_a_flipped_bit_is_refused(bit: int) -> None:
    changed = bytearray(PART.text.encode())
    changed[bit // 8] ^= 1 << bit % 8
    with pytest.raises(ProofError):
        received(changed.decode("latin-1"))


def received(text: str) -> None:
    presented = parse_sd_jwt(text)
    verified(presented)
    verify_binding(presented, HOLDER_KEY, CHALLENGE, now=NOW, age_max=60)


def test_the_issuer_is_one_that_the_reader_knows() -> None:
    with pytest.raises(ProofError, match="signature of a token"):
        verify_sd_jwt(WHOLE, HOLDER_KEY, TYP, now=NOW)
    with pytest.raises(ProofError, match="not of the type other"):
        verify_sd_jwt(WHOLE, ISSUER_KEY, "other", now=NOW)


def test_a_payload_is_an_object_without_two_meanings() -> None:
    for wrong in (b"[]", b'{"iss":"a","iss":"b"}', b""):
        with pytest.raises(ProofError, match="payload of a credential"):
            verified(issue_sd_jwt(wrong, ISSUER, [], TYP))


def in_force(claims: dict[str, Any], audience: str | None = None) -> bool:
    try:
        verified(issue_sd_jwt(json.dumps(claims).encode(), ISSUER, [], TYP), audience=audience)
    except ProofError:
        return False
    return True


@pytest.mark.parametrize(
    ("claims", "holds"),
    [
        ({}, True),
        ({"exp": NOW + 1, "nbf": NOW}, True),
        ({"exp": NOW + 0.5}, True),
        ({"exp": NOW}, False),
        ({"nbf": NOW + 1}, False),
        ({"exp": str(NOW + 1)}, False),
        ({"nbf": str(NOW)}, False),
        ({"nbf": True}, False),
    ],
)
def test_a_credential_is_in_force_for_a_time(claims: dict[str, Any], holds: bool) -> None:
    assert in_force(claims) is holds


def test_a_credential_may_be_for_some_only() -> None:
    assert in_force({"aud": "bank"}, "bank")
    assert in_force({"aud": ["auditor", "bank"]}, "bank")
    for wrong in ("auditor", ["auditor"], [], None, [None], {"bank": 1}):
        assert not in_force({"aud": wrong}, "bank")
        assert not in_force({"aud": wrong})


def test_an_expiry_that_is_disclosed_counts() -> None:
    """RFC 9901 section 9.7: what a holder may hide, a reader must not rely on; but what is shown is checked."""
    old = payload({}, {"exp": NOW - 1}, frozenset(), SECRET)
    opening = disclosures({"exp": NOW - 1}, frozenset(), SECRET)
    with pytest.raises(ProofError, match="has expired"):
        verified(issue_sd_jwt(old, ISSUER, opening.values(), TYP))
    assert verified(issue_sd_jwt(old, ISSUER, [], TYP)) == {}


def test_a_holder_shows_it_to_one_reader() -> None:
    assert holder_of(verified(PART)) == HOLDER_KEY
    for now in (NOW - 60, NOW, NOW + 300):
        assert verify_binding(PART, HOLDER_KEY, CHALLENGE, now=now, age_max=300) == NOW


@pytest.mark.parametrize("now", [NOW - 61, NOW + 301])
def test_an_old_or_early_token_of_the_holder_is_refused(now: int) -> None:
    with pytest.raises(ProofError, match="too old, or of a time to come"):
        verify_binding(PART, HOLDER_KEY, CHALLENGE, now=now, age_max=300)


@pytest.mark.parametrize(
    "challenge",
    [Challenge(audience="https://other.example", nonce="1234567890"), Challenge(audience=CHALLENGE.audience, nonce="")],
)
def test_a_replay_is_refused(challenge: Challenge) -> None:
    with pytest.raises(ProofError, match="another reader or occasion"):
        verify_binding(PART, HOLDER_KEY, challenge, now=NOW, age_max=300)


def test_more_or_less_than_the_holder_showed_is_refused() -> None:
    for chosen in ([], list(PART.disclosures[:1]), list(reversed(PART.disclosures)), list(WHOLE.disclosures)):
        moved = SdJwt(token=PART.token, disclosures=tuple(chosen), binding=PART.binding)
        with pytest.raises(ProofError, match="something else than what is shown"):
            verify_binding(moved, HOLDER_KEY, CHALLENGE, now=NOW, age_max=300)


def test_a_stolen_credential_is_refused() -> None:
    with pytest.raises(ProofError, match="without its holder's token"):
        verify_binding(WHOLE, HOLDER_KEY, CHALLENGE, now=NOW, age_max=300)
    thief = bind(WHOLE, bytes(32), CHALLENGE, NOW)
    with pytest.raises(ProofError, match=r"signature of a token \(kb\+jwt\) does not hold"):
        verify_binding(thief, HOLDER_KEY, CHALLENGE, now=NOW, age_max=300)


def test_a_credential_is_no_token_of_its_holder() -> None:
    moved = SdJwt(token=WHOLE.token, binding=sign_jws(b"{}", HOLDER, TYP))
    with pytest.raises(ProofError, match=r"not of the type kb\+jwt"):
        verify_binding(moved, HOLDER_KEY, CHALLENGE, now=NOW, age_max=300)


BOUND = {"aud": CHALLENGE.audience, "iat": NOW, "nonce": CHALLENGE.nonce, "sd_hash": digest(WHOLE.shown)}


@pytest.mark.parametrize("name", sorted(BOUND))
@pytest.mark.parametrize("wrong", [None, [], 1.5, {}])
def test_a_token_of_the_holder_says_everything(name: str, wrong: Any) -> None:
    without = {key: value for key, value in BOUND.items() if key != name}
    for claims in (without, {**BOUND, name: wrong}):
        binding = sign_jws(json.dumps(claims).encode(), HOLDER, "kb+jwt")
        with pytest.raises(ProofError, match="does not say whom it is for"):
            verify_binding(SdJwt(**{**fields(WHOLE), "binding": binding}), HOLDER_KEY, CHALLENGE, now=NOW, age_max=300)


def fields(credential: SdJwt) -> dict[str, Any]:
    return {"token": credential.token, "disclosures": credential.disclosures}


@pytest.mark.parametrize("claims", [{}, {"cnf": None}, {"cnf": {}}, {"cnf": {"kid": "1"}}, {"cnf": []}])
def test_a_credential_without_a_holder_is_said_so(claims: dict[str, Any]) -> None:
    with pytest.raises(ProofError, match="names no key of its holder"):
        holder_of(claims)


def test_a_holder_has_an_ed25519_key() -> None:
    with pytest.raises(ProofError, match="not an Ed25519 public key"):
        holder_of({"cnf": {"jwk": {"kty": "EC"}}})


def test_a_token_is_written_canonically() -> None:
    assert parse_sd_jwt(WHOLE.text).token == sign_jws(FACT, ISSUER, TYP)
    assert canonical_json({"alg": "EdDSA", "typ": TYP}) == b'{"alg":"EdDSA","typ":"example+sd-jwt"}'
