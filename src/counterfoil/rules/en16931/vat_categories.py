"""The rules about VAT categories (BR-S, -Z, -E, -AE, -IC, -G, -O, -AF, -AG and -B), one family for each category.

All families are of one form: the category is in the breakdown (01), whoever uses it on lines, allowances or charges is
known to the tax office (02 to 04), the rate is as it must be (05 to 07), base and tax are right (08, 09), and there is
a reason for charging nothing, or none (10). Where the artefacts of UBL and CII disagree, both are followed.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from counterfoil.model._base import Model
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, Reads, Steady, When
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS
from counterfoil.rules.en16931 import _vat_parties as parties
from counterfoil.rules.en16931 import _vat_sums as sums
from counterfoil.rules.en16931 import _vat_use as use
from counterfoil.rules.en16931._amounts import below_zero
from counterfoil.rules.en16931._vat import Kind, Vat
from counterfoil.rules.en16931._vat_names import codes_used, codes_written, taxes_said, vat_of

VatTest = Callable[[Vat, str], Iterable[Breach]]
"""A rule about one category of a document."""
_Tests = Iterable[tuple[int, VatTest]]

_CII = (CII_ROOT,)
_NUMBERS = ("BT-31", "BT-32", "BT-63")


def _no_rate(kind: Kind) -> bool:
    return not kind.rated


def _zero(kind: Kind) -> bool:
    return kind.rate == 0


def _plain_zero(kind: Kind) -> bool:
    """Zero to those who compare doubles: -0.00 is less."""
    return kind.rate == 0 and not below_zero(kind.rate)


def _above_zero(kind: Kind) -> bool:
    return kind.rate is not None and kind.rate > 0


def _not_negative(kind: Kind) -> bool:
    return kind.rate is not None and not below_zero(kind.rate)


class Family(Model):
    """What is particular to the rules of one category."""

    name: str
    code: str
    rates: tuple[use.Right, use.Right] = (_zero, _plain_zero)
    """What a rate must be, in UBL and in CII."""
    taxed: bool = False
    """Whether there is something to pay, so that rates part the groups and no reason is given."""
    known: tuple[parties.Known, parties.Known] = parties.TAXABLE
    """Who must be known to the tax office, in UBL and in CII, by which `numbers`."""
    numbers: tuple[str, ...] = _NUMBERS


STANDARD = Family(name="S", code="S", rates=(_above_zero, _above_zero), taxed=True)
ZERO_RATED = Family(name="Z", code="Z")
EXEMPT = Family(name="E", code="E")
REVERSE_CHARGE = Family(
    name="AE", code="AE", known=parties.REVERSE_CHARGE, numbers=("BT-31", "BT-32", "BT-47", "BT-48", "BT-63")
)
WITHIN_THE_UNION = Family(name="IC", code="K", known=parties.WITHIN_THE_UNION, numbers=("BT-31", "BT-48", "BT-63"))
EXPORT = Family(name="G", code="G", known=parties.EXPORT, numbers=("BT-31", "BT-63"))
OUTSIDE = Family(
    name="O", code="O", rates=(_no_rate, _no_rate), known=parties.OUTSIDE, numbers=("BT-31", "BT-48", "BT-63")
)
CANARY_ISLANDS = Family(name="AF", code="L", rates=(_not_negative, _above_zero), taxed=True)
CEUTA_AND_MELILLA = Family(name="AG", code="M", rates=(_not_negative, _not_negative), taxed=True)
FAMILIES = (
    STANDARD,
    ZERO_RATED,
    EXEMPT,
    REVERSE_CHARGE,
    WITHIN_THE_UNION,
    EXPORT,
    OUTSIDE,
    CANARY_ISLANDS,
    CEUTA_AND_MELILLA,
)

_OF_AMOUNTS = (8, 9)
_OF_ALL = 10
"""The last of the rules that all families have."""
_RATES = ("BT-96", "BT-103", "BT-119", "BT-152")


def _terms(family: Family, number: int) -> tuple[str, ...]:
    """The business terms that the rules with a number speak of."""
    numbers, rates = family.numbers, _RATES if family.taxed else ()
    of_its_own: dict[tuple[str, int], tuple[str, ...]] = {
        ("IC", 11): ("BG-14", "BT-72", "BT-118"),
        ("IC", 12): ("BT-80", "BT-118"),
        ("O", 12): ("BT-118", "BT-151"),
        ("O", 13): ("BT-95", "BT-118"),
        ("O", 14): ("BT-102", "BT-118"),
    }
    return (
        of_its_own.get((family.name, number))
        or {
            1: ("BG-23", "BT-95", "BT-102", "BT-118", "BT-151"),
            2: (*numbers, "BT-151"),
            3: (*numbers, "BT-95"),
            4: (*numbers, "BT-102"),
            5: ("BT-151", "BT-152"),
            6: ("BT-95", "BT-96"),
            7: ("BT-102", "BT-103"),
            8: ("BT-116", "BT-118", "BT-92", "BT-95", "BT-99", "BT-102", "BT-131", "BT-151", *rates),
            9: ("BT-117", "BT-118", "BT-116", "BT-119") if family.taxed else ("BT-117", "BT-118"),
            10: ("BT-118", "BT-120", "BT-121"),
            11: ("BG-23", "BT-118"),
        }[number]
    )


def _tests_in_ubl(family: Family) -> _Tests:
    known, right = family.known[0], family.rates[0]
    on_lines = use.on_lines_of_any_tax if family is STANDARD else use.on_lines
    yield 1, use.some_group if family.taxed else use.one_group
    yield 2, partial(on_lines, known=known)
    yield from _tests_alike(family, known, right)
    yield 8, sums.base_by_rate if family.taxed else sums.base
    yield 9, sums.tax if family.taxed else sums.no_tax
    if family is WITHIN_THE_UNION:
        yield 11, use.delivered
        yield 12, use.delivered_to_country
    if family is OUTSIDE:
        yield 11, use.alone_in_breakdown
        yield 12, use.alone_on_lines
        yield 13, partial(use.alone_on_adjustments, charge=False)
        yield 14, partial(use.alone_on_adjustments, charge=True)


def _tests_in_cii(family: Family) -> _Tests:
    known, right = family.known[1], family.rates[1]
    yield 1, use.some_group_in_cii if family.taxed else use.one_group_in_cii
    yield 2, partial(use.on_lines, known=known)
    yield from _tests_alike(family, known, right)
    yield 8, sums.base_by_rate_in_cii if family.taxed else sums.base_in_cii
    yield 9, sums.tax_in_cii if family.taxed else sums.no_tax
    if family is WITHIN_THE_UNION:
        yield 11, use.delivered_in_cii
        yield 12, use.delivered_to_country_in_cii
    if family is OUTSIDE:
        yield from ((number, use.alone_in_cii) for number in (11, 12))
        yield from ((number, use.alone_on_adjustments_in_cii) for number in (13, 14))


def _tests_alike(family: Family, known: parties.Known, right: use.Right) -> _Tests:
    yield 3, partial(use.on_adjustments, known=known, charge=False)
    yield 4, partial(use.on_adjustments, known=known, charge=True)
    yield 5, partial(use.rates_of_lines, right=right)
    yield 6, partial(use.rates_of_adjustments, right=right, charge=False)
    yield 7, partial(use.rates_of_adjustments, right=right, charge=True)
    yield 10, partial(use.reasoned, wanted=not family.taxed and family is not ZERO_RATED)


def _rule(family: Family, number: int, test: VatTest, roots: tuple[str, ...], when: When) -> ElementRule:
    def find(elements: Elements, _path: str) -> Iterable[Breach]:
        return test(vat_of(elements), family.code)

    return ElementRule(
        id=f"BR-{family.name}-{number:02}",
        context=Context(forms=("/",)),
        find=find,
        terms=_terms(family, number),
        roots=roots,
        when=when,
        reads=Reads.ALL if number in _OF_AMOUNTS or (family is WITHIN_THE_UNION and number > _OF_ALL) else Reads.SAID,
        said=taxes_said,
    )


def _used(*codes: str) -> When:
    """Whether a document has these categories at all; without, none of their rules can be broken."""
    return Steady(lambda elements: codes_used(elements).issuperset(codes), taxes_said)


def _family(family: Family) -> Iterator[ElementRule]:
    when = _used(family.code)
    for tests, roots in ((_tests_in_ubl, INVOICE_ROOTS), (_tests_in_cii, _CII)):
        for number, test in sorted(tests(family), key=lambda one: one[0]):
            yield _rule(family, number, test, roots, when)


# --- Split payment, which only Italy knows ----------------------------------------------------------------------------

_COUNTRIES = Named("cbc:IdentificationCode", "ram:CountryID")
_SPLIT = "B"


def _only_in_italy(elements: Elements, _path: str) -> Iterator[Breach]:
    if _SPLIT in codes_written(elements):
        abroad = [place for place in _COUNTRIES(elements) if elements.text(place) != "IT"]
        if abroad:
            yield Breach(place=abroad[0], found=elements.text(abroad[0]), expected="IT")


def _not_beside_standard(elements: Elements, _path: str) -> Iterator[Breach]:
    """UBL looks at the document's own breakdown, allowances and charges, and at all lines."""
    vat = vat_of(elements)
    written = {group.kind.written for group in vat.groups} | {kind.written for kind in vat.items}
    written |= {one.kind.written for one in vat.adjusted if one.on_document}
    if written.issuperset((_SPLIT, STANDARD.code)):
        yield Breach(found=STANDARD.code)


def _not_beside_standard_in_cii(elements: Elements, _path: str) -> Iterator[Breach]:
    if codes_written(elements).issuperset((_SPLIT, STANDARD.code)):
        yield Breach(found=STANDARD.code)


def _split_payment() -> Iterator[ElementRule]:
    root, terms, when = Context(forms=("/",)), ("BT-95", "BT-102", "BT-118", "BT-151"), _used(_SPLIT)
    yield ElementRule(id="BR-B-01", context=root, find=_only_in_italy, terms=terms, when=when)
    for find, roots in ((_not_beside_standard, INVOICE_ROOTS), (_not_beside_standard_in_cii, _CII)):
        yield ElementRule(id="BR-B-02", context=root, find=find, terms=terms, roots=roots, when=when)


VAT_CATEGORIES: tuple[ElementRule, ...] = (
    *(rule for family in FAMILIES for rule in _family(family)),
    *_split_payment(),
)
