"""What has the very same lines is found at once: what else is open with the partner is not even looked at."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest

from counterfoil.matching import FILINGS, INFERENCES, MATCHERS, THREE_WAY, Desk, Unit
from counterfoil.matching.three_way.inference import places
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import DAY, credit_note, invoice, item, order, receipt, ref, told, trade


def board(quantity: str | None = "10", number: str = "B-100", **terms: Any) -> TradeLine:
    """A line for boards."""
    return item("1", quantity, **{"name": "Oak board", "seller_item": number, **terms})


def days(number: int) -> date:
    return DAY + timedelta(days=number)


def keys(*lines: TradeLine) -> set[str]:
    """The timelines of an order by its lines."""
    return {key for key, _ in places(order("PO-1", *lines)) if key.startswith("lines|")}


class Counting(Desk):
    """A desk that counts the documents that it shows."""

    shown = 0

    def placed(self, key: str, first: date, last: date, limit: int) -> Sequence[Recorded]:
        found = super().placed(key, first, last, limit)
        self.shown += len(found)
        return found


def shown(others: int, asking: Recorded, quantity: str = "10") -> int:
    """How many documents are looked at to link one, beside so many open orders for other quantities of its article."""
    papers = [order(f"PO-{n}", board(str(100 + n)), issued=days(n % 20)) for n in range(others)]
    desk = Counting([*papers, order("PO-X", board(quantity)), asking], MATCHERS, INFERENCES, filings=FILINGS)
    THREE_WAY.links([Unit(asking.id)], desk)
    return desk.shown


def test_what_is_looked_at_does_not_grow_with_what_is_open() -> None:
    bill = invoice("INV-1", board(), issued=days(12))
    itself_and_the_order = 2
    assert shown(200, bill) == shown(2, bill) == itself_and_the_order


def test_without_the_very_same_lines_all_is_looked_at() -> None:
    assert shown(200, invoice("INV-1", board(), issued=days(12)), quantity="11") > 200


def test_who_names_something_is_looked_up_among_all() -> None:
    said = invoice("INV-1", board(), issued=days(12), notes=("Ihre Bestellung 4711",))
    assert shown(200, said) > 200


def test_quantities_are_the_same_however_they_are_written() -> None:
    assert keys(board("10.0")) == keys(board("10")) == keys(board("1E+1")) != keys(board("1"))
    assert keys(board(unit="MTR")) != keys(board()) != keys(board(number="B-200"))


def test_each_kind_of_number_that_all_lines_tell_is_a_way_to_be_found() -> None:
    assert len(keys(board(standard_item="4012345000009", buyer_item="77-1"))) == 3
    assert len(keys(board(standard_item="4012345000009"), board())) == 1
    assert keys(board(), item("2", "5", name="Fracht")) == keys(board())
    assert keys(board(), item("2", "5", name="Screw")) == set()


@pytest.mark.parametrize("quantity", [None, "0", "-10"])
def test_lines_that_ask_for_nothing_are_no_way_to_be_found(quantity: str | None) -> None:
    assert keys(board(quantity)) == keys(item("1", "10", name="Fracht")) == set()


def test_what_is_billed_already_is_not_what_is_meant() -> None:
    papers = [
        order("PO-1", board(), issued=days(0)),
        invoice("INV-1", item("1", "10", ref(kinds.ORDER, "PO-1", "1"), seller_item="B-100"), issued=days(3)),
        order("PO-2", board("12"), issued=days(5)),
        invoice("INV-2", board(), issued=days(9)),
    ]
    assert told(papers, "bills") == ["bills INV-1:1 PO-1:1", "bills INV-2:1 PO-2:1?"]


def test_what_was_sent_in_the_same_quantity_leads_to_the_order_for_more() -> None:
    papers = [
        order("PO-1", board("25"), issued=days(0)),
        trade(
            kinds.DESPATCH_ADVICE,
            "DA-1",
            item("1", "10", ref(kinds.ORDER, "PO-1", "1"), seller_item="B-100"),
            issued=days(6),
        ),
        invoice("INV-1", board(), issued=days(8)),
    ]
    assert told(papers, "bills") == ["bills INV-1:1 PO-1:1?"]


def test_a_receipt_of_just_what_was_ordered_may_be_of_more_that_was_sent() -> None:
    assert shown(40, receipt("RA-1", board(), issued=days(12))) > 40


def test_a_receipt_of_just_what_was_sent() -> None:
    papers = [
        trade(kinds.DESPATCH_ADVICE, "DA-1", board(), issued=days(1)),
        trade(kinds.DESPATCH_ADVICE, "DA-2", board("12"), issued=days(2)),
        receipt("RA-1", board(), issued=days(3)),
    ]
    assert told(papers, "receives") == ["receives RA-1:1 DA-1:1?"]


def test_of_two_that_ask_for_the_same_each_gets_one() -> None:
    papers = [
        order("PO-1", board(), issued=days(0)),
        order("PO-2", board(), issued=days(30)),
        invoice("INV-1", board(), issued=days(11)),
        invoice("INV-2", board(), issued=days(42)),
    ]
    assert told(papers, "bills") == ["bills INV-1:1 PO-1:1?", "bills INV-2:1 PO-2:1?"]


def test_a_credit_note_of_all_lines_means_the_invoice_that_has_them() -> None:
    papers = [
        invoice("INV-1", board(), issued=days(0)),
        invoice("INV-2", board("40"), issued=days(1)),
        credit_note("CN-1", board(), issued=days(6)),
    ]
    assert told(papers, "credits") == ["credits CN-1:1 INV-1:1?"]


def test_a_number_in_a_name_counts_unless_there_it_is_called_so_too() -> None:
    called = order("PO-77001", board(name="Oak board 4x120"), issued=days(0))
    other = order("PO-88002", board("12"), issued=days(0))
    same = invoice("INV-1", board(name="Oak board 4x120"), issued=days(9))
    assert told([called, other, same], "bills") == ["bills INV-1:1 PO-77001:1?"]
    naming = invoice("INV-1", board(name="Oak board, PO-88002"), issued=days(9))
    assert told([called, other, naming], "bills") == ["bills INV-1:1 PO-88002:1?"]


def test_a_number_in_the_note_of_a_line_counts() -> None:
    papers = [order("PO-77001", board(), issued=days(0)), order("PO-88002", board("12"), issued=days(0))]
    noted = invoice("INV-1", board(note="PO-88002"), issued=days(9))
    assert told([*papers, noted], "bills") == ["bills INV-1:1 PO-88002:1?"]
    plain = invoice("INV-1", board(note="oiled"), issued=days(9))
    assert told([*papers, plain], "bills") == ["bills INV-1:1 PO-77001:1?"]
