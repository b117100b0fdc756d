"""What do credit notes take back of an invoice or of one of its lines?"""

from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import ZERO, amount_due, total
from counterfoil.matching.duplicates.matcher import originals
from counterfoil.matching.items import same_item
from counterfoil.matching.judging.context import Context
from counterfoil.matching.mentions import lines_of
from counterfoil.matching.unit_prices import amount_of, unit_price
from counterfoil.model.link import End
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary

_SAME_PRICE = Decimal("0.01")
"""A credit at the price that was billed, to a hundredth of it, takes goods back; another corrects the price."""


class Return(NamedTuple):
    """How much of an invoice line is taken back; the quantity is None where a credit note does not tell it."""

    quantity: Decimal | None
    unit: str | None


class GivenBack(NamedTuple):
    """What credit notes take back of an invoice line."""

    returns: tuple[Return, ...]
    """By lines of credit notes that go to this very line, at its price."""
    money: Decimal
    """By other lines that go to it, without tax."""
    unlined: Decimal
    """By credit notes that do not say which lines they concern: the most that it can be, without tax."""
    lump: Decimal
    """By lines that are about none of the invoice's, such as a price difference: what may be for any of these."""

    @property
    def money_max(self) -> Decimal:
        """The most that may be taken back beside what was returned."""
        return total([self.money, self.unlined, self.lump])

    @property
    def is_anything(self) -> bool:
        """Do credit notes concern the line at all, or may they?"""
        return bool(self.returns or self.money or self.unlined)


NOTHING = GivenBack((), ZERO, ZERO, ZERO)


def is_taken_back(invoice: Recorded, context: Context) -> bool:
    """Do credit notes on this invoice take back all of it?"""
    due, notes = amount_due(invoice.summary), _notes(invoice.id, context)
    if not notes or due is None or due <= 0:
        return False
    alone = [note for note in notes if not _credits_others(note, invoice.id, context)]
    return total([amount for note in alone if (amount := amount_due(note.summary)) is not None]) >= due


def given_back(end: End, context: Context) -> GivenBack:
    """What is taken back of an invoice line."""
    billed, notes = context.trade_line(end), _notes(end.id, context)
    if billed is None or not notes:
        return NOTHING
    returns: list[Return] = []
    money: list[Decimal] = []
    unlined: list[Decimal] = []
    lump: list[Decimal] = []
    for note in notes:
        links = [link for link in context.out_of(note.id, "credits") if link.target.id == end.id]
        lined = [link for link in links if link.source.line is not None and link.target.line is not None]
        told = [(context.trade_line(link.source), link.quantity) for link in lined if link.target == end]
        if not lined:
            told, unclear = _by_item(note, billed, end, context)
            unlined.append(unclear)
            lump.append(_about_none(note, end.id, context))
        for line, quantity in told:
            if line is not None and _takes_goods_back(line, billed):
                returns.append(Return(quantity, line.unit))
            elif line is not None:
                money.append(amount_of(line) or ZERO)
    return GivenBack(tuple(returns), total(money), total(unlined), total(lump))


_Told = list[tuple[TradeLine | None, Decimal | None]]


def _by_item(note: Recorded, billed: TradeLine, end: End, context: Context) -> tuple[_Told, Decimal]:
    """The lines of a credit note that are about the item of a line, and the amount of those that may be."""
    summary, invoice = note.summary, context.documents[end.id].summary
    if not isinstance(summary, TradeSummary) or not isinstance(invoice, TradeSummary) or not summary.lines:
        return [], _net(note)
    others = [line for position, line in enumerate(invoice.lines, 1) if str(position) != end.line]
    told: _Told = []
    unclear: list[Decimal] = []
    for line in summary.lines:
        same = same_item(line, billed)
        if same and all(same_item(line, other) is False for other in others):
            told.append((line, line.quantity))
        elif same is not False:
            unclear.append((amount_of(line) or ZERO).copy_abs())
    return told, total(unclear)


def _about_none(note: Recorded, id: bytes, context: Context) -> Decimal:
    """The amount of the lines of a credit note on this invoice alone that are about none of its goods."""
    if _credits_others(note, id, context):
        return ZERO
    billed = lines_of(context.documents[id].summary)
    lines = [one for one in lines_of(note.summary) if all(same_item(one, other) is False for other in billed)]
    return total([(amount_of(one) or ZERO).copy_abs() for one in lines])


def _takes_goods_back(line: TradeLine, billed: TradeLine) -> bool:
    ours, theirs = unit_price(line), unit_price(billed)
    if ours is None or theirs is None or line.unit != billed.unit:
        return True
    return abs(ours - theirs) <= abs(theirs) * _SAME_PRICE


def _credits_others(note: Recorded, id: bytes, context: Context) -> bool:
    return any(link.target.id != id for link in context.out_of(note.id, "credits"))


def _notes(id: bytes, context: Context) -> list[Recorded]:
    """The credit notes on an invoice, each once, however often it was sent."""
    notes = context.sources(context.into(id, "credits"))
    return originals(note for note in notes if not context.out_of(note.id, "repeats")) if notes else notes


def _net(note: Recorded) -> Decimal:
    summary = note.summary
    told = (summary.net, summary.total, summary.payable) if isinstance(summary, TradeSummary) else ()
    return next((each for each in told if each is not None), ZERO)
