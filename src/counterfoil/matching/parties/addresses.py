"""How alike are two postal addresses?"""

import re
from string import ascii_lowercase

from rapidfuzz.distance import Indel

from counterfoil.matching.parties.names import name_form, plain_name
from counterfoil.model.summary import PartySummary

_STREET = re.compile(r"(?:strasse|straat|strat|stra|str)\b")
_NUMBER = re.compile(r"\d+")
_POST_CODE, _STREET_WEIGHT, _CITY = 0.4, 0.4, 0.2


def address_likeness(one: PartySummary, other: PartySummary) -> float | None:
    """From 0 to 1 by what both tell of post code, street and city; None where they tell nothing in common."""
    parts = [
        (_POST_CODE, _post_codes(one.post_code, other.post_code)),
        (_STREET_WEIGHT, _streets(one.street, other.street)),
        (_CITY, _cities(one.city, other.city)),
    ]
    told = [(weight, alike) for weight, alike in parts if alike is not None]
    if not told:
        return None
    return sum([weight * alike for weight, alike in told], 0.0) / sum([weight for weight, _ in told], 0.0)


def _post_codes(one: str | None, other: str | None) -> float | None:
    # A prefix of the country may stand before it: 'D-80331'.
    ours, theirs = ("".join(_letters(code)) for code in (one, other))
    if not ours or not theirs:
        return None
    return float(ours == theirs or ours.lstrip(ascii_lowercase) == theirs.lstrip(ascii_lowercase))


def _streets(one: str | None, other: str | None) -> float | None:
    ours, theirs = (_STREET.sub("str", " ".join(_letters(street))) for street in (one, other))
    if not ours or not theirs:
        return None
    numbers, others = (frozenset(_NUMBER.findall(street)) for street in (ours, theirs))
    alike = Indel.normalized_similarity(*(_NUMBER.sub("", street).replace(" ", "") for street in (ours, theirs)))
    return alike if not numbers or not others or numbers & others else alike / 2


def _cities(one: str | None, other: str | None) -> float | None:
    if not one or not other:
        return None
    ours, theirs = name_form(one), name_form(other)
    return 1.0 if ours.startswith(theirs) or theirs.startswith(ours) else Indel.normalized_similarity(ours, theirs)


def _letters(text: str | None) -> list[str]:
    return plain_name(text or "").split()
