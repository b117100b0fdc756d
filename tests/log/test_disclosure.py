"""What a receiver makes of disclosures, and each way in which they or the payload can be wrong."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import Disclosed, canonical_json, disclosures, payload, reveal, verify_disclosure

SECRET = bytes(range(32))
LINES = frozenset({"lines"})
CLAIMS: dict[str, Any] = {"number": "INV-1", "payable": "119.00", "lines": [{"id": "1"}, {"id": "2"}, "text"]}
PAYLOAD = payload({"kind": "received/1", "parties": ["a", {"b": "c"}]}, CLAIMS, LINES, SECRET)
SHOWN = disclosures(CLAIMS, LINES, SECRET)


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def digest(disclosure: str) -> str:
    return base64url(sha256(disclosure.encode("utf-8", "surrogatepass")).digest())


def sealing(disclosure: str, *, element: bool = False, **others: Any) -> bytes:
    """A payload in which this disclosure stands, as an element or as a whole claim."""
    sealed: dict[str, Any] = {"a": [{"...": digest(disclosure)}]} if element else {"_sd": [digest(disclosure)]}
    return canonical_json({"_sd_alg": "sha-256", **sealed, **others})


def test_each_disclosure_shows_its_claim_or_element() -> None:
    assert verify_disclosure(PAYLOAD, SHOWN["number"]) == Disclosed(name="number", value="INV-1")
    assert verify_disclosure(PAYLOAD, SHOWN["lines/1"]) == Disclosed(name="lines", index=1, value={"id": "2"})


def test_reveal_shows_what_is_disclosed_in_the_order_of_the_payload() -> None:
    is_open = {"kind": "received/1", "parties": ["a", {"b": "c"}]}
    assert reveal(PAYLOAD, []) == {**is_open, "lines": []}
    assert reveal(PAYLOAD, reversed(SHOWN.values())) == {**is_open, **CLAIMS}
    assert reveal(PAYLOAD, [SHOWN["lines/2"], SHOWN["lines/0"]]) == {**is_open, "lines": [{"id": "1"}, "text"]}


@pytest.mark.parametrize("path", ["number", "lines/0"])
def test_a_disclosure_comes_once(path: str) -> None:
    with pytest.raises(ProofError, match="disclosed twice"):
        reveal(PAYLOAD, [SHOWN[path], SHOWN[path]])


def test_one_claim_under_two_digests_is_shown_once() -> None:
    first, second = (base64url(canonical_json([salt, "name", salt])) for salt in ("a", "b"))
    document = canonical_json({"_sd": sorted([digest(first), digest(second)]), "_sd_alg": "sha-256"})
    assert reveal(document, [first]) == {"name": "a"}
    with pytest.raises(ProofError, match="disclosed twice"):
        reveal(document, [first, second])


def test_an_element_has_the_name_of_its_array_only() -> None:
    """A claim must not take the place of what stands open in the payload (RFC 9901 section 7.1, step 3)."""
    disclosure = base64url(canonical_json(["salt", "b", "x"]))
    with pytest.raises(ProofError, match="not of the form"):
        verify_disclosure(sealing(disclosure, b=["open"]), disclosure)
    assert verify_disclosure(sealing(disclosure, c=["open"]), disclosure).value == "x"


@given(st.sampled_from(sorted(SHOWN)), st.integers(0, 10_000))
def test_a_flipped_bit_is_refused(path: str, bit: int) -> None:
    disclosure = bytearray(SHOWN[path].encode())
    disclosure[bit // 8 % len(disclosure)] ^= 1 << bit % 8
    with pytest.raises(ProofError, match="does not belong"):
        verify_disclosure(PAYLOAD, disclosure.decode("latin-1"))


def test_a_disclosure_of_another_fact_is_refused() -> None:
    other = disclosures(CLAIMS, LINES, bytes(32))
    with pytest.raises(ProofError, match="does not belong"):
        verify_disclosure(PAYLOAD, other["number"])


@pytest.mark.parametrize("disclosure", ["", "\ud800", "ä", SHOWN["number"] + "=", "%"])
def test_what_is_no_disclosure_at_all_is_refused(disclosure: str) -> None:
    with pytest.raises(ProofError, match="does not belong"):
        verify_disclosure(PAYLOAD, disclosure)


@pytest.mark.parametrize(
    "value",
    [
        ["salt", "name"],
        ["salt", "name", "x", "y"],
        [1, "name", "x"],
        ["salt", 1, "x"],
        ["salt", "_sd", "x"],
        ["salt", "_sd_alg", "x"],
        ["salt", "...", "x"],
        {"salt": "name"},
        "salt",
        None,
        [],
    ],
)
def test_a_claim_of_another_form_is_refused(value: Any) -> None:
    disclosure = base64url(canonical_json(value))
    with pytest.raises(ProofError, match="not of the form"):
        verify_disclosure(sealing(disclosure), disclosure)


@pytest.mark.parametrize("value", [["salt"], ["salt", "name", "x"], [1, "x"], {}, "salt"])
def test_an_element_of_another_form_is_refused(value: Any) -> None:
    disclosure = base64url(canonical_json(value))
    with pytest.raises(ProofError, match="not of the form"):
        verify_disclosure(sealing(disclosure, element=True), disclosure)


@pytest.mark.parametrize(
    "disclosure",
    {
        "empty": "",
        "no-base64": "%%%%",
        "not-ascii": "äääà",
        "torn-base64": "A",
        "other-spelling-of-base64": base64url(b'["s","a"]') + "\n",
        "padding": base64url(b'["s","n","a"]') + "=",
        "standard-alphabet": base64url(b'["s","n","???>>>"]').replace("_", "/"),
        "no-json": base64url(b"["),
        "not-utf-8": base64url(b'["s","n","\xff"]'),
        "space": base64url(b'["s", "n", "a"]'),
        "float": base64url(b'["s","n",1.5]'),
        "large-integer": base64url(b'["s","n",9007199254740992]'),
        "name-twice": base64url(b'["s","n",{"a":1,"a":2}]'),
        "names-unsorted": base64url(b'["s","n",{"b":1,"a":2}]'),
        "surrogate": base64url(b'["s","n","\\ud800"]'),
        "deep": base64url(b'["s","n",' + b"[" * 100_000 + b"]" * 100_000 + b"]"),
    }.items(),
    ids=lambda item: item[0],
)
def test_a_disclosure_that_is_not_canonical_is_refused(disclosure: tuple[str, str]) -> None:
    with pytest.raises(ProofError, match="disclosure is not canonical JSON"):
        verify_disclosure(sealing(disclosure[1]), disclosure[1])


@pytest.mark.parametrize(
    ("document", "match"),
    [
        (b"", "not canonical JSON"),
        (PAYLOAD + b"\n", "not canonical JSON"),
        (PAYLOAD.replace(b'"kind"', b' "kind"'), "not canonical JSON"),
        (b"[]", "not a JSON object with SHA-256"),
        (b"{}", "not a JSON object with SHA-256"),
        (canonical_json({"_sd_alg": "sha-512", "_sd": []}), "not a JSON object with SHA-256"),
        (canonical_json({"_sd_alg": "sha-256", "_sd": ["a", "a"]}), "twice"),
        (canonical_json({"_sd_alg": "sha-256", "_sd": ["a"], "lines": [{"...": "a"}]}), "twice"),
        (canonical_json({"_sd_alg": "sha-256", "lines": [{"...": "a"}, {"...": "a"}]}), "twice"),
        (canonical_json({"_sd_alg": "sha-256", "_sd": [1]}), "no text"),
        (canonical_json({"_sd_alg": "sha-256", "lines": [{"...": ["a"]}]}), "no text"),
        (canonical_json({"_sd_alg": "sha-256", "_sd": "a"}), "does not belong"),
        (canonical_json({"_sd_alg": "sha-256", "lines": [{"...": "a", "b": "c"}]}), "does not belong"),
    ],
)
def test_a_wrong_payload_is_refused(document: bytes, match: str) -> None:
    with pytest.raises(ProofError, match=match):
        verify_disclosure(document, SHOWN["number"])


def test_a_payload_of_unusual_but_sound_shape() -> None:
    document = canonical_json({"_sd_alg": "sha-256", "empty": [], "mixed": ["open", {"...": digest(SHOWN["lines/0"])}]})
    assert json.loads(document)["mixed"][0] == "open"
    assert verify_disclosure(document, SHOWN["lines/0"]) == Disclosed(name="mixed", index=1, value={"id": "1"})
    assert reveal(document, []) == {"empty": [], "mixed": ["open"]}
    assert reveal(document, [SHOWN["lines/0"]]) == {"empty": [], "mixed": ["open", {"id": "1"}]}
