"""The garbage collector stands back for one document, and nothing stays that only it would find."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

import counterfoil
from counterfoil.flow.collection import seldom_collected, uncollected

GOLDEN = Path(__file__).parents[1] / "golden"


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    assert gc.isenabled()
    yield
    gc.enable()


def test_the_collector_stands_back_and_comes_again() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():  # another thread, or a document within a document
            assert not gc.isenabled()
        assert not gc.isenabled()
    assert gc.isenabled()


def test_the_collector_comes_again_after_an_error() -> None:
    with pytest.raises(ValueError, match="broken"), uncollected():
        raise ValueError("broken")
    assert gc.isenabled()


def test_a_collector_that_the_program_has_turned_off_stays_off() -> None:
    gc.disable()
    with uncollected():
        assert not gc.isenabled()
    assert not gc.isenabled()


def test_over_many_documents_the_collector_comes_seldom() -> None:
    before = gc.get_threshold()
    with seldom_collected():
        assert gc.isenabled()
        assert gc.get_threshold()[0] > before[0]
    assert gc.get_threshold() == before
    with pytest.raises(ValueError, match="broken"), seldom_collected():
        raise ValueError("broken")
    assert gc.get_threshold() == before


@pytest.mark.parametrize("objects", [0, 10_000_000])
def test_a_collector_that_the_program_has_set_to_come_never_or_more_seldom_stays_so(objects: int) -> None:
    before = gc.get_threshold()
    gc.set_threshold(objects, *before[1:])
    try:
        with seldom_collected():
            assert gc.get_threshold() == (objects, *before[1:])
    finally:
        gc.set_threshold(*before)


@pytest.mark.parametrize("name", ["rules/ubl.xml", "rules/cii.xml", "rules/peppol/invoice.xml", "cii/extended.xml"])
def test_a_document_that_was_checked_leaves_no_circles_behind(name: str) -> None:
    data = (GOLDEN / name).read_bytes()
    for _ in range(3):  # what is made once, for all documents that are laid out like this one
        counterfoil.check(data)
    gc.collect()
    gc.disable()
    counterfoil.check(data)
    assert gc.collect() == 0
