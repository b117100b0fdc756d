"""Which profile of XRechnung a document says that it follows, to the letter."""

from collections.abc import Iterable

from counterfoil.rules._elements import Elements
from counterfoil.rules.peppol._reading import once

CIUS = "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0"
EXTENSION = f"{CIUS}#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"
CVD = f"{CIUS}#compliant#urn:xeinkauf.de:kosit:xrechnung:cvd_0.9"

_GUIDELINE = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"


@once
def named(elements: Elements) -> frozenset[str]:
    """The specification identifiers (BT-24) of a document as written; more than one where it has more."""
    places: Iterable[int] = (*elements.head("cbc:CustomizationID"), *elements.head(_GUIDELINE))
    return frozenset(elements.texts(places))


def is_extension(elements: Elements) -> bool:
    """Whether a document follows the Extension."""
    return EXTENSION in named(elements)


def is_cvd(elements: Elements) -> bool:
    """Whether a document follows the profile on clean vehicles."""
    return CVD in named(elements)
