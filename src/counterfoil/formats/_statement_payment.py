"""What an entry of a bank statement says of a payment: who is on the other side, and what it is for."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from counterfoil.model import summary as kinds
from counterfoil.model.party import Party
from counterfoil.model.statement import (
    CREDIT,
    Account,
    Entry,
    ReferredDocument,
    RemittanceAmounts,
    StructuredRemittance,
    TransactionDetails,
)
from counterfoil.model.summary import PartySummary, Reference

_NONE = {"NOTPROVIDED", "NOTPROVIDE", "NONREF", "NONE", "N/A"}
_ANY = "document"
_KINDS = {
    "CINV": kinds.INVOICE,
    "HIRI": kinds.INVOICE,
    "MSIN": kinds.INVOICE,
    "SBIN": kinds.INVOICE,
    "DEBN": kinds.INVOICE,
    "DNFA": kinds.INVOICE,
    "AROI": kinds.OPEN_ITEM,
    "CREN": kinds.CREDIT_NOTE,
    "CNFA": kinds.CREDIT_NOTE,
    "PUOR": kinds.ORDER,
    "DISP": kinds.DESPATCH_ADVICE,
}
"""ISO 20022 DocumentType6Code; a debit note asks for money as an invoice does."""


def given(written: str | None) -> str | None:
    """A reference, or None where it only says that there is none."""
    if written is None or written.replace(" ", "").replace("_", "").upper() in _NONE:
        return None
    return written


def account_number(account: Account | None) -> str | None:
    """The IBAN, or the local number, without spaces."""
    if account is None:
        return None
    number = account.iban or (account.other.value if account.other else "")
    return "".join(number.split()) or None


def counterparty(entry: Entry, detail: TransactionDetails, own: str | None) -> PartySummary | None:
    """Who paid us or was paid: the side that does not have our account.

    Where the accounts do not tell, it is the debtor of what came in and the creditor of what went out; a reversal or
    return names the parties of the original payment, so that it is the other way round.
    """
    parties = detail.parties
    if parties is None:
        return None
    debtor = (parties.debtor, parties.ultimate_debtor, parties.debtor_account)
    creditor = (parties.creditor, parties.ultimate_creditor, parties.creditor_account)
    if own is not None and account_number(parties.debtor_account) == own != account_number(parties.creditor_account):
        return _party(*creditor)
    if own is not None and account_number(parties.creditor_account) == own != account_number(parties.debtor_account):
        return _party(*debtor)
    came_in = (detail.direction or entry.direction) == CREDIT
    back = bool(entry.reversal) or detail.returned is not None
    first, second = (debtor, creditor) if came_in != back else (creditor, debtor)
    return _party(*first) or _party(*second)


def references(details: Sequence[TransactionDetails]) -> tuple[Reference, ...]:
    """The documents of structured remittance, each with the amount that goes to it.

    A block with several documents and one amount does not say how much goes to each. A document's lines follow it, with
    `line` set and amounts that are parts of the document's.
    """
    return tuple(one for block in _blocks(details) for one in _block_references(block))


def creditor_reference(details: Sequence[TransactionDetails]) -> str | None:
    """The creditor's reference, as written (SCOR, QRR, a bank's own)."""
    return next(_creditor_references(details), None)


def remittance(entry: Entry, details: Sequence[TransactionDetails]) -> tuple[str, ...]:
    """The free texts in order, and references for which a line has no place: all but the first of the creditor's, and
    the end-to-end ids of details that have no line of their own.

    Where there is none of these, what the bank adds to the transaction or entry stands for them.
    """
    texts = [text for detail in details for text in detail.unstructured]
    texts += [text for block in _blocks(details) for text in block.additional]
    texts += list(_creditor_references(details))[1:]
    ids = dict.fromkeys(given(detail.references.end_to_end) for detail in details if detail.references)
    if len(ids) > 1:
        texts += [one for one in ids if one]
    if not texts:
        texts = [detail.additional for detail in details if detail.additional]
    if not texts and entry.additional:
        texts = [entry.additional]
    return tuple(texts)


def _party(party: Party | None, ultimate: Party | None, account: Account | None) -> PartySummary | None:
    """A party by all its names: that of whom it acts for is its trading name."""
    number = account_number(account)
    known = [one for one in (party, ultimate) if one is not None]
    names = [one.name for one in known if one.name] or ([account.name] if account and account.name else [])
    identifiers = tuple(dict.fromkeys(identifier for one in known for identifier in one.identifiers))
    if not names and not identifiers and number is None:
        return None
    address = next((one.address for one in known if one.address), None)
    return PartySummary(
        name=names[0] if names else None,
        trading_name=names[1] if len(names) > 1 and names[1] != names[0] else None,
        identifiers=identifiers,
        country=address.country if address else None,
        city=address.city if address else None,
        post_code=address.post_code if address else None,
        street=address.line1 if address else None,
        accounts=(number,) if number else (),
    )


def _blocks(details: Sequence[TransactionDetails]) -> Iterator[StructuredRemittance]:
    return (block for detail in details for block in detail.structured)


def _creditor_references(details: Sequence[TransactionDetails]) -> Iterator[str]:
    for block in _blocks(details):
        found = block.creditor_reference
        if found and found.reference and found.type not in _KINDS:
            yield found.reference


def _block_references(block: StructuredRemittance) -> Iterator[Reference]:
    alone = len(block.documents) == 1
    for document in block.documents:
        if document.number is None:
            continue
        kind = _KINDS.get(document.type or "", _ANY)
        stated = _amount(block.amounts, kind) if alone else None
        yield Reference(
            document=kind,
            number=document.number,
            issued=document.issued,
            amount=_sum_of_lines(document, kind) if stated is None else stated,
        )
        for line in document.lines:
            if line.id is not None:
                amount = _amount(line.amounts, kind)
                yield Reference(
                    document=kind, number=document.number, issued=document.issued, line=line.id, amount=amount
                )
    found = block.creditor_reference
    if found and found.reference and found.type in _KINDS:
        yield Reference(document=_KINDS[found.type], number=found.reference)


def _amount(amounts: RemittanceAmounts | None, kind: str) -> Decimal | None:
    """What goes to a document, positive: remitted, else due less discounts; of a credit note what it credits."""
    if amounts is None:
        return None
    if amounts.remitted and amounts.remitted.value is not None:
        return amounts.remitted.value
    if kind == kinds.CREDIT_NOTE and amounts.credit_note:
        return amounts.credit_note.value
    if amounts.due is None or amounts.due.value is None:
        return None
    return amounts.due.value - sum((one.value for one in amounts.discounts if one.value is not None), Decimal(0))


def _sum_of_lines(document: ReferredDocument, kind: str) -> Decimal | None:
    told = [_amount(line.amounts, kind) for line in document.lines]
    known = [one for one in told if one is not None]
    return sum(known, Decimal(0)) if told and len(known) == len(told) else None
