"""Links and discrepancies."""

from collections.abc import Iterator, Sequence
from datetime import date

from counterfoil.errors import StoreError
from counterfoil.store.decode import to_discrepancy, to_link
from counterfoil.store.encode import of_discrepancy, of_link
from counterfoil.store.rows import DiscrepancyRow, LinkRow
from counterfoil.store.sql.numbers import Numbers
from counterfoil.store.sql.session import portions
from counterfoil.store.values import key_text

LINK = (
    "SELECT l.id, l.kind, a.id, l.source_line, b.id, l.target_line, l.quantity, l.unit,"
    " l.amount, l.currency, l.confidence, l.state, l.evidence, l.fact, l.basis FROM link l"
    " LEFT JOIN document a ON a.no = l.source LEFT JOIN document b ON b.no = l.target"
)
COLUMNS = (
    *("id", "kind", "source", "source_line", "target", "target_line", "quantity", "unit"),
    *("amount", "currency", "confidence", "state", "evidence", "fact", "basis"),
)
PUT_LINK = (
    f"INSERT INTO link ({', '.join(COLUMNS)}) VALUES ({', '.join('?' * len(COLUMNS))})"
    f" ON CONFLICT (id) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in COLUMNS[1:])}"
)

DISCREPANCY = (
    "SELECT x.id, x.code, d.id, x.line, x.expected, x.found, x.amount, x.currency, x.since, x.others, x.why"
    " FROM discrepancy x LEFT JOIN document d ON d.no = x.document"
)


class Links(Numbers):
    """What follows from the documents."""

    def links_from(self, ids: Sequence[bytes]) -> list[LinkRow]:
        """Links whose source is one of these documents, by id."""
        return self._links("source", ids)

    def links_to(self, ids: Sequence[bytes]) -> list[LinkRow]:
        """Links whose target is one of these documents, by id."""
        return self._links("target", ids)

    def links_by_id(self, ids: Sequence[bytes]) -> list[LinkRow]:
        """Links by their ids, in order; unknown ones are left out."""
        found: list[LinkRow] = []
        for marks, portion in portions(set(ids)):
            found += map(to_link, self._few(f"{LINK} WHERE l.id IN ({marks})", portion, "link"))
        return sorted(found, key=lambda row: row.id)

    def links(self) -> Iterator[LinkRow]:
        """All links that hold, by id."""
        return map(to_link, self._rows(f"{LINK} ORDER BY l.id", (), "link"))

    def put_links(self, rows: Sequence[LinkRow]) -> None:
        """Add links, replacing those of the same id."""
        ends = self._existing({identifier for row in rows for identifier in (row.source, row.target)})
        self._many(
            PUT_LINK,
            [of_link(row, ends[row.source], ends[row.target]) for row in rows],
        )

    def drop_links(self, ids: Sequence[bytes]) -> None:
        """Remove links by id."""
        self._many("DELETE FROM link WHERE id = ?", [(identifier,) for identifier in ids])

    def discrepancies(self, documents: Sequence[bytes] | None = None) -> Iterator[DiscrepancyRow]:
        """All discrepancies, or those that stand on these documents, by id."""
        if documents is None:
            return map(to_discrepancy, self._rows(f"{DISCREPANCY} ORDER BY x.id", (), "discrepancy"))
        numbers = self._known(documents)
        found: list[DiscrepancyRow] = []
        for marks, portion in portions({numbers[document] for document in documents if document in numbers}):
            sql = f"{DISCREPANCY} WHERE x.document IN ({marks})"
            found += map(to_discrepancy, self._few(sql, portion, "discrepancy"))
        return iter(sorted(found, key=lambda row: row.id))

    def discrepancies_by_id(self, ids: Sequence[bytes]) -> list[DiscrepancyRow]:
        """Discrepancies by their ids, in order; unknown ones are left out."""
        found: list[DiscrepancyRow] = []
        for marks, portion in portions(set(ids)):
            found += map(to_discrepancy, self._few(f"{DISCREPANCY} WHERE x.id IN ({marks})", portion, "discrepancy"))
        return sorted(found, key=lambda row: row.id)

    def discrepancies_after(self, code: str, day: date) -> int:
        """How many discrepancies of a code came about after a day."""
        row = self._one("SELECT count(*) FROM discrepancy WHERE code = ? AND since > ?", [code, day.isoformat()])
        return 0 if row is None else int(row[0])

    def replace_discrepancies(self, documents: Sequence[bytes], rows: Sequence[DiscrepancyRow]) -> None:
        """Make `rows` the only discrepancies that stand on these documents."""
        asked = set(documents)
        for row in rows:
            if row.document not in asked:
                raise StoreError(f"Discrepancy {key_text(row.id)} does not stand on a document that it is put for.")
        numbers = self._existing({row.document for row in rows})
        known = self._known(asked)
        gone = [(known[document],) for document in asked if document in known]
        self._many("DELETE FROM discrepancy WHERE document = ?", gone)
        self._many(
            f"INSERT INTO discrepancy VALUES ({', '.join('?' * 11)})",
            [of_discrepancy(row, numbers[row.document]) for row in rows],
        )

    def _links(self, end: str, ids: Sequence[bytes]) -> list[LinkRow]:
        numbers = self._known(ids)
        found: list[LinkRow] = []
        for marks, portion in portions({numbers[identifier] for identifier in ids if identifier in numbers}):
            found += map(to_link, self._few(f"{LINK} WHERE l.{end} IN ({marks})", portion, "link"))
        return sorted(found, key=lambda row: row.id)
