"""`counterfoil.toml`: who we are, linking and judging, limits and the store. Read with tomllib, written once."""

import os
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from counterfoil.errors import HomeError, SettingsError
from counterfoil.flow.settings_node import node_in, node_lines
from counterfoil.flow.settings_retention import retention_in, retention_lines
from counterfoil.flow.settings_tolerances import tolerance_lines, tolerances_in
from counterfoil.flow.settings_values import it_is, known_keys, number, quoted, text_in
from counterfoil.model.settings import Limits, Owner, Settings
from counterfoil.model.values import Identifier

NAME = "counterfoil.toml"
_SECTIONS = ("owner", "store", "limits", "linking", "discrepancies", "tolerances", "tolerance", "retention", "node")
_DAYS = "received_not_invoiced_days"
_DAYS_DEFAULT, _DAYS_MAX = 30, 36_500
_CERTAIN_FROM = "0.95"
_OWNER = ("name", "vat", "gln", "lei", "ibans", "identifiers")


def read_settings(home: Path) -> Settings:
    """Read the settings of a home.

    HomeError where there is none, SettingsError with the key where a value is of no use.
    """
    path = home / NAME
    try:
        text = path.read_text(encoding="utf-8-sig")
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
    except (ValueError, RecursionError) as error:
        # Beside what is no TOML: an integer of thousands of digits, or lists nested a thousand deep.
        raise SettingsError(f"{path} is no valid TOML: {error}.", "Correct that line.") from None
    return _settings(data, path)


def write_settings(home: Path, settings: Settings) -> None:
    """Write the settings of a new home, with what can be set as comments; all of it or nothing."""
    owner = settings.owner
    lines = ["# Who we are, and how this home works. Everything not set has the default shown.", ""]
    lines += ["[owner]", f"name = {quoted(owner.name)}"]
    lines += [f"{key} = {quoted(value)}" for key in ("vat", "gln", "lei") if (value := getattr(owner, key))]
    lines.append(f"ibans = [{', '.join(quoted(iban) for iban in owner.ibans)}]")
    if owner.identifiers:
        lines.append(f"identifiers = [{', '.join(map(_inline, owner.identifiers))}]")
    lines += ["", "[store]", "# sqlite, or a PostgreSQL address such as postgresql://user@host/database"]
    lines += [f"database = {quoted(settings.store)}", "", "[linking]"]
    lines.append(_set_or_shown("certain_from", f'"{settings.certain_from}"', f'"{_CERTAIN_FROM}"'))
    lines += ["", "[discrepancies]", "# After how many days goods that were received and not invoiced are told."]
    lines.append(_set_or_shown(_DAYS, str(settings.received_not_invoiced_days), str(_DAYS_DEFAULT)))
    lines += ["", *tolerance_lines(settings.tolerances)]
    lines += ["", *retention_lines(settings.retention)]
    lines += ["", *node_lines(settings.node)]
    lines += ["", "[limits]"]
    names = Limits.__struct_fields__
    lines += [_set_or_shown(key, str(getattr(settings.limits, key)), str(getattr(Limits(), key))) for key in names]
    with (home / f".{NAME}.new").open("w", encoding="utf-8", newline="\n") as file:
        file.write("\n".join([*lines, ""]))
        file.flush()
        os.fsync(file.fileno())
    (home / f".{NAME}.new").replace(home / NAME)


def check_owner(owner: Owner) -> None:
    """SettingsError where we are called by something that no file can hold: half of a character, from a broken name."""
    texts = [owner.name, owner.vat, owner.gln, owner.lei, *owner.ibans]
    texts += [text for one in owner.identifiers for text in (one.value, one.scheme)]
    for text in texts:
        if text and any("\ud800" <= c <= "\udfff" for c in text):
            raise SettingsError(f"{text!a} is not valid text.", "Write it in UTF-8.")


def _set_or_shown(key: str, value: str, default: str) -> str:
    return f"{'# ' if value == default else ''}{key} = {value}"


