"""What the benchmarks share: many different documents of our own making, and the invoices of the corpora."""

import os
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache
from itertools import islice
from pathlib import Path

from lxml import etree

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tools"))

from papers import Company, Line, despatch, invoice, order, receipt  # noqa: E402 - found by the line above
from papers_bank import Entry, camt  # noqa: E402 - found by the line above
from papers_cii import cii  # noqa: E402 - found by the line above
from papers_parties import gln, iban  # noqa: E402 - found by the line above

BUYER = Company("Nordlicht Möbelwerk GmbH", "DE811907980", "4012345000009", "DE89370400440532013000")
START = date(2024, 1, 2)
CORPORA = Path(os.environ.get("COUNTERFOIL_CORPORA", ROOT.parent / "shared" / "corpora")) / "documents"
_SELLERS = 40
_INVOICES = ("en16931/ubl-examples", "en16931/cii-examples", "peppol-billing", "xrechnung-testsuite", "zugferd")
_CII = "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}"
_RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"
_CBC = "{urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2}"
_UBL = "{urn:oasis:names:specification:ubl:schema:xsd:"
_NUMBERS = {
    f"{_UBL}Invoice-2}}Invoice": ("UBL invoice", f"{_CBC}ID"),
    f"{_UBL}CreditNote-2}}CreditNote": ("UBL invoice", f"{_CBC}ID"),
    f"{_CII}CrossIndustryInvoice": ("CII invoice", f"{_CII}ExchangedDocument/{_RAM}ID"),
}
"""Root elements of invoices, with the syntax and where the number stands."""


def seller(n: int) -> Company:
    """One of forty suppliers."""
    account = iban("DE", f"1203000000{20 * 10**6 + n:08}")
    return Company(f"Supplier {n:02} GmbH", f"DE1366956{n:02}", gln(f"40987650{n:04}"), account)


def trade(n: int) -> Iterator[tuple[str, bytes]]:
    """Order, despatch advice, receipt advice, invoice in UBL or CII, and a payment in two parts: with names."""
    of, day = seller(n % _SELLERS), START + timedelta(days=n % 900)
    items = tuple(
        Line(str(place), f"Item {place} of {n % 97}", str(3 + n % 11), f"{7 + place}.{n % 90:02}", "C62", f"A-{place}")
        for place in range(1, 4 + n % 6)
    )
    billed = tuple(Line(x.id, x.name, x.quantity, x.price, x.unit, x.item, order_line=x.id) for x in items)
    yield f"{n:06}-order.xml", order(f"PO-{n:06}", day, BUYER, of, items)
    yield f"{n:06}-despatch.xml", despatch(f"DA-{n:06}", day, f"PO-{n:06}", BUYER, of, items)
    yield f"{n:06}-receipt.xml", receipt(f"RA-{n:06}", day, f"DA-{n:06}", BUYER, of, items)
    write = cii if n % 2 else invoice
    yield f"{n:06}-invoice.xml", write(f"RE-{n:06}", day, day, BUYER, of, billed, f"PO-{n:06}")
    paid = tuple(Entry("-100.00", day, of, f"Rechnung RE-{n:06} Teil {part}") for part in range(2))
    yield f"{n:06}-bank.xml", camt(f"S-{n:06}", BUYER, day, "5000.00", paid)


def invoice_of_lines(count: int) -> bytes:
    """One invoice with so many lines."""
    lines = tuple(
        Line(str(n), f"Item {n}", str(3 + n % 11), f"{7 + n % 5}.{n % 90:02}", "C62", f"A-{n}")
        for n in range(1, count + 1)
    )
    return invoice("RE-1", START, START, BUYER, seller(1), lines, "PO-1")


def documents(count: int) -> Iterator[tuple[str, bytes]]:
    """So many documents."""
    return islice((each for n in range(count) for each in trade(n)), count)


def numbered_invoices(count: int) -> Iterator[tuple[str, bytes]]:
    """So many invoices out of the corpora, each again and again under another number; none where they are absent."""
    found = corpus_invoices()
    for n in range(count if found else 0):
        _, data = found[n % len(found)]
        root = etree.fromstring(data)
        number = root.find(_NUMBERS[root.tag][1])
        if number is not None:
            number.text = f"{number.text}-{n}"
        yield f"{n:06}.xml", etree.tostring(root, xml_declaration=True, encoding="UTF-8")


@cache
def corpus_invoices() -> list[tuple[str, bytes]]:
    """The invoices of the corpora that are XML: syntax and bytes."""
    return [
        (_NUMBERS[etree.fromstring(data).tag][0], data)
        for data in _xml_files(CORPORA / folder for folder in _INVOICES)
        if etree.fromstring(data).tag in _NUMBERS
    ]


def corpus_statements() -> list[bytes]:
    """The camt statements of the corpora, but for the one that is wrong on purpose."""
    return [data for data in _xml_files([CORPORA / "camt"]) if b"camt.05" in data]


def corpus_orders() -> list[bytes]:
    """Orders, despatch advices and their replies out of the corpora."""
    return list(_xml_files([CORPORA / "peppol-poacc"]))


def _xml_files(folders: Iterable[Path]) -> Iterator[bytes]:
    for folder in folders:
        for path in sorted(folder.rglob("*.xml")):
            if "wrong" not in path.name:
                yield path.read_bytes()
