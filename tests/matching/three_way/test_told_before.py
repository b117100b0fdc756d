"""Which of several lines that say the same bills which order: told by the lines about them, whatever linked these."""

from datetime import timedelta

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Reference, TradeLine
from matching.made import DAY, invoice, item, order, ref, told, trade

PO, DN = kinds.ORDER, kinds.DESPATCH_ADVICE
LATER = DAY + timedelta(days=9)


def sheet(id: str, *refs: Reference) -> TradeLine:
    """Twenty-five sheets."""
    return item(id, "25", *refs, name="Steel sheet", seller_item="A5056")


def other(id: str, number: int, *refs: Reference) -> TradeLine:
    """Goods that stand on one order alone."""
    return item(id, str(number), *refs, name=f"Valve no. {number}", seller_item=f"V-{number}")


ORDERED = {
    "PO-2026-00458": (other("1", 11), sheet("2"), other("3", 13)),
    "PO-2026-00462": (other("1", 21), sheet("2"), other("3", 23)),
}
ONE, TWO = (order(number, *lines) for number, lines in ORDERED.items())
ENDS = [
    "bills INV-1:1 PO-2026-00462:1",
    "bills INV-1:2 PO-2026-00462:2",
    "bills INV-1:3 PO-2026-00462:3",
    "bills INV-1:4 PO-2026-00458:1",
    "bills INV-1:5 PO-2026-00458:2",
    "bills INV-1:6 PO-2026-00458:3",
]


def test_lines_between_those_that_references_told() -> None:
    lines = other("1", 21), sheet("2"), other("3", 23), other("4", 11), sheet("5"), other("6", 13)
    heads = ref(PO, "PO-2026-00458"), ref(PO, "PO-2026-00462")
    bill = invoice("INV-1", *lines, issued=LATER, references=heads)
    assert [link.rstrip("?") for link in told((ONE, TWO, bill), "bills")] == ENDS


def test_lines_between_those_that_despatches_told() -> None:
    shipped = [
        trade(DN, f"DN-{at}", *goods, issued=LATER, references=(ref(PO, number),))
        for at, (number, goods) in enumerate(ORDERED.items(), 1)
    ]
    lines = other("1", 21), sheet("2"), other("3", 23), other("4", 11), sheet("5"), other("6", 13)
    bill = invoice("INV-1", *lines, issued=LATER, references=(ref(DN, "DN-1"), ref(DN, "DN-2")))
    assert [link.rstrip("?") for link in told((ONE, TWO, *shipped, bill), "bills")] == ENDS
