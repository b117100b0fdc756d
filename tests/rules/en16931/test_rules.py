"""Each rule over the model: what breaks it, and that nothing else breaks with it but what follows from it."""

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil.model.invoice import Period, Totals
from counterfoil.model.values import Amount
from counterfoil.rules._rule import BOTH, CII, UBL
from rules.invoices import EN16931, INVOICE, adjustment, changed, euro, fired, number

UNEXPLAINED = {"reason": None, "reason_code": None}
SELLER = INVOICE.seller
assert SELLER is not None

# A value of the invoice, what it is changed to, and the rules that break in both syntaxes.
CASES: list[tuple[str, Any, set[str]]] = [
    ("customization", None, {"BR-01"}),
    ("number", None, {"BR-02"}),
    ("issued", None, {"BR-03"}),
    ("type_code", None, {"BR-04"}),
    ("currency", None, {"BR-05"}),
    ("seller.name", None, {"BR-06"}),
    ("buyer.name", None, {"BR-07"}),
    ("seller.address.country", None, {"BR-09"}),
    ("buyer.address.country", None, {"BR-11"}),
    ("totals.lines", None, {"BR-12", "BR-CO-10", "BR-CO-13"}),
    ("totals.without_tax", None, {"BR-13", "BR-CO-13", "BR-CO-15"}),
    ("totals.with_tax", None, {"BR-14", "BR-CO-15", "BR-CO-16"}),
    ("totals.payable", None, {"BR-15", "BR-CO-16"}),
    ("lines", (), {"BR-16", "BR-CO-10"}),
    ("payee.name", None, {"BR-17"}),
    ("payee.identifiers", SELLER.identifiers, {"BR-17"}),
    ("tax_representative.name", None, {"BR-18"}),
    ("tax_representative.address.country", None, {"BR-20"}),
    ("lines.1.id", None, {"BR-21"}),
    ("lines.1.quantity", None, {"BR-22", "BR-23"}),
    ("lines.1.quantity.unit", None, {"BR-23"}),
    ("lines.1.net_amount", None, {"BR-24", "BR-CO-10"}),
    ("lines.1.item.name", None, {"BR-25"}),
    ("lines.1.item", None, {"BR-25"}),
    ("lines.1.price", None, {"BR-26", "BR-27"}),
    ("lines.0.price.net", euro("-0.01"), {"BR-27"}),
    ("lines.0.price.net", Amount(value=None, written="free"), {"BR-27"}),
    ("lines.0.price.gross", euro("-0.01"), {"BR-28"}),
    ("lines.0.price.gross", Amount(value=None, written="free"), {"BR-28"}),
    ("period.end", date(2026, 2, 28), {"BR-29"}),
    ("lines.0.period.end", date(2026, 2, 28), {"BR-30"}),
    ("adjustments.0.amount", None, {"BR-31", "BR-CO-11"}),
    ("adjustments.0.category", None, {"BR-32"}),
    ("adjustments.0", adjustment(charge=False, written="10", category="S", **UNEXPLAINED), {"BR-33", "BR-CO-21"}),
    ("adjustments.1.amount", None, {"BR-36", "BR-CO-12"}),
    ("adjustments.1.category", None, {"BR-37"}),
    ("adjustments.1", adjustment(charge=True, written="4", category="S", **UNEXPLAINED), {"BR-38", "BR-CO-22"}),
    ("lines.0.adjustments.0.amount", None, {"BR-41"}),
    ("lines.0.adjustments.0", adjustment(charge=False, written="5", **UNEXPLAINED), {"BR-42", "BR-CO-23"}),
    ("lines.0.adjustments.1.amount", None, {"BR-43"}),
    ("lines.0.adjustments.1", adjustment(charge=True, written="5", **UNEXPLAINED), {"BR-44", "BR-CO-24"}),
    ("taxes.0.base", None, {"BR-45", "BR-CO-17"}),
    ("taxes.0.tax", None, {"BR-46", "BR-CO-14", "BR-CO-17"}),
    ("taxes.0.category", None, {"BR-47"}),
    ("taxes.0.rate", None, {"BR-48", "BR-CO-17"}),
    ("payment.0.means", None, {"BR-49"}),
    ("payment.0.transfers.0.account", None, {"BR-50", "BR-61"}),
    ("payment.0.card.account_number", "4111 1111 1111 1111", {"BR-51"}),
    ("supporting.0.reference", None, {"BR-52"}),
    ("totals.tax_accounting", None, {"BR-53"}),
    ("lines.0.item.attributes.0.name", None, {"BR-54"}),
    ("lines.0.item.attributes.0.value", None, {"BR-54"}),
    ("preceding.0.number", None, {"BR-55"}),
    ("tax_representative.vat", None, {"BR-56"}),
    ("delivery.address.country", None, {"BR-57"}),
    ("seller.endpoint.scheme", None, {"BR-62"}),
    ("buyer.endpoint.scheme", None, {"BR-63"}),
    ("lines.0.item.standard_id.scheme", None, {"BR-64"}),
    ("lines.0.item.classifications.0.scheme", None, {"BR-65"}),
    ("tax_point_code", "3", {"BR-CO-03"}),
    ("lines.0.category", None, {"BR-CO-04"}),
    ("seller.vat", "136695976", {"BR-CO-09"}),
    ("totals.lines", euro("105.99"), {"BR-CO-10", "BR-CO-13"}),
    ("totals.lines", Amount(value=None, written="lots"), {"BR-CO-10", "BR-CO-13"}),
    ("totals.allowances", None, {"BR-CO-11", "BR-CO-13"}),
    ("totals.allowances", euro("9.99"), {"BR-CO-11", "BR-CO-13"}),
    ("totals.allowances", Amount(value=None, written="some"), {"BR-CO-11", "BR-CO-13"}),
    ("totals.charges", None, {"BR-CO-12", "BR-CO-13"}),
    ("totals.charges", euro("4.01"), {"BR-CO-12", "BR-CO-13"}),
    ("totals.without_tax", euro("99.99"), {"BR-CO-13", "BR-CO-15"}),
    ("totals.tax", euro("18.99"), {"BR-CO-14", "BR-CO-15"}),
    ("totals.with_tax", euro("119.01"), {"BR-CO-15", "BR-CO-16"}),
    ("totals.tax", None, {"BR-CO-15"}),
    ("totals.payable", euro("99.02"), {"BR-CO-16"}),
    ("totals.rounding", None, {"BR-CO-16"}),
    ("totals.paid", None, {"BR-CO-16"}),
    ("taxes.0.tax", euro("20.01"), {"BR-CO-14", "BR-CO-17"}),
    ("taxes.0.tax", Amount(value=None, written="19,00"), {"BR-CO-14", "BR-CO-17"}),
    ("taxes.0.rate", number("0.4"), {"BR-CO-17"}),
    ("period", Period(), {"BR-CO-19"}),
    ("lines.0.period", Period(), {"BR-CO-20"}),
    ("seller", replace(SELLER, vat=None, identifiers=(), registration=None), {"BR-CO-26"}),
]

