"""Are two lines about the same goods, for all that they say of quantity, price and amount?"""

from collections.abc import Sequence

from counterfoil.matching.goods import Goods, agreement
from counterfoil.matching.three_way.also_called import also_called
from counterfoil.matching.three_way.papers import Paper
from counterfoil.matching.three_way.scene import Scene

_SAME_PRICE, _ROUNDED = 0.0005, 0.005


def has_terms(goods: Goods, known: Sequence[Goods]) -> bool:
    """Does a line ask for just a quantity, and just the price or amount, that others tell of some goods?

    Where the quantities do not compare, as those of packages do not, the amount is enough.
    """
    if not _tells(goods):
        return False
    if any(_is_as_much(goods, other) for other in known):
        return any(_is_price(goods, other) or is_amount(goods, other) for other in known)
    return any(is_amount(goods, other) and agreement(goods, other).share is None for other in known)


def has_price(goods: Goods, target: Paper, line: int, known: Sequence[Goods]) -> bool:
    """Is the price of a unit just that of a line, and of no other article of a document?"""
    if not _tells(goods) or any(differ(goods, each) for each in known):
        return False
    if not any(_is_price(goods, each) for each in known):
        return False
    article = target.article(line)
    others = (each for at, each in enumerate(target.goods, 1) if target.article(at) != article)
    return not any(_is_price(goods, each) for each in others)


def in_step(scene: Scene, paper: Paper, target: Paper) -> bool:
    """Do two documents ask line by line for the same quantities, and contradict one another in no number of an item?"""
    return len(paper.goods) == len(target.goods) and all(
        not differ(one, other) and any(_is_as_much(one, each) for each in (other, *also_called(scene, target, at)))
        for at, (one, other) in enumerate(zip(paper.goods, target.goods, strict=True), 1)
    )


def is_amount(one: Goods, other: Goods) -> bool:
    """Is the amount of two lines the same?"""
    return bool(one.line.amount) and one.line.amount == other.line.amount


def names_line(goods: Goods, other: Goods) -> bool:
    """Does a line name one with the id of another?"""
    written = (other.line.id or "").strip()
    return bool(written) and any((each.line or "").strip() == written for each in goods.line.references)


def agree(one: Goods, other: Goods) -> bool:
    """Do two lines agree in their quantity, or in their price but for rounding?"""
    numbers = agreement(one, other)
    return numbers.share == 1 or (numbers.price is not None and numbers.price <= _ROUNDED)


def differ(one: Goods, other: Goods) -> bool:
    """Do two lines contradict one another in a number of the item?"""
    numbers = ((one.standard, other.standard), (one.seller, other.seller), (one.buyer, other.buyer))
    return any(ours and theirs and ours != theirs for ours, theirs in numbers)


def _tells(goods: Goods) -> bool:
    """Does a line say what it is about, how many, and for how much?"""
    return bool(goods.quantity and goods.price and (goods.name or goods.ids))


def _is_as_much(one: Goods, other: Goods) -> bool:
    if one.unit == other.unit:  # nearly always, and seldom the same quantity
        return bool(one.quantity) and one.quantity == other.quantity
    return agreement(one, other).share == 1


def _is_price(one: Goods, other: Goods) -> bool:
    apart = agreement(one, other).price
    return apart is not None and apart <= _SAME_PRICE
