"""Which facts stand: what its author withdrew is gone, unless the counterparty has acknowledged an assignment."""

from collections.abc import Iterable, Iterator, Sequence

from counterfoil.exchange.proof.attested import ACKNOWLEDGED, ASSIGNED, OFFERED, WITHDRAWN, Attested


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
    """The entries of withdrawals of what others may rely on by then: the invoice, what binds the counterparty, and the
    papers of its own that it names where it acknowledges an assignment.

    Of one author on one subject the numbers tell what came later. Elsewhere nothing does, so that a withdrawal of the
    invoice or of such a paper always comes too late where an assignment is acknowledged.
    """
    answers = acknowledgements(offer, shown)
    binding = [one for one in answers if one.rank >= ASSIGNED]
    if not binding:
        return set()
    bound_from = min(one.seq for one in binding)
    kept = {one.entry for one in answers}
    relied_on = {offer.entry, *_named_papers(offer, binding, shown)}
    withdrawals = (one for one in shown if one.kind == WITHDRAWN)
    return {one.entry for one in withdrawals if one.of in relied_on or (one.of in kept and one.seq > bound_from)}


def _named_papers(offer: Attested, binding: Iterable[Attested], shown: Iterable[Attested]) -> Iterator[str]:
    """The entries of the counterparty's offers of papers that it names where it binds itself: so they stood then."""
    subjects = {link["subject"] for one in binding for link in one.claims.get("refers", ())}
    to = offer.claims["to"]
    return (one.entry for one in shown if one.kind == OFFERED and one.author == to and one.subject in subjects)
