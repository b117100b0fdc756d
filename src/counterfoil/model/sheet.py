"""A document laid out for reading: cards and grids in the order of the page, and every element with its place."""

from counterfoil.model._base import Model


class Field(Model):
    """A value with its label."""

    label: str
    value: str
    term: str | None = None
    """Its business term ("BT-1"), where it is one."""


class Card(Model):
    """Values that belong together, such as a party."""

    title: str
    fields: tuple[Field, ...]
    where: str | None = None
    """The XPath of the element that it shows, as findings give it; None where it is no single one."""


class Row(Model):
    """A row of a grid."""

    cells: tuple[str, ...]
    where: str | None = None


class Grid(Model):
    """A table, such as the lines."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    numbers: frozenset[int] = frozenset()
    """The columns of numbers, by their place."""


class Element(Model):
    """One element as it stands in the document."""

    name: str
    where: str
    depth: int
    text: str | None = None
    line: int | None = None


class Sheet(Model):
    """A document as a page shows it."""

    title: str
    cards: tuple[Card, ...] = ()
    grids: tuple[Grid, ...] = ()
    elements: tuple[Element, ...] = ()
    left_out: int = 0
    """How many elements are not among them, since there are too many to show."""
