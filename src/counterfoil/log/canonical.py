"""Canonical JSON (RFC 8785) for the values that facts are made of: no floats, since decimals are written as strings."""

import re
from collections.abc import Mapping, Sequence
from json.encoder import encode_basestring as _quote
from typing import NoReturn, TypeAlias, cast

import msgspec

from counterfoil.errors import UnreadableError

Json: TypeAlias = "str | int | bool | msgspec.Raw | Sequence[Json] | Mapping[str, Json] | None"

INTEGER_MAX = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8785 section 3.2.2.3, RFC 7493 section 2.2)."""
_PLAIN = frozenset({str, bool, type(None), msgspec.Raw})
_LONG_NUMBER = re.compile(rb"[0-9]{16}")
"""What could be an integer beyond `INTEGER_MAX`; anything shorter is none."""
_encode = msgspec.json.Encoder(order="deterministic").encode


def canonical_json(value: Json) -> bytes:
    """The one spelling of a value in JSON, in UTF-8.

    A `msgspec.Raw` is taken for canonical as it is. Floats, integers beyond 2^53 - 1, lone surrogates and things that
    JSON does not know are an UnreadableError.
    """
    if type(value) is msgspec.Raw:
        return bytes(value)
    try:
        # The encoder in C is ten times as fast, and canonical wherever no number and no odd name is in play.
        return _encode(value) if _is_plain(value) else canonical_text(value).encode()
    except UnicodeEncodeError as error:
        raise UnreadableError("A text holds half of a surrogate pair, which is no character.") from error
    except RecursionError as error:
        raise UnreadableError("A value is nested too deeply to be recorded.") from error


def read_canonical(data: bytes) -> Json:
    """The value of a text in canonical JSON; any other spelling is an UnreadableError.

    So no name stands twice, there are no floats, and everyone reads the same.
    """
    try:
        value = cast("Json", _decode(data))
        # As above: in ASCII every name sorts alike, and there is no number that is out of the ordinary.
        is_plain = data.isascii() and _LONG_NUMBER.search(data) is None
        if (_encode(value) if is_plain else canonical_json(value)) == data:
            return value
    except (ValueError, RecursionError):
        pass
    raise UnreadableError("A text is not canonical JSON (RFC 8785).", "Ask its sender for it again.")


def canonical_text(value: Json) -> str:
    """The same before it is encoded; lone surrogates pass."""
    if isinstance(value, str):
        return _quote(value)
    if value is None:
        return "null"
    if isinstance(value, msgspec.Raw):
        return bytes(value).decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, Mapping):
        return canonical_object({name: canonical_text(item) for name, item in value.items()})
    if isinstance(value, list | tuple):
        return "[" + ",".join([canonical_text(item) for item in value]) + "]"
    raise UnreadableError(
        f"A value of type {type(value).__name__} cannot be recorded in canonical JSON.", "Write decimals as strings."
    )


def canonical_object(members: Mapping[str, str]) -> str:
    """An object out of its names and the canonical text of each value."""
    try:
        names = sorted(members)
        if not "".join(names).isascii():
            # Section 3.2.3 sorts by UTF-16 code units, which is another order only beyond the basic plane.
            names.sort(key=lambda name: name.encode("utf-16-be", "surrogatepass"))
    except TypeError as error:
        raise UnreadableError("A name in an object is not a text, so it cannot be recorded in JSON.") from error
    return "{" + ",".join([f"{_quote(name)}:{members[name]}" for name in names]) + "}"


def _is_plain(value: Json) -> bool:
    """A text, or a flat object of texts and what is canonical already, with names that sort alike in every encoding."""
    if type(value) is dict:
        try:
            return _PLAIN.issuperset(map(type, value.values())) and "".join(value).isascii()
        except TypeError:
            return False
    return type(value) in _PLAIN


def _no_float(text: str) -> NoReturn:
    raise UnreadableError(f"The number {text} cannot be recorded in canonical JSON.", "Write decimals as strings.")


_decode = msgspec.json.Decoder(float_hook=_no_float).decode


def _integer(value: int) -> str:
    if not -INTEGER_MAX <= value <= INTEGER_MAX:
        raise UnreadableError(
            "An integer is too large to be recorded as a JSON number.", "Write large numbers as strings."
        )
    return int.__repr__(value)
