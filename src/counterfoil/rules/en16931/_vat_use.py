"""How a VAT category may be used: in the breakdown, by whom, at which rate, for which reason, beside which others."""

from collections.abc import Callable, Iterator

from counterfoil.rules._rule import Breach
from counterfoil.rules.en16931._vat import Adjusted, Kind, Vat
from counterfoil.rules.en16931._vat_parties import Known
from counterfoil.rules.en16931._vat_sums import groups_of

Right = Callable[[Kind], bool]
"""Whether a rate is as it must be."""

_DELIVERY = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeDelivery"
_PERIOD = "rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTradeSettlement/ram:BillingSpecifiedPeriod"


# --- 01: the breakdown has the category -------------------------------------------------------------------------------


def one_group(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: whatever uses it, the groups included, asks for exactly one group."""
    used = any(kind.vat and kind.code == code for kinds in (vat.anywhere, vat.items) for kind in kinds)
    count = sum(group.kind.vat and group.kind.code == code for group in vat.groups)
    if used and count != 1:
        yield Breach(found=count, expected=1)


def some_group(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL, where rates part the groups: at least one, if anything else uses it, and none otherwise.

    Category S is asked of any tax. A group that is wanted for L or M has the code without white space, and the tax of
    one for L may be any.
    """
    standard = code == "S"
    kinds = (*vat.items, *(one.kind for one in vat.adjusted))
    used = any(kind.code == code and (kind.vat or standard) for kind in kinds)
    if used and not standard:
        there = any(group.kind.written == code and (group.kind.vat or code == "L") for group in vat.groups)
    else:
        there = any(group.kind.code == code and (group.kind.vat or standard) for group in vat.groups)
    if used != there:
        yield Breach(found=int(there), expected=int(used))


def _counts(vat: Vat, code: str) -> tuple[int, int, int]:
    """CII: how many taxes of lines, of allowances and charges, and of groups have the category, of whichever tax."""
    lines = sum(len(places) for kind, places in vat.items.items() if kind.code == code)
    adjusted = sum(one.kind.code == code for one in vat.adjusted)
    return lines, adjusted, sum(group.kind.code == code for group in vat.groups)


def one_group_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: exactly one group if anything uses it, and none otherwise; category O may be used without one."""
    lines, adjusted, groups = _counts(vat, code)
    used = bool(lines or adjusted)
    if groups != int(used) and (groups or code != "O"):
        yield Breach(found=groups, expected=int(used))


def some_group_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII, where rates part the groups: lines (or allowances and charges) and groups are two at least, together."""
    lines, adjusted, groups = _counts(vat, code)
    if (lines and lines + groups < 2) or (adjusted and adjusted + groups < 2):
        yield Breach(found=groups, expected=1)


# --- 02 to 04: who uses it --------------------------------------------------------------------------------------------


def on_lines(vat: Vat, code: str, known: Known) -> Iterator[Breach]:
    """Whoever bills it on a line is known; told once for all lines."""
    places = [found[0] for kind, found in vat.items.items() if kind.vat and kind.code == code]
    if places and not known(vat.elements):
        yield Breach(place=min(places))


def on_lines_of_any_tax(vat: Vat, code: str, known: Known) -> Iterator[Breach]:
    """UBL, category S: where no line says VAT, the rule is broken whoever is known."""
    kinds = [kind for kind in vat.items if kind.code == code]
    if kinds and not (any(kind.vat for kind in kinds) and known(vat.elements)):
        yield Breach(place=min(vat.items[kind][0] for kind in kinds))


def on_adjustments(vat: Vat, code: str, known: Known, charge: bool) -> Iterator[Breach]:
    """Whoever gives an allowance (or makes a charge) with it is known; told once.

    UBL asks category O on the document alone, and charges of category L without white space around it.
    """
    for one in _adjusted(vat, code, charge):
        passed = vat.names.trimmed and (
            (code == "O" and not one.on_document) or (code == "L" and charge and one.kind.written != code)
        )
        if not passed and not known(vat.elements):
            yield Breach(place=one.place)
            return


def _adjusted(vat: Vat, code: str, charge: bool) -> Iterator[Adjusted]:
    return (one for one in vat.adjusted if one.charge is charge and one.kind.vat and one.kind.code == code)


# --- 05 to 07: the rate -----------------------------------------------------------------------------------------------


def rates_of_lines(vat: Vat, code: str, right: Right) -> Iterator[Breach]:
    """Each line with the category has a rate that fits it."""
    for kind, places in vat.lines.items():
        if kind.vat and kind.code == code and not right(kind):
            for place in places:
                yield Breach(place=place, found=kind.rate)


def rates_of_adjustments(vat: Vat, code: str, right: Right, charge: bool) -> Iterator[Breach]:
    """Each allowance (or charge) with the category has a rate that fits it."""
    for one in _adjusted(vat, code, charge):
        if not right(one.kind):
            yield Breach(place=one.place, found=one.kind.rate)


# --- 10: the reason for charging nothing ------------------------------------------------------------------------------


def reasoned(vat: Vat, code: str, wanted: bool) -> Iterator[Breach]:
    """Each group with the category gives a reason, in words or as a code, or gives none."""
    for group in groups_of(vat, code):
        given = [place for path in vat.names.reasons for place in vat.elements.below(group.place, path)]
        if bool(given) is not wanted:
            yield Breach(place=group.place, found=vat.elements.text(given[0]) if given else None)


# --- 11 to 14: what must, or must not, stand beside it ----------------------------------------------------------------


def delivered(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: goods that go to another country have a day of delivery or an invoicing period."""
    elements = vat.elements
    periods = f"{elements.root}/cac:InvoicePeriod/"
    for group in groups_of(vat, code):
        days = elements.texts(elements.head("cac:Delivery/cbc:ActualDeliveryDate"))
        if not any(len(day) > 1 for day in days) and not any(path.startswith(periods) for path in elements.by_path):
            yield Breach(place=group.place)
        return


def delivered_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: the same, where what is empty counts as given."""
    elements = vat.elements
    day = f"{_DELIVERY}/ram:ActualDeliverySupplyChainEvent/ram:OccurrenceDateTime/udt:DateTimeString"
    for group in groups_of(vat, code):
        if not any(elements.head(path) for path in (day, f"{_PERIOD}/ram:StartDateTime", f"{_PERIOD}/ram:EndDateTime")):
            yield Breach(place=group.place)


def delivered_to_country(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: and the country that they went to."""
    elements = vat.elements
    for group in groups_of(vat, code):
        countries = elements.head("cac:Delivery/cac:DeliveryLocation/cac:Address/cac:Country/cbc:IdentificationCode")
        if not any(len(country) > 1 for country in elements.texts(countries)):
            yield Breach(place=group.place)
        return


def delivered_to_country_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: the same, where what is empty counts as given."""
    country = f"{_DELIVERY}/ram:ShipToTradeParty/ram:PostalTradeAddress/ram:CountryID"
    for group in groups_of(vat, code):
        if not vat.elements.head(country):
            yield Breach(place=group.place)


def alone_in_breakdown(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: no group has another category."""
    if any(True for _ in groups_of(vat, code)):
        yield from _others([(group.place, group.kind) for group in vat.groups if group.kind.vat], code)


def alone_on_lines(vat: Vat, code: str) -> Iterator[Breach]:
    """UBL: no line has another category."""
    if any(True for _ in groups_of(vat, code)):
        yield from _others([(places[0], kind) for kind, places in vat.items.items() if kind.vat], code)


def alone_on_adjustments(vat: Vat, code: str, charge: bool) -> Iterator[Breach]:
    """UBL: no allowance (or no charge) has another category."""
    if any(True for _ in groups_of(vat, code)):
        taxes = [(one.place, one.kind) for one in vat.adjusted if one.charge is charge and one.kind.vat]
        yield from _others(taxes, code)


def alone_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: neither groups nor lines have another category; the rule on the one and that on the other ask for both."""
    if any(True for _ in groups_of(vat, code)):
        taxes = [(places[0], kind) for kind, places in vat.anywhere.items() if kind.written is not None]
        yield from _others(taxes, code)


def alone_on_adjustments_in_cii(vat: Vat, code: str) -> Iterator[Breach]:
    """CII: neither allowances nor charges have another category; both rules ask for both."""
    if any(True for _ in groups_of(vat, code)):
        yield from _others([(one.place, one.kind) for one in vat.adjusted if one.kind.written is not None], code)


def _others(taxes: list[tuple[int, Kind]], code: str) -> Iterator[Breach]:
    """The first one with another category, since that is enough to break the rule."""
    others = sorted(one for one in taxes if one[1].code != code)
    if others:
        yield Breach(place=others[0][0], found=others[0][1].code or None)
