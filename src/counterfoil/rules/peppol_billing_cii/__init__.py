"""Peppol BIS Billing 3 in CII: what it asks beyond EN 16931, with the national rules that stand in it."""

from datetime import date

from counterfoil.rules._rulebook import CII_ROOT, Contents, Rulebook

_CUSTOMIZATION = "urn:fdc:peppol.eu:2017:poacc:billing:3.0"


def _applies(root: str, customization: str | None, profile: str | None) -> bool:
    """Invoices that name it."""
    del root, profile
    return _CUSTOMIZATION in (customization or "")


def _contents() -> Contents:
    from counterfoil.rules.peppol_billing_cii.contents import CONTENTS

    return CONTENTS


PEPPOL_BILLING_CII = Rulebook(
    name="peppol-billing-cii",
    version="3.0.19",
    valid_from=date(2025, 8, 25),
    roots=(CII_ROOT,),
    applies=_applies,
    load=_contents,
)
