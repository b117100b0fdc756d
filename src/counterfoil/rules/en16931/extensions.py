"""What UBL documents hold in extensions: the published rules ask totals, lines and parties wherever they stand.

EN 16931 puts each of them below the root, which the rules over the model ask. Those here are asked of what stands
elsewhere, and so of documents alone that have a UBLExtension with such elements in it.
"""

from collections.abc import Iterable, Mapping

from counterfoil.model.invoice import Adjustment, Invoice, InvoiceLine, Totals
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, ElementTest, one_by_one
from counterfoil.rules._elements import Elements, Named, Test, exists, filled, has
from counterfoil.rules._rule import UBL, Breach, Find, Rule
from counterfoil.rules._rulebook import INVOICE_ROOTS
from counterfoil.rules._white_space import stripped
from counterfoil.rules.en16931._amounts import below_zero, decimal
from counterfoil.rules.en16931._ubl_reading import amount, has_reason, identified, is_another_payee, of_vat
from counterfoil.rules.en16931.arithmetic import ARITHMETIC
from counterfoil.rules.en16931.presence_document import PRESENCE_DOCUMENT

_LINES = Named("cac:InvoiceLine", "cac:CreditNoteLine")
_ADJUSTMENTS = "cac:AllowanceCharge"
_TRUE, _FALSE = ("true", "1"), ("false", "0")
_TOTALS = {
    "lines": "cbc:LineExtensionAmount",
    "allowances": "cbc:AllowanceTotalAmount",
    "charges": "cbc:ChargeTotalAmount",
    "without_tax": "cbc:TaxExclusiveAmount",
    "with_tax": "cbc:TaxInclusiveAmount",
    "paid": "cbc:PrepaidAmount",
    "rounding": "cbc:PayableRoundingAmount",
    "payable": "cbc:PayableAmount",
}
# Those that ask the document totals alone, or what stands beside them.
_OF_TOTALS = ("BR-12", "BR-13", "BR-14", "BR-15", "BR-CO-10", "BR-CO-11", "BR-CO-12", "BR-CO-13", "BR-CO-16")


def sum_of_all_lines(find: Find, invoice: Invoice, elements: Elements) -> Iterable[Breach]:
    """BR-CO-10 adds up all lines that there are, also those in extensions (a look at the rule over the model)."""
    totals = invoice.totals
    if totals is None or all(path.count("/") == 1 for path in elements.paths_ending(_LINES)):
        return find(invoice)
    place = elements.place_of(totals)
    if place is None:  # put together by the reader around a tax total alone
        return ()
    own = elements.stand(Totals(lines=totals.lines), place)
    return find(Invoice(totals=own, lines=_all_lines(elements)))


def _all_lines(elements: Elements) -> tuple[InvoiceLine, ...]:
    return tuple(InvoiceLine(net_amount=amount(elements, place, _TOTALS["lines"])) for place in _LINES(elements))


def _beside(elements: Elements, place: int) -> tuple[Adjustment, ...]:
    """The allowances and charges beside the totals."""
    found: list[Adjustment] = []
    for each in elements.below(elements.parent(place), _ADJUSTMENTS):
        told = {stripped(elements.text(said)) for said in elements.below(each, "cbc:ChargeIndicator")}
        charge = True if not told.isdisjoint(_TRUE) else None if told.isdisjoint(_FALSE) else False
        found.append(Adjustment(charge=charge, amount=amount(elements, each, "cbc:Amount")))
    return tuple(found)


def _elsewhere(paths: Mapping[str, object], path: str) -> bool:
    """Whether elements at a path stand where no part of the model does."""
    del paths
    return "/ext:ExtensionContent/" in path


def _asked(
    rule_id: str, forms: tuple[str, ...], test: ElementTest, terms: tuple[str, ...], where: Test | None = None
) -> ElementRule:
    def holds(elements: Elements, place: int) -> bool | Breach:
        return (where is not None and not where(elements, place)) or test(elements, place)

    return ElementRule(
        id=rule_id,
        context=Context(forms=forms),
        find=one_by_one(holds),
        terms=terms,
        roots=INVOICE_ROOTS,
        concerns=_elsewhere,
    )


def _of_totals(rule: Rule, find: Find) -> ElementRule:
    """The rule over the model, asked of totals in an extension with what it asks besides."""

    def test(elements: Elements, place: int) -> bool | Breach:
        totals = Totals(**{name: amount(elements, place, path) for name, path in _TOTALS.items()})
        invoice = Invoice(totals=totals, lines=_all_lines(elements), adjustments=_beside(elements, place))
        for breach in find(invoice):
            return Breach(found=breach.found, expected=breach.expected)
        return True

    return _asked(rule.id, ("cac:LegalMonetaryTotal",), test, rule.terms)


