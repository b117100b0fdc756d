"""What the tests of UBL documents around the invoice share: reading golden documents, and telling them line by line."""

from pathlib import Path
from typing import Any

import msgspec
from lxml import etree

from counterfoil.formats import (
    ubl_application_response,
    ubl_despatch,
    ubl_order,
    ubl_order_cancellation,
    ubl_order_change,
    ubl_order_response,
    ubl_receipt,
)
from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._table import Leaf, Row, Table
from counterfoil.formats._xml import parse
from counterfoil.model.settings import Limits
from counterfoil.model.summary import TradeSummary

FOLDER = Path(__file__).parent.parent / "golden" / "ubl-orders"

FORMATS: dict[XmlFormat, Table] = {
    ubl_order.UBL_ORDER: ubl_order.TABLE,
    ubl_order_response.UBL_ORDER_RESPONSE: ubl_order_response.TABLE,
    ubl_order_change.UBL_ORDER_CHANGE: ubl_order_change.TABLE,
    ubl_order_cancellation.UBL_ORDER_CANCELLATION: ubl_order_cancellation.TABLE,
    ubl_despatch.UBL_DESPATCH_ADVICE: ubl_despatch.TABLE,
    ubl_receipt.UBL_RECEIPT_ADVICE: ubl_receipt.TABLE,
    ubl_application_response.UBL_APPLICATION_RESPONSE: ubl_application_response.TABLE,
}


def read_text(root: str, body: str) -> Reading:
    """Read a document that is written down in a test: its root's local name, and what stands in it."""
    uri = "urn:oasis:names:specification:ubl:schema:xsd:"
    spaces = f'xmlns:cac="{uri}CommonAggregateComponents-2" xmlns:cbc="{uri}CommonBasicComponents-2"'
    return read_bytes(f'<{root} xmlns="{uri}{root}-2" {spaces}>{body}</{root}>'.encode())


def summary_of(reading: Reading) -> TradeSummary:
    """The summary, which for these documents is a trade summary."""
    assert isinstance(reading.summary, TradeSummary)
    return reading.summary


def read_bytes(data: bytes) -> Reading:
    """Read the one document in these bytes by the format of its root."""
    return read_root(parse(data, Limits()))


def read_root(root: etree._Element) -> Reading:
    """Read a tree by the format of its root."""
    (reading,) = format_of(root).read(root)
    return reading


def format_of(root: etree._Element) -> XmlFormat:
    """The format whose root this is."""
    (found,) = [each for each in FORMATS if root.tag in each.roots]
    return found


def golden(name: str) -> Reading:
    """Read a golden document."""
    return read_bytes((FOLDER / name).read_bytes())


def told(value: Any, path: str = "") -> list[str]:
    """Everything that a value of the model holds, a line for each leaf: "lines.1.item.name = Birch veneer"."""
    plain = msgspec.to_builtins(value)
    return _told(plain, path)


def _told(plain: Any, path: str) -> list[str]:
    if isinstance(plain, dict):
        return [line for key, inner in plain.items() for line in _told(inner, f"{path}.{key}".lstrip("."))]
    if isinstance(plain, (list, tuple)):
        return [line for place, inner in enumerate(plain, 1) for line in _told(inner, f"{path}.{place}")]
    return [f"{path} = {plain!r}"]


def row_at(table: Table, path: str) -> Row | None:
    """The row that fills the model from the elements at a path of the trace; None where the table has none."""
    steps = path.split("/")[1:]
    return _row_at(table.root.children, steps) if steps else table.root


def _row_at(rows: dict[str, Row], steps: list[str]) -> Row | None:
    found: Row | None = None
    for name, row in rows.items():
        names = name.split("/")
        if steps[: len(names)] == names:
            rest = steps[len(names) :]
            found = row if not rest else None if isinstance(row, Leaf) else _row_at(row.children, rest)
        elif names[: len(steps)] == steps:
            found = row
        if found is not None:
            return found
    return None
