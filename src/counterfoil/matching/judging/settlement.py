"""How were invoices settled, and what was an entry of a statement applied to? Was less paid than is due?"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from counterfoil.matching.amounts import ZERO, amount_due, plain, total
from counterfoil.matching.cash.discount import discount_agreed
from counterfoil.matching.cash.movements import charges_in
from counterfoil.matching.cash.parts import says_more_to_come
from counterfoil.matching.duplicates.matcher import originals
from counterfoil.matching.judging.context import Context
from counterfoil.matching.mentions import invoices_named
from counterfoil.matching.parties.identity import NEITHER, SELLER
from counterfoil.matching.precedence import precedence
from counterfoil.model import summary as kinds
from counterfoil.model.link import Discrepancy, End, Link
from counterfoil.model.summary import Recorded, StatementLine, TradeSummary

_ASKING = (kinds.INVOICE, kinds.OPEN_ITEM)
"""What asks for money; an open item stands in for an invoice that we do not have."""
CERTAIN = Decimal("0.95")
"""From this confidence on a link holds without a person, unless the settings say otherwise."""


class Settlement(NamedTuple):
    """How an invoice or credit note was settled; nothing here is negative unless the document's own sum is."""

    due: Decimal
    """What it asks for."""
    credited: Decimal
    """What credit notes take off it, as far as they were not set off or paid out themselves."""
    paid: Decimal
    """Cash, and what was set off; less what came back."""
    discount: Decimal
    """Cash discount that was agreed and taken in time."""
    charges: Decimal
    """Bank charges that explain what is missing."""
    open: Decimal
    """What is left to pay; negative where too much was paid."""
    currency: str | None


class Application(NamedTuple):
    """What an entry of a statement was applied to."""

    cash: Decimal
    """What it moved on our account: positive came in."""
    links: tuple[Link, ...]
    """Those that hold."""
    proposed: tuple[Link, ...]
    """Those that wait for a person; their cash counts as unapplied."""
    unapplied: Decimal
    """What of the cash goes to no document and was no charge, with the sign of the cash."""
    charges: Decimal = ZERO
    """What of the cash the bank took for itself, with the sign of the cash."""


def settlement_of(item: Recorded, context: Context, certain_from: Decimal = CERTAIN) -> Settlement | None:
    """What of an invoice, credit note or open item is open; None for other documents and without a sum.

    Only links of at least that confidence count. The context needs the links to the document, those to credit notes
    that credit it, and the documents at the other ends.
    """
    summary = item.summary
    due = amount_due(summary)
    if not isinstance(summary, TradeSummary) or due is None:
        return None
    pays = [link for link in context.into(item.id, "pays") if link.confidence >= certain_from]
    found = [entry for link in pays if (entry := context.entry(link.source)) is not None]
    notes = _credited(item, summary, context)
    credited = notes[0] if notes is not None else ZERO
    expected = total([due, credited.copy_negate()])
    if any(link.amount and link.currency not in (None, summary.currency) for link in pays):
        # What cash in another currency leaves open is not known: it is taken to pay all.
        return Settlement(due, credited, expected, ZERO, ZERO, ZERO, summary.currency)
    paid = total([link.amount or ZERO for link in pays])
    if summary.document == kinds.CREDIT_NOTE:
        paid = paid.copy_negate()
    gap = max(total([expected, paid.copy_negate()]), ZERO) if paid > 0 else ZERO
    day = max((line.booked for _, line in found if line.booked), default=None)
    discount = gap if gap and gap <= discount_agreed(summary, expected, day) else ZERO
    charges = gap if gap and not discount and gap <= total([line.charges or ZERO for _, line in found]) else ZERO
    left = total([expected, paid.copy_negate(), discount.copy_negate(), charges.copy_negate()])
    return Settlement(due, credited, paid, discount, charges, left, summary.currency)


def credited_by(item: Recorded, context: Context) -> frozenset[bytes]:
    """The credit notes that are taken off an invoice or open item, so that they are not to be given back beside it."""
    notes = _credited(item, item.summary, context) if isinstance(item.summary, TradeSummary) else None
    return frozenset(notes[1]) if notes is not None else frozenset()


def application_of(
    statement: Recorded, entry: StatementLine, context: Context, certain_from: Decimal = CERTAIN
) -> Application:
    """What an entry (or detail) was applied to. The context needs the links from the statement, and their targets."""
    links = context.out_of_end(End(id=statement.id, line=entry.position), "pays")
    holding = tuple(link for link in links if link.confidence >= certain_from)
    used = [_on_our_account(link, entry, context) for link in holding]
    charges = charges_in(entry, entry.currency or getattr(statement.summary, "currency", None))
    return Application(
        cash=entry.amount,
        links=holding,
        proposed=tuple(link for link in links if link.confidence < certain_from),
        charges=charges,
        unapplied=total([entry.amount, charges.copy_negate(), *(each.copy_negate() for each in used)]),
    )


def _on_our_account(link: Link, entry: StatementLine, context: Context) -> Decimal:
    """The cash of a link as our account sees it: what a buyer pays goes out."""
    target, amount = context.documents.get(link.target.id), link.amount or ZERO
    if target is None or target.role == NEITHER:
        return amount.copy_sign(entry.amount)
    return amount if target.role == SELLER else amount.copy_negate()


