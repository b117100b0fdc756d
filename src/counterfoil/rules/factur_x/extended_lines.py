"""EXTENDED: lines that group others, notes, properties of items, and what only lines that are billed must hold."""

import re
from collections import Counter
from decimal import Decimal
from math import isfinite, nan

from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements, Named, Test, exists, has
from counterfoil.rules._rule import Breach
from counterfoil.rules.codes import codes, meant
from counterfoil.rules.en16931._amounts import decimal, from_cents, rounded
from counterfoil.rules.factur_x._reading import LINE_TOTAL, STATE, is_detail, is_vat, normalised, written

_LINE = "ram:IncludedSupplyChainTradeLineItem"
_DOCUMENT = "ram:AssociatedDocumentLineDocument"
_ID, _PARENT = f"{_DOCUMENT}/ram:LineID", f"{_DOCUMENT}/ram:ParentLineID"
_LINES = Named(_LINE)
_NOTED = exists("ram:ContentCode", "ram:Content")
_LINE_TAX = "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"
_QUANTITY = "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity"
_PROPERTY = "ram:ApplicableProductCharacteristic"
_RULEBOOK = "factur-x-extended@1.09.2"

# Day, and day with hour and minute, as UNTDID 2379 writes them; any decimal digit passes, as in XPath.
_DAY = r"[ \t\r\n]*\d{4}(?:1[0-2]|0[1-9])(?:3[01]|[12][0-9]|0[1-9])"
_IS_DAY = re.compile(rf"{_DAY}[ \t\r\n]*").fullmatch
_IS_MINUTE = re.compile(rf"{_DAY}(?:[01][0-9]|2[0-3])[0-5][0-9][ \t\r\n]*").fullmatch


def _is_billed(test: Test) -> Test:
    """The test, of lines that are billed and have a place for what is told of the line itself."""
    return lambda elements, place: (
        not elements.below(place, _DOCUMENT) or not is_detail(elements, place) or test(elements, place)
    )


@at("BR-FXEXT-CO-04", _LINE)
@_is_billed
def _has_vat(elements: Elements, place: int) -> bool:
    """A tax of the type VAT to the letter, and a category of one that is VAT in whatever letters."""
    taxes = elements.below(place, _LINE_TAX)
    return "VAT" in elements.texts(elements.below(place, f"{_LINE_TAX}/ram:TypeCode")) and any(
        is_vat(elements, tax) and elements.below(tax, "ram:CategoryCode") for tax in taxes
    )


@at("BR-FXEXT-01", "/rsm:ExchangedDocument/ram:IncludedNote")
def _note(elements: Elements, place: int) -> bool:
    return not elements.below(place, "ram:SubjectCode") or _NOTED(elements, place)


@at("BR-FXEXT-02", f"{_DOCUMENT}/ram:IncludedNote")
def _line_note(elements: Elements, place: int) -> bool:
    return not elements.below(place, "ram:SubjectCode") or _NOTED(elements, place)


@at("BR-FXEXT-03", "ram:SpecifiedTaxRegistration/ram:ID")
def _registered_for_vat(elements: Elements, place: int) -> bool | Breach:
    """Only the seller may name a tax number of another kind."""
    scheme = elements.attribute(place, "schemeID")
    return scheme == "VA" or "/ram:SellerTradeParty/" in elements.trace.paths[place] or Breach(found=scheme)


@at("BR-FXEXT-04", f"{_PROPERTY}/ram:TypeCode")
def _known_property(elements: Elements, place: int) -> bool | Breach:
    (name,) = meant(_RULEBOOK, "CII", "BR-FXEXT-04")
    text = elements.text(place)
    return text.strip(" \t\r\n") in codes(name) or Breach(found=text)


@at("BR-FXEXT-BR-54-2", _PROPERTY)
def _valued(elements: Elements, place: int) -> bool:
    """A property has a value, or a measure with its unit, not both."""
    values, measures = elements.below(place, "ram:Value"), elements.below(place, "ram:ValueMeasure")
    if values:
        return not measures
    return any(elements.attribute(measure, "unitCode") for measure in measures)


@at("CII-DT-097", "udt:DateTimeString")
def _day(elements: Elements, place: int) -> bool | Breach:
    text = elements.text(place)
    return elements.attribute(place, "format") != "102" or bool(_IS_DAY(text)) or Breach(found=text)


@at("BR-FXEXT-CII-DT-097a", "udt:DateTimeString")
def _minute(elements: Elements, place: int) -> bool | Breach:
    text = elements.text(place)
    return elements.attribute(place, "format") != "205" or bool(_IS_MINUTE(text)) or Breach(found=text)


