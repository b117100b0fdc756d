"""When the settings that linking goes by have changed, every role and link is made again, once, with facts."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from counterfoil.flow.blocking import beside_of, keys_of, places_of
from counterfoil.flow.columns import partner_of, plain_text
from counterfoil.flow.facts import FactBatch, claims_of, named_claims
from counterfoil.flow.home import Home, home_subject
from counterfoil.flow.linking import Linker
from counterfoil.flow.recall import Recall
from counterfoil.matching import VERSION, role_in
from counterfoil.model.settings import Settings
from counterfoil.model.summary import Recorded
from counterfoil.store import DocumentRow

OPENED, SETTLED, ROLE = "home.opened/1", "home.settled/1", "document.role/1"
_CHUNK = 500
_OPENED_WITH = {"certain_from": "0.95", "linking": "1"}
"""What a home was opened with and its first fact does not say."""


def settled(settings: Settings) -> dict[str, Any]:
    """What links and discrepancies depend on beside documents and decisions: our version, and settings of a person."""
    owner = {name: value for name, value in msgspec.json.decode(claims_of(settings.owner)).items() if value}
    told = {**owner, "linking": VERSION, "certain_from": format(settings.certain_from, "f")}
    if settings.tolerances:
        told["tolerances"] = [msgspec.json.decode(claims_of(each)) for each in settings.tolerances]
    return told


def is_settled(home: Home) -> bool:
    """Were all links made by the settings as they are now?"""
    return _last_settled(home) == settled(home.settings)


def _last_settled(home: Home) -> dict[str, Any]:
    last: dict[str, Any] = {}
    for fact in home.store.facts_of(home_subject(home)):
        if fact.kind in (OPENED, SETTLED):
            last = _OPENED_WITH | msgspec.json.decode(fact.claims or b"{}")
    last.pop("vkey", None)
    return last


class Relinking:
    """Links all documents again. Call inside `writing()`, and write the facts that come with each change of links."""

    def __init__(self, home: Home, recall: Recall, facts: FactBatch) -> None:
        self._home, self._recall, self._facts = home, recall, facts
        self._ids = [row.id for row in home.store.documents()]

    def settle(self) -> None:
        """Record the settings, and what we are now in each document."""
        of_another_version = _last_settled(self._home).get("linking") != VERSION
        self._facts.add(SETTLED, home_subject(self._home), named_claims(settled(self._home.settings)))
        store = self._home.store
        changed: list[tuple[bytes, str, str | None]] = []
        for chunk in self._chunks():
            rows = store.documents_by_id(chunk)
            changed += [new for one in chunk if (new := self._new_role(rows[one])) is not None]
            self._recall.trim()
        store.append_facts(self._facts.rows)
        store.change_roles(changed)
        self._recall.forget()
        if of_another_version:
            self._put_anew()

    def linkers(self) -> Iterator[tuple[Linker, Sequence[bytes]]]:
        """All documents in portions, each with a linker of its own, which keeps what it has seen."""
        for chunk in self._chunks():
            linker = Linker(self._home.store, self._recall, self._home.settings)
            yield linker, chunk
            linker.let_go()
            self._recall.trim()

    def _new_role(self, row: DocumentRow) -> tuple[bytes, str, str | None] | None:
        document = self._recall.get([row.id]).get(row.id)
        if document is None:
            return None
        role = role_in(document.summary, self._home.us)
        if role == row.role:
            return None
        self._facts.add(ROLE, row.id, named_claims({"role": role}), row.fact)
        self._put_elsewhere(document, msgspec.structs.replace(document, role=role))
        return row.id, role, plain_text(partner_of(document.summary, role))

    def _put_elsewhere(self, old: Recorded, new: Recorded) -> None:
        """Others find a document under the name of its partner, which has changed with our role in it."""
        store = self._home.store
        store.drop_keys((*keys_of(old), *beside_of(old)))
        store.drop_places(places_of(old))
        store.put_keys(keys_of(new))
        store.put_places(places_of(new))

    def _put_anew(self) -> None:
        """Another version kept documents under other keys."""
        store = self._home.store
        store.clear_keys()
        for chunk in self._chunks():
            documents = self._recall.get(chunk).values()
            store.put_keys(row for document in documents for row in keys_of(document))
            store.put_places(row for document in documents for row in places_of(document))
            self._recall.trim()

    def _chunks(self) -> Iterator[Sequence[bytes]]:
        return (self._ids[at : at + _CHUNK] for at in range(0, len(self._ids), _CHUNK))
