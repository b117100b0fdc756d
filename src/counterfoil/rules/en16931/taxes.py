"""What the VAT breakdown must hold, and how VAT is told (BR-45 to BR-48, BR-CO-03, -09, -14, -17, -18)."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from counterfoil.model.invoice import Invoice, TaxBreakdown
from counterfoil.rules._rule import CII, UBL, Breach, Rule, required, rule
from counterfoil.rules.en16931._amounts import CENT, EXACT, ONE, ZERO, rounded, shown, value
from counterfoil.rules.en16931._countries import PREFIXES, PREFIXES_CII
from counterfoil.rules.en16931._parts import document

_NOT_SUBJECT_TO_VAT = "O"
# Canary islands, Ceuta and Melilla, not subject to VAT.
_HIDDEN_IN_CII = ("L", "M", "O")


def _has_rate(tax: TaxBreakdown) -> bool:
    return tax.rate is not None or tax.category == _NOT_SUBJECT_TO_VAT


@rule("BR-CO-03", terms=("BT-7", "BT-8"), syntaxes=(UBL,))
def tax_point_told_once(invoice: Invoice) -> Iterator[Breach]:
    """The tax point is a date or a code, not both."""
    if invoice.tax_point is not None and invoice.tax_point_code is not None:
        yield Breach(found=invoice.tax_point_code)


@rule("BR-CO-03", terms=("BT-7", "BT-8"), syntaxes=(CII,))
def tax_point_told_once_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """The tax point is a date or a code, not both; CII writes both within the VAT breakdown."""
    group = next(_asked_in_cii(invoice), None)
    if group is not None and invoice.tax_point is not None and invoice.tax_point_code is not None:
        yield Breach(at=group, found=invoice.tax_point_code)


@rule("BR-CO-09", terms=("BT-31", "BT-48", "BT-63"), syntaxes=(UBL,))
def vat_identifiers_begin_with_country(invoice: Invoice) -> Iterator[Breach]:
    """A VAT identifier begins with the country that issued it."""
    for party in (invoice.seller, invoice.buyer, invoice.tax_representative, invoice.payee):
        if party is not None and party.vat and party.vat[:2] not in PREFIXES:
            yield Breach(at=party, found=party.vat)


@rule("BR-CO-09", terms=("BT-31", "BT-48", "BT-63"), syntaxes=(CII,))
def vat_identifiers_begin_with_country_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """A VAT identifier begins with the country that issued it, in two characters."""
    for party in (invoice.seller, invoice.buyer, invoice.tax_representative, invoice.payee):
        if party is not None and party.vat and f" {party.vat[:2]} " not in PREFIXES_CII:
            yield Breach(at=party, found=party.vat)


def _asked_in_cii(invoice: Invoice) -> Iterator[TaxBreakdown]:
    """The groups that the CII artefacts ask: their rules on the categories L, M and O hide these from all others."""
    return (group for group in invoice.taxes if group.category not in _HIDDEN_IN_CII)


def _tax_fits(groups: Iterable[TaxBreakdown], inclusive: bool) -> Iterator[Breach]:
    """The tax of a group is its base times its rate, within one unit of the currency (which counts, if inclusive)."""
    for group in groups:
        tax, rate, base = value(group.tax), value(group.rate), value(group.base)
        expected: Decimal | None
        if rate is None or rounded(rate, ONE) == 0:
            expected, fits = ZERO, tax is not None and rounded(tax, ONE) == 0
        elif tax is None or base is None:
            expected, fits = None, False
        else:
            expected = rounded(EXACT.multiply(EXACT.abs(base), EXACT.multiply(rate, CENT)))
            gap = EXACT.abs(EXACT.subtract(EXACT.abs(tax), expected))
            fits = gap < 1 or (inclusive and gap == 1)
        if not fits:
            yield Breach(at=group, found=shown(group.tax), expected=expected)


@rule("BR-CO-17", terms=("BT-116", "BT-117", "BT-119"), syntaxes=(UBL,))
def tax_fits_base_and_rate(invoice: Invoice) -> Iterator[Breach]:
    """The tax of a group is its base times its rate, with less than one unit of the currency between them."""
    return _tax_fits(invoice.taxes, inclusive=False)


@rule("BR-CO-17", terms=("BT-116", "BT-117", "BT-119"), syntaxes=(CII,))
def tax_fits_base_and_rate_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """The tax of a group is its base times its rate, with one unit of the currency between them at most."""
    return _tax_fits(_asked_in_cii(invoice), inclusive=True)


@rule("BR-CO-18", terms=("BG-23",), syntaxes=(CII,))
def breakdown_is_there_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """There must be a VAT breakdown; the CII artefacts ask it of the lines, so that without any they say nothing."""
    if invoice.lines and not invoice.taxes:
        yield Breach()


def _groups(syntax: str, groups: Callable[[Invoice], Iterable[TaxBreakdown]]) -> tuple[Rule, ...]:
    """What each group of the breakdown must hold."""
    return (
        required("BR-45", groups, "base", ("BT-116",), syntaxes=(syntax,)),
        required("BR-46", groups, "tax", ("BT-117",), syntaxes=(syntax,)),
        required("BR-47", groups, "category", ("BT-118",), syntaxes=(syntax,)),
        required("BR-48", groups, _has_rate, ("BT-119",), syntaxes=(syntax,)),
    )


TAXES: tuple[Rule, ...] = (
    *_groups(UBL, lambda invoice: invoice.taxes),
    *_groups(CII, _asked_in_cii),
    tax_point_told_once,
    tax_point_told_once_in_cii,
    vat_identifiers_begin_with_country,
    vat_identifiers_begin_with_country_in_cii,
    tax_fits_base_and_rate,
    tax_fits_base_and_rate_in_cii,
    required("BR-CO-18", document, "taxes", ("BG-23",), syntaxes=(UBL,)),
    breakdown_is_there_in_cii,
)
