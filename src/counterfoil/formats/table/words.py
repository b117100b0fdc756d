"""The words by which the columns of English and German exports are known, which often mix them."""

from counterfoil.model import summary as kinds

NO = "no|number|nr|nummer|num|id|#"

NUMBERS = {
    kinds.INVOICE: (
        "invoice {no}|invoice|inv {no}|bill {no}|rechnung {no}|rechnungs {no}|rg {no}|re {no}|faktura {no}|faktura"
        "|billing document|document {no}|document|doc {no}|beleg {no}|belegfeld 1|num|voucher {no}"
        "|trans {no}|transaction {no}|ref"
        "|reference|referenz|fakturanummer|rechnungsnummer|belegnummer|external document {no}|number|nummer|nr"
    ),
    kinds.CREDIT_NOTE: "credit note {no}|credit memo {no}|gutschrift {no}|gutschrifts {no}|document {no}|beleg {no}",
    kinds.ORDER: (
        "purchase order {no}|purchase order|po {no}|po|order {no}|order|purchasing document"
        "|purchasing doc|einkaufsbeleg|einkaufsbel|eink beleg|einkbeleg"
        "|bestellung|bestell {no}|bestellungs {no}|auftrag {no}|auftrags {no}|document {no}|beleg {no}"
        "|purch doc|purchase id|order reference|number|nummer"
    ),
    kinds.ORDER_RESPONSE: (
        "confirmation {no}|order confirmation {no}|auftragsbestaetigung {no}|ab {no}|document {no}|beleg {no}"
    ),
    kinds.DESPATCH_ADVICE: (
        "delivery {no}|delivery|delivery note {no}|despatch {no}|dispatch {no}|shipment {no}"
        "|lieferschein {no}|lieferschein"
        "|lieferung|liefer {no}|packing slip {no}|outbound delivery|shipment|document {no}|beleg {no}"
    ),
    kinds.RECEIPT_ADVICE: (
        "receipt {no}|goods receipt {no}|goods receipt|gr {no}|grn {no}|grn|material document|mat doc"
        "|materialbeleg|wareneingang"
        "|wareneingangs {no}|we {no}|product receipt|document {no}|beleg {no}|posted receipt {no}|number"
    ),
    kinds.OPEN_ITEM: (
        "invoice {no}|rechnung {no}|rechnungs {no}|document {no}|beleg {no}|belegfeld 1|doc {no}|num"
        "|op {no}|reference|referenz"
        "|external document {no}|zuordnung|transaction {no}"
    ),
    kinds.STATEMENT: "statement {no}|auszug {no}|kontoauszug {no}|auszugs {no}",
    kinds.ITEM: (
        "item {no}|item|article {no}|article|artikel {no}|artikel|material|material {no}|product {no}"
        "|product|produkt {no}|sku|{no}"
        "|item code|product code|stock code|part {no}|teile {no}"
    ),
    kinds.PARTNER: (
        "vendor {no}|vendor|supplier {no}|supplier|lieferanten {no}|kreditor {no}|kreditor|customer {no}"
        "|customer|kunden {no}"
        "|debitor {no}|debitor|account {no}|account|konto|konto {no}|partner {no}|business partner"
        "|gp {no}|{no}|kreditoren {no}"
        "|debitoren {no}|adress {no}|supplier account|vendor account|customer account"
    ),
}

ISSUED = {
    kinds.INVOICE: (
        "invoice date|rechnungsdatum|rechnungs datum|re datum|bill date|billing date|fakturadatum|belegdatum"
        "|invoice bill date"
    ),
    kinds.ORDER: "order date|po date|bestelldatum|auftragsdatum|purchase order date|belegdatum",
    kinds.DESPATCH_ADVICE: "delivery note date|lieferscheindatum|document date|belegdatum|shipment date|created on",
    kinds.RECEIPT_ADVICE: (
        "receipt date|wareneingangsdatum|we datum|posting date|buchungsdatum|received date|belegdatum"
    ),
    kinds.OPEN_ITEM: "invoice date|rechnungsdatum|belegdatum|document date",
}
ANY_ISSUED = (
    "document date|doc date|date|datum|issue date|issued|posting date|buchungsdatum"
    "|paid date|created|erstellt am|created on|beleg datum"
)

