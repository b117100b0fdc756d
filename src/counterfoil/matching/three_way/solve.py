"""Which of several documents takes from which: the surest first, and what it takes is gone for the others."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from heapq import nlargest
from math import exp
from typing import Any, NamedTuple

import msgspec

from counterfoil.matching.amounts import EXACT, cents, divided
from counterfoil.matching.mentions import line_word
from counterfoil.matching.three_way.each_named import each_named
from counterfoil.matching.three_way.fit import Fit, Piece, fit
from counterfoil.matching.three_way.least_mixed import least_mixed
from counterfoil.matching.three_way.papers import TAKES, Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import TradeLine

_SOFTNESS = 0.9
_NEVER = -3.0
"""Fits below this are none."""
_LEAST = 0.5
"""What is less likely than this is no link."""
_HIGHEST = 0.99
_THOUSANDTH = Decimal("0.001")
_ROUNDS_MAX = 16
"""So many documents at most can one document take from."""
_LATER = 0.4
"""How much a later document's claim counts beside an earlier one's."""
_AS_SURELY, _MUCH_BETTER = 1.0, 0.9
_SURELY_NAMED, _TOO_MUCH = 5.0, 0.8
_BOTH = 1.02
"""Two that take more than this of a line cannot both have it."""

_Key = tuple[bytes, bytes]
_Fits = Mapping[bytes, tuple[Paper, Fit]]
"""How well the targets of a document fit, by their ids."""
_Tops = Sequence[tuple[float, bytes]]
"""The two best scores, and the targets that have them."""


class _Choice(NamedTuple):
    paper: Paper
    target: Paper
    fit: Fit
    against: float
    """The odds that it is not meant, beside one that it is."""

    @property
    def sure(self) -> float:
        """How likely it is meant."""
        return 1 / (1 + self.against)


class Assignment:
    """The documents of one kind that want something, and those that have it."""

    def __init__(self, scene: Scene, papers: Sequence[Paper], targets: Mapping[bytes, Sequence[Paper]]) -> None:
        self._scene = scene
        self._targets = targets
        self._papers = {paper.id: paper for paper in papers}
        self._left: dict[bytes, list[int]] = {paper.id: list(scene.open(paper) or ()) for paper in papers}
        self._fits: dict[_Key, tuple[int, tuple[int, ...], Fit | None]] = {}
        self._scores: dict[bytes, dict[int, float]] = {paper.id: {} for paper in papers}
        """How well each line fits what it was given."""
        self._first: dict[_Key, Fit] = {}
        """How well they fitted before anything was given out."""
        self._odds: dict[bytes, float] = {}
        """Of targets from which something was given out: the odds that it was another's."""
        self._asked: dict[bytes, set[bytes]] = {paper.id: set() for paper in papers}
        self._claims: dict[_Key, float] = {}
        """What the claim of another weighs against a document's, as long as nothing more is given out."""

    def links(self) -> list[Link]:
        """All links that are likely enough."""
        found: dict[bytes, list[Link]] = {}
        waiting = set(self._papers)
        fits, tops = self._fits_of_all(waiting)
        while alone := [self._alone(id, fits[id]) for id in fits]:
            if all(one.sure < _LEAST for one in alone):
                for one in alone:  # no claim of another makes them surer, so nothing is given out any more
                    self._take(one)
                break
            best = max((self._claimed(one, fits, tops) for one in alone), key=_rank)
            made = [link for link in _links(self._scene, best) if not self._scene.shelf.is_undone(link)]
            self._take(best)
            if best.sure >= _LEAST:
                found.setdefault(best.paper.id, []).extend(made)
                self._scene.make(made)
            if self._is_done(best):
                waiting.discard(best.paper.id)
            if best.sure >= _LEAST:
                waiting &= fits.keys()
                fits, tops = self._fits_of_all(waiting)
            else:
                del fits[best.paper.id]
        for id in sorted(found):
            if self._left[id]:
                found[id] += self._beyond(self._papers[id], found[id])
            first = [(one, self._first[id, one.id]) for one in self._targets[id] if (id, one.id) in self._first]
            found[id] = [*each_named(self._scene, self._papers[id], found[id], first, self._scores[id])]
        return [link for id in sorted(found) for link in _in_order(self._scene, self._papers[id], found[id])]

    def _beyond(self, paper: Paper, links: Sequence[Link]) -> Iterator[Link]:
        """Lines that are too much for a document that is named, and are still about its goods."""
        ends = {link.target.id for link in links}
        for target in self._targets[paper.id]:
            left = self._left[paper.id]
            found = fit(self._scene, paper, left, target) if left and target.id in ends else None
            if found is not None and found.pieces and found.named.weight >= _SURELY_NAMED:
                self._left[paper.id] = [at for at in left if at not in {piece.line for piece in found.pieces}]
                yield from _links(self._scene, _Choice(paper, target, found, (1 - _TOO_MUCH) / _TOO_MUCH))

    def _fits_of_all(self, waiting: Iterable[bytes]) -> tuple[dict[bytes, _Fits], dict[bytes, _Tops]]:
        """What each document may be meant to take from, and the two best of it; without those that have nothing."""
        self._claims.clear()
        fits = {id: fits for id in sorted(waiting) if (fits := self._fits_of(self._papers[id]))}
        return fits, {id: _two_best(fits[id]) for id in fits}

    def _fits_of(self, paper: Paper) -> _Fits:
        """The targets that may be meant by what is left of a document."""
        return {
            target.id: (target, found)
            for target in self._targets[paper.id]
            if target.id not in self._asked[paper.id]
            if (found := self._fit(paper, target)) is not None and found.score > _NEVER
        }

    def _take(self, choice: _Choice) -> None:
        """Note that this pair has been decided, and for the others how likely it is that they come too late."""
        id, target = choice.paper.id, choice.target.id
        pieces = {piece.line for piece in choice.fit.pieces}
        self._scores[id] |= {piece.line: piece.score for piece in choice.fit.pieces}
        self._left[id] = [line for line in self._left[id] if line not in pieces]
        self._asked[id].add(target)
        self._odds[target] = max(self._odds.get(target, 0.0), choice.against)

    def _is_done(self, choice: _Choice) -> bool:
        id = choice.paper.id
        return choice.sure < _LEAST or not self._left[id] or len(self._asked[id]) >= _ROUNDS_MAX

    def _alone(self, id: bytes, mine: _Fits) -> _Choice:
        """The best target for what is left of a document, and how sure it is beside its other targets."""
        paper = self._papers[id]
        target, best = max(mine.values(), key=lambda one: (one[1].score, one[0].day, one[0].id))
        others = [found for other, found in mine.values() if other is not target]
        best = _without_second(self._refitted(paper, target, best, others), others)
        none = exp(-_SOFTNESS * best.score)
        return _Choice(paper, target, best, self._beside(paper, target, best, mine) + none)

    def _refitted(self, paper: Paper, target: Paper, best: Fit, others: Sequence[Fit]) -> Fit:
        """A fit without lines that fit others much better; what these took of it is free for further lines."""
        kept = _without_others(best, others)
        gone = {piece.line for piece in best.pieces} - {piece.line for piece in kept.pieces}
        lines = [line for line in self._left[paper.id] if line not in gone]
        again = fit(self._scene, paper, lines, target) if gone else None
        return _without_others(again, others)._replace(score=best.score) if again is not None else kept

    def _claimed(self, alone: _Choice, fits: Mapping[bytes, _Fits], tops: Mapping[bytes, _Tops]) -> _Choice:
        """How sure a choice is beside what others claim."""
        claims = self._before(alone.paper.id, alone.target.id, alone.fit, fits, tops)
        return alone._replace(against=alone.against + claims)

    def _beside(self, paper: Paper, target: Paper, best: Fit, mine: _Fits) -> float:
        """How likely another target is meant. Each of several lines of one article may have a target of its own."""
        claimed = {paper.article(piece.line) for piece in best.pieces}
        places = min((self._lines_of(paper, article) for article in claimed), default=1)
        rivals = sorted(
            (
                self._weight(paper, other, found, best) * shared
                for other, found in mine.values()
                if other is not target and (shared := _shared(paper, found, claimed))
            ),
            reverse=True,
        )
        return sum(rivals[places - 1 :], 0.0)

    def _lines_of(self, paper: Paper, article: str) -> int:
        return sum(paper.article(line) == article for line in self._left[paper.id])

    def _before(
        self, id: bytes, target: bytes, best: Fit, fits: Mapping[bytes, _Fits], tops: Mapping[bytes, _Tops]
    ) -> float:
        """How likely the target is another document's, which fits it as well and has nothing better."""
        weight = 0.0
        for other, theirs in fits.items():
            if other == id or target not in theirs:
                continue
            claim = self._claims.get((id, other))
            if claim is None:
                claim = self._claims[id, other] = self._claim(id, target, best, other, theirs[target][1], tops[other])
            weight += claim
        return weight

    def _claim(self, id: bytes, target: bytes, best: Fit, other: bytes, found: Fit, top: _Tops) -> float:
        if _can_both(best, found):
            return 0.0
        later = _LATER if (self._papers[other].day, other) > (self._papers[id].day, id) else 1.0
        instead = next((score for score, there in top if there != target), 0.0)
        return (
            later
            * exp(_SOFTNESS * (found.score - best.score))
            / (1 + exp(min(_SOFTNESS * (max(instead, 0.0) - found.score), 50.0)))
        )

    def _weight(self, paper: Paper, other: Paper, found: Fit, best: Fit) -> float:
        """How likely another target is beside the best; one that was given to another may have been given wrongly."""
        first = exp(min(_SOFTNESS * (self._first[paper.id, other.id].score - best.score), 0.0))
        return max(exp(_SOFTNESS * (found.score - best.score)), min(self._odds.get(other.id, 0.0), 1.0) * first)

    def _fit(self, paper: Paper, target: Paper) -> Fit | None:
        lines, version = tuple(self._left[paper.id]), self._scene.changed.get(target.id, 0)
        known = self._fits.get((paper.id, target.id))
        if known is not None and known[:2] == (version, lines):
            return known[2]
        found = fit(self._scene, paper, lines, target)
        self._fits[paper.id, target.id] = (version, lines, found)
        if found is not None:
            self._first.setdefault((paper.id, target.id), found)
        return found


