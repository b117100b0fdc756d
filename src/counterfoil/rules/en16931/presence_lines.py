"""What lines must hold (BR-21 to BR-28, BR-54, BR-64, BR-65, BR-CO-04)."""

from collections.abc import Iterable, Iterator

from counterfoil.model.invoice import Classification, Invoice, InvoiceLine, ItemAttribute
from counterfoil.model.values import Identifier
from counterfoil.rules._rule import Breach, Rule, required, rule
from counterfoil.rules.en16931._amounts import shown


def _lines(invoice: Invoice) -> Iterable[InvoiceLine]:
    return invoice.lines


def _item_numbers(invoice: Invoice) -> Iterator[Identifier]:
    return (line.item.standard_id for line in invoice.lines if line.item and line.item.standard_id)


def _classifications(invoice: Invoice) -> Iterator[Classification]:
    return (entry for line in invoice.lines if line.item for entry in line.item.classifications)


def _attributes(invoice: Invoice) -> Iterator[ItemAttribute]:
    return (attribute for line in invoice.lines if line.item for attribute in line.item.attributes)


@rule("BR-27", terms=("BT-146",))
def net_price_not_negative(invoice: Invoice) -> Iterator[Breach]:
    """A net price must be there and not be negative."""
    for line in invoice.lines:
        net = line.price.net if line.price else None
        if net is None or net.value is None or net.value < 0:
            yield Breach(at=line, found=shown(net))


@rule("BR-28", terms=("BT-148",))
def gross_price_not_negative(invoice: Invoice) -> Iterator[Breach]:
    """A gross price must not be negative."""
    for line in invoice.lines:
        gross = line.price.gross if line.price else None
        if gross is not None and (gross.value is None or gross.value < 0):
            yield Breach(at=line, found=shown(gross))


PRESENCE_LINES: tuple[Rule, ...] = (
    required("BR-21", _lines, lambda it: it.id, ("BT-126",)),
    required("BR-22", _lines, lambda it: it.quantity, ("BT-129",)),
    required(
        "BR-23",
        _lines,
        lambda it: it.quantity and it.quantity.unit,
        ("BT-130",),
    ),
    required("BR-24", _lines, lambda it: it.net_amount, ("BT-131",)),
    required("BR-25", _lines, lambda it: it.item and it.item.name, ("BT-153",)),
    required("BR-26", _lines, lambda it: it.price and it.price.net, ("BT-146",)),
    net_price_not_negative,
    gross_price_not_negative,
    required(
        "BR-54",
        _attributes,
        lambda it: it.name and it.value,
        ("BT-160", "BT-161"),
    ),
    required("BR-64", _item_numbers, lambda it: it.scheme, ("BT-157",)),
    required("BR-65", _classifications, lambda it: it.scheme, ("BT-158",)),
    required("BR-CO-04", _lines, lambda it: it.category, ("BT-151",)),
)
