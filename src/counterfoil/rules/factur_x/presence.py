"""What a document must hold, where these profiles ask otherwise than EN 16931: white space is a text to them."""

from collections.abc import Sequence

from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements, Named, Test, exists
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import WHITE, normalized, stripped
from counterfoil.rules.en16931.decimals import decimals
from counterfoil.rules.factur_x._reading import (
    AGREEMENT,
    BREAKDOWN,
    DELIVERY,
    SETTLEMENT,
    TRADE,
    normalised,
    says,
    with_attribute,
    written,
)

_BUYER, _SELLER = "ram:BuyerTradeParty", "ram:SellerTradeParty"
_DOCUMENT = "rsm:ExchangedDocument"
_LINE = "ram:IncludedSupplyChainTradeLineItem"
_ANY_ADJUSTMENT = "ram:SpecifiedTradeAllowanceCharge"
_MEANS = "ram:SpecifiedTradeSettlementPaymentMeans"
_GUIDELINE = "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID"


def _in_document(path: str, *forms: str) -> Test:
    """Whether the elements at some path have texts, wherever they stand in the document."""
    named = Named(path, *forms)
    return lambda elements, _place: any(elements.text(place) for place in named(elements))


def _stands(path: str) -> Test:
    named = Named(path)
    return lambda elements, _place: bool(named(elements))


def _optional(path: str, test: Test) -> Test:
    """The test, of elements that have something at a path."""
    return lambda elements, place: not elements.below(place, path) or test(elements, place)


def _issued(elements: Elements, place: int) -> bool:
    days = elements.below(place, f"{_DOCUMENT}/ram:IssueDateTime/udt:DateTimeString")
    return any(elements.text(day) and elements.attribute(day, "format") == "102" for day in days)


def _represented_for_vat(elements: Elements, place: int) -> bool:
    numbers = elements.below(place, "ram:SpecifiedTaxRegistration/ram:ID")
    return any(elements.text(each) and elements.attribute(each, "schemeID") == "VA" for each in numbers)


def _told_once(elements: Elements, place: int) -> bool:
    """The tax point is a date or a code, not both."""
    return not (elements.below(place, "ram:TaxPointDate") and elements.below(place, "ram:DueDateTypeCode"))


def _rated(elements: Elements, place: int) -> bool:
    return bool(elements.below(place, "ram:RateApplicablePercent")) or says("ram:CategoryCode", "O")(elements, place)


_DOCUMENT_RULES = (
    at("BR-01", "/")(written(_GUIDELINE)),
    at("BR-02", "/")(written(f"{_DOCUMENT}/ram:ID")),
    at("BR-03", "/")(_issued),
    at("BR-04", "/")(written(f"{_DOCUMENT}/ram:TypeCode")),
    at("BR-05", "/")(written(f"{SETTLEMENT}/ram:InvoiceCurrencyCode")),
    at("BR-06", "/")(written(f"{AGREEMENT}/{_SELLER}/ram:Name")),
    at("BR-07", "/")(written(f"{AGREEMENT}/{_BUYER}/ram:Name")),
    at("BR-08", "/")(_stands(f"{_SELLER}/ram:PostalTradeAddress")),
    at("BR-09", "/")(_in_document(f"{_SELLER}/ram:PostalTradeAddress/ram:CountryID")),
    at("BR-10", "/")(_stands(f"{_BUYER}/ram:PostalTradeAddress")),
    at("BR-11", "/")(_in_document(f"{_BUYER}/ram:PostalTradeAddress/ram:CountryID")),
    at("BR-17", "ram:PayeeTradeParty")(exists("ram:Name")),
    at("BR-52", "ram:AdditionalReferencedDocument")(written("ram:IssuerAssignedID")),
    at("BR-55", f"/{SETTLEMENT}/ram:InvoiceReferencedDocument")(written("ram:IssuerAssignedID")),
    at("BR-56", "ram:SellerTaxRepresentativeTradeParty")(_represented_for_vat),
    at("BR-57", f"/{DELIVERY}")(
        _optional(
            "ram:ShipToTradeParty/ram:PostalTradeAddress",
            written("ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID"),
        )
    ),
    at("BR-CO-18", f"/{SETTLEMENT}")(exists("ram:ApplicableTradeTax")),
)

_LINES = (
    at("BR-21", _LINE)(written("ram:AssociatedDocumentLineDocument/ram:LineID")),
    at("BR-25", _LINE)(written("ram:SpecifiedTradeProduct/ram:Name")),
    at("BR-64", _LINE)(
        _optional(
            "ram:SpecifiedTradeProduct/ram:GlobalID",
            with_attribute("ram:SpecifiedTradeProduct/ram:GlobalID", "schemeID"),
        )
    ),
    at("BR-65", _LINE)(
        _optional(
            "ram:SpecifiedTradeProduct/ram:DesignatedProductClassification",
            with_attribute("ram:SpecifiedTradeProduct/ram:DesignatedProductClassification/ram:ClassCode", "listID"),
        )
    ),
)

