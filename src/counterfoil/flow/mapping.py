"""Mappings of tables: those of a home, those that a person names, and a first one guessed from a table."""

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from counterfoil.errors import SettingsError, UnfinishedError, UnreadableError, UsageError
from counterfoil.flow.tables import is_table_source
from counterfoil.formats._container import Refusal, sources
from counterfoil.formats.table import Guess, Mapping, Table, guess, mapping_text, parse_mapping, survey
from counterfoil.model._base import Model
from counterfoil.model.settings import Limits

FOLDER = "mappings"
_BYTES_MAX = 1_000_000


def load_mappings(files: Iterable[str | Path], home: Path | None = None) -> tuple[Mapping, ...]:
    """The mappings in these files, then all in the home's folder that give a column a meaning.

    Raises SettingsError where one cannot be used.
    """
    named = dict.fromkeys(map(Path, files))
    kept: list[Path] = []
    if home is not None:
        try:
            kept = sorted((home / FOLDER).glob("*.toml"))
        except OSError as error:
            raise SettingsError(
                f"{home / FOLDER} cannot be read: {error.strerror}.", "Check its permissions."
            ) from None
    begun = (_begun(path) for path in kept if path not in named)
    return (*map(load_mapping, named), *(one for one in begun if one is not None))


def _begun(path: Path) -> Mapping | None:
    """A mapping of a home; None where `map` knew no column, and nobody has written one since."""
    try:
        return load_mapping(path)
    except UnfinishedError:
        return None


def load_mapping(path: Path) -> Mapping:
    """One mapping. Raises SettingsError where it cannot be read or used."""
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(
            f"The mapping {path} cannot be read: {reason}.", "Check its name and permissions."
        ) from None
    if len(data) > _BYTES_MAX:
        raise SettingsError(f"{path} is too large to be a mapping.", "Name the mapping, not the table.")
    try:
        return parse_mapping(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not in UTF-8.", "Save it as UTF-8.") from None


class Guessed(Model, gc=True):
    """A mapping that was guessed, as the text that a person corrects."""

    text: str
    guess: Guess


def guess_mapping(file: str | Path, limits: Limits) -> Guessed:
    """Guess how a table is to be read. Raises UnreadableError where it is none."""
    found = list(sources([file], limits))
    if len(found) != 1:
        raise UsageError(f"{file} holds {len(found):,} files.", "Name one table.")
    source = found[0]
    if isinstance(source, Refusal):
        raise source.error
    if not is_table_source(source):
        raise UnreadableError(
            f"{file} is no table: neither delimited text nor a workbook (XLSX).", "Export it as CSV or XLSX."
        )
    table = Table(source.open, survey(source.open, limits.table_bytes_max), limits)
    told = guess(table)
    about = [
        f"Guessed from {Path(source.name).name}. Look at each column, and correct what is wrong.",
        *told.trial,
        "A table finds its mapping by its columns, whatever its name; docs/guide/tables.md has all terms.",
    ]
    return Guessed(text=mapping_text(told.mapping, about, told.remarks, told.unmapped), guess=told)


def mapping_place(home: Path, file: str | Path) -> Path:
    """Where in a home the mapping for such a table is kept."""
    kept = "".join(c if c.isalnum() or c in "-_." else "-" for c in Path(file).stem.casefold()).strip("-.")
    return home / FOLDER / f"{kept or 'table'}.toml"


def write_mapping(path: Path, text: str, *, force: bool = False) -> None:
    """Write a mapping, whole or not at all. Raises UsageError where there is one already, unless by `force`."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        if path.exists() and not force:
            raise UsageError(f"{path} is there already.", "Overwrite it with --force, or name another place with -o.")
        temporary.write_text(text, encoding="utf-8")
        if force:
            temporary.replace(path)
        else:
            os.link(temporary, path)
    except FileExistsError:
        raise UsageError(
            f"{path} is there already.", "Overwrite it with --force, or name another place with -o."
        ) from None
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(
            f"{path} cannot be written: {reason}.", "Name a place that you may write to with -o."
        ) from None
    finally:
        with suppress(OSError, ValueError):
            temporary.unlink()
