"""The companies of our own making, and how UBL names them: each kind of document knows other parts of a party."""

from dataclasses import dataclass
from xml.sax.saxutils import escape


@dataclass(frozen=True)
class Company:
    """A company with what identifies it, and whom to ask there."""

    name: str
    vat: str
    gln: str
    iban: str
    street: str = "Hauptstraße 1"
    post_code: str = "10115"
    city: str = "Berlin"
    country: str = "DE"
    person: str = "Kim Albrecht"
    phone: str = "+49 30 1234567"
    mail: str = "invoices@example.com"


def gln(start: str) -> str:
    """A GLN (or GTIN-13) that begins with these twelve digits: the check digit is put behind them (GS1 7.9.1)."""
    odd, even = sum(map(int, start[-1::-2])), sum(map(int, start[-2::-2]))
    return f"{start}{-(3 * odd + even) % 10}"


def iban(country: str, account: str) -> str:
    """An IBAN of a bank and account in digits, with its two check digits (ISO 13616)."""
    letters = "".join(str(ord(letter) - 55) for letter in country)
    return f"{country}{98 - int(f'{account}{letters}00') % 97:02}{account}"


def named_party(company: Company) -> str:
    """What responses know of a party: where it is reached, its identifier, its name."""
    return f"{_identified(company)}{_legal(company)}"


def party(company: Company) -> str:
    """What orders and despatch advices know of a party: its address too."""
    return f"{_identified(company)}{_address(company)}{_legal(company)}"


def billing_party(company: Company, contact: bool = False) -> str:
    """What invoices know of a party: its VAT identifier too, and of a seller whom to ask."""
    asked = (
        f"<cac:Contact><cbc:Name>{escape(company.person)}</cbc:Name><cbc:Telephone>{company.phone}</cbc:Telephone>"
        f"<cbc:ElectronicMail>{company.mail}</cbc:ElectronicMail></cac:Contact>"
    )
    return (
        f"{_identified(company)}{_address(company)}<cac:PartyTaxScheme><cbc:CompanyID>{company.vat}</cbc:CompanyID>"
        "<cac:TaxScheme><cbc:ID>VAT</cbc:ID></cac:TaxScheme></cac:PartyTaxScheme>"
        f"{_legal(company)}{asked if contact else ''}"
    )


def _identified(company: Company) -> str:
    return (
        f'<cbc:EndpointID schemeID="0088">{company.gln}</cbc:EndpointID>'
        f'<cac:PartyIdentification><cbc:ID schemeID="0088">{company.gln}</cbc:ID></cac:PartyIdentification>'
    )


def _address(company: Company) -> str:
    return (
        f"<cac:PostalAddress><cbc:StreetName>{escape(company.street)}</cbc:StreetName>"
        f"<cbc:CityName>{escape(company.city)}</cbc:CityName><cbc:PostalZone>{company.post_code}</cbc:PostalZone>"
        f"<cac:Country><cbc:IdentificationCode>{company.country}</cbc:IdentificationCode></cac:Country>"
        "</cac:PostalAddress>"
    )


def _legal(company: Company) -> str:
    return (
        f"<cac:PartyLegalEntity><cbc:RegistrationName>{escape(company.name)}</cbc:RegistrationName>"
        "</cac:PartyLegalEntity>"
    )
