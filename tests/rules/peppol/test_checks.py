"""Check digits: known numbers, other algorithms, and that a changed digit is seen."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.rules.peppol import _checks as checks

Check = Callable[[str], bool]

digits = st.text("0123456789", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("check", "right", "wrong"),
    [
        (checks.gln, ("4012345000009", "7300010000001", "0"), ("4012345000008", "1")),
        (checks.mod_11, ("974760673", "923609016"), ("974760674", "000000000")),
        (checks.belgian, ("0202239951", "0000000097"), ("0202239952",)),
        (checks.australian, ("51824753556", "51824753556 and more"), ("51824753557", "5182475355", "")),
        (checks.swedish, ("5567037485", "55670374850"), ("5567037486", "556703748", "556703748X", "")),
        (checks.greek, ("094259216", "094259216X"), ("094259217", "09425921", "09425921X", "")),
        (checks.italian_office, ("ABC123", "abcdef"), ("ABC12", "ABC-12", "ABC12é")),
        (
            checks.italian_vat,
            ("IT00743110157", "it01234567897", "FR1", ""),
            ("IT00743110158", "IT743110157", "IT0074311015X"),
        ),
        (
            checks.iban,
            ("DE02120300000000202051", "GB82WEST12345698765432"),
            ("DE02120300000000202052", "DE0", "de02120300000000202051", "GB82west12345698765432"),
        ),
    ],
)
def test_known_numbers(check: Check, right: tuple[str, ...], wrong: tuple[str, ...]) -> None:
    assert [number for number in right if not check(number)] == []
    assert [number for number in wrong if check(number)] == []


@pytest.mark.parametrize(
    ("code", "right"),
    [
        ("RSSMRA80A01H501U", True),
        ("RSSMRA+1A01H501U", True),
        ("RSSMRA8OA01H501U", False),
        ("RSSMR180A01H501U", False),
        ("RSSMRA80A01H50XU", False),
        ("RSSMRA80A01H501", False),
        ("12345678901", True),
        ("+1234567890", True),
        ("1234567890A", False),
        ("123456789012", False),
    ],
)
def test_italian_tax_codes_have_letters_and_digits_in_their_places(code: str, right: bool) -> None:
    assert checks.italian_tax_code(code) is right


@pytest.mark.parametrize(
    ("text", "right"), [("1", True), (" -1\n", True), ("+0", True), ("1.0", False), ("", False), ("1 2", False)]
)
def test_integers_are_told_as_xsd_does(text: str, right: bool) -> None:
    assert checks.is_integer(text) is right


@given(digits)
def test_exactly_one_digit_completes_a_gln(number: str) -> None:
    assert sum(checks.gln(number + last) for last in "0123456789") == 1


@given(digits.filter(lambda number: int(number) > 0))
def test_at_most_one_digit_completes_a_number_modulo_11(number: str) -> None:
    completed = [last for last in "0123456789" if checks.mod_11(number + last)]
    weighted = sum(int(digit) * weight for digit, weight in zip(reversed(number), [2, 3, 4, 5, 6, 7] * 4, strict=False))
    assert completed == ([] if weighted % 11 == 1 else [str((11 - weighted % 11) % 11)])


@given(st.text("0123456789", min_size=9, max_size=9))
def test_a_swedish_number_is_right_where_luhn_says_so(number: str) -> None:
    (last,) = (last for last in "0123456789" if checks.swedish(number + last))
    doubled = "".join(str(int(digit) * (2 - at % 2)) for at, digit in enumerate(number + last))
    assert sum(map(int, doubled)) % 10 == 0


@given(st.text("0123456789", min_size=10, max_size=10))
def test_an_italian_number_is_right_where_luhn_says_so(number: str) -> None:
    (last,) = (last for last in "0123456789" if checks.italian_vat(f"IT{number}{last}"))
    doubled = "".join(str(int(digit) * (1 + at % 2)) for at, digit in enumerate(number + last))
    assert sum(map(int, doubled)) % 10 == 0


@given(st.integers(0, 99_999_999), st.integers(0, 99))
def test_a_belgian_number_is_divisible_with_what_it_lacks(number: int, last: int) -> None:
    assert checks.belgian(f"{number:08}{last:02}") == (1 <= last <= 97 and (number + last) % 97 == 0)


@given(st.text("0123456789ABCXYZ", min_size=4, max_size=20))
def test_an_iban_has_one_pair_of_check_digits(account: str) -> None:
    right = [f"DE{number:02}{account}" for number in range(2, 99) if checks.iban(f"DE{number:02}{account}")]
    assert len(right) == 1
    moved = f"{right[0][4:]}{right[0][:4]}"
    assert int("".join(str(int(character, 36)) for character in moved)) % 97 == 1
