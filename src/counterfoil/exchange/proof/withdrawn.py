"""What its author did not withdraw: the plain rule, for ourselves. What others may rely on is told by `standing`."""

from collections.abc import Iterable

from counterfoil.exchange.proof.attested import WITHDRAWN, Attested


def withdrawn(facts: Iterable[Attested]) -> frozenset[str | None]:
    """The entries that withdrawals among these facts name."""
    return frozenset(one.of for one in facts if one.kind == WITHDRAWN)


def not_withdrawn(facts: Iterable[Attested], *kinds: str) -> list[Attested]:
    """Those of these kinds that no withdrawal among the facts names, in order."""
    known = list(facts)
    gone = withdrawn(known)
    return [one for one in known if one.kind in kinds and one.entry not in gone]
