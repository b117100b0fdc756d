"""Facts, log entries and checkpoints: one order, no gaps, every column as it was."""

from datetime import datetime, timedelta, timezone

import pytest

from counterfoil.errors import StoreError
from counterfoil.store import Store
from store.made import MOMENT, checkpoint, digest, fact, short


def test_an_empty_record_has_nothing(store: Store) -> None:
    assert store.size() == 0
    assert list(store.facts()) == []
    assert store.facts_of(digest(1)) == []
    assert store.entries(0, 100) == []
    assert store.last_checkpoint() is None
    assert list(store.checkpoints()) == []
    assert store.counts() == {"facts": 0, "links": 0, "discrepancies": 0, "documents": 0}


def test_facts_come_back_as_they_were_in_their_order(store: Store) -> None:
    rows = [
        fact(0),
        fact(1, claims=None, secret=None),
        fact(2, predecessor=None, actor="", reader="", kind="finance.offer/3", claims=b""),
        fact(3, subject=short("a link"), actor="Jürgen 😀"),
    ]
    with store.writing():
        store.append_facts(rows[:3])
        store.append_facts(rows[3:])
    assert store.size() == 4
    assert list(store.facts()) == rows
    assert list(store.facts(1, 3)) == rows[1:3]
    assert list(store.facts(2)) == rows[2:]
    assert list(store.facts(4)) == []
    assert store.entries(1, 99) == [row.entry for row in rows[1:]]


def test_facts_of_some_kinds_are_told_by_index(store: Store) -> None:
    kinds = ["document.received/1", "document.linked/1", "document.received/2", "document.linked/1", "padding"]
    rows = [fact(index, kind=kind) for index, kind in enumerate(kinds)]
    with store.writing():
        store.append_facts(rows[:2])
    with store.writing():
        store.append_facts(rows[2:])
        assert list(store.facts_of_kinds("document.linked/1")) == [rows[1], rows[3]]
    assert list(store.facts_of_kinds("padding", "document.received/1", "padding")) == [rows[0], rows[4]]
    assert list(store.facts_of_kinds("document.received")) == list(store.facts_of_kinds()) == []


def test_facts_of_one_subject_are_told_by_index(store: Store) -> None:
    subjects = [digest("a"), digest("b"), digest("a"), short("a"), digest("a")]
    rows = [fact(index, subject=subject) for index, subject in enumerate(subjects)]
    with store.writing():
        store.append_facts(rows[:2])
    with store.writing():
        store.append_facts(rows[2:])
    assert store.facts_of(digest("a")) == [rows[0], rows[2], rows[4]]
    assert store.facts_of(short("a")) == [rows[3]]
    assert store.facts_of(digest("c")) == []


@pytest.mark.parametrize("indexes", [[1], [0, 2], [0, 0], [-1], [0, 1, 3]])
def test_a_fact_cannot_stand_at_another_index_than_the_next(store: Store, indexes: list[int]) -> None:
    with pytest.raises(StoreError), store.writing():
        store.append_facts([fact(index) for index in indexes])
    assert store.size() == 0


def test_times_in_other_zones_are_the_same_moment(made: Store) -> None:
    elsewhere = MOMENT.astimezone(timezone(timedelta(hours=5, minutes=30)))
    with made.writing():
        made.append_facts([fact(0, recorded=elsewhere), fact(1, recorded=MOMENT.replace(microsecond=0))])
    first, second = made.facts()
    assert first.recorded == MOMENT
    assert first.recorded.utcoffset() == timedelta(0)
    assert second.recorded == MOMENT.replace(microsecond=0)


class TestDatabases:
    """What the databases refuse; the model holds anything."""

    def test_a_time_without_a_zone_is_refused(self, made: Store) -> None:
        with pytest.raises(StoreError, match="zone"), made.writing():
            made.append_facts([fact(0, recorded=datetime(2024, 1, 1))])  # noqa: DTZ001

    @pytest.mark.parametrize("column", ["entry", "secret"])
    def test_a_digest_of_a_wrong_length_is_refused(self, made: Store, column: str) -> None:
        with pytest.raises(StoreError, match=f"The {column} of fact 0 is 31 bytes long"), made.writing():
            made.append_facts([fact(0, **{column: b"x" * 31})])

    @pytest.mark.parametrize("text", ["a\0b", "half \ud800 a pair"])
    def test_a_text_that_a_database_cannot_keep_is_refused(self, made: Store, text: str) -> None:
        with pytest.raises(StoreError, match="A text of origin 1"), made.writing():
            made.append_facts([fact(0, actor=text)])

    def test_a_number_beyond_64_bits_is_refused(self, made: Store) -> None:
        with pytest.raises(StoreError), made.writing():
            made.append_facts([fact(0, predecessor=2**63)])

    def test_a_thousand_pages_of_claims_do_not_stop_entries(self, made: Store) -> None:
        rows = [fact(index, claims=bytes([index]) * 100_000) for index in range(20)]
        with made.writing():
            made.append_facts(rows)
        assert made.entries(0, 20) == [row.entry for row in rows]
        assert list(made.facts()) == rows


def test_checkpoints_are_told_by_size(store: Store) -> None:
    rows = [checkpoint(size) for size in (5, 1, 300)]
    with store.writing():
        for row in rows:
            store.put_checkpoint(row)
    assert list(store.checkpoints()) == sorted(rows, key=lambda row: row.size)
    assert store.last_checkpoint() == checkpoint(300)


def test_a_checkpoint_is_never_overwritten(store: Store) -> None:
    with store.writing():
        store.put_checkpoint(checkpoint(5))
    with pytest.raises(StoreError), store.writing():
        store.put_checkpoint(checkpoint(5, note="another"))
    assert list(store.checkpoints()) == [checkpoint(5)]
