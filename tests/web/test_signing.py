"""Signed requests: the RFC's own example holds, ours hold, and nothing that was changed does."""

import re
from base64 import b64decode, b64encode
from pathlib import Path
from typing import Any

import pytest
from http_message_signatures.signatures import HTTPMessageVerifier
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.exchange.proof.company import kid_of
from counterfoil.log import ed25519
from counterfoil.log.key_binding import SKEW
from counterfoil.web import signing
from counterfoil.web.admission import ACCEPT
from counterfoil.web.signing import COVERED, LIFETIME, TAG, Claim, read_claim, sign_request
from web.made import key

URL, NOW = "https://node.example/exchange/message", 1_800_000_000
OURS = key("A")


def signed(body: bytes = b"body", now: int = NOW) -> dict[str, str]:
    return sign_request(OURS, URL, body, "application/json", now)


def pairs(headers: dict[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def claim_of(headers: dict[str, str], url: str = URL, now: int = NOW) -> Claim:
    return read_claim(url, pairs(headers), now)


ALL = " ".join(f'"{name}"' for name in COVERED)


def by_hand(parameters: str, components: str = ALL) -> dict[str, str]:
    """A request that is signed rightly over these components with these parameters, written by hand from the RFC."""
    headers = {name.lower(): value for name, value in signed().items()}
    known = {'"@method"': "POST", '"@target-uri"': URL} | {f'"{name}"': value for name, value in headers.items()}
    inner = f"({components}){parameters}"
    lines = [f"{one}: {known.get(one, '')}" for one in components.split()] + [f'"@signature-params": {inner}']
    signature = ed25519.sign(OURS.seed, "\n".join(lines).encode())
    return headers | {
        "signature-input": f"{TAG}={inner}",
        "signature": f"{TAG}=:{b64encode(signature).decode()}:",
    }


def parameters(**other: Any) -> str:
    values = {
        "created": NOW,
        "expires": NOW + 60,
        "nonce": "A" * 32,
        "keyid": OURS.kid,
        "tag": TAG,
    } | other
    return "".join(
        f";{name}={value}" if isinstance(value, int) else f';{name}="{value}"'
        for name, value in values.items()
        if value is not None
    )


def test_the_example_of_the_rfc_holds() -> None:
    """RFC 9421 appendix B.2.6, read as we read and judged as we judge."""
    public = b64decode("MCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=")[-32:]

    class Message:
        method, url = "POST", "https://example.com/foo?param=Value&Pet=dog"
        headers = {
            "Host": "example.com",
            "Date": "Tue, 20 Apr 2021 02:07:55 GMT",
            "Content-Type": "application/json",
            "Content-Length": "18",
            "Signature-Input": 'sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length")'
            ';created=1618884473;keyid="test-key-ed25519"',
            "Signature": "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQ"
            "CK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
        }

    capture = signing._Capture()
    reader: HTTPMessageVerifier = signing._Reader(
        signature_algorithm=signing._Captured, key_resolver=signing._Known(capture)
    )
    reader.verify(Message(), max_age=None)
    assert ed25519.verify(public, capture.signature, capture.base)
    Message.headers["Date"] = "Tue, 20 Apr 2021 02:07:56 GMT"
    reader.verify(Message(), max_age=None)
    assert not ed25519.verify(public, capture.signature, capture.base)


def test_what_we_sign_holds_under_our_key_and_no_other() -> None:
    claim = claim_of(signed())
    assert claim.kid == OURS.kid
    assert claim.holds(OURS.public_key)
    assert not claim.holds(key("B").public_key)
    assert claim.is_over(b"body")
    assert not claim.is_over(b"another body")
    assert claim_of(signed()).nonce != claim.nonce


def test_what_we_sign_is_written_as_the_page_says() -> None:
    headers = signed()
    assert re.fullmatch(
        r'counterfoil=\("@method" "@target-uri" "content-digest" "content-type"\);created=1800000000;keyid="[\w-]{43}"'
        r';expires=1800000300;nonce="[\w-]{32}";tag="counterfoil"',
        headers["Signature-Input"],
    )
    assert ACCEPT.startswith(headers["Signature-Input"].partition(";")[0])
    assert by_hand(parameters())["content-digest"] == headers["Content-Digest"]


def test_the_example_of_our_page_holds() -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "node.md").read_text("utf-8")
    request, base = re.findall(r"```\n(POST .*?|\"@method.*?)\n```", page, re.DOTALL)
    head, _, body = request.partition("\n\n")
    headers = dict(line.split(": ", 1) for line in head.split("\n")[1:])
    (public,) = re.findall(r"public key `([0-9a-f]{64})`", page)
    claim = claim_of(headers, url=f"https://{headers['Host']}{head.split()[1]}", now=1_800_000_000)
    assert claim.holds(bytes.fromhex(public))
    assert claim.is_over(body.encode())
    assert (claim.base.decode(), claim.kid) == (base, kid_of(bytes.fromhex(public)))
    assert headers["Content-Length"] == str(len(body))


def test_a_request_signed_by_hand_holds_in_any_order_and_with_its_algorithm() -> None:
    assert claim_of(by_hand(parameters())).holds(OURS.public_key)
    other_way = " ".join(f'"{one}"' for one in reversed(COVERED))
    assert claim_of(by_hand(parameters(alg="ed25519"), other_way)).holds(OURS.public_key)


@pytest.mark.parametrize("other", ["https://node.example/exchange/notice", "http://node.example/exchange/message"])
def test_a_request_to_another_place_does_not_hold(other: str) -> None:
    assert not claim_of(signed(), url=other).holds(OURS.public_key)


@pytest.mark.parametrize("field", ["Content-Type", "Content-Digest"])
def test_a_changed_field_does_not_hold(field: str) -> None:
    headers = signed()
    headers[field] = {"Content-Type": "text/plain", "Content-Digest": "sha-256=:AAAA:"}[field]
    assert not claim_of(headers).holds(OURS.public_key)


@pytest.mark.parametrize(
    "changed",
    [
        {"created": NOW - LIFETIME - SKEW - 1, "expires": NOW - SKEW - 1},
        {"created": NOW + SKEW + 1, "expires": NOW + SKEW + 60},
        {"expires": NOW + LIFETIME + 1},
        {"expires": NOW},
        {"expires": NOW - 1},
        {"expires": None},
        {"created": None},
        {"nonce": None},
        {"nonce": "A" * 20},
        {"nonce": "A" * 88},
        {"nonce": "n" * 33},
        {"nonce": "+" * 32},
        {"keyid": None},
        {"keyid": "A"},
        {"tag": None},
        {"tag": "other"},
        {"alg": "rsa-v1_5-sha256"},
        {"scope": "all"},
        {"created": "1800000000"},
    ],
    ids=str,
)
def test_parameters_of_any_other_form_are_refused(changed: dict[str, Any]) -> None:
    with pytest.raises(ProofError):
        claim_of(by_hand(parameters(**changed)))


def test_the_clocks_may_differ_by_as_much_as_everywhere() -> None:
    assert claim_of(signed(), now=NOW - SKEW).holds(OURS.public_key)
    assert claim_of(signed(), now=NOW + LIFETIME + SKEW).holds(OURS.public_key)
    for now in (NOW - SKEW - 1, NOW + LIFETIME + SKEW + 1):
        with pytest.raises(ProofError):
            claim_of(signed(), now=now)


@pytest.mark.parametrize(
    "components",
    [
        '"@method" "@target-uri" "content-digest"',
        '"@method" "@target-uri" "content-type"',
        '"@method" "content-digest" "content-type"',
        '"@target-uri" "content-digest" "content-type"',
        '"@method" "@target-uri" "content-digest" "content-type" "@authority"',
        '"@method" "@path" "content-digest" "content-type"',
        '"@method" "@target-uri" "content-digest";sf "content-type"',
        '"@method" "@target-uri" "content-digest";key="sha-256" "content-type"',
        '"@method" "@target-uri" "content-digest" "content-type" "content-type"',
        '"@method" "@target-uri" "content-digest" "content-type" "x-unknown"',
        '"@method" "@target-uri" "content-digest" "content-type" "@unknown"',
        "",
    ],
)
def test_other_components_are_refused(components: str) -> None:
    with pytest.raises(ProofError):
        claim_of(by_hand(parameters(), components))


@pytest.mark.parametrize("field", ["Signature", "Signature-Input", "Content-Digest", "Content-Type"])
def test_a_field_that_is_missing_or_there_twice_is_refused(field: str) -> None:
    headers = signed()
    with pytest.raises(ProofError, match=rf"has no {field.lower()}"):
        claim_of({name: value for name, value in headers.items() if name != field})
    with pytest.raises(ProofError, match=rf"has {field.lower()} twice"):
        claim_of(headers | {field.upper(): headers[field]})


@pytest.mark.parametrize("tag", [TAG, "other"])
def test_two_signatures_are_refused(tag: str) -> None:
    headers = signed()
    given, signature = headers["Signature-Input"], headers["Signature"]
    another = given.replace(TAG, "another", 1).replace(f'tag="{TAG}"', f'tag="{tag}"')
    headers["Signature-Input"] = f"{given}, {another}"
    headers["Signature"] = f"{signature}, {signature.replace(TAG, 'another')}"
    with pytest.raises(ProofError):
        claim_of(headers)


FIELDS = sorted(signed())


@given(st.sampled_from(FIELDS), st.integers(0, 400), st.integers(0, 255))
def test_a_changed_letter_is_refused_or_does_not_hold_or_says_the_same(field: str, at: int, letter: int) -> None:
    headers = signed()
    text = headers[field]
    at %= len(text)
    try:
        claim = claim_of(headers | {field: text[:at] + chr(letter) + text[at + 1 :]})
    except ProofError:
        return
    assert claim == claim_of(headers) or not claim.holds(OURS.public_key)


@given(st.dictionaries(st.sampled_from([name.lower() for name in FIELDS]), st.text(max_size=60), min_size=4))
def test_whatever_comes_is_a_claim_or_a_proof_error(headers: dict[str, str]) -> None:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    with pytest.raises(ProofError):
        read_claim(URL, raw, NOW)
