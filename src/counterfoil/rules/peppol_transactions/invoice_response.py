"""What stands in the rulebook of invoice responses (T111)."""

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import ElementTest, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._conditions import begins_with, one_of
from counterfoil.rules.peppol_transactions._reading import normal_at, said

_STATUS = "cac:Status"
_CODE = "cbc:StatusReasonCode"
_CLARIFIED = " CA UQ RE "
"""Answers that must say why; neighbours in it count as one, as the official rule reads it."""


@at("PEPPOL-T111-R001", "cac:Response")
def _says_why(elements: Elements, place: int) -> bool | Breach:
    answer = normal_at(elements, place, "cbc:ResponseCode")
    return f" {answer} " not in _CLARIFIED or bool(elements.below(place, f"{_STATUS}/{_CODE}")) or Breach(found=answer)


def _explained(code: str) -> ElementTest:
    """A status with this code has a reason in words."""

    def test(elements: Elements, place: int) -> bool | Breach:
        if elements.below(place, "cbc:StatusReason"):
            return True
        return code not in elements.texts(elements.below(place, _CODE)) or Breach(found=code)

    return test


def _from_list(name: str, known: str) -> ElementTest:
    """Where the code names this list, it is one of it."""

    def test(elements: Elements, place: int) -> bool | Breach:
        if all(elements.attribute(found, "listID") != name for found in elements.below(place, _CODE)):
            return True
        found = said(elements, place, _CODE)
        return normalized(found or "") in codes(known) or Breach(found=found)

    return test


@at("PEPPOL-T111-R005", _STATUS)
def _partly_paid(elements: Elements, place: int) -> bool:
    """As published, the condition holds always: whether a comparison exists, and it does, be it false."""
    del elements, place
    return True


CONTENTS = contents(
    "invoice_response",
    no_schema_location("PEPPOL-T111-B00108"),
    _says_why,
    at("PEPPOL-T111-R002", _STATUS, severity=Severity.WARNING)(_explained("OTH")),
    at("PEPPOL-T111-R003", "cbc:CustomizationID")(begins_with("urn:fdc:peppol.eu:poacc:trns:invoice_response:3")),
    at("PEPPOL-T111-R004", _STATUS)(_explained("PPD")),
    _partly_paid,
    at("PEPPOL-T111-R006", _STATUS)(_from_list("OPStatusAction", "clarification-actions@peppol-2026.5")),
    at("PEPPOL-T111-R007", _STATUS)(_from_list("OPStatusReason", "clarification-reasons@peppol-2026.5")),
    at("PEPPOL-T111-R008", "cbc:ProfileID")(
        one_of("urn:fdc:peppol.eu:poacc:bis:invoice_response:3", "urn:peppol:bis:billing_with_response")
    ),
)
