"""What tells a kind of document by the columns of its table, and the words in cells that mean units and kinds."""

from counterfoil.model import summary as kinds

UNITS = {
    **dict.fromkeys(
        (
            "st",
            "stk",
            "stck",
            "stueck",
            "stück",
            "pc",
            "pcs",
            "pce",
            "piece",
            "pieces",
            "ea",
            "each",
            "pieza",
        ),
        "H87",
    ),
    **dict.fromkeys(
        (
            "kg",
            "kilogramm",
            "kilogram",
            "kgs",
        ),
        "KGM",
    ),
    **dict.fromkeys(
        (
            "g",
            "gramm",
            "gram",
            "gr",
        ),
        "GRM",
    ),
    **dict.fromkeys(
        (
            "t",
            "to",
            "tonne",
            "ton",
        ),
        "TNE",
    ),
    **dict.fromkeys(
        (
            "m",
            "meter",
            "mtr",
            "metre",
        ),
        "MTR",
    ),
    **dict.fromkeys(
        (
            "m2",
            "qm",
            "m²",
            "sqm",
        ),
        "MTK",
    ),
    **dict.fromkeys(
        (
            "m3",
            "cbm",
            "m³",
        ),
        "MTQ",
    ),
    **dict.fromkeys(
        (
            "l",
            "liter",
            "ltr",
            "litre",
        ),
        "LTR",
    ),
    **dict.fromkeys(
        (
            "h",
            "std",
            "stunde",
            "stunden",
            "hour",
            "hours",
            "hr",
            "hrs",
        ),
        "HUR",
    ),
    **dict.fromkeys(
        (
            "tag",
            "tage",
            "day",
            "days",
        ),
        "DAY",
    ),
    **dict.fromkeys(
        (
            "kt",
            "krt",
            "karton",
            "ct",
            "carton",
            "ctn",
        ),
        "CT",
    ),
    **dict.fromkeys(
        (
            "pal",
            "palette",
            "pallet",
            "pf",
        ),
        "PF",
    ),
    **dict.fromkeys(
        (
            "paar",
            "pr",
            "pair",
        ),
        "PR",
    ),
    **dict.fromkeys(
        (
            "set",
            "satz",
        ),
        "SET",
    ),
    **dict.fromkeys(
        (
            "psch",
            "pauschal",
            "lump sum",
            "ls",
            "pausch",
        ),
        "LS",
    ),
}
"""Words for units and the code that each means (UN/ECE Rec 20 and 21)."""

_SAGE = {
    "invoice": ("si", "pi"),
    "credit-note": ("sc", "pc"),
    "skip": ("sr", "sa", "sd", "pp", "pa", "pd", "bp", "br", "jc", "jd"),
}
"""Sales and purchases as Sage has them: invoices, credits, and what they are paid by or set off with."""
KINDS = {
    **dict.fromkeys(
        (
            "invoice",
            "rechnung",
            "inv",
            "bill",
            "re",
            "rg",
            "accrec",
            "accpay",
            "sales invoice",
            "rv",
            "kr",
            "dr",
            *_SAGE["invoice"],
        ),
        kinds.INVOICE,
    ),
    **dict.fromkeys(
        (
            "credit memo",
            "credit note",
            "gutschrift",
            "credit",
            "cn",
            "accreccredit",
            "accpaycredit",
            "vendor credit",
            "kg",
            "dg",
            "gs",
            "sales credit note",
            *_SAGE["credit-note"],
        ),
        kinds.CREDIT_NOTE,
    ),
    **dict.fromkeys(
        (
            "payment",
            "zahlung",
            "refund",
            "kz",
            "dz",
            "bill payment",
            "zahlungseingang",
            "journal entry",
            "erstattung",
            "journal",
            *_SAGE["skip"],
        ),
        "skip",
    ),
}
"""Words for kinds of documents in exports of invoices, and what they mean."""

HINTS: dict[str, tuple[str, str]] = {
    kinds.STATEMENT: (
        (
            "verwendungszweck|valuta|valutadatum|wertstellung|value date|buchungstag|booking date"
            "|counterparty|remittance|mandatsreferenz|auftragskonto|paid date|payment date|beguenstigter"
            "|money in|money out|paid in|paid out|zahlungsempfaenger|zahlungsbeteiligter"
        ),
        "iban|saldo|balance|bic|betrag|amount|trans no|soll haben",
    ),
    kinds.RECEIPT_ADVICE: (
        (
            "goods receipt|wareneingang|materialbeleg|material document|receipt no|received|grn|mat doc"
            "|product receipt|receipt number|receipt date|wareneingangsmenge|we menge|rejected"
        ),
        "movement type|bewegungsart|purchase order|bestellung|quantity|qty|menge|po line",
    ),
    kinds.DESPATCH_ADVICE: (
        (
            "delivery note|lieferschein|shipment no|packing slip|outbound delivery|despatch|liefermenge"
            "|warenausgangsdatum|goods issue|ship date|sscc|nve|lieferscheinnummer"
        ),
        "delivery|lieferung|quantity|qty|menge|versand|po line",
    ),
    kinds.OPEN_ITEM: (
        (
            "open amount|remaining amount|open balance|offener betrag|restbetrag|outstanding|balance due"
            "|op betrag|noch offen|offener posten|nettofaelligkeit|ausgleich"
        ),
        "due date|faelligkeit|vendor|customer|kreditor|debitor|invoice",
    ),
    kinds.INVOICE: (
        (
            "invoice no|invoice number|invoice date|invoice|rechnungsnummer|rechnungsdatum|rechnung"
            "|rechnungsbetrag|billing document|faktura|fakturanummer|bill date|umsatz|belegfeld|rechnungsnr"
        ),
        (
            "due date|vat|mwst|tax|total|brutto|netto|steuer|unit price|einzelpreis|belegnummer|document no"
            "|line amount|gesamtpreis"
        ),
    ),
    kinds.ORDER: (
        (
            "order date|order quantity|bestellmenge|bestelldatum|purchasing document|einkaufsbeleg"
            "|purchase order|bestellnummer|bestellung|net order value|nettobestellwert|auftragsnummer"
            "|order number|po number|po no|order no|liefertermin|expected receipt date|direct unit cost|order reference"
        ),
        "net price|order unit|bestellmengeneinheit|quantity|qty|menge|delivery date|lieferdatum",
    ),
    kinds.PARTNER: (
        (
            "vat registration no|ust idnr|iban|street|strasse|plz|post code|postal code|postleitzahl|zip code"
            "|address|gln|zip|ust id|ort|city|suchbegriff|matchcode"
        ),
        "name|vendor|customer|kreditor|debitor|lieferant|kunde|country|land|phone|telefon|email",
    ),
    kinds.ITEM: (
        (
            "base unit|basiseinheit|base unit of measure|basismengeneinheit|verpackungseinheit|pack size|ean"
            "|gtin|units per pack|umrechnungsfaktor|qty per unit of measure|inhalt|warengruppe"
            "|item category code|product group|gewicht"
        ),
        "item no|artikelnummer|artikel|material|item|sku|bezeichnung|description|unit|einheit",
    ),
}
"""For each kind: words that speak for it, and others that do so less, since several kinds have them."""
