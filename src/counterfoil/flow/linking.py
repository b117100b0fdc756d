"""Links and discrepancies after new documents: only what these can touch is asked again, and every change is a fact."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import TypeAlias

from counterfoil.flow.awaited import Awaited, offered_by
from counterfoil.flow.blocking import KeyRow, beside_of, keys_of, offered, places_of
from counterfoil.flow.known_links import KnownLinks
from counterfoil.flow.link_change import LinkChange
from counterfoil.flow.link_rows import discrepancy_row, link_claims, link_row
from counterfoil.flow.neighbourhood import Neighbourhood
from counterfoil.flow.recall import Recall
from counterfoil.flow.shelf import StoredShelf
from counterfoil.matching import (
    CANDIDATES_MAX,
    INFERENCES,
    MATCHERS,
    Inference,
    Matcher,
    Unit,
    discrepancies_of,
    is_unlinked,
    near,
    sought,
)
from counterfoil.model.link import Basis, Link
from counterfoil.model.settings import Settings
from counterfoil.model.summary import Recorded
from counterfoil.store import DecisionRow, LinkRow, Store

Asked: TypeAlias = Mapping[Matcher, Mapping[bytes, Recorded]]
"""For each matcher the documents that are linked again, by id."""
_NOTHING: Mapping[str, Collection[Unit]] = {}


class Linker:
    """Links the documents of one batch. Call inside `writing()`, after the documents are in the store."""

    def __init__(self, store: Store, recall: Recall, settings: Settings) -> None:
        self._store, self._recall, self._settings = store, recall, settings
        self._links = KnownLinks(store)
        self._shelf = StoredShelf(store, recall, self._links)

    def changes(self, new: Sequence[Recorded]) -> list[LinkChange]:
        """What the new documents change in the links: their own, and those of documents that were waiting for them."""
        self._recall.keep(new)
        fresh = {document.id: document for document in new}
        self._links.new(fresh)
        self._shelf.came(fresh)
        keys = [row for document in new for row in keys_of(document, self._shelf.hashed)]
        before = self._store.offering(offered(keys), CANDIDATES_MAX)
        self._store.put_keys(keys)
        self._store.put_places(row for document in new for row in places_of(document, self._shelf.hashed))
        waiting = self._waiting(self._shelf.filed(keys, before), keys, fresh)
        return self._changed(
            {matcher: fresh | waiting[matcher] | self._reached(matcher, new) for matcher in MATCHERS}, fresh
        )

    def again(self, ids: Sequence[bytes]) -> list[LinkChange]:
        """What has changed in the links of these documents, which are recorded."""
        return self._changed(_by_all(self._recall.get(ids)), ids)

    def decided(self, rows: Sequence[DecisionRow]) -> list[LinkChange]:
        """What decisions of people, which are stored already, change in the links."""
        ends = {end for row in rows for end in (row.source, row.target)}
        return self._changed(_by_all(self._recall.get(sorted({row.source for row in rows}))), ends)

    def without(
        self, document: bytes, gone: Sequence[LinkRow], affected: Iterable[bytes], more: Mapping[str, Collection[Unit]]
    ) -> list[LinkChange]:
        """What changes where a document left the record, or part of it, and its links are `gone`.

        These documents are linked again; `more` are the units by inference whose answer may change, as they were seen
        while it was still there.
        """
        return self._changed(_by_all(self._recall.get(sorted(affected))), (document,), gone, more)

    def judge(self, ids: Iterable[bytes], changes: Sequence[LinkChange] = ()) -> None:
        """Bring the discrepancies of these documents, and of all that the changes touch, up to date.

        Call when the links are stored.
        """
        ends = {
            end for change in changes for row in (change.old, change.new) if row for end in (row.source, row.target)
        }
        new = set(ids)
        ends |= new
        ends |= {one for document in self._recall.get(sorted(new)).values() for one in near(document, self._shelf, new)}
        around = Neighbourhood(self._links, self._recall, self._settings, self._shelf)
        judged, context = around.context(around.touched(ends))
        found = [discrepancy_row(one) for document in judged.values() for one in discrepancies_of(document, context)]
        context.let_go()
        self.let_go()
        self._store.replace_discrepancies(sorted(judged), found)

    def let_go(self) -> None:
        """Drop all that was worked out on the way."""
        self._shelf.let_go()

    def _waiting(
        self, heard: Mapping[int, Sequence[bytes]], keys: Iterable[KeyRow], fresh: Mapping[bytes, Recorded]
    ) -> dict[Matcher, dict[bytes, Recorded]]:
        """For each matcher the documents that wait for one of these keys on its behalf, but for the new ones."""
        waiting = self._recall.get(sorted({one for ids in heard.values() for one in ids if one not in fresh}))
        if not waiting:
            return {matcher: {} for matcher in MATCHERS}
        awaited = Awaited(self._store, self._shelf, heard, offered_by(keys, fresh))
        return {matcher: awaited.asked_again(matcher, waiting) for matcher in MATCHERS}

    def _reached(self, matcher: Matcher, new: Sequence[Recorded]) -> dict[bytes, Recorded]:
        """The documents for which new ones make something to weigh."""
        if matcher.beside is None:
            return {}
        return self._recall.get(sorted({id for one in new for id in matcher.beside.reaches(one, self._shelf)}))

    def _changed(
        self,
        asked: Asked,
        told: Iterable[bytes],
        gone: Sequence[LinkRow] = (),
        more: Mapping[str, Collection[Unit]] = _NOTHING,
    ) -> list[LinkChange]:
        """Link the documents that are asked by reference, then all that competes with what that or was told changed."""
        changed = _Changes(self._links, self._settings)
        changed.gone(gone)
        lost = changed.referred(asked, self._referred(asked))
        hung = self._hung_on(lost) if lost else _NOTHING
        self._shelf.changed()
        documents = self._recall.get(sorted(changed.ends().union(told)))
        self._put_unlinked(documents)
        for inference in INFERENCES:
            units = dict.fromkeys(chain.from_iterable(inference.near(one, self._shelf) for one in documents.values()))
            units |= dict.fromkeys(chain(more.get(inference.id, ()), hung.get(inference.id, ())))
            if units:
                answered, links = inference.links(units, self._shelf)
                changed.inferred(inference, answered, (one for one in links if not self._shelf.is_undone(one)))
        return changed.all()

    def _hung_on(self, lost: Sequence[LinkRow]) -> Mapping[str, Collection[Unit]]:
        """The units by inference whose answer may hang on links that hold no more, as they are seen with these.

        A link lends a document the words of another: without it nobody else knows who was found by them.
        """
        for row in lost:
            self._links.put(row)
        self._shelf.changed()
        ends = self._recall.get(sorted({end for row in lost for end in (row.source, row.target)})).values()
        found = {
            inference.id: [unit for one in ends for unit in inference.near(one, self._shelf)]
            for inference in INFERENCES
        }
        for row in lost:
            self._links.drop(row)
        return found

    def _put_unlinked(self, documents: Mapping[bytes, Recorded]) -> None:
        """Keep which of these wait for what else could be meant: who comes later looks among them alone."""
        self._shelf.expect(linked=documents)
        links_from = self._shelf.links_from
        self._store.put_unlinked({id: is_unlinked(one, links_from(id)) for id, one in documents.items()})

    def _referred(self, asked: Asked) -> list[Link]:
        """The links by reference or decision from these documents."""
        shelf, whole = self._shelf, _by_each(asked)
        everyone = {id: one for documents in asked.values() for id, one in documents.items()}
        # With what inferences look for soon.
        keys = [key for id in whole for key in sought(everyone[id])]
        for matcher, documents in asked.items():
            keys += [key for id in documents.keys() - whole for key in matcher.seeks(documents[id])]
        shelf.expect(offering=keys)
        links = [
            link
            for matcher, documents in asked.items()
            for one in self._weighed(matcher, documents)
            for link in matcher.links(one, shelf.offering)
            if not shelf.is_undone(link)
        ]
        return shelf.pinned(everyone) + links

    def _weighed(self, matcher: Matcher, documents: Mapping[bytes, Recorded]) -> list[Recorded]:
        """Those that may have links; these go on to seek what stands beside them, and the others no longer do."""
        there, beside, hashed = [documents[id] for id in sorted(documents)], matcher.beside, self._shelf.hashed
        if beside is None:
            return there
        weighed = [one for one in there if beside.matters(one, self._shelf)]
        kept = {one.id for one in weighed}
        self._store.put_keys(row for one in weighed for row in beside_of(one, hashed))
        known = [one for one in there if one.id not in kept and not self._shelf.is_new(one.id)]
        self._store.drop_keys(row for one in known for row in beside_of(one, hashed))
        return weighed


def _by_all(documents: dict[bytes, Recorded]) -> Asked:
    """These documents, by every matcher."""
    return dict.fromkeys(MATCHERS, documents)


def _by_each(asked: Asked) -> set[bytes]:
    """The documents that every matcher is asked for."""
    first, *others = (set(documents) for documents in asked.values())
    return first.intersection(*others)


class _Changes:
    """What becomes of the links in one batch; each change counts at once for all that is asked afterwards."""

    def __init__(self, links: KnownLinks, settings: Settings) -> None:
        self._links, self._certain_from = links, settings.certain_from
        self._before: dict[bytes, LinkRow | None] = {}
        self._after: dict[bytes, LinkRow | None] = {}

    def gone(self, rows: Iterable[LinkRow]) -> None:
        """These links hold no more, whatever is asked."""
        for row in rows:
            self._put(row, None)

    def referred(self, asked: Asked, links: Iterable[Link]) -> Sequence[LinkRow]:
        """These are all links by decision, and by reference of the kinds that were asked, from these documents.

        Gives those that were and are no more.
        """
        whole = _by_each(asked)
        kinds = {(id, kind) for matcher, documents in asked.items() for id in documents for kind in matcher.kinds}
        rows = {row.id: row for row in self._links.links_from({id for documents in asked.values() for id in documents})}
        gone = {
            id
            for id, row in rows.items()
            if row.basis != Basis.INFERENCE and (row.source in whole or (row.source, row.kind) in kinds)
        }
        self._replace(rows, gone, links)
        return [rows[id] for id in sorted(gone)]

    def inferred(self, inference: Inference, units: Collection[Unit], links: Iterable[Link]) -> None:
        """These are all links that an inference gives for these units."""
        asked = set(units)
        rows = {row.id: row for row in self._links.links_from({unit.id for unit in asked})}
        gone = {
            id
            for id, row in rows.items()
            if row.basis == Basis.INFERENCE
            and row.kind in inference.kinds
            and (Unit(row.source) in asked or Unit(row.source, row.source_line) in asked)
        }
        self._replace(rows, gone, links)

    def ends(self) -> set[bytes]:
        """The documents at the ends of changed links."""
        return {
            end for row in (*self._before.values(), *self._after.values()) if row for end in (row.source, row.target)
        }

    def all(self) -> list[LinkChange]:
        """What has changed in the end, by id."""
        pairs = ((self._before[id], self._after[id]) for id in sorted(self._before))
        return [LinkChange(old=old, new=new) for old, new in pairs if not _same(old, new)]

    def _replace(self, rows: dict[bytes, LinkRow], gone: set[bytes], links: Iterable[Link]) -> None:
        told: set[bytes] = set()
        for link in links:
            new = link_row(link, self._certain_from, fact=0)
            old = rows.get(new.id)
            # What was decided goes before what is named, and that before what is inferred.
            if new.id in told or (old is not None and new.basis == Basis.INFERENCE != old.basis):
                continue
            told.add(new.id)
            gone.discard(new.id)
            if not _same(old, new):
                self._put(old, new)
        for id in sorted(gone):
            self._put(rows[id], None)

    def _put(self, old: LinkRow | None, new: LinkRow | None) -> None:
        row = new or old
        if row is not None:
            self._before.setdefault(row.id, old)
            self._after[row.id] = new
            (self._links.put if new else self._links.drop)(row)


def _same(old: LinkRow | None, new: LinkRow | None) -> bool:
    return old is new or (old is not None and new is not None and link_claims(old) == link_claims(new))
