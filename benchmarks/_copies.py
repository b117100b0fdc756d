"""Invoices of many sellers, by seed, some of which come again in one of eight ways, and the truth about them.

That the same bytes come again is the ninth way; the store tells it. Among the invoices there is what looks like a copy:
rent, instalments, standing orders, two deliveries a day, and what was credited and billed anew.
"""

import hashlib
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, NamedTuple

from msgspec.structs import replace

from counterfoil.model.summary import PartySummary, Recorded, Reference, TradeLine, TradeSummary
from counterfoil.model.values import Identifier

US = PartySummary(name="Hansa Werke GmbH", identifiers=(Identifier(value="DE811907980", scheme="VAT"),))
FIRST, DAYS = date(2025, 7, 1), 360
CENT = Decimal("0.01")
WORDS = (
    *("Müller", "Schäfer", "Jansen", "Dupont", "Rossi", "Kowalski", "Weber", "Krüger", "Nordlicht", "Tannhof"),
    *("Brandt", "Moreau", "Lindau", "Böhm", "Garnier"),
)
TRADES = (
    *("Maschinenbau", "Logistik", "Papier", "Holz", "Stahl", "Elektro", "Farben", "Druck", "Textil", "Energie"),
    *("Glas", "Werkzeuge", "Möbel", "Chemie"),
)
FORMS = ("GmbH", "AG", "KG", "B.V.", "SARL", "Ltd")
NUMBERS = ("RE-{year}-{count:05}", "{year}/{count}", "{count:06}", "R{count:06}", "INV{count:06}", "{short}-{count:04}")


class Made(NamedTuple):
    """All invoices, and which of them repeats which, with the way."""

    documents: list[Recorded]
    truth: dict[frozenset[bytes], str]


class Seller:
    """A seller with its way of numbering and its goods."""

    def __init__(self, random: Random, place: int) -> None:
        name = f"{random.choice(WORDS)} {random.choice(TRADES)} {place}"
        vat = Identifier(value=f"DE{random.randrange(10**8, 10**9)}", scheme="VAT")
        self.party = PartySummary(name=f"{name} {random.choice(FORMS)}", identifiers=(vat,), city="Köln", country="DE")
        self.pattern, self.count = random.choice(NUMBERS), random.randrange(20, 4000)
        self.gap, self.ordered = random.choice((1, 2, 9, 40)), random.random() < 0.6
        self.goods = [
            (f"Artikel {n}", Decimal(random.randrange(99, 60_000)) / 100) for n in range(random.randint(1, 9))
        ]

    def number(self, random: Random, day: date) -> str:
        """The next number."""
        self.count += random.randint(1, self.gap)
        return self.pattern.format(year=day.year, short=day.year % 100, count=self.count)


