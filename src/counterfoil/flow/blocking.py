"""Under which keys and on which timelines a document is kept: as numbers, which the store can sort."""

from collections.abc import Callable, Iterable
from datetime import date

from counterfoil.matching import hashed, offers, places, sought, sought_beside
from counterfoil.model.summary import Recorded

OFFERS, SEEKS = 0, 1

KeyRow = tuple[int, int, bytes]
"""(key, side, document id)."""
PlaceRow = tuple[int, date, bytes]
"""(key, day, document id)."""
Hash = Callable[[str], int]


def keys_of(document: Recorded, hash_of: Hash = hashed) -> list[KeyRow]:
    """The blocking keys of a document, each once."""
    return [
        *((key, OFFERS, document.id) for key in set(map(hash_of, offers(document)))),
        *((key, SEEKS, document.id) for key in set(map(hash_of, sought(document)))),
    ]


def beside_of(document: Recorded, hash_of: Hash = hashed) -> list[KeyRow]:
    """The keys that a document seeks further, where there is anything to weigh, each once."""
    return [(key, SEEKS, document.id) for key in set(map(hash_of, sought_beside(document)))]


def places_of(document: Recorded, hash_of: Hash = hashed) -> list[PlaceRow]:
    """The places of a document, each once."""
    return [(key, day, document.id) for key, day in {(hash_of(key), day) for key, day in places(document)}]


def offered(rows: Iterable[KeyRow]) -> list[int]:
    """The keys that are offered."""
    return sorted({key for key, side, _ in rows if side == OFFERS})
