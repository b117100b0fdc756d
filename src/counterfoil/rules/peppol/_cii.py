"""What a CII invoice says that many rules of Peppol ask, worked out once for a document."""

from counterfoil.rules._elements import Elements
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._reading import first, head, once

TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
SELLER = f"{AGREEMENT}/ram:SellerTradeParty"
BUYER = f"{AGREEMENT}/ram:BuyerTradeParty"
REPRESENTATIVE = f"{AGREEMENT}/ram:SellerTaxRepresentativeTradeParty"
COUNTRY = "ram:PostalTradeAddress/ram:CountryID"
LINES = f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"
MEANS = f"{SETTLEMENT}/ram:SpecifiedTradeSettlementPaymentMeans"
TYPE = "rsm:ExchangedDocument/ram:TypeCode"
TAXES = "ram:SpecifiedTaxRegistration"

_UNKNOWN = "XX"


@once
def seller_country(elements: Elements) -> str:
    """The seller's country as it is written in the address."""
    return head(elements, f"{SELLER}/{COUNTRY}")


@once
def buyer_country(elements: Elements) -> str:
    """The buyer's country as it is written in the address."""
    return head(elements, f"{BUYER}/{COUNTRY}")


@once
def tax_seller(elements: Elements) -> str:
    """The country that the seller is taxed in: by the VAT identifier, the tax representative's, or the address.

    Of a party with several VAT identifiers the artefacts know no country at all.
    """
    for party in (SELLER, REPRESENTATIVE):
        numbers = vat_numbers(elements, party)
        if len(numbers) > 1:
            return ""
        if numbers and numbers[0]:
            return normalized(numbers[0][:2]).upper()
    codes = elements.head(f"{SELLER}/{COUNTRY}")
    return normalized(elements.text(codes[0])).upper() if codes else _UNKNOWN


def vat_numbers(elements: Elements, party: str) -> list[str]:
    """The VAT identifiers of a party, as written."""
    return [
        elements.text(number)
        for number in elements.head(f"{party}/{TAXES}/ram:ID")
        if elements.attribute(number, "schemeID") == "VAT"
    ]


def means_code(elements: Elements, means: int) -> str:
    """The code of a payment means, as written."""
    return first(elements, means, "ram:TypeCode")
