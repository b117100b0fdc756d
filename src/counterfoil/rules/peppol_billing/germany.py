"""Germany, between German addresses: parties, addresses, VAT and references (DE-R-001 to DE-R-018, DE-R-022 …)."""

import re
from collections.abc import Sequence

from counterfoil.model.finding import Severity
from counterfoil.rules._element_rule import FILLED, ElementRule, Harmless, Reads, at, below_root, first_below
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.codes import codes
from counterfoil.rules.peppol._reading import any_filled, first, head
from counterfoil.rules.peppol._ubl import BUYER, REPRESENTATIVE, SELLER, both_german

_WARNING = Severity.WARNING
_MEANS = "cac:PaymentMeans"
_MANDATE = f"{_MEANS}/cac:PaymentMandate"
_DOCUMENTS = "cac:AdditionalDocumentReference"
_FILE = "cac:Attachment/cbc:EmbeddedDocumentBinaryObject"
_CREDITORS = tuple(f"{party}/cac:PartyIdentification/cbc:ID" for party in (SELLER, "cac:PayeeParty"))
_VAT_CATEGORIES = codes("german-vat-categories@peppol-2026.5")
_TYPES = codes("german-billing-types@peppol-2026.5")
_CORRECTION = "384"

_DISCOUNT = re.compile(r"#SKONTO#TAGE=[0-9]+#PROZENT=[0-9]+\.[0-9]{2}(?:#BASISBETRAG=-?[0-9]+\.[0-9]{2})?#").fullmatch
_DISCOUNTS = re.compile(r"#[^\r\n]+#")
_LINE_END = re.compile(r"\r?\n")
_ENDED = re.compile(r"[ \t\r\n]*\n").match
_TELEPHONE = re.compile(r"[0-9][^0-9]*[0-9][^0-9]*[0-9]").search
_MAIL = re.compile(r"[^@ \t\r\n]+@([^@. \t\r\n]+\.)+[^@. \t\r\n]+").fullmatch
_TELEPHONES = Harmless(test=lambda text: _TELEPHONE(normalized(text)) is not None)
_MAILS = Harmless(test=lambda text: _MAIL(normalized(text)) is not None)
_TYPE_CODES = below_root("cbc:InvoiceTypeCode", "cbc:CreditNoteTypeCode")
_LOCATION = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]+:").match


@at("DE-R-001", "/", when=both_german, terms=("BG-16",), reads=Reads.PATHS)
def payment_told(elements: Elements, _place: int) -> bool:
    """The invoice says how to pay."""
    return bool(elements.head(_MEANS))


@at(
    *("DE-R-015", "/"),
    when=both_german,
    terms=("BT-10",),
    harmless=FILLED,
    said=below_root("cbc:BuyerReference"),
)
def buyer_reference(elements: Elements, _place: int) -> bool:
    """The buyer's reference is there."""
    return any(elements.filled(each) for each in elements.head("cbc:BuyerReference"))


@at(
    *("DE-R-016", "/"),
    when=both_german,
    terms=("BT-31", "BT-32", "BG-11"),
    reads=Reads.SAID,
    said=below_root(
        f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID",
        "cac:AllowanceCharge/cbc:ChargeIndicator",
        "cac:AllowanceCharge/cac:TaxCategory/cbc:ID",
        "cac:InvoiceLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
        "cac:CreditNoteLine/cac:Item/cac:ClassifiedTaxCategory/cbc:ID",
    ),
)
def seller_taxed(elements: Elements, _place: int) -> bool:
    """Where a category of VAT is used, the seller has a tax number or a tax representative."""
    if not _has_category(elements):
        return True
    numbers = elements.head(f"{SELLER}/cac:PartyTaxScheme/cbc:CompanyID")
    return bool(elements.head(REPRESENTATIVE)) or any(elements.filled(number) for number in numbers)


def _has_category(elements: Elements) -> bool:
    """Whether a line, or an allowance or charge that says which it is, has a category of VAT."""
    categories = [
        category
        for place in elements.head("cac:AllowanceCharge")
        if first(elements, place, "cbc:ChargeIndicator") in ("true", "false")
        for category in elements.below(place, "cac:TaxCategory/cbc:ID")
    ]
    for line in ("cac:InvoiceLine", "cac:CreditNoteLine"):
        categories += elements.head(f"{line}/cac:Item/cac:ClassifiedTaxCategory/cbc:ID")
    return not _VAT_CATEGORIES.isdisjoint(elements.text(category) for category in categories)


def _types(elements: Elements) -> Sequence[str]:
    return [normalized(head(elements, f"cbc:{name}TypeCode")) for name in ("Invoice", "CreditNote")]


@at("DE-R-017", "/", when=both_german, severity=_WARNING, terms=("BT-3",), reads=Reads.SAID, said=_TYPE_CODES)
def type_known(elements: Elements, _place: int) -> bool | Breach:
    """The kind of document is one of those in use in Germany."""
    found = _types(elements)
    return any(code in _TYPES for code in found) or Breach(found=next(filter(None, found), None))


@at(
    *("DE-R-018", "/"),
    when=both_german,
    terms=("BT-20", "BT-115"),
    possible=lambda elements: bool(elements.head("cac:PaymentTerms/cbc:Note")),
)
def discount_written(elements: Elements, _place: int) -> bool | Breach:
    """A cash discount is written in its own form, line by line, and a line end follows the last."""
    notes = [first(elements, terms, "cbc:Note") for terms in elements.head("cac:PaymentTerms")]
    for note in notes:
        for line in map(normalized, _LINE_END.split(note)):
            if line.startswith("#") and not (_DISCOUNT(line) and _ENDED(_DISCOUNTS.split(note)[-1])):
                return Breach(found=line)
    return True


