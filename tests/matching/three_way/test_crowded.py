"""Partners with many open documents: only so many are weighed, and a document touches only those that may see it."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.matching import MATCHERS, THREE_WAY, Desk, ends_of
from counterfoil.matching.three_way import scene
from counterfoil.model.summary import Recorded, Reference, TradeLine
from matching.made import DAY, invoice, item, order, ref, told


def lines(quantity: int, price: Decimal | None = None, number: str | None = None) -> list[TradeLine]:
    """Lines for so many of four things each."""
    return [
        item(str(at), str(quantity), price=price, name=name, seller_item=number and f"{number}-{at}")
        for at, name in enumerate(("Oak board", "Screw", "Hinge", "Varnish"), 1)
    ]


def orders(price: Decimal | None = None, number: str | None = None) -> list[Recorded]:
    """Twenty orders of the same things, a day after the other, each for other quantities."""
    return [
        order(f"PO-{31 * n + 4000}", *lines(100 + n, price, number), issued=DAY + timedelta(days=n)) for n in range(20)
    ]


def bill(*of: TradeLine, references: tuple[Reference, ...] = ()) -> Recorded:
    """An invoice, two days after the last order."""
    return invoice("INV-1", *of, issued=DAY + timedelta(days=21), references=references)


def ends(links: Sequence[str]) -> set[str]:
    """What links go to, without the lines."""
    return {link.split()[2].partition(":")[0] for link in links}


@pytest.mark.parametrize("price", [None, Decimal(2)])
@pytest.mark.parametrize("number", [None, "A-100"])
def test_of_many_orders_the_one_whose_lines_agree(price: Decimal | None, number: str | None) -> None:
    for n in (1, 9, 18):
        links = told([*orders(price, number), bill(*lines(100 + n, price, number))], "bills")
        assert ends(links) == {f"PO-{31 * n + 4000}"}
        assert len(links) == 4


def test_of_many_orders_the_one_that_is_named_though_its_lines_do_not_agree() -> None:
    links = told([*orders(), bill(*lines(77), references=(ref("contract", "PO-4031"),))], "bills")
    assert ends(links) == {"PO-4031"}


def test_what_is_kept_changes_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    papers = [*orders(), bill(*lines(109)), invoice("INV-2", *lines(112), issued=DAY + timedelta(days=20))]
    links = {ends_of(link): link for link in Desk(papers, MATCHERS, (THREE_WAY,)).link_all()}
    monkeypatch.setattr(scene, "_KEPT_MAX", 2)
    assert {ends_of(link): link for link in Desk(papers, MATCHERS, (THREE_WAY,)).link_all()} == links
    assert len(links) == 8
