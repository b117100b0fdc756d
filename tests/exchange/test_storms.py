"""Whatever is lost, and whoever is killed: in the end both halves agree, and both homes are sound."""

from pathlib import Path

import pytest

from exchange.nodes import Net
from exchange.storms import HomeStorm
from exchange.trading import assert_sound


@pytest.mark.parametrize("number", range(6))
def test_both_halves_agree_in_the_end(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_agreed(HomeStorm(number, tmp_path, monkeypatch).run(60))


@pytest.mark.soak
@pytest.mark.parametrize("number", range(1000, 2000))
def test_both_halves_agree_after_a_thousand_histories(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert_agreed(HomeStorm(number, tmp_path, monkeypatch).run(60))


def assert_agreed(net: Net) -> None:
    with net:
        seller, buyer = (place.office() for place in net.places)
        subjects = dict(seller.half.subjects())
        assert subjects.keys() == dict(buyer.half.subjects()).keys()
        assert len(subjects) >= 8
        for subject in subjects:
            facts, theirs = ({one.entry: one for one in office.half.facts(subject)} for office in (seller, buyer))
            assert facts.keys() == theirs.keys()
            assert all(facts[entry].claims == one.claims for entry, one in theirs.items())
            assert any(one.author != one.claims["to"] for entry, one in facts.items())
        for office, other in ((seller, buyer), (buyer, seller)):
            assert office.half.unsent(other.us) == []
        for place in net.places:
            assert_sound(place)
