"""Numbers of documents: how one could have become the other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching.duplicates.number import taken_apart
from counterfoil.matching.duplicates.number_likeness import Numbers, numbers_alike


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("INV-1", "inv -1", Numbers.SAME),
        ("RE-2026-00123", "RE/2026/123", Numbers.REFORMATTED),
        ("2026-00123", "202600123", Numbers.REFORMATTED),
        ("1O01", "1001", Numbers.REFORMATTED),
        ("10I1", "1011", Numbers.REFORMATTED),
        ("202S06-17", "202506-17", Numbers.REFORMATTED),
        ("14B2", "1482", Numbers.REFORMATTED),
        ("1482B", "14828", Numbers.MISTYPED),
        ("202505-63985", "2505-63985", Numbers.REFORMATTED),
        ("202525-63985", "2525-63985", Numbers.OTHER),
        ("771/2025", "771/25", Numbers.REFORMATTED),
        ("771/2025", "772/25", Numbers.OTHER),
        ("#123", "123", Numbers.REFORMATTED),
        ("INV00123", "123", Numbers.PREFIXED),
        ("Rechnung Nr. 4711", "RE4711", Numbers.PREFIXED),
        ("00RG 2026.3537", "RG 2026.3537", Numbers.PREFIXED),
        ("2026-01234", "1234", Numbers.PREFIXED),
        ("RE-26/4711", "4711", Numbers.PREFIXED),
        ("INV00123", "INV00123-1", Numbers.SUFFIXED),
        ("INV00123", "INV00123A", Numbers.SUFFIXED),
        ("INV00123", "00123 copy", Numbers.SUFFIXED),
        ("RG2600188/A", "RG2600188/A korr.", Numbers.SUFFIXED),
        ("46281108_1", "46281108", Numbers.SUFFIXED),
        ("2026.0042", "2026.0042/2026", Numbers.SUFFIXED),
        ("190/00/26", "190/00/26-2026", Numbers.SUFFIXED),
        ("FA 145", "145/2026", Numbers.SUFFIXED),
        ("145", "145/26", Numbers.OTHER),
        ("INV00123", "INV00132", Numbers.MISTYPED),
        ("INV00123", "INV0123", Numbers.REFORMATTED),
        ("INV10123", "INV1123", Numbers.MISTYPED),
        ("INV-1001", "INV-1002", Numbers.MISTYPED),
        ("46281108_1", "46281108_2", Numbers.OTHER),
        ("2026-12", "12", Numbers.OTHER),
        ("1", "2", Numbers.OTHER),
        ("INV00123", "INV00456", Numbers.OTHER),
        ("GX123", "AB123", Numbers.OTHER),
        ("2026-01-0006", "26-01-0006", Numbers.REFORMATTED),
        ("RE-26-118", "RE-2026-118", Numbers.REFORMATTED),
        ("RE-26-118", "RE-2025-118", Numbers.OTHER),
        ("RE-26-118", "RE-2026-119", Numbers.OTHER),
        ("90238909/26", "90238909", Numbers.SUFFIXED),
        ("4711", "4711/26", Numbers.OTHER),
        ("90238909/46", "90238909", Numbers.OTHER),
        ("R5321", "R531", Numbers.MISTYPED),
        ("R531", "R532", Numbers.OTHER),
        ("", "INV1", Numbers.MISSING),
        ("-", "INV1", Numbers.MISSING),
        ("", "", Numbers.MISSING),
    ],
)
def test_what_two_numbers_have_to_do_with_one_another(one: str, other: str, alike: Numbers) -> None:
    assert numbers_alike(taken_apart(one), taken_apart(other)) is alike
    assert numbers_alike(taken_apart(other), taken_apart(one)) is alike


@given(st.text(max_size=10), st.text(max_size=10))
def test_it_has_no_direction(one: str, other: str) -> None:
    ours, theirs = taken_apart(one), taken_apart(other)
    assert numbers_alike(ours, theirs) is numbers_alike(theirs, ours)


@pytest.mark.parametrize(
    ("number", "stem"),
    [
        ("4711-1", "4711"),
        ("4711 A", "4711"),
        ("4711b", "4711"),
        ("A/4711/B neu", "A/4711/B"),
        ("A", None),
        ("4711", None),
        ("4711-01", "4711"),
        ("4711-12", None),
        (" RE4711 ", None),
    ],
)
def test_the_stem_of_a_number(number: str, stem: str | None) -> None:
    assert taken_apart(number).stem == stem


def test_what_survives_most_ways_of_writing_a_number() -> None:
    assert taken_apart("RE-2026-00123").digits == taken_apart("re2O26/123").digits == "226123"
    assert taken_apart("ABC").digits == "abc"
    assert taken_apart("-").digits == ""
    assert taken_apart("RE-2026_00123x").runs == ("re", "2026", "00123", "x")
    assert taken_apart("RE\uff11\uff12-A").stem_digits == "12"
