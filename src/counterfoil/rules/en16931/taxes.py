"""What the VAT breakdown must hold, and how VAT is told (BR-45 to BR-48, BR-CO-03, -09, -14, -17, -18)."""

from collections.abc import Iterable, Iterator

from counterfoil.model.invoice import Invoice, TaxBreakdown
from counterfoil.rules._rule import CII, UBL, Breach, Rule, required, rule
from counterfoil.rules.en16931._amounts import CENT, EXACT, ONE, ZERO, rounded, shown, value
from counterfoil.rules.en16931._countries import PREFIXES, PREFIXES_CII

_NOT_SUBJECT_TO_VAT = "O"
_HUNDREDTH = CENT


def _taxes(invoice: Invoice) -> Iterable[TaxBreakdown]:
    return invoice.taxes


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
    if invoice.taxes and invoice.tax_point is not None and invoice.tax_point_code is not None:
        yield Breach(at=invoice.taxes[0], found=invoice.tax_point_code)


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


@rule("BR-CO-17", terms=("BT-116", "BT-117", "BT-119"))
def tax_fits_base_and_rate(invoice: Invoice) -> Iterator[Breach]:
    """The tax of a group is its base times its rate; the official tolerance is one unit of the currency."""
    for group in invoice.taxes:
        tax, rate, base = value(group.tax), value(group.rate), value(group.base)
        if rate is None or rounded(rate, ONE) == 0:
            if tax is None or rounded(tax, ONE) != 0:
                yield Breach(at=group, found=shown(group.tax), expected=ZERO)
            continue
        expected = None if base is None else rounded(EXACT.multiply(abs(base), EXACT.multiply(rate, _HUNDREDTH)))
        if tax is None or expected is None or not abs(tax) - 1 < expected < abs(tax) + 1:
            yield Breach(at=group, found=shown(group.tax), expected=expected)


@rule("BR-CO-18", terms=("BG-23",), syntaxes=(CII,))
def breakdown_is_there_in_cii(invoice: Invoice) -> Iterator[Breach]:
    """There must be a VAT breakdown; the CII artefacts ask it of the lines, so that without any they say nothing."""
    if invoice.lines and not invoice.taxes:
        yield Breach()


TAXES: tuple[Rule, ...] = (
    required("BR-45", _taxes, lambda it: it.base, ("BT-116",)),
    required("BR-46", _taxes, lambda it: it.tax, ("BT-117",)),
    required(
        "BR-47",
        _taxes,
        lambda it: it.category,
        ("BT-118",),
    ),
    required("BR-48", _taxes, _has_rate, ("BT-119",)),
    tax_point_told_once,
    tax_point_told_once_in_cii,
    vat_identifiers_begin_with_country,
    vat_identifiers_begin_with_country_in_cii,
    tax_fits_base_and_rate,
    required("BR-CO-18", lambda invoice: (invoice,), lambda it: it.taxes, ("BG-23",), syntaxes=(UBL,)),
    breakdown_is_there_in_cii,
)
