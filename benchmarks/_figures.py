"""The figures of linking: what is right, missed and false, by kind and difficulty; and how they are printed."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import Self

GOODS = ("answers", "changes", "cancels", "ships", "receives", "bills", "credits")


class Count:
    """Right, missed and false ones, and those among them that are to be shown."""

    def __init__(self) -> None:
        self.right = self.missed = self.false = 0

    def __iadd__(self, other: "Count") -> Self:
        self.right += other.right
        self.missed += other.missed
        self.false += other.false
        return self

    @property
    def recall(self) -> float:
        """How many of what is true were found."""
        return self.right / (self.right + self.missed or 1)

    @property
    def precision(self) -> float:
        """How many of what was found is true."""
        return self.right / (self.right + self.false or 1)

    @property
    def f1(self) -> float:
        """Both in one."""
        return 2 * self.right / (2 * self.right + self.missed + self.false or 1)


class Score:
    """All figures of one or several worlds."""

    def __init__(self) -> None:
        self.links: dict[str, Count] = defaultdict(Count)
        self.links_by: dict[str, Count] = defaultdict(Count)
        """Links of goods by difficulty."""
        self.quantities = Count()
        self.entries = Count()
        """Right: applied fully and rightly. Missed: not so. False: applied, but (in part) wrongly."""
        self.applied = 0
        self.entries_by: dict[str, Count] = defaultdict(Count)
        self.discrepancies: dict[str, Count] = defaultdict(Count)
        self.duplicates: dict[str, Count] = defaultdict(Count)
        self.bands: dict[int, list[tuple[Decimal, bool]]] = defaultdict(list)
        self.twice: list[str] = []
        self.sums: list[str] = []
        self.shown: list[tuple[str, str]] = []
        """(what, a line about something missed or false)."""

    def together(self, *kinds: str) -> Count:
        """The counts of several kinds of links."""
        total = Count()
        for kind in kinds:
            total += self.links[kind]
        return total

    @property
    def calibration(self) -> tuple[float, int]:
        """Expected calibration error over links that are not exact, and how many there are."""
        count = sum(len(band) for band in self.bands.values())
        error = sum(
            abs(sum(float(told) for told, _ in band) - sum(right for _, right in band)) for band in self.bands.values()
        )
        return error / (count or 1), count


def printed(total: Score) -> Iterator[str]:
    """The figures as lines of text."""
    yield f"{'links':28} {'F1':>7} {'recall':>7} {'precis.':>7} {'true':>6} {'false':>6}"
    for name, count in (
        ("goods, all", total.together(*GOODS)),
        ("goods, bills alone", total.links["bills"]),
        ("goods, missing or mangled", total.links["unnamed"]),
        *((f"  {kind}", total.links[kind]) for kind in GOODS),
        *((f"  {name}", total.links_by[name]) for name in sorted(total.links_by)),
    ):
        yield _row(name, count)
    yield f"  quantities right: {total.quantities.precision:.4f}"
    entries = total.entries
    right = 1 - entries.false / (total.applied or 1)
    number = entries.right + entries.missed
    yield f"entries applied fully and rightly: {entries.recall:.3f} of {number}; precision {right:.4f}"
    for name in sorted(total.entries_by):
        count = total.entries_by[name]
        yield f"  {name:26} {count.recall:7.3f} of {count.right + count.missed:5}, wrong {count.false}"
    yield f"items used twice: {len(total.twice)}; sums that do not add up: {len(total.sums)}"
    every = Count()
    for count in total.duplicates.values():
        every += count
    yield f"{'duplicates':28} {'F1':>7} {'recall':>7} {'precis.':>7} {'true':>6} {'false':>6}"
    yield _row("duplicates, all", every)
    yield from (_row(f"  {name}", total.duplicates[name]) for name in sorted(total.duplicates))
    every = Count()
    for count in total.discrepancies.values():
        every += count
    yield f"{'discrepancies':28} {'F1':>7} {'recall':>7} {'precis.':>7} {'true':>6} {'false':>6}"
    yield _row("discrepancies, all", every)
    yield from (_row(f"  {code}", total.discrepancies[code]) for code in sorted(total.discrepancies))
    error, number = total.calibration
    yield f"calibration error over {number} links that are not exact: {error:.3f}"
    for band in sorted(total.bands):
        told, right_ones = zip(*total.bands[band], strict=True)
        yield f"  told {float(sum(told)) / len(told):.3f}, right {sum(right_ones) / len(told):.3f} of {len(told)}"


def _row(name: str, count: Count) -> str:
    true = count.right + count.missed
    return f"{name:28} {count.f1:7.4f} {count.recall:7.4f} {count.precision:7.4f} {true:6} {count.false:6}"
