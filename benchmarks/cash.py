"""Bank lines applied a second against 20,000 open items in one process: all as they come, and the hard ones alone.

All: seven of ten name their invoice. Hard: only a total, a customer's or order's number, a mangled number, a discount
that nobody speaks of, a stranger's account. Beside it what lxml needs to parse the same lines in a camt.053 file.
"""

import argparse
import hashlib
import random
import time
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from _documents import BUYER
from _timing import best, told
from lxml import etree
from papers import Company
from papers_bank import Entry, camt

from counterfoil.flow.collection import seldom_collected
from counterfoil.matching import CASH, Desk, Unit
from counterfoil.matching.references import REFERENCES
from counterfoil.model import summary as kinds
from counterfoil.model.summary import PartySummary, Recorded, Reference, StatementLine, StatementSummary, TradeSummary
from counterfoil.model.values import Identifier

START = date(2026, 1, 2)
_CUSTOMERS = 800
_LINES = 5000
_EXACT = 0.7
_A_DAY = 250
_US = PartySummary(name=BUYER.name, accounts=("DE89370400440532013000",))
_HARD = ("total", "customer", "order", "typed", "spaced", "digits", "discount", "stranger", "several", "late")


def main() -> None:
    """Print the figures and the ratio."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--items", type=int, default=20_000, help="open items")
    given = options.parse_args()
    random_ = random.Random(1)
    items = [_item(number, random_) for number in range(given.items)]
    lines = _paid(items, random_)
    desk = _Forgetful([*items, *_statements(lines)], (REFERENCES,), (CASH,))
    every = [Unit(id, line) for id, line, _ in _units(lines)]
    hard = [Unit(id, line) for id, line, is_hard in _units(lines) if is_hard]
    plain = [Unit(id, line) for id, line, is_hard in _units(lines) if not is_hard]
    paper = _camt(lines)
    with seldom_collected():  # as where documents are added
        (all_, few, alone, parsed) = best(
            3,
            lambda: CASH.links(every, desk.anew()),
            lambda: CASH.links(hard, desk.anew()),
            lambda: CASH.links(plain, desk.anew()),
            lambda: etree.fromstring(paper),
        )
        started = time.perf_counter()
        _, links = CASH.links(every, desk.anew())
    sure = {(link.source.id, link.source.line) for link in links if link.confidence >= Decimal("0.95")}
    print(f"  {len(lines):,} lines, {len(sure):,} applied without a person, in {time.perf_counter() - started:.2f} s")
    told(f"bank lines a second against {given.items:,} open items, all", len(every) / all_, "at least 5000", digits=0)
    told("bank lines a second, the hard ones alone", len(hard) / few, "at least 500", digits=0)
    told("bank lines a second, the exact ones alone", len(plain) / alone, "no claim", digits=0)
    told("applying them against parsing them as camt.053 with lxml", all_ / parsed, "no claim", digits=1)


class _Forgetful(Desk):
    """A desk on which everything can be worked out again, as after a change."""

    def anew(self) -> "_Forgetful":
        """Itself, with nothing kept and nothing noted on the documents."""
        self._kept.clear()
        for one in self._documents.values():
            vars(one).clear()
        return self


Line = tuple[StatementLine, bool]


def _customer(number: int) -> PartySummary:
    return PartySummary(
        name=f"Kunde {number:04} Handels GmbH", identifiers=(Identifier(value=str(10_000 + number), scheme=None),)
    )


def _item(number: int, random_: random.Random) -> Recorded:
    day = START + timedelta(days=number % 60)
    amount = Decimal(random_.randrange(1_000, 900_000)) / 100
    summary = TradeSummary(
        document=kinds.INVOICE,
        number=f"RE-2026-{number + 100_000}",
        issued=day,
        due=day + timedelta(days=30),
        currency="EUR",
        seller=_US,
        buyer=_customer(number % _CUSTOMERS),
        payable=amount,
        payment_terms="2 % 10 Tage / 30 netto",
        references=(Reference(document=kinds.ORDER, number=f"PO-{number + 500_000}"),),
    )
    return Recorded(id=_id(summary.number), role="seller", summary=summary)


def _paid(items: Sequence[Recorded], random_: random.Random) -> list[Line]:
    """A payment for every fourth item, exact or hard."""
    chosen = random_.sample(range(len(items)), _LINES)
    return [_line(items, at, place, random_) for place, at in enumerate(chosen)]


def _line(items: Sequence[Recorded], at: int, place: int, random_: random.Random) -> Line:
    summary = items[at].summary
    assert isinstance(summary, TradeSummary)
    assert summary.payable is not None
    number, amount, customer = summary.number or "", summary.payable, at % _CUSTOMERS
    name, account, text = f"Kunde {customer:04} Handels GmbH", f"DE02120300001{customer:09}", f"Rechnung {number}"
    kind = random_.choice(_HARD) if random_.random() > _EXACT else "exact"
    texts = {
        "total": "Zahlung laut Aufstellung",
        "customer": f"Kundennummer {10_000 + customer}",
        "order": f"Bestellung PO-{at + 500_000}",
        "typed": f"RE {number[:-2]}{number[-1]}{number[-2]}",
        "spaced": f"RE {number[3:9]} {number[9:]}",
        "digits": number[-6:],
        "several": "Sammelzahlung",
        "late": f"Teilzahlung {number}",
    }
    if kind == "discount":
        amount, text = amount - (amount * 2 / 100).quantize(Decimal("0.01")), "Zahlung abzgl. Skonto"
    elif kind == "stranger":
        name, account = f"Holding {customer % 50}", f"DE99120300001{customer:09}"
    elif kind == "several":
        other = items[(at + _CUSTOMERS) % len(items)].summary
        assert isinstance(other, TradeSummary)
        amount += other.payable or Decimal(0)
    elif kind == "late":
        amount = (amount / 3).quantize(Decimal("0.01"))
    line = StatementLine(
        position=str(place % _A_DAY + 1),
        amount=amount,
        currency="EUR",
        booked=START + timedelta(days=70 + place // _A_DAY),
        status="BOOK",
        entry_reference=f"B{place:09}",
        end_to_end_id=f"E2E{place:07}",
        counterparty=PartySummary(name=name, accounts=(account,)),
        remittance=(texts.get(kind, text),),
    )
    return line, kind != "exact"


def _statements(lines: Sequence[Line]) -> list[Recorded]:
    made = []
    for at in range(0, len(lines), _A_DAY):
        part = tuple(line for line, _ in lines[at : at + _A_DAY])
        summary = StatementSummary(
            number=f"S-{at}", issued=part[0].booked, account="DE89370400440532013000", currency="EUR", lines=part
        )
        made.append(Recorded(id=_id(f"S-{at}"), role="neither", summary=summary))
    return made


def _units(lines: Sequence[Line]) -> list[tuple[bytes, str, bool]]:
    return [(_id(f"S-{place - place % _A_DAY}"), line.position, is_hard) for place, (line, is_hard) in enumerate(lines)]


def _camt(lines: Sequence[Line]) -> bytes:
    entries = tuple(
        Entry(
            str(line.amount),
            line.booked or START,
            Company("Kunde", "DE1", "1", line.position),
            " ".join(line.remittance),
        )
        for line, _ in lines
    )
    return camt("S-1", BUYER, START, "0.00", entries)


def _id(name: object) -> bytes:
    return hashlib.sha256(repr(name).encode()).digest()


if __name__ == "__main__":
    main()
