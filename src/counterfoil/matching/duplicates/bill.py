"""An invoice or credit note as the search for duplicates looks at it: what is compared, worked out when asked for."""

from collections import defaultdict

from counterfoil.matching.amounts import amount_due
from counterfoil.matching.duplicates.number_likeness import digits_of, runs_of
from counterfoil.matching.keys import plain_number
from counterfoil.matching.parties.identity import SELLER
from counterfoil.matching.precedence import precedence
from counterfoil.model import summary as kinds
from counterfoil.model.summary import Recorded, TradeSummary

_BILLS = (kinds.INVOICE, kinds.CREDIT_NOTE)


class Bill:
    """An invoice or credit note.

    `amount` is its sum with tax, or else what is payable; `partner` is the other side: the seller, or of our own sales
    the buyer.
    """

    __slots__ = ("_named", "amount", "document", "issued", "number", "partner", "summary")

    def __init__(self, document: Recorded, summary: TradeSummary) -> None:
        self.document, self.summary = document, summary
        self.number, self.issued = summary.number or "", summary.issued
        self.amount = summary.total if summary.total is not None else amount_due(summary)
        self.partner = summary.buyer if document.role == SELLER else summary.seller
        self._named: dict[str, frozenset[str]] | None = None

    @property
    def digits(self) -> str:
        """What of its number survives most ways of writing it."""
        return digits_of(self.number)

    @property
    def runs(self) -> tuple[str, ...]:
        """The runs of letters and digits of its number."""
        return runs_of(self.number)

    @property
    def place(self) -> tuple[str, int, str, bytes]:
        """Its place among others."""
        return precedence(self.document)

    @property
    def orders(self) -> frozenset[str]:
        """The numbers of the orders that it names."""
        return self._numbers(kinds.ORDER)

    @property
    def deliveries(self) -> frozenset[str]:
        """The numbers of the despatch and receipt advices that it names."""
        return self._numbers(kinds.DESPATCH_ADVICE) | self._numbers(kinds.RECEIPT_ADVICE)

    @property
    def invoices(self) -> frozenset[str]:
        """The numbers of the invoices that it names."""
        return self._numbers(kinds.INVOICE)

    def _numbers(self, kind: str) -> frozenset[str]:
        if self._named is None:
            named: dict[str, set[str]] = defaultdict(set)
            for references in (self.summary.references, *(line.references for line in self.summary.lines)):
                for one in references:
                    if number := plain_number(one.number):
                        named[one.document].add(number)
            self._named = {document: frozenset(numbers) for document, numbers in named.items()}
        return self._named.get(kind, frozenset())


def bill_of(document: Recorded) -> Bill | None:
    """An invoice or credit note as such, None for any other document."""
    summary = document.summary
    return Bill(document, summary) if isinstance(summary, TradeSummary) and summary.document in _BILLS else None
