"""Denmark in CII: what a seller with a Danish address writes, and how Danish buyers are billed (DK-R)."""

from collections.abc import Callable

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import meant, written
from counterfoil.rules.peppol._cii import (
    BUYER,
    LINES,
    MEANS,
    SELLER,
    SETTLEMENT,
    TYPE,
    buyer_country,
    means_code,
    seller_country,
)
from counterfoil.rules.peppol._reading import any_filled, double, first, head
from counterfoil.rules.peppol_billing.denmark import danish_tax

_REGISTRATION = f"{SELLER}/ram:SpecifiedLegalOrganization/ram:ID"
_CVR = "0184"
_ADJUSTMENTS = f"{SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge"
_DUE = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:DuePayableAmount"
_ACCOUNT = "ram:PayeePartyCreditorFinancialAccount/ram:IBANID"
_BANK = "ram:PayeeSpecifiedCreditorFinancialInstitution/ram:BICID"
_REFERENCE = f"{SETTLEMENT}/ram:PaymentReference"
_CREDITOR = f"{SETTLEMENT}/ram:CreditorReferenceID"
_MANDATE = "ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID"
_GIRO, _FIK = "50", "93"
_CLASS = "ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode"
_UNSPSC_VERSIONS = frozenset({"19.05.01", "19.0501", "26.08.01", "26.0801"})
_PAYMENT_MEANS = written(meant("peppol-billing-cii@3.0.19", "CII", "DK-R-005")[0])


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
    found = elements.head(_REGISTRATION)
    if not found:
        return True
    scheme = normalized(elements.attribute(found[0], "schemeID") or "")
    return scheme == _CVR or Breach(place=found[0], found=scheme or None, expected=_CVR)


@at("DK-R-004", "/", when=_both_danish, terms=("BT-97", "BT-104"))
def tax_reported(elements: Elements, _place: int) -> bool | Breach:
    """The reason ZZZ stands for a Danish tax, whose number of four digits, or name and number, is the reason's text."""
    if "ZZZ" not in elements.texts(elements.head(f"{_ADJUSTMENTS}/ram:ReasonCode")):
        return True
    reason = head(elements, f"{_ADJUSTMENTS}/ram:Reason")
    return danish_tax(reason) or Breach(found=reason or None)


@at("DK-R-013", "/", when=_both_danish, terms=("BT-29", "BT-46"))
def scheme_told(elements: Elements, _place: int) -> bool | Breach:
    """An identifier of a party says by which scheme it is to be read."""
    for party in (SELLER, BUYER):
        for found in elements.head(f"{party}/ram:GlobalID"):
            if not normalized(elements.attribute(found, "schemeID") or ""):
                return Breach(place=found, found=elements.text(found) or None)
    return True


@at("DK-R-016", "/", when=_both_danish, terms=("BT-115",))
def credit_is_positive(elements: Elements, _place: int) -> bool | Breach:
    """A credit note to a Danish buyer is not negative."""
    found = head(elements, _DUE)
    credit = normalized(head(elements, TYPE)) == "381"
    return not credit or (double(found) or 0.0) >= 0.0 or Breach(found=found)


@at("DK-R-005", f"/{MEANS}", when=_both_danish, terms=("BT-81",))
def means_known(elements: Elements, place: int) -> bool | Breach:
    """The payment means is one of those in use in Denmark, or neighbours in their list."""
    code = means_code(elements, place)
    return f" {code} " in _PAYMENT_MEANS or Breach(found=code or None)


def _asked(
    rule_id: str, codes: tuple[str, ...], terms: tuple[str, ...]
) -> Callable[[Callable[[Elements, int], bool]], ElementRule]:
    """A rule for payments by some means alone."""

    def made(right: Callable[[Elements, int], bool]) -> ElementRule:
        @at(rule_id, f"/{MEANS}", when=_both_danish, terms=("BT-81", *terms))
        def rule(elements: Elements, place: int) -> bool | Breach:
            code = means_code(elements, place)
            return code not in codes or right(elements, place) or Breach(found=code)

        return rule

    return made


@_asked("DK-R-006", ("31", "42"), ("BT-84", "BT-86"))
def account_and_registration(elements: Elements, place: int) -> bool:
    """A transfer to an account names the account and the bank."""
    return any_filled(elements, place, _ACCOUNT) and any_filled(elements, place, _BANK)


@_asked("DK-R-007", ("49",), ("BT-89", "BT-90"))
def mandate_and_creditor(elements: Elements, place: int) -> bool:
    """A direct debit names the creditor and the mandate; the artefact looks for that where no schema has it."""
    return bool(normalized(head(elements, _CREDITOR))) and any_filled(elements, place, _MANDATE)


@_asked("DK-R-008", (_GIRO,), ("BT-83", "BT-84"))
def giro_card(elements: Elements, place: int) -> bool:
    """A giro payment has a known kind of card, and an account of seven characters."""
    return head(elements, _REFERENCE)[:3] in ("01#", "04#", "15#") and len(first(elements, place, _ACCOUNT)) == 7


@_asked("DK-R-009", (_GIRO,), ("BT-83",))
def giro_reference(elements: Elements, _place: int) -> bool:
    """The reference of a giro card has sixteen digits behind its kind."""
    found = head(elements, _REFERENCE)
    return found[:3] not in ("04#", "15#") or len(found) == 19


@_asked("DK-R-010", (_FIK,), ("BT-83", "BT-84"))
def fik_card(elements: Elements, place: int) -> bool:
    """A FIK payment has a known kind of card, and an account of eight characters."""
    return head(elements, _REFERENCE)[:3] in ("71#", "73#", "75#") and len(first(elements, place, _ACCOUNT)) == 8


@_asked("DK-R-011", (_FIK,), ("BT-83",))
def fik_reference(elements: Elements, _place: int) -> bool:
    """The reference of a FIK card has fifteen or sixteen digits behind its kind."""
    found = head(elements, _REFERENCE)
    return found[:3] not in ("71#", "75#") or len(found) in (18, 19)


@at(
    "DK-R-003",
    f"/{LINES}",
    when=_both_danish,
    severity=Severity.WARNING,
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


DENMARK: tuple[ElementRule, ...] = (
    registered,
    registered_as_company,
    tax_reported,
    scheme_told,
    credit_is_positive,
    means_known,
    account_and_registration,
    mandate_and_creditor,
    giro_card,
    giro_reference,
    fik_card,
    fik_reference,
    unspsc_version,
)
