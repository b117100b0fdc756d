"""Master data of an item that comes after what counts in its packages: links are those of any other order."""

from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from counterfoil.flow.home import open_home
from counterfoil.flow.record import Recorder
from counterfoil.model.summary import MasterSummary, PartySummary, TradeLine, TradeSummary
from counterfoil.model.values import Identifier
from flow.forgetting import forget
from flow.from_scratch import assert_as_from_scratch
from flow.made import intake_of, party, us
from trades import DAY, Clock, made_home

GTIN = "4834388789860"
BUYER = party("Kröger Logistik GmbH")


def ordered(number: str, quantity: str) -> TradeSummary:
    """So many bags, by a number that only the buyer has."""
    line = TradeLine(
        id="1", name="Kleber K12", quantity=Decimal(quantity), unit="XBG", buyer_item="12128258", price=Decimal(9)
    )
    return TradeSummary(document="order", number=number, issued=DAY, seller=us(), buyer=BUYER, lines=(line,))


def brought(document: str, number: str, seller: PartySummary) -> TradeSummary:
    """Forty kilograms, by a number that only master data knows."""
    line = TradeLine(
        id="1", name="Kleber K12", quantity=Decimal(40), unit="KGM", standard_item=GTIN, price=Decimal("0.9")
    )
    issued = DAY + timedelta(days=5)
    return TradeSummary(document=document, number=number, issued=issued, seller=seller, buyer=BUYER, lines=(line,))


ITEM = MasterSummary(
    document="item",
    number="16408919",
    unit="KGM",
    identifiers=(Identifier(value=GTIN, scheme="0160"),),
    packs=(("XBG", Decimal(10)),),
)
DOCUMENTS = (
    ordered("PO-310", "4"),
    ordered("PO-315", "12"),
    brought("despatch-advice", "LS-5257", us()),
    brought("invoice", "RE-88", us()),
    ITEM,
)


@pytest.mark.parametrize("order", list(permutations(range(len(DOCUMENTS))))[::7])
def test_an_item_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    with open_home(made_home(tmp_path / "home"), Clock()) as home:
        for at in order:
            list(Recorder(home).add([intake_of(at, DOCUMENTS[at])]))
            assert_as_from_scratch(home)
        with_item = {str(link) for link in home.store.links()}
        forget(home, intake_of(4, ITEM).prepared.id)
        assert_as_from_scratch(home)
        assert {str(link) for link in home.store.links()} != with_item
