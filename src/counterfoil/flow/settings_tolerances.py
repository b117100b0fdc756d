"""The tolerances in `counterfoil.toml`: [tolerances] for all, and a table [[tolerance]] for each supplier or item."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from counterfoil.errors import SettingsError
from counterfoil.flow.settings_values import it_is, known_keys, number, quoted, text_in
from counterfoil.model.settings import Tolerance

_LIMITS = ("quantity", "quantity_percent", "price", "price_percent")
_NAMES = ("supplier", "item")


def tolerances_in(general: dict[str, Any], special: Any, path: Path) -> tuple[Tolerance, ...]:
    """The tolerances of a file; SettingsError with the key where a value is of no use."""
    found: list[Tolerance] = []
    known_keys(general, _LIMITS, "tolerances", path)
    if general:
        found.append(Tolerance(**_limits(general, "[tolerances]", path)))
    if not isinstance(special, list) or not all(isinstance(each, dict) for each in special):
        raise SettingsError(f"{path}: tolerance must be tables in double brackets.", "Write [[tolerance]].")
    for each in special:
        known_keys(each, (*_NAMES, *_LIMITS), "[tolerance]", path)
        names = {name: told for name in _NAMES if (told := text_in(each, name, path)) and told.strip()}
        limits = _limits(each, "[[tolerance]]", path)
        if not names or not limits:
            missing = "a supplier or an item" if not names else "a limit"
            raise SettingsError(
                f"{path}: a [[tolerance]] does not name {missing}.", f"Add {' or '.join(_LIMITS if names else _NAMES)}."
            )
        found.append(Tolerance(supplier=names.get("supplier"), item=names.get("item"), **limits))
    return tuple(found)


def tolerance_lines(tolerances: Sequence[Tolerance]) -> Iterator[str]:
    """The lines of a file that set these tolerances; what is not set stands there as comments."""
    general = next((each for each in tolerances if each.supplier is None and each.item is None), Tolerance())
    yield "[tolerances]"
    yield "# By how much an invoice may differ from what was ordered and received: the larger limit of both counts."
    for name in _LIMITS:
        value = getattr(general, name)
        yield f'# {name} = "0"' if value is None else f"{name} = {_written(value)}"
    yield ""
    yield "# What names most goes first: item (any of its numbers) and supplier (name or identifier), item, supplier."
    special = [each for each in tolerances if each.supplier is not None or each.item is not None]
    if not special:
        yield from ("# [[tolerance]]", '# supplier = "DE136695976"', '# price_percent = "2"')
    for each in special:
        yield "[[tolerance]]"
        yield from (f"{name} = {quoted(told)}" for name in _NAMES if (told := getattr(each, name)) is not None)
        yield from (f"{name} = {_written(value)}" for name in _LIMITS if (value := getattr(each, name)) is not None)


def _limits(section: dict[str, Any], where: str, path: Path) -> dict[str, Any]:
    found: dict[str, Decimal] = {}
    for name in _LIMITS:
        if name in section:
            value = number(section[name])
            if value is None or value < 0:
                raise SettingsError(
                    f"{path}: {name} in {where} must be a number that is not below 0.", it_is(section[name])
                )
            found[name] = value
    return found


def _written(value: Decimal) -> str:
    return f'"{value:f}"'
