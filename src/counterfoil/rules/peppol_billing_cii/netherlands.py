"""The Netherlands in CII: what a seller with a Dutch address writes, and how Dutch buyers are billed (NL-R)."""

from counterfoil.rules._element_rule import ElementRule, When, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.en16931._amounts import ZERO, decimal
from counterfoil.rules.peppol._cii import (
    AGREEMENT,
    BUYER,
    COUNTRY,
    LINES,
    MEANS,
    REPRESENTATIVE,
    SELLER,
    SETTLEMENT,
    TYPE,
    buyer_country,
    means_code,
    seller_country,
)
from counterfoil.rules.peppol._reading import first, head

_REGISTRATIONS = ("0106", "0190")
_PAYMENT_MEANS = codes("dutch-payment-means@peppol-2026.5")
_CREDIT_NOTES = codes("credit-note-types@peppol-2026.5")
_ORDER = "ram:BuyerOrderReferencedDocument"


def _is_dutch(country: str) -> bool:
    return normalized(country).upper() == "NL"


def _dutch(elements: Elements) -> bool:
    return _is_dutch(seller_country(elements))


def _both_dutch(elements: Elements) -> bool:
    return _dutch(elements) and _is_dutch(buyer_country(elements))


def _dutch_representative(elements: Elements) -> bool:
    return _dutch(elements) and _is_dutch(head(elements, f"{REPRESENTATIVE}/{COUNTRY}"))


@at("NL-R-001", "/rsm:ExchangedDocument", when=_dutch, terms=("BT-25",))
def credited_invoice(elements: Elements, place: int) -> bool:
    """A credit note names an invoice."""
    if normalized(first(elements, place, "ram:TypeCode")) not in _CREDIT_NOTES:
        return True
    return bool(elements.head(f"{SETTLEMENT}/ram:InvoiceReferencedDocument/ram:IssuerAssignedID"))


def _address(rule_id: str, party: str, when: When, terms: tuple[str, ...]) -> ElementRule:
    """An address has street, city and post code."""

    @at(rule_id, f"/{party}/ram:PostalTradeAddress", when=when, terms=terms)
    def whole(elements: Elements, place: int) -> bool:
        return all(elements.below(place, f"ram:{name}") for name in ("LineOne", "CityName", "PostcodeCode"))

    return whole


def _registration(rule_id: str, party: str, when: When, term: str) -> ElementRule:
    """A registration number is one of the chamber of commerce or of the government."""

    @at(rule_id, f"/{party}/ram:SpecifiedLegalOrganization/ram:ID", when=when, terms=(term,))
    def known(elements: Elements, place: int) -> bool | Breach:
        scheme = elements.attribute(place, "schemeID") or ""
        right = any(f" {one} " in f" {scheme} " for one in _REGISTRATIONS) and elements.filled(place)
        return right or Breach(found=elements.text(place) or None)

    return known


@at(
    "NL-R-007",
    f"/{SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation",
    when=_dutch,
    terms=("BG-16", "BT-115"),
)
def means_given(elements: Elements, place: int) -> bool | Breach:
    """Where something is due, it is said how to pay."""
    found = first(elements, place, "ram:DuePayableAmount")
    due, credit = decimal(found), normalized(head(elements, TYPE)) == "381"
    settled = due is not None and (due >= ZERO if credit else due <= ZERO)
    return settled or bool(elements.head(MEANS)) or Breach(found=found or None)


@at("NL-R-009", f"/{LINES}/ram:SpecifiedLineTradeAgreement/{_ORDER}/ram:LineID", when=_dutch, terms=("BT-13", "BT-132"))
def order_named(elements: Elements, place: int) -> bool | Breach:
    """Where a line names an order line, the order is named."""
    named = elements.head(f"{AGREEMENT}/{_ORDER}/ram:IssuerAssignedID")
    return bool(named) or Breach(found=elements.text(place) or None)


@at("NL-R-008", f"/{MEANS}", when=_both_dutch, terms=("BT-81",))
def means_known(elements: Elements, place: int) -> bool | Breach:
    """The payment means is one of those in use between Dutch parties."""
    found = normalized(means_code(elements, place))
    return found in _PAYMENT_MEANS or Breach(found=found or None)


NETHERLANDS: tuple[ElementRule, ...] = (
    credited_invoice,
    _address("NL-R-002", SELLER, _dutch, ("BT-35", "BT-37", "BT-38")),
    _registration("NL-R-003", SELLER, _dutch, "BT-30"),
    means_given,
    order_named,
    _address("NL-R-004", BUYER, _both_dutch, ("BT-50", "BT-52", "BT-53")),
    _registration("NL-R-005", BUYER, _both_dutch, "BT-47"),
    means_known,
    _address("NL-R-006", REPRESENTATIVE, _dutch_representative, ("BT-64", "BT-66", "BT-67")),
)
