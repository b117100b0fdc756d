"""Files that a person names: read whole, or written as new ones."""

import os
from pathlib import Path

from counterfoil.errors import CounterfoilError, UsageError
from counterfoil.store.files import drop, put_in_place, write_aside


def read_file(file: str) -> bytes:
    """The bytes of a file; UsageError where it cannot be read."""
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} could not be read: {error.strerror}.", "Name a file that exists.") from None


def check_new_file(file: str, option: str = "-o") -> None:
    """UsageError where a file is there already, which is somebody's, or where none can be made in its folder."""
    path = Path(file)
    if path.exists() or path.is_symlink():
        raise UsageError(f"{file} is there already.", f"Name a new file with {option}.")
    if not path.parent.is_dir():
        raise UsageError(f"There is no folder {path.parent}.", f"Make it, or name another one's file with {option}.")
    if not os.access(path.parent, os.W_OK):
        raise UsageError(f"Nothing may be written in {path.parent}.", f"Name another folder's file with {option}.")


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
