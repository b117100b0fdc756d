"""Rows that sum up others, as programs put them below the rows of a table or of a partner."""

from collections.abc import Sequence

from counterfoil.formats.table.cells import Cell, text
from counterfoil.formats.table.synonyms import plain_header

_SUMS = {
    *("sum", "total", "totals", "grand total", "subtotal", "summe", "gesamt", "gesamtsumme", "zwischensumme"),
    *("endsumme", "totaal", "somme", "total general", "totaux", "totale", "totale generale", "suma", "totales"),
    *("totalt", "i alt", "sammanlagt"),
}


def sums_up(cells: Sequence[Cell]) -> bool:
    """Does one of the cells say that the row is a sum, so that it tells nothing of how columns are written?"""
    return any(_says_sum(cell) for cell in cells)


def begins_with_sum(cells: Sequence[Cell]) -> int | None:
    """The place of a word for a sum, where that is the first thing that stands in the row."""
    first = next((place for place, cell in enumerate(cells) if text(cell)), None)
    return first if first is not None and _says_sum(cells[first]) else None


def _says_sum(cell: Cell) -> bool:
    if not isinstance(cell, str):
        return False
    said = plain_header(cell)
    return said in _SUMS or said.startswith("total for ")
