"""Are the facts of a dossier or an update in the logs: each in its author's, and perhaps in its receiver's too?"""

from collections.abc import Sequence

from msgspec.structs import replace

from counterfoil.exchange.proof.attested import Attested
from counterfoil.exchange.proof.checkpoints import LogHead
from counterfoil.exchange.proof.dossier import Parts
from counterfoil.exchange.proof.refusal import refusing, require
from counterfoil.log.merkle import leaf_hash
from counterfoil.log.proof import verify_inclusion


def check_inclusion(file: Parts, facts: Sequence[Attested], heads: Sequence[LogHead]) -> list[Attested]:
    """The facts with the companies in whose logs each stands, its author's among them."""
    return [replace(fact, logs=_logged(file, fact, heads)) for fact in facts]


def _logged(file: Parts, fact: Attested, heads: Sequence[LogHead]) -> tuple[str, ...]:
    where = f"credentials[{fact.place}]"
    leaf = leaf_hash(bytes.fromhex(fact.entry))
    companies = set[str]()
    for proof in file.credentials[fact.place].proofs:
        require(proof.log < len(heads), "proof", where, "A proof is for a log that the file does not hold.")
        head = heads[proof.log]
        with refusing("proof", where):
            verify_inclusion(proof.index, head.checkpoint.size, leaf, proof.hashes, head.checkpoint.root)
        companies.add(head.company)
    require(fact.author in companies, "proof", where, "There is no proof that the fact is in the log of its author.")
    return tuple(sorted(companies))