LINES = {
    "line.id": (
        "line {no}|mat doc item|lfd {no}|line item|line|item|position|positions {no}|pos {no}|pos|posnr|beleg position"
        "|zeile|zeilen {no}|item {no} of document|purchasing doc item|material document item|materialbelegposition"
        "|belegposition"
    ),
    "line.quantity": (
        "quantity|qty|menge|anzahl|stueckzahl|order quantity|ordered quantity|bestellmenge"
        "|invoiced quantity|billed quantity|liefermenge"
        "|delivered quantity|delivery quantity|received quantity|quantity received|wareneingangsmenge"
        "|fakturierte menge|auftragsmenge"
        "|rechnungsmenge|item quantity|quantity invoiced|actual quantity|gelieferte menge|erhaltene menge"
        "|we menge|qty received|received qty|qty ordered|ordered qty|order qty|quantity ordered|qty delivered"
        "|delivered qty|quantity delivered|qty shipped|shipped qty|quantity shipped|qty invoiced|invoiced qty"
        "|billed qty|menge in erfassungsmengeneinheit|menge in erfass me|qty in unit of entry|menge in bme"
    ),
    "line.unit": (
        "unit|uom|unit of measure|unit of measure code|einheit|me|mengeneinheit|order unit"
        "|bestellmengeneinheit|bme|base unit"
        "|verkaufsmengeneinheit|vme|erfassungsmengeneinheit|erfassungs me|unit of entry|basiseinheit|sales unit|eme"
        "|quantity unit"
    ),
    "line.price": (
        "unit price|price|net price|preis|einzelpreis|nettopreis|unit amount|rate|item rate|unit cost"
        "|direct unit cost|stueckpreis|ep"
        "|ek preis|vk preis|unit price excl vat|purchase price|einzelpreis netto|preis netto|sales price"
    ),
    "line.price_base": "price unit|preiseinheit|per|price base|pe|preis je|price per|pro",
    "line.amount": (
        "line amount|net amount|net value|amount|betrag|position value|gesamtpreis|line total|item amount"
        "|nettobetrag|nettowert|net order value"
        "|nettobestellwert|bestellwert|positionsbetrag|zeilenbetrag|gesamt|gesamt netto|extended price"
        "|line value|line amount excl vat|wert|amount excl vat"
        "|gp|positionswert|order value|summe|total price|gesamtpreis netto|subtotal|sub total"
    ),
    "line.tax_rate": (
        "vat|tax rate|vat rate|vat percent|mwst|mwst satz|ust satz|steuersatz|ust|mwst prozent"
        "|tax percent|vat code percent|steuer prozent"
    ),
    "line.name": (
        "description|item description|short text|kurztext|bezeichnung|artikelbezeichnung"
        "|material description|materialkurztext|artikeltext"
        "|product name|item name|article name|name of item|text|product service|produkt|beschreibung"
        "|artikelname|product description|positionstext|product"
    ),
    "line.seller_item": (
        "supplier item {no}|vendor item {no}|lieferantenmaterial {no}|lieferanten artikel {no}"
        "|supplier part {no}|lieferantenartikel {no}"
    ),
    "line.buyer_item": "customer item {no}|customer material|kundenmaterial {no}|kunden artikel {no}",
    "item": (
        "item {no}|item code|article {no}|artikel {no}|artikel|material|material {no}|product code|sku"
        "|stock code|inventory item code"
        "|product {no}|part {no}|materialnummer|artikelnummer|artnr|no|product id|item id|teilenummer"
        "|artikelcode|service|item"
    ),
    "line.gtin": "gtin|ean|ean code|ean upc|gtin ean|barcode|upc",
    "line.lot": "lot|lot {no}|batch|batch {no}|charge|chargen {no}|chargennummer",
    "line.serial": "serial {no}|seriennummer|serial",
    "line.handling_unit": "sscc|nve|handling unit|pallet {no}|packstueck",
    "line.quantity_rejected": "rejected quantity|quantity rejected|abgelehnte menge|ausschussmenge",
    "line.quantity_short": "short quantity|quantity short|fehlmenge",
    "line.quantity_outstanding": (
        "backorder quantity|quantity outstanding|rueckstand|rueckstandsmenge|outstanding quantity"
    ),
}

