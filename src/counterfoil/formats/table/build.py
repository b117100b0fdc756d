"""From the rows of one document to its summary, for each family of documents."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from counterfoil.errors import UnreadableError
from counterfoil.formats.table.documents import Head, Identity, Lines, References, added_up, negated, party, signed
from counterfoil.formats.table.mapping import CREDIT_NOTE_WHERE_NEGATIVE
from counterfoil.formats.table.plan import Plan, Taken
from counterfoil.formats.table.terms import ITEM, PARTNER, PARTY_SCHEMES, ROLES, STATEMENT
from counterfoil.model import summary as kinds
from counterfoil.model.summary import (
    MasterSummary,
    PartySummary,
    StatementLine,
    StatementSummary,
    Summary,
    TradeLine,
    TradeSummary,
)
from counterfoil.model.values import Identifier

Built = tuple[Summary, bytes]
"""The summary of a document and its identity."""
Build = Callable[[Sequence[Taken]], Built]
"""Raises UnreadableError where the rows contradict each other."""

_TRADE_FIELDS = (
    *("number", "issued", "due", "delivered", "despatched", "type_code", "response", "currency", "tax_currency"),
    *("net", "tax", "total", "paid", "payable", "allowances", "charges", "rounding"),
    *("payment_terms", "payment_reference", "buyer_reference"),
)
_AMOUNTS = ("net", "tax", "total", "paid", "payable", "allowances", "charges", "rounding")
_IN_BOOKS = tuple(PARTY_SCHEMES[number] for number in ("supplier_number", "customer_number"))
"""What a partner's books number us by says nothing to ours."""
_SUMS = ("net", "tax", "total", "paid", "payable")
_LINE_FIELDS = {
    **{
        f"line.{name}": name
        for name in (
            *("id", "quantity", "unit", "price", "price_base", "amount", "tax_category", "tax_rate", "name"),
            *("seller_item", "buyer_item", "response", "quantity_outstanding", "quantity_short", "quantity_rejected"),
            *("due", "delivered"),
        )
    },
    "line.gtin": "standard_item",
    "line.lot": "lots",
    "line.serial": "serials",
    "line.handling_unit": "handling_units",
}
_STATEMENT_FIELDS = (
    *("number", "sequence", "issued", "account", "account_owner", "currency", "start", "end", "opening", "closing"),
)
_ENTRY_FIELDS = {
    "entry.currency": "currency",
    "entry.booked": "booked",
    "entry.valued": "valued",
    "entry.status": "status",
    "entry.reference": "entry_reference",
    "entry.code": "transaction_code",
    "entry.charges": "charges",
    "entry.instructed": "instructed",
    "entry.instructed_currency": "instructed_currency",
    "entry.exchange_rate": "exchange_rate",
    "end_to_end_id": "end_to_end_id",
    "mandate": "mandate",
    "creditor_reference": "creditor_reference",
    "remittance": "remittance",
}


def builder(plan: Plan, us: PartySummary | None) -> Build:
    """What makes documents out of rows by this plan; `us` fills the side that the mapping says is ours."""
    if plan.family == STATEMENT:
        return _statement(plan)
    if plan.family == ITEM:
        return _item(plan)
    if plan.family == PARTNER:
        return _partner(plan)
    return _trade(plan, us)


# --- Trade ------------------------------------------------------------------------------------------------------------


