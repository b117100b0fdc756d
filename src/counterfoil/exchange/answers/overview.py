"""What is shared with partners as a person needs to see it: what each side says of a paper, and what waits for whom."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from counterfoil.exchange.answers.matched import is_issued_by_partner, is_matched, open_discrepancies
from counterfoil.exchange.answers.offering import differing, document_of, paper_of
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.stored_half import CONTRADICTED
from counterfoil.exchange.proof.attested import (
    ACKNOWLEDGED,
    APPROVED,
    CREDITED,
    DISPUTED,
    LEVELS,
    OFFERED,
    PAID,
    WITHDRAWN,
    Attested,
)
from counterfoil.exchange.proof.standing import standing
from counterfoil.model._base import Model
from counterfoil.model.summary import INVOICE
from counterfoil.store import DocumentRow

_DAY = 86_400
_ZERO = Decimal()
_AT_ANY_TIME = -1_000_000
"""Days of silence of which there are always enough, however clocks may differ."""


class Word(Model):
    """What one side says of a paper by now."""

    level: str | None = None
    amount: str | None = None
    """What it acknowledges, where it says how much."""
    currency: str | None = None
    """Of that amount, where it says so."""
    set_off: str | None = None
    role: str | None = None
    assignee: str | None = None
    is_disputed: bool = False
    codes: tuple[str, ...] = ()
    disputed: str | None = None
    """The amount in dispute."""
    credited: str | None = None
    paid: str | None = None
    last: datetime | None = None
    """When it last said something, by its own clock."""

    @property
    def is_approved(self) -> bool:
        """Does it approve the paper, or say more?"""
        return self.level is not None and LEVELS.index(self.level) >= APPROVED


class Waiting(Model):
    """What waits: the code is for programs, the sentence for people."""

    code: str
    says: str


class Paper(Model):
    """A paper that we share with a partner."""

    subject: str
    partner: str
    """The id of the company."""
    offered: Attested
    document: DocumentRow | None
    """Ours, out of the same bytes."""
    is_ours: bool
    is_withdrawn: bool
    theirs: Word
    ours: Word
    is_unsent: bool
    is_open: bool
    waiting: Waiting | None

    @property
    def amount(self) -> str | None:
        """What is payable, or the sum."""
        told = self.offered.claims.get("payable") or self.offered.claims.get("total")
        if told is not None:
            return str(told)
        amount = self.document.amount if self.document is not None else None
        return None if amount is None else format(amount, "f")


class Left(NamedTuple):
    """Subjects on which something is left to do, and how many there are beside them."""

    subjects: tuple[str, ...]
    others: int


def papers(
    office: Office, partner: str | None = None, silent_days: int = 14, document: DocumentRow | None = None
) -> Iterator[Paper]:
    """All papers that are shared, with one partner or with all of them; or only one document of our record."""
    if document is not None:
        shared = [subject for subject, _ in office.half.subjects_of(document.original)]
    elif partner is not None:
        shared = list(office.half.subjects_with(partner))
    else:
        shared = [subject for subject, _ in office.half.subjects()]
    return papers_on(office, shared, silent_days)


def papers_on(office: Office, subjects: Iterable[str], silent_days: int = 14) -> Iterator[Paper]:
    """The papers that are shared on these subjects."""
    for subject in subjects:
        facts = office.half.read(subject)
        offered = next((one for one in reversed(facts) if one.kind == OFFERED), None)
        company = office.half.partner(subject) or ""
        if offered is not None:
            is_unsent = office.half.is_unsent(company, subject) and office.half.peer(company) is not None
            is_open = office.half.is_open(subject)
            yield _paper(office, offered, facts, company, silent_days, is_unsent=is_unsent, is_open=is_open)


def left(office: Office, partner: str | None = None) -> Left:
    """The subjects on which something may be left to do: those that were not found to be quiet."""
    half = office.half
    quiet = set(half.quiet_subjects()) - set(half.open_subjects())
    quiet -= {subject for peer in office.peers() for subject in half.unsent(peer.company)}
    shared = [subject for subject, _ in half.subjects()] if partner is None else list(half.subjects_with(partner))
    found = tuple(subject for subject in shared if subject not in quiet)
    return Left(found, len(shared) - len(found))


def is_quiet(office: Office, subject: str) -> bool:
    """Will nobody wait for anything there, whatever is recorded and however much time passes, until more is said?"""
    return all(one.waiting is None and not one.is_open for one in papers_on(office, [subject], _AT_ANY_TIME))


def contradictions(office: Office, partner: str | None = None) -> Iterator[tuple[str, str, datetime]]:
    """Where a company said two things that cannot both be true: its id, the subject, and when we saw it."""
    for subject in list(office.half.disproved()):
        company = office.half.partner(subject) or ""
        if partner in (None, company):
            for row in office.home.store.facts_of(bytes.fromhex(subject)):
                if row.kind == CONTRADICTED:
                    yield company, subject, row.recorded


def word_of(author: str, offered: Attested, facts: Sequence[Attested]) -> Word:
    """What an author says of an offer, of what stands."""
    left = [one for one in standing(offered, facts) if one.author == author and one.kind != OFFERED]
    about = [one for one in left if one.of == offered.entry or one.kind == WITHDRAWN]
    acks = [one for one in about if one.kind == ACKNOWLEDGED]
    top = max(acks, key=lambda one: (one.rank, one.seq), default=None)
    said = top.claims if top is not None else {}
    disputes = [one for one in about if one.kind in (DISPUTED, WITHDRAWN)]
    own = [one for one in facts if one.author == author]
    return Word(
        level=said.get("level"),
        amount=said.get("amount"),
        currency=said.get("currency"),
        set_off=top.set_off if top is not None else None,
        role=said.get("role"),
        assignee=said.get("assignee"),
        is_disputed=bool(disputes),
        codes=tuple(sorted({code for one in disputes for code in one.claims.get("codes", ())})),
        disputed=_sum(disputes),
        credited=_sum([one for one in about if one.kind == CREDITED]),
        paid=_sum([one for one in about if one.kind == PAID]),
        last=time_of(own[-1]) if own else None,
    )


def time_of(fact: Attested) -> datetime:
    """When a fact was recorded, by its author's clock."""
    return datetime.fromisoformat(str(fact.claims["recorded"]))