_BREAKDOWN = (
    at("BR-45", f"/{BREAKDOWN}")(exists("ram:BasisAmount")),
    at("BR-46", f"/{BREAKDOWN}")(exists("ram:CalculatedAmount")),
    at("BR-47", f"/{BREAKDOWN}")(exists("ram:CategoryCode")),
    at("BR-48", f"/{BREAKDOWN}")(_rated),
    at("BR-CO-03", f"/{BREAKDOWN}")(_told_once),
    decimals("BR-DEC-19", f"/{BREAKDOWN}/ram:BasisAmount", terms=("BT-116",), roots=()),
    decimals("BR-DEC-20", f"/{BREAKDOWN}/ram:CalculatedAmount", terms=("BT-117",), roots=()),
)


# --- What CII allows and these profiles do not ----------------------------------------


def _at_most_one(path: str) -> Test:
    return lambda elements, place: len(elements.below(place, path)) <= 1


def _all_alike(path: str) -> Test:
    """Whether all elements at a path say the same, white space aside."""
    named = Named(path)
    return lambda elements, _place: len({normalized(elements.text(place)) for place in named(elements)}) <= 1


def _one_account(elements: Elements, place: int) -> bool:
    """A transfer names its account by IBAN or otherwise, not both."""
    if normalised(elements, place, "ram:TypeCode") not in ("30", "58"):
        return True
    account = "ram:PayeePartyCreditorFinancialAccount"
    return exists(f"{account}/ram:IBANID")(elements, place) != exists(f"{account}/ram:ProprietaryID")(elements, place)


def _one_contact(party: str) -> Test:
    contact = f"{party}/ram:DefinedTradeContact"
    return lambda elements, place: (
        not (
            elements.below(place, f"{contact}/ram:PersonName")
            and elements.below(place, f"{contact}/ram:DepartmentName")
        )
    )


def _at_most_one_of(kind: str, name: str) -> Test:
    """At most one element of this name, or one document where it is empty, among documents of a kind."""

    def test(elements: Elements, place: int) -> bool:
        documents = [
            each
            for each in elements.below(place, "ram:AdditionalReferencedDocument")
            if normalised(elements, each, "ram:TypeCode") == kind
        ]
        return sum(len(elements.below(each, name)) if name else 1 for each in documents) <= 1

    return test


def _empty(elements: Elements, _path: str) -> Sequence[Breach]:
    """Elements without text, of which the next one is no child."""
    paths, texts = elements.trace.paths, elements.trace.texts
    found: list[Breach] = []
    for place in [place for place, text in enumerate(texts) if not text or text[0] in WHITE]:
        path, after = paths[place], "".join(paths[place + 1 : place + 2])
        holds_elements = after[len(path) : len(path) + 1] == "/" and after.startswith(path)
        if not holds_elements and not stripped(texts[place] or ""):
            found.append(Breach(place=place))
    return found


_RESTRICTIONS = (
    at("CII-SR-463", _ANY_ADJUSTMENT)(exists("ram:ChargeIndicator")),
    at("CII-SR-465", f"/{AGREEMENT}")(_one_contact(_SELLER)),
    at("CII-SR-466", f"/{AGREEMENT}")(_one_contact(_BUYER)),
    at("CII-SR-467", "/")(_all_alike(f"{_MEANS}/ram:TypeCode")),
    at("CII-SR-468", "/")(_all_alike(f"{_MEANS}/ram:Information")),
    at("CII-SR-469", "/")(_at_most_one(f"{SETTLEMENT}/ram:PaymentReference")),
    at("CII-SR-470", _MEANS)(_one_account),
    at("CII-SR-471", _ANY_ADJUSTMENT)(_at_most_one("ram:CategoryTradeTax")),
    at("CII-SR-472", _ANY_ADJUSTMENT)(_at_most_one("ram:RateApplicablePercent")),
    at("CII-SR-473", _ANY_ADJUSTMENT)(_at_most_one("ram:ActualAmount")),
    at("CII-SR-474", f"/{TRADE}/{_LINE}/ram:SpecifiedLineTradeSettlement")(_at_most_one_of("130", "")),
    at("CII-SR-475", f"/{AGREEMENT}")(_at_most_one_of("916", "ram:Name")),
    at("CII-SR-476", f"/{AGREEMENT}")(_at_most_one_of("916", "ram:AttachmentBinaryObject")),
)

_NOTHING_EMPTY = ElementRule(id="PEPPOL-EN16931-R008", context=Context(forms=("/",)), find=_empty)

PRESENCE: tuple[ElementRule, ...] = (*_DOCUMENT_RULES, *_LINES, *_BREAKDOWN, *_RESTRICTIONS, _NOTHING_EMPTY)
"""Rules of all profiles."""
