"""The orders that an invoice bills, by its own links or by way of what was shipped and received."""

from collections.abc import Iterable

from counterfoil.matching.judging.context import Context
from counterfoil.model import summary as kinds
from counterfoil.model.link import Link
from counterfoil.model.summary import Recorded

_UP = ("ships", "receives")
_STEPS = 3


def billed_orders(invoice: Recorded, context: Context) -> tuple[list[Recorded], tuple[str, ...]]:
    """The orders, by id, and why they are taken to be those; only what is sure."""
    links = [link for link in context.out_of(invoice.id, "bills") if context.is_likely(link)]
    ids, fresh = set[bytes](), {link.target.id for link in links}
    for _ in range(_STEPS):
        fresh -= ids
        ids |= fresh
        fresh = {link.target.id for id in fresh for link in context.out_of(id, *_UP) if context.is_likely(link)}
    orders = [context.documents[id] for id in sorted(ids) if context.is_a(id, kinds.ORDER)]
    return orders, _why(links)


def _why(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reason for link in links for reason in link.evidence))
