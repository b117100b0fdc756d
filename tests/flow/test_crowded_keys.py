"""Where too many documents stand under one key to be told apart, one more of them is no news to those that seek it."""

import pytest

from counterfoil.flow.home import Home
from counterfoil.flow.linking import Asked, Linker
from counterfoil.flow.prepare import Intake
from counterfoil.flow.record import Recorder
from counterfoil.matching import CANDIDATES_MAX
from counterfoil.model.link import Link
from counterfoil.model.summary import Reference, TradeSummary
from flow.from_scratch import assert_as_from_scratch
from flow.made import intake_of, party, us
from trades import DAY

ORDERED = Reference(document="order", number="PO1")


def _sent(place: int, document: str, number: str, *references: Reference) -> Intake:
    summary = TradeSummary(
        document=document, number=number, issued=DAY, seller=party("Nord"), buyer=us(), references=references
    )
    return intake_of(place, summary)


@pytest.mark.parametrize("sizes", [(CANDIDATES_MAX, 1, 1), (CANDIDATES_MAX - 1, 1, 1), (1, CANDIDATES_MAX + 1, 2)])
def test_an_order_that_comes_too_often_is_news_until_it_cannot_be_told_from_others(
    home: Home, monkeypatch: pytest.MonkeyPatch, sizes: tuple[int, ...]
) -> None:
    asked: set[bytes] = set()
    referred = Linker._referred

    def listened(linker: Linker, by_matcher: Asked) -> list[Link]:
        asked.update(id for documents in by_matcher.values() for id in documents)
        return referred(linker, by_matcher)

    recorder = Recorder(home)
    billed = _sent(0, "invoice", "INV1", ORDERED)
    list(recorder.add([billed]))
    monkeypatch.setattr(Linker, "_referred", listened)
    there = 0
    for size in sizes:
        list(recorder.add([_sent(1 + there + place, "order", "PO1") for place in range(size)]))
        assert (billed.prepared.id in asked) == (there <= CANDIDATES_MAX)
        asked.clear()
        there += size
        assert_as_from_scratch(home)
        assert bool(list(home.store.links())) == (there <= CANDIDATES_MAX)
