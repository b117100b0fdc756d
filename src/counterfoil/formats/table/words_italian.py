"""The words by which the columns of Italian exports are known."""

from counterfoil.formats.table.language import Language
from counterfoil.model import summary as kinds

_ORDER = "{no} ordine|ordine|{no} ordine di acquisto|ordine di acquisto|ordine {no}"
_DESPATCH = "{no} ddt|ddt|{no} bolla|bolla|documento di trasporto"
_RECEIPT = "{no} ricevimento|ricevimento|{no} entrata merci|entrata merci|{no} carico"
_INVOICE = "{no} fattura|fattura|fattura {no}|{no} documento|{no} doc"
_TAX_NUMBER = "partita iva|p iva|piva|{no} iva|codice iva"

ITALIAN = Language(
    number="n|no|num|numero|nr|codice|cod|n di|numero di|n d|numero d",
    numbers={
        kinds.INVOICE: f"{_INVOICE}|numero",
        kinds.CREDIT_NOTE: "{no} nota di credito|nota di credito|{no} nota credito",
        kinds.ORDER: f"{_ORDER}|{{no}} documento",
        kinds.ORDER_RESPONSE: "{no} conferma|{no} conferma ordine|conferma d ordine",
        kinds.DESPATCH_ADVICE: _DESPATCH,
        kinds.RECEIPT_ADVICE: _RECEIPT,
        kinds.OPEN_ITEM: f"{_INVOICE}|riferimento",
        kinds.STATEMENT: "{no} estratto conto",
        kinds.ITEM: "{no} articolo|articolo|codice|{no} prodotto|prodotto",
        kinds.PARTNER: "{no} fornitore|fornitore|{no} cliente|cliente|codice|conto",
    },
    issued={
        kinds.INVOICE: "data fattura|data della fattura|data documento",
        kinds.ORDER: "data ordine|data dell ordine",
        kinds.DESPATCH_ADVICE: "data ddt|data bolla",
        kinds.RECEIPT_ADVICE: "data ricevimento|data entrata merci|data carico",
        kinds.OPEN_ITEM: "data fattura|data documento",
    },
    any_issued="data|data documento|data registrazione|data emissione|data di emissione",
    trade={
        "due": "scadenza|data scadenza|data di scadenza|scadenza pagamento",
        "delivered": "data consegna|data di consegna|consegna|consegna prevista|data consegna prevista",
        "despatched": "data spedizione|data di spedizione",
        "currency": "valuta|divisa|codice valuta",
        "net": "imponibile|totale imponibile|importo imponibile|importo netto|totale netto|netto",
        "tax": "importo iva|totale iva|imposta|iva",
        "total": "totale|totale fattura|totale documento|importo totale|lordo|importo",
        "paid": "pagato|importo pagato|incassato|acconto",
        "payable": "da pagare|residuo|importo residuo|importo aperto|aperto|netto a pagare|da incassare|saldo",
        "payment_terms": "condizioni di pagamento|termini di pagamento|pagamento",
        "buyer_reference": "vostro riferimento|riferimento cliente",
        "kind": "tipo documento|tipo di documento",
        "note": "osservazioni|commento|annotazioni",
        "order": f"{_ORDER}|vostro ordine",
        "order_line": "riga ordine|riga d ordine|{no} riga ordine",
        "despatch": _DESPATCH,
        "receipt": _RECEIPT,
        "invoice": "fattura di riferimento|fattura originale",
        "contract": "{no} contratto|contratto",
        "line.id": "riga|{no} riga|posizione",
        "line.quantity": (
            "quantita|qta|q ta|quantita ordinata|qta ordinata|quantita consegnata|quantita ricevuta|qta ricevuta"
            "|quantita fatturata"
        ),
        "line.unit": "unita di misura|um|u m|unita misura|unita",
        "line.price": "prezzo unitario|prezzo|prezzo netto|prezzo unit|costo unitario",
        "line.amount": "importo|importo riga|totale riga|importo netto|valore|totale",
        "line.tax_rate": "aliquota iva|aliquota|iva percent|percent iva|iva",
        "line.name": "descrizione|descrizione articolo|nome articolo|articolo|prodotto",
        "line.seller_item": "{no} articolo fornitore",
        "line.buyer_item": "{no} articolo cliente",
        "item": "codice articolo|cod articolo|{no} articolo|{no} prodotto|articolo",
        "line.gtin": "codice ean|codice a barre",
        "line.lot": "lotto|{no} lotto",
        "line.serial": "matricola|{no} serie",
    },
    roles={"seller": "fornitore|venditore|cedente", "buyer": "cliente|acquirente|cessionario"},
    attributes={
        "name": "|nome|ragione sociale|denominazione|descrizione",
        "NUMBER": "{no}||conto",
        "vat": _TAX_NUMBER,
        "account": "iban|conto corrente|coordinate bancarie",
        "country": "nazione|paese",
        "city": "citta|comune|localita",
        "post_code": "cap",
        "street": "indirizzo|via",
    },
    joining=("", "del", "di", "della"),
    statement={
        "account": "conto|{no} conto|conto corrente",
        "account_owner": "intestatario|intestatario conto",
        "currency": "divisa|valuta",
        "opening": "saldo iniziale",
        "closing": "saldo finale",
        "entry.amount": "importo|importo eur|importo in euro",
        "entry.credit": "accrediti|avere|entrate|accredito",
        "entry.debit": "addebiti|dare|uscite|addebito",
        "entry.sign": "segno|dare avere",
        "entry.booked": "data contabile|data operazione|data movimento|data registrazione|data",
        "entry.valued": "data valuta|valuta",
        "entry.reference": "riferimento|{no} operazione|{no} movimento",
        "entry.code": "tipo operazione|causale abi|tipo movimento",
        "mandate": "mandato|{no} mandato",
        "remittance": "descrizione|causale|descrizione operazione|descrizione estesa|dettagli|dettaglio",
        "counterparty.name": "controparte|nome controparte|beneficiario|ordinante|ordinante beneficiario",
        "counterparty.account": "iban controparte|conto controparte|iban beneficiario|iban ordinante",
        "counterparty.supplier_number": "{no} fornitore",
        "invoice": "{no} fattura|fattura",
    },
    item={
        "name": "descrizione|nome|denominazione|descrizione articolo",
        "unit": "unita di misura|um|u m|unita misura|unita",
        "gtin": "codice ean|codice a barre",
        "pack.unit": "confezione|unita di confezione|imballo|unita di acquisto",
        "pack.factor": "pezzi per confezione|quantita per confezione|pezzi per cartone|fattore",
    },
    partner={
        "name": "ragione sociale|nome|denominazione",
        "trading_name": "nome commerciale|insegna",
        "vat": _TAX_NUMBER,
        "registration": "codice fiscale|rea|{no} rea",
        "account": "conto corrente|coordinate bancarie",
        "country": "nazione|paese",
        "city": "citta|comune|localita",
        "post_code": "cap",
        "street": "indirizzo|via",
    },
    hints={
        kinds.STATEMENT: (
            "data valuta|data contabile|data operazione|causale|controparte|accrediti|addebiti|ordinante",
            "dare|avere|importo|saldo|descrizione|conto|entrate|uscite",
        ),
        kinds.RECEIPT_ADVICE: (
            "ricevimento|entrata merci|quantita ricevuta|qta ricevuta|data carico",
            "ordine|quantita|qta|fornitore",
        ),
        kinds.DESPATCH_ADVICE: (
            "ddt|n ddt|data ddt|bolla|quantita consegnata|data spedizione",
            "ordine|consegna|quantita|qta",
        ),
        kinds.OPEN_ITEM: (
            "residuo|importo residuo|da pagare|importo aperto|aperto",
            "scadenza|data scadenza|fornitore|cliente|fattura",
        ),
        kinds.INVOICE: (
            "fattura|n fattura|numero fattura|data fattura|nota di credito",
            "iva|imponibile|totale|scadenza|prezzo|importo",
        ),
        kinds.ORDER: (
            "ordine|n ordine|numero ordine|data ordine|quantita ordinata|qta ordinata",
            "consegna|quantita|qta|prezzo|fornitore",
        ),
        kinds.PARTNER: (
            "partita iva|p iva|codice fiscale|indirizzo|cap|citta|comune",
            "ragione sociale|nome|fornitore|cliente|paese|nazione|telefono",
        ),
        kinds.ITEM: (
            "codice ean|codice a barre|confezione|pezzi per confezione|categoria merceologica",
            "articolo|codice articolo|descrizione|unita di misura|um",
        ),
    },
    units={
        "H87": "pz|pezzo|pezzi",
        "HUR": "ora|ore",
        "DAY": "giorno|giorni",
        "BX": "scatola|scatole",
        "CT": "cartone|cartoni",
        "PR": "paio|paia",
    },
    kinds={
        kinds.INVOICE: "fattura|td01",
        kinds.CREDIT_NOTE: "nota di credito|nota credito|td04",
        "skip": "pagamento|incasso",
    },
)
