"""Links and discrepancies: what follows from the documents, and is replaced when they say something else."""

from decimal import Decimal

import msgspec
import pytest

from counterfoil.errors import StoreError
from counterfoil.store import DiscrepancyRow, LinkRow, Store
from store.made import digest, discrepancy, document, fact, fill, link, short


def by_id(*rows: LinkRow) -> list[LinkRow]:
    return sorted(rows, key=lambda row: row.id)


def put(store: Store, *rows: LinkRow) -> None:
    with store.writing():
        store.put_links(rows)


def test_links_come_back_as_they_were_by_id(filled: Store) -> None:
    bare = {"source_line": None, "target_line": None, "quantity": None, "unit": None, "amount": None, "currency": None}
    rows = [link(1, 0), link(2, 0, evidence=()), link(3, 2, **bare), link(3, 3, confidence=Decimal(1), fact=5)]
    put(filled, *rows)
    assert list(filled.links()) == by_id(*rows)
    assert filled.counts()["links"] == 4


def test_links_are_found_by_either_end(filled: Store) -> None:
    a, b, c, d = rows = [link(1, 0), link(2, 0), link(3, 2), link(3, 3)]
    put(filled, *rows)
    assert filled.links_from([digest(1), digest(3)]) == by_id(a, c, d)
    assert filled.links_to([digest(0), digest("unknown")]) == by_id(a, b)
    assert filled.links_from([]) == filled.links_to([digest(5)]) == []
    assert filled.links_from([digest(3), digest(3)]) == by_id(c, d)


def test_links_and_discrepancies_are_found_by_id(filled: Store) -> None:
    put(filled, link(1, 0), link(2, 0), link(3, 2))
    replace(filled, [0, 4], discrepancy(1, 0), discrepancy(2, 0), discrepancy(3, 4))
    wanted = [link(3, 2).id, link(1, 0).id, link(1, 0).id, short("unknown")]
    assert filled.links_by_id(wanted) == by_id(link(1, 0), link(3, 2))
    assert filled.discrepancies_by_id([discrepancy(3, 4).id, *wanted]) == [discrepancy(3, 4)]
    assert filled.links_by_id([]) == []
    assert filled.discrepancies_by_id([]) == []


def test_a_link_of_the_same_id_is_replaced_whole(filled: Store) -> None:
    put(filled, link(1, 0), link(2, 0))
    other = link(3, 4, id=link(1, 0).id, kind="pays", state="proposed", fact=3)
    put(filled, other)
    assert list(filled.links()) == by_id(other, link(2, 0))
    assert filled.links_from([digest(1)]) == []
    assert filled.links_to([digest(4)]) == [other]


def test_the_last_of_one_id_holds(filled: Store) -> None:
    put(filled, link(1, 0), link(1, 0, unit="KGM"))
    assert list(filled.links()) == [link(1, 0, unit="KGM")]


def test_dropped_links_are_gone_and_may_come_again(filled: Store) -> None:
    put(filled, link(1, 0), link(2, 0))
    with filled.writing():
        filled.drop_links([link(1, 0).id, short("unknown")])
    assert list(filled.links()) == [link(2, 0)]
    assert filled.resolve(link(1, 0).id.hex()) == []
    put(filled, link(1, 0))
    assert list(filled.links()) == by_id(link(1, 0), link(2, 0))


@pytest.mark.parametrize("row", [link(1, 77), link(77, 1), link(1, 2, fact=99)])
def test_links_are_between_recorded_documents_and_rest_on_a_fact(filled: Store, row: LinkRow) -> None:
    with pytest.raises(StoreError):
        put(filled, row)
    assert list(filled.links()) == []


def test_thousands_of_links_can_be_put_and_asked_for_at_once(store: Store) -> None:
    fill(store, 1200)
    rows = [link(number, number // 2) for number in range(1200)]
    put(store, *rows)
    ends = [digest(number) for number in range(1200)]
    assert store.links_from(ends) == store.links_to(ends) == list(store.links()) == by_id(*rows)


def replace(store: Store, documents: list[int], *rows: DiscrepancyRow) -> None:
    with store.writing():
        store.replace_discrepancies([digest(number) for number in documents], rows)


def ordered(*rows: DiscrepancyRow) -> list[DiscrepancyRow]:
    return sorted(rows, key=lambda row: row.id)


def test_discrepancies_come_back_as_they_were_by_id(filled: Store) -> None:
    bare = dict.fromkeys(("line", "expected", "found", "amount", "currency", "since"))
    rows = [discrepancy(1, 0), discrepancy(2, 0, **bare, others=(), why=()), discrepancy(3, 4)]
    replace(filled, [0, 4], *rows)
    assert list(filled.discrepancies()) == ordered(*rows)
    assert list(filled.discrepancies([digest(0), digest(5), digest("unknown")])) == ordered(*rows[:2])
    assert list(filled.discrepancies([])) == []
    assert filled.counts()["discrepancies"] == 3


def test_discrepancies_of_some_documents_are_replaced_and_no_others(filled: Store) -> None:
    replace(filled, [0, 1, 2], discrepancy(1, 0), discrepancy(2, 1), discrepancy(3, 2))
    replace(filled, [0, 1], discrepancy(2, 0), discrepancy(4, 0))
    assert list(filled.discrepancies()) == ordered(discrepancy(2, 0), discrepancy(4, 0), discrepancy(3, 2))
    replace(filled, [0, 1, 2])
    assert list(filled.discrepancies()) == []


def test_a_discrepancy_must_stand_on_a_document_that_it_is_put_for(filled: Store) -> None:
    replace(filled, [0], discrepancy(1, 0))
    with pytest.raises(StoreError):
        replace(filled, [1], discrepancy(2, 2))
    with pytest.raises(StoreError):
        replace(filled, [77], discrepancy(2, 77))
    with pytest.raises(StoreError):
        replace(filled, [1], discrepancy(1, 1))
    assert list(filled.discrepancies()) == [discrepancy(1, 0)]


def test_texts_of_every_script_are_kept(filled: Store) -> None:
    row = discrepancy(1, 0, found="“٣” \t\n\u2028 😀", why=('a "quote"', "\\", "", "\u0001"))
    replace(filled, [0], row)
    assert list(filled.discrepancies()) == [row]


@pytest.mark.parametrize("length", [0, 15, 32])
def test_an_id_of_a_wrong_length_is_refused(made: Store, length: int) -> None:
    fill(made, 2)
    with pytest.raises(StoreError, match=f"is {length} bytes long, not 16"):
        put(made, link(1, 0, id=bytes(length)))
    with pytest.raises(StoreError, match=f"is {length} bytes long, not 16"):
        replace(made, [1], discrepancy(1, 1, id=bytes(length)))


@pytest.mark.parametrize("column", ["kind", "source_line", "target_line", "unit", "currency", "state"])
def test_a_text_of_a_link_that_a_database_cannot_keep_is_refused(made: Store, column: str) -> None:
    fill(made, 2)
    with pytest.raises(StoreError, match="A text of link"):
        put(made, msgspec.structs.replace(link(1, 0), **{column: "\0"}))


def test_links_come_after_their_documents(store: Store) -> None:
    def too_early() -> None:
        with store.writing():
            store.append_facts([fact(0)])
            store.put_links([link(1, 0)])
            store.put_documents([document(0), document(1)])

    with pytest.raises(StoreError):
        too_early()
    assert store.size() == 0
