"""The list of what was forgotten, as a file: kept in the home and beside its backups, so that a restored home knows.

A backup cannot know what was forgotten after it. So each forgetting writes the whole list anew, by ids alone, beside
every backup that the home remembers, and `restore` applies the list that it finds there or is given.
"""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime
from pathlib import Path

import msgspec

from counterfoil.errors import HomeError
from counterfoil.flow.forgotten import GONE, forgotten_facts
from counterfoil.flow.home import Home
from counterfoil.model._base import Model

LIST, BACKUPS = "forgotten.jsonl", "backups.jsonl"
SUFFIX = ".forgotten"


class Listed(Model):
    """A document that was forgotten, or entries of it."""

    log: str
    """The name of the log in which it was."""
    id: str
    recorded: datetime
    entries: tuple[str, ...] = ()


class Backup(Model):
    """A backup that was made of a home."""

    file: str


_listed = msgspec.json.Decoder(Listed)
_backup = msgspec.json.Decoder(Backup)


def listed(home: Home) -> list[Listed]:
    """What was forgotten and not recorded again since, by id; of a document of which the rest is there, its entries."""
    origin, found = home.origin(), dict[bytes, Listed]()
    for told in forgotten_facts(home.store):
        id, entries = told.fact.subject, told.said.entries
        if entries and id in found:
            entries = tuple(dict.fromkeys((*found[id].entries, *entries)))
        found[id] = Listed(log=origin, id=id.hex(), recorded=told.fact.recorded, entries=entries)
    rows = home.store.documents_by_id(list(found))
    return [found[id] for id in sorted(found) if rows[id].role == GONE or rows[id].forgotten is not None]


def write_lists(home: Home) -> None:
    """Write the list into the home and beside each of its backups that can be reached."""
    text = "".join(msgspec.json.encode(one).decode() + "\n" for one in listed(home))
    _write(home.path / LIST, text)
    for backup in remembered(home.path):
        if backup.exists():
            with suppress(OSError):
                _write(list_beside(backup), text)


def read_list(path: Path) -> Iterator[Listed]:
    """The entries of a list; HomeError where it cannot be read."""
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            yield _listed.decode(line)
    except (OSError, ValueError, msgspec.MsgspecError) as error:
        raise HomeError(f"{path} is no list of what was forgotten: {error}.", "Name the right file.") from None


def list_beside(backup: Path) -> Path:
    """The list that belongs to a backup."""
    return backup.with_name(backup.name + SUFFIX)


def remember_backup(home: Path, backup: Path) -> None:
    """Remember where a backup lies, so that what is forgotten later can be told there."""
    known = dict.fromkeys([*remembered(home), backup.absolute()])
    _write(home / BACKUPS, "".join(json.dumps({"file": str(one)}) + "\n" for one in known))


def remembered(home: Path) -> list[Path]:
    """The backups that were made of a home, wherever they are now."""
    try:
        text = (home / BACKUPS).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return []
    with suppress(msgspec.MsgspecError):
        return [Path(_backup.decode(line).file) for line in text.splitlines()]
    return []


def _write(path: Path, text: str) -> None:
    """Put a file in place whole and durably."""
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
