"""How often somebody may ask, and that a signature counts once: by a clock that tests move."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.exchange.limits import Buckets, Rate
from counterfoil.web.client_address import address_key
from counterfoil.web.nonces import Nonces
from counterfoil.web.signing import SEEN_WITHIN


class Clock:
    """A clock that stands still until it is moved."""

    def __init__(self) -> None:
        self.time = 1000.0

    def __call__(self) -> float:
        return self.time


def test_a_bucket_empties_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst=3, a_second=0.5), clock)
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]
    assert buckets.take("b") == 0
    clock.time += 1
    assert buckets.take("a") == 1
    clock.time += 1
    assert buckets.take("a") == 0
    clock.time += 1000
    assert [buckets.take("a") for _ in range(4)] == [0, 0, 0, 2]


def test_what_takes_more_tokens_waits_longer() -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst=100, a_second=10), clock)
    assert [buckets.take("a", 60), buckets.take("a", 60), buckets.take("a", 40)] == [0, 2, 0]
    clock.time += 5
    assert [buckets.take("a", 50), buckets.take("a", 1)] == [0, 0.1]


def test_a_clock_that_is_set_back_gives_nothing_and_takes_nothing() -> None:
    clock = Clock()
    buckets = Buckets(Rate(burst=1, a_second=1), clock)
    assert buckets.take("a") == 0
    clock.time -= 500
    assert buckets.take("a") == 1
    clock.time += 1
    assert buckets.take("a") == 0


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.floats(0, 5)), max_size=60))
def test_nobody_gets_more_than_the_rate_and_memory_is_bounded(asked: list[tuple[str, float]]) -> None:
    clock, rate = Clock(), Rate(burst=2, a_second=1)
    buckets, wide = Buckets(rate, clock, keys_max=3), Buckets(rate, clock)
    given: list[float] = []
    for key, pause in asked:
        clock.time += pause
        if not wide.take(key) and key == "a":
            given.append(clock.time)
        buckets.take(key)
        assert len(buckets) <= 3
    for first, start in enumerate(given):
        for count, end in enumerate(given[first:], 1):
            assert count <= rate.burst + (end - start) * rate.a_second + 1e-6


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("fe80::1%eth0", "fe80::2%eth1", True),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        ("nonsense", "", True),
    ],
)
def test_what_an_address_counts_as(one: str, other: str, same: bool) -> None:
    assert (address_key(one) == address_key(other)) is same


def test_a_nonce_counts_once_while_its_signature_would_be_accepted() -> None:
    clock = Clock()
    nonces = Nonces(clock)
    assert nonces.take("kid", "n")
    assert nonces.take("other", "n")
    for _ in range(SEEN_WITHIN):
        assert not nonces.take("kid", "n")
        clock.time += 1
    assert not nonces.take("kid", "n")


@given(st.lists(st.tuples(st.integers(0, 5), st.floats(0, SEEN_WITHIN * 1.5)), max_size=40))
def test_none_is_forgotten_too_early_nor_kept_for_ever(taken: list[tuple[int, float]]) -> None:
    clock = Clock()
    nonces = Nonces(clock)
    first: dict[int, float] = {}
    for number, pause in taken:
        clock.time += pause
        new = nonces.take("kid", str(number))
        age = clock.time - first[number] if number in first else None
        assert new or age is not None
        if age is not None and age <= SEEN_WITHIN:
            assert not new
        if age is not None and age > 3 * SEEN_WITHIN:
            assert new
        if new:
            first[number] = clock.time


def test_there_is_room_for_so_many_nonces() -> None:
    clock = Clock()
    nonces = Nonces(clock, count_max=2)
    assert nonces.take("kid", "1")
    assert not nonces.is_full()
    assert nonces.take("kid", "2")
    assert nonces.is_full()
    clock.time += SEEN_WITHIN + 1
    assert not nonces.is_full()
