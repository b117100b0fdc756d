"""Which profile of XRechnung a document says that it follows, to the letter."""

from counterfoil.rules._elements import Elements
from counterfoil.rules.peppol._reading import once

CIUS = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
EXTENSION = f"{CIUS}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"
CVD = f"{CIUS}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9"

NAMES = (
    "cbc:CustomizationID",
    "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
)
"""Where a document has specification identifiers, below the root."""


@once
def named(elements: Elements) -> frozenset[str]:
    """The specification identifiers (BT-24) of a document as written; more than one where it has more."""
    return frozenset(elements.texts(place for path in NAMES for place in elements.head(path)))


def is_extension(elements: Elements) -> bool:
    """Whether a document follows the Extension."""
    return EXTENSION in named(elements)


def is_cvd(elements: Elements) -> bool:
    """Whether a document follows the profile on clean vehicles."""
    return CVD in named(elements)
