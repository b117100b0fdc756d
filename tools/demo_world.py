"""Write the documents of the demo: a spring of trade of a furniture maker with two suppliers and a retailer.

Run it as `python tools/demo_world.py` after a change here. What it writes is part of the package, so that the demo
needs nothing else. The same run always writes the same bytes.
"""

import io
import json
import zipfile
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

from papers import (
    PLAIN,
    XRECHNUNG,
    Company,
    Line,
    Totals,
    credit_note,
    despatch,
    invoice,
    invoice_response,
    order,
    order_cancellation,
    order_change,
    order_response,
    receipt,
)
from papers_bank import Entry, camt, mt940
from papers_cii import EXTENDED, cii, factur_x

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "counterfoil"
WORLD, EXCHANGED = PACKAGE / "flow" / "demo_documents", PACKAGE / "web" / "demo_documents"

MAKER = Company(
    "Nordlicht Möbelwerk GmbH",
    "DE811907980",
    "4012345000009",
    "DE89370400440532013000",
    "Werkstraße 5",
    "33602",
    "Bielefeld",
    person="Jana Petersen",
    phone="+49 521 5550170",
    mail="invoices@nordlicht.example",
)
TIMBER = Company(
    "Sägewerk Tannhof KG",
    "DE136695976",
    "4098765000003",
    "DE02120300000000202051",
    "Tannhof 1",
    "79856",
    "Hinterzarten",
    person="Alois Faller",
    phone="+49 7652 5550112",
    mail="buero@tannhof.example",
)
FITTINGS = Company(
    "Beslag & Zoon B.V.",
    "NL861234567B01",
    "8712345000004",
    "NL91ABNA0417164300",
    "Havenweg 12",
    "5145 NJ",
    "Waalwijk",
    "NL",
    person="Sanne de Vries",
    phone="+31 416 555018",
    mail="verkoop@beslag.example",
)
RETAILER = Company(
    "Wohnwelt Einrichtungshäuser SE",
    "DE129273398",
    "4056789000003",
    "DE75512108001245126199",
    "Am Markt 20",
    "50667",
    "Köln",
    person="Rainer Vogt",
    phone="+49 221 5550133",
    mail="rechnungen@wohnwelt.example",
)

BOARD = Line("1", "Oak board 27 mm", "0", "41.50", "MTK", "TH-27", "4098765100017")
PANEL = Line("2", "Beech panel 19 mm", "0", "18.20", "MTK", "TH-19", "4098765100024")
HINGE = Line("1", "Concealed hinge 110 degrees", "0", "1.35", "C62", "BZ-110", "8712345100018")
SLIDE = Line("2", "Drawer slide 500 mm, pair", "0", "7.90", "PR", "BZ-500", "8712345100025")
TABLE = Line("1", "Dining table FJORD 180", "0", "389.00", "C62", "NM-F180", "4012345100013")
CHAIR = Line("2", "Chair FJORD", "0", "89.50", "C62", "NM-FC", "4012345100020")
SHELF = Line("1", "Shelf SUND", "0", "129.00", "C62", "NM-S2", "4012345100037")

START = date(2026, 3, 2)
Papers = dict[str, bytes]


def main() -> None:
    """Write all documents of the world, replacing what was there."""
    write(WORLD, {**timber(), **fittings(), **retail(), **bank(), **tables()})
    write(EXCHANGED, exchanged())


def write(folder: Path, papers: Papers) -> None:
    """Write papers, in the place of all that was there."""
    for old in sorted(folder.rglob("*"), reverse=True):
        old.unlink() if old.is_file() else old.rmdir()
    for name, data in papers.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    print(f"{len(papers)} files in {folder}")


def day(after: int) -> date:
    """So many days after the start."""
    return START + timedelta(days=after)


def of(*lines: tuple[Line, str]) -> tuple[Line, ...]:
    """Lines with their quantities, numbered from 1."""
    return tuple(replace(line, id=str(place), quantity=quantity) for place, (line, quantity) in enumerate(lines, 1))


