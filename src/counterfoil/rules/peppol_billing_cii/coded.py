"""What Peppol asks of codes and days in a CII invoice (PEPPOL-EN16931-CL, F001 and P0100)."""

import re

from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._reading import first
from counterfoil.rules.peppol.coded import attribute, listed, text
from counterfoil.rules.peppol_billing_cii.documents import process_number

_NAME = "peppol-billing-cii@3.0.19"
_DAY = re.compile("20[0-9]{6}").search
_DAY_CHARACTERS = 8
_DAY_FORMAT = "102"
_ADJUSTMENT = "ram:SpecifiedTradeAllowanceCharge"


def _known(rule_id: str) -> frozenset[str]:
    return listed(_NAME, rule_id, "CII")


def _reasons(rule_id: str, kind: str, terms: tuple[str, ...]) -> ElementRule:
    """The reason code of an allowance, or a charge, is one of its list."""
    allowed = _known(rule_id)

    @at(rule_id, _ADJUSTMENT, terms=terms, concerns=lambda paths, path: f"{path}/ram:ReasonCode" in paths)
    def reason_known(elements: Elements, place: int) -> bool | Breach:
        for reason in elements.below(place, "ram:ReasonCode"):
            code = normalized(elements.text(reason))
            told = normalized(first(elements, place, "ram:ChargeIndicator/udt:Indicator"))
            if code not in allowed and told == kind:
                return Breach(place=reason, found=code or None)
        return True

    return reason_known


@at("PEPPOL-EN16931-F001", "udt:DateTimeString", terms=("BT-2", "BT-7", "BT-9", "BT-72", "BT-73", "BT-74"))
def day_written(elements: Elements, place: int) -> bool | Breach:
    """A day is written with eight digits, year first, and says so by its format."""
    found = elements.text(place)
    right = len(found) == _DAY_CHARACTERS and _DAY(found) is not None
    form = normalized(elements.attribute(place, "format") or "")
    return (right and form == _DAY_FORMAT) or Breach(found=found or None)


_ADDRESSES = _known("PEPPOL-EN16931-CL008")


@at(
    "PEPPOL-EN16931-CL008",
    "ram:BuyerTradeParty/ram:URIUniversalCommunication/ram:URIID",
    "ram:SellerTradeParty/ram:URIUniversalCommunication/ram:URIID",
    terms=("BT-34", "BT-49"),
)
def address_scheme(elements: Elements, place: int) -> bool | Breach:
    """An electronic address names its scheme, one of the list."""
    scheme = elements.attribute(place, "schemeID")
    return scheme in _ADDRESSES or Breach(found=scheme)


CODED: tuple[ElementRule, ...] = (
    attribute(
        "PEPPOL-EN16931-CL001", "ram:AttachmentBinaryObject", "mimeCode", _known("PEPPOL-EN16931-CL001"), ("BT-125",)
    ),
    _reasons("PEPPOL-EN16931-CL002", "false", ("BT-98", "BT-140")),
    _reasons("PEPPOL-EN16931-CL003", "true", ("BT-105", "BT-145")),
    attribute(
        "PEPPOL-EN16931-CL007",
        "ram:TaxTotalAmount",
        "currencyID",
        _known("PEPPOL-EN16931-CL007"),
        ("BT-5", "BT-6"),
    ),
    # The artefact looks for it under a name that no document can have; it stands here for the day it is mended.
    text(
        "PEPPOL-EN16931-P0100",
        "ram:ExchangedDocument/ram:TypeCode",
        _known("PEPPOL-EN16931-P0100"),
        ("BT-3",),
        lambda elements: process_number(elements) == "01",
    ),
    day_written,
    address_scheme,
)
