"""What stands in the rulebook of cancellations of orders (T115)."""

from counterfoil.rules._element_rule import at
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._conditions import begins_with, one_of

CONTENTS = contents(
    "order_cancellation",
    no_schema_location("PEPPOL-T115-B00109"),
    at("PEPPOL-T115-R031", "cbc:ProfileID")(one_of("urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3")),
    at("PEPPOL-T115-R034", "cbc:CustomizationID")(begins_with("urn:fdc:peppol.eu:poacc:trns:order_cancellation:3")),
)
