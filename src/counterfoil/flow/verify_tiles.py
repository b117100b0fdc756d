"""The files below `log/`: is the checkpoint one of the database, and are the tiles what the facts make of them?"""

from collections.abc import Iterator

from counterfoil.errors import CounterfoilError
from counterfoil.flow.damage import Damage
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import CHECKPOINT, FOLDER, entries_of, tile_reader
from counterfoil.log.checkpoint import open_checkpoint
from counterfoil.log.growth import check_tiles
from counterfoil.log.note import parse_vkey
from counterfoil.log.tiles import TILE_HEIGHT, TILE_WIDTH, Tile, parse_path
from counterfoil.store import CheckpointRow

_WHERE = f"{FOLDER}/{CHECKPOINT}"
_FAULTS = {
    "missing": "It is missing.",
    "differs": "It is not what the facts make of it.",
    "unexpected": "There is no such tile in this log.",
}


def verify_tiles(home: Home, notes: list[str]) -> Iterator[Damage]:
    """Verify the files of the log. Files of an older state that was sound are told in `notes`.

    Such files are what an `add` leaves that was cut off behind its commit, so they are no damage, and the next `add`
    finishes them. While another process adds, files come and go: what seems damaged is looked at once more with the
    writer's lock held.
    """
    seen = list[str]()
    damages = list(_files(home, seen))
    if damages and not home.readonly:
        seen = []
        try:
            with home.store.writing():
                damages = list(_files(home, seen))
        except CounterfoilError as error:
            damages.append(Damage(where=FOLDER, what=f"It could not be looked at undisturbed: {error}"))
    notes += seen
    yield from damages


def _files(home: Home, notes: list[str]) -> Iterator[Damage]:
    try:
        # The file is read first: then the database, which is always ahead of it, must know it.
        note = (home.path / FOLDER / CHECKPOINT).read_bytes()
        signed = open_checkpoint(note, parse_vkey(home.vkey()))
    except FileNotFoundError:
        yield Damage(where=_WHERE, what="It is missing.")
        return
    except CounterfoilError as error:
        yield Damage(where=_WHERE, what=str(error))
        return
    with home.store.reading():
        published, last = _in_database(home, note)
        if published is None or last is None:
            what = f"It is signed, but the database has no such checkpoint: facts up to {signed.size} were there once."
            yield Damage(where=_WHERE, what=what)
            return
        if published.size < last.size:
            notes.append(
                f"{_WHERE} is behind the database ({published.size} of {last.size} facts), as after an add that was "
                "cut off, while one is under way, or where an older file was put in its place; an add brings it up to "
                "date."
            )
        yield from _tiles(home, published.size, last.size)


def _in_database(home: Home, note: bytes) -> tuple[CheckpointRow | None, CheckpointRow | None]:
    """The checkpoint with that note, and the last one."""
    same = last = None
    for last in home.store.checkpoints():
        if last.note.encode() == note:
            same = last
    return same, last


def _tiles(home: Home, published: int, size: int) -> Iterator[Damage]:
    """Every tile that is there must be right; those of the published size must be there, in full or in part."""
    folder = home.path / FOLDER
    paths = (path for path in sorted((folder / "tile").rglob("*")) if path.is_file() and not path.name.startswith("."))
    names = (path.relative_to(folder).as_posix() for path in paths)
    for fault in check_tiles(entries_of(home.store, 0, size), names, tile_reader(home.path), [published]):
        path = fault.path if fault.fault != "missing" else _missed(home, fault.path, published)
        if path is not None:
            yield Damage(where=f"{FOLDER}/{path}", what=_FAULTS[fault.fault])


def _missed(home: Home, path: str, published: int) -> str | None:
    """Which tile of the published size is missing where one of the whole log is; None where it is there."""
    tile = parse_path(path)
    if tile is None:
        return path
    hashes = (published >> (TILE_HEIGHT * max(tile.level, 0))) - tile.index * TILE_WIDTH
    if hashes <= 0:
        return None
    needed = Tile(tile.level, tile.index, min(hashes, TILE_WIDTH))
    return None if (home.path / FOLDER / needed.path).exists() else needed.path
