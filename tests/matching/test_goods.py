"""Lines about the same goods, by numbers and names, and how their quantities and prices compare."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from counterfoil.matching.goods import SAME_GOODS, Agreement, Goods, agreement, goods_of, identity, is_extra
from counterfoil.model.summary import TradeLine


def goods(**terms: Any) -> Goods:
    """A line, its numbers as texts."""
    numbers = ("quantity", "price", "price_base", "amount")
    decimals: dict[str, Any] = {k: Decimal(v) if k in numbers else v for k, v in terms.items()}
    return goods_of(TradeLine(**decimals))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({"standard_item": "04012345000016"}, {"standard_item": "4012345000016"}, True),
        ({"seller_item": "AB-12 3"}, {"seller_item": "ab123"}, True),
        ({"seller_item": "AB-123"}, {"buyer_item": "AB-123"}, True),
        ({"seller_item": "AB-123", "buyer_item": "1"}, {"seller_item": "AB-123", "buyer_item": "2"}, True),
        ({"seller_item": "AB-123", "name": "Board"}, {"seller_item": "AB-124", "name": "Board"}, False),
        ({"name": "Oak board 20 mm"}, {"name": "OAK BOARD 20 MM"}, True),
        ({"name": "Oak board 20 mm"}, {"name": "Board, oak 20 mm"}, True),
        ({"name": "Screw M8x40"}, {"name": "Screw M8x50"}, False),
        ({"name": "Screw"}, {"name": "Lacquer, white"}, False),
        ({"name": "Screw"}, {}, False),
        ({"seller_item": "A"}, {"seller_item": "A"}, False),
        ({}, {}, False),
    ],
)
def test_the_same_goods(one: dict[str, Any], other: dict[str, Any], *, same: bool) -> None:
    assert (identity(goods(**one), goods(**other)) >= SAME_GOODS) is same
    assert identity(goods(**one), goods(**other)) == identity(goods(**other), goods(**one))


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ({"quantity": "5"}, {"quantity": "10"}, ("0.5", None, None)),
        ({"quantity": "5", "unit": "KGM"}, {"quantity": "5000", "unit": "GRM"}, ("1", None, None)),
        (
            {"quantity": "5", "unit": "KGM", "price": "2"},
            {"quantity": "5000", "unit": "GRM", "price": "2", "price_base": "1000"},
            ("1", 0.0, None),
        ),
        ({"quantity": "5", "unit": "KGM"}, {"quantity": "5", "unit": "LTR"}, (None, None, None)),
        ({"amount": "10", "quantity": "5"}, {"price": "4"}, (None, 0.5, None)),
        ({"price": "0"}, {"price": "0"}, (None, 0.0, None)),
        ({"due": date(2026, 3, 2)}, {"due": date(2026, 3, 1)}, (None, None, 1)),
        ({"amount": "10"}, {"price": "4"}, (None, None, None)),
    ],
)
def test_quantity_price_and_day(one: dict[str, Any], other: dict[str, Any], expected: tuple[Any, ...]) -> None:
    share, price, day = expected
    assert agreement(goods(**one), goods(**other)) == Agreement(Decimal(share) if share else None, price, day)


@pytest.mark.parametrize(
    ("terms", "extra"),
    [
        ({"name": "Fracht"}, True),
        ({"name": "Versandkostenpauschale"}, True),
        ({"name": "Shipping and handling", "seller_item": "FRT"}, True),
        ({"name": "Verzendkosten"}, True),
        ({"name": "Freight box", "standard_item": "4012345000016"}, False),
        ({"name": "Oak board"}, False),
        ({"name": "Fracht nach Hamburg"}, True),
        ({"name": "Mautgebühr"}, True),
        ({"name": "Carriage and packing"}, True),
        ({"name": "Sea freight Rotterdam"}, True),
        ({"name": "Versandtasche A4", "seller_item": "8723-00"}, False),
        ({"name": "Transportrolle 60 kg"}, False),
        ({"name": "Verpackungsfolie"}, False),
        ({"name": "Carriage bolt M8"}, False),
        ({"name": "Shipping box"}, False),
        ({"name": "Fuel filter", "seller_item": "FF-1"}, False),
        ({"name": "Verzenddoos"}, False),
    ],
)
def test_charges_that_nobody_orders(terms: dict[str, Any], *, extra: bool) -> None:
    assert is_extra(goods(**terms)) is extra


def test_all_numbers_of_an_item() -> None:
    one = goods(standard_item="0000", seller_item="S-100", buyer_item=" ")
    assert (one.ids, one.standard) == (frozenset({"S100"}), None)
