"""A whole world from a seed: who trades, what over the year, and how it is paid."""

from collections import defaultdict
from datetime import date
from random import Random

from msgspec.structs import replace

from counterfoil.flow.world import cash, everyday, relations
from counterfoil.flow.world.book import Book, Owed
from counterfoil.flow.world.cast import Cast, iban
from counterfoil.flow.world.goods import Catalogue
from counterfoil.flow.world.numbers import Numbering
from counterfoil.flow.world.paper import Article, Company
from counterfoil.flow.world.relations import Ours, Relation
from counterfoil.flow.world.trade import Trade, days_of
from counterfoil.model._base import Model

START = date(2026, 1, 5)
DAYS = 360
_PAPERS_A_DEAL = 5.9
"""So many documents come of an order, with what it costs to pay for it."""
_DEALS_A_PARTNER = 6


class World(Model):
    """A world that is made: its book, and what only its tables and its home need."""

    book: Book
    home: Company
    accounts: dict[str, str]
    relations: tuple[Relation, ...]
    sold: tuple[Article, ...]


def make(seed: int, size: int, faults: frozenset[str]) -> World:
    """A world of about so many documents."""
    random = Random(f"{seed}/{size}/{','.join(sorted(faults))}")  # noqa: S311 - nothing here is a secret
    book, cast = Book(random, faults, START, DAYS), Cast(random)
    home = replace(cast.company("DE"), name="Nordlicht Möbelwerk GmbH", trading_name="Nordlicht Möbel")
    accounts = {"main": home.iban, "second": iban("DE", random), "table": iban("DE", random)}
    deals = max(int(size / _PAPERS_A_DEAL), 4)
    sold = Catalogue(random, "NM").articles(14)
    partners = _partners(book, cast, home, deals, sold)
    _trade(book, partners, deals)
    _pay(book, partners)
    everyday.contracts(book, cast, home)
    everyday.utilities(book, cast, home)
    customers = [one for one in partners if not one.we_buy]
    everyday.open_items(book, customers, max(deals // 25, 2))
    everyday.unmatched(book, customers, max(deals // 40, 1))
    everyday.no_trade(book, home, accounts["second"], deals // 6 + 2)
    return World(book=book, home=home, accounts=accounts, relations=tuple(partners), sold=sold)


def _partners(book: Book, cast: Cast, home: Company, deals: int, sold: tuple[Article, ...]) -> list[Relation]:
    """Rather more suppliers than customers, at least two of each."""
    random = book.random
    ours = Ours(
        orders=Numbering(random, random.choice(("PO-{day:%Y}-{n:05}", "45000{n:05}", "BE-{n:06}"))),
        despatches=Numbering(random, "LS-{n:05}"),
        invoices=Numbering(random, random.choice(("R-{day:%Y}-{n:04}", "RE{n:06}", "{day:%y}/{n:06}"))),
    )
    count = max(deals // _DEALS_A_PARTNER, 4)
    buying = [relations.relation(book, cast, home, ours, n) for n in range(1, count * 3 // 5 + 1)]
    selling = [relations.relation(book, cast, home, ours, n, goods=sold) for n in range(1, count - len(buying) + 1)]
    return [*buying, *_sisters(selling)]


def _sisters(customers: list[Relation]) -> list[Relation]:
    """The customers; of those that a parent pays for, every second has the parent of the one before."""
    found: list[Relation] = []
    parent: Company | None = None
    for one in customers:
        if one.payer is not None:
            one, parent = (replace(one, payer=parent), None) if parent else (one, one.payer)
        found.append(one)
    return found


def _trade(book: Book, partners: list[Relation], deals: int) -> None:
    trade = Trade(book)
    for place, day in enumerate(days_of(book, deals)):
        # Each has some trade, and some have most of it.
        first = partners[place % len(partners)]
        trade.deal(first if book.chance(0.5) else book.random.choice(partners[::3]), day)
    if "repeated-order" in book.faults:
        for relation in (partners[0], partners[-1]):
            trade.standing(relation, [book.day(20 + 14 * turn) for turn in range(min(deals // 20, 16))])
    trade.close()


def _pay(book: Book, partners: list[Relation]) -> None:
    owed: dict[str, list[Owed]] = defaultdict(list)
    for one in book.owed:
        partner = one.paper.seller if one.we_pay else one.paper.buyer
        owed[partner.gln].append(one)
    for relation in partners:
        cash.Cash(book, relation).settle(owed[relation.partner.gln])
    cash.pay_run(book)
