"""Exports in the languages of our neighbours are guessed to the last column, with their numbers, days and signs."""

from datetime import date
from decimal import Decimal

import pytest

from counterfoil.formats.table import guess, mapping_text, parse_mapping
from counterfoil.formats.table.languages import LANGUAGES
from counterfoil.formats.table.synonyms import plain_header
from counterfoil.formats.table.terms import FAMILY
from counterfoil.model.summary import MasterSummary, Reference, StatementSummary, Summary, TradeSummary
from formats.table_reading import read, table_of


def summaries(*rows: str) -> list[Summary]:
    """The documents of a table by the mapping guessed from it, written down and loaded again."""
    data = "\r\n".join(rows).encode()
    found = guess(table_of(data))
    text = mapping_text(found.mapping, found.trial, found.remarks, found.unmapped)
    return [one.summary for one in read(data, parse_mapping(text, "guessed.toml"))]


def trade(*rows: str) -> TradeSummary:
    first = summaries(*rows)[0]
    assert isinstance(first, TradeSummary)
    return first


FRENCH_LINES = (
    "N° facture;Date facture;Code client;Nom du client;Réf. article;Désignation;Quantité;Unité;PU HT;Montant HT;TVA",
    "FA001;05/01/2026;C01;Meubles Dupont;REF1;Planche chêne;10;U;12,50;125,00;20",
    "FA001;05/01/2026;C01;Meubles Dupont;REF2;Planche hêtre;2;U;5,00;10,00;20",
    "FA002;15/01/2026;C02;Maison SARL;REF1;Planche chêne;1;U;12,50;12,50;20",
)
DUTCH_LINES = (
    "Factuurnr.;Datum;Leverancier;Regel;Artikelcode;Omschrijving;Aantal;Eenheid;Prijs;Bedrag;Btw %",
    "F1;05-01-2026;Hout BV;1;A1;Plank eiken;10;stuk;12,50;125,00;21",
    "F1;05-01-2026;Hout BV;2;A2;Plank beuken;2;stuk;5,00;10,00;21",
    "F2;16-01-2026;Staal BV;1;B1;Staaf;1;stuk;99,00;99,00;21",
)


@pytest.mark.parametrize(
    ("rows", "number", "name", "rate"),
    [(FRENCH_LINES, "FA001", "Meubles Dupont", 20), (DUTCH_LINES, "F1", "Hout BV", 21)],
)
def test_lines_of_invoices(rows: tuple[str, ...], number: str, name: str, rate: int) -> None:
    found = trade(*rows)
    partner = found.buyer if number == "FA001" else found.seller
    assert (found.document, found.number, found.issued, partner and partner.name) == (
        "invoice",
        number,
        date(2026, 1, 5),
        name,
    )
    assert [(line.quantity, line.unit, line.price, line.amount, line.tax_rate) for line in found.lines] == [
        (Decimal(10), "H87", Decimal("12.50"), Decimal("125.00"), Decimal(rate)),
        (Decimal(2), "H87", Decimal("5.00"), Decimal("10.00"), Decimal(rate)),
    ]
    assert [line.seller_item for line in found.lines] == (["REF1", "REF2"] if rate == 20 else ["A1", "A2"])
    assert found.net == Decimal("135.00")


@pytest.mark.parametrize(
    "header",
    [
        "Factuurnummer;Factuurdatum;Debiteurnaam;Vervaldatum;Excl. btw;Btw-bedrag;Incl. btw;Openstaand bedrag",
        "N° pièce;Date;Intitulé client;Date échéance;Total HT;Total TVA;Total TTC;Reste à payer",
        "Numero fattura;Data fattura;Cliente;Scadenza;Imponibile;IVA;Totale;Importo residuo",
        "Nº de factura;Fecha de factura;Nombre cliente;Vencimiento;Base imponible;Cuota IVA;Total;Pendiente",
        "Fakturanr.;Fakturadato;Kundenavn;Forfaldsdato;Beløb ekskl. moms;Momsbeløb;Beløb inkl. moms;Restbeløb",
        "Fakturanummer;Fakturadato;Kunde;Forfallsdato;Eks. mva;Mva;Inkl. mva;Utestående",
        "Fakturanr;Fakturadatum;Kundnamn;Förfallodatum;Nettobelopp;Moms;Totalbelopp;Kvar att betala",
        "Numer faktury;Data wystawienia;Nazwa nabywcy;Termin płatności;Wartość netto;Kwota VAT;Brutto;Pozostało",
        "Nr dokumentu;Data dokumentu;Odbiorca;Termin płatności;Netto;VAT;Brutto;Do zapłaty",
        "Belegnummer;Belegdatum;Kundenname;Fällig am;Nettobetrag;MwSt;Bruttobetrag;Offener Betrag",
        "Number;Invoice/Bill Date;Customer;Due Date;Untaxed Amount Signed;Tax;Total Signed;Amount Due Signed",
    ],
)
def test_invoices_with_their_totals(header: str) -> None:
    found = trade(
        header,
        "R1;05.01.2026;Muster & Co;04.02.2026;1.000,00;210,00;1.210,00;1.210,00",
        "R2;16.01.2026;Beispiel;15.02.2026;100,00;21,00;121,00;0,00",
    )
    assert (found.document, found.number, found.issued, found.due) == (
        "invoice",
        "R1",
        date(2026, 1, 5),
        date(2026, 2, 4),
    )
    assert (found.net, found.tax, found.total, found.payable) == (
        Decimal("1000.00"),
        Decimal("210.00"),
        Decimal("1210.00"),
        Decimal("1210.00"),
    )
    assert found.buyer is not None
    assert found.buyer.name == "Muster & Co"


