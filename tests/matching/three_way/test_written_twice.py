"""An article that an invoice writes twice, of two orders that it bills: each line is about an order of its own."""

from datetime import date, timedelta

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import DAY, Record, invoice, item, order, receipt, ref

PO = kinds.ORDER


def later(days: int) -> date:
    """A day after the orders'."""
    return DAY + timedelta(days=days)


def goods(id: str, name: str, quantity: str, number: str | None = None, line: str | None = None) -> TradeLine:
    """A line about an article, which may name a line of an order."""
    refs = () if number is None else (ref(PO, number, line),)
    return item(id, quantity, *refs, name=f"Article {name}", seller_item=f"N-{name * 3}")


def orders(first: str, second: str) -> tuple[Recorded, Recorded]:
    """Two orders for one article and another each."""
    return (
        order("PO-4004", goods("1", "A", "12"), goods("2", "X", first), issued=DAY),
        order("PO-4017", goods("1", "B", "60"), goods("2", "X", second), issued=later(2)),
    )


def came(number: str, quantity: str, of: str, days: int = 5) -> Recorded:
    """A receipt of the article that both orders have."""
    return receipt(number, goods("1", "X", quantity, of, "2"), issued=later(days))


def test_what_came_of_one_order_leaves_the_other_line_to_the_other() -> None:
    record = Record(
        *orders("200", "2000"),
        came("RA-1", "100", "PO-4004"),
        came("RA-2", "50", "PO-4004", 7),
        came("RA-3", "500", "PO-4017"),
        invoice(
            "INV-1",
            *(goods("1", "A", "12"), goods("2", "X", "150"), goods("3", "B", "60"), goods("4", "X", "500")),
            issued=later(9),
        ),
    )
    assert [one.removesuffix("?") for one in record.told("bills")] == [
        "bills INV-1:1 PO-4004:1",
        "bills INV-1:2 PO-4004:2",
        "bills INV-1:3 PO-4017:1",
        "bills INV-1:4 PO-4017:2",
    ]


def test_who_bills_each_delivery_of_one_order_by_itself_bills_that_order() -> None:
    record = Record(
        *orders("200", "2000"),
        came("RA-1", "100", "PO-4004"),
        came("RA-2", "300", "PO-4017"),
        came("RA-3", "500", "PO-4017", 7),
        invoice("INV-1", goods("1", "B", "60"), goods("2", "X", "300"), goods("3", "X", "500"), issued=later(9)),
    )
    assert [one.removesuffix("?") for one in record.told("bills")] == [
        "bills INV-1:1 PO-4017:1",
        "bills INV-1:2 PO-4017:2",
        "bills INV-1:3 PO-4017:2",
    ]


def test_what_a_line_leaves_that_fits_another_order_much_better_is_free_for_the_next() -> None:
    record = Record(
        order("PO-4004", *(goods(str(at), name, "25") for at, name in enumerate("ABC", 1)), goods("20", "X", "125")),
        order("PO-4017", *(goods(str(at), name, "40") for at, name in enumerate("DEF", 11)), goods("5", "X", "125")),
        receipt("RA-1", goods("1", "X", "62", "PO-4004", "20"), issued=later(5)),
        receipt("RA-2", goods("1", "X", "125", "PO-4017", "5"), issued=later(5)),
        invoice(
            "INV-1",
            *(goods(str(at), name, "25") for at, name in enumerate("ABC", 1)),
            *(goods("8", "X", "62"), goods("9", "X", "125")),
            *(goods(str(at), name, "10") for at, name in enumerate("DEF", 11)),
            issued=later(9),
            notes=("PO-4004 / PO-4017",),
        ),
    )
    told = [one.removesuffix("?") for one in record.told("bills")]
    assert ("bills INV-1:4 PO-4004:4" in told, "bills INV-1:5 PO-4017:4" in told, len(told)) == (True, True, 8)
    assert record.faults("quantity-over-ordered") == []


def test_a_line_over_several_lines_of_an_order_fits_it_as_well_as_one() -> None:
    record = Record(
        order("PO-4004", goods("1", "A", "4"), goods("2", "X", "10"), goods("3", "X", "10"), issued=DAY),
        order("PO-4017", goods("1", "B", "3"), goods("2", "X", "20"), issued=later(2)),
        receipt("RA-1", goods("1", "X", "1", "PO-4004", "2"), goods("2", "X", "1", "PO-4004", "3"), issued=later(5)),
        came("RA-2", "10", "PO-4017"),
        invoice(
            "INV-1",
            *(goods("1", "B", "3"), goods("2", "A", "4"), goods("3", "X", "2"), goods("4", "X", "10")),
            issued=later(9),
            notes=("PO-4017 PO-4004",),
        ),
    )
    assert [one.removesuffix("?") for one in record.told("bills") if ":3 " in one or ":4 " in one] == [
        "bills INV-1:3 PO-4004:2",
        "bills INV-1:3 PO-4004:3",
        "bills INV-1:4 PO-4017:2",
    ]
