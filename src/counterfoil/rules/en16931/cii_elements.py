"""What CII documents may hold where it takes more than a row of cii.tsv to say so (CII-SR)."""

from collections.abc import Iterator

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import Concerns, ElementFind, ElementRule, Reads, When, at
from counterfoil.rules._elements import Elements, Named, several
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules._white_space import normalized, stripped

CII = (CII_ROOT,)

_TRADE = "/rsm:SupplyChainTradeTransaction"
_LINE = f"{_TRADE}/ram:IncludedSupplyChainTradeLineItem"
_PRODUCT = f"{_LINE}/ram:SpecifiedTradeProduct"
_AGREEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeAgreement"
_DELIVERY = f"{_TRADE}/ram:ApplicableHeaderTradeDelivery"
_SETTLEMENT = f"{_TRADE}/ram:ApplicableHeaderTradeSettlement"
_REFERENCE = "ram:AdditionalReferencedDocument"
_SELLER, _BUYER, _CONTACT = "ram:SellerTradeParty", "ram:BuyerTradeParty", "ram:DefinedTradeContact"
_MEANS = "ram:SpecifiedTradeSettlementPaymentMeans"
_WARNING = Severity.WARNING
# UNTDID 1001: supporting document, invoiced object, and what calls for tenders.
SUPPORTING, INVOICED_OBJECT, TENDER = "916", "130", "50"
_CREDIT_TRANSFERS = frozenset({"30", "58"})
_REMITTANCES = Named("ram:ApplicableHeaderTradeSettlement/ram:PaymentReference")
_DUE_DATE_CODES = Named("ram:ApplicableTradeTax/ram:DueDateTypeCode")


# --- Lines ------------------------------------------------------------------------------------------------------------


def _scheme_of_item(elements: Elements, path: str) -> Iterator[Breach]:
    """An item identifier of a standard says of which; one of several is enough."""
    for place in elements.at(path):
        if elements.attribute(place, "schemeID") is None:
            alike = elements.below(elements.parent(place), "ram:GlobalID")
            if place == alike[0] and all(elements.attribute(each, "schemeID") is None for each in alike):
                yield Breach(place=place)


def _with(*below: str) -> Concerns:
    return lambda paths, path: any(f"{path}/{each}" in paths for each in below)


_DISCOUNT = "ram:GrossPriceProductTradePrice/ram:AppliedTradeAllowanceCharge"


@at(
    "CII-SR-090",
    _PRODUCT,
    terms=("BT-159",),
    roots=CII,
    concerns=_with("ram:OriginTradeCountry"),
    reads=Reads.PATHS,
)
def one_country_of_origin(elements: Elements, place: int) -> bool | Breach:
    """What has an origin has exactly one country of origin."""
    if not elements.below(place, "ram:OriginTradeCountry"):
        return True
    countries = elements.below(place, "ram:OriginTradeCountry/ram:ID")
    return len(countries) == 1 or Breach(found=len(countries), expected=1)


@at(
    "CII-SR-119",
    f"{_LINE}/ram:SpecifiedLineTradeAgreement",
    terms=("BT-147",),
    severity=_WARNING,
    roots=CII,
    concerns=_with(f"{_DISCOUNT}/ram:ChargeIndicator", f"{_DISCOUNT}/ram:ActualAmount"),
)
def discount_is_whole(elements: Elements, place: int) -> bool:
    """A discount on the price has both an indicator, which says that it is one, and an amount, or neither."""
    indicators = elements.below(place, f"{_DISCOUNT}/ram:ChargeIndicator")
    amounts = elements.below(place, f"{_DISCOUNT}/ram:ActualAmount")
    if not indicators and not amounts:
        return True
    flags = elements.texts(elements.below(place, f"{_DISCOUNT}/ram:ChargeIndicator/udt:Indicator"))
    return bool(amounts) and any(stripped(flag) in {"false", "0"} for flag in flags)


# --- References -------------------------------------------------------------------------------------------------------


def of_type(elements: Elements, place: int, code: str) -> bool:
    """Whether a referenced document has a type code, to the letter."""
    return code in elements.texts(elements.below(place, "ram:TypeCode"))


def _of_type_trimmed(elements: Elements, place: int, code: str) -> bool:
    return any(normalized(elements.text(each)) == code for each in elements.below(place, "ram:TypeCode"))


def _references(
    rule_id: str, context: str, code: str, below: str = "", trimmed: bool = True, terms: tuple[str, ...] = ()
) -> ElementRule:
    """At most one reference of a type, or one thing in all of them together."""
    is_of = _of_type_trimmed if trimmed else of_type

    @at(
        rule_id,
        context,
        terms=terms,
        severity=_WARNING,
        roots=CII,
        concerns=_with(_REFERENCE),
    )
    def one_at_most(elements: Elements, place: int) -> bool | Breach:
        found = [each for each in elements.below(place, _REFERENCE) if is_of(elements, each, code)]
        if below:
            found = [part for each in found for part in elements.below(each, below)]
        return len(found) <= 1 or Breach(place=found[1], found=len(found), expected=1)

    return one_at_most


# --- Parties ----------------------------------------------------------------------------------------------------------