# Where the official artefacts of UBL and CII differ: the rules that break in UBL, and in CII.
DIFFERENT: list[tuple[str, Any, set[str], set[str]]] = [
    ("seller", None, {"BR-06", "BR-08"}, {"BR-06", "BR-08", "BR-09"}),
    ("buyer", None, {"BR-07", "BR-10"}, {"BR-07", "BR-10", "BR-11"}),
    ("seller.address", None, {"BR-08"}, {"BR-08", "BR-09"}),
    ("buyer.address", None, {"BR-10"}, {"BR-10", "BR-11"}),
    ("payee.name", SELLER.trading_name, {"BR-17"}, set()),
    ("payee.name", SELLER.name, set(), {"BR-17"}),
    ("tax_representative.address", None, {"BR-19"}, {"BR-19", "BR-20"}),
    ("payment.0.transfers", (), {"BR-61"}, set()),
    ("tax_currency", "EUR", set(), {"BR-53"}),
    ("buyer.vat", "D", set(), {"BR-CO-09"}),
    ("tax_representative.vat", "SS123", set(), {"BR-CO-09"}),
    ("payee.vat", "AN123", {"BR-CO-09"}, set()),
    ("lines.0.net_amount", euro("60.005"), {"BR-CO-10"}, set()),
    ("taxes.0.tax", euro("20.00"), {"BR-CO-14", "BR-CO-17"}, {"BR-CO-14"}),
    ("taxes", (), {"BR-CO-18"}, {"BR-CO-14", "BR-CO-18"}),
    ("totals", None, {"BR-53"}, set()),
]

# What is fine although it looks odd.
FINE: list[tuple[str, Any]] = [
    ("payee", None),
    ("tax_representative", None),
    ("delivery", None),
    ("delivery.address", None),
    ("period", None),
    ("period.start", None),
    ("period.end", date(2026, 3, 1)),
    ("payment.0.means", "10"),
    ("payment.0.card", None),
    ("payment.0.card.account_number", None),
    ("payment.0.card.account_number", "4111      111"),
    ("lines.0.item.standard_id", None),
    ("lines.0.price.gross", None),
    ("lines.0.price.net", euro("0")),
    ("tax_point", None),
    ("tax_currency", None),
    ("seller.endpoint", None),
    ("seller.vat", "EL123456789"),
    ("seller.vat", "XI123456789"),
    ("seller.vat", None),
    ("adjustments.0.reason", None),
    ("adjustments.0.reason_code", None),
    ("taxes.0.rate", number("18.1")),
]


def test_the_invoice_breaks_no_rule() -> None:
    assert [fired(INVOICE, syntax) for syntax in BOTH] == [set(), set()]


@pytest.mark.parametrize(("path", "value", "broken"), CASES)
def test_a_changed_value_breaks_its_rules(path: str, value: Any, broken: set[str]) -> None:
    invoice = changed(INVOICE, path, value)
    assert [fired(invoice, syntax) for syntax in BOTH] == [broken, broken]


