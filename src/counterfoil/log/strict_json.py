"""JSON of strangers, read so that everyone reads the same (RFC 7493): no name twice, no number that is none."""

import json
import math
from typing import TypeAlias, cast

from counterfoil.errors import ProofError

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
"""What JSON can say. Other than in the claims of facts, there may be floats."""


def read_json(data: bytes, what: str) -> Value:
    """The value of a JSON text in UTF-8.

    What two readers could take for two things is a ProofError that names `what`.
    """
    try:
        text = data.decode()
        value = cast("Value", _decoder.decode(text))
        if "\\u" in text:
            json.dumps(value, ensure_ascii=False).encode()  # refuses half of a surrogate pair
    except (ValueError, RecursionError) as error:
        raise ProofError(f"{what} is not JSON that everyone reads the same.", "Ask its sender for it again.") from error
    return value


def read_object(data: bytes, what: str) -> dict[str, Value]:
    """The same where only an object will do."""
    value = read_json(data, what)
    if not isinstance(value, dict):
        raise ProofError(f"{what} is not a JSON object.", "Ask its sender for it again.")
    return value


def _once(pairs: list[tuple[str, Value]]) -> dict[str, Value]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise ValueError("a name stands twice in one object")
    return members


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError("a number is larger than any float")
    return number


_decoder = json.JSONDecoder(object_pairs_hook=_once, parse_float=_finite, parse_constant=_finite)
