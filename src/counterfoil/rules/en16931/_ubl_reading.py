"""How the UBL artefacts read what stands below an element: its first amount, whether its tax is VAT, who is named."""

from counterfoil.model.values import Amount
from counterfoil.rules._elements import Elements, Test, exists
from counterfoil.rules._white_space import stripped
from counterfoil.rules.en16931._amounts import decimal

SELLER = "cac:AccountingSupplierParty/cac:Party"
NAME = "cac:PartyName/cbc:Name"
_SCHEME = "cac:TaxScheme/cbc:ID"
# The scheme under which UBL writes the identifier of a creditor (BT-90) among those of a party.
_SEPA = "SEPA"

has_reason: Test = exists("cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode")
"""Whether an allowance or charge gives a reason, in words or as a code, be it empty."""


def first(elements: Elements, place: int, path: str) -> str:
    """The text of the first element at a path below a place; empty where there is none."""
    found = elements.below(place, path)
    return elements.text(found[0]) if found else ""


def amount(elements: Elements, place: int, path: str) -> Amount | None:
    """The first amount at a path below a place; None where there is none, or nothing in it."""
    written = first(elements, place, path)
    return Amount(value=decimal(written), written=stripped(written)) if written else None


def is_vat(elements: Elements, category: int) -> bool:
    """Whether the tax of a category, or of a party's number, is VAT."""
    return any(stripped(elements.text(scheme).upper()) == "VAT" for scheme in elements.below(category, _SCHEME))


def of_vat(categories: str, path: str) -> Test:
    """Whether a tax category of VAT has an element, be it empty."""
    return lambda elements, place: any(
        is_vat(elements, category) and bool(elements.below(category, path))
        for category in elements.below(place, categories)
    )


def is_another_payee(elements: Elements, place: int) -> bool:
    """Whether a payee is named, and as somebody else than the seller beside it.

    A name is there even if it is empty, and all identifiers are compared, a creditor's too.
    """
    above = elements.parent(place)
    alike = any(
        not elements.texts(elements.below(place, path)).isdisjoint(
            elements.texts(elements.below(above, f"{SELLER}/{path}"))
        )
        for path in (NAME, "cac:PartyIdentification/cbc:ID")
    )
    return not alike and bool(elements.below(place, NAME))


def identified(elements: Elements, place: int) -> bool:
    """Whether a seller has an identifier, a registration or a VAT identifier; a creditor's is not the seller's."""
    return (
        exists("cac:Party/cac:PartyLegalEntity/cbc:CompanyID")(elements, place)
        or of_vat("cac:Party/cac:PartyTaxScheme", "cbc:CompanyID")(elements, place)
        or any(
            elements.attribute(identifier, "schemeID") != _SEPA
            for identifier in elements.below(place, "cac:Party/cac:PartyIdentification/cbc:ID")
        )
    )
