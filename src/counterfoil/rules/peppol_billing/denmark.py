"""Denmark: what a seller with a Danish address writes, and how Danish buyers are billed (DK-R)."""

import re
from collections.abc import Callable, Sequence

from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import meant, written
from counterfoil.rules.peppol._reading import any_filled, double, first, head
from counterfoil.rules.peppol._ubl import BUYER, CREDIT_NOTE, INVOICE, SELLER, buyer_country, seller_country

_REGISTRATION = f"{SELLER}/cac:PartyLegalEntity/cbc:CompanyID"
_CVR = "0184"
_MEANS = "cac:PaymentMeans"
_CODE = "cbc:PaymentMeansCode"
_ACCOUNT = "cac:PayeeFinancialAccount/cbc:ID"
_BRANCH = "cac:PayeeFinancialAccount/cac:FinancialInstitutionBranch/cbc:ID"
_MANDATE = "cac:PaymentMandate/cbc:ID"
_PAYER = "cac:PaymentMandate/cac:PayerFinancialAccount/cbc:ID"
_GIRO_ACCOUNT = re.compile("[0-9]{7,8}").fullmatch
_GIRO, _FIK = "50", "93"
_UNSPSC_VERSIONS = frozenset({"19.05.01", "19.0501", "26.08.01", "26.0801"})
_CLASS = "cac:Item/cac:CommodityClassification/cbc:ItemClassificationCode"


def _danish(elements: Elements) -> bool:
    return seller_country(elements) == "DK"


def _both_danish(elements: Elements) -> bool:
    return seller_country(elements) == buyer_country(elements) == "DK"


@at("DK-R-002", "/", when=_danish, terms=("BT-30",))
def registered(elements: Elements, _place: int) -> bool:
    """The seller gives a registration number."""
    return bool(normalized(head(elements, _REGISTRATION)))


@at("DK-R-014", "/", when=_danish, terms=("BT-30",))
def registered_as_company(elements: Elements, _place: int) -> bool | Breach:
    """The seller's registration number is a CVR number."""
    return _is_cvr(elements, elements.head(_REGISTRATION))


@at("DK-R-016", "/", when=_danish, roots=(CREDIT_NOTE,), terms=("BT-115",))
def credit_is_positive(elements: Elements, _place: int) -> bool | Breach:
    """A credit note to a Danish buyer is not negative."""
    found = head(elements, "cac:LegalMonetaryTotal/cbc:PayableAmount")
    return not _both_danish(elements) or (double(found) or 0.0) >= 0.0 or Breach(found=found)


@at(
    "DK-R-013",
    f"/{SELLER}/cac:PartyIdentification",
    f"/{BUYER}/cac:PartyIdentification",
    when=_both_danish,
    terms=("BT-29", "BT-46"),
)
def scheme_told(elements: Elements, place: int) -> bool | Breach:
    """An identifier of a party says by which scheme it is to be read."""
    identifiers = elements.below(place, "cbc:ID")
    if not identifiers or normalized(elements.attribute(identifiers[0], "schemeID") or ""):
        return True
    return Breach(place=identifiers[0], found=elements.text(identifiers[0]) or None)


@at("DK-R-005", f"/{_MEANS}", when=_both_danish, roots=(INVOICE,), terms=("BT-81",))
def means_known(elements: Elements, place: int) -> bool | Breach:
    """The payment means is one of those in use in Denmark, or neighbours in their list."""
    code = first(elements, place, _CODE)
    return f" {code} " in _PAYMENT_MEANS or Breach(found=code or None)


def _asked(
    rule_id: str, codes: tuple[str, ...], terms: tuple[str, ...]
) -> Callable[[Callable[[Elements, int], bool]], ElementRule]:
    """A rule for payments by some means alone."""

    def made(right: Callable[[Elements, int], bool]) -> ElementRule:
        @at(rule_id, f"/{_MEANS}", when=_both_danish, roots=(INVOICE,), terms=("BT-81", *terms))
        def rule(elements: Elements, place: int) -> bool | Breach:
            code = first(elements, place, _CODE)
            return code not in codes or right(elements, place) or Breach(found=code)

        return rule

    return made


@_asked("DK-R-006", ("31", "42"), ("BT-84", "BT-86"))
def account_and_registration(elements: Elements, place: int) -> bool:
    """A transfer to an account names the account and the bank's registration number."""
    return any_filled(elements, place, _ACCOUNT) and any_filled(elements, place, _BRANCH)


