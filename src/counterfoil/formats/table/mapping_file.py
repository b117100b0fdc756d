"""Mappings as people write them: TOML in, TOML out."""

import tomllib
from collections.abc import Mapping as Dict
from collections.abc import Sequence
from typing import Any

from counterfoil.errors import SettingsError, UnfinishedError
from counterfoil.formats.table.cells import check_date_format, day_parser, number_parser
from counterfoil.formats.table.mapping import AS_WRITTEN, CREDIT_NOTE_WHERE_NEGATIVE, Column, Mapping
from counterfoil.formats.table.terms import DAY, FAMILY, NUMBER, TERMS, term_of

_TEXTS = ("document", "delimiter", "quote", "encoding", "decimal", "thousands", "sheet", "negative", "us")
_KEYS = (*_TEXTS, "dates", "year_begins_at", "header", "group_by", "fill_down", "columns", "constants", "values")


def parse_mapping(text: str, name: str) -> Mapping:
    """Read a mapping. Raises SettingsError with the key that is wrong, and what it may be."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{name} is no valid TOML: {error}.", "Correct that line.") from None
    except RecursionError:
        raise SettingsError(f"{name} is no valid TOML: it is nested too deeply.", "Correct it.") from None
    for key in data:
        if key not in _KEYS:
            raise SettingsError(f"{name} has an unknown key {key!r}.", f"Known are {', '.join(_KEYS)}.")
    return _mapping(data, name)


def _mapping(data: dict[str, Any], name: str) -> Mapping:
    texts = {key: _text(data, key, name) for key in _TEXTS if key in data}
    document = texts.pop("document", None)
    if document not in FAMILY:
        raise SettingsError(f"{name}: document is {document!r}.", f"It may be {', '.join(FAMILY)}.")
    family = FAMILY[document]
    mapping = Mapping(
        name=name,
        document=document,
        columns=_columns(data, family, name),
        constants=_constants(data, family, name),
        values=_values(data, family, name),
        dates=_dates(data, name),
        year_begins_at=_place(data, name),
        header=_header(data, name),
        group_by=_group_by(data, name),
        fill_down=_flag(data, "fill_down", name),
        **texts,
    )
    _check_signs(mapping)
    return mapping


def _check_signs(mapping: Mapping) -> None:
    name = mapping.name
    for key, value, most in (("delimiter", mapping.delimiter, 1), ("quote", mapping.quote, 1)):
        if (value is not None and len(value) > most) or (key == "delimiter" and value in ("", "\n", "\r", '"')):
            raise SettingsError(f"{name}: {key} is {value!r}.", "It must be one character.")
    if mapping.quote in ("\n", "\r") or (mapping.quote and mapping.quote == mapping.delimiter):
        raise SettingsError(f"{name}: quote is {mapping.quote!r}.", 'It is usually """.')
    if mapping.decimal not in (".", ","):
        raise SettingsError(f"{name}: decimal is {mapping.decimal!r}.", 'It may be "." or ",".')
    if mapping.thousands not in ("", ".", ",", " ", "'", "’") or mapping.thousands == mapping.decimal:
        raise SettingsError(
            f"{name}: thousands is {mapping.thousands!r}.",
            "It may be empty, a blank, ', or the one of . and , that decimal is not.",
        )
    if mapping.negative not in (AS_WRITTEN, CREDIT_NOTE_WHERE_NEGATIVE):
        raise SettingsError(f"{name}: negative is {mapping.negative!r}.", "It may be as-written or credit-note.")
    if mapping.us not in (None, "buyer", "seller"):
        raise SettingsError(f"{name}: us is {mapping.us!r}.", "It may be buyer or seller.")
    try:
        if "é".encode(mapping.encoding).decode(mapping.encoding) != "é":
            raise LookupError
    except (LookupError, UnicodeError, ValueError):
        raise SettingsError(
            f"{name}: encoding is {mapping.encoding!r}.", "Write one such as cp1252, iso-8859-15 or cp850."
        ) from None


