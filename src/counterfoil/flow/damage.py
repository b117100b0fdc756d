"""What verification finds."""

from collections.abc import Iterable, Iterator
from typing import Any

from counterfoil.model._base import Model


class Damage(Model):
    """Something that is not as it was recorded: where, and what is wrong with it."""

    where: str
    what: str


def compared(what: str, expected: dict[bytes, Any], stored: Iterable[tuple[bytes, Any]]) -> Iterator[Damage]:
    """Compare digests of stored rows with those of the rows that the facts say, each by its id."""
    left = dict(expected)
    for key, digest in stored:
        if key not in left:
            yield Damage(where=f"{what} {key.hex()}", what="No fact says that it was recorded.")
        elif left.pop(key) != digest:
            yield Damage(where=f"{what} {key.hex()}", what="Its row in the database is not what its facts say.")
    for key in sorted(left):
        yield Damage(where=f"{what} {key.hex()}", what="Its row is missing from the database.")
