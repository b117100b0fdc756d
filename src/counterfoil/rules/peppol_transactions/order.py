"""What stands in the rulebook of orders (T01)."""

from counterfoil.rules.codes import codes
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._orders import orders

CONTENTS = contents(
    "order",
    no_schema_location("PEPPOL-T01-B00109"),
    *orders("T01", "urn:fdc:peppol.eu:poacc:trns:order:3", *sorted(codes("order-profiles@peppol-2026.5"))),
)
