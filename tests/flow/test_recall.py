"""Documents that linking looked at are gone when it is done, with all that was noted on them."""

import gc

import pytest

from counterfoil.flow import recall
from counterfoil.flow.home import Home
from counterfoil.flow.recall import Recall
from counterfoil.flow.record import Recorder
from counterfoil.model.summary import Recorded, TradeSummary
from flow.made import trade_intakes
from store.memory import MemoryStore


def noted(number: int) -> Recorded:
    document = Recorded(id=bytes([number]), role="buyer", summary=TradeSummary(document="invoice", number=str(number)))
    vars(document)["itself"] = [document]
    return document


def seen_by_the_collector() -> int:
    return sum(type(each) is Recorded for each in gc.get_objects())


def test_a_document_whose_notes_lead_back_to_it_is_collected() -> None:
    gc.collect()
    before = seen_by_the_collector()
    documents = [noted(number) for number in range(10)]
    assert seen_by_the_collector() == before + 10
    del documents
    gc.collect()
    assert seen_by_the_collector() == before


def test_what_goes_from_the_cache_waits_for_no_collector(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recall, "_KEPT_MAX", 3)
    documents = [noted(number) for number in range(5)]
    kept = Recall(MemoryStore())
    kept.keep(documents)
    kept.trim()
    assert [bool(vars(one)) for one in documents] == [False, False, True, True, True]
    kept.forget()
    assert not any(map(vars, documents))


def test_nothing_of_what_was_added_is_left_in_memory(home: Home) -> None:
    gc.collect()
    before = seen_by_the_collector()
    recorder = Recorder(home)
    assert len(list(recorder.add(trade_intakes(1, 2)))) == len(trade_intakes(1, 2))
    gc.collect()
    assert seen_by_the_collector() == before
