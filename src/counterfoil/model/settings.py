"""What a person can set: limits on what is read, and who we are."""

from decimal import Decimal

from counterfoil.model._base import Model
from counterfoil.model.values import Identifier


class Limits(Model):
    """Limits on what is read from files; all are inclusive."""

    document_bytes_max: int = 100_000_000
    """Size of one document (a file, or a member of an archive once unpacked)."""
    depth_max: int = 256
    """Nesting of elements or JSON values."""
    elements_max: int = 5_000_000
    """Elements of one XML document, each of which takes some 300 bytes of memory; cells of one document of a table."""
    table_bytes_max: int = 2_000_000_000
    """Size of one table, which is read row by row."""
    archive_entries_max: int = 100_000
    """Members of one archive."""
    archive_bytes_max: int = 2_000_000_000
    """Sum of the unpacked sizes of one archive."""
    expansion_ratio_max: int = 200
    """How many times larger than packed a member may become."""
    archive_depth_max: int = 2
    """Archives within archives."""


class Owner(Model):
    """The company whose home this is."""

    name: str
    """Its registered name; needed."""
    vat: str | None = None
    """Its VAT identifier."""
    gln: str | None = None
    """Its GLN."""
    lei: str | None = None
    """Its LEI."""
    ibans: tuple[str, ...] = ()
    """Its bank accounts, such as ["DE89370400440532013000"]."""
    identifiers: tuple[Identifier, ...] = ()
    """All else by which documents name it, further VAT identifiers and GLNs too: [{ scheme = "0088", value = "…" }]."""


class Tolerance(Model):
    """By how much quantities and prices may differ from what was ordered, for a supplier, an item, both or all.

    A difference is tolerated up to the larger of the absolute and the relative limit. Where several tolerances concern
    a line, the one that names most says what holds for quantities, and likewise for prices.
    """

    supplier: str | None = None
    """An identifier or the name of a seller."""
    item: str | None = None
    """Any number of an item: the seller's, the buyer's or a standard one."""
    quantity: Decimal | None = None
    """How much more than ordered or received may be billed, in units of the invoice line."""
    quantity_percent: Decimal | None = None
    """The same in per cent of what was ordered or received."""
    price: Decimal | None = None
    """By how much the price of a unit may differ, in the invoice's currency."""
    price_percent: Decimal | None = None
    """The same in per cent of the ordered price."""


class Period(Model):
    """A number of years, months or days; of none of them, no time at all."""

    count: int
    unit: str = "years"


class Retention(Model):
    """How long documents of a kind are to be kept."""

    document: str
    period: Period


_TEN, _SIX, _NONE = Period(count=10), Period(count=6), Period(count=0)
RETENTION: tuple[Retention, ...] = (
    Retention(document="invoice", period=_TEN),
    Retention(document="credit-note", period=_TEN),
    Retention(document="statement", period=_TEN),
    Retention(document="open-item", period=_TEN),
    Retention(document="order", period=_SIX),
    Retention(document="order-response", period=_SIX),
    Retention(document="order-change", period=_SIX),
    Retention(document="order-cancellation", period=_SIX),
    Retention(document="despatch-advice", period=_SIX),
    Retention(document="receipt-advice", period=_SIX),
    Retention(document="invoice-response", period=_SIX),
    Retention(document="message-level-response", period=_NONE),
    Retention(document="goods-event", period=_NONE),
    Retention(document="item", period=_NONE),
    Retention(document="partner", period=_NONE),
)
"""What is kept for so long where nothing else is set: vouchers and letters of trade, as commercial law often has it."""


class NodeSettings(Model):
    """The node: where it is reached, and what it shows of the log. Files are named from the home on."""

    url: str = ""
    """The address at which partners reach this node, such as https://node.example.com; needed beyond this machine."""
    listen: str = "127.0.0.1:8431"
    """Where it listens: HOST:PORT."""
    publish: int = 86_400
    """After how many seconds a new state of the log is shown to others; sooner where one wants it proven."""
    pad: int = 64
    """By how many entries at least it has grown then, with padding, so that its size tells little; a power of two."""
    certificate: str = ""
    """The certificate for TLS, a file in PEM."""
    key: str = ""
    """Its key, a file in PEM."""
    authorities: str = ""
    """A file in PEM of the authorities to trust in partners' certificates, instead of the system's."""
    proxy: str = ""
    """The proxy through which partners are reached, such as http://proxy.example.com:3128."""


class Settings(Model):
    """`counterfoil.toml` as read."""

    owner: Owner
    limits: Limits = Limits()
    store: str = "sqlite"
    """"sqlite", or a PostgreSQL connection string (postgresql://…)."""
    certain_from: Decimal = Decimal("0.95")
    """A link with at least this confidence is certain, below it is proposed."""
    tolerances: tuple[Tolerance, ...] = ()
    """Beyond rounding, nothing is tolerated where none of these concerns a line."""
    retention: tuple[Retention, ...] = RETENTION
    """How long documents are to be kept, each kind once."""
    received_not_invoiced_days: int = 30
    """After how many days goods that were received and not invoiced are told."""
    node: NodeSettings = NodeSettings()
