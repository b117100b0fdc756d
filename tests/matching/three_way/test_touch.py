"""A document that comes touches those open ones that could see it, or what it changes, and no others."""

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal

import msgspec
import pytest

from counterfoil.matching import MATCHERS, THREE_WAY, Desk
from counterfoil.matching.three_way import answer
from counterfoil.matching.three_way.around import Around
from counterfoil.matching.three_way.papers import Step
from counterfoil.matching.three_way.scene import Scene
from counterfoil.matching.three_way.touch import touched_by
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import DAY, billing, credit_note, invoice, item, order, receipt, ref, trade

BOARD = item("1", "10", name="Oak board")
SCREW = item("1", "10", name="Screw")


def bill(number: str = "INV-1", *lines: TradeLine, days: int = 0) -> Recorded:
    """An invoice that names nothing."""
    return invoice(number, *(lines or (BOARD,)), issued=DAY + timedelta(days=days))


def touched(came: Recorded, *others: Recorded) -> set[bytes]:
    """What a document touches beside itself."""
    return {unit.id for unit in THREE_WAY.near(came, Desk([came, *others], MATCHERS, (THREE_WAY,)))} - {came.id}


def ordered(days: int, number: str = "PO-9") -> Recorded:
    """An order that comes so many days after the first invoice."""
    return order(number, BOARD, issued=DAY + timedelta(days=days))


def test_an_order_touches_the_invoices_that_may_be_for_it() -> None:
    first = bill()
    for days, is_touched in ((-170, True), (0, True), (10, True), (11, False), (200, False)):
        assert touched(ordered(days), first) == ({first.id} if is_touched else set())


def test_and_those_with_a_rival_that_may() -> None:
    first, rival = bill(), bill("INV-2", days=30)
    assert touched(ordered(40), first, rival) == {first.id, rival.id}
    assert touched(ordered(41), first, rival) == set()
    late = bill("INV-3", days=31)
    assert touched(ordered(41), first, late) == {late.id}


def test_and_those_that_are_told_by_a_receipt_that_may() -> None:
    first, other = bill(), bill("INV-2", SCREW)
    received = receipt("RA-1", BOARD, issued=DAY + timedelta(days=10))
    assert touched(ordered(20), first, other, received) == {first.id, received.id}
    assert touched(ordered(21), first, other, received) == set()


def test_but_none_that_is_about_other_goods() -> None:
    assert touched(ordered(0), bill("INV-1", SCREW)) == set()


def test_alike_names_count_only_where_no_number_tells_the_goods_apart() -> None:
    numbered = item("1", "10", name="Oak board", seller_item="A-100", amount="20")
    there = order("PO-9", numbered, issued=DAY)
    for changes, is_touched in (
        ({"seller_item": "A-200", "quantity": Decimal(3), "amount": Decimal(6)}, False),
        ({"seller_item": "A-200"}, True),  # just that quantity: it may be a number that was mistyped
        ({"seller_item": None, "buyer_item": "B-7", "quantity": Decimal(3), "amount": Decimal(6)}, True),
        ({"seller_item": "A-100", "name": "Planks", "quantity": Decimal(3), "amount": Decimal(6)}, True),
    ):
        first = bill("INV-1", msgspec.structs.replace(numbered, **changes))
        assert touched(there, first) == ({first.id} if is_touched else set())


def test_a_number_is_as_good_as_goods() -> None:
    first = invoice("INV-1", SCREW, issued=DAY, notes=("Ihre Bestellung PO-47110",))
    assert touched(ordered(0, "PO-47110"), first) == {first.id}
    assert touched(ordered(0, "PO-48220"), first) == set()


def test_what_is_billed_by_name_is_gone_for_others() -> None:
    paid = invoice("INV-2", *billing("1", name="Oak board"), issued=DAY)
    first = bill()
    assert touched(paid, first, order("PO-1", BOARD, issued=DAY - timedelta(days=9))) == {first.id}


def test_a_credit_note_touches_those_that_could_bill_again_what_it_takes_back() -> None:
    there = order("PO-1", BOARD, issued=DAY - timedelta(days=9))
    billed = invoice("INV-2", *billing("1", name="Oak board"), issued=DAY - timedelta(days=5))
    first = bill(days=60)
    back = credit_note("CN-1", BOARD, issued=DAY + timedelta(days=70), references=(ref("invoice", "INV-2"),))
    assert touched(back, there, billed, first) == {first.id}


def test_invoices_of_a_partner_without_orders_touch_only_its_credit_notes() -> None:
    back = credit_note("CN-1", BOARD, issued=DAY)
    assert touched(bill("INV-2", days=-1), bill(), back) == {back.id}


def test_an_invoice_that_names_a_receipt_is_touched_by_what_the_despatch_behind_it_belongs_to() -> None:
    despatch = trade("despatch-advice", "DA-1", item("1", "10", ref("order", "PO-1", "1"), name="Planks"), issued=DAY)
    received = receipt("RA-1", item("1", "10", ref("despatch-advice", "DA-1", "1")), issued=DAY)
    first = invoice("INV-1", item("1", "10", ref("receipt-advice", "RA-1", "1"), name="Screw"), issued=DAY)
    assert first.id in touched(despatch, received, first, order("PO-1", item("1", "10", name="Timber"), issued=DAY))


def test_who_names_what_comes_leaves_more_to_its_rivals() -> None:
    """The despatch is about other goods, and comes much later than the invoice that named it in advance."""
    goods = item("1", name="Varnish", seller_item="V-1")
    came = trade("despatch-advice", "D-4711", goods, issued=DAY + timedelta(days=26))
    naming, rival = invoice("INV-1", BOARD, references=(ref("despatch-advice", "D-4711"),)), bill("INV-2")
    for new, others in (([came.id], {naming.id, rival.id}), ([came.id, naming.id], {naming.id})):
        desk = Desk([order("PO-1", BOARD), naming, rival, came], (), (THREE_WAY,), new=new)
        assert {unit.id for unit in THREE_WAY.near(came, desk)} == {came.id, *others}


def test_what_names_a_document_is_touched_by_it_whatever_its_kind() -> None:
    """The number is one digit off that of another, for which it was taken as long as its own was not there."""
    naming = invoice("INV-1", BOARD, references=(ref("order-change", "PC-4031"),))
    for kind, is_touched in (("order-change", True), ("order-response", False)):
        came = trade(kind, "PC-4031", SCREW, issued=DAY + timedelta(days=90))
        assert touched(came, naming) == ({naming.id} if is_touched else set())


def test_those_who_name_one_number_are_each_asked_once_whom_they_touch(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = []

    def counted(document: Recorded, step: Step, scene: Scene, around: Around) -> Collection[bytes]:
        asked.append(document.id)
        return touched_by(document, step, scene, around)

    monkeypatch.setattr(answer, "touched_by", counted)
    many = [invoice(f"INV-{place}", SCREW, references=(ref("order", "PO-9"),)) for place in range(9)]
    same = [ordered(days) for days in range(5)]
    desk = Desk([*many, *same], MATCHERS, (THREE_WAY,))
    near = {one.id: {unit.id for unit in THREE_WAY.near(one, desk)} for one in (*same, *many)}
    assert sorted(asked) == sorted(one.id for one in (*same, *many))
    assert all({one.id for one in many} <= near[one.id] for one in same)
