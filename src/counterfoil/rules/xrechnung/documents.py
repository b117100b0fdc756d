"""What XRechnung asks of a document, its parties and attachments (BR-DE-5, 16 to 28, TMP) and Peppol does not too."""

import re
from collections.abc import Iterable

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import FILLED, ElementRule, Harmless, Reads, at, below_root, first_below
from counterfoil.rules._elements import Elements, Named
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT, INVOICE_ROOTS
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.peppol._reading import any_filled, first, head
from counterfoil.rules.xrechnung._scenario import CIUS, CVD, EXTENSION, NAMES, named

UBL = INVOICE_ROOTS
CII = (CII_ROOT,)
TRADE = "rsm:SupplyChainTradeTransaction"
AGREEMENT = f"{TRADE}/ram:ApplicableHeaderTradeAgreement"
DELIVERY = f"{TRADE}/ram:ApplicableHeaderTradeDelivery"
SETTLEMENT = f"{TRADE}/ram:ApplicableHeaderTradeSettlement"
LINE = f"{TRADE}/ram:IncludedSupplyChainTradeLineItem"

_SELLER = f"{AGREEMENT}/ram:SellerTradeParty"
_CONTACT = f"/{_SELLER}/ram:DefinedTradeContact"
_TAX = f"{LINE}/ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"
_KIND = "rsm:ExchangedDocument/ram:TypeCode"
_KNOWN_KINDS = "german-billing-types@peppol-2026.5"
_NUMBERED_CATEGORIES = "german-vat-categories@peppol-2026.5"
_CORRECTION = "384"
_DIGITS_MIN = 3

_REFERENCES = Named("ram:AdditionalReferencedDocument")
_URL = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:").match
_MAIL = re.compile(r"[^@ \t\r\n]+@([^@. \t\r\n]+\.)+[^@. \t\r\n]+").fullmatch
_DIGIT = re.compile("[0-9]").findall


@at("BR-DE-5", _CONTACT, terms=("BT-41",), roots=CII, harmless=FILLED, said=first_below("ram:PersonName"))
def _contact_named(elements: Elements, place: int) -> bool:
    return any(any_filled(elements, place, name) for name in ("ram:PersonName", "ram:DepartmentName"))


@at(
    *("BR-DE-16", "/"),
    terms=("BT-31", "BT-32", "BG-11"),
    roots=CII,
    reads=Reads.SAID,
    said=below_root(
        f"{_SELLER}/ram:SpecifiedTaxRegistration/ram:ID", f"{_TAX}/ram:TypeCode", f"{_TAX}/ram:CategoryCode"
    ),
)
def _seller_number(elements: Elements, _place: int) -> bool:
    # Lines alone: what the artefact asks of allowances holds for no document, and of charges it asks nothing.
    if elements.head(f"{AGREEMENT}/ram:SellerTaxRepresentativeTradeParty"):
        return True
    for number in elements.head(f"{_SELLER}/ram:SpecifiedTaxRegistration/ram:ID"):
        if normalized(elements.attribute(number, "schemeID") or "") in ("VA", "FC") and elements.filled(number):
            return True
    if "VAT" not in elements.texts(elements.head(f"{_TAX}/ram:TypeCode")):
        return True
    return not elements.texts(elements.head(f"{_TAX}/ram:CategoryCode")) & codes(_NUMBERED_CATEGORIES)


@at(
    *("BR-DE-17", "/"),
    terms=("BT-3",),
    severity=Severity.WARNING,
    roots=CII,
    reads=Reads.SAID,
    said=below_root(_KIND),
)
def _kind(elements: Elements, _place: int) -> bool | Breach:
    found = normalized(head(elements, _KIND))
    return found in codes(_KNOWN_KINDS) or Breach(found=found or None)


@at(
    *("BR-DE-26", "/"),
    terms=("BT-3", "BG-3"),
    severity=Severity.WARNING,
    roots=CII,
    reads=Reads.SAID,
    said=below_root(_KIND),
)
def _correction(elements: Elements, _place: int) -> bool:
    corrects = normalized(head(elements, _KIND)) == _CORRECTION
    return not corrects or bool(elements.head(f"{SETTLEMENT}/ram:InvoiceReferencedDocument"))


@at(
    *("BR-DE-27", _CONTACT),
    terms=("BT-42",),
    severity=Severity.WARNING,
    roots=CII,
    harmless=Harmless(test=lambda text: len(_DIGIT(text)) >= _DIGITS_MIN),
    said=first_below("ram:TelephoneUniversalCommunication/ram:CompleteNumber"),
)
def _telephone(elements: Elements, place: int) -> bool | Breach:
    found = first(elements, place, "ram:TelephoneUniversalCommunication/ram:CompleteNumber")
    return len(_DIGIT(found)) >= _DIGITS_MIN or Breach(found=found or None)


