"""Lines of which nothing was received, where receipts are kept, and goods received that nobody billed."""

from datetime import date
from typing import Any

import pytest

from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeLine
from matching.made import (
    OTHER,
    SELLER,
    US,
    Record,
    billing,
    credit_note,
    invoice,
    item,
    order,
    party,
    receipt,
    ref,
    trade,
)

PO, DA, RA, INV = kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE, kinds.INVOICE
KEPT = receipt("RA-0", item("1", "1", ref(PO, "PO-0", "1")), issued=date(2026, 2, 1))
"""A receipt of something else: so receipts are kept."""
BEFORE = order("PO-0", item("1", "1"), issued=date(2026, 1, 20))


def missing(*papers: Recorded) -> list[str]:
    """What is said of goods that were not received."""
    return Record(*papers).faults("not-received")


def bill(*lines: TradeLine, **terms: Any) -> Recorded:
    """An invoice on line 1 of the order."""
    return invoice("INV-1", *(lines or billing("1")), **{"issued": date(2026, 3, 2), **terms})


def taken(quantity: str | None = "10", number: str = "RA-1", line: str = "1", **terms: Any) -> Recorded:
    """A receipt of a line of the order."""
    return receipt(number, item("1", quantity, ref(PO, "PO-1", line)), **{"issued": date(2026, 3, 3), **terms})


def test_nothing_was_received_of_a_line() -> None:
    papers = [BEFORE, KEPT, order(), bill()]
    assert missing(*papers) == ["not-received INV-1:1 10 0 20.00"]
    (one,) = (one for one in Record(*papers).discrepancies() if one.code == "not-received")
    assert (one.since, one.why, one.currency) == (date(2026, 3, 2), ("names line 1 of order PO-1",), "EUR")
    assert missing(*papers, taken("8")) == []
    assert missing(*papers, taken("0")) == []


def test_who_keeps_no_receipts_misses_none() -> None:
    assert missing(order(), bill()) == []
    late = receipt("RA-0", item("1", "1", ref(PO, "PO-0", "1")), issued=date(2027, 3, 2))
    assert missing(BEFORE, late, order(), bill()) != []
    too_late = receipt("RA-0", item("1", "1", ref(PO, "PO-0", "1")), issued=date(2027, 3, 3))
    assert missing(BEFORE, too_late, order(), bill()) == []
    of_another = receipt("RA-0", item("1", "1"), issued=date(2026, 2, 1), seller=OTHER)
    assert missing(of_another, order(), bill()) == []


def test_a_namesake_does_not_tell_whether_receipts_are_kept() -> None:
    def of_namesakes(count: int, **terms: Any) -> list[Recorded]:
        namesake = party("Sägewerk Tannhof AG", **terms)
        day = date(2026, 2, 2)
        return [receipt(f"RA-{n}", item("1", "1"), issued=day, seller=namesake) for n in range(count)]

    ours = party("Sägewerk Tannhof GmbH", vat="DE129273398")
    papers = [order(seller=ours), bill(seller=ours)]
    for count in (1, 4, 9):
        assert missing(*papers, *of_namesakes(count)) == []
    kept = receipt("RA-K", item("1", "1"), issued=date(2026, 2, 1), seller=ours)
    assert missing(*papers, kept, *of_namesakes(9)) != []
    by_name = receipt("RA-K", item("1", "1"), issued=date(2026, 2, 1), seller=party("Sägewerk Tannhof GmbH"))
    assert missing(*papers, by_name, *of_namesakes(9)) != []


@pytest.mark.parametrize(
    "line",
    [
        item("1", "10", ref(PO, "PO-1", "1"), unit="HUR"),
        item("1", "10", ref(PO, "PO-1", "1"), name="Freight"),
        item("1", "-10", ref(PO, "PO-1", "1")),
        item("1", None, ref(PO, "PO-1", "1")),
        item("1", "10"),
    ],
)
def test_work_and_freight_and_what_is_not_known_are_not_missed(line: TradeLine) -> None:
    assert missing(BEFORE, KEPT, order("PO-1", item("1", unit=line.unit)), bill(line)) == []


