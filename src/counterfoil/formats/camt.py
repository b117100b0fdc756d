"""ISO 20022 camt.052 (account report), .053 (statement) and .054 (debit/credit notification), .001.01 to .001.13."""

from collections.abc import Iterator

from lxml import etree
from msgspec.structs import replace

from counterfoil.errors import UnreadableError
from counterfoil.formats._camt_table import NESTING, Message, table
from counterfoil.formats._format import Reading, XmlFormat
from counterfoil.formats._statement_summary import summarise
from counterfoil.formats._walk import walk
from counterfoil.model.statement import Statement
from counterfoil.model.summary import STATEMENT

_ISO = "urn:iso:std:iso:20022:tech:xsd:"


def read(root: etree._Element) -> Iterator[Reading]:
    """Give one reading for each statement, report or notification, in their order; all share the trace of the file.

    A message without any is a statement that says nothing, so that it can be reported. Raises UnreadableError where
    there is no message.
    """
    namespace = etree.QName(root).namespace or ""
    message_type = namespace.removeprefix(_ISO)
    message, trace = walk(root, table(namespace, _nested(root, namespace)))
    assert isinstance(message, Message)
    if message == Message():
        raise UnreadableError(
            f"The document says that it is {message_type}, but holds neither a header nor a statement of that message.",
            "Ask the bank for the statement again.",
        )
    for found in message.statements or (Statement(),):
        statement = replace(found, message_type=message_type, message=message.header)
        trace.places[id(statement)] = trace.place_of(found)
        yield Reading(
            document=STATEMENT,
            format=message_type[:8],
            model=statement,
            summarise=summarise,
            trace=trace,
        )


def _nested(root: etree._Element, namespace: str) -> frozenset[str]:
    """Which elements of `NESTING` have children here, going by the first of each (TaxAmt: in a remittance)."""
    found = set()
    for name in NESTING:
        for element in root.iter(f"{{{namespace}}}{name}"):
            parent = element.getparent()
            if name != "TaxAmt" or (parent is not None and etree.QName(parent).localname in ("RfrdDocAmt", "Amt")):
                if len(element):
                    found.add(name)
                break
    return frozenset(found)


def _format(kind: str) -> XmlFormat:
    return XmlFormat(id=kind, roots=(f"{{{_ISO}{kind}.*}}Document",), read=read)


CAMT_052 = _format("camt.052")
CAMT_053 = _format("camt.053")
CAMT_054 = _format("camt.054")
