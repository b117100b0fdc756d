"""What the CII artefacts ask of elements that the model has no place for: empty, second, or of another tax."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TypeVar

from msgspec.structs import replace

from counterfoil.model.invoice import Adjustment, Invoice, InvoiceLine, TaxBreakdown, Totals
from counterfoil.model.values import Amount, Number
from counterfoil.rules._elements import Elements, Named, Test, exists, filled, has, head
from counterfoil.rules._rule import Breach, Find, Second, Unless, Where, each
from counterfoil.rules._white_space import stripped
from counterfoil.rules.en16931._amounts import decimal
from counterfoil.rules.en16931._columns import all_of, any_of, columns
from counterfoil.rules.en16931._countries import PREFIXES_CII
from counterfoil.rules.en16931.presence_document import CREDIT_TRANSFERS

_TRADE = "rsm:SupplyChainTradeTransaction"
_AGREEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_SELLER = f"{_AGREEMENT}/ram:SellerTradeParty"
_SETTLEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_SUMMATION = f"{_SETTLEMENT}/ram:SpecifiedTradeSettlementHeaderMonetarySummation"
_CATEGORIES = f"{_SETTLEMENT}/ram:ApplicableTradeTax/ram:CategoryCode"
_LINE_TAX = "ram:SpecifiedLineTradeSettlement/ram:ApplicableTradeTax"
_TAX_OF_ADJUSTMENT = "ram:CategoryTradeTax"
_TAXES = Named("ram:ApplicableTradeTax", _TAX_OF_ADJUSTMENT)
_TAX_CODES = Named("ram:ApplicableTradeTax/ram:TypeCode", f"{_TAX_OF_ADJUSTMENT}/ram:TypeCode")
_PAYEES = Named("ram:PayeeTradeParty")
_TAX_NUMBERS = Named("ram:SpecifiedTaxRegistration/ram:ID")
_TAX_POINTS = Named("ram:TaxPointDate")
_TAX_POINT_CODES = Named("ram:DueDateTypeCode")
_PERIODS = Named("ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod")
_LINE_PERIODS = Named("ram:SpecifiedLineTradeSettlement/ram:BillingSpecifiedPeriod")

_VAT = "VAT"

_ANY_DAY = date(1, 1, 1)
# The only format of dates in EN 16931 (UNTDID 2379: CCYYMMDD).
_DAY_FORMAT = "102"

Taxed = TypeVar("Taxed", InvoiceLine, Adjustment, TaxBreakdown)


def prepare(invoice: Invoice, elements: Elements) -> Invoice:
    """The invoice as these artefacts see it: all lines side by side, no logistics charges, categories of VAT only."""
    lines, taxes, adjustments = invoice.lines, invoice.taxes, invoice.adjustments
    if any(line.sub_lines for line in lines):
        lines = tuple(_side_by_side(lines))
    if elements.head(f"{_SETTLEMENT}/ram:SpecifiedLogisticsServiceCharge"):
        own = set(elements.head(f"{_SETTLEMENT}/ram:SpecifiedTradeAllowanceCharge"))
        adjustments = tuple(entry for entry in adjustments if elements.place_of(entry) in own)
    codes = _TAX_CODES(elements)
    if len(codes) != len(_TAXES(elements)) or not all(elements.text(code).upper() == _VAT for code in codes):
        lines = tuple(_of_vat(elements, line, _LINE_TAX) for line in lines)
        adjustments = tuple(_of_vat(elements, entry, _TAX_OF_ADJUSTMENT) for entry in adjustments)
        taxes = tuple(_of_vat(elements, group, "") for group in taxes)
    if any(elements.text(code) != stripped(elements.text(code)) for code in elements.head(_CATEGORIES)):
        taxes = tuple(_to_the_letter(elements, group) for group in taxes)
    if lines is invoice.lines and taxes is invoice.taxes and adjustments is invoice.adjustments:
        return invoice
    return elements.stand(replace(invoice, lines=lines, taxes=taxes, adjustments=adjustments), 0)


def _side_by_side(lines: tuple[InvoiceLine, ...]) -> Iterator[InvoiceLine]:
    for line in lines:
        yield line
        yield from _side_by_side(line.sub_lines)


def _is_vat(elements: Elements, tax: int) -> bool:
    return any(elements.text(code).upper() == _VAT for code in elements.below(tax, "ram:TypeCode"))


def _of_vat(elements: Elements, part: Taxed, path: str) -> Taxed:
    """The part, without category and rate where they are those of another tax."""
    place = elements.place_of(part)
    if place is None or any(_is_vat(elements, tax) for tax in (elements.below(place, path) if path else (place,))):
        return part
    return elements.stand(replace(part, category=None, rate=None), place)


def _to_the_letter(elements: Elements, group: TaxBreakdown) -> TaxBreakdown:
    """The group with its category as it is written: white space around a code makes it another one."""
    place = elements.place_of(group)
    codes = () if place is None else elements.below(place, "ram:CategoryCode")
    if place is None or not codes or group.category is None or elements.text(codes[0]) == group.category:
        return group
    return elements.stand(replace(group, category=elements.text(codes[0])), place)


def _categorised(path: str) -> Test:
    """Whether a tax is VAT and has a category, be it empty."""
    return lambda elements, place: any(
        _is_vat(elements, tax) and bool(elements.below(tax, "ram:CategoryCode"))
        for tax in (elements.below(place, path) if path else (place,))
    )


def _with_scheme(name: str) -> Test:
    """Whether an attribute is there and says something."""
    return lambda elements, place: bool(stripped(elements.attribute(place, name) or ""))


def _either(*tests: Test) -> Test:
    return lambda elements, place: any(test(elements, place) for test in tests)


def _not_asked(elements: Elements, place: int) -> bool:
    """The artefacts ask only those whose indicator is written out in letters; XSD allows 1 and 0 as well."""
    written = [elements.text(flag) for flag in elements.below(place, "ram:ChargeIndicator/udt:Indicator")]
    return written not in (["true"], ["false"])


_AMOUNT = Unless(test=_not_asked)
_CATEGORY = Unless(test=_either(_not_asked, _categorised(_TAX_OF_ADJUSTMENT)))
_REASON = Unless(test=_either(_not_asked, exists("ram:Reason", "ram:ReasonCode")))


def _day(elements: Elements, place: int, path: str) -> list[str]:
    """The texts of dates in the one format that counts."""
    days = elements.below(place, f"{path}/udt:DateTimeString")
    return [elements.text(day) for day in days if elements.attribute(day, "format") == _DAY_FORMAT]


def _issued(elements: Elements, place: int) -> bool:
    return any(stripped(day) for day in _day(elements, place, "rsm:ExchangedDocument/ram:IssueDateTime"))


def _ends_after_start(periods: Named) -> Where:
    """Dates are compared as texts, and two that are no dates in the right format do not compare."""

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
        for place in _odd_periods(periods, elements):
            starts, ends = _day(elements, place, "ram:StartDateTime"), _day(elements, place, "ram:EndDateTime")
            if (
                not any(end >= start for start in starts for end in ends)
                and elements.below(place, "ram:StartDateTime")
                and elements.below(place, "ram:EndDateTime")
            ):
                yield Breach(place=place, found="".join(ends) or None, expected="".join(starts) or None)

    return Where(look=look, contexts=periods)


def _odd_periods(periods: Named, elements: Elements) -> Iterator[int]:
    """The periods that are not plainly in order."""
    texts, start, end = elements.trace.texts, "ram:StartDateTime", "ram:EndDateTime"
    for path in elements.paths_ending(periods):
        if f"{path}/{start}" not in elements.by_path or f"{path}/{end}" not in elements.by_path:
            continue
        days = (f"{each}/udt:DateTimeString" for each in (start, end))
        for place, first, last in columns(elements, path, *days):
            if (
                first is None
                or last is None
                or (texts[last] or "") < (texts[first] or "")
                or not all(elements.attribute(day, "format") == _DAY_FORMAT for day in (first, last))
            ):
                yield place


def _payee(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    """A name is there even if it is empty; identifiers of a global scheme are not compared."""
    for place in _PAYEES(elements):
        alike = any(
            not elements.texts(elements.below(place, path)).isdisjoint(
                elements.texts(elements.head(f"{_SELLER}/{path}"))
            )
            for path in ("ram:Name", "ram:ID", "ram:SpecifiedLegalOrganization/ram:ID")
        )
        names = elements.below(place, "ram:Name")
        if alike or not names:
            yield Breach(place=place, found=elements.text(names[0]) if names else None)


_accounting_currencies = head(f"{_SETTLEMENT}/ram:TaxCurrencyCode")


def _accounting_currency(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    currencies = [elements.text(place) for place in _accounting_currencies(elements)]
    own = [elements.text(place) for place in elements.head(f"{_SETTLEMENT}/ram:InvoiceCurrencyCode")]
    for place in elements.head(_SUMMATION) if currencies else ():
        stated = [elements.attribute(total, "currencyID") for total in elements.below(place, "ram:TaxTotalAmount")]
        if currencies == own or currencies[0] not in stated:
            yield Breach(place=place, found=currencies[0], expected=currencies[0])


def _scheme_of_endpoint(party: str) -> Where:
    """Of several electronic addresses the first counts; an address without its identifier has no scheme either."""
    path = f"{_AGREEMENT}/{party}/ram:URIUniversalCommunication"

    def look(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
        for place in elements.head(path)[:1]:
            if not any(_with_scheme("schemeID")(elements, uri) for uri in elements.below(place, "ram:URIID")):
                yield Breach(place=place)

    return Where(look=look, contexts=head(path))


def _tax_point(find: Find, invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    dates, codes = _TAX_POINTS(elements), _TAX_POINT_CODES(elements)
    if dates and codes:
        # Which dates can be read is no question of this rule.
        yield from find(replace(invoice, tax_point=_ANY_DAY, tax_point_code=elements.text(codes[0])))


def _vat_identifiers(_find: Find, _invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    for place in _TAX_NUMBERS(elements):
        identifier = elements.text(place)
        if elements.attribute(place, "schemeID") == "VA" and f" {identifier[:2]} " not in PREFIXES_CII:
            yield Breach(place=place, found=identifier)


def _other_means(elements: Elements, place: int) -> bool:
    """Whether an account is not that of a credit transfer: white space around the code makes it another one."""
    codes = elements.texts(elements.below(elements.parent(place), "ram:TypeCode"))
    return codes.isdisjoint(CREDIT_TRANSFERS)


def _one_scheme(elements: Elements, place: int) -> bool:
    """Whether an item identifier has a scheme, or else another one of the same item."""
    has_scheme = _with_scheme("schemeID")
    product = elements.parent(place)
    return has_scheme(elements, place) or any(
        has_scheme(elements, other) for other in elements.below(product, "ram:GlobalID")
    )


def _identified(elements: Elements, place: int) -> bool:
    return exists("ram:ID", "ram:GlobalID", "ram:SpecifiedLegalOrganization/ram:ID")(elements, place) or any(
        elements.attribute(identifier, "schemeID") == "VA"
        for identifier in elements.below(place, "ram:SpecifiedTaxRegistration/ram:ID")
    )


def _with_tax_total(invoice: Invoice, elements: Elements) -> Iterator[Invoice]:
    """The invoice for each tax total in the invoice's own currency, with that for its own."""
    for currency in elements.head(f"{_SETTLEMENT}/ram:InvoiceCurrencyCode"):
        for total in elements.head(f"{_SUMMATION}/ram:TaxTotalAmount"):
            if elements.attribute(total, "currencyID") == elements.text(currency):
                yield _with_tax(invoice, elements, _amount(elements, total))


