"""What is written on a command line, as values: each says what is wrong with it where it is none."""

import argparse
from datetime import date
from typing import Any


def text(written: str) -> str:
    """A text as it may stand in a document: arguments that are not in the system's encoding come as surrogates."""
    try:
        written.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError(f"{written!r} is not in the encoding of this system") from None
    return written


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
