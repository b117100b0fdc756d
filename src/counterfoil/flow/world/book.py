"""The book that a world is written into: its papers and their files, its money, and the truth about both."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import Any, TypeVar

from msgspec.structs import replace

from counterfoil.flow.world.bank import Detail, Entry
from counterfoil.flow.world.paper import Company, Paper
from counterfoil.flow.world.truth import End, Purpose, Tie, Wrong
from counterfoil.model._base import Model

T = TypeVar("T")

UBL, PEPPOL, XRECHNUNG, CII, TABLE = "ubl", "peppol", "xrechnung", "cii", "table"
"""How a paper is written; what stands in a table has no file of its own."""


class Filed(Model):
    """A paper and how it is written; `copy_of` names the paper whose very bytes these are."""

    paper: Paper
    folder: str
    syntax: str
    copy_of: int | None = None
    compact: bool = False
    """Without line breaks, as another program would write it."""


class Owed(Model):
    """An invoice or credit note on its way to being paid."""

    paper: Paper
    we_pay: bool
    difficulty: tuple[str, ...] = ()
    discount: tuple[int, Decimal] | None = None
    """Days and percent of the discount that was agreed."""
    unpayable: bool = False
    """Nobody pays it, since something is wrong with it."""


class Book:
    """Everything about one world while it is being made."""

    def __init__(self, random: Random, faults: frozenset[str], start: date, days: int) -> None:
        self.random, self.faults = random, faults
        self.start, self.days = start, days
        self.papers: dict[int, Filed] = {}
        self.ties: list[Tie] = []
        self.wrongs: list[Wrong] = []
        self.purposes: list[Purpose] = []
        self.entries: dict[str, list[Entry]] = {"main": [], "second": [], "table": []}
        self.notified: list[Entry] = []
        self.owed: list[Owed] = []
        self.run: list[tuple[date, Detail, Purpose]] = []
        """Payments that wait for the next payment run."""
        self.credited: dict[int, int] = {}
        """Of each credit note the invoice."""
        self.numbers: set[str] = set()
        """All numbers of papers."""
        self._decks: dict[str, list[Any]] = {}
        self._key = 0

    def key(self) -> int:
        """A new key."""
        self._key += 1
        return self._key

    def day(self, after: float) -> date:
        """So many days after the start."""
        return self.start + timedelta(days=int(after))

    def chance(self, share: float, fault: str | None = None) -> bool:
        """Does it happen this time? Never where its fault was not asked for."""
        happens = self.random.random() < share
        return happens and (fault is None or fault in self.faults)

    def draw(self, deck: str, weighted: dict[T, float]) -> T:
        """One of several by their weights, as from a deck of cards: all have had their turn before it begins anew."""
        cards = self._decks.setdefault(deck, [])
        if not cards:
            least = min(weighted.values())
            cards += [one for one, weight in weighted.items() for _ in range(round(weight / least))]
            self.random.shuffle(cards)
        found: T = cards.pop()
        return found

    def pick(self, weighted: dict[T, float]) -> T:
        """One of several by their weights."""
        return self.random.choices(list(weighted), list(weighted.values()))[0]

    def file(self, paper: Paper, folder: str, syntax: str = UBL, **how: Any) -> Paper:
        """Keep a paper."""
        self.numbers.add(paper.number)
        self.papers[paper.key] = Filed(paper=paper, folder=folder, syntax=syntax, **how)
        return paper

    def tie(self, kind: str, source: tuple[int, int | None], target: tuple[int, int | None], **told: Any) -> None:
        """Note a link that holds."""
        self.ties.append(Tie(kind=kind, source=_end(source), target=_end(target), **told))

    def wrong(self, code: str, key: int, line: int | str | None = None, **told: Any) -> None:
        """Note a discrepancy that holds."""
        end = End(key=key, line=None if line is None else str(line))
        self.wrongs.append(Wrong(code=code, end=end, **told))

    def move(self, account: str, booked: date, details: Iterable[tuple[Detail, Purpose | None]], **told: Any) -> Entry:
        """An entry of the bank with what each of its payments was for."""
        parts = tuple(details)
        key = self.key()
        told.setdefault("reference", f"{booked:%y%m%d}{key:08}")
        entry = Entry(key=key, booked=booked, details=tuple(detail for detail, _ in parts), **told)
        self.entries[account].append(entry)
        for place, (_, purpose) in enumerate(parts, 1):
            if purpose is not None:
                self.purposes.append(replace(purpose, entry=key, detail=place if len(parts) > 1 else None))
        return entry


def purpose(
    what: str, applied: Iterable[tuple[Paper, Decimal]] = (), difficulty: Iterable[str] = (), **told: Any
) -> Purpose:
    """What a payment was for; the entry follows."""
    return Purpose(
        entry=0,
        detail=None,
        purpose=what,
        applied=tuple((End(key=paper.key), amount) for paper, amount in applied),
        difficulty=tuple(dict.fromkeys(difficulty)),
        **told,
    )


def slug(company: Company) -> str:
    """A company's name as a folder."""
    from counterfoil.flow.world.bank import spelled

    kept = "".join(
        letter if letter.isascii() and letter.isalnum() else "-" for letter in spelled(company.name).casefold()
    )
    return "-".join(part for part in kept.split("-") if part)


def _end(place: tuple[int, int | None]) -> End:
    key, line = place
    return End(key=key, line=None if line is None else str(line))
