"""What goes into a dossier of an invoice, over a home: all facts about it and about the papers that they lead to."""

from collections.abc import Callable, Iterator, Sequence

from counterfoil.errors import HomeError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import peer_at
from counterfoil.exchange.presenting.assembling import Pieces, ProvenLog, Standing
from counterfoil.exchange.presenting.showing import Showing, titles
from counterfoil.exchange.proof.attested import OFFERED, Attested
from counterfoil.exchange.proof.dossier import CREDENTIALS_MAX, SUBJECTS_MAX, KeyOf
from counterfoil.exchange.proof.heads import SubjectHead, read_head
from counterfoil.exchange.proof.reader import DAY, Keys, Reader
from counterfoil.exchange.witnessing.log_proofs import LogProofs, own_proofs, proofs_of
from counterfoil.log.jws import parse_jws
from counterfoil.log.strict_json import read_object
from counterfoil.model._base import Model

_HINT = "Run 'counterfoil serve --node' here, see that the partner's node runs too, and prove it without --offline."


class Gathered(Model):
    """The facts by subject, the invoice's first."""

    facts: tuple[Attested, ...]

    @property
    def subjects(self) -> list[str]:
        """The subjects, the invoice's first."""
        return list(dict.fromkeys(one.subject for one in self.facts))

    @property
    def forgotten(self) -> list[str]:
        """In sentences of which facts we have forgotten what they said; that they were said can still be shown."""
        named = titles(self.facts)
        return [f"What the {named[one.entry]} said was forgotten here." for one in self.facts if one.withheld]


def gather(office: Office, invoice: str, read: Callable[[str], Sequence[Attested]] | None = None) -> Gathered:
    """All facts on an invoice's subject, and on those that facts lead to, as far as they are shared with us.

    `read` gives the facts on a subject where something else than our half is to be asked.
    """
    facts, waiting = list[Attested](), [invoice]
    for subject in waiting:
        if office.half.partner(subject) is None:
            continue
        found = (read or office.half.facts)(subject)
        facts += found
        for one in (one for fact in found for one in fact.leads_to):
            if one not in waiting:
                waiting.append(one)
    if len({one.subject for one in facts}) > SUBJECTS_MAX or len(facts) > CREDENTIALS_MAX:
        raise HomeError(
            f"The invoice leads to {len(facts)} facts, and a dossier holds at most {CREDENTIALS_MAX} on {SUBJECTS_MAX} "
            "papers.",
            "It cannot be proven as a whole.",
        )
    return Gathered(facts=tuple(facts))


def pieces_of(
    office: Office,
    showings: Sequence[Showing],
    originals: Sequence[bytes] = (),
    earlier: Sequence[Attested] = (),
) -> Pieces:
    """What the dossier is made of, with our heads signed now; HomeError with what to do where something is missing.

    `earlier` are facts that earlier files show, whose subjects need heads and logs as well.
    """
    facts = [*earlier, *(one.fact for one in showings)]
    subjects = list(dict.fromkeys(one.subject for one in facts))
    named = titles(facts)
    _check_tokens(office, [one.fact for one in showings], named)
    papers = {one.subject: named[one.entry] for one in facts if one.kind == OFFERED}
    return Pieces(
        showings=tuple(showings),
        heads={subject: tuple(_heads(office, subject, facts, papers.get(subject, "paper"))) for subject in subjects},
        keys=tuple(_keys(office, subjects)),
        logs=(_our_log(office, facts, subjects), *_partners_logs(office, facts, subjects)),
        originals=tuple(originals),
    )


def partners_in(office: Office, subjects: Sequence[str]) -> list[Peer]:
    """The companies that we share these subjects with."""
    companies = dict.fromkeys(office.half.partner(subject) or "" for subject in subjects)
    return [_peer(office, company) for company in companies]


def _check_tokens(office: Office, facts: Sequence[Attested], named: dict[str, str]) -> None:
    """What partners signed must be for the key that signs now."""
    for fact in facts:
        if fact.author != office.us and _holder(fact.token) != {"kid": office.identity.key.kid}:
            name = _peer(office, fact.author).name
            raise HomeError(
                f"{name} signed the {named[fact.entry]} for an earlier key of ours.",
                f"{name} signs it again once its node has heard of the new key: run 'counterfoil serve --node'.",
            )


