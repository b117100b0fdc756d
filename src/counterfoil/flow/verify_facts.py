"""The facts hashed again, the tree grown again over them and held against every checkpoint of the database."""

from collections.abc import Callable, Iterator

import msgspec

from counterfoil.errors import CounterfoilError
from counterfoil.flow.damage import Damage
from counterfoil.flow.facts import PADDING, entry_of
from counterfoil.flow.home import Home
from counterfoil.flow.reprojection import Reprojection
from counterfoil.flow.verify_forgotten import ForgottenSeen
from counterfoil.log.canonical import canonical_json
from counterfoil.log.checkpoint import open_checkpoint
from counterfoil.log.merkle import Frontier, leaf_hashes
from counterfoil.log.note import Verifier, parse_vkey
from counterfoil.store import CheckpointRow, FactRow

_UNREADABLE = (CounterfoilError, msgspec.MsgspecError, ValueError, TypeError, KeyError, RecursionError)
"""What reading claims that somebody else made can raise."""


def verify_facts(
    home: Home, counts: dict[str, int], forgotten: ForgottenSeen, tick: Callable[[int], None]
) -> Iterator[Damage]:
    """Verify facts, checkpoints and all rows that follow from them; one pass, one fact in memory at a time."""
    projection = Reprojection(home, forgotten)
    tree = _Tree(parse_vkey(home.vkey()), home.store.checkpoints(), counts)
    if tree.following is None:
        yield Damage(where="checkpoints", what="There is no checkpoint in the database; there is one in every home.")
    for row in home.store.facts():
        yield from tree.before(row)
        yield from _fact(row, projection, forgotten)
        yield from tree.grow(row)
        tick(1)
    yield from tree.end()
    yield from forgotten.compare()
    yield from projection.compare(counts)


class _Tree:
    """The tree over the facts so far, and the checkpoint of the database that comes next."""

    def __init__(self, verifier: Verifier, checkpoints: Iterator[CheckpointRow], counts: dict[str, int]) -> None:
        self._verifier, self._checkpoints, self._counts = verifier, checkpoints, counts
        self._frontier, self._entries, self._index = Frontier(), list[bytes](), 0
        self._batch: FactRow | None = None
        self.following = next(checkpoints, None)
        counts["facts"] = counts["checkpoints"] = 0

    def before(self, row: FactRow) -> Iterator[Damage]:
        """Does this fact come next?"""
        if row.index != self._index:
            yield Damage(where=f"fact {self._index}", what=f"It is missing; the next one is {row.index}.")
            self._index = row.index
        if self._batch is not None and row.recorded != self._batch.recorded:
            # A batch has one time and ends in a checkpoint: two times without one between them mean that it is gone.
            yield Damage(where=f"checkpoint {self._index} in the database", what="It is missing.")
        self._batch = row

    def grow(self, row: FactRow) -> Iterator[Damage]:
        """Take a fact in, and compare with the checkpoint where one follows it."""
        self._entries.append(row.entry)
        self._index += 1
        self._counts["facts"] = self._index
        while self.following is not None and self.following.size <= self._index:
            self._frontier = self._frontier.append_all(leaf_hashes(self._entries))
            self._entries, self._batch = [], None
            yield from self._compared(self.following, row)
            self._counts["checkpoints"] += 1
            self.following = next(self._checkpoints, None)

    def end(self) -> Iterator[Damage]:
        """Do the checkpoints end where the facts end?"""
        if self._entries or self.following is not None:
            what = "The last checkpoint of the database does not stand behind the last fact."
            yield Damage(where="checkpoints", what=what)

    def _compared(self, row: CheckpointRow, last: FactRow) -> Iterator[Damage]:
        where, frontier = f"checkpoint {row.size} in the database", self._frontier
        if row.size != frontier.size or row.root != frontier.root():
            what = "The facts before it have another root: facts were changed, added or removed."
            yield Damage(where=where, what=what)
        elif row.frontier != frontier.encode():
            yield Damage(where=where, what="Its edge of the tree is not the one of the facts before it.")
        if row.recorded != last.recorded:
            yield Damage(where=where, what="Its time is not the one of the batch that it closes.")
        try:
            signed = open_checkpoint(row.note.encode(), self._verifier)
        except CounterfoilError as error:
            yield Damage(where=where, what=str(error))
            return
        if (signed.size, signed.root) != (row.size, row.root):
            yield Damage(where=where, what="What was signed is another size or root.")


def _fact(row: FactRow, projection: Reprojection, forgotten: ForgottenSeen) -> Iterator[Damage]:
    where = f"fact {row.index}"
    try:
        entry = entry_of(row)
    except _UNREADABLE as error:
        yield Damage(where=where, what=f"Its claims cannot be read: {error}.")
        return
    if entry is None:
        forgotten.missing(row)
    elif entry != row.entry:
        yield Damage(where=where, what=f"Its {row.kind} claims are not what was logged.")
    elif row.kind != PADDING and row.claims is not None:
        try:
            if canonical_json(msgspec.json.decode(row.claims)) != row.claims:
                yield Damage(where=where, what="Its claims are not written as they were recorded.")
            forgotten.take(row)
            yield from (Damage(where=where, what=what) for what in projection.take(row))
        except _UNREADABLE as error:
            yield Damage(where=where, what=f"Its claims are none of a fact of the kind {row.kind}: {error}.")