@at("DE-R-022", "/", when=both_german, terms=("BT-125",), reads=Reads.ATTRIBUTES)
def file_names_differ(elements: Elements, _place: int) -> bool | Breach:
    """No two attached files have one name."""
    known = set[str]()
    for document in elements.head(_DOCUMENTS):
        files = elements.below(document, _FILE)
        names = {name for file in files if (name := elements.attribute(file, "filename")) is not None}
        if names & known:
            return Breach(place=document, found=min(names & known))
        known |= names
    return True


@at("DE-R-026", "/", when=both_german, severity=_WARNING, terms=("BT-3", "BG-3"), reads=Reads.SAID, said=_TYPE_CODES)
def corrected_invoice(elements: Elements, _place: int) -> bool:
    """A correction names the invoice that it corrects."""
    return _CORRECTION not in _types(elements) or bool(
        elements.head("cac:BillingReference/cac:InvoiceDocumentReference")
    )


@at("DE-R-030", "/", when=both_german, terms=("BT-90", "BG-19"), reads=Reads.ATTRIBUTES)
def creditor_told(elements: Elements, _place: int) -> bool:
    """A direct debit names its creditor."""
    return not elements.head(_MANDATE) or any(
        elements.attribute(each, "schemeID") == "SEPA" for path in _CREDITORS for each in elements.head(path)
    )


@at("DE-R-031", "/", when=both_german, terms=("BT-91", "BG-19"), reads=Reads.PATHS)
def debited_account(elements: Elements, _place: int) -> bool:
    """A direct debit names the account that is debited."""
    return not elements.head(_MANDATE) or bool(elements.head(f"{_MANDATE}/cac:PayerFinancialAccount/cbc:ID"))


@at(
    "DE-R-T02",
    f"/{_DOCUMENTS}/cac:Attachment/cac:ExternalReference",
    when=both_german,
    severity=_WARNING,
    terms=("BT-124",),
)
def location_absolute(elements: Elements, place: int) -> bool | Breach:
    """The location of a document is an absolute one, with its scheme."""
    found = first(elements, place, "cbc:URI")
    return _LOCATION(found) is not None or Breach(found=found or None)


@at("DE-R-002", "/cac:AccountingSupplierParty", when=both_german, terms=("BG-6",), reads=Reads.PATHS)
def contact_given(elements: Elements, place: int) -> bool:
    """The seller has a contact."""
    return bool(elements.below(place, "cac:Party/cac:Contact"))


def _filled(rule_id: str, form: str, name: str, terms: tuple[str, ...]) -> ElementRule:
    """A text that must be there."""

    @at(rule_id, f"/{form}", when=both_german, terms=terms, harmless=FILLED, said=first_below(name))
    def filled(elements: Elements, place: int) -> bool:
        return any_filled(elements, place, name)

    return filled


_CONTACT = f"{SELLER}/cac:Contact"
_DELIVERY = "cac:Delivery/cac:DeliveryLocation/cac:Address"


@at(
    "DE-R-027",
    f"/{_CONTACT}",
    when=both_german,
    severity=_WARNING,
    terms=("BT-42",),
    harmless=_TELEPHONES,
    said=first_below("cbc:Telephone"),
)
def telephone(elements: Elements, place: int) -> bool | Breach:
    """A telephone number has three digits at least."""
    found = normalized(first(elements, place, "cbc:Telephone"))
    return _TELEPHONE(found) is not None or Breach(found=found or None)


@at(
    "DE-R-028",
    f"/{_CONTACT}",
    when=both_german,
    severity=_WARNING,
    terms=("BT-43",),
    harmless=_MAILS,
    said=first_below("cbc:ElectronicMail"),
)
def mail(elements: Elements, place: int) -> bool | Breach:
    """An e-mail address has one @, and a dot behind it."""
    found = normalized(first(elements, place, "cbc:ElectronicMail"))
    return _MAIL(found) is not None or Breach(found=found or None)


GERMANY: tuple[ElementRule, ...] = (
    payment_told,
    buyer_reference,
    seller_taxed,
    type_known,
    discount_written,
    file_names_differ,
    corrected_invoice,
    creditor_told,
    debited_account,
    location_absolute,
    contact_given,
    _filled("DE-R-003", f"{SELLER}/cac:PostalAddress", "cbc:CityName", ("BT-37",)),
    _filled("DE-R-004", f"{SELLER}/cac:PostalAddress", "cbc:PostalZone", ("BT-38",)),
    _filled("DE-R-005", _CONTACT, "cbc:Name", ("BT-41",)),
    _filled("DE-R-006", _CONTACT, "cbc:Telephone", ("BT-42",)),
    _filled("DE-R-007", _CONTACT, "cbc:ElectronicMail", ("BT-43",)),
    telephone,
    mail,
    _filled("DE-R-008", f"{BUYER}/cac:PostalAddress", "cbc:CityName", ("BT-52",)),
    _filled("DE-R-009", f"{BUYER}/cac:PostalAddress", "cbc:PostalZone", ("BT-53",)),
    _filled("DE-R-010", _DELIVERY, "cbc:CityName", ("BT-77", "BG-15")),
    _filled("DE-R-011", _DELIVERY, "cbc:PostalZone", ("BT-78", "BG-15")),
    _filled("DE-R-014", "cac:TaxTotal/cac:TaxSubtotal", "cac:TaxCategory/cbc:Percent", ("BT-119",)),
)