@at(
    *("BR-DE-28", _CONTACT),
    terms=("BT-43",),
    severity=Severity.WARNING,
    roots=CII,
    harmless=Harmless(test=lambda text: _MAIL(normalized(text)) is not None),
    said=first_below("ram:EmailURIUniversalCommunication/ram:URIID"),
)
def _mail(elements: Elements, place: int) -> bool | Breach:
    found = first(elements, place, "ram:EmailURIUniversalCommunication/ram:URIID")
    return _MAIL(normalized(found)) is not None or Breach(found=found or None)


def _specified(form: str, roots: tuple[str, ...]) -> ElementRule:
    @at(
        *("BR-DE-21", form),
        terms=("BT-24",),
        severity=Severity.WARNING,
        roots=roots,
        reads=Reads.SAID,
        said=below_root(*NAMES),
    )
    def specified(elements: Elements, _place: int) -> bool | Breach:
        names = named(elements)
        return not names.isdisjoint((CIUS, EXTENSION, CVD)) or Breach(found=next(iter(names), None), expected=CIUS)

    return specified


@at("BR-DE-22", "/", terms=("BT-125",), roots=CII, reads=Reads.ATTRIBUTES)
def _file_names(elements: Elements, _place: int) -> bool | Breach:
    references: dict[int, list[int]] = {}
    for place in _REFERENCES(elements):
        references.setdefault(elements.parent(place), []).append(place)
    return _told_once(elements, references.values(), "ram:AttachmentBinaryObject")


def _told_once(elements: Elements, groups: Iterable[Iterable[int]], path: str) -> bool | Breach:
    """Whether no reference names a file as one before it in its group does."""
    for group in groups:
        known = set[str | None]()
        for reference in group:
            names = {elements.attribute(found, "filename") for found in elements.below(reference, path)} - {None}
            if names & known:
                return Breach(place=reference, found=min(filter(None, names & known)))
            known |= names
    return True


@at("BR-DE-TMP-32", "/", terms=("BT-72", "BG-14", "BG-26"), severity=Severity.INFORMATION, roots=UBL, reads=Reads.PATHS)
def _delivered(elements: Elements, _place: int) -> bool:
    if elements.head("cac:Delivery/cbc:ActualDeliveryDate") or elements.head("cac:InvoicePeriod"):
        return True
    lines = (*elements.head("cac:InvoiceLine"), *elements.head("cac:CreditNoteLine"))
    return all(elements.below(line, "cac:InvoicePeriod") for line in lines)


@at(
    "BR-DE-TMP-32",
    f"/{TRADE}",
    terms=("BT-72", "BG-14", "BG-26"),
    severity=Severity.INFORMATION,
    roots=CII,
    reads=Reads.PATHS,
)
def _delivered_cii(elements: Elements, _place: int) -> bool:
    if elements.head(f"{DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime"):
        return True
    if elements.head(f"{SETTLEMENT}/ram:BillingSpecifiedPeriod"):
        return True
    period = "ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod"
    return all(elements.below(line, period) for line in elements.head(LINE))


@at(
    "BR-TMP-2",
    f"/{AGREEMENT}/ram:AdditionalReferencedDocument",
    terms=("BT-124",),
    severity=Severity.WARNING,
    roots=CII,
)
def _location(elements: Elements, place: int) -> bool | Breach:
    if not elements.below(place, "ram:URIID") or "916" not in elements.texts(elements.below(place, "ram:TypeCode")):
        return True
    found = first(elements, place, "ram:URIID")
    return _URL(found) is not None or Breach(found=found or None)


_BASES = tuple(
    f"ram:SpecifiedLineTradeAgreement/ram:{price}PriceProductTradePrice/ram:BasisQuantity" for price in ("Gross", "Net")
)


@at(
    *("BR-TMP-3", f"/{LINE}"),
    terms=("BT-149", "BT-150"),
    roots=CII,
    concerns=lambda paths, path: all(f"{path}/{base}" in paths for base in _BASES),
)
def _base_quantities(elements: Elements, place: int) -> bool | Breach:
    gross, net = (elements.below(place, base) for base in _BASES)
    if not (gross and net):
        return True
    units = [{elements.attribute(found, "unitCode") for found in both} - {None} for both in (gross, net)]
    if elements.texts(gross) & elements.texts(net) and (not all(units) or units[0] & units[1]):
        return True
    return Breach(place=gross[0], found=elements.text(gross[0]), expected=elements.text(net[0]))


DOCUMENTS: tuple[ElementRule, ...] = (
    _contact_named,
    _seller_number,
    _kind,
    _specified("/", UBL),
    _specified("/rsm:ExchangedDocumentContext", CII),
    _file_names,
    _correction,
    _telephone,
    _mail,
    _delivered,
    _delivered_cii,
    _location,
    _base_quantities,
)
