"""In which originals a document stands: its own, and for one out of a table or file of events others that hold it."""

from collections.abc import Iterator
from functools import partial
from typing import BinaryIO

from counterfoil.errors import StoreError
from counterfoil.flow.forgotten import GONE
from counterfoil.flow.home import Home
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options, Prepared, document_id, prepare
from counterfoil.flow.tables import is_table_source, prepare_table
from counterfoil.formats._container import Source
from counterfoil.store import DocumentRow


def originals_holding(home: Home, row: DocumentRow) -> list[bytes]:
    """The originals that a document stands in, its own first.

    An event and a document out of a table have an id of their own, and stand in every export that was added since.
    """
    own = row.original
    if not _has_identity(row):
        return [own]
    others = {one.original for one in home.store.documents() if one.format == row.format} - {own}
    options = Options(
        on=home.clock().date(),
        limits=home.settings.limits,
        mappings=load_mappings((), home.path),
        us=home.us,
    )
    return [own, *(one for one in sorted(others) if _may_hold(home, one, row.id, options))]


def _may_hold(home: Home, original: bytes, id: bytes, options: Options) -> bool:
    """Does a document stand in this original? So it counts too where the original cannot be read as it once was.

    That is so for a table whose mapping is not in the home any more: what is not known to be without it, may hold it.
    """
    found = {read.id for read in _read(home, original, options)}
    recorded = {one.id for one in home.store.documents_in(original) if one.role != GONE}
    return bool(found) and (id in found or not recorded <= found)


def _has_identity(row: DocumentRow) -> bool:
    """Is its id another than what follows from its original?"""
    return row.id != document_id(row.original, row.position, None)


def _read(home: Home, original: bytes, options: Options) -> Iterator[Prepared]:
    opened = home.store.open_original(original)
    if opened is None:
        return
    opened.close()
    source = Source(name=original.hex(), open=partial(_opened, home, original), size=None)
    if is_table_source(source):
        yield from prepare_table(source.name, source, options)
        return
    with source.open() as file:
        yield from prepare(source.name, file.read(), options)


def _opened(home: Home, original: bytes) -> BinaryIO:
    opened = home.store.open_original(original)
    if opened is None:
        raise StoreError(f"The original {original.hex()} is missing.", "Run 'counterfoil verify'.")
    return opened
