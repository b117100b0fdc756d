"""The words by which the columns of Polish exports are known, with "l" for "ł", since accents are left out."""

from counterfoil.formats.table.language import Language
from counterfoil.model import summary as kinds

_ORDER = "zamowienie {no}|{no} zamowienia|zamowienie|zamowienia {no}|zam {no}|{no} zam"
_DESPATCH = "{no} wz|wz {no}|wz|{no} dokumentu wz|list przewozowy|{no} listu przewozowego|{no} wysylki|{no} dostawy"
_RECEIPT = "{no} pz|pz {no}|pz|{no} dokumentu pz|{no} przyjecia|przyjecie {no}"
_INVOICE = "{no} faktury|faktura {no}|faktura|{no} fv|fv {no}|fv|{no} dokumentu|dokument {no}|{no} dowodu|{no} obcy"
_TAX_NUMBER = "nip|{no} nip|nip ue|{no} vat|{no} vat ue"

POLISH = Language(
    number="nr|numer|no|id|kod|symbol",
    numbers={
        kinds.INVOICE: f"{_INVOICE}|numer",
        kinds.CREDIT_NOTE: "{no} korekty|faktura korygujaca {no}|{no} faktury korygujacej|{no} dokumentu",
        kinds.ORDER: f"{_ORDER}|{{no}} dokumentu|numer",
        kinds.ORDER_RESPONSE: "{no} potwierdzenia|potwierdzenie {no}|potwierdzenie zamowienia {no}",
        kinds.DESPATCH_ADVICE: f"{_DESPATCH}|{{no}} dokumentu",
        kinds.RECEIPT_ADVICE: f"{_RECEIPT}|{{no}} dokumentu",
        kinds.OPEN_ITEM: _INVOICE,
        kinds.STATEMENT: "{no} wyciagu|wyciag {no}",
        kinds.ITEM: "{no} towaru|{no} artykulu|{no} produktu|indeks|{no} indeksu|towar|artykul|produkt|kod|symbol",
        kinds.PARTNER: (
            "{no} kontrahenta|{no} dostawcy|{no} odbiorcy|{no} klienta|{no} nabywcy|akronim|kontrahent|kod|symbol"
        ),
    },
    issued={
        kinds.INVOICE: "data wystawienia|data faktury|data wystawienia faktury|data dokumentu",
        kinds.ORDER: "data zamowienia|data zlozenia|data wystawienia",
        kinds.DESPATCH_ADVICE: "data wz|data wydania|data wystawienia",
        kinds.RECEIPT_ADVICE: "data pz|data przyjecia|data wystawienia",
        kinds.OPEN_ITEM: "data wystawienia|data faktury|data dokumentu",
    },
    any_issued="data dokumentu|data|data ksiegowania|data utworzenia",
    trade={
        "due": "termin platnosci|data platnosci|termin zaplaty|termin",
        "delivered": "data dostawy|termin dostawy|data sprzedazy|termin realizacji|data realizacji",
        "despatched": "data wysylki",
        "currency": "waluta|kod waluty|symbol waluty",
        "net": "netto|wartosc netto|kwota netto|razem netto|suma netto|ogolem netto",
        "tax": "vat|kwota vat|wartosc vat|podatek vat|podatek|razem vat|suma vat",
        "total": "brutto|wartosc brutto|kwota brutto|razem brutto|suma brutto|ogolem brutto|razem|kwota|wartosc",
        "paid": "zaplacono|kwota zaplacona|zaplacona kwota|wplacono|rozliczono",
        "payable": "do zaplaty|pozostalo do zaplaty|pozostalo|pozostaje|nierozliczone|saldo|kwota do zaplaty",
        "payment_terms": "warunki platnosci|forma platnosci|sposob platnosci",
        "payment_reference": "tytul platnosci|identyfikator platnosci",
        "buyer_reference": "referencja klienta|referencja nabywcy",
        "kind": "typ dokumentu|rodzaj dokumentu|typ|rodzaj",
        "note": "uwagi|opis|komentarz",
        "order": f"{_ORDER}|{{no}} zamowienia klienta",
        "order_line": "pozycja zamowienia|poz zamowienia|{no} pozycji zamowienia",
        "despatch": _DESPATCH,
        "despatch_line": "pozycja wz|poz wz",
        "receipt": _RECEIPT,
        "receipt_line": "pozycja pz|poz pz",
        "invoice": "{no} faktury korygowanej|faktura korygowana|dokument korygowany",
        "contract": "{no} umowy|umowa {no}|umowa",
        "line.id": "lp|l p|poz|pozycja|{no} pozycji|{no} poz",
        "line.quantity": (
            "ilosc|ilosc zamowiona|zamowiona ilosc|ilosc wydana|ilosc przyjeta|przyjeta ilosc|ilosc dostarczona|liczba"
        ),
        "line.unit": "jm|j m|jedn|jednostka|jednostka miary|jedn miary",
        "line.price": ("cena|cena netto|cena jednostkowa|cena jednostkowa netto|cena jedn|cena jedn netto|cena zakupu"),
        "line.price_base": "cena za|jednostka ceny",
        "line.amount": "wartosc netto|wartosc|kwota netto|netto|wartosc pozycji",
        "line.tax_rate": "stawka vat|stawka|vat percent|stawka podatku",
        "line.name": "nazwa towaru|nazwa|nazwa artykulu|nazwa produktu|nazwa towaru uslugi|opis|towar|opis towaru",
        "line.seller_item": "{no} towaru dostawcy|{no} dostawcy towaru|kod u dostawcy",
        "line.buyer_item": "{no} towaru nabywcy|kod u odbiorcy",
        "item": "{no} towaru|{no} artykulu|{no} produktu|indeks|indeks towaru|kod|symbol",
        "line.gtin": "ean|kod ean|gtin|kod kreskowy",
        "line.lot": "partia|{no} partii|seria|{no} lot",
        "line.serial": "{no} seryjny",
    },
    roles={
        "seller": "dostawca|dostawcy|sprzedawca|sprzedawcy",
        "buyer": "nabywca|nabywcy|odbiorca|odbiorcy|klient|klienta|zamawiajacy|zamawiajacego|kupujacy|kupujacego",
        "deliver_to": "adres dostawy|miejsce dostawy",
    },
    attributes={
        "name": "|nazwa|nazwa firmy|firma",
        "NUMBER": "{no}|",
        "vat": _TAX_NUMBER,
        "account": "rachunek|rachunek bankowy|{no} rachunku|{no} konta|konto bankowe|iban",
        "country": "kraj|kod kraju",
        "city": "miasto|miejscowosc",
        "post_code": "kod pocztowy",
        "street": "ulica|adres",
    },
    statement={
        "account": "rachunek|{no} rachunku|rachunek wlasny|konto|{no} konta|rachunek nadawcy",
        "account_owner": "wlasciciel rachunku|posiadacz rachunku",
        "currency": "waluta|waluta rachunku|waluta operacji",
        "opening": "saldo poczatkowe",
        "closing": "saldo koncowe",
        "entry.amount": "kwota|kwota operacji|kwota transakcji|kwota w walucie rachunku|kwota przelewu",
        "entry.credit": "uznania|uznanie|wplywy|kwota uznania|ma",
        "entry.debit": "obciazenia|obciazenie|wydatki|kwota obciazenia|winien|wn",
        "entry.sign": "strona|wn ma|winien ma|strona operacji",
        "entry.booked": "data ksiegowania|data operacji|data transakcji|data",
        "entry.valued": "data waluty|data waluta",
        "entry.reference": "{no} referencyjny|{no} transakcji|{no} operacji|referencje|{no} ref",
        "entry.code": "typ operacji|typ transakcji|rodzaj operacji|rodzaj transakcji|kategoria",
        "end_to_end_id": "identyfikator end to end",
        "mandate": "identyfikator mandatu",
        "remittance": "tytul|tytulem|tytul operacji|tytul przelewu|opis operacji|opis transakcji|opis|szczegoly",
        "counterparty.name": (
            "kontrahent|dane kontrahenta|nazwa kontrahenta|nadawca odbiorca|odbiorca nadawca|nadawca|odbiorca"
            "|nazwa odbiorcy|nazwa nadawcy"
        ),
        "counterparty.account": (
            "rachunek kontrahenta|{no} rachunku kontrahenta|konto kontrahenta|rachunek przeciwstawny"
            "|rachunek odbiorcy|{no} rachunku odbiorcy"
        ),
        "counterparty.supplier_number": "{no} dostawcy|{no} kontrahenta",
        "invoice": "{no} faktury|faktura",
    },
    item={
        "name": "nazwa|nazwa towaru|nazwa artykulu|nazwa produktu|opis",
        "unit": "jm|j m|jednostka|jednostka miary|jednostka podstawowa|jm podstawowa",
        "gtin": "ean|kod ean|gtin|kod kreskowy",
        "pack.unit": "opakowanie|jednostka opakowania|jm opakowania|jm pomocnicza|jednostka pomocnicza",
        "pack.factor": "ilosc w opakowaniu|sztuk w opakowaniu|przelicznik|przelicznik jm",
    },
    partner={
        "name": "nazwa|nazwa firmy|nazwa kontrahenta|nazwa dostawcy|nazwa klienta|firma",
        "trading_name": "nazwa skrocona|nazwa handlowa",
        "vat": _TAX_NUMBER,
        "registration": "krs|{no} krs|regon|{no} regon",
        "account": "rachunek|rachunek bankowy|{no} rachunku|{no} rachunku bankowego|{no} konta|konto bankowe",
        "country": "kraj|kod kraju",
        "city": "miasto|miejscowosc",
        "post_code": "kod pocztowy",
        "street": "ulica|adres",
    },
    hints={
        kinds.STATEMENT: (
            "data operacji|data ksiegowania|data waluty|opis operacji|saldo po operacji|rachunek kontrahenta|uznania",
            "kwota|rachunek|saldo|tytul|waluta|kontrahent|opis|kategoria",
        ),
        kinds.RECEIPT_ADVICE: (
            "numer pz|nr pz|pz|data pz|data przyjecia|ilosc przyjeta|przyjecie",
            "zamowienie|numer zamowienia|nr zamowienia|dostawca|ilosc",
        ),
        kinds.DESPATCH_ADVICE: (
            "numer wz|nr wz|wz|data wz|data wysylki|data wydania|ilosc wydana|list przewozowy",
            "zamowienie|numer zamowienia|nr zamowienia|odbiorca|ilosc",
        ),
        kinds.OPEN_ITEM: (
            "pozostalo do zaplaty|do zaplaty|pozostalo|pozostaje|nierozliczone",
            "termin platnosci|kontrahent|dostawca|odbiorca|faktura",
        ),
        kinds.INVOICE: (
            "numer faktury|nr faktury|faktura|data wystawienia|data faktury|data sprzedazy|nr fv",
            "termin platnosci|vat|netto|brutto|cena|wartosc|stawka vat",
        ),
        kinds.ORDER: (
            "numer zamowienia|nr zamowienia|zamowienie|data zamowienia|ilosc zamowiona|termin realizacji",
            "dostawca|ilosc|cena|jm|termin dostawy",
        ),
        kinds.PARTNER: (
            "nip|regon|krs|ulica|adres|kod pocztowy|miasto|miejscowosc|akronim",
            "nazwa|kontrahent|dostawca|odbiorca|klient|kraj|telefon",
        ),
        kinds.ITEM: (
            "ean|kod ean|opakowanie|ilosc w opakowaniu|jm podstawowa|grupa towarowa|przelicznik",
            "indeks|kod towaru|symbol|nazwa|jm|towar|artykul",
        ),
    },
    units={
        "H87": "szt|sztuka|sztuki|sztuk",
        "HUR": "godz|godzina|godziny|godzin",
        "DAY": "dzień|dzien|dni",
        "BX": "pudełko|pudelko|karton",
        "PR": "para",
        "PF": "paleta",
        "KT": "kpl|komplet",
        "MTR": "mb",
    },
    kinds={
        kinds.INVOICE: "faktura|fv|faktura vat|faktura sprzedazy|faktura zakupu",
        kinds.CREDIT_NOTE: "korekta|faktura korygujaca|fkor|kfv",
        "skip": "zaplata|platnosc|zaliczka",
    },
    joining=("",),
)
