"""Did the logs only grow? The checkpoints of an update against those of the files that it builds on."""

from collections.abc import Iterable, Mapping, Sequence

from counterfoil.exchange.proof.checkpoints import LogHead
from counterfoil.exchange.proof.refusal import RefusedError, refusing, require
from counterfoil.exchange.proof.update import FromSize, Update
from counterfoil.log.proof import verify_consistency

_REASON = "consistency"


def check_growth(update: Update, heads: Sequence[LogHead], earlier: Iterable[Sequence[LogHead]]) -> None:
    """Each log that an earlier file knows is still there, and begins with all that stood in it then."""
    places = {(head.company, head.vkey): place for place, head in enumerate(heads)}
    proofs = {(proof.log, proof.size): proof for proof in update.consistency}
    checked = set[tuple[int, int, bytes]]()
    for number, logs in enumerate(earlier):
        for old in logs:
            place = places.get((old.company, old.vkey))
            if place is None:
                raise RefusedError(_REASON, f"of[{number}]", "A log of an earlier file is not in the update.")
            size, root = old.checkpoint.size, old.checkpoint.root
            if (place, size, root) not in checked:
                _check_one(old, heads[place], proofs, place)
                checked.add((place, size, root))
    needed = {(place, size) for place, size, _ in checked if 0 < size < heads[place].checkpoint.size}
    for number, proof in enumerate(update.consistency):
        is_needed = (proof.log, proof.size) in needed
        require(is_needed, _REASON, f"consistency[{number}]", "A consistency proof is from a size that no file has.")


def _check_one(old: LogHead, new: LogHead, proofs: Mapping[tuple[int, int], FromSize], place: int) -> None:
    where, size = f"logs[{place}]", old.checkpoint.size
    if size == 0:
        return  # every log begins with nothing
    proof = proofs.get((place, size))
    if proof is None and size != new.checkpoint.size:
        raise RefusedError(_REASON, where, "There is no proof that the log only grew since an earlier file.")
    with refusing(_REASON, where):
        hashes = proof.hashes if proof else ()
        verify_consistency(size, new.checkpoint.size, hashes, old.checkpoint.root, new.checkpoint.root)
