"""How the home company and each of its partners deal with one another: every partner has habits of its own."""

from decimal import Decimal

from msgspec.structs import replace

from counterfoil.flow.world import book as syntaxes
from counterfoil.flow.world.book import Book
from counterfoil.flow.world.cast import Cast
from counterfoil.flow.world.goods import Catalogue
from counterfoil.flow.world.numbers import DESPATCH_SCHEMES, INVOICE_SCHEMES, ORDER_SCHEMES, Numbering
from counterfoil.flow.world.paper import Article, Company
from counterfoil.model._base import Model

EXACT = "exact"
_HABITS = {
    EXACT: 70.0,
    "no-line-reference": 14.0,
    "reference-missing": 12.0,
    "reference-mangled": 11.0,
    "reference-misplaced": 7.0,
    "reference-in-note": 7.0,
    "line-renumbered": 4.0,
    "despatch-reference-only": 5.0,
}
PER_DESPATCH, PER_ORDER, COLLECTIVE = "per-despatch", "per-order", "collective"


class Relation(Model):
    """The home company and one partner; `we_buy` says which way goods go."""

    partner: Company
    home: Company
    we_buy: bool
    articles: tuple[Article, ...]
    orders: Numbering
    despatches: Numbering
    invoices: Numbering
    syntax: str
    habit: str
    """How the seller's papers name ours, mostly."""
    invoicing: str
    despatching: bool
    receiving: str | None
    """Receipts as UBL papers, as rows of a table, or not at all."""
    responding: bool
    items: tuple[str, ...]
    """By which numbers the seller's papers name goods: seller, buyer, gtin."""
    ordered_by: tuple[str, ...]
    """By which numbers the buyer orders them."""
    line_ids: str
    short_names: bool
    base_units: bool
    piece: str
    """The unit by which the seller's papers count pieces."""
    unordered: Article
    """What the seller has and the buyer never ordered."""
    days: int
    discount: tuple[int, Decimal] | None
    payer: Company | None
    """Who pays in the buyer's place: its parent company."""
    pays: str
    mandate: str | None
    currency: str

    @property
    def seller(self) -> Company:
        """Who sells."""
        return self.partner if self.we_buy else self.home

    @property
    def buyer(self) -> Company:
        """Who buys."""
        return self.home if self.we_buy else self.partner

    @property
    def folder(self) -> str:
        """Where its papers are kept."""
        return f"{'purchasing' if self.we_buy else 'sales'}/{syntaxes.slug(self.partner)}"

    def line_id(self, place: int) -> str:
        """The id of an order's line at that position."""
        return {"1": str(place), "10": str(place * 10), "00010": f"{place * 10:05}"}[self.line_ids]


class Ours(Model):
    """The home company's own numbers."""

    orders: Numbering
    despatches: Numbering
    invoices: Numbering