def _heads(office: Office, subject: str, facts: Sequence[Attested], paper: str) -> Iterator[str]:
    partner = office.half.partner(subject) or ""
    yield office.sharing.head(subject, partner, office.now())
    token, peer = office.half.head_of(subject, partner), _peer(office, partner)
    has_said = any(one.author == partner and one.subject == subject for one in facts)
    if token is None:
        if has_said:
            raise HomeError(f"{peer.name} has signed no head of the {paper} yet.", _HINT)
        return
    head = read_head(token, Keys.of(partner, peer.keys), subject, "head")
    if Reader(now=office.now()).is_fresh(head.time):
        _check_gap(head, subject, facts, peer, paper)
        yield token
    elif has_said:
        days = (office.now() - head.time) // DAY
        raise HomeError(f"The head that {peer.name} signed of the {paper} is {days} days old.", _HINT)


def _check_gap(head: SubjectHead, subject: str, facts: Sequence[Attested], peer: Peer, paper: str) -> None:
    for author, (seq, _) in head.chains.items():
        known = sum(one.author == author and one.subject == subject for one in facts)
        if seq > known:
            raise HomeError(
                f"{peer.name} has signed {seq} facts on the {paper}, of which we have {known}.",
                "The others are on their way: run 'counterfoil serve --node', and prove it again when they have come.",
            )


def _keys(office: Office, subjects: Sequence[str]) -> Iterator[KeyOf]:
    ours = office.identity
    yield from (KeyOf(company=office.us, public_key=key) for key in (ours.key.public_key, *ours.known.keyring.keys))
    for peer in partners_in(office, subjects):
        yield from (KeyOf(company=peer.company, public_key=key) for key in peer.keys)


def _our_log(office: Office, facts: Sequence[Attested], subjects: Sequence[str]) -> ProvenLog:
    found = own_proofs(office.home, subjects)
    if found is None or any(one.author == office.us and found.of(one.entry) is None for one in facts):
        raise HomeError("Our log is not published yet as far as these facts.", _HINT)
    return _proven(office.us, found)


def _partners_logs(office: Office, facts: Sequence[Attested], subjects: Sequence[str]) -> Iterator[ProvenLog]:
    """Of each partner the newest checkpoint that proves most of what it attested; all of that, or a HomeError."""
    for peer in partners_in(office, subjects):
        theirs = {one.entry for one in facts if one.author == peer.company}
        found = _by_checkpoint(office, peer, subjects)
        if found:
            best = max(found, key=lambda one: (sum(one.of(entry) is not None for entry in theirs), one.size))
            yield _proven(peer.company, best)
            theirs = {entry for entry in theirs if best.of(entry) is None}
        if theirs:
            raise HomeError(
                f"{peer.name} has not proven yet that {len(theirs)} of its facts stand in its published log.",
                "It publishes once it is asked for that: prove it again in a minute, and without --offline.",
            )


def _by_checkpoint(office: Office, peer: Peer, subjects: Sequence[str]) -> list[LogProofs]:
    """What is proven of a partner's log, all of one checkpoint together."""
    found: dict[tuple[str, str], LogProofs] = {}
    for subject in subjects:
        one = proofs_of(office.home, peer.company, subject)
        if one is not None:
            before = found.get((one.vkey, one.checkpoint))
            proofs = (*(before.proofs if before else ()), *one.proofs)
            found[one.vkey, one.checkpoint] = LogProofs(vkey=one.vkey, checkpoint=one.checkpoint, proofs=proofs)
    return list(found.values())


def _proven(company: str, found: LogProofs) -> ProvenLog:
    standing = {one.entry: Standing(index=one.index, hashes=one.hashes) for one in found.proofs}
    return ProvenLog(company=company, vkey=found.vkey, checkpoint=found.checkpoint, standing=standing)


def _peer(office: Office, company: str) -> Peer:
    peer = peer_at(office.home.store, company)
    if peer is None:
        raise HomeError(
            f"The company {company[:8]}, whose facts belong to the dossier, is no partner any more.",
            "Add it again with 'counterfoil peer add'.",
        )
    return peer


def _holder(token: str) -> object:
    """Whom a credential was made for."""
    return read_object(parse_jws(token).payload, "A credential").get("cnf") if token else None
