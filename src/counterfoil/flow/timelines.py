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
        stretch = self._stretches.get(key)
        if stretch is None and limit <= _FEW:
            stretch = self._of_late(window)
        found = None if stretch is None else stretch.latest(first, last, limit)
        if found is None and (stretch := self._loaded(key, first, last, stretch)) is not None:
            found = stretch.latest(first, last, limit)
        return [one for _, one in self._store.placed(*window)] if found is None else found

    def _of_late(self, window: Window) -> _Stretch | None:
        """The end of the stretch around a window, where only the latest are asked for; None where that is one day."""
        key, first, last, limit = window
        first, last = shifted(first, -_MARGIN), shifted(last, _MARGIN)
        most = max(_LATEST_MIN, 2 * limit)
        rows = self._store.placed(key, first, last, most)
        if len(rows) == most:
            # Of the first day there may be more.
            if rows[0][0] == last:
                return None
            first = rows[0][0] + _DAY
            rows = [row for row in rows if first <= row[0]]
        found = self._stretches[key] = _stretch(first, last, rows)
        return found

    def _loaded(self, key: int, first: date, last: date, known: _Stretch | None) -> _Stretch | None:
        if key in self._crowded:
            return None
        first, last = shifted(first, -_MARGIN), shifted(last, _MARGIN)
        if known is None:
            rows = self._rows(key, first, last, 0)
        else:
            rows = list(zip(known.days, known.ids, strict=True))
            if first < known.first:
                rows = [*self._rows(key, first, known.first - _DAY, len(rows)), *rows]
            if known.last < last:
                rows = [*rows, *self._rows(key, known.last + _DAY, last, len(rows))]
            first, last = min(first, known.first), max(last, known.last)
        if len(rows) > _LOADED_MAX:
            self._crowded.add(key)
            self._stretches.pop(key, None)
            return None
        found = self._stretches[key] = _stretch(first, last, rows)
        return found

    def _rows(self, key: int, first: date, last: date, more: int) -> list[tuple[date, bytes]]:
        """What stands between two days, as far as it is not too much together with what is known."""
        return self._store.placed(key, first, last, _LOADED_MAX + 1 - more)


def _stretch(first: date, last: date, rows: Sequence[tuple[date, bytes]]) -> _Stretch:
    return _Stretch(first, last, [day for day, _ in rows], [one for _, one in rows])
