"""Numbers of ids and names: a long value stands once in the database, everything else refers to it by number."""

from collections.abc import Collection

from counterfoil.errors import StoreError
from counterfoil.store.encode import texts
from counterfoil.store.sql.session import Session, portions
from counterfoil.store.values import key_text


class Numbers(Session):
    """Numbers of subjects and parties."""

    def _numbered(self, ids: Collection[bytes]) -> dict[bytes, int]:
        """Numbers of these ids by id; new ones get the next numbers. Kept until the end of the block."""
        known = self._known(ids)
        new = sorted({identifier for identifier in ids if identifier not in known})
        if new:
            row = self._one("SELECT coalesce(max(no), 0) FROM subject")
            start = 1 if row is None else row[0] + 1
            pairs = list(enumerate(new, start))
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

    def _parties(self, names: Collection[str]) -> dict[str | None, int]:
        """Numbers of names of companies by name; new ones are added."""
        found: dict[str | None, int] = {}
        wanted = set(names)
        for name in wanted:
            texts("party", name, name)
        self._many(
            "INSERT INTO party (name, folded) VALUES (?, ?) ON CONFLICT DO NOTHING",
            [(name, name.casefold()) for name in sorted(wanted)],
        )
        for marks, portion in portions(wanted):
            found.update(self._few(f"SELECT name, no FROM party WHERE name IN ({marks})", portion, "party"))
        return found
