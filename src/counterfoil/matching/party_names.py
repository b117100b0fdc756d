"""How one company's name is spelled: case, accents, transliteration, legal forms."""

import unicodedata
from functools import lru_cache

# One legal form a row, by its spellings. Forms of several countries share a row only where they share an abbreviation:
# an AG is no GmbH, but an 'SA' is an 'SA' everywhere.
_LEGAL_FORMS = (
    "gmbh|ges m b h|gesmbh|g m b h|gesellschaft mit beschrankter haftung|gesellschaft mbh|mbh",
    "gmbh co kg|gmbh u co kg|gmbh und co kg|gmbh co kgaa|gmbh and co kg|gmbh cie kg|gmbh co",
    "ag co kg|ag und co kg|ag u co kg",
    "ug|ug haftungsbeschrankt|unternehmergesellschaft|unternehmergesellschaft haftungsbeschrankt",
    "ag|a g|aktiengesellschaft",
    "kg|k g|kommanditgesellschaft",
    "ohg|o h g|offene handelsgesellschaft|og",
    "gbr|gesellschaft burgerlichen rechts",
    "ek|e k|e kfm|e kfr|ekfm|ekfr|eingetragener kaufmann|eingetragene kauffrau|inh",
    "ev|e v|eingetragener verein",
    "eg|e g|eingetragene genossenschaft",
    "se|societas europaea",
    "bv|b v|besloten vennootschap|bvba|b v b a",
    "srl|s r l|sarl|s a r l|societe a responsabilite limitee|societa a responsabilita limitata|eurl",
    "nv|n v|naamloze vennootschap",
    "vof|v o f|vennootschap onder firma",
    "cv|c v",
    "sa|s a|societe anonyme|sociedad anonima|sociedade anonima",
    "sas|s a s|sasu|societe par actions simplifiee",
    "sci|s c i",
    "snc|s n c",
    "spa|s p a|societa per azioni",
    "sl|s l|slu|s l u|sociedad limitada|sociedad de responsabilidad limitada",
    "lda|limitada|ltda|unipessoal lda",
    "ltd|limited|private limited|pvt ltd|pte ltd|pty ltd|co ltd|company limited|ltd co",
    "plc|p l c|public limited company",
    "llp|l l p|limited liability partnership",
    "lp|l p",
    "cic|c i c|community interest company",
    "inc|incorporated|corp|corporation",
    "llc|l l c|limited liability company",
    "a s|as|aksjeselskap|aktieselskab|akciova spolecnost",
    "aps|anpartsselskab",
    "asa|allmennaksjeselskap",
    "ab|a b|aktiebolag|aktiebolaget",
    "oy|o y|osakeyhtio|oyj|oy ab",
    "ou|osauhing",
    "uab",
    "sia",
    "sp z o o|spolka z o o|sp zoo|spolka z ograniczona odpowiedzialnoscia|spzoo",
    "s r o|sro|spol s r o|spolecnost s rucenim omezenym",
    "d o o|doo",
    "d d|dd",
    "kft|korlatolt felelossegu tarsasag",
    "zrt|nyrt|rt",
    "ood|eood",
    "ooo|oao|zao|pao",
    "epe|ae|ike",
)
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
_AND = frozenset(("and", "und", "et", "en", "y", "e", "og", "och", "i", "u"))
_ARTICLES = frozenset(("the",))


@lru_cache(maxsize=8192)
def plain_name(name: str) -> str:
    """A name for comparison: without case, accents, punctuation and double spaces."""
    decomposed = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    letters = "".join(c if c.isalnum() else " " for c in decomposed if not unicodedata.combining(c))
    return " ".join(letters.split())


@lru_cache(maxsize=8192)
def name_form(name: str) -> str:
    """A name's core: what is left without legal form, 'and', and the differences of writing out umlauts."""
    return _parted(name)[0]


@lru_cache(maxsize=8192)
def legal_form(name: str) -> str | None:
    """The legal form that a name tells, spelled one way."""
    return _parted(name)[1]


def _parted(name: str) -> tuple[str, str | None]:
    """The core of a name and its legal form. A name that is nothing but a legal form is its own core."""
    words = plain_name(name).split()
    form: str | None = None
    start, end = 0, len(words)
    while (length := _form_length(words[start:end], at_end=True)) and length < end - start:
        form = form or _FORMS[tuple(words[end - length : end])]
        end -= length
    while (length := _form_length(words[start:end], at_end=False)) and length < end - start:
        form = form or _FORMS[tuple(words[start : start + length])]
        start += length
    core = [word for word in words[start:end] if word not in _AND and word not in _ARTICLES] or words
    return " ".join(_folded(word) for word in core), form


def _form_length(words: list[str], *, at_end: bool) -> int:
    """How many words of a name are a legal form, at its end or start."""
    for length in range(min(_LONGEST, len(words)), 0, -1):
        if tuple(words[-length:] if at_end else words[:length]) in _FORMS:
            return length
    return 0


def _folded(word: str) -> str:
    for written, letter in _WRITTEN_OUT:
        word = word.replace(written, letter)
    return word


_FORMS = {
    tuple(spelling.split()): row.partition("|")[0].replace(" ", "")
    for row in _LEGAL_FORMS
    for spelling in row.split("|")
}
_LONGEST = max(map(len, _FORMS))
