"""Small trades of our own making, and homes to put them into, for the tests of the upper floors."""

from datetime import UTC, date, datetime
from pathlib import Path

from papers import Company, Line, credit_note, despatch, invoice, invoice_response, order, order_response, receipt
from papers_bank import Entry, camt

from counterfoil.flow.home import init_home
from counterfoil.model.settings import Owner, Settings

DAY = date(2026, 3, 2)
BUYER = Company("Nordlicht Möbelwerk GmbH", "DE811907980", "4012345000009", "DE89370400440532013000")
SELLER = Company("Sägewerk Tannhof KG", "DE136695976", "4098765000003", "DE02120300000000202051")
ORDERED = (
    Line("1", "Oak board", "10", "41.50", "MTK", "TH-27"),
    Line("2", "Beech panel", "5", "18.20", "MTK", "TH-19"),
)
BILLED = tuple(Line(x.id, x.name, x.quantity, x.price, x.unit, x.item, order_line=x.id) for x in ORDERED)
RECEIVED = (
    Line("1", "Oak board", "8", unit="MTK", item="TH-27"),
    Line("2", "Beech panel", "5", unit="MTK", item="TH-19"),
)


def trade(n: int = 1) -> dict[str, bytes]:
    """One whole trade, numbered `n`: order to payment with a short delivery and a short payment."""
    return {
        f"{n}-order.xml": order(f"PO-{n}", DAY, BUYER, SELLER, ORDERED),
        f"{n}-response.xml": order_response(f"OR-{n}", DAY, f"PO-{n}", BUYER, SELLER),
        f"{n}-despatch.xml": despatch(f"DA-{n}", DAY, f"PO-{n}", BUYER, SELLER, ORDERED),
        f"{n}-receipt.xml": receipt(f"RA-{n}", DAY, f"DA-{n}", BUYER, SELLER, RECEIVED),
        f"{n}-invoice.xml": invoice(f"INV-{n}", DAY, DAY, BUYER, SELLER, BILLED, f"PO-{n}"),
        f"{n}-credit.xml": credit_note(f"CN-{n}", DAY, BUYER, SELLER, BILLED[1:], f"INV-{n}"),
        f"{n}-reply.xml": invoice_response(f"IR-{n}", DAY, f"INV-{n}", BUYER, SELLER),
        f"{n}-bank.xml": camt(f"S-{n}", BUYER, DAY, "1000.00", (Entry("-300.00", DAY, SELLER, f"Rechnung INV-{n}"),)),
    }


def written(folder: Path, papers: dict[str, bytes]) -> Path:
    """The papers as files in a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in papers.items():
        (folder / name).write_bytes(data)
    return folder


class Clock:
    """A clock that goes on by a second each time it is asked."""

    def __init__(self) -> None:
        self._seconds = 0

    def __call__(self) -> datetime:
        self._seconds += 1
        return datetime(2026, 3, 3, 8, 0, self._seconds % 60, self._seconds, tzinfo=UTC)


def made_home(path: Path) -> Path:
    """A new home of the buyer, with an unencrypted key."""
    owner = Owner(name=BUYER.name, vat=BUYER.vat, gln=BUYER.gln, ibans=(BUYER.iban,))
    init_home(path, Settings(owner=owner), None, unencrypted=True)
    return path
