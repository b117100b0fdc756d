"""Reaches other nodes over HTTPS. The only hosts that it calls are those of addresses that a person gave it."""

import re
import ssl
from collections.abc import Callable, Mapping
from http import HTTPStatus
from pathlib import Path
from threading import Event
from time import time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import httpcore

from counterfoil.errors import UsageError
from counterfoil.exchange import paths
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.message import BYTES_MAX
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Unreachable
from counterfoil.flow.addresses import is_loopback, node_address
from counterfoil.model._base import Model
from counterfoil.web.deadline import Deadline
from counterfoil.web.outward import proxy_at, trusting
from counterfoil.web.signing import sign_request

_PATH = re.compile(r"((?:/[A-Za-z0-9._~-]+)+)(?:\?[A-Za-z0-9._~=&-]*)?", re.ASCII)
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_SHORT = frozenset(map(str, range(1, 6)))
_OTHER_NAME = (62, 64)
"""X509_V_ERR_HOSTNAME_MISMATCH and _IP_ADDRESS_MISMATCH of OpenSSL."""
_IDLE_SECONDS = 2.0
"""A connection is not used again after that: the other side, which ends it after 5, could do so just then."""
_HINT = "It is tried again later."


class Patience(Model):
    """How long an answer may take in seconds, and how large it may be in bytes."""

    connect: float = 10
    silence: float = 30
    """Between two pieces of an answer."""
    whole: float = 120
    bytes_max: int = BYTES_MAX


class HttpTransport:
    """The Transport over HTTP: no redirect is followed, nothing is sent unencrypted beyond this machine.

    `key` gives the key that signs now; `authorities` is a file of certificates to trust instead of the system's; a
    `proxy` is used where it is named here, never because of the environment, and never to this machine.
    """

    def __init__(
        self,
        key: Callable[[], CompanyKey],
        *,
        authorities: Path | None = None,
        proxy: str = "",
        patience: Patience | None = None,
        now: Callable[[], float] = time,
    ) -> None:
        self._key, self._now = key, now
        self._patience = patience or Patience()
        self._ended = Event()
        self._deadline = Deadline(self._ended)
        context, between = trusting(authorities), proxy_at(proxy)
        self._direct, self._far = (
            httpcore.ConnectionPool(
                ssl_context=context, proxy=one, keepalive_expiry=_IDLE_SECONDS, network_backend=self._deadline
            )
            for one in (None, between)
        )

    def get(self, url: str, path: str) -> Reply:
        """Ask the node at this address; not signed."""
        return self._ask("GET", _target(url, path), None, dict)

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        """Hand this to a peer's node; signed below /exchange/."""
        target = _target(peer.url, path)

        def headers() -> dict[str, str]:
            if path.startswith(paths.SIGNED):
                return sign_request(self._key(), target, body, content_type, int(self._now()))
            return {"Content-Type": content_type}

        return self._ask("POST", target, body, headers)

    def end(self) -> None:
        """Call nobody any more; what is under way ends within a second. From any thread."""
        self._ended.set()

    def close(self) -> None:
        """Let go of all connections."""
        self.end()
        self._direct.close()
        self._far.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, method: str, target: str, body: bytes | None, headers: Callable[[], Mapping[str, str]]) -> Reply:
        """Send a request, with headers made anew each time, as often as the node asks for a little patience."""
        self._deadline.set(self._patience.whole)
        try:
            while True:
                reply = self._once(method, target, body, headers())
                if isinstance(reply, Reply):
                    return reply
                self._ended.wait(self._deadline.left(reply))
        except httpcore.TimeoutException:
            raise Unreachable(
                "This node is ending." if self._ended.is_set() else f"{target} does not answer in time.", _HINT
            ) from None
        except (httpcore.NetworkError, httpcore.ProtocolError, httpcore.ProxyError) as error:
            raise Unreachable(f"{target} cannot be reached: {_why(error)}.", _HINT) from None

    def _once(self, method: str, target: str, body: bytes | None, headers: Mapping[str, str]) -> Reply | float:
        """The answer to one request, or the few seconds that the node asks to wait for, since it counts ours (429)."""
        parts = urlsplit(target)
        said = {"Host": parts.netloc, "User-Agent": "counterfoil", "Accept-Encoding": "identity", **headers}
        pool = self._direct if is_loopback(parts.hostname or "") else self._far
        timeout = {"connect": self._patience.connect, "read": self._patience.silence, "write": self._patience.silence}
        with pool.stream(
            method, target, headers=[*said.items()], content=body, extensions={"timeout": timeout}
        ) as response:
            fields = {name.lower(): value.decode("latin-1") for name, value in response.headers}
            asked = fields.get(b"retry-after", "")
            if response.status == HTTPStatus.TOO_MANY_REQUESTS and asked in _SHORT:
                return float(asked)
            return self._reply(target, response, fields)

    def _reply(self, target: str, response: httpcore.Response, fields: Mapping[bytes, str]) -> Reply:
        if HTTPStatus.MULTIPLE_CHOICES <= response.status < HTTPStatus.BAD_REQUEST:
            raise Unreachable(f"{target} redirects elsewhere, which is not followed.", "Ask for its address.")
        if response.status in _BUSY:
            raise Unreachable(f"{target} has too much to do ({response.status}).", _HINT)
        if fields.get(b"content-encoding", "identity") != "identity":
            raise Unreachable(f"{target} answers in an encoding that was not asked for.", _HINT)
        body = bytearray()
        for chunk in response.iter_stream():
            body += chunk
            if len(body) > self._patience.bytes_max:
                raise Unreachable(f"{target} answers with more than {self._patience.bytes_max:,} bytes.", _HINT)
        return Reply(status=response.status, body=bytes(body), content_type=fields.get(b"content-type", ""))


def _target(url: str, path: str) -> str:
    """The address of a path below a node's; nothing that a path could say changes the host."""
    try:
        base = node_address(url)
    except UsageError as error:
        raise Unreachable(error.message, error.hint) from None
    match = _PATH.fullmatch(path)
    if match is None or {".", ".."} & set(match[1].split("/")):
        raise Unreachable(f"{path!a} is no path of a node.")
    return base + path


def _why(error: Exception) -> str:
    """The reason in the system's words, without the names of the library's classes."""
    cause = error.args[0] if error.args else None
    if isinstance(cause, ssl.SSLCertVerificationError):
        # Another name than the address has cannot be mended here; an authority that is not known can.
        remedy = "" if cause.verify_code in _OTHER_NAME else ": name its authority as 'authorities' in [node]"
        return f"its certificate does not hold ({cause.verify_message.rstrip('.')}){remedy}"
    return " ".join(str(error).split()).rstrip(".") or "the connection was lost"
