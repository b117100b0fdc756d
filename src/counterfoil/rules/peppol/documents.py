"""What Peppol asks of a UBL invoice as a whole, and of its parties (PEPPOL-EN16931-R001 to R020, R053 to R061)."""

from collections.abc import Iterator, Sequence

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import FILLED, ElementRule, Reads, at, first_below
from counterfoil.rules._elements import Elements
from counterfoil.rules._layout import reader
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol._process import Process
from counterfoil.rules.peppol._reading import first, having, lacking, sign
from counterfoil.rules.peppol._ubl import BUYER, CREDIT_NOTE, INVOICE, SELLER, both_german

_DIRECT_DEBITS = frozenset({"49", "59"})
_NOTES_MAX = 1
_CURRENCY = "cbc:DocumentCurrencyCode"
_INVOICES = ("/", INVOICE, CREDIT_NOTE)
"""The document, and one like it that stands in an extension."""
_BEHIND = (1).__add__


def _empty(elements: Elements, _path: str) -> Iterator[Breach]:
    """An element without text and without elements. Where one has elements, the next in the document is the first."""
    paths = elements.trace.paths
    last = len(paths) - 1
    for place in sorted(place for path in elements.by_path for place in _blank(elements, path)):
        above = place < last and paths[place + 1].startswith(paths[place] + "/")
        if not above and not elements.filled(place):
            yield Breach(place=place)


def _blank(elements: Elements, path: str) -> Sequence[int]:
    """The elements at a path, unless it is plain that they all have text, or that they all have elements."""
    places, paths = elements.at(path), elements.trace.paths
    if FILLED.holds(reader(places)(elements.trace.texts)):
        return ()
    if places[-1] + 1 == len(paths):
        return places
    following, inside = set(map(paths.__getitem__, map(_BEHIND, places))), path + "/"
    return () if all(each.startswith(inside) for each in following) else places


def _without_elements(elements: Elements, _path: str) -> list[int]:
    above = set(elements.parents)
    return [place for place in range(len(elements.parents)) if place not in above]


@at(
    "PEPPOL-EN16931-R080",
    "/",
    roots=(CREDIT_NOTE,),
    terms=("BT-11",),
    concerns=having("cac:AdditionalDocumentReference/cbc:DocumentTypeCode"),
)
def one_project(elements: Elements, _place: int) -> bool | Breach:
    """A credit note has its project among the additional documents, once at most."""
    references = elements.head("cac:AdditionalDocumentReference")
    projects = sum(first(elements, each, "cbc:DocumentTypeCode") == "50" for each in references)
    return projects <= 1 or Breach(found=projects, expected=1)


@at("PEPPOL-EN16931-R001", *_INVOICES, terms=("BT-23",), concerns=lacking("cbc:ProfileID"), reads=Reads.PATHS)
def profile_given(elements: Elements, place: int) -> bool:
    """The business process is there."""
    return bool(elements.below(place, "cbc:ProfileID"))


def _profile(process: Process) -> ElementRule:
    @at("PEPPOL-EN16931-R007", "/", terms=("BT-23",), reads=Reads.SAID, said=first_below("cbc:ProfileID"))
    def profile_known(elements: Elements, place: int) -> bool | Breach:
        """The business process is one of these."""
        profile = first(elements, place, "cbc:ProfileID")
        return normalized(profile) in process.profiles or Breach(
            found=profile or None, expected=next(iter(process.profiles))
        )

    return profile_known


def _customization(process: Process) -> ElementRule:
    @at("PEPPOL-EN16931-R004", *_INVOICES, terms=("BT-24",), reads=Reads.SAID, said=first_below("cbc:CustomizationID"))
    def customization_known(elements: Elements, place: int) -> bool | Breach:
        """The specification begins as the process has it, and is no wildcard."""
        found = normalized(first(elements, place, "cbc:CustomizationID"))
        right = found.startswith(process.customization) and "::" not in found
        return right or Breach(found=found or None, expected=process.customization)

    return customization_known


@at("PEPPOL-EN16931-R002", *_INVOICES, terms=("BT-22",), concerns=having("cbc:Note"))
def one_note(elements: Elements, place: int) -> bool | Breach:
    """One note at most, but between German parties."""
    notes = len(elements.below(place, "cbc:Note"))
    return notes <= _NOTES_MAX or both_german(elements) or Breach(found=notes, expected=_NOTES_MAX)


@at(
    "PEPPOL-EN16931-R003",
    *_INVOICES,
    terms=("BT-10", "BT-13"),
    concerns=lacking("cbc:BuyerReference", "cac:OrderReference/cbc:ID"),
    reads=Reads.PATHS,
)
def reference_given(elements: Elements, place: int) -> bool:
    """The buyer's reference or the order is named."""
    return bool(elements.below(place, "cbc:BuyerReference") or elements.below(place, "cac:OrderReference/cbc:ID"))


