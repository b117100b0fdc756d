"""Blocking keys: who offers, who seeks."""

from collections.abc import Sequence
from decimal import Decimal

import pytest

from counterfoil.errors import StoreError
from counterfoil.store import Store
from store.made import digest, document, fact, fill

LEAST, MOST = -(2**63), 2**63 - 1


def ids(*numbers: int) -> list[bytes]:
    return sorted(digest(number) for number in numbers)


def put(store: Store, rows: Sequence[tuple[int, int, int]]) -> None:
    with store.writing():
        store.put_keys((key, side, digest(number)) for key, side, number in rows)


@pytest.fixture
def keyed(store: Store) -> Store:
    fill(store, 10)
    put(store, [(7, 0, 1), (7, 0, 2), (7, 0, 3), (7, 1, 4), (LEAST, 0, 5), (MOST, 1, 6), (-1, 0, 1), (-1, 1, 1)])
    return store


def test_offers_are_told_by_key_smallest_ids_first(keyed: Store) -> None:
    assert keyed.offering([7, LEAST, MOST, -1, 99], 10) == {7: ids(1, 2, 3), LEAST: ids(5), -1: ids(1)}
    assert keyed.offering([], 10) == {}


@pytest.mark.parametrize(("limit", "told"), [(0, 1), (1, 2), (2, 3), (3, 3)])
def test_offers_are_told_up_to_one_more_than_the_limit(keyed: Store, limit: int, told: int) -> None:
    assert keyed.offering([7, 7], limit)[7] == ids(1, 2, 3)[:told]


def test_offers_are_told_with_their_amounts_in_millionths(keyed: Store) -> None:
    with keyed.writing():
        keyed.change_documents([document(2, amount=None), document(3, amount=Decimal("0.0000019"))])
    told = {digest(1): 101_000_000, digest(2): None, digest(3): 1}
    assert keyed.amounts([7, 99], 10) == {7: [(one, told[one]) for one in ids(1, 2, 3)]}
    assert keyed.amounts([7], 1)[7] == [(one, told[one]) for one in ids(1, 2, 3)[:2]]


def test_seekers_are_told_together(keyed: Store) -> None:
    assert keyed.seeking([7, MOST, -1, LEAST]) == {digest(4), digest(6), digest(1)}
    assert keyed.seeking([]) == set()


def test_seekers_are_told_by_key(keyed: Store) -> None:
    found = keyed.seekers([7, MOST, -1, LEAST, 99])
    assert {one for each in found.values() for one in each} == keyed.seeking([7, MOST, -1, LEAST])
    assert all(keyed.seekers([key]) == {key: sorted(keyed.seeking([key]))} for key in found)
    assert keyed.seekers([99]) == keyed.seekers([]) == {}


def test_it_is_told_which_of_many_rows_are_there(keyed: Store) -> None:
    here = {(7, 0, digest(1)), (7, 1, digest(4)), (MOST, 1, digest(6))}
    others = {(7, 1, digest(1)), (7, 0, digest(4)), (8, 0, digest(1)), (MOST, 0, digest(6))}
    assert keyed.held_keys([*here, *others, *here]) == here
    assert keyed.held_keys([]) == set()
    many = {(key, 1, digest(key % 10)) for key in range(3000)}
    assert keyed.held_keys(many) == {(7, 1, digest(7))} & set(keyed.keys())
    with keyed.writing():
        keyed.put_keys(many)
    assert keyed.held_keys(many | others) == many
    with pytest.raises(StoreError):
        keyed.held_keys([(7, 0, digest(77))])


def test_all_keys_are_in_order(keyed: Store) -> None:
    found = list(keyed.keys())
    assert found == sorted(found)
    assert len(found) == 8
    assert found[0] == (LEAST, 0, digest(5))


def test_a_key_that_is_there_already_changes_nothing(keyed: Store) -> None:
    before = list(keyed.keys())
    put(keyed, [(7, 0, 1), (7, 0, 1)])
    assert list(keyed.keys()) == before


def test_keys_are_of_recorded_documents(keyed: Store) -> None:
    before = list(keyed.keys())
    with pytest.raises(StoreError):
        put(keyed, [(8, 0, 1), (8, 0, 77)])
    assert list(keyed.keys()) == before


def test_ids_that_begin_alike_are_still_in_order_and_counted(store: Store) -> None:
    alike = [b"same" + digest(number)[:28] for number in range(20)]
    with store.writing():
        store.append_facts([fact(0)])
        store.put_documents([document(number, id=one) for number, one in enumerate(alike)])
        store.put_keys([(1, 0, one) for one in alike])
    assert store.offering([1], 4) == {1: sorted(alike)[:5]}
    assert list(store.keys()) == [(1, 0, one) for one in sorted(alike)]


def test_thousands_of_keys_can_be_asked_for_at_once(store: Store) -> None:
    fill(store, 3)
    put(store, [(key, key % 2, key % 3) for key in range(3000)])
    assert store.offering(range(3000), 5) == {key: ids(key % 3) for key in range(0, 3000, 2)}
    assert store.seeking(range(3000)) == set(ids(0, 1, 2))
    assert store.seekers(range(3000)) == {key: ids(key % 3) for key in range(1, 3000, 2)}


def test_a_key_beyond_64_bits_is_refused(made: Store) -> None:
    fill(made, 1)
    with pytest.raises(StoreError):
        put(made, [(2**63, 0, 0)])


def test_keys_can_be_removed(keyed: Store) -> None:
    before = list(keyed.keys())
    with keyed.writing():
        keyed.drop_keys([(7, 0, digest(2)), (7, 1, digest(4)), (7, 1, digest(1))])
    assert list(keyed.keys()) == [row for row in before if row not in {(7, 0, digest(2)), (7, 1, digest(4))}]
