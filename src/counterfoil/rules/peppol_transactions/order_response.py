"""What stands in the rulebook of answers to orders (T76)."""

from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._responses import responses

CONTENTS = contents(
    "order_response",
    no_schema_location("PEPPOL-T76-B00110"),
    *responses("T76", "urn:fdc:peppol.eu:poacc:trns:order_response:3"),
)
