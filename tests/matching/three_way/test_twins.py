"""Documents that are the same but for their number: of very many on one day, only what is named is linked."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching import Desk
from counterfoil.matching.three_way.around import Around
from counterfoil.matching.three_way.concern import latest
from counterfoil.matching.three_way.inference import THREE_WAY
from counterfoil.matching.three_way.papers import Paper
from counterfoil.matching.three_way.scene import Known, Scene
from counterfoil.matching.three_way.twins import TWINS_MAX, twins_among
from counterfoil.model.summary import Recorded, Reference
from matching.made import DAY, credit_note, invoice, item, order, receipt, ref, told

BOARD = item("1", "2", name="Oak board", seller_item="A-100")


def receipts(count: int, *references: Reference) -> list[Recorded]:
    """Receipts of one day that are the same but for their number."""
    return [receipt(f"R-{100 + n}", BOARD, references=references) for n in range(count)]


def ordered(number: str) -> Recorded:
    """An order of all that the receipts bring."""
    return order(number, item("1", "1000", name="Oak board", seller_item="A-100"))


def papers(documents: Sequence[Recorded], new: Sequence[Recorded] = ()) -> tuple[Around, list[Paper]]:
    """Documents made ready for comparison, and what stands around them."""
    scene = Scene(Known(Desk(documents, (), (THREE_WAY,), new=[one.id for one in new])))
    return Around(scene), [paper for one in documents if (paper := scene.paper(one)) is not None]


@pytest.mark.parametrize(("count", "linked"), [(TWINS_MAX, TWINS_MAX), (TWINS_MAX + 1, 0)])
def test_as_many_as_can_be_told_by_their_lines(count: int, linked: int) -> None:
    assert len(told([ordered("PO-4711"), *receipts(count)], "receives")) == linked


def test_what_twins_name_they_still_take_from() -> None:
    documents = [ordered("PO-4711"), ordered("PO-9000"), *receipts(TWINS_MAX + 1, ref("contract", "4711"))]
    links = told(documents, "receives")
    assert len(links) == TWINS_MAX + 1
    assert all("PO-4711" in link for link in links)


def test_of_twins_the_one_that_is_named_is_credited() -> None:
    bills = [invoice(f"INV-20{n:02}", BOARD) for n in range(TWINS_MAX + 1)]
    unnamed, named = credit_note("CN-1", BOARD), credit_note("CN-1", BOARD, references=(ref("contract", "INV 2007"),))
    assert told([*bills, unnamed], "credits") == []
    assert [link.split()[2] for link in told([*bills, named], "credits")] == ["INV-2007:1?"]


def test_a_twin_that_names_what_another_would_take_is_its_rival() -> None:
    """One receipt is of another day and names nothing; the twins name the order, of which one delivery is left."""
    small = order("PO-4711", item("1", "2", name="Oak board", seller_item="A-100"))
    alone = receipt("R-1", BOARD, issued=DAY.replace(day=5))
    assert len(told([small, alone], "receives")) == 1
    links = told([small, alone, *receipts(TWINS_MAX + 1, ref("contract", "4711"))], "receives")
    assert all(not link.startswith("receives R-1:") for link in links)


@given(st.lists(st.tuples(st.sampled_from(["A", "B"]), st.integers(0, 2)), max_size=60))
def test_twins_are_counted_by_kind_day_and_all_that_they_say(made: list[tuple[str, int]]) -> None:
    documents = [
        receipt(f"R-{n}", item("1", name=name), issued=DAY.replace(day=2 + day)) for n, (name, day) in enumerate(made)
    ]
    _, there = papers(documents)
    expected = {one.id for one, key in zip(documents, made, strict=True) if made.count(key) > TWINS_MAX}
    assert twins_among(there) == expected


def test_one_that_comes_had_twins_if_there_were_too_many_before() -> None:
    for before, had in ((TWINS_MAX, False), (TWINS_MAX + 1, True)):
        documents = receipts(before + 1)
        around, there = papers(documents, new=documents[-1:])
        assert around.had_twins(there[-1]) is had
        assert not around.had_twins(there[0])  # it was there before
    around, there = papers(receipts(3), new=receipts(3))
    assert not around.had_twins(there[0])


def test_one_more_twin_touches_only_who_names_it() -> None:
    bills = [invoice(f"INV-20{n:02}", BOARD) for n in range(TWINS_MAX + 2)]
    last, unnamed = bills[-1], credit_note("CN-1", BOARD)
    named = credit_note("CN-2", BOARD, references=(ref("contract", "INV 2025"),))

    def touched(*documents: Recorded) -> set[bytes]:
        desk = Desk(documents, (), (THREE_WAY,), new=[last.id])
        return {unit.id for unit in THREE_WAY.near(last, desk)}

    assert touched(*bills[1:], unnamed) == {last.id, unnamed.id}
    assert touched(*bills, unnamed) == {last.id}
    assert touched(*bills, unnamed, named) == {last.id, named.id, unnamed.id}  # who has a rival now


def test_the_latest_are_counted_for_each_kind() -> None:
    documents = [receipt(f"R-{n}", BOARD, issued=DAY.replace(day=2 + n)) for n in range(4)]
    documents += [invoice(f"INV-{n}", BOARD, issued=DAY.replace(day=9 + n)) for n in range(3)]
    _, there = papers(documents)
    assert [one.document.summary.number for one in latest(there, 2)] == ["R-2", "R-3", "INV-1", "INV-2"]
    assert latest(there, 7) is there
