"""Which schema of the database is a home's: named once, remembered in the home, never shared by two homes."""

import re
import secrets
from pathlib import Path

from counterfoil.errors import HomeError
from counterfoil.store.durable import sync_one
from counterfoil.store.failure import system_failure

FILE = "schema"
NAME_MAX = 40  # PostgreSQL cuts names at 63 bytes
SEARCH_PATH = re.compile(r"-c\s*search_path\s*=\s*\"?([^\s\",]+)")


def remembered(home: Path) -> str | None:
    """The schema of a home, None where it has none yet."""
    try:
        return (home / FILE).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as error:
        raise HomeError(f"The file {home / FILE} cannot be read: {error}.", "It names the home's schema.") from error


def wanted(options: str, schema: str | None) -> str | None:
    """The schema that a connection string's options or an argument name, None where neither does."""
    if schema is not None:
        return schema
    match = SEARCH_PATH.search(options)
    return match[1] if match else None


def named_after(home: Path) -> str:
    """A new name that says which home it is of and that no other home has."""
    words = re.sub(r"[^a-z0-9]+", "_", home.resolve().name.lower()).strip("_")
    return f"counterfoil_{words[:NAME_MAX]}_{secrets.token_hex(4)}".replace("__", "_")


def remember(home: Path, schema: str) -> None:
    """Write a schema's name into a home, durably, before anything is made in it."""
    try:
        home.mkdir(parents=True, exist_ok=True)
        temporary = home / f".{FILE}"
        temporary.write_text(f"{schema}\n", encoding="utf-8")
        sync_one(temporary)
        temporary.replace(home / FILE)
        sync_one(home)
    except OSError as error:
        raise system_failure(error, home / FILE) from error
