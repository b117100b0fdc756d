"""Which kind of document a table holds, and which of its columns has which term: by its words and by its cells."""

import re
from collections.abc import Sequence
from functools import cache

from counterfoil.formats.table.languages import HINTS, KINDS
from counterfoil.formats.table.profile import Profile
from counterfoil.formats.table.synonyms import names_side, partner_words, plain_header, synonyms
from counterfoil.formats.table.terms import DAY, FAMILY, NUMBER, TRADE, Term, term_of
from counterfoil.model import summary as kinds
from counterfoil.model._base import Model

_ENOUGH = 0.45
_NAMES = ("name", "line.name", "remittance", "note", "street", "city", "payment_terms")
_LINE_SIGNS = {"line.quantity", "line.price", "line.id", "line.seller_item", "line.unit"}


class Assigned(Model):
    """The terms of a column and how sure they are, from 0 to 1."""

    terms: tuple[str, ...]
    holds: str
    score: float


def kind_of_table(profiles: Sequence[Profile]) -> str:
    """The kind of document that the columns speak for most."""
    headers = [plain_header(one.header) for one in profiles]
    days = sum(one.is_day() and _is_dated(plain_header(one.header)) for one in profiles)
    quantities = any(_hint(header, _QUANTITIES, 1, 1) for header in headers)
    scores = {kinds.INVOICE: 0.0}
    for kind, (strong, weak) in HINTS.items():
        surely = [_hint(header, strong, 3.0, 2.0) for header in headers]
        if kind == kinds.ORDER and "po" in headers:
            surely[headers.index("po")] = 3.0  # alone; within a name it rather tells of what refers to one
        scores[kind] = sum(sure or _hint(header, weak, 1.0, 0.5) for header, sure in zip(headers, surely, strict=True))
        if kind in (kinds.ITEM, kinds.PARTNER):
            scores[kind] -= 4 * days
        elif not days:
            scores[kind] -= 3
        if kind != kinds.INVOICE and not any(surely):
            scores[kind] -= 4
        if kind == kinds.ORDER and any(_hint(header, _ANY_DOCUMENT, 1, 0) for header in headers):
            scores[kind] -= 4  # another document that names its order
        if kind in (kinds.STATEMENT, kinds.OPEN_ITEM, kinds.PARTNER) and quantities:
            scores[kind] -= 5
        if kind == kinds.OPEN_ITEM and any(surely):
            # What is left of them stands in lists of invoices too, but these tell of the tax.
            scores[kind] += -3 if any(_hint(header, _TAXES, 1, 1) for header in headers) else 7
    return max(scores, key=lambda kind: scores[kind])


_ANY_DOCUMENT = (
    "document no|document number|belegnummer|beleg nr|belegnr|invoice no|invoice number|rechnungsnummer|n facture"
    "|numero de facture|factuurnummer|factuurnr|numero fattura|n fattura|numero de factura|n factura|pakbonnummer"
    "|fakturanr|fakturanummer|følgeseddelnr|foeljesedelsnr|pakkseddelnr"
)
_QUANTITIES = (
    "quantity|qty|menge|unit price|einzelpreis|quantite|qte|prix unitaire|pu|aantal|prijs|quantita|qta|prezzo"
    "|prezzo unitario|cantidad|precio|precio unitario|antal|antall|pris|stykpris|enhedspris|enhetspris|styckpris"
)
_TAXES = (
    "vat|tax|mwst|ust|steuer|netto|net|net amount|nettobetrag|untaxed|tva|ht|btw|iva|imponibile|importe neto|sub total"
    "|subtotal|tax total|umsatzsteuer|mwst betrag|moms|mva|momsbeløb|momsbelopp|nettobelopp"
)
_DATED = (
    *("dat", "due", "faellig", "valut", "tag", "issued", "created", "booked", "termin"),
    *("echeance", "vervaldag", "scadenza", "fecha", "vencimiento", "forfal", "foerfall"),
    *("splatnost", "vystaveno", "kelt", "hatarido", "esedekesseg", "teljesites", "tarih", "vade"),
)


def _is_dated(header: str) -> bool:
    return any(word in header for word in _DATED)


def _hint(header: str, words: str, whole: float, part: float) -> float:
    phrases = words.split("|")
    if header in phrases:
        return whole
    return part if any(f" {phrase} " in f" {header} " for phrase in phrases) else 0.0


def is_line_table(assigned: dict[str, Assigned]) -> bool:
    """Do rows stand for lines of documents?"""
    return any(term in _LINE_SIGNS for one in assigned.values() for term in one.terms)


