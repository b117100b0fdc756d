"""How one company's name is spelled: case, accents, transliteration, legal forms."""

import unicodedata
from functools import lru_cache

from counterfoil.matching.parties.legal_forms import without_legal_form

_LETTERS = str.maketrans(
    {
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ŋ": "n",
        # Greek by ELOT 743 and Cyrillic by what passports and registers use, both by single letters.
        **dict(zip("αβγδεζηικλμνξοπρσςτυφω", "avgdeziiklmnxoprsstyfo", strict=True)),
        "θ": "th",
        "χ": "ch",
        "ψ": "ps",
        **dict(zip("абвгдезийклмнопрстуфыэіїґё", "abvgdeziiklmnoprstufyeiige", strict=True)),
        "ж": "zh",
        "х": "kh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "shch",
        "ю": "yu",
        "я": "ya",
        "ъ": "",
        "ь": "",
        "'": "",
        "’": "",
        "`": "",
        "´": "",
    }
)
# Written out, an umlaut is two letters; so both ways of writing meet in one.
_WRITTEN_OUT = (("ae", "a"), ("oe", "o"), ("ue", "u"), ("aa", "a"))
# By ELOT 743 two letters are one sound; so they are read before single ones are.
_DIGRAPHS = (("ου", "ou"), ("αυ", "av"), ("ευ", "ev"), ("γγ", "ng"), ("γκ", "gk"), ("γχ", "nch"))
_BEGINNING = 20
_FILLERS = frozenset(("and", "und", "et", "en", "y", "e", "og", "och", "i", "u", "the"))


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """A name for comparison: without case, accents, punctuation and double spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold())
    bare = "".join(letter for letter in decomposed if not unicodedata.combining(letter))
    if not bare.isascii():
        for letters, latin in _DIGRAPHS:
            bare = bare.replace(letters, latin)
    spaced = "".join(letter if letter.isalnum() else " " for letter in bare.translate(_LETTERS))
    return " ".join(spaced.split())


@lru_cache(maxsize=8192)
def name_form(name: str) -> str:
    """A name's core: what is left without legal form, 'and', and the differences of writing out umlauts."""
    return _parted(name)[0]


@lru_cache(maxsize=8192)
def legal_form(name: str) -> str | None:
    """The legal form that a name tells, spelled one way."""
    return _parted(name)[1]


def beginning(name: str) -> str | None:
    """The first letters of a name, spelled one way, by which it is known when a bank cut it off; None if it has few."""
    letters = "".join(_folded(word) for word in plain_name(name).split())
    return letters[:_BEGINNING] if len(letters) >= _BEGINNING else None


def _parted(name: str) -> tuple[str, str | None]:
    """The core of a name and its legal form."""
    words, form = without_legal_form(plain_name(name).split())
    core = [word for word in words if word not in _FILLERS] or words
    return " ".join(_folded(word) for word in core), form


def _folded(word: str) -> str:
    for written, letter in _WRITTEN_OUT:
        word = word.replace(written, letter)
    return word
