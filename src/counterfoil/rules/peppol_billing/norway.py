"""Norway: what a seller who is taxed there writes (NO-R)."""

import re

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._ubl import SELLER, tax_numbers, tax_seller

_REGISTER = "Foretaksregisteret"
_VAT = re.compile("[0-9]{9}MVA").fullmatch


def _norwegian(elements: Elements) -> bool:
    return tax_seller(elements) == "NO"


@at("NO-R-002", SELLER, severity=Severity.WARNING, when=_norwegian, terms=("BT-32",))
def register_named(elements: Elements, place: int) -> bool | Breach:
    """The register of business enterprises is named as a tax registration."""
    found = [normalized(number) for number in tax_numbers(elements, place, "TAX")]
    return _REGISTER in found or Breach(found=next(iter(found), None), expected=_REGISTER)


@at("NO-R-001", SELLER, when=_norwegian, terms=("BT-31",))
def vat_number(elements: Elements, place: int) -> bool | Breach:
    """A Norwegian VAT number is a right organisation number and MVA."""
    for number in tax_numbers(elements, place, "VAT"):
        if number[:2] == "NO" and not (_VAT(number[2:]) and checks.mod_11(number[2:11])):
            return Breach(found=number)
    return True


NORWAY: tuple[ElementRule, ...] = (register_named, vat_number)
