"""A mapping: how one kind of table is to be read, column by column."""

from counterfoil.model._base import Model

CREDIT_NOTE_WHERE_NEGATIVE, AS_WRITTEN = "credit-note", "as-written"


class Column(Model):
    """A column by its name in the header, and what it means."""

    header: str
    terms: tuple[str, ...]
    """As in `terms`; a minus before one turns the sign, a colon gives a parameter ("-payable", "pack:CT")."""


class Mapping(Model):
    """How a table is read. What is None is found out from the table."""

    name: str
    """What people call it, and the file that it stands in."""
    document: str
    """Kind of document, as in `model.summary`."""
    columns: tuple[Column, ...]
    constants: tuple[tuple[str, str], ...] = ()
    """(term, value) that every row has, numbers as 1234.5 and dates as 2026-01-31."""
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """For a term: what stands in the cell, and what it means."""
    delimiter: str | None = None
    quote: str = '"'
    encoding: str = "cp1252"
    """Of tables that are neither UTF-8 nor UTF-16, which are told by their content."""
    decimal: str = "."
    thousands: str = ""
    dates: tuple[str, ...] = ("YYYY-MM-DD",)
    year_begins_at: tuple[int, int] | None = None
    """Row and column of the cell with the first day of the financial year, for dates written without a year."""
    header: int | None = None
    """Row that holds the names of the columns, from 1; None: the first of the first hundred that holds them all."""
    sheet: str | None = None
    """The sheet of a workbook; None: every sheet that has all the columns."""
    group_by: tuple[str, ...] | None = None
    """Columns whose cells tell a document; () makes one document of all rows. None: number and issuer."""
    fill_down: bool = False
    """Whether an empty cell there belongs to the document of the row above."""
    negative: str = AS_WRITTEN
    """What an invoice below zero is: as written, or a credit note with positive amounts."""
    us: str | None = None
    """What we are in these documents: buyer or seller."""
