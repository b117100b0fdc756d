"""Lines that say the same on an invoice of several orders: those of each order stand together, or nothing tells."""

from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.matching.three_way.least_mixed import least_mixed
from counterfoil.model.summary import TradeLine
from matching.made import DAY, Record, invoice, item, order

TEN = Decimal(10)


def of(name: str, id: str) -> TradeLine:
    """Five of an article."""
    return item(id, "5", name=name, seller_item=f"N-{name}")


ORDERS = (
    order("PO-2026-00462", of("Oak board", "1"), of("Hinge", "2"), of("Screw", "3")),
    order("PO-2026-00458", of("Oak board", "1"), of("Varnish", "2"), of("Nail", "3")),
)


def billed(*names: str) -> dict[str, tuple[str, bool]]:
    """For each line of an invoice that names both orders: the order that it bills, and whether that is likely."""
    lines = [of(name, str(at)) for at, name in enumerate(names, 1)]
    note = "Your orders PO-2026-00462 and PO-2026-00458"
    record = Record(*ORDERS, invoice("INV-1", *lines, notes=(note,), issued=DAY + timedelta(days=9)))
    return {
        link.source.line or "": (record.documents[link.target.id].summary.number or "", link.confidence > 0.6)
        for link in record.links
        if link.kind == "bills"
    }


def test_a_line_goes_with_the_lines_around_it_whatever_order_is_named_first() -> None:
    found = billed("Varnish", "Oak board", "Nail", "Hinge", "Oak board", "Screw")
    assert [found[at] for at in "25"] == [("PO-2026-00458", True), ("PO-2026-00462", True)]


def test_where_the_lines_of_two_orders_are_mixed_nothing_tells_which_is_which() -> None:
    found = billed("Varnish", "Hinge", "Oak board", "Nail", "Screw", "Oak board")
    assert {at: likely for at, (_, likely) in found.items() if not likely} == {"3": False, "6": False}
    assert {found[at][0] for at in "36"} == {"PO-2026-00462", "PO-2026-00458"}


@pytest.mark.parametrize("first", [True, False])
@pytest.mark.parametrize("named", ["PO-2026-00462 and PO-2026-00458", "PO-2026-00458 and PO-2026-00462"])
def test_pieces_and_packs_that_cost_the_same_go_with_the_lines_around_them(first: bool, named: str) -> None:
    def screws(id: str, *, packs: bool) -> TradeLine:
        of = ("1", "XCT", "20") if packs else ("10", "H87", "2")
        return item(id, of[0], unit=of[1], price=of[2], amount="20", name="Screw", seller_item="S-77", pack_size=TEN)

    after = ("Hinge", "Nail", "Bolt", "Glue")
    orders = (
        order("PO-2026-00462", screws("1", packs=True), *(of(name, str(at)) for at, name in enumerate(after, 2))),
        order("PO-2026-00458", of("Varnish", "1"), screws("2", packs=True)),
    )
    lines = [of("Varnish", "1"), screws("2", packs=first), screws("3", packs=not first)]
    lines += [of(name, str(at)) for at, name in enumerate(after, 4)]
    record = Record(*orders, invoice("INV-1", *lines, notes=(f"Your orders {named}",), issued=DAY + timedelta(days=9)))
    assert {
        (one.source.line, record.documents[one.target.id].summary.number, one.quantity) for one in record.links
    } >= {
        ("2", "PO-2026-00458", Decimal(1 if first else 10)),
        ("3", "PO-2026-00462", Decimal(10 if first else 1)),
    }


@pytest.mark.parametrize(
    ("beside", "targets", "chosen", "shares"),
    [
        ({}, "AB", [0, 1], ["1", "1"]),
        ({1: "A", 4: "B"}, "AA", [0, 1], ["1", "1"]),
        ({1: "B", 4: "A"}, "AB", [1, 0], ["1", "1"]),
        ({1: "A", 4: "B", 5: "A"}, "AB", [0, 1], ["0.5", "0.5"]),
        ({1: "A", 4: "B", 5: "A", 6: "B"}, "AB", [0, 1], ["0.5", "0.5"]),
        ({0: "A", 1: "C", 4: "C", 5: "B", 6: "A"}, "AB", [0, 1], ["0.5", "0.5"]),
    ],
)
def test_as_few_turns_as_can_be(beside: dict[int, str], targets: str, chosen: list[int], shares: list[str]) -> None:
    around = {at: target.encode() for at, target in beside.items()}
    found, sure = least_mixed(around, (2, 3), [each.encode() for each in targets])
    assert ([*found], [str(each) for each in sure]) == (chosen, shares)


def test_very_many_stay_in_the_order_of_their_targets() -> None:
    found, sure = least_mixed({0: b"B"}, range(1, 7), [b"A", b"B"] * 3)
    assert [*found] == [0, 1, 2, 3, 4, 5]
    assert set(sure) == {1}
