"""The way out of the house: whose certificates are trusted, and the proxy that is in between."""

import ssl
from pathlib import Path
from urllib.parse import unquote, urlsplit

import certifi
import httpcore

from counterfoil.errors import SettingsError


def trusting(authorities: Path | None) -> ssl.SSLContext:
    """TLS that trusts the certificates of this file, or else those of the system; SettingsError where it is none."""
    context = ssl.create_default_context() if authorities is None else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # A bare machine has no authorities of its own.
        context.load_verify_locations(authorities or certifi.where())
    except OSError as error:
        raise SettingsError(
            f"{authorities} cannot be used as a file of authorities: {error}.", "It holds certificates in PEM."
        ) from None
    return context


def proxy_at(address: str) -> httpcore.Proxy | None:
    """The proxy at this address, which may hold a name and a password; None where there is none."""
    if not address:
        return None
    try:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname or not address.isascii():
            raise ValueError
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        url = f"{parts.scheme}://{host}:{parts.port or (443 if parts.scheme == 'https' else 80)}"
    except ValueError:
        # It is not shown: it may hold a password.
        raise SettingsError(
            "What is set as the proxy is no address of one.", "Write it as http://proxy.example.com:3128."
        ) from None
    named = (unquote(parts.username or ""), unquote(parts.password or ""))
    return httpcore.Proxy(url, auth=named if parts.username else None)
