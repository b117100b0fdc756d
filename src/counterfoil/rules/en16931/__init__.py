"""The European standard EN 16931: business rules for every invoice and credit note that follows its model."""

from datetime import date

from counterfoil.model.finding import Severity
from counterfoil.model.summary import CREDIT_NOTE, INVOICE
from counterfoil.rules._rule import CII, UBL
from counterfoil.rules._rulebook import Rulebook
from counterfoil.rules.en16931 import _cii, _ubl
from counterfoil.rules.en16931.adjustments import ADJUSTMENTS
from counterfoil.rules.en16931.arithmetic import ARITHMETIC
from counterfoil.rules.en16931.periods import PERIODS
from counterfoil.rules.en16931.presence_document import PRESENCE_DOCUMENT
from counterfoil.rules.en16931.presence_lines import PRESENCE_LINES
from counterfoil.rules.en16931.presence_parties import PRESENCE_PARTIES
from counterfoil.rules.en16931.taxes import TAXES

# Profiles of Factur-X and ZUGFeRD that leave out what EN 16931 asks for, or go beyond it.
_OTHER_PROFILES = ("minimum", "basicwl", "extended")
_XRECHNUNG_EXTENSION = "urn:xeinkauf.de:kosit:extension:xrechnung"


def _applies(document: str, customization: str | None, profile: str | None) -> bool:
    del profile
    return document in (INVOICE, CREDIT_NOTE) and (customization or "").rpartition(":")[2] not in _OTHER_PROFILES


def _relevel(customization: str | None) -> dict[str, Severity]:
    """Third-party payments of the XRechnung extension change what is due, so KoSIT takes BR-CO-16 for information."""
    if customization is not None and _XRECHNUNG_EXTENSION in customization:
        return {"BR-CO-16": Severity.INFORMATION}
    return {}


EN16931 = Rulebook(
    name="en16931",
    version="1.3.16",
    valid_from=date(2026, 4, 14),
    rules=(
        *PRESENCE_DOCUMENT,
        *PRESENCE_PARTIES,
        *PRESENCE_LINES,
        *ADJUSTMENTS,
        *PERIODS,
        *TAXES,
        *ARITHMETIC,
    ),
    applies=_applies,
    relevel=_relevel,
    prepare={UBL: _ubl.prepare, CII: _cii.prepare},
    looks={UBL: _ubl.LOOKS, CII: _cii.LOOKS},
)
