"""The rules that XRechnung and Peppol have in common: in UBL those for Germany, under other ids, and general ones."""

import re
from collections.abc import Iterator

from msgspec.structs import replace

from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS
from counterfoil.rules.peppol_billing.contents import CONTENTS as PEPPOL_UBL
from counterfoil.rules.peppol_billing_cii.contents import CONTENTS as PEPPOL_CII

_GERMAN = re.compile(r"DE-R-0*([0-9]+)(?:-([12]))?").fullmatch
_PART = {None: "", "1": "-a", "2": "-b"}
_TERMS = {"BR-DE-18": ("BT-20", "BT-115")}
_OTHERS = {"DE-R-T02": "BR-TMP-2"}


def _general(*numbers: int) -> frozenset[str]:
    return frozenset(f"PEPPOL-EN16931-R{number:03}" for number in numbers)


# XRechnung reads some rules otherwise (R040, R120; in CII R043, R053 and R055 too), and has not taken over the rest.
_IN_UBL = _general(1, 5, 8, 10, 20, 41, 42, 43, 44, 46, 53, 54, 55, 61, 101, 110, 111, 121, 130)
_IN_CII = _general(1, 5, 10, 20, 41, 42, 54, 61, 101, 110, 111, 121, 130)


def _german(rule_id: str) -> str | None:
    """The id in XRechnung of a rule of Peppol for Germany: "DE-R-023-1" is BR-DE-23-a. None for other rules."""
    match = _GERMAN(rule_id)
    return f"BR-DE-{match[1]}{_PART[match[2]]}" if match else _OTHERS.get(rule_id)


def _taken_over() -> Iterator[ElementRule]:
    for rule in PEPPOL_UBL.elements:
        name = _german(rule.id)
        if name is not None:
            # In Peppol they are for German parties alone.
            terms = _TERMS.get(name, rule.terms)
            yield replace(rule, id=name, when=None, roots=INVOICE_ROOTS, terms=terms)
        elif rule.id in _IN_UBL:
            yield replace(rule, roots=rule.roots or INVOICE_ROOTS)
    for rule in PEPPOL_CII.elements:
        if rule.id in _IN_CII:
            yield replace(rule, roots=(CII_ROOT,))


TAKEN_OVER: tuple[ElementRule, ...] = tuple(_taken_over())
