"""Numbered migrations: the store's own and those that upper floors bring."""

from collections.abc import Callable
from pathlib import Path

import pytest

from counterfoil.errors import CounterfoilError, HomeError, StoreError
from counterfoil.store import Migration, Store
from counterfoil.store.migrations import RECORD, pending, scripts
from store.conftest import Place
from store.made import fill


def step(number: int, sql: str, name: str = "") -> Migration:
    return Migration(number=number, name=name or f"step_{number}", sql={"sqlite": sql, "postgres": sql})


OFFERS = step(1, "CREATE TABLE offer (no INTEGER PRIMARY KEY, note TEXT); -- a; b\nCREATE INDEX note ON offer (note);")
LIMITS = step(2, "ALTER TABLE offer ADD COLUMN amount TEXT; INSERT INTO offer VALUES (1, 'a;b', '2')")


def test_a_floor_brings_its_tables_and_later_its_changes(place: Place, opened: Callable[[Store], Store]) -> None:
    store = place.open(create=True)
    store.migrate("finance", [OFFERS])
    store.migrate("finance", [OFFERS])
    store.close()
    store = opened(place.open())
    store.migrate("finance", [OFFERS, LIMITS])
    store.migrate("finance", [OFFERS, LIMITS])
    # The same table once more would be refused, so each step ran once and stayed.
    with pytest.raises(StoreError):
        store.migrate("exchange", [OFFERS])
    fill(store, 1)


def test_a_step_that_fails_leaves_nothing_of_its_floor(made: Store) -> None:
    broken = step(2, "CREATE TABLE good (no INTEGER PRIMARY KEY); CREATE TABLE offer (no INTEGER)")
    with pytest.raises(StoreError):
        made.migrate("finance", [OFFERS, broken])
    made.migrate("finance", [OFFERS, LIMITS])


def test_tables_of_a_newer_version_are_refused(place: Place, made: Store) -> None:
    made.migrate("finance", [OFFERS, LIMITS])
    with pytest.raises(HomeError, match="newer version") as refused:
        made.migrate("finance", [OFFERS])
    assert "Install" in refused.value.hint


def test_a_database_of_a_newer_version_is_refused(place: Place, made: Store) -> None:
    # What a newer version of ours would leave behind.
    folder = (
        Path(__file__).parents[2] / "src/counterfoil/store" / ("sqlite" if place.setting == "sqlite" else "postgres")
    )
    dialect = "sqlite" if place.setting == "sqlite" else "postgres"
    ours = scripts(folder, dialect)
    assert [migration.number for migration in ours] == list(range(1, len(ours) + 1))
    made.migrate(RECORD, [*ours, step(len(ours) + 1, "CREATE TABLE more (no INTEGER)")])
    for options in ({}, {"create": True}, {"readonly": True}):
        with pytest.raises(HomeError, match="newer version"):
            place.open(**options)


def test_tables_of_another_line_of_versions_are_refused(made: Store) -> None:
    made.migrate("finance", [OFFERS])
    with pytest.raises(HomeError, match="another line"):
        made.migrate("finance", [step(1, "CREATE TABLE x (y INTEGER)", name="other")])


def test_a_step_without_a_script_for_this_database_is_refused(made: Store) -> None:
    with pytest.raises(StoreError, match="no script"):
        made.migrate("finance", [Migration(number=1, name="a", sql={"oracle": "SELECT 1"})])


def test_a_home_that_is_open_for_reading_is_not_migrated(place: Place, made: Store) -> None:
    made.migrate("finance", [OFFERS])
    reader = place.open(readonly=True)
    reader.migrate("finance", [OFFERS])
    with pytest.raises(HomeError, match="reading only"):
        reader.migrate("finance", [OFFERS, LIMITS])
    reader.close()


@pytest.mark.parametrize(
    ("applied", "ours", "expected"),
    [
        ({}, [], []),
        ({}, [1, 2], [1, 2]),
        ({1: "step_1"}, [1, 2], [2]),
        ({1: "step_1", 2: "step_2"}, [1, 2], []),
        ({1: "step_1", 2: "step_2"}, [1], HomeError),
        ({2: "step_2"}, [1, 2, 3], HomeError),
        ({1: "other"}, [1], HomeError),
        ({}, [2], StoreError),
        ({}, [1, 3], StoreError),
        ({}, [1, 1], StoreError),
    ],
)
def test_what_is_pending(
    applied: dict[int, str], ours: list[int], expected: list[int] | type[CounterfoilError]
) -> None:
    migrations = [step(number, "") for number in ours]
    if isinstance(expected, list):
        assert [migration.number for migration in pending("x", applied, migrations)] == expected
    else:
        with pytest.raises(expected):
            pending("x", applied, migrations)