def _columns(data: dict[str, Any], family: str, name: str) -> tuple[Column, ...]:
    section = _section(data, "columns", name)
    if not section:
        raise UnfinishedError(f"{name} has no [columns].", 'Write [columns], and below it "Column" = "term".')
    columns = []
    for header, written in section.items():
        terms = [written] if isinstance(written, str) else written
        if not isinstance(terms, list) or not terms or not all(isinstance(term, str) for term in terms):
            raise SettingsError(f"{name}: the column {header!r} needs a term.", 'Write "Column" = "term".')
        for term in terms:
            _check_term(term, family, f"{name}: the column {header!r}")
        columns.append(Column(header=" ".join(header.split()), terms=tuple(terms)))
    return tuple(columns)


def _check_term(written: str, family: str, where: str) -> None:
    term = term_of(family, written)
    if term is None:
        raise SettingsError(f"{where} has an unknown term {written!r}.", f"Known are {', '.join(TERMS[family])}.")
    if written.startswith("-") and term.holds != NUMBER:
        raise SettingsError(f"{where} turns the sign of {written[1:]!r}, which is no number.", "Take the minus away.")


def _constants(data: dict[str, Any], family: str, name: str) -> tuple[tuple[str, str], ...]:
    found = []
    for written, value in _flat(_section(data, "constants", name)):
        _check_term(written, family, f"{name}: [constants]")
        term = term_of(family, written)
        assert term is not None
        cell = value if isinstance(value, str) else str(value)
        try:
            parse = {NUMBER: number_parser(".", ""), DAY: day_parser(["YYYY-MM-DD"])}.get(term.holds)
            cell = (parse(cell) if parse else cell) or ""
        except ValueError:
            raise SettingsError(
                f"{name}: {written} in [constants] is {value!r}, which is no {term.holds}.",
                "Write numbers as 1234.5 and dates as 2026-01-31.",
            ) from None
        found.append((written, cell))
    return tuple(found)


