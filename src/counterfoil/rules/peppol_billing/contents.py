"""What stands in the rulebook of Peppol's billing in UBL: general rules by family, then those of countries."""

from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import Contents
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._process import Process
from counterfoil.rules.peppol._ubl import both_german
from counterfoil.rules.peppol.amounts import amounts
from counterfoil.rules.peppol.coded import coded, listed
from counterfoil.rules.peppol.documents import documents
from counterfoil.rules.peppol.identifiers import IDENTIFIERS
from counterfoil.rules.peppol_billing.denmark import DENMARK
from counterfoil.rules.peppol_billing.german_payment import GERMAN_PAYMENT
from counterfoil.rules.peppol_billing.germany import GERMANY
from counterfoil.rules.peppol_billing.greece import GREECE
from counterfoil.rules.peppol_billing.iceland import ICELAND
from counterfoil.rules.peppol_billing.italy import ITALY
from counterfoil.rules.peppol_billing.netherlands import NETHERLANDS
from counterfoil.rules.peppol_billing.norway import NORWAY
from counterfoil.rules.peppol_billing.sweden import SWEDEN

_NAME = "peppol-billing@2026.5"

_PROCESS = Process(
    customization="urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:billing:3.0",
    profiles={
        "urn:fdc:peppol.eu:2017:poacc:billing:01:1.0": "01",
        "urn:peppol:france:billing:regulated": "01",
        "urn:peppol:france:billing:non-regulated": "01",
        "urn:peppol:bis:billing_with_response": "02",
    },
    numbers=frozenset({"01", "02"}),
    invoices=listed(_NAME, "PEPPOL-EN16931-P0100"),
    credit_notes=listed(_NAME, "PEPPOL-EN16931-P0101"),
    rulebook=_NAME,
    taxes=True,
)
_GERMAN_TYPES = ("326", "384")


@at("PEPPOL-EN16931-P0112", "cbc:InvoiceTypeCode", terms=("BT-3",))
def german_types(elements: Elements, place: int) -> bool | Breach:
    """Partial invoices and corrections are for German parties only."""
    found = normalized(elements.text(place))
    return found not in _GERMAN_TYPES or both_german(elements) or Breach(found=found)


COUNTRIES: tuple[ElementRule, ...] = (
    *NORWAY,
    *DENMARK,
    *ITALY,
    *SWEDEN,
    *GREECE,
    *ICELAND,
    *NETHERLANDS,
    *GERMANY,
    *GERMAN_PAYMENT,
)

CONTENTS = Contents(
    elements=(*documents(_PROCESS), *amounts(_PROCESS), *IDENTIFIERS, *coded(_PROCESS), german_types, *COUNTRIES)
)
