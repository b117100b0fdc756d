"""A line of an invoice as it is held against what was ordered and received."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from counterfoil.matching.judging.billing import Billing, billing_of, bills_goods
from counterfoil.matching.judging.context import Context
from counterfoil.matching.judging.given_back import given_back
from counterfoil.matching.judging.history import is_covered
from counterfoil.matching.judging.ordered import Ordered, ordered
from counterfoil.matching.judging.receipts import Receipts, receipts_of
from counterfoil.matching.judging.settlement import is_corrected
from counterfoil.matching.judging.supply import Roots, Supply, supply_of
from counterfoil.model.link import Basis, Discrepancy, End, Link
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary


@dataclass(frozen=True, kw_only=True, eq=False)
class BilledLine:
    """An invoice line with the goods that it bills; `roots` is empty where its links name no line, or not for sure."""

    invoice: Recorded
    summary: TradeSummary
    end: End
    line: TradeLine
    links: tuple[Link, ...]
    roots: Roots
    terms: tuple[Ordered | None, ...]
    """What holds of each of the goods, where an order tells."""
    supply: Supply
    billing: Billing
    receipts: Receipts
    known: dict[str, bool]
    """What was found out for all lines of the invoice at once."""

    @property
    def context(self) -> Context:
        """What judging may look at."""
        return self.supply.context

    @property
    def is_guessed(self) -> bool:
        """Was it inferred which goods the line bills? Then goods that are used up speak against that rather."""
        return any(link.basis == Basis.INFERENCE for link in self.links)

    def is_made_good(self, amount: Decimal | None) -> bool:
        """Do credit notes on the invoice give back as much in a lump sum?"""
        return amount is not None and given_back(self.end, self.context).lump >= amount

    def is_covered(self, timeline: str, ahead: int) -> bool:
        """Does a document of the seller stand on a timeline before the invoice, or at most `ahead` days after?"""
        if timeline not in self.known:
            self.known[timeline] = is_covered(self.summary, timeline, ahead, self.context.shelf)
        return self.known[timeline]

    def differs(
        self, code: str, expected: str, found: str, amount: Decimal | None, rests_on: Iterable[Recorded] = ()
    ) -> Discrepancy:
        """A discrepancy on this line, since the last of the documents came that it rests on."""
        others = tuple(rests_on)
        return Discrepancy(
            code=code,
            id=self.end.id,
            line=self.end.line,
            expected=expected,
            found=found,
            amount=amount,
            currency=self.summary.currency,
            since=latest(self.invoice, *others),
            others=tuple(sorted({other.id for other in others})),
            why=tuple(dict.fromkeys(reason for link in self.links for reason in link.evidence)),
        )


def billed_lines(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[BilledLine]:
    """The lines of an invoice that bill something.

    None of a repeat, of an invoice that was taken back or corrected or corrects another, since none of these tells what
    holds in the end.
    """
    if not bills_goods(invoice, context) or is_corrected(invoice.id, context):
        return
    supply, billing, receipts = supply_of(context), billing_of(context), receipts_of(context)
    known: dict[str, bool] = {}
    for position, line in enumerate(summary.lines, 1):
        end = End(id=invoice.id, line=str(position))
        yield BilledLine(
            invoice=invoice,
            summary=summary,
            end=end,
            line=line,
            links=tuple(context.out_of_end(end, "bills")),
            roots=(roots := supply.billed_by(end)),
            terms=tuple(ordered(root, context, line) for root in roots),
            supply=supply,
            billing=billing,
            receipts=receipts,
            known=known,
        )


def latest(*documents: Recorded) -> date | None:
    """The day of the last of some documents."""
    return max((day for one in documents if (day := getattr(one.summary, "issued", None))), default=None)
