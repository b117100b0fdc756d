"""What else goods are called: by the lines that answer, ship, receive or bill them, and by those that these are for."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from counterfoil.matching.goods import Goods, agreement, goods_of
from counterfoil.matching.three_way.papers import Paper
from counterfoil.matching.three_way.scene import Scene
from counterfoil.model.link import End, Link

_LIKELY = Decimal("0.6")
_SAME_PRICE = 0.0005
_ABOUT_GOODS = frozenset(("answers", "changes", "ships", "receives", "bills"))


def also_called(scene: Scene, target: Paper, line: int) -> Sequence[Goods]:
    """The same goods in the words, and by the numbers, of other documents.

    A seller's despatch names its own number beside what its invoice calls the goods by, and a response what it delivers
    instead; so each tells what the other means.
    """
    return scene.kept(("called", target.id), target, lambda: _called(scene, target)).get(line, ())


def has_terms(goods: Goods, known: Sequence[Goods]) -> bool:
    """Does a line ask for just a quantity, and just the price, that others tell of some goods?"""
    if not goods.quantity or not goods.price or not (goods.name or goods.ids):
        return False
    return any(_is_as_much(goods, other) for other in known) and any(
        (apart := agreement(goods, other).price) is not None and apart <= _SAME_PRICE for other in known
    )


def in_step(scene: Scene, paper: Paper, target: Paper) -> bool:
    """Do two documents ask line by line for the same quantities, and contradict one another in no number of an item?"""
    return len(paper.goods) == len(target.goods) and all(
        not _differ(one, other) and any(_is_as_much(one, each) for each in (other, *also_called(scene, target, at)))
        for at, (one, other) in enumerate(zip(paper.goods, target.goods, strict=True), 1)
    )


def _is_as_much(one: Goods, other: Goods) -> bool:
    if one.unit == other.unit:  # nearly always, and seldom the same quantity
        return bool(one.quantity) and one.quantity == other.quantity
    return agreement(one, other).share == 1


def _differ(one: Goods, other: Goods) -> bool:
    numbers = ((one.standard, other.standard), (one.seller, other.seller), (one.buyer, other.buyer))
    return any(ours and theirs and ours != theirs for ours, theirs in numbers)


def _called(scene: Scene, target: Paper) -> Mapping[int, Sequence[Goods]]:
    """By line."""
    found: dict[int, list[Goods]] = defaultdict(list)
    ends = [(link.target, link.source) for link in scene.into(target.id) if _is_likely(link)]
    ends += [(link.source, link.target) for link in scene.out_of(target.id) if _is_likely(link)]
    for end, other in ends:
        if end.line is not None:
            found[int(end.line)] += _goods_at(scene, other)
    return found


def _is_likely(link: Link) -> bool:
    return link.kind in _ABOUT_GOODS and link.confidence >= _LIKELY


def _goods_at(scene: Scene, end: End) -> Iterator[Goods]:
    paper = scene.known(end.id)
    if paper is not None and end.line is not None:
        goods = paper.goods[int(end.line) - 1]
        yield goods
        yield from map(goods_of, goods.line.substitutes)
