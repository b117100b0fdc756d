"""Orders that are named in the words of a line, or among what supports an invoice."""

from datetime import timedelta
from decimal import Decimal

from counterfoil.model.summary import TradeLine
from matching.made import DAY, Record, invoice, item, order, ref, told


def board(id: str, quantity: str, **terms: str) -> TradeLine:
    """So many boards."""
    return item(id, quantity, name="Oak board", seller_item="B-100", **terms)


def screw(id: str, quantity: str, **terms: str) -> TradeLine:
    """So many screws."""
    return item(id, quantity, name="Wood screw", seller_item="S-77", **terms)


def test_of_many_orders_the_one_that_the_note_of_a_line_names() -> None:
    orders = [order(f"PO-{31 * n + 4000}", board("1", "60"), issued=DAY + timedelta(days=n)) for n in range(30)]
    orders += [order("PO-3900", board("1", "80"), issued=DAY - timedelta(days=40))]
    bill = invoice("INV-1", board("1", "60", note="Your order PO-3900"), issued=DAY + timedelta(days=31))
    assert told([*orders, bill], "bills") == ["bills INV-1:1 PO-3900:1?"]


def test_a_line_whose_note_names_an_order_bills_that_though_another_asks_for_the_very_quantity() -> None:
    orders = order("PO-4001", board("1", "60")), order("PO-4032", board("1", "8"), screw("2", "20"), screw("3", "30"))
    lines = (
        board("1", "8", note="Order PO-4001"),
        screw("2", "20", note="Order PO-4032"),
        screw("3", "30", note="Order PO-4032"),
    )
    assert told([*orders, invoice("INV-1", *lines, issued=DAY + timedelta(days=9))], "bills") == [
        "bills INV-1:1 PO-4001:1?",
        "bills INV-1:2 PO-4032:2?",
        "bills INV-1:3 PO-4032:3?",
    ]


def test_an_order_among_what_supports_an_invoice_is_named() -> None:
    orders = [order(f"PO-{31 * n + 4000}", board("1", "60"), issued=DAY + timedelta(days=n)) for n in range(3)]
    bill = invoice("INV-1", board("1", "8"), issued=DAY + timedelta(days=9), references=(ref("document", "PO-4000"),))
    (link,) = [one for one in Record(*orders, bill).links if one.kind == "bills"]
    assert link.evidence[0] == "names order PO-4000"
    assert link.confidence > Decimal("0.95")


def test_what_a_pack_holds_by_the_order_alone_counts_for_what_is_left_of_it() -> None:
    sold = order("PO-4000", item("1", "10", unit="XCT", name="Screw", seller_item="S-77", pack_size=Decimal(50)))
    first = item("1", "250", ref("order", "PO-4000", "1"), unit="H87", name="Screw", seller_item="S-77")
    rest = item("1", "5", unit="XCT", name="Screw", seller_item="S-77")
    bills = invoice("INV-1", first, issued=DAY + timedelta(days=9)), invoice("INV-2", rest, issued=DAY + timedelta(10))
    assert told([sold, *bills], "bills") == ["bills INV-1:1 PO-4000:1", "bills INV-2:1 PO-4000:1?"]
