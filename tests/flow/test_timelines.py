"""Timelines give what the store has between two days, whatever was asked before and however much there is."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.flow import timelines
from counterfoil.flow.recall import Recall
from counterfoil.flow.timelines import Timelines
from counterfoil.model.summary import Recorded, TradeSummary
from store.made import digest, fill
from store.memory import MemoryStore

DAY = date(2026, 3, 1)
FIRST_KEY, SECOND_KEY = 7, 8
MANY = 1000


def recorded(number: int) -> Recorded:
    summary = TradeSummary(document="invoice", number=f"I-{number}")
    return Recorded(id=digest(number), role="buyer", summary=summary)


DOCUMENTS = {one.id: one for one in map(recorded, range(12))}


class Counting(MemoryStore):
    """A store that counts what it is asked for of timelines. Its documents were forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.told: list[int] = []

    @property
    def asked(self) -> int:
        """How often timelines were asked for."""
        return len(self.told)

    def summaries(self, ids: Sequence[bytes]) -> dict[bytes, bytes]:
        del ids
        return {}

    def placed(self, key: int, first: date, last: date, limit: int) -> list[tuple[date, bytes]]:
        found = super().placed(key, first, last, limit)
        self.told.append(len(found))
        return found


def filled(days: Sequence[int], key: int = FIRST_KEY, start: date = DAY) -> Counting:
    store = Counting()
    fill(store, len(DOCUMENTS))
    ids = sorted(DOCUMENTS)
    with store.writing():
        store.put_places([(key, start + timedelta(days=day), ids[place]) for place, day in enumerate(days)])
    return store


def over(store: Counting) -> Timelines:
    recall = Recall(store)
    recall.keep(DOCUMENTS.values())
    return Timelines(store, recall)


def ids(documents: Iterable[Recorded]) -> list[bytes]:
    return [one.id for one in documents]


days = st.integers(-400, 400)
limits = st.integers(1, 14) | st.just(MANY)
windows = st.lists(st.tuples(st.sampled_from([FIRST_KEY, SECOND_KEY]), days, st.integers(-5, 300), limits), max_size=8)


@given(st.lists(days, max_size=12), windows, st.integers(1, 14), st.integers(1, 14))
def test_each_window_shows_what_the_store_has(
    placed: list[int], asked: list[tuple[int, int, int, int]], most: int, latest: int
) -> None:
    store = filled(placed)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timelines, "_LOADED_MAX", most)
        patch.setattr(timelines, "_LATEST_MIN", latest)
        lines = over(store)
        for key, first, width, limit in asked:
            window = key, DAY + timedelta(days=first), DAY + timedelta(days=first + width), limit
            assert ids(lines.placed(*window)) == [one for _, one in store.placed(*window)]


def test_windows_near_one_another_ask_the_store_once() -> None:
    store = filled([0, 10, 20])
    lines = over(store)
    for first in range(30):
        lines.placed(FIRST_KEY, DAY + timedelta(days=first), DAY + timedelta(days=first + 40), 5)
    assert store.asked == 1


def test_a_crowded_timeline_is_asked_for_each_window_by_itself() -> None:
    store = filled(range(12))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timelines, "_LOADED_MAX", 5)
        lines = over(store)
        for last in (3, 4, 3):
            assert len(lines.placed(FIRST_KEY, DAY, DAY + timedelta(days=last), MANY)) == last + 1
    assert store.asked == 3


def test_who_asks_for_the_latest_few_is_not_told_all_that_was_before() -> None:
    store = filled(range(12))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timelines, "_LATEST_MIN", 4)
        lines = over(store)
        for last in (11, 10, 11):
            assert (
                ids(lines.placed(FIRST_KEY, DAY, DAY + timedelta(days=last), 2))
                == sorted(DOCUMENTS)[last - 1 : last + 1]
            )
        assert store.told == [4]
        assert len(lines.placed(FIRST_KEY, DAY, DAY + timedelta(days=11), 5)) == 5
        assert store.told == [4, 9]


def test_who_asks_for_the_latest_few_of_other_days_is_told_only_what_is_beside_these() -> None:
    store = filled([0, 10, 20, 30, 200, 210, 220, 400, 401, 402])
    in_order = sorted(DOCUMENTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timelines, "_LATEST_MIN", 3)
        lines = over(store)

        def until(day: int) -> list[bytes]:
            return ids(lines.placed(FIRST_KEY, DAY - timedelta(days=700), DAY + timedelta(days=day), 1))

        assert (until(220), store.told) == ([in_order[6]], [3])
        assert (until(402), store.told) == ([in_order[9]], [3, 3])  # what is later, and nothing from before
        assert (until(205), store.told) == ([in_order[4]], [3, 3, 3])  # as few before it
        assert (until(221), store.told) == ([in_order[6]], [3, 3, 3])


@pytest.mark.parametrize("start", [date.min, date.max - timedelta(days=2)])
def test_the_ends_of_the_calendar_are_days_like_others(start: date) -> None:
    store = filled([0, 1, 2], start=start)
    assert ids(over(store).placed(FIRST_KEY, date.min, date.max, 9)) == sorted(DOCUMENTS)[:3]


def test_what_was_forgotten_is_left_out() -> None:
    store = filled([0, 1])
    recall = Recall(store)
    recall.keep([DOCUMENTS[sorted(DOCUMENTS)[1]]])
    assert ids(Timelines(store, recall).placed(FIRST_KEY, DAY, DAY + timedelta(days=5), 9)) == sorted(DOCUMENTS)[1:2]