def billed(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The same lines as an invoice names them, with the order lines that they bill."""
    return tuple(replace(line, order_line=line.id) for line in lines)


def bought(
    folder: str, n: int, seller: Company, lines: tuple[Line, ...], start: int, received: tuple[Line, ...] | None = None
) -> Papers:
    """An order of ours with response, despatch and receipt; received is less where goods were short."""
    of_order, of_despatch = f"PO-26{n:03}", f"LS-{n:04}"
    return {
        f"{folder}/{of_order}.xml": order(of_order, day(start), MAKER, seller, lines),
        f"{folder}/{of_order}-response.xml": order_response(f"AB-{n:04}", day(start + 1), of_order, MAKER, seller),
        f"{folder}/{of_despatch}.xml": despatch(of_despatch, day(start + 6), of_order, MAKER, seller, lines),
        f"{folder}/WE-{n:04}.xml": receipt(f"WE-{n:04}", day(start + 7), of_despatch, MAKER, seller, received or lines),
    }


TIMBER_1, TIMBER_2, TIMBER_3 = of((BOARD, "120"), (PANEL, "80")), of((BOARD, "60")), of((PANEL, "150"))
FITTINGS_1, FITTINGS_2, FITTINGS_3 = of((HINGE, "2000"), (SLIDE, "400")), of((HINGE, "1500")), of((SLIDE, "260"))
SALES_1, SALES_2, SALES_3 = of((TABLE, "20"), (CHAIR, "120")), of((SHELF, "90")), of((TABLE, "12"))
SALES_4 = of((CHAIR, "48"), (SHELF, "10"))


def timber() -> Papers:
    """Purchases of timber: a short delivery that was billed in full, and an invoice that came twice."""
    folder = "purchasing/timber"
    short = (TIMBER_2[0],)
    papers = bought(folder, 11, TIMBER, TIMBER_1, 0)
    papers |= bought(folder, 12, TIMBER, TIMBER_2, 14, received=(replace(short[0], quantity="52"),))
    papers |= bought(folder, 13, TIMBER, TIMBER_3, 28)
    papers[f"{folder}/RE-3301.xml"] = invoice("RE-3301", day(8), day(38), MAKER, TIMBER, billed(TIMBER_1), "PO-26011")
    papers[f"{folder}/RE-3318.xml"] = invoice(
        "RE-3318", day(22), day(52), MAKER, TIMBER, billed(TIMBER_2), "PO-26012", follows=XRECHNUNG
    )
    papers[f"{folder}/RE-3340.xml"] = invoice("RE-3340", day(36), day(66), MAKER, TIMBER, billed(TIMBER_3), "PO-26013")
    papers[f"{folder}/RE-3340 again.xml"] = cii(
        "RE-3340", day(39), day(69), MAKER, TIMBER, billed(TIMBER_3), "PO-26013"
    )
    changed = (replace(TIMBER_3[0], quantity="150"),)
    papers[f"{folder}/PO-26013-change.xml"] = order_change("PO-26013-1", day(30), "PO-26013", MAKER, TIMBER, changed)
    never = of((PANEL, "40"))
    papers[f"{folder}/PO-26014.xml"] = order("PO-26014", day(40), MAKER, TIMBER, never)
    papers[f"{folder}/PO-26014-cancelled.xml"] = order_cancellation(
        "PO-26014-X", day(41), "PO-26014", MAKER, TIMBER, "Ordered twice by mistake"
    )
    return papers


def fittings() -> Papers:
    """Purchases of fittings: invoices as PDF with XML inside, one with a wrong total."""
    folder = "purchasing/fittings"
    papers = bought(folder, 21, FITTINGS, FITTINGS_1, 3) | bought(folder, 22, FITTINGS, FITTINGS_2, 20)
    papers |= bought(folder, 23, FITTINGS, FITTINGS_3, 34)
    # What came of this order stands in the table of goods receipts.
    del papers[f"{folder}/WE-0022.xml"]
    xml = cii("2026-0944", day(43), day(73), MAKER, FITTINGS, billed(FITTINGS_3), "PO-26023", follows=EXTENDED)
    papers[f"{folder}/2026-0944.pdf"] = factur_x("2026-0944", xml, "Invoice 2026-0944, Beslag & Zoon B.V.")
    xml = cii("2026-0871", day(11), day(41), MAKER, FITTINGS, billed(FITTINGS_1), "PO-26021")
    papers[f"{folder}/2026-0871.pdf"] = factur_x("2026-0871", xml, "Invoice 2026-0871, Beslag & Zoon B.V.")
    wrong = Totals.of(FITTINGS_2).total + Decimal("90.00")
    papers[f"{folder}/2026-0902.xml"] = invoice(
        "2026-0902", day(28), day(58), MAKER, FITTINGS, billed(FITTINGS_2), "PO-26022", total=wrong
    )
    return papers


def retail() -> Papers:
    """Sales to a retailer, with goods events, responses to invoices and a credit note.

    In an archive as they came by mail.
    """
    papers = sold(31, SALES_1, 5, XRECHNUNG) | sold(32, SALES_2, 16) | sold(33, SALES_3, 30) | sold(34, SALES_4, 44)
    del papers["sales/LS-7034-shipped.jsonld"]
    papers["sales/LS-7034-shipped.xml"] = shipped_xml(34, "WW-4034", "LS-7034", 52)
    papers["sales/R-7034.xml"] = invoice("R-7034", day(53), day(83), RETAILER, MAKER, billed(SALES_4), "WW-4034")
    back = (replace(CHAIR, id="1", quantity="6"),)
    papers["sales/G-7003.xml"] = credit_note("G-7003", day(27), RETAILER, MAKER, back, "R-7031")
    packed = {name: papers.pop(name) for name in sorted(papers) if "R-7033" in name or "WW-4033" in name}
    papers["sales/mail of 2026-04-10.zip"] = archive({name.rpartition("/")[2]: data for name, data in packed.items()})
    return papers


def exchanged() -> Papers:
    """One sale to the retailer, each paper with the company that issues it: what `demo --nodes` exchanges."""
    lines = of((TABLE, "8"), (CHAIR, "48"))
    return {
        "retailer/order.xml": order("WW-4041", day(60), RETAILER, MAKER, lines),
        "manufacturer/order-response.xml": order_response("AB-7041", day(61), "WW-4041", RETAILER, MAKER),
        "manufacturer/despatch-advice.xml": despatch("LS-7041", day(68), "WW-4041", RETAILER, MAKER, lines),
        "retailer/receipt-advice.xml": receipt("WE-4041", day(69), "LS-7041", RETAILER, MAKER, lines),
        "manufacturer/invoice.xml": invoice("R-7041", day(70), day(100), RETAILER, MAKER, billed(lines), "WW-4041"),
    }


def sold(n: int, lines: tuple[Line, ...], start: int, follows: str = PLAIN) -> Papers:
    """An order of the retailer with our despatch, the goods event of shipping, our invoice, and what became of it."""
    of_order, of_despatch, bill = f"WW-40{n}", f"LS-70{n}", f"R-70{n}"
    return {
        f"sales/{of_order}.xml": order(of_order, day(start), RETAILER, MAKER, lines),
        f"sales/{of_order}-response.xml": order_response(f"AB-70{n}", day(start + 1), of_order, RETAILER, MAKER),
        f"sales/{of_despatch}.xml": despatch(of_despatch, day(start + 8), of_order, RETAILER, MAKER, lines),
        f"sales/{of_despatch}-shipped.jsonld": shipped(n, of_order, of_despatch, lines, start + 8),
        f"sales/{bill}.xml": cii(
            bill, day(start + 9), day(start + 39), RETAILER, MAKER, billed(lines), of_order, follows=follows
        ),
        f"sales/{bill}-response.xml": invoice_response(f"IR-{n}", day(start + 12), bill, RETAILER, MAKER),
    }


def shipped(n: int, of_order: str, of_despatch: str, lines: tuple[Line, ...], after: int) -> bytes:
    """An EPCIS 2.0 object event: the goods left our works for an order and with a despatch advice."""
    prefix = MAKER.gln[:7]
    event = {
        "type": "ObjectEvent",
        "eventTime": f"{day(after)}T14:30:00.000Z",
        "eventTimeZoneOffset": "+02:00",
        "epcList": [f"urn:epc:id:sscc:{prefix}.0{n:09}"],
        "action": "OBSERVE",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "readPoint": {"id": f"urn:epc:id:sgln:{prefix}.00000.0"},
        "bizLocation": {"id": f"urn:epc:id:sgln:{prefix}.00000.0"},
        "bizTransactionList": [
            {"type": "po", "bizTransaction": f"urn:epcglobal:cbv:bt:{RETAILER.gln}:{of_order}"},
            {"type": "desadv", "bizTransaction": f"urn:epcglobal:cbv:bt:{MAKER.gln}:{of_despatch}"},
        ],
        "quantityList": [
            {
                "epcClass": f"urn:epc:class:lgtin:{prefix}.0{line.gtin[7:12] if line.gtin else '00000'}.L{n}",
                "quantity": int(line.quantity),
            }
            for line in lines
        ],
    }
    document = {
        "@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": f"{day(after)}T15:00:00.000Z",
        "epcisBody": {"eventList": [event]},
    }
    return (json.dumps(document, indent=1, ensure_ascii=False) + "\n").encode()


def shipped_xml(n: int, of_order: str, of_despatch: str, after: int) -> bytes:
    """The same kind of event in EPCIS XML."""
    prefix = MAKER.gln[:7]
    place = f"<id>urn:epc:id:sgln:{prefix}.00000.0</id>"
    papers = (("po", RETAILER, of_order), ("desadv", MAKER, of_despatch))
    named = "".join(
        f'<bizTransaction type="urn:epcglobal:cbv:btt:{kind}">urn:epcglobal:cbv:bt:{of.gln}:{number}</bizTransaction>'
        for kind, of, number in papers
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" '
        f'schemaVersion="2.0" creationDate="{day(after)}T15:00:00Z"><EPCISBody><EventList><ObjectEvent>'
        f"<eventTime>{day(after)}T14:30:00Z</eventTime><eventTimeZoneOffset>+02:00</eventTimeZoneOffset>"
        f"<epcList><epc>urn:epc:id:sscc:{prefix}.0{n:09}</epc></epcList><action>OBSERVE</action>"
        "<bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>"
        "<disposition>urn:epcglobal:cbv:disp:in_transit</disposition>"
        f"<readPoint>{place}</readPoint><bizLocation>{place}</bizLocation>"
        f"<bizTransactionList>{named}</bizTransactionList>"
        "</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>\n"
    ).encode()


def archive(papers: Papers) -> bytes:
    """The papers in a ZIP archive with fixed times."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in papers.items():
            packed.writestr(zipfile.ZipInfo(name, (2026, 4, 10, 8, 0, 0)), data)
    return buffer.getvalue()


def bank() -> Papers:
    """Statements: one payment for two invoices, a retailer that pays too little, and things that are no trade."""
    t1, t2 = Totals.of(TIMBER_1).total, Totals.of(TIMBER_2).total
    f1 = Totals.of(FITTINGS_1).total
    s1, s2 = Totals.of(SALES_1).total, Totals.of(SALES_2).total
    credit = Totals.of((replace(CHAIR, quantity="6"),)).total
    march = (
        Entry(f"-{f1}", day(26), FITTINGS, "Invoice 2026-0871", "2026-0871"),
        Entry("-18450.00", day(28), MAKER, "Loehne und Gehaelter Maerz"),
    )
    april = (
        Entry(f"-{t1 + t2}", day(36), TIMBER, "RE-3301 und RE-3318, Sammelzahlung"),
        Entry(str(s1 - credit), day(44), RETAILER, "R-7031 abzgl. G-7003"),
        Entry(str(s2 - Decimal("250.00")), day(55), RETAILER, "Rechnung R-7032 abzgl. Transportschaden"),
    )
    t3 = Totals.of(TIMBER_3).total
    s3 = Totals.of(SALES_3).total
    may = (
        Entry(f"-{t3}", day(60), TIMBER, "RE-3340 vom 07.04.2026", "RE-3340"),
        Entry(str(s3), day(61), RETAILER, "Rechnung R-7033"),
    )
    return {
        "bank/2026-03.xml": camt("2026-03", MAKER, day(29), "52300.00", march),
        "bank/2026-04.xml": camt("2026-04", MAKER, day(59), "30000.00", april),
        "bank/2026-05.sta": mt940("2026-05", MAKER, day(61), "31000.00", may),
    }


def tables() -> Papers:
    """Tables out of other systems, with the mappings that say how to read them."""
    return {
        "bank/opening items.csv": opening_items(),
        "purchasing/goods receipts.csv": goods_receipts(),
        "mappings/opening-items.toml": _OPENING_ITEMS.encode(),
        "mappings/goods-receipts.toml": _GOODS_RECEIPTS.encode(),
    }


_OPENING_ITEMS = """# Open items out of the old system: what suppliers were still owed.
document = "open-item"
delimiter = ";"
encoding = "cp1252"
decimal = ","
thousands = "."
us = "buyer"
dates = ["DD.MM.YYYY"]

[columns]
"Belegnummer" = "number"
"Belegdatum" = "issued"
"Fällig am" = "due"
"Kreditor" = "seller.name"
"USt-IdNr" = "seller.vat"
"Betrag" = "payable"
"Währung" = "currency"
"""

_GOODS_RECEIPTS = """# Goods receipts out of the warehouse's system.
document = "receipt-advice"
delimiter = ";"
encoding = "cp1252"
decimal = ","
thousands = "."
us = "buyer"
dates = ["DD.MM.YYYY"]

[columns]
"Wareneingang" = "number"
"Datum" = "issued"
"Lieferant" = "seller.name"
"USt-IdNr" = "seller.vat"
"Bestellung" = "order"
"Bestellpos" = "order_line"
"Artikel" = "line.seller_item"
"Menge" = "line.quantity"
"Einheit" = "line.unit"
"""


def opening_items() -> bytes:
    """Open items out of an older system, as a table."""
    rows = ["Belegnummer;Belegdatum;Fällig am;Kreditor;USt-IdNr;Betrag;Währung"]
    rows += [
        f"RE-3290;10.02.2026;12.03.2026;{TIMBER.name};{TIMBER.vat};2.380,00;EUR",
        f"2025-9911;15.12.2025;14.01.2026;{FITTINGS.name};{FITTINGS.vat};640,50;EUR",
    ]
    return ("\r\n".join(rows) + "\r\n").encode("cp1252")


def goods_receipts() -> bytes:
    """Goods receipts out of the warehouse's system, as a table: what came of the last order of fittings."""
    rows = ["Wareneingang;Datum;Lieferant;USt-IdNr;Bestellung;Bestellpos;Artikel;Menge;Einheit"]
    rows += [f"WE-9001;{day(49):%d.%m.%Y};{FITTINGS.name};{FITTINGS.vat};PO-26022;1;BZ-110;1.500,00;C62"]
    return ("\r\n".join(rows) + "\r\n").encode("cp1252")


if __name__ == "__main__":
    main()
