"""Small documents as linking sees them, and a record that links them from scratch or one after the other."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from counterfoil.matching import FILINGS, INFERENCES, MATCHERS, Context, Desk, discrepancies_of
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy, Link
from counterfoil.model.summary import (
    EventSummary,
    PartySummary,
    Recorded,
    Reference,
    StatementLine,
    StatementSummary,
    TradeLine,
    TradeSummary,
)
from counterfoil.model.values import Identifier

DAY = date(2026, 3, 2)


def party(name: str | None = None, *, accounts: tuple[str, ...] = (), **identifiers: str) -> PartySummary:
    """A party; identifiers by scheme word: vat, gln, lei, or any other."""
    schemes = {"vat": "VAT", "gln": "0088", "lei": "0199", "bare": None, "email": "EM"}
    made = tuple(Identifier(value=value, scheme=schemes.get(key, key)) for key, value in identifiers.items())
    return PartySummary(name=name, identifiers=made, accounts=accounts)


US = party("Nordlicht Möbelwerk GmbH", vat="DE811907980", gln="4012345000009")
SELLER = party("Sägewerk Tannhof KG", vat="DE136695976", gln="4098765000001", accounts=("DE02120300000000202051",))
OTHER = party("Beslag & Zoon B.V.", vat="NL861234567B01", gln="8712345000004")


def id_of(*parts: object) -> bytes:
    """An id out of whatever tells documents apart."""
    return hashlib.sha256(repr(parts).encode()).digest()


def ref(document: str, number: str, line: str | None = None, issued: date | None = None) -> Reference:
    """A reference to a document or line."""
    return Reference(document=document, number=number, line=line, issued=issued)


_NUMBERS = (
    *("price", "price_base", "amount", "tax_rate"),
    *("quantity_outstanding", "quantity_short", "quantity_rejected"),
)


def item(
    id: str | None, quantity: str | None = "10", *refs: Reference, unit: str | None = "C62", **terms: Any
) -> TradeLine:
    """A line; its price is 2."""
    decimals: dict[str, Any] = {
        k: Decimal(value) if isinstance(value, str) and k in _NUMBERS else value for k, value in terms.items()
    }
    number = None if quantity is None else Decimal(quantity)
    return TradeLine(id=id, quantity=number, unit=unit, references=refs, **({"price": Decimal(2)} | decimals))


def trade(
    kind: str, number: str | None, *lines: TradeLine, role: str = "buyer", copy: int = 0, **terms: Any
) -> Recorded:
    """A trade document from SELLER to us, with `copy` to tell apart what says the same."""
    terms = {"seller": SELLER, "buyer": US, "issued": DAY, "currency": "EUR", **terms}
    for name in ("payable", "net", "tax", "total", "paid", "rounding", "allowances", "charges"):
        if isinstance(terms.get(name), str):
            terms[name] = Decimal(terms[name])
    summary = TradeSummary(document=kind, number=number, lines=lines, **terms)
    return Recorded(id=id_of(summary, copy), role=role, summary=summary)


def order(number: str | None = "PO-1", *lines: TradeLine, **terms: Any) -> Recorded:
    """An order with the lines 1 and 2."""
    return trade(kinds.ORDER, number, *(lines or (item("1"), item("2"))), **terms)


def invoice(number: str | None = "INV-1", *lines: TradeLine, **terms: Any) -> Recorded:
    """An invoice over 100."""
    return trade(kinds.INVOICE, number, *lines, **{"payable": "100", **terms})


def credit_note(number: str, *lines: TradeLine, **terms: Any) -> Recorded:
    """A credit note over 20."""
    return trade(kinds.CREDIT_NOTE, number, *lines, **{"payable": "20", **terms})


def billing(*ends: str, quantity: str = "10", of: str = "PO-1", **terms: Any) -> tuple[TradeLine, ...]:
    """Lines that name lines of an order."""
    return tuple(item(str(n), quantity, ref(kinds.ORDER, of, end), **terms) for n, end in enumerate(ends, 1))


def receipt(number: str, *lines: TradeLine, **terms: Any) -> Recorded:
    """A receipt advice."""
    return trade(kinds.RECEIPT_ADVICE, number, *lines, **terms)


def event(*references: Reference) -> Recorded:
    """A goods event."""
    summary = EventSummary(references=references)
    return Recorded(id=id_of(summary), role="neither", summary=summary)


def entry(amount: str, *texts: str, position: str = "1", **terms: Any) -> StatementLine:
    """An entry of a statement, from our view."""
    for name in ("charges", "instructed"):
        if isinstance(terms.get(name), str):
            terms[name] = Decimal(terms[name])
    terms = {"currency": "EUR", "booked": DAY, **terms}
    return StatementLine(position=position, amount=Decimal(amount), remittance=texts, **terms)


def statement(*lines: StatementLine, number: str = "S-1", **terms: Any) -> Recorded:
    """A statement of our account."""
    terms = {"issued": DAY, "account": "DE89370400440532013000", **terms}
    summary = StatementSummary(number=number, lines=lines, **terms)
    return Recorded(id=id_of(summary), role="neither", summary=summary)


class Record:
    """All documents on a desk, with the links that hold between them."""

    def __init__(self, *documents: Recorded) -> None:
        self.documents: dict[bytes, Recorded] = {}
        self.add(*documents)

    def add(self, *documents: Recorded) -> "Record":
        """Add a batch; everything is linked anew."""
        self.documents |= {document.id: document for document in documents}
        self.desk = Desk(self.documents.values(), MATCHERS, INFERENCES, filings=FILINGS)
        self._links = self.desk.link_all()
        return self

    def find(self, key: str) -> Sequence[Recorded]:
        """The documents that offer a key, by id."""
        return self.desk.offering(key)

    @property
    def links(self) -> list[Link]:
        """All links in an order of their own."""
        return sorted(self._links, key=repr)

    def told(self, *names: str) -> list[str]:
        """The links in short: kind, source:line, target:line, and for payments the cash."""
        return sorted(
            f"{link.kind} {self._end(link.source.id, link.source.line)} {self._end(link.target.id, link.target.line)}"
            + (f" {link.amount}" if link.kind == "pays" else "")
            + ("?" if link.confidence < 1 else "")
            for link in self.links
            if not names or link.kind in names
        )

    def context(self, **settings: Any) -> Context:
        """Everything as the neighbourhood of everything."""
        links_from: dict[bytes, tuple[Link, ...]] = {}
        links_to: dict[bytes, tuple[Link, ...]] = {}
        for link in self.links:
            links_from[link.source.id] = (*links_from.get(link.source.id, ()), link)
            links_to[link.target.id] = (*links_to.get(link.target.id, ()), link)
        return Context(documents=self.documents, links_from=links_from, links_to=links_to, shelf=self.desk, **settings)

    def discrepancies(self, **settings: Any) -> list[Discrepancy]:
        """Everything that does not fit, with settings such as tolerances."""
        context = self.context(**settings)
        return sorted((one for doc in self.documents.values() for one in discrepancies_of(doc, context)), key=repr)

    def faults(self, *codes: str, **settings: Any) -> list[str]:
        """The discrepancies in short, of these codes or all: code, number:line, expected, found, amount."""
        return sorted(
            f"{one.code} {self._end(one.id, one.line)} {one.expected} {one.found} {one.amount}"
            for one in self.discrepancies(**settings)
            if not codes or one.code in codes
        )

    def _end(self, id: bytes, line: str | None) -> str:
        number = self.documents[id].summary.number or self.documents[id].summary.document
        return number if line is None else f"{number}:{line}"


def told(documents: Iterable[Recorded], *names: str) -> list[str]:
    """The links between some documents."""
    return Record(*documents).told(*names)
