"""Peppol's copy of the rules of EN 16931 for UBL, which its invoices are checked by in place of the original."""

from datetime import date

from counterfoil.rules._rulebook import INVOICE_ROOTS, Contents, Rulebook
from counterfoil.rules.en16931 import PEPPOL


def _applies(root: str, customization: str | None, profile: str | None) -> bool:
    """All invoices that name a specification of Peppol."""
    del root, profile
    return PEPPOL in (customization or "")


def _contents() -> Contents:
    from counterfoil.rules.peppol_cen.contents import CONTENTS

    return CONTENTS


PEPPOL_CEN = Rulebook(
    name="peppol-cen",
    version="2026.5",
    valid_from=date(2026, 5, 11),
    roots=INVOICE_ROOTS,
    applies=_applies,
    load=_contents,
)
