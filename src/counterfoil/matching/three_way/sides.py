"""Who deals with whom: told apart once for all documents of the same two companies."""

from counterfoil.matching.targets import conflict
from counterfoil.model.summary import Recorded


class Sides:
    """The seller and the buyer of some documents, which are compared with those of others only once."""

    __slots__ = ("_conflicts", "document")

    def __init__(self, document: Recorded) -> None:
        self.document = document
        self._conflicts: dict[Sides, bool] = {}

    def conflict(self, other: "Sides") -> bool:
        """Are these surely other companies?"""
        found = self._conflicts.get(other)
        if found is None:
            found = self._conflicts[other] = conflict(self.document, other.document)
        return found
