"""Somebody else who relies on what we said is told: who is assigned an invoice sees what becomes of it.

A notice is a fact of ours, signed for the assignee, and our head on its subject. It is not in the assignee's log. Told
is what we say from the first assignment on: acknowledgements that bind, disputes, credits, payments, and what of all
that is withdrawn.
"""

from collections.abc import Iterable, Iterator, Sequence

from counterfoil.errors import ProofError
from counterfoil.exchange.halves.admitting import check_admissible
from counterfoil.exchange.halves.half import SAME_VERSION, Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.relying import TO_TELL, TOLD, is_assigned, key_of, note_relying, relied_on
from counterfoil.exchange.proof.attested import (
    ACKNOWLEDGED,
    CREDITED,
    DISPUTED,
    PAID,
    WITHDRAWN,
    Attested,
)
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.proof.credentials import credential_of, read_for_any
from counterfoil.exchange.proof.heads import read_head
from counterfoil.exchange.proof.reader import Keys
from counterfoil.log.canonical import canonical_json
from counterfoil.log.strict_json import read_object
from counterfoil.store import Store

FORMAT = "counterfoil-notice/1"
NOTICED = "exchange.noticed"
"""Company, subject and entry → the notice that it gave us, as it came: nobody else's takes its place."""
COUNTED = "exchange.noticed.count"
"""Company → how many notices of it we keep (8 bytes). It may be lost: then they are counted anew."""
_NOTICES_MAX = 10_000
"""Of one company."""
_SUBJECT_BYTES = 32
_CAN_GO = frozenset({DISPUTED, CREDITED, PAID})
"""What does not stand any more once it is withdrawn; an acknowledgement that others rely on is disputed by that."""


def tell_again(office: Office, company: str) -> None:
    """A key was changed, or the home of an assignee was brought back: it is given all notices anew."""
    for subject in relied_on(office.home.store, company):
        ours = office.half.chain(subject, office.us)
        with office.home.store.writing():
            for at, fact in enumerate(ours, 1):
                note_relying(office.home.store, ours[:at], fact)


def to_tell(office: Office, peer: Peer) -> Iterator[tuple[bytes, bytes]]:
    """Notices that a partner is still to be given: the key under which each waits, and its body.

    Of each subject in order, and first that it is assigned to the partner.
    """
    prefix = peer.company.encode()
    waiting = {key for key, _ in office.home.store.kept(TO_TELL, prefix)}
    for subject in sorted({key[len(prefix) :][:_SUBJECT_BYTES].hex() for key in waiting}):
        ours = [one for one in office.half.chain(subject, office.us) if key_of(peer.company, one) in waiting]
        for fact in sorted(ours, key=lambda one: (not is_assigned(one, peer.company), one.seq)):
            credential = credential_of(fact.payload, fact.disclosures, office.identity.key, kid_of(peer.keys[-1]))
            partner = office.half.partner(subject) or ""
            head = office.sharing.head(subject, partner, office.now())
            body = canonical_json({"format": FORMAT, "fact": credential.text, "head": head})
            yield key_of(peer.company, fact), body


def given(office: Office, key: bytes) -> None:
    """A partner has taken a notice."""
    with office.home.store.writing():
        office.home.store.drop_kept(TO_TELL, [key])


def take_notice(office: Office, peer: Peer, body: bytes) -> Attested | None:
    """Keep what a partner tells us of an invoice that is assigned to us; None where we know that already.

    ProofError where it does not hold.
    """
    fact, store, prefix = read_notice(office, peer, body), office.home.store, peer.company.encode()
    key = key_of(peer.company, fact)
    with store.writing():
        # The first one of each invoice is its assignment to us.
        is_first = next(store.kept(NOTICED, key[: len(prefix) + _SUBJECT_BYTES]), None) is None
        if is_first and not is_assigned(fact, office.us):
            raise ProofError("A notice is of an invoice that is assigned to us, and of this one we were not told.")
        is_known = store.kept_at(NOTICED, key) is not None
        if not is_known:
            _count_one_more(store, prefix)
        store.keep(NOTICED, [(key, body)])
    return None if is_known else fact


def read_notice(office: Office, peer: Peer, body: bytes) -> Attested:
    """The fact in a notice, if the partner signed it for us."""
    fact = fact_in(body, Keys.of(peer.company, peer.keys), map(kid_of, office.known.keyring.keys))
    if fact.kind not in TOLD or fact.claims["to"] in (office.us, peer.company):
        raise ProofError("A notice is of what becomes of an invoice, as somebody else was told.")
    check_admissible([fact])
    return fact


def fact_in(body: bytes, keys: Keys, holders: Iterable[str]) -> Attested:
    """The fact in a notice that was signed with one of these keys, for one of these of ours (by kid)."""
    match read_object(body, "A notice"):
        case {"format": "counterfoil-notice/1", "fact": str() as text, "head": str() as head, **others} if not others:
            fact = read_for_any(text, keys, holders, "notice")
            read_head(head, keys, fact.subject, "notice")
            return fact
        case _:
            raise ProofError(f"A notice is not of the format {FORMAT}.", SAME_VERSION)


def noticed(office: Office) -> Iterator[Attested]:
    """All that partners told us of invoices that are assigned to us, by subject."""
    for peer in office.peers():
        for _, body in office.home.store.kept(NOTICED, peer.company.encode()):
            try:
                yield read_notice(office, peer, body)
            except ProofError:
                continue


def read_together(told: Sequence[Attested]) -> tuple[set[str], dict[str, str]]:
    """What notices come to, where some withdraw others: the entries of those that do not stand any more, and by the
    entry of each withdrawal what it is: "taken back", or "disputed" where others relied on what it withdraws.

    Only its author withdraws something. A withdrawal of what we were not told is not in it.
    """
    known = {(one.author, one.subject, one.entry): one for one in told}
    pairs = [(known.get((one.author, one.subject, str(one.of))), one) for one in told if one.kind == WITHDRAWN]
    about = {by.entry: "disputed" if one.kind == ACKNOWLEDGED else "taken back" for one, by in pairs if one is not None}
    return {one.entry for one, _ in pairs if one is not None and one.kind in _CAN_GO}, about


def _count_one_more(store: Store, company: bytes) -> None:
    counted = store.kept_at(COUNTED, company)
    count = sum(1 for _ in store.kept(NOTICED, company)) if counted is None else int.from_bytes(counted, "big")
    if count >= _NOTICES_MAX:
        raise ProofError(f"We keep {_NOTICES_MAX:,} notices of one company, and no more.")
    store.keep(COUNTED, [(company, (count + 1).to_bytes(8, "big"))])
