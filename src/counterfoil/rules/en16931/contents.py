"""What stands in the rulebook of EN 16931, family by family."""

from counterfoil.rules._rule import CII, UBL
from counterfoil.rules._rulebook import Contents
from counterfoil.rules.en16931 import _cii, _ubl
from counterfoil.rules.en16931.adjustments import ADJUSTMENTS
from counterfoil.rules.en16931.arithmetic import ARITHMETIC
from counterfoil.rules.en16931.periods import PERIODS
from counterfoil.rules.en16931.presence_document import PRESENCE_DOCUMENT
from counterfoil.rules.en16931.presence_lines import PRESENCE_LINES
from counterfoil.rules.en16931.presence_parties import PRESENCE_PARTIES
from counterfoil.rules.en16931.taxes import TAXES

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
    elements=(),
    prepare={UBL: _ubl.prepare, CII: _cii.prepare},
    looks={UBL: _ubl.LOOKS, CII: _cii.LOOKS},
)
