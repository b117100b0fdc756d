"""Identifiers by the scheme that issued them: their form and their check digits (PEPPOL-COMMON)."""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache

from counterfoil.model._base import Model
from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementFind, ElementRule
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._reading import first, once, owner, schemes

_REMEMBERED = 8_192
_REMEMBERED_CHARACTERS_MAX = 30
"""How many identifiers of what length are remembered, since the same parties trade again and again."""

Right = Callable[[str], bool]
"""Whether an identifier can be one of its scheme, by its text as written."""


class Scheme(Model):
    """The rule on the identifiers of a scheme: which elements have them, and what is right."""

    rule: str
    number: str
    right: Right
    endings: tuple[str, ...]
    severity: Severity
    strip: bool
    asked: Test | None


def scheme(
    rule_id: str,
    number: str,
    right: Right,
    *names: str,
    severity: Severity = Severity.FATAL,
    strip: bool = True,
    asked: Test | None = None,
) -> Scheme:
    """The rule that identifiers of a scheme are right, wherever one of these elements has it as its schemeID."""
    endings = tuple(f"/{name}" for name in names)
    return Scheme(
        rule=rule_id, number=number, right=right, endings=endings, severity=severity, strip=strip, asked=asked
    )


def family(*members: Scheme) -> Sequence[ElementRule]:
    """The rules on schemes that belong to one rulebook, worked out together; asked where one is broken."""
    by_number = {member.number: member for member in members}

    @once
    def wrong(elements: Elements) -> Mapping[str, Sequence[Breach]]:
        found: dict[str, list[Breach]] = {}
        for number, places in schemes(elements).items():
            if (member := by_number.get(number)) is not None:
                for place in places:
                    if not _is_right(member, elements, place):
                        found.setdefault(member.rule, []).append(Breach(place=place, found=elements.text(place)))
        return found

    def any_wrong(elements: Elements) -> bool:
        return bool(wrong(elements))

    def find(rule_id: str) -> ElementFind:
        return lambda elements, _path: wrong(elements).get(rule_id, ())

    context = Context(forms=("/",))
    return [
        ElementRule(id=member.rule, context=context, find=find(member.rule), severity=member.severity, when=any_wrong)
        for member in members
    ]


def _is_right(member: Scheme, elements: Elements, place: int) -> bool:
    if not elements.trace.paths[place].endswith(member.endings):
        return True
    text = elements.text(place)
    short = len(text) <= _REMEMBERED_CHARACTERS_MAX
    right = _remembered(member.right, member.strip, text) if short else _asks(member.right, member.strip, text)
    return right or (member.asked is not None and not member.asked(elements, place))


def _asks(right: Right, strip: bool, text: str) -> bool:
    return right(normalized(text) if strip else text)


_remembered = lru_cache(_REMEMBERED)(_asks)


def _formed(pattern: str, right: Right = lambda text: True) -> Right:
    whole = re.compile(pattern).fullmatch
    return lambda text: whole(text) is not None and right(text)


# Numbers of these schemes may have more than ASCII digits in no artefact, so the patterns name 0 to 9.
gln = _formed("[0-9]+", checks.gln)
norwegian = _formed("[0-9]{9}", checks.mod_11)
danish = _formed("DK[0-9]{8}|[0-9]{8}")
danish_unit = _formed("[0-9]{10}")
danish_tax = _formed("DK[0-9]{8}")
belgian = _formed("[0-9]{10}", checks.belgian)
swedish = _formed("[0-9]{10}", checks.swedish)
australian = _formed("[0-9]{11}", checks.australian)
dutch_chamber = _formed("[0-9]{8}")
dutch_government = _formed("[0-9]{20}")
dutch_vat = _formed("NL[0-9]{9}B[0-9]{2}")
dutch_branch = _formed("[0-9]{12}")

_PARTY = ("cbc:EndpointID", "cac:PartyIdentification/cbc:ID", "cbc:CompanyID")
_ENDPOINT = "cbc:EndpointID"
_WARNING = Severity.WARNING

# A Dutch VAT number with the number of one of these schemes is judged as such alone.
_JUDGED_BEFORE = frozenset(
    ("0088", "0192", "0184", "0096", "0198", "0208", "0201", "0210", "0211", "0007", "0151", "0106", "0190", "9944")
)


