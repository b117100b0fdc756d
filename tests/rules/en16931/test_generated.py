"""Invoices that add up break no rule, whatever they are; one sum changed breaks the rule of that sum."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from counterfoil.model.invoice import Invoice, Price, Totals
from counterfoil.model.values import Amount
from counterfoil.rules._rule import BOTH
from counterfoil.rules.en16931._amounts import CENT
from rules.invoices import INVOICE, adjustment, euro, fired, line

RATES = ("19", "7", "0")


def amounts(low: str, high: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=Decimal(low), max_value=Decimal(high), places=2)


@st.composite
def invoices(draw: st.DrawFn) -> Invoice:
    """Lines, allowances and charges of one category and rate, with totals that are made from them."""
    nets = draw(st.lists(amounts("-9999.99", "99999.99"), min_size=1, max_size=8))
    allowances = draw(st.lists(amounts("0", "999.99"), max_size=3))
    charges = draw(st.lists(amounts("0", "999.99"), max_size=3))
    paid, rounding = draw(st.none() | amounts("0", "500")), draw(st.none() | amounts("-0.50", "0.50"))
    rate = Decimal(draw(st.sampled_from(RATES)))
    net = sum(nets) - sum(allowances) + sum(charges)
    tax = (net * rate / 100).quantize(CENT)
    due = net + tax - (paid or 0) + (rounding or 0)
    group = INVOICE.taxes[0]
    assert group.rate is not None
    return replace(
        INVOICE,
        issued=draw(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31))),
        tax_currency=None,
        lines=tuple(
            replace(line(position, str(each)), price=Price(net=euro("1.00"))) for position, each in enumerate(nets, 1)
        ),
        adjustments=(
            *(adjustment(charge=False, written=str(each), category="S") for each in allowances),
            *(adjustment(charge=True, written=str(each), category="S") for each in charges),
        ),
        taxes=(replace(group, base=money(net), tax=money(tax), rate=replace(group.rate, value=rate)),),
        totals=Totals(
            lines=money(sum(nets, Decimal(0))),
            allowances=money(sum(allowances, Decimal(0))) if allowances else None,
            charges=money(sum(charges, Decimal(0))) if charges else None,
            without_tax=money(net),
            tax=money(tax),
            with_tax=money(net + tax),
            paid=None if paid is None else money(paid),
            rounding=None if rounding is None else money(rounding),
            payable=money(due),
        ),
    )


def money(value: Decimal | int) -> Amount:
    return euro(format(Decimal(value), ".2f"))


@given(invoices())
def test_an_invoice_that_adds_up_breaks_no_rule(invoice: Invoice) -> None:
    assert [fired(invoice, syntax) for syntax in BOTH] == [set(), set()]


# Each total, and the rules in which it is one side or the other.
SUMS = {
    "lines": {"BR-CO-10", "BR-CO-13"},
    "allowances": {"BR-CO-11", "BR-CO-13"},
    "charges": {"BR-CO-12", "BR-CO-13"},
    "without_tax": {"BR-CO-13", "BR-CO-15"},
    "tax": {"BR-CO-14", "BR-CO-15"},
    "with_tax": {"BR-CO-15", "BR-CO-16"},
    "paid": {"BR-CO-16"},
    "rounding": {"BR-CO-16"},
    "payable": {"BR-CO-16"},
}


@pytest.mark.parametrize("field", SUMS)
@given(invoice=invoices(), change=amounts("0.01", "99").flatmap(lambda each: st.sampled_from((each, -each))))
def test_a_total_that_is_changed_breaks_its_rules_alone(field: str, invoice: Invoice, change: Decimal) -> None:
    assert invoice.totals is not None
    stated: Amount | None = getattr(invoice.totals, field)
    value = Decimal(0) if stated is None or stated.value is None else stated.value
    broken = replace(invoice, totals=replace(invoice.totals, **{field: money(value + change)}))
    for syntax in BOTH:
        # CII lets a total with VAT pass that equals the one without.
        allowed = {"BR-CO-15"} if syntax == "CII" else set()
        assert SUMS[field] - allowed <= fired(broken, syntax) <= SUMS[field]


@given(invoice=invoices(), change=amounts("0.01", "99"))
def test_a_line_that_is_changed_breaks_the_sum_of_lines_alone(invoice: Invoice, change: Decimal) -> None:
    first, *others = invoice.lines
    assert first.net_amount is not None
    assert first.net_amount.value is not None
    broken = replace(invoice, lines=(replace(first, net_amount=money(first.net_amount.value + change)), *others))
    assert [fired(broken, syntax) for syntax in BOTH] == [{"BR-CO-10"}, {"BR-CO-10"}]


@given(invoice=invoices(), times=st.integers(min_value=2, max_value=4))
def test_whether_a_rule_is_broken_does_not_hang_on_how_often_the_lines_stand(invoice: Invoice, times: int) -> None:
    again = replace(invoice, lines=tuple(replace(each, id=None) for each in invoice.lines) * times)
    assert all("BR-21" in fired(again, syntax) for syntax in BOTH)
