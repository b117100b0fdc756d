"""Sweden: what a seller with a Swedish address writes, and how Swedish accounts are told (SE-R)."""

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._reading import double, first, owner
from counterfoil.rules.peppol._ubl import BUYER, COUNTRY, SELLER, VAT_SCHEME, vat_numbers_of

_F_TAX = "GODKÄND FÖR F-SKATT"
_RATES = (25.0, 12.0, 6.0)
_MEANS = "cac:PaymentMeans"
_CODE = "cbc:PaymentMeansCode"
_ACCOUNT = "cac:PayeeFinancialAccount/cbc:ID"
_BRANCH = "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"
_REGISTRATION = f"{SELLER}/cac:PartyLegalEntity"
_WARNING = Severity.WARNING
_SELLERS = Named(SELLER)
_SELLER_COUNTRIES, _BUYER_COUNTRIES = Named(f"{SELLER}/{COUNTRY}"), Named(f"{BUYER}/{COUNTRY}")


def _swedish(elements: Elements) -> bool:
    """Whether a seller, wherever one stands, has a Swedish address; in extensions there may be others."""
    return "SE" in elements.texts(_SELLER_COUNTRIES(elements))


def _both_swedish(elements: Elements) -> bool:
    return _swedish(elements) and "SE" in elements.texts(_BUYER_COUNTRIES(elements))


def _taxed(elements: Elements) -> bool:
    """Whether a seller has a Swedish VAT number, too."""
    return _swedish(elements) and any(_is_taxed(elements, party) for party in _SELLERS(elements))


def _is_swedish(elements: Elements, party: int) -> bool:
    return "SE" in elements.texts(elements.below(party, COUNTRY))


def _is_taxed(elements: Elements, party: int) -> bool:
    numbers = vat_numbers_of(elements, party)
    return _is_swedish(elements, party) and any(number[:2] == "SE" for number in numbers)


def _vat_number(elements: Elements, party: int) -> str:
    """The seller's VAT number, where that has one; a tax scheme may be named without a number."""
    return next(filter(None, vat_numbers_of(elements, party)))


def _registration(elements: Elements, place: int) -> str | None:
    """The organisation number of a Swedish seller, by its legal entity."""
    found = elements.below(place, "cbc:CompanyID")
    return elements.text(found[0]) if found and _is_swedish(elements, elements.parent(place)) else None


@at("SE-R-001", SELLER, when=_taxed, terms=("BT-31",))
def vat_number_length(elements: Elements, place: int) -> bool | Breach:
    """A Swedish VAT number has fourteen characters."""
    found = _vat_number(elements, place) if _is_taxed(elements, place) else None
    return found is None or len(normalized(found)) == 14 or Breach(found=found)


@at("SE-R-002", SELLER, when=_taxed, terms=("BT-31",))
def vat_number_digits(elements: Elements, place: int) -> bool | Breach:
    """A Swedish VAT number has digits behind SE."""
    found = _vat_number(elements, place) if _is_taxed(elements, place) else None
    return found is None or double(found[2:14]) is not None or Breach(found=found)


@at("SE-R-006", "cac:TaxCategory", "cac:ClassifiedTaxCategory", when=_taxed, terms=("BT-119", "BT-152"))
def rate_known(elements: Elements, place: int) -> bool | Breach:
    """The standard category has one of the rates of Sweden."""
    if first(elements, place, "cbc:ID") != "S":
        return True
    found = first(elements, place, "cbc:Percent")
    return double(found) in _RATES or Breach(found=found or None)


@at("SE-R-003", _REGISTRATION, when=_swedish, terms=("BT-30",))
def registration_digits(elements: Elements, place: int) -> bool | Breach:
    """An organisation number is a number."""
    found = _registration(elements, place)
    return found is None or double(found) is not None or Breach(found=found or None)


@at("SE-R-004", _REGISTRATION, when=_swedish, terms=("BT-30",))
def registration_length(elements: Elements, place: int) -> bool | Breach:
    """An organisation number has ten digits."""
    found = _registration(elements, place)
    return found is None or len(normalized(found)) == 10 or Breach(found=found or None)


@at("SE-R-013", _REGISTRATION, when=_swedish, terms=("BT-30",))
def registration_right(elements: Elements, place: int) -> bool | Breach:
    """The last digit of an organisation number follows from the others."""
    found = _registration(elements, place)
    return found is None or checks.swedish(normalized(found)) or Breach(found=found or None)


@at("SE-R-005", f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID", when=_swedish, terms=("BT-32",))
def f_tax(elements: Elements, place: int) -> bool | Breach:
    """The tax registration of a registered seller says that F-tax is paid."""
    scheme = owner(elements, place, elements.trace.paths[place].rpartition("/")[0])
    party = owner(elements, scheme, elements.trace.paths[scheme].rpartition("/")[0])
    if normalized(first(elements, scheme, VAT_SCHEME).upper()) == "VAT":
        return True
    if not _is_swedish(elements, party) or not elements.below(party, "cac:PartyLegalEntity/cbc:CompanyID"):
        return True
    found = elements.text(place)
    return normalized(found.upper()) == _F_TAX or Breach(found=found or None, expected=_F_TAX)


def _accounts(rule_id: str, bank: str, test: str) -> ElementRule:
    """A rule for accounts that a credit transfer (30) names at a Swedish giro."""

    @at(rule_id, _MEANS, when=_swedish, severity=_WARNING, terms=("BT-84",))
    def right(elements: Elements, place: int) -> bool | Breach:
        if normalized(first(elements, place, _CODE)) != "30" or normalized(first(elements, place, _BRANCH)) != bank:
            return True
        for account in elements.below(place, _ACCOUNT):
            number = normalized(elements.text(account))
            if not (double(number) is not None if test == "digits" else len(number) in _LENGTHS[bank]):
                return Breach(place=account, found=number or None)
        return True

    return right


_PLUSGIRO, _BANKGIRO = "SE:PLUSGIRO", "SE:BANKGIRO"
_LENGTHS = {_PLUSGIRO: range(2, 9), _BANKGIRO: range(7, 9)}


@at("SE-R-011", _MEANS, when=_swedish, severity=_WARNING, terms=("BT-81",))
def giro_by_transfer(elements: Elements, place: int) -> bool | Breach:
    """A payment to a giro is told as a credit transfer (30)."""
    code = first(elements, place, _CODE)
    return code not in ("50", "56") or Breach(found=code, expected="30")


@at("SE-R-012", _MEANS, when=_both_swedish, severity=_WARNING, terms=("BT-81",))
def domestic_transfer(elements: Elements, place: int) -> bool | Breach:
    """A transfer within Sweden is told as a credit transfer (30)."""
    code = first(elements, place, _CODE)
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
