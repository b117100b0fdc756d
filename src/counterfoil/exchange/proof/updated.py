"""An update verified with the dossiers that it is of: the old facts, logs that only grew, and fresh heads over all.

Earlier files are verified as on the day they came, but for what was asked of their day alone: freshness, witnesses,
audience and nonce. The newest checkpoints, heads and presentation answer for those.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from counterfoil.exchange.proof.attested import Attested
from counterfoil.exchange.proof.checkpoints import check_logs
from counterfoil.exchange.proof.completeness import check_subjects
from counterfoil.exchange.proof.credentials import check_credentials
from counterfoil.exchange.proof.dossier import Dossier
from counterfoil.exchange.proof.growth import check_growth
from counterfoil.exchange.proof.inclusion import check_inclusion
from counterfoil.exchange.proof.joining import Joined, State
from counterfoil.exchange.proof.presentation import check_presentation
from counterfoil.exchange.proof.reader import Keys, Reader
from counterfoil.exchange.proof.refusal import RefusedError, require
from counterfoil.exchange.proof.update import Update, parse_shown, parse_update
from counterfoil.exchange.proof.verification import (
    Check,
    Verified,
    check_dossier,
    check_originals,
    check_trust,
    told_of_holder,
    told_of_log,
    worth,
)
from counterfoil.model._base import Model

Files = Mapping[str, Dossier | Update]
"""What the reader holds, by digest."""


class Renewed(Model):
    """What an update is worth to its reader: each invoice anew, or one reason why none is."""

    consistent: bool
    reason: str | None = None
    where: str | None = None
    message: str | None = None
    holder: str | None = None
    invoices: tuple[Verified, ...] = ()
    left_out: tuple[str, ...] = ()
    """The subjects of invoices whose dossiers the reader holds, and which the update does not renew."""
    checks: tuple[Check, ...] = ()


def verify_update(data: bytes, held: Sequence[bytes], reader: Reader) -> Renewed:
    """What an update is worth to a reader who holds these dossiers and earlier updates."""
    made = list[Check]()
    try:
        update = parse_update(data)
        made.append(Check(check="form", where=None, says=f"{len(data):,} bytes of {len(update.subjects)} subjects"))
        files = _files(held)
        states = _states(update, files, reader)
        says = f"{len(update.of)} earlier files hold, with all that they build on"
        made.append(Check(check="base", where=None, says=says))
        state = _of_update(update, update.digest, states, reader, made)
    except RefusedError as error:
        return Renewed(
            consistent=False, reason=error.reason, where=error.where, message=error.message, checks=tuple(made)
        )
    brought = dict.fromkeys(one.subjects[0].id for one in files.values() if isinstance(one, Dossier))
    invoices = frozenset(state.invoices)
    return Renewed(
        consistent=True,
        holder=state.holder,
        invoices=tuple(_worths(state, reader)),
        left_out=tuple(one for one in brought if one not in invoices),
        checks=tuple(made),
    )


def _files(held: Sequence[bytes]) -> Files:
    files = dict[str, Dossier | Update]()
    for place, data in enumerate(held):
        try:
            file = parse_shown(data)
        except RefusedError as error:
            raise RefusedError(error.reason, f"with[{place}]", error.message) from None
        files.setdefault(file.digest, file)
    return files


def _states(update: Update, files: Files, reader: Reader) -> list[State]:
    """What each file says that an update is of."""
    quorumless = replace(reader.trust, quorum=None) if reader.trust else None
    then = replace(reader, trust=quorumless, audience=None, nonce=None, age_max=reader.now)
    found = dict[str, State]()
    for digest in _in_order(update, files):
        file = files[digest]
        try:
            found[digest] = (
                _of_update(file, digest, [found[one] for one in file.of], then, [])
                if isinstance(file, Update)
                else _of_dossier(file, digest, then)
            )
        except RefusedError as error:
            where = f"{digest} {error.where}" if error.where else digest
            raise RefusedError(error.reason, where, error.message) from None
    return [found[one] for one in update.of]


def _in_order(update: Update, files: Files) -> list[str]:
    """The digests of all files that an update builds on, each after those that it builds on itself."""
    found = dict[str, None]()
    left = _left(update, "")
    while left:
        digest, where, is_next = left.pop()
        if digest in found:
            continue
        file = files.get(digest)
        if file is None:
            raise RefusedError("base", where, f"The file {digest}, which the update is of, is not at hand.")
        if is_next or isinstance(file, Dossier):
            found[digest] = None
        else:
            left += [(digest, where, True), *_left(file, f"{digest} ")]
    return list(found)


def _left(update: Update, within: str) -> list[tuple[str, str, bool]]:
    return [(digest, f"{within}of[{place}]", False) for place, digest in enumerate(update.of)][::-1]


def _of_dossier(dossier: Dossier, digest: str, reader: Reader) -> State:
    held = check_dossier(dossier, reader, [])
    return State(
        holder=held.holder.key.company,
        keys=dossier.keys,
        logs=held.logs,
        invoices=(dossier.subjects[0].id,),
        subjects=frozenset(one.id for one in dossier.subjects),
        facts=tuple(replace(fact, file=digest) for fact in held.facts),
    )


def _of_update(update: Update, digest: str, of: Sequence[State], reader: Reader, made: list[Check]) -> State:
    joined = Joined(of)
    joined.add_keys(update.keys, (f"keys[{place}]" for place in range(len(update.keys))))
    keys = Keys(joined.keys)
    holder = check_presentation(update, keys, reader)
    for place, state in enumerate(of):
        is_same = state.holder == holder.key.company
        require(is_same, "binding", f"of[{place}]", "An earlier file was shown by another company.")
    made.append(Check(check="binding", where=None, says=told_of_holder(holder, reader)))
    logs = check_logs(update, reader)
    made += (told_of_log(log, place) for place, log in enumerate(logs))
    check_growth(update, logs, [state.logs for state in of])
    made.append(Check(check="consistency", where=None, says="the logs only grew since the earlier files"))
    new = check_inclusion(update, check_credentials(update, keys, holder.key.kid), logs)
    first = dict[str, int]()
    for fact in new:
        is_first = first.setdefault(fact.entry, fact.place) == fact.place
        require(is_first, "chain", f"credentials[{fact.place}]", "One fact stands there twice.")
    joined.add_facts((replace(fact, file=digest) for fact in new), (f"credentials[{fact.place}]" for fact in new))
    made.append(Check(check="fact", where=None, says=f"{len(new):,} new or shown again, {len(joined.facts):,} in all"))
    subjects = frozenset(one.id for one in update.subjects)
    for place, state in enumerate(of):
        is_whole = state.subjects <= subjects
        require(is_whole, "subject", f"of[{place}]", "A subject of an earlier file has no heads in the update.")
    check_subjects(update, joined.facts, keys, holder.key.company, reader, is_about_first=False)
    made.append(Check(check="subject", where=None, says=f"{len(subjects):,} complete by fresh heads"))
    check_originals(update, joined.facts)
    check_trust(update, reader.trust, made)
    return State(
        holder=holder.key.company,
        keys=joined.keys,
        logs=tuple(logs),
        invoices=joined.invoices,
        subjects=subjects,
        facts=joined.facts,
    )


def _worths(state: State, reader: Reader) -> Iterator[Verified]:
    """Each invoice by the facts on its subject, and on the subjects that these name."""
    facts_on = dict[str, list[Attested]]()
    for fact in state.facts:
        facts_on.setdefault(fact.subject, []).append(fact)
    for invoice in state.invoices:
        named = dict.fromkeys([invoice, *(one for fact in facts_on[invoice] for one in fact.leads_to)])
        yield worth(invoice, [fact for one in named for fact in facts_on.get(one, ())], state.holder, reader.trust)
