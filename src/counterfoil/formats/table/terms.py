"""What a column of a table can mean: the terms that a mapping may name, for each family of documents."""

from counterfoil.model import summary as kinds
from counterfoil.model._base import Model

TEXT, NUMBER, DAY = "text", "number", "date"

DOCUMENT, LINE, REFERENCE, SUM, PARTY = "document", "line", "reference", "sum", "party"
"""Where a value goes: to the document, to the line of its row, to other documents, to a sum, to a party."""

TRADE, STATEMENT, ITEM, PARTNER = "trade", "statement", "item", "partner"
FAMILY: dict[str, str] = {
    kinds.ORDER: TRADE,
    kinds.ORDER_RESPONSE: TRADE,
    kinds.DESPATCH_ADVICE: TRADE,
    kinds.RECEIPT_ADVICE: TRADE,
    kinds.INVOICE: TRADE,
    kinds.CREDIT_NOTE: TRADE,
    kinds.OPEN_ITEM: TRADE,
    kinds.STATEMENT: STATEMENT,
    kinds.ITEM: ITEM,
    kinds.PARTNER: PARTNER,
}
"""The documents that tables are read into, each with the family whose terms its columns may have."""

BY_BUYER = (kinds.ORDER, kinds.RECEIPT_ADVICE)
"""Documents that the buyer issues; the others are the seller's."""


class Term(Model):
    """One meaning of a column."""

    name: str
    holds: str
    level: str
    says: str
    many: bool = False
    """Whether several columns or rows may give several values."""
    parameter: str | None = None
    """What stands behind a colon, where something does ("pack:CT")."""


def term_of(family: str, written: str) -> Term | None:
    """The term that a mapping names, without its minus and its parameter; None where there is none of that name."""
    bare, colon, parameter = written.removeprefix("-").partition(":")
    term = TERMS[family].get(bare)
    if term is None or bool(term.parameter) != bool(colon and parameter):
        return TERMS[family].get(f"{bare}:") if colon and parameter else None
    return term


def _terms(level: str, rows: str) -> list[Term]:
    """Terms from lines of "name, what it holds, meaning"; a "*" behind the name lets there be several."""
    found = []
    for row in rows.strip().splitlines():
        name, holds, says = row.split(maxsplit=2)
        bare = name.rstrip("*")
        found.append(
            Term(
                name=bare,
                holds=holds,
                level=level,
                says=says,
                many=name.endswith("*"),
                parameter="scheme or unit" if bare.endswith(":") else None,
            )
        )
    return found


_PARTY = """
name text name
trading_name text trading name
vat text VAT identifier
gln text GLN
lei text LEI
registration* text number in a register, or tax number
supplier_number text number as a supplier, in the buyer's books,
customer_number text number as a customer, in the seller's books,
id:* text identifier of the scheme named behind the colon (ISO/IEC 6523 code or a word)
account* text bank account: IBAN or local number
country text country code
city text city
post_code text post code
street text street and number
"""
PARTY_FIELDS = ("name", "trading_name", "country", "city", "post_code", "street")
PARTY_SCHEMES = {
    "vat": "VAT",
    "gln": "0088",
    "lei": "0199",
    "registration": None,
    "supplier_number": "supplier-number",
    "customer_number": "customer-number",
}
"""The scheme of the identifier that a term of a party gives."""
ROLES = {"seller": "the seller", "buyer": "the buyer", "payee": "the payee", "deliver_to": "who gets the goods"}


def _party(role: str, who: str) -> list[Term]:
    prefix = f"{role}." if role else ""
    return [
        Term(
            name=prefix + term.name,
            holds=term.holds,
            level=PARTY,
            says=f"{term.says} of {who}",
            many=term.many,
            parameter=term.parameter,
        )
        for term in _terms(PARTY, _PARTY)
        if prefix or term.name != "name"
    ]


_REFERENCES = _terms(
    REFERENCE,
    """
order text number of the order referred to
order_line text id of the order's line
despatch text number of the despatch advice referred to
despatch_line text id of the despatch advice's line
receipt text number of the receipt advice referred to
receipt_line text id of the receipt advice's line
invoice text number of the invoice referred to (credited, or paid)
invoice_line text id of the invoice's line
sales_order text number of the order in the seller's books
contract text number of the contract
""",
)
REFERENCE_KINDS = {
    "order": kinds.ORDER,
    "despatch": kinds.DESPATCH_ADVICE,
    "receipt": kinds.RECEIPT_ADVICE,
    "invoice": kinds.INVOICE,
    "sales_order": "sales-order",
    "contract": "contract",
}

