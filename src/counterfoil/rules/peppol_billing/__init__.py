"""Peppol BIS Billing 3 in UBL: what it asks beyond its copy of EN 16931, with the national rules that stand in it."""

from datetime import date

from counterfoil.rules._rulebook import INVOICE_ROOTS, Contents, Rulebook

_CUSTOMIZATION = "urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def _applies(root: str, customization: str | None, profile: str | None) -> bool:
    """Invoices that name it, be it with a specification of their own behind."""
    del root, profile
    return _CUSTOMIZATION in (customization or "")


def _contents() -> Contents:
    from counterfoil.rules.peppol_billing.contents import CONTENTS

    return CONTENTS


PEPPOL_BILLING = Rulebook(
    name="peppol-billing",
    version="2026.5",
    valid_from=date(2026, 8, 17),
    roots=INVOICE_ROOTS,
    applies=_applies,
    load=_contents,
)
