"""Claims hidden and shown at any depth: the cases of sd-jwt-python, the examples of RFC 9901, and each deceit."""

import json
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log.base64url import encode_base64url
from counterfoil.log.sd_claims import DEPTH_MAX, Hidden, digest, hide, show
from counterfoil.log.strict_json import Value
from sd_jwt_cases import case_files, chosen_paths, opened, read_case, sealed_paths


def hidden(claims: dict[str, Any], paths: set[tuple[str | int, ...]]) -> Hidden:
    salts = count()
    return hide(claims, paths, lambda: f"salt {next(salts)}", lambda value: json.dumps(value).encode())


def disclosure(*parts: Any) -> str:
    return encode_base64url(json.dumps(parts).encode())


def test_the_cases_of_sd_jwt_python(corpora: Path) -> None:
    for file in case_files(corpora):
        case = read_case(file)
        claims = opened(case["user_claims"])
        credential = hidden(claims, set(sealed_paths(case["user_claims"])))
        chosen = credential.opening(set(chosen_paths(case["holder_disclosed_claims"])))
        assert show(credential.payload, chosen) == case["expect_verified_user_claims"], file.parent.name
        assert show(credential.payload, credential.disclosures.values()) == claims, file.parent.name


FAMILY_NAMES = [
    "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNw7ZiaXVzIl0",
    "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsICJmYW1pbHlfbmFtZSIsICJNXHUwMGY2Yml1cyJd",
    "WyJfMjZiYzRMVC1hYzZxMktJNmNCVzVlcyIsImZhbWlseV9uYW1lIiwiTcO2Yml1cyJd",
    "WwoiXzI2YmM0TFQtYWM2cTJLSTZjQlc1ZXMiLAoiZmFtaWx5X25hbWUiLAoiTcO2Yml1cyIKXQ",
]


def test_the_digests_of_rfc_9901() -> None:
    assert digest(FAMILY_NAMES[0]) == "X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"
    payload: dict[str, Value] = {"given_name": "Alice", "_sd": ["X9yH0Ajrdm1Oij4tWso9UzzKJvPoDxwmuEcO3XAdRC0"]}
    assert show(payload, FAMILY_NAMES[:1]) == {"given_name": "Alice", "family_name": "Möbius"}
    nationalities: dict[str, Value] = {
        "nationalities": ["DE", {"...": "w0I8EKcdCtUPkGCNUrfwVp2xEgNjtoIDlOxc9-PlOhs"}, "US"]
    }
    assert show(nationalities, ["WyJsa2x4RjVqTVlsR1RQVW92TU5JdkNBIiwgIkZSIl0"]) == {"nationalities": ["DE", "FR", "US"]}
    assert show(nationalities, []) == {"nationalities": ["DE", "US"]}


@pytest.mark.parametrize("spelling", FAMILY_NAMES)
def test_every_spelling_of_rfc_9901_says_the_same(spelling: str) -> None:
    assert show({"_sd": [digest(spelling)], "_sd_alg": "sha-256"}, [spelling]) == {"family_name": "Möbius"}


keys = st.sampled_from(["a", "b", "c"])
simple = st.none() | st.integers(0, 3)
nested = st.recursive(simple, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3))