@_asked("DK-R-007", ("49",), ("BT-89", "BT-91"))
def mandate_and_account(elements: Elements, place: int) -> bool:
    """A direct debit names the mandate and the account that is debited."""
    return any_filled(elements, place, _MANDATE) and any_filled(elements, place, _PAYER)


def _kind(elements: Elements, place: int) -> str:
    """The first three characters of the remittance information, which say what kind of card is used."""
    return first(elements, place, "cbc:PaymentID")[:3]


@_asked("DK-R-008", (_GIRO,), ("BT-83", "BT-84"))
def giro_card(elements: Elements, place: int) -> bool:
    """A giro payment has a known kind of card, and an account of seven or eight digits."""
    known = _kind(elements, place) in ("01#", "04#", "15#")
    return known and _GIRO_ACCOUNT(first(elements, place, _ACCOUNT)) is not None


@_asked("DK-R-009", (_GIRO,), ("BT-83",))
def giro_reference(elements: Elements, place: int) -> bool:
    """The reference of a giro card has sixteen digits behind its kind."""
    return _kind(elements, place) not in ("04#", "15#") or len(first(elements, place, "cbc:PaymentID")) == 19


@_asked("DK-R-010", (_FIK,), ("BT-83", "BT-84"))
def fik_card(elements: Elements, place: int) -> bool:
    """A FIK payment has a known kind of card, and an account of eight characters."""
    return _kind(elements, place) in ("71#", "73#", "75#") and len(first(elements, place, _ACCOUNT)) == 8


@_asked("DK-R-011", (_FIK,), ("BT-83",))
def fik_reference(elements: Elements, place: int) -> bool:
    """The reference of a FIK card has fifteen or sixteen digits behind its kind."""
    return _kind(elements, place) not in ("71#", "75#") or len(first(elements, place, "cbc:PaymentID")) in (18, 19)


@at("DK-R-017", f"/{BUYER}", when=_both_danish, terms=("BT-47",))
def buyer_registered_as_company(elements: Elements, place: int) -> bool | Breach:
    """The buyer's registration number is a CVR number."""
    return _is_cvr(elements, elements.below(place, "cac:PartyLegalEntity/cbc:CompanyID"))


@at(
    "DK-R-003",
    "/cac:InvoiceLine",
    "/cac:CreditNoteLine",
    when=_both_danish,
    terms=("BT-158",),
    concerns=lambda paths, path: f"{path}/{_CLASS}" in paths,
)
def unspsc_version(elements: Elements, place: int) -> bool | Breach:
    """A class of the UNSPSC is one of a version in use in Denmark."""
    classes = elements.below(place, _CLASS)
    if all(elements.attribute(each, "listID") != "TST" for each in classes):
        return True
    versions = [elements.attribute(each, "listVersionID") for each in classes]
    return not _UNSPSC_VERSIONS.isdisjoint(versions) or Breach(found=next(filter(None, versions), None))


@at("DK-R-004", "cac:AllowanceCharge", when=_both_danish, terms=("BT-97", "BT-104"))
def tax_reported(elements: Elements, place: int) -> bool | Breach:
    """The reason ZZZ stands for a Danish tax, whose number of four digits, or name and number, is the reason's text."""
    if first(elements, place, "cbc:AllowanceChargeReasonCode") != "ZZZ":
        return True
    reason = first(elements, place, "cbc:AllowanceChargeReason")
    return danish_tax(reason) or Breach(found=reason or None)


def danish_tax(reason: str) -> bool:
    """Whether the text of a reason is a number of four digits, or has a # within."""
    number = double(reason)
    if number is not None and len(normalized(reason)) == 4 and 0 <= number <= 9999:
        return True
    return "#" in reason and not reason.startswith("#") and not reason.endswith("#")


def _is_cvr(elements: Elements, registrations: Sequence[int]) -> bool | Breach:
    if not registrations:
        return True
    scheme = normalized(elements.attribute(registrations[0], "schemeID") or "")
    return scheme == _CVR or Breach(place=registrations[0], found=scheme or None, expected=_CVR)


_PAYMENT_MEANS = written(meant("peppol-billing@2026.5", "UBL", "DK-R-005")[0])

DENMARK: tuple[ElementRule, ...] = (
    registered,
    registered_as_company,
    credit_is_positive,
    scheme_told,
    means_known,
    account_and_registration,
    mandate_and_account,
    giro_card,
    giro_reference,
    fik_card,
    fik_reference,
    buyer_registered_as_company,
    unspsc_version,
    tax_reported,
)
