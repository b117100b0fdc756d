"""`counterfoil init`."""

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path
from shlex import quote

from counterfoil.cli._output import print_json, say, tell
from counterfoil.errors import KeyFileError, UsageError
from counterfoil.flow.home import init_home, open_home
from counterfoil.model.settings import Owner, Settings


def init(options: argparse.Namespace) -> int:
    """Make a home."""
    path = Path(options.home or os.environ.get("COUNTERFOIL_HOME") or ".")
    owner = Owner(
        name=options.name.strip(),
        vat=options.vat,
        gln=options.gln,
        lei=options.lei,
        ibans=tuple("".join(iban.split()).upper() for iban in options.iban),
    )
    if not owner.name:
        raise UsageError("The name is empty.", "Give the company's registered name with --name.")
    passphrase = None if options.unencrypted_key else _passphrase(options)
    init_home(path, Settings(owner=owner, store=options.store), passphrase, unencrypted=options.unencrypted_key)
    with open_home(path) as home:
        if options.json:
            print_json({"home": str(path), "name": owner.name, "log": home.vkey()})
        else:
            say(f"{path} is now the home of {owner.name}.")
            say(f"The public key of its log is {home.vkey()}")
            say(f"Next: counterfoil --home {quote(str(path))} add FOLDER")
    if passphrase is None and not options.unencrypted_key:
        tell(
            f"The passphrase of the signing key was made for you and is in {path / 'keys' / 'passphrase'} (mode 0600)."
        )
        tell(
            "Whoever has that file and the key can sign as you: "
            "move it elsewhere and name its place in COUNTERFOIL_PASSPHRASE_FILE."
        )
    return 0


def _passphrase(options: argparse.Namespace) -> str | None:
    """From the file named, the environment, or a person; None where one is to be made."""
    named = options.passphrase_file or os.environ.get("COUNTERFOIL_PASSPHRASE_FILE")
    if named:
        try:
            return Path(named).read_text(encoding="utf-8").split("\n")[0]
        except (OSError, UnicodeDecodeError) as error:
            raise KeyFileError(f"The passphrase file {named} could not be read: {error}.", "Check its name.") from None
    if (given := os.environ.get("COUNTERFOIL_PASSPHRASE")) is not None:
        return given
    if not sys.stdin.isatty():
        return None
    first = getpass("Choose a passphrase for the log's signing key (empty: make one and keep it in a file): ")
    if first and getpass("The same again: ") != first:
        raise UsageError("The two passphrases differ.", "Start again.")
    return first or None
