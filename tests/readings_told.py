"""A program for a process of its own: tells what each file below the folders given reads as, and from which build."""

import hashlib
import json
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from counterfoil.errors import CounterfoilError
from counterfoil.flow.facts import claims_of, fact_row
from counterfoil.formats import Reading, _walk, read
from counterfoil.model.fact import Fact
from counterfoil.model.settings import Limits


def main() -> None:
    """Print a JSON object: the walk's own file, and the SHA-256 of what was read by each file."""
    told = {
        str(file): hashlib.sha256("\n".join(_told(file.read_bytes())).encode("utf-8", "surrogatepass")).hexdigest()
        for folder in sys.argv[1:]
        for file in sorted(Path(folder).rglob("*"))
        if file.is_file()
    }
    json.dump({"walk": _walk.__file__, "told": told}, sys.stdout)


def _told(data: bytes) -> Iterator[str]:
    try:
        for reading in read(data, Limits()):
            yield from _lines(reading)
    except CounterfoilError as error:
        yield repr(error)


def _lines(reading: Reading) -> Iterator[str]:
    yield repr((reading.document, reading.format, reading.identity))
    yield repr(reading.model)
    yield repr(reading.summary)
    yield fact_row(0, _fact(reading), bytes(32)).entry.hex()
    trace = reading.trace
    if trace is not None:
        yield repr((trace.paths, trace.texts, trace.attributes, trace.parents))
        yield repr([(trace.place_of(part), part) for part in trace.parts])


def _fact(reading: Reading) -> Fact:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    claims = claims_of(reading.summary)
    return Fact(kind="received", subject=b"1", claims=claims, recorded=moment, actor="", predecessor=None, reader="")


if __name__ == "__main__":
    main()
