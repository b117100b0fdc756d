"""Rules on answers to orders, plain and advanced, which are the same but for their numbers (T76 and T116)."""

from counterfoil.rules._element_rule import ElementRule, ElementTest, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._white_space import normalized
from counterfoil.rules.peppol_transactions._columns import over, some
from counterfoil.rules.peppol_transactions._conditions import begins_with, line_id_once, with_children
from counterfoil.rules.peppol_transactions._reading import currency, said

_PARTY = ("cac:PartyLegalEntity/cbc:RegistrationName", "cac:PartyIdentification/cbc:ID")
_CODE = "cbc:OrderResponseCode"


def responses(transaction: str, customization: str) -> tuple[ElementRule, ...]:
    """The rules of a transaction ("T76") that are not in its table."""
    name = f"PEPPOL-{transaction}"
    whole_period = with_children("cbc:StartDate", "cbc:EndDate")
    return (
        at(f"{name}-R006", "cbc:CustomizationID")(begins_with(customization)),
        at(f"{name}-R005", "cbc:PriceAmount")(_in_document_currency),
        over(f"{name}-R001", "cac:BuyerCustomerParty/cac:Party", find=some(*_PARTY)),
        over(f"{name}-R002", "cac:SellerSupplierParty/cac:Party", find=some(*_PARTY)),
        at(f"{name}-R004", "cac:PromisedDeliveryPeriod", concerns=whole_period)(_in_order),
        over(f"{name}-R003", "cac:OrderLine/cac:LineItem", find=line_id_once),
        at(f"{name}-R007", _CODE)(_lines_where("CA", wanted=True)),
        at(f"{name}-R008", _CODE)(_lines_where("AP", wanted=False)),
        at(f"{name}-R009", _CODE)(_lines_where("RE", wanted=False)),
        at(f"{name}-R010", _CODE)(_lines_where("AB", wanted=False)),
    )


def _in_document_currency(elements: Elements, place: int) -> bool | Breach:
    found, expected = elements.attribute(place, "currencyID"), currency(elements)
    return found in expected or Breach(found=found, expected=" or ".join(expected) or None)


def _in_order(elements: Elements, place: int) -> bool | Breach:
    """A period does not end before it starts; its days are compared as they are written."""
    start, end = said(elements, place, "cbc:StartDate"), said(elements, place, "cbc:EndDate")
    return start is None or end is None or end >= start or Breach(found=end, expected=start)


def _lines_where(answer: str, *, wanted: bool) -> ElementTest:
    """With this answer there are lines beside it, or there are none."""

    def test(elements: Elements, place: int) -> bool | Breach:
        if normalized(elements.text(place)) != answer:
            return True
        return bool(elements.below(elements.parent(place), "cac:OrderLine")) is wanted or Breach(found=answer)

    return test
