"""Identifiers by the scheme that issued them: their form and their check digits (PEPPOL-COMMON)."""

import re
from collections.abc import Callable, Iterator, Sequence

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol._reading import first, normalized, schemes

Right = Callable[[str], bool]
"""Whether an identifier can be one of its scheme, by its text as written."""


def scheme(
    rule_id: str, number: str, right: Right, *names: str, severity: Severity = Severity.FATAL, strip: bool = True
) -> ElementRule:
    """The rule that identifiers of a scheme are right, wherever one of these elements has it as its schemeID."""
    endings = tuple(f"/{name}" for name in names)

    def find(elements: Elements, path: str) -> Iterator[Breach]:
        del path
        paths = elements.trace.paths
        for place in schemes(elements).get(number, ()):
            if paths[place].endswith(endings):
                text = elements.text(place)
                if not right(normalized(text) if strip else text):
                    yield Breach(place=place, found=text)

    return ElementRule(
        id=rule_id,
        context=Context(forms=("/",)),
        find=find,
        severity=severity,
        when=lambda elements: number in schemes(elements),
    )


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
_JUDGED_AFTER = "0217"


def _is_dutch_vat(elements: Elements, place: int) -> bool:
    """Whether an identifier of a tax scheme is a Dutch VAT identifier that no other rule has judged."""
    if not normalized(elements.text(place)).startswith("NL"):
        return False
    above = elements.trace.parents[place]
    return (
        elements.attribute(place, "schemeID") not in _JUDGED_BEFORE
        and normalized(first(elements, above, "cac:TaxScheme/cbc:ID")) == "VAT"
    )


def _dutch_vat(elements: Elements, path: str) -> Sequence[Breach]:
    return [
        Breach(place=place, found=elements.text(place))
        for place in elements.at(path)
        if _is_dutch_vat(elements, place) and not dutch_vat(normalized(elements.text(place)))
    ]


def _dutch_branches(elements: Elements, path: str) -> Iterator[Breach]:
    del path
    paths = elements.trace.paths
    for place in schemes(elements)[_JUDGED_AFTER]:
        tax = paths[place].endswith("/cac:PartyTaxScheme/cbc:CompanyID") and _is_dutch_vat(elements, place)
        if paths[place].endswith(tuple(f"/{name}" for name in _PARTY)) and not tax:
            text = elements.text(place)
            if not dutch_branch(normalized(text)):
                yield Breach(place=place, found=text)


IDENTIFIERS: tuple[ElementRule, ...] = (
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
    ElementRule(
        id="PEPPOL-COMMON-R056-2",
        context=Context(forms=("cac:PartyTaxScheme/cbc:CompanyID",)),
        find=_dutch_vat,
        severity=_WARNING,
        terms=("BT-31",),
    ),
    ElementRule(
        id="PEPPOL-COMMON-R057",
        context=Context(forms=("/",)),
        find=_dutch_branches,
        severity=_WARNING,
        when=lambda elements: _JUDGED_AFTER in schemes(elements),
    ),
)
"""For the parties of a UBL invoice or credit note."""

_TRADE = ("ram:URIID", "ram:ID", "ram:GlobalID")
_URI = "ram:URIID"

IDENTIFIERS_IN_CII: tuple[ElementRule, ...] = (
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
"""For all parties of a CII invoice; items too, whose numbers are GLNs no more than their scheme says."""
