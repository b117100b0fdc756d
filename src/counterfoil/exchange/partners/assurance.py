"""By what else a partner is known to be who it says: each way is told by itself, and none is a bare 'verified'."""

import re

from msgspec.structs import replace

from counterfoil.errors import UsageError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import CHANGED, put_peer
from counterfoil.flow.recall import Recall
from counterfoil.flow.views import chunks
from counterfoil.model.summary import STATEMENT, StatementSummary
from counterfoil.rules.codes import codes
from counterfoil.store import DocumentFilter

_LEI = re.compile(r"[A-Z0-9]{18}[0-9]{2}", re.ASCII)
_PEPPOL = re.compile(r"([0-9]{4}):(\S{1,50})", re.ASCII)
_ENDPOINTS = "eas@peppol-2026.5"


def assure_account(office: Office, peer: Peer, account: str, person: str, why: str) -> Peer:
    """A bank account is the partner's, and our own bank statements show it; UsageError where they do not."""
    written = "".join(account.split()).upper()
    entries = entries_with(office, written)
    if not entries:
        raise UsageError(
            f"The account {written} is in none of our bank statements.",
            "Add the statement that shows a payment from or to it, or assure the partner by other means.",
        )
    seen = "1 entry" if entries == 1 else f"{entries:,} entries"
    return _assured(office, peer, f"account {written}", f"seen in {seen} of our bank statements", person, why)


def assure_lei(office: Office, peer: Peer, lei: str, person: str, why: str) -> Peer:
    """An LEI is the partner's, as a person looked it up."""
    written = "".join(lei.split()).upper()
    if not _LEI.fullmatch(written) or int("".join(str(int(one, 36)) for one in written)) % 97 != 1:
        raise UsageError(f"{lei!a} is no LEI.", "It has 20 letters and digits, the last two of which check the others.")
    return _assured(office, peer, f"LEI {written}", "looked up", person, why)


def assure_peppol(office: Office, peer: Peer, participant: str, person: str, why: str) -> Peer:
    """A Peppol participant's id is the partner's, as a person looked it up."""
    written = participant.strip().removeprefix("iso6523-actorid-upis::")
    match = _PEPPOL.fullmatch(written)
    if match is None or match[1] not in codes(_ENDPOINTS):
        raise UsageError(f"{participant!a} is no Peppol id.", "Write it as 0088:4012345000009, the scheme first.")
    return _assured(office, peer, f"Peppol id {written}", "looked up", person, why)


def entries_with(office: Office, account: str) -> int:
    """How many entries of our bank statements have this account on their other side."""
    recall, found = Recall(office.home.store), 0
    for rows in chunks(office.home.store.documents(DocumentFilter(document=STATEMENT))):
        for document in recall.get([row.id for row in rows]).values():
            summary = document.summary
            if isinstance(summary, StatementSummary):
                entries = {
                    one.part_of or one.position
                    for one in summary.lines
                    if one.counterparty is not None and account in map(str.upper, one.counterparty.accounts)
                }
                found += len(entries)
        recall.trim()
    return found


def _assured(office: Office, peer: Peer, what: str, how: str, person: str, why: str) -> Peer:
    day = office.home.clock().date().isoformat()
    others = [one for one in peer.assurances if not one.startswith(f"{what} ")]
    assured = replace(peer, assurances=(*others, f"{what} ({how}; {person} says that it is theirs, {day})"))
    office.write(lambda facts: put_peer(office.home.store, facts, assured, CHANGED, person, why))
    return assured
