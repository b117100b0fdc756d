"""Documents of a partner with the very same lines: found at once, however much else is open with this partner."""

import re
from collections.abc import Iterable, Iterator

from counterfoil.matching.amounts import EXACT, ZERO
from counterfoil.matching.goods import Goods, is_extra
from counterfoil.matching.three_way.papers import Paper, Step, leading_form
from counterfoil.model import summary as kinds

_ASKING = frozenset((kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE, kinds.INVOICE, kinds.CREDIT_NOTE))
"""What takes goods as they were ordered, sent or billed; who changes or answers an order may tell other quantities."""
_NUMBER = re.compile(r"\d[\d\-/. ]{2}")


def same_lines_keys(step: Step, lines: Iterable[Goods]) -> Iterator[str]:
    """The timelines of those that tell the same articles in the same quantities, by each kind of number of an item."""
    told = [goods for goods in lines if not is_extra(goods)]
    quantities = [_written(goods) for goods in told]
    if not told or not all(quantities):
        return
    standard, seller, buyer = zip(*((goods.standard, goods.seller, goods.buyer) for goods in told), strict=True)
    for way, items in (("standard", standard), ("seller", seller), ("buyer", buyer)):
        if all(items):
            said = sorted(f"{item}*{quantity}" for item, quantity in zip(items, quantities, strict=True))
            yield f"lines|{way}|{leading_form(step.forms)}|{'+'.join(said)}"


def says_nothing_else(paper: Paper) -> bool:
    """Do only its lines tell, beside partner and day, what a document belongs to?"""
    if paper.kind not in _ASKING or paper.written or _NUMBER.search(paper.texts):
        return False
    return not any(line.note and _NUMBER.search(line.note) for line in paper.summary.lines)


def are_called_alike(paper: Paper, other: Paper) -> bool:
    """Do the names of goods tell no number but those of the same goods there?"""
    names = {goods.name for goods in other.goods}
    return all(goods.name in names or not _NUMBER.search(goods.line.name or "") for goods in paper.goods)


def _written(goods: Goods) -> str:
    """A quantity with its unit, written in one way; nothing where none is told."""
    quantity = goods.quantity or ZERO
    return f"{EXACT.normalize(quantity)} {goods.unit or ''}" if quantity > 0 else ""