def assign(document: str, profiles: Sequence[Profile]) -> dict[str, Assigned]:
    """The term of each column that is known by its words and fits by its cells, the surest first, each term once."""
    family = FAMILY[document]
    candidates: list[Candidate] = []
    side = _one_side(profiles) if family == TRADE else None
    given = _given_by_seller(document, profiles)
    for order, one in enumerate(profiles):
        header = _within_lines(plain_header(one.header))
        taxed = _taxed(header)
        for name, words in synonyms(document, family).items():
            score = _match(header, words)
            if score < _WITHIN and not _CONTRARY.get(name, _NOTHING).isdisjoint(header.split()):
                score = 0.0
            if taxed and name in ("net", "tax", "total", "line.tax_rate"):
                score = max(score, _SAYS_ITS_TAX) if name == taxed else 0.0
            elif side is not None and name.startswith(f"{side}."):
                score = max(score, _match(header, partner_words(name.partition(".")[2])) * 0.9)
            elif name == "number" and side == "seller" and header in given and one.filled > _OF_SELLER_FILLED:
                score = 1.1  # the number that the seller gave is the one that others refer to
            term = term_of(family, name)
            if score and term is not None:
                score *= _suits(term, one)
                if score >= _ENOUGH:
                    candidates.append((score, -order, one.header, term))
    if family == TRADE and not _has_lines(candidates):
        candidates = [each for each in candidates if not each[3].name.startswith("line.")]
    elif family == TRADE:
        # In a table of lines the plain words amount and price are the line's.
        candidates = [_rather_line(each) for each in candidates]
    candidates.sort(key=lambda each: each[:2], reverse=True)
    assigned: dict[str, Assigned] = {}
    used: set[str] = set()
    for score, _, header, term in candidates:
        if header in assigned or (term.name in used and not term.many):
            continue
        assigned[header] = Assigned(terms=(term.name,), holds=term.holds, score=score)
        used.add(term.name)
    return _completed(document, assigned, used, profiles)


_WITHIN = 0.86
"""A word within a name counts for less than that, the whole name for more."""
_NOTHING: frozenset[str] = frozenset()
_NET = frozenset({"netto", "net", "nettobetrag", "ht", "hors", "neto", "netta", "matrah"})
_GROSS = frozenset({"brutto", "bruttobetrag", "gross", "ttc", "bruto", "lordo"})
_CONTRARY = {"total": _NET, "net": _GROSS, "line.amount": _GROSS}
"""Words that say of an amount that it is another one."""
_SAYS_ITS_TAX = 1.05
_AMOUNTS = (
    "amount|total|sum|value|invoice amount|invoice total|total amount|betrag|gesamt|gesamtbetrag|rechnungsbetrag|summe"
    "|wert|totalt|belopp|beløb|beløp|totalbelopp|bedrag|totaal|montant|total facture|importo|totale|importe"
)
_TAX = "vat|tax|taxes|gst|mwst|ust|steuer|steuern|mehrwertsteuer|umsatzsteuer|btw|tva|iva|moms|mva"
_WITH_TAX = re.compile(rf"(?:{_AMOUNTS}) (?:incl|including|inc|inkl|inklusive|inclusief|inclusive|mit|with) (?:{_TAX})")
_WITHOUT_TAX = re.compile(
    rf"(?:{_AMOUNTS}) (?:excl|excluding|ex|exkl|exklusive|ekskl|exclusief|exclusive|ohne|without|before) (?:{_TAX})"
)


def _taxed(header: str) -> str | None:
    """The term of an amount that says whether the tax is in it, so that the word for the tax tells of no tax."""
    if _WITH_TAX.fullmatch(header):
        return "total"
    return "net" if _WITHOUT_TAX.fullmatch(header) else None


_OF_SELLER = {
    *("external document no", "vendor invoice no", "supplier invoice no", "ext doc no"),
    *("lieferantenrechnung", "lieferanten rechnungsnr", "vendor invoice number", "externe belegnummer"),
}
_PERHAPS_OF_SELLER = {"referenz", "reference"}
_INVOICES = ("invoice", "rechnung", "facture", "factuur", "fattura", "factura", "faktura")
_OF_SELLER_FILLED = 0.6


def _given_by_seller(document: str, profiles: Sequence[Profile]) -> set[str]:
    """What a column with the seller's own number is called; a reference is something else beside an invoice number."""
    if document not in (kinds.INVOICE, kinds.CREDIT_NOTE, kinds.OPEN_ITEM):
        return set()
    is_named = any(word in plain_header(one.header) and not one.is_day() for one in profiles for word in _INVOICES)
    return _OF_SELLER if is_named else _OF_SELLER | _PERHAPS_OF_SELLER


