"""What the types of CII elements may hold where it takes more than a row of cii.tsv to say so (CII-DT)."""

import re
from collections.abc import Iterator, Mapping

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementFind, ElementRule, Harmless, Reads, Steady, When
from counterfoil.rules._elements import Elements, Test
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules.en16931.cii_elements import INVOICED_OBJECT, SUPPORTING, TENDER, of_type

_CII = (CII_ROOT,)
_WARNING = Severity.WARNING
_REFERENCES, _SUPPORTING_REFERENCE = "ram:*ReferencedDocument", "/ram:AdditionalReferencedDocument"
_TAXES, _SETTLEMENT = "ram:*TradeTax", "/ram:ApplicableHeaderTradeSettlement/"
_LINE = f"{CII_ROOT}/rsm:SupplyChainTradeTransaction/ram:IncludedSupplyChainTradeLineItem"
_BILLED = f"{_LINE}/ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
_DAY = re.compile(r"[ \t\r\n]*\d{4}(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])[ \t\r\n]*").fullmatch
_OWN_RULES = frozenset(
    {
        f"{CII_ROOT}/rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
        f"{CII_ROOT}/rsm:ExchangedDocument/ram:ID",
        f"{_LINE}/ram:AssociatedDocumentLineDocument/ram:LineID",
        f"{_LINE}/ram:SpecifiedTradeProduct/ram:SellerAssignedID",
    }
)
"""Identifiers that rules of their own ask (CII-DT-001 to -007), so that those for all identifiers pass them over."""


def _rule(
    rule_id: str,
    form: str,
    find: ElementFind,
    concerns: Concerns | None = None,
    severity: Severity = Severity.FATAL,
    about: str | None = None,
    text: str | None = None,
    when: When | None = None,
    reads: Reads = Reads.ALL,
    harmless: Harmless | None = None,
) -> ElementRule:
    return ElementRule(
        id=rule_id,
        context=Context(forms=(form,)),
        find=find,
        severity=severity,
        roots=_CII,
        concerns=concerns,
        about=about,
        text=text,
        when=when,
        reads=reads,
        harmless=harmless,
    )


# --- Referenced documents ---------------------------------------------------------------------------------------------


def _only_where(rule_id: str, name: str, right: Test) -> ElementRule:
    """An element that only some referenced documents may have."""

    def find(elements: Elements, path: str) -> Iterator[Breach]:
        for place in elements.at(path):
            if not right(elements, elements.parent(place)):
                yield Breach(place=place, found=elements.text(place) or None)

    return _rule(rule_id, f"{_REFERENCES}/{name}", find)


def _supporting(*codes: str) -> Test:
    """Whether a reference is an additional one with one of these types."""

    def test(elements: Elements, place: int) -> bool:
        return elements.trace.paths[place].endswith(_SUPPORTING_REFERENCE) and any(
            of_type(elements, place, code) for code in codes
        )

    return test


def _to_invoice(elements: Elements, place: int) -> bool:
    return elements.trace.paths[place].endswith("/ram:InvoiceReferencedDocument")


# --- Taxes ------------------------------------------------------------------------------------------------------------


def _stray(elements: Elements, path: str) -> Iterator[Breach]:
    for place in elements.at(path):
        yield Breach(place=place, found=elements.text(place) or None)


def _outside_of_settlement(paths: Mapping[str, object], path: str) -> bool:
    del paths
    return _SETTLEMENT not in path


def _not_of_applicable_tax(paths: Mapping[str, object], path: str) -> bool:
    del paths
    return path.split("/")[-2] != "ram:ApplicableTradeTax"


def _other_tax(elements: Elements, path: str) -> Iterator[Breach]:
    for place in elements.at(path):
        if elements.text(place) != "VAT":
            yield Breach(place=place, found=elements.text(place), expected="VAT")


# --- Attributes -------------------------------------------------------------------------------------------------------


def _without(rule_id: str, form: str, attribute: str, concerns: Concerns) -> ElementRule:
    """An attribute that elements must not have; told once for each path, at the first that has it."""

    def find(elements: Elements, path: str) -> Iterator[Breach]:
        place = elements.attributed(attribute).get(path)
        if place is not None:
            yield Breach(place=place, found=elements.attribute(place, attribute))

    return _rule(
        rule_id,
        form,
        find,
        concerns,
        about=f"@{attribute}",
        text="table.never.attribute",
        when=Steady(lambda elements: bool(elements.attributed(attribute))),
        reads=Reads.ATTRIBUTES,
    )


