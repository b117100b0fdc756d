"""What is gone from the record, held against the facts that say that it was forgotten."""

from collections.abc import Iterator

from counterfoil.flow.damage import Damage
from counterfoil.flow.facts import is_reduced
from counterfoil.flow.forgotten import CAME_FORGOTTEN, FORGOTTEN, WITHHELD, Told, came_forgotten_in, forgotten_in
from counterfoil.model._base import Model
from counterfoil.store import FactRow


class Forgone(Model):
    """Something that was forgotten, as `verify` tells it: it is no damage."""

    id: str
    document: str
    entries: tuple[str, ...]
    recorded: str
    actor: str
    why: str
    kept_until: str | None
    """The day until which it was to be kept, where that was overridden."""
    fact: int
    recorded_again: bool
    """It was recorded again since, knowingly."""


class ForgottenSeen:
    """Takes the facts one by one, and what is missing of them."""

    def __init__(self) -> None:
        self.gone: set[bytes] = set()
        """The originals that are not kept any more."""
        self._erased, self._reduced = set[int](), set[int]()
        self._told_erased, self._told_reduced = dict[int, int](), dict[int, int]()
        self._told: list[Told] = []
        self._last: dict[bytes, int] = {}

    def missing(self, fact: FactRow) -> None:
        """A fact of which nothing is left but its entry."""
        self._erased.add(fact.index)

    def take(self, fact: FactRow) -> None:
        """Follow a fact that is as it was logged, as far as it is left."""
        if is_reduced(fact):
            self._reduced.add(fact.index)
        if fact.kind == FORGOTTEN:
            said = forgotten_in(fact)
            self._told.append(Told(fact, said))
            self.gone.update(map(bytes.fromhex, said.originals))
            self._told_erased |= dict.fromkeys(said.facts, fact.index)
            reduced = (*said.elsewhere, *(() if said.reduced is None else (said.reduced,)))
            self._told_reduced |= dict.fromkeys(reduced, fact.index)
        elif fact.kind == CAME_FORGOTTEN:
            self._told_reduced |= dict.fromkeys(came_forgotten_in(fact), fact.index)
        elif fact.kind == WITHHELD:
            self.gone.add(fact.subject)

    def received(self, id: bytes, original: bytes) -> None:
        """A document was recorded out of this original, knowingly where it had been forgotten."""
        self.gone.discard(original)
        self._last[id] = len(self._told)

    def compare(self) -> Iterator[Damage]:
        """Is gone what was forgotten, and nothing else?"""
        for index in sorted(self._erased - self._told_erased.keys()):
            what = "Its claims or its secret are gone, and no fact says that they were forgotten."
            yield Damage(where=f"fact {index}", what=what)
        for index in sorted(self._reduced - self._told_reduced.keys()):
            yield Damage(where=f"fact {index}", what="Parts of it are gone, and no fact says that they were forgotten.")
        back = {**self._told_reduced, **self._told_erased}
        for index in sorted(back.keys() - self._erased):
            if index in self._told_erased or index not in self._reduced:
                what = f"Fact {back[index]} says that it was forgotten, but its claims are there."
                yield Damage(where=f"fact {index}", what=what)

    def told(self) -> tuple[Forgone, ...]:
        """What was forgotten, in the order in which it was."""
        return tuple(
            Forgone(
                id=fact.subject.hex(),
                document=said.document,
                entries=said.entries,
                recorded=fact.recorded.isoformat(),
                actor=fact.actor,
                why=said.why,
                kept_until=said.kept_until,
                fact=fact.index,
                recorded_again=self._last.get(fact.subject, 0) > place,
            )
            for place, (fact, said) in enumerate(self._told)
        )
