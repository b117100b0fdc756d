"""What the tests of structure share: reading golden documents, and telling faults line by line."""

from pathlib import Path

from lxml import etree

from counterfoil.formats import read
from counterfoil.formats._xml import parse
from counterfoil.formats.structure import FACTUR_X, faults
from counterfoil.model.settings import Limits
from counterfoil.model.structure import StructureFault
from counterfoil.model.trace import Trace

GOLDEN = Path(__file__).parent.parent / "golden"
FOLDER = GOLDEN / "structure"

Told = list[tuple[str, str, str | None, str | None, str | None]]

# Whole documents of ours that the official schemas find right, one at least for each kind of document.
RIGHT = (
    "ubl/full-invoice", "ubl/minimal-invoice", "ubl/credit-note", "ubl/lines-below-lines", "ubl-orders/order-rich",
    "ubl-orders/order-simple", "ubl-orders/order-response-rich", "ubl-orders/order-response-simple",
    "ubl-orders/order-agreement",
    "ubl-orders/order-change-rich", "ubl-orders/order-change-simple", "ubl-orders/order-cancellation-rich",
    "ubl-orders/despatch-rich", "ubl-orders/despatch-simple", "ubl-orders/receipt-rich", "ubl-orders/receipt-simple",
    "ubl-orders/invoice-response-rich", "ubl-orders/message-level-response", "cii/every-term",
    "cii/extended", "cii/minimum-credit-note",
)  # fmt: skip

MINIMUM, BASIC_WL, BASIC, EN16931, EXTENDED = FACTUR_X

# Those that the schema of a profile finds right; the others of these it does not.
RIGHT_BY_PROFILE = {
    MINIMUM: ["cii/minimum-credit-note"],
    BASIC_WL: ["structure/right-factur-x-basicwl"],
    BASIC: ["structure/right-factur-x-basic"],
    EN16931: ["structure/right-factur-x-basic", "rules/cii"],
    EXTENDED: ["structure/right-factur-x-basic", "rules/cii", "cii/every-term", "cii/extended"],
}


def traced(data: bytes) -> tuple[Trace, etree._Element]:
    """The trace of a document and the tree that it could have been taken from."""
    (reading,) = read(data, Limits())
    assert reading.trace is not None
    return reading.trace, parse(data, Limits())


def golden(name: str) -> bytes:
    return (GOLDEN / f"{name}.xml").read_bytes()


def found_in(data: bytes, *, with_tree: bool = True) -> tuple[StructureFault, ...]:
    trace, tree = traced(data)
    return faults(trace, tree if with_tree else None)


def told(data: bytes, *, with_tree: bool = True) -> Told:
    """Code, place, attribute, found and expected of each fault."""
    trace, tree = traced(data)
    return [
        (one.code, trace.where(one.place), one.attribute, one.found, one.expected)
        for one in faults(trace, tree if with_tree else None)
    ]
