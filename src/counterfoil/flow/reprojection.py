"""Every table that follows from the facts, made again from them and compared row by row with what is stored."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

import msgspec

from counterfoil.flow.blocking import KeyRow, PlaceRow, beside_of, keys_of, places_of
from counterfoil.flow.columns import Provenance, document_row
from counterfoil.flow.damage import Damage, compared
from counterfoil.flow.forgotten import FORGOTTEN, forgotten_in, gone_row
from counterfoil.flow.home import Home
from counterfoil.flow.known_links import KnownLinks
from counterfoil.flow.link_rows import discrepancy_row, link_claims, link_key
from counterfoil.flow.neighbourhood import Neighbourhood
from counterfoil.flow.recall import Recall
from counterfoil.flow.recorded import recorded_from
from counterfoil.flow.relinking import OPENED, ROLE, is_settled
from counterfoil.flow.shelf import StoredShelf
from counterfoil.flow.verify_decisions import DecisionsMade
from counterfoil.flow.verify_forgotten import ForgottenSeen
from counterfoil.log.canonical import canonical_json
from counterfoil.matching import discrepancies_of, is_unlinked, matters
from counterfoil.model.summary import Recorded, Summary
from counterfoil.store import DiscrepancyRow, DocumentRow, FactRow

_CHUNK = 500
_decode_summary = msgspec.json.Decoder(Summary).decode
_decode_provenance = msgspec.json.Decoder(Provenance).decode
_MODULUS = 1 << 128
_NOT_SOUGHT = "Whether it looks at what stands beside it is not what that makes of it."
_NOT_LINKED = "Whether lines of it wait to be linked is not what its links say."


RECEIVED, CHECKED = "document.received/1", "document.checked/1"


class _Role(msgspec.Struct):
    role: str


_decode_role = msgspec.json.Decoder(_Role).decode


class _Verdict(msgspec.Struct):
    valid: bool | None = None


_decode_verdict = msgspec.json.Decoder(_Verdict).decode


class Reprojection:
    """Takes the facts one by one, then compares with the stored tables."""

    def __init__(self, home: Home, forgotten: ForgottenSeen) -> None:
        self._home, self._forgotten = home, forgotten
        self._rows: dict[bytes, bytes] = {}
        self._keys: dict[bytes, int] = {}
        self._beside: dict[bytes, int] = {}
        self._looking: set[bytes] = set()
        self._links: dict[bytes, bytes] = {}
        self._decisions = DecisionsMade()
        self._last: DocumentRow | None = None
        # What later facts have changed in the columns of few documents: what we are in them, and what was forgotten.
        self._roles: dict[bytes, str] = {}
        self._parts: dict[bytes, int] = {}

    def take(self, row: FactRow) -> Iterator[str]:
        """Follow a fact that is as it was logged; say what about it does not fit the facts before it."""
        claims = row.claims or b"{}"
        self._decisions.take(row)
        if row.kind == RECEIVED:
            self._received(row, claims)
        elif row.kind == CHECKED:
            yield from self._checked(row, claims)
        elif row.kind == "document.linked/1":
            self._links.update((link_key(link), _link_digest(link, row.index)) for link in _links_in(claims))
        elif row.kind == "document.unlinked/1":
            for link in _links_in(claims):
                self._links.pop(link_key(link), None)
        elif row.kind == ROLE:
            yield from self._role(row, claims)
        elif row.kind == FORGOTTEN:
            yield from self._forgot(row)
        elif row.kind == OPENED and msgspec.json.decode(claims).get("vkey") != self._home.vkey():
            yield "The log was opened with another public key than the one in keys/log.vkey."

    def compare(self, counts: dict[str, int]) -> Iterator[Damage]:
        """Compare all stored rows with what the facts say."""
        counts["documents"], counts["links"] = len(self._rows), len(self._links)
        store = self._home.store
        yield from compared("document", self._rows, ((row.id, _row_digest(row)) for row in store.documents()))
        damaged = list(self._links_damaged())
        yield from damaged
        yield from self._decisions.compare(store)
        if is_settled(self._home):
            keys = list(self._keys_damaged())
            yield from keys
            if not damaged:
                told = {one.where for one in keys}
                yield from (one for one in self._derived_damaged() if one.where not in told)

    def _links_damaged(self) -> Iterator[Damage]:
        links = ((row.id, _link_digest(link_claims(row), row.fact)) for row in self._home.store.links())
        return compared("link", self._links, links)

    def _keys_damaged(self) -> Iterator[Damage]:
        """By settings or a version that are not those of the last `add` there would be others."""
        store = self._home.store
        stored_keys: dict[bytes, int] = {}
        for key, side, document in store.keys():  # noqa: SIM118 - the store is no dict
            stored_keys[document] = (stored_keys.get(document, 0) + _key_digest(key, side)) % _MODULUS
        for key, day, document in store.places():
            stored_keys[document] = (stored_keys.get(document, 0) + _key_digest(key, day)) % _MODULUS
        keys = {document: total for document, total in self._keys.items() if total}
        for document, further in self._beside.items():
            total = (keys.get(document, 0) + further) % _MODULUS
            if further and stored_keys.get(document) == total:
                keys[document] = total
                self._looking.add(document)
        yield from compared("linking keys of document", keys, stored_keys.items())

    def _received(self, row: FactRow, claims: bytes) -> None:
        summary, origin = _decode_summary(claims), _decode_provenance(claims)
        document = document_row(row.subject, summary, origin, (row.index, None), None)
        self._last = document
        self._forgotten.received(document.id, document.original)
        self._roles.pop(row.subject, None)
        self._parts.pop(row.subject, None)
        self._rows[row.subject] = _row_digest(document)
        self._keep_keys(recorded_from(row.subject, claims))

    def _checked(self, row: FactRow, claims: bytes) -> Iterator[str]:
        last = self._last
        if last is None or last.fact != row.predecessor or last.id != row.subject:
            yield "It does not follow the fact that its document was received."
            return
        valid = _decode_verdict(claims).valid
        self._rows[row.subject] = _row_digest(msgspec.structs.replace(last, valid=valid, checked=row.index))

    def _role(self, row: FactRow, claims: bytes) -> Iterator[str]:
        """What we are in a document has changed, since who we are has."""
        self._roles[row.subject] = _decode_role(claims).role
        yield from self._changed(row)

    def _forgot(self, row: FactRow) -> Iterator[str]:
        """Nothing is left of a document but its id and kind, or entries of it are gone."""
        said = forgotten_in(row)
        if said.entries:
            self._parts[row.subject] = row.index
            yield from self._changed(row)
        elif row.predecessor is None:
            yield "It does not follow the fact that its document was received."
        else:
            self._rows[row.subject] = _row_digest(gone_row(row, said))
            self._keys.pop(row.subject, None)
            self._beside.pop(row.subject, None)

    def _keep_keys(self, document: Recorded) -> None:
        self._keys[document.id] = _keys_digest(keys_of(document), places_of(document))
        if further := beside_of(document):
            self._beside[document.id] = _keys_digest(further)

    def _changed(self, row: FactRow) -> Iterator[str]:
        """Make the columns of a document again, of which this fact has changed one."""
        start = row.index if row.predecessor is None else row.predecessor
        received, *behind = self._home.store.facts(start, start + 2)
        if received.claims is None:
            return  # it was forgotten since, and what is left of it follows from the fact that says so
        if received.subject != row.subject or received.kind != RECEIVED or row.subject not in self._rows:
            yield "It does not follow the fact that its document was received."
            return
        text = received.claims or b"{}"
        origin = _decode_provenance(text)
        origin = msgspec.structs.replace(origin, role=self._roles.get(row.subject, origin.role))
        verdicts = [one for one in behind if one.kind == CHECKED and one.predecessor == received.index]
        valid = _decode_verdict(verdicts[0].claims or b"{}").valid if verdicts else None
        facts = (received.index, verdicts[0].index if verdicts else None)
        columns = document_row(row.subject, _decode_summary(text), origin, facts, valid)
        columns = msgspec.structs.replace(columns, forgotten=self._parts.get(row.subject))
        self._rows[row.subject] = _row_digest(columns)
        self._keep_keys(recorded_from(row.subject, text, origin.role))

    def _derived_damaged(self) -> Iterator[Damage]:
        """Judge all documents again; the stored discrepancies must be the same, and what each document waits for."""
        store = self._home.store
        stored = {row.id: _row_digest(row) for row in store.discrepancies()}
        recall = Recall(store)
        documents = sorted(self._rows)
        for at in range(0, len(documents), _CHUNK):
            recall.trim()
            links = KnownLinks(store)
            shelf = StoredShelf(store, recall, links)
            around = Neighbourhood(links, recall, self._home.settings, shelf)
            chosen, context = around.context(set(documents[at : at + _CHUNK]))
            linked = store.said_linked(list(chosen))
            for document in chosen.values():
                if (document.id in linked) == is_unlinked(document, shelf.links_from(document.id)):
                    yield Damage(where=f"document {document.id.hex()}", what=_NOT_LINKED)
                if document.id in self._beside and (document.id in self._looking) != matters(document, shelf):
                    yield Damage(where=f"linking keys of document {document.id.hex()}", what=_NOT_SOUGHT)
                for found in discrepancies_of(document, context):
                    row = discrepancy_row(found)
                    if stored.pop(row.id, None) != _row_digest(row):
                        yield Damage(where=f"discrepancy {row.id.hex()}", what="It is not what the links make of it.")
        for extra in sorted(stored):
            yield Damage(where=f"discrepancy {extra.hex()}", what="Nothing in the links gives rise to it.")


def _row_digest(row: DocumentRow | DiscrepancyRow) -> bytes:
    return hashlib.sha256(msgspec.msgpack.encode(row)).digest()[:16]


def _links_in(claims: bytes) -> list[dict[str, Any]]:
    links: list[dict[str, Any]] = msgspec.json.decode(claims)["links"]
    return links


def _link_digest(claims: dict[str, Any], fact: int) -> bytes:
    return hashlib.sha256(canonical_json(claims) + str(fact).encode()).digest()[:16]


def _keys_digest(keys: Iterable[KeyRow], places: Iterable[PlaceRow] = ()) -> int:
    """Of all keys and places of a document, in any order."""
    of_places = sum(_key_digest(key, day) for key, day, _ in places)
    return sum((_key_digest(key, side) for key, side, _ in keys), of_places) % _MODULUS


def _key_digest(key: int, where: int | date) -> int:
    return int.from_bytes(hashlib.sha256(f"{key}|{where}".encode()).digest()[:16], "big")
