"""What stands in the rulebook of message level responses (T71)."""

from counterfoil.rules._element_rule import at
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._conditions import begins_with

CONTENTS = contents(
    "message_level_response",
    no_schema_location("PEPPOL-T71-B00108"),
    at("PEPPOL-T71-R001", "cbc:CustomizationID")(begins_with("urn:fdc:peppol.eu:poacc:trns:mlr:3")),
)
