"""The words by which the columns of Dutch and Flemish exports are known."""

from counterfoil.formats.table.language import Language
from counterfoil.model import summary as kinds

_ORDER = (
    "order {no}|inkooporder {no}|inkooporder|bestel {no}|bestelling {no}|bestelling|bestelbon {no}|verkooporder {no}"
)
_DESPATCH = "pakbon {no}|pakbon|zending {no}|zending|levering {no}|leverbon {no}|vrachtbrief {no}"
_RECEIPT = "ontvangst {no}|ontvangst|goederenontvangst {no}|ontvangstbon {no}"
_INVOICE = "factuur {no}|factuur|inkoopfactuur {no}|verkoopfactuur {no}|uw factuur {no}|boekstuk {no}|document {no}"
_TAX_NUMBER = "btw {no}|btw id|btw identificatie {no}"

DUTCH = Language(
    number="nr|nummer|no|code|id",
    numbers={
        kinds.INVOICE: f"{_INVOICE}|nummer",
        kinds.CREDIT_NOTE: "creditfactuur {no}|creditnota {no}|creditnota|boekstuk {no}",
        kinds.ORDER: f"{_ORDER}|nummer",
        kinds.ORDER_RESPONSE: "orderbevestiging {no}|bevestiging {no}",
        kinds.DESPATCH_ADVICE: _DESPATCH,
        kinds.RECEIPT_ADVICE: f"{_RECEIPT}|bon {{no}}",
        kinds.OPEN_ITEM: f"{_INVOICE}|referentie",
        kinds.STATEMENT: "afschrift {no}|dagafschrift {no}",
        kinds.ITEM: "artikel {no}|artikel|product {no}|item {no}|code",
        kinds.PARTNER: (
            "crediteur {no}|crediteuren {no}|crediteur|debiteur {no}|debiteuren {no}|debiteur|leverancier {no}"
            "|leveranciers {no}|leverancier|klant {no}|klant|relatie {no}|relatie|code|nummer"
        ),
    },
    issued={
        kinds.INVOICE: "factuurdatum|datum factuur|boekdatum",
        kinds.ORDER: "orderdatum|besteldatum|datum order|datum bestelling",
        kinds.DESPATCH_ADVICE: "pakbondatum|datum pakbon",
        kinds.RECEIPT_ADVICE: "ontvangstdatum|datum ontvangst|boekdatum",
        kinds.OPEN_ITEM: "factuurdatum|datum factuur",
    },
    any_issued="datum|documentdatum|aanmaakdatum|boekdatum",
    trade={
        "due": "vervaldatum|vervaldag|uiterste betaaldatum|te betalen voor",
        "delivered": "leverdatum|leveringsdatum|gewenste leverdatum|verwachte leverdatum",
        "despatched": "verzenddatum|datum verzending",
        "currency": "valuta|munt|muntsoort|valutacode",
        "net": (
            "bedrag excl btw|totaal excl btw|bedrag excl|totaal excl|excl btw|netto|nettobedrag|netto bedrag"
            "|bedrag exclusief btw|subtotaal"
        ),
        "tax": "btw bedrag|bedrag btw|btwbedrag|totaal btw|btw",
        "total": (
            "bedrag incl btw|totaal incl btw|bedrag incl|totaal incl|incl btw|factuurbedrag|totaalbedrag|totaal|bruto"
            "|brutobedrag|bedrag inclusief btw|bedrag"
        ),
        "paid": "betaald|betaald bedrag|reeds betaald|voldaan",
        "payable": (
            "openstaand|openstaand bedrag|openstaand saldo|nog te betalen|te betalen|restbedrag|open bedrag|saldo"
        ),
        "payment_terms": "betalingsconditie|betaalconditie|betalingstermijn|betaaltermijn|betalingsvoorwaarden",
        "payment_reference": "betalingskenmerk|betaalkenmerk",
        "buyer_reference": "uw referentie|uw kenmerk|referentie klant",
        "kind": "documenttype|type document|documentsoort|soort|factuurtype",
        "note": "opmerking|opmerkingen|notitie|toelichting",
        "order": f"{_ORDER}|uw order {{no}}|uw order",
        "order_line": "orderregel|orderregel {no}|order regel|bestelregel|inkooporderregel",
        "despatch": _DESPATCH,
        "despatch_line": "pakbonregel",
        "receipt": _RECEIPT,
        "receipt_line": "ontvangstregel",
        "invoice": "oorspronkelijke factuur|originele factuur",
        "contract": "contract {no}",
        "line.id": "regel|regel {no}|positie|volg {no}",
        "line.quantity": (
            "aantal|hoeveelheid|besteld aantal|aantal besteld|geleverd aantal|aantal geleverd|ontvangen aantal"
            "|aantal ontvangen|gefactureerd aantal|aantal gefactureerd|besteld|geleverd|ontvangen"
        ),
        "line.unit": "eenheid|eenh|verkoopeenheid|inkoopeenheid|eenheidscode",
        "line.price": (
            "prijs|stuksprijs|eenheidsprijs|nettoprijs|netto prijs|inkoopprijs|verkoopprijs|prijs per eenheid"
            "|prijs excl btw|tarief"
        ),
        "line.price_base": "prijs per|prijseenheid",
        "line.amount": "bedrag|regelbedrag|regeltotaal|nettobedrag|netto bedrag|bedrag excl btw|totaalprijs|totaal",
        "line.tax_rate": "btw percent|btw percentage|btw tarief|btw",
        "line.name": (
            "omschrijving|artikelomschrijving|omschrijving artikel|artikelnaam|productnaam|beschrijving|artikel"
        ),
        "line.seller_item": "artikel {no} leverancier|leveranciersartikel {no}",
        "line.buyer_item": "artikel {no} klant|klantartikel {no}",
        "item": "artikel {no}|product {no}|artikel|item {no}",
        "line.gtin": "ean code|barcode",
        "line.lot": "partij {no}|lot {no}|batch {no}|charge {no}",
        "line.serial": "serie {no}",
    },
    roles={
        "seller": "leverancier|leveranciers|crediteur|crediteuren|verkoper",
        "buyer": "klant|klanten|debiteur|debiteuren|afnemer|koper",
        "deliver_to": "afleveradres|leveradres",
    },
    attributes={
        "name": "|naam|bedrijfsnaam|bedrijf",
        "NUMBER": "{no}|",
        "vat": _TAX_NUMBER,
        "account": "iban|bankrekening|rekening {no}|rekening",
        "country": "land|landcode",
        "city": "plaats|woonplaats|stad|vestigingsplaats",
        "post_code": "postcode",
        "street": "straat|adres|straatnaam|straat en huisnummer",
    },
    statement={
        "account": "rekening|rekening {no}|iban bban|eigen rekening",
        "account_owner": "rekeninghouder|naam rekeninghouder|ten name van",
        "currency": "munt|valuta|muntsoort",
        "opening": "beginsaldo",
        "closing": "eindsaldo",
        "entry.amount": "bedrag|bedrag eur|transactiebedrag|bedrag in eur",
        "entry.credit": "bij|bijschrijving|credit",
        "entry.debit": "af|afschrijving|debet",
        "entry.sign": "af bij|bij af|debet credit|credit debet",
        "entry.booked": "boekdatum|boekingsdatum|datum|transactiedatum|uitvoeringsdatum",
        "entry.valued": "rentedatum|valutadatum",
        "entry.reference": "transactiereferentie|transactie {no}|referentie|volg {no}",
        "entry.code": "mutatiesoort|soort mutatie|transactiesoort|boekingscode|code",
        "end_to_end_id": "betalingskenmerk",
        "mandate": "machtigingskenmerk|machtiging|kenmerk machtiging",
        "remittance": "mededelingen|mededeling|omschrijving|omschrijving 1|betalingsomschrijving|toelichting",
        "counterparty.name": (
            "naam tegenpartij|tegenpartij|naam tegenrekening|naam omschrijving|naam begunstigde|begunstigde|naam"
        ),
        "counterparty.account": (
            "tegenrekening|tegenrekening iban bban|iban tegenpartij|rekening tegenpartij|tegenrekening iban"
        ),
        "counterparty.supplier_number": "crediteur {no}|leverancier {no}|leveranciers {no}",
        "invoice": "factuur {no}|factuur",
    },
    item={
        "name": "omschrijving|naam|artikelomschrijving|artikelnaam|productnaam|beschrijving",
        "unit": "eenheid|basiseenheid|verkoopeenheid|voorraadeenheid",
        "gtin": "ean code|barcode",
        "pack.unit": "verpakkingseenheid|verpakking|inkoopeenheid|besteleenheid",
        "pack.factor": (
            "aantal per verpakking|inhoud|verpakkingsaantal|aantal per doos|stuks per verpakking|omrekenfactor"
        ),
    },
    partner={
        "name": "naam|bedrijfsnaam|bedrijf|leveranciersnaam|klantnaam|naam leverancier|naam klant",
        "trading_name": "handelsnaam|zoeknaam|korte naam",
        "vat": _TAX_NUMBER,
        "registration": "kvk|kvk {no}|ondernemings {no}|handelsregister {no}",
        "account": "bankrekening|rekening {no}|iban {no}",
        "country": "land|landcode",
        "city": "plaats|woonplaats|stad|vestigingsplaats",
        "post_code": "postcode",
        "street": "straat|adres|straatnaam|straat en huisnummer",
    },
    hints={
        kinds.STATEMENT: (
            "tegenrekening|rentedatum|mededelingen|mutatiesoort|af bij|tegenpartij|afschrift|boekdatum",
            "rekening|bedrag|saldo|munt|omschrijving|iban|bij|af",
        ),
        kinds.RECEIPT_ADVICE: (
            "ontvangst|ontvangstnummer|ontvangstdatum|ontvangen aantal|aantal ontvangen|ontvangen|goederenontvangst",
            "order|ordernummer|inkooporder|inkoopordernummer|leverancier|aantal",
        ),
        kinds.DESPATCH_ADVICE: (
            "pakbon|pakbonnummer|verzenddatum|geleverd aantal|aantal geleverd|zending|vrachtbrief|geleverd",
            "levering|order|ordernummer|aantal",
        ),
        kinds.OPEN_ITEM: (
            "openstaand|openstaand bedrag|openstaand saldo|restbedrag|nog te betalen|te betalen",
            "vervaldatum|crediteur|crediteurnummer|debiteur|debiteurnummer|factuur|leverancier|klant",
        ),
        kinds.INVOICE: (
            "factuurnummer|factuurnr|factuur|factuurdatum|factuurbedrag|creditfactuur",
            "vervaldatum|btw|excl|incl|totaal|prijs|netto|bruto",
        ),
        kinds.ORDER: (
            "ordernummer|ordernr|orderdatum|bestelnummer|besteldatum|inkooporder|besteld aantal|bestelling|leverdatum",
            "leverancier|aantal|prijs|eenheid",
        ),
        kinds.PARTNER: (
            "kvk|kvk nummer|btw nummer|straat|adres|postcode|plaats|woonplaats",
            "naam|leverancier|klant|crediteur|crediteurnummer|debiteur|debiteurnummer|land|telefoon",
        ),
        kinds.ITEM: (
            "ean code|verpakkingseenheid|verpakking|aantal per verpakking|basiseenheid|artikelgroep|voorraadeenheid",
            "artikelcode|artikelnummer|artikel|omschrijving|eenheid|naam",
        ),
    },
    units={
        "H87": "stuk|stuks|stk|st",
        "HUR": "uur|uren",
        "DAY": "dag|dagen",
        "BX": "doos|dozen",
        "PR": "paar",
        "PF": "pallet",
    },
    kinds={
        kinds.INVOICE: "factuur|inkoopfactuur|verkoopfactuur",
        kinds.CREDIT_NOTE: "creditfactuur|creditnota|credit factuur",
        "skip": "betaling|ontvangst|vooruitbetaling",
    },
)
