"""The words by which the columns of Czech and Slovak exports are known, without their accents."""

from counterfoil.formats.table.language import Language
from counterfoil.model import summary as kinds

_ORDER = "{no} objednavky|objednavka|{no} obj|objednavka {no}|obj {no}"
_DESPATCH = "{no} dodaciho listu|dodaci list|{no} dodacieho listu|dodaci list {no}|{no} dodani|{no} vydejky|vydejka"
_RECEIPT = "{no} prijemky|prijemka|prijemka {no}|{no} prijmu"
_INVOICE = (
    "{no} faktury|faktura|faktura {no}|{no} dokladu|doklad|doklad {no}|evidencni {no}|{no} fa|variabilni symbol"
    "|variabilny symbol|{no}"
)
_TAX_NUMBER = "dic|ic dph|{no} dph|danove identifikacni {no}"

CZECH = Language(
    number="cislo|c|cis|kod|id|oznaceni|oznacenie",
    numbers={
        kinds.INVOICE: _INVOICE,
        kinds.CREDIT_NOTE: "{no} dobropisu|dobropis|{no} opravneho dokladu|{no} dokladu",
        kinds.ORDER: f"{_ORDER}|{{no}} dokladu|{{no}}",
        kinds.ORDER_RESPONSE: "{no} potvrzeni|potvrzeni objednavky {no}|{no} potvrdenia",
        kinds.DESPATCH_ADVICE: f"{_DESPATCH}|{{no}} dokladu",
        kinds.RECEIPT_ADVICE: f"{_RECEIPT}|{{no}} dokladu",
        kinds.OPEN_ITEM: _INVOICE,
        kinds.STATEMENT: "{no} vypisu|vypis|poradove {no} vypisu",
        kinds.ITEM: "{no} zbozi|{no} artiklu|{no} polozky|{no} vyrobku|{no} tovaru|zbozi|tovar|artikl|{no}",
        kinds.PARTNER: "{no} partnera|{no} dodavatele|{no} odberatele|{no} zakaznika|{no} firmy|{no} dodavatela|{no}",
    },
    issued={
        kinds.INVOICE: "datum vystaveni|datum vystavenia|datum faktury|vystaveno|vystavene|datum dokladu",
        kinds.ORDER: "datum objednavky|datum objednani|datum vystaveni|datum vystavenia",
        kinds.DESPATCH_ADVICE: "datum dodaciho listu|datum vydeje|datum vystaveni|datum vydaja",
        kinds.RECEIPT_ADVICE: "datum prijmu|datum prijemky|datum prijeti",
        kinds.OPEN_ITEM: "datum vystaveni|datum vystavenia|datum faktury",
    },
    any_issued="datum|datum dokladu|dne",
    trade={
        "due": "datum splatnosti|splatnost|splatno|splatne|dat splatnosti",
        "delivered": "datum plneni|duzp|datum uskutecneni plneni|datum dodani|datum dodania|dodano",
        "despatched": "datum odeslani|datum expedice",
        "currency": "mena|kod meny",
        "net": "zaklad dane|zaklad|bez dph|celkem bez dph|castka bez dph|cena celkem bez dph|celkom bez dph",
        "tax": "dph|castka dph|dan|dph celkem|vyse dph|suma dph",
        "total": (
            "celkem s dph|celkem|celkom|celkova castka|celkova suma|castka s dph|s dph|cena celkem s dph|castka celkem"
            "|castka|suma|k uhrade celkem|celkom s dph"
        ),
        "paid": "uhrazeno|zaplaceno|uhradene|zaplatene|uhradena castka",
        "payable": "k uhrade|zbyva uhradit|zbyva|k zaplaceni|neuhrazeno|zostava uhradit|na uhradu|saldo",
        "payment_terms": "platebni podminky|forma uhrady|zpusob uhrady|sposob uhrady",
        "payment_reference": "variabilni symbol|variabilny symbol|vs|var symbol",
        "buyer_reference": "reference odberatele|referencia odberatela",
        "kind": "typ dokladu|druh dokladu|typ|druh",
        "note": "poznamka|popis|text",
        "order": _ORDER,
        "order_line": "radek objednavky|polozka objednavky|polozka obj",
        "despatch": _DESPATCH,
        "despatch_line": "radek dodaciho listu",
        "receipt": _RECEIPT,
        "receipt_line": "radek prijemky",
        "invoice": "{no} puvodni faktury|puvodni faktura|povodna faktura",
        "contract": "{no} smlouvy|smlouva|{no} zmluvy",
        "line.id": "polozka|radek|{no} radku|poradi|riadok|{no} polozky",
        "line.quantity": "mnozstvi|mnozstvo|pocet|pocet mj|objednane mnozstvi|dodane mnozstvi|prijate mnozstvi",
        "line.unit": "mj|jednotka|merna jednotka|jedn",
        "line.price": "cena za mj|jednotkova cena|cena za jednotku|cena mj|cena bez dph|cena|j cena",
        "line.price_base": "cena za mnozstvi",
        "line.amount": "cena celkem bez dph|cena celkem|celkem bez dph|celkem|castka bez dph|cena spolu",
        "line.tax_rate": "sazba dph|sadzba dph|dph percent|sazba",
        "line.name": "popis|nazev|nazov|nazev zbozi|nazev polozky|popis polozky|zbozi|nazov tovaru|tovar",
        "line.seller_item": "{no} dodavatele zbozi|objednaci {no}",
        "line.buyer_item": "{no} zakaznika zbozi",
        "item": "{no} zbozi|{no} artiklu|{no} vyrobku|{no} tovaru|katalogove {no}|katalog",
        "line.gtin": "ean|carovy kod|gtin|ciarovy kod",
        "line.lot": "sarze|{no} sarze",
        "line.serial": "seriove {no}|vyrobni {no}",
    },
    roles={
        "seller": "dodavatel|dodavatele|dodavatela|prodejce|prodavajici|predavajuci",
        "buyer": "odberatel|odberatele|odberatela|zakaznik|zakaznika|kupujici|kupujuci|klient",
        "deliver_to": "misto dodani|dodaci adresa|miesto dodania|prijemce",
    },
    attributes={
        "name": "|nazev|nazov|jmeno|firma",
        "NUMBER": "{no}|",
        "vat": _TAX_NUMBER,
        "account": "ucet|{no} uctu|bankovni ucet|bankovy ucet|iban",
        "country": "zeme|krajina|kod zeme",
        "city": "mesto|obec",
        "post_code": "psc",
        "street": "ulice|ulica|adresa",
    },
    statement={
        "account": "{no} uctu|ucet|vlastni ucet|muj ucet|moj ucet",
        "account_owner": "majitel uctu|nazev uctu",
        "currency": "mena|mena uctu",
        "opening": "pocatecni zustatek|pociatocny zostatok",
        "closing": "konecny zustatek|konecny zostatok",
        "entry.amount": "castka|suma|objem|castka v mene uctu|zauctovana castka",
        "entry.credit": "kredit|prijem|prijata castka|dal",
        "entry.debit": "debet|vydaj|odeslana castka|ma dati",
        "entry.sign": "typ pohybu|smer platby|md dal",
        "entry.booked": "datum zauctovani|datum zauctovania|datum provedeni|datum transakce|datum",
        "entry.valued": "valuta|datum valuty",
        "entry.reference": "id transakce|{no} transakce|reference banky|id operace",
        "entry.code": "typ transakce|typ operace|typ",
        "end_to_end_id": "reference platby",
        "mandate": "{no} mandatu",
        "remittance": "zprava pro prijemce|zprava|sprava pre prijemcu|popis|poznamka|ucel platby|variabilni symbol|vs",
        "counterparty.name": "nazev protiuctu|nazov protiuctu|protistrana|nazev protistrany|platce prijemce",
        "counterparty.account": "protiucet|{no} protiuctu|ucet protistrany|{no} uctu protistrany",
        "counterparty.supplier_number": "{no} dodavatele",
        "invoice": "{no} faktury|faktura",
    },
    item={
        "name": "nazev|nazov|popis|nazev zbozi|nazov tovaru",
        "unit": "mj|merna jednotka|jednotka|zakladni mj",
        "gtin": "ean|carovy kod|ciarovy kod|gtin",
        "pack.unit": "jednotka baleni|mj baleni|baleni",
        "pack.factor": "kusu v baleni|pocet v baleni|prepocet|mnozstvi v baleni",
    },
    partner={
        "name": "nazev|nazov|jmeno|firma|nazev firmy|obchodni jmeno",
        "trading_name": "zkraceny nazev",
        "vat": _TAX_NUMBER,
        "registration": "ico|ic",
        "account": "{no} uctu|bankovni ucet|bankovy ucet|ucet",
        "country": "zeme|krajina",
        "city": "mesto|obec",
        "post_code": "psc",
        "street": "ulice|ulica|adresa",
    },
    hints={
        kinds.STATEMENT: (
            "datum zauctovani|datum provedeni|protiucet|nazev protiuctu|zprava pro prijemce|cislo vypisu|objem",
            "castka|ucet|valuta|mena|typ|zustatek",
        ),
        kinds.RECEIPT_ADVICE: (
            "prijemka|cislo prijemky|datum prijmu|prijate mnozstvi",
            "objednavka|dodavatel|mnozstvi",
        ),
        kinds.DESPATCH_ADVICE: (
            "dodaci list|cislo dodaciho listu|datum expedice|vydejka|dodane mnozstvi",
            "objednavka|odberatel|mnozstvi",
        ),
        kinds.OPEN_ITEM: ("zbyva uhradit|neuhrazeno|k uhrade|zbyva", "splatnost|datum splatnosti|dodavatel|odberatel"),
        kinds.INVOICE: (
            "cislo faktury|faktura|datum vystaveni|datum faktury|duzp|datum splatnosti|datum vystavenia",
            "dph|zaklad dane|splatnost|celkem|variabilni symbol|sazba dph",
        ),
        kinds.ORDER: (
            "cislo objednavky|objednavka|datum objednavky|objednane mnozstvi",
            "dodavatel|mnozstvi|mj|cena|datum dodani",
        ),
        kinds.PARTNER: ("ico|dic|ulice|psc|ulica|obec", "nazev|dodavatel|odberatel|zakaznik|zeme|telefon"),
        kinds.ITEM: ("ean|carovy kod|baleni|kusu v baleni|zakladni mj|skladova karta", "nazev|mj|zbozi|kod|artikl"),
    },
    units={
        "H87": "ks|kus|kusy|kusu|kusov",
        "HUR": "hod|hodina|hodiny",
        "DAY": "den|dny",
        "PF": "paleta",
        "SET": "sada",
    },
    kinds={
        kinds.INVOICE: "faktura|faktura vydana|faktura prijata|danovy doklad",
        kinds.CREDIT_NOTE: "dobropis|opravny danovy doklad",
        "skip": "platba|uhrada|zaloha",
    },
    joining=("",),
)
