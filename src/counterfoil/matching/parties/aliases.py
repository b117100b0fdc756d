"""Which parties are one although they do not look it: what people teach by confirming links between their documents."""

from collections.abc import Iterable, Iterator

from counterfoil.matching._matcher import Shelf
from counterfoil.matching.parties.identity import BUYER, SELLER, forms_of, same_party
from counterfoil.model.summary import PartySummary, Recorded, TradeSummary

_TEACHING = ("answers", "bills", "changes", "credits", "receives", "repeats", "ships")
"""Links between papers of one trade. Who pays need not be who owes, so `pays` teaches something else."""
_SHARED = ("account:", ":")
"""Forms that several companies can have: accounts, and numbers without a scheme."""

Pair = tuple[PartySummary, PartySummary]


class Aliases:
    """Parties that are one by pairs of them, and by pairs of those in turn."""

    def __init__(self, pairs: Iterable[Pair]) -> None:
        self._groups: dict[str, frozenset[str]] = {}
        for pair in pairs:
            forms = frozenset(form for party in pair for form in forms_of(party) if not form.startswith(_SHARED))
            group = forms.union(*(self._groups.get(form, frozenset()) for form in forms))
            self._groups |= dict.fromkeys(group, group)

    def forms_of(self, party: PartySummary | None) -> frozenset[str]:
        """The forms of a party, and of all that it is one with."""
        forms = forms_of(party)
        return forms.union(*(self._groups.get(form, frozenset()) for form in forms))

    def same_party(self, one: PartySummary | None, other: PartySummary | None) -> bool | None:
        """Are two one company, by what they say or by what was taught?"""
        groups = [
            frozenset(self._groups[form] for form in forms_of(each) if form in self._groups) for each in (one, other)
        ]
        return True if not groups[0].isdisjoint(groups[1]) else same_party(one, other)


def taught(shelf: Shelf) -> Iterator[Pair]:
    """The partners on both ends of confirmed links that are not one by what they say."""
    for kind in _TEACHING:
        for link in shelf.confirmed(kind):
            ends = [shelf.get(link.source.id), shelf.get(link.target.id)]
            for one, other in zip(*(_partners(end) for end in ends), strict=True):
                if one is not None and other is not None and same_party(one, other) is not True:
                    yield one, other


def _partners(document: Recorded | None) -> tuple[PartySummary | None, PartySummary | None]:
    """Seller and buyer, without ourselves: we know who we are."""
    if document is None or not isinstance(document.summary, TradeSummary):
        return None, None
    seller = None if document.role == SELLER else document.summary.seller
    return seller, None if document.role == BUYER else document.summary.buyer
