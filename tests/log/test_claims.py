"""Payloads: their digests by the letter of RFC 9901, their salts, and that nothing can be guessed from them."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Raw

from counterfoil.errors import ProofError, UnreadableError
from counterfoil.log import canonical_json, disclosures, entry, leaf_hash, padding_entry, payload
from sd_jwt_cases import Sealed, case_files, opened, read_case

SECRET = bytes(range(32))
ENVELOPE = {"kind": "received/1"}
LINES = frozenset({"lines"})
CLAIMS: dict[str, Any] = {
    "number": "INV-1",
    "payable": "119.00",
    "lines": [{"amount": "60.00", "id": "1"}, {"amount": "40.00", "id": "2"}],
}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
names = texts.filter(lambda name: name not in {"_sd", "_sd_alg", "...", "kind"})
simple = texts | st.none() | st.booleans() | st.integers(-9, 9)
values = simple | st.lists(simple, max_size=4) | st.dictionaries(names, simple, max_size=3)
claim_sets = st.dictionaries(names, values, max_size=6)
secrets = st.binary(min_size=32, max_size=32)


@given(claim_sets, secrets)
def test_values_that_are_canonical_already_make_the_same_payload(claims: dict[str, Any], secret: bytes) -> None:
    claims["lines"] = ["1", None, True]
    raw: dict[str, Any] = {name: Raw(canonical_json(value)) for name, value in claims.items() if name != "lines"}
    raw["lines"] = [Raw(canonical_json(value)) for value in claims["lines"]]
    assert payload(ENVELOPE, raw, LINES, secret) == payload(ENVELOPE, claims, LINES, secret)
    assert disclosures(raw, LINES, secret) == disclosures(claims, LINES, secret)


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


def digest(disclosure: str) -> str:
    return base64url(sha256(disclosure.encode()).digest())


def decoded(disclosure: str) -> Any:
    return json.loads(urlsafe_b64decode(disclosure + "=="))


def verified(document: Any, shown: dict[str, Any]) -> Any:
    """RFC 9901 section 7.1, step 3, written for any depth; `shown` is by digest and each digest is taken out."""
    if isinstance(document, dict):
        result = {name: verified(value, shown) for name, value in document.items() if name not in {"_sd", "_sd_alg"}}
        for sealed in document.get("_sd", []):
            if sealed in shown:
                _, name, value = shown.pop(sealed)
                assert name not in {"_sd", "..."} | result.keys()
                result[name] = verified(value, shown)
        return result
    if isinstance(document, list):
        return list(_elements(document, shown))
    return document


def _elements(items: list[Any], shown: dict[str, Any]) -> Iterator[Any]:
    for item in items:
        if not isinstance(item, dict) or "..." not in item:
            yield verified(item, shown)
        elif item["..."] in shown:
            _, value = shown.pop(item["..."])
            yield verified(value, shown)


def receive(document: bytes, presented: Iterable[str]) -> Any:
    """What a verifier sees; each disclosure must be used (step 5)."""
    shown = {digest(disclosure): decoded(disclosure) for disclosure in presented}
    result = verified(json.loads(document), shown)
    assert not shown
    return result


def test_the_example_of_the_log_format() -> None:
    """These bytes are the format: whatever changes them makes every older log unreadable."""
    document = payload(ENVELOPE, CLAIMS, LINES, SECRET)
    assert document.decode() == PAYLOAD
    assert disclosures(CLAIMS, LINES, SECRET) == DISCLOSURES
    assert entry(document).hex() == ENTRY


def test_the_reference_page_shows_this_example() -> None:
    page = (Path(__file__).parents[2] / "docs/reference/log-format.md").read_text()
    leaf = leaf_hash(bytes.fromhex(ENTRY)).hex()
    assert all(f"\n{text}\n" in page for text in (PAYLOAD, DISCLOSURES["payable"], DISCLOSURES["lines/0"], ENTRY, leaf))
    assert canonical_json(decoded(DISCLOSURES["payable"])).decode() in page


def test_each_digest_by_the_letter() -> None:
    document = json.loads(payload(ENVELOPE, CLAIMS, LINES, SECRET))
    presented = disclosures(CLAIMS, LINES, SECRET)
    assert document == {
        "kind": "received/1",
        "lines": [{"...": digest(presented["lines/0"])}, {"...": digest(presented["lines/1"])}],
        "_sd": sorted(digest(presented[name]) for name in ("number", "payable")),
        "_sd_alg": "sha-256",
    }
    stream = hashlib.shake_256(b"counterfoil salts\n" + SECRET).digest(18 * len(presented))
    for place, (path, disclosure) in enumerate(presented.items()):
        salt = base64url(stream[18 * place : 18 * place + 18])
        name, _, index = path.partition("/")
        expected = [salt, CLAIMS[name][int(index)]] if index else [salt, name, CLAIMS[name]]
        assert disclosure == base64url(canonical_json(expected))


@given(claim_sets, st.frozensets(names, max_size=3), secrets, st.data())
def test_any_part_can_be_disclosed(
    claims: dict[str, Any], by_element: frozenset[str], secret: bytes, data: st.DataObject
) -> None:
    by_element |= frozenset(data.draw(st.lists(st.sampled_from(sorted(claims) or [""]))))
    document = payload(ENVELOPE, claims, by_element, secret)
    assert canonical_json(json.loads(document)) == document
    presented = disclosures(claims, by_element, secret)
    assert receive(document, presented.values()) == {**ENVELOPE, **claims}
    arrays = {name for name, value in claims.items() if name in by_element and isinstance(value, list)}
    assert receive(document, []) == {**ENVELOPE, **{name: [] for name in arrays}}
    for path, disclosure in presented.items():
        shown = receive(document, [disclosure])
        name, _, index = path.rpartition("/")
        name = (name if index and "/" in path else path).replace("~1", "/").replace("~0", "~")
        whole = claims[name] if "/" not in path else [claims[name][int(index)]]
        assert shown == {**ENVELOPE, **{array: [] for array in arrays}, name: whole}


@given(claim_sets, st.frozensets(names, max_size=3), secrets)
def test_salts_are_never_shared_and_digests_never_missing(
    claims: dict[str, Any], by_element: frozenset[str], secret: bytes
) -> None:
    presented = disclosures(claims, by_element, secret)
    salts = {decoded(disclosure)[0] for disclosure in presented.values()}
    assert len(salts) == len(presented)
    document = payload(ENVELOPE, claims, by_element, secret)
    other = payload(ENVELOPE, claims, by_element, bytes(byte ^ 1 for byte in secret))
    assert document != other, "nothing in the payload depends on the secret, so it could be guessed"


@given(claim_sets, secrets, st.randoms())
def test_the_order_of_claims_means_nothing(claims: dict[str, Any], secret: bytes, random: Any) -> None:
    items = list(claims.items())
    random.shuffle(items)
    assert payload(ENVELOPE, dict(items), LINES, secret) == payload(ENVELOPE, claims, LINES, secret)


def test_paths_cannot_be_confused() -> None:
    claims: dict[str, Any] = {"a": ["x"], "a/0": "x", "a~10": "x", "~decoy": "x", "": "x"}
    assert set(disclosures(claims, frozenset({"a"}), SECRET)) == {"a/0", "a~10", "a~010", "~0decoy", ""}


@pytest.mark.parametrize("claims", [{}, {"lines": []}, {"lines": ()}])
def test_a_fact_without_claims_holds_a_decoy(claims: dict[str, Any]) -> None:
    document = json.loads(payload(ENVELOPE, claims, LINES, SECRET))
    assert document["_sd"] == [base64url(hashlib.shake_256(b"counterfoil decoy\n" + SECRET).digest(32))]
    assert disclosures(claims, LINES, SECRET) == {}


def test_elements_alone_need_no_decoy() -> None:
    assert "_sd" not in json.loads(payload(ENVELOPE, {"lines": ["x"]}, LINES, SECRET))


def test_only_a_list_is_disclosed_by_element() -> None:
    document = payload(ENVELOPE, {"lines": "none"}, LINES, SECRET)
    assert set(disclosures({"lines": "none"}, LINES, SECRET)) == {"lines"}
    assert json.loads(document).keys() == {"kind", "_sd", "_sd_alg"}


def test_a_padding_entry_looks_like_every_other_and_can_be_shown_to_be_none() -> None:
    assert len(padding_entry(SECRET)) == len(entry(b"{}")) == 32
    assert padding_entry(SECRET) == sha256(b"counterfoil padding\n" + SECRET).digest()


@pytest.mark.parametrize("secret", [b"", bytes(31), bytes(33), bytes(64)])
def test_a_secret_has_32_bytes(secret: bytes) -> None:
    for make in (
        lambda: payload(ENVELOPE, CLAIMS, LINES, secret),
        lambda: payload(ENVELOPE, {}, LINES, secret),
        lambda: disclosures(CLAIMS, LINES, secret),
        lambda: padding_entry(secret),
    ):
        with pytest.raises(ProofError, match="instead of 32"):
            make()


@pytest.mark.parametrize("name", ["_sd", "_sd_alg", "..."])
def test_reserved_names_are_refused(name: str) -> None:
    for envelope, claims in (({name: "x"}, {}), ({}, {name: "x"})):
        with pytest.raises(UnreadableError, match="reserves"):
            payload(envelope, claims, LINES, SECRET)
    with pytest.raises(UnreadableError, match="reserves"):
        disclosures({name: "x"}, LINES, SECRET)


@pytest.mark.parametrize("name", ["_sd", "..."])
@pytest.mark.parametrize("wrap", [lambda x: x, lambda x: [x], lambda x: {"a": [{"b": x}]}])
def test_names_that_would_read_as_digests_are_refused_at_any_depth(name: str, wrap: Callable[[Any], Any]) -> None:
    value = wrap({name: "x"})
    for envelope, claims in (({"open": value}, {}), ({}, {"whole": value}), ({}, {"lines": [value]})):
        with pytest.raises(UnreadableError, match="reserves"):
            payload(envelope, claims, LINES, SECRET)


def test_reserved_names_within_texts_are_no_names() -> None:
    claims: dict[str, Any] = {"a": '"_sd":', "b": ['{"...":1}', '_sd":'], "c": {"x": '"_sd":'}, "d": '_sd"', "e": ":"}
    assert receive(payload({"kind": '"...":'}, claims, frozenset("b"), SECRET), []) == {"kind": '"...":', "b": []}


def test_a_claim_cannot_take_the_name_of_an_open_field() -> None:
    with pytest.raises(UnreadableError, match="open field"):
        payload(ENVELOPE, {"kind": "x"}, LINES, SECRET)


@pytest.mark.parametrize(
    "claims", [{"a": 1.5}, {"lines": [{"a": 1.5}]}, {"a": 2**53}, {"a": "\ud800"}, {"\ud800": "a"}]
)
def test_values_that_json_cannot_carry_are_refused(claims: dict[str, Any]) -> None:
    with pytest.raises(UnreadableError):
        payload(ENVELOPE, claims, LINES, SECRET)
    with pytest.raises(UnreadableError):
        payload(claims, {}, LINES, SECRET)


def test_sd_jwt_cases_disclosed_as_a_whole(corpora: Path) -> None:
    """Their claims, sealed one by one or by element, are what a verifier sees again."""
    for file in case_files(corpora):
        claims = opened(read_case(file, str)["user_claims"])
        for by_element in (frozenset[str](), frozenset(claims)):
            document, presented = payload({}, claims, by_element, SECRET), disclosures(claims, by_element, SECRET)
            assert receive(document, presented.values()) == claims, file.parent.name


def test_sd_jwt_cases_disclosed_by_parts(corpora: Path) -> None:
    """What their verifier expects of names and elements at the top; we seal no deeper, so the rest is left out."""
    compared = 0
    for file in case_files(corpora):
        case = read_case(file, str)
        for name, value in case["user_claims"].items():
            if not (isinstance(name, Sealed) or _sealed_by_element(value)):
                continue
            claims = {opened(name): opened(value)}
            by_element = frozenset[str]() if isinstance(name, Sealed) else frozenset({name})
            presented = disclosures(claims, by_element, SECRET)
            chosen = [presented[path] for path in _chosen(name, value, case["holder_disclosed_claims"])]
            expected = case["expect_verified_user_claims"].items()
            shown = receive(payload({}, claims, by_element, SECRET), chosen)
            assert shown == {key: item for key, item in expected if key in claims}, (file.parent.name, name)
            compared += 1
    assert compared > 20


def _sealed_by_element(value: Any) -> bool:
    """Whether it is an array with sealed elements, and no seals within these."""
    insides = [element.value if isinstance(element, Sealed) else element for element in value]
    return isinstance(value, list) and insides != value and opened(insides) == insides


def _chosen(name: Any, value: Any, holder: dict[str, Any]) -> Iterator[str]:
    """Our paths for what the holder discloses, and for the elements that theirs leaves open."""
    choice = holder.get(opened(name), [])
    if isinstance(name, Sealed):
        yield from [name.value] if choice else []
    else:
        for index, (element, chosen) in enumerate(zip_longest(value, choice)):
            if chosen is True or not isinstance(element, Sealed):
                yield f"{name}/{index}"


PAYLOAD = (
    '{"_sd":["-saE7XwbUCSKcG0uO-XYJmzi69LGn6V1v_xISGdURGg","yMz-m4o-MdJ-4AtjvLh6Dy2IJfulTI5DKyx9VisnemY"],'
    '"_sd_alg":"sha-256","kind":"received/1","lines":['
    '{"...":"4rDpfegs5ud884W0rs6QdhiVsmG0lyOMLv-zEkKW7rA"},{"...":"9eXnk0xtHETfmQo9a266ArHC7Ml4QOwVPbBGqIn-IuY"}]}'
)
DISCLOSURES = {
    "number": "WyJLSUxKNjBOVl8waE5JOTg3bkEtNFBoQkkiLCJudW1iZXIiLCJJTlYtMSJd",
    "payable": "WyJQc0N2NEtLaGNFOHY1VzdrSk9TOW1sZWwiLCJwYXlhYmxlIiwiMTE5LjAwIl0",
    "lines/0": "WyI2THg3TF9ESXBNRDA4aGQwSVM1QjN5cEsiLHsiYW1vdW50IjoiNjAuMDAiLCJpZCI6IjEifV0",
    "lines/1": "WyJzaDhBRTNMM3BhbUNNT1JCZFVVU0hSWHkiLHsiYW1vdW50IjoiNDAuMDAiLCJpZCI6IjIifV0",
}
ENTRY = "210ee7774fbba768198c848000d681b025546997edc394ac88165ac20971ccc8"