def _two_best(fits: _Fits) -> _Tops:
    return nlargest(2, ((found.score, target) for target, (_, found) in fits.items()))


def _without_others(best: Fit, others: Sequence[Fit]) -> Fit:
    """A fit without the lines that fit much better to another document, which is named as surely."""
    elsewhere: dict[int, float] = {}
    for other in others:
        if other.named.weight >= best.named.weight - _AS_SURELY:
            for piece in other.pieces:
                elsewhere[piece.line] = max(elsewhere.get(piece.line, piece.score), piece.score)
    kept = tuple(one for one in best.pieces if elsewhere.get(one.line, one.score) < one.score + _MUCH_BETTER)
    return best._replace(pieces=kept) if kept else best


def _without_second(best: Fit, others: Sequence[Fit]) -> Fit:
    """A fit without lines whose goods another line of the document takes better, where others have them as well.

    An article is written twice where it was ordered twice; who bills each delivery by itself takes just what came.
    """
    on: dict[int, list[Piece]] = {}
    for piece in best.pieces:
        if piece.quantity is None:
            on.setdefault(piece.there, []).append(piece)
    gone: set[int] = set()
    for same in on.values():
        first = max(piece.score for piece in same)
        less = [piece for piece in same if piece.score < first]
        instead = _instead(best, others, {piece.line for piece in same}) if less else {}
        gone.update(one.line for one in less if one.line in instead and instead[one.line] >= one.score)
    return best._replace(pieces=tuple(one for one in best.pieces if one.line not in gone)) if gone else best