def test_nothing_is_said_in_doubt_or_where_it_was_given_back() -> None:
    papers = [BEFORE, KEPT, order(), bill()]
    assert missing(*papers, receipt("RA-9", references=(ref(PO, "PO-1"),))) == []
    assert missing(*papers, receipt("RA-9", item("1", "2"), references=(ref(PO, "PO-1"),))) == []
    assert missing(*papers, credit_note("CN-1", item("1", "10", ref(INV, "INV-1", "1")))) == []


def test_only_what_is_billed_to_us_is_missed() -> None:
    sold = trade(PO, "PO-1", item("1"), seller=US, buyer=SELLER, role="seller")
    ours = trade(INV, "I-1", *billing("1"), seller=US, buyer=SELLER, role="seller", payable="20")
    theirs = trade(RA, "RA-0", item("1", "1"), seller=US, buyer=SELLER, role="seller")
    assert missing(sold, ours, theirs) == []


# --- Received, not invoiced -------------------------------------------------------------------------------------------


def uninvoiced(*papers: Recorded) -> list[str]:
    """What is said of goods that were received and not invoiced."""
    return Record(*papers).faults("received-not-invoiced")


def test_goods_that_nobody_billed_are_told_with_their_value() -> None:
    assert uninvoiced(order(), taken("8")) == ["received-not-invoiced RA-1:1 8 0 16.00"]
    (one,) = Record(order(), taken("8")).discrepancies()
    assert (one.since, one.currency, one.others) == (date(2026, 3, 3), "EUR", (order().id,))
    assert one.why == ("names line 1 of order PO-1",)
    assert uninvoiced(order(), taken("8"), bill(*billing("1", quantity="5"))) == [
        "received-not-invoiced RA-1:1 8 5 6.00"
    ]
    assert uninvoiced(order(), taken("8"), bill(*billing("1", quantity="8"))) == []
    assert uninvoiced(order(), taken("8"), bill()) == []


def test_since_is_the_day_on_which_the_goods_came() -> None:
    def since(**terms: Any) -> date | None:
        line = item("1", "8", ref(PO, "PO-1", "1"), **({"delivered": terms.pop("on")} if "on" in terms else {}))
        (one,) = Record(order(), receipt("RA-1", line, issued=date(2026, 3, 9), **terms)).discrepancies()
        return one.since

    assert since() == date(2026, 3, 9)
    assert since(delivered=date(2026, 3, 7)) == date(2026, 3, 7)
    assert since(delivered=date(2026, 3, 7), on=date(2026, 3, 6)) == date(2026, 3, 6)


def test_what_came_first_is_billed_first() -> None:
    papers = [order(), taken("4"), taken("6", "RA-2", issued=date(2026, 3, 5))]
    assert uninvoiced(*papers, bill(*billing("1", quantity="5"))) == ["received-not-invoiced RA-2:1 6 1 10.00"]
    assert uninvoiced(*papers) == ["received-not-invoiced RA-1:1 4 0 8.00", "received-not-invoiced RA-2:1 6 0 12.00"]
    assert uninvoiced(*papers, bill()) == []


def test_goods_are_followed_by_way_of_the_despatch_and_in_other_units() -> None:
    tons = order("PO-1", item("1", "2", unit="TNE", price="500"))
    despatch = trade(DA, "DA-1", item("1", "2", ref(PO, "PO-1", "1"), unit="TNE"))
    kilos = receipt("RA-1", item("1", "2000", ref(DA, "DA-1", "1"), unit="KGM"))
    assert uninvoiced(tons, despatch, kilos) == ["received-not-invoiced RA-1:1 2000 0 1000.00"]
    half = bill(item("1", "1", ref(PO, "PO-1", "1"), unit="TNE", price="500"))
    assert uninvoiced(tons, despatch, kilos, half) == ["received-not-invoiced RA-1:1 2000 1000 500.00"]
    odd = bill(item("1", "1", ref(PO, "PO-1", "1"), unit="LTR", price="500"))
    assert uninvoiced(tons, despatch, kilos, odd) == []
    assert uninvoiced(tons, despatch, receipt("RA-1", item("1", "20", ref(DA, "DA-1", "1"), unit="LTR"))) == [
        "received-not-invoiced RA-1:1 20 0 None"
    ]


