"""What the rows of a UBL invoice build: notes, references told apart by their type, payments, totals with their tax."""

from datetime import date
from typing import Any

from msgspec.structs import replace

from counterfoil.model.invoice import (
    CREDIT_NOTE_TYPES,
    DirectDebit,
    DocumentReference,
    Note,
    PaymentInstructions,
    Period,
    SupportingDocument,
    Totals,
)
from counterfoil.model.party import Party
from counterfoil.model.values import Amount, Identifier

Values = dict[str, Any]
Places = dict[int, int]
Attributes = list[tuple[str, str]]

# What an additional document is, by UNTDID 1001 (EN 16931-3-2).
_OBJECT, _PROJECT = "130", "50"

_SEPA = "SEPA"


def to_note(written: str, _: Attributes) -> Note:
    """A note; "#AAI#text" carries its subject code (BT-21) in front, since UBL has no element for it."""
    if len(written) > 4 and written[0] == written[4] == "#" and written[1:4].isalnum():
        return Note(text=written[5:].strip() or None, subject=written[1:4])
    return Note(text=written)


def to_means(written: str, attributes: Attributes) -> tuple[str, str | None]:
    """The code of the payment means (BT-81) and its text (BT-82)."""
    return written, dict(attributes).get("name")


def order(number: str | None = None, issued: date | None = None) -> DocumentReference | None:
    """The order (BT-13), None where only the sales order stood there."""
    return None if number is None and issued is None else DocumentReference(number=number, issued=issued)


def period(coded: bool = False, **values: Any) -> Period | None:
    """BG-14; a period that only carries the tax point code (BT-8) is none (BR-CO-19)."""
    return None if coded and not values else Period(**values)


def name_payee(inner: Values, _: Values, __: Places) -> None:
    """A payee or tax representative is named by PartyName (BT-59, BT-62); a registered name has no term beside it."""
    inner.pop("name", None)
    if "trading_name" in inner:
        inner["name"] = inner.pop("trading_name")


def split_means(inner: Values, outer: Values, _: Places) -> None:
    """Part the code of the payment means from its text; a credit note has its due day (BT-9) beside them."""
    if "means" in inner:
        inner["means"], text = inner["means"]
        if text is not None:
            inner["means_text"] = text
    if "due" in inner:
        outer.setdefault("due", inner.pop("due"))


def supporting(
    elsewhere: bool = False, reference: Identifier | None = None, type_code: str | None = None, **values: Any
) -> SupportingDocument | None:
    """A supporting document (BG-24), None where the object or the project has taken it."""
    del type_code
    return None if elsewhere else SupportingDocument(reference=reference.value if reference else None, **values)


def lift_sales_order(inner: Values, outer: Values, _: Places) -> None:
    """Move the sales order (BT-14) out of the order reference."""
    if "sales_order" in inner:
        outer.setdefault("sales_order", inner.pop("sales_order"))


def lift_tax_point(inner: Values, outer: Values, _: Places) -> None:
    """Move the tax point code (BT-8) out of the period."""
    if "tax_point_code" in inner:
        outer.setdefault("tax_point_code", inner.pop("tax_point_code"))
        inner["coded"] = True


def lift_object(inner: Values, outer: Values, _: Places) -> None:
    """Move the invoiced object (BT-18, BT-128) out of the other documents."""
    if inner.get("type_code") == _OBJECT:
        inner["elsewhere"] = True
        if "reference" in inner:
            outer.setdefault("object", inner["reference"])


def lift_project(inner: Values, outer: Values, places: Places) -> None:
    """Move the object, and the project (BT-11) that a credit note has among the additional documents too."""
    if inner.get("type_code") == _PROJECT:
        inner["elsewhere"] = True
        if "reference" in inner:
            outer.setdefault("project", inner["reference"].value)
    else:
        lift_object(inner, outer, places)


def lift_tax_total(inner: Values, outer: Values, _: Places) -> None:
    """Tell the tax total in the invoice's currency (BT-110) with its breakdown (BG-23) from that in the other (BT-111).

    The currencies stand before the totals, as the schema has it; where they do not, the first total is the invoice's.
    """
    total: Amount | None = inner.get("tax")
    currency, accounting = outer.get("currency"), outer.get("tax_currency")
    if total is not None:
        if total.currency is not None and total.currency == accounting != currency:
            outer.setdefault("tax_accounting", total)
            return
        if total.currency == currency or total.currency is None or currency is None:
            outer.setdefault("tax", total)
    if "taxes" in inner:
        outer.setdefault("taxes", []).extend(inner["taxes"])


def take_tax_totals(inner: Values, outer: Values, _: Places) -> None:
    """Bring the tax totals to the other totals, which stand after them."""
    if "tax" in outer:
        inner["tax"] = outer.pop("tax")
    if "tax_accounting" in outer:
        inner["tax_accounting"] = outer.pop("tax_accounting")


def complete(inner: Values, _: Values, places: Places) -> None:
    """Bring to its place what UBL writes elsewhere: the creditor (BT-90), and tax totals that came too late."""
    _part_first(inner, "despatches", "despatch")
    _part_first(inner, "receipts", "receipt")
    if inner.get("type_code") in CREDIT_NOTE_TYPES:
        inner["credit_note"] = True
    if "taxes" in inner:
        inner["taxes"] = tuple(inner["taxes"])
    if "tax" in inner or "tax_accounting" in inner:
        late: Values = {}
        take_tax_totals(late, inner, places)
        old = inner.get("totals")
        inner["totals"] = Totals(**late) if old is None else _changed(old, places, **late)
    if "payment" in inner:
        for role in ("seller", "payee"):
            if role in inner:
                for each in inner[role].identifiers:
                    if each.scheme == _SEPA:
                        _place_creditor(inner, role, places)
                        break


def complete_credit_note(inner: Values, outer: Values, places: Places) -> None:
    """As `complete`, of a document that is a credit note by its syntax."""
    complete(inner, outer, places)
    inner["credit_note"] = True


def _part_first(inner: Values, several: str, one: str) -> None:
    """Of several documents the first is the business term (BT-15, BT-16), and the others stand beside it."""
    named = inner.pop(several, None)
    if named:
        inner[one] = named[0]
        if len(named) > 1:
            inner[f"further_{several}"] = tuple(named[1:])


def _place_creditor(inner: Values, role: str, places: Places) -> None:
    """The creditor (BT-90) is one of the party's identifiers, with the scheme SEPA; it belongs to the direct debit."""
    party: Party = inner[role]
    creditor = next(each.value for each in party.identifiers if each.scheme == _SEPA)
    others = tuple(each for each in party.identifiers if each.scheme != _SEPA)
    inner[role] = _changed(party, places, identifiers=others)
    payments: list[PaymentInstructions] = inner["payment"]
    debits = [at for at, each in enumerate(payments) if each.direct_debit is not None] or [0]
    for at in debits:
        old = payments[at].direct_debit
        if old is None:
            debit = DirectDebit(creditor=creditor)
        elif old.creditor is None:
            debit = _changed(old, places, creditor=creditor)
        else:
            continue
        payments[at] = _changed(payments[at], places, direct_debit=debit)


def _changed(old: Any, places: Places, **changes: Any) -> Any:
    new = replace(old, **changes)
    if (place := places.pop(id(old), None)) is not None:
        places[id(new)] = place
    return new
