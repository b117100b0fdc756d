"""What is written on a paper of the trading world, whatever its format: companies, articles, lines, the paper."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from counterfoil.model._base import Model

CENT = Decimal("0.01")
CREDITOR = "DE98ZZZ09999999999"
"""By which a seller collects (BT-90): the example of the German central bank."""
LOCAL_TAX_NUMBER = "133/5909/1234"
"""What stands on an invoice of a seller whose VAT identifier is left out."""


class Company(Model):
    """A company with what identifies it, and whom to ask there."""

    name: str
    vat: str
    gln: str
    iban: str
    street: str
    post_code: str
    city: str
    country: str
    person: str
    phone: str
    mail: str
    trading_name: str | None = None
    partner_number: str | None = None
    """What the home company calls it: a number of a supplier or a customer."""


class Article(Model):
    """Goods that one seller sells: `price` is net for one base unit."""

    number: str
    name: str
    short_name: str
    """What stands on papers of other systems."""
    gtin: str
    buyer_number: str
    unit: str
    price: Decimal
    rate: str
    pack_unit: str | None = None
    pack_size: Decimal = Decimal(1)
    """How many base units a pack holds."""


class Row(Model):
    """A line of a paper. `order`, `despatch` and `invoice` with their lines are what it says of other papers."""

    id: str
    name: str
    quantity: Decimal
    unit: str
    price: Decimal = Decimal(0)
    price_base: Decimal | None = None
    allowance: Decimal | None = None
    """A discount on the line, as an amount."""
    rate: str = "19"
    seller_item: str | None = None
    buyer_item: str | None = None
    gtin: str | None = None
    order: str | None = None
    order_line: str | None = None
    despatch: str | None = None
    despatch_line: str | None = None
    status: str | None = None
    outstanding: Decimal | None = None
    short: Decimal | None = None
    rejected: Decimal | None = None
    received_on: date | None = None

    @property
    def net(self) -> Decimal:
        """The line's net amount."""
        value = self.quantity * self.price / (self.price_base or Decimal(1)) - (self.allowance or Decimal(0))
        return value.quantize(CENT, ROUND_HALF_UP)


class Charge(Model):
    """A charge on the whole document, as for freight."""

    reason: str
    amount: Decimal
    rate: str


class Paper(Model):
    """A document of trade, by what is written on it. `key` names it within its world."""

    key: int
    kind: str
    number: str
    issued: date
    seller: Company
    buyer: Company
    rows: tuple[Row, ...] = ()
    currency: str = "EUR"
    status: str | None = None
    order: str | None = None
    sales_order: str | None = None
    despatch: str | None = None
    contract: str | None = None
    buyer_reference: str | None = "purchasing"
    preceding: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    due: date | None = None
    terms: str | None = None
    delivered: date | None = None
    payment_reference: str | None = None
    account: str | None = None
    """Where the seller wants to be paid, if not into the account of its master data."""
    mandate: str | None = None
    """The mandate by which the seller collects, in place of a transfer."""
    charge: Charge | None = None
    stated_total: Decimal | None = None
    """Another sum with tax than the right one."""
    type_code: str | None = None

    @property
    def taxes(self) -> tuple[tuple[str, Decimal, Decimal], ...]:
        """(rate, base, tax) for each rate, as EN 16931 calculates them."""
        bases: dict[str, Decimal] = {}
        for row in self.rows:
            bases[row.rate] = bases.get(row.rate, Decimal(0)) + row.net
        if self.charge is not None:
            bases[self.charge.rate] = bases.get(self.charge.rate, Decimal(0)) + self.charge.amount
        return tuple(
            (rate, base, (base * Decimal(rate) / 100).quantize(CENT, ROUND_HALF_UP))
            for rate, base in sorted(bases.items())
        )

    @property
    def lines_net(self) -> Decimal:
        """The sum of the lines."""
        return sum((row.net for row in self.rows), Decimal(0))

    @property
    def net(self) -> Decimal:
        """The sum without tax."""
        return self.lines_net + (self.charge.amount if self.charge else Decimal(0))

    @property
    def tax(self) -> Decimal:
        """All tax."""
        return sum((tax for _, _, tax in self.taxes), Decimal(0))

    @property
    def total(self) -> Decimal:
        """What is stated as sum with tax, which is what there is to pay."""
        return self.net + self.tax if self.stated_total is None else self.stated_total


def plain(value: Decimal) -> str:
    """A number as papers write it: no exponent, no zeros that say nothing behind whole numbers."""
    whole = value.to_integral_value()
    return format(whole if value == whole else value.normalize(), "f")


def money(value: Decimal) -> str:
    """An amount with its cents."""
    return format(value.quantize(CENT, ROUND_HALF_UP), "f")
