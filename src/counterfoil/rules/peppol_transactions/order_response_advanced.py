"""What stands in the rulebook of answers in advanced ordering (T116)."""

from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._responses import responses

CONTENTS = contents(
    "order_response_advanced",
    no_schema_location("PEPPOL-T116-B00110"),
    *responses("T116", "urn:fdc:peppol.eu:poacc:trns:order_response_advanced:3"),
)
