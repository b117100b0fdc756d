"""XRechnung, the German standard: rules beside EN 16931 for invoices that name it, its Extension or its CVD profile."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib.resources import files

from counterfoil.model.finding import Severity
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS, Contents, Rulebook

_NAME = ":xrechnung_"
_EXTENSION = "extension:xrechnung"
_CVD = "xrechnung:cvd"


def _applies(root: str, customization: str | None, profile: str | None) -> bool:
    """Invoices that name XRechnung in any version: older ones are checked by these rules too."""
    del root, profile
    return _NAME in (customization or "")


def _relevel(root: str, customization: str | None) -> Mapping[str, Severity]:
    """The severities that KoSIT's configuration gives to rules of EN 16931 in the scenario of a document."""
    name = customization or ""
    scenario = "ext" if _EXTENSION in name else "cvd" if _CVD in name else "cius"
    return _levels().get((root, scenario), {})


@cache
def _levels() -> Mapping[tuple[str, str], Mapping[str, Severity]]:
    levels: dict[tuple[str, str], dict[str, Severity]] = {}
    text = files("counterfoil.rules.xrechnung").joinpath("levels.tsv").read_text(encoding="utf-8")
    for line in text.splitlines()[1:]:
        root, scenario, rule, severity = line.split("\t")
        levels.setdefault((root, scenario), {})[rule] = Severity(severity)
    return levels


def _contents() -> Contents:
    from counterfoil.rules.xrechnung.contents import CONTENTS

    return CONTENTS


XRECHNUNG = Rulebook(
    name="xrechnung",
    version="3.0.2",
    valid_from=date(2026, 1, 31),
    roots=(*INVOICE_ROOTS, CII_ROOT),
    applies=_applies,
    relevel=_relevel,
    load=_contents,
)
