"""What was forgotten comes again: it is refused, and no original with it in it is kept, unless a person says so."""

from collections.abc import Iterable, Mapping

from counterfoil.flow.facts import FactBatch
from counterfoil.flow.forgotten import GONE, sentence, told_of, withhold
from counterfoil.flow.prepare import Intake
from counterfoil.store import Store

_ALLOW = "To record it all the same, add it with --even-forgotten."
_WHOLE = "To record it all the same, forget the rest of it too and add it with --even-forgotten."


class Readmission:
    """Tells what of the documents to be recorded was forgotten; `knowingly` lets back in what was forgotten whole."""

    def __init__(self, store: Store, *, knowingly: bool) -> None:
        self._store, self._knowingly = store, knowingly
        self._held: dict[bytes, set[bytes]] = {}
        self._told: set[bytes] = set()

    def refused(self, batch: Mapping[bytes, Intake]) -> dict[bytes, str]:
        """Those of these documents that may not come back, with a sentence why."""
        found: dict[bytes, str] = {}
        for id, row in self._store.documents_by_id(sorted(batch)).items():
            told = told_of(self._store, row)
            if told is None or (self._knowingly and row.role == GONE):
                continue
            hint = _ALLOW if row.role == GONE else _WHOLE
            found[id] = f"{sentence(told)} {hint}"
            self._held.setdefault(batch[id].prepared.original, set()).add(id)
        return found

    def revived(self, batch: Iterable[bytes]) -> set[bytes]:
        """Those of these documents that were forgotten and come back knowingly."""
        roles = self._store.roles(sorted(batch)) if self._knowingly else {}
        return {id for id, role in roles.items() if role == GONE}

    def is_kept(self, original: bytes) -> bool:
        """Or does something forgotten stand in this original?"""
        return original not in self._held

    def untold(self, fresh: Iterable[bytes]) -> list[bytes]:
        """The originals of which it is to be said that they are not kept.

        Those that documents are recorded from now, and those that were put already with documents before these.
        """
        now = set(fresh)
        return [one for one in sorted(self._held) if one in now or (one not in self._told and self._is_there(one))]

    def tell(self, facts: FactBatch, originals: Iterable[bytes]) -> None:
        """Make and store the facts that these originals are not kept; removing them is done in `finish`."""
        before = len(facts.rows)
        for original in originals:
            withhold(facts, original, tuple(self._held[original]))
            self._told.add(original)
        if len(facts.rows) > before:
            self._store.append_facts(facts.rows[before:])
            self._store.forget_facts(())

    def _is_there(self, original: bytes) -> bool:
        opened = self._store.open_original(original)
        if opened is None:
            return False
        opened.close()
        return True
