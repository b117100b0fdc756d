"""What the UBL artefacts ask of elements that the model has no place for: empty, second, or of another tax."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from counterfoil.model.invoice import Invoice, TaxBreakdown
from counterfoil.model.values import Amount, Number
from counterfoil.rules._days import instant
from counterfoil.rules._elements import Elements, Named, exists, filled, has, head
from counterfoil.rules._rule import Breach, Find, Second, Unless, Where, each
from counterfoil.rules._white_space import normalized, stripped
from counterfoil.rules.en16931._amounts import decimal, shown, total, value
from counterfoil.rules.en16931._columns import all_of, any_of, columns
from counterfoil.rules.en16931._countries import PREFIXES
from counterfoil.rules.en16931._ubl_reading import (
    NAME,
    SELLER,
    amount,
    first,
    has_reason,
    identified,
    is_another_payee,
    is_vat,
    of_vat,
)
from counterfoil.rules.en16931.extensions import sum_of_all_lines
from counterfoil.rules.en16931.presence_document import CARD_CHARACTERS_MAX, CREDIT_TRANSFERS

_SUBTOTALS = Named("cac:TaxTotal/cac:TaxSubtotal")
_TAX_TOTALS = Named("cac:TaxTotal/cbc:TaxAmount")
_TAX_NUMBERS = Named("cac:PartyTaxScheme/cbc:CompanyID")
_PERIODS = Named("cac:InvoicePeriod")
_LINE_PERIODS = Named("cac:InvoiceLine/cac:InvoicePeriod", "cac:CreditNoteLine/cac:InvoicePeriod")
_PAYMENT_MEANS = Named("cac:PaymentMeans")
_ACCOUNTS = Named("cac:PaymentMeans/cac:PayeeFinancialAccount")
_CARD_NUMBERS = Named("cac:PaymentMeans/cac:CardAccount/cbc:PrimaryAccountNumberID")
_COUNTRY = "cac:Country/cbc:IdentificationCode"


def prepare(invoice: Invoice, elements: Elements) -> Invoice:
    """Put into the VAT breakdown the groups that the model leaves out: of a second tax total, and of lines."""
    places = _SUBTOTALS(elements)
    if len(places) == len(invoice.taxes):
        return invoice
    known = {elements.place_of(group): group for group in invoice.taxes}
    taxes = tuple(known.get(place) or elements.stand(_breakdown(elements, place), place) for place in places)
    return elements.stand(replace(invoice, taxes=taxes), 0)


def _breakdown(elements: Elements, place: int) -> TaxBreakdown:
    category = rate = None
    for each_category in elements.below(place, "cac:TaxCategory"):
        if is_vat(elements, each_category):
            category = stripped(first(elements, each_category, "cbc:ID")) or None
            rate = first(elements, each_category, "cbc:Percent") or None
    return TaxBreakdown(
        base=amount(elements, place, "cbc:TaxableAmount"),
        tax=amount(elements, place, "cbc:TaxAmount"),
        category=category,
        rate=None if rate is None else Number(value=decimal(rate), written=rate),
    )


def _of_items(path: str) -> tuple[str, str]:
    return f"cac:InvoiceLine/cac:Item/{path}", f"cac:CreditNoteLine/cac:Item/{path}"


def _payee(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in elements.head("cac:PayeeParty"):
        if not is_another_payee(elements, place):
            yield Breach(place=place, found=first(elements, place, NAME) or None)


def _accounting_currency(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in elements.head("cbc:TaxCurrencyCode"):
        currency = elements.text(place)
        totals = _TAX_TOTALS(elements)
        if all(elements.attribute(total, "currencyID") != currency for total in totals):
            yield Breach(found=currency, expected=currency)


def _tax_point(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    codes = elements.head("cac:InvoicePeriod/cbc:DescriptionCode")
    if codes and elements.head("cbc:TaxPointDate"):
        yield Breach(found=elements.text(codes[0]))


def _vat_identifiers(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in _TAX_NUMBERS(elements):
        if elements.text(place)[:2] not in PREFIXES:
            scheme = elements.parent(place)
            if place == elements.below(scheme, "cbc:CompanyID")[0] and is_vat(elements, scheme):
                yield Breach(place=scheme, found=elements.text(place))


def _sums_of_taxes(find: Find, invoice: Invoice, elements: Elements) -> Iterable[Breach]:
    """Each tax total for itself; one alone is what the model has."""
    places = elements.head("cac:TaxTotal")
    whole = len(elements.head("cac:TaxTotal/cac:TaxSubtotal")) == len(invoice.taxes)
    if whole and len(places) == 1 and invoice.totals and invoice.totals.tax and _stands(invoice, elements):
        return find(invoice)
    return _sums_one_by_one(places, elements)


def _sums_one_by_one(places: Sequence[int], elements: Elements) -> Iterator[Breach]:
    for place in places:
        if groups := elements.below(place, "cac:TaxSubtotal"):
            expected = total(amount(elements, group, "cbc:TaxAmount") for group in groups)
            stated = amount(elements, place, "cbc:TaxAmount")
            if value(stated) != expected:
                yield Breach(place=place, found=shown(stated), expected=expected)


def _total_with_tax(find: Find, invoice: Invoice, elements: Elements) -> Iterable[Breach]:
    """There must be exactly one tax total in the currency of the invoice."""
    currencies = elements.head("cbc:DocumentCurrencyCode")
    if not currencies:
        return ()
    currency, totals = elements.text(currencies[0]), invoice.totals
    sums = elements.head("cac:TaxTotal/cbc:TaxAmount")
    of_invoice = [total for total in sums if elements.attribute(total, "currencyID") == currency]
    if len(of_invoice) != 1 or totals is None or not _stands(invoice, elements):
        return (Breach(found=shown(totals.with_tax) if totals else None),)
    if currency != invoice.currency:  # white space makes it another one, for which the model has no tax
        tax = Amount(value=decimal(elements.text(of_invoice[0])))
        totals = elements.stand(replace(totals, tax=tax), elements.place_of(totals) or 0)
        invoice = replace(invoice, currency=currency, totals=totals)
    return find(invoice)


def _has_breakdown(_find: Find, _invoice: Invoice, elements: Elements) -> Sequence[Breach]:
    """A group without anything in it, or of the document's second tax total, is one; a group of a line is none."""
    return () if elements.head("cac:TaxTotal/cac:TaxSubtotal") else (Breach(),)


