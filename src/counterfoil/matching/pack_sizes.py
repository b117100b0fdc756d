"""How much does a package of an item hold, by master data?"""

from collections.abc import Collection, Iterable, Iterator

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.goods import goods_of
from counterfoil.matching.units import Packs, is_package, packs_of
from counterfoil.model import summary as kinds
from counterfoil.model.summary import MasterSummary, Recorded, TradeLine, TradeSummary


def packs_for(lines: Iterable[TradeLine], shelf: Shelf) -> Packs:
    """The pack sizes of the item of some lines, by all master data that names one of its numbers."""
    numbers = sorted({number for line in lines for number in goods_of(line).ids})
    found = {one.id: one.summary for number in numbers for one in shelf.offering(item_key(number))}
    return packs_of(one for id in sorted(found) if isinstance(one := found[id], MasterSummary))


def near(document: Recorded, shelf: Shelf, new: Collection[bytes]) -> Iterator[bytes]:
    """The documents that count in packages of an item whose master data comes."""
    del new
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.ITEM:
        yield from {one.id: None for key in offers(document) for one in shelf.seeking(key)}


def offers(document: Recorded) -> Iterator[str]:
    """The keys of an item of the master data: all its numbers."""
    summary = document.summary
    if isinstance(summary, MasterSummary) and summary.document == kinds.ITEM:
        written = (summary.number, *(each.value for each in summary.identifiers))
        yield from dict.fromkeys(item_key(plain) for each in written if each and (plain := plain_item(each)))


def seeks(document: Recorded) -> Iterator[str]:
    """The keys of the items whose packages a document counts in."""
    if isinstance(document.summary, TradeSummary):
        lines = [line for line in document.summary.lines if is_package(line.unit)]
        yield from dict.fromkeys(item_key(number) for line in lines for number in goods_of(line).ids)


def item_key(number: str) -> str:
    """The key of an item of the master data, by one of its numbers."""
    return f"item|{number}"


def plain_item(number: str) -> str:
    """A number as `goods_of` spells it, without the zeros that fill up a GTIN."""
    line = goods_of(TradeLine(standard_item=number))
    return line.standard or ""