def _values(data: dict[str, Any], family: str, name: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    tables: dict[str, Any] = {}
    for term, translations in _section(data, "values", name).items():
        if isinstance(translations, dict) and any(isinstance(inner, dict) for inner in translations.values()):
            tables |= {f"{term}.{part}": inner for part, inner in translations.items()}
        else:
            tables[term] = translations
    for term, translations in tables.items():
        _check_term(term, family, f"{name}: [values]")
        if not isinstance(translations, dict) or not all(isinstance(each, str) for each in translations.values()):
            raise SettingsError(f"{name}: [values.{term}] must hold texts.", 'Write "cell" = "meaning".')
    return tuple((term, tuple(translations.items())) for term, translations in tables.items())


def _flat(section: Dict[str, Any], prefix: str = "") -> list[tuple[str, Any]]:
    """TOML makes tables of dotted names that stand without quotes: seller.name = "…" is the term "seller.name"."""
    found: list[tuple[str, Any]] = []
    for key, value in section.items():
        found += _flat(value, f"{prefix}{key}.") if isinstance(value, dict) else [(prefix + key, value)]
    return found


def _section(data: dict[str, Any], key: str, name: str) -> dict[str, Any]:
    section = data.get(key, {})
    if not isinstance(section, dict):
        raise SettingsError(f"{name}: {key} must be a section in brackets.", f"Write [{key}].")
    return section


def _text(data: dict[str, Any], key: str, name: str) -> str:
    value = data[key]
    if not isinstance(value, str):
        raise SettingsError(f"{name}: {key} must be a text in quotes.", f"It is {value!r}.")
    return value


def _dates(data: dict[str, Any], name: str) -> tuple[str, ...]:
    written = data.get("dates", ["YYYY-MM-DD"])
    formats = [written] if isinstance(written, str) else written
    if not isinstance(formats, list) or not formats or not all(isinstance(each, str) for each in formats):
        raise SettingsError(f"{name}: dates must be a list of formats.", 'Write dates = ["DD.MM.YYYY"].')
    for each in formats:
        try:
            check_date_format(each)
        except SettingsError as error:
            raise SettingsError(f"{name}: {error.message}", error.hint) from None
    return tuple(formats)


def _place(data: dict[str, Any], name: str) -> tuple[int, int] | None:
    place = data.get("year_begins_at")
    if place is None:
        return None
    if not isinstance(place, list) or len(place) != 2 or not all(_is_count(each) for each in place):
        raise SettingsError(f"{name}: year_begins_at must be row and column.", "Write year_begins_at = [1, 13].")
    return place[0], place[1]


def _header(data: dict[str, Any], name: str) -> int | None:
    header = data.get("header")
    if header is not None and not _is_count(header):
        raise SettingsError(f"{name}: header must be the number of a row.", "Rows are counted from 1.")
    return header


def _group_by(data: dict[str, Any], name: str) -> tuple[str, ...] | None:
    columns = data.get("group_by")
    if columns is None:
        return None
    if not isinstance(columns, list) or not all(isinstance(each, str) for each in columns):
        raise SettingsError(f"{name}: group_by must be a list of columns.", 'Write group_by = ["Number"].')
    return tuple(" ".join(each.split()) for each in columns)


def _flag(data: dict[str, Any], key: str, name: str) -> bool:
    value = data.get(key, False)
    if not isinstance(value, bool):
        raise SettingsError(f"{name}: {key} must be true or false.", f"It is {value!r}.")
    return value


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value <= 10_000


# --- Writing ----------------------------------------------------------------------------------------------------------


def mapping_text(
    mapping: Mapping,
    about: Sequence[str] = (),
    remarks: Dict[str, str] | None = None,
    unmapped: Dict[str, str] | None = None,
) -> str:
    """A mapping as TOML, with sentences about it, a remark for each column, and the columns left out with theirs."""
    lines = [line for each in about for line in _remark(each)]
    lines.append(f"document = {quoted(mapping.document)}")
    default = Mapping(name="", document="", columns=())
    for key in ("delimiter", "quote", "encoding", "decimal", "thousands", "sheet", "negative", "us"):
        value = getattr(mapping, key)
        if value is not None and (value != getattr(default, key) or key == "decimal"):
            lines.append(f"{key} = {quoted(value)}")
    lines.append(f"dates = [{', '.join(quoted(each) for each in mapping.dates)}]")
    if mapping.header is not None:
        lines.append(f"header = {mapping.header}")
    if mapping.year_begins_at is not None:
        lines.append(f"year_begins_at = [{mapping.year_begins_at[0]}, {mapping.year_begins_at[1]}]")
    if mapping.group_by is not None:
        lines.append(f"group_by = [{', '.join(quoted(each) for each in mapping.group_by)}]")
    if mapping.fill_down:
        lines.append("fill_down = true")
    lines += ["", "[columns]"]
    for column in mapping.columns:
        terms = [quoted(term) for term in column.terms]
        written = terms[0] if len(terms) == 1 else f"[{', '.join(terms)}]"
        lines += _remark((remarks or {}).get(column.header))
        lines.append(f"{quoted(column.header)} = {written}")
    for header, remark in (unmapped or {}).items():
        lines += [*_remark(remark), f'# {quoted(header)} = ""']
    if mapping.constants:
        lines += ["", "[constants]", *(f"{quoted(term)} = {quoted(value)}" for term, value in mapping.constants)]
    for term, translations in mapping.values:
        lines += ["", f"[values.{quoted(term)}]", *(f"{quoted(a)} = {quoted(b)}" for a, b in translations)]
    return "\n".join([*lines, ""])


def _remark(remark: str | None) -> list[str]:
    return [f"# {_printable(remark)}"] if remark else []


def quoted(text: str) -> str:
    """A TOML basic string (TOML 1.0, string)."""
    return '"' + _printable(text.replace("\\", "\\\\").replace('"', '\\"')).replace("\\U00000009", "\\t") + '"'


def _printable(text: str) -> str:
    return "".join(
        c if c.isprintable() else f"\\U{ord(c) if not 0xD800 <= ord(c) < 0xE000 else 0xFFFD:08X}" for c in text
    )
