"""Timelines: who stands under a key between two days."""

from datetime import date, timedelta

import pytest

from counterfoil.errors import StoreError
from counterfoil.store import Store
from store.made import digest, document, fact, fill

DAY = date(2026, 3, 1)


def day(number: int) -> date:
    return DAY + timedelta(days=number)


@pytest.fixture
def placed(store: Store) -> Store:
    fill(store, 10)
    with store.writing():
        store.put_places([(7, day(one), digest(one)) for one in range(8)])
        store.put_places([(7, day(3), digest(9)), (-1, day(3), digest(9)), (8, date.min, digest(1))])
    return store


def test_the_documents_between_two_days_come_in_order(placed: Store) -> None:
    same = sorted([digest(3), digest(9)])
    assert placed.placed(7, day(2), day(4), 10) == [
        (day(2), digest(2)),
        *((day(3), one) for one in same),
        (day(4), digest(4)),
    ]
    assert placed.placed(7, day(9), day(12), 10) == []
    assert placed.placed(99, date.min, date.max, 10) == []
    assert placed.placed(8, date.min, date.max, 10) == [(date.min, digest(1))]


def test_those_that_were_said_to_be_linked_are_left_out_where_others_are_asked_for(placed: Store) -> None:
    with placed.writing():
        placed.put_unlinked({digest(2): False, digest(3): False, digest(4): True})
        placed.put_unlinked({digest(2): True})
    assert placed.said_linked([digest(one) for one in (1, 2, 3, 4, 77)]) == {digest(3)}
    assert placed.unlinked(7, day(2), day(4)) == [(day(2), digest(2)), (day(3), digest(9)), (day(4), digest(4))]
    with pytest.raises(StoreError), placed.writing():
        placed.put_unlinked({digest(5): False, digest(77): False})
    assert placed.said_linked([digest(5)]) == set()


@pytest.mark.parametrize("limit", range(1, 6))
def test_of_more_the_latest_are_told(placed: Store, limit: int) -> None:
    whole = placed.placed(7, day(1), day(4), 10)
    assert len(whole) == 5
    assert placed.placed(7, day(1), day(4), limit) == whole[-limit:]


def test_all_places_are_in_order_and_each_is_there_once(placed: Store) -> None:
    before = list(placed.places())
    assert before == sorted(before)
    assert len(before) == 11
    with placed.writing():
        placed.put_places([(7, day(1), digest(1))])
    assert list(placed.places()) == before


def test_places_are_of_recorded_documents(placed: Store) -> None:
    before = list(placed.places())
    with pytest.raises(StoreError), placed.writing():
        placed.put_places([(8, DAY, digest(1)), (8, DAY, digest(77))])
    assert list(placed.places()) == before


def test_ids_that_begin_alike_are_still_in_order(store: Store) -> None:
    alike = [b"same" + digest(number)[:28] for number in range(20)]
    with store.writing():
        store.append_facts([fact(0)])
        store.put_documents([document(number, id=one) for number, one in enumerate(alike)])
        store.put_places([(1, DAY, one) for one in alike])
    assert store.placed(1, DAY, DAY, 4) == [(DAY, one) for one in sorted(alike)[-4:]]
    assert list(store.places()) == [(1, DAY, one) for one in sorted(alike)]


def test_places_can_be_removed(placed: Store) -> None:
    before = list(placed.places())
    with placed.writing():
        placed.drop_places([(7, day(1), digest(1)), (7, day(1), digest(2))])
    assert list(placed.places()) == [row for row in before if row != (7, day(1), digest(1))]


def test_all_keys_and_places_can_be_removed(placed: Store) -> None:
    with placed.writing():
        placed.put_keys([(1, 0, digest(1))])
        placed.clear_keys()
    assert [*placed.places(), *placed.keys()] == []
