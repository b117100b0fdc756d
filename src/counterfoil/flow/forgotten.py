"""What was forgotten, as the facts tell it: which documents and entries, which facts and originals went with them."""

from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from counterfoil.flow.facts import FactBatch, named_claims
from counterfoil.store import DocumentRow, FactRow, Store

FORGOTTEN, WITHHELD = "document.forgotten/1", "original.forgotten/1"
"""A document or entries of it were forgotten; an original is not kept, since something forgotten stands in it."""
CAME_FORGOTTEN = "facts.came-forgotten/1"
"""Facts came back from somebody who had forgotten what they said, or about something that was forgotten here."""
GONE = "forgotten"
"""The role in the columns of a document of which nothing is left but its id and kind."""


class Forgotten(msgspec.Struct, omit_defaults=True, kw_only=True):
    """What the fact claims that a document was forgotten, or entries of a statement: nothing of what they said."""

    document: str
    """Its kind."""
    facts: tuple[int, ...]
    """The facts of which nothing is left but the entry in the log."""
    originals: tuple[str, ...]
    """The originals that were removed: its own and all others that it stood in, by SHA-256."""
    why: str
    entries: tuple[str, ...] = ()
    """The entries that were forgotten by position; none where the whole document was."""
    reduced: int | None = None
    """The fact of which only what these entries said was erased."""
    elsewhere: tuple[int, ...] = ()
    """Facts on other subjects of which only what they said of it was erased."""
    kept_until: str | None = None
    """The day until which the retention period ran that a person overrode."""
    again: bool = False
    """It had been forgotten before, and a backup had brought it back."""


class Withheld(msgspec.Struct, kw_only=True):
    """What the fact about an original claims that is not kept."""

    documents: tuple[str, ...]
    """The forgotten documents that stand in it."""


class Came(msgspec.Struct, kw_only=True):
    """What the fact claims that some came back without all that they said."""

    facts: tuple[int, ...]
    company: str
    """The id of the company that gave them back."""


class Told(NamedTuple):
    """A fact that something was forgotten."""

    fact: FactRow
    said: Forgotten


def forgotten_in(fact: FactRow) -> Forgotten:
    """What a fact tells of something forgotten; msgspec.MsgspecError where its claims are none of that."""
    return msgspec.json.decode(fact.claims or b"{}", type=Forgotten)


def came_forgotten_in(fact: FactRow) -> tuple[int, ...]:
    """The facts that came back in part."""
    return msgspec.json.decode(fact.claims or b"{}", type=Came).facts


def forgotten_facts(store: Store) -> Iterator[Told]:
    """All facts that something was forgotten, by index."""
    return (Told(fact, forgotten_in(fact)) for fact in store.facts_of_kinds(FORGOTTEN))


def told_of(store: Store, row: DocumentRow) -> Told | None:
    """The last fact that a document or an entry of it was forgotten."""
    if row.forgotten is None:
        return None
    fact = next(store.facts(row.forgotten, row.forgotten + 1))
    return Told(fact, forgotten_in(fact))


def gone_originals(store: Store) -> set[bytes]:
    """The originals that are not kept any more: of each the last word counts, and to record it again is one."""
    last: dict[bytes, int] = {}
    for fact in store.facts_of_kinds(FORGOTTEN, WITHHELD):
        if fact.kind == FORGOTTEN:
            last |= dict.fromkeys(map(bytes.fromhex, forgotten_in(fact).originals), fact.index)
        else:
            last[fact.subject] = fact.index
    return {one for one, index in last.items() if all(row.fact < index for row in store.documents_in(one))}


def gone_row(fact: FactRow, said: Forgotten) -> DocumentRow:
    """The columns of a document that was forgotten: they follow from that fact alone."""
    received = fact.predecessor if fact.predecessor is not None else fact.index
    return DocumentRow(
        id=fact.subject,
        original=bytes.fromhex(said.originals[0]) if said.originals else fact.subject,
        position=1,
        file="",
        document=said.document,
        format="",
        number=None,
        issuer=None,
        partner=None,
        role=GONE,
        issued=None,
        due=None,
        currency=None,
        amount=None,
        valid=None,
        fact=received,
        checked=None,
        forgotten=fact.index,
    )


def withhold(facts: FactBatch, original: bytes, documents: tuple[bytes, ...]) -> None:
    """Make the fact that an original is not kept."""
    facts.add(WITHHELD, original, named_claims(Withheld(documents=tuple(sorted(one.hex() for one in documents)))))


def sentence(told: Told) -> str:
    """When, by whom and why, for a person."""
    what = f"Entry {', '.join(told.said.entries)} of it" if told.said.entries else "It"
    return f"{what} was forgotten on {told.fact.recorded.date().isoformat()} by {told.fact.actor} ({told.said.why})."
