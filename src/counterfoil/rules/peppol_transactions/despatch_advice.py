"""What stands in the rulebook of despatch advices (T16)."""

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import at
from counterfoil.rules._elements import Elements
from counterfoil.rules.peppol_transactions._columns import Row, each_row, not_negative, over, some
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._conditions import begins_with, named_or_identified, with_children

_LINE = "cac:DespatchLine"
_IDENTIFIERS = ("cac:Item/cac:StandardItemIdentification/cbc:ID", "cac:Item/cac:SellersItemIdentification/cbc:ID")


def _rest_explained(_elements: Elements, _place: int, row: Row) -> bool:
    """Where something is still to be sent it says why."""
    return row[0] is None or row[1] is not None


CONTENTS = contents(
    "despatch_advice",
    no_schema_location("PEPPOL-T16-B00108"),
    at("PEPPOL-T16-R011", "cbc:CustomizationID")(begins_with("urn:fdc:peppol.eu:poacc:trns:despatch_advice:3")),
    over("PEPPOL-T16-R008", "cac:BuyerCustomerParty", find=named_or_identified("cac:Party/")),
    over("PEPPOL-T16-R009", "cac:SellerSupplierParty", find=named_or_identified("cac:Party/")),
    over("PEPPOL-T16-R010", "cac:OriginatorCustomerParty", find=named_or_identified("cac:Party/")),
    over("PEPPOL-T16-R003", _LINE, find=some(*_IDENTIFIERS)),
    over("PEPPOL-T16-R004", _LINE, find=some("cac:Item/cbc:Name")),
    over("PEPPOL-T16-R005", _LINE, find=some("cbc:DeliveredQuantity"), severity=Severity.WARNING),
    over("PEPPOL-T16-R006", _LINE, find=not_negative("cbc:DeliveredQuantity")),
    over(
        "PEPPOL-T16-R007",
        _LINE,
        find=each_row(_rest_explained, "cbc:OutstandingQuantity", "cbc:OutstandingReason"),
        severity=Severity.WARNING,
        concerns=with_children("cbc:OutstandingQuantity"),
    ),
)
