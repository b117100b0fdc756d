"""What judging looks at beyond links: by which keys and timelines, and who looks at a document from where."""

from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date

from counterfoil.matching import pack_sizes
from counterfoil.matching._matcher import Filing, Shelf
from counterfoil.matching.judging import entries as cash_judges
from counterfoil.matching.judging import history, not_ordered, not_received, payee_account
from counterfoil.model.summary import Recorded

Near = Callable[[Recorded, Shelf, Collection[bytes]], Iterable[bytes]]

_NEAR: tuple[Near, ...] = (
    cash_judges.near,
    not_ordered.near,
    not_received.near,
    payee_account.near,
    pack_sizes.near,
)


def near(document: Recorded, shelf: Shelf, new: Collection[bytes]) -> Iterator[bytes]:
    """The documents to be judged again when this one comes, beside those that links lead to.

    A judge that looks at other documents of a partner than the linked ones names here whom it looks at from where.
    `new` are all that come with it: what follows from these was not known before.
    """
    for names in _NEAR:
        yield from names(document, shelf, new)


def offers(document: Recorded) -> Iterator[str]:
    """The keys of master data."""
    yield from pack_sizes.offers(document)
    yield from payee_account.offers(document)


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of the items that a document counts in packages."""
    yield from pack_sizes.seeks(document)


def places(document: Recorded) -> Iterator[tuple[str, date]]:
    """The timelines of a seller's orders, receipts and invoices, and of the accounts that it asks to pay to."""
    yield from history.places(document)
    yield from payee_account.places(document)


OUTLOOK = Filing(id="outlook", offers=offers, seeks=seeks, places=places)
"""Where judges look for documents."""
