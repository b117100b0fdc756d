"""Is the price of a line the one that was ordered?"""

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import EXACT, ZERO, cents, divided, plain
from counterfoil.matching.judging.billed_line import BilledLine
from counterfoil.matching.judging.given_back import given_back
from counterfoil.matching.judging.ordered import Ordered
from counterfoil.matching.judging.tolerated import price_rounding, price_tolerated
from counterfoil.matching.unit_prices import half_a_unit, unit_price
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded, TradeLine

_PLACES = Decimal("0.000001")
_CENT = Decimal("0.01")


class _Price(NamedTuple):
    """The net price of one unit of the invoice line, and who says so."""

    value: Decimal
    line: TradeLine
    says: tuple[Recorded, ...]


def price_differs(billed: BilledLine) -> Iterator[Discrepancy]:
    """A unit price above or below the ordered one by more than rounding and what is tolerated.

    Nothing is said in other currencies, or where a credit note has corrected it.
    """
    found, quantity = _net_price(billed.line), billed.line.quantity
    price = _ordered_price(billed)
    if found is None or price is None or quantity is None or quantity <= 0:
        return
    gap = EXACT.subtract(found, price.value)
    tolerated = max(
        price_rounding(price.value, billed.line, price.line),
        price_tolerated(price.value, billed.line, billed.summary, billed.context),
    )
    stake = cents(EXACT.multiply(gap.copy_abs(), quantity))
    if gap.copy_abs() <= tolerated or stake <= _rounded(billed.line, found) or _is_settled(billed, stake):
        return
    code = "price-over-ordered" if gap > 0 else "price-under-ordered"
    yield billed.differs(code, _shown(price.value), _shown(found), stake, price.says)


def _ordered_price(billed: BilledLine) -> _Price | None:
    """The price in the invoice line's unit; None where order lines differ in it, or in doubt."""
    prices = []
    for terms in billed.terms:
        price = None if terms is None or not _in_one_currency(terms, billed) else _in_unit(terms, billed)
        if price is None:
            return None
        prices.append(price)
    if not prices or len({price.value for price in prices}) > 1:
        return None
    says = tuple({document.id: document for price in prices for document in price.says}.values())
    return prices[0]._replace(says=says)


def _in_unit(terms: Ordered, billed: BilledLine) -> _Price | None:
    line = terms.line
    one = billed.supply.in_unit(Decimal(1), billed.line.unit, line.unit, line, billed.line)
    price = _net_price(line)
    if one is None or price is None:
        return None
    return _Price(EXACT.multiply(price, one), line, terms.says)


def _in_one_currency(terms: Ordered, billed: BilledLine) -> bool:
    told = {getattr(document.summary, "currency", None) for document in terms.says}
    return told - {None} <= {billed.summary.currency}


def _net_price(line: TradeLine) -> Decimal | None:
    """The price of one unit after discounts and charges on the line, of which its amount tells."""
    price = unit_price(line)
    if price is None or line.amount is None or not line.quantity:
        return price
    apart = EXACT.subtract(line.amount, EXACT.multiply(price, line.quantity)).copy_abs()
    rounding = EXACT.add(_CENT, EXACT.multiply(half_a_unit(line), line.quantity.copy_abs()))
    return divided(line.amount, line.quantity) if apart > rounding else price


def _rounded(line: TradeLine, price: Decimal) -> Decimal:
    """What rounding the amount of a line hides, where its price follows from that amount."""
    return ZERO if price == unit_price(line) and line.price is not None else _CENT


def _is_settled(billed: BilledLine, stake: Decimal) -> bool:
    """Have credit notes corrected the price, or may they have?"""
    return given_back(billed.end, billed.context).money_max >= stake


def _shown(price: Decimal) -> str:
    """A price to six places, without zeros behind the cents."""
    rounded = EXACT.quantize(price, _PLACES)
    short = rounded.normalize()
    return plain(short if short.as_tuple().exponent <= -2 else cents(rounded))  # type: ignore[operator]
