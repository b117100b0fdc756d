"""Does the text of a payment say that it is a part of what is due, or the last one?"""

import re

_PART = re.compile(
    r"teil(?:z|betr|ü|r|\b)|\brate\b|\braten|abschlag|anzahlung|\ba(?:k|c|cc|ck)onto|\bpart\b|\bpartial|\binstal+ment"
    r"|\bdeposit|\bon account|acompte|à valoir|\bacconto|\banticipo|\brata\b|\bplazo|\ba cuenta|\bdeel|termijn"
    r"|aanbetaling|\bdelbetal",
    re.IGNORECASE,
)
_REST = re.compile(
    r"\brest|schluss(?:z|r)|\bbalance\b|\bfinal\b|\bremaind|\bsolde\b|\breliquat|\bsaldo\b|\bresto\b|\bslut",
    re.IGNORECASE,
)


def says_part(text: str) -> bool:
    """Is it a part, be it the last?"""
    return _PART.search(text) is not None or _REST.search(text) is not None


def says_more_to_come(text: str) -> bool:
    """Is it a part, and not the last?"""
    return _PART.search(text) is not None and _REST.search(text) is None
