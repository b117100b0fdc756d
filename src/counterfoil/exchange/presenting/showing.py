"""A fact by its parts: what each of its disclosures opens, which of them are shown, and what to call the fact."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple, TypeAlias

from counterfoil.errors import ProofError
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, OFFERED, Attested, verb_of
from counterfoil.log.base64url import decode_base64url
from counterfoil.log.canonical import read_canonical
from counterfoil.log.sd_claims import ELEMENT, digest
from counterfoil.model._base import Model


class Part(NamedTuple):
    """What one disclosure opens: a claim, or an element of a list."""

    name: str
    position: int | None
    """Of an element: the how-manieth it is, from 1, those included that were forgotten."""
    value: Any
    disclosure: str

    @property
    def path(self) -> str:
        """Its name, with the position of an element: "payable", "lines/3"."""
        return self.name if self.position is None else f"{self.name}/{self.position}"


Parts: TypeAlias = "Mapping[str, Part]"
"""By path, in the order of the payload's disclosures."""


class Showing(Model):
    """A fact that goes into a dossier, and the paths of what is shown of it."""

    fact: Attested
    parts: Mapping[str, Part]
    shown: frozenset[str]

    @property
    def disclosures(self) -> tuple[str, ...]:
        """The disclosures of what is shown."""
        return tuple(part.disclosure for path, part in self.parts.items() if path in self.shown)

    @property
    def withheld(self) -> list[str]:
        """The paths of what is not shown."""
        return [path for path in self.parts if path not in self.shown]

    def value(self, name: str) -> Any:
        """The value of a whole claim, whether it is shown or not; None where there is none."""
        part = self.parts.get(name)
        return part.value if part else None

    def elements(self, name: str) -> list[Part]:
        """The elements of a list that are there, in order."""
        return [part for part in self.parts.values() if part.name == name and part.position is not None]


def papers_in(showings: Sequence[Showing]) -> Iterator[tuple[int, Showing]]:
    """Those that offer papers, with their places."""
    return ((place, one) for place, one in enumerate(showings) if one.fact.kind == OFFERED)


def parts_of(fact: Attested) -> Parts:
    """What the disclosures of a fact open; all of them belong to it, or it is a ProofError."""
    told = read_canonical(fact.payload)
    places = _places(told if isinstance(told, dict) else {})
    found: dict[str, Part] = {}
    for disclosure in fact.disclosures:
        opened = read_canonical(decode_base64url(disclosure) or b"")
        match places.get(digest(disclosure)), opened:
            case (None, None), [_, str() as name, value]:
                part = Part(name, None, value, disclosure)
            case (str() as name, int() as position), [_, value]:
                part = Part(name, position, value, disclosure)
            case _:
                raise ProofError("A disclosure does not belong to its fact.", "Run 'counterfoil verify'.")
        found[part.path] = part
    return found


def titles(facts: Iterable[Attested]) -> dict[str, str]:
    """What to call each fact, by its entry: a paper by its number, anything else by what it says about one."""
    listed = list(facts)
    papers = {one.subject: _paper(one.claims) for one in listed if one.kind == OFFERED}
    return {
        one.entry: papers[one.subject] if one.kind == OFFERED else _about(one, papers.get(one.subject, "a paper"))
        for one in listed
    }


def word_of(fact: Attested) -> str:
    """One word for what a fact is: the paper that it offers, or what it says about one."""
    return str(fact.claims["document"]) if fact.kind == OFFERED else verb_of(fact.kind)


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names as a sentence has them; of many only the first."""
    if len(names) > most:
        names = [*names[: most - 1], f"{len(names) - most + 1} more"]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""


def _places(told: Mapping[str, Any]) -> dict[str, tuple[str | None, int | None]]:
    """Where each digest stands: (None, None) for a claim, the list's name and the position for an element."""
    places: dict[str, tuple[str | None, int | None]] = dict.fromkeys(told.get("_sd", ()), (None, None))
    for name, value in told.items():
        if isinstance(value, list) and name != "_sd":
            for position, item in enumerate(value, 1):
                if isinstance(item, dict) and item.keys() == {ELEMENT}:
                    places[item[ELEMENT]] = name, position
    return places


def _paper(claims: Mapping[str, Any]) -> str:
    return f"{claims['document']} {claims.get('number') or 'without a number'}"


def _about(fact: Attested, paper: str) -> str:
    if fact.kind == ACKNOWLEDGED:
        return f"acknowledgement ({fact.claims['level']}) of {paper}"
    return f"{_SAYS[word_of(fact)]} of {paper}"


_SAYS = {
    "checked": "check",
    "disputed": "dispute",
    "withdrawn": "withdrawal",
    "credited": "credit",
    "paid": "payment",
}
