"""What a UBL invoice or credit note says that many rules of Peppol ask, worked out once for a document."""

from collections.abc import Sequence

from counterfoil.rules._elements import Elements
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._reading import first, head, once

INVOICE = "Invoice"
CREDIT_NOTE = "CreditNote"
SELLER = "cac:AccountingSupplierParty/cac:Party"
BUYER = "cac:AccountingCustomerParty/cac:Party"
REPRESENTATIVE = "cac:TaxRepresentativeParty"
COUNTRY = "cac:PostalAddress/cac:Country/cbc:IdentificationCode"
VAT_SCHEME = "cac:TaxScheme/cbc:ID"

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
    """The country that the seller is taxed in: by the VAT identifier, the tax representative's, or the address."""
    country = _vat_seller(elements)
    if country is None:
        country = _by_vat(elements, REPRESENTATIVE)
    return _by_address(elements, SELLER) if country is None else country


@once
def tax_seller_alone(elements: Elements) -> str:
    """The same, whoever represents the seller."""
    country = _vat_seller(elements)
    return _by_address(elements, SELLER) if country is None else country


@once
def tax_buyer(elements: Elements) -> str:
    """The country that the buyer is taxed in: by the VAT identifier or the address."""
    country = _by_vat(elements, BUYER)
    return _by_address(elements, BUYER) if country is None else country


def vat_numbers(elements: Elements, party: str) -> list[str]:
    """The VAT identifiers of a party, as written; empty for one that names the scheme alone."""
    return _vat_numbers(elements, elements.head(f"{party}/cac:PartyTaxScheme"))


def vat_numbers_of(elements: Elements, party: int) -> list[str]:
    """The same of a party by its place, which may stand in an extension."""
    return _vat_numbers(elements, elements.below(party, "cac:PartyTaxScheme"))


def _vat_numbers(elements: Elements, taxes: Sequence[int]) -> list[str]:
    return [
        first(elements, place, "cbc:CompanyID")
        for place in taxes
        if any(elements.text(scheme) == "VAT" for scheme in elements.below(place, VAT_SCHEME))
    ]


def tax_numbers(elements: Elements, party: int, scheme: str) -> list[str]:
    """The identifiers of a party, by its place, for a tax scheme (blanks around its name aside), as written."""
    return [
        elements.text(number)
        for place in elements.below(party, "cac:PartyTaxScheme")
        if normalized(first(elements, place, VAT_SCHEME)) == scheme
        for number in elements.below(place, "cbc:CompanyID")
    ]


@once
def _vat_seller(elements: Elements) -> str | None:
    return _by_vat(elements, SELLER)


def _by_vat(elements: Elements, party: str) -> str | None:
    """The first two characters of the VAT identifier, None where there is none.

    Blanks alone are taken for a country. Of a party with several the artefacts know no country at all.
    """
    numbers = vat_numbers(elements, party)
    if len(numbers) > 1:
        return ""
    return normalized(numbers[0][:2]).upper() if numbers and numbers[0] else None


def _by_address(elements: Elements, party: str) -> str:
    codes = elements.head(f"{party}/{COUNTRY}")
    return normalized(elements.text(codes[0])).upper() if codes else _UNKNOWN


def clean(country: str) -> str:
    """A country's code in capitals and without blanks around it."""
    return normalized(country).upper()


def both_german(elements: Elements) -> bool:
    """Whether seller and buyer have German addresses."""
    return clean(seller_country(elements)) == clean(buyer_country(elements)) == "DE"
