"""What stands in the rulebook of XRechnung, family by family."""

from msgspec.structs import replace

from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS, Contents
from counterfoil.rules._tables import table
from counterfoil.rules.xrechnung.amounts import LINE_AMOUNTS, UBL_ADJUSTED, percentage_of_base
from counterfoil.rules.xrechnung.documents import DOCUMENTS
from counterfoil.rules.xrechnung.extension import EXTENSION_RULES
from counterfoil.rules.xrechnung.payment import PAYMENT
from counterfoil.rules.xrechnung.peppol_cii import PEPPOL_CII
from counterfoil.rules.xrechnung.taken_over import TAKEN_OVER
from counterfoil.rules.xrechnung.vehicles import VEHICLES

_ADJUSTMENTS = (
    "/cac:AllowanceCharge",
    "/cac:InvoiceLine/cac:AllowanceCharge",
    "/cac:CreditNoteLine/cac:AllowanceCharge",
)
# What must be there has a sentence of its own, rule by rule.
_TOLD = tuple(replace(rule, text=None) for rule in table("counterfoil.rules.xrechnung", "cii.tsv", roots=(CII_ROOT,)))

CONTENTS = Contents(
    elements=(
        *TAKEN_OVER,
        percentage_of_base(UBL_ADJUSTED, *_ADJUSTMENTS, roots=INVOICE_ROOTS),
        *PEPPOL_CII,
        *LINE_AMOUNTS,
        *_TOLD,
        *DOCUMENTS,
        *PAYMENT,
        *EXTENSION_RULES,
        *VEHICLES,
    ),
)
