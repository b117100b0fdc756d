"""Rules on identifiers that carry check digits, for parties in any Peppol document (PEPPOL-COMMON-R040 to R057)."""

import re
from collections.abc import Callable, Mapping, Sequence

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules._rule import Breach
from counterfoil.rules.peppol import _checks as checks
from counterfoil.rules.peppol_transactions._reading import normal, normal_at

_ENDPOINT = "/cbc:EndpointID"
_COMPANY = "/cac:PartyTaxScheme/cbc:CompanyID"
_ENDINGS = (_ENDPOINT, "/cac:PartyIdentification/cbc:ID", "/cbc:CompanyID")
_ANY = ".*"
_DUTCH_VAT = "NL[0-9]{9}B[0-9]{2}"
_NONE: tuple[Breach, ...] = ()

_fits_dutch_vat = re.compile(_DUTCH_VAT).fullmatch


def _by_scheme(elements: Elements) -> Mapping[str, Sequence[int]]:
    """The identifiers of parties that name their scheme, by it."""
    found: dict[str, list[int]] | None = elements.kept.get(_by_scheme)
    if found is None:
        found = elements.kept[_by_scheme] = {}
        paths = elements.trace.paths
        for place, items in elements.trace.attributes.items():
            if paths[place].endswith(_ENDINGS):
                for name, value in items:
                    if name == "schemeID":
                        found.setdefault(value, []).append(place)
    return found


def _identifier(
    rule: str,
    scheme: str,
    form: str,
    check: Callable[[str], bool] = lambda _text: True,
    *,
    warning: bool = False,
    as_written: bool = False,
    asked: Test | None = None,
) -> ElementRule:
    """A rule over the identifiers of one scheme: their form, their check digits, and which of them it is asked of."""
    fits = re.compile(form, re.DOTALL).fullmatch

    def find(elements: Elements, path: str) -> Sequence[Breach]:
        del path
        places = _by_scheme(elements).get(scheme)
        if not places:
            return _NONE
        found: list[Breach] = []
        for place in places:
            text = elements.text(place) if as_written else normal(elements.text(place))
            if not (fits(text) and check(text)) and (asked is None or asked(elements, place)):
                found.append(Breach(place=place, found=elements.text(place)))
        return found

    return ElementRule(
        id=f"PEPPOL-COMMON-{rule}",
        context=Context(forms=("/",)),
        find=find,
        severity=Severity.WARNING if warning else Severity.FATAL,
    )


def _is_endpoint(elements: Elements, place: int) -> bool:
    return elements.trace.paths[place].endswith(_ENDPOINT)


def _is_no_dutch_vat(elements: Elements, place: int) -> bool:
    """Whether an identifier is not one that the rule on Dutch VAT numbers looks at."""
    if not elements.trace.paths[place].endswith(_COMPANY):
        return True
    return not (normal(elements.text(place)).startswith("NL") and _is_vat(elements, elements.trace.parents[place]))


def _is_vat(elements: Elements, tax_scheme_of_party: int) -> bool:
    return normal_at(elements, tax_scheme_of_party, "cac:TaxScheme/cbc:ID") == "VAT"


def _dutch(elements: Elements, path: str) -> Sequence[Breach]:
    """Dutch VAT numbers by their look, where no rule of a scheme looks at them already."""
    found: list[Breach] = []
    for number in elements.at(path):
        text = normal(elements.text(number))
        if (
            text.startswith("NL")
            and not _fits_dutch_vat(text)
            and elements.attribute(number, "schemeID") not in _BEFORE
            and _is_vat(elements, elements.trace.parents[number])
        ):
            found.append(Breach(place=number, found=text))
    return found


_SCHEMES = (
    _identifier("R040", "0088", "[0-9]+", checks.gln),
    _identifier("R041", "0192", "[0-9]{9}", checks.mod_11),
    _identifier("R042", "0184", "(?:DK)?[0-9]{8}", as_written=True),
    _identifier("R052", "0096", "[0-9]{10}", as_written=True),
    _identifier("R053", "0198", "DK[0-9]{8}", as_written=True),
    _identifier("R043", "0208", "[0-9]{10}", checks.belgian),
    _identifier("R044", "0201", _ANY, checks.italian_office, warning=True),
    _identifier("R045", "0210", _ANY, checks.italian_tax_code, warning=True),
    _identifier("R046", "9907", _ANY, checks.italian_tax_code, warning=True, asked=_is_endpoint),
    _identifier("R047", "0211", _ANY, checks.italian_vat, warning=True),
    _identifier("R049", "0007", "[0-9]{10}", checks.swedish),
    _identifier("R050", "0151", "[0-9]{11}", checks.australian),
    _identifier("R054", "0106", "[0-9]{8}", warning=True),
    _identifier("R055", "0190", "[0-9]{20}", warning=True),
    _identifier("R056-1", "9944", _DUTCH_VAT, warning=True),
    _identifier("R057", "0217", "[0-9]{12}", warning=True, asked=_is_no_dutch_vat),
)
_BEFORE = frozenset(
    {"0088", "0192", "0184", "0096", "0198", "0208", "0201", "0210", "0211", "0007", "0151", "0106", "0190", "9944"}
)
"""The schemes whose rules come first: an identifier is asked one rule of this family."""

IDENTIFIERS = (
    *_SCHEMES,
    ElementRule(
        id="PEPPOL-COMMON-R056-2",
        context=Context(forms=("cac:PartyTaxScheme/cbc:CompanyID",)),
        find=_dutch,
        severity=Severity.WARNING,
    ),
)
