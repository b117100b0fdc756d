"""A node that listens: a socket, a server, and a thread that does what is due, until it is told to end."""

import socket
import ssl
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread
from types import FrameType, TracebackType
from typing import Self

import uvicorn

from counterfoil.errors import CounterfoilError, SettingsError
from counterfoil.flow.addresses import Listen, is_loopback, node_address
from counterfoil.model._base import Model
from counterfoil.web.bounds import Bounds
from counterfoil.web.client import HttpTransport
from counterfoil.web.handlers import Handlers
from counterfoil.web.node import application
from counterfoil.web.patience import patient
from counterfoil.web.work import fault

_GRACE = 10
"""Seconds that requests under way, and then a round, have to come to their end."""
_BACKLOG = 128
_HEADER_BYTES = 16_384


class Door(Model):
    """Where a node listens, and how it is reached."""

    listen: Listen
    url: str = ""
    """Its address as partners know it; where it is not said, the one that it listens at."""
    certificate: Path | None = None
    key: Path | None = None
    behind_proxy: bool = False
    """Something in front of it does TLS, and names the client in X-Forwarded-For."""


class Listening:
    """A door that is open: the port is held from now on, and the address known that a node needs to know of itself."""

    def __init__(self, door: Door) -> None:
        check_door(door)
        self.door = door
        self.context = _context(door)
        self.socket = _bind(door.listen)
        host, port = self.socket.getsockname()[:2]
        self.address = f"{'https' if self.context else 'http'}://{f'[{host}]' if ':' in host else host}:{port}"
        self.url = node_address(door.url) if door.url else self.address

    def close(self) -> None:
        """Listen no longer."""
        self.socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()


class Serving:
    """A node behind an open door, which does what is due every so many seconds; `say` takes a line on what fails."""

    def __init__(
        self,
        node: Handlers,
        listening: Listening,
        transport: HttpTransport,
        *,
        every: float,
        say: Callable[[str], None],
        bounds: Bounds | None = None,
    ) -> None:
        bounds = bounds or Bounds()
        context = listening.context
        each = bounds.connections if listening.door.behind_proxy else bounds.connections_each
        self._listening = listening
        self._rounds = _Rounds(node, transport, every, say)
        app = application(node, listening.url, say, bounds=bounds, behind_proxy=listening.door.behind_proxy)
        self._server = _Server(
            uvicorn.Config(
                app,
                http=patient(bounds, each),
                ws="none",
                loop="asyncio",
                lifespan="off",
                interface="asgi3",
                log_config=None,
                log_level="critical",
                access_log=False,
                server_header=False,
                proxy_headers=False,
                limit_concurrency=bounds.connections,
                backlog=_BACKLOG,
                h11_max_incomplete_event_size=_HEADER_BYTES,
                timeout_keep_alive=bounds.idle_seconds,
                timeout_graceful_shutdown=_GRACE,
                ssl_context_factory=(lambda *_: context) if context else None,
            )
        )

    def run(self, ready: Callable[[], None] = lambda: None) -> None:
        """Answer, and do what is due, until `stop`, SIGINT or SIGTERM; `ready` is called once it can be ended so."""
        self._server.ready = ready
        self._rounds.start()
        try:
            self._server.run(sockets=[self._listening.socket])
        finally:
            self._rounds.stop()
            self._listening.close()

    def stop(self) -> None:
        """End in good order, from any thread."""
        self._server.should_exit = True


def check_door(door: Door) -> None:
    """SettingsError where a node would be reached without encryption, or nobody would know where."""
    host = door.listen.host
    if bool(door.certificate) != bool(door.key):
        raise SettingsError("A certificate needs its key, and a key its certificate.", "Name both, or neither.")
    if is_loopback(host) and not door.behind_proxy:
        return
    if not door.certificate and not door.behind_proxy:
        raise SettingsError(
            f"The node would be reached at {host} without encryption.",
            "Name --certificate and --key, listen at 127.0.0.1, or say --behind-proxy where a proxy in front does TLS.",
        )
    if not door.url.startswith("https://"):
        raise SettingsError(
            "It is not said at which address partners reach this node.",
            'Set url = "https://…" in [node] of counterfoil.toml.',
        )


def _context(door: Door) -> ssl.SSLContext | None:
    if not door.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(door.certificate, door.key, _no_password)
    except (OSError, ValueError) as error:
        raise SettingsError(
            f"The certificate {door.certificate} and its key {door.key} cannot be used: {error}.",
            "Both are PEM files, the key without a password.",
        ) from None
    return context


def _no_password() -> str:
    raise ValueError("the key has a password")


def _bind(listen: Listen) -> socket.socket:
    try:
        found = socket.getaddrinfo(listen.host, listen.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        bound = socket.socket(family, kind, protocol)
        try:
            bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
            bound.listen(_BACKLOG)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        raise SettingsError(
            f"The node cannot listen at {listen.host}, port {listen.port}: {error.strerror or error}.",
            "Choose another with --listen HOST:PORT; port 0 takes a free one.",
        ) from None
    return bound


class _Rounds:
    """Does what is due every few seconds in a thread of its own. What fails is told once, and tried again."""

    def __init__(self, node: Handlers, transport: HttpTransport, every: float, say: Callable[[str], None]) -> None:
        self._node, self._transport, self._every, self._say = node, transport, every, say
        self._ended = Event()
        self._thread = Thread(target=self._run, name="rounds", daemon=True)
        self._told = ""

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._ended.set()
        # What is due goes on with the next start.
        self._transport.end()
        self._thread.join(_GRACE)

    def _run(self) -> None:
        while not self._ended.is_set():
            self._tell(self._round())
            self._ended.wait(self._every)

    def _round(self) -> str:
        try:
            self._node.round(self._transport)
        except CounterfoilError as error:
            return f"What was due could not be done: {error}"
        except Exception as error:  # noqa: BLE001 - whatever our fault, the next round may do
            return f"What was due could not be done: {fault(error)}"
        return ""

    def _tell(self, line: str) -> None:
        if line and line != self._told and not self._ended.is_set():
            self._say(line)
        self._told = line


class _Server(uvicorn.Server):
    """Ends in good order on a signal, and once more means at once; it does not raise the signal anew at its end."""

    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - as in uvicorn
        self.force_exit = self.should_exit
        self.should_exit = True
