"""A payment that came back, where the bank gives its end-to-end id and not what it was for."""

from datetime import timedelta
from itertools import permutations

import pytest

from counterfoil.model.summary import Recorded
from matching.made import DAY, SELLER, Record, entry, invoice, statement, told

ID = "DD5878441"
BILL = invoice("INV-1001", issued=DAY - timedelta(days=9))


def _moved(amount: str, text: str, day: int, id: str | None = ID) -> Recorded:
    line = entry(amount, text, booked=DAY + timedelta(days=day), end_to_end_id=id, counterparty=SELLER)
    return statement(line, number=f"S-{day}", issued=DAY + timedelta(days=day))


DEBITED = _moved("-100.00", "Rechnung INV-1001", 1)
RETURNED = _moved("100.00", "Rücklastschrift AC04", 5)
PAID = _moved("-100.00", "Rechnung INV-1001", 9, id=None)


def test_what_came_back_is_taken_from_what_the_payment_had_named() -> None:
    record = Record(BILL, DEBITED, RETURNED, PAID)
    assert record.told("pays") == [
        "pays S-1:1 INV-1001 100.00",
        "pays S-5:1 INV-1001 -100.00",
        "pays S-9:1 INV-1001 100.00",
    ]
    assert record.faults() == []
    (back,) = (one for one in record.links if one.source.id == RETURNED.id)
    assert back.evidence == (
        "names INV-1001 as remittance text of the payment that came back",
        "the other side of the entry is the partner",
        "the payment came back",
    )


def test_a_fee_beside_what_came_back_is_no_part_of_it() -> None:
    back = _moved("103.50", "Retoure SEPA Lastschrift", 5)
    assert "pays S-5:1 INV-1001 -100" in told([BILL, DEBITED, back])


def test_what_comes_back_in_the_order_of_arrival() -> None:
    papers = (BILL, DEBITED, RETURNED, PAID)
    expected = told(papers)
    assert all(told(order) == expected for order in permutations(papers))


@pytest.mark.parametrize(
    "back",
    [
        _moved("100.00", "Gutschrift", 5),  # nothing says that it came back
        _moved("100.00", "Rücklastschrift", 5, id="DD1"),
        _moved("100.00", "Rücklastschrift", 5, id=None),
        _moved("90.00", "Rücklastschrift", 5),
        _moved("160.00", "Rücklastschrift", 5),
        _moved("-100.00", "Rücklastschrift", 5),
        _moved("100.00", "Rücklastschrift", 0),  # before it was paid
    ],
)
def test_what_is_no_return_of_the_payment(back: Recorded) -> None:
    assert not [one for one in told([BILL, DEBITED, back], "pays") if one.startswith(f"pays {back.summary.number}:")]


def test_of_two_payments_with_one_id_neither_is_taken_back() -> None:
    other = _moved("-100.00", "Rechnung INV-1002", 2)
    second = invoice("INV-1002", issued=DAY - timedelta(days=8))
    assert told([BILL, second, DEBITED, other, RETURNED], "pays") == [
        "pays S-1:1 INV-1001 100.00",
        "pays S-2:1 INV-1002 100.00",
    ]


def test_of_too_many_returns_under_one_id_none_is_told_by_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the payment none of them would be found, so none may find the payment."""
    again = _moved("100.00", "Rücklastschrift AC04", 6)
    assert "pays S-5:1 INV-1001 -100.00" in told([BILL, DEBITED, RETURNED, again], "pays")
    monkeypatch.setattr("counterfoil.matching.desk.CANDIDATES_MAX", 1)
    assert told([BILL, DEBITED, RETURNED, again], "pays") == ["pays S-1:1 INV-1001 100.00"]