def _instead(best: Fit, others: Sequence[Fit], lines: Collection[int]) -> dict[int, float]:
    """How well lines fit to others that are named as surely, and are meant by further lines too."""
    mine = {piece.line: piece.score for piece in best.pieces}
    found: dict[int, float] = {}
    for other in others:
        further = any(piece.score > mine.get(piece.line, 0.0) for piece in other.pieces if piece.line not in lines)
        if further and other.named.weight >= best.named.weight - _AS_SURELY:
            for piece in other.pieces:
                found[piece.line] = max(found.get(piece.line, piece.score), piece.score)
    return found


def _in_order(scene: Scene, paper: Paper, links: Sequence[Link]) -> Iterator[Link]:
    """Lines that say the same, also in words, of the same goods go to their targets in the order of these.

    So people write them. Where the lines of several targets are mixed, nothing tells which is which.
    """
    alike: dict[tuple[object, ...], list[Link]] = {}
    units: dict[str, set[str | None]] = {}
    for at, goods in enumerate(paper.goods, 1):
        units.setdefault(paper.article(at), set()).add(goods.unit)
    for link in links:
        line = int(link.source.line or 0)
        written = paper.summary.lines[line - 1] if line else None
        if written is None or written.references or link.quantity != written.quantity:
            yield link
        else:
            article = paper.article(line)
            alike.setdefault((article, *_measure(written, units[article]), written.note), []).append(link)
    told_apart = {_position(link.source) for same in alike.values() if len(same) > 1 for link in same}
    # What references and the documents that are named told before is as much beside it.
    known = [link for link in scene.out_of(paper.id) if link.kind == TAKES[paper.kind][0]]
    beside = {at: link.target.id for link in known if (at := _position(link.source)) and at not in told_apart}
    for same in alike.values():
        ends = sorted(same, key=lambda one: _place(scene, paper, one.target))
        if len({_price_there(scene, link.target) for link in same}) > 1:
            # There the price has told which is which.
            yield from same
            continue
        sources = sorted((link.source for link in same), key=_position)
        chosen, shares = least_mixed(beside, [*map(_position, sources)], [link.target.id for link in ends])
        beside |= {_position(source): ends[there].target.id for source, there in zip(sources, chosen, strict=True)}
        for source, there, sure in zip(sources, chosen, shares, strict=True):
            told, link = share(paper, int(source.line or 0), None), ends[there]
            confidence = (link.confidence * sure).quantize(_THOUSANDTH)
            yield msgspec.structs.replace(link, source=source, **told, confidence=confidence)


