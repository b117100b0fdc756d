"""What stands in the rulebook of Peppol's billing in CII: general rules by family, then those of countries."""

from counterfoil.rules._rulebook import Contents
from counterfoil.rules.peppol.identifiers import IDENTIFIERS_IN_CII
from counterfoil.rules.peppol_billing_cii.amounts import AMOUNTS
from counterfoil.rules.peppol_billing_cii.coded import CODED
from counterfoil.rules.peppol_billing_cii.denmark import DENMARK
from counterfoil.rules.peppol_billing_cii.documents import DOCUMENTS
from counterfoil.rules.peppol_billing_cii.netherlands import NETHERLANDS
from counterfoil.rules.peppol_billing_cii.norway_italy import NORWAY_ITALY
from counterfoil.rules.peppol_billing_cii.sweden import SWEDEN

CONTENTS = Contents(
    elements=(
        *DOCUMENTS,
        *AMOUNTS,
        *IDENTIFIERS_IN_CII,
        *CODED,
        *NORWAY_ITALY,
        *DENMARK,
        *SWEDEN,
        *NETHERLANDS,
    )
)
