"""What is PostgreSQL's own: schemas, servers that go away, and changes behind our back."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from counterfoil.errors import HomeError, StoreError
from counterfoil.store import Store
from counterfoil.store.open import open_store
from counterfoil.store.postgres.schema import named_after, wanted
from store.made import fact, fill, fill_all_tables, seen

Opened = Callable[[Store], Store]


@pytest.fixture
def made(postgres: str, tmp_path: Path, opened: Opened) -> Any:
    return opened(open_store(tmp_path / "home", postgres, create=True))


def test_homes_of_one_name_have_schemas_of_their_own(postgres: str, tmp_path: Path, opened: Opened) -> None:
    first, second = (opened(open_store(tmp_path / one / "home", postgres, create=True)) for one in "ab")
    fill(first, 2)
    assert (first.size(), second.size()) == (2, 0)


def test_a_home_that_was_moved_finds_its_record(postgres: str, tmp_path: Path, opened: Opened) -> None:
    store = open_store(tmp_path / "before", postgres, create=True)
    fill(store, 2)
    store.close()
    (tmp_path / "before").rename(tmp_path / "after")
    assert opened(open_store(tmp_path / "after", postgres)).size() == 2


def test_the_address_may_name_the_schema(postgres: str, tmp_path: Path, opened: Opened) -> None:
    named = f"{postgres}&options=-csearch_path%3Dmy_company"
    store = opened(open_store(tmp_path / "home", named, create=True))
    fill(store, 1)
    assert (tmp_path / "home" / "schema").read_text() == "my_company\n"
    assert opened(open_store(tmp_path / "home", postgres)).size() == 1
    with pytest.raises(HomeError, match="in the schema my_company, not in other"):
        open_store(tmp_path / "home", f"{postgres}&options=-csearch_path%3Dother")
    with pytest.raises(HomeError, match="another home"):
        open_store(tmp_path / "second", named, create=True)


@pytest.mark.parametrize(
    ("options", "schema", "expected"),
    [
        ("", None, None),
        ("-c statement_timeout=5", None, None),
        ("-csearch_path=a", None, "a"),
        ('-c statement_timeout=5 -c search_path="A b",public', None, "A"),
        ("-c search_path=a,public", None, "a"),
        ("-c search_path=a", "b", "b"),
    ],
)
def test_the_schema_that_is_wanted(options: str, schema: str | None, expected: str | None) -> None:
    assert wanted(options, schema) == expected


def test_a_schema_s_name_fits_whatever_the_home_is_called(tmp_path: Path) -> None:
    for name in ("home", "Müller & Söhne " * 10, "—", "."):
        assert len(named_after(tmp_path / name).encode()) <= 63
        assert named_after(tmp_path / name) != named_after(tmp_path / name)


def test_a_schema_that_was_never_finished_is_told_and_can_be_made(
    postgres: str, tmp_path: Path, opened: Opened
) -> None:
    (tmp_path / "schema").write_text("counterfoil_never_finished\n")
    with pytest.raises(HomeError, match="never finished"):
        open_store(tmp_path, postgres)
    assert opened(open_store(tmp_path, postgres, create=True)).size() == 0


@pytest.mark.parametrize(
    "address", ["postgresql://user:secret@127.0.0.1:1/none", "postgresql://[bad", "postgresql:///x?host=/nowhere"]
)
def test_a_server_that_cannot_be_reached_is_told(tmp_path: Path, postgres: str, address: str) -> None:
    with pytest.raises(StoreError) as refused:
        open_store(tmp_path / "home", address, create=True)
    assert "secret" not in str(refused.value)
    assert not (tmp_path / "home").exists()


def test_a_connection_that_breaks_is_told_and_nothing_is_half_written(
    postgres: str, tmp_path: Path, made: Any, opened: Opened
) -> None:
    other = opened(open_store(tmp_path / "home", postgres))

    def broken() -> None:
        with made.writing():
            made.append_facts([fact(0)])
            (process,) = made._few("SELECT pg_backend_pid()")[0]
            other._few("SELECT pg_terminate_backend(?)", [process])  # type: ignore[attr-defined]
            made.append_facts([fact(1)])

    with pytest.raises(StoreError, match="cannot be worked with"):
        broken()
    assert other.size() == 0
    fill(other, 1)
    with pytest.raises(StoreError):
        made.size()


def test_commits_are_durable_whatever_the_server_s_default(postgres: str, made: Any) -> None:
    assert made._few("SHOW synchronous_commit") == [("on",)]


def test_an_iterator_may_be_left_when_the_store_is_closed(postgres: str, tmp_path: Path) -> None:
    store = open_store(tmp_path / "home", postgres, create=True)
    fill(store, 2000)
    rows = store.facts()
    next(rows)
    store.close()
    with pytest.raises(StoreError):
        list(rows)


def columns(store: Any) -> list[tuple[str, str, str]]:
    return [
        (table, column, kind)
        for table, column, kind in store._few(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = current_schema() AND table_name <> 'unfinished' ORDER BY 1, 2"
        )
    ]


OTHERS = {
    "bigint": ["{0} + 1", "-{0} - 7", "5", "NULL", "4611686018427387904"],
    "text": ["{0} || 'x'", "''", "'x'", "NULL", "upper({0})", "'2024-01-01 '", "'1_0'", "E'\\u00e4'"],
    "bytea": ["set_byte({0}, 0, get_byte({0}, 0) # 1)", "substr({0}, 2)", "{0} || '\\x00'", "''", "NULL"],
}


@contextmanager
def unguarded(store: Any) -> Iterator[None]:
    """A block in which references are not watched, and that is undone."""
    store._run("BEGIN")
    try:
        store._run("SET LOCAL session_replication_role = replica")
        yield
    finally:
        store._undo()


def found(store: Any, before: str) -> str:
    sentences = list(store.check())
    try:
        if seen(store) != before:
            sentences.append("another row")
    except StoreError as error:
        sentences.append(error.message)
    return " ".join(sentences)


def test_a_change_in_any_column_is_found(made: Any) -> None:
    fill_all_tables(made)
    before = seen(made)
    assert list(made.check()) == []
    tried = set()
    made._writing = True  # cursors of this test live within its own blocks
    for table, column, kind in columns(made):
        values = f"SELECT {column} FROM {table} ORDER BY 1"
        first = f"ctid = (SELECT ctid FROM {table} LIMIT 1)"
        for expression in OTHERS[kind]:
            with unguarded(made):
                old = made._few(values)
                try:
                    made._run(f"UPDATE {table} SET {column} = {expression.format(column)} WHERE {first}")
                except StoreError:
                    continue
                if made._few(values) != old:
                    tried.add((table, column))
                    assert found(made, before), f"{table}.{column} = {expression}"
    made._writing = False
    assert tried == {(table, column) for table, column, _ in columns(made)}


def test_what_amcheck_says_is_told(made: Any) -> None:
    """The extension is not everywhere, so a function of its name stands for it here."""
    fill(made, 1)
    made._run("CREATE SCHEMA fake")
    try:
        made._run(
            "CREATE FUNCTION fake.bt_index_check(i regclass, h boolean) RETURNS void LANGUAGE plpgsql AS $$ BEGIN"
            " IF i::text = 'link_target' THEN RAISE EXCEPTION 'item order invariant violated' USING ERRCODE = 'XX002';"
            " END IF; END $$"
        )
        (sentence,) = made.check()
    finally:
        made._run("DROP SCHEMA fake CASCADE")
    assert sentence.startswith("Index link_target of table link is damaged")
    assert "item order invariant violated" in sentence


def test_an_index_that_knows_fewer_rows_is_told(made: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(made, 3)
    real = made._count
    monkeypatch.setattr(
        made, "_count", lambda ways, sql: real(ways, sql) - ("document_list" in str(sql) or "issued" in sql)
    )
    (sentence,) = made.check()
    assert sentence == "Index document_list is damaged: it knows 2 rows of table document, which has 3."


def test_counting_goes_along_the_index(made: Any) -> None:
    fill(made, 3)
    for way in ("enable_seqscan", "enable_bitmapscan", "enable_sort"):
        made._run(f"SET {way} = off")
    plan = made._few("EXPLAIN SELECT count(*) FROM (SELECT 1 FROM document ORDER BY issued NULLS FIRST, document) AS w")
    assert "document_list" in str(plan)


def test_missing_rows_are_told_by_those_that_refer_to_them(made: Any) -> None:
    fill_all_tables(made)
    made._writing = True
    with unguarded(made):
        made._run("DELETE FROM party")
        made._run("DELETE FROM fact WHERE no = 2")
        sentences = list(made.check())
    made._writing = False
    assert "Row 2 of table fact is missing." in sentences
    assert "In table document, 5 of issuer refer to rows of table party that are missing." in sentences
    assert "In table document, 1 of fact refer to rows of table fact that are missing." in sentences