TRADE_TERMS = {
    "due": (
        "due date|net due date|faellig am|faelligkeit|faelligkeitsdatum|nettofaelligkeit|zahlbar bis"
        "|due on|due|payment due date|invoice due date"
    ),
    "delivered": (
        "delivery date|lieferdatum|leistungsdatum|date of supply|liefertermin|service date"
        "|actual delivery date|wareneingangsdatum|expected receipt date|promised receipt date|requested receipt date"
        "|requested delivery date|promised delivery date|wunschliefertermin|expected arrival|bestaetigter liefertermin"
    ),
    "despatched": (
        "ship date|shipping date|shipped date|versanddatum|warenausgangsdatum|goods issue date"
        "|actual goods issue date|despatch date"
    ),
    "currency": (
        "currency|currency code|waehrung|wkz|whg|document currency|doc currency|belegwaehrung|wkz umsatz"
        "|currency key|hauswaehrung|waehrungscode|curr|crcy|local currency"
    ),
    "net": (
        "net total|total net|sub total|subtotal|net amount|nettobetrag|netto|summe netto|nettosumme"
        "|amount excl vat|total excl vat|rechnungsbetrag netto|total ex vat|gesamt netto|untaxed amount"
        "|untaxed amount signed|tax excluded|amount"
    ),
    "tax": (
        "tax total|total tax|vat amount|tax amount|steuerbetrag|steuer|ust betrag|mwst betrag"
        "|umsatzsteuer|tax|vat total|mehrwertsteuer|mwst eur|mwst|ust|vat"
    ),
    "total": (
        "total|total amount|gross amount|gross|brutto|bruttobetrag|rechnungsbetrag|invoice amount"
        "|invoice total|gesamtbetrag|amount incl vat"
        "|total incl vat|amount|betrag|buchungsbetrag|original amount|umsatz|umsatz ohne soll haben kz"
        "|amount in local currency|amount in doc curr"
        "|betrag in hauswaehrung|betrag in belegwaehrung|endbetrag|summe|value|wert|summe brutto"
        "|gesamt brutto|basis umsatz|total signed"
    ),
    "paid": (
        "amount paid|paid|invoice amount paid|bezahlt|gezahlt|settled|paid amount|bezahlter betrag|zahlbetrag|payments"
    ),
    "payable": (
        "amount due|open amount|remaining amount|open balance|balance due|outstanding|outstanding amount"
        "|offener betrag|restbetrag|offen|saldo"
        "|invoice amount due|balance|noch offen|op betrag|remaining|offener posten|amount open|open"
        "|zahlbar|zu zahlen|balance remaining|amount due signed"
    ),
    "payment_terms": (
        "payment terms|terms|zahlungsbedingung|zahlungsbedingungen|zahlungsziel|payment terms code|zahlungskondition"
    ),
    "payment_reference": "payment reference|zahlungsreferenz|remittance reference|kid|esr referenz",
    "buyer_reference": (
        "your reference|customer reference|ihr zeichen|kundenreferenz|leitweg id|buyer reference"
        "|ihre referenz|customer po"
    ),
    "kind": "document type|doc type|transaction type|belegart|type|typ|dokumentart|invoice type|belegtyp",
    "note": "note|notes|memo|memo description|bemerkung|notiz|comment|comments|buchungstext|remarks|kommentar",
    "order": (
        "purchase order {no}|purchase order|po {no}|po|order {no}|order|bestellung|bestell {no}"
        "|your order {no}|purchasing document|einkaufsbeleg|auftrag {no}|auftrags {no}|sales order"
        "|your order"
    ),
    "order_line": (
        "order line {no}|order line|order item|po line {no}|po line|po item|bestellposition"
        "|bestell position|bestellpos|purchase order line {no}|order position|purchase order item"
        "|auftragsposition"
    ),
    "despatch": (
        "delivery note {no}|delivery note|delivery {no}|delivery|lieferschein {no}|lieferschein"
        "|shipment {no}|packing slip|despatch advice|lieferung"
    ),
    "despatch_line": "delivery line|lieferposition|lieferscheinposition|delivery item|shipment line {no}",
    "receipt": (
        "receipt {no}|goods receipt {no}|goods receipt|wareneingang|wareneingangs {no}|grn|grn {no}"
        "|we {no}|product receipt"
    ),
    "receipt_line": "receipt line {no}|receipt line|wareneingangsposition",
    "invoice": (
        "original invoice {no}|original invoice|corrected invoice {no}|applies to doc {no}"
        "|preceding invoice|ursprungsrechnung|bezug rechnung|rechnungsbezug"
    ),
    "contract": "contract|contract {no}|vertrag|vertrags {no}|vertragsnummer|outline agreement",
}

