"""An update out of a home: what is new since files that a reader has of us, fresh heads, and logs that only grew."""

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.presenting.assembling import Growth, Pieces, ProvenLog, assemble_update
from counterfoil.exchange.presenting.gathering import pieces_of
from counterfoil.exchange.presenting.held import Held
from counterfoil.exchange.presenting.news import News
from counterfoil.exchange.presenting.proving import reader_of, unwitnessed
from counterfoil.exchange.presenting.showing import listed
from counterfoil.exchange.proof.dossier import BYTES_MAX, LogOf, Parts
from counterfoil.exchange.proof.update import OF_MAX, Update
from counterfoil.exchange.proof.updated import Renewed, verify_update
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.exchange.witnessing.forks import checkpoint_in
from counterfoil.exchange.witnessing.log_tree import tree_reader
from counterfoil.exchange.witnessing.published_tiles import PublishedTiles
from counterfoil.log.checkpoint import Checkpoint
from counterfoil.log.key_binding import Challenge
from counterfoil.log.proof import consistency_proof, verify_consistency
from counterfoil.log.tiles import ReadTile, Tile
from counterfoil.model._base import Model

_NEW_DOSSIERS = "Make new dossiers of those invoices with 'counterfoil prove', and leave the old ones out."
_SEVERAL = "Make several updates, each of some of the files."


class Updated(Model):
    """An update as it is handed out, and what it is worth to somebody who trusts all companies in it."""

    update: Update
    renewed: Renewed
    unwitnessed: str | None = None
    """Why a reader who asks for a witness, whichever of those that we know, would refuse it."""


def renew(office: Office, held: Held, news: News, challenge: Challenge, transport: Transport | None) -> Updated:
    """The update, once it holds for its reader; HomeError where not, Unreachable where a partner's log is away.

    Without a transport, logs of partners can only be as large as the files know them.
    """
    if len(held.last) > OF_MAX:
        raise HomeError(f"An update is of at most {OF_MAX:,} files, and these are {len(held.last):,}.", _SEVERAL)
    pieces = pieces_of(office, news.disclosure.showings, earlier=news.earlier)
    growth = _growth(office, held, pieces, transport)
    update = assemble_update(pieces, held.last, growth, office.identity.key, challenge, office.now())
    data = update.data
    if len(data) > BYTES_MAX:
        raise HomeError(f"The update has {len(data):,} bytes, more than {BYTES_MAX:,}.", _SEVERAL)
    reader = reader_of(office, challenge)
    renewed = verify_update(data, held.data, reader)
    if not renewed.consistent:
        hint = _SEVERAL if renewed.reason == "form" else _NEW_DOSSIERS
        raise HomeError(f"The update would be refused ({renewed.reason}). {renewed.message}", hint)
    return Updated(update=update, renewed=renewed, unwitnessed=unwitnessed(office, update, reader))


def _growth(office: Office, held: Held, pieces: Pieces, transport: Transport | None) -> Growth:
    """The proofs that each log only grew since each of the files, tried before they are handed out."""
    now = {one.vkey: one for one in pieces.logs}
    _check_same_logs(office, held, set(now))
    found: dict[tuple[str, int], tuple[bytes, ...]] = {}
    for log in pieces.logs:
        grown = _Grown(office, log, transport)
        for old in dict.fromkeys(one.checkpoint for file in held.last for one in file.logs if one.vkey == log.vkey):
            before = checkpoint_in(old.encode())
            if hashes := grown.since(before):
                found[log.vkey, before.size] = hashes
    return found


def _check_same_logs(office: Office, held: Held, now: set[str]) -> None:
    """Each log that a file has must be there under the same key."""
    for log in (one for file in held.last for one in file.logs):
        if log.vkey not in now:
            files = [name for name, file in zip(held.names, held.files, strict=True) if _has(file, log.vkey)]
            raise HomeError(
                f"{_owner(office, log)} has another log by now than the one in {listed(files)}.", _NEW_DOSSIERS
            )


def _has(file: Parts, vkey: str) -> bool:
    return any(one.vkey == vkey for one in file.logs)


class _Grown:
    """A log as an update has it, and how it shows what it grew from."""

    def __init__(self, office: Office, log: ProvenLog, transport: Transport | None) -> None:
        self._name, self._now = _owner(office, log), checkpoint_in(log.checkpoint.encode())
        self._read_tile = self._tiles(office, log.company, transport)

    def since(self, old: Checkpoint) -> tuple[bytes, ...]:
        """The proof from what a file knows of it; empty where none is needed."""
        now = self._now
        if old.size > now.size:
            raise HomeError(
                f"The log of {self._name} has {old.size:,} facts in the files, and here only {now.size:,}.",
                "Let your node run ('counterfoil serve --node'), and try again without --offline.",
            )
        if old.size == 0:
            return ()
        try:
            hashes = tuple(consistency_proof(old.size, now.size, self._read_tile)) if old.size < now.size else ()
            verify_consistency(old.size, now.size, hashes, old.root, now.root)
        except Unreachable as error:
            says = f"Only the node of {self._name} can show that its log just grew, and could not be reached."
            raise Unreachable(f"{says} {error.message}", "Try later, or make new dossiers.") from None
        except ProofError as error:
            raise HomeError(
                f"The log of {self._name} does not show that it only grew since the files. {error.message}",
                "Ask the partner, and run 'counterfoil verify' here: somebody may have been shown another history.",
            ) from None
        return hashes

    def _tiles(self, office: Office, company: str, transport: Transport | None) -> ReadTile:
        if company == office.us:
            return tree_reader(office.home)
        peer = office.half.peer(company)
        return PublishedTiles(transport, peer) if transport is not None and peer is not None else self._nothing

    def _nothing(self, _tile: Tile) -> bytes:
        raise HomeError(
            f"Only the node of {self._name} can show that its log just grew since the files.",
            "Make the update without --offline, or new dossiers.",
        )


def _owner(office: Office, log: LogOf | ProvenLog) -> str:
    """Whose log it is."""
    peer = office.half.peer(log.company)
    return peer.name if peer is not None else office.home.settings.owner.name
