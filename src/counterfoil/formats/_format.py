"""What a format is: a frozen value with an id, a test on content and a reader; `__init__` lists them all."""

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

from lxml import etree

from counterfoil.model._base import Model
from counterfoil.model.settings import Limits
from counterfoil.model.summary import Summary
from counterfoil.model.trace import Trace


class Reading(Model, gc=True, dict=True):
    """One document as read: the model, what stood there, and the summary that the record keeps."""

    document: str
    """The kind of document, as in `model.summary`."""
    format: str
    model: Any
    """The format's noun (Invoice, Order, Statement, GoodsEvent …); for tables it is the summary itself."""
    summarise: Callable[[Any], Summary]
    """Gives the model's summary."""
    trace: Trace | None = None
    """For XML formats."""
    identity: bytes | None = None
    """32 bytes where the document has an id of its own (event hash, content of a table's document);
    None where the SHA-256 of the original is its id."""

    @cached_property
    def summary(self) -> Summary:
        """The uniform shape that the record keeps, worked out when it is asked for: who only checks never does."""
        return self.summarise(self.model)


class XmlFormat(Model):
    """A format told by the root element of an XML document."""

    id: str
    roots: tuple[str, ...]
    """Root elements in Clark notation, or namespaces followed by "*" ("{urn:iso:…:camt.053.*}Document")."""
    read: Callable[[etree._Element], Iterator[Reading]]


class BytesFormat(Model):
    """A format told by its first bytes (at least 4 KiB of them where the document is as long)."""

    id: str
    detect: Callable[[bytes], bool]
    read: Callable[[bytes, Limits], Iterator[Reading]]
