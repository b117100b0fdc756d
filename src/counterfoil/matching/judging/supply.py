"""From the order line to what ships and receives it, and back: the lines that are about the same supply of goods."""

from collections.abc import Iterator
from decimal import Decimal

from counterfoil.matching.judging.context import Context
from counterfoil.matching.pack_sizes import by_price, packs_for
from counterfoil.matching.units import converted, packs_told, plain_unit
from counterfoil.model.link import End
from counterfoil.model.summary import TradeLine

Roots = tuple[End, ...]
"""Goods, by the lines that they were ordered on."""

_UP = ("ships", "receives")
_STEPS = 3
"""A receipt names a despatch advice, that an order: no chain of goods is longer."""


def supply_of(context: Context) -> "Supply":
    """The supply of all goods in a context."""
    return context.kept("supply", Supply)


class Supply:
    """Goes up and down between the lines of orders, despatch and receipt advices, by links that are sure.

    Where no order is known, the despatch or receipt line that leads to none stands for it.
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self._trees: dict[End, tuple[End, ...]] = {}
        self._billed: dict[End, Roots] = {}

    def billed_by(self, invoice_line: End) -> Roots:
        """The goods that an invoice line bills; none in doubt, or where it bills no line."""
        if invoice_line not in self._billed:
            self._billed[invoice_line] = self._goods_of(invoice_line)
        return self._billed[invoice_line]

    def _goods_of(self, invoice_line: End) -> Roots:
        links = self.context.out_of_end(invoice_line, "bills")
        if not all(link.target.line and self.context.is_likely(link) for link in links):
            return ()
        roots = {root for link in links for root in self.roots(link.target)}
        return tuple(sorted(roots, key=lambda end: (end.id, int(end.line or 0))))

    def roots(self, end: End) -> set[End]:
        """The lines furthest up that a line leads to."""
        found, fresh = set[End](), {end}
        for _ in range(_STEPS):
            above: set[End] = set()
            for one in fresh:
                links = [link for kind in _UP for link in self.context.out_of_end(one, kind)]
                ends = {link.target for link in links if link.target.line and self.context.is_likely(link)}
                above |= ends
                found |= set() if ends else {one}
            fresh = above - found
        return found | fresh

    def tree(self, root: End) -> tuple[End, ...]:
        """The line itself, and all below it."""
        if root not in self._trees:
            found, fresh = {root: None}, [root]
            while fresh:
                links = [link for end in fresh for kind in _UP for link in self.context.into_end(end, kind)]
                below = [link.source for link in links if link.source.line and self.context.is_likely(link)]
                fresh = [end for end in dict.fromkeys(below) if end not in found]
                found |= dict.fromkeys(fresh)
            self._trees[root] = tuple(found)
        return self._trees[root]

    def in_unit(
        self, quantity: Decimal, unit: str | None, to: str | None, *lines: TradeLine, of: Roots = ()
    ) -> Decimal | None:
        """A quantity of the goods of some lines in another unit; None where there is no way to tell.

        A line that names no unit counts in that of the others. What a package holds is told by master data, by
        these lines, or else by the prices of these, and of all that order or bill the goods.
        """
        ours, theirs = plain_unit(unit), plain_unit(to)
        if ours is None or theirs is None or ours == theirs:
            return quantity
        told = converted(quantity, ours, theirs, packs_for(lines, self.context.shelf))
        if told is None:
            # What was ordered often tells what a pack holds where receipts and invoices do not.
            sold = (self.context.trade_line(root) for root in of)
            told = converted(
                quantity,
                ours,
                theirs,
                packs_told(*lines, *(line for line in sold if line is not None), between=(ours, theirs)),
            )
        return told if told is not None else by_price(quantity, ours, theirs, (*lines, *self._priced(of)))

    def _priced(self, roots: Roots) -> Iterator[TradeLine]:
        """The lines that order or bill some goods."""
        for root in roots:
            links = [link for end in self.tree(root) for link in self.context.into_end(end, "bills")]
            found = (self.context.trade_line(end) for end in (root, *(link.source for link in links)))
            yield from (line for line in found if line is not None)
