"""Addresses of nodes, and where a node listens: one spelling of each, and none that could mean something else."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from counterfoil.errors import UsageError
from counterfoil.model._base import Model
from counterfoil.model.settings import NodeSettings

_HINT = "Write it as https://node.example.com; plain http:// is for this machine alone."
_LABEL = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?", re.ASCII)
_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)*", re.ASCII)
_LISTEN = re.compile(r"(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9.-]+)):(?P<port>[0-9]{1,5})", re.ASCII)
_PORTS = {"http": 80, "https": 443}
_PORT_MAX = 65_535


class Listen(Model):
    """Where to listen; port 0 leaves the choice to the system."""

    host: str
    port: int


def node_address(written: str) -> str:
    """The one spelling of a node's address, without a slash at its end; UsageError where it is none.

    It is HTTPS, and plain HTTP only to this machine. It has no user, query or fragment, and no path that leads upwards:
    what is put behind it stays below it.
    """
    try:
        parts = urlsplit(written)
        host, port = (parts.hostname or "").lower(), parts.port
    except ValueError:
        raise UsageError(f"{written!a} is no address.", _HINT) from None
    path = parts.path.rstrip("/")
    plain = written.isascii() and written.isprintable() and not any(mark in written for mark in " \\@?#%")
    plain = plain and ("[" in written) == (":" in host)
    if not (plain and parts.scheme in _PORTS and _is_host(host) and _is_path(path)) or port == 0:
        raise UsageError(f"{written!a} is no address of a node.", _HINT)
    if parts.scheme == "http" and not is_loopback(host):
        raise UsageError(f"{written} would be reached without encryption.", _HINT)
    name = f"[{ip_address(host)}]" if ":" in host else host
    at = "" if port in (None, _PORTS[parts.scheme]) else f":{port}"
    return f"{parts.scheme}://{name}{at}{path}"


def listen_at(written: str) -> Listen:
    """Where to listen, written as HOST:PORT or [IPV6]:PORT; UsageError where it is neither."""
    match = _LISTEN.fullmatch(written)
    if match is None or int(match["port"]) > _PORT_MAX:
        raise UsageError(f"{written!a} does not say where to listen.", "Write it as 127.0.0.1:8431.")
    return Listen(host=match["six"] or match["host"], port=int(match["port"]))


def address_of(node: NodeSettings) -> str:
    """Where a node with these settings answers; UsageError where they do not say."""
    if node.url:
        return node_address(node.url)
    at = listen_at(node.listen)
    host = f"[{at.host}]" if ":" in at.host else at.host
    return node_address(f"{'https' if node.certificate else 'http'}://{host}:{at.port}")


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself and nobody else's, by its name (RFC 6761 section 6.3) or number."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_host(host: str) -> bool:
    if ":" in host:
        try:
            return "%" not in host and ip_address(host).version == 6
        except ValueError:
            return False
    labels = host.split(".")
    return len(host) <= 253 and all(_LABEL.fullmatch(label) for label in labels)


def _is_path(path: str) -> bool:
    return bool(_PATH.fullmatch(path)) and not {".", ".."} & set(path.split("/"))
