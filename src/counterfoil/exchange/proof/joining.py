"""What several files of one holder say together: their keys, and each fact once with all that any shows of it."""

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from counterfoil.exchange.proof.attested import Attested
from counterfoil.exchange.proof.checkpoints import LogHead
from counterfoil.exchange.proof.dossier import KeyOf
from counterfoil.exchange.proof.refusal import refusing, require
from counterfoil.log.disclosure import reveal
from counterfoil.model._base import Model


class State(Model):
    """What a dossier says, or an update together with all that it builds on."""

    holder: str
    keys: tuple[KeyOf, ...]
    logs: tuple[LogHead, ...]
    """Its own: later ones tell more than earlier ones."""
    invoices: tuple[str, ...]
    """The first subjects of the dossiers."""
    subjects: frozenset[str]
    facts: tuple[Attested, ...]


class Joined:
    """Files put together one after the other."""

    def __init__(self, states: Sequence[State]) -> None:
        self._keys = dict[bytes, KeyOf]()
        self._facts = dict[str, Attested]()
        self.invoices = tuple(dict.fromkeys(one for state in states for one in state.invoices))
        for place, state in enumerate(states):
            self.add_keys(state.keys, [f"of[{place}]"] * len(state.keys))
            self.add_facts(state.facts, [f"of[{place}]"] * len(state.facts))

    @property
    def keys(self) -> tuple[KeyOf, ...]:
        """All keys, each once."""
        return tuple(self._keys.values())

    @property
    def facts(self) -> tuple[Attested, ...]:
        """All facts, each once."""
        return tuple(self._facts.values())

    def add_keys(self, keys: Iterable[KeyOf], where: Iterable[str]) -> None:
        """Add keys; one that is said to be of two companies is of none."""
        for key, place in zip(keys, where, strict=True):
            known = self._keys.setdefault(key.public_key, key)
            require(known == key, "company", place, "A key is said to be of two companies.")

    def add_facts(self, facts: Iterable[Attested], where: Iterable[str]) -> None:
        """Add facts; what is shown of one anywhere is shown."""
        for fact, place in zip(facts, where, strict=True):
            known = self._facts.get(fact.entry)
            self._facts[fact.entry] = fact if known is None else _merged(known, fact, place)


def _merged(known: Attested, again: Attested, where: str) -> Attested:
    require(known.author == again.author, "chain", where, "Two companies say that one fact is theirs.")
    logs = tuple(sorted({*known.logs, *again.logs}))
    shown = tuple(dict.fromkeys((*known.disclosures, *again.disclosures)))
    more = len(shown) - len(known.disclosures)
    if not more:
        return replace(known, logs=logs)
    with refusing("disclosure", where):
        claims = reveal(known.payload, shown)
    return replace(known, claims=claims, disclosures=shown, logs=logs, withheld=known.withheld - more)
