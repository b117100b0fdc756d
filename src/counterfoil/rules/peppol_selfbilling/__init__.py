"""Peppol BIS Self-Billing 3: what it asks of invoices that the buyer writes, beyond its copy of EN 16931."""

from datetime import date

from counterfoil.rules._rulebook import INVOICE_ROOTS, Contents, Rulebook

_CUSTOMIZATION = "urn:fdc:peppol.eu:2017:poacc:selfbilling:3.0"


def _applies(root: str, customization: str | None, profile: str | None) -> bool:
    """Invoices that name it."""
    del root, profile
    return _CUSTOMIZATION in (customization or "")


def _contents() -> Contents:
    from counterfoil.rules.peppol_selfbilling.contents import CONTENTS

    return CONTENTS


PEPPOL_SELFBILLING = Rulebook(
    name="peppol-selfbilling",
    version="2026.5",
    valid_from=date(2026, 8, 17),
    roots=INVOICE_ROOTS,
    applies=_applies,
    load=_contents,
)