ROLES = {
    "seller": (
        "vendor|supplier|lieferant|lieferanten|kreditor|kreditoren|creditor|seller|verkaeufer"
        "|buy from vendor|pay to|payee|merchant|beneficiary|vendor supplying plant|lieferant lieferwerk"
        "|supplier supplying plant"
    ),
    "buyer": (
        "customer|kunde|kunden|debitor|debitoren|debtor|buyer|client|sell to customer|bill to customer"
        "|bill to|sell to|sold to party|sold to|kaeufer|auftraggeber|contact|firma|rechnungsempfaenger"
        "|empfaenger"
    ),
    "deliver_to": "ship to|ship to party|deliver to|warenempfaenger|lieferadresse",
}
ATTRIBUTES = {
    "name": (
        "|name|name 1|name1|account name|company|company name|firma|bezeichnung|invoice partner display name|partner"
    ),
    "NUMBER": "{no}||code|account|account {no}|konto|kontonummer",
    "vat": (
        "vat {no}|vat|ust id|ustid|ust id nr|ust idnr|tax {no}|tax id|vat registration {no}|vat reg {no}"
        "|umsatzsteuer id|steuernummer"
    ),
    "gln": "gln|iln|ean location {no}",
    "account": "iban|bank account|bankverbindung",
    "country": "country|land|country code|region code",
    "city": "city|ort|stadt|town",
    "post_code": "post code|postal code|zip|zip code|plz|postleitzahl",
    "street": "street|address|strasse|adresse|address line 1|street address",
}

