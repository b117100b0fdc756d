"""Exports out of systems in Czech, Slovak, Hungarian and Turkish, by the mapping that is guessed."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.formats.table import guess, mapping_text, parse_mapping
from counterfoil.model.summary import StatementSummary, TradeSummary
from formats.table_reading import read, table_of

CZECH = (
    "Číslo faktury;Datum vystavení;Datum splatnosti;Odběratel;DIČ;Základ daně;DPH;Celkem;Měna\n"
    "2026001;15.01.2026;29.01.2026;Žluťoučký kůň s.r.o.;CZ12345678;1234,50;259,25;1493,75;CZK\n"
    "2026002;16.01.2026;30.01.2026;Příliš a.s.;CZ87654321;100,00;21,00;121,00;CZK\n"
)
SLOVAK = (
    "Číslo faktúry;Dátum vystavenia;Splatnosť;Odberateľ;IČ DPH;Základ dane;DPH;Celkom s DPH;Mena\n"
    "2026001;15.01.2026;29.01.2026;Ľubica s.r.o.;SK1234567890;1234,50;259,25;1493,75;EUR\n"
)
HUNGARIAN = (
    "Számlaszám;Kelte;Teljesítés;Fizetési határidő;Vevő neve;Adószám;Nettó;ÁFA;Bruttó;Devizanem\n"
    "2026001;2026.01.15.;2026.01.15.;2026.01.29.;Őszi Fény Kft.;12345678-2-42;1234,50;259,25;1493,75;HUF\n"
)
TURKISH = (
    "Fatura No;Fatura Tarihi;Vade Tarihi;Müşteri;Vergi No;Matrah;KDV;Genel Toplam;Para Birimi\n"
    "2026001;15.01.2026;29.01.2026;Işık Şeker Gıda A.Ş.;1234567890;1.234,50;259,25;1.493,75;TRY\n"
)


def first(data: bytes) -> object:
    found = guess(table_of(data))
    mapping = parse_mapping(mapping_text(found.mapping, found.trial, found.remarks, found.unmapped), "m.toml")
    return read(data, mapping)[0].summary


@pytest.mark.parametrize(
    ("text", "encoding", "name"),
    [
        (CZECH, "cp1250", "Žluťoučký kůň s.r.o."),
        (SLOVAK, "utf-8", "Ľubica s.r.o."),
        (HUNGARIAN, "cp1250", "Őszi Fény Kft."),
        (TURKISH, "cp1254", "Işık Şeker Gıda A.Ş."),
    ],
    ids=["Czech", "Slovak", "Hungarian", "Turkish"],
)
def test_a_list_of_invoices(text: str, encoding: str, name: str) -> None:
    invoice = first(text.encode(encoding))
    assert isinstance(invoice, TradeSummary)
    assert (invoice.document, invoice.number) == ("invoice", "2026001")
    assert (invoice.issued, invoice.due) == (date(2026, 1, 15), date(2026, 1, 29))
    assert (invoice.net, invoice.tax, invoice.total) == (Decimal("1234.50"), Decimal("259.25"), Decimal("1493.75"))
    assert invoice.buyer is not None
    assert invoice.buyer.name == name


@pytest.mark.parametrize(
    "text",
    [
        (
            "Číslo objednávky;Datum objednávky;Dodavatel;Položka;Zboží;Množství;MJ;Jednotková cena\n"
            "4500001;15.01.2026;Dřevo s.r.o.;10;Prkno;5;ks;12,50\n4500001;15.01.2026;Dřevo s.r.o.;20;Lať;2;ks;5,00\n"
        ),
        (
            "Rendelésszám;Rendelés dátuma;Szállító;Tétel;Megnevezés;Mennyiség;ME;Egységár\n"
            "4500001;2026.01.15.;Fa Kft.;10;Deszka;5;db;12,50\n4500001;2026.01.15.;Fa Kft.;20;Léc;2;db;5,00\n"
        ),
        (
            "Sipariş No;Sipariş Tarihi;Tedarikçi;Sıra;Ürün Adı;Miktar;Birim;Birim Fiyat\n"
            "4500001;15.01.2026;Ağaç A.Ş.;10;Tahta;5;adet;12,50\n4500001;15.01.2026;Ağaç A.Ş.;20;Çıta;2;adet;5,00\n"
        ),
    ],
    ids=["Czech", "Hungarian", "Turkish"],
)
def test_lines_of_orders(text: str) -> None:
    order = first(text.encode())
    assert isinstance(order, TradeSummary)
    assert (order.document, order.number, order.issued) == ("order", "4500001", date(2026, 1, 15))
    assert order.seller is not None
    assert [(line.id, line.quantity, line.unit, line.price) for line in order.lines] == [
        ("10", Decimal(5), "H87", Decimal("12.50")),
        ("20", Decimal(2), "H87", Decimal("5.00")),
    ]


@pytest.mark.parametrize(
    "text",
    [
        (
            "Datum zaúčtování;Částka;Měna;Název protiúčtu;Protiúčet;Zpráva pro příjemce\n"
            "15.01.2026;1493,75;CZK;Kůň s.r.o.;CZ6508000000192000145399;2026001\n"
        ),
        (
            "Könyvelés dátuma;Összeg;Devizanem;Partner neve;Ellenoldali számlaszám;Közlemény\n"
            "2026.01.15.;1493,75;HUF;Fény Kft.;HU42117730161111101800000000;2026001\n"
        ),
        (
            "İşlem Tarihi;Tutar;Para Birimi;Karşı Hesap Adı;Karşı IBAN;Açıklama\n"
            "15.01.2026;1493,75;TRY;Işık A.Ş.;TR330006100519786457841326;2026001\n"
        ),
    ],
    ids=["Czech", "Hungarian", "Turkish"],
)
def test_a_statement(text: str) -> None:
    statement = first(text.encode())
    assert isinstance(statement, StatementSummary)
    (entry,) = statement.lines
    assert (entry.amount, entry.booked) == (Decimal("1493.75"), date(2026, 1, 15))
