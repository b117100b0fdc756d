"""The official verdicts of the corpora, and ours to compare with them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import Rulebook, check


def documents(corpora: Path) -> Iterator[dict[str, Any]]:
    """The verdicts on whole documents, each with the name of its file."""
    return read_verdicts(corpora / "verdicts" / "documents.jsonl")


def unit_tests(corpora: Path, names: str = "*") -> Iterator[dict[str, Any]]:
    """The official unit tests, each with its document."""
    for path in sorted((corpora / "verdicts" / "unit").glob(f"{names}.jsonl")):
        yield from read_verdicts(path)


def read_verdicts(path: Path) -> Iterator[dict[str, Any]]:
    """Those of a file, one a line."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            yield json.loads(line)


def fired(verdict: dict[str, Any], rulebook: str | None = None) -> dict[str, str]:
    """The rules that were broken officially, of all rulebooks or of one, with their severities."""
    found = verdict["fired"]
    return {one["rule"]: one["severity"] for one in found if rulebook is None or one["rulebook"] == rulebook}


def broken(data: bytes, *rulebooks: Rulebook) -> dict[str, str]:
    """The rules of rulebooks that a document breaks by our reading, with their severities."""
    (reading,) = read(data, Limits())
    return {one.rule: one.severity.value for one in check(reading.model, reading.trace, rulebooks)}
