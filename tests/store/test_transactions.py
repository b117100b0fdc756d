"""Blocks of writing and reading: all or nothing, one at a time, never outside."""

import contextlib
from collections.abc import Callable

import pytest

from counterfoil.errors import HomeError, StoreError
from counterfoil.store import Store
from store.conftest import Place
from store.made import checkpoint, digest, discrepancy, document, fact, fill, link


class Stop(Exception):  # noqa: N818 - it is no error of anything
    pass


def everything(store: Store) -> tuple[object, ...]:
    return (
        list(store.facts()),
        list(store.checkpoints()),
        list(store.documents()),
        list(store.keys()),
        list(store.links()),
        list(store.discrepancies()),
        store.counts(),
        store.resolve(""),
    )


def change_all(store: Store) -> None:
    store.append_facts([fact(3)])
    store.put_checkpoint(checkpoint(4))
    store.put_documents([document(3, issuer="A name that nobody else has", fact=3)])
    store.put_keys([(1, 0, digest(3)), (1, 1, digest(0))])
    store.put_links([link(3, 0), link(1, 0, unit="KGM")])
    store.drop_links([link(2, 0).id])
    store.replace_discrepancies([digest(0), digest(3)], [discrepancy(1, 3)])


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store, 3)
    with store.writing():
        store.put_links([link(1, 0), link(2, 0)])
        store.replace_discrepancies([digest(0)], [discrepancy(5, 0)])
    return store


@pytest.mark.parametrize("kind", [Stop, KeyboardInterrupt, StoreError])
def test_an_exception_undoes_the_whole_block(filled: Store, kind: type[BaseException]) -> None:
    before = everything(filled)

    def interrupted() -> None:
        with filled.writing():
            change_all(filled)
            assert everything(filled) != before
            raise kind("stop here")

    with pytest.raises(kind):
        interrupted()
    assert everything(filled) == before


def test_after_an_undone_block_the_same_can_be_written(filled: Store) -> None:
    """What a block remembered of ids and names must go with it."""

    def interrupted() -> None:
        with filled.writing():
            change_all(filled)
            raise Stop

    with pytest.raises(Stop):
        interrupted()
    with filled.writing():
        change_all(filled)
    assert filled.documents_by_id([digest(3)])[digest(3)].issuer == "A name that nobody else has"
    assert filled.seeking([1]) == {digest(0)}


def test_what_was_committed_is_there_after_opening_again(place: Place, opened: Callable[[Store], Store]) -> None:
    store = place.open(create=True)
    fill(store, 3)
    with store.writing():
        change_all_but_links(store)
    before = everything(store)
    store.close()
    assert everything(opened(place.open())) == before
    assert everything(opened(place.open(readonly=True))) == before


def change_all_but_links(store: Store) -> None:
    store.append_facts([fact(3)])
    store.put_documents([document(3, fact=3)])
    store.put_keys([(1, 0, digest(3))])


def test_reads_within_a_block_see_what_it_wrote(filled: Store) -> None:
    with filled.writing():
        change_all(filled)
        assert filled.size() == 4
        assert filled.known([digest(3)]) == {digest(3)}
        assert filled.offering([1], 5) == {1: [digest(3)]}
        assert filled.links_from([digest(3)]) == [link(3, 0)]
        with filled.reading():
            assert filled.counts()["documents"] == 4


def test_blocks_do_not_nest(made: Store) -> None:
    def nested() -> None:
        with made.writing(), made.writing():
            pass

    with pytest.raises(StoreError, match="nest"):
        nested()
    fill(made, 1)


def test_nothing_is_written_inside_of_reading(made: Store) -> None:
    def nested() -> None:
        with made.reading(), made.writing():
            pass

    with pytest.raises(StoreError, match="reading"):
        nested()
    fill(made, 1)


@pytest.mark.parametrize(
    "write",
    [
        lambda store: store.append_facts([fact(1)]),
        lambda store: store.put_checkpoint(checkpoint(1)),
        lambda store: store.put_documents([document(1)]),
        lambda store: store.put_keys([(1, 0, digest(0))]),
        lambda store: store.put_links([link(0, 0)]),
        lambda store: store.drop_links([link(0, 0).id]),
        lambda store: store.replace_discrepancies([digest(0)], []),
    ],
)
def test_nothing_is_written_outside_of_a_block(made: Store, write: Callable[[Store], None]) -> None:
    fill(made, 1)
    before = everything(made)
    with pytest.raises(StoreError, match=r"writing\(\)"):
        write(made)
    assert everything(made) == before


def test_a_reader_sees_one_state_until_it_ends(place: Place, made: Store, opened: Callable[[Store], Store]) -> None:
    fill(made, 3)
    reader = opened(place.open(readonly=True))
    with reader.reading():
        assert reader.size() == 3
        fill(made, 2)
        assert reader.size() == 3
        assert len(list(reader.documents())) == 3
        with reader.reading():
            assert reader.size() == 3
    assert reader.size() == 5


def test_a_reader_that_was_open_before_sees_what_came(
    place: Place, made: Store, opened: Callable[[Store], Store]
) -> None:
    reader = opened(place.open(readonly=True))
    fill(made, 3)
    assert len(list(reader.documents())) == 3
    with made.writing():
        made.append_facts([fact(3)])
        assert reader.size() == 3
    assert reader.size() == 4


def test_an_iterator_that_is_not_read_to_its_end_stops_nobody(place: Place, made: Store) -> None:
    fill(made, 1000)
    rows = made.documents()
    next(rows)
    fill(made, 1)
    del rows
    fill(made, 1)
    assert made.size() == 1002


def test_a_store_opened_for_reading_writes_nothing(place: Place, made: Store, opened: Callable[[Store], Store]) -> None:
    reader = opened(place.open(readonly=True))

    def write() -> None:
        with reader.writing():
            pass

    with pytest.raises(StoreError, match="reading only"):
        write()
    with pytest.raises(StoreError, match="reading only"):
        reader.put_original(digest(1), b"")


def test_a_block_in_which_a_write_failed_is_not_kept_even_if_the_failure_is_swallowed(made: Store) -> None:
    def swallowed() -> None:
        with made.writing():
            made.append_facts([fact(0)])
            with contextlib.suppress(StoreError):
                made.put_documents([document(1), document(2), document(2)])

    with pytest.raises(StoreError, match="nothing of it was kept"):
        swallowed()
    assert made.counts() == {"facts": 0, "links": 0, "discrepancies": 0, "documents": 0}
    fill(made, 1)


@pytest.mark.parametrize("options", [{}, {"readonly": True}])
def test_a_home_without_a_record_is_told(place: Place, options: dict[str, bool]) -> None:
    with pytest.raises(HomeError, match="counterfoil init"):
        place.open(**options)
    assert not place.home.exists()


def test_creating_twice_keeps_what_is_there(place: Place, made: Store, opened: Callable[[Store], Store]) -> None:
    fill(made, 2)
    again = opened(place.open(create=True))
    assert again.size() == 2


def test_after_closing_nothing_works_and_nothing_crashes(place: Place) -> None:
    store = place.open(create=True)
    store.close()
    with pytest.raises(StoreError):
        store.size()
