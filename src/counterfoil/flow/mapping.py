"""Mappings of tables: those of a home and those that a person names."""

from collections.abc import Iterable
from pathlib import Path

from counterfoil.errors import SettingsError
from counterfoil.formats.table import Mapping, parse_mapping

FOLDER = "mappings"
_BYTES_MAX = 1_000_000


def load_mappings(files: Iterable[str | Path], home: Path | None = None) -> tuple[Mapping, ...]:
    """The mappings in these files, then all in the home's folder. Raises SettingsError where one cannot be used."""
    named = [Path(file) for file in files]
    if home is not None:
        try:
            named += sorted((home / FOLDER).glob("*.toml"))
        except OSError as error:
            raise SettingsError(
                f"{home / FOLDER} cannot be read: {error.strerror}.", "Check its permissions."
            ) from None
    return tuple(load_mapping(path) for path in dict.fromkeys(named))


def load_mapping(path: Path) -> Mapping:
    """One mapping. Raises SettingsError where it cannot be read or used."""
    try:
        with path.open("rb") as file:
            data = file.read(_BYTES_MAX + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise SettingsError(
            f"The mapping {path} cannot be read: {reason}.", "Check its name and permissions."
        ) from None
    if len(data) > _BYTES_MAX:
        raise SettingsError(f"{path} is too large to be a mapping.", "Name the mapping, not the table.")
    try:
        return parse_mapping(data.decode("utf-8-sig"), str(path))
    except UnicodeDecodeError:
        raise SettingsError(f"{path} is not in UTF-8.", "Save it as UTF-8.") from None