def _no_tax_total(paths: Mapping[str, object], path: str) -> bool:
    del paths
    return not path.endswith("/ram:TaxTotalAmount")


def _without_own_rules(paths: Mapping[str, object], path: str) -> bool:
    del paths
    return path not in _OWN_RULES


def _never(paths: Mapping[str, object], path: str) -> bool:
    """The artefact asks all type codes first, so that it never gets to its rules for the one of the document."""
    del paths, path
    return False


def _units(elements: Elements, path: str) -> Iterator[Breach]:
    """Units are for documents whose lines have units."""
    units = elements.attributed("unitCode")
    place = units.get(path)
    if place is not None and _BILLED not in units:
        yield Breach(place=place, found=elements.attribute(place, "unitCode"))


def _days(elements: Elements, path: str) -> Iterator[Breach]:
    for place in elements.at(path):
        if not _DAY(elements.text(place)) and elements.attribute(place, "format") == "102":
            yield Breach(place=place, found=elements.text(place))


_DOCUMENT_TYPE = "/rsm:ExchangedDocument/ram:TypeCode"

CII_TYPES: tuple[ElementRule, ...] = (
    _without("CII-DT-010", _DOCUMENT_TYPE, "listID", _never),
    _without("CII-DT-011", _DOCUMENT_TYPE, "listAgencyID", _never),
    _without("CII-DT-012", _DOCUMENT_TYPE, "listVersionID", _never),
    _only_where("CII-DT-015", "ram:URIID", _supporting(SUPPORTING)),
    _only_where("CII-DT-018", "ram:TypeCode", _supporting(TENDER, INVOICED_OBJECT, SUPPORTING)),
    _only_where("CII-DT-021", "ram:Name", _supporting(SUPPORTING)),
    _only_where("CII-DT-022", "ram:AttachmentBinaryObject", _supporting(SUPPORTING)),
    _only_where("CII-DT-024", "ram:ReferenceTypeCode", _supporting(INVOICED_OBJECT)),
    _only_where("CII-DT-027", "ram:FormattedIssueDateTime", _to_invoice),
    _without("CII-DT-031", "ram:*Amount", "currencyID", _no_tax_total),
    _without("CII-DT-032", "ram:*Amount", "currencyCodeListVersionID", _no_tax_total),
    _rule("CII-DT-033", "ram:*Quantity", _units, reads=Reads.ATTRIBUTES),
    _rule("CII-DT-037", f"{_TAXES}/ram:TypeCode", _other_tax, harmless=Harmless(("VAT",))),
    _rule("CII-DT-041", f"{_TAXES}/ram:BasisAmount", _stray, _outside_of_settlement, _WARNING, reads=Reads.PATHS),
    _rule(
        "CII-DT-052", f"{_TAXES}/ram:ExemptionReasonCode", _stray, _not_of_applicable_tax, _WARNING, reads=Reads.PATHS
    ),
    _rule("CII-DT-054", f"{_TAXES}/ram:TaxPointDate", _stray, _outside_of_settlement, _WARNING, reads=Reads.PATHS),
    _rule("CII-DT-058", f"{_TAXES}/ram:DueDateTypeCode", _stray, _outside_of_settlement, _WARNING, reads=Reads.PATHS),
    _rule("CII-DT-097", "udt:DateTimeString", _days, harmless=Harmless(test=lambda text: _DAY(text) is not None)),
    _rule("CII-DT-098", f"{_TAXES}/ram:ExemptionReason", _stray, _not_of_applicable_tax, _WARNING, reads=Reads.PATHS),
    _without("CII-DT-101", "ram:*ID", "schemeName", _without_own_rules),
    _without("CII-DT-102", "ram:*ID", "schemeAgencyName", _without_own_rules),
    _without("CII-DT-103", "ram:*ID", "schemeDataURI", _without_own_rules),
    _without("CII-DT-104", "ram:*ID", "schemeURI", _without_own_rules),
)
