"""Of a fact of which elements were forgotten the payload is the same, and all the rest can still be shown."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log import disclosures, payload
from counterfoil.log.disclosure import reveal
from counterfoil.log.erasure import (
    Left,
    disclosures_left,
    is_whole,
    left_shown,
    payload_left,
    salts_of,
    with_withheld,
    without,
    without_claims,
)

SECRET = bytes(range(32))
ENVELOPE = {"kind": "received/1"}
BY_ELEMENT = frozenset({"lines", "findings"})
CLAIMS: dict[str, Any] = {
    "number": "S-1",
    "a/b~c": "odd",
    "findings": "none",
    "lines": [{"amount": str(at), "position": str(at + 1)} for at in range(4)],
}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
names = texts.filter(lambda name: name not in {"_sd", "_sd_alg", "...", "kind"})
values = texts | st.lists(texts, max_size=3) | st.dictionaries(names, texts, max_size=2)
claim_sets = st.builds(
    lambda claims, lines: {**claims, "number": "S-1", "lines": lines},
    st.dictionaries(names, values, max_size=4),
    st.lists(values, max_size=6),
)
secrets = st.binary(min_size=32, max_size=32)


def whole(claims: dict[str, Any], secret: bytes = SECRET) -> Left:
    return Left(claims, salts_of(claims, BY_ELEMENT, secret))


def test_with_all_its_salts_a_fact_is_what_it_was() -> None:
    left = whole(CLAIMS)
    assert payload_left(ENVELOPE, left) == payload(ENVELOPE, CLAIMS, BY_ELEMENT, SECRET)
    assert disclosures_left(left) == disclosures(CLAIMS, BY_ELEMENT, SECRET)


def test_a_forgotten_element_leaves_its_digest_and_nothing_else() -> None:
    before = disclosures(CLAIMS, BY_ELEMENT, SECRET)
    left = without(whole(CLAIMS), "lines", [1])
    assert (is_whole(whole(CLAIMS)), is_whole(left)) == (True, False)
    assert [line["position"] for line in left.claims["lines"]] == ["1", "3", "4"]  # type: ignore[index, union-attr, call-overload]
    assert [len(salt) for salt in left.salts["lines"]] == [24, 43, 24, 24]
    assert payload_left(ENVELOPE, left) == payload(ENVELOPE, CLAIMS, BY_ELEMENT, SECRET)
    after = disclosures_left(left)
    assert before.keys() - after.keys() == {"lines/1"}
    assert after.items() <= before.items()
    gone_salt = whole(CLAIMS).salts["lines"][1]
    assert gone_salt not in json.dumps(left.salts)


def test_elements_are_forgotten_one_after_the_other() -> None:
    left = without(whole(CLAIMS), "lines", [1])
    left = without(left, "lines", [1, 2])  # what were the third and the fourth
    assert [line["position"] for line in left.claims["lines"]] == ["1"]  # type: ignore[index, union-attr, call-overload]
    assert payload_left(ENVELOPE, left) == payload(ENVELOPE, CLAIMS, BY_ELEMENT, SECRET)
    assert disclosures_left(left).keys() == {"number", "a~1b~0c", "findings", "lines/0"}


@given(claims=claim_sets, secret=secrets, data=st.data())
def test_whatever_is_forgotten_the_payload_stays(claims: dict[str, Any], secret: bytes, data: st.DataObject) -> None:
    sealed, shown = payload(ENVELOPE, claims, BY_ELEMENT, secret), disclosures(claims, BY_ELEMENT, secret)
    left, there = whole(claims, secret), list(range(len(claims["lines"])))
    for _ in range(data.draw(st.integers(0, 3))):
        gone = data.draw(st.sets(st.integers(0, len(there) - 1)) if there else st.just(set[int]()))
        left = without(left, "lines", gone)
        there = [at for place, at in enumerate(there) if place not in gone]
    assert left.claims == {**claims, "lines": [claims["lines"][at] for at in there]}
    assert payload_left(ENVELOPE, left) == sealed
    lines = {f"lines/{at}" for at in there}
    assert disclosures_left(left) == {
        path: text for path, text in shown.items() if not path.startswith("lines/") or path in lines
    }


def test_what_is_left_can_be_shown_with_the_payload() -> None:
    left = without(whole(CLAIMS), "lines", [0])
    shown = reveal(payload_left(ENVELOPE, left), disclosures_left(left).values())
    assert "S-1" in json.dumps(shown)


def test_without_claims_of_its_own_only_elements_are_sealed() -> None:
    claims = {"lines": ["a", "b"]}
    left = without(whole(claims), "lines", [0])
    assert payload_left(ENVELOPE, left) == payload(ENVELOPE, claims, BY_ELEMENT, SECRET)


@pytest.mark.parametrize(
    "left",
    [
        Left({"number": "1"}, {}),
        Left({}, {"number": "salt"}),
        Left({"lines": ["a"]}, {"lines": []}),
        Left({"lines": []}, {"lines": ["salt"]}),
        Left({"lines": "a"}, {"lines": ["salt"]}),
        Left({}, {"lines": ["d" * 43]}),
    ],
)
def test_salts_that_do_not_fit_the_claims_are_refused(left: Left) -> None:
    with pytest.raises(ProofError):
        payload_left(ENVELOPE, left)


@pytest.mark.parametrize("name", ["number", "findings"])
def test_only_what_is_disclosed_by_element_can_be_forgotten_by_element(name: str) -> None:
    with pytest.raises(ProofError, match="do not fit"):
        without(whole(CLAIMS), name, [0])


@given(claim_sets, secrets)
def test_what_somebody_shows_whole_is_kept_with_the_salts_of_its_disclosures(
    claims: dict[str, Any], secret: bytes
) -> None:
    made, shown = payload(ENVELOPE, claims, BY_ELEMENT, secret), disclosures(claims, BY_ELEMENT, secret)
    left = left_shown(made, shown.values())
    assert left == whole(claims, secret)
    assert payload_left(ENVELOPE, left) == made


def test_what_is_withheld_or_does_not_belong_is_noticed() -> None:
    made, shown = payload(ENVELOPE, CLAIMS, BY_ELEMENT, SECRET), disclosures(CLAIMS, BY_ELEMENT, SECRET)
    for path in shown:
        left = left_shown(made, [text for name, text in shown.items() if name != path])
        assert payload_left(ENVELOPE, left) != made
    with pytest.raises(ProofError, match="does not belong"):
        left_shown(made, disclosures(CLAIMS, BY_ELEMENT, bytes(32)).values())


@given(claim_sets, secrets, st.data())
def test_what_is_shown_in_part_is_kept_with_the_digests_of_the_rest(
    claims: dict[str, Any], secret: bytes, data: st.DataObject
) -> None:
    made, shown = payload(ENVELOPE, claims, BY_ELEMENT, secret), disclosures(claims, BY_ELEMENT, secret)
    texts = [text for text in shown.values() if data.draw(st.booleans())]
    left = with_withheld(left_shown(made, texts), made)
    assert payload_left(ENVELOPE, left) == made
    assert sorted(disclosures_left(left).values()) == sorted(texts)
    assert is_whole(left) == (len(texts) == len(shown))


def test_a_whole_claim_is_forgotten_and_leaves_its_digest() -> None:
    before = disclosures(CLAIMS, BY_ELEMENT, SECRET)
    left = without_claims(whole(CLAIMS), ["number", "lines", "nothing of the kind"])
    assert left.claims.keys() == {"a/b~c", "findings", "lines"}
    assert left.claims["lines"] == []
    assert [len(salt) for salt in (left.salts["number"], *left.salts["lines"])] == [43] * 5
    assert not is_whole(left)
    assert payload_left(ENVELOPE, left) == payload(ENVELOPE, CLAIMS, BY_ELEMENT, SECRET)
    assert disclosures_left(left) == {path: before[path] for path in ("a~1b~0c", "findings")}
    assert str(whole(CLAIMS).salts["number"]) not in json.dumps(left.salts)
    assert without_claims(left, ["number", "lines"]) == left


@given(claims=claim_sets, secret=secrets, data=st.data())
def test_whichever_claims_are_forgotten_the_payload_stays(
    claims: dict[str, Any], secret: bytes, data: st.DataObject
) -> None:
    left = whole(claims, secret)
    for _ in range(2):
        left = without_claims(left, data.draw(st.sets(st.sampled_from(sorted(claims)))))
    assert payload_left(ENVELOPE, left) == payload(ENVELOPE, claims, BY_ELEMENT, secret)
    shown = disclosures(claims, BY_ELEMENT, secret)
    assert disclosures_left(left).items() <= shown.items()
    assert reveal(payload_left(ENVELOPE, left), disclosures_left(left).values()).keys() >= left.claims.keys() - {
        "lines"
    }
