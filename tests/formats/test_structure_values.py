"""Structure: which texts are values of which simple types, by W3C XML Schema part 2."""

import base64
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.formats.structure import _types
from counterfoil.formats.structure._types import Kind, collapsed, kind_of

RIGHT = {
    "decimal": ["0", "1", "-1.5", "+.5", "5.", " 1 ", "\n7\t", "00001.1000", "-0", "1" * 40 + "." + "2" * 40],
    "date": [
        "2024-01-31", "2024-02-29", "2000-02-29", "-0001-01-01", "12024-01-01", "2024-01-01Z", "2024-01-01+14:00",
        "2024-01-01-13:59", "-0004-02-29", " 2024-01-01\n",
    ],
    "time": ["10:00:00", "24:00:00", "24:00:00.0", "23:59:59.999", "10:00:00Z", "10:00:00+14:00", " 10:00:00 "],
    "dateTime": ["2024-01-01T10:00:00", "2024-01-01T24:00:00", "2024-01-01T10:00:00.5Z", "2024-02-29T00:00:00-01:00"],
    "boolean": ["true", "false", "1", "0", " true "],
    "base64Binary": ["", "AAAA", "AAA=", "AA==", "A A A A", "AA AA\nAAAA", "Zg= =", "Zm8=", " "],
    "language": ["de", "de-DE", "en-US-x-1234", " de ", "x-klingon"],
    "anyURI": [
        "", "a", "http://x", "http://x y", "%20", "a:b", "http://[::1]/", "a#b", "?a?b", "//h:80/", "{}", "ü",
        "urn:x:y", "mailto:a@b", "a/b:c", "http://u:p@h/p?q#f", "http:///a", "#xpointer(a[1])",
    ],
    "token(1..3)": ["a", "abc", " abc ", "a  b", "äöü"],
    "empty": [""],
}  # fmt: skip
WRONG = {
    "decimal": ["", " ", ".", "1e5", "1,5", "NaN", "INF", "0x1", "١", "--1", "1 2", "-", "1.2.3", "1\u00a0"],
    "date": [
        "", "2023-02-29", "1900-02-29", "0000-01-01", "2024-1-1", "2024-01-01+14:01", "2024-01-01+15:00", "20240101",
        "2024-01-01T00:00:00", "2024-13-01", "2024-04-31", "02024-01-01", "2024-01-01 Z", "+2024-01-01", "-0005-02-29",
        "24-01-01", "2024-01-01+1:00", "2024-01-00", "2024-01-32", "٢٠٢٤-01-01",
    ],
    "time": ["", "24:00:01", "23:59:60", "10:00", "1:00:00", "10:00:00.", "25:00:00", "10:60:00", "10:00:00+02:60"],
    "dateTime": ["", "2024-01-01 10:00:00", "2024-01-01", "2024-02-30T10:00:00", "2024-01-01t10:00:00"],
    "boolean": ["", "TRUE", "True", "yes", "01"],
    "base64Binary": ["AAB=", "AB==", "=", "====", "AAAA====", "AAA", "A===", "!!!!", "AAAA!", "AA==AAAA", "Ä", "A-_A"],
    "language": ["", "d-", "abcdefghi", "a1", "1a", "de_DE"],
    "anyURI": ["%zz", "1a:b", "://", "[", "http://[::1]x", "#a#b", "//h:8x/", "//a@b@c", ":a", "http://[::1", "a[b"],
    "token(1..3)": ["", "   ", "abcd", "a  bc"],
    "empty": [" ", "\n", "x"],
}  # fmt: skip


def takes(name: str, written: str) -> bool:
    kind = kind_of(name)
    assert kind is not None
    kind.known.clear()
    answers = {kind.takes(written or None), kind.takes(written or None)}  # new, and known if it is right
    assert len(answers) == 1
    return answers.pop()


@pytest.mark.parametrize(("kind", "written"), [(kind, one) for kind, texts in RIGHT.items() for one in texts])
def test_texts_that_are_values(kind: str, written: str) -> None:
    assert takes(kind, written)


@pytest.mark.parametrize(("kind", "written"), [(kind, one) for kind, texts in WRONG.items() for one in texts])
def test_texts_that_are_no_values(kind: str, written: str) -> None:
    assert not takes(kind, written)


@pytest.mark.parametrize("name", ["string", "normalizedString", "token"])
def test_some_types_take_any_text(name: str) -> None:
    assert kind_of(name) is None


def test_a_type_that_no_schema_of_ours_uses_is_not_made_up() -> None:
    with pytest.raises(KeyError):
        kind_of("duration")


def test_files_are_not_remembered() -> None:
    kind = kind_of("base64Binary")
    assert kind is not None
    assert kind.takes("AAAA")
    assert kind.takes_all(["AAAA", None])
    assert not kind.takes_all(["AAAA", "A"])
    assert kind.known == set()


def test_values_that_are_remembered_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_types, "KNOWN_MAX", 10)
    kind = Kind("decimal", re.compile("[0-9]+").fullmatch)
    assert all(kind.takes(str(number)) for number in range(100))
    assert 0 < len(kind.known) <= 10
    assert kind.takes("9" * 1_000)
    assert "9" * 1_000 not in kind.known
    assert not kind.takes("x")
    assert "x" not in kind.known


# The pattern of the recommendation itself (3.2.16), for texts in which white space was collapsed.
_B64 = "[A-Za-z0-9+/]"
_GROUPS = re.compile(
    rf"((({_B64} ?){{4}})*(({_B64} ?){{3}}{_B64}|({_B64} ?){{2}}[AEIMQUYcgkosw048] ?=|{_B64} ?[AQgw] ?= ?=))?"
)


@given(st.text("AAAQBgwz== +/!Ä-", max_size=12), st.sampled_from([1, 2, 3, 7, 65_536]))
def test_base64_is_what_the_recommendation_says(text: str, part: int) -> None:
    text = collapsed(text)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(_types, "FILE_PART", part)
        assert takes("base64Binary", text) == bool(_GROUPS.fullmatch(text))


@pytest.mark.parametrize("size", [65_533, 65_534, 65_535, 65_536, 65_537, 131_072, 1_000_001])
def test_a_long_file_is_judged_as_a_short_one(size: int) -> None:
    written = base64.b64encode(bytes(size)).decode()
    assert takes("base64Binary", written)
    assert takes("base64Binary", f"{written}\n \n")
    assert not takes("base64Binary", written + "A")
    assert not takes("base64Binary", written[:-5] + "-" + written[-4:])
    assert not takes("base64Binary", "=" + written)
    assert not takes("base64Binary", written + "AAA=AAAA")


@given(st.binary(max_size=200), st.integers(1, 20))
def test_every_file_can_be_written_in_base64(data: bytes, width: int) -> None:
    text = base64.b64encode(data).decode()
    assert takes("base64Binary", "\n".join(text[start : start + width] for start in range(0, len(text), width)))


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_date_is_a_day_of_the_calendar(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
    except ValueError:
        is_day = False
    else:
        is_day = True
    assert takes("date", f"{year:04}-{month:02}-{day:02}") == is_day
    assert takes("dateTime", f"{year:04}-{month:02}-{day:02}T00:00:00") == is_day


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_every_number_can_be_written_as_a_decimal(number: object) -> None:
    assert takes("decimal", f"{number:f}")
