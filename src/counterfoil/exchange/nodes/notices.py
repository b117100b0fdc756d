"""Somebody else who relies on what we said is told: who is assigned an invoice sees its acknowledgement, and a dispute.

A notice is a fact of ours, signed for the assignee, and our head on its subject. It is not in the assignee's log.
"""

from collections.abc import Iterator

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.admitting import check_admissible
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import peer_at
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, ASSIGNED, DISPUTED, LEVELS, Attested
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.proof.credentials import credential_of, read_credential
from counterfoil.exchange.proof.dossier import KeyOf
from counterfoil.exchange.proof.heads import read_head
from counterfoil.exchange.proof.reader import Keys
from counterfoil.log.canonical import canonical_json
from counterfoil.log.strict_json import read_object

PATH = "/exchange/notice"
FORMAT = "counterfoil-notice/1"
TO_TELL = "exchange.to-tell"
"""Assignee, subject and entry → nothing: what the assignee is still to be told."""
NOTICED = "exchange.noticed"
"""Company, subject and entry → the notice that it gave us, as it came: nobody else's takes its place."""
_NOTICES_MAX = 10_000
"""Of one company."""
_SUBJECT_BYTES = 32


def note_assignee(office: Office, fact: Attested) -> None:
    """Remember whom a fact of ours concerns beside the partner: the assignees that we have acknowledged."""
    ours = office.half.chain(fact.subject, office.us)
    bound = [one for one in ours if one.kind == ACKNOWLEDGED and LEVELS.index(one.claims["level"]) >= ASSIGNED]
    assignees = {str(one.claims["assignee"]) for one in bound if "assignee" in one.claims}
    if fact.entry not in {one.entry for one in bound} and fact.kind != DISPUTED:
        return
    known = [one for one in sorted(assignees) if peer_at(office.home.store, one) is not None]
    rows = [(one.encode() + bytes.fromhex(fact.subject) + bytes.fromhex(fact.entry), b"") for one in known]
    with office.home.store.writing():
        office.home.store.keep(TO_TELL, rows)


def tell_again(office: Office, company: str) -> None:
    """A key was changed, so that an assignee is given all notices anew."""
    for subject, _ in list(office.half.subjects()):
        ours = office.half.chain(subject, office.us)
        if any(one.claims.get("assignee") == company for one in ours):
            for fact in ours:
                note_assignee(office, fact)


def to_tell(office: Office, peer: Peer) -> Iterator[tuple[bytes, bytes]]:
    """Notices that a partner is still to be given: the key under which each waits, and its body."""
    prefix = peer.company.encode()
    for key, _ in list(office.home.store.kept(TO_TELL, prefix)):
        at = len(prefix)
        subject, entry = key[at : at + _SUBJECT_BYTES].hex(), key[at + _SUBJECT_BYTES :].hex()
        fact = next((one for one in office.half.chain(subject, office.us) if one.entry == entry), None)
        if fact is not None:
            credential = credential_of(fact.payload, fact.disclosures, office.identity.key, kid_of(peer.keys[-1]))
            partner = office.half.partner(subject) or ""
            head = office.sharing.head(subject, partner, office.now())
            yield key, canonical_json({"format": FORMAT, "fact": credential.text, "head": head})


def given(office: Office, key: bytes) -> None:
    """A partner has taken a notice."""
    with office.home.store.writing():
        office.home.store.drop_kept(TO_TELL, [key])


def take_notice(office: Office, peer: Peer, body: bytes) -> Attested | None:
    """Keep what a partner tells us of an invoice that is assigned to us; None where we know that already.

    ProofError where it does not hold.
    """
    fact, store, prefix = read_notice(office, peer, body), office.home.store, peer.company.encode()
    key = prefix + bytes.fromhex(fact.subject) + bytes.fromhex(fact.entry)
    with store.writing():
        is_known = store.kept_at(NOTICED, key) is not None
        if not is_known and sum(1 for _ in store.kept(NOTICED, prefix)) >= _NOTICES_MAX:
            raise ProofError(f"We keep {_NOTICES_MAX:,} notices of one company, and no more.")
        store.keep(NOTICED, [(key, body)])
    return None if is_known else fact


def read_notice(office: Office, peer: Peer, body: bytes) -> Attested:
    """The fact in a notice, if the partner signed it for us."""
    match read_object(body, "A notice"):
        case {"format": "counterfoil-notice/1", "fact": str() as text, "head": str() as head, **others} if not others:
            keys = Keys(KeyOf(company=peer.company, public_key=key) for key in peer.keys)
            fact = _fact(text, keys, office)
            read_head(head, keys, fact.subject, "notice")
            if fact.kind not in (ACKNOWLEDGED, DISPUTED) or fact.claims["to"] in (office.us, peer.company):
                raise ProofError("A notice is of an acknowledgement or a dispute that somebody else was given.")
            check_admissible([fact])
            return fact
        case _:
            raise ProofError(f"A notice is not of the format {FORMAT}.", "Both sides need the same version.")


def _fact(text: str, keys: Keys, office: Office) -> Attested:
    """The fact that was signed for us: for the key that we have now, or for an older one that is in force."""
    *older, newest = (kid_of(key) for key in office.known.keyring.keys)
    for kid in older:
        try:
            return read_credential(text, keys, kid, "notice")
        except ProofError:
            continue
    return read_credential(text, keys, newest, "notice")


def noticed(office: Office) -> Iterator[Attested]:
    """All that partners told us of invoices that are assigned to us, by subject."""
    for peer in office.peers():
        for _, body in office.home.store.kept(NOTICED, peer.company.encode()):
            try:
                yield read_notice(office, peer, body)
            except ProofError:
                continue
