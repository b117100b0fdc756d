"""Does a line bill goods of which nothing was received, where receipts are kept?"""

from collections.abc import Collection, Iterator

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.amounts import plain
from counterfoil.matching.goods import goods_of, is_extra
from counterfoil.matching.judging.billed_line import BilledLine
from counterfoil.matching.judging.given_back import given_back
from counterfoil.matching.judging.history import RECEIVED, newly_covered
from counterfoil.matching.parties.identity import BUYER
from counterfoil.matching.unit_prices import amount_of
from counterfoil.matching.units import plain_unit
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy
from counterfoil.model.summary import Recorded

AHEAD = 365
"""So many days after an invoice a first receipt tells that receipts are kept."""
_WORK = {
    "HUR",
    "LH",
    "HH",
    "MIN",
    "SEC",
    "DAY",
    "E49",
    "WEE",
    "MON",
    "QAN",
    "SAN",
    "ANN",
    "KWH",
    "MWH",
    "LS",
    "E48",
    "ACT",
}
"""Units of work, time and energy, which nobody takes in at a gate."""


def not_received(billed: BilledLine) -> Iterator[Discrepancy]:
    """A line on which nothing was received, though this seller's goods are received with receipts.

    It is so since the day on which the goods should have been there, or since the invoice.
    """
    line, roots = billed.line, billed.roots
    if billed.invoice.role != BUYER or not roots or line.quantity is None or line.quantity <= 0:
        return
    if not all(billed.context.is_a(root.id, kinds.ORDER) for root in roots):
        # Of a despatch whose order is not known the receipts may name the order.
        return
    if plain_unit(line.unit) in _WORK or is_extra(goods_of(line)):
        return
    if billed.receipts.lines(roots) or billed.receipts.is_vague(roots):
        return
    if not given_back(billed.end, billed.context).is_anything and billed.is_covered(RECEIVED, AHEAD):
        yield billed.differs("not-received", plain(line.quantity), "0", amount_of(line))


def near(document: Recorded, shelf: Shelf, new: Collection[bytes]) -> Iterator[bytes]:
    """The invoices of a seller whose goods are received with receipts as this one tells."""
    if document.summary.document == kinds.RECEIPT_ADVICE:
        yield from newly_covered(document, RECEIVED, AHEAD, shelf, new)
