"""What else goods are called: by the lines that answer, ship, receive or bill them, and by those that these are for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from counterfoil.matching.goods import Goods, goods_of
from counterfoil.matching.three_way.papers import Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model.link import End, Link

_LIKELY = Decimal("0.6")
_ABOUT_GOODS = frozenset(("answers", "changes", "ships", "receives", "bills"))


def also_called(scene: Scene, target: Paper, line: int) -> Sequence[Goods]:
    """The same goods in the words, and by the numbers, of other documents.

    A seller's despatch names its own number beside what its invoice calls the goods by, and a response what it delivers
    instead; so each tells what the other means.
    """
    return scene.kept(("called", target.id), target, lambda: _called(scene, target)).get(line, ())


def _called(scene: Scene, target: Paper) -> Mapping[int, Sequence[Goods]]:
    """By line."""
    found: dict[int, list[Goods]] = defaultdict(list)
    for line, other in also_linked(scene, target):
        found[line] += _goods_at(scene, other)
    return found


def also_linked(scene: Scene, paper: Paper) -> Iterator[tuple[int, End]]:
    """The lines of a document that are about the same goods as others, and where these stand."""
    ends = [(link.target, link.source) for link in scene.into(paper.id) if _is_likely(link)]
    ends += [(link.source, link.target) for link in scene.out_of(paper.id) if _is_likely(link)]
    for end, other in ends:
        if end.line is not None:
            yield int(end.line), other


def _is_likely(link: Link) -> bool:
    return link.kind in _ABOUT_GOODS and link.confidence >= _LIKELY


def _goods_at(scene: Scene, end: End) -> Iterator[Goods]:
    paper = scene.known(end.id)
    if paper is not None and end.line is not None:
        goods = paper.goods[int(end.line) - 1]
        yield goods
        yield from map(goods_of, goods.line.substitutes)
