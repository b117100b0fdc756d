"""What a record proves of an invoice, who attests it, and how far up the ladder that leads."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

from counterfoil.exchange.proof import attested as facts
from counterfoil.exchange.proof.attested import APPROVED, ASSIGNED, LEVELS, Attested
from counterfoil.exchange.proof.standing import acknowledgements, standing
from counterfoil.exchange.proof.trust import Trust
from counterfoil.model._base import Model

SELF, COUNTERPARTY, THIRD_PARTY, UNKNOWN = "self", "counterparty", "third party", "unknown"
VALID, ORDERED, DELIVERED, ACKNOWLEDGED = "valid", "ordered", "delivered", "acknowledged"
ASSIGNMENT, DISPUTED, CREDITED, PAID = "assignment acknowledged", "disputed", "credited", "paid"
_OTHERS = frozenset({COUNTERPARTY, THIRD_PARTY})


class Evidence(Model):
    """One thing that is attested, by whom, and how the reader knows that company."""

    evidence: str
    by: str
    id: str
    credential: int
    company: str | None = None
    assurance: str | None = None
    level: str | None = None
    amount: str | None = None
    currency: str | None = None
    set_off: str | None = None
    """What an acknowledgement takes off its amount."""
    assignee: str | None = None
    """The id of the company that an acknowledgement says is to be paid."""
    withheld: int = 0
    """How many claims or elements of the fact are not shown; an acknowledgement may hide a set-off there."""
    logs: tuple[str, ...] = ()
    """The companies in whose logs the fact is: what stands in both was not made up later by one side."""
    file: str | None = None
    """The digest of the file that the credential stands in, where several are read together."""

    @property
    def is_approval(self) -> bool:
        """Does its fact acknowledge the invoice from an approval on?"""
        return self.level is not None and LEVELS.index(self.level) >= APPROVED


class Graded(Model):
    """All that is attested, the level that it reaches, and what the next one needs."""

    evidence: tuple[Evidence, ...]
    level: int
    missing: str | None
    is_known: bool
    """Does the reader know who offers the invoice?"""


def graded(subject: str, shown: Sequence[Attested], trust: Trust | None) -> Graded:
    """What facts that were verified prove of the invoice that is offered on this subject."""
    offer = next(one for one in shown if one.subject == subject and one.kind == facts.OFFERED)
    left = standing(offer, shown)
    by = _attesting(offer, trust)
    is_known = by(offer.author)[0] != UNKNOWN
    if offer not in left:
        return Graded(evidence=(), level=0, missing="the invoice was withdrawn", is_known=is_known)
    found = tuple(sorted(_found(offer, left, by), key=lambda one: (one.evidence, one.file or "", one.credential)))
    if not is_known:
        return Graded(evidence=found, level=0, missing="who the seller is: nobody whom you trust", is_known=False)
    level, missing = next(
        ((above - 1, needs) for above, needs, is_reached in _LADDER if not is_reached(found)), (_LADDER[-1][0], None)
    )
    return Graded(evidence=found, level=level, missing=missing, is_known=True)


_Attesting = Callable[[str], tuple[str, str | None, str | None]]
"""Of a company's id: whose side it is on, its name, and how the reader knows it."""


def _attesting(offer: Attested, trust: Trust | None) -> _Attesting:
    known = trust.companies if trust else {}

    def attesting(company: str) -> tuple[str, str | None, str | None]:
        if company not in known:
            return UNKNOWN, None, None
        # Who offers an invoice to itself attests nothing to itself.
        side = {offer.claims["to"]: COUNTERPARTY, offer.author: SELF}.get(company, THIRD_PARTY)
        return side, known[company].name, known[company].assurance

    return attesting


def _found(offer: Attested, left: Sequence[Attested], by: _Attesting) -> Iterator[Evidence]:
    named, sides = _named(offer, left), {offer.author, offer.claims["to"]}
    for fact in left:
        if fact.kind == facts.OFFERED:
            # What was made out to others is about trade with them, whoever names it.
            if fact.claims["to"] in sides and (
                what := _of_paper(fact, named.get(fact.subject, ()), by(fact.author)[0])
            ):
                yield _evidence(what, fact, by)
        elif fact.kind == facts.WITHDRAWN:
            yield _evidence(DISPUTED, fact, by)  # it came too late to withdraw anything
        elif fact.of == offer.entry and fact.kind in _OF_FACT:
            yield from _of_fact(fact, by)


