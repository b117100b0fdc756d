"""What of each fact is disclosed: what a credit officer needs at least, with what a person adds and takes away."""

import re
from collections.abc import Callable, Mapping, Sequence

from counterfoil.errors import UsageError
from counterfoil.exchange.presenting.showing import Part, Parts, Showing, listed, parts_of, word_of
from counterfoil.exchange.proof.attested import ACKNOWLEDGED, CHECKED, OFFERED, Attested, unshown
from counterfoil.model._base import Model

GROUPS: Mapping[str, frozenset[str]] = {
    "terms": frozenset(
        {
            *("number", "issued", "type_code", "response", "currency", "tax_currency", "net", "tax", "total", "paid"),
            *("payable", "allowances", "charges", "rounding", "due", "delivered", "despatched", "payment_terms"),
            "buyer_reference",
        }
    ),
    "parties": frozenset({"seller", "buyer", "payee", "deliver_to"}),
    "payments": frozenset({"payment_reference", "date", "credit_note"}),
    "acknowledgements": frozenset({"set_off", "role", "assignee", "codes"}),
}
"""Names that stand for several claims, wherever they are. To some belong whole facts, see `_OF_FACTS`."""
ALL = "all"
_OF_FACTS: Mapping[str, frozenset[str]] = {
    "payments": frozenset({"paid", "credited"}),
    "acknowledgements": frozenset({"acknowledged", "disputed"}),
}
_PAPERS = frozenset(
    {
        *("document", "number", "issued", "due", "response", "currency"),
        *("total", "paid", "rounding", "payable"),
        *("seller", "buyer", "references", "refers"),
    }
)
"""What is shown of a paper unless somebody wants otherwise: which it is, between whom, what is to be paid and when."""
_CHECKS = frozenset({"of", "valid", "rulebooks"})
NAMES = frozenset(
    {
        *_PAPERS,
        *_CHECKS,
        *(name for names in GROUPS.values() for name in names),
        *("lines", "notes", "findings", "original", "customization", "amount", "level"),
    }
)
"""Claims that facts between companies can have, whether those at hand do or not."""
_WRITTEN = re.compile(
    r"(?P<minus>-?)(?:(?P<fact>[a-z-]+):)?(?P<name>[A-Za-z_][A-Za-z_-]*)(?:/(?P<position>[1-9][0-9]{0,8}))?"
)


class Wish(Model):
    """One thing that a person wants shown or withheld: a name or group, of all facts or of those of one word."""

    name: str
    shows: bool = True
    fact: str | None = None
    """Only of these facts: a paper's kind ("order") or what is said about one ("acknowledged")."""
    position: int | None = None

    def is_about(self, fact: Attested, part: Part) -> bool:
        """Does this concern a part of a fact?"""
        word = word_of(fact)
        if self.fact not in (None, word):
            return False
        if self.position is not None:
            return (part.name, part.position) == (self.name, self.position)
        is_in_group = part.name in GROUPS.get(self.name, ()) or word in _OF_FACTS.get(self.name, ())
        return self.name in (ALL, part.name) or is_in_group

    def __str__(self) -> str:
        """As a person writes it."""
        return "".join(
            (
                "" if self.shows else "-",
                f"{self.fact}:" if self.fact else "",
                self.name,
                f"/{self.position}" if self.position else "",
            )
        )


Choice = Sequence[Wish]
"""What a person wants, in order: of two wishes about one part the later counts."""


def parse_choice(written: Sequence[str]) -> Choice:
    """The wishes in the words of a command line; what cannot be a name is a UsageError."""
    return [_wish(one) for one in written]


def choose(facts: Sequence[Attested], choice: Choice = ()) -> list[Showing]:
    """The facts with what is shown of each; a wish that nothing here could meet is a UsageError."""
    laid_out = [(fact, parts_of(fact)) for fact in facts]
    for wish in choice:
        _check(wish, laid_out)
    return [Showing(fact=fact, parts=parts, shown=_shown(fact, parts, choice)) for fact, parts in laid_out]


def shown_always(kind: str) -> frozenset[str]:
    """The claims of a kind of fact that a dossier must show, as far as they are there."""
    claims: dict[str, int] = {"seq": 2}
    while (name := unshown(kind, claims)) is not None:
        claims[name] = 0
    return frozenset({*claims, "of", "refers"})


def _shown(fact: Attested, parts: Parts, choice: Choice) -> frozenset[str]:
    needed, by_default = shown_always(fact.kind), _DEFAULTS.get(fact.kind, _whole)
    shown = set[str]()
    for path, part in parts.items():
        last = next((wish.shows for wish in reversed(choice) if wish.is_about(fact, part)), None)
        if part.name in needed or (by_default(part) if last is None else last):
            shown.add(path)
    return frozenset(shown)


def _whole(_part: Part) -> bool:
    return True


_DEFAULTS: Mapping[str, Callable[[Part], bool]] = {
    OFFERED: lambda part: part.name in _PAPERS,
    CHECKED: lambda part: part.name in _CHECKS,
    ACKNOWLEDGED: _whole,
}


def _wish(written: str) -> Wish:
    found = _WRITTEN.fullmatch(written)
    if found is None:
        raise UsageError(f"{written!r} names nothing to disclose.", "Write a name as payable, lines/3 or -seller.")
    position = found["position"]
    return Wish(
        name=found["name"],
        shows=not found["minus"],
        fact=found["fact"],
        position=int(position) if position else None,
    )


def _check(wish: Wish, laid_out: Sequence[tuple[Attested, Parts]]) -> None:
    words = {word_of(fact) for fact, _ in laid_out}
    if wish.fact is not None and wish.fact not in words:
        raise UsageError(f"The dossier has no {wish.fact}.", f"It has {listed(sorted(words), 20)}.")
    here = {part.name for fact, parts in laid_out if wish.fact in (None, word_of(fact)) for part in parts.values()}
    if wish.name not in here | NAMES | GROUPS.keys() | {ALL}:
        there = f"There is {listed(sorted(here), 99)}; in groups {listed([*GROUPS, 'lines', ALL], 9)}."
        raise UsageError(f"Nothing in the dossier is called {wish.name!r}.", there)
    if wish.position is None:
        return
    if not any(wish.is_about(fact, part) for fact, parts in laid_out for part in parts.values()):
        most = max((len(_positions(parts, wish.name)) for _, parts in laid_out), default=0)
        raise UsageError(f"There is no {wish.name}/{wish.position}.", f"The longest list of {wish.name} has {most}.")


def _positions(parts: Parts, name: str) -> list[int]:
    return [part.position for part in parts.values() if part.name == name and part.position is not None]