def _is_dutch_vat(elements: Elements, place: int) -> bool:
    """Whether an element is a tax identifier that begins as a Dutch VAT identifier, and no scheme speaks for it."""
    above, _, name = elements.trace.paths[place].rpartition("/")
    if name != "cbc:CompanyID" or not above.endswith("/cac:PartyTaxScheme"):
        return False
    text = elements.text(place)
    return (
        "NL" in text
        and normalized(text).startswith("NL")
        and elements.attribute(place, "schemeID") not in _JUDGED_BEFORE
        and normalized(first(elements, owner(elements, place, above), "cac:TaxScheme/cbc:ID")) == "VAT"
    )


def _dutch_vat(elements: Elements, path: str) -> Sequence[Breach]:
    return [
        Breach(place=place, found=elements.text(place))
        for place in elements.at(path)
        if _is_dutch_vat(elements, place) and not dutch_vat(normalized(elements.text(place)))
    ]


_UBL_SCHEMES = family(
    scheme("PEPPOL-COMMON-R040", "0088", gln, *_PARTY),
    scheme("PEPPOL-COMMON-R041", "0192", norwegian, *_PARTY),
    scheme("PEPPOL-COMMON-R042", "0184", danish, *_PARTY, strip=False),
    scheme("PEPPOL-COMMON-R052", "0096", danish_unit, *_PARTY, strip=False),
    scheme("PEPPOL-COMMON-R053", "0198", danish_tax, *_PARTY, strip=False),
    scheme("PEPPOL-COMMON-R043", "0208", belgian, *_PARTY),
    scheme("PEPPOL-COMMON-R044", "0201", checks.italian_office, *_PARTY, severity=_WARNING),
    scheme("PEPPOL-COMMON-R045", "0210", checks.italian_tax_code, *_PARTY, severity=_WARNING),
    scheme("PEPPOL-COMMON-R046", "9907", checks.italian_tax_code, _ENDPOINT, severity=_WARNING),
    scheme("PEPPOL-COMMON-R047", "0211", checks.italian_vat, *_PARTY, severity=_WARNING),
    scheme("PEPPOL-COMMON-R049", "0007", swedish, *_PARTY),
    scheme("PEPPOL-COMMON-R050", "0151", australian, *_PARTY),
    scheme("PEPPOL-COMMON-R054", "0106", dutch_chamber, *_PARTY, severity=_WARNING),
    scheme("PEPPOL-COMMON-R055", "0190", dutch_government, *_PARTY, severity=_WARNING),
    scheme("PEPPOL-COMMON-R056-1", "9944", dutch_vat, *_PARTY, severity=_WARNING),
    scheme(
        "PEPPOL-COMMON-R057",
        "0217",
        dutch_branch,
        *_PARTY,
        severity=_WARNING,
        asked=lambda elements, place: not _is_dutch_vat(elements, place),
    ),
)
IDENTIFIERS: tuple[ElementRule, ...] = (
    *_UBL_SCHEMES,
    ElementRule(
        id="PEPPOL-COMMON-R056-2",
        context=Context(forms=("cac:PartyTaxScheme/cbc:CompanyID",)),
        find=_dutch_vat,
        severity=_WARNING,
        terms=("BT-31",),
    ),
)
"""For the parties of a UBL invoice or credit note."""

_TRADE = ("ram:URIID", "ram:ID", "ram:GlobalID")
_URI = "ram:URIID"

_CII_SCHEMES = family(
    scheme("PEPPOL-COMMON-R040", "0088", gln, *_TRADE),
    scheme("PEPPOL-COMMON-R041", "0192", norwegian, *_TRADE),
    scheme("PEPPOL-COMMON-R042", "0184", danish, *_TRADE, strip=False),
    scheme("PEPPOL-COMMON-R043", "0208", belgian, *_TRADE),
    scheme("PEPPOL-COMMON-R044", "0201", checks.italian_office, *_TRADE, severity=_WARNING),
    scheme("PEPPOL-COMMON-R045", "0210", checks.italian_tax_code, *_TRADE, severity=_WARNING),
    scheme("PEPPOL-COMMON-R046", "9907", checks.italian_tax_code, _URI, severity=_WARNING),
    scheme("PEPPOL-COMMON-R047", "0211", checks.italian_vat, *_TRADE, severity=_WARNING),
    scheme("PEPPOL-COMMON-R048", "9906", checks.italian_vat, _URI, severity=_WARNING),
    scheme("PEPPOL-COMMON-R049", "0007", swedish, *_TRADE),
    scheme("PEPPOL-COMMON-R050", "0151", checks.australian, *_TRADE),
)
IDENTIFIERS_IN_CII: tuple[ElementRule, ...] = tuple(_CII_SCHEMES)
"""For all parties of a CII invoice; items too, whose numbers are GLNs no more than their scheme says."""
