"""Who of seller, tax representative and buyer is known to the tax office, as the rules about VAT categories ask it."""

from collections.abc import Callable

from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._white_space import stripped

Known = Callable[[Elements], bool]

_AGREEMENT = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeAgreement"
_REGISTRATION = "ram:SpecifiedTaxRegistration/ram:ID"
# In UBL they are looked for wherever they stand, in extensions too.
_UBL_SELLER = Named("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme")
_UBL_SELLER_NUMBER = Named("cac:AccountingSupplierParty/cac:Party/cac:PartyTaxScheme/cbc:CompanyID")
_UBL_BUYER = Named("cac:AccountingCustomerParty/cac:Party/cac:PartyTaxScheme")
_UBL_BUYER_REGISTRATION = Named("cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:CompanyID")
_UBL_REPRESENTATIVE = Named("cac:TaxRepresentativeParty/cac:PartyTaxScheme")


def _vat_in_ubl(elements: Elements, schemes: Named) -> bool:
    """Whether a party has an identifier for VAT."""
    for scheme in schemes(elements):
        if elements.below(scheme, "cbc:CompanyID"):
            names = elements.texts(elements.below(scheme, "cac:TaxScheme/cbc:ID"))
            if any(stripped(name.upper()) == "VAT" for name in names):
                return True
    return False


def _registered_in_cii(elements: Elements, party: str, *schemes: str) -> bool:
    identifiers = elements.head(f"{_AGREEMENT}/{party}/{_REGISTRATION}")
    return any(elements.attribute(identifier, "schemeID") in schemes for identifier in identifiers)


def _taxable_in_ubl(elements: Elements) -> bool:
    """Any tax number of the seller will do, or a VAT identifier of its representative."""
    return bool(_UBL_SELLER_NUMBER(elements)) or _vat_in_ubl(elements, _UBL_REPRESENTATIVE)


def _taxable_in_cii(elements: Elements) -> bool:
    return _registered_in_cii(elements, "ram:SellerTradeParty", "VA", "FC") or _representative_in_cii(elements)


def _representative_in_cii(elements: Elements) -> bool:
    return _registered_in_cii(elements, "ram:SellerTaxRepresentativeTradeParty", "VA")


def _seller_in_ubl(elements: Elements) -> bool:
    """A VAT identifier, of the seller or its representative."""
    return _vat_in_ubl(elements, _UBL_SELLER) or _vat_in_ubl(elements, _UBL_REPRESENTATIVE)


def _seller_in_cii(elements: Elements) -> bool:
    return _registered_in_cii(elements, "ram:SellerTradeParty", "VA") or _representative_in_cii(elements)


def _buyer_in_cii(elements: Elements) -> bool:
    return _registered_in_cii(elements, "ram:BuyerTradeParty", "VA")


def _reverse_charge_in_ubl(elements: Elements) -> bool:
    """The buyer, who pays the tax, is known too, by VAT identifier or registration."""
    buyer = _vat_in_ubl(elements, _UBL_BUYER) or _UBL_BUYER_REGISTRATION(elements)
    return bool(buyer) and _taxable_in_ubl(elements)


def _reverse_charge_in_cii(elements: Elements) -> bool:
    registration = elements.head(f"{_AGREEMENT}/ram:BuyerTradeParty/ram:SpecifiedLegalOrganization/ram:ID")
    return (bool(registration) or _buyer_in_cii(elements)) and _taxable_in_cii(elements)


def _union_in_ubl(elements: Elements) -> bool:
    """Both sides have VAT identifiers."""
    return _vat_in_ubl(elements, _UBL_BUYER) and _seller_in_ubl(elements)


def _union_in_cii(elements: Elements) -> bool:
    return _buyer_in_cii(elements) and _seller_in_cii(elements)


def _outside_in_ubl(elements: Elements) -> bool:
    """Nobody has a VAT identifier."""
    return not (_vat_in_ubl(elements, _UBL_BUYER) or _seller_in_ubl(elements))


def _outside_in_cii(elements: Elements) -> bool:
    return not (_buyer_in_cii(elements) or _seller_in_cii(elements))


TAXABLE = (_taxable_in_ubl, _taxable_in_cii)
EXPORT = (_seller_in_ubl, _seller_in_cii)
REVERSE_CHARGE = (_reverse_charge_in_ubl, _reverse_charge_in_cii)
WITHIN_THE_UNION = (_union_in_ubl, _union_in_cii)
OUTSIDE = (_outside_in_ubl, _outside_in_cii)
