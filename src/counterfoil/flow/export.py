"""The whole record written out.

JSON Lines for programs, tables as CSV or Parquet, and the originals where asked for.
"""

import csv
import shutil
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import msgspec

from counterfoil.errors import UsageError
from counterfoil.flow.discrepancy_views import discrepancies_view
from counterfoil.flow.home import Home
from counterfoil.flow.views import decisions_view, document_view, links_view
from counterfoil.flow.whole_folder import whole_folder

CSV, PARQUET = "csv", "parquet"
_ROWS_MAX = 10_000
_encoder = msgspec.json.Encoder(decimal_format="number")


def export(home: Home, directory: Path, tables: str = CSV, *, originals: bool = False) -> dict[str, int]:
    """Write the record into a new or empty folder; gives how many rows each file has.

    It is written beside the folder first and put in place whole, so a cut-off export leaves nothing half written.
    """
    if tables == PARQUET:
        _pyarrow()
    with whole_folder(directory) as part, home.store.reading():
        written = _write_all(home, part, tables)
        if originals:
            written["originals"] = _write_originals(home, part / "originals")
    return written


def _write_all(home: Home, folder: Path, tables: str) -> dict[str, int]:
    written = {}
    for name, rows in _RECORD.items():
        written[f"{name}.jsonl"] = _write_lines(folder / f"{name}.jsonl", rows(home))
    write = _write_parquet if tables == PARQUET else _write_csv
    for name, rows in _TABLES.items():
        flat = (_flat(row) for row in rows(home))
        written[f"{name}.{tables}"] = write(folder / f"{name}.{tables}", COLUMNS[name], flat)
    return written


def _documents(home: Home) -> Iterator[dict[str, Any]]:
    return (document_view(row) for row in home.store.documents())


def _whole_documents(home: Home) -> Iterator[dict[str, Any]]:
    """Documents with their summaries and findings."""
    for row in home.store.documents():
        claims = home.store.summaries([row.id]).get(row.id)
        checked = next(home.store.facts(row.checked, row.checked + 1), None) if row.checked is not None else None
        yield {
            **document_view(row),
            "original": row.original.hex(),
            "summary": msgspec.Raw(claims) if claims is not None else None,
            "verdict": msgspec.Raw(checked.claims) if checked is not None and checked.claims is not None else None,
        }


def _facts(home: Home) -> Iterator[dict[str, Any]]:
    for row in home.store.facts():
        yield {
            "index": row.index,
            "kind": row.kind,
            "subject": row.subject.hex(),
            "actor": row.actor,
            "predecessor": row.predecessor,
            "recorded": row.recorded.isoformat(),
            "reader": row.reader,
            "claims": msgspec.Raw(row.claims) if row.claims is not None else None,
            "entry": row.entry.hex(),
        }


def _lines(home: Home) -> Iterator[dict[str, Any]]:
    """A row for each line of a document and each entry of a statement."""
    for row in home.store.documents():
        claims = home.store.summaries([row.id]).get(row.id)
        lines = msgspec.json.decode(claims).get("lines", []) if claims is not None else []
        for place, line in enumerate(lines, 1):
            yield {
                "document_id": row.id.hex(),
                "document": row.document,
                "number": row.number,
                "line": line.get("position", str(place)),
                **{name: line.get(name) for name in _LINE},
                "counterparty": (line.get("counterparty") or {}).get("name"),
                "remittance": " ".join(line.get("remittance", [])) or None,
            }


_LINE = (
    "id",
    "name",
    "seller_item",
    "standard_item",
    "quantity",
    "unit",
    "price",
    "amount",
    "tax_rate",
    "booked",
    "end_to_end_id",
)
_END = ("id", "document", "number", "line", "line_id")
COLUMNS: dict[str, tuple[str, ...]] = {
    "documents": (
        *("id", "document", "number", "issuer", "partner", "role", "issued", "due", "currency", "amount", "valid"),
        "forgotten",
        *("format", "file"),
    ),
    "lines": ("document_id", "document", "number", "line", *_LINE, "counterparty", "remittance"),
    "links": (
        *("id", "kind", *(f"from_{name}" for name in _END), *(f"to_{name}" for name in _END)),
        *("quantity", "amount", "currency", "confidence", "state", "evidence"),
    ),
    "discrepancies": (
        *("id", "code", "document_id", "document_number", "line", "line_id", "expected", "found", "amount", "currency"),
        *("state", "since", "owner", "why", "message"),
    ),
    "decisions": ("about", "id", "kind", "document_id", "line", "state", "owner", "why", "actor", "recorded", "fact"),
}
"""The columns of each table, which stand there without rows too."""
Rows = Callable[[Home], Iterator[dict[str, Any]]]
_RECORD: dict[str, Rows] = {
    "documents": _whole_documents,
    "links": links_view,
    "discrepancies": discrepancies_view,
    "decisions": decisions_view,
    "facts": _facts,
}
_TABLES: dict[str, Rows] = {
    "documents": _documents,
    "lines": _lines,
    "links": links_view,
    "discrepancies": discrepancies_view,
    "decisions": decisions_view,
}


def _flat(row: dict[str, Any]) -> dict[str, str | None]:
    """A row of texts: objects become columns such as from_number, lists are joined."""
    flat: dict[str, str | None] = {}
    for name, value in row.items():
        if isinstance(value, dict):
            flat |= {f"{name}_{inner}": _text(value[inner]) for inner in value}
        else:
            flat[name] = _text(value)
    return flat


def _text(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _write_lines(path: Path, rows: Iterator[dict[str, Any]]) -> int:
    count = 0
    with path.open("wb") as file:
        for row in rows:
            file.write(_encoder.encode(row) + b"\n")
            count += 1
    return count


def _write_csv(path: Path, columns: tuple[str, ...], rows: Iterator[dict[str, str | None]]) -> int:
    """CSV as spreadsheets read it: with a byte order mark.

    A cell that a spreadsheet would calculate gets an apostrophe.
    """
    count = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        for row in rows:
            writer.writerow({name: _cell(value) for name, value in row.items()})
            count += 1
    return count


def _cell(value: str | None) -> str:
    if value and value[0] in _CALCULATES and not _is_number(value):
        return "'" + value
    return value or ""


_CALCULATES = "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
"""How a formula may begin (OWASP, CSV injection), in full width too."""


def _is_number(value: str) -> bool:
    digits = value[1:].replace(".", "", 1)
    return value[0] in "+-" and digits.isascii() and digits.isdigit()


def _write_parquet(path: Path, columns: tuple[str, ...], rows: Iterator[dict[str, str | None]]) -> int:
    pa, parquet = _pyarrow()
    schema, count = pa.schema([(name, pa.string()) for name in columns]), 0
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS_MAX)):
            writer.write_table(pa.Table.from_pylist(batch, schema=schema))
            count += len(batch)
    return count


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise UsageError(
            "Parquet needs the extra 'insight'.", "Run: pip install 'counterfoil[insight]', or use CSV."
        ) from None
    return pa, parquet


def _write_originals(home: Home, folder: Path) -> int:
    folder.mkdir()
    count = 0
    for digest in home.store.originals():
        opened = home.store.open_original(digest)
        if opened is not None:
            with opened, (folder / digest.hex()).open("wb") as target:
                shutil.copyfileobj(opened, target)
            count += 1
    return count
