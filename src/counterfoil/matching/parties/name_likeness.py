"""How alike are two names of companies, word by word?"""

from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA, Indel

from counterfoil.matching.parties.names import name_form

_ALIKE_MIN = 0.75
"""Words less alike than this are different words."""
_SHORTENED, _INITIALS, _INITIAL = 0.9, 0.85, 0.6
_SHORTENED_MIN = 3
_SPELLED_MIN = 0.8
_TELLING = 8
"""In shorter names a letter more makes another name."""
_GENERAL = 0.25
"""The weight of a word that tells one company from another only by a little."""
_LONG = 8
# As `name_form` spells them.
_GENERAL_TEXT = """
group gruppe groupe groep holding holdings beteiligungs verwaltungs international intl internacional europe europa
deutschland germany de osterreich austria schweiz suisse switzerland nederland netherlands belgium belgie france
italia espana uk usa eu company co cie service services dienstleistungen solutions systems systeme handel handels
trading vertrieb vertriebs sales niederlassung zweigniederlassung branch filiale succursale division dept sohne sons
fils zonen partner partners associates shop store online of der die das des du la le les el van von
"""
_GENERAL_WORDS = frozenset(_GENERAL_TEXT.split())


def name_likeness(one: str, other: str) -> float:
    """From 0, nothing in common, to 1, the same but for legal form, accents, 'and', and how words are put together."""
    forms = sorted((name_form(one), name_form(other)))
    return _likeness(forms[0], forms[1])


def is_general(word: str) -> bool:
    """Does a word of a name, as `name_form` spells it, hardly tell one company from another?"""
    return word in _GENERAL_WORDS


@lru_cache(maxsize=32768)
def _likeness(one: str, other: str) -> float:
    joined, there = one.replace(" ", ""), other.replace(" ", "")
    if joined == there or not joined or not there:
        return float(joined == there != "")
    words, others = one.split(), other.split()
    alike = max(_by_words(words, others), _by_initials(words, others))
    if min(len(joined), len(there)) < _TELLING:
        return alike
    return max(alike, Indel.normalized_similarity(joined, there, score_cutoff=_SPELLED_MIN))


def _by_words(words: Sequence[str], others: Sequence[str]) -> float:
    """The share of words, by weight, that each have their like on the other side."""
    pairs = [(word, others) for word in words] + [(word, words) for word in others]
    weights = [_weight(word) for word, _ in pairs]
    alike = [
        weight * max([_alike(word, each) for each in there])
        for weight, (word, there) in zip(weights, pairs, strict=True)
    ]
    return sum(alike, 0.0) / sum(weights, 0.0)


def _weight(word: str) -> float:
    return _GENERAL if word in _GENERAL_WORDS else min(len(word), _LONG) / _LONG


def _alike(word: str, other: str) -> float:
    if word == other:
        return 1.0
    short, long = sorted((word, other), key=len)
    if long.startswith(short):
        if len(short) >= _SHORTENED_MIN:
            return _SHORTENED
        return _INITIAL if len(short) == 1 else 0.0
    return OSA.normalized_similarity(word, other, score_cutoff=_ALIKE_MIN)


def _by_initials(words: Sequence[str], others: Sequence[str]) -> float:
    """Is one name the initials of the other, as of 'Bayerische Motoren Werke'?"""
    short, long = (words, others) if len(words) < len(others) else (others, words)
    initials = "".join(word[0] for word in long)
    return _INITIALS if len(short) == 1 and len(initials) >= _SHORTENED_MIN and short[0] == initials else 0.0
