"""Quantities in other units: by the recommendations of UN/ECE, by pack sizes, and none where that is not known."""

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching import units
from counterfoil.matching.units import converted, is_package, packs_of, packs_told, plain_unit, ratio
from counterfoil.model.summary import MasterSummary, TradeLine

BOX = {"C62": Decimal(1), "XBX": Decimal(12), "XPX": Decimal(480)}
SAND = {"KGM": Decimal(1), "XBG": Decimal("2.5")}


@pytest.mark.parametrize(
    ("quantity", "here", "there", "packs", "expected"),
    [
        ("3", "KGM", "KGM", {}, "3"),
        ("3", "kgm", "KGM", {}, "3"),
        ("1500", "GRM", "KGM", {}, "1.5"),
        ("2", "TNE", "KGM", {}, "2000"),
        ("2", "DZN", "C62", {}, "24"),
        ("24", "EA", "DZN", {}, "2"),
        ("7", "H87", "DZN", {}, "0.583333333"),
        ("5", "C62", "H87", {}, "5"),
        ("5", "Stk.", "H87", {}, "5"),
        ("90", "MIN", "HUR", {}, "1.5"),
        ("1", "ANN", "MON", {}, "12"),
        ("2", "XBX", "C62", BOX, "24"),
        ("24", "EA", "BX", BOX, "2"),
        ("1", "XPX", "XBX", BOX, "40"),
        ("1", "XPX", "DZN", BOX, "40"),
        ("4", "XBG", "GRM", SAND, "10000"),
        ("20000", "GRM", "XBG", SAND, "8"),
        ("4", "XBG", "XRO", {"XBG": Decimal(1), "XRO": Decimal(2)}, "2"),
        ("2000", "MLT", "DMQ", {}, "2"),
        ("600", "C62", "CEN", {}, "6"),
    ],
)
def test_converted(quantity: str, here: str, there: str, packs: dict[str, Decimal], expected: str) -> None:
    assert str(converted(Decimal(quantity), here, there, packs)) == expected


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("KGM", "LTR"),
        ("XBX", "C62"),
        ("C62", "XBX"),
        (None, "C62"),
        ("C62", None),
        (None, None),
        (" ", " "),
        ("DAY", "MON"),
    ],
)
def test_what_cannot_be_converted(here: str | None, there: str | None) -> None:
    assert converted(Decimal(1), here, there) is None


def test_packages_are_those_whose_content_only_the_item_tells() -> None:
    assert [is_package(unit) for unit in ("XBX", "CT", "Karton", "C62", None)] == [True, True, True, False, False]


def test_pack_sizes_come_from_all_that_is_told_of_an_item_unless_it_differs() -> None:
    one = MasterSummary(document="item", unit="C62", packs=(("BX", Decimal(12)), ("XPX", Decimal(0)), ("", Decimal(3))))
    other = MasterSummary(document="item", packs=(("XBX", Decimal(12)), ("XCT", Decimal(24))))
    third = MasterSummary(document="item", unit="EA", packs=(("XCT", Decimal(20)),))
    assert packs_of([one, other]) == {"C62": 1, "XBX": 12, "XCT": 24}
    assert packs_of([one, other, third]) == {"C62": 1, "EA": 1, "XBX": 12}


def test_without_a_base_unit_a_package_holds_pieces() -> None:
    box = MasterSummary(document="item", packs=(("BX", Decimal(12)),))
    assert packs_of([box]) == {"C62": 1, "XBX": 12}
    assert packs_of([MasterSummary(document="item")]) == {}
    kilo = MasterSummary(document="item", unit="KGM")
    assert packs_of([box, kilo]) == {"KGM": 1, "XBX": 12}
    assert converted(Decimal(3), "BX", "H87", packs_of([box])) == 36


def test_lines_tell_what_the_package_that_they_count_in_holds() -> None:
    pieces, boxes = TradeLine(unit="H87", pack_size=Decimal(12)), TradeLine(unit="BX")
    assert packs_told(pieces, boxes) == {"H87": 1, "XBX": 12}
    assert packs_told(boxes, boxes) == packs_told(pieces, pieces) == packs_told(TradeLine(unit="H87"), boxes) == {}
    assert packs_told(pieces, TradeLine(unit="BX", pack_size=Decimal(24))) == {}


def test_every_code_of_the_table_is_one_of_the_recommendations_or_was_one() -> None:
    path = Path(units.__file__).parents[1] / "rules" / "codes" / "units@en16931-1.3.16.txt"
    lines = path.read_text(encoding="utf-8").splitlines()
    known = {code for line in lines if not line.startswith("#") for code in line.split()}
    gone = set(units._SCALES) - known
    assert gone <= {"ARE", "HAR", "KTM", "NPR", "PCE", "QD", "ST"}
    assert {one for one in units._SAME.values() if one not in known} == set()


CODES = st.sampled_from(sorted(units._SCALES))


@given(st.decimals(-1000, 1000, places=3), CODES, CODES)
def test_there_and_back_again(quantity: Decimal, here: str, there: str) -> None:
    factor = ratio(here, there)
    assert (factor is None) == (units._SCALES[here].dimension != units._SCALES[there].dimension)
    if factor is not None:
        back = ratio(there, here)
        assert back is not None
        assert abs(factor[0] * back[0] / (factor[1] * back[1]) - 1) < Decimal("1e-20")
        assert plain_unit(here) == here
