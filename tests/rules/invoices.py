"""An invoice of our own with every group that a rule asks, and how to change one thing in it."""

from datetime import date
from decimal import Decimal
from typing import Any

from msgspec.structs import replace

from counterfoil.model.invoice import (
    Adjustment,
    Classification,
    CreditTransfer,
    Delivery,
    DocumentReference,
    Invoice,
    InvoiceLine,
    Item,
    ItemAttribute,
    PaymentCard,
    PaymentInstructions,
    Period,
    Price,
    SupportingDocument,
    TaxBreakdown,
    Totals,
)
from counterfoil.model.party import Address, Party
from counterfoil.model.values import Amount, Identifier, Number, Quantity
from counterfoil.rules import RULEBOOKS

(EN16931,) = (rulebook for rulebook in RULEBOOKS if rulebook.name == "en16931")


def euro(written: str) -> Amount:
    return Amount(value=Decimal(written), currency="EUR", written=written)


def number(written: str) -> Number:
    return Number(value=Decimal(written), written=written)


def adjustment(charge: bool, written: str, category: str | None = None, **values: Any) -> Adjustment:
    rate = None if category is None else number("19")
    values = {"reason": "Agreed", "reason_code": "95", **values}
    return Adjustment(charge=charge, amount=euro(written), category=category, rate=rate, **values)


def line(position: int, net: str) -> InvoiceLine:
    return InvoiceLine(
        id=str(position),
        quantity=Quantity(value=Decimal(2), unit="C62", written="2"),
        net_amount=euro(net),
        period=Period(start=date(2026, 3, 1), end=date(2026, 3, 31)),
        adjustments=(adjustment(charge=False, written="5"), adjustment(charge=True, written="5")),
        price=Price(net=euro(net), gross=euro(net)),
        category="S",
        rate=number("19"),
        item=Item(
            name="Oak board",
            standard_id=Identifier(value="4012345000016", scheme="0160"),
            classifications=(Classification(code="30100000", scheme="TST"),),
            attributes=(ItemAttribute(name="Finish", value="oiled"),),
        ),
    )


def party(name: str, vat: str, city: str) -> Party:
    return Party(
        name=name,
        trading_name=f"{name} & Co",
        identifiers=(Identifier(value=f"ID-{vat}"),),
        registration=Identifier(value=f"HRB-{vat}"),
        vat=vat,
        endpoint=Identifier(value=f"{city.lower()}@example.com", scheme="EM"),
        address=Address(line1="Hafenstraße 1", city=city, post_code="20457", country="DE"),
    )


INVOICE = Invoice(
    customization="urn:cen.eu:en16931:2017",
    number="R-2026-17",
    issued=date(2026, 4, 2),
    type_code="380",
    currency="EUR",
    tax_currency="SEK",
    tax_point=date(2026, 3, 31),
    due=date(2026, 5, 2),
    preceding=(DocumentReference(number="R-2026-11", issued=date(2026, 2, 2)),),
    seller=party("Sägewerk Tannhof KG", "DE136695976", "Celle"),
    buyer=party("Nordlicht Möbelwerk GmbH", "DE811907980", "Hamburg"),
    payee=replace(party("Holzbank AG", "DE129273398", "Bremen"), trading_name=None),
    tax_representative=party("Fiskal Nord GmbH", "DE122779245", "Kiel"),
    delivery=Delivery(delivered=date(2026, 3, 30), address=Address(city="Hamburg", country="DE")),
    period=Period(start=date(2026, 3, 1), end=date(2026, 3, 31)),
    payment=(
        PaymentInstructions(
            means="58",
            transfers=(CreditTransfer(account=Identifier(value="DE89370400440532013000", scheme="IBAN")),),
            card=PaymentCard(account_number="411111 111"),
        ),
    ),
    adjustments=(
        adjustment(charge=False, written="10.00", category="S"),
        adjustment(charge=True, written="4.00", category="S"),
    ),
    totals=Totals(
        lines=euro("106.00"),
        allowances=euro("10.00"),
        charges=euro("4.00"),
        without_tax=euro("100.00"),
        tax=euro("19.00"),
        tax_accounting=Amount(value=Decimal("210.90"), currency="SEK", written="210.90"),
        with_tax=euro("119.00"),
        paid=euro("20.00"),
        rounding=euro("0.01"),
        payable=euro("99.01"),
    ),
    taxes=(TaxBreakdown(base=euro("100.00"), tax=euro("19.00"), category="S", rate=number("19")),),
    supporting=(SupportingDocument(reference="Timesheet 3"),),
    lines=(line(1, "60.00"), line(2, "46.00")),
)


def changed(part: Any, path: str, value: Any) -> Any:
    """The part with one value changed: "lines.0.item.name" goes through tuples by position."""
    step, _, rest = path.partition(".")
    if isinstance(part, tuple):
        at = int(step)
        return (*part[:at], changed(part[at], rest, value) if rest else value, *part[at + 1 :])
    return replace(part, **{step: changed(getattr(part, step), rest, value) if rest else value})


def fired(invoice: Invoice, syntax: str) -> set[str]:
    """The rules that an invoice breaks, by the rules over the model alone."""
    return {asked.rule.id for asked in EN16931.contents.plans[syntax].due(invoice) for _ in asked.find(invoice)}
