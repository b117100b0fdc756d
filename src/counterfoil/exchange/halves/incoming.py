"""Which papers of a partner become part of our record: those that it can have issued to us, and no others.

What comes from outside is recorded like our own papers, and linked. So a partner must not be able to send what only we
issue or somebody else: our order for its invoice, a receipt in our name, our bank's statement, another's credit note.
"""

from collections.abc import Iterable, Sequence

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.proof.attested import PAPERS
from counterfoil.flow.prepare import Prepared
from counterfoil.matching import role_in
from counterfoil.matching.parties.identity import same_party
from counterfoil.model.summary import PartySummary, TradeSummary

_OF_BUYERS = frozenset({"order", "receipt-advice"})
_ROLE = {True: "seller", False: "buyer"}
"""What we are in a paper that a buyer has issued to us, or a seller."""


def acceptable(papers: Iterable[Prepared], peer: Peer, peers: Sequence[Peer], us: PartySummary) -> list[Prepared]:
    """Those of the papers that this partner may have issued to us. What is left out a person can add."""
    return [one for one in papers if one.error is None and _is_acceptable(one, peer, peers, us)]


def is_issued_by(issuer: str | None, peer: Peer, peers: Sequence[Peer]) -> bool:
    """Is this partner the one whose name the issuer of a paper goes by? The very name goes before one like it."""
    exact = [one for one in peers if issuer is not None and one.name.casefold() == issuer.casefold()]
    return any(one.company == peer.company for one in exact) if exact else is_by(issuer, peer)


def is_by(issuer: str | None, peer: Peer) -> bool:
    """Does the issuer that a paper names go by the partner's name?"""
    return issuer is not None and same_party(PartySummary(name=issuer), PartySummary(name=peer.name)) is True


def _is_acceptable(paper: Prepared, peer: Peer, peers: Sequence[Peer], us: PartySummary) -> bool:
    summary = paper.summary
    if paper.document not in PAPERS or not isinstance(summary, TradeSummary):
        return False
    is_of_buyer = paper.document in _OF_BUYERS
    if role_in(summary, us) != _ROLE[is_of_buyer]:
        return False
    issuer = summary.buyer if is_of_buyer else summary.seller
    name = issuer.name if issuer is not None else None
    others = (one for one in peers if one.company != peer.company)
    return is_issued_by(name, peer, peers) or not any(is_by(name, one) for one in others)
