"""Network I/O that comes to an end: a call as a whole has its time, however slowly the other side dribbles."""

import ssl
from collections.abc import Iterable
from threading import Event, local
from time import monotonic
from typing import Any

import httpcore

_SLICE_SECONDS = 0.5
"""How often it is looked, while nothing comes, whether all is to end."""
_WRITE_BYTES = 65_536


class Deadline(httpcore.NetworkBackend):
    """The system's network; all that a thread does by it has to be done by the time that it has set."""

    def __init__(self, ended: Event) -> None:
        self._inner = httpcore.SyncBackend()
        self._ended = ended
        self._until = local()

    def set(self, seconds: float) -> None:
        """What this thread does from now on has so many seconds."""
        self._until.time = monotonic() + seconds

    def left(self, most: float | None = None) -> float:
        """The seconds that are left, of those at most; httpcore.ReadTimeout where there are none."""
        left: float = getattr(self._until, "time", 0.0) - monotonic()
        if left <= 0 or self._ended.is_set():
            raise httpcore.ReadTimeout
        return left if most is None else min(left, most)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection of which every call keeps the time."""
        stream = self._inner.connect_tcp(host, port, self.left(timeout), local_address, socket_options)
        return _Stream(stream, self)


class _Stream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner, self._deadline = inner, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        silent_until = monotonic() + self._deadline.left(timeout)
        while True:
            left = self._deadline.left(silent_until - monotonic())
            try:
                return self._inner.read(max_bytes, min(max(left, 0.001), _SLICE_SECONDS))
            except httpcore.ReadTimeout:
                if monotonic() >= silent_until:
                    raise

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        for start in range(0, len(buffer), _WRITE_BYTES):
            self._inner.write(buffer[start : start + _WRITE_BYTES], self._deadline.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(
            self._inner.start_tls(ssl_context, server_hostname, self._deadline.left(timeout)), self._deadline
        )

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)
