"""What speaks for it that one document is about another: numbers, however they were written, days, sums, places."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from counterfoil.matching.keys import plain_number
from counterfoil.matching.named_lines import is_refuted
from counterfoil.matching.three_way.near_numbers import (
    REFORMATTED,
    SAME,
    bare,
    is_called_order,
    is_telling,
    is_within,
    likeness,
)
from counterfoil.matching.three_way.papers import SALES_ORDER, Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model import summary as kinds
from counterfoil.model.link import Basis
from counterfoil.model.summary import PartySummary, Reference

_NUMBER_WEIGHTS = (
    (1.0, 9.0),
    (0.97, 8.5),
    (0.93, 7.5),
    (0.9, 7.0),
    (0.85, 5.5),
    (0.8, 5.0),
    (0.6, 3.0),
    (0.5, 2.0),
    (0.0, 0.0),
)
_ELSEWHERE = 0.9
_THOUGH_IT_IS_THERE = 0.15
"""A number that is another document's is seldom a mistyped one."""
_IN_TEXT, _WITHOUT_LETTERS, _SHORT = 7.5, 6.5, 4.0
_UNKNOWN_NUMBER = -3.0
_OF_OTHER_LINES = 5.0
"""A number that is just a document's, whose lines are others than those that are named with it."""
_SUM, _OTHER_CURRENCY = 1.5, -1.5
_SAME_PLACE, _OTHER_PLACE = 0.7, -2.5
_LATE, _LESS_SURE = 4.0, 0.5
_EARLY = -3.0
_CALLS_MIN = 2
_ALL = ("answers", "ships", "receives")
_BELONG = {kinds.RECEIPT_ADVICE: ("answers",), kinds.DESPATCH_ADVICE: ("answers",)}
"""What belongs to an order and may be named for it. A receipt that names a despatch receives this, not its order."""


class Named(NamedTuple):
    """How a document names another: the weight of it, in words, and by way of which document."""

    weight: float
    says: str | None
    via: Paper | None = None
    exact: bool = False
    """Is it just its number, where such a number should stand?"""
    inexact: bool = False
    """Is it another number, if one that is like it?"""
    own: bool = False
    """Do the line's own words say so?"""


_NOTHING = Named(0.0, None)
_ORDERS = (kinds.ORDER, SALES_ORDER)
_NUMBER = re.compile(r"\d[\d\-/. ]{2}")
TARGETS = (kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE, kinds.INVOICE, SALES_ORDER)


class Naming:
    """How a document names a target: as a whole, and on single lines."""

    def __init__(self, scene: Scene, paper: Paper, target: Paper) -> None:
        self._paper, self._scene = paper, scene
        self._aliases = list(dict.fromkeys(_aliases(scene, target, paper)))
        self._is_refuted = is_refuted(paper.summary, target.summary)
        self._wanted = (target.kind, SALES_ORDER) if target.kind == kinds.ORDER else (target.kind,)
        said = max(_in_text(paper.texts, self._aliases), _as_buyer_reference(paper, self._aliases), key=_weight)
        self.whole = self._among(paper.summary.references, said)

    def line(self, at: int) -> Named:
        """How a line names it: by its own references or words if it has any, or else as the whole document does."""
        references = self._paper.summary.lines[at - 1].references
        if not self.is_own(at):
            said = self._in_name(at)
            return said if said.weight > 0 and said.weight >= self.whole.weight else self.whole
        found = self._among(references, self._in_name(at))
        return found if found.weight > 0 or self.whole.weight <= 0 or self.whole.exact else self.whole

    def is_own(self, at: int) -> bool:
        """Does a line have references of its own?"""
        references = self._paper.summary.lines[at - 1].references
        return any(each.number and each.document in TARGETS for each in references)

    def _in_name(self, at: int) -> Named:
        line = self._paper.summary.lines[at - 1]
        text = line.name if line.note is None else "\0".join(filter(None, (line.name, line.note)))
        return _in_text(text, self._aliases)._replace(own=True) if text and _NUMBER.search(text) else _NOTHING

    def _among(self, references: Sequence[Reference], best: Named) -> Named:
        for kind, number, via in self._aliases:
            for reference in references:
                if reference.number:
                    found = _by_reference(reference.document, reference.number, kind, number, via)
                    if found.weight > 0 and found.inexact and self._scene.is_there(self._paper, reference):
                        found = found._replace(weight=found.weight * _THOUGH_IT_IS_THERE)
                    if found.exact and self._is_refuted:
                        found = found._replace(weight=_OF_OTHER_LINES)
                    best = max(best, found, key=_weight)
        others = [each for each in references if each.number and each.document in self._wanted]
        if best.weight <= 0 and others and not any(self._scene.is_there(self._paper, each) for each in others):
            return Named(_UNKNOWN_NUMBER, None)
        return best


