"""Documents that name nothing, of who trades the same goods again and again: in any order the links are the same."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfoil.flow.decisions import links_decided
from counterfoil.flow.home import Home
from counterfoil.flow.record import Recorder
from counterfoil.model.summary import TradeLine, TradeSummary
from flow.from_scratch import assert_as_from_scratch
from flow.made import intake_of, party, us
from flow.playing import play
from flow.quiet_world import quiet_world
from trades import DAY


@settings(max_examples=8)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 40))
def test_quiet_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("quiet"), quiet_world(seed, size), seed)


@pytest.mark.soak
@settings(max_examples=400)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 60))
def test_many_quiet_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("quiet"), quiet_world(seed, size), seed)


def _told(document: str, number: str, days: int, name: str | None, item: str | None) -> TradeSummary:
    """Five screws, by name or number."""
    line = TradeLine(id="1", quantity=Decimal(5), unit="C62", price=Decimal(3), name=name, seller_item=item)
    return TradeSummary(
        document=document,
        number=number,
        issued=DAY + timedelta(days=days),
        currency="EUR",
        seller=party("Nord"),
        buyer=us(),
        payable=Decimal(15),
        lines=(line,),
    )


def test_who_was_found_by_the_words_that_a_link_lent_is_asked_again_when_it_is_undone(home: Home) -> None:
    received = _told("receipt-advice", "RA-1", 0, "Screw of steel", "A200")
    billed = _told("invoice", "RE-1", 0, "Screw of steel", None)
    credited = _told("credit-note", "GS-1", 8, None, "A200")
    recorder = Recorder(home)
    list(recorder.add([intake_of(at, one) for at, one in enumerate((received, billed, credited))]))
    (bills,) = home.store.links()
    recorder.decide(links_decided(home.store, [bills.id], "Ada", None, confirmed=True))
    assert {row.kind for row in home.store.links()} == {"bills", "credits"}
    recorder.decide(links_decided(home.store, [bills.id], "Ada", None, confirmed=False))
    assert_as_from_scratch(home)
    assert list(home.store.links()) == []
