"""Tables: exports of orders, receipts, invoices, payments and master data out of any ERP, read by a mapping."""

from counterfoil.formats.table.delimited import Survey, looks_like_table, survey
from counterfoil.formats.table.guess import Guess, guess
from counterfoil.formats.table.mapping import Column, Mapping
from counterfoil.formats.table.mapping_file import mapping_text, parse_mapping
from counterfoil.formats.table.reading import FORMAT, Table, Unread, read_table

__all__ = [
    "FORMAT",
    "Column",
    "Guess",
    "Mapping",
    "Survey",
    "Table",
    "Unread",
    "guess",
    "looks_like_table",
    "mapping_text",
    "parse_mapping",
    "read_table",
    "survey",
]