def test_goods_without_an_order_line_are_in_doubt() -> None:
    despatch = trade(DA, "DA-1", item("1", "2"))
    assert uninvoiced(despatch, receipt("RA-1", item("1", "2", ref(DA, "DA-1", "1")))) == []
    assert uninvoiced(order(), receipt("RA-1", item("1", "2"))) == []
    both = receipt("RA-1", item("1", "2", ref(PO, "PO-1", "1"), ref(PO, "PO-1", "2")))
    assert uninvoiced(order(), both) == []
    assert uninvoiced(order(), taken(None)) == []
    assert uninvoiced(order(), taken("0")) == []


def test_nothing_is_said_where_an_invoice_may_bill_them() -> None:
    assert uninvoiced(order(), taken(), bill(item("1", "3"), references=(ref(PO, "PO-1"),))) == []
    assert uninvoiced(order(), taken(), bill(item("1", None, ref(PO, "PO-1", "1")))) == []
    back = credit_note("CN-1", references=(ref(INV, "INV-1"),), payable="100")
    assert uninvoiced(order(), taken(), bill(), back) == []
    again = invoice("INV-1", *billing("1"), issued=date(2026, 3, 9))
    assert uninvoiced(order(), taken(), bill(), again) == []
    both = bill(item("1", "3", ref(PO, "PO-1", "1"), ref(PO, "PO-1", "2")))
    assert uninvoiced(order(), taken(), both) == []
    litres = receipt("RA-0", item("1", "1", ref(PO, "PO-1", "1"), unit="LTR"), issued=date(2026, 3, 1))
    assert not any("RA-1" in one for one in uninvoiced(order(), litres, taken()))


def test_another_item_that_is_billed_beside_them_raises_no_doubt() -> None:
    oak, bolt = {"seller_item": "TH-27", "name": "Oak board"}, {"seller_item": "TH-99", "name": "Steel bolt"}
    papers = [order("PO-1", item("1", **oak)), taken("10")]
    beside = bill(item("1", "4", ref(PO, "PO-1", "1"), **oak), item("2", "3", **bolt))
    assert uninvoiced(*papers, beside) == ["received-not-invoiced RA-1:1 10 4 12.00"]


def test_goods_that_were_given_back_were_billed() -> None:
    back = credit_note("CN-1", item("1", "2", ref(INV, "INV-1", "1")))
    assert uninvoiced(order(), taken(), bill(), back) == []


def test_what_costs_nothing_is_not_told_and_what_has_no_price_has_no_value() -> None:
    assert uninvoiced(order("PO-1", item("1", price="0")), taken()) == []
    assert uninvoiced(order("PO-1", item("1", price=None)), taken()) == ["received-not-invoiced RA-1:1 10 0 None"]
    assert Record(order("PO-1", item("1"), currency=None), taken()).discrepancies()[0].currency is None


def test_only_what_we_bought_is_told() -> None:
    sold = trade(PO, "PO-1", item("1"), seller=US, buyer=SELLER, role="seller")
    theirs = trade(RA, "RA-1", item("1", "8", ref(PO, "PO-1", "1")), seller=US, buyer=SELLER, role="seller")
    assert uninvoiced(sold, theirs) == []


def test_an_invoice_line_with_the_terms_of_the_order_line_may_bill_it() -> None:
    asked = order("PO-1", item("1", "10", name="Oak board"), item("2", "7", name="Sluice"))
    came = receipt("RA-1", item("1", "10", ref(PO, "PO-1", "1")), issued=date(2026, 3, 3))
    first = item("2", "7", ref(PO, "PO-1", "2"), name="Sluice")
    assert uninvoiced(asked, came, bill(item("1", "10", name="Steel bolt"), first)) == []
    both = receipt("RA-1", item("1", "10", ref(PO, "PO-1", "1")), item("2", "7", ref(PO, "PO-1", "2")))
    assert len(uninvoiced(asked, both)) == 2
    dear = bill(item("1", "10", price="99", name="Steel bolt"), first)
    assert uninvoiced(asked, came, dear) == ["received-not-invoiced RA-1:1 10 0 20.00"]
