"""What stands in the rulebook of changes of orders (T114)."""

from counterfoil.model.finding import Severity
from counterfoil.rules.peppol_transactions._common import contents, no_schema_location
from counterfoil.rules.peppol_transactions._orders import orders

CONTENTS = contents(
    "order_change",
    no_schema_location("PEPPOL-T114-B00110"),
    *orders(
        "T114",
        "urn:fdc:peppol.eu:poacc:trns:order_change:3",
        "urn:fdc:peppol.eu:poacc:bis:advanced_ordering:3",
        of_lines=Severity.WARNING,
    ),
)
