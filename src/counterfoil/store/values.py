"""Single values as columns and back; one value has one written form, so that no changed column passes for the same."""

from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation

import msgspec

from counterfoil.errors import StoreError

DIGEST_BYTES = 32
ID_BYTES = 16

_strings = msgspec.json.Decoder(tuple[str, ...])
_encode = msgspec.json.Encoder().encode


def moment_text(value: datetime) -> str:
    """A time in UTC with microseconds; StoreError where it has no zone."""
    if value.tzinfo is None:
        raise StoreError(f"The time {value} has no zone, so it cannot be recorded.")
    return value.astimezone(UTC).isoformat(timespec="microseconds")


def json_text(values: tuple[str, ...]) -> str:
    """Strings as a JSON array."""
    return _encode(values).decode()


def moment(text: str) -> datetime:
    """A time from its column; ValueError where it is not written as we write it."""
    value = datetime.fromisoformat(text)
    if value.tzinfo is not UTC or value.isoformat(timespec="microseconds") != text:
        raise ValueError(f"{text!r} is not a time in UTC")
    return value


def day(text: str) -> date:
    """A date from its column; ValueError where it is not written as we write it."""
    value = date.fromisoformat(text)
    if value.isoformat() != text:
        raise ValueError(f"{text!r} is not a date")
    return value


def decimal(text: str) -> Decimal:
    """A decimal number from its column; ValueError where it is not written as we write it."""
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError(f"{text!r} is not a number") from error
    if str(value) != text:
        raise ValueError(f"{text!r} is not a number as it is written")
    return value


def truth(number: int) -> bool:
    """Yes or no from its column, 1 or 0; ValueError for any other number."""
    if number not in {0, 1}:
        raise ValueError(f"{number} is neither 0 nor 1")
    return number == 1


def strings(text: str) -> tuple[str, ...]:
    """Strings from a JSON array; ValueError where it is not written as we write it."""
    try:
        values = _strings.decode(text)
    except msgspec.MsgspecError as error:
        raise ValueError(f"{text!r} is not a list of texts") from error
    if json_text(values) != text:
        raise ValueError(f"{text!r} is not a list of texts as it is written")
    return values


def identity(text: str) -> bytes:
    """A 32-byte id from its hexadecimal form; ValueError where it is none."""
    value = bytes.fromhex(text)
    if value.hex() != text or len(value) != DIGEST_BYTES:
        raise ValueError(f"{text!r} is not an id")
    return value


def key_text(key: object) -> str:
    """A row's key as people know it: ids in hexadecimal."""
    return key.hex() if isinstance(key, bytes) else str(key)
