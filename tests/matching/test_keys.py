"""Numbers and the keys made of them."""

from datetime import timedelta

import pytest

from counterfoil.matching import hashed
from counterfoil.matching.amounts import amount_due
from counterfoil.matching.keys import offers, plain_number
from counterfoil.matching.precedence import originality, precedence
from counterfoil.model import summary as kinds
from matching.made import DAY, invoice, item, order, statement, trade


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("INV-1", "inv-1"),
        (" inv \t-1\n", "inv-1"),
        ("RE\u00a02026\u20111", "re2026-1"),
        ("\uff29\uff2e\uff36\uff11", "inv1"),
        ("STRASSE1", "strasse1"),
        ("straße1", "strasse1"),
        ("", ""),
        (" A-" * 100, "a-" * 100),
    ],
)
def test_plain_number(written: str, plain: str) -> None:
    assert plain_number(written) == plain
    assert plain_number(plain) == plain


def test_an_invoice_offers_its_number_and_what_the_payer_shall_quote() -> None:
    assert list(offers(invoice("INV-1", payment_reference="RF18 5390"))) == ["invoice|inv-1", "invoice|rf185390"]
    assert list(offers(invoice("INV-1", payment_reference="inv-1"))) == ["invoice|inv-1"]
    assert list(offers(invoice(None, payment_reference=" "))) == []
    assert list(offers(trade(kinds.CREDIT_NOTE, "CN 1"))) == ["invoice|cn1"]
    assert list(offers(order("PO-1", payment_reference="X"))) == ["order|po-1"]
    assert list(offers(statement())) == []


def test_hashed_keys_are_signed_64_bit_integers_whatever_stands_in_them() -> None:
    assert all(-(2**63) <= hashed(f"invoice|{n}\ud800") < 2**63 for n in range(100))
    assert hashed("order|po-1") == hashed("order|po-1") != hashed("order|po-2")


def test_the_first_is_the_one_of_the_earliest_day_then_number_never_of_arrival() -> None:
    dated, undated = invoice("INV-10"), invoice("INV-1", issued=None)
    assert sorted([undated, dated, invoice("INV-9")], key=precedence) == [invoice("INV-9"), dated, undated]


def test_of_copies_of_one_day_the_original_tells_most_and_calls_itself_none() -> None:
    full = invoice("304", item("1", seller_item="TH-27"), item("2"))
    scanned = invoice("00304", item("1"), item("2"))
    marked = invoice("304", item("1", seller_item="TH-27"), item("2"), notes=("KOPIE der Rechnung",))
    earlier = invoice("304", issued=DAY - timedelta(days=1))
    assert sorted([scanned, marked, earlier, full], key=originality) == [earlier, full, scanned, marked]
    assert originality(invoice("RE 304"))[:3] == originality(invoice("304", payment_reference="304"))[:3]


def test_only_a_trade_document_has_something_due() -> None:
    assert amount_due(statement().summary) is None
    assert amount_due(invoice(payable=None, total="7").summary) == 7
