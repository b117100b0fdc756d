"""What comes as a table: receipts, open items, items, partners, a bank's export; each with a mapping."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from counterfoil.flow.world.bank import Statement
from counterfoil.flow.world.paper import Article, Company, Paper, plain

RECEIPTS, OPEN_ITEMS, ITEMS, PARTNERS = "goods receipts", "open items", "items", "partners"
ENCODING = "cp1252"

MAPPINGS = {
    RECEIPTS: """# Goods receipts out of the warehouse's system.
document = "receipt-advice"
delimiter = ";"
encoding = "cp1252"
decimal = ","
us = "buyer"
dates = ["DD.MM.YYYY"]

[columns]
"Wareneingang" = "number"
"Datum" = "issued"
"Lieferant" = "seller.name"
"USt-IdNr" = "seller.vat"
"Bestellung" = "order"
"Bestellpos" = "order_line"
"Artikel" = "line.buyer_item"
"Lief.-Artikel" = "line.seller_item"
"Bezeichnung" = "line.name"
"Menge" = "line.quantity"
"Einheit" = "line.unit"
"Fehlmenge" = "line.quantity_short"
"Abgelehnt" = "line.quantity_rejected"
""",
    OPEN_ITEMS: """# What customers still owed at the beginning of the year.
document = "open-item"
delimiter = ";"
encoding = "cp1252"
decimal = ","
us = "seller"
dates = ["DD.MM.YYYY"]

[columns]
"Belegnummer" = "number"
"Belegdatum" = "issued"
"Fällig am" = "due"
"Debitor" = "buyer.name"
"USt-IdNr" = "buyer.vat"
"Offener Betrag" = "payable"
"Währung" = "currency"
""",
    ITEMS: """# Articles with their packs.
document = "item"
delimiter = ";"
encoding = "cp1252"
decimal = ","

[columns]
"Artikelnummer" = "number"
"Bezeichnung" = "name"
"Basiseinheit" = "unit"
"EAN" = "gtin"
"Gebinde" = "pack"
""",
    PARTNERS: """# Suppliers and customers.
document = "partner"
delimiter = ";"
encoding = "cp1252"

[columns]
"Konto" = "number"
"Firma" = "name"
"Firmierung" = "trading_name"
"USt-Id" = "vat"
"IBAN" = "account"
"PLZ" = "post_code"
"Ort" = "city"
"Land" = "country"
""",
    "statement": """# The account whose bank gives a table only.
document = "statement"
delimiter = ";"
encoding = "cp1252"
decimal = ","
dates = ["DD.MM.YYYY"]

[columns]
"Auszug" = "number"
"Kontonummer" = "account"
"Buchungstag" = "entry.booked"
"Umsatz" = "entry.amount"
"Zahlungspflichtiger" = "counterparty.name"
"Gegenkonto" = "counterparty.account"
"Verwendungszweck" = "remittance"
"Kundenreferenz" = "end_to_end_id"
"Bankreferenz" = "entry.reference"

[constants]
currency = "EUR"
""",
}


def receipts(papers: Iterable[Paper]) -> bytes:
    """Receipts, a row a line."""
    rows = [
        [
            paper.number,
            f"{paper.issued:%d.%m.%Y}",
            paper.seller.name,
            paper.seller.vat,
            row.order or "",
            row.order_line or "",
            row.buyer_item or "",
            row.seller_item or "",
            row.name,
            _german(row.quantity),
            row.unit,
            _german(row.short),
            _german(row.rejected),
        ]
        for paper in papers
        for row in paper.rows
    ]
    return _table(RECEIPTS, rows)


def open_items(papers: Iterable[Paper]) -> bytes:
    """Open items, a row each."""
    rows = [
        [
            paper.number,
            f"{paper.issued:%d.%m.%Y}",
            f"{paper.due:%d.%m.%Y}" if paper.due else "",
            paper.buyer.name,
            paper.buyer.vat,
            _german(paper.total),
            paper.currency,
        ]
        for paper in papers
    ]
    return _table(OPEN_ITEMS, rows)


def items(articles: Sequence[tuple[str, Article]]) -> bytes:
    """Articles by our number, with their packs."""
    rows = [
        [number, one.name, one.unit, one.gtin, f"{one.pack_unit}:{plain(one.pack_size)}" if one.pack_unit else ""]
        for number, one in articles
    ]
    return _table(ITEMS, rows)


def partners(companies: Sequence[tuple[Company, str | None]]) -> bytes:
    """Partners with the account that we know."""
    rows = [
        [
            one.partner_number or "",
            one.name,
            one.trading_name or "",
            one.vat,
            account or "",
            one.post_code,
            one.city,
            one.country,
        ]
        for one, account in companies
    ]
    return _table(PARTNERS, rows)


def statement(statements: Iterable[Statement]) -> bytes:
    """A bank's export of several statements."""
    rows = [
        [
            each.number,
            each.account,
            f"{entry.booked:%d.%m.%Y}",
            _german(entry.amount),
            entry.details[0].name or "",
            entry.details[0].account or "",
            " ".join(entry.details[0].remittance),
            entry.details[0].end_to_end or "",
            entry.reference,
        ]
        for each in statements
        for entry in each.entries
    ]
    return _table("statement", rows)


def _table(name: str, rows: Iterable[Sequence[str]]) -> bytes:
    columns = [line.partition(" = ")[0].strip('"') for line in _columns(MAPPINGS[name])]
    lines = [columns, *([cell.replace(";", ",") for cell in row] for row in rows)]
    return ("\r\n".join(";".join(line) for line in lines) + "\r\n").encode(ENCODING, "replace")


def _columns(mapping: str) -> list[str]:
    head = mapping.partition("[columns]\n")[2].partition("\n\n")[0]
    return [line for line in head.splitlines() if line.startswith('"')]


def _german(number: Decimal | None) -> str:
    return "" if number is None else plain(number).replace(".", ",")
