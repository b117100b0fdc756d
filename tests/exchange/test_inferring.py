"""What can be inferred of what is withheld: by arithmetic, and from other facts."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.exchange.presenting.choosing import choose, parse_choice
from counterfoil.exchange.presenting.inferring import infer
from counterfoil.exchange.proof.attested import CREDITED, PAID
from exchange.made import subject
from exchange.papers import BUYER, INVOICE, ORDER, RECEIPT, Papers, alone, inferred, line, of_invoice, trade


def test_nothing_follows_from_what_is_shown_by_default() -> None:
    assert inferred(trade()) == {}
    assert inferred(trade(), certain=False) == {}


@pytest.mark.parametrize("names", [["all"], ["-all"], ["terms"], ["lines", "net", "tax"], ["all", "-parties"]])
def test_what_fits_together_is_not_warned_about(names: list[str]) -> None:
    assert inferred(trade(), *names) == {}


# --- Arithmetic ---------------------------------------------------------------------------------------------------

ARITHMETIC = [
    (["net"], {}, {"tax"}),
    (["net", "tax", "-total", "-payable"], {}, {"total", "payable"}),
    (["-payable"], {}, {"payable"}),
    (["-total"], {}, {"total"}),
    (["-total", "-payable"], {}, set()),
    (["-paid"], {"paid": "190.00", "payable": "1000.00"}, {"paid"}),
    (["-total"], {"paid": "190.00", "payable": "1000.00"}, {"total"}),
    (["-total", "-paid"], {"paid": "190.00", "payable": "1000.00"}, set()),
    (["-rounding"], {"rounding": "0.01", "payable": "1190.01"}, {"rounding"}),
    (["lines", "tax"], {}, {"net"}),
    (["lines"], {}, {"net", "tax"}),
    (["lines/1"], {}, {"net", "tax", "lines/2"}),
    (["lines/1", "-total", "-payable"], {}, set()),
    (["lines/1", "net", "tax"], {}, {"lines/2"}),
    (
        ["lines/2", "net", "tax", "charges", "allowances"],
        {"charges": "20.00", "net": "1020.00", "total": "1210.00"},
        {"lines/1"},
    ),
    (["terms", "lines", "-charges"], {"charges": "20.00", "net": "1020.00", "total": "1210.00"}, {"charges"}),
    # The tax tells how much is taxed at the rate that a line shows, so the rest is a charge without tax.
    (
        ["terms", "lines/1", "-charges"],
        {"charges": "20.00", "net": "1020.00", "total": "1210.00"},
        {"charges", "lines/2"},
    ),
    (["terms", "lines/1", "-charges", "-tax", "-total", "-payable"], {"charges": "20.00", "net": "1020.00"}, set()),
    (["net", "-total", "-payable", "lines/1"], {}, {"tax", "total", "payable", "lines/2"}),
    (["net", "-total", "-payable"], {}, set()),
]


@pytest.mark.parametrize(("names", "changes", "paths"), ARITHMETIC)
def test_amounts_are_worked_out(names: list[str], changes: dict[str, Any], paths: set[str]) -> None:
    assert of_invoice(alone(**changes), *names).keys() == paths


def test_it_is_said_from_what() -> None:
    says = of_invoice(alone(), "net")["tax"]
    assert says == "'tax' of invoice RE-2027-0815 can be worked out from net and total of invoice RE-2027-0815."


def test_a_relation_that_does_not_hold_tells_nothing() -> None:
    assert of_invoice(alone(total="1191.00", payable="1191.00"), "net") == {}
    assert of_invoice(alone(net="999.00"), "lines", "tax") == {}


def test_the_only_line_shows_in_the_sum() -> None:
    papers = alone(lines=[line(1, "10", "100.00", "1000.00")])
    found = of_invoice(papers, "net", "tax")
    assert found["lines/1"].startswith("'lines/1' of invoice RE-2027-0815 (amount) can be worked out from net")


def test_rounding_does_not_hide_a_tax() -> None:
    lines = [line(1, "3", "33.33", "99.99")]
    papers = alone(lines=lines, net="99.99", tax="19.00", total="118.99", payable="118.99")
    assert of_invoice(papers, "lines", "net", "-total", "-payable").keys() == {"tax", "total", "payable"}


def test_taxes_of_several_rates_follow_from_all_lines_and_from_no_part_of_them() -> None:
    lines = [line(1, "1", "100.00", "100.00"), line(2, "1", "100.00", "100.00", tax_rate="7")]
    papers = alone(lines=lines, net="200.00", tax="26.00", total="226.00", payable="226.00")
    assert of_invoice(papers, "lines", "net", "-total", "-payable").keys() == {"tax", "total", "payable"}
    assert of_invoice(papers, "lines/1", "-total", "-payable") == {}


_TWO_RATES: dict[str, Any] = {
    "lines": [line(at, "1", f"{at}0.00", f"{at}0.00", tax_rate="7" if at % 2 else "19") for at in range(1, 5)],
    "net": "100.00",
    "tax": "14.20",
    "total": "114.20",
    "payable": "114.20",
}


def test_who_sees_a_rate_tries_it_for_other_lines() -> None:
    found = of_invoice(alone(**_TWO_RATES), "lines", "-lines/3")
    assert found.keys() == {"net", "tax", "lines/3"}
    assert "from lines/1, lines/2, lines/4 and total of invoice" in found["lines/3"]
    assert of_invoice(alone(**_TWO_RATES), "terms", "lines/1", "lines/2").keys() == {"lines/3", "lines/4"}
    assert of_invoice(alone(**_TWO_RATES), "terms", "lines/1") == {}


def test_rates_that_no_line_shows_can_be_tried() -> None:
    two = {"lines": _TWO_RATES["lines"][:2], "net": "30.00", "tax": "4.50", "total": "34.50", "payable": "34.50"}
    assert of_invoice(alone(**two), "terms") == {}
    found = inferred(alone(**two), "terms", certain=False)
    assert found.keys() == {("invoice", "lines/1"), ("invoice", "lines/2")}
    assert found["invoice", "lines/1"].endswith(
        "can be worked out from net and tax of invoice RE-2027-0815 by whoever tries the usual tax rates."
    )
    assert inferred(alone(**two), certain=False) == {}


def _of_two_orders() -> Papers:
    papers = Papers()
    for name, amount in (("one", "600.00"), ("other", "400.00")):
        papers.offer(papers.buyer, ORDER, on=name, number=f"PO-{name}", net=amount, payable=amount, lines=None)
    papers.offer(papers.seller, INVOICE, ("one", "other"))
    return papers


def test_what_two_orders_come_to_is_the_invoice_for_them() -> None:
    found = of_invoice(_of_two_orders(), "order:net")
    assert found.keys() == {"net", "tax"}
    assert found["net"].endswith("can be worked out from net of order PO-one and net of order PO-other.")
    assert inferred(_of_two_orders()) == {}
    assert inferred(_of_two_orders(), "invoice:net", "invoice:tax") == {}


def _delivered_twice(*quantities: str) -> Papers:
    papers = Papers()
    for at, quantity in enumerate(quantities):
        rows = [{"id": "1", "seller_item": "CH-001", "quantity": quantity}]
        papers.offer(papers.buyer, RECEIPT, on=f"receipt {at}", number=f"WE-{at}", lines=rows)
    papers.offer(papers.seller, INVOICE, ())
    return papers


def test_what_was_received_in_parts_shows_what_is_billed() -> None:
    found = of_invoice(_delivered_twice("2", "4"), "receipt-advice:lines")
    assert "(quantity) can be worked out from lines/1 of receipt-advice WE-0 and" in found["lines/1"]
    found = of_invoice(_delivered_twice("2", "3"), "receipt-advice:lines")
    assert "quantity" not in found["lines/1"]
    assert of_invoice(_delivered_twice("2", "4"), "-all") == {}


_SHARES = [
    "2 % Skonto = 23,80 EUR",
    "abzgl. 2,00 % Skonto 1.166,20 EUR",
    "#SKONTO#TAGE=14#PROZENT=2.00# 1166.20",
    "2 percent less: 1 166.20",
]


@pytest.mark.parametrize("name", ["payment_terms", "notes"])
@pytest.mark.parametrize("text", _SHARES)
def test_a_share_of_it_tells_the_amount(text: str, name: str) -> None:
    papers = alone(**{name: [text] if name == "notes" else text})
    found = of_invoice(papers, "-payable", "-total", name)
    assert found.keys() == {"payable", "total"}
    assert f"can be worked out from {name} of invoice" in found["payable"]
    assert of_invoice(papers, "-payable", "-total", f"-{name}") == {}


@pytest.mark.parametrize("text", ["2 % in 14 days", "12 % Skonto = 23,80", "2 % of 23,81", "2 % = 1.023,80", "23,80"])
def test_what_is_no_share_of_it_tells_nothing(text: str) -> None:
    assert of_invoice(alone(payment_terms=text), "-payable", "-total", "payment_terms") == {}


def test_what_was_paid_less_the_discount_tells_what_was_payable() -> None:
    papers = alone(payment_terms="2 % in 14 days")
    papers.about(papers.seller, PAID, papers.facts[0], amount="1166.20")
    found = of_invoice(papers, "-payable", "-total", "payment_terms")
    assert found.keys() == {"payable", "total"}
    assert "from payment_terms of invoice RE-2027-0815 and amount of payment" in found["payable"]
    assert of_invoice(papers, "-payable", "-total") == {}


def test_a_price_for_many_units_is_worked_with() -> None:
    order = line(1, "500", "20.00", "100.00", price_base="100")
    papers = Papers()
    papers.offer(papers.buyer, ORDER, lines=[order | {"amount": None}], net="100.00", payable="100.00")
    lines = [line(1, "500", "20.00", "100.00", price_base="100")]
    papers.offer(papers.seller, INVOICE, ("order",), lines=lines, net="100.00", tax="19.00", total="119.00")
    found = of_invoice(papers, "order:lines")
    assert "amount can be worked out" not in found["lines/1"]
    assert "(amount) can be worked out from lines/1 of order PO-4711" in found["lines/1"]


def test_many_lines_are_named_together() -> None:
    lines = [line(number, "1", "1.00", "1.00") for number in range(1, 9)]
    papers = alone(lines=lines, net="8.00", tax="1.52", total="9.52", payable="9.52")
    assert "from the lines that are shown of invoice" in of_invoice(papers, "lines", "-total", "-payable")["net"]


def test_what_is_accepted_shows_what_is_payable() -> None:
    found = of_invoice(trade(), "-payable", "-total")
    assert found["payable"].endswith(
        "can be worked out from amount of acknowledgement (approved) of invoice RE-2027-0815."
    )
    (withheld,) = inferred(trade(), "-amount").items()
    assert withheld[0] == ("approved", "amount")


@pytest.mark.parametrize("set_off", ["-set_off", "-amount"])
def test_a_set_off_is_what_is_left(set_off: str) -> None:
    papers = trade()
    papers.facts.pop()
    papers.about(
        papers.buyer, "exchange.acknowledged/1", papers.facts[2], level="matched", amount="1000.00", set_off="190.00"
    )
    assert inferred(papers, set_off).keys() == {("matched", set_off[1:])}
    assert inferred(papers, "-set_off", "-amount") == {}


def test_where_nothing_is_set_off_a_reader_may_take_it_so() -> None:
    papers = trade()
    papers.facts.pop()
    papers.about(
        papers.buyer, "exchange.acknowledged/1", papers.facts[2], level="matched", amount="1190.00", set_off="0"
    )
    assert inferred(papers, "-amount").keys() == {("matched", "amount")}
    assert inferred(papers, "-set_off", "-amount").keys() == {("matched", "amount"), ("matched", "set_off")}


def test_payments_and_credits_show_what_was_payable() -> None:
    papers = alone()
    (invoice,) = papers.facts
    papers.offer(
        papers.seller,
        INVOICE,
        document="credit-note",
        number="CN-1",
        total="190.00",
        payable="190.00",
        net=None,
        tax=None,
        lines=None,
    )
    papers.about(papers.seller, CREDITED, invoice, amount="190.00", credit_note=subject("credit-note"))
    papers.about(papers.seller, PAID, invoice, amount="600.00")
    papers.about(papers.seller, PAID, invoice, amount="400.00")
    assert of_invoice(papers, "-invoice:payable", "-invoice:total").keys() == {"payable", "total"}
    assert of_invoice(papers, "-invoice:payable", "-invoice:total", "-paid:amount") == {}
    found = inferred(papers, "-credit-note:payable", "-credit-note:total")
    assert {path for word, path in found if word == "credit-note"} == {"payable", "total"}


def test_a_credit_that_comes_later_counts_as_well() -> None:
    papers = alone()
    (invoice,) = papers.facts
    papers.about(papers.buyer, "exchange.acknowledged/1", invoice, level="approved", amount="1000.00")
    papers.about(papers.seller, CREDITED, invoice, amount="190.00")
    assert "payable" in of_invoice(papers, "-payable", "-total")


NONSENSE: list[Any] = [None, 7, "x", [], [7], ["x"], [{}], [[{}]], {}, {"x": [{"y": 1}]}, [{"line": {}, "number": []}]]


@pytest.mark.parametrize("value", NONSENSE)
@pytest.mark.parametrize("name", ["number", "references", "seller", "notes", "payable", "lines", "due", "currency"])
def test_a_partner_may_write_anything(name: str, value: Any) -> None:
    odd = {"seller": {"name": value, "identifiers": value, "accounts": value}} if name == "seller" else {name: value}
    lines = [line(1, "1", "1.00", "1.00") | {"id": value, "references": value, "name": value, "lots": value}]
    papers = trade(**{"lines": lines, **odd})
    for names in (["all", f"-invoice:{name}"], [f"order:{name}"], ["-all"], ["all", "-invoice:lines", "-order:lines"]):
        showings = choose(papers.facts, parse_choice(names))
        assert all(one.path in showings[one.fact].withheld for one in infer(showings))


def test_totals_of_papers_that_refer_to_one_another_are_often_the_same() -> None:
    assert of_invoice(trade(), "order:net").keys() == {"net", "tax"}
    assert of_invoice(trade(net="999.00", total="1189.00", payable="1189.00"), "order:net") == {}


def _rows(rows: list[tuple[int, int]]) -> dict[str, Any]:
    lines = [
        line(at, str(quantity), f"{price}.00", f"{quantity * price}.00", tax_rate="20")
        for at, (quantity, price) in enumerate(rows, 1)
    ]
    net = sum(quantity * price for quantity, price in rows)
    total = f"{net * 6 // 5}.{net * 6 % 5 * 2}0"
    tax = f"{net // 5}.{net % 5 * 2}0"
    return {"lines": lines, "net": f"{net}.00", "tax": tax, "total": total, "payable": total}


@given(
    st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9)), min_size=1, max_size=4),
    st.sets(st.sampled_from(["net", "tax", "total", "payable", "lines/1", "lines/2", "lines/3", "lines/4"])),
)
def test_it_is_what_somebody_with_a_pencil_finds(rows: list[tuple[int, int]], wished: set[str]) -> None:
    """Against filling in sums, again and again, that have one gap."""
    paths = {"net", "tax", "total", "payable"} | {f"lines/{at}" for at in range(1, len(rows) + 1)}
    shown = wished & paths
    found = of_invoice(alone(**_rows(rows)), "-terms", "issued", *sorted(shown))
    assert found.keys() == _filled(paths, shown) - shown


def _filled(paths: set[str], shown: set[str]) -> set[str]:
    lines = {path for path in paths if path.startswith("lines")}
    sums = [{"total", "net", "tax"}, {"payable", "total"}, {"net"} | lines]
    # Every line names the one rate there is; and who knows two of net, tax and total knows the rate as well.
    has_rate = bool(shown & lines)
    known, before = set(shown), set[str]()
    while known != before:
        before = set(known)
        rated = [{"net", "tax"}] if has_rate else []
        for one in [*sums, *rated]:
            if len(one - known) == 1:
                known |= one
        if has_rate and known & {"total", "payable"}:
            known |= {"net", "tax", "total", "payable"}
    return known


# --- The same elsewhere -------------------------------------------------------------------------------------------


def test_lines_of_an_order_show_those_of_the_invoice_and_of_the_receipt() -> None:
    found = inferred(trade(), "order:lines")
    whole = (
        "'lines/1' of invoice RE-2027-0815 (quantity, price, amount, tax_rate, seller_item and name) shows in lines/1"
    )
    assert found["invoice", "lines/1"].startswith(whole)
    assert found["receipt-advice", "lines/2"].startswith(
        "'lines/2' of receipt-advice WE-77 (quantity and seller_item) shows"
    )
    assert ("invoice", "net") in found


def test_a_receipt_shows_the_quantities_of_the_invoice() -> None:
    found = of_invoice(trade(), "receipt-advice:lines")
    assert found["lines/2"].startswith(
        "'lines/2' of invoice RE-2027-0815 (quantity and seller_item) shows in lines/2 of receipt"
    )


def test_lines_are_found_by_what_they_refer_to() -> None:
    refers = [{"document": "order", "number": "PO-4711", "line": "10"}]
    papers = Papers()
    papers.offer(papers.buyer, ORDER, lines=[{"id": "10", "quantity": "5"}, {"id": "11", "quantity": "7"}], net=None)
    papers.offer(papers.seller, INVOICE, ("order",), lines=[{"id": "1", "quantity": "5", "references": refers}])
    assert of_invoice(papers, "order:lines")["lines/1"].startswith(
        "'lines/1' of invoice RE-2027-0815 (quantity) shows in lines/1"
    )
    assert inferred(papers, "invoice:lines", "net", "tax").keys() == {("order", "lines/1")}


def test_lines_that_have_nothing_in_common_show_nothing() -> None:
    papers = trade(lines=[{"id": "1", "name": "Desk", "quantity": "9", "price": "1.00"}])
    assert {path for path in of_invoice(papers, "order:lines", "order:net") if path.startswith("lines")} == set()


SHARED = [
    (["-invoice:currency"], "currency", "currency of order"),
    (["-invoice:seller"], "seller", "seller of order"),
    (["-invoice:buyer"], "buyer", "buyer of order"),
    (["order:deliver_to"], "deliver_to", "deliver_to of order"),
    (["-references"], "references", "number of order PO-4711"),
]


@pytest.mark.parametrize(("names", "path", "says"), SHARED)
def test_what_papers_share_shows_in_each(names: list[str], path: str, says: str) -> None:
    assert says in of_invoice(trade(), *names)[path]


def test_a_currency_shows_in_what_is_accepted() -> None:
    found = of_invoice(trade(), "-currency", "acknowledged:currency")
    assert found["currency"].endswith("shows in currency of acknowledgement (approved) of invoice RE-2027-0815.")


def test_parties_are_the_same_by_an_identifier_or_an_account_too() -> None:
    same = {"name": "Huis & Haard", "identifiers": BUYER["identifiers"]}
    assert "buyer" in of_invoice(trade(buyer=same), "-invoice:buyer")
    other = {"name": "Somebody else"}
    assert "buyer" not in of_invoice(trade(buyer=other), "-invoice:buyer")
