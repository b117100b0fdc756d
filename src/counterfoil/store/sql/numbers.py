"""Numbers of ids and names: a long value stands once in the database, everything else refers to it by number."""

from collections.abc import Collection
from itertools import count

from counterfoil.errors import StoreError
from counterfoil.store.encode import folded, texts
from counterfoil.store.sql.session import Session, portions
from counterfoil.store.values import key_text


class Numbers(Session):
    """Numbers of documents and parties."""

    def _new_numbers(self, ids: Collection[bytes]) -> dict[bytes, int]:
        """The next free numbers for new documents, known from now on to the end of the block."""
        numbers = dict(zip(ids, count(self._next("document"))))
        self._numbers.update(numbers)
        return numbers

    def _known(self, ids: Collection[bytes]) -> dict[bytes, int]:
        """Numbers of those of these documents that are recorded, and of others."""
        numbers = self._numbers if self._writing else {}
        missing = {identifier for identifier in ids if identifier not in numbers}
        for marks, portion in portions(missing):
            numbers.update(self._few(f"SELECT id, no FROM document WHERE id IN ({marks})", portion, "document"))
        return numbers

    def _existing(self, ids: Collection[bytes]) -> dict[bytes, int]:
        """Numbers of these documents, and of others; StoreError where one is not recorded."""
        numbers = self._known(ids)
        for identifier in ids:
            if identifier not in numbers:
                raise StoreError(f"Document {key_text(identifier)} is not recorded, so nothing can stand on it.")
        return numbers

    def _parties(self, names: Collection[str]) -> dict[str | None, int | None]:
        """Numbers of names of companies by name; new ones are added. No name has no number."""
        found: dict[str | None, int | None] = {None: None}
        for name in names:
            texts("party", name, name)
        for marks, portion in portions(names):
            found.update(self._few(f"SELECT name, no FROM party WHERE name IN ({marks})", portion, "party"))
        new = sorted({name for name in names if name not in found})
        if new:
            pairs = list(enumerate(new, self._next("party")))
            self._many("INSERT INTO party VALUES (?, ?, ?)", [(number, name, folded(name)) for number, name in pairs])
            found.update((name, number) for number, name in pairs)
        return found

    def _next(self, table: str) -> int:
        """The next free number; nobody else takes it, since we hold the writer's lock."""
        row = self._one(f"SELECT coalesce(max(no), 0) + 1 FROM {table}")
        return 1 if row is None else int(row[0])
