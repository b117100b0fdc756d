"""What Peppol asks of a CII invoice as a whole, and of its parties (PEPPOL-EN16931-R001 to R020, R053 to R080)."""

import re
from collections.abc import Sequence

from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._cii import SETTLEMENT
from counterfoil.rules.peppol._reading import first, head, owner, sign

_CONTEXT = "rsm:ExchangedDocumentContext"
_PROFILE = "ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"
_GUIDELINE = "ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"
_SPECIFICATION = "urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0"
_PROCESS = "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0"
# Its dots stand for any character, as they do in the artefact.
_PROCESSES = re.compile("urn:fdc:peppol.eu:2017:poacc:billing:([0-9]{2}):1.0").search
_DIRECT_DEBITS = frozenset({"49", "59"})
_REFERENCES = "ram:AdditionalReferencedDocument"
_TAX_TOTALS = "ram:SpecifiedTradeSettlementHeaderMonetarySummation/ram:TaxTotalAmount"
_INVOICED, _ACCOUNTING = f"{SETTLEMENT}/ram:InvoiceCurrencyCode", f"{SETTLEMENT}/ram:TaxCurrencyCode"
_HEADER_SETTLEMENT = "ram:ApplicableHeaderTradeSettlement"
_HEADER_AGREEMENT = "ram:ApplicableHeaderTradeAgreement"


def process_number(elements: Elements) -> str | None:
    """The number of the business process, None where it is none of Peppol's billing."""
    profile = normalized(head(elements, f"{_CONTEXT}/{_PROFILE}"))
    return profile.split(":")[6] if _PROCESSES(profile) else None


@at("PEPPOL-EN16931-R001", _CONTEXT, terms=("BT-23",))
def profile_given(elements: Elements, place: int) -> bool:
    """The business process is there."""
    return bool(elements.below(place, _PROFILE))


@at("PEPPOL-EN16931-R007", _CONTEXT, terms=("BT-23",))
def profile_known(elements: Elements, place: int) -> bool | Breach:
    """The business process is one of Peppol's billing."""
    known = process_number(elements) is not None
    return known or Breach(found=first(elements, place, _PROFILE) or None, expected=_PROCESS)


@at("PEPPOL-EN16931-R004", _CONTEXT, terms=("BT-24",))
def customization_known(elements: Elements, place: int) -> bool | Breach:
    """The specification begins as Peppol's."""
    found = normalized(first(elements, place, _GUIDELINE))
    return found.startswith(_SPECIFICATION) or Breach(found=found or None, expected=_SPECIFICATION)


@at("PEPPOL-EN16931-R003", _HEADER_AGREEMENT, terms=("BT-10", "BT-13"))
def reference_given(elements: Elements, place: int) -> bool:
    """The buyer's reference or the order is named."""
    order = "ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID"
    return bool(elements.below(place, "ram:BuyerReference") or elements.below(place, order))


def _one_reference(rule_id: str, code: str, term: str) -> ElementRule:
    """A document that is told by its type stands there once at most."""

    @at(
        rule_id,
        _HEADER_AGREEMENT,
        terms=(term,),
        concerns=lambda paths, path: f"{path}/{_REFERENCES}/ram:TypeCode" in paths,
    )
    def one(elements: Elements, place: int) -> bool | Breach:
        found = sum(
            any(elements.text(each) == code for each in elements.below(reference, "ram:TypeCode"))
            for reference in elements.below(place, _REFERENCES)
        )
        return found <= 1 or Breach(found=found, expected=1)

    return one


@at("PEPPOL-EN16931-R005", _HEADER_SETTLEMENT, terms=("BT-5", "BT-6"))
def other_currency(elements: Elements, place: int) -> bool | Breach:
    """The accounting currency is another than the invoice's."""
    if not elements.below(place, "ram:TaxCurrencyCode"):
        return True
    currency = normalized(first(elements, place, "ram:TaxCurrencyCode"))
    return currency != normalized(first(elements, place, "ram:InvoiceCurrencyCode")) or Breach(found=currency)


