"""Who decides, and why."""

import argparse
import os
from getpass import getuser

from counterfoil.errors import UsageError
from counterfoil.flow.facts import PROGRAM

_SOMEBODY = "person"
"""Who decided, where the system does not know its user."""


def person_of(options: argparse.Namespace) -> str:
    """Who decides: as told, as the environment says, or the user of the system."""
    named = options.person if options.person is not None else os.environ.get("COUNTERFOIL_PERSON") or _user()
    name: str = named.strip()
    if not name or name == PROGRAM:
        raise UsageError(f"{named!r} is no name of a person.", "Name who decides with --as.")
    return name


def _user() -> str:
    try:
        return getuser()
    except (OSError, KeyError, ImportError):
        return _SOMEBODY


def reason_in(text: str | None, what: str = "reason") -> str | None:
    """The reason without blanks around it; UsageError where it is empty."""
    if text is not None and not text.strip():
        raise UsageError(f"The {what} is empty.", "Say it, or leave the option out.")
    return text.strip() if text is not None else None
