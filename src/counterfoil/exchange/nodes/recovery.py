"""A home that was brought back from a backup: what it attested since then, partners still hold, and give back.

Before it has asked them all it attests nothing: it could say something else under a number that it has used already.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import islice
from typing import NamedTuple

from msgspec.structs import replace

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import NOT_TAKEN, SAME_VERSION, Peer
from counterfoil.exchange.halves.identity import take_history_back
from counterfoil.exchange.halves.key_history import follow
from counterfoil.exchange.halves.message import FACTS_MAX, Message, parse_message
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.told_to_partners import KEPT
from counterfoil.exchange.nodes.notices import tell_again
from counterfoil.exchange.proof.attested import OFFERED, Attested
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.proof.credentials import read_for_any
from counterfoil.exchange.proof.dossier import is_hex, is_number
from counterfoil.exchange.proof.reader import Keys
from counterfoil.exchange.reply import JSON, Reply, refusal
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.flow.forgotten import GONE
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.disclosure import reveal, verify_disclosures
from counterfoil.log.strict_json import read_object

_PAGE = 500
_PAGES_MAX = 4000
"""So many subjects as no two companies share; a partner may not keep us listening for ever."""
_AGAIN_SECONDS = 600
AGAIN = "exchange.again"
"""Partner → when it last asked for everything (seconds, 8 bytes). It may be lost."""


class _Shared(NamedTuple):
    """A subject, and how many facts of ours a partner holds on it."""

    subject: str
    facts: int


def halves_for(office: Office, company: str, body: bytes) -> Reply:
    """Tell a partner on which subjects we hold how many facts of its, or give it those facts of one subject back, or
    what it offered of one paper.
    """
    match read_object(body, "A request for halves"):
        case {"after": str() as after, **others} if not others and (not after or is_hex(after)):
            if not after and not _starts_anew(office, company):
                return refusal(503, "You have just been given everything. Ask later.")
            peer = office.half.peer(company)
            keys = {"keys": list(peer.history)} if peer is not None and peer.history and not after else {}
            return _reply(canonical_json({"subjects": _listed(office, company, after), **keys}))
        case {"subject": str() as subject, "from": first, **others} if not others and is_hex(subject):
            if office.half.partner(subject) != company or not is_number(first, 1):
                raise ProofError("We share no such subject with you.")
            facts = [one for one in office.half.chain(subject, company) if one.seq >= int(str(first))][:FACTS_MAX]
            texts = tuple("~".join([one.token, *one.disclosures, ""]) for one in facts)
            return _reply(Message(facts=texts, head=office.sharing.head(subject, company, office.now())).data)
        case {"original": str() as original, **others} if not others and is_hex(original):
            return _reply(_offer_of(office, company, original).data)
        case _:
            raise ProofError("A request for halves is not of its form.", SAME_VERSION)


def take_back(office: Office, transport: Transport, peer: Peer) -> int:
    """Take back what we attested to a partner and do not know any more; gives how many facts.

    Unreachable where it does not answer; ProofError or HomeError where what it tells does not follow from what we hold.
    """
    taken, after, held = 0, "", dict[str, int]()
    for _ in range(_PAGES_MAX):
        page = _page(office, transport, peer, after)
        if not page:
            break
        for subject, count in page:
            taken += _taken_back_on(office, transport, peer, subject, count)
        held |= dict(page)
        after = page[-1].subject
    _send_what_it_lost(office, peer, held)
    return taken


def offer_given_back(office: Office, transport: Transport, peer: Peer, original: str) -> Attested | None:
    """The offer of ours of a paper that a partner holds, as we signed it; None where it holds none.

    Unreachable where it does not answer, as one of an earlier version does not; ProofError where that is not ours.
    """
    facts, _ = _given(office, transport, peer, {"original": original})
    return next(iter(facts), None)


def _offer_of(office: Office, company: str, original: str) -> Message:
    """What a partner offered of a paper, be it withdrawn: where that came too late, the offer stands."""
    subject = office.half.subject_of(bytes.fromhex(original), company)
    chain = office.half.chain(subject, company) if subject is not None else ()
    offered = next((one for one in chain if one.kind == OFFERED), None)
    if subject is None or offered is None:
        raise ProofError("You offered us no such paper.")
    text = "~".join([offered.token, *offered.disclosures, ""])
    return Message(facts=(text,), head=office.sharing.head(subject, company, office.now()))


def _taken_back_on(office: Office, transport: Transport, peer: Peer, subject: str, count: int) -> int:
    taken, head = 0, ""
    while (known := len(office.half.chain(subject, office.us))) < count:
        facts, head = _given(office, transport, peer, {"subject": subject, "from": known + 1})
        if any(one.subject != subject for one in facts):
            raise ProofError("A fact that was given back is on another subject.", NOT_TAKEN)
        if not facts:
            raise ProofError(f"{peer.name} says that it holds more of ours, and shows nothing of it.", NOT_TAKEN)
        if _is_forgotten(office, subject, facts):
            facts = list(map(_without_what_it_says, facts))
        office.half.take_back(facts, peer.company)
        if len(office.half.chain(subject, office.us)) == known:
            raise HomeError(
                f"{peer.name} holds facts of ours that do not follow from those of this home.",
                "Restore a newer backup.",
            )
        taken += len(facts)
    if taken:
        # It knows what it gave: else that would not be counted, nor sent again where the partner loses it.
        with suppress(ProofError):  # facts stand without it, and a partner's clock is no reason to wait
            office.sharing.answered(peer.company, head, office.now(), subject)
    return taken


def _send_what_it_lost(office: Office, peer: Peer, held: Mapping[str, int]) -> None:
    """A head of the backup may tell of more than a partner holds by now: it came back from one, too, meanwhile."""
    shared = list(office.half.subjects_with(peer.company))
    lost = [one for one in shared if office.sharing.known_to(one, peer) > held.get(one, 0)]
    if lost:
        office.half.send_again(peer.company, lost)


def _take_keys_back(office: Office, tokens: object, peer: Peer) -> None:
    """Go on from the history of our own keys that a partner kept, where it is longer than ours.

    What we did not sign is passed over, since a partner could show anything. Unreachable where it leads to a key that
    this home has not: it must not go on with an older one, nor name that one another successor.
    """
    known, history = (
        office.known,
        tuple(one for one in tokens if isinstance(one, str)) if isinstance(tokens, list) else (),
    )
    if len(history) <= len(known.history):
        return
    try:
        newest = follow(known.company, [known.anchor], history).keys[-1]
    except ProofError:
        return
    if newest != office.identity.key.public_key or history[: len(known.history)] != known.history:
        raise _newer_key(peer)
    office.write(lambda facts: take_history_back(office.home, facts, known, history))
    office.look_again()


def _newer_key(peer: Peer) -> Unreachable:
    return Unreachable(
        f"{peer.name} does not take the key that this home signs with: it knows a newer one of ours, made after "
        "the backup, or has removed us.",
        "Restore a backup that was made after the keys were changed. Where there is none, make a new home, add the "
        "originals to it, and let partners add it anew.",
    )


def _starts_anew(office: Office, company: str) -> bool:
    """It has lost what it held of ours too, whatever its last heads say; but not every minute."""
    store, key = office.home.store, company.encode()
    then = int.from_bytes(store.kept_at(AGAIN, key) or b"", "big")
    has_taken = office.half.has_heads(company)  # else it has taken nothing since, or never did
    if 0 <= office.now() - then < _AGAIN_SECONDS:
        return not has_taken
    with store.writing():
        store.keep(AGAIN, [(key, office.now().to_bytes(8, "big"))])
    tell_again(office, company)
    if has_taken:
        office.half.send_all_again(company)
    return True


def _listed(office: Office, company: str, after: str) -> Sequence[Json]:
    shared = islice(office.half.subjects_with(company, after), _PAGE)
    return [[one, sum(fact.author == company for fact in office.half.read(one))] for one in list(shared)]


def _page(office: Office, transport: Transport, peer: Peer, after: str) -> list[_Shared]:
    told = read_object(_asked(transport, peer, {"after": after}), "A list of subjects")
    _take_keys_back(office, told.get("keys"), peer)
    subjects, found = told.get("subjects"), list[_Shared]()
    for one in subjects if isinstance(subjects, list) else ():
        match one:
            case [str() as subject, count] if is_hex(subject) and is_number(count) and subject > after:
                found.append(_Shared(subject, int(str(count))))
            case _:
                raise ProofError("A list of subjects is not of its form.", NOT_TAKEN)
    return sorted(found)


def _given(office: Office, transport: Transport, peer: Peer, question: dict[str, Json]) -> tuple[list[Attested], str]:
    """Facts of ours that a partner gives back, with our own signature, made for it; and its head."""
    message = parse_message(_asked(transport, peer, question))
    keys = Keys.of(office.us, office.identity.known.keyring.keys)
    facts = [_ours(text, keys, peer) for text in message.facts]
    if any(one.claims["to"] != peer.company for one in facts):
        raise ProofError("A fact that was given back is for somebody else.", NOT_TAKEN)
    return facts, message.head


def _is_forgotten(office: Office, subject: str, given: Sequence[Attested]) -> bool:
    """Was the paper that is shared there forgotten here, since the backup or before?"""
    offers = [one for one in (*office.half.facts(subject), *given) if one.kind == OFFERED]
    ids = [bytes.fromhex(str(one.claims["original"])) for one in offers if "original" in one.claims]
    rows = office.home.store.documents_by_id(ids)
    return any(one.withheld for one in office.half.facts(subject)) or any(row.role == GONE for row in rows.values())


def _without_what_it_says(fact: Attested) -> Attested:
    """A fact with no more than keeps its chain whole."""
    named = zip(verify_disclosures(fact.payload, fact.disclosures), fact.disclosures, strict=True)
    kept = tuple(text for one, text in named if one.name in KEPT)
    gone = len(fact.disclosures) - len(kept)
    return replace(fact, claims=reveal(fact.payload, kept), disclosures=kept, withheld=fact.withheld + gone)


def _ours(text: str, keys: Keys, peer: Peer) -> Attested:
    holders = sorted({kid_of(key) for key in (*peer.keys, *peer.anchors)})
    try:
        return read_for_any(text, keys, holders, "message")
    except ProofError:
        raise ProofError("A fact that was given back does not bear our signature.", NOT_TAKEN) from None


def _asked(transport: Transport, peer: Peer, question: dict[str, Json]) -> bytes:
    reply = transport.post(peer, paths.HALVES, canonical_json(question), JSON)
    if reply.status == 401:
        raise _newer_key(peer)
    if reply.status != 200:
        raise Unreachable(f"{peer.name} answered with {reply.status} when asked what it holds of ours.", "Try later.")
    return reply.body


def _reply(body: bytes) -> Reply:
    return Reply(status=200, body=body, content_type=JSON)
