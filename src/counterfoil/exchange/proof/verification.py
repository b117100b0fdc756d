"""A dossier verified in the order of its format: what fails first is the reason, and then nothing counts."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import sha256

from msgspec.structs import replace

from counterfoil.exchange.proof.about import About, about
from counterfoil.exchange.proof.attested import OFFERED, Attested
from counterfoil.exchange.proof.checkpoints import LogHead, check_logs
from counterfoil.exchange.proof.completeness import check_subjects
from counterfoil.exchange.proof.credentials import check_credentials
from counterfoil.exchange.proof.dossier import Dossier, Parts, parse_dossier
from counterfoil.exchange.proof.evidence import Evidence, graded
from counterfoil.exchange.proof.inclusion import check_inclusion
from counterfoil.exchange.proof.presentation import Presented, check_presentation
from counterfoil.exchange.proof.reader import Keys, Reader
from counterfoil.exchange.proof.refusal import RefusedError, require
from counterfoil.exchange.proof.trust import Trust
from counterfoil.model._base import Model

KNOWN, UNKNOWN = "known", "unknown"


class Check(Model):
    """One check that held, where, and what it says."""

    check: str
    where: str | None
    says: str


class Verified(Model):
    """What a dossier is worth to its reader. `level` counts nothing where `consistent` is False."""

    consistent: bool
    reason: str | None = None
    where: str | None = None
    message: str | None = None
    level: int = 0
    signers: str = UNKNOWN
    holder: str | None = None
    subject: str | None = None
    about: About | None = None
    evidence: tuple[Evidence, ...] = ()
    missing: str | None = None
    withheld: int = 0
    checks: tuple[Check, ...] = ()
    facts: tuple[Attested, ...] = ()


def verify_dossier(data: bytes, reader: Reader) -> Verified:
    """What a file is worth to this reader; one that does not hold says why, and nothing else."""
    made = list[Check]()
    try:
        dossier = parse_dossier(data)
        says = f"{len(data):,} bytes of {len(dossier.credentials)} credentials"
        made.append(Check(check="form", where=None, says=says))
        held = check_dossier(dossier, reader, made)
    except RefusedError as error:
        return Verified(
            consistent=False, reason=error.reason, where=error.where, message=error.message, checks=tuple(made)
        )
    found = worth(dossier.subjects[0].id, held.facts, held.holder.key.company, reader.trust)
    return replace(found, checks=tuple(made))


class Held(Model):
    """What a dossier or an update that holds says, and who shows it."""

    holder: Presented
    logs: tuple[LogHead, ...]
    facts: tuple[Attested, ...]


def check_dossier(dossier: Dossier, reader: Reader, made: list[Check]) -> Held:
    """What a dossier says, if it holds; each check that does is added to those that were made."""
    keys = Keys(dossier.keys)
    holder = check_presentation(dossier, keys, reader)
    made.append(Check(check="binding", where=None, says=told_of_holder(holder, reader)))
    logs = check_logs(dossier, reader)
    made += (told_of_log(log, place) for place, log in enumerate(logs))
    facts = check_inclusion(dossier, check_credentials(dossier, keys, holder.key.kid), logs)
    made += map(_of_fact, facts)
    for place, heads in enumerate(check_subjects(dossier, facts, keys, holder.key.company, reader)):
        says = f"complete by the heads of {len(heads)} companies"
        made.append(Check(check="subject", where=f"subjects[{place}]", says=says))
    check_originals(dossier, facts)
    made += (
        Check(check="original", where=f"originals[{place}]", says="the one that a fact names")
        for place in range(len(dossier.originals))
    )
    check_trust(dossier, reader.trust, made)
    return Held(holder=holder, logs=tuple(logs), facts=tuple(facts))


def worth(subject: str, facts: Sequence[Attested], holder: str, trust: Trust | None) -> Verified:
    """What facts that hold say of the invoice on this subject."""
    found = graded(subject, facts, trust)
    offer = next(one for one in facts if one.subject == subject and one.kind == OFFERED)
    return Verified(
        consistent=True,
        level=found.level,
        signers=KNOWN if found.is_known else UNKNOWN,
        holder=holder,
        subject=subject,
        about=about(offer),
        evidence=found.evidence,
        missing=found.missing,
        withheld=sum(fact.withheld for fact in facts),
        facts=tuple(facts),
    )


def check_originals(file: Parts, facts: Iterable[Attested]) -> None:
    """Each original is the one that a fact names."""
    named = {fact.claims["original"] for fact in facts if "original" in fact.claims}
    for place, original in enumerate(file.originals):
        is_named = sha256(original).hexdigest() in named
        require(is_named, "original", f"originals[{place}]", "No fact names this original.")


def check_trust(file: Parts, trust: Trust | None, made: list[Check]) -> None:
    """Keys and logs are of the companies that the reader knows them of."""
    if trust is None:
        return
    for place, key in enumerate(file.keys):
        owner = trust.owner_of_key(key.public_key)
        _check_owner(trust, owner, key.company, "key", "company", f"keys[{place}]")
    for place, log in enumerate(file.logs):
        owner = trust.owner_of_log(log.vkey)
        _check_owner(trust, owner, log.company, "log", "log", f"logs[{place}]")
    made.append(Check(check="trust", where=None, says="keys and logs are of the companies that you know"))


def _check_owner(trust: Trust, owner: str | None, company: str, what: str, reason: str, where: str) -> None:
    """Refused is what is another company's in the trust file, or is not in it where its company is."""
    if owner is None and company in trust.companies:
        says = (
            f"A {what} of {trust.companies[company].name} is not in your trust file. It may have changed it since that "
            "file was made: ask the company by another way, and renew the file. If it did not, this is a forgery."
        )
        raise RefusedError(reason, where, says)
    is_so = owner in (None, company)
    require(is_so, reason, where, f"A {what} is of another company in your trust file than it is said to be of.")


def told_of_holder(holder: Presented, reader: Reader) -> str:
    """Who shows a file to whom, and whether that was asked for."""
    asked = "as you asked" if None not in (reader.audience, reader.nonce) else "which you did not both ask for"
    return f"shown by {holder.key.company} on {_day(holder.time)} to {holder.audience} for {holder.nonce}, {asked}"


def told_of_log(log: LogHead, place: int) -> Check:
    """How far a log goes, and who has seen that."""
    seen = f", seen by {log.witnesses} witnesses by {_day(log.seen)}" if log.seen else ", no witness asked for"
    says = f"{log.checkpoint.origin} at {log.checkpoint.size:,} entries{seen}"
    return Check(check="checkpoint", where=f"logs[{place}]", says=says)


def _of_fact(fact: Attested) -> Check:
    says = f"{fact.kind} by {fact.author}, in the logs of {' and '.join(fact.logs)}, {fact.withheld} claims withheld"
    return Check(check="fact", where=f"credentials[{fact.place}]", says=says)


def _day(time: int) -> str:
    return datetime.fromtimestamp(time, UTC).isoformat()
