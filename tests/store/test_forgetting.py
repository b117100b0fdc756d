"""What was forgotten is gone from rows, and from every byte of the database's files."""

from contextlib import closing
from hashlib import sha256
from pathlib import Path
from typing import cast

import pytest

from counterfoil.errors import HomeError, StoreError
from counterfoil.store import DocumentFilter, Store
from counterfoil.store.open import open_store
from counterfoil.store.sqlite.store import SqliteStore
from store.conftest import Place
from store.made import decision, digest, discrepancy, document, fact, fill, handling, link

SECRET = "Ottilie Überschwang"
BLANK = dict.fromkeys(("number", "issuer", "partner", "issued", "due", "currency", "amount", "valid"))


def forgotten(number: int, at: int) -> dict[str, object]:
    return {**BLANK, "file": "", "format": "", "role": "forgotten", "fact": number, "checked": None, "forgotten": at}


def named(store: Store) -> None:
    """Three documents; the second one carries the secret in every column, and so do a fact, a link and a decision."""
    with store.writing():
        store.append_facts([fact(0), fact(1, claims=f'{{"name":"{SECRET}"}}'.encode()), fact(2)])
        changes = {"number": SECRET, "issuer": SECRET, "partner": SECRET, "file": f"{SECRET}.xml"}
        store.put_documents([document(0), document(1, fact=1, **changes), document(2)])
        store.put_links([link(2, 1, evidence=(SECRET,))])
        store.put_decisions([decision(2, 1, why=SECRET)])
        store.put_handlings([handling(1, why=SECRET)])
        store.replace_discrepancies([digest(1)], [discrepancy(1, 1, why=(SECRET,))])


def forget(store: Store) -> None:
    with store.writing():
        store.forget_facts([1])
        store.drop_links([link(2, 1).id])
        store.drop_decisions([decision(2, 1).link])
        store.drop_handlings([handling(1).discrepancy])
        store.replace_discrepancies([digest(1)], [])
        store.change_documents([document(1, **forgotten(1, 2))])
        store.forget_names()


def files_with(home: Path, text: str) -> list[str]:
    return [path.name for path in home.rglob("*") if path.is_file() and text.encode() in path.read_bytes()]


def test_what_was_forgotten_leaves_its_rows(store: Store) -> None:
    named(store)
    forget(store)
    fact_row = list(store.facts())[1]
    assert (fact_row.claims, fact_row.secret, fact_row.salts, fact_row.entry) == (None, None, None, fact(1).entry)
    assert fact_row.kind == fact(1).kind
    assert store.documents_by_id([digest(1)])[digest(1)] == document(1, **forgotten(1, 2))
    assert digest(1) not in store.summaries([digest(0), digest(1)])
    assert store.roles([digest(1)]) == {digest(1): "forgotten"}
    assert (store.decisions(), store.handlings(), list(store.links()), list(store.discrepancies())) == ([], [], [], [])
    assert [row.id for row in store.documents(DocumentFilter(state="forgotten"))] == [digest(1)]
    assert {row.id for row in store.documents(DocumentFilter(state="unlinked"))} == {digest(0), digest(2)}
    assert list(store.check()) == []


def test_the_names_of_others_stay(store: Store) -> None:
    named(store)
    forget(store)
    found = store.documents_by_id([digest(0)])[digest(0)]
    assert found.issuer == document(0).issuer
    assert list(store.documents(DocumentFilter(party=SECRET))) == []


def test_a_fact_can_be_reduced_and_forgotten_afterwards(store: Store) -> None:
    named(store)
    with store.writing():
        store.reduce_fact(1, b"{}", b'{"number":"salt"}')
    row = list(store.facts())[1]
    assert (row.claims, row.secret, row.salts) == (b"{}", None, b'{"number":"salt"}')
    with store.writing():
        store.forget_facts([1])
    assert list(store.facts())[1].salts is None


def test_it_is_unfinished_until_it_is_scrubbed(store: Store) -> None:
    named(store)
    assert store.is_scrubbed()
    forget(store)
    assert not store.is_scrubbed()
    assert store.scrub()
    assert store.is_scrubbed()


def test_what_is_undone_is_not_unfinished(store: Store) -> None:
    named(store)
    with pytest.raises(StoreError, match=r"next free|refuses"), store.writing():  # noqa: PT012 - the block is undone
        store.forget_facts([1])
        store.append_facts([fact(9)])
    assert store.is_scrubbed()
    assert list(store.facts())[1].claims is not None


def test_no_byte_of_it_is_left_in_sqlite(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, create=True)) as store:
        named(store)
        assert files_with(tmp_path, SECRET)
        forget(store)
        assert store.scrub()
        assert files_with(tmp_path, SECRET) == []
        assert list(store.check()) == []
    assert files_with(tmp_path, SECRET) == []


def test_a_reader_keeps_it_from_its_end_until_the_next_time(tmp_path: Path) -> None:
    with closing(open_store(tmp_path, create=True)) as store:
        named(store)
        with closing(open_store(tmp_path, readonly=True)) as reader, reader.reading():
            assert reader.size() == 3
            forget(store)
            cast("SqliteStore", store)._run("PRAGMA busy_timeout = 1")
            assert not store.scrub()
            assert not store.is_scrubbed()
        assert store.scrub()
        assert files_with(tmp_path, SECRET) == []


def test_scrubbing_is_refused_inside_of_a_block(made: Store) -> None:
    with made.writing(), pytest.raises(StoreError, match="does not nest"):
        made.scrub()


def test_a_snapshot_is_one_state_in_a_file_that_stands_alone(tmp_path: Path) -> None:
    home, copy = tmp_path / "home", tmp_path / "copy"
    copy.mkdir()
    with closing(open_store(home, create=True)) as store:
        fill(store, 3)
        with closing(open_store(home)) as other, store.reading():
            assert store.size() == 3
            fill(other, 2)
            store.snapshot(copy / "counterfoil.db")
        assert store.size() == 5
    assert [path.name for path in copy.iterdir()] == ["counterfoil.db"]
    with closing(open_store(copy)) as store:
        assert store.size() == 3
        assert list(store.check()) == []


def test_a_snapshot_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "home", create=True)) as store, pytest.raises(HomeError, match="be opened"):
        store.snapshot(tmp_path / "missing" / "counterfoil.db")


def test_a_server_is_backed_up_by_its_own_means(postgres: str, tmp_path: Path) -> None:
    with closing(open_store(tmp_path / "home", postgres, create=True)) as store, pytest.raises(HomeError) as refused:
        store.snapshot(tmp_path / "copy.db")
    assert "pg_dump" in refused.value.hint


def test_an_original_is_removed_once(made: Store, place: Place) -> None:
    data = b"the original"
    name = sha256(data).digest()
    made.put_original(name, data)
    made.sync_originals()
    made.remove_original(name)
    made.remove_original(name)
    assert made.open_original(name) is None
    assert list(made.originals()) == []