@at("PEPPOL-EN16931-R053", *_INVOICES, terms=("BT-110",), reads=Reads.PATHS)
def one_breakdown(elements: Elements, place: int) -> bool | Breach:
    """One tax total has the VAT breakdown."""
    totals = _with_breakdown(elements, place)
    return totals == 1 or Breach(found=totals, expected=1)


@at("PEPPOL-EN16931-R054", *_INVOICES, terms=("BT-6", "BT-111"), reads=Reads.PATHS)
def one_accounting_total(elements: Elements, place: int) -> bool | Breach:
    """One tax total without breakdown where there is an accounting currency, otherwise none."""
    totals = len(elements.below(place, "cac:TaxTotal")) - _with_breakdown(elements, place)
    expected = 1 if elements.below(place, "cbc:TaxCurrencyCode") else 0
    return totals == expected or Breach(found=totals, expected=expected)


def _with_breakdown(elements: Elements, place: int) -> int:
    return sum(bool(elements.below(total, "cac:TaxSubtotal")) for total in elements.below(place, "cac:TaxTotal"))


@at("PEPPOL-EN16931-R055", *_INVOICES, terms=("BT-110", "BT-111"), concerns=having("cbc:TaxCurrencyCode"))
def same_signs(elements: Elements, place: int) -> bool | Breach:
    """Tax in the currency of the invoice and in that of accounting have the same sign; zero goes with both."""
    accounting, invoiced = (
        _taxes(elements, place, normalized(first(elements, place, path)))
        for path in ("cbc:TaxCurrencyCode", "cbc:DocumentCurrencyCode")
    )
    return (
        (any(tax <= 0 for tax in accounting) and any(tax <= 0 for tax in invoiced))
        or (any(tax >= 0 for tax in accounting) and any(tax >= 0 for tax in invoiced))
        or Breach()
    )


def _taxes(elements: Elements, place: int, currency: str) -> Sequence[int]:
    """The signs of the tax totals in a currency."""
    totals = elements.below(place, "cac:TaxTotal/cbc:TaxAmount")
    signs = (sign(elements.text(total)) for total in totals if elements.attribute(total, "currencyID") == currency)
    return [each for each in signs if each is not None]


@at(
    *("PEPPOL-EN16931-R005", "cbc:TaxCurrencyCode"),
    terms=("BT-5", "BT-6"),
    reads=Reads.SAID,
    said=lambda elements, path: (*elements.at(path), *elements.at(f"{path.rpartition('/')[0]}/{_CURRENCY}")),
)
def other_currency(elements: Elements, place: int) -> bool | Breach:
    """The accounting currency is another than the invoice's."""
    currency = normalized(elements.text(place))
    return currency != normalized(first(elements, elements.parent(place), _CURRENCY)) or Breach(found=currency)


@at("PEPPOL-EN16931-R010", BUYER, terms=("BT-49",), concerns=lacking("cbc:EndpointID"), reads=Reads.PATHS)
def buyer_address(elements: Elements, place: int) -> bool:
    """The buyer can be reached electronically; there is one buyer."""
    return bool(elements.below(place, "cbc:EndpointID"))


@at("PEPPOL-EN16931-R020", SELLER, terms=("BT-34",), concerns=lacking("cbc:EndpointID"), reads=Reads.PATHS)
def seller_address(elements: Elements, place: int) -> bool:
    """The seller can be reached electronically; there is one seller."""
    return bool(elements.below(place, "cbc:EndpointID"))


@at(
    *("PEPPOL-EN16931-R061", "cac:PaymentMeans"),
    terms=("BT-89",),
    reads=Reads.SAID,
    said=first_below("cbc:PaymentMeansCode"),
)
def mandate_given(elements: Elements, place: int) -> bool | Breach:
    """A direct debit names its mandate."""
    means = normalized(first(elements, place, "cbc:PaymentMeansCode"))
    return (
        means not in _DIRECT_DEBITS or bool(elements.below(place, "cac:PaymentMandate/cbc:ID")) or Breach(found=means)
    )


def documents(process: Process) -> Sequence[ElementRule]:
    """These rules, as a process has them."""
    return (
        ElementRule(
            id="PEPPOL-EN16931-R008",
            context=Context(forms=("/",)),
            find=_empty,
            harmless=FILLED,
            said=_without_elements,
        ),
        one_project,
        profile_given,
        _profile(process),
        one_note,
        reference_given,
        _customization(process),
        one_breakdown,
        one_accounting_total,
        same_signs,
        other_currency,
        buyer_address,
        seller_address,
        mandate_given,
    )