def _not_both(rule_id: str, context: str, above: str, first: str, second: str, *terms: str) -> ElementRule:
    """Only one of two ways to say who somebody is."""

    @at(
        rule_id,
        context,
        terms=terms,
        severity=_WARNING,
        roots=CII,
        concerns=lambda paths, path: f"{path}/{above}/{first}" in paths and f"{path}/{above}/{second}" in paths,
        reads=Reads.PATHS,
    )
    def one_of_them(elements: Elements, place: int) -> bool | Breach:
        found = elements.below(place, f"{above}/{second}")
        return not (found and elements.below(place, f"{above}/{first}")) or Breach(place=found[0])

    return one_of_them


# --- Payment ----------------------------------------------------------------------------------------------------------


def _all_alike(rule_id: str, name: str, *terms: str) -> ElementRule:
    """All means of payment say the same, but for white space."""
    named = Named(f"{_MEANS}/{name}")
    possible = several(named)

    def find(elements: Elements, _path: str) -> Iterator[Breach]:
        places = named(elements)
        first = normalized(elements.text(places[0])) if len(places) > 1 else ""
        for place in places[1:]:
            if normalized(elements.text(place)) != first:
                yield Breach(place=place, found=elements.text(place), expected=first)
                return

    return _once_for_all(rule_id, find, terms, possible)


def _once_for_all(rule_id: str, find: ElementFind, terms: tuple[str, ...], possible: When) -> ElementRule:
    context = Context(forms=("/",))
    return ElementRule(id=rule_id, context=context, find=find, terms=terms, roots=CII, possible=possible)


def _due_date_types(elements: Elements, _path: str) -> Iterator[Breach]:
    """One code for the day on which the tax falls due, the same in all groups."""
    places = _DUE_DATE_CODES(elements)
    for place in places[1:]:
        if elements.text(place) != elements.text(places[0]):
            yield Breach(place=place, found=elements.text(place), expected=elements.text(places[0]))
            return


def _one_remittance(elements: Elements, _path: str) -> Iterator[Breach]:
    places = _REMITTANCES(elements)
    if len(places) > 1:
        yield Breach(place=places[1], found=len(places), expected=1)


@at(
    "CII-SR-470",
    _SETTLEMENT,
    terms=("BT-84",),
    roots=CII,
    reads=Reads.SAID,
    said=lambda elements, path: elements.at(f"{path}/{_MEANS}/ram:TypeCode"),
)
def transfers_have_accounts(elements: Elements, place: int) -> bool | Breach:
    """A credit transfer has an account to go to."""
    account = "ram:PayeePartyCreditorFinancialAccount"
    for means in elements.below(place, _MEANS):
        codes = {normalized(elements.text(code)) for code in elements.below(means, "ram:TypeCode")}
        if not codes.isdisjoint(_CREDIT_TRANSFERS) and not (
            elements.below(means, f"{account}/ram:IBANID") or elements.below(means, f"{account}/ram:ProprietaryID")
        ):
            return Breach(place=means)
    return True


CII_ELEMENTS: tuple[ElementRule, ...] = (
    ElementRule(
        id="CII-SR-046",
        context=Context(forms=(f"{_PRODUCT}/ram:GlobalID",)),
        find=_scheme_of_item,
        terms=("BT-157",),
        roots=CII,
        reads=Reads.ATTRIBUTES,
    ),
    one_country_of_origin,
    discount_is_whole,
    _not_both("CII-SR-449", _DELIVERY, "ram:ShipToTradeParty", "ram:ID", "ram:GlobalID", "BT-71"),
    _not_both("CII-SR-450", _AGREEMENT, _BUYER, "ram:ID", "ram:GlobalID", "BT-46"),
    _not_both("CII-SR-451", _SETTLEMENT, "ram:PayeeTradeParty", "ram:ID", "ram:GlobalID", "BT-60"),
    _references("CII-SR-457", _AGREEMENT, TENDER, trimmed=False, terms=("BT-17",)),
    _references("CII-SR-458", _AGREEMENT, INVOICED_OBJECT, trimmed=False, terms=("BT-18",)),
    _once_for_all("CII-SR-462", _due_date_types, ("BT-8",), several(_DUE_DATE_CODES)),
    _not_both("CII-SR-465", _AGREEMENT, f"{_SELLER}/{_CONTACT}", "ram:PersonName", "ram:DepartmentName", "BT-41"),
    _not_both("CII-SR-466", _AGREEMENT, f"{_BUYER}/{_CONTACT}", "ram:PersonName", "ram:DepartmentName", "BT-56"),
    _all_alike("CII-SR-467", "ram:TypeCode", "BT-81"),
    _all_alike("CII-SR-468", "ram:Information", "BT-82"),
    _once_for_all("CII-SR-469", _one_remittance, ("BT-83",), several(_REMITTANCES)),
    transfers_have_accounts,
    _references("CII-SR-474", f"{_LINE}/ram:SpecifiedLineTradeSettlement", INVOICED_OBJECT, terms=("BT-128",)),
    _references("CII-SR-475", _AGREEMENT, SUPPORTING, "ram:Name", terms=("BT-123",)),
    _references("CII-SR-476", _AGREEMENT, SUPPORTING, "ram:AttachmentBinaryObject", terms=("BT-125",)),
)
