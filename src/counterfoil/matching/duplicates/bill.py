"""An invoice or credit note as the search for duplicates looks at it: what is compared, worked out once."""

import re
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from counterfoil.matching.amounts import EXACT, amount_due, smallest
from counterfoil.matching.duplicates.number import Number, taken_apart
from counterfoil.matching.duplicates.pair import Pair
from counterfoil.matching.keys import plain_number
from counterfoil.matching.once import noted
from counterfoil.matching.parties.identity import SELLER
from counterfoil.matching.precedence import Originality, precedence, standing
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, TradeLine, TradeSummary

_BILLS = (kinds.INVOICE, kinds.CREDIT_NOTE)
_ISSUED_AGAIN = re.compile(
    r"\bkorrigierte?\b|\bberichtigte?\b|rechnungskorrektur|korrekturrechnung|\bersatzrechnung"
    r"|\bersetzt\b.{0,20}rechnung|\b(?:ersatz|anstelle)\b.{0,20}rechnung|\bneuausstellung\b|\bneu ausgestellt"
    r"|\b(?:adress|anschrift(?:en|s)?)(?:berichtigung|korrektur)|\bwegen falsche[nr]?\b.{0,20}(?:adresse|anschrift)"
    r"|\bcorrected\b|\bre-?issued?\b|\b(?:replaces|supersedes)\b.{0,20}invoice|\bin place of\b.{0,20}invoice"
    r"|\b(?:amended|revised|replacement)\b.{0,20}(?:invoice|address)|\baddress correction\b"
    r"|\b(?:correction of|due to|because of)\b.{0,20}\baddress\b"
    r"|\bcorrig[ée]e\b|\brectifi[ée]e\b|\bremplace\b.{0,20}facture|\b(?:correction|rectification)\b.{0,8}\badresse\b"
    r"|\bgecorrigeerde?\b|\bvervang(?:t|ende)\b.{0,20}factuur|\badrescorrectie\b"
    r"|\bcorretta\b|\bsostitui(?:sce|tiva)\b.{0,20}fattura|\bfattura sostitutiva\b"
    r"|\b(?:correzione|rettifica)\b.{0,8}\bindirizzo\b"
    r"|\brectificada\b|\bsustituye\b.{0,20}factura|\bcorrecci[óo]n\b.{0,12}\bdirecci[óo]n\b",
    re.IGNORECASE,
)


@dataclass(kw_only=True, eq=False)
class Bill:
    """An invoice or credit note; it never changes."""

    id: bytes
    kind: str
    summary: TradeSummary
    written: str
    """Its number as written."""
    number: Number
    digits: str
    """What of its number survives most ways of writing it."""
    issued: date | None
    precedence: tuple[str, int, str, bytes]
    """Its place by day and number."""
    amount: Decimal | None
    """The sum with tax, or else what is payable."""
    sum: str
    """The same as a text, spelled one way; empty where there is none."""
    smallest: int | None
    """What is payable, or else the sum, in ten-thousandths."""
    partner: PartySummary | None
    """The other side: the seller, or of our own sales the buyer."""
    billed: tuple[tuple[Decimal, str], ...]
    """Amount and name of its lines, as far as they have an amount, by these."""
    orders: tuple[str, ...]
    """The numbers of the orders that it names."""
    deliveries: tuple[str, ...]
    """The numbers of the despatch and receipt advices that it names."""
    invoices: tuple[str, ...]
    """The numbers of the invoices that it names."""
    pairs: dict[bytes, Pair | None] = field(default_factory=dict)
    """What came of holding it against others, by their ids; None for those of which it cannot be a copy."""
    _place: Originality | None = None
    _is_issued_again: bool | None = None
    _said: tuple[str, ...] | None = None

    @property
    def place(self) -> Originality:
        """Its place among its copies, worked out when it is asked for: most have none."""
        place = self._place
        if place is None:
            place = self._place = standing(self.id, self.summary)
        return place

    @property
    def said(self) -> tuple[str, ...]:
        """What it calls its lines, and its notes: the rent of which month, the reading of which meter."""
        found = self._said
        if found is None:
            found = self._said = (*[name for _, name in self.billed], *self.summary.notes)
        return found

    @property
    def is_issued_again(self) -> bool:
        """Do its notes say that it takes the place of an invoice, as one with a corrected address does?"""
        found = self._is_issued_again
        if found is None:
            found = self._is_issued_again = any(_ISSUED_AGAIN.search(note) for note in self.summary.notes)
        return found

    def replaces(self, other: "Bill") -> bool:
        """Do its notes say that it was issued again, and name the other by its number?"""
        if not self.is_issued_again:
            return False
        written = re.escape(other.written.casefold())
        return bool(written) and any(
            re.search(rf"(?<!\w){written}(?!\w)", note.casefold()) for note in self.summary.notes
        )

    def names(self, other: "Bill") -> bool:
        """Does it refer to the other as an invoice by its number?"""
        return bool(other.number.plain) and other.number.plain in self.invoices

    def is_before(self, other: "Bill") -> bool:
        """Is this the original, if one of the two is a copy of the other?"""
        day, there = self.precedence[0], other.precedence[0]
        if day != there:
            return day < there
        replaces, replaced = (x.replaces(y) or x.names(y) for x, y in ((self, other), (other, self)))
        return replaced if replaces != replaced else self.place < other.place


@noted
def bill_of(document: Recorded) -> Bill | None:
    """An invoice or credit note as such, None for any other document."""
    summary = document.summary
    if not isinstance(summary, TradeSummary) or summary.document not in _BILLS:
        return None
    amount = summary.total if summary.total is not None else amount_due(summary)
    named = _named(summary)
    number = taken_apart(summary.number or "")
    return Bill(
        id=document.id,
        kind=summary.document,
        summary=summary,
        written=summary.number or "",
        number=number,
        digits=number.digits,
        issued=summary.issued,
        amount=amount,
        sum="" if amount is None else str(EXACT.normalize(amount)),
        smallest=None if (due := amount_due(summary)) is None else smallest(due),
        partner=summary.buyer if document.role == SELLER else summary.seller,
        precedence=precedence(document),
        billed=_billed(summary.lines),
        orders=named.get(kinds.ORDER, ()),
        deliveries=named.get(kinds.DESPATCH_ADVICE, ()) + named.get(kinds.RECEIPT_ADVICE, ()),
        invoices=named.get(kinds.INVOICE, ()),
    )


def _billed(lines: tuple[TradeLine, ...]) -> tuple[tuple[Decimal, str], ...]:
    return tuple(sorted([(line.amount, line.name or "") for line in lines if line.amount is not None]))


def _named(summary: TradeSummary) -> dict[str, tuple[str, ...]]:
    """The numbers of the documents that it or a line of it names, by kind."""
    named: dict[str, set[str]] = {}
    for references in (summary.references, *[line.references for line in summary.lines]):
        for one in references:
            if number := plain_number(one.number):
                named.setdefault(one.document, set()).add(number)
    return {document: tuple(sorted(numbers)) for document, numbers in named.items()}
