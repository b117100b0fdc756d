"""What lines must hold (BR-21 to BR-28, BR-54, BR-64, BR-65, BR-CO-04)."""

from collections.abc import Iterator

from counterfoil.model.invoice import Classification, Invoice, ItemAttribute
from counterfoil.model.values import Identifier
from counterfoil.rules._rule import Breach, Rule, required, rule
from counterfoil.rules.en16931._amounts import below_zero, shown
from counterfoil.rules.en16931._parts import lines


def _item_numbers(invoice: Invoice) -> Iterator[Identifier]:
    return (line.item.standard_id for line in invoice.lines if line.item and line.item.standard_id)


def _classifications(invoice: Invoice) -> Iterator[Classification]:
    return (entry for line in invoice.lines if line.item for entry in line.item.classifications)


def _attributes(invoice: Invoice) -> Iterator[ItemAttribute]:
    return (attribute for line in invoice.lines if line.item for attribute in line.item.attributes)


def _told(attribute: ItemAttribute) -> bool:
    return bool(attribute.name and attribute.value)


@rule("BR-27", terms=("BT-146",))
def net_price_not_negative(invoice: Invoice) -> Iterator[Breach]:
    """A net price must be there and not be negative, which -0.00 is too."""
    for line in invoice.lines:
        net = line.price.net if line.price else None
        if net is None or net.value is None or below_zero(net.value):
            yield Breach(at=line, found=shown(net))


@rule("BR-28", terms=("BT-148",))
def gross_price_not_negative(invoice: Invoice) -> Iterator[Breach]:
    """A gross price must not be negative, which -0.00 is too."""
    for line in invoice.lines:
        gross = line.price.gross if line.price else None
        if gross is not None and (gross.value is None or below_zero(gross.value)):
            yield Breach(at=line, found=shown(gross))


PRESENCE_LINES: tuple[Rule, ...] = (
    required("BR-21", lines, "id", ("BT-126",)),
    required("BR-22", lines, "quantity", ("BT-129",)),
    required(
        "BR-23",
        lines,
        "quantity.unit",
        ("BT-130",),
    ),
    required("BR-24", lines, "net_amount", ("BT-131",)),
    required("BR-25", lines, "item.name", ("BT-153",)),
    required("BR-26", lines, "price.net", ("BT-146",)),
    net_price_not_negative,
    gross_price_not_negative,
    required("BR-54", _attributes, _told, ("BT-160", "BT-161")),
    required("BR-64", _item_numbers, "scheme", ("BT-157",)),
    required("BR-65", _classifications, "scheme", ("BT-158",)),
    required("BR-CO-04", lines, "category", ("BT-151",)),
)
