"""Values of the settings: what may stand there, and what to say of what may not."""

from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from counterfoil.errors import SettingsError

_SHOWN_MAX = 60


def known_keys(section: dict[str, Any], known: tuple[str, ...], name: str, path: Path) -> None:
    """SettingsError where a section has other keys than these."""
    for key in section:
        if key not in known:
            raise SettingsError(f"{path} has an unknown key {key} in [{name}].", f"Known are {', '.join(known)}.")


def text_in(section: dict[str, Any], key: str, path: Path) -> str | None:
    """A text, or None where there is none."""
    value = section.get(key)
    if value is not None and not isinstance(value, str):
        # A database's address may hold a password.
        raise SettingsError(f"{path}: {key} must be a text in quotes.", "" if key == "database" else it_is(value))
    return value


def number(value: Any) -> Decimal | None:
    """A number, written as one or as a text; None where it is none."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        found = Decimal(str(value))
    except (InvalidOperation, ValueError):
        # Beside what is no number: one of thousands of digits, which TOML may write in hexadecimal.
        return None
    return found if found.is_finite() else None


def it_is(value: Any) -> str:
    """What a value is, in words, for the hint."""
    try:
        shown = repr(value)
    except ValueError:
        # A number of thousands of digits, which TOML may write in hexadecimal.
        shown = "too long to be shown"
    return f"It is {shown if len(shown) <= _SHOWN_MAX else shown[:_SHOWN_MAX] + '…'}."


def quoted(text: str) -> str:
    """A TOML basic string (TOML 1.0, string)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'
