"""That facts which two companies share stand in the log of each: asked for, checked, and kept for dossiers."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any, Final

import msgspec

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import SAME_VERSION, Peer
from counterfoil.exchange.proof.attested import KINDS
from counterfoil.exchange.proof.dossier import SUBJECTS_MAX, is_hex, is_number
from counterfoil.exchange.reply import JSON, Reply, refusal
from counterfoil.exchange.transport import Transport
from counterfoil.exchange.witnessing.forks import checkpoint_in
from counterfoil.exchange.witnessing.log_tree import tree_reader
from counterfoil.exchange.witnessing.published import Published, newest_size, published_with
from counterfoil.exchange.witnessing.watching import log_keys, saw
from counterfoil.flow.home import Home
from counterfoil.flow.logbook import Logbook
from counterfoil.log.canonical import Json, canonical_json
from counterfoil.log.checkpoint import checkpoint_of
from counterfoil.log.merkle import leaf_hash
from counterfoil.log.note import Verifier, encode_base64, open_note
from counterfoil.log.proof import inclusion_proof, verify_inclusion
from counterfoil.log.strict_json import read_object
from counterfoil.log.tlog_proof import parse_hashes
from counterfoil.model._base import Model
from counterfoil.store import FactRow, Store

SHELF: Final = "exchange.proofs"
"""Id of a company and a subject (its last 32 bytes) → `LogProofs` of that company's log, which carry its signature."""
BODY_MAX: Final = 32_768
_REPLY_MAX = 20_000_000
_PROOFS_MAX = 4096

Partner = Callable[[str], str | None]
"""The company that we share a subject with."""


class InTree(Model):
    """Where an entry (hex) stands in a log, and the hashes from there up to the root of the checkpoint."""

    entry: str
    index: int
    hashes: tuple[bytes, ...]


class LogProofs(Model):
    """A published checkpoint of a log, with cosignatures, and what stands in that tree."""

    vkey: str
    checkpoint: str
    proofs: tuple[InTree, ...]

    @property
    def size(self) -> int:
        """How many entries that tree has."""
        return checkpoint_in(self.checkpoint.encode()).size

    def of(self, entry: str) -> InTree | None:
        """The proof of one entry."""
        return next((one for one in self.proofs if one.entry == entry), None)


def answer_proofs(
    home: Home, company: str, body: bytes, partner: Partner, wants: Callable[[int], object] = lambda _index: None
) -> Reply:
    """Answer a partner that asks for proofs of the facts on these subjects, as far as we share them with it.

    What is not published yet is left out, and so is what we share with somebody else, without a word. `wants` is told
    the index of the last fact that it asks for.
    """
    try:
        subjects = _subjects_in(body)
    except ProofError as error:
        return refusal(400, error.message)
    rows = [row for one in subjects if partner(one) == company for row in _shared(home.store, one)]
    if rows:
        wants(max(row.index for row in rows))
    published = published_with(home, _published_indexes(home, rows))
    if published is None:
        return refusal(404, "Nothing is published here yet.")
    if len(rows) > _PROOFS_MAX:
        return refusal(413, "There are too many facts on these subjects: ask for fewer.")
    told: list[Json] = [
        {"entry": one.entry, "index": one.index, "hashes": list(map(encode_base64, one.hashes))}
        for one in _proofs(home, published, rows)
    ]
    answer = canonical_json({"checkpoint": published.note.decode(), "proofs": told})
    return Reply(status=200, body=answer, content_type=JSON)


def own_proofs(home: Home, subjects: Iterable[str]) -> LogProofs | None:
    """Proofs of all published facts on these subjects in our own log; None where nothing is published."""
    rows = [row for one in dict.fromkeys(subjects) for row in _shared(home.store, one)]
    published = published_with(home, _published_indexes(home, rows))
    if published is None:
        return None
    proofs = tuple(_proofs(home, published, rows))
    return LogProofs(vkey=home.vkey(), checkpoint=published.note.decode(), proofs=proofs)


def renew(
    home: Home,
    logbook: Logbook,
    transport: Transport,
    peer: Peer,
    subjects: Iterable[str],
    now: datetime,
    witnesses: Sequence[Verifier] = (),
) -> str:
    """Ask a partner for proofs in its log of all facts on these subjects, check them, and keep them by subject.

    All that are asked for at once are for one checkpoint. Cosignatures of `witnesses` must hold where they stand. Gives
    a line for people where there is something to tell; ProofError where the answer does not hold, Unreachable.
    """
    asked = list(dict.fromkeys(subjects))
    told = list[str]()
    for start in range(0, len(asked), SUBJECTS_MAX):
        part = asked[start : start + SUBJECTS_MAX]
        reply = transport.post(peer, paths.PROOFS, canonical_json({"subjects": part}), JSON)
        if reply.status != 200:
            return f"{peer.name} answered {reply.status} when asked for proofs of what it has logged; later again."
        told.append(_taken(home, logbook, peer, part, reply.body, now, witnesses))
    return " ".join(filter(None, told))


