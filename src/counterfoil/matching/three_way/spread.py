"""A line that bills more than is left of one order line: does it bill those of the other named orders as well?"""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import NamedTuple

import msgspec

from counterfoil.matching.amounts import total
from counterfoil.matching.three_way.evidence import naming_of
from counterfoil.matching.three_way.fit import rooms
from counterfoil.matching.three_way.papers import TAKES, Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.matching.three_way.solve import share
from counterfoil.model.link import Basis, End, Link

_MUCH_MORE, _ABOUT = Decimal("1.02"), Decimal("0.05")
_SURELY_NAMED = 5.0


_CONFIDENCE = Decimal("0.95")


class _Part(NamedTuple):
    target: Paper
    there: int
    room: Decimal


def spread(scene: Scene, paper: Paper, targets: Sequence[Paper], links: Sequence[Link]) -> Iterator[Link]:
    """The links, those that take too much spread over all lines of the article, if it is just what these have."""
    ends = {link.target.id for link in (*links, *scene.out_of(paper.id))}
    named = [one for one in targets if one.id in ends or _is_surely_named(scene, paper, one)]
    for link in links:
        parts = _parts(scene, paper, named, link)
        for part in parts:
            told = share(paper, int(link.source.line or 0), part.room)
            end = End(id=part.target.id, line=str(part.there))
            yield msgspec.structs.replace(link, target=end, quantity=part.room, amount=told["amount"])
        if not parts:
            yield link


def over_all(scene: Scene, paper: Paper, targets: Sequence[Paper]) -> Iterator[Link]:
    """Lines for the same article of several orders, named or billed by other lines: just what is left of it there."""
    ends = {link.target.id for link in scene.out_of(paper.id)}
    named = [one for one in targets if one.id in ends or _is_surely_named(scene, paper, one)]
    for line in (scene.open(paper) or ()) if len(named) > 1 else ():
        first = min(named, key=lambda one: (one.day, one.id))
        told = share(paper, line, None)
        link = Link(
            kind=TAKES[paper.kind][0],
            source=End(id=paper.id, line=str(line)),
            target=End(id=first.id),
            confidence=_CONFIDENCE,
            evidence=("bills what is left of the article in all that it names",),
            basis=Basis.INFERENCE,
            **told,
        )
        if _parts(scene, paper, named, link):
            yield from spread(scene, paper, named, [link])


def _is_surely_named(scene: Scene, paper: Paper, target: Paper) -> bool:
    return naming_of(scene, paper, target).whole.weight >= _SURELY_NAMED


def _may_mean(scene: Scene, paper: Paper, line: int, target: Paper) -> bool:
    """May a line be about a document? One that names documents itself is about these."""
    naming = naming_of(scene, paper, target)
    return not naming.is_own(line) or naming.line(line).weight >= _SURELY_NAMED


def _parts(scene: Scene, paper: Paper, named: Sequence[Paper], link: Link) -> list[_Part]:
    """The lines that a line bills together; none where its own is enough, or where all are not about the quantity."""
    line, wanted = int(link.source.line or 0), link.quantity
    if not line or wanted is None or wanted <= 0:
        return []
    named = [one for one in named if one.id == link.target.id or _may_mean(scene, paper, line, one)]
    parts: list[_Part] = []
    enough = False
    for target in sorted(named, key=lambda one: (one.id != link.target.id, one.day, one.id)):
        for there, room in rooms(scene, paper, line, target):
            own = target.id == link.target.id and str(there) == link.target.line
            # What is left does not count what this very line takes.
            free = room + wanted if own else room
            if free > 0:
                parts.append(_Part(target, there, free))
            enough = enough or wanted <= free * _MUCH_MORE
    if enough:
        return []
    for count in range(2, len(parts) + 1):
        over = total([wanted, *(part.room.copy_negate() for part in parts[:count])])
        if abs(over) <= wanted * _ABOUT:
            last = parts[count - 1]
            return [*parts[: count - 1], last._replace(room=last.room + over)]
    return []
