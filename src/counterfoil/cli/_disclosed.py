"""What a dossier or an update shows and withholds, for people and programs, and how it is written."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from counterfoil.cli._output import print_table, say
from counterfoil.errors import CounterfoilError, UsageError
from counterfoil.exchange.presenting.inferring import EARLIER, Inference
from counterfoil.exchange.presenting.proving import Disclosure
from counterfoil.exchange.presenting.showing import Showing
from counterfoil.render.table import Column
from counterfoil.store.files import drop, put_in_place, write_aside

_COLUMNS = (
    Column(title="fact", least=16, wrap=True),
    Column(title="by", least=12, optional=1),
    Column(title="shown", least=16, wrap=True),
    Column(title="withheld", least=16, wrap=True),
)
_PRINTED_MAX = 20
"""So many warnings are printed for people."""
_ALWAYS = frozenset({"to", "seq", "previous", "of"})
"""What stands in every fact, and says nothing to people."""


def fact_rows(shown: Disclosure) -> list[dict[str, Any]]:
    """The facts as JSON lists them."""
    return [
        {
            "fact": title,
            "kind": one.fact.kind,
            "author": one.fact.author,
            "shown": sorted(one.shown),
            "withheld": one.withheld,
        }
        for one, title in zip(shown.showings, shown.titles, strict=True)
    ]


def inference_rows(shown: Disclosure) -> list[dict[str, Any]]:
    """What can be inferred, as JSON lists it; `fact` is null where an earlier file shows it."""
    return [
        {
            "fact": shown.titles[one.fact] if one.fact != EARLIER else None,
            "name": one.path,
            "certain": one.is_certain,
            "message": one.says,
        }
        for one in shown.inferences
    ]


def print_facts(shown: Disclosure, companies: Mapping[str, str]) -> None:
    """The facts as a table; `companies` are names by id."""
    rows = (
        (title, companies.get(one.fact.author), ", ".join(_names(one.shown, one)), ", ".join(_names(one.withheld, one)))
        for one, title in zip(shown.showings, shown.titles, strict=True)
    )
    print_table(_COLUMNS, rows)
    say("")


def print_inferences(inferences: Sequence[Inference]) -> None:
    """What can be inferred, the first of it."""
    for one in inferences[:_PRINTED_MAX]:
        say(f"{'WARNING' if one.is_certain else 'Note'}  {one.says}", "bad" if one.is_certain else "")
    if (more := len(inferences) - _PRINTED_MAX) > 0:
        say(f"And {more:,} more, which --json lists.")


def check_new_file(file: str) -> None:
    """UsageError where a file is there already, which is somebody's, or where the folder for it is missing."""
    path = Path(file)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{file} is there already.", "Name a new file with -o.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}.", "Make it, or name a file in another folder with -o.")


def write_file(file: str, data: bytes) -> None:
    """Put a new file in place whole."""
    try:
        aside = write_aside(file, data)
        try:
            put_in_place(aside, file)
        except OSError:
            drop(aside)
            raise
    except OSError as error:
        raise CounterfoilError(f"{file} could not be written: {error.strerror}.", "Name another file.") from None


def _names(paths: Iterable[str], of: Showing) -> Iterator[str]:
    """What is shown or withheld for people: claims by name, and how many elements of a list."""
    chosen = set(paths)
    names = [path for path, part in of.parts.items() if path in chosen and part.position is None]
    lists = sorted({part.name for path, part in of.parts.items() if path in chosen and part.position is not None})
    for name in lists:
        all_of_it = of.elements(name)
        count = sum(part.path in chosen for part in all_of_it)
        names.append(f"{name} ({'all' if count == len(all_of_it) else count} of {len(all_of_it)})")
    return iter(sorted(name for name in names if name not in _ALWAYS))
