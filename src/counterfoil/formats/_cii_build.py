"""What the rows of a CII invoice build: days by their format code, parties, prices, payments, lines within lines."""

from collections.abc import Callable
from datetime import date
from typing import Any

from msgspec.structs import replace

from counterfoil.formats._table import Leaf, day
from counterfoil.model._base import Model
from counterfoil.model.invoice import (
    CREDIT_NOTE_TYPES,
    Adjustment,
    Classification,
    Delivery,
    DirectDebit,
    DocumentReference,
    Invoice,
    InvoiceLine,
    PaymentInstructions,
    Price,
    SupportingDocument,
)
from counterfoil.model.party import Contact, Party
from counterfoil.model.values import Amount, Identifier, Quantity

Places = dict[int, int]
Values = dict[str, Any]
Attributes = list[tuple[str, str]]

SUB_LINE_LEVELS_MAX = 50
"""Levels of lines within lines that are kept; a line below stands at the top."""

_DIRECT_DEBITS = frozenset({"49", "59"})  # UNTDID 4461

# UNTDID 2379: how many digits a point in time has by its format code; the first eight are the day.
_DAY_LENGTHS = {"102": 8, "203": 12, "204": 14}

# BT-8 is a code of UNTDID 2005 in the model; CII writes it in UNTDID 2475 (EN 16931-3-3).
_TAX_POINTS = {"5": "3", "29": "35", "72": "432"}

# BT-17 and BT-18 are told from supporting documents by UNTDID 1001.
_TENDER, _OBJECT = "50", "130"


def day_in_format(field: str) -> Leaf:
    """A leaf with a day by its format code (UNTDID 2379; 102 where none is given), or in ISO 8601."""
    return Leaf(field, to_day)


def to_day(written: str, attributes: Attributes) -> date | None:
    """The day that `written` spells by the attribute `format`, None where there is no such day."""
    length = _DAY_LENGTHS.get(dict(attributes).get("format", "102"))
    if len(written) == length and written.isascii() and written.isdecimal():
        try:
            return date(int(written[:4]), int(written[4:6]), int(written[6:8]))
        except ValueError:
            return None
    return day(written.partition("T")[0])


def to_iban(written: str, _: Attributes) -> Identifier:
    """An account that the syntax calls an IBAN."""
    return Identifier(value=written, scheme="IBAN")


def party(registrations: tuple[Identifier, ...] = (), **values: Any) -> Party:
    """A party with its tax numbers told apart by their scheme: VA is VAT, anything else a local registration."""
    for registration in registrations:
        values.setdefault("vat" if registration.scheme == "VA" else "tax_registration", registration.value)
    return Party(**values)


def contact(name: str | None = None, department: str | None = None, **values: Any) -> Contact:
    """A contact; a department stands in where no person is named (BT-41, BT-56)."""
    return Contact(name=name or department, **values)


def reference(number: str | None = None, issued: date | None = None) -> DocumentReference | None:
    """A reference to a document, None where it names none, as a line's may that names only another line."""
    return None if number is None else DocumentReference(number=number, issued=issued)


def lift(*fields: str) -> Callable[[Values, Values, Places], None]:
    """Give what moves `fields` to the group around."""

    def move(inner: Values, outer: Values, _: Places) -> None:
        for field in fields:
            value = inner.pop(field, None)
            if value is not None:
                outer.setdefault(field, value)

    return move


def lift_tax_point(inner: Values, outer: Values, _: Places) -> None:
    """Move the tax point from the VAT breakdown, where CII writes it, to the invoice (BT-7, BT-8)."""
    point, code = inner.pop("tax_point", None), inner.pop("tax_point_code", None)
    if point is not None:
        outer.setdefault("tax_point", point)
    if code is not None:
        outer.setdefault("tax_point_code", _TAX_POINTS.get(code, code))


def tell_documents_apart(inner: Values, outer: Values, _: Places) -> None:
    """Move a tender (BT-17) or an invoiced object (BT-18, BT-128) from the additional documents to where it belongs."""
    code, scheme = inner.pop("type_code", None), inner.pop("object_scheme", None)
    if code not in {_TENDER, _OBJECT}:
        return
    number = inner.get("reference")
    if number is not None and code == _TENDER:
        outer.setdefault("tender", number)
    elif number is not None:
        outer.setdefault("object", Identifier(value=number, scheme=scheme))
    inner["elsewhere"] = True


def supporting(elsewhere: bool = False, **values: Any) -> SupportingDocument | None:
    """A supporting document (BG-24), None where `elsewhere` has taken it."""
    return None if elsewhere else SupportingDocument(**values)


def classification(code: Identifier | None = None, name: str | None = None) -> Classification | None:
    """A class that an item belongs to (BT-158), None where the code is missing."""
    if code is None:
        return None
    return Classification(code=code.value, scheme=code.scheme, version=code.version, name=name)


def nothing(**_: Any) -> None:
    """No object: all that the element says went to the group around it, or is nothing that the model has."""


def service_charge(**values: Any) -> Adjustment:
    """A logistics service charge, which is a charge by its nature."""
    return Adjustment(charge=True, **values)


def delivery(local: Identifier | None = None, location: Identifier | None = None, **values: Any) -> Delivery | None:
    """A delivery (BG-13), None where its element, which is mandatory, says nothing. A global location id goes first."""
    place = location or local
    return Delivery(location=place, **values) if values or place else None


