"""JSON of strangers: what everyone reads the same is read, and nothing else."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import ProofError
from counterfoil.log.strict_json import read_json, read_object

texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    texts | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False),
    lambda children: st.lists(children) | st.dictionaries(texts, children),
)


@given(values, st.booleans())
def test_json_is_read(value: Any, ascii_only: bool) -> None:
    assert read_json(json.dumps(value, ensure_ascii=ascii_only).encode(), "It") == value


@pytest.mark.parametrize(
    "data",
    {
        "empty": b"",
        "cut": b'{"a":1',
        "two-values": b"1 2",
        "name-twice": b'{"a":1,"a":2}',
        "name-twice-within": b'[{"b":{"a":1,"a":1}}]',
        "name-twice-in-another-spelling": b'{"a":1,"\\u0061":2}',
        "not-utf-8": b'"\xff"',
        "utf-16": '"a"'.encode("utf-16"),
        "byte-order-mark": b'\xef\xbb\xbf"a"',
        "half-a-surrogate-pair": b'"\\ud800"',
        "half-a-surrogate-pair-as-a-name": b'{"\\udfff":1}',
        "nan": b"NaN",
        "infinity": b"-Infinity",
        "too-large": b"1e999",
        "too-long": b"1" * 5000,
        "leading-zero": b"01",
        "control-character": b'"\x07"',
        "comment": b"1 // one",
        "trailing-comma": b"[1,]",
        "deep": b"[" * 100_000 + b"]" * 100_000,
    }.items(),
    ids=lambda item: item[0],
)
def test_what_could_be_read_in_two_ways_is_refused(data: tuple[str, bytes]) -> None:
    with pytest.raises(ProofError, match="It is not JSON that everyone reads the same"):
        read_json(data[1], "It")


@pytest.mark.parametrize("data", [b"[]", b"1", b"null", b'"{}"'])
def test_only_an_object_is_an_object(data: bytes) -> None:
    with pytest.raises(ProofError, match="It is not a JSON object"):
        read_object(data, "It")
    assert read_object(b" {} ", "It") == {}
