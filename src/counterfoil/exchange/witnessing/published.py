"""The checkpoints that leave the house: made at set times, and padded, so that they tell little of what was done.

What they still tell stands in docs/decisions/0018-publishing.md.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice, takewhile
from typing import Final

import msgspec

from counterfoil.errors import HomeError
from counterfoil.exchange.halves.shelves import PUBLISHING, STOPPED
from counterfoil.flow.facts import padding_row
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import Logbook
from counterfoil.flow.restored import WHAT_TO_DO, awaiting
from counterfoil.log.checkpoint import Checkpoint, parse_checkpoint
from counterfoil.log.note import note_text
from counterfoil.model._base import Model
from counterfoil.model.settings import NodeSettings

SHELF: Final = "exchange.published"
"""Size (8 bytes, big-endian) → the note with the cosignatures collected so far: evidence that carries its signature."""
EVERY: Final = NodeSettings().publish
"""Seconds between two publications where nothing else is set."""
PAD: Final = NodeSettings().pad
"""By how many entries a log grows at least where nothing else is set."""
_FRESH = timedelta(hours=12)
"""What is proven to a partner was published no longer ago."""
_NEWEST = b"newest"
_SIZE_BYTES = 8
_CHUNK = 4096
_LOOKED_AT_MAX = 100
"""Published checkpoints among which one with a cosignature is looked for."""


class Published(Model):
    """A checkpoint that was published, with the cosignatures that it has so far."""

    size: int
    note: bytes

    @property
    def is_cosigned(self) -> bool:
        """Has a witness cosigned it?"""
        return self.note.partition(b"\n\n")[2].count(b"\n") > 1

    @property
    def checkpoint(self) -> Checkpoint:
        """What it states."""
        return parse_checkpoint(note_text(self.note))


class Stopped(Model):
    """Why this log publishes nothing any more: a witness holds a checkpoint with our signature that we do not know."""

    witness: str
    why: str
    """A sentence for people."""
    note: bytes
    """The witness's, signed by our log and by the witness: the proof."""
    time: int


def publish_due(home: Home, now: datetime, every: int = EVERY) -> bool:
    """Is it time to publish?

    Times are a fixed grid (the first one apart), so that none of them says when something was done. Never where nothing
    may be published.
    """
    if not _may_publish(home):
        return False
    # A clock that was set back makes another turn too.
    at = _last_time(home)
    return at is None or _turn(home, at, every) != _turn(home, now, every)


def is_asked_for(home: Home, now: datetime, index: int) -> bool:
    """Is it to be published before its time, since a partner asks for proofs up to the fact with this index?

    Where that is not published, or what is has become old: a dossier is made about now, and its reader wants it fresh.
    """
    at = _last_time(home)
    if at is None or not _may_publish(home):
        return False
    return index >= newest_size(home) or not timedelta(0) <= now - at < _FRESH


def publish(home: Home, logbook: Logbook, now: datetime, pad: int = PAD) -> Published:
    """Pad the log and publish its checkpoint; HomeError in words where nothing may be published.

    `pad` should be a power of two: then no proof between published sizes shows a single leaf.
    """
    store = home.store
    if logbook.behind():
        with store.writing():
            logbook.publish(now)
    with store.writing():
        _check_may_publish(home)
        size, note = padded_size(newest_size(home), store.size(), pad), ""
        for start in range(store.size(), size, _CHUNK):
            rows = [padding_row(index, now) for index in range(start, min(start + _CHUNK, size))]
            store.append_facts(rows)
            note = logbook.seal(rows, now).note
        published = Published(size=size, note=note.encode())
        put_published(home, published)
        store.keep(PUBLISHING, [(_NEWEST, _key(size))])
    with store.writing():
        logbook.publish(now)
    return published


def padded_size(published: int, size: int, pad: int = PAD) -> int:
    """The size to publish next: it grows by `pad` times a power of two, and always ends in padding.

    So the last leaf, which proofs show, is never a fact, and at home it tells when it was published.
    """
    growth = pad
    while published + growth <= size:
        growth *= 2
    return published + growth


def newest_size(home: Home) -> int:
    """The size that is published; 0 where nothing is."""
    return int.from_bytes(home.store.kept_at(PUBLISHING, _NEWEST) or b"", "big")


def newest_published(home: Home) -> Published | None:
    """The newest published checkpoint."""
    return published_at(home, newest_size(home))


def published_with(home: Home, indexes: Iterable[int]) -> Published | None:
    """The newest published checkpoint over these facts that a witness has cosigned, else the newest of all.

    Witnesses need a moment: who asks for a proof just after publishing gets one that has been seen.
    """
    newest, last = newest_size(home), max(indexes, default=-1)
    shelf = home.store.kept(SHELF, backwards=True)
    found = (Published(size=int.from_bytes(key, "big"), note=note) for key, note in shelf)
    over = takewhile(lambda one: one.size > last, (one for one in found if one.size <= newest))
    looked_at = islice(over, _LOOKED_AT_MAX)
    return next((one for one in looked_at if one.is_cosigned), newest_published(home))


def published_at(home: Home, size: int) -> Published | None:
    """The checkpoint that was published with this size."""
    note = home.store.kept_at(SHELF, _key(size))
    return None if note is None else Published(size=size, note=note)


def put_published(home: Home, published: Published) -> None:
    """Keep a published note, as when it got a cosignature more. Call inside `writing()`."""
    home.store.keep(SHELF, [(_key(published.size), published.note)])


def stop(home: Home, stopped: Stopped) -> None:
    """Publish nothing any more. Call inside `writing()`."""
    home.store.keep(PUBLISHING, [(STOPPED, msgspec.json.encode(stopped))])


def stopped(home: Home) -> Stopped | None:
    """Why nothing is published any more, if so."""
    value = home.store.kept_at(PUBLISHING, STOPPED)
    return None if value is None else msgspec.json.decode(value, type=Stopped)


def check_not_stopped(home: Home) -> None:
    """HomeError where this log has stopped for good."""
    if told := stopped(home):
        raise HomeError(told.why, "Restore a newer backup; where there is none, make a new home, and tell partners.")


def _may_publish(home: Home) -> bool:
    return awaiting(home) is None and stopped(home) is None


def _last_time(home: Home) -> datetime | None:
    """When it was published last: the last entry of that is padding of that time."""
    last = newest_size(home)
    return next((row.recorded for row in home.store.facts(last - 1, last)), None) if last else None


def _check_may_publish(home: Home) -> None:
    check_not_stopped(home)
    if awaiting(home) is not None:
        raise HomeError(
            "Nothing is published: this home was brought back, and its witnesses have not said that it is not behind.",
            WHAT_TO_DO,
        )


def _turn(home: Home, at: datetime, every: int) -> int:
    """Which turn a time falls into. Each log has times of its own, so that not all ask their witnesses at once."""
    phase = int.from_bytes(sha256(home.origin().encode()).digest()[:_SIZE_BYTES], "big") % every
    return (int(at.timestamp()) - phase) // every


def _key(size: int) -> bytes:
    return size.to_bytes(_SIZE_BYTES, "big")
