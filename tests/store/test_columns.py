"""Rows as columns and back: one value has one form, and another form is told as damage."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import StoreError
from counterfoil.store.decode import (
    to_checkpoint,
    to_decision,
    to_discrepancy,
    to_document,
    to_fact,
    to_handling,
    to_link,
)
from counterfoil.store.encode import (
    MILLIONTHS_MAX,
    head,
    millionths,
    of_decision,
    of_discrepancy,
    of_document,
    of_handling,
    of_link,
)
from counterfoil.store.values import day, decimal, identity, json_text, moment, moment_text, strings, truth
from store.made import checkpoint, decision, digest, discrepancy, document, fact, handling, link
from store.memory import whole

kept = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30), timezones=st.timezones()))  # noqa: DTZ001
def test_a_moment_has_one_form(value: datetime) -> None:
    text = moment_text(value)
    assert moment(text) == value.astimezone(UTC)
    assert moment_text(moment(text)) == text


@given(st.decimals())
def test_a_decimal_has_one_form(value: Decimal) -> None:
    assert decimal(str(value)).as_tuple() == value.as_tuple()


@given(st.dates())
def test_a_date_has_one_form(value: date) -> None:
    assert day(value.isoformat()) == value


@given(st.lists(kept).map(tuple))
def test_texts_have_one_form(values: tuple[str, ...]) -> None:
    assert strings(json_text(values)) == values


@pytest.mark.parametrize(
    ("read", "text"),
    [
        (moment, "2024-05-06T07:08:09.123456Z"),
        (moment, "2024-05-06 07:08:09.123456+00:00"),
        (moment, "2024-05-06T07:08:09+00:00"),
        (moment, "2024-05-06T08:08:09.123456+01:00"),
        (moment, "2024-05-06T07:08:09.123456"),
        (moment, "20240506T070809.123456+00:00"),
        (moment, "yesterday"),
        (day, "20240506"),
        (day, "2024-W19-1"),
        (day, "2024-05-06T00:00:00"),
        (day, "2024-02-30"),
        (decimal, " 1"),
        (decimal, "1_000"),
        (decimal, "1e2"),
        (decimal, "+1"),
        (decimal, "01"),
        (decimal, "٣"),
        (decimal, "ten"),
        (decimal, ""),
        (truth, 2),
        (truth, -1),
        (strings, "[1]"),
        (strings, '["a", "b"]'),
        (strings, '["\\u0061"]'),
        (strings, "{}"),
        (strings, "[null]"),
        (strings, '["a"'),
        (identity, "ab"),
        (identity, "AB" * 32),
        (identity, "ab " * 32),
        (identity, "xy" * 32),
    ],
)
def test_another_form_is_damage(read: Callable[[Any], Any], text: Any) -> None:
    with pytest.raises(ValueError, match=r"."):
        read(text)


@given(st.decimals(allow_nan=False, allow_infinity=False) | st.decimals(-100, 100, places=9))
def test_millionths_are_the_number_rounded_down(amount: Decimal) -> None:
    if abs(amount.adjusted()) < 500:
        assert millionths(amount) == whole(amount)


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        (None, None),
        (Decimal("NaN"), None),
        (Decimal("sNaN"), None),
        (Decimal("Infinity"), MILLIONTHS_MAX),
        (Decimal("-Infinity"), -MILLIONTHS_MAX),
        (Decimal("0E+999"), 0),
        (Decimal("-0.00"), 0),
        (Decimal("1E-999999"), 0),
        (Decimal("-1E-999999"), -1),
        (Decimal("9223372036854.775806"), MILLIONTHS_MAX - 1),
        (Decimal("9223372036854.775808"), MILLIONTHS_MAX),
        (Decimal("-9223372036854.775809"), -MILLIONTHS_MAX),
        (Decimal("1E+999999"), MILLIONTHS_MAX),
        (Decimal("1." + "9" * 100), 1_999_999),
    ],
)
def test_millionths_at_their_ends(amount: Decimal | None, expected: int | None) -> None:
    assert millionths(amount) == expected


@given(st.lists(st.binary(min_size=32, max_size=32), min_size=2))
def test_heads_sort_as_ids_do(ids: list[bytes]) -> None:
    heads = [head(one) for one in sorted(ids)]
    assert heads == sorted(heads)
    assert all(-(2**31) <= one < 2**31 for one in heads)


ROWS: list[tuple[str, Callable[[tuple[Any, ...]], Any], tuple[Any, ...], Any]] = [
    (
        "fact",
        to_fact,
        (
            *(7, fact(7).entry, fact(7).subject, fact(7).kind, fact(7).actor, fact(7).predecessor),
            *(moment_text(fact(7).recorded), fact(7).reader, fact(7).secret, fact(7).claims, fact(7).salts),
            moment_text(fact(7).recorded),
        ),
        msgspec.structs.replace(fact(7), attested=fact(7).recorded),
    ),
    (
        "checkpoint",
        to_checkpoint,
        (5, checkpoint(5).root, checkpoint(5).frontier, checkpoint(5).note, moment_text(checkpoint(5).recorded)),
        checkpoint(5),
    ),
    (
        "document",
        to_document,
        (
            *of_document(document(7), 1, 2, 3)[1:8],
            document(7).issuer,
            document(7).partner,
            *of_document(document(7), 1, 2, 3)[10:15],
            *of_document(document(7), 1, 2, 3)[16:],
        ),
        document(7),
    ),
    (
        "link",
        to_link,
        (
            link(1, 2).id,
            link(1, 2).kind,
            link(1, 2).source,
            link(1, 2).source_line,
            link(1, 2).target,
            *of_link(link(1, 2), 2, 3)[5:],
        ),
        link(1, 2),
    ),
    (
        "discrepancy",
        to_discrepancy,
        (
            *of_discrepancy(discrepancy(1, 2), 9)[:2],
            discrepancy(1, 2).document,
            *of_discrepancy(discrepancy(1, 2), 9)[3:],
        ),
        discrepancy(1, 2),
    ),
    (
        "decision",
        to_decision,
        (
            *of_decision(decision(1, 2), 2, 3)[:3],
            decision(1, 2).source,
            decision(1, 2).source_line,
            decision(1, 2).target,
            *of_decision(decision(1, 2), 2, 3)[6:],
        ),
        decision(1, 2),
    ),
    ("handling", to_handling, of_handling(handling(1)), handling(1)),
]


def outcome(read: Callable[[Any], Any], columns: tuple[Any, ...]) -> str:
    """The row in words, or how the refusal names it; nothing where the refusal says too little."""
    try:
        return repr(read(columns))
    except StoreError as error:
        return error.message if "cannot be read: " in error.message and "counterfoil verify" in error.hint else ""


@pytest.mark.parametrize(("table", "read", "columns", "row"), ROWS, ids=[table for table, *_ in ROWS])
class TestRows:
    def test_sound_columns_are_a_row(
        self, table: str, read: Callable[[Any], Any], columns: tuple[Any, ...], row: Any
    ) -> None:
        assert read(columns) == row

    def test_any_other_value_is_another_row_or_names_the_row(
        self, table: str, read: Callable[[Any], Any], columns: tuple[Any, ...], row: Any
    ) -> None:
        for at, value in enumerate(columns):
            for other in (None, 0, 7, 2.5, "", "x", b"", b"x", bytes(32), str(value), repr(value).encode()):
                if (type(other), other) == (type(value), value):
                    continue
                changed = (*columns[:at], other, *columns[at + 1 :])
                assert outcome(read, changed) not in {repr(row), ""}

    def test_a_missing_column_is_damage(
        self, table: str, read: Callable[[Any], Any], columns: tuple[Any, ...], row: Any
    ) -> None:
        with pytest.raises(StoreError):
            read(columns[:-1])


def test_the_same_moment_in_another_zone_is_kept_as_one() -> None:
    there = datetime(2024, 5, 6, 12, 0, tzinfo=timezone(timedelta(hours=2)))
    assert moment_text(there) == "2024-05-06T10:00:00.000000+00:00"
    assert moment(moment_text(there)).tzinfo is UTC


@given(st.binary(min_size=32, max_size=32))
def test_ids_in_lists_have_one_form(identifier: bytes) -> None:
    assert identity(identifier.hex()) == identifier
    assert identity(digest(1).hex()) == digest(1)
