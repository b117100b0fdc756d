"""The logs of a dossier or an update: is each checkpoint its log's own, did enough witnesses see it, and when?"""

from counterfoil.errors import ProofError
from counterfoil.exchange.proof.dossier import LogOf, Parts
from counterfoil.exchange.proof.reader import Reader
from counterfoil.exchange.proof.refusal import RefusedError, refusing, require
from counterfoil.log.checkpoint import Checkpoint
from counterfoil.log.cosignature import open_witnessed
from counterfoil.log.key_binding import SKEW
from counterfoil.log.note import parse_vkey
from counterfoil.log.signature_type import ED25519
from counterfoil.model._base import Model


class LogHead(Model):
    """The head of a log, and by what time enough witnesses had seen it; None where none were asked for."""

    company: str
    vkey: str
    checkpoint: Checkpoint
    seen: int | None
    witnesses: int
    """How many of the reader's witnesses cosigned it, but for the log's own company."""


def own_witness(origin: str) -> str:
    """The name of the witness that the company of this log is to others; for its own log it counts for nothing."""
    return f"{origin}/witness"


def check_logs(file: Parts, reader: Reader) -> list[LogHead]:
    """The head of each log, in the order of the file."""
    return [_head(log, f"logs[{place}]", reader) for place, log in enumerate(file.logs)]


def _head(log: LogOf, where: str, reader: Reader) -> LogHead:
    quorum = reader.trust.quorum if reader.trust else None
    with refusing("checkpoint", where):
        key = parse_vkey(log.vkey)
        if key.algorithm != ED25519:
            raise ProofError("The key of a log is not of the type that signs checkpoints.")
        message = log.checkpoint.encode()
        witnessed = open_witnessed(message, [key], quorum.witnesses if quorum else (), origin=key.name)
    others = {witness: time for witness, time in witnessed.times.items() if witness.name != own_witness(key.name)}
    seen = None
    if quorum:
        seen = quorum.reached({witness: time for witness, time in others.items() if time <= reader.now + SKEW})
        if seen is None:
            raise RefusedError("witnesses", where, "Too few witnesses saw the checkpoint.")
        require(reader.is_fresh(seen), "age", where, "The checkpoint was last seen too long ago.")
    return LogHead(
        company=log.company, vkey=log.vkey, checkpoint=witnessed.checkpoint, seen=seen, witnesses=len(others)
    )
