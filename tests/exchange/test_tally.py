"""A tally says what two companies hold together; it is read in one way only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.proof.tally import Chains, Tally, counted, read_tally, sign_tally
from counterfoil.log.canonical import Json, canonical_json

SELLER, BUYER, OTHER = (CompanyKey.first(bytes([number]) * 32) for number in (1, 2, 3))
PAIR = (SELLER.company, BUYER.company)
KEYS = Keys.of(SELLER.company, [SELLER.public_key])
FIRST = Tally(number=1, previous=None, facts={SELLER.company: 2, BUYER.company: 1}, root="ab" * 32)
SECOND = Tally(number=2, previous=FIRST.digest, facts={SELLER.company: 3, BUYER.company: 1}, root="cd" * 32)

ends = st.tuples(st.integers(1, 9), st.binary(min_size=32, max_size=32).map(bytes.hex))
chains = st.dictionaries(st.sampled_from(PAIR), ends, min_size=1)
subjects = st.dictionaries(st.binary(min_size=32, max_size=32), chains, max_size=6)


@pytest.mark.parametrize("tally", [FIRST, SECOND])
def test_what_is_signed_is_read(tally: Tally) -> None:
    signed = read_tally(sign_tally(tally, 17, SELLER), KEYS, PAIR, "here")
    assert signed == (SELLER.company, 17, tally)


@given(subjects)
def test_both_sides_count_the_same_alike_in_whichever_order_they_name_the_pair(held: dict[bytes, Chains]) -> None:
    one, other = (counted(pair, sorted(held.items()), FIRST) for pair in (PAIR, PAIR[::-1]))
    assert one == other
    assert (one.number, one.previous) == (2, FIRST.digest)
    assert one.facts == {company: sum(told.get(company, (0,))[0] for told in held.values()) for company in PAIR}


@given(subjects, st.data())
def test_whatever_else_is_held_gives_another_root(held: dict[bytes, Chains], data: st.DataObject) -> None:
    subject = data.draw(st.binary(min_size=32, max_size=32) | st.sampled_from([*held, bytes(32)]))
    other = {**held, subject: data.draw(chains)}
    roots = {counted(PAIR, sorted(one.items()), None).root for one in (held, other)}
    assert len(roots) == (1 if other == held else 2)


def test_each_number_has_its_own_digest() -> None:
    again = counted(PAIR, [], FIRST)
    assert again.counts_the_same(counted(PAIR, [], None))
    assert again.digest != counted(PAIR, [], None).digest


@pytest.mark.parametrize(
    "change",
    [
        {"number": 0},
        {"number": True},
        {"number": 1, "previous": "ab" * 32},
        {"previous": "AB" * 32},
        {"previous": None},
        {"root": "ab" * 31},
        {"facts": {SELLER.company: 1}},
        {"facts": {SELLER.company: 1, OTHER.company: 1}},
        {"facts": {SELLER.company: 1, BUYER.company: -1}},
        {"facts": {SELLER.company: 1, BUYER.company: 1, OTHER.company: 1}},
        {"more": 1},
    ],
)
def test_another_form_is_refused(change: dict[str, Json]) -> None:
    whole: dict[str, Json] = {"number": 3, "previous": "ab" * 32, "facts": dict(FIRST.facts), "root": "ab" * 32}
    told: dict[str, Json] = {"iss": SELLER.company, "iat": 1, "tally": whole | change}
    token = SELLER.token(canonical_json(told), "counterfoil-tally+jwt")
    with pytest.raises(ProofError, match="A tally is not of a number"):
        read_tally(token, KEYS, PAIR, "here")


def test_all_but_the_first_name_the_one_before() -> None:
    whole: dict[str, Json] = {"number": 3, "facts": dict(FIRST.facts), "root": "ab" * 32}
    token = SELLER.token(canonical_json({"iss": SELLER.company, "iat": 1, "tally": whole}), "counterfoil-tally+jwt")
    with pytest.raises(ProofError, match="A tally is not of a number"):
        read_tally(token, KEYS, PAIR, "here")


def test_only_its_signer_says_it_and_under_its_own_type() -> None:
    whole: dict[str, Json] = {"number": 1, "facts": dict(FIRST.facts), "root": "ab" * 32}
    cases: list[tuple[dict[str, Json], str, str]] = [
        ({"iss": BUYER.company, "iat": 1, "tally": whole}, "counterfoil-tally+jwt", "by another"),
        ({"iss": SELLER.company, "iat": "1", "tally": whole}, "counterfoil-tally+jwt", "when it was signed"),
        ({"iss": SELLER.company, "tally": whole}, "counterfoil-tally+jwt", "what it must"),
        ({"iss": SELLER.company, "iat": 1, "tally": whole}, "counterfoil-head+jwt", "type"),
        ({"iss": SELLER.company, "iat": 1, "tally": []}, "counterfoil-tally+jwt", "of a number"),
    ]
    for told, typ, why in cases:
        with pytest.raises(ProofError, match=why):
            read_tally(SELLER.token(canonical_json(told), typ), KEYS, PAIR, "here")
    with pytest.raises(ProofError, match="key"):
        read_tally(sign_tally(FIRST, 1, BUYER), KEYS, PAIR, "here")
