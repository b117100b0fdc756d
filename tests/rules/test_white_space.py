"""White space as XPath has it, against its definition on texts with other spaces in them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.rules._white_space import normalized, stripped


@pytest.mark.parametrize(
    ("text", "expected"), [(" a\n\t b ", "a b"), (" ä  ö\n", "ä ö"), ("\u00a0ä\u00a0", "\u00a0ä\u00a0"), ("", "")]
)
def test_white_space_is_that_of_xml(text: str, expected: str) -> None:
    assert normalized(text) == expected


@given(st.text(alphabet="aä1 \t\r\n\u00a0\u2003\u3000\ufeff\x85"))
def test_only_blanks_tabs_and_line_ends_are_white_space(text: str) -> None:
    assert stripped(text) == re.sub(r"\A[ \t\r\n]+|[ \t\r\n]+\Z", "", text)
    assert normalized(text) == re.sub(r"[ \t\r\n]+", " ", stripped(text))