def every_path(value: Any, at: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [path for name, item in items for path in ((*at, name), *every_path(item, (*at, name)))]


def without(value: Any, gone: set[tuple[str | int, ...]], at: tuple[str | int, ...] = ()) -> Any:
    """The oracle: the same value with what stands at these paths taken out."""
    if isinstance(value, dict):
        return {name: without(item, gone, (*at, name)) for name, item in value.items() if (*at, name) not in gone}
    if isinstance(value, list):
        return [without(item, gone, (*at, at_)) for at_, item in enumerate(value) if (*at, at_) not in gone]
    return value


@given(st.dictionaries(keys, nested, max_size=3), st.data())
def test_what_is_not_shown_is_left_out_and_nothing_else(claims: dict[str, Any], data: st.DataObject) -> None:
    paths = every_path(claims)
    sealed = data.draw(st.sets(st.sampled_from(paths))) if paths else set()
    shown = data.draw(st.sets(st.sampled_from(sorted(sealed, key=str)))) if sealed else set()
    credential = hidden(claims, sealed)
    around = {path[:length] for path in shown for length in range(1, len(path) + 1)}
    assert show(credential.payload, credential.opening(shown)) == without(claims, sealed - around)


def test_digests_stand_in_an_order_that_says_nothing() -> None:
    payload = hidden(dict.fromkeys("abcdef", 1), {(name,) for name in "abcdef"}).payload
    assert payload["_sd"] == sorted(payload["_sd"])  # type: ignore[type-var,arg-type]
    assert payload["_sd_alg"] == "sha-256"


def test_a_path_to_nothing_is_refused() -> None:
    with pytest.raises(UnreadableError, match=r"no claim at \('a', 'c'\)"):
        hidden({"a": {"b": 1}}, {("a", "b"), ("a", "c")})


@pytest.mark.parametrize("name", ["_sd", "_sd_alg", "..."])
@pytest.mark.parametrize("wrap", [lambda value: value, lambda value: {"a": [value]}, lambda value: {"a": {"b": value}}])
def test_reserved_names_are_not_hidden_in(name: str, wrap: Any) -> None:
    with pytest.raises(UnreadableError, match="reserves"):
        hidden(wrap({name: 1}), set())


def test_another_hash_is_refused() -> None:
    with pytest.raises(ProofError, match="not of SHA-256"):
        show({"_sd_alg": "sha-512"}, [])


NAME, ELEMENT = disclosure("salt", "name", "x"), disclosure("salt", "x")


def test_a_disclosure_must_belong_and_comes_once() -> None:
    with pytest.raises(ProofError, match="does not belong"):
        show({"_sd": [digest(NAME)]}, [ELEMENT])
    with pytest.raises(ProofError, match="disclosed twice"):
        show({"_sd": [digest(NAME)]}, [NAME, NAME])


def test_what_is_within_is_not_shown_without_what_is_around() -> None:
    credential = hidden({"a": {"b": 1}}, {("a",), ("a", "b")})
    assert credential.opening({("a", "b")}) == list(credential.disclosures.values())
    with pytest.raises(ProofError, match="does not belong"):
        show(credential.payload, [credential.disclosures["a", "b"]])


@pytest.mark.parametrize(
    "payload",
    [
        {"_sd": [digest(NAME), digest(NAME)]},
        {"_sd": [digest(NAME)], "a": {"_sd": [digest(NAME)]}},
        {"_sd": [digest(NAME)], "a": [{"...": digest(NAME)}]},
        {"a": [{"...": "decoy"}, {"...": "decoy"}]},
        {"_sd": [1]},
        {"a": [{"...": None}]},
        {"_sd": [[digest(NAME)]]},
    ],
)
def test_a_digest_stands_once_and_is_a_text(payload: dict[str, Any]) -> None:
    with pytest.raises(ProofError, match="a digest twice, or one that is no text"):
        show(payload, [NAME])


def test_a_digest_within_a_disclosure_counts_too() -> None:
    around = disclosure("salt", "around", {"_sd": ["decoy"]})
    with pytest.raises(ProofError, match="a digest twice"):
        show({"_sd": [digest(around)], "a": {"_sd": ["decoy"]}}, [around])


@pytest.mark.parametrize(
    "payload",
    [
        {"_sd": "x"},
        {"a": {"_sd": {}}},
        {"...": "x"},
        {"a": {"...": "x", "b": 1}},
        {"a": [{"...": "x", "b": 1}]},
        {"a": {"_sd_alg": "sha-256"}},
    ],
)
def test_reserved_names_stand_for_digests_only(payload: dict[str, Any]) -> None:
    with pytest.raises(ProofError, match="uses a name that selective disclosure reserves"):
        show(payload, [])


@pytest.mark.parametrize(
    "parts",
    [
        ("salt", "x"),
        ("salt", "name", "x", "y"),
        (1, "name", "x"),
        ("salt", 1, "x"),
        ("salt", "_sd", "x"),
        ("salt", "_sd_alg", "x"),
        ("salt", "...", "x"),
        ("salt", "taken", "x"),
        (),
    ],
)
def test_a_claim_of_another_form_is_refused(parts: tuple[Any, ...]) -> None:
    wrong = disclosure(*parts)
    with pytest.raises(ProofError, match=r"not of the form \[salt, name, value\]"):
        show({"taken": 1, "_sd": [digest(wrong)]}, [wrong])


def test_two_disclosures_cannot_have_one_name() -> None:
    other = disclosure("another salt", "name", "y")
    with pytest.raises(ProofError, match="its name is taken"):
        show({"_sd": [digest(NAME), digest(other)]}, [NAME, other])


@pytest.mark.parametrize("parts", [("salt",), ("salt", "name", "x"), (1, "x"), ()])
def test_an_element_of_another_form_is_refused(parts: tuple[Any, ...]) -> None:
    wrong = disclosure(*parts)
    with pytest.raises(ProofError, match=r"not of the form \[salt, element\]"):
        show({"a": [{"...": digest(wrong)}]}, [wrong])


@pytest.mark.parametrize("content", [b"null", b"{}", b'"text"'])
def test_a_disclosure_is_an_array(content: bytes) -> None:
    wrong = encode_base64url(content)
    with pytest.raises(ProofError, match="not of the form"):
        show({"_sd": [digest(wrong)]}, [wrong])


@pytest.mark.parametrize("wrong", ["", "%", NAME + "=", "é", "\ud800", encode_base64url(b'["s","n",{"a":1,"a":2}]')])
def test_a_disclosure_that_is_not_plain_json_is_refused(wrong: str) -> None:
    with pytest.raises(ProofError, match="A disclosure is not JSON"):
        show({"_sd": [digest(wrong)]}, [wrong])


@pytest.mark.parametrize("wrap", [lambda value: [value], lambda value: {"a": value}])
def test_claims_may_be_nested_so_deep_and_no_deeper(wrap: Any) -> None:
    assert DEPTH_MAX == 64
    value: Any = "x"
    for _ in range(DEPTH_MAX - 1):
        value = wrap(value)
    assert show({"a": value}, []) == {"a": value}
    with pytest.raises(ProofError, match="nested too deeply"):
        show({"a": wrap(value)}, [])


def test_a_chain_of_disclosures_without_end_is_refused() -> None:
    payload, disclosures = dict[str, Any](), list[str]()
    for _ in range(500):
        disclosures.append(disclosure("salt", "name", payload))
        payload = {"_sd": [digest(disclosures[-1])]}
    with pytest.raises(ProofError, match="nested too deeply"):
        show(payload, disclosures)
