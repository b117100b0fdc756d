"""Reading tables in tests: bytes or texts in, documents or refusals out."""

import io
from collections.abc import Iterator
from typing import TypeVar

from counterfoil.formats import Reading
from counterfoil.formats.table import Mapping, Table, Unread, parse_mapping, read_table, survey
from counterfoil.model.settings import Limits
from counterfoil.model.summary import PartySummary, StatementSummary, TradeSummary

T = TypeVar("T")
ORDERS = """
document = "order"
decimal = ","
thousands = "."
dates = ["DD.MM.YYYY"]
[columns]
Nr = "number"
Datum = "issued"
Kunde = "buyer.name"
Pos = "line.id"
Menge = "line.quantity"
Preis = "line.price"
"""
HEADER = "Nr;Datum;Kunde;Pos;Menge;Preis\n"


def table_of(data: bytes | str, limits: Limits | None = None) -> Table:
    """The table in these bytes."""
    content = data.encode() if isinstance(data, str) else data
    limits = limits or Limits()

    def open_it() -> io.BytesIO:
        return io.BytesIO(content)

    return Table(open_it, survey(open_it, limits.table_bytes_max), limits)


def mapping_of(text: str, name: str = "m.toml") -> Mapping:
    """A mapping out of its text."""
    return parse_mapping(text, name)


def results(
    data: bytes | str, *mappings: str | Mapping, limits: Limits | None = None, us: PartySummary | None = None
) -> list[Reading | Unread]:
    """All that a table gives."""
    known = [
        each if isinstance(each, Mapping) else mapping_of(each, f"m{place}.toml") for place, each in enumerate(mappings)
    ]
    return list(read_table(table_of(data, limits), known, us))


def read(data: bytes | str, *mappings: str | Mapping, us: PartySummary | None = None) -> list[Reading]:
    """The documents of a table in which all can be read."""
    found = results(data, *mappings, us=us)
    assert [str(one.error) for one in found if isinstance(one, Unread)] == []
    return [one for one in found if isinstance(one, Reading)]


def trades(data: bytes | str, *mappings: str | Mapping, us: PartySummary | None = None) -> list[TradeSummary]:
    """The summaries of the trade documents of a table."""
    return list(_summaries(read(data, *mappings, us=us), TradeSummary))


def statements(data: bytes | str, *mappings: str | Mapping) -> list[StatementSummary]:
    """The summaries of the statements of a table."""
    return list(_summaries(read(data, *mappings), StatementSummary))


def refusals(data: bytes | str, *mappings: str | Mapping, limits: Limits | None = None) -> list[str]:
    """Why documents of a table could not be read."""
    return [str(one.error) for one in results(data, *mappings, limits=limits) if isinstance(one, Unread)]


def _summaries(readings: list[Reading], kind: type[T]) -> Iterator[T]:
    for one in readings:
        assert isinstance(one.summary, kind)
        yield one.summary
