"""Decisions and handlings: the last word of people on links and discrepancies."""

from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from counterfoil.errors import StoreError
from counterfoil.store import DecisionRow, HandlingRow, Store
from store.conftest import Place
from store.made import decision, digest, fill, handling, link, short


def by_link(*rows: DecisionRow) -> list[DecisionRow]:
    return sorted(rows, key=lambda row: row.link)


def by_discrepancy(*rows: HandlingRow) -> list[HandlingRow]:
    return sorted(rows, key=lambda row: row.discrepancy)


def decide(store: Store, *rows: DecisionRow) -> None:
    with store.writing():
        store.put_decisions(rows)


def handle(store: Store, *rows: HandlingRow) -> None:
    with store.writing():
        store.put_handlings(rows)


def test_decisions_come_back_as_they_were_by_link(filled: Store) -> None:
    bare = dict.fromkeys(("source_line", "target_line", "quantity", "unit", "amount", "currency", "why"))
    rows = [
        decision(1, 0),
        decision(2, 0, evidence=()),
        decision(3, 2, **bare),
        decision(3, 3, confirmed=False, fact=5),
    ]
    decide(filled, *rows)
    assert filled.decisions() == by_link(*rows)


def test_decisions_are_found_by_either_end_and_by_kind(filled: Store) -> None:
    rows = a, b, c, d = [decision(1, 0), decision(2, 0, kind="bills"), decision(3, 2), decision(3, 3)]
    decide(filled, *rows)
    assert filled.decisions([digest(0)]) == by_link(a, b)
    assert filled.decisions([digest(2), digest(3), digest("unknown")]) == by_link(b, c, d)
    assert filled.decisions([digest(3), digest(2)], "bills") == [b]
    assert filled.decisions(kind="pays") == by_link(a, c, d)
    assert filled.decisions([]) == filled.decisions([digest(5)]) == filled.decisions(kind="ships") == []


def test_a_later_decision_about_the_same_link_takes_its_place(filled: Store) -> None:
    decide(filled, decision(1, 0), decision(2, 0))
    other = decision(1, 0, confirmed=False, why=None, fact=4)
    decide(filled, other)
    assert filled.decisions() == by_link(other, decision(2, 0))


@pytest.mark.parametrize("row", [decision(1, 77), decision(77, 1), decision(1, 2, fact=99)])
def test_decisions_are_about_recorded_documents_and_rest_on_a_fact(filled: Store, row: DecisionRow) -> None:
    with pytest.raises(StoreError):
        decide(filled, row)
    assert filled.decisions() == []


def test_a_link_that_was_undone_is_still_known_by_its_id(filled: Store) -> None:
    prefix = link(1, 0).id.hex()[:10]
    assert filled.resolve(prefix) == []
    decide(filled, decision(1, 0, confirmed=False))
    assert filled.resolve(prefix) == [("link", link(1, 0).id)]
    with filled.writing():
        filled.put_links([link(1, 0)])
    assert filled.resolve(prefix) == [("link", link(1, 0).id)]


def test_handlings_come_back_as_they_were_by_discrepancy(filled: Store) -> None:
    bare = dict.fromkeys(("owner", "why", "expected", "found", "amount"))
    rows = [handling(1), handling(2, **bare, state="open"), handling(3, fact=5)]
    handle(filled, *rows)
    assert filled.handlings() == by_discrepancy(*rows)
    asked = [short("discrepancy 1"), short("discrepancy 2"), short("unknown")]
    assert filled.handlings(asked) == by_discrepancy(*rows[:2])
    assert filled.handlings([]) == []


def test_a_later_handling_takes_the_place_of_the_earlier(filled: Store) -> None:
    handle(filled, handling(1), handling(2))
    handle(filled, handling(1, state="resolved", owner=None, fact=2))
    assert filled.handlings() == by_discrepancy(handling(1, state="resolved", owner=None, fact=2), handling(2))


def test_a_handling_rests_on_a_fact(filled: Store) -> None:
    with pytest.raises(StoreError):
        handle(filled, handling(1, fact=99))
    assert filled.handlings() == []


def test_thousands_can_be_put_and_asked_for_at_once(store: Store) -> None:
    fill(store, 1200)
    decided = [decision(number, number // 2) for number in range(1200)]
    handled = [handling(number) for number in range(1200)]
    decide(store, *decided)
    handle(store, *handled)
    assert store.decisions([digest(number) for number in range(1200)]) == store.decisions() == by_link(*decided)
    assert store.handlings([row.discrepancy for row in handled]) == store.handlings() == by_discrepancy(*handled)


def test_nothing_is_written_outside_of_a_block(filled: Store) -> None:
    with pytest.raises(StoreError):
        filled.put_decisions([decision(1, 0)])
    with pytest.raises(StoreError):
        filled.put_handlings([handling(1)])


@pytest.mark.parametrize("length", [0, 15, 32])
def test_an_id_of_a_wrong_length_is_refused(made: Store, length: int) -> None:
    fill(made, 2)
    with pytest.raises(StoreError, match=f"is {length} bytes long, not 16"):
        decide(made, decision(1, 0, link=bytes(length)))
    with pytest.raises(StoreError, match=f"is {length} bytes long, not 16"):
        handle(made, handling(1, discrepancy=bytes(length)))


@pytest.mark.parametrize("column", ["kind", "source_line", "target_line", "unit", "currency", "why"])
def test_a_text_of_a_decision_that_a_database_cannot_keep_is_refused(made: Store, column: str) -> None:
    fill(made, 2)
    with pytest.raises(StoreError, match="A text of decision"):
        decide(made, msgspec.structs.replace(decision(1, 0), **{column: "\0"}))


@pytest.mark.parametrize("column", ["state", "owner", "why", "expected", "found"])
def test_a_text_of_a_handling_that_a_database_cannot_keep_is_refused(made: Store, column: str) -> None:
    fill(made, 2)
    with pytest.raises(StoreError, match="A text of handling"):
        handle(made, msgspec.structs.replace(handling(1), **{column: "\0"}))


def test_a_record_of_an_earlier_version_is_brought_up_to_date(place: Place, opened: Callable[[Store], Store]) -> None:
    older: Any = place.open(create=True)
    fill(older, 2)
    with older.writing():
        # What the steps after the first have made.
        for step in ("TABLE kept", "TABLE unfinished", "TABLE handling", "TABLE decision", "TABLE place"):
            older._script(f"DROP {step};")
        older._script("DROP INDEX document_unlinked;")
        added = {"link": ("basis",), "fact": ("salts", "attested"), "document": ("forgotten", "unlinked")}
        for table, column in ((table, column) for table, columns in added.items() for column in columns):
            older._script(f"ALTER TABLE {table} DROP COLUMN {column};")
        older._script("DELETE FROM migration WHERE number > 1;")
    older.close()
    store = opened(place.open())
    decide(store, decision(1, 0))
    handle(store, handling(1))
    assert (store.decisions(), store.handlings(), len(list(store.documents()))) == ([decision(1, 0)], [handling(1)], 2)
    assert [row.salts for row in store.facts()] == [None, None]
    assert [row.forgotten for row in store.documents()] == [None, None]
    assert list(store.check()) == []
