"""Everything on one desk: what was decided holds against matchers and inferences alike."""

from collections.abc import Collection, Iterator, Sequence
from datetime import date

from counterfoil.matching import MATCHERS, Desk, Inference, Shelf, Unit
from counterfoil.matching.duplicates.matcher import offers
from counterfoil.model.link import Basis, End, Link
from counterfoil.model.summary import Recorded
from matching.made import DAY, invoice, order

ORDER, INVOICE = order(), invoice()
LATER = date(2026, 3, 9)
BILLS = Link(kind="bills", source=End(id=INVOICE.id), target=End(id=ORDER.id), basis=Basis.INFERENCE)


def _none(document: Recorded) -> Iterator[str]:
    yield from ()


def _twice(document: Recorded) -> Iterator[tuple[str, date]]:
    yield from (("all", DAY), ("all", DAY))


def _all_bills(units: Collection[Unit], shelf: Shelf) -> tuple[Collection[Unit], Sequence[Link]]:
    return units, [BILLS]


PLAIN = Inference(
    id="plain",
    kinds=frozenset({"bills"}),
    offers=_none,
    seeks=_none,
    places=_twice,
    near=lambda document, shelf: [Unit(document.id)],
    links=_all_bills,
)


def test_an_undone_link_is_not_inferred_again() -> None:
    assert Desk([INVOICE, ORDER], (), (PLAIN,)).link_all() == [BILLS]
    assert Desk([INVOICE, ORDER], (), (PLAIN,), [(BILLS, False)]).link_all() == []


def test_an_undone_link_by_reference_is_gone() -> None:
    (link,) = Desk([invoice("INV-1"), invoice("INV-1", issued=LATER)], MATCHERS, ()).link_all()
    assert link.kind == "repeats"
    assert Desk([invoice("INV-1"), invoice("INV-1", issued=LATER)], MATCHERS, (), [(link, False)]).link_all() == []


def test_who_has_a_key_alone_shares_it_with_nobody() -> None:
    """A document's keys that nobody else has are kept together until somebody comes."""
    papers = [invoice("INV-1"), invoice("INV-2"), invoice("INV-1", issued=LATER)]
    desk = Desk(papers, MATCHERS, ())
    for key in {key for one in papers for key in offers(one)}:
        assert list(desk.offering(key)) == sorted((one for one in papers if key in offers(one)), key=lambda one: one.id)


def test_a_confirmed_link_is_there_once_as_it_was_confirmed() -> None:
    confirmed = Link(kind="bills", source=BILLS.source, target=BILLS.target, basis=Basis.DECISION)
    assert Desk([INVOICE, ORDER], (), (PLAIN,), [(confirmed, True)]).link_all() == [confirmed]
    assert Desk([INVOICE, ORDER], (), (PLAIN,), [(confirmed, True)]).confirmed("bills") == [confirmed]


def test_a_document_stands_on_a_day_of_a_timeline_once() -> None:
    desk = Desk([INVOICE, ORDER], (), (PLAIN,))
    assert [one.id for one in desk.placed("all", DAY, DAY, 9)] == sorted([INVOICE.id, ORDER.id])
    assert [one.id for one in desk.placed("all", DAY, DAY, 1)] == [max(INVOICE.id, ORDER.id)]