def _trade(plan: Plan, us: PartySummary | None) -> Build:
    head, lines, references = Head(plan), Lines(plan, _LINE_FIELDS), References(plan)
    identity = Identity(plan, head)
    roles = [role for role in ROLES if any(slot.term.name.startswith(f"{role}.") for slot in plan.slots)]
    sums = [name for name in _SUMS if plan.at(f"{name}.sum")]
    side = plan.mapping.us
    in_order_of_ids = bool(plan.at("line.id"))

    def build(rows: Sequence[Taken]) -> Built:
        written, several = head.written(rows), head.lists(rows)
        values = head.converted(written)
        document = values.get("kind", plan.mapping.document)
        fields: dict[str, Any] = {name: values[name] for name in _TRADE_FIELDS if name in values}
        for name in sums:
            if name not in fields and (total := added_up(plan, f"{name}.sum", rows)) is not None:
                fields[name] = total
        for role in roles:
            if (told := party(values, several, f"{role}.")) is not None:
                fields[role] = told
        if side is not None and us is not None:
            fields[side] = _as_us(fields.get(side), us)
        whole, differing = references.of_document(rows)
        made: list[TradeLine] = []
        if lines:
            made = [TradeLine(references=references.of_line(row, differing), **lines.fields(row)) for row in rows]
            if in_order_of_ids:
                made.sort(key=_by_id)
        summary = TradeSummary(
            document=document, notes=several.get("note", ()), references=whole, lines=tuple(made), **fields
        )
        if plan.mapping.negative == CREDIT_NOTE_WHERE_NEGATIVE:
            summary = _positive(summary)
        return summary, identity.of(document, rows, written)

    return build


def _as_us(told: PartySummary | None, us: PartySummary) -> PartySummary:
    """Our side of a document: ourselves, at the address that the table tells, unless it tells who it is."""
    if told is None:
        return us
    if told.name or told.trading_name or any(one.scheme not in _IN_BOOKS for one in told.identifiers):
        return told
    return msgspec.structs.replace(
        told,
        name=us.name,
        trading_name=us.trading_name,
        identifiers=(*us.identifiers, *told.identifiers),
        accounts=tuple(dict.fromkeys((*us.accounts, *told.accounts))),
    )


def _by_id(line: TradeLine) -> tuple[int, int, str]:
    """Lines stand in the order of their ids, so that the order of an export's rows does not change the document."""
    id = line.id or ""
    if id.isascii() and id.isdigit() and len(id) < 19:
        return 0, int(id), id
    return 1 if id else 2, 0, id


def _positive(summary: TradeSummary) -> TradeSummary:
    """An invoice below zero as the credit note that it is, whose amounts are positive; other documents as they are."""
    if summary.document not in (kinds.INVOICE, kinds.CREDIT_NOTE):
        return summary
    told = (summary.payable, summary.total, summary.net)
    deciding = next((amount for amount in told if amount), None)
    if deciding is None:
        amounts = [line.amount or line.quantity or Decimal(0) for line in summary.lines]
        deciding = sum(amounts, Decimal(0))
    if deciding >= 0:
        return summary
    turned = {name: negated(amount) for name in _AMOUNTS if (amount := getattr(summary, name)) is not None}
    lines = tuple(
        msgspec.structs.replace(
            line,
            amount=None if line.amount is None else negated(line.amount),
            quantity=None if line.quantity is None else negated(line.quantity),
        )
        for line in summary.lines
    )
    return msgspec.structs.replace(summary, document=kinds.CREDIT_NOTE, lines=lines, **turned)


# --- Statements -------------------------------------------------------------------------------------------------------


def _statement(plan: Plan) -> Build:
    head, lines, references = Head(plan, parties=False), Lines(plan, _ENTRY_FIELDS), References(plan)
    amounts = [(plan.at("entry.amount"), 1), (plan.at("entry.credit"), 1), (plan.at("entry.debit"), -1)]
    sign = plan.at("entry.sign")
    identity = Identity(plan, head)
    counterparty = _Party(plan, "counterparty.")

    def build(rows: Sequence[Taken]) -> Built:
        written = head.written(rows)
        values = head.converted(written)
        entries: list[StatementLine] = []
        for place, row in enumerate(rows, 1):
            amount = signed(row, amounts, sign)
            if amount is None:
                raise UnreadableError(
                    f"Row {row.row} has no amount.",
                    "An entry of a statement needs one: correct the row or the mapping.",
                )
            fields = lines.fields(row)
            if "currency" not in fields and "currency" in values:
                fields["currency"] = values["currency"]
            if (other := counterparty.of(row)) is not None:
                fields["counterparty"] = other
            named = references.of_line(row, None)
            entries.append(StatementLine(position=str(place), amount=amount, references=named, **fields))
        days = [entry.booked for entry in entries if entry.booked is not None]
        told: dict[str, Any] = {name: values[name] for name in _STATEMENT_FIELDS if name in values}
        if "account" in told:
            told["account"] = "".join(told["account"].split())
        if days:
            told = {"issued": max(days), "start": min(days), "end": max(days), **told}
        summary = StatementSummary(lines=tuple(entries), **told)
        return summary, identity.of(kinds.STATEMENT, rows, written)

    return build


