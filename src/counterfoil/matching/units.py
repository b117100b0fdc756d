"""How much is a quantity in another unit? UN/ECE Recommendations 20 and 21, and the pack sizes of an item."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, divided
from counterfoil.model.summary import MasterSummary, TradeLine

Packs = Mapping[str, Decimal]
"""How many base units a unit of an item holds; the base unit itself is in it with 1."""

NO_PACKS: Packs = {}
AS_IT_IS = Decimal(1), Decimal(1)
"""What to multiply and to divide by where the unit is the same."""

_PLACES = Decimal("1e-9")
_PIECE = "C62"

# (dimension, what one of it is in the dimension's own unit), by the codes of Recommendation 20. Where a code has more
# than one meaning in practice (ST is a sheet there and a piece in many systems) both are one of something.
_TABLE = {
    "count": """C62 1 H87 1 EA 1 PCE 1 NAR 1 NIU 1 ST 1 E48 1 LS 1 PR 2 NPR 2 DZN 12 DPC 12 DZP 12 QD 3
        SCO 20 CEN 100 CNT 100 GRO 144 GGR 1728 MIL 1000 T3 1000 TP 10 TPR 20 MIO 1000000 HC 100 D63 1 ACT 1""",
    "mass": """KGM 1 GRM 0.001 MGM 0.000001 MC 0.000000001 DG 0.0001 CGM 0.00001 DJ 0.01 HGM 0.1 DTN 100 TNE 1000
        KTN 1000000 2U 1000 LBR 0.45359237 ONZ 0.028349523125 STI 6.35029318 CWA 45.359237 CWI 50.80234544
        STN 907.18474 LTN 1016.0469088 APZ 0.0311034768 CTM 0.0002 DWT 0.00155517384""",
    "length": """MTR 1 MMT 0.001 CMT 0.01 DMT 0.1 A45 10 HMT 100 KMT 1000 KTM 1000 4H 0.000001 C45 0.000000001
        INH 0.0254 FOT 0.3048 YRD 0.9144 SMI 1609.344 NMI 1852 AK 1.8288 LF 0.3048 LM 1""",
    "area": """MTK 1 MMK 0.000001 CMK 0.0001 DMK 0.01 DAA 1000 ARE 100 HAR 10000 KMK 1000000 INK 0.00064516
        FTK 0.09290304 YDK 0.83612736 ACR 4046.8564224 MIK 2589988.110336""",
    "volume": """LTR 1 MLT 0.001 CLT 0.01 DLT 0.1 A44 10 HLT 100 K6 1000 MAL 1000000 4G 0.000001 MMQ 0.000001
        CMQ 0.001 DMQ 1 MTQ 1000 INQ 0.016387064 FTQ 28.316846592 YDQ 764.554857984 GLL 3.785411784
        GLI 4.54609 PTL 0.473176473 PTI 0.56826125 QTL 0.946352946 QTI 1.1365225 OZA 0.0295735295625
        OZI 0.0284130625 BLL 158.987294928 PTN 0.473176473""",
    "time": "SEC 1 C26 0.001 MIN 60 HUR 3600 LH 3600 DAY 86400 WEE 604800",
    "months": "MON 1 QAN 3 SAN 6 ANN 12 DEC 120",
    "energy": """JOU 1 KJO 1000 3B 1000000 GV 1000000000 WHR 3600 KWH 3600000 MWH 3600000000 GWH 3600000000000
        BTU 1055.05585262 E14 4184""",
    "power": "WTT 1 KWT 1000 MAW 1000000 A90 1000000000 BHP 745.69987158227022",
}
# Codes of Recommendation 20 that gave way to those of Recommendation 21, and words of systems that know neither.
_SAME = {
    "BX": "XBX", "CT": "XCT", "CS": "XCS", "PK": "XPK", "PA": "XPA", "BG": "XBG", "RO": "XRO", "RL": "XRL",
    "PF": "XPF", "PX": "XPX", "DR": "XDR", "BO": "XBO", "CR": "XCR", "TU": "XTU", "BE": "XBE", "BD": "XBD",
    "CA": "XCA", "JR": "XJR", "SA": "XSA",  "PCS": "H87", "PC": "H87", "STK": "H87",
    "STCK": "H87", "STÜCK": "H87", "STUECK": "H87", "STUK": "H87", "STUKS": "H87", "PIECE": "H87", "PIECES": "H87",
    "UNIT": "C62", "UNITS": "C62", "PIÈCE": "H87", "PIECES/PCS": "H87", "EACH": "EA", "DOZEN": "DZN", "DOZ": "DZN",
    "DTZD": "DZN", "DUTZEND": "DZN", "KG": "KGM", "KILO": "KGM", "G": "GRM", "GR": "GRM", "MG": "MGM", "T": "TNE",
    "TO": "TNE", "M": "MTR", "MM": "MMT", "CM": "CMT", "KM": "KMT", "M2": "MTK", "M²": "MTK", "QM": "MTK", "M3": "MTQ",
    "M³": "MTQ", "CBM": "MTQ", "L": "LTR", "LT": "LTR", "ML": "MLT", "CL": "CLT", "HL": "HLT", "LB": "LBR",
    "LBS": "LBR", "OZ": "ONZ", "H": "HUR", "HR": "HUR", "HRS": "HUR", "STD": "HUR", "KAR": "XCT", "KARTON": "XCT",
    "CARTON": "XCT", "BOX": "XBX",  "PALLET": "XPX", "PALETTE": "XPX", "PAK": "XPK", "PACK": "XPK",
    "PAAR": "PR", "PAIR": "PR", "ROLLE": "XRO", "ROLL": "XRO",
}  # fmt: skip


class _Scale(NamedTuple):
    dimension: str
    factor: Decimal


def _scales() -> dict[str, _Scale]:
    found: dict[str, _Scale] = {}
    for dimension, written in _TABLE.items():
        words = iter(written.split())
        found |= {code: _Scale(dimension, Decimal(factor)) for code, factor in zip(words, words, strict=True)}
    return found


_SCALES = _scales()


def converted(quantity: Decimal, from_unit: str | None, to_unit: str | None, packs: Packs = NO_PACKS) -> Decimal | None:
    """A quantity in another unit; None where the two do not measure the same, or where that is not known.

    Codes are those of Recommendations 20 and 21, in any case; packages need the pack sizes of the item.
    """
    factor = ratio(from_unit, to_unit, packs)
    if factor is None:
        return None
    over, under = factor
    result = EXACT.multiply(quantity, over)
    return _short(result if under == 1 else EXACT.quantize(divided(result, under), _PLACES))


def ratio(from_unit: str | None, to_unit: str | None, packs: Packs = NO_PACKS) -> tuple[Decimal, Decimal] | None:
    """What to multiply and then to divide by, to come from one unit to the other; None where there is no way."""
    ours, theirs = plain_unit(from_unit), plain_unit(to_unit)
    if ours is None or theirs is None:
        return None
    if ours == theirs:
        return AS_IT_IS
    here, there = _scale(ours, packs), _scale(theirs, packs)
    if here is None or there is None or here.dimension != there.dimension:
        return None
    if here.factor % there.factor == 0:
        return here.factor // there.factor, Decimal(1)
    return here.factor, there.factor


def plain_unit(unit: str | None) -> str | None:
    """A unit's code as Recommendations 20 and 21 write it now; another word in capitals; None where there is none."""
    return _plain(unit) if unit is not None else None


