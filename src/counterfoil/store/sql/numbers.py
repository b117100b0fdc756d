"""Numbers of ids and names: a long value stands once in the database, everything else refers to it by number."""

from collections.abc import Collection

from counterfoil.errors import StoreError
from counterfoil.store.encode import folded, texts
from counterfoil.store.sql.session import Session, portions
from counterfoil.store.values import key_text


class Numbers(Session):
    """Numbers of subjects and parties."""

    def _numbered(self, ids: Collection[bytes]) -> dict[bytes, int]:
        """Numbers of these ids by id; new ones get the next numbers. Kept until the end of the block."""
        known = self._known(ids)
        new = sorted({identifier for identifier in ids if identifier not in known})
        if new:
            pairs = list(enumerate(new, self._next("subject")))
            self._many("INSERT INTO subject VALUES (?, ?)", pairs)
            known.update((identifier, number) for number, identifier in pairs)
        return known

    def _known(self, ids: Collection[bytes]) -> dict[bytes, int]:
        """Numbers of those of these ids that have one, and of others."""
        numbers = self._numbers if self._writing else {}
        missing = {identifier for identifier in ids if identifier not in numbers}
        for marks, portion in portions(missing):
            numbers.update(self._few(f"SELECT id, no FROM subject WHERE id IN ({marks})", portion, "subject"))
        return numbers

    def _existing(self, ids: Collection[bytes]) -> dict[bytes, int]:
        """Numbers of these ids, and of others; StoreError where one has none."""
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
