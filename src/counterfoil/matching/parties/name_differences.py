"""Names that are nearly alike and yet two: what is counted differs, or a word goes on."""

from functools import lru_cache

from counterfoil.matching.parties.names import name_form

_ROMAN = frozenset(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"])
_STEM_MIN = 3


@lru_cache(maxsize=32768)
def are_counted_apart(one: str, other: str) -> bool:
    """Do both have numbers, and others: 'Solarpark II' and 'Solarpark III', 'Objekt Hafenstraße 12' and '14'?"""
    ours, theirs = _numbers(one), _numbers(other)
    return bool(ours and theirs) and ours != theirs


@lru_cache(maxsize=32768)
def goes_on(one: str, other: str) -> bool:
    """Is a word of the one a word of the other that goes on: 'Kern' and 'Kerner', 'Bau Nord' and 'Bau Nordwest'?"""
    ours, theirs = set(name_form(one).split()), set(name_form(other).split())
    mine, yours = ours - theirs, theirs - ours
    return any(
        min(len(word), len(there)) >= _STEM_MIN and (word.startswith(there) or there.startswith(word))
        for word in mine
        for there in yours
    )


def _numbers(name: str) -> list[str]:
    return sorted(word for word in name_form(name).split() if word in _ROMAN or any(map(str.isdigit, word)))
