"""An update out of a home: what is new since dossiers that somebody has of us, fresh heads, and logs that only grew."""

from collections.abc import Iterator, Sequence

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange.assembling import Growth, Pieces, ProvenLog, assemble_update, size_in
from counterfoil.exchange.attested import Attested
from counterfoil.exchange.choosing import Choice, choose
from counterfoil.exchange.dossier import BYTES_MAX
from counterfoil.exchange.gathering import gather, pieces_of
from counterfoil.exchange.held import Held
from counterfoil.exchange.inferring import Inference, infer
from counterfoil.exchange.log_tree import tree_reader
from counterfoil.exchange.office import Office
from counterfoil.exchange.proving import Disclosure, reader_of
from counterfoil.exchange.published_tiles import PublishedTiles
from counterfoil.exchange.showing import Showing, parts_of, titles
from counterfoil.exchange.transport import Transport
from counterfoil.exchange.update import Update
from counterfoil.exchange.updated import Renewed, verify_update
from counterfoil.log.key_binding import Challenge
from counterfoil.log.proof import consistency_proof
from counterfoil.log.tiles import ReadTile
from counterfoil.model._base import Model


class News(Model):
    """What is new since the files that a reader has, and the facts that these show."""

    disclosure: Disclosure
    """Of the new facts."""
    earlier: tuple[Attested, ...]


class Updated(Model):
    """An update as it is handed out, and what it is worth to somebody who trusts all companies in it."""

    update: Update
    renewed: Renewed


def subjects_of(office: Office, held: Held) -> list[str]:
    """All subjects that an update is about: those of the files, and those that facts lead to by now."""
    reached = (one.subject for invoice in held.invoices for one in gather(office, invoice).facts)
    return list(dict.fromkeys((*held.invoices, *held.subjects, *reached)))


def news_of(office: Office, held: Held, choice: Choice = ()) -> News:
    """What has been attested since, what of it is shown by this choice, and what can be inferred from that now."""
    shown = held.shown
    facts = [fact for subject in subjects_of(office, held) for fact in office.half.facts(subject)]
    named = titles(facts)
    earlier = [_as_shown(one, shown[one.entry]) for one in facts if one.entry in shown]
    fresh = choose([one for one in facts if one.entry not in shown], choice)
    return News(
        disclosure=Disclosure(
            showings=tuple(fresh),
            titles=tuple(named[one.fact.entry] for one in fresh),
            inferences=tuple(_inferences(office, held, earlier, fresh)),
        ),
        earlier=tuple(one.fact for one in earlier),
    )


def renew(office: Office, held: Held, news: News, challenge: Challenge, transport: Transport) -> Updated:
    """The update, once it holds for its reader; HomeError where not, Unreachable where a partner's log is away."""
    pieces = pieces_of(office, news.disclosure.showings, earlier=news.earlier)
    growth = {
        of_size: hashes for log in pieces.logs for of_size, hashes in _growth(office, held, log, transport).items()
    }
    _check_logs(held, pieces)
    update = assemble_update(pieces, held.last, growth, office.identity.key, challenge, office.now())
    data = update.data
    if len(data) > BYTES_MAX:
        raise HomeError(f"The update has {len(data):,} bytes, more than {BYTES_MAX:,}.", "Make several.")
    renewed = verify_update(data, [one.data for one in held.files], reader_of(office, challenge))
    if not renewed.consistent:
        raise HomeError(f"The update would be refused ({renewed.reason}). {renewed.message}", "Send new dossiers.")
    return Updated(update=update, renewed=renewed)


def _as_shown(fact: Attested, disclosures: frozenset[str]) -> Showing:
    parts = parts_of(fact)
    shown = frozenset(path for path, part in parts.items() if part.disclosure in disclosures)
    return Showing(fact=fact, parts=parts, shown=shown)


def _inferences(
    office: Office, held: Held, earlier: Sequence[Showing], fresh: Sequence[Showing]
) -> Iterator[Inference]:
    """Invoice by invoice what follows by now, and did not from the files alone.

    `fact` is the place of a new fact; -1 for one that an earlier file shows.
    """
    place_of = {one.fact.entry: place for place, one in enumerate(fresh)}
    by_entry = {one.fact.entry: one for one in (*earlier, *fresh)}
    found: dict[Inference, None] = {}
    for invoice in held.invoices:
        all_of_it = [by_entry[one.entry] for one in gather(office, invoice).facts if one.entry in by_entry]
        if all(one.fact.entry not in place_of for one in all_of_it):
            continue
        before = [one for one in all_of_it if one.fact.entry not in place_of]
        known = {(before[one.fact].fact.entry, one.path) for one in infer(before)}
        for one in infer(all_of_it):
            of = all_of_it[one.fact].fact.entry
            if (of, one.path) not in known:
                inference = Inference(
                    fact=place_of.get(of, -1), path=one.path, says=one.says, is_certain=one.is_certain
                )
                found[inference] = None
    return iter(found)


def _growth(office: Office, held: Held, log: ProvenLog, transport: Transport) -> Growth:
    """The proofs that a log only grew since each file had it."""
    size = size_in(log)
    before = {size_in(one) for file in held.last for one in file.logs if one.vkey == log.vkey}
    if any(one > size for one in before):
        raise HomeError(
            "A checkpoint of a log is older than the one that your reader has.",
            "Run 'counterfoil serve --node', and try again after the next publication.",
        )
    needed = sorted(before - {0, size})
    if not needed:
        return {}
    read_tile = _tiles(office, log, transport)
    try:
        return {(log.vkey, one): tuple(consistency_proof(one, size, read_tile)) for one in needed}
    except ProofError as error:
        raise HomeError(f"A log does not show that it only grew. {error.message}", "Ask the partner.") from error


def _tiles(office: Office, log: ProvenLog, transport: Transport) -> ReadTile:
    if log.company == office.us:
        return tree_reader(office.home)
    peer = office.half.peer(log.company)
    if peer is None:
        raise AssertionError("a log that was gathered is of a partner")
    return PublishedTiles(transport, peer)


def _check_logs(held: Held, pieces: Pieces) -> None:
    """Each log that a file has must be there under the same key."""
    there = {one.vkey for one in pieces.logs}
    for file in held.last:
        for log in file.logs:
            if log.vkey not in there:
                raise HomeError(
                    f"The log {log.vkey.partition('+')[0]} has another key by now, or nothing of it is proven.",
                    "Make new dossiers in the place of an update.",
                )
