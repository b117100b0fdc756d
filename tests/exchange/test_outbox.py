"""A partner that cannot be reached is tried less and less often, and a try out of turn changes nothing of that."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.partners.outbox import FIRST_SECONDS, MOST_SECONDS, failed, is_due, reached, waiting
from counterfoil.store import Store
from exchange.offices import Watch, office, peer_of

NOW = 1_790_000_000


@pytest.fixture
def waited_for(tmp_path: Path, clock: Watch) -> Iterator[tuple[Store, Peer]]:
    """A store, and a partner that things are to be sent to."""
    here, there = office(tmp_path / "here", "Buyer", clock), office(tmp_path / "there", "Seller", clock)
    yield here.home.store, peer_of(there)
    here.home.store.close()
    there.home.store.close()


def test_each_turn_that_fails_doubles_the_wait_up_to_an_hour(waited_for: tuple[Store, Peer]) -> None:
    store, peer = waited_for
    now, pauses = NOW, list[int]()
    for _ in range(12):
        assert is_due(store, peer, now)
        again = failed(store, peer, now, "away").again
        assert not is_due(store, peer, again - 1)
        pauses.append(again - now)
        now = again
    assert pauses[:3] == [FIRST_SECONDS, 2 * FIRST_SECONDS, 4 * FIRST_SECONDS]
    assert pauses == sorted(pauses)
    assert pauses[-1] == MOST_SECONDS
    assert waiting(store, peer).since == NOW


def test_a_person_who_tries_again_and_again_does_not_make_the_node_wait_longer(waited_for: tuple[Store, Peer]) -> None:
    """The partner was back after a minute, and eighteen papers waited for minutes, since somebody had typed send."""
    store, peer = waited_for
    before = failed(store, peer, NOW, "away")
    for second in range(FIRST_SECONDS):
        after = failed(store, peer, NOW + second, "still away")
        assert (after.failures, after.again, after.since) == (before.failures, before.again, before.since)
        assert waiting(store, peer).why == "still away"
    assert is_due(store, peer, before.again)


def test_who_holds_up_the_others_waits_far_longer_than_that(waited_for: tuple[Store, Peer]) -> None:
    store, peer = waited_for
    assert failed(store, peer, NOW, "slow", held_up=30).again - NOW > 10 * 30
    reached(store, peer)
    assert is_due(store, peer, NOW)


def test_a_clock_that_was_set_back_does_not_silence_a_partner(waited_for: tuple[Store, Peer]) -> None:
    store, peer = waited_for
    failed(store, peer, NOW, "away")
    back = NOW - 2 * MOST_SECONDS
    assert is_due(store, peer, back)
    assert failed(store, peer, back, "away").again - back <= MOST_SECONDS
