"""What stands in the rulebook of EN 16931, family by family."""

from counterfoil.rules._rule import CII, UBL
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS, Contents
from counterfoil.rules._tables import table
from counterfoil.rules.en16931 import _cii, _ubl
from counterfoil.rules.en16931.adjustments import ADJUSTMENTS
from counterfoil.rules.en16931.arithmetic import ARITHMETIC
from counterfoil.rules.en16931.cii_elements import CII_ELEMENTS
from counterfoil.rules.en16931.cii_types import CII_TYPES
from counterfoil.rules.en16931.code_lists import CODE_LISTS
from counterfoil.rules.en16931.decimals import DECIMALS
from counterfoil.rules.en16931.extensions import IN_EXTENSIONS
from counterfoil.rules.en16931.periods import PERIODS
from counterfoil.rules.en16931.presence_document import PRESENCE_DOCUMENT
from counterfoil.rules.en16931.presence_lines import PRESENCE_LINES
from counterfoil.rules.en16931.presence_parties import PRESENCE_PARTIES
from counterfoil.rules.en16931.taxes import TAXES
from counterfoil.rules.en16931.ubl_elements import UBL_ELEMENTS
from counterfoil.rules.en16931.vat_categories import VAT_CATEGORIES

CONTENTS = Contents(
    rules=(
        *PRESENCE_DOCUMENT,
        *PRESENCE_PARTIES,
        *PRESENCE_LINES,
        *ADJUSTMENTS,
        *PERIODS,
        *TAXES,
        *ARITHMETIC,
    ),
    elements=(
        *VAT_CATEGORIES,
        *CODE_LISTS,
        *DECIMALS,
        *UBL_ELEMENTS,
        *IN_EXTENSIONS,
        *CII_ELEMENTS,
        *CII_TYPES,
        *table("counterfoil.rules.en16931", "ubl.tsv", roots=INVOICE_ROOTS),
        *table("counterfoil.rules.en16931", "cii.tsv", roots=(CII_ROOT,)),
    ),
    prepare={UBL: _ubl.prepare, CII: _cii.prepare},
    looks={UBL: _ubl.LOOKS, CII: _cii.LOOKS},
)
