"""A backup becomes a home again, without what was forgotten since it was made."""

import zipfile
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path, PurePosixPath

from counterfoil.errors import HomeError, StoreError
from counterfoil.flow.backup import ORIGINALS, Manifest, Member, checked_chunks, read_manifest
from counterfoil.flow.forgetting import DONE, Forget, Forgot, LookElsewhere
from counterfoil.flow.forgotten import GONE
from counterfoil.flow.forgotten_list import LIST, Listed, list_beside, read_list, remember_backup, remembered
from counterfoil.flow.home import Home, open_home, utc_now
from counterfoil.flow.keys import Ask
from counterfoil.flow.mapping import FOLDER as MAPPINGS
from counterfoil.flow.record import Recorder
from counterfoil.flow.restored import brought_back
from counterfoil.flow.verify import Verified, verify_home
from counterfoil.flow.whole_folder import whole_folder
from counterfoil.model._base import Model

_WHY = "It had been forgotten before, and a backup brought it back."
_KEYS = "keys"


class Return(Model, gc=True):
    """A home that was brought back."""

    log: str
    size: int
    """How many facts it had then."""
    forgotten: tuple[Forgot, ...]
    """What had been forgotten since, and was again."""
    verified: Verified


def restore(
    file: Path,
    directory: Path,
    person: str,
    lists: Sequence[Path] = (),
    ask: Ask | None = None,
    clock: Callable[[], datetime] = utc_now,
    look: LookElsewhere | None = None,
) -> Return:
    """Make a home of a backup in a new or empty folder: whole, or not at all.

    UsageError where the folder is not empty, StoreError where the backup is damaged. What these lists name, and the one
    beside the backup, is forgotten before anybody can look at it. `look` finds what upper floors recorded of it.
    """
    beside = list_beside(file)
    listed = _listed([*lists, *([beside] if beside.exists() else [])])
    with whole_folder(directory) as part:
        manifest = _unpacked(file, part)
        remember_backup(part, file)
        with open_home(part, clock) as home:
            if home.vkey() != manifest.log:
                raise StoreError(f"{file} holds another log than it says.", "Use another backup.")
            return _brought_back(home, listed, person, ask, look)


def brought_back_otherwise(
    home: Home, person: str, lists: Sequence[Path] = (), ask: Ask | None = None, look: LookElsewhere | None = None
) -> Return:
    """The same for a home that was brought back by other means: what the lists name is forgotten again.

    Those of the home itself and beside its backups are read too.
    """
    own = [home.path / LIST, *map(list_beside, remembered(home.path))]
    return _brought_back(home, _listed([*lists, *(one for one in own if one.exists())]), person, ask, look)


def _brought_back(
    home: Home, listed: Iterable[Listed], person: str, ask: Ask | None, look: LookElsewhere | None
) -> Return:
    size, origin = home.store.size(), home.origin()
    recorder = Recorder(home, ask)
    recorder.decide(brought_back(home, person))
    asks = [one for each in listed if each.log == origin for one in _again(home, each, person)]
    forgotten = tuple(one for one in recorder.forget(asks, look) if one.status == DONE)
    return Return(log=home.vkey(), size=size, forgotten=forgotten, verified=verify_home(home))


def _again(home: Home, listed: Listed, person: str) -> Iterable[Forget]:
    """What is to be done so that it is forgotten here too: nothing where it never was here, or is gone already."""
    id = bytes.fromhex(listed.id)
    row = home.store.documents_by_id([id]).get(id)
    if row is None or row.role == GONE:
        return ()
    return (Forget(id=id, why=_WHY, person=person, entries=listed.entries, override=True, again=True),)


def _listed(lists: Iterable[Path]) -> list[Listed]:
    """What several lists name: a document whole where one of them says so, else all entries that any names."""
    found: dict[tuple[str, str], Listed] = {}
    for path in lists:
        for one in read_list(path):
            before = found.get((one.log, one.id))
            entries = one.entries
            if before is not None:
                entries = tuple(dict.fromkeys((*before.entries, *entries))) if before.entries and entries else ()
            found[one.log, one.id] = Listed(log=one.log, id=one.id, recorded=one.recorded, entries=entries)
    return list(found.values())


def _unpacked(file: Path, folder: Path) -> Manifest:
    try:
        with zipfile.ZipFile(file) as archive:
            manifest = read_manifest(archive)
            (folder / _KEYS).mkdir(mode=0o700)
            for made in (ORIGINALS, MAPPINGS):
                (folder / made).mkdir()
            for member in manifest.members:
                _write(folder, archive, member)
    except zipfile.BadZipFile:
        raise StoreError(f"{file} is no backup of a home, or it is cut short.", "Use another backup.") from None
    except FileNotFoundError:
        raise HomeError(f"{file} is not there.", "Name a file that 'counterfoil backup' wrote.") from None
    return manifest


def _write(folder: Path, archive: zipfile.ZipFile, member: Member) -> None:
    """Write a member to its place, with the rights that it has in a home."""
    path = PurePosixPath(member.path)
    if path.is_absolute() or ".." in path.parts or not path.parts or "\\" in member.path:
        raise StoreError(f"The backup names a file outside of the home: {member.path!a}.", "Do not use it.")
    target = folder / path
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("xb") as stream:
        target.chmod(0o600)
        for chunk in checked_chunks(archive, member):
            stream.write(chunk)
    if path.parts[0] == ORIGINALS:
        target.chmod(0o444)
    elif path.parts[0] != _KEYS:
        target.chmod(0o644)