def naming_of(scene: Scene, paper: Paper, target: Paper) -> Naming:
    """How a document names a target."""
    return scene.kept(("naming", paper.id, target.id), target, lambda: Naming(scene, paper, target))


def _in_text(text: str, aliases: Sequence[tuple[str, str, Paper | None]]) -> Named:
    for kind, number, via in aliases:
        if is_within(number, text):
            return Named(_IN_TEXT - (0.5 if via else 0.0), f"{_words(kind)} {number} stands in its texts", via)
        if kind in _ORDERS and (is_called_order(number, text) or is_called_order(bare(number), text)):
            return Named(_as_short(number), f"{_words(kind)} {number} stands in its texts", via)
    return _NOTHING


def _as_buyer_reference(paper: Paper, aliases: Sequence[tuple[str, str, Paper | None]]) -> Named:
    """A short number proves nothing within a text, but somewhat where it is all that the buyer asked to be quoted."""
    written = plain_number(paper.summary.buyer_reference or "")
    for kind, number, via in aliases if written else ():
        if kind in _ORDERS and written in (plain_number(number), plain_number(bare(number))):
            return Named(_as_short(number) * _ELSEWHERE, f"{_words(kind)} {number} stands in its texts", via)
    return _NOTHING


def _as_short(number: str) -> float:
    """What a number weighs that does not stand in a text as it is written, but for the letters before it."""
    return _WITHOUT_LETTERS if is_telling(bare(number)) else _SHORT


def _weight(named: Named) -> float:
    return named.weight


def delivered(scene: Scene, paper: Paper, target: Paper) -> tuple[Paper, ...]:
    """What was shipped and received of a target before."""
    if paper.kind not in (kinds.INVOICE, kinds.RECEIPT_ADVICE) or target.kind != kinds.ORDER:
        return ()
    return tuple({one.id: one for one, _ in scene.shipped_by(target) if one.kind != paper.kind}.values())


def by_day(scene: Scene, paper: Paper, target: Paper, before: Sequence[Paper]) -> float:
    """How well the days fit: by what was delivered of the target before, or by the target itself."""
    told = [_deviation(scene, paper, other) for other in before]
    if target.kind == kinds.ORDER and (called := _called_off(scene, paper, target)) is not None:
        told.append(called)
    return max([*told, _deviation(scene, paper, target) - (_LESS_SURE if told else 0.0)])


def _called_off(scene: Scene, paper: Paper, target: Paper) -> float | None:
    """How well a day fits the others on which documents of the same kind name an order; None where these are few.

    What was ordered at once may be called off for months, about as often as before.
    """
    ids = {
        link.source.id for link in scene.into(target.id) if link.basis == Basis.REFERENCE and link.source.id != paper.id
    }
    there = (scene.known(id) for id in sorted(ids))
    days = sorted({one.day.toordinal() for one in there if one is not None and one.kind == paper.kind})
    if len(days) < _CALLS_MIN:
        return None
    usual = median([later - day for day, later in pairwise(days)])
    nearest = min(abs(paper.day.toordinal() - day) for day in days)
    apart = max(nearest - usual, 0.0) / scene.lag(paper.kind, target.kind)[1]
    return -min(0.5 * apart * apart, 0.5 + 0.5 * apart, _LATE)


