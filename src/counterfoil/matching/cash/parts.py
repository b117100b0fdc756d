"""Does the text of a payment say that it is a part of what is due, or the last one; or for how many invoices it is?"""

import re
from functools import lru_cache

_INSTALMENT = r"\brate\b|\braten|\binstal+ment|termijn|\brata\b|\bplazo|\béchéance|\bavdrag|\brat[ey]?\s?\d"
_PART = re.compile(
    rf"teil(?:z|betr|ü|r|\b)|{_INSTALMENT}|abschlag|anzahlung|\ba(?:k|c|cc|ck)onto|\bpart\b|\bpartial"
    r"|\bdeposit|\bon account|acompte|à valoir|\bacconto|\banticipo|\ba cuenta|\bdeel|aanbetaling|\bdelbetal",
    re.IGNORECASE,
)
_PLANNED = re.compile(_INSTALMENT, re.IGNORECASE)
_REST = re.compile(
    r"\brest|schluss(?:z|r)|\bbalance\b|\bfinal\b|\bremaind|\bsolde\b|\breliquat|\bsaldo\b|\bresto\b|\bslut",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?<![\d/.,-])([1-9]\d?)\s+(?:rechnungen|rg|posten|belege|invoices|items|factures|facturen|fatture|facturas|fakturaer|fakturor)\b",
    re.IGNORECASE,
)


def count_said(text: str) -> int | None:
    """Of how many invoices it speaks, as in '3 Rechnungen lt. Avis'."""
    match = _COUNT.search(text)
    return int(match[1]) if match else None


@lru_cache(maxsize=2048)  # it is asked for each item that a movement could be for
def says_part(text: str) -> bool:
    """Is it a part, be it the last?"""
    return _PART.search(text) is not None or _REST.search(text) is not None


def says_more_to_come(text: str) -> bool:
    """Is it an instalment, and not the last? Of a part alone nobody says when the rest will come."""
    return _PLANNED.search(text) is not None and _REST.search(text) is None