def _paper(
    office: Office,
    offered: Attested,
    facts: Sequence[Attested],
    company: str,
    silent_days: int,
    *,
    is_unsent: bool,
    is_open: bool,
) -> Paper:
    is_ours = offered.author == office.us
    theirs, ours = (word_of(one, offered, facts) for one in (company, office.us))
    is_withdrawn = offered not in standing(offered, facts)
    document = document_of(office, offered)
    waiting = None
    if is_withdrawn:
        is_open = False
    elif is_ours:
        waiting = _of_ours(office, offered, theirs, silent_days, is_unsent=is_unsent)
    else:
        waiting = _of_theirs(office, offered, document, ours, theirs)
    return Paper(
        subject=offered.subject,
        partner=company,
        offered=offered,
        document=document,
        is_ours=is_ours,
        is_withdrawn=is_withdrawn,
        theirs=theirs,
        ours=ours,
        is_unsent=is_unsent,
        is_open=is_open,
        waiting=waiting,
    )


def _of_ours(office: Office, offered: Attested, theirs: Word, silent_days: int, *, is_unsent: bool) -> Waiting | None:
    """What a paper of ours waits for. That nothing is said is never an acceptance."""
    if "original" not in offered.claims:
        return None  # what it said was forgotten
    if theirs.is_disputed:
        return Waiting(code="disputed", says="The partner disputes it.")
    if is_unsent and theirs.level is None:
        return None
    if theirs.is_approved and (odd := _odd(theirs, offered)):
        return Waiting(code="amount", says=f"The partner acknowledges {odd}. Ask it.")
    if theirs.is_approved or (theirs.level is not None and offered.claims["document"] != INVOICE):
        return None
    since = theirs.last or time_of(offered)
    days = int((office.home.clock() - since).total_seconds()) // _DAY
    if days < silent_days:
        return None
    said = "Nothing was said of it" if theirs.level is None else f"It is {theirs.level}, and no more was said,"
    return Waiting(code="silence", says=f"{said} for {days} days. Silence is no acceptance.")


def _odd(word: Word, offered: Attested) -> str | None:
    """An amount that cannot be meant of an offer: in another currency, more than is payable, or below nothing."""
    told = offered.claims
    if word.amount is None or "payable" not in told:
        return None
    amount, payable, money = (
        Decimal(word.amount),
        Decimal(told["payable"]),
        f"{word.amount} {word.currency or ''}".strip(),
    )
    if None not in (word.currency, told.get("currency")) and word.currency != told["currency"]:
        return f"{money}, and the paper is in {told['currency']}"
    if amount > max(payable, _ZERO):
        return f"{money}, which is more than is payable"
    return f"{money} of {told['payable']}" if amount < min(payable, _ZERO) else None


def _of_theirs(
    office: Office, offered: Attested, document: DocumentRow | None, ours: Word, theirs: Word
) -> Waiting | None:
    """What a paper of the partner's waits for."""
    if "original" not in offered.claims:
        return None  # what it said was forgotten
    if document is None:
        return _without_paper(office, offered)
    if theirs.is_disputed:
        return Waiting(code="disputed", says="The partner withdrew it too late, which is a dispute.")
    if ours.is_disputed:
        return Waiting(code="disputed", says="We dispute it. Once that is settled, withdraw the dispute.")
    if offered.claims["document"] != INVOICE or ours.is_approved:
        return None
    if found := open_discrepancies(office, document):
        many = "1 discrepancy is" if len(found) == 1 else f"{len(found)} discrepancies are"
        return Waiting(code="discrepancies", says=f"{many} open: accept or resolve, approve, or dispute.")
    if is_matched(office, document):
        if not is_issued_by_partner(office, offered, document):
            return Waiting(code="issuer", says=f"It is matched, and issued by {document.issuer}: who is that?")
        return Waiting(code="approval", says="It is matched, and not approved.")
    return Waiting(code="match", says="Not all of it is matched yet.")


def _without_paper(office: Office, offered: Attested) -> Waiting:
    """What a paper of the partner's waits for that we do not have, or that says something else than was offered."""
    paper = paper_of(office, offered)
    if paper is None:
        says = "Its file did not come, could not be read, or is not the partner's to issue: ask, and add it."
        return Waiting(code="unread", says=says)
    names = ", ".join(differing(office, offered, paper)[:5])
    return Waiting(code="differs", says=f"What was offered is not what its file says ({names}): ask the partner.")


def _sum(facts: Sequence[Attested]) -> str | None:
    amounts = [Decimal(one.claims["amount"]) for one in facts if "amount" in one.claims]
    return format(sum(amounts, Decimal()), "f") if amounts else None
