"""What the groups of the VAT breakdown must amount to: base (BR-…-08) and tax (BR-…-09), by category."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from math import copysign

from counterfoil.rules._elements import Named
from counterfoil.rules._rule import Breach
from counterfoil.rules.en16931._amounts import CENT, EXACT, ONE, ZERO, below_zero, decimal, from_cents, rounded
from counterfoil.rules.en16931._vat import Group, Part, Vat, total_of

_LINES = (Named("cac:InvoiceLine"), Named("cac:CreditNoteLine"))
# In CII the artefacts ask groups of these categories whether their tax is VAT or not.
_OF_ANY_TAX = ("S", "Z")


def groups_of(vat: Vat, code: str) -> Iterator[Group]:
    """The groups with a category that its rules ask."""
    any_tax = not vat.names.trimmed and code in _OF_ANY_TAX
    return (group for group in vat.groups if group.kind.code == code and (any_tax or group.kind.vat))


def _texts(vat: Vat, group: Group, path: str) -> list[str]:
    return [vat.elements.text(place) for place in vat.elements.below(group.sums, path)]


def _text(vat: Vat, group: Group, path: str) -> str:
    """The amount as written; empty, so that no comparison holds, where there is none."""
    return next(iter(_texts(vat, group, path)), "")


def _own_lines(vat: Vat) -> int:
    """Which lines a document of this kind has."""
    return 1 if vat.elements.root == "CreditNote" else 0


# --- 08: the base -----------------------------------------------------------------------------------------------------


def _expected(vat: Vat, lines: int, code: str, rate: Decimal | None) -> Decimal:
    """Lines of one name, charges and allowances with a category together."""
    charges, allowances = vat.sums[-2:]
    added = EXACT.add(total_of(vat.sums[lines], code, rate), total_of(charges, code, rate))
    return EXACT.subtract(added, total_of(allowances, code, rate))


def base(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: the base is what its lines, charges and allowances add up to, to the last digit."""
    there = [number for number, named in enumerate(_LINES) if named(vat.elements)]
    for group in groups_of(vat, code):
        stated = decimal(_text(vat, group, vat.names.group_base))
        if not any(stated == _expected(vat, number, code, None) for number in there):
            expected = _expected(vat, _own_lines(vat), code, None)
            yield Breach(place=group.place, found=stated, expected=expected)


def base_by_rate(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: with less than one unit of the currency between them; for category S lines count that have its rate."""
    for group in groups_of(vat, code):
        rate = group.kind.rate
        if rate is None:
            continue
        there = [
            number
            for number, named in enumerate(_LINES)
            if (_stands(vat, vat.sums[number], code, rate) if code == "S" else named(vat.elements))
        ]
        written = _text(vat, group, vat.names.group_base)
        if not any(_near(written, _expected(vat, number, code, rate)) for number in there):
            expected = _expected(vat, _own_lines(vat), code, rate)
            yield Breach(place=group.place, found=decimal(written), expected=expected)


def _stands(vat: Vat, lines: Sequence[Part], code: str, rate: Decimal) -> bool:
    """Whether lines, or any allowance or charge at all, have category and rate."""
    if any(code in part.codes and rate in part.rates for part in lines):
        return True
    owners = {one.owner for one in vat.adjusted if one.kind.code == code}
    return any(one.owner in owners and one.kind.rate == rate for one in vat.adjusted)


def _near(written: str, expected: Decimal) -> bool:
    """The artefacts make a double of the amount when they take one off, and compare its exact value."""
    if decimal(written) is None:
        return False
    stated = float(written)
    return Decimal(stated - 1) < expected < Decimal(stated + 1)


def _expected_in_cii(vat: Vat, code: str, rate: Decimal | None) -> Decimal:
    """As in UBL, but each of the three sums in cents."""
    lines, charges, allowances = (rounded(total_of(parts, code, rate)) for parts in vat.sums)
    return EXACT.subtract(EXACT.add(lines, charges), allowances)


def _base_in_cii(vat: Vat, group: Group, expected: Decimal, fits: Callable[[float, float], bool]) -> Iterator[Breach]:
    """Amounts are compared as doubles."""
    written = _texts(vat, group, vat.names.group_base)
    if not any(decimal(text) is not None and fits(float(text), float(expected)) for text in written):
        yield Breach(place=group.place, found=decimal(written[0]) if written else None, expected=expected)


def base_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: with less than one unit of the currency between them, but exactly for category O."""
    exact = code == "O"
    for group in groups_of(vat, code):
        expected = _expected_in_cii(vat, code, None)
        yield from _base_in_cii(vat, group, expected, _equal if exact else _near_in_cii)


def _near_in_cii(stated: float, expected: float) -> bool:
    return stated - 1 < expected < stated + 1


def _equal(stated: float, expected: float) -> bool:
    """As they compare who take -0 for less than 0, which the sums of decimals never are."""
    return stated == expected and copysign(1, stated) == copysign(1, expected + 0.0)


def base_by_rate_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: to the last digit; of categories L and M the test looks for rates where none stand, and always holds."""
    for group in groups_of(vat, code) if code == "S" else ():
        rate = group.kind.rate
        if rate is not None:
            yield from _base_in_cii(vat, group, _expected_in_cii(vat, code, rate), _equal)


# --- 09: the tax ------------------------------------------------------------------------------------------------------


def no_tax(vat: Vat, code: str) -> Iterator[Breach]:
    """Nothing is charged."""
    for group in groups_of(vat, code):
        written = _texts(vat, group, vat.names.group_amount)
        numbers = [number for text in written if (number := decimal(text)) is not None]
        # CII compares doubles, for which -0.00 is less than 0.
        if not any(number == 0 and (vat.names.trimmed or not below_zero(number)) for number in numbers):
            yield Breach(place=group.place, found=decimal(written[0]) if written else None, expected=ZERO)


def tax(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: the tax is base times rate, with less than one unit of the currency between them."""
    for group in groups_of(vat, code):
        stated, whole, rate = _tax_and_base(vat, group)
        expected = None
        if stated is not None and whole is not None and rate is not None:
            expected = rounded(EXACT.multiply(EXACT.abs(whole), EXACT.multiply(rate, CENT)))
            if EXACT.abs(EXACT.subtract(EXACT.abs(stated), expected)) < 1:
                continue
        yield Breach(place=group.place, found=stated, expected=expected)


def tax_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: the same as doubles; of categories L and M nothing is asked."""
    for group in groups_of(vat, code) if code == "S" else ():
        stated, whole, rate = _tax_and_base(vat, group)
        expected = None
        if stated is not None and whole is not None and rate is not None:
            double = from_cents(float(EXACT.abs(whole)) * float(rate))
            size = EXACT.abs(stated)
            if float(EXACT.subtract(size, ONE)) < double < float(EXACT.add(size, ONE)):
                continue
            expected = rounded(EXACT.multiply(EXACT.multiply(EXACT.abs(whole), rate), CENT))
        yield Breach(place=group.place, found=stated, expected=expected)


def _tax_and_base(vat: Vat, group: Group) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    names = vat.names
    stated, whole = (decimal(_text(vat, group, path)) for path in (names.group_amount, names.group_base))
    return stated, whole, group.kind.rate