@at("PEPPOL-EN16931-R053", _HEADER_SETTLEMENT, terms=("BT-110",))
def one_total(elements: Elements, place: int) -> bool | Breach:
    """One tax total is in the currency of the invoice."""
    currencies = elements.texts(elements.head(_INVOICED))
    found = sum(elements.attribute(total, "currencyID") in currencies for total in elements.below(place, _TAX_TOTALS))
    return found == 1 or Breach(found=found, expected=1)


@at("PEPPOL-EN16931-R054", _HEADER_SETTLEMENT, terms=("BT-6", "BT-111"))
def one_accounting_total(elements: Elements, place: int) -> bool | Breach:
    """One tax total is in another currency where there is one for accounting, otherwise none."""
    currencies = elements.texts(elements.head(_INVOICED))
    named = [elements.attribute(total, "currencyID") for total in elements.below(place, _TAX_TOTALS)]
    found = sum(name is not None and name not in currencies for name in named) if currencies else 0
    expected = 1 if elements.below(place, "ram:TaxCurrencyCode") else 0
    return found == expected or Breach(found=found, expected=expected)


@at("PEPPOL-EN16931-R055", _HEADER_SETTLEMENT, terms=("BT-110", "BT-111"))
def same_signs(elements: Elements, place: int) -> bool | Breach:
    """Tax in the currency of the invoice and in that of accounting are both negative, or neither is."""
    if not elements.head(_ACCOUNTING):
        return True
    accounting, invoiced = (_taxes(elements, place, head(elements, path)) for path in (_ACCOUNTING, _INVOICED))
    return (
        (any(tax < 0 for tax in accounting) and any(tax < 0 for tax in invoiced))
        or (any(tax >= 0 for tax in accounting) and any(tax >= 0 for tax in invoiced))
        or Breach()
    )


def _taxes(elements: Elements, place: int, currency: str) -> Sequence[int]:
    """The signs of the tax totals in a currency."""
    totals = elements.below(place, _TAX_TOTALS)
    signs = (sign(elements.text(total)) for total in totals if elements.attribute(total, "currencyID") == currency)
    return [each for each in signs if each is not None]


@at("PEPPOL-EN16931-R002", "rsm:ExchangedDocument", terms=("BT-21", "BT-22"))
def one_note(elements: Elements, place: int) -> bool | Breach:
    """One note at most, without a subject."""
    notes = len(elements.below(place, "ram:IncludedNote"))
    return (notes <= 1 and not elements.below(place, "ram:IncludedNote/ram:SubjectCode")) or Breach(
        found=notes, expected=1
    )


def _address(rule_id: str, party: str, term: str) -> ElementRule:
    """A party can be reached electronically."""

    @at(rule_id, party, terms=(term,))
    def given(elements: Elements, place: int) -> bool:
        return bool(elements.below(place, "ram:URIUniversalCommunication/ram:URIID"))

    return given


@at("PEPPOL-EN16931-R061", "ram:SpecifiedTradeSettlementPaymentMeans", terms=("BT-89",))
def mandate_given(elements: Elements, place: int) -> bool | Breach:
    """A direct debit names its mandate, among the payment terms."""
    means = normalized(first(elements, place, "ram:TypeCode"))
    if means not in _DIRECT_DEBITS:
        return True
    above = owner(elements, place, elements.trace.paths[place].rpartition("/")[0])
    mandates = elements.below(above, "ram:SpecifiedTradePaymentTerms/ram:DirectDebitMandateID")
    return bool(mandates) or Breach(found=means)


DOCUMENTS: tuple[ElementRule, ...] = (
    profile_given,
    profile_known,
    customization_known,
    reference_given,
    _one_reference("PEPPOL-EN16931-R006", "130", "BT-18"),
    _one_reference("PEPPOL-EN16931-R080", "50", "BT-11"),
    other_currency,
    one_total,
    one_accounting_total,
    same_signs,
    one_note,
    _address("PEPPOL-EN16931-R010", "ram:BuyerTradeParty", "BT-49"),
    _address("PEPPOL-EN16931-R020", "ram:SellerTradeParty", "BT-34"),
    mandate_given,
)
