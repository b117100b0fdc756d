"""Which facts stand: what its author withdrew is gone, unless the counterparty has acknowledged an assignment."""

from collections.abc import Iterable, Sequence

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, ASSIGNED, LEVELS, WITHDRAWN, Attested


def acknowledgements(offer: Attested, facts: Iterable[Attested]) -> list[Attested]:
    """What the company that an invoice was offered to acknowledges of it."""
    to = offer.claims["to"]
    return [one for one in facts if one.kind == ACKNOWLEDGED and one.author == to and one.of == offer.entry]


def standing(offer: Attested, shown: Sequence[Attested]) -> list[Attested]:
    """The facts that attest something, now that this invoice was offered.

    What was withdrawn stays so, whatever becomes of that fact. A withdrawal stands only where it came too late:
    then it is a dispute.
    """
    late = _late(offer, shown)
    withdrawals = [one for one in shown if one.kind == WITHDRAWN]
    gone = {one.of for one in withdrawals if one.entry not in late}
    return [one for one in shown if one.entry not in gone and (one.kind != WITHDRAWN or one.entry in late)]


def _late(offer: Attested, shown: Sequence[Attested]) -> set[str]:
    """The entries of withdrawals of the invoice, or of what binds the counterparty, that others may rely on by then.

    Of one author the numbers tell what came later. Between two nothing does, so that a withdrawal of the invoice
    always comes too late where an assignment is acknowledged.
    """
    answers = acknowledgements(offer, shown)
    bound_from = min((one.seq for one in answers if LEVELS.index(one.claims["level"]) >= ASSIGNED), default=None)
    if bound_from is None:
        return set()
    kept = {one.entry for one in answers}
    withdrawals = (one for one in shown if one.kind == WITHDRAWN)
    return {one.entry for one in withdrawals if one.of == offer.entry or (one.of in kept and one.seq > bound_from)}