@pytest.mark.parametrize(("path", "value", "in_ubl", "in_cii"), DIFFERENT)
def test_a_changed_value_breaks_other_rules_in_each_syntax(
    path: str, value: Any, in_ubl: set[str], in_cii: set[str]
) -> None:
    invoice = changed(INVOICE, path, value)
    assert (fired(invoice, UBL), fired(invoice, CII)) == (in_ubl, in_cii)


@pytest.mark.parametrize(("path", "value"), FINE)
def test_a_changed_value_breaks_nothing(path: str, value: Any) -> None:
    invoice = changed(INVOICE, path, value)
    assert [fired(invoice, syntax) for syntax in BOTH] == [set(), set()]


def test_each_rule_has_a_case_but_those_that_no_program_can_ask() -> None:
    told: dict[str, set[str]] = {UBL: set(), CII: set()}
    for _, _, broken in CASES:
        told[UBL] |= broken
        told[CII] |= broken
    for _, _, in_ubl, in_cii in DIFFERENT:
        told[UBL] |= in_ubl
        told[CII] |= in_cii
    silent = {"BR-CO-05", "BR-CO-06", "BR-CO-07", "BR-CO-08"}
    for syntax in BOTH:
        rules = {rule.id for rule in EN16931.contents.rules if syntax in rule.syntaxes}
        assert rules - told[syntax] == silent
        assert {rule.id for rule in EN16931.contents.rules if rule.find is None} == silent


def test_a_seller_that_is_missing_is_nobody_to_compare_a_payee_with_or_to_identify() -> None:
    invoice = changed(changed(INVOICE, "seller", None), "payee.name", "Sägewerk Tannhof KG")
    assert not {"BR-17", "BR-CO-26"} & (fired(invoice, UBL) | fired(invoice, CII))


def test_rates_that_round_to_zero_ask_for_no_tax() -> None:
    free = changed(changed(INVOICE, "taxes.0.rate", number("0.49")), "taxes.0.tax", euro("0.49"))
    assert "BR-CO-17" not in fired(free, UBL) | fired(free, CII)
    outside = changed(changed(free, "taxes.0.rate", None), "taxes.0.category", "O")
    assert not {"BR-48", "BR-CO-17"} & (fired(outside, UBL) | fired(outside, CII))


def test_groups_of_some_categories_are_hidden_from_other_rules_in_cii() -> None:
    bare = replace(INVOICE.taxes[0], base=None, tax=None, rate=None, category="L")
    invoice = changed(INVOICE, "taxes", (*INVOICE.taxes, bare))
    assert fired(invoice, UBL) == {"BR-45", "BR-46", "BR-48", "BR-CO-17"}
    assert fired(invoice, CII) == set()
    assert "BR-CO-03" not in fired(changed(changed(invoice, "taxes", (bare,)), "tax_point_code", "3"), CII)


def test_sums_that_are_stated_without_parts_must_be_zero() -> None:
    bare = changed(INVOICE, "adjustments", ())
    assert {"BR-CO-11", "BR-CO-12"} <= fired(bare, UBL) & fired(bare, CII)
    zero = changed(changed(bare, "totals.allowances", euro("0")), "totals.charges", euro("0.00"))
    assert not {"BR-CO-11", "BR-CO-12"} & (fired(zero, UBL) | fired(zero, CII))
    absent = changed(changed(bare, "totals.allowances", None), "totals.charges", None)
    assert not {"BR-CO-11", "BR-CO-12"} & (fired(absent, UBL) | fired(absent, CII))


def test_a_total_without_tax_is_rounded_in_ubl_only_where_something_is_added() -> None:
    totals = Totals(lines=euro("100.004"), without_tax=euro("100.004"))
    exact = replace(INVOICE, totals=totals)
    assert ("BR-CO-13" in fired(exact, UBL), "BR-CO-13" in fired(exact, CII)) == (False, True)
    rounded = replace(INVOICE, totals=replace(totals, allowances=euro("0"), without_tax=euro("100.00")))
    assert not {"BR-CO-13"} & (fired(rounded, UBL) | fired(rounded, CII))


def test_what_is_due_is_exact_in_cii_and_in_cents_in_ubl() -> None:
    totals = Totals(with_tax=euro("119.00"), paid=euro("20.004"), payable=euro("99.00"))
    invoice = replace(INVOICE, totals=totals)
    assert ("BR-CO-16" in fired(invoice, UBL), "BR-CO-16" in fired(invoice, CII)) == (False, True)
    unreadable = replace(totals, paid=Amount(value=None), rounding=Amount(value=None), payable=euro("119.00"))
    assert "BR-CO-16" not in fired(replace(INVOICE, totals=unreadable), UBL) | fired(INVOICE, CII)


def test_a_total_with_tax_that_equals_the_one_without_passes_in_cii_whatever_the_tax() -> None:
    same = changed(INVOICE, "totals.with_tax", euro("100.00"))
    assert "BR-CO-15" in fired(same, UBL)
    assert "BR-CO-15" not in fired(same, CII)
