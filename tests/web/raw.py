"""HTTP by hand: the bytes that go out, and what comes back before the connection ends."""

import socket
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Answer:
    """An answer over HTTP/1.1."""

    status: int
    headers: dict[str, str]
    body: bytes


def exchange(port: int, *parts: bytes, seconds: float = 10) -> bytes:
    """Send these bytes, and read until the other side ends the connection."""
    with socket.create_connection(("127.0.0.1", port), seconds) as connection:
        for part in parts:
            connection.sendall(part)
        return read_all(connection)


def read_all(connection: socket.socket) -> bytes:
    """What comes until the end of the connection, be it a hard one."""
    got = b""
    try:
        while data := connection.recv(65_536):
            got += data
    except ConnectionResetError:
        pass
    return got


def request(
    method: str, path: str, headers: Mapping[str, str] | Iterable[tuple[str, str]] = (), body: bytes | None = None
) -> bytes:
    """A request that asks for the end of the connection after it."""
    pairs = list(headers.items()) if isinstance(headers, Mapping) else list(headers)
    if body is not None and not any(name.lower() == "content-length" for name, _ in pairs):
        pairs.append(("Content-Length", str(len(body))))
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1", *(f"{name}: {value}" for name, value in pairs)]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode("latin-1") + (body or b"")


def answered(data: bytes) -> Answer:
    """The answer in these bytes."""
    head, _, body = data.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    return Answer(int(first.split()[1]), headers, body)


def ask(
    port: int,
    method: str,
    path: str,
    headers: Mapping[str, str] | Iterable[tuple[str, str]] = (),
    body: bytes | None = None,
) -> Answer:
    """The answer to one request."""
    return answered(exchange(port, request(method, path, headers, body)))
