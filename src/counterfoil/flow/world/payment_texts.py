"""What payers write on their payments: numbers in full, mangled, in short, cut off, among others, or none at all."""

from collections.abc import Sequence
from decimal import Decimal

from counterfoil.flow.world import relations as habits
from counterfoil.flow.world.book import Book
from counterfoil.flow.world.numbers import MANGLINGS, abbreviated, mangled
from counterfoil.flow.world.paper import Paper
from counterfoil.flow.world.relations import Relation

_TEXTS = {
    "DE": ("Rechnung {}", "Re.-Nr. {}", "RG {} vom {:%d.%m.%Y}", "{}", "Rechn. {} / danke"),
    "NL": ("factuur {}", "betreft factuur {} d.d. {:%d-%m-%Y}", "{}"),
    "FR": ("facture {}", "FACT {} DU {:%d/%m/%y}", "règlement {}"),
    "BE": ("factuur {}", "facture {}", "{}"),
    "IE": ("Invoice {}", "INV {} {:%d/%m/%Y}", "payment inv. {}"),
    "AT": ("Rechnung {}", "RNr. {}", "Zahlung {} {:%d.%m.%y}"),
}


_TEXT_ROOM = (27, 54, 140)
"""So many characters of text a payer's bank takes."""
_LISTS = {"whole": 3.0, "list-abbreviated": 1.0, "list-cut-off": 1.0}
_SHORT = 6
"""Fewer numbers than this are put in short."""

Text = tuple[str, tuple[str, ...]]
"""A text, and what is hard about it beside the payer's habit."""


def of_one(book: Book, relation: Relation, papers: Sequence[Paper]) -> Text:
    """The text for an invoice, and the credit notes that are set off."""
    if relation.pays == habits.BARE:
        return book.random.choice(("Rechnung", "Zahlung", "Danke", "wie besprochen", "acompte", "Warenlieferung")), ()
    if relation.pays == habits.CUSTOMER:
        return f"Kd.-Nr. {relation.partner.partner_number}", ()
    numbers = [one.number for one in papers]
    if relation.pays == habits.MANGLED:
        numbers = [_mangled(book, one) for one in numbers]
    texts = _TEXTS.get(relation.buyer.country, _TEXTS["IE"])
    text = book.random.choice(texts).format(" abzgl. ".join(numbers), papers[0].issued)
    return (_noisy(book, relation, text, papers), ("noisy-text",)) if book.chance(0.15, "noisy-text") else (text, ())


def of_several(book: Book, relation: Relation, papers: Sequence[Paper]) -> Text:
    """The numbers one by one, in short, or as far as the characters go that a bank takes; or no list at all."""
    if relation.pays != habits.LISTED:
        number = relation.partner.partner_number
        return book.random.choice((f"Sammelzahlung Konto {number}", "lt. Avis", "Zahlungslauf", f"Kunde {number}")), ()
    numbers = [one.number for one in papers]
    how = book.draw("lists of numbers", _LISTS)
    if how == "list-abbreviated" and how in book.faults and len(papers) < _SHORT:
        return f"Re. {abbreviated(numbers)}", (how,)
    between = book.random.choice((", ", " ", "/", "; ", " + "))
    text = f"{book.random.choice(('Re. ', 'Rechnungen ', 'Invoices ', ''))}{between.join(numbers)}"
    if how == "list-cut-off" and how in book.faults:
        room = min(book.random.choice(_TEXT_ROOM), len(text) * 3 // 4)
        return text[:room], (how,)
    return text, ()


def _mangled(book: Book, number: str) -> str:
    """The number mangled, so that it is not by accident another paper's."""
    spoiled = mangled(number, book.random.choice(MANGLINGS[:3]), book.random)
    while spoiled in book.numbers:
        spoiled = mangled(number, book.random.choice(MANGLINGS), book.random)
    return spoiled


def _noisy(book: Book, relation: Relation, text: str, papers: Sequence[Paper]) -> str:
    """The text among numbers that are none of an invoice's: the payer's own, days, amounts, telephones."""
    random, day = book.random, f"{papers[0].issued:%d.%m.%Y}"
    amount = f"{sum((one.total for one in papers), Decimal(0)):.2f}".replace(".", ",")
    before = random.choice((f"Beleg {random.randrange(10**9, 10**10)} ", f"KD {relation.partner.partner_number} ", ""))
    after = random.choice((f" EUR {amount}", f" vom {day} Tel. {random.randrange(10**5, 10**6)}", " DATUM 03.04.2026"))
    return f"{before}{text}{after}"
