"""What payers write and reckon slightly wrong: words grown together, amounts mistyped, a number of somebody else."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching.cash.discount import discounts_of
from counterfoil.model.summary import Recorded, TradeSummary
from matching.made import DAY, OTHER, SELLER, Record, entry, invoice, party, statement, told

TO: dict[str, Any] = {"counterparty": SELLER}


def paid(number: str, amount: str, text: str, days: int = 20, **terms: Any) -> Recorded:
    """A statement of one payment to the seller, so many days after the invoices."""
    booked = DAY + timedelta(days=days)
    return statement(entry(amount, text, booked=booked, **(TO | terms)), number=number, issued=booked)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("IN002340", "RGIN002340 Zahlung"),
        ("R2026-02586", "Payment of invoiceR2026-02586 Thank you"),
        ("01162-26", "FACT01162-26 Règlement"),
        ("IN000156", "FakturaIN000156 Betaling"),
        ("4711123", "RechnungNr4711123"),
        ("AR-006788", "facture n°AR-006788 Paiement"),
        ("F20263991", "Fact. noF20263991"),
        ("20263991", "n°20263991"),
    ],
)
def test_a_number_behind_a_word_with_nothing_between(number: str, text: str) -> None:
    """It is named in full: of two such payments the first pays, however the second writes it."""
    papers = [invoice(number), paid("S-1", "-100", text), paid("S-2", "-100", number, 25)]
    assert told(papers, "pays") == [f"pays S-1:1 {number} 100", f"pays S-2:1 {number} 0?"]


def test_a_share_behind_a_number_is_no_further_number() -> None:
    """It is no list, in which the last digits of another invoice stand."""
    record = Record(invoice("RE002898", payable="4612.56"), paid("S-1", "-4474.18", "Rechn. RE002898 - 3%"))
    assert record.told("pays") == ["pays S-1:1 RE002898 4474.18"]
    assert [one.split()[0] for one in record.faults()] == ["short-paid"]


@pytest.mark.parametrize("text", ["Erstattung 2564", "Aterbetalning 2564", "Ruckzahlung 2564"])
def test_a_short_number_is_enough_for_all_that_came_back(text: str) -> None:
    papers = [invoice("2564", payable="7734.55"), paid("S-1", "-7734.55", "Rechnung 2564")]
    assert told([*papers, paid("S-2", "7734.55", text, 26)], "pays") == [
        "pays S-1:1 2564 7734.55",
        "pays S-2:1 2564 -7734.55",
    ]
    assert told([*papers, paid("S-2", "7734.00", text, 26)], "pays") == ["pays S-1:1 2564 7734.55"]


@pytest.mark.parametrize(
    ("issued", "last"),
    [
        (date(2026, 3, 2), date(2026, 3, 12)),  # a Thursday
        (date(2026, 3, 3), date(2026, 3, 13)),  # a Friday
        (date(2026, 3, 4), date(2026, 3, 16)),  # a Saturday
        (date(2026, 3, 5), date(2026, 3, 16)),  # a Sunday
    ],
)
def test_a_discount_until_a_weekend_may_be_taken_on_the_monday_behind_it(issued: date, last: date) -> None:
    (one,) = discounts_of(TradeSummary(document="invoice", payment_terms="2/10 net 30"))
    assert one.last_day(issued) == last
    terms = f"2 % Skonto bis {(issued + timedelta(days=10)).strftime('%d.%m.%Y')}"
    (other,) = discounts_of(TradeSummary(document="invoice", payment_terms=terms))
    assert other.last_day(None) == last


@pytest.mark.parametrize(
    ("due", "amount", "is_sure"),
    [
        ("740.33", "1480.66", True),  # twice
        ("740.33", "1480.67", False),
        ("74.02", "174.02", True),  # not much
        ("74.02", "174.03", False),
        ("159.81", "519.81", True),  # two digits changed places
        ("159.81", "529.81", False),
        ("159.81", "591.18", False),
        ("159.81", "951.81", False),
        ("159.81", "1598.10", False),
    ],
)
def test_too_much_by_mistake(due: str, amount: str, is_sure: bool) -> None:
    record = Record(invoice("RE-2026-77881", payable=due), paid("S-1", f"-{amount}", "RE-2026-77881"))
    assert [(link.amount, link.confidence) for link in record.links] == [
        (Decimal(amount), Decimal("0.97" if is_sure else "0.8"))
    ]
    assert bool(record.faults("over-paid")) == is_sure


def test_what_is_paid_twice_by_its_number_leaves_another_of_the_amount_to_whoever_names_nothing() -> None:
    papers = [invoice("RE-2026-1001", payable="435.36"), invoice("RE-2026-1002", payable="435.36", copy=1)]
    papers += [paid("S-1", "-435.36", "RE-2026-1001"), paid("S-2", "-435.36", "RE-2026-1001", 22)]
    mute = paid("S-3", "-435.36", "Zahlung", 28)
    links = Record(*papers, mute).links
    assert [link.confidence for link in links if link.source.id == mute.id] == [Decimal("0.99")]
    assert [link.amount for link in links if link.source.id == papers[-1].id] == [0]
    assert "pays S-2:1 RE-2026-1002 435.36?" in told(papers, "pays")


def test_the_number_of_a_strangers_invoice_that_was_paid_is_no_second_payment_of_it() -> None:
    """Unless it is just its amount, or nothing tells who was paid."""
    settled = invoice("IN-000299", payable="67.30", seller=OTHER)
    papers = [settled, *(invoice(number, payable="822.85") for number in ("IN-000929", "IN-000943"))]
    papers.append(paid("S-1", "-67.30", "IN-000299", counterparty=OTHER))
    mistyped = paid("S-2", "-822.85", "IN-000299")
    assert Record(*papers, mistyped).faults("duplicate-payment") == []
    again = paid("S-2", "-67.30", "IN-000299", 25, counterparty=party("Stadtwerke"))
    assert Record(*papers, again).faults("duplicate-payment") != []
    of_nobody = paid("S-2", "-50.00", "IN-000299", counterparty=None)
    assert Record(*papers, of_nobody).faults("duplicate-payment") != []


def test_digits_are_compared_to_the_cent() -> None:
    record = Record(invoice("RE-2026-77881", payable="100.00"), paid("S-1", "-1000.00", "RE-2026-77881"))
    assert [link.confidence for link in record.links] == [Decimal("0.8")]


@pytest.mark.parametrize(("amount", "is_sure"), [("-120.98", False), ("-123.45", False), ("-121.00", True)])
def test_the_number_of_one_invoice_with_what_another_asks_for_less_discount(amount: str, is_sure: bool) -> None:
    papers = [
        invoice("03178-26", payable="3873.44"),
        invoice("03168-26", payable="123.45", payment_terms="2/10 net 30"),
    ]
    links = Record(*papers, paid("S-1", amount, "03178-26", 5)).links
    sure = [link.target.id for link in links if link.confidence >= Decimal("0.95")]
    assert (papers[0].id in sure) == is_sure


@pytest.mark.parametrize(("amount", "is_sure"), [("-2310.52", False), ("-2357.67", False), ("-2310.53", True)])
def test_too_much_for_one_invoice_that_is_what_another_asks_for(amount: str, is_sure: bool) -> None:
    papers = [
        invoice("AR-001654", payable="1224.39"),
        invoice("AR-001653", payable="2357.67", payment_terms="2/10 net 30"),
    ]
    links = Record(*papers, paid("S-1", amount, "AR-001654", 5)).links
    sure = [link.target.id for link in links if link.confidence >= Decimal("0.95")]
    assert (papers[0].id in sure) == is_sure
