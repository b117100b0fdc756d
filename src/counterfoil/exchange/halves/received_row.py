"""A fact that a partner sent or gave back, as a row of our log: it must hash to its entry by what we keep of it."""

from datetime import UTC, datetime

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.half import NOT_TAKEN
from counterfoil.exchange.proof.attested import Attested
from counterfoil.flow.facts import entry_of, write_left
from counterfoil.log.erasure import left_shown, with_withheld
from counterfoil.log.strict_json import read_object
from counterfoil.store import FactRow


def received_row(fact: Attested) -> FactRow:
    """A partner's fact as a row of our log; ProofError where it could not be hashed again from what we keep."""
    told = read_object(fact.payload, "The payload of a fact")
    try:
        attested = datetime.fromisoformat(str(told["recorded"])).astimezone(UTC)
        actor, reader = told["actor"], told.get("reader", "")
    except (KeyError, ValueError, TypeError, OverflowError):
        raise ProofError("A fact does not say by whom and when it was recorded.", NOT_TAKEN) from None
    left = left_shown(fact.payload, fact.disclosures)
    left = with_withheld(left, fact.payload) if fact.withheld else left
    claims, salts = write_left(left)
    row = FactRow(
        index=0,
        kind=fact.kind,
        subject=bytes.fromhex(fact.subject),
        actor=str(actor),
        predecessor=None,
        recorded=attested,
        reader=str(reader),
        claims=claims,
        secret=None,
        entry=bytes.fromhex(fact.entry),
        salts=salts,
        attested=attested,
    )
    if entry_of(row) != row.entry:
        raise ProofError("A fact is not written as facts are: we could not hash it again from what we keep.", NOT_TAKEN)
    return row