def _stands(invoice: Invoice, elements: Elements) -> bool:
    """Whether the totals are the document's own, and not put together by the reader around a tax total alone."""
    return invoice.totals is not None and elements.place_of(invoice.totals) is not None


def _ends_after_start(paths: Iterable[str], elements: Elements) -> Iterator[Breach]:
    texts = elements.trace.texts
    for path in paths:
        for place, began_at, ended_at in columns(elements, path, "cbc:StartDate", "cbc:EndDate"):
            if began_at is not None and ended_at is not None:
                start, end = texts[began_at] or "", texts[ended_at] or ""
                began, ended = instant(start), instant(end)
                if began is not None and ended is not None and ended < began:
                    yield Breach(place=place, found=stripped(end), expected=stripped(start))


def _paths_of_periods(elements: Elements) -> list[str]:
    """Where the periods stand that are not a line's own."""
    of_lines = elements.paths_ending(_LINE_PERIODS)
    return [path for path in elements.paths_ending(_PERIODS) if path not in of_lines]


def _periods_of_document(elements: Elements) -> Sequence[int]:
    return [place for path in _paths_of_periods(elements) for place in elements.at(path)]


def _order_of_periods(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    return _ends_after_start(_paths_of_periods(elements), elements)


def _order_of_line_periods(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    return _ends_after_start(elements.paths_ending(_LINE_PERIODS), elements)


def _numbered(elements: Elements, place: int) -> bool:
    """Whether an account has a number, or is not that of a credit transfer to the letter of its code."""
    codes = elements.texts(elements.below(elements.parent(place), "cbc:PaymentMeansCode"))
    return codes.isdisjoint(CREDIT_TRANSFERS) or filled("cbc:ID")(elements, place)


def _has_account(elements: Elements, place: int) -> bool:
    code = stripped(first(elements, place, "cbc:PaymentMeansCode"))
    return code not in CREDIT_TRANSFERS or bool(elements.below(place, "cac:PayeeFinancialAccount/cbc:ID"))


def _cards(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in _CARD_NUMBERS(elements):
        length = len(normalized(elements.text(place)))
        if length > CARD_CHARACTERS_MAX:
            yield Breach(place=place, found=length, expected=CARD_CHARACTERS_MAX)


def _seller_identified(find: Find, invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    """A seller without a party, or with identifiers that are empty, is there all the same."""
    if invoice.seller is None or any(True for _ in find(invoice)):
        for place in elements.head("cac:AccountingSupplierParty"):
            if not identified(elements, place):
                yield Breach(place=place)


LOOKS: Mapping[str, Second] = {
    "BR-03": Unless(test=filled("cbc:IssueDate")),
    "BR-17": Where(look=_payee, contexts=head("cac:PayeeParty")),
    "BR-22": Unless(test=exists("cbc:InvoicedQuantity", "cbc:CreditedQuantity")),
    "BR-23": Unless(test=has("unitCode", "cbc:InvoicedQuantity", "cbc:CreditedQuantity")),
    "BR-29": Where(look=_order_of_periods, contexts=_periods_of_document),
    "BR-30": Where(look=_order_of_line_periods, contexts=_LINE_PERIODS),
    "BR-32": Unless(test=of_vat("cac:TaxCategory", "cbc:ID")),
    "BR-33": Unless(test=has_reason),
    "BR-37": Unless(test=of_vat("cac:TaxCategory", "cbc:ID")),
    "BR-38": Unless(test=has_reason),
    "BR-42": Unless(test=has_reason),
    "BR-44": Unless(test=has_reason),
    "BR-47": Unless(test=of_vat("cac:TaxCategory", "cbc:ID")),
    "BR-49": each(_PAYMENT_MEANS, exists("cbc:PaymentMeansCode")),
    "BR-50": each(_ACCOUNTS, _numbered),
    "BR-51": Where(look=_cards, contexts=_CARD_NUMBERS),
    "BR-52": each(Named("cac:AdditionalDocumentReference"), filled("cbc:ID")),
    "BR-53": Where(look=_accounting_currency, contexts=head("cbc:TaxCurrencyCode")),
    "BR-54": all_of(Named("cac:AdditionalItemProperty"), "cbc:Name", "cbc:Value"),
    "BR-55": each(Named("cac:BillingReference"), exists("cac:InvoiceDocumentReference/cbc:ID")),
    "BR-56": Unless(test=of_vat("cac:PartyTaxScheme", "cbc:CompanyID")),
    "BR-57": each(Named("cac:Delivery/cac:DeliveryLocation/cac:Address"), exists(_COUNTRY)),
    "BR-61": each(_PAYMENT_MEANS, _has_account),
    "BR-62": each(head(f"{SELLER}/cbc:EndpointID"), has("schemeID")),
    "BR-63": each(head("cac:AccountingCustomerParty/cac:Party/cbc:EndpointID"), has("schemeID")),
    "BR-64": each(Named(*_of_items("cac:StandardItemIdentification/cbc:ID")), has("schemeID")),
    "BR-65": each(Named(*_of_items("cac:CommodityClassification/cbc:ItemClassificationCode")), has("listID")),
    "BR-CO-03": Where(look=_tax_point, contexts=head("cbc:TaxPointDate")),
    "BR-CO-04": Unless(test=of_vat("cac:Item/cac:ClassifiedTaxCategory", "cbc:ID")),
    "BR-CO-09": Where(look=_vat_identifiers, contexts=_TAX_NUMBERS),
    "BR-CO-10": sum_of_all_lines,
    "BR-CO-14": _sums_of_taxes,
    "BR-CO-15": _total_with_tax,
    "BR-CO-18": _has_breakdown,
    "BR-CO-19": each(_periods_of_document, exists("cbc:StartDate", "cbc:EndDate", "cbc:DescriptionCode")),
    "BR-CO-20": any_of(_LINE_PERIODS, "cbc:StartDate", "cbc:EndDate"),
    "BR-CO-21": Unless(test=has_reason),
    "BR-CO-22": Unless(test=has_reason),
    "BR-CO-23": Unless(test=has_reason),
    "BR-CO-24": Unless(test=has_reason),
    "BR-CO-26": _seller_identified,
}
"""The model tells the rest just as these artefacts do."""
