"""Sweden in CII: what a seller with a Swedish address writes, and how Swedish accounts are told (SE-R)."""

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._cii import MEANS, SELLER, TAXES, buyer_country, means_code, seller_country, vat_numbers
from counterfoil.rules.peppol._reading import double, first

_F_TAX = "GODKÄND FÖR F-SKATT"
_RATES = (25.0, 12.0, 6.0)
_ACCOUNT = "ram:PayeePartyCreditorFinancialAccount/ram:ProprietaryID"
_BANK = "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"
_REGISTRATION = f"/{SELLER}/ram:SpecifiedLegalOrganization"
_PLUSGIRO, _BANKGIRO = "SE:PLUSGIRO", "SE:BANKGIRO"
_LENGTHS = {_PLUSGIRO: range(2, 9), _BANKGIRO: range(7, 9)}
_WARNING = Severity.WARNING


def _swedish(elements: Elements) -> bool:
    return seller_country(elements) == "SE"


def _both_swedish(elements: Elements) -> bool:
    return _swedish(elements) and buyer_country(elements) == "SE"


def _taxed(elements: Elements) -> bool:
    """Whether the seller has a Swedish VAT number too."""
    return _swedish(elements) and any(number[:2] == "SE" for number in vat_numbers(elements, SELLER))


@at("SE-R-001", f"/{SELLER}", when=_taxed, terms=("BT-31",))
def vat_number_length(elements: Elements, _place: int) -> bool | Breach:
    """A Swedish VAT number has fourteen characters."""
    found = vat_numbers(elements, SELLER)[0]
    return len(normalized(found)) == 14 or Breach(found=found)


@at("SE-R-002", f"/{SELLER}", when=_taxed, terms=("BT-31",))
def vat_number_digits(elements: Elements, _place: int) -> bool | Breach:
    """A Swedish VAT number has digits behind SE."""
    found = vat_numbers(elements, SELLER)[0]
    return double(found[2:14]) is not None or Breach(found=found)


@at("SE-R-006", "ram:ApplicableTradeTax", "ram:CategoryTradeTax", when=_taxed, terms=("BT-119", "BT-152"))
def rate_known(elements: Elements, place: int) -> bool | Breach:
    """Every tax has one of the rates of Sweden, whatever its category."""
    found = first(elements, place, "ram:RateApplicablePercent")
    return double(found) in _RATES or Breach(found=found or None)


@at("SE-R-003", f"{_REGISTRATION}/ram:ID", when=_swedish, terms=("BT-30",))
def registration_digits(elements: Elements, place: int) -> bool | Breach:
    """An organisation number is a number."""
    found = elements.text(place)
    return double(found) is not None or Breach(found=found or None)


@at("SE-R-004", f"{_REGISTRATION}/ram:ID", when=_swedish, terms=("BT-30",))
def registration_length(elements: Elements, place: int) -> bool | Breach:
    """An organisation number has ten digits."""
    found = normalized(elements.text(place))
    return len(found) == 10 or Breach(found=found or None)


@at("SE-R-013", f"{_REGISTRATION}/ram:ID", when=_swedish, terms=("BT-30",))
def registration_right(elements: Elements, place: int) -> bool | Breach:
    """The last digit of an organisation number follows from the others."""
    found = normalized(elements.text(place))
    return checks.swedish(found) or Breach(found=found or None)


@at("SE-R-005", f"/{SELLER}/{TAXES}/ram:ID", when=_swedish, terms=("BT-32",))
def f_tax(elements: Elements, place: int) -> bool | Breach:
    """The tax registration of a registered seller says that F-tax is paid."""
    if elements.attribute(place, "schemeID") != "FC":
        return True
    if not elements.head(f"{SELLER}/ram:SpecifiedLegalOrganization/ram:ID"):
        return True
    found = elements.text(place)
    return normalized(found.upper()) == _F_TAX or Breach(found=found or None, expected=_F_TAX)


def _accounts(rule_id: str, bank: str, test: str) -> ElementRule:
    """A rule for accounts that a credit transfer (30) names at a Swedish giro."""

    @at(rule_id, f"/{MEANS}", when=_swedish, severity=_WARNING, terms=("BT-84",))
    def right(elements: Elements, place: int) -> bool | Breach:
        if normalized(means_code(elements, place)) != "30" or normalized(first(elements, place, _BANK)) != bank:
            return True
        for account in elements.below(place, _ACCOUNT):
            number = normalized(elements.text(account))
            if not (double(number) is not None if test == "digits" else len(number) in _LENGTHS[bank]):
                return Breach(place=account, found=number or None)
        return True

    return right


@at("SE-R-011", f"/{MEANS}", when=_swedish, severity=_WARNING, terms=("BT-81",))
def giro_by_transfer(elements: Elements, place: int) -> bool | Breach:
    """A payment to a giro is told as a credit transfer (30)."""
    code = normalized(means_code(elements, place))
    return code not in ("50", "56") or Breach(found=code, expected="30")


@at("SE-R-012", f"/{MEANS}", when=_both_swedish, severity=_WARNING, terms=("BT-81",))
def domestic_transfer(elements: Elements, place: int) -> bool | Breach:
    """A transfer within Sweden is told as a credit transfer (30)."""
    code = normalized(means_code(elements, place))
    return code != "31" or Breach(found=code, expected="30")


SWEDEN: tuple[ElementRule, ...] = (
    vat_number_length,
    vat_number_digits,
    rate_known,
    registration_digits,
    registration_length,
    registration_right,
    f_tax,
    _accounts("SE-R-007", _PLUSGIRO, "digits"),
    _accounts("SE-R-010", _PLUSGIRO, "length"),
    _accounts("SE-R-008", _BANKGIRO, "digits"),
    _accounts("SE-R-009", _BANKGIRO, "length"),
    giro_by_transfer,
    domestic_transfer,
)
