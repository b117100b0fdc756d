"""Papers of one trade as facts, with everything that they say: an invoice for an order that was received."""

from typing import Any

from counterfoil.exchange.presenting.choosing import choose, parse_choice
from counterfoil.exchange.presenting.inferring import infer
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, OFFERED, Attested
from counterfoil.log.disclosure import reveal
from exchange.made import Company, Said, company, subject

SELLER = {"name": "Nordlicht Möbel GmbH", "identifiers": [{"scheme": "VAT", "value": "DE811907980"}], "country": "DE"}
BUYER = {"name": "Huis en Haard B.V.", "identifiers": [{"scheme": "VAT", "value": "NL001234567B01"}], "country": "NL"}
PAYEE = {"name": "Factoring Elbe AG", "accounts": ["DE89370400440532013000"]}
DELIVER_TO = {"name": "Loods Zuid", "street": "Havenweg 12", "city": "Breda", "country": "NL"}


def attested(said: Said) -> Attested:
    """A fact with everything shown."""
    shown = tuple(said.shown.values())
    claims = reveal(said.payload, shown)
    return Attested(
        entry=said.entry.hex(),
        subject=said.subject,
        kind=claims["kind"],  # type: ignore[arg-type]
        author=said.author.key.company,
        claims=claims,
        payload=said.payload,
        disclosures=shown,
    )


def line(number: int, quantity: str, price: str, amount: str, **others: Any) -> dict[str, Any]:
    """A line of a paper."""
    return {
        "id": str(number),
        "name": f"Chair of model {number}",
        "seller_item": f"CH-{number:03}",
        "quantity": quantity,
        "price": price,
        "amount": amount,
        "tax_rate": "19",
        **others,
    }


INVOICE: dict[str, Any] = {
    "document": "invoice",
    "number": "RE-2027-0815",
    "issued": "2027-01-10",
    "due": "2027-02-09",
    "currency": "EUR",
    "seller": SELLER,
    "buyer": BUYER,
    "payee": PAYEE,
    "deliver_to": DELIVER_TO,
    "net": "1000.00",
    "tax": "190.00",
    "total": "1190.00",
    "payable": "1190.00",
    "type_code": "380",
    "buyer_reference": "PO-4711",
    "payment_reference": "RE-2027-0815 / 10023",
    "payment_terms": "30 days net",
    "notes": ["Thank you."],
    "references": [{"document": "order", "number": "PO-4711"}],
    "lines": [line(1, "6", "100.00", "600.00"), line(2, "4", "100.00", "400.00")],
}
ORDER: dict[str, Any] = {
    "document": "order",
    "number": "PO-4711",
    "issued": "2026-12-20",
    "currency": "EUR",
    "seller": SELLER,
    "buyer": BUYER,
    "deliver_to": DELIVER_TO,
    "net": "1000.00",
    "payable": "1000.00",
    "lines": [line(1, "6", "100.00", "600.00"), line(2, "4", "100.00", "400.00")],
}
RECEIPT: dict[str, Any] = {
    "document": "receipt-advice",
    "number": "WE-77",
    "issued": "2027-01-12",
    "seller": SELLER,
    "buyer": BUYER,
    "references": [{"document": "order", "number": "PO-4711"}],
    "lines": [
        {"id": "1", "seller_item": "CH-001", "quantity": "6"},
        {"id": "2", "seller_item": "CH-002", "quantity": "4"},
    ],
}


class Papers:
    """The facts of one trade, in the order in which they were attested."""

    def __init__(self) -> None:
        self.seller, self.buyer = company("Seller"), company("Buyer")
        self.facts: list[Attested] = []

    def offer(
        self, author: Company, claims: dict[str, Any], bills: tuple[str, ...] = (), *, on: str = "", **changes: Any
    ) -> Attested:
        """A paper, on the subject of its kind or of a name of its own; a change to None leaves a claim out."""
        told = {name: value for name, value in (claims | changes).items() if value is not None}
        if bills:
            told["refers"] = [{"kind": "bills", "subject": subject(name)} for name in bills]
        return self._said(author, OFFERED, on or told["document"], told)

    def about(self, author: Company, kind: str, paper: Attested, **claims: Any) -> Attested:
        """A fact about a paper."""
        name = str(paper.claims["document"])
        return self._said(author, kind, name, {"of": paper.entry, **claims})

    def _said(self, author: Company, kind: str, name: str, claims: dict[str, Any]) -> Attested:
        other = self.buyer if author is self.seller else self.seller
        fact = attested(author.says(kind, subject(name), other, **claims))
        self.facts.append(fact)
        return fact


def trade(**changes: Any) -> Papers:
    """Order, receipt, invoice (with changes) and approval."""
    papers = Papers()
    papers.offer(papers.buyer, ORDER)
    papers.offer(papers.buyer, RECEIPT)
    invoice = papers.offer(papers.seller, INVOICE, bills=("order", "receipt-advice"), **changes)
    approval = {"level": "approved", "amount": "1190.00", "currency": "EUR", "role": "head of buying"}
    papers.about(papers.buyer, ACKNOWLEDGED, invoice, **approval)
    return papers


def inferred(papers: Papers, *names: str, certain: bool = True) -> dict[tuple[str, str], str]:
    """By paper and path the sentences about what can be inferred."""
    showings = choose(papers.facts, parse_choice(names))
    found = dict[tuple[str, str], str]()
    for one in infer(showings):
        if one.is_certain == certain:
            word = showings[one.fact].value("document") or showings[one.fact].value("level") or "other"
            found[word, one.path] = found.get((word, one.path), "") + one.says
    return found


def of_invoice(papers: Papers, *names: str) -> dict[str, str]:
    """The same of the invoice alone."""
    return {path: says for (word, path), says in inferred(papers, *names).items() if word == "invoice"}


def alone(**changes: Any) -> Papers:
    """Just an invoice."""
    papers = Papers()
    papers.offer(papers.seller, INVOICE, **changes)
    return papers
