"""English: the sentences, the names of business terms, and the words that stand for what is not there."""

from collections.abc import Mapping

from counterfoil.texts.en.discrepancies import DISCREPANCIES
from counterfoil.texts.en.en16931 import EN16931
from counterfoil.texts.en.en16931_codes import EN16931_CODES
from counterfoil.texts.en.en16931_elements import EN16931_ELEMENTS
from counterfoil.texts.en.en16931_vat import EN16931_VAT
from counterfoil.texts.en.factur_x import FACTUR_X
from counterfoil.texts.en.peppol_billing import PEPPOL_BILLING
from counterfoil.texts.en.peppol_national import PEPPOL_NATIONAL
from counterfoil.texts.en.peppol_transactions import PEPPOL_TRANSACTIONS
from counterfoil.texts.en.statements import STATEMENTS
from counterfoil.texts.en.structure import STRUCTURE
from counterfoil.texts.en.tables import TABLES
from counterfoil.texts.en.terms import TERMS
from counterfoil.texts.en.xrechnung import XRECHNUNG

ENGLISH: Mapping[str, Mapping[str, str]] = {
    "sentences": {
        **EN16931,
        **EN16931_CODES,
        **EN16931_ELEMENTS,
        **EN16931_VAT,
        **PEPPOL_BILLING,
        **PEPPOL_NATIONAL,
        **PEPPOL_TRANSACTIONS,
        **TABLES,
        **STRUCTURE,
        **STATEMENTS,
        **XRECHNUNG,
        **FACTUR_X,
        **DISCREPANCIES,
    },
    "terms": TERMS,
    "words": {
        "missing": "missing",
        "expected": "an unknown amount",
        "no more": "If other places break this rule too, they are not listed.",
    },
}
