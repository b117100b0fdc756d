"""Which document, and which of its lines, does a reference mean?"""

from collections import Counter
from datetime import date, timedelta

from counterfoil.matching._matcher import Find
from counterfoil.matching.keys import key_of, plain_number
from counterfoil.matching.mentions import Mention
from counterfoil.matching.parties.identity import has_gln, same_party
from counterfoil.matching.precedence import originality
from counterfoil.model.summary import Recorded, TradeSummary

_AHEAD = timedelta(days=21)
"""A document may name one that bears a later day by so much: drafts, postings and typing take their time."""


class Targets:
    """The documents that one document refers to. Each is looked for once, however many lines name it."""

    def __init__(self, document: Recorded, find: Find) -> None:
        self._document, self._find = document, find
        self._named: dict[Mention, Recorded | None] = {}
        self._lines: dict[bytes, dict[str, int]] = {}

    def named(self, mention: Mention) -> Recorded | None:
        """The one document of that kind and number whose parties do not conflict; None where several are possible.

        The GLN of who gave the number, the parties and the day of issue narrow them down. Of one that was sent again
        it is the first.
        """
        if mention not in self._named:
            self._named[mention] = self._looked_up(mention)
        return self._named[mention]

    def line(self, target: Recorded, written: str) -> int | None:
        """The position of the line with that id; None where there is none or more than one."""
        if target.id not in self._lines:
            lines = target.summary.lines if isinstance(target.summary, TradeSummary) else ()
            ids = [line.id.strip() if line.id else "" for line in lines]
            times = Counter(ids)
            self._lines[target.id] = {one: place for place, one in enumerate(ids, 1) if one and times[one] == 1}
        return self._lines[target.id].get(written.strip())

    def _looked_up(self, mention: Mention) -> Recorded | None:
        us, gln = self._document, mention.gln
        fitting = [
            other
            for other in self._find(key_of(mention.document, mention.number))
            if other.id != us.id and _is(other, mention) and can_name(us, other, mention.issued)
        ]
        if gln is not None:
            told = [(other, _of_gln(other, gln)) for other in fitting]
            fitting = [other for other, of in told if of] or [other for other, of in told if of is None]
        if len(fitting) > 1:
            fitting = [other for other in fitting if _surely(us, other)] or fitting
            fitting = [other for other in fitting if _issued_on(other, mention)] or fitting
        if not fitting:
            return None
        first = min(fitting, key=originality) if len(fitting) > 1 else fitting[0]
        return first if all(other is first or _surely(first, other) for other in fitting) else None


def can_name(us: Recorded, other: Recorded, issued: date | None = None) -> bool:
    """Is it between the same companies, for all that is known, and was it there when its number was written?

    A number that is given only later is mistyped, unless it comes with the very day.
    """
    ours, theirs = getattr(us.summary, "issued", None), getattr(other.summary, "issued", None)
    too_late = ours is not None and theirs is not None and theirs != issued and theirs - ours > _AHEAD
    return not too_late and not conflict(us, other)


def conflict(one: Recorded, other: Recorded) -> bool:
    """Are they surely between different companies?"""
    ours, theirs = one.summary, other.summary
    if not isinstance(ours, TradeSummary) or not isinstance(theirs, TradeSummary):
        return False
    return same_party(ours.seller, theirs.seller) is False or same_party(ours.buyer, theirs.buyer) is False


def _is(other: Recorded, mention: Mention) -> bool:
    summary = other.summary
    return summary.document == mention.document and plain_number(summary.number or "") == mention.number


def _issued_on(other: Recorded, mention: Mention) -> bool:
    return mention.issued is not None and getattr(other.summary, "issued", None) == mention.issued


def _surely(one: Recorded, other: Recorded) -> bool:
    """Are both between the same two companies?"""
    ours, theirs = one.summary, other.summary
    if not isinstance(ours, TradeSummary) or not isinstance(theirs, TradeSummary):
        return False
    return same_party(ours.seller, theirs.seller) is True and same_party(ours.buyer, theirs.buyer) is True


def _of_gln(other: Recorded, gln: str) -> bool | None:
    """Is one of its parties the one with this GLN? None where the parties do not tell."""
    summary = other.summary
    parties = (summary.seller, summary.buyer, summary.deliver_to) if isinstance(summary, TradeSummary) else ()
    told = [has_gln(party, gln) for party in parties]
    return True if True in told else None if None in told[:2] else False
