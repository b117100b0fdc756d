"""`counterfoil.toml`: who we are, limits and the store. Read with tomllib, written once by `init`."""

import tomllib
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from counterfoil.errors import HomeError, SettingsError
from counterfoil.model.settings import Limits, Owner, Settings
from counterfoil.model.values import Identifier

NAME = "counterfoil.toml"
_SECTIONS = ("owner", "store", "limits", "linking")
_OWNER = ("name", "vat", "gln", "lei", "ibans", "identifiers")


def read_settings(home: Path) -> Settings:
    """Read the settings of a home.

    HomeError where there is none, SettingsError with the key where a value is of no use.
    """
    path = home / NAME
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise HomeError(
            f"There is no {NAME} in {home}.", "Make a home with 'counterfoil init', or name one with --home."
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise HomeError(
            f"{path} could not be read: {error}.", "Check its permissions and its encoding (UTF-8)."
        ) from None
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"{path} is no valid TOML: {error}.", "Correct that line.") from None
    return _settings(data, path)


def write_settings(home: Path, settings: Settings) -> None:
    """Write the settings of a new home, with what can be set as comments."""
    owner, lines = (
        settings.owner,
        ["# Who we are, and how this home works. Everything not set has the default shown.", ""],
    )
    lines += ["[owner]", f"name = {_quoted(owner.name)}"]
    for key in ("vat", "gln", "lei"):
        if value := getattr(owner, key):
            lines.append(f"{key} = {_quoted(value)}")
    lines.append(f"ibans = [{', '.join(_quoted(iban) for iban in owner.ibans)}]")
    lines += ["", "[store]", "# sqlite, or a PostgreSQL address such as postgresql://user@host/database"]
    lines += [f"database = {_quoted(settings.store)}", "", "[linking]", f'# certain_from = "{settings.certain_from}"']
    lines += ["", "[limits]", *(f"# {field} = {getattr(Limits(), field)}" for field in Limits.__struct_fields__), ""]
    (home / NAME).write_text("\n".join(lines), encoding="utf-8")


def _settings(data: dict[str, Any], path: Path) -> Settings:
    for section, content in data.items():
        if section not in _SECTIONS:
            raise SettingsError(f"{path} has an unknown section [{section}].", f"Known are {', '.join(_SECTIONS)}.")
        if not isinstance(content, dict):
            raise SettingsError(f"{path}: {section} must be a section in brackets.", f"Write [{section}].")
    return Settings(
        owner=_owner(data.get("owner", {}), path),
        limits=_limits(data.get("limits", {}), path),
        store=_text(data.get("store", {}), "database", path) or "sqlite",
        certain_from=_certain_from(data.get("linking", {}), path),
    )


def _owner(section: dict[str, Any], path: Path) -> Owner:
    _known_keys(section, _OWNER, "owner", path)
    name = _text(section, "name", path)
    if not name:
        raise SettingsError(f"{path} does not say who we are: name is missing in [owner].", 'Add name = "…".')
    ibans = section.get("ibans", [])
    if not isinstance(ibans, list) or not all(isinstance(iban, str) for iban in ibans):
        raise SettingsError(f"{path}: ibans in [owner] must be a list of texts.", 'Write ibans = ["DE…"].')
    identifiers = tuple(_identifier(entry, path) for entry in section.get("identifiers", []))
    return Owner(
        name=name,
        vat=_text(section, "vat", path),
        gln=_text(section, "gln", path),
        lei=_text(section, "lei", path),
        ibans=tuple("".join(iban.split()).upper() for iban in ibans),
        identifiers=identifiers,
    )


def _identifier(entry: Any, path: Path) -> Identifier:
    if (
        not isinstance(entry, dict)
        or not isinstance(entry.get("value"), str)
        or not isinstance(entry.get("scheme"), str)
    ):
        raise SettingsError(
            f"{path}: each of identifiers in [owner] needs a scheme and a value.",
            'Write identifiers = [{ scheme = "0088", value = "…" }].',
        )
    return Identifier(value=entry["value"], scheme=entry["scheme"])


def _limits(section: dict[str, Any], path: Path) -> Limits:
    _known_keys(section, Limits.__struct_fields__, "limits", path)
    for key, value in section.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise SettingsError(f"{path}: {key} in [limits] must be a whole number above 0.", f"It is {value!r}.")
    return Limits(**section)


def _certain_from(section: dict[str, Any], path: Path) -> Decimal:
    _known_keys(section, ("certain_from",), "linking", path)
    written = section.get("certain_from", "0.95")
    try:
        value = Decimal(str(written))
    except InvalidOperation:
        value = Decimal(-1)
    if not 0 <= value <= 1:
        raise SettingsError(f"{path}: certain_from in [linking] must be a number from 0 to 1.", f"It is {written!r}.")
    return value


def _known_keys(section: dict[str, Any], known: tuple[str, ...], name: str, path: Path) -> None:
    for key in section:
        if key not in known:
            raise SettingsError(f"{path} has an unknown key {key} in [{name}].", f"Known are {', '.join(known)}.")


def _text(section: dict[str, Any], key: str, path: Path) -> str | None:
    value = section.get(key)
    if value is not None and not isinstance(value, str):
        raise SettingsError(f"{path}: {key} must be a text in quotes.", f"It is {value!r}.")
    return value


def _quoted(text: str) -> str:
    """A TOML basic string (TOML 1.0, string)."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\U{ord(c):08X}" for c in escaped) + '"'