def _no_price_below_zero(path: str, *, wanted: bool) -> Test:
    def test(elements: Elements, place: int) -> bool:
        prices = [decimal(elements.text(found)) for found in elements.below(place, path)]
        return any(price is not None and not below_zero(price) for price in prices) or not (prices or wanted)

    return test


_QUANTITIES = ("cbc:InvoicedQuantity", "cbc:CreditedQuantity")
_PRICE = "cac:Price/cbc:PriceAmount"
_LINE_TESTS: tuple[tuple[str, Test, str], ...] = (
    ("BR-21", filled("cbc:ID"), "BT-126"),
    ("BR-22", exists(*_QUANTITIES), "BT-129"),
    ("BR-23", has("unitCode", *_QUANTITIES), "BT-130"),
    ("BR-24", exists(_TOTALS["lines"]), "BT-131"),
    ("BR-25", filled("cac:Item/cbc:Name"), "BT-153"),
    ("BR-26", exists(_PRICE), "BT-146"),
    ("BR-27", _no_price_below_zero(_PRICE, wanted=True), "BT-146"),
    ("BR-28", _no_price_below_zero("cac:Price/cac:AllowanceCharge/cbc:BaseAmount", wanted=False), "BT-148"),
    ("BR-CO-04", of_vat("cac:Item/cac:ClassifiedTaxCategory", "cbc:ID"), "BT-151"),
)
_LINE_FORMS = ("cac:InvoiceLine", "cac:CreditNoteLine")
_LINE_ADJUSTMENTS = tuple(f"{line}/{_ADJUSTMENTS}" for line in _LINE_FORMS)


def _of_adjustments(values: tuple[str, ...], there: str, *reasons: str, terms: tuple[str, ...]) -> list[ElementRule]:
    """What an allowance (or charge) of a line has: an amount, and a reason in words or as a code."""

    def where(elements: Elements, place: int) -> bool:
        told = elements.texts(elements.below(place, "cbc:ChargeIndicator"))
        return any(stripped(text) in values for text in told)

    return [
        _asked(there, _LINE_ADJUSTMENTS, exists("cbc:Amount"), terms[:1], where),
        *(_asked(reason, _LINE_ADJUSTMENTS, has_reason, terms[1:], where) for reason in reasons),
    ]


_SELLER, _REPRESENTATIVE = "cac:AccountingSupplierParty", "cac:TaxRepresentativeParty"
_COUNTRY = filled("cac:Country/cbc:IdentificationCode")
_PARTY_TESTS: tuple[tuple[str, str, Test, tuple[str, ...]], ...] = (
    ("BR-09", f"{_SELLER}/cac:Party/cac:PostalAddress", _COUNTRY, ("BT-40",)),
    ("BR-11", "cac:AccountingCustomerParty/cac:Party/cac:PostalAddress", _COUNTRY, ("BT-55",)),
    ("BR-17", "cac:PayeeParty", is_another_payee, ("BG-10", "BT-59")),
    ("BR-18", _REPRESENTATIVE, filled("cac:PartyName/cbc:Name"), ("BT-62",)),
    ("BR-19", _REPRESENTATIVE, exists("cac:PostalAddress"), ("BG-12",)),
    ("BR-20", f"{_REPRESENTATIVE}/cac:PostalAddress", _COUNTRY, ("BT-69",)),
    ("BR-56", _REPRESENTATIVE, of_vat("cac:PartyTaxScheme", "cbc:CompanyID"), ("BT-63",)),
    ("BR-62", f"{_SELLER}/cac:Party/cbc:EndpointID", has("schemeID"), ("BT-34",)),
    ("BR-63", "cac:AccountingCustomerParty/cac:Party/cbc:EndpointID", has("schemeID"), ("BT-49",)),
    ("BR-CO-26", _SELLER, identified, ("BT-29", "BT-30", "BT-31")),
)

IN_EXTENSIONS: tuple[ElementRule, ...] = (
    *(
        _of_totals(rule, rule.find)
        for rule in (*PRESENCE_DOCUMENT, *ARITHMETIC)
        if rule.id in _OF_TOTALS and UBL in rule.syntaxes and rule.find is not None
    ),
    *(_asked(rule_id, _LINE_FORMS, test, (term,)) for rule_id, test, term in _LINE_TESTS),
    *_of_adjustments(_FALSE, "BR-41", "BR-42", "BR-CO-23", terms=("BT-136", "BT-139", "BT-140")),
    *_of_adjustments(_TRUE, "BR-43", "BR-44", "BR-CO-24", terms=("BT-141", "BT-144", "BT-145")),
    *(_asked(rule_id, (form,), test, terms) for rule_id, form, test, terms in _PARTY_TESTS),
)