def _inline(identifier: Identifier) -> str:
    return f"{{ scheme = {quoted(identifier.scheme or '')}, value = {quoted(identifier.value)} }}"


def _settings(data: dict[str, Any], path: Path) -> Settings:
    for section, content in data.items():
        if section not in _SECTIONS:
            raise SettingsError(f"{path} has an unknown section [{section}].", f"Known are {', '.join(_SECTIONS)}.")
        if not isinstance(content, dict) and section != "tolerance":
            raise SettingsError(f"{path}: {section} must be a section in brackets.", f"Write [{section}].")
    known_keys(data.get("store", {}), ("database",), "store", path)
    return Settings(
        owner=_owner(data.get("owner", {}), path),
        limits=_limits(data.get("limits", {}), path),
        store=text_in(data.get("store", {}), "database", path) or "sqlite",
        certain_from=_certain_from(data.get("linking", {}), path),
        tolerances=tolerances_in(data.get("tolerances", {}), data.get("tolerance", []), path),
        retention=retention_in(data.get("retention", {}), path),
        node=node_in(data.get("node", {}), path),
        received_not_invoiced_days=_days(data.get("discrepancies", {}), path),
    )


def _owner(section: dict[str, Any], path: Path) -> Owner:
    known_keys(section, _OWNER, "owner", path)
    name = text_in(section, "name", path)
    if not name:
        raise SettingsError(f"{path} does not say who we are: name is missing in [owner].", 'Add name = "…".')
    ibans = section.get("ibans", [])
    if not isinstance(ibans, list) or not all(isinstance(iban, str) for iban in ibans):
        raise SettingsError(f"{path}: ibans in [owner] must be a list of texts.", 'Write ibans = ["DE…"].')
    identifiers = section.get("identifiers", [])
    if not isinstance(identifiers, list):
        raise SettingsError(f"{path}: identifiers in [owner] must be a list.", _IDENTIFIERS)
    return Owner(
        name=name,
        vat=text_in(section, "vat", path),
        gln=text_in(section, "gln", path),
        lei=text_in(section, "lei", path),
        ibans=tuple("".join(iban.split()).upper() for iban in ibans),
        identifiers=tuple(_identifier(entry, path) for entry in identifiers),
    )


_IDENTIFIERS = 'Write identifiers = [{ scheme = "0088", value = "…" }].'


def _identifier(entry: Any, path: Path) -> Identifier:
    if (
        not isinstance(entry, dict)
        or not isinstance(entry.get("value"), str)
        or not isinstance(entry.get("scheme"), str)
    ):
        raise SettingsError(
            f"{path}: each of identifiers in [owner] needs a scheme and a value.",
            _IDENTIFIERS,
        )
    return Identifier(value=entry["value"], scheme=entry["scheme"])


def _limits(section: dict[str, Any], path: Path) -> Limits:
    known_keys(section, Limits.__struct_fields__, "limits", path)
    for key, value in section.items():
        if not isinstance(value, int) or isinstance(value, bool) or value < 1:
            raise SettingsError(f"{path}: {key} in [limits] must be a whole number above 0.", it_is(value))
    return Limits(**section)


def _certain_from(section: dict[str, Any], path: Path) -> Decimal:
    known_keys(section, ("certain_from",), "linking", path)
    written = section.get("certain_from", _CERTAIN_FROM)
    value = number(written)
    if value is None or not 0 <= value <= 1:
        raise SettingsError(f"{path}: certain_from in [linking] must be a number from 0 to 1.", it_is(written))
    return value


def _days(section: dict[str, Any], path: Path) -> int:
    known_keys(section, (_DAYS,), "discrepancies", path)
    value = section.get(_DAYS, _DAYS_DEFAULT)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= _DAYS_MAX:
        raise SettingsError(
            f"{path}: {_DAYS} in [discrepancies] must be a whole number from 0 to {_DAYS_MAX}.", it_is(value)
        )
    return value