_TRADE = [
    *_terms(
        DOCUMENT,
        """
number text number of the document
kind text kind of the document where it differs by row; [values.kind] says which word means which
issued date day of issue
due date day on which payment is due; in orders the day of delivery
delivered date day of delivery
despatched date day on which the goods left
type_code text type code (UNCL1001)
response text status code of an order response
currency text currency code (ISO 4217)
tax_currency text currency of the tax
net number sum without tax
tax number tax
total number sum with tax
paid number what is paid already
payable number what is left to pay
allowances number allowances of the document
charges number charges of the document
rounding number rounding
payment_terms text payment terms
payment_reference text what the payer shall quote
buyer_reference text the buyer's reference
note* text note
""",
    ),
    *_terms(
        SUM,
        """
net.sum number sum without tax, added up over the document's rows
tax.sum number tax, added up over the document's rows
total.sum number sum with tax, added up over the document's rows
paid.sum number what is paid already, added up over the document's rows
payable.sum number what is left to pay, added up over the document's rows
""",
    ),
    *_terms(
        LINE,
        """
line.id text id of the line
line.quantity number quantity
line.unit text unit (UN/ECE Rec 20 code; [values."line.unit"] translates other words)
line.price number net price
line.price_base number for how many units the price is
line.amount number net amount of the line
line.tax_category text VAT category (UNCL5305)
line.tax_rate number VAT rate in percent
line.name text name of the item
line.seller_item text the seller's item number
line.buyer_item text the buyer's item number
line.gtin text GTIN or other standard item number
line.lot* text lot
line.serial* text serial number
line.handling_unit* text pallet or box (SSCC)
line.response text status code of the line
line.quantity_outstanding number what will follow later
line.quantity_short number what did not arrive
line.quantity_rejected number what was rejected
line.due date day of delivery promised or asked for
line.delivered date day on which the goods were received
""",
    ),
    *_REFERENCES,
    *(term for role, who in ROLES.items() for term in _party(role, who)),
]
_STATEMENT = [
    *_terms(
        DOCUMENT,
        """
number text number of the statement
sequence text sequence number of the statement
issued date day of the statement
account text the account: IBAN or local number
account_owner text owner of the account
currency text currency of the account
start date first day
end date last day
opening number balance before
closing number balance after
""",
    ),
    *_terms(
        LINE,
        """
entry.amount number amount: above 0 came in, below 0 went out
entry.credit number amount that came in
entry.debit number amount that went out
entry.sign text credit or debit; [values."entry.sign"] says which word means which
entry.currency text currency of the entry
entry.booked date day of booking
entry.valued date value date
entry.status text status (BOOK, PDNG)
entry.reference text the bank's reference of the entry
entry.code text transaction code
entry.charges number charges that the bank took off
entry.instructed number amount that the payer instructed
entry.instructed_currency text its currency
entry.exchange_rate number exchange rate
end_to_end_id text end-to-end id
mandate text mandate of a direct debit
creditor_reference text creditor reference
remittance* text remittance text
""",
    ),
    *(term for term in _REFERENCES if not term.name.endswith("_line")),
    *_party("counterparty", "who paid or was paid"),
]
_ITEM = [
    *_terms(
        DOCUMENT,
        """
number text item number
name text name of the item
unit text base unit (UN/ECE Rec 20 code; [values.unit] translates other words)
""",
    ),
    *_terms(
        LINE,
        """
gtin* text GTIN
id:* text identifier of the scheme named behind the colon
pack* text pack sizes as unit:factor, several with semicolons ("CT:12;PF:480")
pack:* number how many base units the pack of the unit named behind the colon holds
pack.unit text unit of the pack that the row tells
pack.factor number how many base units it holds
""",
    ),
]
_PARTNER = [
    *_terms(DOCUMENT, "number text number of the partner in our books\nname text name"),
    *_party("", "the partner"),
]

TERMS: dict[str, dict[str, Term]] = {
    family: {term.name: term for term in terms}
    for family, terms in ((TRADE, _TRADE), (STATEMENT, _STATEMENT), (ITEM, _ITEM), (PARTNER, _PARTNER))
}
"""The terms of each family by name; a name that ends in a colon wants a parameter behind it."""
