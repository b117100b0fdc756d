"""Which shared subjects a node looks at next, to answer what follows: first those where something has come."""

from counterfoil.exchange.answers.overview import left
from counterfoil.exchange.answers.touched import touched
from counterfoil.exchange.halves.office import Office

_AT_ONCE = 200
"""Of so many subjects it is looked in one round what follows from our record, where something has come."""
_REST_AT_ONCE = 50
"""And of so many others: between them partners get what is theirs."""
_FACTS_AT_ONCE = 2000


class Unanswered:
    """Knows how far the log was looked through, and what is still to be looked at; it may be lost, and begins anew.

    Now and then everything that is open has its turn, since what follows changes with time as well.
    """

    def __init__(self, office: Office, every: int) -> None:
        self._office, self._every = office, every
        self._seen = self._all_at = self._all_seen = -1
        self._come, self._rest = dict[str, None](), list[str]()

    def next(self) -> list[str]:
        """The subjects to look at now; empty where nothing has come."""
        self._look()
        now = list(self._come)[:_AT_ONCE]
        for subject in now:
            del self._come[subject]
        if len(now) < _AT_ONCE:
            now += self._rest[:_REST_AT_ONCE]
            del self._rest[:_REST_AT_ONCE]
        return now

    def _look(self) -> None:
        """Go on through the log; where it may have changed everything, and as often as time passes, take all."""
        size, now = self._office.home.store.size(), self._office.now()
        is_all = self._seen < 0
        if not is_all and self._seen < size:
            end = min(size, self._seen + _FACTS_AT_ONCE)
            found = touched(self._office, self._seen, end)
            self._come |= dict.fromkeys((*found.said, *found.led_to))
            self._seen, is_all = end, found.is_all
        elif is_all:
            self._seen = size
        is_due = size != self._all_seen and not self._rest and not 0 <= now - self._all_at < self._every
        if is_all or is_due:
            # At the start also what is answered, and of which nobody has said yet that nothing waits there.
            is_first, self._all_at, self._all_seen = self._all_at < 0, now, size
            self._rest = list(left(self._office).subjects) if is_first else self._office.half.open_subjects()