def _within_lines(header: str) -> str:
    """A column's name without what says that it is one of lines, as Odoo does: "Order Lines/Quantity"."""
    return header.rpartition(" lines ")[2]


def _one_side(profiles: Sequence[Profile]) -> str | None:
    """The side of the partner whom a table tells of, where it tells only of one."""
    found = {side for one in profiles for side in ("seller", "buyer") if names_side(plain_header(one.header), side)}
    found = found or {side for one in profiles for side, begins in _JOURNALS if one.cells and _all_begin(one, begins)}
    return found.pop() if len(found) == 1 else None


GIVEN_BACK = ("RBILL/", "RINV/")
"""How Odoo begins the numbers of credit notes, of sellers and its own."""
_JOURNALS = (("seller", ("BILL/", "RBILL/")), ("buyer", ("INV/", "RINV/")))
"""And of all invoices, whose partner it names without saying which side that is."""


def _all_begin(one: Profile, begins: tuple[str, ...]) -> bool:
    return all(cell.startswith(begins) for cell in one.cells)


Candidate = tuple[float, int, str, Term]


def _has_lines(candidates: list[Candidate]) -> bool:
    signs = {term.name for score, _, _, term in candidates if score > 0.8 and term.name in _LINE_SIGNS}
    return bool(signs & {"line.quantity", "line.price"}) or len(signs) > 1


def _rather_line(candidate: Candidate) -> Candidate:
    score, order, header, term = candidate
    if term.name in ("total", "net") and _within_lines(plain_header(header)) in _PLAIN_AMOUNTS:
        return score * 0.7, order, header, term
    return candidate


_PLAIN_AMOUNTS = {
    *("amount", "betrag", "wert", "value", "net amount", "gesamt", "subtotal", "sub total", "montant", "montant ht"),
    *("total ht", "bedrag", "bedrag excl btw", "nettobedrag", "importo", "importo netto", "importe", "importe neto"),
    *("beløb", "beløp", "belopp"),
}


def _completed(
    document: str, assigned: dict[str, Assigned], used: set[str], profiles: Sequence[Profile]
) -> dict[str, Assigned]:
    """Terms that the cells alone tell: currencies and bank accounts."""
    for one in profiles:
        if one.header in assigned:
            continue
        term = None
        if one.currency and FAMILY[document] != "item" and "currency" in synonyms(document, FAMILY[document]):
            term = "currency"
        elif one.iban and document == kinds.STATEMENT:
            term = "account" if len(set(one.cells)) == 1 and len(one.cells) > 1 else "counterparty.account"
        elif one.iban and document == kinds.PARTNER:
            term = "account"
        if term is not None and (term not in used or (term == "account" and document == kinds.PARTNER)):
            assigned[one.header] = Assigned(terms=(term,), holds="text", score=0.7)
            used.add(term)
    _with_sign(document, assigned, profiles)
    _of_the_other(document, assigned, profiles)
    return {one.header: assigned[one.header] for one in profiles if one.header in assigned}


def _with_sign(document: str, assigned: dict[str, Assigned], profiles: Sequence[Profile]) -> None:
    """What a column of money says of its direction: a minus where it went out, or none in a list of our payments."""
    if document != kinds.STATEMENT:
        return
    for one in profiles:
        terms = assigned[one.header].terms if one.header in assigned else ()
        below = [cell for cell in one.cells if cell.startswith(("-", "(", "−")) or cell.endswith("-")]
        if terms == ("entry.debit",) and one.cells and len(below) == len(one.cells):
            assigned[one.header] = Assigned(terms=("entry.amount",), holds=NUMBER, score=0.8)
        elif terms == ("entry.amount",) and len(below) * 4 < len(one.cells) and _is_list_of_payments(assigned):
            assigned[one.header] = Assigned(terms=("entry.debit",), holds=NUMBER, score=0.6)


def _of_the_other(document: str, assigned: dict[str, Assigned], profiles: Sequence[Profile]) -> None:
    """Accounts that differ and stand right behind the name of whom an entry is with are theirs, and not ours."""
    at = {term: one for one in profiles if one.header in assigned for term in assigned[one.header].terms}
    account, name = at.get("account"), at.get("counterparty.name")
    if document != kinds.STATEMENT or account is None or name is None or "counterparty.account" in at:
        return
    if account.place == name.place + 1 and len(set(account.cells)) > 1:
        assigned[account.header] = Assigned(terms=("counterparty.account",), holds="text", score=0.6)


def _is_list_of_payments(assigned: dict[str, Assigned]) -> bool:
    told = {term: plain_header(header) for header, one in assigned.items() for term in one.terms}
    if "entry.sign" in told or "account" in told:
        return False
    payee = told.get("counterparty.name", "")
    return any(word in payee for word in ("supplier", "vendor", "payee", "lieferant", "kreditor", "beneficiary"))


