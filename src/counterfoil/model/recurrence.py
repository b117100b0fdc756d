"""Whether something came before, so that only what comes again is kept with all that was worked out of it."""

from collections.abc import Hashable


class Recurrence:
    """The keys that came of late, remembered by their hashes alone: thousands of them take no room.

    Another key of the same hash passes for one that came before, which costs room and changes nothing.
    """

    __slots__ = ("_met", "_most")

    def __init__(self, most: int) -> None:
        self._met: set[int] = set()
        self._most = most

    def again(self, key: Hashable) -> bool:
        """Whether a key came among the last ones, at most so many as were asked for; now it has."""
        met = hash(key)
        if met in self._met:
            return True
        if len(self._met) >= self._most:
            self._met.clear()
        self._met.add(met)
        return False
