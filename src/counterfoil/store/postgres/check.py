"""What PostgreSQL itself finds damaged: by its extension amcheck where that is there, else by counting in two ways."""

import re
from collections.abc import Iterator

from counterfoil.errors import StoreError
from counterfoil.store.postgres.session import PostgresSession
from counterfoil.store.sql.check import Check

AMCHECK = """
SELECT n.nspname FROM pg_catalog.pg_proc p JOIN pg_catalog.pg_namespace n ON n.oid = p.pronamespace
WHERE p.proname = 'bt_index_check' AND p.pronargs = 2
"""
INDEXES = """
SELECT i.indexrelid::bigint, i.indexrelid::regclass::text, i.indrelid::regclass::text, pg_get_indexdef(i.indexrelid)
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid JOIN pg_catalog.pg_am a ON a.oid = c.relam
WHERE c.relnamespace = current_schema()::regnamespace AND a.amname = 'btree' ORDER BY 2
"""
REFERENCES = """
SELECT c.conrelid::regclass::text, quote_ident(a.attname), c.confrelid::regclass::text, quote_ident(b.attname)
FROM pg_catalog.pg_constraint c
JOIN pg_catalog.pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
JOIN pg_catalog.pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
WHERE c.connamespace = current_schema()::regnamespace AND c.contype = 'f' AND cardinality(c.conkey) = 1 ORDER BY 1, 2
"""
BY_INDEX = ("enable_seqscan", "enable_bitmapscan", "enable_sort")
BY_TABLE = ("enable_indexscan", "enable_indexonlyscan", "enable_bitmapscan")
COLUMNS = re.compile(r"USING btree \((.*?)\)(?: (WHERE \(.*\)))?$", re.DOTALL)


class PostgresCheck(PostgresSession, Check):
    """The database's own soundness."""

    def _integrity(self) -> Iterator[str]:
        amcheck = self._one(AMCHECK)
        for number, index, table, definition in self._few(INDEXES):
            try:
                if amcheck is not None:
                    self._few(f'SELECT "{amcheck[0]}".bt_index_check(?::oid::regclass, true)', [number])
                else:
                    yield from self._counted(index, table, definition)
            except StoreError as error:
                yield f"Index {index} of table {table} is damaged: {error.message}"

    def _references(self) -> Iterator[str]:
        for table, column, parent, key in self._few(REFERENCES):
            sql = (
                f"SELECT count(*) FROM {table} c LEFT JOIN {parent} p ON p.{key} = c.{column}"
                f" WHERE c.{column} IS NOT NULL AND p.{key} IS NULL"
            )
            ((missing,),) = self._few(sql)
            if missing:
                yield f"In table {table}, {missing} of {column} refer to rows of table {parent} that are missing."

    def _counted(self, index: str, table: str, definition: str) -> Iterator[str]:
        """Count the rows of a table along an index and without one."""
        columns = COLUMNS.search(definition)
        if columns is None:
            return
        order, some = columns[1], f"{table} {columns[2] or ''}"
        walked = self._count(BY_INDEX, f"SELECT count(*) FROM (SELECT 1 FROM {some} ORDER BY {order}) AS walked")
        there = self._count(BY_TABLE, f"SELECT count(*) FROM {some}")
        if walked != there:
            yield f"Index {index} is damaged: it knows {walked} rows of table {table}, which has {there}."

    def _count(self, without: tuple[str, ...], sql: str) -> int:
        for way in without:
            self._run(f"SET {way} = off")
        try:
            ((count,),) = self._few(sql)
        finally:
            for way in without:
                self._run(f"RESET {way}")
        return int(count)
