"""An invoice that names several orders bills something of each."""

from datetime import timedelta

from counterfoil.model.summary import TradeLine
from matching.made import DAY, invoice, item, order, told

LATER = DAY + timedelta(days=9)


def goods(id: str, name: str, quantity: str, price: str = "20") -> TradeLine:
    """So many of something."""
    return item(id, quantity, name=name, seller_item=f"S-{name}", price=price)


ONE = order("PO-2026-00438", goods("1", "Motor", "18"), goods("2", "Pump", "12"), goods("3", "Seal", "48"))
TWO = order("PO-2026-00446", goods("1", "Seal", "15"), goods("2", "Pump", "15", "25"))
THREE = order("PO-2026-00447", goods("1", "Spring", "60"))
NOTE = ("For your orders PO-2026-00438, PO-2026-00446, PO-2026-00447",)
MOTOR, PUMP, SEAL, SPRING = (
    goods("1", "Motor", "6"),
    goods("2", "Pump", "8"),
    goods("3", "Seal", "5"),
    goods("4", "Spring", "60"),
)


def linked(*lines: TradeLine) -> list[str]:
    """What an invoice over three orders bills."""
    bill = invoice("INV-1", *lines, issued=LATER, notes=NOTE)
    return [link.rstrip("?") for link in told((ONE, TWO, THREE, bill), "bills")]


def test_the_line_that_fits_as_well_is_the_one_of_an_order_without_another() -> None:
    assert linked(MOTOR, PUMP, SEAL, SPRING) == [
        "bills INV-1:1 PO-2026-00438:1",
        "bills INV-1:2 PO-2026-00438:2",
        "bills INV-1:3 PO-2026-00446:1",
        "bills INV-1:4 PO-2026-00447:1",
    ]


def test_an_order_keeps_its_only_line() -> None:
    assert linked(SEAL, SPRING)[1:] == ["bills INV-1:2 PO-2026-00447:1"]


def test_of_several_lines_that_fit_as_well_none_is_moved() -> None:
    again = goods("5", "Seal", "5")
    assert "bills INV-1:1 PO-2026-00438:1" in linked(MOTOR, PUMP, SEAL, SPRING, again)
