"""How a format's table is written: which element fills which field, with which kind of value, in which group."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from counterfoil.model.values import Amount, Attachment, Identifier, Number, Quantity

Convert = Callable[[str, list[tuple[str, str]]], Any]
Build = Callable[..., Any] | None
Prepare = Callable[[dict[str, Any], dict[str, Any], dict[int, int]], None]

_ZONE = re.compile(r"(?:Z|[+-][0-9]{2}:[0-9]{2})").fullmatch

# Numbers recur (1, 19, 100.00), and to look one up costs a fifth of what it costs to make.
_NUMBERS: dict[str, Decimal | None] = {}
_NUMBERS_MAX = 20_000
_NUMBER_LENGTH_MAX = 24


class Leaf:
    """An element with text that fills one field of the group around it.

    `convert` gets the stripped text and the attributes.
    """

    __slots__ = ("convert", "field", "many")

    def __init__(self, field: str, convert: Convert | None, many: bool = False) -> None:
        self.field, self.convert, self.many = field, convert, many


class Group:
    """An element that becomes an object of its own: `build(**values)` makes it, into `field` of the group around it.

    `children` may be completed after construction, so that a group can contain itself. `build` may return None or be
    None: then there is no such object. `prepare(inner, outer, places)`, where given, runs before `build` and may move
    values from the group to the one around it (lists where the field has `many`), or replace an object and its place.
    """

    __slots__ = ("build", "children", "field", "many", "prepare")

    def __init__(
        self,
        field: str,
        build: Build,
        children: dict[str, "Row"],
        many: bool = False,
        prepare: Prepare | None = None,
    ) -> None:
        self.field, self.build, self.children, self.many, self.prepare = field, build, children, many, prepare


class Part:
    """An element whose children fill fields of the group around it."""

    __slots__ = ("children",)

    def __init__(self, children: dict[str, "Row"]) -> None:
        self.children = children


Row = Leaf | Group | Part


class Table:
    """A format's whole table: the root element, what it builds, and the prefixes that its paths use."""

    __slots__ = ("compiled", "namespaces", "root", "root_tag")

    def __init__(self, root_tag: str, root: Group, namespaces: Mapping[str, str]) -> None:
        """`root_tag` in Clark notation ({uri}Name); `namespaces` from prefix to URI."""
        self.root_tag, self.root, self.namespaces = root_tag, root, namespaces
        self.compiled: Any = None


def decimal(written: str) -> Decimal | None:
    """The number that `written` spells by XSD 1.0 decimal, or None: no exponent, no NaN, no digits outside ASCII."""
    value = _NUMBERS.get(written)
    return _decimal(written) if value is None else value


def day(written: str) -> date | None:
    """The day that `written` spells by XSD 1.0 date (a zone is dropped), or None where there is no such day."""
    if len(written) != 10:
        if _ZONE(written, 10) is None:
            return None
        written = written[:10]
    # Of the other forms that `fromisoformat` takes, a week date alone has ten characters.
    if written[4] != "-" or written[7] != "-":
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def text(field: str, many: bool = False) -> Leaf:
    """A leaf whose stripped text is the value."""
    return Leaf(field, None, many)


def amount(field: str, many: bool = False) -> Leaf:
    """A leaf with an amount and its currencyID."""
    return Leaf(field, to_amount, many)


def quantity(field: str, many: bool = False) -> Leaf:
    """A leaf with a quantity and its unitCode."""
    return Leaf(field, to_quantity, many)


def number(field: str, many: bool = False) -> Leaf:
    """A leaf with a bare number, such as a percentage."""
    return Leaf(field, to_number, many)


def day_of(field: str, many: bool = False) -> Leaf:
    """A leaf with a date in ISO 8601."""
    return Leaf(field, lambda written, attributes: day(written), many)


def identifier(field: str, many: bool = False) -> Leaf:
    """A leaf with an identifier, its schemeID (or listID) and its version."""
    return Leaf(field, to_identifier, many)


def flag(field: str, many: bool = False) -> Leaf:
    """A leaf with an XSD boolean; anything else is None."""
    return Leaf(
        field, lambda written, attributes: {"true": True, "1": True, "false": False, "0": False}.get(written), many
    )


def attachment(field: str, many: bool = False) -> Leaf:
    """A leaf with a file in Base64, its mimeCode and filename."""
    return Leaf(field, to_attachment, many)


def to_attachment(written: str, attributes: list[tuple[str, str]]) -> Attachment:
    """An embedded file with its type and name."""
    named = dict(attributes)
    return Attachment(mime=named.get("mimeCode"), filename=named.get("filename"), written=written)


def to_amount(written: str, attributes: list[tuple[str, str]]) -> Amount:
    """An amount with its currency."""
    value = _NUMBERS.get(written)
    if value is None:
        value = _decimal(written)
    if len(attributes) == 1:
        name, currency = attributes[0]
        if name == "currencyID":
            return Amount(value=value, currency=currency, written=written)
    return Amount(value=value, currency=dict(attributes).get("currencyID"), written=written)


def to_quantity(written: str, attributes: list[tuple[str, str]]) -> Quantity:
    """A quantity with its unit."""
    value = _NUMBERS.get(written)
    if value is None:
        value = _decimal(written)
    if len(attributes) == 1:
        name, unit = attributes[0]
        if name == "unitCode":
            return Quantity(value=value, unit=unit, written=written)
    return Quantity(value=value, unit=dict(attributes).get("unitCode"), written=written)


def to_number(written: str, _attributes: list[tuple[str, str]]) -> Number:
    """A bare number."""
    return Number(value=decimal(written), written=written)


def to_identifier(written: str, attributes: list[tuple[str, str]]) -> Identifier:
    """An identifier with its scheme."""
    if not attributes:
        return Identifier(value=written)
    named = dict(attributes)
    scheme, version = named.get("schemeID"), named.get("schemeVersionID")
    if scheme is None:
        scheme = named.get("listID")
    if version is None:
        version = named.get("listVersionID")
    return Identifier(value=written, scheme=scheme, version=version)


def _decimal(written: str) -> Decimal | None:
    value = None
    # With these characters alone `Decimal` takes nothing that XSD does not.
    if not written.strip("0123456789.+-"):
        try:
            value = Decimal(written)
        except InvalidOperation:
            value = None
    if len(written) <= _NUMBER_LENGTH_MAX:
        if len(_NUMBERS) >= _NUMBERS_MAX:
            _NUMBERS.clear()
        _NUMBERS[written] = value
    return value
