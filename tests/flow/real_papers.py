"""Papers in all formats that are read, which belong together."""

from dataclasses import replace

from demo_world import MAKER, RETAILER, SALES_1, day, shipped, shipped_xml
from papers import Line, credit_note, despatch, invoice, order, receipt
from papers_bank import Entry, camt
from papers_cii import cii

from trades import BUYER, DAY, SELLER


def papers() -> dict[str, bytes]:
    """Trades in all formats: events, an invoice twice (UBL, CII), several invoices and receipts on one order."""
    lines = tuple(Line(str(n), f"Board {n}", "10", "4.50", "C62", f"B-{n}") for n in (1, 2))
    billed = tuple(replace(line, quantity="6", order_line=line.id) for line in lines)
    part = tuple(replace(line, quantity="5") for line in lines)
    found: dict[str, bytes] = {}
    for n in (1, 2):
        found |= {
            f"{n}-order": order(f"PO-{n}", DAY, BUYER, SELLER, lines),
            f"{n}-despatch": despatch(f"DA-{n}", DAY, f"PO-{n}", BUYER, SELLER, lines),
            f"{n}-receipt": receipt(f"RA-{n}", DAY, f"DA-{n}", BUYER, SELLER, part),
            f"{n}-receipt2": receipt(f"RB-{n}", DAY, f"DA-{n}", BUYER, SELLER, part[:1]),
            f"{n}-invoice": invoice(f"INV-{n}", DAY, DAY, BUYER, SELLER, billed, f"PO-{n}"),
            f"{n}-second": invoice(f"INV-{n}b", day(3), day(9), BUYER, SELLER, billed, f"PO-{n}"),
            f"{n}-again": cii(f"INV-{n}", DAY, DAY, BUYER, SELLER, billed, f"PO-{n}"),
            f"{n}-credit": credit_note(f"CN-{n}", DAY, BUYER, SELLER, billed[:1], f"INV-{n}"),
        }
    both = Entry("-90.00", day(9), SELLER, "Rechnungen INV-1 und INV-2")
    found["bank"] = camt("S-1", BUYER, day(9), "1000.00", (both, Entry("-64.26", day(9), SELLER, "INV-1b")))
    found["sold"] = order("PO-9", DAY, RETAILER, MAKER, SALES_1)
    found["left"] = despatch("LS-9", DAY, "PO-9", RETAILER, MAKER, SALES_1)
    found["event"] = shipped(9, "PO-9", "LS-9", SALES_1, 4)
    found["event-xml"] = shipped_xml(8, "PO-9", "LS-9", 4)
    return found
