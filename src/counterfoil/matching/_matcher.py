"""What a matcher and an inference are: frozen values with an id and pure functions, listed by hand in `__init__`."""

from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

from counterfoil.model._base import Model
from counterfoil.model.link import Link
from counterfoil.model.summary import Recorded

T = TypeVar("T")

NO_LIMIT = 100_000
"""How many to ask a timeline for where all count: what comes would hide another from who sees only the latest."""

Find = Callable[[str], Sequence[Recorded]]
"""Gives all documents that offer a key, by id; none where there are too many to tell apart."""

Keys = Callable[[Recorded], Iterator[str]]
"""Blocking keys of a document."""


class Unit(NamedTuple):
    """What an inference answers for at once: a document, or one entry of a statement."""

    id: bytes
    line: str | None = None


class Shelf(Protocol):
    """The record as an inference may look at it.

    Every answer depends on the documents, the links by reference and the decisions of people alone, never on the order
    of arrival and never on what was inferred.
    """

    def get(self, id: bytes) -> Recorded | None:
        """The document with that id."""
        ...

    def offering(self, key: str) -> Sequence[Recorded]:
        """The documents that offer a key, by id; none where there are too many to tell apart."""
        ...

    def seeking(self, key: str) -> Sequence[Recorded]:
        """The documents that seek a key, by id."""
        ...

    def outnumbered(self, key: str) -> Sequence[Recorded]:
        """The documents that offered a key until those that are being linked made them too many; mostly none."""
        ...

    def amounts(self, key: str) -> Sequence[tuple[bytes, int]]:
        """What is to be paid for the documents that offer a key, by id, in ten-thousandths, rounded down.

        None where there are too many.
        """
        ...

    def placed(self, key: str, first: date, last: date, limit: int) -> Sequence[Recorded]:
        """The documents that stand on a timeline between two days, both included, by (day, id).

        Of more than `limit` the latest.
        """
        ...

    def unlinked(self, key: str, first: date, last: date) -> Sequence[Recorded]:
        """Of the documents on a timeline between two days all with lines that no link in here explains, by (day, id).

        There may be others among them.
        """
        ...

    def links_from(self, id: bytes) -> Sequence[Link]:
        """Links by reference or decision whose source is the document or a line of it."""
        ...

    def links_to(self, id: bytes) -> Sequence[Link]:
        """Links by reference or decision whose target is the document or a line of it."""
        ...

    def confirmed(self, kind: str) -> Sequence[Link]:
        """All links of a kind that people confirmed, from which further ones can be learned."""
        ...

    def is_undone(self, link: Link) -> bool:
        """Has a person undone the link of this kind between these ends?"""
        ...

    def is_new(self, id: bytes) -> bool:
        """Did this document come with those that are being linked? Before that, no answer can have hung on it."""
        ...

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gave for the key before. It is made again as soon as anything changes that a shelf tells."""
        ...

    def expect(
        self,
        *,
        offering: Iterable[str] = (),
        seeking: Iterable[str] = (),
        amounts: Iterable[str] = (),
        linked: Iterable[bytes] = (),
    ) -> None:
        """Say what will be asked for soon, so that the database is asked once. It changes no answer."""
        ...


class Beside(Model):
    """What a matcher's answers hang on further, where there is anything to weigh: what stands beside a document.

    Most documents have nothing that they could be linked to, and for these it makes no difference: they need not be
    asked again whenever one more comes to stand there.
    """

    seeks: Keys
    """The keys of what stands beside a document."""
    matters: Callable[[Recorded, Shelf], bool]
    """Is there anything to weigh? Where not, the document gets no link. It may hang on the same documents only."""
    reaches: Callable[[Recorded, Shelf], Iterable[bytes]]
    """The documents for which a new one makes something to weigh together with others."""
    stirs: Callable[[Recorded, Recorded], bool]
    """Does a new one that offers what a document seeks make something to weigh for it, by what the two tell?

    Where neither this nor `reaches` says so, what did not matter still does not."""


class Matcher(Model):
    """One question that linking answers for a document by itself.

    `seeks` names the keys of the documents that it could be linked to; `links` gives its links to those that `find`
    gives for these keys. Its answer may depend on nothing else, so that order of arrival cannot change it. `offers`
    names keys under which others find a document for this question.
    """

    id: str
    kinds: frozenset[str]
    """The kinds of link that it gives, and no other matcher."""
    seeks: Keys
    links: Callable[[Recorded, Find], Iterator[Link]]
    offers: Keys
    beside: Beside | None = None


class Filing(Model):
    """Where documents are kept so that a question finds them again: under keys, and on timelines."""

    id: str
    offers: Keys
    seeks: Keys
    places: Callable[[Recorded], Iterator[tuple[str, date]]]
    """The timelines that a document stands on, and the day."""


class Inference(Filing):
    """One question whose answers depend on one another, as each invoice is paid once.

    Answers are given for a closed set of units: `links` takes units, adds all those that compete with them for the same
    thing, theirs in turn, and gives the units that it has answered with all their links. A unit must get the same
    links whichever others it is asked with.
    """

    kinds: frozenset[str]
    """The kinds of link that it gives, all with the basis INFERENCE: by that the record knows which of them are its."""
    near: Callable[[Recorded, Shelf], Iterable[Unit]]
    """The units whose answer may change when this document comes, or a link by reference or decision from or to it
    changes: its own, and those that could see it. What they see of it may not hang on its links."""
    links: Callable[[Collection[Unit], Shelf], tuple[Collection[Unit], Sequence[Link]]]
