"""What the Extension of XRechnung asks: sub-lines, third party payments, and codes that it adds (BR-DEX)."""

from collections.abc import Iterator
from decimal import Decimal

from msgspec.structs import replace

from counterfoil.model.finding import Severity
from counterfoil.rules._coded import coded
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import stripped
from counterfoil.rules.codes import codes
from counterfoil.rules.en16931._amounts import EXACT, ZERO, decimal, rounded
from counterfoil.rules.peppol._reading import any_filled, first, head
from counterfoil.rules.xrechnung._scenario import is_extension
from counterfoil.rules.xrechnung.documents import CII, LINE, UBL

_INVOICE = ("Invoice",)
_ICD = "icd@xrechnung-3.0.2"
_EAS = "eas@xrechnung-3.0.2"
_MIME = "mime-types@xrechnung-3.0.2"
_SCHEME = "schemeID"
_AMOUNT = "cbc:LineExtensionAmount"
_SUB_LINE = "cac:SubInvoiceLine"
_PAYMENT = "/cac:PrepaidPayment"
_PAID = "cbc:PaidAmount"
_DIGITS_MAX = 2


def _scheme(elements: Elements, place: int) -> str:
    return stripped(elements.attribute(place, _SCHEME) or "")


def _said(elements: Elements, place: int) -> bool:
    """Whether a scheme is more than white space: an empty one passes here."""
    return bool(_scheme(elements, place))


def _said_and_no_sepa(elements: Elements, place: int) -> bool:
    """The same; and the scheme of a creditor's identifier (BT-90) passes for seller and payee."""
    path = elements.trace.paths[place]
    own = "/cac:AccountingSupplierParty/" in path or "/cac:PayeeParty/" in path
    return _said(elements, place) and not (own and _scheme(elements, place) == "SEPA")


def _mime(form: str, roots: tuple[str, ...]) -> ElementRule:
    @at("BR-DEX-01", form, terms=("BT-125",), roots=roots)
    def mime(elements: Elements, place: int) -> bool | Breach:
        found = elements.attribute(place, "mimeCode")
        return found in codes(_MIME) or Breach(found=found)

    return mime


def _sums(elements: Elements, path: str) -> Iterator[Breach]:
    """Lines whose net amount is not the sum of those of the sub-lines right below them."""
    for place in elements.at(path):
        below = elements.below(place, _SUB_LINE)
        if not below:
            continue
        expected = ZERO
        for line in below:
            expected = EXACT.add(expected, decimal(first(elements, line, _AMOUNT)) or ZERO)
        written = first(elements, place, _AMOUNT)
        if decimal(written) != expected:
            yield Breach(place=place, found=written or None, expected=expected)


_SUB_LINES = ElementRule(
    id="BR-DEX-02",
    context=Context(forms=("/cac:InvoiceLine", _SUB_LINE)),
    find=_sums,
    severity=Severity.WARNING,
    terms=("BT-131", "BG-25"),
    roots=_INVOICE,
    concerns=lambda paths, path: f"{path}/{_SUB_LINE}" in paths,
)


@at("BR-DEX-03", f"{_SUB_LINE}/cac:Item", terms=("BG-30",), roots=_INVOICE)
def _one_category(elements: Elements, place: int) -> bool | Breach:
    categories = len(elements.below(place, "cac:ClassifiedTaxCategory"))
    return categories == 1 or Breach(found=categories, expected=1)


@at("BR-DEX-09", "cac:LegalMonetaryTotal", terms=("BT-115", "BT-112", "BT-113", "BT-114"), roots=UBL)
def _payable(elements: Elements, place: int) -> bool | Breach:
    written = first(elements, place, "cbc:PayableAmount")
    payable, with_tax = decimal(written), decimal(first(elements, place, "cbc:TaxInclusiveAmount"))
    if payable is None or with_tax is None:
        return Breach(found=written or None)
    prepaid = decimal(first(elements, place, "cbc:PrepaidAmount")) or ZERO
    rounding = decimal(first(elements, place, "cbc:PayableRoundingAmount")) or ZERO
    expected = rounded(EXACT.add(EXACT.subtract(with_tax, prepaid), _paid_by_others(elements)))
    return rounded(EXACT.subtract(payable, rounding)) == expected or Breach(
        found=written, expected=EXACT.add(expected, rounding)
    )


