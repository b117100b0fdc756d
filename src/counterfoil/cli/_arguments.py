"""What is written on a command line, as values: each says what is wrong with it where it is none."""

import argparse
from collections.abc import Iterable
from datetime import date
from typing import Any

_MAY_BEGIN_WITH_A_DASH = frozenset(
    {"--disclose", "--id", "--to", "--partner", "--assignee", "--audience", "--nonce", "--without"}
)
"""Options whose values are names to withhold, ids of companies in base64url, or texts of others."""
_IDS_AFTER = frozenset({"revoke", "assure", "remove"})
_SHORT = 2
"""Characters of `-h` and its like."""


def text(written: str) -> str:
    """A text as it may stand in a document: arguments that are not in the system's encoding come as surrogates."""
    try:
        written.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{written!r} is not in the encoding of this system") from None
    return written


def wording(written: str) -> str:
    """A text that says something."""
    if not written.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text(written)


def day(written: str) -> date:
    """A date."""
    try:
        return date.fromisoformat(written)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{written!r} is no date; write it as 2026-01-31") from None


def count(written: str) -> int:
    """A whole number above 0."""
    if not (written.isascii() and written.isdigit() and 0 < int(written) < 10**9):
        raise argparse.ArgumentTypeError(f"{written!r} is no whole number above 0")
    return int(written)


def amount(written: str) -> Any:
    """An amount, of whatever sign."""
    from decimal import Decimal, InvalidOperation

    try:
        value = Decimal(written)
    except InvalidOperation:
        value = Decimal("NaN")
    if not value.is_finite():
        raise argparse.ArgumentTypeError(f"{written!r} is no amount; write it as 1234.56")
    return value


def joined(arguments: Iterable[str]) -> list[str]:
    """`--disclose -lines` and `revoke -a1b2` as argparse takes them: it would read what has a dash for an option.

    A blank before an id does no harm: ids are taken without the blanks around them.
    """
    found = list[str]()
    for one in arguments:
        is_odd = one.startswith("-") and not one.startswith("--") and bool(found)
        if is_odd and found[-1] in _MAY_BEGIN_WITH_A_DASH:
            found[-1] = f"{found[-1]}={one}"
        else:
            found.append(f" {one}" if is_odd and len(one) > _SHORT and found[-1] in _IDS_AFTER else one)
    return found
