"""What the UBL artefacts ask of elements that the model has no place for: empty, second, or of another tax."""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from counterfoil.model.invoice import Invoice, TaxBreakdown
from counterfoil.model.values import Amount, Number
from counterfoil.rules._elements import Elements, Test, exists, filled, head, named
from counterfoil.rules._rule import Breach, Find, Look, each, unless
from counterfoil.rules.en16931._amounts import decimal, shown, total, value
from counterfoil.rules.en16931._countries import PREFIXES

_REASON = exists("cbc:AllowanceChargeReason", "cbc:AllowanceChargeReasonCode")
_COUNTRY = "cac:Country/cbc:IdentificationCode"
_SCHEME = "cac:TaxScheme/cbc:ID"
# The scheme under which UBL writes the identifier of a creditor (BT-90) among those of a party.
_SEPA = "SEPA"


def prepare(invoice: Invoice, elements: Elements) -> Invoice:
    """Put into the VAT breakdown the groups that the model leaves out: of a second tax total, and of lines."""
    places = elements.named("cac:TaxTotal/cac:TaxSubtotal")
    if len(places) == len(invoice.taxes):
        return invoice
    known = {elements.place_of(group): group for group in invoice.taxes}
    taxes = tuple(known.get(place) or elements.stand(_breakdown(elements, place), place) for place in places)
    return replace(invoice, taxes=taxes)


def _breakdown(elements: Elements, place: int) -> TaxBreakdown:
    category = rate = None
    for each_category in elements.below(place, "cac:TaxCategory"):
        if _is_vat(elements, each_category):
            category = _first(elements, each_category, "cbc:ID").strip() or None
            rate = _first(elements, each_category, "cbc:Percent") or None
    return TaxBreakdown(
        base=_amount(elements, place, "cbc:TaxableAmount"),
        tax=_amount(elements, place, "cbc:TaxAmount"),
        category=category,
        rate=None if rate is None else Number(value=decimal(rate), written=rate),
    )


def _amount(elements: Elements, place: int, path: str) -> Amount | None:
    written = _first(elements, place, path)
    return Amount(value=decimal(written), written=written.strip()) if written else None


def _of_items(path: str) -> tuple[str, str]:
    return f"cac:InvoiceLine/cac:Item/{path}", f"cac:CreditNoteLine/cac:Item/{path}"


def _first(elements: Elements, place: int, path: str) -> str:
    found = elements.below(place, path)
    return elements.text(found[0]) if found else ""


def _is_vat(elements: Elements, category: int) -> bool:
    return any(elements.text(scheme).upper().strip() == "VAT" for scheme in elements.below(category, _SCHEME))


def _of_vat(categories: str, path: str) -> Test:
    """Whether a tax category of VAT has an element, be it empty."""
    return lambda elements, place: any(
        _is_vat(elements, category) and bool(elements.below(category, path))
        for category in elements.below(place, categories)
    )


