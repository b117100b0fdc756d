"""Is the record whole and unchanged?

Every original and fact is hashed again, every row that follows from them made again.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import suppress

from counterfoil.errors import CounterfoilError
from counterfoil.flow.damage import Damage
from counterfoil.flow.finishing import finish
from counterfoil.flow.home import Home
from counterfoil.flow.verify_facts import verify_facts
from counterfoil.flow.verify_forgotten import Forgone, ForgottenSeen
from counterfoil.flow.verify_tiles import verify_tiles
from counterfoil.model._base import Model

Tick = Callable[[int], None]
_READ_BYTES = 1 << 20
_NAMED_MAX = 3
_UNFINISHED = (
    "What was forgotten is gone from the record, but not yet from all files: it was cut off, or another program was "
    "reading. What is done next with the home finishes it."
)


class Verified(Model, gc=True):
    """What was verified, how much of it, and every damage found."""

    facts: int = 0
    documents: int = 0
    originals: int = 0
    links: int = 0
    checkpoints: int = 0
    root: str | None = None
    """Root of the tree at the last checkpoint, hex."""
    notes: tuple[str, ...] = ()
    """What is not as usual, but no damage: files that an interrupted `add` left, and the like."""
    forgotten: tuple[Forgone, ...] = ()
    """What was forgotten by a recorded fact, which is no damage."""
    damages: tuple[Damage, ...] = ()


class _Counts(dict[str, int]):
    """How much was verified, by name."""


def verify_home(home: Home, tick: Tick = lambda done: None) -> Verified:
    """Verify the whole home, which others may go on adding to. `tick` is told how many facts and originals are done.

    A forgetting that was cut off is brought to its end first.
    """
    if not home.readonly:
        with suppress(CounterfoilError, OSError):
            finish(home)
    counts, notes, needed, forgotten = _Counts(), list[str](), dict[bytes, str](), ForgottenSeen()
    damages = [*_guarded("database", lambda: _database(home))]
    damages += _guarded("log", lambda: _record(home, counts, needed, forgotten, tick))
    damages += _guarded("log", lambda: verify_tiles(home, notes))
    damages += _guarded("originals", lambda: _originals(home, needed, forgotten.gone, counts, notes, tick))
    last = home.store.last_checkpoint() if not damages else None
    return Verified(
        facts=counts.get("facts", 0),
        documents=counts.get("documents", 0),
        originals=counts.get("originals", 0),
        links=counts.get("links", 0),
        checkpoints=counts.get("checkpoints", 0),
        root=last.root.hex() if last is not None else None,
        notes=tuple(notes),
        forgotten=forgotten.told(),
        damages=tuple(damages),
    )


def _guarded(where: str, steps: Callable[[], Iterator[Damage]]) -> Iterator[Damage]:
    """A part that cannot be verified to its end is damage too, never the end of the verification."""
    try:
        yield from steps()
    except CounterfoilError as error:
        yield Damage(where=where, what=str(error))
    except OSError as error:
        yield Damage(where=str(error.filename or where), what=f"It could not be read: {error.strerror}.")


def _database(home: Home) -> Iterator[Damage]:
    yield from (Damage(where="database", what=sentence) for sentence in home.store.check())


def _record(
    home: Home, counts: _Counts, needed: dict[bytes, str], forgotten: ForgottenSeen, tick: Tick
) -> Iterator[Damage]:
    """The rows of the database, all in one state of it, and the originals that they need."""
    with home.store.reading():
        needed.update((row.original, row.file) for row in home.store.documents())
        yield from verify_facts(home, counts, forgotten, tick)


def _originals(
    home: Home, needed: dict[bytes, str], gone: set[bytes], counts: _Counts, notes: list[str], tick: Tick
) -> Iterator[Damage]:
    missing = {digest: file for digest, file in needed.items() if digest not in gone}
    strangers, is_finished = list(home.store.strays()), home.store.is_scrubbed()
    if not is_finished:
        notes.append(_UNFINISHED)
    for digest in home.store.originals():
        if digest in gone:
            if is_finished:
                yield Damage(where=f"original {digest.hex()}", what="It was forgotten, but it is there.")
            continue
        file = missing.pop(digest, None)
        if file is None and not home.store.documents_in(digest):
            strangers.append(digest.hex())
        yield from _original(home, digest, file)
        counts["originals"] = counts.get("originals", 0) + 1
        tick(1)
    for digest, file in sorted(missing.items()):
        yield Damage(where=f"original {digest.hex()}", what=f"It is missing; it came as {file!r}.")
    if strangers:
        some = ", ".join(strangers[:_NAMED_MAX]) + (" …" if len(strangers) > _NAMED_MAX else "")
        notes.append(
            f"No document of the record stands in {len(strangers):,} of the files in originals/ ({some}): "
            "an interrupted add leaves such files, and so does one that is under way."
        )


def _original(home: Home, digest: bytes, file: str | None) -> Iterator[Damage]:
    opened = home.store.open_original(digest)
    if opened is None:
        return
    with opened:
        hashed = hashlib.sha256()
        while chunk := opened.read(_READ_BYTES):
            hashed.update(chunk)
    if hashed.digest() != digest:
        came = f"; it came as {file!r}" if file is not None else ""
        yield Damage(where=f"original {digest.hex()}", what=f"Its bytes have changed{came}.")
