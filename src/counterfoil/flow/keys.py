"""The log's signing key in `keys/`: an Ed25519 key in PKCS #8, encrypted unless a person asked for the contrary."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from counterfoil.errors import KeyFileError

if TYPE_CHECKING:
    from counterfoil.log.note import Signer

KEY = Path("keys") / "log.key"
PASSPHRASE = Path("keys") / "passphrase"
VKEY = Path("keys") / "log.vkey"
_PASSPHRASE_BYTES_MAX = 1023
"""More the library does not take."""
Ask = Callable[[], str | None]
"""Asks a person for the passphrase; None where there is nobody to ask."""


def make_key(home: Path, origin: str, passphrase: str | None) -> Signer:
    """Make the log's key; `passphrase` None leaves it unencrypted. The public half goes to `keys/log.vkey`."""
    from counterfoil.log.note import Signer

    signer = Signer(name=origin, seed=_make(home / KEY, passphrase))
    (home / VKEY).write_text(signer.verifier.vkey + "\n", encoding="ascii")
    return signer


def make_further_key(home: Path, file: str, ask: Ask) -> bytes:
    """Make a key beside the log's, protected as that one is; gives its 32-byte seed.

    KeyFileError where the log's key does not open: so all keys of a home have one passphrase.
    """
    protected = not _is_plain(_read_secret(home / KEY))
    passphrase = _passphrase(home, ask) if protected else None
    _load(home / KEY, passphrase)
    return _make(home / KEY.parent / file, passphrase)


def load_further_key(home: Path, file: str, ask: Ask) -> bytes:
    """The seed of a key beside the log's; KeyFileError where it cannot be had."""
    return _seed(home, home / KEY.parent / file, ask)


def make_passphrase_file(home: Path) -> str:
    """Make a passphrase and keep it in `keys/passphrase` (0600).

    For a home that must work with nobody at a terminal.
    """
    import secrets

    passphrase = secrets.token_urlsafe(32)
    _write_secret(home / PASSPHRASE, passphrase.encode() + b"\n")
    return passphrase


def load_key(home: Path, origin: str, ask: Ask) -> Signer:
    """Load the log's key. The passphrase comes from the environment, a file, or `ask`.

    KeyFileError where it cannot be had.
    """
    from counterfoil.log.note import Signer

    return Signer(name=origin, seed=_seed(home, home / KEY, ask))


def read_vkey(home: Path) -> str:
    """The public half of the log's key."""
    try:
        return (home / VKEY).read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError):
        raise KeyFileError(f"{home / VKEY} is missing or unreadable.", "Restore it from your backup.") from None


def _make(path: Path, passphrase: str | None) -> bytes:
    """Make a key and write it durably; gives its seed."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    if passphrase is not None and not 0 < len(_bytes_of(passphrase)) <= _PASSPHRASE_BYTES_MAX:
        raise KeyFileError(
            f"A passphrase of {len(_bytes_of(passphrase))} bytes cannot protect the log's key.",
            f"Choose one of 1 to {_PASSPHRASE_BYTES_MAX} bytes.",
        )
    key = Ed25519PrivateKey.generate()
    protection: serialization.KeySerializationEncryption = serialization.NoEncryption()
    if passphrase is not None:
        protection = serialization.BestAvailableEncryption(_bytes_of(passphrase))
    _write_secret(path, key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection))
    return key.private_bytes_raw()


def _seed(home: Path, path: Path, ask: Ask) -> bytes:
    """The seed of the key in a file; the passphrase is asked for where it is protected."""
    return _load(path, None if _is_plain(_read_secret(path)) else _passphrase(home, ask))


def _load(path: Path, passphrase: str | None) -> bytes:
    """The seed of the key in a file."""
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(_read_secret(path), _bytes_of(passphrase) if passphrase is not None else None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise KeyFileError(
            f"The key {path} could not be opened: the passphrase is wrong or the file is damaged.",
            "Check the passphrase; restore the file from your backup where it is damaged.",
        ) from None
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyFileError(f"{path} holds no Ed25519 key.", "Restore the key from your backup.")
    return key.private_bytes_raw()


def _is_plain(pem: bytes) -> bool:
    return b"BEGIN PRIVATE KEY" in pem


def _passphrase(home: Path, ask: Ask) -> str:
    if (given := os.environ.get("COUNTERFOIL_PASSPHRASE")) is not None:
        return given
    named = os.environ.get("COUNTERFOIL_PASSPHRASE_FILE")
    path = Path(named) if named else home / PASSPHRASE
    if named and not path.exists():
        hint = "Name the file that the passphrase of this home's keys is in."
        raise KeyFileError(f"COUNTERFOIL_PASSPHRASE_FILE names {path}, which is missing.", hint)
    if named or path.exists():
        return _read_secret(path).decode("utf-8", "surrogateescape").rstrip("\r\n")
    asked = ask()
    if asked is None:
        raise KeyFileError(
            f"The log's key {home / KEY} needs its passphrase.",
            "Give it in COUNTERFOIL_PASSPHRASE, in a file named by COUNTERFOIL_PASSPHRASE_FILE, or at a terminal.",
        )
    return asked


def _bytes_of(passphrase: str) -> bytes:
    """The bytes of a passphrase; those that are no UTF-8, in a file or the environment, as they stand there."""
    return passphrase.encode("utf-8", "surrogateescape")


def _read_secret(path: Path) -> bytes:
    try:
        if path.stat().st_mode & 0o077:
            raise KeyFileError(f"{path} can be read by others.", f"Run: chmod 600 {path}")
        return path.read_bytes()
    except FileNotFoundError:
        raise KeyFileError(
            f"{path} is missing.", "Restore it from your backup; without it nothing can be signed."
        ) from None
    except OSError as error:
        raise KeyFileError(f"{path} could not be read: {error.strerror}.", "Check its permissions.") from None


def _write_secret(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
