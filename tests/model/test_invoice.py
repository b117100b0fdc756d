"""The nouns: a value is told by what it holds, and nothing can change it."""

from decimal import Decimal

import msgspec
import pytest

from counterfoil.model.invoice import CREDIT_NOTE_TYPES, Invoice, InvoiceLine
from counterfoil.model.party import Party
from counterfoil.model.values import Amount, Identifier


def test_nothing_is_known_of_an_invoice_that_says_nothing() -> None:
    empty = Invoice()
    assert {getattr(empty, field.name) for field in msgspec.structs.fields(Invoice)} == {None, (), False}


def test_equal_values_are_equal_and_can_stand_in_sets() -> None:
    one, other = (Identifier(value="1", scheme="0088") for _ in range(2))
    assert one == other
    assert len({one, other, Identifier(value="1")}) == 2


def test_an_amount_keeps_how_it_was_written() -> None:
    assert Amount(value=Decimal(1), written="1") != Amount(value=Decimal(1), written="1.00")


def test_nothing_can_be_changed() -> None:
    party = Party(name="a")
    with pytest.raises(AttributeError):
        party.name = "b"  # type: ignore[misc]


def test_a_wrong_invoice_can_be_told_and_written() -> None:
    wrong = Invoice(lines=(InvoiceLine(net_amount=Amount(value=None, written="1,5")),))
    assert msgspec.json.decode(msgspec.json.encode(wrong), type=Invoice) == wrong


def test_the_codes_of_credit_notes_are_those_of_the_standard_and_no_invoices() -> None:
    assert {"380", "384", "386", "389", "326", "751"}.isdisjoint(CREDIT_NOTE_TYPES)
    assert "381" in CREDIT_NOTE_TYPES
    assert len(CREDIT_NOTE_TYPES) == 11