@pytest.mark.parametrize(
    ("header", "document"),
    [
        ("N° commande;Date commande;Fournisseur;Référence;Désignation;Qté commandée;Unité;PU HT;Montant HT", "order"),
        ("Ordernummer;Orderdatum;Leverancier;Artikelcode;Omschrijving;Besteld aantal;Eenheid;Prijs;Bedrag", "order"),
        ("Nº pedido;Fecha pedido;Proveedor;Referencia;Descripción;Cantidad;Unidad;Precio;Importe", "order"),
        ("N. ordine;Data ordine;Fornitore;Codice articolo;Descrizione;Quantità;UM;Prezzo;Importo", "order"),
        ("Ordrenr.;Ordredato;Leverandør;Varenr.;Beskrivelse;Bestilt antal;Enhed;Stykpris;Linjebeløb", "order"),
        ("Ordrenummer;Bestillingsdato;Leverandør;Varenummer;Varenavn;Bestilt antall;Enhet;Enhetspris;Beløp", "order"),
        ("Nr zamówienia;Data zamówienia;Dostawca;Indeks;Nazwa towaru;Ilość zamówiona;J.m.;Cena netto;Wartość", "order"),
        ("Ordernummer;Orderdatum;Leverantör;Artikelnr;Benämning;Beställt antal;Enhet;Styckpris;Belopp", "order"),
    ],
)
def test_orders(header: str, document: str) -> None:
    found = trade(
        header, "B7;05.01.2026;Muster;A1;Brett;10;U;12,50;125,00", "B7;05.01.2026;Muster;A2;Latte;2;U;5,00;10,00"
    )
    assert (found.document, found.number, found.issued) == (document, "B7", date(2026, 1, 5))
    assert [(line.seller_item, line.name, line.quantity, line.price, line.amount) for line in found.lines] == [
        ("A1", "Brett", Decimal(10), Decimal("12.50"), Decimal("125.00")),
        ("A2", "Latte", Decimal(2), Decimal("5.00"), Decimal("10.00")),
    ]


@pytest.mark.parametrize(
    ("header", "document"),
    [
        ("N° BL;Date BL;N° commande;Code article;Désignation;Qté livrée", "despatch-advice"),
        ("Pakbonnummer;Datum;Ordernummer;Artikelcode;Omschrijving;Geleverd aantal", "despatch-advice"),
        ("N° réception;Date de réception;N° commande;Code article;Désignation;Quantité reçue", "receipt-advice"),
        (
            "Ontvangstnummer;Ontvangstdatum;Inkoopordernummer;Artikelcode;Omschrijving;Ontvangen aantal",
            "receipt-advice",
        ),
        ("Nº albarán;Fecha albarán;Nº pedido;Código artículo;Descripción;Cantidad entregada", "despatch-advice"),
        ("N. DDT;Data DDT;N. ordine;Codice articolo;Descrizione;Quantità consegnata", "despatch-advice"),
        ("Følgeseddelnr.;Dato;Ordrenr.;Varenr.;Beskrivelse;Leveret antal", "despatch-advice"),
        ("Varemottaksnr.;Mottaksdato;Ordrenummer;Varenummer;Varenavn;Mottatt antall", "receipt-advice"),
        ("Nr WZ;Data wydania;Nr zamówienia;Kod towaru;Nazwa towaru;Ilość wydana", "despatch-advice"),
        ("Nr PZ;Data przyjęcia;Nr zamówienia;Kod towaru;Nazwa towaru;Ilość przyjęta", "receipt-advice"),
        ("Inleveransnr;Inleveransdatum;Inköpsordernr;Artikelnr;Benämning;Mottaget antal", "receipt-advice"),
    ],
)
def test_goods_name_their_order(header: str, document: str) -> None:
    found = trade(header, "L1;20.01.2026;B7;A1;Brett;10", "L1;20.01.2026;B7;A2;Latte;5")
    assert (found.document, found.number, found.issued) == (document, "L1", date(2026, 1, 20))
    assert Reference(document="order", number="B7") in found.references
    assert [(line.seller_item, line.quantity) for line in found.lines] == [("A1", Decimal(10)), ("A2", Decimal(5))]


