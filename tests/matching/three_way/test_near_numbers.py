"""Numbers that were mistyped, cut, misread, written another way, or hidden in a text."""

import pytest

from counterfoil.matching.three_way.near_numbers import (
    CUT,
    GLUED,
    MISREAD,
    REFORMATTED,
    SAME,
    TAIL,
    TWICE,
    TYPED,
    is_called_order,
    is_telling,
    is_within,
    likeness,
)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("PO-2026-00471", "po-2026-00471 ", SAME),
        ("PO-2026-00471", "PO2026/00471", REFORMATTED),
        ("PO-2026-00471", "PO2026/471", REFORMATTED),
        ("PO-2026-00471", "P0-2026-00471", MISREAD),
        ("PO-2026-00471", "PO-2026-0O471", MISREAD),
        ("PO-2026-00471", "2026-00471", CUT),
        ("PO-2026-00471", "471", CUT),
        ("4500012345", "4500012345-01", CUT),
        ("4500012345", "Bestellung 4500012345", CUT),
        ("4500012345", "BEST4500012345V0803", GLUED),
        ("4500012345", "450001199945000123454500012388", GLUED),
        ("PO2611", "PO2608PO2611PO2615", GLUED),
        ("PO2611", "x PO2611-V0803", 0),
        ("4500012345", "450001234599", TWICE),
        ("4500012345", "9945000123459900", 0),
        ("4500012345", "45000123459900012388", 0),
        ("45001", "BEST45001V0803", 0),
        ("4500012345", "4500012354", TYPED),
        ("4500012345", "450012345", TYPED),
        ("4500012345", "4500912845", TWICE),
        ("PO-2026-00471", "B-9-00471", TAIL),
        ("PO-2026-00471", "PO-2026", 0),
        ("PO-1", "PO-2", 0),
        ("PO-1", "", 0),
        ("12345", "ABCDE", 0),
        ("45-123", "99-887", 0),
        ("ABCD-1", "EFGH-1", 0),
        ("ABC", "ABCD", 0),
    ],
)
def test_likeness(one: str, other: str, expected: float) -> None:
    assert likeness(one, other) == likeness(other, one) == expected


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        ("PO-2026-00471", "Ihre Bestellung PO 2026/00471 vom 3.2.", True),
        ("4500012345", "order:4500012345", True),
        ("4500012345", "45000123456", False),
        ("4500012345", "we thank you", False),
        ("PO-1", "order PO-1", False),
        ("ABCDEFG", "ABCDEFG", False),
    ],
)
def test_a_number_within_a_text(number: str, text: str, *, expected: bool) -> None:
    assert is_within(number, text) is expected


def test_what_tells() -> None:
    assert [is_telling(number) for number in ("PO-1", "12345", "A-1-2-3-4", "17")] == [False, True, False, False]


@pytest.mark.parametrize(
    ("number", "text", "expected"),
    [
        ("4768", "su pedido 4768 de 17.10.2025", True),
        ("4768", "Ihre Bestellung Nr. 4768 vom 17.10.", True),
        ("4768", "your PO 4768", True),
        ("417", "Commande n° 417", True),
        ("B-17", "Vs. ordine: B 17", True),
        ("4768", "su pedido 47681", False),
        ("4768", "factura 4768", False),
        ("4768", "Bestellung vom 4768", False),
        ("7", "Bestellung 7", False),
        ("ABC", "order ABC", False),
        ("4768", "Depot 4768", False),
        ("4768", "", False),
    ],
)
def test_a_short_number_behind_a_word_for_order(number: str, text: str, *, expected: bool) -> None:
    assert is_called_order(number, text) is expected


@pytest.mark.parametrize(
    ("text", "is_called"),
    [
        ("Zu Ihrer Bestellung 438, 446, 447", True),
        ("Your orders 438, 446 and 447", True),
        ("Your orders 438 / delivery 447", False),
        ("Your orders 438, invoice 447", False),
        ("Bestellung A-438; 439+447", True),
        ("Bestellung 438, 4470", False),
    ],
)
def test_a_short_number_in_a_list_behind_a_word_for_order(text: str, is_called: bool) -> None:
    assert is_called_order("447", text) is is_called


def test_letters_left_out_and_a_digit_mistyped_are_two_mistakes() -> None:
    assert likeness("2026-30441", "PO-2026-00441") == TWICE
    assert likeness("PO-2026-00441", "2026-00551") == 0