def _measure(line: TradeLine, units: Collection[str | None]) -> tuple[object, ...]:
    """How much a line is for; what it costs, where the document counts the article in several units, as in packs."""
    return (line.quantity, line.unit) if line.amount is None or len(units) == 1 else (line.amount,)


def _position(end: End) -> int:
    return int(end.line or 0)


def _price_there(scene: Scene, end: End) -> Decimal | None:
    return scene.agreed(scene.there(end.id), _position(end)).price


def _place(scene: Scene, paper: Paper, end: End) -> tuple[object, ...]:
    target = scene.there(end.id)
    at = paper.texts.find(target.summary.number or "")
    return (at if at >= 0 else len(paper.texts), target.day, target.number, _position(end), end.id)


def _shared(paper: Paper, found: Fit, claimed: set[str]) -> float:
    """The share of what is claimed that another fit claims too; all, where there are no lines."""
    if not claimed or not found.pieces:
        return 1.0
    return len(claimed & {paper.article(piece.line) for piece in found.pieces}) / len(claimed)


def _can_both(one: Fit, other: Fit) -> bool:
    """Is there enough for both?"""
    if not one.taken or not other.taken:
        return bool(one.taken or other.taken)
    return all(share + other.taken.get(there, 0.0) <= _BOTH for there, share in one.taken.items())


def _rank(choice: _Choice) -> tuple[float, float, int, bytes]:
    return round(choice.sure, 6), round(choice.fit.score, 6), -choice.paper.day.toordinal(), choice.paper.id


def _links(scene: Scene, choice: _Choice) -> Iterator[Link]:
    """The links of a choice: of lines, or of the whole documents where there are no lines or nothing else is linked."""
    paper, target = choice.paper, choice.target
    whole = not choice.fit.pieces and not choice.fit.named.exact
    if whole and (not (paper.goods and target.goods) or not scene.out_of(paper.id)):
        yield _link(choice, None, choice.sure)
    for piece in choice.fit.pieces:
        yield _link(choice, piece, choice.sure * piece.sure)


def _link(choice: _Choice, piece: Piece | None, sure: float) -> Link:
    paper, target = choice.paper, choice.target
    confidence = Decimal(str(round(min(sure, _HIGHEST), 3)))
    return Link(
        kind=TAKES[paper.kind][0],
        source=End(id=paper.id, line=str(piece.line) if piece else None),
        target=End(id=target.id, line=str(piece.there) if piece else None),
        confidence=confidence,
        evidence=tuple(_says(choice, piece)),
        basis=Basis.INFERENCE,
        **(share(paper, piece.line, piece.quantity) if piece else {}),
    )


def share(paper: Paper, line: int, quantity: Decimal | None) -> dict[str, Any]:
    """Quantity and amount of a line that a link stands for: all of it, or a part of the quantity."""
    written = paper.summary.lines[line - 1]
    amount = written.amount
    if quantity is not None and amount is not None and written.quantity:
        amount = cents(divided(EXACT.multiply(amount, quantity), written.quantity))
    return {
        "quantity": written.quantity if quantity is None else quantity,
        "unit": written.unit,
        "amount": amount,
        "currency": paper.summary.currency if amount is not None else None,
    }


def _says(choice: _Choice, piece: Piece | None) -> Iterator[str]:
    target = choice.target.summary
    if choice.fit.named.says:
        yield choice.fit.named.says
    words = f"{target.document.replace('-', ' ')} {target.number or 'without number'}"
    if piece is None:
        yield f"fits {words} best"
        return
    mine, other = choice.paper.goods[piece.line - 1], choice.target.goods[piece.there - 1]
    same = "the same item number" if not mine.ids.isdisjoint(other.ids) else "a name that is alike"
    yield f"line {line_word(target, piece.there)} of {words} has {same}"
    if mine.quantity is not None and mine.quantity == other.quantity:
        yield "the same quantity"