class PriceStep(Model):
    """A discount, or a charge, between gross and net price."""

    charge: bool | None = None
    amount: Amount | None = None


def price(
    base_quantity: Quantity | None = None,
    gross_base_quantity: Quantity | None = None,
    steps: tuple[PriceStep, ...] = (),
    **values: Any,
) -> Price | None:
    """The price details of a line (BG-29), None where there are none. BT-147 is the first step that is no charge."""
    discount = next((step.amount for step in steps if not step.charge), None)
    base = base_quantity or gross_base_quantity
    return Price(base_quantity=base, discount=discount, **values) if values or base or discount else None


def place_tax_totals(inner: Values, outer: Values, _: Places) -> None:
    """Tell the VAT total in the invoice's currency (BT-110) from that in the accounting currency (BT-111)."""
    currency, accounting = outer.get("currency"), outer.get("tax_currency")
    for total in inner.pop("taxes", ()):
        if total.currency is None or currency is None or total.currency == currency:
            inner.setdefault("tax", total)
        elif total.currency == accounting:
            inner.setdefault("tax_accounting", total)


def name_bank(inner: Values, _: Values, places: Places) -> None:
    """Give the account its bank (BT-86), which CII writes beside it."""
    bank = inner.pop("service_provider", None)
    if bank is not None and "transfers" in inner:
        inner["transfers"] = [_replaced(each, places, service_provider=bank) for each in inner["transfers"]]


def remember_parent(inner: Values, outer: Values, _: Places) -> None:
    """Note which line this one belongs to, by its place in the list that it is about to join."""
    parent = inner.pop("parent", None)
    if parent is not None:
        outer.setdefault("parents", {})[len(outer.get("lines", ()))] = parent


def finish(inner: Values, _: Values, places: Places) -> None:
    """Bring to its place what CII writes once for the whole invoice, and lines below the lines that they belong to."""
    _instruct(inner, places)
    parents = inner.pop("parents", None)
    if parents:
        inner["lines"] = _nested(inner["lines"], parents, places)
    terms = inner.pop("terms", None)
    if terms:
        inner["payment_terms"] = "\n".join(terms)
    note = inner.pop("delivery_note", None)
    if note is not None:
        inner.setdefault("despatch", note)


def invoice(**values: Any) -> Invoice:
    """The invoice; its type code alone says whether it is a credit note."""
    return Invoice(credit_note=values.get("type_code") in CREDIT_NOTE_TYPES, **values)


def line(
    delivery_note: DocumentReference | None = None,
    delivery_note_line: str | None = None,
    tender: str | None = None,
    **values: Any,
) -> InvoiceLine:
    """A line; a delivery note stands in for a despatch advice, and a tender, which only documents have, is left out."""
    del tender
    if delivery_note is not None:
        values.setdefault("despatch", delivery_note)
    if delivery_note_line is not None:
        values.setdefault("despatch_line", delivery_note_line)
    return InvoiceLine(**values)


def _instruct(inner: Values, places: Places) -> None:
    """Share the remittance information (BT-83), mandate and creditor (BT-89, BT-90) among the payment instructions."""
    remittance, mandate, creditor = [inner.pop(name, None) for name in ("remittance", "mandate", "creditor")]
    payment: list[PaymentInstructions] = inner.get("payment", [])
    if remittance is None and mandate is None and creditor is None:
        return
    if not payment:
        payment = [PaymentInstructions()]
    debits = None
    if mandate is not None or creditor is not None:
        debits = [at for at, each in enumerate(payment) if each.direct_debit or each.means in _DIRECT_DEBITS] or [0]
    done = []
    for at, each in enumerate(payment):
        changes: Values = {} if remittance is None else {"remittance": remittance}
        if debits and at in debits:
            debit = each.direct_debit or DirectDebit()
            changes["direct_debit"] = _replaced(debit, places, mandate=mandate, creditor=creditor)
        done.append(_replaced(each, places, **changes) if changes else each)
    inner["payment"] = done


def _nested(lines: list[InvoiceLine], parents: dict[int, str], places: Places) -> list[InvoiceLine]:
    """Lines below those that they name as parents; where these are unknown, circular or too many, at the top."""
    by_id: dict[str | None, int] = {}
    for at, each in enumerate(lines):
        by_id.setdefault(each.id, at)
    above = {at: by_id[parent] for at, parent in parents.items() if parent in by_id}
    levels = {at: level for at in above if (level := _level(at, above)) <= SUB_LINE_LEVELS_MAX}
    lines = list(lines)
    below: dict[int, list[int]] = {}
    for at in levels:
        below.setdefault(above[at], []).append(at)
    for at in sorted(below, key=lambda at: -levels.get(at, 0)):
        lines[at] = _replaced(lines[at], places, sub_lines=tuple(lines[child] for child in below[at]))
    return [each for at, each in enumerate(lines) if at not in levels]


def _level(at: int, above: dict[int, int]) -> int:
    level = 0
    while at in above and level <= SUB_LINE_LEVELS_MAX:
        at, level = above[at], level + 1
    return level


def _replaced(old: Any, places: Places, **changes: Any) -> Any:
    new = replace(old, **changes)
    place = places.pop(id(old), None)
    if place is not None:
        places[id(new)] = place
    return new
