"""Norway and Italy in CII: what a seller who is taxed there writes (NO-R, IT-R)."""

import re

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._cii import TAXES, tax_seller

_SELLER = "ram:SellerTradeParty"
_REGISTER = "Foretaksregisteret"
_VAT = re.compile("[0-9]{9}MVA").fullmatch
_TAX_CODE = re.compile("[A-Z0-9]{11,16}").fullmatch
_TAX_SCHEME = "FC"


def _norwegian(elements: Elements) -> bool:
    return tax_seller(elements) == "NO"


def _italian(elements: Elements) -> bool:
    return tax_seller(elements) == "IT"


def _numbers(elements: Elements, party: int, scheme: str) -> list[str]:
    """The tax registrations of a party with a scheme, as written."""
    return [
        elements.text(number)
        for number in elements.below(party, f"{TAXES}/ram:ID")
        if elements.attribute(number, "schemeID") == scheme
    ]


@at("NO-R-002", _SELLER, severity=Severity.WARNING, when=_norwegian, terms=("BT-32",))
def register_named(elements: Elements, place: int) -> bool | Breach:
    """The register of business enterprises is named as a tax registration."""
    found = [normalized(number) for number in _numbers(elements, place, _TAX_SCHEME)]
    return _REGISTER in found or Breach(found=next(iter(found), None), expected=_REGISTER)


@at("NO-R-001", _SELLER, when=_norwegian, terms=("BT-31",))
def vat_number(elements: Elements, place: int) -> bool | Breach:
    """A Norwegian VAT number is a right organisation number and MVA."""
    for number in _numbers(elements, place, "VAT"):
        if number[:2] == "NO" and not (_VAT(number[2:]) and checks.mod_11(number[2:11])):
            return Breach(found=number)
    return True


@at("IT-R-001", f"{_SELLER}/{TAXES}", when=_italian, terms=("BT-32",))
def tax_code(elements: Elements, place: int) -> bool | Breach:
    """A tax registration that is none for VAT is a tax code."""
    numbers = elements.below(place, "ram:ID")
    codes = [number for number in numbers if normalized(elements.attribute(number, "schemeID") or "") == _TAX_SCHEME]
    if len(codes) < len(numbers):
        return True
    found = normalized(elements.text(codes[0])) if codes else ""
    return _TAX_CODE(found) is not None or Breach(found=found or None)


def _given(rule_id: str, name: str, term: str) -> ElementRule:
    """A part of the seller's address that must be there."""

    @at(rule_id, _SELLER, when=_italian, terms=(term,))
    def given(elements: Elements, place: int) -> bool:
        return bool(elements.below(place, f"ram:PostalTradeAddress/ram:{name}"))

    return given


NORWAY_ITALY: tuple[ElementRule, ...] = (
    register_named,
    vat_number,
    tax_code,
    _given("IT-R-002", "LineOne", "BT-35"),
    _given("IT-R-003", "CityName", "BT-37"),
    _given("IT-R-004", "PostcodeCode", "BT-38"),
)
