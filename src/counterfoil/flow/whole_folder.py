"""A folder that is written whole or not at all."""

import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from counterfoil.errors import HomeError, UsageError


@contextmanager
def whole_folder(directory: Path) -> Generator[Path]:
    """Give a folder to write to; when the block has ended, it stands in the place of a new or empty one.

    It is written beside the place first, so what is cut off leaves nothing half written. UsageError where something
    stands in the place, HomeError where it cannot be written.
    """
    # An absolute path has a name, and a link to a folder is followed; "." alone has neither.
    directory = directory.resolve()
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir()) or directory == Path.cwd()):
        what = "is the folder that you stand in" if directory == Path.cwd() else "is not empty"
        raise UsageError(f"{directory} {what}.", "Name a new or empty folder.")
    part = directory.with_name(f".{directory.name}.{os.getpid()}.part")
    try:
        part.mkdir(parents=True)
        yield part
        if directory.exists():
            directory.rmdir()
        part.replace(directory)
    except BaseException as error:
        shutil.rmtree(part, ignore_errors=True)
        if isinstance(error, OSError):
            hint = "Free space or name another folder."
            raise HomeError(f"{directory} could not be written: {error.strerror}.", hint) from None
        raise