STATEMENT_TERMS = {
    "account": (
        "account|account {no}|iban|own account|konto|kontonummer|auftragskonto|iban auftragskonto"
        "|account iban|eigenes konto|account number|bankkonto"
    ),
    "account_owner": "account owner|account holder|kontoinhaber|bezeichnung auftragskonto|account name|body name",
    "currency": "currency|waehrung|account currency|ccy|wkz|currency code",
    "opening": "opening balance|anfangssaldo",
    "closing": "closing balance|endsaldo",
    "entry.amount": (
        "amount|betrag|transaction amount|umsatz|value|betrag eur|amount eur|wert|net amount|payment amount|settled"
    ),
    "entry.credit": "credit|credit amount|haben|gutschrift|paid in|money in|eingang|zugang|deposit|deposits",
    "entry.debit": (
        "debit|debit amount|soll|belastung|paid out|money out|ausgang|withdrawal|withdrawals|lastschrift|abgang"
    ),
    "entry.sign": (
        "credit debit|debit credit|soll haben|soll haben kennzeichen|cr dr|dc|s h|sh|kennzeichen|credit debit indicator"
    ),
    "entry.booked": (
        "booking date|booked|buchungstag|buchungsdatum|posting date|date|datum|transaction date"
        "|payment date|paid date|zahlungsdatum|zahldatum|booking|buchung"
    ),
    "entry.valued": "value date|valuta|valutadatum|wertstellung|wertstellungstag|valutadatum",
    "entry.status": "status|state",
    "entry.reference": (
        "bank reference|transaction id|transaction {no}|trans {no}|trans no|reference|referenz"
        "|entry reference|payment {no}|zahlungs {no}|sammlerreferenz|payment id|umsatz id"
    ),
    "entry.code": (
        "transaction type|type|buchungstext|umsatzart|vorgang|buchungsart|payment type|transaction code"
        "|buchungsschluessel"
    ),
    "entry.charges": "fee|fees|charges|gebuehr|gebuehren|spesen",
    "end_to_end_id": (
        "end to end id|end to end reference|end to end referenz|kundenreferenz end to end|kundenreferenz"
        "|endtoend id|e2e id|customer reference"
    ),
    "mandate": "mandate|mandate reference|mandatsreferenz|mandate id",
    "remittance": (
        "remittance|remittance information|remittance info|verwendungszweck|details|description|narrative"
        "|memo|payment details|zahlungsreferenz|beschreibung|text|expenditure category|purpose"
        "|payment reference|message"
    ),
    "counterparty.name": (
        "counterparty|counterparty name|name|payee|payer|beguenstigter zahlungspflichtiger"
        "|auftraggeber beguenstigter|auftraggeber empfaenger|supplier name|supplier"
        "|beneficiary|beneficiary name|name zahlungsbeteiligter|zahlungsempfaenger|empfaenger"
        "|partner name|partner|payee payer|vendor name|vendor|merchant|zahlungspflichtiger|merchant name"
        "|customer name"
    ),
    "counterparty.account": (
        "counterparty iban|counterparty account|kontonummer iban|iban zahlungsbeteiligter|partner iban"
        "|iban des beguenstigten|beneficiary iban|payee account|iban bic|beneficiary account|gegenkonto"
        "|konto empfaenger|recipient iban"
    ),
    "counterparty.supplier_number": "supplier {no}|vendor {no}|lieferanten {no}|kreditor",
    "invoice": "invoice {no}|invoice|rechnung {no}|rechnungs {no}",
}

ITEM_TERMS = {
    "name": (
        "name|description|bezeichnung|item description|artikelbezeichnung|material description|kurztext"
        "|short text|materialkurztext|product name|item name|beschreibung|name 1"
    ),
    "unit": (
        "unit|base unit|base unit of measure|uom|einheit|basiseinheit|mengeneinheit|basismengeneinheit|me"
        "|unit of measure|lagereinheit"
    ),
    "gtin": "gtin|ean|ean code|barcode|ean upc|upc|ean nummer",
    "pack.unit": (
        "pack unit|packing unit|verpackungseinheit|ve|alternative unit|alternativmengeneinheit"
        "|alternative unit of measure|ame|vpe einheit|gebindeeinheit|purchase unit"
    ),
    "pack.factor": (
        "pack size|pack quantity|units per pack|inhalt|verpackungsmenge|quantity per unit of measure"
        "|qty per unit of measure|umrechnungsfaktor|faktor|stueck je ve|ve menge|zaehler|units per parcel"
        "|content|pcs per pack|pack factor|case quantity"
    ),
    "pack": "packs|pack sizes|packungen",
}
PARTNER_TERMS = {
    "name": (
        "name|name 1|name1|company|company name|firma|firmenname|vendor name|supplier name|customer name"
        "|lieferantenname|kundenname|account name|bezeichnung|organization name|contact name"
    ),
    "trading_name": "name 2|name2|search name|suchname|suchbegriff|trading name|matchcode|kurzbezeichnung",
    "vat": ATTRIBUTES["vat"],
    "gln": ATTRIBUTES["gln"],
    "lei": "lei|lei code",
    "registration": (
        "registration {no}|company registration {no}|handelsregister {no}|hrb|company {no}|tax number|steuernummer"
    ),
    "account": "iban|bank account|bank account {no}|iban 1|iban 2|bankverbindung|bank iban|iban code",
    "country": "country|country code|land|country region code|laenderkennzeichen|lkz|laenderschluessel",
    "city": "city|ort|stadt|town|place",
    "post_code": "post code|postal code|zip|zip code|plz|postleitzahl|postcode",
    "street": "street|address|strasse|adresse|address 1|address line 1|strasse und hausnummer|street address",
}
