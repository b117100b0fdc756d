"""Documents: adding, listing, and what a shortened id may mean."""

from collections.abc import Iterator, Sequence

from counterfoil.store.decode import to_document, unreadable
from counterfoil.store.encode import of_document, texts
from counterfoil.store.prefix import hex_range
from counterfoil.store.rows import DocumentFilter, DocumentRow
from counterfoil.store.sql.filters import conditions
from counterfoil.store.sql.numbers import Numbers
from counterfoil.store.sql.session import portions

COLUMNS = (
    "d.id, d.original, d.position, d.file, d.document, d.format, d.number, i.name, p.name, d.role,"
    " d.issued, d.due, d.currency, d.amount, d.valid, d.fact, d.checked, d.forgotten"
)
LIST = f"SELECT {COLUMNS} FROM document d LEFT JOIN party i ON i.no = d.issuer LEFT JOIN party p ON p.no = d.partner"
ORDER = "ORDER BY d.issued NULLS FIRST, d.document, d.number NULLS FIRST, d.id"

LIMIT_NONE = 2**63 - 1
MEANINGS_MAX = 10
TABLES = {
    "document": ("document",),
    "link": ("link", "(SELECT link AS id FROM decision) AS decided"),
    "discrepancy": ("discrepancy",),
}
"""Where ids of each kind of thing stand; a link that was undone is known by the decision alone."""


class Documents(Numbers):
    """The documents."""

    def known(self, ids: Sequence[bytes]) -> set[bytes]:
        """Which of these document ids are recorded."""
        return self._known(ids).keys() & ids

    def put_documents(self, rows: Sequence[DocumentRow]) -> None:
        """Add documents."""
        numbers = self._new_numbers([row.id for row in rows])
        names = {name for row in rows for name in (row.issuer, row.partner) if name is not None}
        parties = self._parties(names)
        self._many(
            f"INSERT INTO document VALUES ({', '.join('?' * 20)}, 1)",
            [of_document(row, numbers[row.id], parties[row.issuer], parties[row.partner]) for row in rows],
        )

    def documents(
        self, only: DocumentFilter | None = None, limit: int | None = None, offset: int = 0
    ) -> Iterator[DocumentRow]:
        """Documents by (issued, document, number, id), never by arrival."""
        where, values = conditions(only or DocumentFilter())
        page = [LIMIT_NONE if limit is None else limit, offset]
        sql = f"{LIST}{where} {ORDER} LIMIT ? OFFSET ?"
        return map(to_document, self._rows(sql, [*values, *page], "document"))

    def documents_by_id(self, ids: Sequence[bytes]) -> dict[bytes, DocumentRow]:
        """Documents by their ids; unknown ones are left out."""
        found: dict[bytes, DocumentRow] = {}
        for marks, portion in portions(set(ids)):
            for columns in self._few(f"{LIST} WHERE d.id IN ({marks})", portion, "document"):
                found[columns[0]] = to_document(columns)
        return found

    def documents_in(self, original: bytes) -> list[DocumentRow]:
        """The documents that stand in an original, by position."""
        sql = f"{LIST} WHERE substr(d.original, 1, 4) = ? AND d.original = ? ORDER BY d.position, d.id"
        return list(map(to_document, self._few(sql, [original[:4], original], "document")))

    def resolve(self, prefix: str, kind: str | None = None) -> list[tuple[str, bytes]]:
        """What an id shortened as in git may mean: at most ten of ("document" | "link" | "discrepancy", full id).

        With `kind` only ids of that kind.
        """
        bounds = hex_range(prefix)
        if bounds is None:
            return []
        low, high = bounds
        condition, values = ("id >= ?", [low]) if high is None else ("id >= ? AND id < ?", [low, high])
        asked = [
            (rank, name, table) for rank, name in enumerate(TABLES) for table in TABLES[name] if kind in {None, name}
        ]
        parts = [
            f"SELECT {rank} AS rank, '{name}' AS kind, id FROM {table} WHERE {condition}" for rank, name, table in asked
        ]
        sql = f"SELECT kind, id FROM ({' UNION '.join(parts)}) AS meaning ORDER BY id, rank LIMIT ?"
        found = self._few(sql, [*values * len(parts), MEANINGS_MAX], "document")
        return [(meaning, identifier) for meaning, identifier in found]

    def summaries(self, ids: Sequence[bytes]) -> dict[bytes, bytes]:
        """The claims (JSON) of the facts that recorded these documents."""
        return {identifier: claims for identifier, (claims, _) in self.recorded(ids).items()}

    def recorded(self, ids: Sequence[bytes]) -> dict[bytes, tuple[bytes, str]]:
        """The same, and what we are in each."""
        found: dict[bytes, tuple[bytes, str]] = {}
        for marks, portion in portions(set(ids)):
            sql = (
                "SELECT d.id, f.claims, d.role FROM document d JOIN fact f ON f.no = d.fact"
                f" WHERE d.id IN ({marks}) AND f.claims IS NOT NULL"
            )
            for identifier, claims, role in self._few(sql, portion, "fact"):
                if not isinstance(claims, bytes):
                    raise unreadable("fact", identifier, "its claims are not bytes")
                found[identifier] = claims, role
        return found

    def roles(self, ids: Sequence[bytes]) -> dict[bytes, str]:
        """What we are in these documents; unknown ones are left out."""
        found: dict[bytes, str] = {}
        for marks, portion in portions(set(ids)):
            found.update(self._few(f"SELECT id, role FROM document WHERE id IN ({marks})", portion, "document"))
        return found

    def change_roles(self, rows: Sequence[tuple[bytes, str, str | None]]) -> None:
        """Give documents another role and partner: (document id, role, partner)."""
        numbers = self._existing([document for document, _, _ in rows])
        parties = self._parties({partner for _, _, partner in rows if partner is not None})
        for document, role, _ in rows:
            texts("document", document, role)
        self._many(
            "UPDATE document SET role = ?, partner = ? WHERE no = ?",
            [(role, parties[partner], numbers[document]) for document, role, partner in rows],
        )

    def counts(self) -> dict[str, int]:
        """Rows by name: "facts", "links", "discrepancies", "documents", and "document:KIND" for each kind."""
        counts: dict[str, int] = {}
        for name, table in (("facts", "fact"), ("links", "link"), ("discrepancies", "discrepancy")):
            row = self._one(f"SELECT count(*) FROM {table}")
            counts[name] = 0 if row is None else row[0]
        kinds = self._few("SELECT document, count(*) FROM document GROUP BY document ORDER BY document", (), "document")
        counts["documents"] = sum(count for _, count in kinds)
        return counts | {f"document:{kind}": count for kind, count in kinds}

    def count_in_role(self, role: str, kinds: Sequence[str]) -> int:
        """How many documents of these kinds there are in which we have this role."""
        sql = f"SELECT count(*) FROM document WHERE role = ? AND document IN ({', '.join('?' * len(kinds))})"
        row = self._one(sql, [role, *kinds])
        return 0 if row is None else int(row[0])
