"""Files that a person names: read whole, or written as new ones."""

from pathlib import Path

from counterfoil.errors import CounterfoilError, UsageError
from counterfoil.store.files import drop, put_in_place, write_aside


def read_file(file: str) -> bytes:
    """The bytes of a file; UsageError where it cannot be read."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} could not be read: {error.strerror}.", "Name a file that exists.") from None


def check_new_file(file: str) -> None:
    """UsageError where a file is there already, which is somebody's, or where the folder for it is missing."""
    path = Path(file)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{file} is there already.", "Name a new file with -o.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}.", "Make it, or name a file in another folder with -o.")


def write_file(file: str, data: bytes) -> None:
    """Put a new file in place whole."""
    try:
        aside = write_aside(file, data)
        try:
            put_in_place(aside, file)
        except OSError:
            drop(aside)
            raise
    except OSError as error:
        raise CounterfoilError(f"{file} could not be written: {error.strerror}.", "Name another file.") from None
