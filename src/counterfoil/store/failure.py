"""What to say when the system refuses a file of the home."""

import errno
from pathlib import Path

from counterfoil.errors import HomeError, StoreError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
FORBIDDEN = {errno.EACCES, errno.EPERM, errno.EROFS}

HINT_NONE = "Restore it from your backup; a new home is made with `counterfoil init`."
HINT_FULL = "Free some space and do it again: nothing was half-written."
HINT_FORBIDDEN = "Give yourself the right to write to it, or use another home with --home."


def system_failure(error: OSError, path: Path) -> HomeError | StoreError:
    """The sentence for a file or folder of the home that could not be written."""
    if error.errno in FULL:
        return StoreError(f"There is no space left to write to {path}.", HINT_FULL)
    if error.errno in FORBIDDEN:
        return HomeError(f"{path} cannot be written to: {error.strerror}.", HINT_FORBIDDEN)
    return StoreError(f"{path} cannot be written to: {error.strerror}.", "Look after the disk, then do it again.")
