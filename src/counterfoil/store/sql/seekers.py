"""Who seeks which of many keys, asked at once."""

from collections.abc import Sequence

from counterfoil.store.sql.numbers import Numbers
from counterfoil.store.sql.session import portions


class Seekers(Numbers):
    """The other side of the blocking keys."""

    def seekers(self, keys: Sequence[int]) -> dict[int, list[bytes]]:
        """For each key the documents that seek it, by id."""
        found: dict[int, list[bytes]] = {}
        for marks, portion in portions(set(keys)):
            sql = (
                "SELECT k.key, d.id FROM key k JOIN document d ON d.no = k.document"
                f" WHERE k.side = 1 AND k.key IN ({marks})"
            )
            for key, identifier in self._few(sql, portion, "key"):
                found.setdefault(key, []).append(identifier)
        return {key: sorted(ids) for key, ids in found.items()}