class _Party:
    """A party that each row tells anew."""

    def __init__(self, plan: Plan, prefix: str) -> None:
        self._prefix = prefix
        self._single: list[tuple[str, int]] = []
        self._many: dict[str, list[int]] = {}
        for at, slot in enumerate(plan.slots):
            name = slot.term.name + slot.parameter
            if not name.startswith(prefix):
                continue
            if slot.term.many:
                self._many.setdefault(name, []).append(at)
            else:
                self._single.append((name, at))

    def of(self, row: Taken) -> PartySummary | None:
        values: dict[str, str] = {}
        for name, at in self._single:
            if (value := row.values[at]) is not None:
                values.setdefault(name, value)
        several: dict[str, tuple[str, ...]] = {}
        for name, ats in self._many.items():
            told = tuple([value for value in map(row.values.__getitem__, ats) if value is not None])
            if told:
                several[name] = told
        return party(values, several, self._prefix) if values or several else None


# --- Master data ------------------------------------------------------------------------------------------------------


def _item(plan: Plan) -> Build:
    head = Head(plan)
    identity = Identity(plan, head)
    named = [(at, slot.parameter) for at, slot in enumerate(plan.slots) if slot.term.name == "pack:"]
    schemes = [
        (at, slot.parameter or "0160") for at, slot in enumerate(plan.slots) if slot.term.name in ("gtin", "id:")
    ]
    lists, units, factors = plan.at("pack"), plan.at("pack.unit"), plan.at("pack.factor")

    def build(rows: Sequence[Taken]) -> Built:
        written = head.written(rows)
        packs: dict[tuple[str, Decimal], None] = {}
        identifiers: dict[Identifier, None] = {}
        for row in rows:
            values = row.values
            for at, unit in named:
                if (factor := values[at]) is not None:
                    packs[unit, Decimal(factor)] = None
            for at in lists:
                if (told := values[at]) is not None:
                    packs |= dict.fromkeys(_packs(told, row.row, plan.slots[at].header))
            for unit_at, factor_at in zip(units, factors, strict=False):
                unit_told, factor_told = values[unit_at], values[factor_at]
                if unit_told is not None and factor_told is not None:
                    packs[unit_told, Decimal(factor_told)] = None
            for at, scheme in schemes:
                if (value := values[at]) is not None:
                    identifiers[Identifier(value=value, scheme=scheme)] = None
        summary = MasterSummary(
            document=kinds.ITEM, packs=tuple(packs), identifiers=tuple(identifiers), **head.converted(written)
        )
        return summary, identity.of(kinds.ITEM, rows, written)

    return build


def _packs(told: str, row: int, column: str) -> list[tuple[str, Decimal]]:
    found = []
    for each in told.replace(",", ".").split(";"):
        unit, _, factor = each.replace("=", ":").partition(":")
        try:
            value = Decimal(factor.strip())
        except InvalidOperation:
            value = Decimal("NaN")
        if not unit.strip() or not value.is_finite() or abs(value.adjusted()) > 60:
            raise UnreadableError(
                f"Row {row}, column {column!r}: {each.strip()[:60]!r} is no pack size.",
                "Write pack sizes as unit:factor, several with semicolons: CT:12;PF:480.",
            )
        found.append((unit.strip(), value))
    return found


def _partner(plan: Plan) -> Build:
    head = Head(plan)
    identity = Identity(plan, head)

    def build(rows: Sequence[Taken]) -> Built:
        written, several = head.written(rows), head.lists(rows)
        values = head.converted(written)
        told = party(values, several, "")
        summary = MasterSummary(
            document=kinds.PARTNER, number=values.get("number"), name=values.get("name"), party=told
        )
        return summary, identity.of(kinds.PARTNER, rows, written)

    return build