# --- Lines that stand below others ------------------------------------------------------------------------------------


@at("BR-FXEXT-06", _LINE)
def _says_what_it_is(elements: Elements, place: int) -> bool:
    return not normalised(elements, place, _PARENT) or written(STATE)(elements, place)


@at("BR-FXEXT-11", _LINE)
def _parent_is_there(elements: Elements, place: int) -> bool | Breach:
    parent = normalised(elements, place, _PARENT)
    return not parent or parent in _ids(elements) or Breach(found=parent)


def _ids(elements: Elements) -> set[str]:
    """The normalised ids of all lines."""
    known: set[str] | None = elements.kept.get("line ids")
    if known is None:
        known = elements.kept["line ids"] = {normalised(elements, line, _ID) for line in _LINES(elements)}
    return known


def _is(elements: Elements, line: int, *states: str) -> bool:
    return not elements.texts(elements.below(line, STATE)).isdisjoint(states)


@at("BR-FXEXT-08", "/")
def _groups_add_up(elements: Elements, _place: int) -> bool | Breach:
    """The total of a group is that of the lines below it; the artefact adds them up as doubles."""
    for line in _LINES(elements):
        total = normalised(elements, line, LINE_TOTAL)
        if total and _is(elements, line, "GROUP"):
            name, below = normalised(elements, line, _ID), 0.0
            for child in _LINES(elements):
                if normalised(elements, child, _PARENT) == name and _is(elements, child, "DETAIL", "GROUP"):
                    below += _double(normalised(elements, child, LINE_TOTAL))
            expected = from_cents(below * 100)
            if _double(total) != expected:
                told = rounded(Decimal(expected)) if isfinite(expected) else None
                return Breach(place=line, found=total, expected=told)
    return True


def _double(text: str) -> float:
    number = decimal(text)
    return nan if number is None else float(number)


@at("BR-FXEXT-12", _LINE)
def _groups_have_totals(elements: Elements, place: int) -> bool:
    """Where a group has a total, so have all groups directly below it."""
    if not _is(elements, place, "GROUP") or not elements.below(place, LINE_TOTAL):
        return True
    names = elements.below(place, _ID)
    groups, totals = _groups_below(elements)
    return bool(names) and groups[elements.text(names[0])] == totals[elements.text(names[0])]


def _groups_below(elements: Elements) -> tuple[Counter[str], Counter[str]]:
    """By the id of a line as written: how many groups stand below it, and how many totals these have."""
    known: tuple[Counter[str], Counter[str]] | None = elements.kept.get("groups")
    if known is None:
        known = elements.kept["groups"] = (Counter[str](), Counter[str]())
        for line in _LINES(elements):
            if _is(elements, line, "GROUP"):
                for parent in elements.texts(elements.below(line, _PARENT)):
                    known[0][parent] += 1
                    known[1][parent] += len(elements.below(line, LINE_TOTAL))
    return known


def _reasoned(flag: str) -> Test:
    """A charge has a reason."""

    def test(elements: Elements, place: int) -> bool:
        flags = elements.texts(elements.below(place, "ram:ChargeIndicator/udt:Indicator"))
        return flag not in flags or exists("ram:Reason", "ram:ReasonCode")(elements, place)

    return test


EXTENDED_LINES: tuple[ElementRule, ...] = (
    _note,
    _line_note,
    _registered_for_vat,
    _known_property,
    _says_what_it_is,
    _groups_add_up,
    _parent_is_there,
    _groups_have_totals,
    at("BR-FXEXT-BR-22", _LINE)(_is_billed(exists(_QUANTITY))),
    at("BR-FXEXT-BR-23", _LINE)(_is_billed(has("unitCode", _QUANTITY))),
    at("BR-FXEXT-BR-24", _LINE)(_is_billed(exists(LINE_TOTAL))),
    at("BR-FXEXT-BR-26", _LINE)(
        _is_billed(exists("ram:SpecifiedLineTradeAgreement/ram:NetPriceProductTradePrice/ram:ChargeAmount"))
    ),
    at("BR-FXEXT-BR-38", "ram:ApplicableHeaderTradeSettlement/ram:SpecifiedTradeAllowanceCharge")(_reasoned("true")),
    at("BR-FXEXT-BR-44", "ram:SpecifiedLineTradeSettlement/ram:SpecifiedTradeAllowanceCharge")(_reasoned("true")),
    at("BR-FXEXT-BR-54-1", _PROPERTY)(exists("ram:Description", "ram:TypeCode")),
    _valued,
    _has_vat,
    _day,
    _minute,
)
"""In the order of their numbers."""
