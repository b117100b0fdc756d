"""Tables on their way in: read row by row from their source, whatever their size, in bounded memory."""

from collections.abc import Iterator

from counterfoil.errors import CounterfoilError, UnreachableError
from counterfoil.flow.prepare import OUR_FAULT, Options, Prepared, prepared_from
from counterfoil.formats import Reading, is_table
from counterfoil.formats._container import Source
from counterfoil.formats.table import Table, read_table, survey

HEAD_BYTES = 1 << 16


def is_table_source(source: Source) -> bool:
    """Is there a table in this source, going by its first bytes? UnreadableError where it cannot be read."""
    with source.open() as stream:
        head = b""
        while len(head) < HEAD_BYTES and (more := stream.read(HEAD_BYTES - len(head))):
            head += more
    return is_table(head)


def prepare_table(file: str, source: Source, options: Options) -> Iterator[Prepared]:
    """Read and check the documents of a table one by one; each that cannot be read gives its reason."""
    original, place = b"", 1
    try:
        told = survey(source.open, options.limits.table_bytes_max)
        original = told.digest
        table = Table(source.open, told, options.limits)
        for one in read_table(table, options.mappings, options.us):
            if isinstance(one, Reading):
                yield prepared_from(file, original, place, one, options)
            else:
                yield Prepared(file=_named(file, place), error=str(one.error), original=original, position=place)
            place += 1
    except CounterfoilError as error:
        unreached = isinstance(error, UnreachableError)
        yield Prepared(
            file=_named(file, place), error=str(error), unreached=unreached, original=original, position=place
        )
    except Exception as error:  # noqa: BLE001 - a fault of ours in one table must not cost the rest of the folder
        said = OUR_FAULT.format(type(error).__name__, error)
        yield Prepared(file=_named(file, place), error=said, original=original, position=place)


def _named(file: str, place: int) -> str:
    return file if place == 1 else f"{file}#{place}"
