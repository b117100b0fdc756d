"""Which words a column may have for a term, for each kind of document, and how names of columns are compared."""

import re
import unicodedata
from functools import cache

from counterfoil.formats.table.terms import ITEM, STATEMENT, TRADE
from counterfoil.formats.table.words import (
    ANY_ISSUED,
    ATTRIBUTES,
    ISSUED,
    ITEM_TERMS,
    LINES,
    NO,
    NUMBERS,
    PARTNER_TERMS,
    ROLES,
    STATEMENT_TERMS,
    TRADE_TERMS,
)
from counterfoil.model import summary as kinds


def plain_header(header: str) -> str:
    """A column's name for comparison: words without case, accents and punctuation; InvoiceNo is two words."""
    spaced = re.sub(r"(?<=[a-zäöü0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", header)
    folded = spaced.casefold().replace("ß", "ss").translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue", ord("%"): " percent "})
    decomposed = unicodedata.normalize("NFKD", folded)
    kept = "".join(c if c.isalnum() or c == "#" else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.split())


@cache
def synonyms(document: str, family: str) -> dict[str, tuple[str, ...]]:
    """For each term that a kind of document may have: its words, the most usual first."""
    if family == TRADE:
        table = {"number": NUMBERS[document], "issued": f"{ISSUED.get(document, '')}|{ANY_ISSUED}".strip("|")}
        own = {kinds.ORDER: "order", kinds.DESPATCH_ADVICE: "despatch", kinds.RECEIPT_ADVICE: "receipt"}.get(document)
        lines = dict(LINES)
        lines["line.seller_item"] = f"{lines['line.seller_item']}|{lines.pop('item')}"
        table |= {term: words for term, words in {**TRADE_TERMS, **lines}.items() if term.removesuffix("_line") != own}
        table |= _party_words()
        if document in (kinds.ORDER, kinds.ORDER_RESPONSE):
            table["due"] = f"{table.pop('delivered')}|{table['due']}"
        if document in (kinds.RECEIPT_ADVICE, kinds.DESPATCH_ADVICE):
            table["order_line"] += "|item|position"  # the own line has another name then, such as Mat. Doc. Item
    elif family == STATEMENT:
        table = {"number": NUMBERS[document], **STATEMENT_TERMS}
    else:
        table = {"number": NUMBERS[document], **(ITEM_TERMS if family == ITEM else PARTNER_TERMS)}
    return {term: _spelled(words) for term, words in table.items()}


@cache
def partner_words(attribute: str) -> tuple[str, ...]:
    """The words for something of the only partner in a table, who need not be named there."""
    return tuple(word for word in _spelled(ATTRIBUTES.get(attribute, "")) if word)


@cache
def names_side(header: str, side: str) -> bool:
    """Does a column tell of the seller or of the buyer?"""
    return any(f" {word} " in f" {header} " for word in ROLES[side].split("|"))


def _party_words() -> dict[str, str]:
    table: dict[str, str] = {}
    for role, words in ROLES.items():
        for attribute, says in ATTRIBUTES.items():
            number = "supplier_number" if role == "seller" else "customer_number"
            name = number if attribute == "NUMBER" else attribute
            table[f"{role}.{name}"] = "|".join(
                f"{word} {each}".strip() for word in words.split("|") for each in says.split("|")
            )
    return table


def _spelled(words: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in words.split("|"):
        if "{no}" in word:
            for number in NO.split("|"):
                spelled = " ".join(word.replace("{no}", number).split())
                found[spelled] = None
                if number in ("nr", "nummer"):
                    found[spelled.replace(f" {number}", number)] = None
        else:
            found[word] = None
    return tuple(found)
