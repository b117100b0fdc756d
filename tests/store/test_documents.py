"""Documents: what comes back, in which order, and what is known."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.errors import StoreError
from counterfoil.store import DocumentFilter, DocumentRow, Store
from store.made import digest, document, fact, fill


def put(store: Store, *rows: DocumentRow) -> None:
    with store.writing():
        if not store.size():
            store.append_facts([fact(0)])
        store.put_documents(rows)


def test_a_document_comes_back_as_it_was(store: Store) -> None:
    rows = [
        document(1),
        document(
            2,
            **dict.fromkeys(("number", "issuer", "partner", "issued", "due", "currency", "amount", "valid", "checked")),
        ),
        document(3, valid=False, position=2**40, file="ein Ordner/a.zip!/ß “x”.xml", partner="other"),
        document(4, issued=date(1, 1, 1), due=date(9999, 12, 31), number="", issuer="", amount=Decimal(0)),
    ]
    put(store, *rows)
    found = store.documents_by_id([row.id for row in rows] + [digest("unknown")])
    assert found == {row.id: row for row in rows}
    assert sorted(store.documents(), key=lambda row: row.id) == sorted(rows, key=lambda row: row.id)


@pytest.mark.parametrize(
    "written", ["1", "1.0", "1.00", "-0.00", "0E-7", "1E+2", "12345678901234567890.123456789", "1E+400", "1E-400"]
)
def test_an_amount_keeps_how_it_was_written(store: Store, written: str) -> None:
    put(store, document(1, amount=Decimal(written)))
    (row,) = store.documents()
    assert str(row.amount) == written


def test_lists_have_one_order_whatever_the_arrival(store: Store) -> None:
    """The order is by date of issue, kind, number and id, nothing first; letters by their code points."""
    rows = [
        document(10, issued=None, document="a", number=None),
        document(11, issued=None, document="a", number=""),
        document(12, issued=None, document="b", number=None),
        document(13, issued=date(2023, 12, 31), document="z", number="9"),
        document(14, issued=date(2024, 1, 1), document="a", number="10"),
        document(15, issued=date(2024, 1, 1), document="a", number="9"),
        document(16, issued=date(2024, 1, 1), document="a", number="Z"),
        document(17, issued=date(2024, 1, 1), document="a", number="a"),
        document(18, issued=date(2024, 1, 1), document="a", number="Ä"),
        document(19, issued=date(2024, 1, 1), document="a", number="\uffff"),
        document(20, issued=date(2024, 1, 1), document="a", number="😀"),
    ]
    put(store, *rows[::2])
    put(store, *rows[1::2][::-1])
    assert list(store.documents()) == rows


def test_documents_that_are_alike_are_in_the_order_of_their_ids(store: Store) -> None:
    rows = [document(number, issued=date(2024, 1, 1), number="1") for number in range(30)]
    put(store, *rows)
    assert list(store.documents()) == sorted(rows, key=lambda row: row.id)


def test_a_list_can_be_read_in_pages(store: Store) -> None:
    rows = [document(number) for number in range(10)]
    put(store, *rows)
    pages = [list(store.documents(limit=3, offset=offset)) for offset in range(0, 12, 3)]
    assert pages == [rows[:3], rows[3:6], rows[6:9], rows[9:]]
    assert list(store.documents(offset=8)) == rows[8:]
    assert list(store.documents(limit=0)) == []


def test_known_tells_documents_from_other_subjects(store: Store) -> None:
    with store.writing():
        store.append_facts([fact(0, subject=digest("a link, say")), fact(1, subject=digest(1))])
        store.put_documents([document(1)])
    assert store.known([digest(1), digest("a link, say"), digest(2)]) == {digest(1)}
    assert store.known([]) == set()


def test_thousands_can_be_asked_for_at_once(store: Store) -> None:
    fill(store, 1500)
    ids = [digest(number) for number in range(3000)]
    assert store.known(ids) == set(ids[:1500])
    assert store.documents_by_id(ids).keys() == set(ids[:1500])
    assert store.summaries(ids) == {digest(number): b'{"number":"%d"}' % number for number in range(1500)}


def test_a_document_is_added_once(store: Store) -> None:
    put(store, document(1))
    with pytest.raises(StoreError):
        put(store, document(1, file="again.xml"))
    with pytest.raises(StoreError):
        put(store, document(2), document(2))
    assert list(store.documents()) == [document(1)]


def test_a_document_must_rest_on_a_fact(store: Store) -> None:
    for row in (document(1, fact=5), document(1, checked=5)):
        with pytest.raises(StoreError):
            put(store, row)
    assert list(store.documents()) == []


def test_documents_of_one_original_are_told_by_position(store: Store) -> None:
    rows = [document(number, original=digest("file"), position=10 - number) for number in range(3)]
    put(store, *rows, document(5))
    assert store.documents_in(digest("file")) == rows[::-1]
    assert store.documents_in(digest("another")) == []


def test_the_summary_of_a_forgotten_fact_is_left_out(store: Store) -> None:
    with store.writing():
        store.append_facts([fact(0, claims=None, secret=None), fact(1)])
        store.put_documents([document(0, fact=0), document(1, fact=1)])
    assert store.summaries([digest(0), digest(1), digest(2)]) == {digest(1): b'{"number":"1"}'}
    assert store.recorded([digest(0), digest(1), digest(2)]) == {digest(1): (b'{"number":"1"}', document(1).role)}


def test_counts_tell_kinds_apart(store: Store) -> None:
    put(store, document(1), document(2), document(3, document="order"))
    assert store.counts() == {
        "facts": 1,
        "links": 0,
        "discrepancies": 0,
        "documents": 3,
        "document:invoice": 2,
        "document:order": 1,
    }


def test_documents_are_counted_by_what_we_are_in_them(store: Store) -> None:
    put(store, document(1), document(2, role="neither"), document(3, document="order", role="neither"))
    assert store.count_in_role("neither", ["invoice", "credit-note"]) == 1
    assert store.count_in_role("neither", ["invoice", "order"]) == 2
    assert store.count_in_role("seller", ["invoice"]) == 0


@pytest.mark.parametrize("column", ["id", "original"])
def test_an_id_of_a_wrong_length_is_refused(made: Store, column: str) -> None:
    with pytest.raises(StoreError, match="16 bytes long, not 32"):
        put(made, document(1, **{column: b"x" * 16}))


@pytest.mark.parametrize("column", ["file", "number", "issuer", "partner", "currency", "role", "format", "document"])
@pytest.mark.parametrize("text", ["a\0b", "\udc80"])
def test_a_text_that_a_database_cannot_keep_is_refused(made: Store, column: str, text: str) -> None:
    with pytest.raises(StoreError, match="A text of"):
        put(made, document(1, **{column: text}))


def test_texts_of_any_length_are_kept_and_found(store: Store) -> None:
    long = "Ä" * 300_000
    rows = [document(1, number=long, issuer=long, partner=long + "x", currency=long, file=long), document(2)]
    put(store, *rows)
    put(store, document(3, issuer=long))
    assert list(store.documents(DocumentFilter(party="ÄÄX"))) == rows[:1]
    assert list(store.documents(DocumentFilter(number=long))) == rows[:1]
    assert [row.id for row in store.documents(DocumentFilter(party="ä" * 1000))] == [digest(1), digest(3)]


def test_roles_can_be_asked_for_and_changed(store: Store) -> None:
    fill(store, 4)
    rows = list(store.documents())
    ids = [row.id for row in rows]
    assert store.roles([*ids, digest("unknown")]) == {row.id: row.role for row in rows}
    with store.writing():
        store.change_roles([(ids[0], "seller", "A partner that is new"), (ids[1], "neither", None)])
    found = store.documents_by_id(ids)
    assert (found[ids[0]].role, found[ids[0]].partner) == ("seller", "A partner that is new")
    assert (found[ids[1]].role, found[ids[1]].partner) == ("neither", None)
    assert [found[one] for one in ids[2:]] == rows[2:]
    with pytest.raises(StoreError), store.writing():
        store.change_roles([(digest("unknown"), "buyer", None)])
