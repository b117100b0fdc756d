"""Which words a column may have for a term, for each kind of document, and how names of columns are compared."""

import re
import unicodedata
from functools import cache

from counterfoil.formats.table.language import Language
from counterfoil.formats.table.languages import LANGUAGES
from counterfoil.formats.table.terms import ITEM, STATEMENT, TRADE
from counterfoil.model import summary as kinds


def plain_header(header: str) -> str:
    """A column's name for comparison: words without case, accents and punctuation; InvoiceNo is two words, USt one.

    A "#" at the end stands for a number; right before the name, as banks write it, for nothing.
    """
    named = header[1:] if header[:1] == "#" and header[1:2].isalpha() else header
    spaced = re.sub(r"(?<=[a-zäöü0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", _SHORT.sub(_lowered, named))
    folded = (
        spaced.casefold()
        .replace("ß", "ss")
        .translate({0xE4: "ae", 0xF6: "oe", 0xFC: "ue", 0x142: "l", 0x131: "i", ord("%"): " percent "})
    )
    decomposed = unicodedata.normalize("NFKD", folded)
    kept = "".join(c if c.isalnum() or c == "#" else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(kept.split())


_SHORT = re.compile("MwSt|MWSt|USt|KvK|IdNr|UoM")
"""Short forms of one word with a capital in it."""


def _lowered(found: re.Match[str]) -> str:
    return found[0].lower()


@cache
def synonyms(document: str, family: str) -> dict[str, tuple[str, ...]]:
    """For each term that a kind of document may have: its words in all languages, the most usual first."""
    found: dict[str, dict[str, None]] = {}
    for language in LANGUAGES:
        for term, words in _of_family(language, document, family).items():
            found.setdefault(term, {}).update(dict.fromkeys(_spelled(words, language.number)))
    return {term: tuple(words) for term, words in found.items()}


@cache
def partner_words(attribute: str) -> tuple[str, ...]:
    """The words for something of the only partner in a table, who need not be named there."""
    found = [word for one in LANGUAGES for word in _spelled(one.attributes.get(attribute, ""), one.number) if word]
    return tuple(dict.fromkeys(found))


@cache
def names_side(header: str, side: str) -> bool:
    """Does a column tell of the seller or of the buyer?"""
    return any(f" {word} " in f" {header} " for one in LANGUAGES for word in one.roles[side].split("|"))


def _of_family(language: Language, document: str, family: str) -> dict[str, str]:
    number = {"number": language.numbers[document]}
    if family == TRADE:
        return number | _trade_words(language, document)
    if family == STATEMENT:
        return number | language.statement
    return number | (language.item if family == ITEM else language.partner)


def _trade_words(language: Language, document: str) -> dict[str, str]:
    own = {kinds.ORDER: "order", kinds.DESPATCH_ADVICE: "despatch", kinds.RECEIPT_ADVICE: "receipt"}.get(document)
    table = {term: words for term, words in language.trade.items() if term.removesuffix("_line") != own}
    table["issued"] = f"{language.issued.get(document, '')}|{language.any_issued}".strip("|")
    table["line.seller_item"] += f"|{table.pop('item')}"
    table |= _party_words(language)
    if document in (kinds.ORDER, kinds.ORDER_RESPONSE):
        table["due"] = f"{table.pop('delivered')}|{table['due']}"
    if document in (kinds.RECEIPT_ADVICE, kinds.DESPATCH_ADVICE):
        table["order_line"] += "|item|position"  # the own line has another name then, such as Mat. Doc. Item
    return table


def _party_words(language: Language) -> dict[str, str]:
    table: dict[str, str] = {}
    for role, words in language.roles.items():
        for attribute, says in language.attributes.items():
            number = "supplier_number" if role == "seller" else "customer_number"
            name = number if attribute == "NUMBER" else attribute
            table[f"{role}.{name}"] = "|".join(
                each for word in words.split("|") for said in says.split("|") for each in _of_role(language, word, said)
            )
    return table


def _of_role(language: Language, role: str, said: str) -> list[str]:
    """What a role has, in the order that the language has for it; in one word, too, as in "Kundenname"."""
    if not said:
        return [role]
    if language.joining:
        return [" ".join(f"{said} {between} {role}".split()) for between in language.joining]
    return [f"{role} {said}", f"{role}{said}"]


def _spelled(words: str, numbers: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for word in words.split("|"):
        if "{no}" in word:
            for number in numbers.split("|"):
                spelled = " ".join(word.replace("{no}", number).split())
                found[spelled] = None
                if number in _JOINED:
                    found[spelled.replace(f" {number}", number)] = None
        else:
            found[word] = None
    return tuple(found)


_JOINED = ("nr", "nummer", "code")
"""Words for a number that German and Dutch write together with what it is a number of."""