def by_terms(paper: Paper, target: Paper) -> float:
    """How well currency, sums and places fit."""
    ours, theirs = paper.summary, target.summary
    weight = 0.0
    if ours.currency and theirs.currency and ours.currency != theirs.currency:
        weight += _OTHER_CURRENCY
    if (ours.net and theirs.net and ours.net == theirs.net) or (
        ours.total and theirs.total and ours.total == theirs.total
    ):
        weight += _SUM
    mine = {(each.document, each.number) for each in ours.references}
    if any((each.document, each.number) in mine for each in theirs.references if each.document != kinds.ORDER):
        weight += _SAME_PLACE
    return weight + _by_place(ours.deliver_to, theirs.deliver_to)


def _aliases(scene: Scene, target: Paper, paper: Paper) -> Iterator[tuple[str, str, Paper | None]]:
    """The numbers under which a document may be named: its own, and those of what belongs to it."""
    if target.summary.number:
        yield target.kind, target.summary.number, None
    yield from _sales_orders(target, None)
    for link in scene.into(target.id):
        other = scene.known(link.source.id)
        if other is not None and other.id != paper.id and link.kind in _BELONG.get(paper.kind, _ALL):
            if other.summary.number:
                yield other.kind, other.summary.number, other
            yield from _sales_orders(other, other)
    if target.kind == kinds.INVOICE:
        for link in scene.out_of(target.id):
            other = scene.known(link.target.id)
            if other is not None and other.summary.number:
                yield other.kind, other.summary.number, other
        for each, _ in target.references:
            if each.document == kinds.ORDER:
                yield kinds.ORDER, each.number, target


def _sales_orders(paper: Paper, via: Paper | None) -> Iterator[tuple[str, str, Paper | None]]:
    for each in paper.summary.references:
        if each.document == SALES_ORDER and each.number:
            yield SALES_ORDER, each.number, via


def _by_reference(written_as: str, written: str, kind: str, number: str, via: Paper | None) -> Named:
    alike = likeness(written, number)
    if not alike:
        return Named(0.0, None)
    weight = next(weight for least, weight in _NUMBER_WEIGHTS if alike >= least)
    if not is_telling(number):
        weight = min(weight, _SHORT)
    if written_as != kind:
        # Another kind of number is like this one by chance sooner than it is meant by it.
        weight = weight * _ELSEWHERE if alike >= REFORMATTED else weight / 2
    if via is not None:
        weight *= _ELSEWHERE
    how = "names" if alike == SAME else f"names {written}, which is like"
    return Named(
        weight,
        f"{how} {_words(kind)} {number}",
        via,
        alike == SAME and written_as == kind and via is None,
        alike < REFORMATTED,
    )


def _deviation(scene: Scene, paper: Paper, target: Paper) -> float:
    usual, spread = scene.lag(paper.kind, target.kind)
    days = (paper.day - target.day).days
    apart = abs(days - usual) / spread
    early = _LATE if target.kind == kinds.ORDER and days < min(_EARLY, usual - 3 * spread) else 0.0
    return -min(0.5 * apart * apart, 0.5 + 0.5 * apart, _LATE) - early


def _by_place(ours: PartySummary | None, theirs: PartySummary | None) -> float:
    """Two plants of one buyer differ in their place."""
    if ours is None or theirs is None:
        return 0.0
    for one, other in (
        (frozenset(each.value for each in ours.identifiers), frozenset(each.value for each in theirs.identifiers)),
        (frozenset(filter(None, (_plain(ours.post_code),))), frozenset(filter(None, (_plain(theirs.post_code),)))),
        (frozenset(filter(None, (_plain(ours.city),))), frozenset(filter(None, (_plain(theirs.city),)))),
    ):
        if one and other:
            return _OTHER_PLACE if one.isdisjoint(other) else _SAME_PLACE
    return 0.0


def _plain(text: str | None) -> str:
    return "".join((text or "").split()).casefold()


def _words(kind: str) -> str:
    return kind.replace("-", " ")
