"""What stands in the rulebook of Peppol's self-billing: the rules of its billing, but for the national ones."""

from counterfoil.rules._rulebook import Contents
from counterfoil.rules.peppol._process import Process
from counterfoil.rules.peppol.amounts import amounts
from counterfoil.rules.peppol.coded import coded
from counterfoil.rules.peppol.documents import documents
from counterfoil.rules.peppol.identifiers import IDENTIFIERS

_PROCESS = Process(
    customization="urn:cen.eu:en16931:2017#compliant#urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0",
    profiles={
        "urn:fdc:peppol.eu:2017:poacc:selfbilling:01:1.0": "01",
        "urn:peppol:france:billing:regulated": "01",
        "urn:peppol:france:billing:non-regulated": "01",
        "urn:peppol:bis:billing_with_response": "02",
    },
    numbers=frozenset({"01"}),
    invoices=frozenset({"389", "527"}),
    credit_notes=frozenset({"261"}),
    rulebook="peppol-selfbilling@2026.5",
    taxes=False,
)

CONTENTS = Contents(elements=(*documents(_PROCESS), *amounts(_PROCESS), *IDENTIFIERS, *coded(_PROCESS)))