def is_package(unit: str | None) -> bool:
    """Is this a unit whose content only the item's pack sizes tell?"""
    plain = plain_unit(unit)
    return plain is not None and plain not in _SCALES


def packs_of(items: Iterable[MasterSummary]) -> dict[str, Decimal]:
    """The pack sizes that master data tells of one item; none that are not above zero or told in two ways."""
    found: dict[str, Decimal] = {}
    unclear: set[str] = set()
    for item in items:
        base = plain_unit(item.unit)
        told = [(base, Decimal(1))] if base else []
        told += [(plain, size) for code, size in item.packs if (plain := plain_unit(code)) and size > 0]
        for plain, size in told:
            if found.setdefault(plain, size) != size:
                unclear.add(plain)
    known = {plain: size for plain, size in found.items() if plain not in unclear}
    # Where no base unit is told, a package holds pieces.
    return known if not known or 1 in known.values() else {_PIECE: Decimal(1), **known}


def packs_told(*lines: TradeLine, between: Iterable[str] = ()) -> Packs:
    """The pack size that lines about one item tell, of the one package and the one other unit that they count in.

    `between` are units that others count it in.
    """
    sizes = {line.pack_size for line in lines if line.pack_size}
    if len(sizes) != 1:
        return NO_PACKS
    counted = {*between, *(plain for line in lines if (plain := plain_unit(line.unit)))}
    packages = {unit for unit in counted if is_package(unit)}
    pieces = counted - packages
    return {packages.pop(): sizes.pop(), pieces.pop(): Decimal(1)} if len(packages) == len(pieces) == 1 else NO_PACKS


@lru_cache(maxsize=1024)
def _plain(unit: str) -> str | None:
    code = unit.strip().strip(".").upper()
    return _SAME.get(code, code) or None


def _scale(unit: str, packs: Packs) -> _Scale | None:
    """The unit by the item's own pack sizes, or else by the table."""
    if unit in packs:
        base = next((code for code, size in packs.items() if size == 1 and code in _SCALES), None)
        scale = _SCALES[base] if base else _Scale("base", Decimal(1))
        return _Scale(scale.dimension, EXACT.multiply(packs[unit], scale.factor))
    return _SCALES.get(unit)


def _short(value: Decimal) -> Decimal:
    """Without zeros behind it and without exponent."""
    short = value.normalize(EXACT)
    return short if short.as_tuple().exponent <= 0 else EXACT.quantize(short, Decimal(1))  # type: ignore[operator]