@cache
def _match(header: str, words: tuple[str, ...]) -> float:
    """How well a column's name is one of these words: whole, or within it."""
    if header in words:
        return 1.0 - 0.1 * words.index(header) / len(words)
    best = 0.0
    joined = header.replace(" ", "")
    for at, word in enumerate(words):
        if joined == word.replace(" ", ""):  # "Netto-Betrag" and "Rechnungs-Nr." are one word, too
            return 0.98 - 0.1 * at / len(words)
        if len(word) > 2 and word not in _WHOLE and f" {word} " in f" {header} ":
            best = max(best, 0.5 + 0.35 * len(word) / len(header))
    return best


_WHOLE = {"per", "pro"}
"""The unit of a price where they stand alone; within a name they say of anything what it is for."""


def _suits(term: Term, one: Profile) -> float:
    """How well cells suit a term: 0 where they contradict it."""
    if not one.cells:
        return 0.5
    if term.holds == NUMBER:
        return _suits_number(term, one)
    if term.holds == DAY:
        return 1.0 if one.is_day() else 0.0
    name = term.name
    if name in ("currency", "tax_currency", "entry.currency"):
        return 1.0 if one.currency else 0.0
    if name in {"line.gtin", "gtin"}:
        return 1.0 if one.gtin else 0.0
    if name.endswith("gln"):
        return 1.0 if one.gln else 0.0
    if name.endswith("vat"):
        return 1.0 if one.vat else 0.7
    if name.endswith("account"):
        return 1.0 if one.iban else 0.75 if one.digits else 0.3
    if name in _NAMES or name.endswith((".name", ".street", ".city")):
        if any("@" in sample for sample in one.samples):
            return 0.0
        return 0.0 if one.digits or one.typed_days or (one.is_number() and not one.digits) else 1.0
    if name.endswith("_number") and all(map(_NUMBER_AND_NAME, one.cells)):
        return 0.3
    if name.endswith("_number") or name in ("number", "order", "despatch", "receipt", "invoice"):
        return _suits_code(one)
    if name in ("line.unit", "unit", "pack.unit"):
        return 0.0 if one.is_number() else 1.0
    if name in {"line.id", "order_line"}:
        return 1.0 if one.digits else 0.5 if all(cell[:1].isalpha() for cell in one.cells) else 0.8
    if name == "kind":
        words = {plain_header(cell) for cell in one.cells}
        return 1.0 if 2 * len(words & KINDS.keys()) >= len(words) else 0.0
    return 0.0 if one.typed_days else 1.0


_NUMBER_AND_NAME = re.compile(r"\d+\s+[^\W\d]{2}.*").fullmatch
"""A partner as SAP lists it, "100234     Holz AG", who is better known by name and number together."""


_RATES = {
    *(
        "",
        "2.1",
        "2.5",
        "2.6",
        "3",
        "3.8",
        "4",
        "5",
        "5.5",
        "6",
        "7",
        "7.7",
        "8",
        "8.1",
        "9",
        "9.5",
        "12",
        "12.5",
        "13",
    ),
    *(
        "13.5",
        "14",
        "15",
        "16",
        "17",
        "18",
        "19",
        "21",
        "22",
        "23",
        "24",
        "25",
        "25.5",
        "27",
        "1",
        "2",
    ),  # 10 and 20 too
}
"""The rates of VAT in Europe, as they are written without zeros at their end."""


def _suits_number(term: Term, one: Profile) -> float:
    if not one.is_number() or one.typed_days:
        return 0.0
    if one.is_day() and not one.typed_numbers and not one.digits:
        return 0.0
    if term.name == "line.tax_rate":
        cells = [cell.strip(" %") for cell in one.cells]
        if all(cell.replace(",", ".").rstrip("0").rstrip(".") in _RATES for cell in cells):
            return 1.05  # "TVA" with nothing but such numbers below it is no amount
        return 1.0 if all(len(cell) <= 6 for cell in cells) else 0.0
    return 1.0


def _suits_code(one: Profile) -> float:
    """Numbers of documents and partners are short, mostly with digits, and neither days nor amounts."""
    if one.typed_days or (one.is_day() and not one.digits):
        return 0.0
    if one.is_number() and not one.digits and not one.typed_numbers:
        return 0.3
    with_digits = sum(any(map(str.isdigit, cell)) for cell in one.cells) / len(one.cells)
    long = sum(len(cell) for cell in one.cells) / len(one.cells) > 35
    return 0.3 if long or with_digits < 0.3 else 1.0
