"""What our record says of how an invoice was settled is what is attested of it: what came back is not paid."""

from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from papers_bank import Entry, camt

import trades
from counterfoil.exchange.answers.answering import answer, is_done
from counterfoil.exchange.answers.deciding import acknowledge
from counterfoil.exchange.answers.offering import offer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.proof.attested import CREDITED, PAID, WITHDRAWN
from counterfoil.exchange.proof.withdrawn import not_withdrawn
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from exchange.offices import Watch, exchange, meet, office
from trades import BUYER, DAY, SELLER


def record(here: Office, folder: Path, **papers: bytes) -> None:
    """Record papers in a home."""
    found = trades.written(folder, {f"{name}.xml": data for name, data in papers.items()})
    options = Options(on=here.home.clock().date(), us=here.home.us)
    assert all(one.error is None for one in Recorder(here.home).add(intakes([str(found)], options)))


class Trading:
    """An invoice that the seller has offered to the buyer, whose bank statements tell how it is paid."""

    def __init__(self, folder: Path) -> None:
        clock = Watch()
        self.folder, self.statements = folder, 0
        self.buyer = office(folder / "buyer", BUYER.name, clock, vat=BUYER.vat)
        self.seller = office(folder / "seller", SELLER.name, clock, vat=SELLER.vat)
        meet(self.buyer, self.seller)
        record(self.seller, folder / "papers", invoice=trades.trade()["1-invoice.xml"])
        (row,) = self.seller.home.store.documents()
        peer = named_peer(self.seller.home.store, BUYER.name)
        self.subject = offer(self.seller, row, peer, "counterfoil", "Erika").subject
        exchange(self.seller, self.buyer, self.subject)

    def books(self, *amounts: str, currency: str = "EUR", instructed: str = "") -> None:
        """The buyer's bank books these amounts with the seller, for the invoice; `instructed` were so many EUR."""
        self.statements += 1
        entries = [Entry(one, DAY + timedelta(days=self.statements), SELLER, "Rechnung INV-1") for one in amounts]
        data = camt(f"S-{self.statements}", BUYER, entries[-1].booked, "10000.00", tuple(entries))
        if all(float(one) > 0 for one in amounts):
            data = data.replace(b"ESCT", b"RRTN")  # the bank says that it came back
        data = data.replace(b'"EUR"', f'"{currency}"'.encode()).replace(b">EUR<", f">{currency}<".encode())
        if instructed:
            told = f'<AmtDtls><InstdAmt><Amt Ccy="EUR">{instructed}</Amt></InstdAmt></AmtDtls><RltdPties>'
            data = data.replace(b"<RltdPties>", told.encode())
        record(self.buyer, self.folder / f"bank {self.statements}", statement=data)
        answer(self.buyer, self.subject)

    @property
    def paid(self) -> list[tuple[str, str]]:
        """What the buyer attests as paid, and did not withdraw."""
        facts = not_withdrawn(self.buyer.half.facts(self.subject), PAID)
        return [(one.claims["amount"], one.claims["currency"]) for one in facts]


@pytest.fixture
def trading(tmp_path: Path) -> Trading:
    return Trading(tmp_path)


def test_what_is_paid_in_parts_is_told_in_parts(trading: Trading) -> None:
    trading.books("-300.00")
    assert trading.paid == [("300.00", "EUR")]
    trading.books("-302.14")
    assert trading.paid == [("300.00", "EUR"), ("302.14", "EUR")]
    answer(trading.buyer, trading.subject)
    assert len(trading.paid) == 2


def test_what_came_back_was_not_paid(trading: Trading) -> None:
    trading.books("-602.14")
    trading.books("602.14")
    assert {row.amount for row in trading.buyer.home.store.links() if row.kind == "pays"} == {
        Decimal("602.14"),
        Decimal("-602.14"),
    }
    assert trading.paid == []
    facts = trading.buyer.half.facts(trading.subject)
    assert [one.kind for one in facts if one.kind in (PAID, WITHDRAWN)] == [PAID, WITHDRAWN]
    trading.books("-602.14")
    assert trading.paid == [("602.14", "EUR")]


def test_what_comes_back_in_part_leaves_the_rest_paid(trading: Trading) -> None:
    trading.books("-602.14")
    trading.books("602.14")
    trading.books("-300.00")
    assert trading.paid == [("300.00", "EUR")]


def test_what_is_paid_in_another_currency_is_told_in_that(trading: Trading) -> None:
    trading.books("-650.00", currency="USD", instructed="602.14")
    rows = [row for row in trading.buyer.home.store.links() if row.kind == "pays"]
    assert [(row.currency, row.state) for row in rows] == [("USD", "certain")]
    assert trading.paid == [("650.00", "USD")]
    acknowledge(trading.buyer, trading.subject, "approved", "head of buying", "Ann")
    assert not is_done(trading.buyer, trading.subject)


def test_what_is_approved_and_paid_is_done(trading: Trading) -> None:
    acknowledge(trading.buyer, trading.subject, "approved", "head of buying", "Ann")
    trading.books("-602.13")
    assert not is_done(trading.buyer, trading.subject)
    trading.books("-0.01")
    assert is_done(trading.buyer, trading.subject)


@pytest.mark.parametrize("by", ["buyer", "seller"])
def test_how_much_a_note_for_two_invoices_credits_of_each_is_not_told(trading: Trading, by: str) -> None:
    first = b"<cac:BillingReference>"
    other = (
        b"<cac:InvoiceDocumentReference><cbc:ID>INV-2</cbc:ID></cac:InvoiceDocumentReference></cac:BillingReference>"
    )
    note = trades.trade()["1-credit.xml"].replace(first, first + other + first)
    here = trading.buyer if by == "buyer" else trading.seller
    record(here, trading.folder / "credits", note=note)
    if by == "seller":
        (row,) = (one for one in here.home.store.documents() if one.document == "credit-note")
        offer(here, row, named_peer(here.home.store, BUYER.name), "counterfoil", "Erika")
    answer(here, trading.subject)
    (said,) = not_withdrawn(here.half.facts(trading.subject), CREDITED)
    assert "amount" not in said.claims
    assert "currency" not in said.claims


def test_what_a_note_credits_is_told(trading: Trading) -> None:
    record(trading.buyer, trading.folder / "credits", note=trades.trade()["1-credit.xml"])
    answer(trading.buyer, trading.subject)
    (said,) = not_withdrawn(trading.buyer.half.facts(trading.subject), CREDITED)
    assert (said.claims["number"], said.claims["amount"], said.claims["currency"]) == ("CN-1", "108.29", "EUR")
