"""The languages that exports are known in, and what they say together of kinds, units and kinds of rows."""

from collections.abc import Callable

from counterfoil.formats.table import hints, words
from counterfoil.formats.table.language import Language
from counterfoil.formats.table.words_czech import CZECH
from counterfoil.formats.table.words_dutch import DUTCH
from counterfoil.formats.table.words_french import FRENCH
from counterfoil.formats.table.words_hungarian import HUNGARIAN
from counterfoil.formats.table.words_italian import ITALIAN
from counterfoil.formats.table.words_nordic import NORDIC
from counterfoil.formats.table.words_polish import POLISH
from counterfoil.formats.table.words_spanish import SPANISH
from counterfoil.formats.table.words_turkish import TURKISH

ENGLISH_AND_GERMAN = Language(
    number=words.NO,
    numbers=words.NUMBERS,
    issued=words.ISSUED,
    any_issued=words.ANY_ISSUED,
    trade={**words.TRADE_TERMS, **words.LINES},
    roles=words.ROLES,
    attributes=words.ATTRIBUTES,
    statement=words.STATEMENT_TERMS,
    item=words.ITEM_TERMS,
    partner=words.PARTNER_TERMS,
    hints=hints.HINTS,
    units={},
    kinds={},
)
LANGUAGES = (ENGLISH_AND_GERMAN, FRENCH, DUTCH, ITALIAN, SPANISH, NORDIC, POLISH, CZECH, HUNGARIAN, TURKISH)


def _meanings(first: dict[str, str], told: Callable[[Language], dict[str, str]]) -> dict[str, str]:
    """What each word in a cell means; of a word that several languages have the first counts."""
    found = dict(first)
    for language in LANGUAGES:
        for meaning, said in told(language).items():
            for word in said.split("|"):
                found.setdefault(word, meaning)
    return found


UNITS = _meanings(hints.UNITS, lambda language: language.units)
"""Words for units and the code that each means (UN/ECE Rec 20 and 21)."""
KINDS = _meanings(hints.KINDS, lambda language: language.kinds)
"""Words for kinds of documents in exports of invoices, and what they mean."""
HINTS = {
    kind: tuple("|".join(language.hints[kind][at] for language in LANGUAGES) for at in (0, 1)) for kind in hints.HINTS
}
"""For each kind: words that speak for it, and others that do so less, since several kinds have them."""
