"""How much does a package of an item hold, by master data?"""

from collections.abc import Collection, Iterable, Iterator
from decimal import Decimal

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import EXACT, ZERO, divided
from counterfoil.matching.goods import goods_of
from counterfoil.matching.unit_prices import half_a_unit, unit_price
from counterfoil.matching.units import Packs, is_package, packs_of, plain_unit
from counterfoil.model import summary as kinds
from counterfoil.model.summary import MasterSummary, Recorded, TradeLine, TradeSummary


def packs_for(lines: Iterable[TradeLine], shelf: Shelf) -> Packs:
    """The pack sizes of the item of some lines, by all master data that names one of its numbers."""
    numbers = sorted({number for line in lines for number in goods_of(line).ids})
    found = {one.id: one.summary for number in numbers for one in shelf.offering(item_key(number))}
    return packs_of(one for id in sorted(found) if isinstance(one := found[id], MasterSummary))


def by_price(quantity: Decimal, ours: str, theirs: str, lines: Iterable[TradeLine]) -> Decimal | None:
    """A quantity in another unit, where one of the two is a package and costs a whole number of times the other.

    None where prices do not tell that, but for the rounding of the lower one.
    """
    if is_package(ours) == is_package(theirs):
        return None
    priced = [(plain_unit(line.unit), line) for line in lines if unit_price(line)]
    for one in (line for unit, line in priced if unit == ours):
        for other in (line for unit, line in priced if unit == theirs):
            if (holds := _holds(one, other)) is not None:
                return EXACT.multiply(quantity, holds)
            if (holds := _holds(other, one)) is not None:
                return divided(quantity, holds)
    return None


def _holds(package: TradeLine, piece: TradeLine) -> Decimal | None:
    """How many pieces a package holds, by the prices of both."""
    large, small = unit_price(package) or ZERO, unit_price(piece) or ZERO
    if not ZERO < small < large:
        return None
    count = divided(large, small).quantize(Decimal(1))
    apart = EXACT.subtract(EXACT.multiply(small, count), large).copy_abs()
    return count if count > 1 and apart <= EXACT.multiply(half_a_unit(piece), count) else None


def near(document: Recorded, shelf: Shelf, _new: Collection[bytes]) -> Iterator[bytes]:
    """The documents with lines about an item whose master data comes."""
    yield from {one.id: None for key in offers(document) for one in shelf.seeking(key)}


def offers(document: Recorded) -> Iterator[str]:
    """The keys of an item of the master data: all its numbers, where it comes in packages."""
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.ITEM and summary.packs:
        written = (summary.number, *(each.value for each in summary.identifiers))
        yield from dict.fromkeys(item_key(plain) for each in written if each and (plain := plain_item(each)))


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of the items of a document, in packages or not: what counts pieces is compared to packages."""
    if isinstance(document.summary, TradeSummary):
        yield from dict.fromkeys(item_key(number) for line in document.summary.lines for number in goods_of(line).ids)


def item_key(number: str) -> str:
    """The key of an item of the master data, by one of its numbers."""
    return f"item|{number}"


def plain_item(number: str) -> str:
    """A number as `goods_of` spells it, without the zeros that fill up a GTIN."""
    line = goods_of(TradeLine(standard_item=number))
    return line.standard or ""