def _paid_by_others(elements: Elements) -> Decimal:
    paid = ZERO
    for amount in elements.head(f"{_PAYMENT.removeprefix('/')}/{_PAID}"):
        paid = EXACT.add(paid, decimal(elements.text(amount)) or ZERO)
    return paid


def _told(rule_id: str, name: str) -> ElementRule:
    @at(rule_id, _PAYMENT, roots=_INVOICE)
    def told(elements: Elements, place: int) -> bool:
        return any_filled(elements, place, name)

    return told


@at("BR-DEX-13", _PAYMENT, roots=_INVOICE)
def _decimals(elements: Elements, place: int) -> bool | Breach:
    found = first(elements, place, _PAID)
    return len(found.partition(".")[2]) <= _DIGITS_MAX or Breach(found=found, expected=_DIGITS_MAX)


@at("BR-DEX-14", _PAYMENT, terms=("BT-5",), roots=_INVOICE)
def _currency(elements: Elements, place: int) -> bool | Breach:
    currencies = {elements.attribute(amount, "currencyID") for amount in elements.below(place, _PAID)} - {None}
    wanted = elements.texts(elements.head("cbc:DocumentCurrencyCode"))
    return bool(currencies & wanted) or Breach(
        found=next(iter(currencies), None), expected=head(elements, "cbc:DocumentCurrencyCode") or None
    )


@at("BR-DEX-15", "/", severity=Severity.WARNING, roots=CII)
def _no_parent(elements: Elements, _place: int) -> bool | Breach:
    if not elements.head(f"{LINE}/ram:AssociatedDocumentLineDocument"):
        return True
    parents = [places[0] for path, places in elements.by_path.items() if path.endswith("/ram:ParentLineID")]
    return not parents or Breach(place=parents[0], found=elements.text(parents[0]) or None)


_OF_EXTENSION: tuple[ElementRule, ...] = (
    _mime("cbc:EmbeddedDocumentBinaryObject", UBL),
    _mime("ram:AttachmentBinaryObject", CII),
    _SUB_LINES,
    _one_category,
    _payable,
    coded(
        *("BR-DEX-04", _ICD, "cac:PartyIdentification/cbc:ID"),
        attribute=_SCHEME,
        roots=UBL,
        where=_said_and_no_sepa,
    ),
    coded(
        *("BR-DEX-04", _ICD, "ram:GlobalID"),
        attribute=_SCHEME,
        roots=CII,
        where=_said,
        outside=("ram:SpecifiedTradeProduct", "ram:ShipToTradeParty"),
    ),
    coded("BR-DEX-05", _ICD, "cac:PartyLegalEntity/cbc:CompanyID", attribute=_SCHEME, roots=UBL, where=_said),
    coded(
        *("BR-DEX-05", _ICD, "ram:ID"),
        attribute=_SCHEME,
        roots=CII,
        where=_said,
        outside=("ram:SpecifiedTaxRegistration",),
    ),
    coded("BR-DEX-06", _ICD, "cac:StandardItemIdentification/cbc:ID", attribute=_SCHEME, roots=UBL, where=_said),
    coded("BR-DEX-06", _ICD, "ram:SpecifiedTradeProduct/ram:GlobalID", attribute=_SCHEME, roots=CII, where=_said),
    coded("BR-DEX-07", _EAS, "cbc:EndpointID", attribute=_SCHEME, roots=UBL, where=_said),
    coded("BR-DEX-07", _EAS, "ram:URIUniversalCommunication/ram:URIID", attribute=_SCHEME, roots=CII, where=_said),
    coded("BR-DEX-08", _ICD, "cac:DeliveryLocation/cbc:ID", attribute=_SCHEME, roots=UBL, where=_said),
    coded(
        *("BR-DEX-08", _ICD, "ram:ApplicableHeaderTradeDelivery/ram:ShipToTradeParty/ram:GlobalID"),
        attribute=_SCHEME,
        roots=CII,
        where=_said,
    ),
    _told("BR-DEX-10", "cbc:ID"),
    _told("BR-DEX-11", _PAID),
    _told("BR-DEX-12", "cbc:InstructionID"),
    _decimals,
    _currency,
    _no_parent,
)

EXTENSION_RULES: tuple[ElementRule, ...] = tuple(replace(rule, when=is_extension) for rule in _OF_EXTENSION)
