"""Which home a command works on."""

import argparse
import os
import sys
from pathlib import Path

from counterfoil.errors import HomeError


def home_path(options: argparse.Namespace) -> Path:
    """The home that was named: by --home, by COUNTERFOIL_HOME, or the folder we stand in if it is one."""
    named = options.home or os.environ.get("COUNTERFOIL_HOME")
    if named:
        return Path(named)
    if Path("counterfoil.toml").exists():
        return Path()
    raise HomeError(
        "No home is named.", "Name one with --home DIR or COUNTERFOIL_HOME; make one with 'counterfoil init'."
    )


def named_home(options: argparse.Namespace) -> Path | None:
    """The home that was named, for what can be done without one; None where none was."""
    named = options.home or os.environ.get("COUNTERFOIL_HOME")
    return Path(named) if named else None


def ask_passphrase() -> str | None:
    """Ask for the passphrase of the signing key; None where nobody is at the terminal."""
    if not sys.stdin.isatty():
        return None
    from getpass import getpass

    return getpass("Passphrase of the log's key: ")