class _Movement(NamedTuple):
    """An entry that pays the invoice."""

    statement: Recorded
    entry: StatementLine
    link: Link
    amount: Decimal
    """In the currency of the invoice."""


class _Paid(NamedTuple):
    """What was paid on an invoice, beyond doubt."""

    cash: Decimal
    charges: Decimal
    since: date | None
    statements: frozenset[bytes]
    why: tuple[str, ...]
    more_to_come: bool
    """Does the latest of the payments say that it is an instalment?"""


def short_paid(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice on which cash came, but less than is due after its credit notes. What was not paid at all is open.

    Nothing is said in doubt: a payment that may be another invoice's or in another currency without the sum that was
    instructed, a credit note on several invoices, a correction, an instalment after which more will come; nor
    where bank charges or a discount that was agreed and taken in time explain the difference.
    """
    due, paid = amount_due(summary), _paid(invoice, summary, context)
    credited = _credited(invoice, summary, context)
    if due is None or paid is None or credited is None or paid.cash <= 0 or paid.more_to_come:
        return
    expected = total([due, credited[0].copy_negate()])
    gap = total([expected, paid.cash.copy_negate()])
    if gap > paid.charges and gap > discount_agreed(summary, expected, paid.since):
        yield _differs("short-paid", invoice, summary, expected, paid, credited[1])


def over_paid(invoice: Recorded, summary: TradeSummary, context: Context) -> Iterator[Discrepancy]:
    """An invoice on which more cash came than it asks for. Credit notes are money of their own."""
    due, paid = amount_due(summary), _paid(invoice, summary, context)
    if due is not None and paid is not None and paid.cash > due > 0:
        yield _differs("over-paid", invoice, summary, due, paid, set())


def _differs(
    code: str, invoice: Recorded, summary: TradeSummary, expected: Decimal, paid: _Paid, notes: set[bytes]
) -> Discrepancy:
    return Discrepancy(
        code=code,
        id=invoice.id,
        expected=plain(expected),
        found=plain(paid.cash),
        amount=total([expected, paid.cash.copy_negate()]).copy_abs(),
        currency=summary.currency,
        since=paid.since,
        others=tuple(sorted(paid.statements | notes)),
        why=paid.why,
    )


def is_corrected(id: bytes, context: Context) -> bool:
    """Does an invoice correct another, or is it corrected itself? Then it does not tell what holds in the end."""
    return bool(context.out_of(id, "changes") or context.into(id, "changes"))


def _paid(invoice: Recorded, summary: TradeSummary, context: Context) -> _Paid | None:
    """What was paid on an invoice; None where nothing was, or where one of the payments is in doubt."""
    told: list[_Movement] = []
    for link in context.into(invoice.id, "pays"):
        if link.amount == 0:  # it was paid before: the cash went nowhere
            continue
        found = context.entry(link.source)
        amount = None if found is None else _in_currency(link, found[1], summary)
        if found is None or amount is None or not context.is_sure(link):
            return None
        told.append(_Movement(*found, link, amount))
    if not told or summary.document not in _ASKING or is_corrected(invoice.id, context):
        return None
    told.sort(key=lambda one: (precedence(one.statement), one.entry.position))
    return _Paid(
        total([each.amount for each in told]),
        total([each.entry.charges or ZERO for each in told]),
        max((each.entry.booked for each in told if each.entry.booked), default=None),
        frozenset(each.statement.id for each in told),
        tuple(dict.fromkeys(reason for each in told for reason in each.link.evidence)),
        says_more_to_come(" ".join(max(told, key=_day).entry.remittance)),
    )


def _day(paid: _Movement) -> tuple[date, str]:
    return paid.entry.booked or date.min, paid.entry.position


def _in_currency(link: Link, entry: StatementLine, summary: TradeSummary) -> Decimal | None:
    """What a link pays in the currency of the invoice; None where that is not known.

    Of cash in another currency the bank may tell what the payer instructed, which is the invoice's where all of the
    cash goes there.
    """
    if link.currency in (None, summary.currency):
        return link.amount or ZERO
    is_whole = (link.amount or ZERO).copy_abs() == entry.amount.copy_abs()
    if not is_whole or entry.instructed is None or entry.instructed_currency != summary.currency:
        return None
    return entry.instructed.copy_abs()


def _credited(invoice: Recorded, summary: TradeSummary, context: Context) -> tuple[Decimal, set[bytes]] | None:
    """What credit notes take off, and which; None in doubt. What was set off or paid out takes nothing off."""
    taken_off, notes = ZERO, set[bytes]()
    for note in originals(context.sources(context.into(invoice.id, "credits"))):
        credit = amount_due(note.summary)
        if not isinstance(note.summary, TradeSummary) or credit is None or note.summary.currency != summary.currency:
            return None
        if len(invoices_named(note.summary)) > 1:
            return None
        used = [(link.amount or ZERO).copy_abs().copy_negate() for link in context.into(note.id, "pays")]
        left = total([credit, *used])
        if left > 0:
            taken_off = total([taken_off, left])
            notes.add(note.id)
    return taken_off, notes
