"""Tables of text: what fits stays whole, what does not gives way in the order that was asked for, nothing is lost."""

import re
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.render.table import STYLES, Column, shortened, table, wrapped

WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=30)


def places(text: str) -> int:
    """How wide a terminal shows a text, counted another way."""
    wide = {"W": 2, "F": 2}
    return sum(
        wide.get(unicodedata.east_asian_width(c), 1) for c in text if unicodedata.category(c) not in {"Mn", "Me"}
    )


def test_columns_are_as_wide_as_what_they_hold() -> None:
    columns = [Column(title="name"), Column(title="amount", right=True)]
    assert list(table(columns, [["a", "1.00"], ["漢字", "1234.50"], ["e\u0301e", "x"]])) == [
        "name   amount",
        "────  ───────",
        "a        1.00",
        "漢字  1234.50",
        "e\u0301e          x",
    ]


def test_a_table_without_rows_has_its_heading() -> None:
    assert list(table([Column(title="one"), Column(title="two")], [])) == ["one  two", "───  ───"]


def test_without_a_width_nothing_is_shortened_or_broken() -> None:
    columns = [Column(title="a", least=3), Column(title="b", least=3, wrap=True)]
    long = "word " * 40
    rows = [["x", "y"]] * 600 + [[long, long]]
    lines = list(table(columns, rows))
    assert len(lines) == 603
    assert lines[-1] == f"{long}  {long}".rstrip()


def test_the_widest_gives_way_first() -> None:
    columns = [Column(title="a", least=4), Column(title="b", least=4), Column(title="c")]
    row = ["abcdefgh", "abcdefghijkl", "abcdefgh"]
    assert list(table(columns, [row], 30))[2] == "abcdefgh  abcdefghi…  abcdefgh"
    assert list(table(columns, [row], 22))[2] == "abcd…  abcd…  abcdefgh"


def test_of_a_path_the_end_is_kept() -> None:
    assert list(table([Column(title="file", least=6, tail=True)], [["a/long/way/to.xml"]], 8))[2] == "…/to.xml"


def test_columns_are_left_out_only_where_nothing_else_helps() -> None:
    columns = [Column(title="id"), Column(title="x", optional=1), Column(title="y", optional=2)]
    row = ["0123456789"] * 3
    assert [next(iter(table(columns, [row], width))).split() for width in (40, 34, 33, 22, 21, 5)] == [
        ["id", "x", "y"],
        ["id", "x", "y"],
        ["id", "x"],
        ["id", "x"],
        ["id"],
        ["id"],
    ]


def test_a_text_goes_on_below_in_its_column() -> None:
    columns = [Column(title="n", right=True), Column(title="what", least=8, wrap=True), Column(title="z")]
    assert list(table(columns, [["1", "one two three four", "Z"]], 16))[2:] == [
        "1  one two     Z",
        "   three four",
    ]


def test_colour_changes_nothing_else() -> None:
    columns = [Column(title="a", styles={"bad": "bad", "": "good"}), Column(title="b", wrap=True, least=4)]
    rows = [["bad", "a b c d e"], ["other", ""]]
    plain = list(table(columns, rows, 12))
    coloured = list(table(columns, rows, 12, colour=True))
    assert [re.sub("\x1b\\[[0-9;]*m", "", line).rstrip() for line in coloured] == plain
    assert coloured[2].startswith(STYLES["bad"] + "bad")
    assert STYLES["good"] + "other" in coloured[-1]


def test_long_tables_are_streamed() -> None:
    taken = 0

    def rows() -> Iterator[list[str]]:
        nonlocal taken
        for n in range(100_000):
            taken += 1
            yield [str(n)]

    lines = table([Column(title="n", right=True)], rows())
    assert [next(lines) for _ in range(5)] == ["  n", "───", "  0", "  1", "  2"]
    assert taken < 1000


@given(
    rows=st.lists(st.tuples(WORDS, WORDS, st.lists(WORDS, max_size=6).map(" ".join)), max_size=8),
    width=st.integers(20, 90),
)
def test_nothing_is_wider_than_it_may_be(rows: list[tuple[str, str, str]], width: int) -> None:
    columns = [
        Column(title="a", least=4),
        Column(title="b", least=4, tail=True, optional=1),
        Column(title="c", least=4, wrap=True),
    ]
    for line in table(columns, rows, width):
        assert places(line) <= width


@given(text=WORDS, width=st.integers(2, 40), tail=st.booleans())
def test_shortened_texts_fit_and_begin_or_end_as_they_did(text: str, width: int, tail: bool) -> None:
    found = shortened(text, width, tail=tail)
    assert places(found) <= width
    if places(text) <= width:
        assert found == text
    else:
        assert "…" in found
        kept = found.removeprefix("…") if tail else found.removesuffix("…")
        assert text.endswith(kept) if tail else text.startswith(kept)


@given(words=st.lists(WORDS, max_size=12), width=st.integers(4, 60))
def test_wrapped_texts_lose_nothing_and_fit(words: list[str], width: int) -> None:
    text = " ".join(words)
    lines = wrapped(text, width)
    assert max(map(places, lines)) <= width
    assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("quantity-over-received", 12, ["quantity-", "over-", "received"]),
        ("a/very/long/path.xml", 10, ["a/very/", "long/", "path.xml"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
    ],
)
def test_texts_are_broken_between_words_and_at_seams(text: str, width: int, lines: list[str]) -> None:
    assert wrapped(text, width) == lines


def test_one_immense_cell_does_not_fill_up_all_other_rows() -> None:
    immense = "x" * 1_000_000
    said = list(table([Column(title="name"), Column(title="code")], [["a", "b"], [immense, "c"]]))
    assert said[-1] == f"{immense}  c", "it is told whole"
    assert max(map(len, said[:-1])) < 1_000