@pytest.mark.parametrize(
    "header",
    [
        "Konto;Name;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Rechnungsbetrag;Offener Betrag",
        "Crediteurnummer;Naam;Factuurnummer;Factuurdatum;Vervaldatum;Factuurbedrag;Openstaand",
        "Compte;Nom;N° facture;Date facture;Date échéance;Montant TTC;Solde dû",
        "Leverandørnr.;Navn;Fakturanr.;Fakturadato;Forfaldsdato;Fakturabeløb;Restbeløb",
        "Kod dostawcy;Nazwa;Nr faktury;Data wystawienia;Termin płatności;Kwota brutto;Pozostało do zapłaty",
        "Leverantörsnr;Namn;Fakturanr;Fakturadatum;Förfallodatum;Fakturabelopp;Restbelopp",
    ],
)
def test_open_items(header: str) -> None:
    found = trade(
        header,
        "70001;Holz AG;F1;05.01.2026;04.02.2026;163,35;163,35",
        "70002;Stahl;F2;16.01.2026;15.02.2026;119,79;19,79",
    )
    assert (found.document, found.number, found.due) == ("open-item", "F1", date(2026, 2, 4))
    assert (found.total, found.payable) == (Decimal("163.35"), Decimal("163.35"))


@pytest.mark.parametrize(
    "rows",
    [
        (
            "Datum;Naam / Omschrijving;Rekening;Tegenrekening;Code;Af Bij;Bedrag (EUR);Mutatiesoort;Mededelingen",
            "20260105;Meubel BV;NL91ABNA0417164300;NL69INGB0123456789;OV;Bij;1.350,00;Overschrijving;Factuur 7",
            "20260105;Hout BV;NL91ABNA0417164300;NL20INGB0001234567;GT;Af;120,50;Online bankieren;F1",
        ),
        (
            "Date;Date de valeur;Libellé;Débit;Crédit;Solde",
            "05/01/2026;05/01/2026;VIR Meubles FA001;;1 350,00;2 350,00",
            "05/01/2026;05/01/2026;PRLV EDF;-120,50;;2 229,50",
        ),
        (
            "Data contabile;Data valuta;Descrizione;Addebiti;Accrediti",
            "05/01/2026;05/01/2026;BONIFICO;;1.350,00",
            "05/01/2026;05/01/2026;SDD;120,50;",
        ),
        (
            "Bogføringsdato;Valørdato;Tekst;Beløb;Saldo",
            "05-01-2026;05-01-2026;Faktura 7;1.350,00;2.350,00",
            "05-01-2026;05-01-2026;Husleje;-120,50;2.229,50",
        ),
        (
            "Dato;Forklaring;Rentedato;Ut fra konto;Inn på konto",
            "05.01.2026;Faktura 7;05.01.2026;;1.350,00",
            "05.01.2026;Husleie;05.01.2026;120,50;",
        ),
        (
            "Bokföringsdag;Valutadag;Meddelande;Belopp;Saldo",
            "2026-01-05;2026-01-05;Faktura 7;1 350,00;2 350,00",
            "2026-01-05;2026-01-05;Hyra;-120,50;2 229,50",
        ),
        (
            "#Data operacji;#Opis operacji;#Rachunek;#Kategoria;#Kwota;#Saldo po operacji",
            "2026-01-05;PRZELEW PRZYCHODZĄCY FV/12;PL61109010140000071219812874;Wpływy;1 350,00 PLN;5 000,00 PLN",
            "2026-01-05;OPŁATA;PL61109010140000071219812874;Opłaty;-120,50 PLN;4 879,50 PLN",
        ),
        (
            "Data księgowania;Data waluty;Nadawca / Odbiorca;Rachunek kontrahenta;Tytułem;Kwota operacji;Waluta",
            "05-01-2026;05-01-2026;Meble sp. z o.o.;PL61109010140000071219812874;FV 7;1350,00;PLN",
            "05-01-2026;05-01-2026;Drewno SA;PL27114020040000300201355387;FV 8;-120,50;PLN",
        ),
        (
            "Fecha operación;Fecha valor;Concepto;Importe;Saldo",
            "05/01/2026;05/01/2026;TRANSFERENCIA;1.350,00;2.350,00",
            "05/01/2026;05/01/2026;RECIBO;-120,50;2.229,50",
        ),
    ],
)
def test_statements(rows: tuple[str, ...]) -> None:
    found = summaries(*rows)
    assert all(isinstance(one, StatementSummary) for one in found)
    lines = [line for one in found if isinstance(one, StatementSummary) for line in one.lines]
    assert sorted(line.amount for line in lines) == [Decimal("-120.50"), Decimal("1350.00")]
    assert {line.booked for line in lines} == {date(2026, 1, 5)}
    assert all(line.remittance for line in lines)


