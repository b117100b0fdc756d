"""Tables that are not in Unicode, in the code pages of Windows, DOS and Unix from all over Europe."""

import pytest

from counterfoil.formats.table import guess
from formats.table_reading import table_of

GERMAN = "Rechnungsnummer;Datum;Kunde;Betrag\n1;05.01.2026;Müller & Söhne, Größenweg;1,00\n2;06.01.2026;Bäckerei;2,00\n"
FRENCH = "N° facture;Date;Société;Montant\n1;05/01/2026;Établissements Bâtir, déjà payé;1,00\n2;06/01/2026;Forêt;2,00\n"
SPANISH = "Nº factura;Fecha;Dirección;Importe\n1;05/01/2026;Peña y Muñoz, España;1,00\n2;06/01/2026;Año;2,00\n"
SWEDISH = "Fakturanr;Datum;Köpare;Belopp\n1;2026-01-05;Åkeri Öberg;1,00\n2;2026-01-06;Ångström;2,00\n"
POLISH = (
    "Numer faktury;Data;Nabywca;Kwota;Waluta\n1;2026-01-05;Łódzkie Zakłady Śrub;1,00;PLN\n2;2026-01-06;Żółw;2,00;PLN\n"
)
CZECH = "Faktura;Datum;Dodavatel;Částka;Měna\n1;5.1.2026;Žluťoučký kůň s.r.o.;1,00;CZK\n2;6.1.2026;Šťáva;2,00;CZK\n"
HUNGARIAN = (
    "Számla;Kelte;Vevő;Összeg;Devizanem\n1;2026-01-05;Őszi Fűtés Kft.;1,00;HUF\n2;2026-01-06;Tűz Zrt.;2,00;HUF\n"
)
TURKISH = "Fatura No;Fatura Tarihi;Müşteri;Tutar\n1;05.01.2026;Işık Şeker Gıda A.Ş.;1,00\n2;06.01.2026;Ağaç;2,00\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((text, encoding) for text in (GERMAN, FRENCH, SPANISH, SWEDISH) for encoding in ("cp1252", "cp850")),
        *((text, encoding) for text in (POLISH, CZECH) for encoding in ("cp1250", "iso8859-2", "cp852")),
        *((HUNGARIAN, encoding) for encoding in ("cp1250", "cp852")),
        *((TURKISH, encoding) for encoding in ("cp1254", "cp857")),
        (GERMAN.replace("&", "’s –"), "cp1252"),
    ],
    ids=lambda value: value[:7],
)
def test_a_code_page_is_told_by_the_words_that_come_out(text: str, encoding: str) -> None:
    written = text.encode(encoding)
    assert written.decode(guess(table_of(written)).mapping.encoding) == text


def test_what_is_in_unicode_has_no_code_page() -> None:
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        assert guess(table_of(POLISH.encode(encoding))).mapping.encoding == "cp1252"


def test_what_is_in_no_code_page_of_europe_is_read_all_the_same() -> None:
    every = bytes(range(0x80, 0x100)).replace(b"\xff", b"")
    assert guess(table_of(b"Number;Date;Customer;Amount\n1;2026-01-05;" + every + b";1.00\n")).mapping.encoding
