"""The European standard EN 16931: business rules for every invoice and credit note that follows its model."""

from datetime import date

from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS, Contents, Rulebook

FACTUR_X_ISSUERS = ("factur-x.eu:1p0:", "zugferd.de:2p0:")
"""What stands before the name of a profile in the guidelines of Factur-X and ZUGFeRD, which are in CII."""
# Those that leave out what EN 16931 asks for, or go beyond it.
_OTHER_PROFILES = tuple(
    issuer + profile for issuer in FACTUR_X_ISSUERS for profile in ("minimum", "basicwl", "extended")
)
PEPPOL = "urn:fdc:peppol.eu:2017:poacc:"
"""What the specifications of Peppol are named by; its invoices in UBL are checked by its own copy of these rules."""


def _applies(root: str, customization: str | None, profile: str | None) -> bool:
    """All invoices, but for profiles that are not meant to keep it, and those of Peppol in UBL, which has a copy."""
    del profile
    name = customization or ""
    return not name.endswith(_OTHER_PROFILES) if root == CII_ROOT else PEPPOL not in name


def _contents() -> Contents:
    from counterfoil.rules.en16931.contents import CONTENTS

    return CONTENTS


EN16931 = Rulebook(
    name="en16931",
    version="1.3.16",
    valid_from=date(2026, 4, 14),
    roots=(*INVOICE_ROOTS, CII_ROOT),
    applies=_applies,
    load=_contents,
)
