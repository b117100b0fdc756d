"""Reaches other nodes over HTTPS. The only hosts that it calls are those of addresses that a person gave it."""

import re
import ssl
from collections.abc import Callable
from http import HTTPStatus
from pathlib import Path
from time import monotonic, sleep, time
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

import certifi
import httpx

from counterfoil.errors import SettingsError, UsageError
from counterfoil.exchange.company import CompanyKey
from counterfoil.exchange.half import Peer
from counterfoil.exchange.message import BYTES_MAX
from counterfoil.exchange.transport import SIGNED, Reply, Unreachable
from counterfoil.flow.addresses import node_address
from counterfoil.model._base import Model
from counterfoil.web.signing import sign_request

_PATH = re.compile(r"(?:/[A-Za-z0-9._~-]+)+(?:\?[A-Za-z0-9._~=&-]*)?", re.ASCII)
_BUSY = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)
_SHORT = frozenset(map(str, range(1, 6)))
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
    """The Transport over HTTP: no redirect is followed, no proxy of the environment used, and nothing sent unencrypted.

    `key` gives the key that signs now; `authorities` is a file of certificates to trust instead of the system's. Plain
    HTTP goes to this machine only.
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
        self._key = key
        self._now = now
        self._patience = patience or Patience()
        self._client = httpx.Client(
            verify=_context(authorities),
            follow_redirects=False,
            trust_env=False,
            proxy=_proxy(proxy),
            limits=httpx.Limits(keepalive_expiry=_IDLE_SECONDS),
            timeout=httpx.Timeout(self._patience.silence, connect=self._patience.connect),
            headers={"User-Agent": "counterfoil", "Accept-Encoding": "identity"},
        )

    def get(self, url: str, path: str) -> Reply:
        """Ask the node at this address; not signed."""
        target = _target(url, path)
        return self._ask(target, lambda: self._client.build_request("GET", target))

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        """Hand this to a peer's node; signed below /exchange/."""
        target = _target(peer.url, path)

        def ask() -> httpx.Request:
            if path.startswith(SIGNED):
                headers = sign_request(self._key(), target, body, content_type, int(self._now()))
            else:
                headers = {"Content-Type": content_type}
            return self._client.build_request("POST", target, content=body, headers=headers)

        return self._ask(target, ask)

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _ask(self, target: str, ask: Callable[[], httpx.Request]) -> Reply:
        """Send a request, made anew each time, as often as the node asks for a little patience."""
        until = monotonic() + self._patience.whole
        try:
            while True:
                response = self._client.send(ask(), stream=True)
                try:
                    pause = _pause(response)
                    if pause is None or monotonic() + pause > until:
                        return self._reply(target, response, until)
                finally:
                    response.close()
                sleep(pause)
        except httpx.TimeoutException:
            raise Unreachable(f"{target} does not answer in time.", _HINT) from None
        except httpx.HTTPError as error:
            raise Unreachable(f"{target} cannot be reached: {_why(error)}.", _HINT) from None

    def _reply(self, target: str, response: httpx.Response, until: float) -> Reply:
        if response.is_redirect:  # any 3xx
            raise Unreachable(f"{target} redirects elsewhere, which is not followed.", "Ask for its address.")
        if response.status_code in _BUSY:
            raise Unreachable(f"{target} has too much to do ({response.status_code}).", _HINT)
        if response.headers.get("content-encoding", "identity") != "identity":
            raise Unreachable(f"{target} answers in an encoding that was not asked for.", _HINT)
        body = bytearray()
        for chunk in response.iter_raw():
            body += chunk
            if len(body) > self._patience.bytes_max:
                raise Unreachable(f"{target} answers with more than {self._patience.bytes_max:,} bytes.", _HINT)
            if monotonic() > until:
                raise Unreachable(f"{target} does not answer in time.", _HINT)
        said = response.headers.get("content-type", "")
        return Reply(status=response.status_code, body=bytes(body), content_type=said)


def _pause(response: httpx.Response) -> float | None:
    """The few seconds that a node asks to wait for, where it counts our requests (429)."""
    asked = response.headers.get("retry-after", "")
    short = response.status_code == HTTPStatus.TOO_MANY_REQUESTS and asked in _SHORT
    return float(asked) if short else None


def _target(url: str, path: str) -> str:
    """The address of a path below a node's; nothing that a path could say changes the host."""
    try:
        base = node_address(url)
    except UsageError as error:
        raise Unreachable(error.message, error.hint) from None
    if not _PATH.fullmatch(path) or {".", ".."} & set(path.split("/")):
        raise Unreachable(f"{path!a} is no path of a node.")
    return base + path


def _context(authorities: Path | None) -> ssl.SSLContext:
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


def _proxy(address: str) -> httpx.Proxy | None:
    if not address:
        return None
    try:
        if not urlsplit(address).hostname:
            raise ValueError
        return httpx.Proxy(address)
    except (ValueError, httpx.InvalidURL):
        # It is not shown: it may hold a password.
        raise SettingsError(
            "What is set as the proxy is no address of one.", "Write it as http://proxy.example.com:3128."
        ) from None


def _why(error: httpx.HTTPError) -> str:
    """The reason in the system's words, without the names of the library's classes."""
    return " ".join(str(error).split()) or "the connection was lost"
