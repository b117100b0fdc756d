"""What a creditor's reference for machines may stand for: it is padded with zeros, or a number within check digits."""

import re
from collections.abc import Iterator

# ISO 11649: "RF", two check digits, and the reference of the creditor.
_RF = re.compile(r"rf\d\d([0-9a-z]{1,21})")
_MODULUS, _REST = 97, 1


def spelled_alike(plain: str) -> Iterator[str]:
    """A reference, spelled one way, as it is; without the zeros before it, as in Finland; and what RF stands before."""
    yield plain
    if plain.isdecimal() and plain.startswith("0") and (short := plain.lstrip("0")):
        yield short
    match = _RF.fullmatch(plain)
    if match and _is_checked(plain):
        yield match[1].lstrip("0") or match[1]


def _is_checked(plain: str) -> bool:
    """Are the check digits right? Letters count from 10 for A on."""
    turned = plain[4:] + plain[:4]
    return int("".join(str(int(letter, 36)) for letter in turned)) % _MODULUS == _REST
