"""Whatever is lost, and whoever is killed: in the end both halves agree, and both homes are sound."""

from collections import Counter
from pathlib import Path

import pytest

from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.tallies import Tallies, counting
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
            assert counting(office.home.store, other.us).differs_since is None
        assert_counted(seller, buyer)
        for place in net.places:
            assert_sound(place)


def assert_counted(one: Office, other: Office) -> None:
    """Both have signed that they hold the same, and it is all that there is."""
    ours, theirs = (Tallies(office, next(iter(office.peers()))).last() for office in (one, other))
    assert ours is not None
    assert theirs is not None
    assert ours.tally == theirs.tally
    facts = [fact for subject, _ in one.half.subjects() for fact in one.half.facts(subject)]
    assert ours.tally.facts == Counter(fact.author for fact in facts)