def _amount(elements: Elements, place: int) -> Amount:
    written = elements.text(place)
    return Amount(value=decimal(written), written=stripped(written))


def _with_tax(invoice: Invoice, elements: Elements, tax: Amount | None) -> Invoice:
    totals = replace(invoice.totals or Totals(), tax=tax)
    return replace(
        invoice,
        totals=elements.stand(totals, elements.place_of(invoice.totals) or 0),
        currency=invoice.currency or "",
    )


def _sum_of_taxes(find: Find, invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    """All amounts of tax are added, even where a group has two."""
    amounts = elements.head(f"{_SETTLEMENT}/ram:ApplicableTradeTax/ram:CalculatedAmount")
    taxes = tuple(TaxBreakdown(tax=_amount(elements, place)) for place in amounts)
    for alike in _with_tax_total(invoice, elements):
        yield from find(replace(alike, taxes=taxes))


def _total_with_tax(find: Find, invoice: Invoice, elements: Elements) -> Iterator[Breach]:
    """There must be exactly one tax total in the currency of the invoice."""
    if elements.head(f"{_SETTLEMENT}/ram:InvoiceCurrencyCode"):
        found = list(_with_tax_total(invoice, elements))
        if invoice.totals is None:
            yield Breach()
        else:
            yield from find(found[0] if len(found) == 1 else _with_tax(invoice, elements, None))


def _tax_of_group(find: Find, invoice: Invoice, elements: Elements) -> Iterable[Breach]:
    """This one rule passes over white space around the name of the tax."""
    if all(group.rate is not None or group.category is not None for group in invoice.taxes):
        return find(invoice)
    return find(replace(invoice, taxes=tuple(_rated_again(elements, group) for group in invoice.taxes)))


def _rated_again(elements: Elements, group: TaxBreakdown) -> TaxBreakdown:
    """The group with its rate, where that was taken from it since its tax is written with white space."""
    place = elements.place_of(group)
    if group.rate is not None or group.category is not None or place is None:
        return group
    codes = [stripped(elements.text(code).upper()) for code in elements.below(place, "ram:TypeCode")]
    rates = elements.below(place, "ram:RateApplicablePercent")
    if _VAT not in codes or not rates:
        return group
    written = elements.text(rates[0])
    return elements.stand(replace(group, rate=Number(value=decimal(written), written=written)), place)


LOOKS: Mapping[str, Second] = {
    "BR-03": each(lambda elements: (0,), _issued),
    "BR-17": Where(look=_payee, contexts=_PAYEES),
    "BR-23": Unless(test=has("unitCode", "ram:SpecifiedLineTradeDelivery/ram:BilledQuantity")),
    "BR-29": _ends_after_start(_PERIODS),
    "BR-30": _ends_after_start(_LINE_PERIODS),
    "BR-31": _AMOUNT,
    "BR-32": _CATEGORY,
    "BR-33": _REASON,
    "BR-36": _AMOUNT,
    "BR-37": _CATEGORY,
    "BR-38": _REASON,
    "BR-41": _AMOUNT,
    "BR-42": _REASON,
    "BR-43": _AMOUNT,
    "BR-44": _REASON,
    "BR-47": Unless(test=_categorised("")),
    "BR-49": Unless(test=exists("ram:TypeCode")),
    "BR-52": each(Named("ram:AdditionalReferencedDocument"), filled("ram:IssuerAssignedID")),
    "BR-53": Where(look=_accounting_currency, contexts=_accounting_currencies),
    "BR-54": all_of(Named("ram:ApplicableProductCharacteristic"), "ram:Description", "ram:Value"),
    "BR-50": Unless(test=_other_means),
    "BR-61": Unless(test=_either(exists("ram:IBANID", "ram:ProprietaryID"), _other_means)),
    "BR-62": _scheme_of_endpoint("ram:SellerTradeParty"),
    "BR-63": _scheme_of_endpoint("ram:BuyerTradeParty"),
    "BR-64": each(Named("ram:IncludedSupplyChainTradeLineItem/ram:SpecifiedTradeProduct/ram:GlobalID"), _one_scheme),
    "BR-65": each(Named("ram:DesignatedProductClassification/ram:ClassCode"), _with_scheme("listID")),
    "BR-CO-03": Where(look=_tax_point, contexts=_TAX_POINT_CODES),
    "BR-CO-04": Unless(test=_categorised(_LINE_TAX)),
    "BR-CO-09": Where(look=_vat_identifiers, contexts=_TAX_NUMBERS),
    "BR-CO-14": _sum_of_taxes,
    "BR-CO-15": _total_with_tax,
    "BR-CO-17": _tax_of_group,
    "BR-CO-19": any_of(_PERIODS, "ram:StartDateTime", "ram:EndDateTime"),
    "BR-CO-20": any_of(_LINE_PERIODS, "ram:StartDateTime", "ram:EndDateTime"),
    "BR-CO-21": _REASON,
    "BR-CO-22": _REASON,
    "BR-CO-23": _REASON,
    "BR-CO-24": _REASON,
    "BR-CO-26": each(Named("ram:SellerTradeParty"), _identified),
}
"""The model tells the rest just as these artefacts do."""