def _named(offer: Attested, left: Sequence[Attested]) -> Mapping[str, set[str]]:
    """The kinds of link by which the invoice names other subjects, or the buyer's own acknowledgements of it do.

    An invoice often comes before the goods: then only who received them can say by which paper.
    """
    kinds = dict[str, set[str]]()
    for fact in (offer, *acknowledgements(offer, left)):
        for one in fact.claims.get("refers", ()):
            kinds.setdefault(one["subject"], set()).add(one["kind"])
    return kinds


def _of_paper(fact: Attested, kinds: Collection[str], side: str) -> str | None:
    match fact.claims["document"]:
        case "order" if "bills" in kinds:
            return ORDERED
        case "receipt-advice" if not _DELIVERS.isdisjoint(kinds):
            return DELIVERED
        case "despatch-advice" if not _DELIVERS.isdisjoint(kinds) and side == THIRD_PARTY:
            return DELIVERED
        case _:
            return None


def _of_fact(fact: Attested, by: _Attesting) -> Iterator[Evidence]:
    if fact.kind == facts.CHECKED and not fact.claims["valid"]:
        return
    yield _evidence(_OF_FACT[fact.kind], fact, by)
    if fact.rank >= ASSIGNED:
        yield _evidence(ASSIGNMENT, fact, by)


def _evidence(what: str, fact: Attested, by: _Attesting) -> Evidence:
    side, name, assurance = by(fact.author)
    return Evidence(
        evidence=what,
        by=side,
        id=fact.author,
        credential=fact.place,
        company=name,
        assurance=assurance,
        level=fact.claims["level"] if fact.kind == facts.ACKNOWLEDGED else None,
        amount=fact.claims.get("amount"),
        currency=fact.claims.get("currency"),
        set_off=fact.claims.get("set_off"),
        assignee=fact.claims.get("assignee"),
        withheld=fact.withheld,
        logs=fact.logs,
        file=fact.file or None,
    )


def _is_attested(what: str, sides: frozenset[str]) -> Callable[[Sequence[Evidence]], bool]:
    return lambda found: any(one.evidence == what and one.by in sides for one in found)


def _is_approved(found: Sequence[Evidence]) -> bool:
    is_disputed = any(one.evidence == DISPUTED and one.by in (SELF, COUNTERPARTY) for one in found)
    return not is_disputed and bool(approvals(found))


def _is_shown_how_much(found: Sequence[Evidence]) -> bool:
    """The accepted amount is shown, and nothing that any approval withholds could lessen it."""
    said = approvals(found)
    is_said = any(one.amount is not None and one.currency is not None for one in said)
    return is_said and all(not one.withheld or None not in (one.amount, one.currency, one.set_off) for one in said)


def _is_shown_to_whom(found: Sequence[Evidence]) -> bool:
    """Two assignments may be to two: each shows who is to be paid."""
    return all(one.assignee is not None for one in found if one.evidence == ASSIGNMENT and one.by == COUNTERPARTY)


def approvals(found: Sequence[Evidence]) -> list[Evidence]:
    """What the counterparty acknowledges from an approval on."""
    return [one for one in found if one.evidence == ACKNOWLEDGED and one.by == COUNTERPARTY and one.is_approval]


_DELIVERS = frozenset({"bills", "receives"})
_OF_FACT: Mapping[str, str] = {
    facts.CHECKED: VALID,
    facts.ACKNOWLEDGED: ACKNOWLEDGED,
    facts.DISPUTED: DISPUTED,
    facts.CREDITED: CREDITED,
    facts.PAID: PAID,
}
_LADDER: Sequence[tuple[int, str, Callable[[Sequence[Evidence]], bool]]] = (
    (1, "that the invoice is valid by the official rules", _is_attested(VALID, frozenset({SELF, UNKNOWN, *_OTHERS}))),
    (2, "the buyer's order that the invoice bills", _is_attested(ORDERED, frozenset({COUNTERPARTY}))),
    (3, "a receipt by the buyer, or a delivery that a third party attests", _is_attested(DELIVERED, _OTHERS)),
    (4, "the buyer's approval, and no dispute of either side", _is_approved),
    (4, "the accepted amount is withheld, or what is set off against it", _is_shown_how_much),
    (5, "that the buyer acknowledges an assignment", _is_attested(ASSIGNMENT, frozenset({COUNTERPARTY}))),
    (5, "who is to be paid is withheld", _is_shown_to_whom),
)
"""What each level from 1 on needs beside those below it, in words, and what tells whether it is there."""