def _accounting_currency(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in elements.head("cbc:TaxCurrencyCode"):
        currency = elements.text(place)
        totals = elements.named("cac:TaxTotal/cbc:TaxAmount")
        if all(elements.attribute(total, "currencyID") != currency for total in totals):
            yield Breach(found=currency, expected=currency)


def _tax_point(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    codes = elements.head("cac:InvoicePeriod/cbc:DescriptionCode")
    if codes and elements.head("cbc:TaxPointDate"):
        yield Breach(found=elements.text(codes[0]))


def _vat_identifiers(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in elements.named("cac:PartyTaxScheme"):
        identifier = _first(elements, place, "cbc:CompanyID")
        if identifier[:2] not in PREFIXES and _is_vat(elements, place):
            yield Breach(place=place, found=identifier)


def _sums_of_taxes(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in elements.head("cac:TaxTotal"):
        if groups := elements.below(place, "cac:TaxSubtotal"):
            expected = total(_amount(elements, group, "cbc:TaxAmount") for group in groups)
            stated = _amount(elements, place, "cbc:TaxAmount")
            if value(stated) != expected:
                yield Breach(place=place, found=shown(stated), expected=expected)


def _total_with_tax(find: Find, invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    """There must be exactly one tax total in the currency of the invoice."""
    totals = invoice.totals if elements.place_of(invoice.totals) else None
    for place in elements.head("cbc:DocumentCurrencyCode"):
        currency = elements.text(place)
        sums = elements.head("cac:TaxTotal/cbc:TaxAmount")
        of_invoice = sum(elements.attribute(each_sum, "currencyID") == currency for each_sum in sums)
        yield from find(replace(invoice, currency=currency, totals=totals if of_invoice == 1 else None))


def _ends_after_start(places: Sequence[int], elements: Elements) -> Iterator[Breach]:
    for place in places:
        start, end = _first(elements, place, "cbc:StartDate"), _first(elements, place, "cbc:EndDate")
        if start and end and end.strip() < start.strip():
            yield Breach(place=place, found=end.strip(), expected=start.strip())


def _periods_of_document(elements: Elements) -> list[int]:
    of_lines = set(_periods_of_lines(elements))
    return [place for place in elements.named("cac:InvoicePeriod") if place not in of_lines]


def _periods_of_lines(elements: Elements) -> Sequence[int]:
    return elements.named("cac:InvoiceLine/cac:InvoicePeriod", "cac:CreditNoteLine/cac:InvoicePeriod")


def _order_of_periods(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    return _ends_after_start(_periods_of_document(elements), elements)


def _order_of_line_periods(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    return _ends_after_start(_periods_of_lines(elements), elements)


def _identified(elements: Elements, place: int) -> bool:
    """Whether a seller has an identifier, a registration or a VAT identifier; a creditor's is not the seller's."""
    return (
        exists("cac:Party/cac:PartyLegalEntity/cbc:CompanyID")(elements, place)
        or _of_vat("cac:Party/cac:PartyTaxScheme", "cbc:CompanyID")(elements, place)
        or any(
            elements.attribute(identifier, "schemeID") != _SEPA
            for identifier in elements.below(place, "cac:Party/cac:PartyIdentification/cbc:ID")
        )
    )


def _both(first: str, second: str) -> Test:
    return lambda elements, place: bool(elements.below(place, first) and elements.below(place, second))


LOOKS: Mapping[str, Look] = {
    "BR-03": unless(filled("cbc:IssueDate")),
    "BR-22": unless(exists("cbc:InvoicedQuantity", "cbc:CreditedQuantity")),
    "BR-23": unless(exists("cbc:InvoicedQuantity/@unitCode", "cbc:CreditedQuantity/@unitCode")),
    "BR-29": _order_of_periods,
    "BR-30": _order_of_line_periods,
    "BR-32": unless(_of_vat("cac:TaxCategory", "cbc:ID")),
    "BR-33": unless(_REASON),
    "BR-37": unless(_of_vat("cac:TaxCategory", "cbc:ID")),
    "BR-38": unless(_REASON),
    "BR-42": unless(_REASON),
    "BR-44": unless(_REASON),
    "BR-47": unless(_of_vat("cac:TaxCategory", "cbc:ID")),
    "BR-49": unless(exists("cbc:PaymentMeansCode")),
    "BR-52": each(named("cac:AdditionalDocumentReference"), filled("cbc:ID")),
    "BR-53": _accounting_currency,
    "BR-54": each(named("cac:AdditionalItemProperty"), _both("cbc:Name", "cbc:Value")),
    "BR-55": each(named("cac:BillingReference"), exists("cac:InvoiceDocumentReference/cbc:ID")),
    "BR-56": unless(_of_vat("cac:PartyTaxScheme", "cbc:CompanyID")),
    "BR-57": each(named("cac:Delivery/cac:DeliveryLocation/cac:Address"), exists(_COUNTRY)),
    "BR-61": unless(exists("cac:PayeeFinancialAccount/cbc:ID")),
    "BR-62": each(head("cac:AccountingSupplierParty/cac:Party/cbc:EndpointID"), exists("@schemeID")),
    "BR-63": each(head("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID"), exists("@schemeID")),
    "BR-64": each(named(*_of_items("cac:StandardItemIdentification/cbc:ID")), exists("@schemeID")),
    "BR-65": each(named(*_of_items("cac:CommodityClassification/cbc:ItemClassificationCode")), exists("@listID")),
    "BR-CO-03": _tax_point,
    "BR-CO-04": unless(_of_vat("cac:Item/cac:ClassifiedTaxCategory", "cbc:ID")),
    "BR-CO-09": _vat_identifiers,
    "BR-CO-14": _sums_of_taxes,
    "BR-CO-15": _total_with_tax,
    "BR-CO-18": unless(exists("cac:TaxTotal/cac:TaxSubtotal")),
    "BR-CO-19": each(_periods_of_document, exists("cbc:StartDate", "cbc:EndDate", "cbc:DescriptionCode")),
    "BR-CO-20": each(_periods_of_lines, exists("cbc:StartDate", "cbc:EndDate")),
    "BR-CO-21": unless(_REASON),
    "BR-CO-22": unless(_REASON),
    "BR-CO-23": unless(_REASON),
    "BR-CO-24": unless(_REASON),
    "BR-CO-26": each(head("cac:AccountingSupplierParty"), _identified),
}
"""The model tells the rest just as these artefacts do."""
