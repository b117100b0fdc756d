"""What our own record says of how an invoice was settled: credit notes, and payments in our bank statements."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from counterfoil.exchange.answers.offering import HOLDS, amount_credited, offered_as, once, partner_of, said_by_us
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.proof.attested import CREDITED, PAID, WITHDRAWN, Attested
from counterfoil.flow.facts import PROGRAM
from counterfoil.model.summary import CREDIT_NOTE
from counterfoil.store import DocumentRow, LinkRow


def tell_credits(office: Office, offered: Attested, document: DocumentRow) -> None:
    """Attest the credit notes in our record for a partner's invoice, should the partner not tell of them itself."""
    links = [row for row in office.home.store.links_to([document.id]) if row.kind == "credits" and row.state in HOLDS]
    partner = partner_of(office, offered)
    notes = office.home.store.documents_by_id(sorted({row.source for row in links}))
    for note in (row for _, row in sorted(notes.items()) if row.document == CREDIT_NOTE and row.amount is not None):
        shared = offered_as(office, note, partner)
        claims = {"of": offered.entry, "number": note.number or "", **amount_credited(office, note)}
        claims |= {"credit_note": shared.subject} if shared is not None else {}

        def told(claims: dict[str, Any] = claims) -> dict[str, Any] | None:
            said = said_by_us(office, offered.subject, CREDITED)
            known = [(one.claims.get("number"), one.claims.get("credit_note", "")) for one in said]
            is_said = any(claims["number"] == number or claims.get("credit_note") == note for number, note in known)
            return None if is_said else dict(claims)

        office.half.say(CREDITED, offered.subject, partner, told, PROGRAM)


def tell_payments(office: Office, offered: Attested, document: DocumentRow) -> None:
    """Attest what our bank statements show of an invoice's payment, in the currency of each; where that has become
    less, as when it came back, what was said goes.
    """
    if not document.currency:
        return
    links = [row for row in office.home.store.links_to([document.id]) if row.kind == "pays" and row.state in HOLDS]
    paid = _by_currency(document, links)
    statements = office.home.store.documents_by_id(sorted({row.source for row in links}))
    day = max((row.issued for row in statements.values() if row.issued), default=None)
    dated = {"date": day.isoformat()} if day else {}
    said = {str(one.claims.get("currency")) for one in said_by_us(office, offered.subject, PAID)}
    for currency in sorted({*paid, *said}):
        _tell_paid(office, offered, paid.get(currency, Decimal()), {"currency": currency, **dated})


def _by_currency(document: DocumentRow, links: Sequence[LinkRow]) -> dict[str, Decimal]:
    """The cash that went to who issued it; what came back went the other way."""
    found = dict[str, Decimal]()
    turned = -1 if document.amount is not None and document.amount < 0 else 1
    for row in links:
        if row.amount is not None and (currency := row.currency or document.currency):
            found[currency] = found.get(currency, Decimal()) + turned * row.amount
    return found


def _tell_paid(office: Office, offered: Attested, paid: Decimal, terms: dict[str, Any]) -> None:
    """Attest an amount in one currency, as far as it was not said yet."""
    subject, partner = offered.subject, partner_of(office, offered)

    def said() -> list[Attested]:
        found = said_by_us(office, subject, PAID)
        return [one for one in found if one.claims.get("currency") == terms["currency"]]

    if _sum(said()) > paid:
        for one in said():
            office.half.say(WITHDRAWN, subject, partner, once(office, subject, WITHDRAWN, {"of": one.entry}), PROGRAM)

    def told() -> dict[str, Any] | None:
        rest = paid - _sum(said())
        return {"of": offered.entry, "amount": format(rest, "f"), **terms} if rest > 0 else None

    office.half.say(PAID, subject, partner, told, PROGRAM)


def _sum(facts: list[Attested]) -> Decimal:
    return sum((Decimal(one.claims.get("amount", 0)) for one in facts), Decimal())