def proofs_of(home: Home, company: str, subject: str) -> LogProofs | None:
    """What was last proven of a partner's log about a subject."""
    value = home.store.kept_at(SHELF, company.encode() + bytes.fromhex(subject))
    return None if value is None else msgspec.json.decode(value, type=LogProofs)


def _taken(
    home: Home,
    logbook: Logbook,
    peer: Peer,
    subjects: Sequence[str],
    body: bytes,
    now: datetime,
    witnesses: Sequence[Verifier],
) -> str:
    answered = _checked(peer, _read(body), witnesses)
    note = answered.checkpoint.encode()
    told = saw(home, logbook, peer, note, now)
    if told:
        return told
    size, rows = answered.size, list[tuple[bytes, bytes]]()
    for subject in subjects:
        before = proofs_of(home, peer.company, subject)
        if before is not None and before.vkey == answered.vkey and before.size > size:
            return f"{peer.name} shows an older state of its log than before, with {size} facts. It was not taken."
        entries = {row.entry.hex() for row in _shared(home.store, subject)}
        proofs = tuple(one for one in answered.proofs if one.entry in entries)
        kept = LogProofs(vkey=answered.vkey, checkpoint=answered.checkpoint, proofs=proofs)
        rows.append((peer.company.encode() + bytes.fromhex(subject), msgspec.json.encode(kept)))
    with home.store.writing():
        home.store.keep(SHELF, rows)
    return ""


def _checked(peer: Peer, answered: LogProofs, witnesses: Sequence[Verifier]) -> LogProofs:
    """The answer with the key that signed its checkpoint, if it is one of this partner's logs and every proof holds."""
    message = answered.checkpoint.encode()
    origin = checkpoint_in(message).origin
    keys = log_keys(peer, origin)
    if not keys:
        raise ProofError(f"{peer.name} answered with a checkpoint of {origin}, no log of its own.", "Ask its people.")
    note = open_note(message, [*keys, *witnesses])
    checkpoint = checkpoint_of(note, keys, origin=origin)
    signed = {(line.name, line.key_id) for line in note.verified}
    for one in answered.proofs:
        leaf = leaf_hash(bytes.fromhex(one.entry))
        verify_inclusion(one.index, checkpoint.size, leaf, one.hashes, checkpoint.root)
    key = next(key for key in keys if (key.name, key.key_id) in signed)
    return msgspec.structs.replace(answered, vkey=key.vkey)


def _published_indexes(home: Home, rows: Iterable[FactRow]) -> list[int]:
    """Where those of the facts stand that are published."""
    newest = newest_size(home)
    return [row.index for row in rows if row.index < newest]


def _shared(store: Store, subject: str) -> list[FactRow]:
    return [row for row in store.facts_of(bytes.fromhex(subject)) if row.kind in KINDS]


def _proofs(home: Home, published: Published, rows: Iterable[FactRow]) -> Iterable[InTree]:
    """Proofs of those that are published, each tried before it is handed out."""
    read_tile, checkpoint = tree_reader(home), published.checkpoint
    for row in rows:
        if row.index < checkpoint.size:
            try:
                hashes = tuple(inclusion_proof(row.index, checkpoint.size, read_tile))
                verify_inclusion(row.index, checkpoint.size, leaf_hash(row.entry), hashes, checkpoint.root)
            except ProofError as error:
                raise HomeError(f"Files of the log are damaged. {error.message}", "Run 'counterfoil verify'.") from None
            yield InTree(entry=row.entry.hex(), index=row.index, hashes=hashes)


def _subjects_in(body: bytes) -> list[str]:
    if len(body) > BODY_MAX:
        raise ProofError("A request for proofs is too long.")
    match read_object(body, "A request for proofs"):
        case {"subjects": list(subjects), **others} if not others and len(subjects) <= SUBJECTS_MAX:
            found = [one for one in subjects if isinstance(one, str) and is_hex(one)]
            if len(found) == len(subjects):
                return list(dict.fromkeys(found))
        case _:
            pass
    raise ProofError(f"A request for proofs does not name at most {SUBJECTS_MAX} subjects.", "Ask for fewer at once.")


def _read(body: bytes) -> LogProofs:
    if len(body) <= _REPLY_MAX:
        match read_object(body, "An answer with proofs"):
            case {"checkpoint": str(checkpoint), "proofs": list(proofs), **others} if (
                not others and len(proofs) <= _PROOFS_MAX
            ):
                return LogProofs(vkey="", checkpoint=checkpoint, proofs=tuple(map(_proof, proofs)))
            case _:
                pass
    raise ProofError("An answer is no checkpoint with proofs.", SAME_VERSION)


def _proof(told: Any) -> InTree:
    match told:
        case {"entry": str(entry), "index": index, "hashes": list(hashes), **others} if not others:
            if is_hex(entry) and is_number(index) and all(isinstance(one, str) for one in hashes):
                return InTree(entry=entry, index=index, hashes=parse_hashes(hashes))
        case _:
            pass
    raise ProofError("A proof in an answer is not an entry, an index and hashes.", SAME_VERSION)
