"""What stands in the rulebook of despatch advices (T16)."""

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import at
from counterfoil.rules._elements import Elements
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._conditions import (
    begins_with,
    named_or_identified,
    not_negative,
    some,
    with_children,
)

_LINE = "cac:DespatchLine"


@at("PEPPOL-T16-R007", _LINE, severity=Severity.WARNING, concerns=with_children("cbc:OutstandingQuantity"))
def _reason_for_the_rest(elements: Elements, place: int) -> bool:
    """Where something is still to be sent it says why."""
    return not elements.below(place, "cbc:OutstandingQuantity") or bool(elements.below(place, "cbc:OutstandingReason"))


CONTENTS = contents(
    "despatch_advice",
    no_schema_location("PEPPOL-T16-B00108"),
    at("PEPPOL-T16-R011", "cbc:CustomizationID")(begins_with("urn:fdc:peppol.eu:poacc:trns:despatch_advice:3")),
    at("PEPPOL-T16-R008", "cac:BuyerCustomerParty")(named_or_identified("cac:Party/")),
    at("PEPPOL-T16-R009", "cac:SellerSupplierParty")(named_or_identified("cac:Party/")),
    at("PEPPOL-T16-R010", "cac:OriginatorCustomerParty")(named_or_identified("cac:Party/")),
    at("PEPPOL-T16-R003", _LINE)(
        some("cac:Item/cac:StandardItemIdentification/cbc:ID", "cac:Item/cac:SellersItemIdentification/cbc:ID")
    ),
    at("PEPPOL-T16-R004", _LINE)(some("cac:Item/cbc:Name")),
    at("PEPPOL-T16-R005", _LINE, severity=Severity.WARNING)(some("cbc:DeliveredQuantity")),
    at("PEPPOL-T16-R006", _LINE)(not_negative("cbc:DeliveredQuantity")),
    _reason_for_the_rest,
)