def relation(
    book: Book, cast: Cast, home: Company, ours: Ours, number: int, *, goods: tuple[Article, ...] | None = None
) -> Relation:
    """A relation to a new partner: a customer of these goods, or without goods of ours a supplier of its own."""
    we_buy = goods is None
    random = book.random
    partner = cast.company()
    trades_as = f"{partner.name.split()[0]}{random.choice((' Direct', ' Shop', '-Markt', ' Großhandel'))}"
    partner = replace(
        partner,
        partner_number=f"{70000 + number}" if we_buy else f"{10000 + 7 * number}",
        trading_name=trades_as if book.chance(0.25) else None,
    )
    habit = book.draw(f"naming of {we_buy}", _HABITS)
    theirs = Ours(
        orders=Numbering(random, random.choice(ORDER_SCHEMES)),
        despatches=Numbering(random, random.choice(DESPATCH_SCHEMES)),
        invoices=Numbering(random, random.choice(INVOICE_SCHEMES)),
    )
    seller, buyer = (theirs, ours) if we_buy else (ours, theirs)
    if goods is None:
        articles = Catalogue(random, f"{partner.name[0]}{number:02}").articles(random.randrange(6, 13))
    else:
        articles = tuple(random.sample(goods, k=min(len(goods), 9)))
    items = () if book.chance(0.08, "no-item-number") else random.choice(_NUMBERS)
    pays = _payment_habit(book, we_buy=we_buy)
    mandate = f"M-{number:05}" if not we_buy and pays == SINGLE and book.chance(0.3, "direct-debit") else None
    foreign = pays == SINGLE and mandate is None and book.chance(0.15, "foreign-currency")
    other_payer = book.draw(f"payers of {we_buy}", {True: 1.0, False: 3.0}) and "other-payer" in book.faults
    return Relation(
        partner=partner,
        home=home,
        we_buy=we_buy,
        articles=articles[:-1],
        orders=buyer.orders,
        despatches=seller.despatches,
        invoices=seller.invoices,
        syntax=_syntax(book, partner, we_buy=we_buy),
        habit=habit if habit in book.faults else EXACT,
        invoicing=book.pick(
            {PER_DESPATCH: 45.0, PER_ORDER: 30.0, COLLECTIVE: 25.0 if "several-orders" in book.faults else 0.0}
        ),
        despatching=book.chance(0.75),
        receiving=book.pick(
            {syntaxes.UBL: 50.0, syntaxes.TABLE: 30.0, None: 20.0} if we_buy else {None: 80.0, syntaxes.UBL: 20.0}
        ),
        responding=book.chance(0.6),
        piece=random.choice(("H87", "EA")) if book.chance(0.3, "unit-synonym") else "C62",
        unordered=articles[-1],
        items=items,
        ordered_by=_ordered_by(book, items),
        line_ids=random.choice(("1", "10", "00010")) if not we_buy else "10",
        short_names=book.chance(0.3, "renamed"),
        base_units=book.chance(0.35, "unit-conversion"),
        days=random.choice((14, 21, 30, 30, 45, 60)),
        discount=random.choice(((14, Decimal("2.00")), (10, Decimal("3.00")), (8, Decimal("2.00"))))
        if book.chance(0.35)
        else None,
        payer=_parent(cast, partner) if other_payer and not we_buy else None,
        pays=pays,
        mandate=mandate,
        currency=random.choice(("USD", "GBP", "CHF")) if foreign else "EUR",
    )


_NUMBERS = (
    ("seller",),
    ("seller", "gtin"),
    ("seller", "buyer"),
    ("buyer",),
    ("gtin",),
    ("seller", "buyer", "gtin"),
)


def _ordered_by(book: Book, items: tuple[str, ...]) -> tuple[str, ...]:
    """All numbers or the buyer's own with one of the seller's; or none of those that the seller gives."""
    others = tuple(one for one in ("buyer", "seller") if one not in items)
    if items and others and book.chance(0.12, "no-common-number"):
        return others[:1]
    return ("seller", "buyer", "gtin") if book.chance(0.6) or not items else tuple(sorted({*items, "buyer"}))


def _syntax(book: Book, partner: Company, *, we_buy: bool) -> str:
    if not we_buy:
        return syntaxes.XRECHNUNG if partner.country == "DE" and book.chance(0.3) else syntaxes.CII
    options = {syntaxes.UBL: 35.0, syntaxes.CII: 35.0, syntaxes.PEPPOL: 15.0}
    return book.pick({**options, syntaxes.XRECHNUNG: 15.0} if partner.country == "DE" else options)


def _parent(cast: Cast, partner: Company) -> Company:
    """A company that pays for its daughter: a holding of the same first name, or of quite another one."""
    parent = cast.company(partner.country)
    first = partner.name.split()[0]
    return replace(parent, name=f"{first} Holding SE") if sum(map(ord, first)) % 2 else parent


SINGLE, LISTED, TOTAL, BARE, MANGLED, CUSTOMER = "single", "listed", "total", "bare", "mangled", "customer"


def _payment_habit(book: Book, *, we_buy: bool) -> str:
    """One payment an invoice, several with a list, several with only the total; with or without the number."""
    habits = {SINGLE: 50.0}
    for habit, fault, weight in (
        (LISTED, "many-invoices-listed", 18.0),
        (TOTAL, "many-invoices-total-only", 10.0),
        (BARE, "number-missing", 8.0),
        (MANGLED, "number-mangled", 10.0),
        (CUSTOMER, "customer-number-only", 7.0),
    ):
        if fault in book.faults:
            habits[habit] = weight if not we_buy or habit == LISTED else weight / 4
    return book.draw(f"payment of {we_buy}", habits)
