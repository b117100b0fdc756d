"""An invoice or credit note as the search for duplicates looks at it: what is compared, worked out when asked for."""

from datetime import date
from decimal import Decimal
from functools import cached_property

from counterfoil.matching.amounts import amount_due
from counterfoil.matching.mentions import Mention, head_mentions, line_mentions
from counterfoil.matching.number_likeness import digits_of, runs_of
from counterfoil.matching.parties import SELLER
from counterfoil.matching.precedence import precedence
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, TradeSummary

BILLS = (kinds.INVOICE, kinds.CREDIT_NOTE)
_DELIVERIES = (kinds.DESPATCH_ADVICE, kinds.RECEIPT_ADVICE)


class Bill:
    """An invoice or credit note."""

    def __init__(self, document: Recorded, summary: TradeSummary) -> None:
        self.document, self.summary = document, summary
        self.number = summary.number or ""

    @property
    def issued(self) -> date | None:
        """The day of issue."""
        return self.summary.issued

    @cached_property
    def amount(self) -> Decimal | None:
        """What it is over: its sum with tax, or else what is payable."""
        return self.summary.total if self.summary.total is not None else amount_due(self.summary)

    @property
    def partner(self) -> PartySummary | None:
        """The other side: the seller, or of our own sales the buyer."""
        return self.summary.buyer if self.document.role == SELLER else self.summary.seller

    @cached_property
    def digits(self) -> str:
        """What of its number survives most ways of writing it."""
        return digits_of(self.number)

    @cached_property
    def runs(self) -> tuple[str, ...]:
        """The runs of letters and digits of its number."""
        return runs_of(self.number)

    @cached_property
    def place(self) -> tuple[str, int, str, bytes]:
        """Its place among others."""
        return precedence(self.document)

    @cached_property
    def orders(self) -> frozenset[str]:
        """The numbers of the orders that it names."""
        return frozenset(one.number for one in self._mentions if one.document == kinds.ORDER and one.number)

    @cached_property
    def deliveries(self) -> frozenset[str]:
        """The numbers of the despatch and receipt advices that it names."""
        return frozenset(one.number for one in self._mentions if one.document in _DELIVERIES)

    @cached_property
    def invoices(self) -> frozenset[str]:
        """The numbers of the invoices that it names."""
        return frozenset(one.number for one in self._mentions if one.document == kinds.INVOICE)

    @cached_property
    def _mentions(self) -> list[Mention]:
        return [*head_mentions(self.summary), *line_mentions(self.summary.lines)]


def bill_of(document: Recorded) -> Bill | None:
    """An invoice or credit note as such, None for any other document."""
    summary = document.summary
    return Bill(document, summary) if isinstance(summary, TradeSummary) and summary.document in BILLS else None