def test_partners_and_items() -> None:
    (partner, _) = summaries(
        "Code fournisseur;Raison sociale;N° TVA intracommunautaire;SIRET;IBAN;Adresse;Code postal;Ville;Pays",
        "F01;Bois SA;FR40303265045;30326504500017;FR1420041010050500013M02606;1 rue du Bois;75001;Paris;FR",
        "F02;Acier SA;FR83404833048;40483304800022;FR7630006000011234567890189;2 rue;69001;Lyon;FR",
    )
    assert isinstance(partner, MasterSummary)
    assert (partner.document, partner.number, partner.name) == ("partner", "F01", "Bois SA")
    (item, _) = summaries(
        "Artikelcode;Omschrijving;Eenheid;EAN-code;Verpakkingseenheid;Aantal per verpakking",
        "A1;Plank;stuk;4006381333931;doos;12",
        "A2;Lat;stuk;4006381333948;doos;24",
    )
    assert isinstance(item, MasterSummary)
    assert (item.document, item.number, item.name) == ("item", "A1", "Plank")


def test_a_partner_as_number_and_name_is_known_by_name() -> None:
    found = trade(
        "Einkaufsbeleg;Position;Belegdatum;Lieferant/Lieferwerk;Bestellmenge;Nettopreis",
        "45001;10;05.01.2026;100234 Holz AG;2;1,50",
    )
    assert found.seller is not None
    assert found.seller.name == "100234 Holz AG"


def test_lines_of_odoo_say_that_they_are_lines() -> None:
    found = trade(
        "Order Reference,Vendor,Order Date,Order Lines/Product,Order Lines/Quantity,Order Lines/Unit Price",
        "P00001,Wood Ltd,2026-01-05 10:00:00,Board,10.00,12.50",
        ",,,Plank,2.00,5.00",
    )
    assert (found.document, found.number) == ("order", "P00001")
    assert [(line.name, line.quantity, line.price) for line in found.lines] == [
        ("Board", Decimal("10.00"), Decimal("12.50")),
        ("Plank", Decimal("2.00"), Decimal("5.00")),
    ]


ODOO = "Number,Invoice Partner Display Name,Invoice/Bill Date,Reference,Untaxed Amount Signed,Tax Signed,Total Signed"


def test_odoo_tells_the_side_of_its_partners_by_its_numbers() -> None:
    bill, refund = summaries(
        ODOO,
        "BILL/2026/01/0001,Wood Ltd,2026-01-05,W-1,-571.0,-108.49,-679.49",
        "RBILL/2026/01/0001,Wood Ltd,2026-01-06,W-2,70.0,13.3,83.3",
    )
    assert isinstance(bill, TradeSummary)
    assert isinstance(refund, TradeSummary)
    assert [(one.document, one.number, one.total, one.seller and one.seller.name) for one in (bill, refund)] == [
        ("invoice", "W-1", Decimal("679.49"), "Wood Ltd"),
        ("credit-note", "W-2", Decimal("83.3"), "Wood Ltd"),
    ]
    own = trade(ODOO, "INV/2026/00001,Deco,2026-01-05,,571.0,108.49,679.49")
    assert (own.document, own.number, own.total) == ("invoice", "INV/2026/00001", Decimal("679.49"))
    assert own.buyer is not None
    assert own.buyer.name == "Deco"


def test_the_words_of_all_languages_are_plain_and_for_the_same_kinds() -> None:
    for one in LANGUAGES:
        assert one.numbers.keys() == FAMILY.keys()
        assert one.hints.keys() == FAMILY.keys() - {"credit-note", "order-response"}
        said = [phrase for pair in one.hints.values() for words in pair for phrase in words.split("|")]
        assert [phrase for phrase in said if plain_header(phrase) != phrase] == []


def test_polish_letters_of_windows_are_told_by_the_words_around_them() -> None:
    rows = "Data operacji;Tytuł;Kwota\n05.01.2026;Opłata za usługę;-12,50\n06.01.2026;Wpływ;5,00\n"
    assert guess(table_of(rows.encode("cp1250"))).mapping.encoding == "cp1250"
    assert (
        guess(table_of("Datum;Text;Betrag\n05.01.2026;5 m³ Kies, ½ Fuhre;-12,50\n".encode("cp1252"))).mapping.encoding
        == "cp1252"
    )
