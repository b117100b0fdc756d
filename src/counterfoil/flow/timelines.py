"""Timelines out of the store: a stretch of each is loaded once for all windows that are looked at in a batch."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple

from counterfoil.flow.recall import Recall
from counterfoil.matching.days import shifted
from counterfoil.model.summary import Recorded
from counterfoil.store import Store

_MARGIN = 90
"""Days on both sides that are loaded with a window, since the next one asked for stands near it."""
_LOADED_MAX = 1000
"""A timeline with more than this near a window is asked for each window by itself."""
_FEW = 100
"""Who asks for the latest of so many at most is seldom told more of a timeline than these and as many again."""
_LATEST_MIN = 64

_DAY = timedelta(days=1)

Window = tuple[int, date, date, int]
"""Key, first and last day, and how many at most."""


_Rows = Sequence[tuple[date, bytes]]


class _Stretch(NamedTuple):
    """All that stands on a timeline between two days, by (day, id)."""

    first: date
    last: date
    days: Sequence[date]
    ids: Sequence[bytes]

    def latest(self, first: date, last: date, limit: int) -> Sequence[bytes] | None:
        """The latest of what stands between two days; None where that is not known."""
        if not self.first <= last <= self.last:
            return None
        start, end = bisect_left(self.days, first), bisect_right(self.days, last)
        return self.ids[max(start, end - limit) : end] if self.first <= first or limit <= end - start else None

    def with_earlier(self, first: date, rows: _Rows) -> "_Stretch":
        """With all that stands from an earlier day on to its own first."""
        return _Stretch(
            first, self.last, [*(day for day, _ in rows), *self.days], [*(one for _, one in rows), *self.ids]
        )

    def with_later(self, last: date, rows: _Rows) -> "_Stretch":
        """With all that stands from its own last day on to a later one."""
        return _Stretch(
            self.first, last, [*self.days, *(day for day, _ in rows)], [*self.ids, *(one for _, one in rows)]
        )


class Timelines:
    """What stands on timelines. Call when the places of a batch are stored; they do not change afterwards."""

    def __init__(self, store: Store, recall: Recall) -> None:
        self._store, self._recall = store, recall
        self._stretches: dict[int, _Stretch] = {}
        self._crowded: set[int] = set()
        self._windows: dict[Window, list[Recorded]] = {}

    def placed(self, key: int, first: date, last: date, limit: int) -> Sequence[Recorded]:
        """The documents between two days, both included, by (day, id); of more than `limit` the latest."""
        window = key, first, last, limit
        found = self._windows.get(window)
        if found is None:
            ids = self._ids(window)
            documents = self._recall.get(ids)
            found = self._windows[window] = [documents[one] for one in ids if one in documents]
        return found

    def _ids(self, window: Window) -> Sequence[bytes]:
        key, first, last, limit = window
        for known_by in (self._as_it_is, self._with_later, self._with_latest, self._with_all):
            stretch = known_by(window, self._stretches.get(key))
            if stretch is not None and (found := stretch.latest(first, last, limit)) is not None:
                return found
        return [one for _, one in self._store.placed(*window)]

    @staticmethod
    def _as_it_is(_: Window, known: _Stretch | None) -> _Stretch | None:
        return known

    def _with_later(self, window: Window, known: _Stretch | None) -> _Stretch | None:
        """What is known, on to the end of a window."""
        key, _, last, _ = window
        if known is None or last <= known.last:
            return None
        return self._loaded(key, known.first, shifted(last, _MARGIN), known)

    def _with_latest(self, window: Window, known: _Stretch | None) -> _Stretch | None:
        """The latest before what is known, where no more are asked for; None where that is one day."""
        key, first, last, limit = window
        if limit > _FEW:
            return None
        first, last = shifted(first, -_MARGIN), shifted(last, _MARGIN) if known is None else known.first - _DAY
        most = max(_LATEST_MIN, 2 * limit)
        rows = self._store.placed(key, first, last, most)
        if len(rows) == most:
            # Of the first day there may be more.
            if rows[0][0] == last:
                return None
            first = rows[0][0] + _DAY
            rows = [row for row in rows if first <= row[0]]
        return self._kept(key, _stretch(first, last, rows) if known is None else known.with_earlier(first, rows))

    def _with_all(self, window: Window, known: _Stretch | None) -> _Stretch | None:
        """All of a window, and of what is between it and what is known."""
        key, first, last, _ = window
        return self._loaded(key, shifted(first, -_MARGIN), shifted(last, _MARGIN), known)

    def _loaded(self, key: int, first: date, last: date, known: _Stretch | None) -> _Stretch | None:
        if key in self._crowded:
            return None
        if known is None:
            return self._kept(key, _stretch(first, last, self._rows(key, first, last, 0)))
        if first < known.first:
            known = known.with_earlier(first, self._rows(key, first, known.first - _DAY, len(known.ids)))
        if known.last < last:
            known = known.with_later(last, self._rows(key, known.last + _DAY, last, len(known.ids)))
        return self._kept(key, known)

    def _kept(self, key: int, stretch: _Stretch) -> _Stretch | None:
        if len(stretch.ids) > _LOADED_MAX:
            self._crowded.add(key)
            self._stretches.pop(key, None)
            return None
        self._stretches[key] = stretch
        return stretch

    def _rows(self, key: int, first: date, last: date, more: int) -> list[tuple[date, bytes]]:
        """What stands between two days, as far as it is not too much together with what is known."""
        return self._store.placed(key, first, last, _LOADED_MAX + 1 - more)


def _stretch(first: date, last: date, rows: _Rows) -> _Stretch:
    return _Stretch(first, last, [day for day, _ in rows], [one for _, one in rows])