def invoices(seed: int, count: int, copies: int) -> Made:
    """About so many invoices, and so many copies of each kind."""
    random, made = Random(seed), Made([], {})
    sellers = [Seller(random, place) for place in range(max(20, count // 80))]
    plain: list[Recorded] = []
    for place in range(count):
        day = FIRST + timedelta(days=place * DAYS // count)
        seller = random.choice(sellers)
        if random.random() < 0.05:
            _look_alikes(random, made, seller, day)
        else:
            plain.append(_filed(made, _invoice(random, seller, day)))
    for one, (kind, change) in zip(random.sample(plain, copies * len(KINDS)), [*KINDS.items()] * copies, strict=True):
        summary = one.summary
        if isinstance(summary, TradeSummary):
            for again in change(random, summary):
                made.truth[frozenset((one.id, _filed(made, again).id))] = kind
    return made


def _filed(made: Made, summary: TradeSummary) -> Recorded:
    id = hashlib.sha256(f"{len(made.documents)}".encode()).digest()
    made.documents.append(Recorded(id=id, role="buyer", summary=summary))
    return made.documents[-1]


def _invoice(random: Random, seller: Seller, day: date, *lines: TradeLine, **terms: Any) -> TradeSummary:
    lines = lines or tuple(_line(random, seller) for _ in range(random.choice((1, 1, 2, 3, 5))))
    net = sum((line.amount or Decimal(0) for line in lines), Decimal(0))
    total = (net * Decimal("1.19")).quantize(CENT)
    order = (Reference(document="order", number=f"{random.randrange(10**9)}"),) if seller.ordered else ()
    terms = {"number": seller.number(random, day), "references": order, "payable": total, "net": net, **terms}
    return TradeSummary(
        document="invoice", issued=day, currency="EUR", seller=seller.party, buyer=US, total=total, lines=lines, **terms
    )


def _line(random: Random, seller: Seller) -> TradeLine:
    name, price = random.choice(seller.goods)
    quantity = Decimal(random.choice((1, 2, 5, 10, random.randint(1, 99))))
    return TradeLine(name=name, quantity=quantity, price=price, amount=price * quantity, unit="C62")


def _look_alikes(random: Random, made: Made, seller: Seller, day: date) -> None:
    """Several invoices over one sum, none of them a copy."""
    line, kind = _line(random, seller), random.randrange(3)
    if kind == 0:  # rent, instalments and subscriptions, with or without the month
        for month in range(random.randint(2, 6)):
            then = day + timedelta(days=30 * month)
            rent = replace(line, name=f"{line.name} {then:%m/%Y}" if random.random() < 0.5 else line.name)
            _filed(made, _invoice(random, seller, then, rent))
    elif kind == 1:  # several deliveries on one day
        for _ in range(random.randint(2, 3)):
            _filed(made, _invoice(random, seller, day, line))
    else:  # credited, and billed anew
        first = _invoice(random, seller, day, line)
        named = (*first.references, Reference(document="invoice", number=first.number or ""))
        then = day + timedelta(days=3)
        number = seller.number(random, then)
        _filed(made, first)
        _filed(made, replace(first, document="credit-note", number=number, issued=then, references=named))
        _filed(made, replace(first, number=seller.number(random, then), issued=then))


def _retyped(random: Random, one: TradeSummary) -> list[TradeSummary]:
    number = one.number or ""
    places = [place for place, letter in enumerate(number) if letter.isdigit()][1:]
    at = random.choice(places[:-1])
    other = random.choice([digit for digit in "0123456789" if digit != number[at]])
    turned = f"{number[:at]}{number[at + 1]}{number[at]}{number[at + 2 :]}"
    typed = f"{number[:at]}{other}{number[at + 1 :]}"
    return [replace(one, number=turned if turned != number and random.random() < 0.4 else typed)]


def _reformatted(random: Random, one: TradeSummary) -> list[TradeSummary]:
    number = one.number or ""
    ways = (f"{number}-1", f"{number}A", f"RE {number}", number.replace("0", "O"), f"00{number}", f"{number} Kopie")
    return [replace(one, number=random.choice((*ways, number.replace("-", "/").replace("/", ""))))]


def _dated(random: Random, one: TradeSummary) -> list[TradeSummary]:
    return [replace(one, issued=one.issued and one.issued + timedelta(days=random.randint(1, 30)))]


def _split(random: Random, one: TradeSummary) -> list[TradeSummary]:
    share, total, day = Decimal(random.randint(20, 80)) / 100, one.total or Decimal(0), one.issued
    first = (total * share).quantize(CENT)
    later = day and day + timedelta(days=random.randint(0, 9))
    ends = random.choice((("-1", "-2"), ("A", "B"), ("", "-2")))
    return [
        replace(one, number=f"{one.number}{end}", total=part, payable=part, net=None, lines=(), issued=later)
        for end, part in zip(ends, (first, total - first), strict=True)
    ]


def _elsewhere(random: Random, one: TradeSummary) -> list[TradeSummary]:
    name = (one.seller and one.seller.name) or ""
    plain = name.replace("ü", "ue").replace("ä", "ae").replace("ö", "oe")
    spelled = random.choice((plain.upper(), name.rpartition(" ")[0], f"Fa. {plain}", name.replace(" ", " Holding ", 1)))
    ids = (Identifier(value=f"{random.randrange(70_000, 80_000)}"),) if random.random() < 0.5 else ()
    return [replace(one, seller=PartySummary(name=spelled, identifiers=ids))]


def _readdressed(random: Random, one: TradeSummary) -> list[TradeSummary]:
    later = one.issued and one.issued + timedelta(days=random.randint(1, 14))
    number = f"{one.number}{random.choice(('', '', '-K', ' korr.'))}"
    return [replace(one, number=number, issued=later, buyer=replace(US, street="Neue Straße 4"))]


def _other_layout(random: Random, one: TradeSummary) -> list[TradeSummary]:
    lines = tuple(replace(line, unit="EA", name=line.name and line.name.upper()) for line in one.lines)
    return [replace(one, lines=lines, references=one.references if random.random() < 0.5 else ())]


def _table(random: Random, one: TradeSummary) -> list[TradeSummary]:
    name = (one.seller and one.seller.name) or ""
    paid_to = PartySummary(name=name if random.random() < 0.6 else name.upper())
    return [replace(one, seller=paid_to, buyer=None, lines=(), references=(), net=None, total=None)]


KINDS: dict[str, Callable[[Random, TradeSummary], list[TradeSummary]]] = {
    "another layout": _other_layout,
    "number retyped": _retyped,
    "number reformatted": _reformatted,
    "date changed": _dated,
    "amount split": _split,
    "another supplier record": _elsewhere,
    "address corrected": _readdressed,
    "out of a table": _table,
}
