"""Ids shortened as in git."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.store import Store
from counterfoil.store.prefix import hex_range
from store.made import discrepancy, document, fact, link

A, B, C, F = (bytes([first]) + bytes(31) for first in (0xAB, 0xAC, 0xBA, 0xFF))


@pytest.fixture
def named(store: Store) -> Store:
    with store.writing():
        store.append_facts([fact(0, subject=b"\xab\xcd" + bytes(30))])
        store.put_documents([document(number, id=one) for number, one in enumerate((A, B, C, F))])
        store.put_links([link(0, 0, id=A[:16], source=A, target=B), link(0, 0, id=b"\xff" * 16, source=A, target=B)])
        store.replace_discrepancies([C], [discrepancy(1, 0, id=A[:16], document=C)])
    return store


@pytest.mark.parametrize(
    ("prefix", "expected"),
    [
        ("ac", [("document", B)]),
        ("AC", [("document", B)]),
        (" ac\n", [("document", B)]),
        ("b", [("document", C)]),
        ("ab", [("link", A[:16]), ("discrepancy", A[:16]), ("document", A)]),
        ("ab0", [("link", A[:16]), ("discrepancy", A[:16]), ("document", A)]),
        ("a", [("link", A[:16]), ("discrepancy", A[:16]), ("document", A), ("document", B)]),
        ("f", [("document", F), ("link", b"\xff" * 16)]),
        ("ff", [("document", F), ("link", b"\xff" * 16)]),
        ("fff", [("link", b"\xff" * 16)]),
        (F.hex(), [("document", F)]),
        (F.hex() + "0", []),
        (A.hex()[:32], [("link", A[:16]), ("discrepancy", A[:16]), ("document", A)]),
        (A.hex()[:33], [("document", A)]),
        ("abcd", []),
        ("1", []),
        ("xyz", []),
        ("ab!", []),
        ("٣", []),
        ("-a", []),
    ],
)
def test_a_prefix_means_what_begins_with_it(named: Store, prefix: str, expected: list[tuple[str, bytes]]) -> None:
    assert named.resolve(prefix) == expected


def test_at_most_ten_meanings_are_told_smallest_first(store: Store) -> None:
    ids = [bytes([7, number]) + bytes(30) for number in range(12)]
    with store.writing():
        store.append_facts([fact(0)])
        store.put_documents([document(number, id=one) for number, one in enumerate(ids[::-1])])
    assert store.resolve("07") == [("document", one) for one in ids[:10]]
    assert len(store.resolve("")) == 10


@given(st.binary(max_size=4), st.text("0123456789abcdefABCDEF", max_size=9))
def test_the_range_of_a_prefix_holds_exactly_the_ids_that_begin_with_it(identifier: bytes, prefix: str) -> None:
    bounds = hex_range(prefix)
    assert bounds is not None
    low, high = bounds
    inside = low <= identifier and (high is None or identifier < high)
    assert inside == identifier.hex().startswith(prefix.lower()) or len(prefix) > len(identifier.hex())


def test_ids_of_one_kind_are_found_among_any_number_of_others(named: Store) -> None:
    assert named.resolve("a", "discrepancy") == [("discrepancy", A[:16])]
    assert named.resolve("", "link") == [("link", A[:16]), ("link", b"\xff" * 16)]
    assert named.resolve("b", "link") == []
    with named.writing():
        named.put_links([link(0, 0, id=bytes([number]) * 16, source=A, target=B) for number in range(20)])
    assert named.resolve("", "discrepancy") == [("discrepancy", A[:16])]
    assert len(named.resolve("", "link")) == 10
