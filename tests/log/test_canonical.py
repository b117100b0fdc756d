"""Canonical JSON against the reference implementation from PyPI, and what is not written at all."""

import json
from decimal import Decimal
from enum import IntEnum, StrEnum
from types import MappingProxyType
from typing import Any

import msgspec
import pytest
import rfc8785
from hypothesis import example, given
from hypothesis import strategies as st

from counterfoil.errors import UnreadableError
from counterfoil.log import canonical_json
from counterfoil.log.canonical import INTEGER_MAX, read_canonical

texts = st.text(st.characters(exclude_categories=["Cs"]))
names = texts | st.sampled_from(["\ufb33", "\U0001f602", "\x80", "\r", "1", "€", "ö"])
values = st.recursive(
    texts | st.none() | st.booleans() | st.integers(-INTEGER_MAX, INTEGER_MAX),
    lambda children: st.lists(children) | st.dictionaries(names, children),
)


class Kind(StrEnum):
    INVOICE = "invoice"


class Level(IntEnum):
    ONE = 1


@given(values)
@example({"€": "1", "\r": "2", "\ufb33": "3", "1": "4", "\U0001f602": "5", "\x80": "6", "ö": "7"})
@example("".join(map(chr, [*range(0x80), 0x2028, 0x2029, 0xFFFF, 0x10FFFF])))
def test_like_the_reference(value: Any) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


@given(st.dictionaries(names, texts | st.none() | st.booleans()))
def test_flat_objects_like_the_reference(value: dict[str, str | bool | None]) -> None:
    assert canonical_json(value) == rfc8785.dumps(value)


def test_other_spellings_of_the_same_types() -> None:
    assert canonical_json(Kind.INVOICE) == b'"invoice"'
    assert canonical_json({Kind.INVOICE: Kind.INVOICE}) == b'{"invoice":"invoice"}'
    assert canonical_json({Kind.INVOICE: "x"}) == b'{"invoice":"x"}'
    assert canonical_json(Level.ONE) == b"1"
    assert canonical_json(("a", [1], MappingProxyType({"b": None}))) == b'["a",[1],{"b":null}]'


@given(values)
def test_what_is_canonical_already_is_taken_as_it_is(value: Any) -> None:
    raw = msgspec.Raw(canonical_json(value))
    assert canonical_json(raw) == bytes(raw)
    assert canonical_json({"a": raw, "b": [raw]}) == canonical_json({"a": value, "b": [value]})


@pytest.mark.parametrize("number", [INTEGER_MAX + 1, -INTEGER_MAX - 1, 10**400])
def test_an_integer_that_readers_would_round_is_refused(number: int) -> None:
    with pytest.raises(UnreadableError, match="too large"):
        canonical_json({"number": number})


@pytest.mark.parametrize("value", [1.0, float("nan"), Decimal("1.0"), b"bytes", {1}, object()])
def test_other_types_are_refused(value: Any) -> None:
    for place in (value, [value], {"name": value}):
        with pytest.raises(UnreadableError, match="cannot be recorded in canonical JSON"):
            canonical_json(place)


@pytest.mark.parametrize("value", [{1: "x"}, {None: "x"}, {"a": "x", 2: "y"}, {1: 2}, {b"a": "b"}])
def test_other_names_are_refused(value: Any) -> None:
    with pytest.raises(UnreadableError, match="name in an object is not a text"):
        canonical_json(value)


@pytest.mark.parametrize("value", ["\ud800", ["\udfff"], {"a": "\ud83d"}, {"\ud83d": "a"}, {"\ud83d": 1}])
def test_half_a_character_is_refused(value: Any) -> None:
    with pytest.raises(UnreadableError, match="surrogate"):
        canonical_json(value)


def test_a_value_nested_too_deeply_is_refused() -> None:
    value: Any = "x"
    for _ in range(100_000):
        value = [value]
    with pytest.raises(UnreadableError, match="nested too deeply"):
        canonical_json(value)


@given(values)
def test_what_is_canonical_is_read(value: Any) -> None:
    assert read_canonical(canonical_json(value)) == value


spellings = st.recursive(
    st.sampled_from(
        ["1", "-0", "0", "1.0", "1e2", "true", "null", '"a"', '"\\u0061"', '"é"', '"\\u00e9"', '"\\n"', '"/"']
    )
    | st.sampled_from(
        ["9007199254740991", "9007199254740992", "-9007199254740992", "18446744073709551616", '"\\ud800"']
    ),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda items: f"[{','.join(items)}]")
        | st.lists(
            st.tuples(st.sampled_from(['"a"', '"b"', '"é"', '"\U0001f602"', '"\ufb33"']), inner), max_size=3
        ).map(lambda members: "{" + ",".join(f"{name}:{item}" for name, item in members) + "}")
    ),
)


@given(spellings, st.sampled_from(["", " ", "\n", "x"]))
def test_every_other_spelling_is_refused(text: str, behind: str) -> None:
    """The definition as the oracle: read it in any way, write it canonically, and compare."""
    data = (text + behind).encode()
    try:
        canonical = canonical_json(json.loads(data)) == data
    except (ValueError, UnreadableError):
        canonical = False
    try:
        read_canonical(data)
    except UnreadableError:
        assert not canonical
    else:
        assert canonical


@pytest.mark.parametrize("data", [b"", b"[", b"\xff", b'"\xff"', b"[" * 100_000 + b"]" * 100_000, b"NaN", b"1.5"])
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableError):
        read_canonical(data)
