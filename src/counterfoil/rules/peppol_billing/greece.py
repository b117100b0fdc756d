"""Greece: numbers, marks and parties of invoices by a seller who is taxed there (GR-R, GR-S)."""

import re
from collections.abc import Sequence

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._reading import any_filled, double, first, head
from counterfoil.rules.peppol._ubl import (
    BUYER,
    REPRESENTATIVE,
    SELLER,
    seller_country,
    tax_buyer,
    tax_numbers,
    tax_seller,
    tax_seller_alone,
    vat_numbers,
)

_GREEK = ("GR", "EL")
_SCHEME = "9933"
_REFERENCES = "cac:AdditionalDocumentReference"
_DESCRIPTION = "cbc:DocumentDescription"
_MARK, _ADDRESS = "##M.AR.K##", "##INVOICE|URL##"
_SEGMENTS = 6
_DOCUMENT_TYPES = codes("greek-document-types@peppol-2026.5")
_DATE = re.compile(r"(0?[1-9]|[12][0-9]|3[01])[-\\/ ]?(0?[1-9]|1[0-2])[-\\/ ]?(19|20)[0-9]{2}").match


def _greek_seller(elements: Elements) -> bool:
    return tax_seller(elements) in _GREEK


def _greek_address(elements: Elements) -> bool:
    return _greek_seller(elements) and seller_country(elements) == "GR"


def _greek_alone(elements: Elements) -> bool:
    return tax_seller_alone(elements) in _GREEK


def _both_greek(elements: Elements) -> bool:
    return _greek_seller(elements) and tax_buyer(elements) in _GREEK


def _segment(elements: Elements, place: int, at_position: int) -> str:
    """A part of the invoice number between its bars; empty where there are fewer."""
    segments = elements.text(place).split("|")
    return segments[at_position] if at_position < len(segments) else ""


def _is_vat(number: str) -> bool:
    return number[:2] == "EL" and checks.greek(number[2:])


@at("GR-R-001-1", "/cbc:ID", when=_greek_seller, terms=("BT-1",))
def six_segments(elements: Elements, place: int) -> bool | Breach:
    """The invoice number has six parts."""
    text = elements.text(place)
    segments = len(text.split("|")) if text else 0
    return segments == _SEGMENTS or Breach(found=segments, expected=_SEGMENTS)


@at("GR-R-001-2", "/cbc:ID", when=_greek_seller, terms=("BT-1", "BT-31", "BT-63"))
def seller_segment(elements: Elements, place: int) -> bool | Breach:
    """The first part is the tax number of the seller or the tax representative."""
    found = _segment(elements, place, 0)
    numbers = [number[2:11] for party in (SELLER, REPRESENTATIVE) for number in vat_numbers(elements, party)]
    right = len(normalized(found)) == 9 and checks.greek(found) and found in numbers
    return right or Breach(found=found or None, expected=next(iter(numbers), None))


@at("GR-R-001-3", "/cbc:ID", when=_greek_seller, terms=("BT-1", "BT-2"))
def day_segment(elements: Elements, place: int) -> bool | Breach:
    """The second part is the day of issue, as day/month/year."""
    found, issued = _segment(elements, place, 1), head(elements, "cbc:IssueDate").split("-")
    expected = issued[2::-1]
    right = _DATE(found) is not None and len(expected) == 3 and found.split("/")[:3] == expected
    return right or Breach(found=found or None, expected="/".join(expected))


@at("GR-R-001-4", "/cbc:ID", when=_greek_seller, terms=("BT-1",))
def branch_segment(elements: Elements, place: int) -> bool | Breach:
    """The third part is the number of the branch, 0 for none."""
    found = _segment(elements, place, 2)
    return (checks.is_integer(found) and (double(found) or 0.0) >= 0.0) or Breach(found=found or None)


@at("GR-R-001-5", "/cbc:ID", when=_greek_seller, terms=("BT-1",))
def type_segment(elements: Elements, place: int) -> bool | Breach:
    """The fourth part is a type of Greek documents."""
    found = _segment(elements, place, 3)
    return found in _DOCUMENT_TYPES or Breach(found=found or None)


@at("GR-R-001-6", "/cbc:ID", when=_greek_seller, terms=("BT-1",))
def series_segment(elements: Elements, place: int) -> bool:
    """The fifth part is there."""
    return bool(_segment(elements, place, 4))


@at("GR-R-001-7", "/cbc:ID", when=_greek_seller, terms=("BT-1",))
def serial_segment(elements: Elements, place: int) -> bool:
    """The sixth part is there."""
    return bool(_segment(elements, place, 5))


@at("GR-R-002", SELLER, when=_greek_seller, terms=("BT-28",))
def seller_named(elements: Elements, place: int) -> bool:
    """The seller has a name."""
    return bool(first(elements, place, "cac:PartyName/cbc:Name"))


