"""Mapping files: what they may say, and a sentence with the key for everything else."""

from pathlib import Path

import pytest

from counterfoil.errors import SettingsError
from counterfoil.formats.table import Mapping, mapping_text, parse_mapping
from counterfoil.formats.table.mapping_file import quoted
from counterfoil.formats.table.terms import TERMS
from formats.table_reading import mapping_of

LEAST = 'document = "invoice"\n[columns]\nNo = "number"\n'


def test_everything_that_a_mapping_can_say_is_read_and_written() -> None:
    mapping = mapping_of(
        """
        document = "invoice"
        delimiter = "\\t"
        quote = "'"
        encoding = "cp850"
        decimal = ","
        thousands = "."
        sheet = "Data"
        negative = "credit-note"
        us = "seller"
        dates = ["DD.MM.YYYY", "DD.MM.YY"]
        year_begins_at = [1, 13]
        header = 3
        group_by = ["No", " Some  Day "]
        fill_down = true
        [columns]
        No = "number"
        "Net  amount" = ["-line.amount", "-net.sum"]
        [constants]
        seller.name = "Us"
        "seller.id:0060" = "1"
        net = 5
        [values.kind]
        Inv = "invoice"
        [values.line.unit]
        Stk = "H87"
        [values."seller.name"]
        a = "b"
        """
    )
    assert mapping.columns[1].header == "Net amount"
    assert mapping.group_by == ("No", "Some Day")
    assert dict(mapping.constants) == {"seller.name": "Us", "seller.id:0060": "1", "net": "5"}
    assert {term for term, _ in mapping.values} == {"kind", "line.unit", "seller.name"}
    assert parse_mapping(mapping_text(mapping), mapping.name) == mapping


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("document = ", "no valid TOML"),
        ("a = " + "[" * 5000 + "]" * 5000, "no valid TOML"),
        ('colour = "red"\n' + LEAST, "unknown key 'colour'"),
        ('[columns]\nNo = "number"\n', "document is None"),
        (LEAST.replace("invoice", "letter"), "document is 'letter'"),
        ('document = "invoice"\n', r"has no \[columns\]"),
        ('document = "invoice"\ncolumns = 5\n', "columns must be a section"),
        (LEAST.replace('"number"', "5"), "column 'No' needs a term"),
        (LEAST.replace('"number"', "[]"), "column 'No' needs a term"),
        (LEAST.replace('"number"', '"colour"'), "unknown term 'colour'"),
        (LEAST.replace('"number"', '"seller.id"'), "unknown term 'seller.id'"),
        (LEAST.replace('"number"', '"number:5"'), "unknown term 'number:5'"),
        (LEAST.replace('"number"', '"-number"'), "turns the sign of 'number'"),
        ("decimal = 5\n" + LEAST, "decimal must be a text"),
        ('decimal = ";"\n' + LEAST, "decimal is ';'"),
        ('thousands = "."\n' + LEAST, "thousands is '.'"),
        ('delimiter = ";;"\n' + LEAST, "delimiter is ';;'"),
        ('delimiter = ""\n' + LEAST, "delimiter is ''"),
        ('quote = ";"\ndelimiter = ";"\n' + LEAST, "quote is ';'"),
        ('encoding = "klingon"\n' + LEAST, "encoding is 'klingon'"),
        ('encoding = "base64"\n' + LEAST, "encoding is 'base64'"),
        ('encoding = "a\\u0000b"\n' + LEAST, "encoding is"),
        ('negative = "red"\n' + LEAST, "negative is 'red'"),
        ('us = "us"\n' + LEAST, "us is 'us'"),
        ("dates = []\n" + LEAST, "dates must be a list"),
        ('dates = "tomorrow"\n' + LEAST, "'tomorrow' is no format of dates"),
        ("header = 0\n" + LEAST, "header must be the number of a row"),
        ("header = true\n" + LEAST, "header must be the number of a row"),
        ("year_begins_at = [1]\n" + LEAST, "must be row and column"),
        ("group_by = 5\n" + LEAST, "group_by must be a list"),
        ("fill_down = 1\n" + LEAST, "fill_down must be true or false"),
        (LEAST + "[constants]\ncolour = 1\n", "unknown term 'colour'"),
        (LEAST + '[constants]\nnet = "x"\n', "net in .constants. is 'x', which is no number"),
        (LEAST + '[values.kind]\n"a" = 5\n', r"\[values.kind\] must hold texts"),
        (LEAST + "[values]\nkind = 5\n", r"\[values.kind\] must hold texts"),
        (LEAST + '[values.colour]\n"a" = "b"\n', "unknown term 'colour'"),
    ],
)
def test_what_is_wrong_is_told_with_its_key(text: str, said: str) -> None:
    with pytest.raises(SettingsError, match=said) as refused:
        parse_mapping(text, "m.toml")
    assert "m.toml" in str(refused.value)
    assert refused.value.hint


def test_remarks_cannot_break_out_of_their_line() -> None:
    text = mapping_text(mapping_of(LEAST), ["a\nb = 5"], {"No": "x\r\ny"}, {"q\n[z]": "z"})
    assert parse_mapping(text, "m.toml") == mapping_of(LEAST, "m.toml")


def test_quoted_texts_are_toml() -> None:
    import tomllib

    for text in ('a"b', "a\\b", "a\tb\nc\x00\x7f", "ü€😀", "\u202e"):
        assert tomllib.loads(f"a = {quoted(text)}")["a"] == text


def test_terms_are_told_apart_by_their_family() -> None:
    assert all(term.says for terms in TERMS.values() for term in terms.values())
    assert {"line.unit", "seller.vat", "order_line"} <= TERMS["trade"].keys()
    assert "line.unit" not in TERMS["statement"]


def test_the_guide_has_every_term_and_key() -> None:
    guide = (Path(__file__).resolve().parent.parent.parent / "docs" / "guide" / "tables.md").read_text(encoding="utf-8")
    missing = [
        (family, term.name, term.holds, term.says)
        for family, terms in TERMS.items()
        for term in terms.values()
        if not term.name.startswith(("buyer.", "payee.", "deliver_to."))
        and f"| `{term.name}`{'*' if term.many else ''} | {term.holds} | {term.says} |" not in guide
    ]
    assert missing == []
    keys = set(Mapping.__struct_fields__) - {"name", "columns", "constants", "values"}
    assert [key for key in sorted(keys) if f"`{key}`" not in guide] == []
    assert [section for section in ("columns", "constants", "values") if f"[{section}" not in guide] == []


def test_the_mapping_in_the_guide_can_be_read() -> None:
    guide = (Path(__file__).resolve().parent.parent.parent / "docs" / "guide" / "tables.md").read_text(encoding="utf-8")
    (example,) = [block.removeprefix("toml") for block in guide.split("```") if block.startswith("toml")]
    assert mapping_of(example).document == "order"
