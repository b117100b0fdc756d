"""What people decided about links and discrepancies."""

from collections.abc import Sequence

from counterfoil.store.decode import to_decision, to_handling
from counterfoil.store.encode import of_decision, of_handling
from counterfoil.store.rows import DecisionRow, HandlingRow
from counterfoil.store.sql.numbers import Numbers
from counterfoil.store.sql.session import portions

DECISION = (
    "SELECT x.link, x.confirmed, x.kind, a.id, x.source_line, b.id, x.target_line, x.quantity, x.unit,"
    " x.amount, x.currency, x.confidence, x.evidence, x.why, x.fact FROM decision x"
    " LEFT JOIN document a ON a.no = x.source LEFT JOIN document b ON b.no = x.target"
)
DECISION_COLUMNS = (
    *("link", "confirmed", "kind", "source", "source_line", "target", "target_line", "quantity"),
    *("unit", "amount", "currency", "confidence", "evidence", "why", "fact"),
)
HANDLING_COLUMNS = ("discrepancy", "state", "owner", "why", "expected", "found", "amount", "fact")
HANDLING = f"SELECT {', '.join(HANDLING_COLUMNS)} FROM handling"


def putting(table: str, columns: Sequence[str]) -> str:
    """The statement that adds rows to a table, replacing those with the same first column."""
    key, *rest = columns
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
        f" ON CONFLICT ({key}) DO UPDATE SET {', '.join(f'{column} = excluded.{column}' for column in rest)}"
    )


class Decisions(Numbers):
    """What people decided, as they last did."""

    def decisions(self, documents: Sequence[bytes] | None = None, kind: str | None = None) -> list[DecisionRow]:
        """Decisions about links, by id: all, or those at these documents; with `kind`, about links of that kind."""
        if documents is None:
            where, values = ("", []) if kind is None else (" WHERE x.kind = ?", [kind])
            return list(map(to_decision, self._rows(f"{DECISION}{where} ORDER BY x.link", values, "decision")))
        numbers = self._known(documents)
        found: dict[bytes, DecisionRow] = {}
        for marks, portion in portions({numbers[document] for document in documents if document in numbers}):
            for end in ("source", "target"):
                columns = self._few(f"{DECISION} WHERE x.{end} IN ({marks})", portion, "decision")
                found.update((row.link, row) for row in map(to_decision, columns))
        return [found[link] for link in sorted(found) if kind in {None, found[link].kind}]

    def put_decisions(self, rows: Sequence[DecisionRow]) -> None:
        """Add decisions, replacing those about the same link."""
        ends = self._existing({identifier for row in rows for identifier in (row.source, row.target)})
        self._many(
            putting("decision", DECISION_COLUMNS),
            [of_decision(row, ends[row.source], ends[row.target]) for row in rows],
        )

    def handlings(self, ids: Sequence[bytes] | None = None) -> list[HandlingRow]:
        """How discrepancies are handled, by id: all, or those of the discrepancies with these ids."""
        if ids is None:
            return list(map(to_handling, self._rows(f"{HANDLING} ORDER BY discrepancy", (), "handling")))
        found: list[HandlingRow] = []
        for marks, portion in portions(set(ids)):
            columns = self._few(f"{HANDLING} WHERE discrepancy IN ({marks})", portion, "handling")
            found += map(to_handling, columns)
        return sorted(found, key=lambda row: row.discrepancy)

    def put_handlings(self, rows: Sequence[HandlingRow]) -> None:
        """Add handlings, replacing those of the same discrepancy."""
        self._many(putting("handling", HANDLING_COLUMNS), map(of_handling, rows))