@at("GR-S-011", SELLER, when=_greek_seller, severity=Severity.WARNING, terms=("BT-31",))
def seller_taxed(elements: Elements, place: int) -> bool | Breach:
    """The seller has one VAT number, and it is a right Greek one."""
    return _one_vat(tax_numbers(elements, place, "VAT"))


@at("GR-R-003", f"{SELLER}/cac:PartyTaxScheme", when=_greek_seller, terms=("BT-31",))
def seller_vat(elements: Elements, place: int) -> bool | Breach:
    """A VAT number of the seller is a right Greek one."""
    if normalized(first(elements, place, "cac:TaxScheme/cbc:ID")) != "VAT":
        return True
    for number in elements.below(place, "cbc:CompanyID"):
        if not _is_vat(elements.text(number)):
            return Breach(place=number, found=elements.text(number) or None)
    return True


@at("GR-R-008-3", _REFERENCES, when=_greek_seller, terms=("BT-124",))
def address_given(elements: Elements, place: int) -> bool:
    """Where the invoice's own address is told, it is there."""
    described = any(elements.text(each) == _ADDRESS for each in elements.below(place, _DESCRIPTION))
    return not described or any_filled(elements, place, "cac:Attachment/cac:ExternalReference/cbc:URI")


@at("GR-R-005", BUYER, when=_greek_seller, terms=("BT-45",))
def buyer_named(elements: Elements, place: int) -> bool:
    """The buyer has a name."""
    return bool(first(elements, place, "cac:PartyName/cbc:Name"))


@at("GR-R-004-1", "/", when=_greek_address, terms=("BT-122", "BT-123"))
def one_mark(elements: Elements, _place: int) -> bool | Breach:
    """The mark of the tax authority stands among the supporting documents once."""
    found = len(_described(elements, _MARK))
    return found == 1 or Breach(found=found, expected=1)


@at("GR-S-008-1", "/", when=_greek_address, severity=Severity.WARNING, terms=("BT-123", "BT-124"))
def one_address(elements: Elements, _place: int) -> bool | Breach:
    """The invoice's own address stands among the supporting documents once."""
    found = len(_described(elements, _ADDRESS))
    return found == 1 or Breach(found=found, expected=1)


@at("GR-R-008-2", "/", when=_greek_address, terms=("BT-123", "BT-124"))
def one_address_at_most(elements: Elements, _place: int) -> bool | Breach:
    """The invoice's own address stands among the supporting documents once at most."""
    found = len(_described(elements, _ADDRESS))
    return found <= 1 or Breach(found=found, expected=1)


def _described(elements: Elements, description: str) -> Sequence[int]:
    return [
        place
        for place in elements.head(_REFERENCES)
        if any(elements.text(each) == description for each in elements.below(place, _DESCRIPTION))
    ]


@at("GR-R-004-2", _REFERENCES, when=_greek_address, terms=("BT-122",))
def mark_is_number(elements: Elements, place: int) -> bool | Breach:
    """The mark of the tax authority is a positive number."""
    if all(elements.text(each) != _MARK for each in elements.below(place, _DESCRIPTION)):
        return True
    found = first(elements, place, "cbc:ID")
    return found[:1] in _POSITIVE or Breach(found=found or None)


@at("GR-R-009", f"{SELLER}/cbc:EndpointID", when=_greek_alone, terms=("BT-34",))
def seller_address(elements: Elements, place: int) -> bool | Breach:
    """The seller's electronic address is the tax number."""
    return _is_address(elements, place)


@at("GR-R-006", BUYER, when=_both_greek, terms=("BT-48",))
def buyer_taxed(elements: Elements, place: int) -> bool | Breach:
    """A Greek buyer has one VAT number, and it is a right Greek one."""
    return _one_vat(tax_numbers(elements, place, "VAT"))


@at("GR-R-010", f"{BUYER}/cbc:EndpointID", when=_both_greek, terms=("BT-49",))
def buyer_address(elements: Elements, place: int) -> bool | Breach:
    """The electronic address of a Greek buyer is the tax number."""
    return _is_address(elements, place)


def _one_vat(numbers: Sequence[str]) -> bool | Breach:
    return (len(numbers) == 1 and _is_vat(numbers[0])) or Breach(found=", ".join(numbers) or None)


def _is_address(elements: Elements, place: int) -> bool | Breach:
    found = elements.text(place)
    return (elements.attribute(place, "schemeID") == _SCHEME and checks.greek(found)) or Breach(found=found or None)


_POSITIVE = tuple("123456789")

GREECE: tuple[ElementRule, ...] = (
    six_segments,
    seller_segment,
    day_segment,
    branch_segment,
    type_segment,
    series_segment,
    serial_segment,
    seller_named,
    seller_taxed,
    seller_vat,
    address_given,
    buyer_named,
    one_mark,
    one_address,
    one_address_at_most,
    mark_is_number,
    seller_address,
    buyer_taxed,
    buyer_address,
)
