"""Connecting to a PostgreSQL server and to a home's schema in it."""

from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from counterfoil.errors import HomeError, MissingPartError, StoreError
from counterfoil.store.failure import HINT_NONE
from counterfoil.store.postgres import schema as schemas
from counterfoil.store.postgres.failure import FAILURES, failure
from counterfoil.store.postgres.migrations import TABLE

DEFAULTS = {"connect_timeout": "10", "application_name": "counterfoil"}

Connection = psycopg.Connection[tuple[Any, ...]]


def connect(dsn: str, *, readonly: bool) -> tuple[Connection, str]:
    """A connection, and the options that its address gives."""
    try:
        given = conninfo_to_dict(dsn)
        ours = {name: value for name, value in DEFAULTS.items() if name not in given}
        # Texts are kept in Unicode, whatever the server or its users prefer.
        database = psycopg.connect(make_conninfo(dsn, **ours, client_encoding="UTF8"), autocommit=True)
        (encoding,) = database.execute("SHOW server_encoding").fetchone() or ("",)
        if encoding != "UTF8":
            database.close()
            raise StoreError(
                f"The database keeps texts in {encoding}, not in UTF8.",
                "Make one with CREATE DATABASE … ENCODING 'UTF8'.",
            )
        database.execute("SET synchronous_commit = on")
        if readonly:
            database.execute("SET default_transaction_read_only = on")
    except FAILURES as error:
        raise failure(error) from error
    return database, str(given.get("options") or "")


def enter(database: Connection, home: Path, options: str, schema: str | None, *, create: bool) -> str:
    """Enter the home's schema, made where it is to be created; its name. HomeError where there is none."""
    known, asked = schemas.remembered(home), schemas.wanted(options, schema)
    if known is not None and asked is not None and known != asked:
        raise HomeError(
            f"This home's record is in the schema {known}, not in {asked}.",
            f"Name {known} in the setting `store`, or no schema at all.",
        )
    if known is None and not create:
        raise MissingPartError("database", f"There is no record in {home}.", HINT_NONE)
    name = known or asked or schemas.named_after(home)
    try:
        there = _has_tables(database, name)
        if known is None and there:
            raise HomeError(
                f"The schema {name} already holds the record of another home.",
                f"Name another schema; or, if it is this home's, write its name into {home / schemas.FILE}.",
            )
        if not there and not create:
            raise MissingPartError("database", f"The record in {home} was never finished.", HINT_NONE)
        if known is None:
            schemas.remember(home, name)
        if not there:
            database.execute(sql.SQL("CREATE SCHEMA IF NOT EXISTS {}").format(sql.Identifier(name)))
        database.execute(sql.SQL("SET search_path TO {}").format(sql.Identifier(name)))
        if not there:
            database.execute(TABLE)
    except FAILURES as error:
        raise failure(error) from error
    return name


def _has_tables(database: Connection, schema: str) -> bool:
    question = "SELECT 1 FROM pg_catalog.pg_tables WHERE schemaname = %s AND tablename = 'migration'"
    return database.execute(question, [schema]).fetchone() is not None
