"""Weighs what movements could be for that do not say it plainly, together with all that could be for the same items."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal

from counterfoil.matching._matcher import Unit
from counterfoil.matching.amounts import total
from counterfoil.matching.cash.applying import Share
from counterfoil.matching.cash.assignment import Answer, Option, assigned
from counterfoil.matching.cash.candidates import Candidate, candidates_of, paid_before, sees_all
from counterfoil.matching.cash.choices import Choice, choices_of
from counterfoil.matching.cash.movements import Movement
from counterfoil.matching.cash.open_items import Item
from counterfoil.matching.cash.payers import Tie, says_nothing
from counterfoil.matching.cash.till import Till, when

_TOLD_FROM = 0.1
"""A choice that is less likely than this is not even proposed."""
_OTHER_FROM = 0.1
"""A runner-up that is at least so likely is named."""
_MOST = Decimal("0.99")
_PLACES = Decimal("0.01")
_MEMBERS_MAX = 200
"""More movements than this that could be for the same items are not weighed against one another."""

Rivals = Callable[[Till, Item], Iterable[Movement]]


class Weighing:
    """Answers for movements; each component of movements that share an item is worked out once."""

    def __init__(self, till: Till, rivals: Rivals) -> None:
        self.till, self._rivals = till, rivals
        self._rivalling: dict[bytes, list[Movement]] = {}
        self._candidates: dict[Movement, list[Candidate]] = {}
        self._competing: dict[Unit, dict[Unit, None]] = {}
        self._choices: dict[Unit, tuple[Choice, ...]] = {}
        self._chosen: dict[Unit, dict[bytes, Item]] = {}
        self._members: dict[Unit, list[Unit]] = {}
        self._answers: dict[Unit, tuple[Share, ...]] = {}

    def component(self, unit: Unit) -> list[Unit]:
        """The units that are answered together with this one."""
        found = self._members.get(unit)
        if found is None:
            movement = self.till.movement(unit)
            if movement is None or not is_weighed(self.till, movement):
                return [unit]
            found = [one.unit for one in self._closed(movement)]
            for one in found:
                self._members[one] = found
        return found

    def rivals(self, item: Item) -> Sequence[Movement]:
        """The movements that could be for an item, each once."""
        found = self._rivalling.get(item.id)
        if found is None:
            known = {one.unit: one for one in self._rivals(self.till, item)}
            found = self._rivalling[item.id] = list(known.values())
        return found

    def candidates(self, movement: Movement) -> Sequence[Candidate]:
        """What a movement could be for."""
        found = self._candidates.get(movement)
        if found is None:
            found = self._candidates[movement] = candidates_of(self.till, movement)
        return found

    def competing(self, movement: Movement) -> Mapping[Unit, None]:
        """Those that could be for anything that a movement could be for."""
        found = self._competing.get(movement.unit)
        if found is None:
            items = [candidate.item for candidate in self._wide_candidates(movement)]
            found = self._competing[movement.unit] = {one.unit: None for item in items for one in self.rivals(item)}
        return found

    def freed(self, movement: Movement) -> Mapping[Unit, None]:
        """Those that could be for what a movement could be for before new items came, and no longer can."""
        rest = self.till.unpinned(movement)
        fresh = [one for one in self.candidates(rest) if self._is_new(one.item)]
        if any(one.bond.tie != Tie.SAME for one in fresh):
            return self.competing(movement)  # by a stranger's item it may have learned who else it is for
        if not fresh and sees_all(self.till, rest):
            return {}  # else a new item that is none of them, in another currency, may hide one that was
        known = candidates_of(self.till, rest, lambda item: not self._is_new(item))
        before = choices_of(self.till, rest, lambda _: known)
        items = {share.item.id: share.item for choice in before for share in choice.shares}
        gone = [items[id] for id in sorted(items.keys() - self.items(movement).keys())]
        return {one.unit: None for item in gone for one in self._rivals_of(item)}

    def _wide_candidates(self, movement: Movement) -> Sequence[Candidate]:
        """What a movement could be for, or could have been before it was told by an amount."""
        if says_nothing(movement):
            return candidates_of(self.till, movement, wide=True)
        return self.candidates(movement)

    def _is_new(self, item: Item) -> bool:
        return self.till.shelf.is_new(item.id)

    def choices(self, movement: Movement) -> tuple[Choice, ...]:
        """The choices of a movement."""
        found = self._choices.get(movement.unit)
        if found is None:
            found = self._choices[movement.unit] = choices_of(self.till, self.till.unpinned(movement), self.candidates)
        return found

    def answer(self, movement: Movement) -> tuple[Share, ...]:
        """What a movement is for, with confidence and reasons; nothing where none is likely."""
        if movement.unit not in self._answers:
            self._solve(
                [one for unit in self.component(movement.unit) if (one := self.till.movement(unit)) is not None]
            )
        return self._answers[movement.unit]

    def paid_before(self, movement: Movement) -> tuple[Item, tuple[str, ...]] | None:
        """What a movement that is for nothing gives of what others paid, and how."""
        units = [unit for unit in self.component(movement.unit) if unit != movement.unit]
        others = [one for unit in units if (one := self.till.movement(unit)) is not None]
        elsewhere = {share.item.id for other in others for share in self.answer(other)}
        return paid_before(self.till, movement, elsewhere)

    def _closed(self, movement: Movement) -> list[Movement]:
        """All movements that share an item of a choice with this one, or with one of those."""
        found, queue, seen = {movement.unit: movement}, [movement], set[bytes]()
        while queue:
            for item in self.items(queue.pop()).values():
                if item.id not in seen:
                    seen.add(item.id)
                    for other in self._rivals_of(item):
                        if other.unit not in found:
                            found[other.unit] = other
                            queue.append(other)
        return sorted(found.values(), key=when) if len(found) > 1 else [movement]

    def _rivals_of(self, item: Item) -> list[Movement]:
        known = [one for one in self.rivals(item) if is_weighed(self.till, one)]
        return [one for one in known if item.id in self.items(one)]

    def items(self, movement: Movement) -> Mapping[bytes, Item]:
        """The items of the choices of a movement."""
        found = self._chosen.get(movement.unit)
        if found is None:
            all_ = {share.item.id: share.item for choice in self.choices(movement) for share in choice.shares}
            found = self._chosen[movement.unit] = {id: all_[id] for id in sorted(all_)}
        return found

    def _solve(self, members: Sequence[Movement]) -> None:
        pieces = self._pieces(members)
        options = [
            [Option(one, _uses(one, each.unit, pieces), one.odds) for one in self.choices(each)] for each in members
        ]
        answers = assigned(options) if len(members) <= _MEMBERS_MAX else None
        used = {item for one in answers or () if one.best is not None for item in one.best.uses}
        for place, movement in enumerate(members):
            self._answers[movement.unit] = ()
            if answers:
                answer = _not_nothing(answers[place], used)
                used |= answer.best.uses if answer.best is not None else frozenset()
                self._answers[movement.unit] = _told(answer)

    def _pieces(self, members: Sequence[Movement]) -> dict[bytes, list[Unit]]:
        """The movements that could each pay a part of an item, where all of them together do not pay too much."""
        parts: dict[bytes, list[tuple[Unit, Share]]] = defaultdict(list)
        for movement in members:
            for choice in self.choices(movement):
                if choice.is_part:
                    parts[choice.shares[0].item.id].append((movement.unit, choice.shares[0]))
        return {
            id: [unit for unit, _ in some]
            for id, some in parts.items()
            if total([share.cash for _, share in some]) <= self.till.remaining(some[0][1].item)
        }


def is_weighed(till: Till, movement: Movement) -> bool:
    """Is it left open by what it names?"""
    return till.first_told(movement) == movement.unit and not till.applied(movement).sure


def _uses(choice: Choice, unit: Unit, pieces: Mapping[bytes, Sequence[Unit]]) -> frozenset[bytes]:
    """What a choice uses up: each item whole, with all its pieces, or of an item that is paid in parts its piece."""
    if choice.is_part and unit in pieces.get(choice.shares[0].item.id, ()):
        return frozenset((_piece(choice.shares[0].item.id, unit),))
    return choice.items.union(_piece(id, other) for id in choice.items for other in pieces.get(id, ()))


def _piece(id: bytes, unit: Unit) -> bytes:
    return b"|".join((id, unit.id, (unit.line or "").encode()))


def _not_nothing(answer: Answer[Choice], used: set[bytes]) -> Answer[Choice]:
    """Where nothing is likeliest, the likeliest choice, if nobody else has its items: it is proposed."""
    if answer.best is not None or answer.other is None or not answer.other.uses.isdisjoint(used):
        return answer
    return Answer(answer.other, answer.other_likelihood, None, 0.0)


def _told(answer: Answer[Choice]) -> tuple[Share, ...]:
    if answer.best is None or answer.likelihood < _TOLD_FROM:
        return ()
    confidence = min(Decimal(answer.likelihood).quantize(_PLACES), _MOST, answer.best.value.most)
    doubt: tuple[str, ...] = ()
    if answer.other is not None and answer.other_likelihood >= _OTHER_FROM:
        numbers = ", ".join(share.item.summary.number or "without a number" for share in answer.other.value.shares)
        doubt = (f"it could be for {numbers} as well",)
    return tuple(
        share._replace(confidence=confidence, evidence=(*share.evidence, *doubt)) for share in answer.best.value.shares
    )
