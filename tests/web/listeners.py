"""Something that listens and answers whatever a test wants, and remembers what it was sent."""

import socket
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager


class Listener:
    """Its port, and what came in on each connection."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.got: list[bytes] = []
        self.url = f"http://127.0.0.1:{port}"


@contextmanager
def listening(answer: Callable[[socket.socket, Listener], None]) -> Generator[Listener]:
    """Answer each connection in this way, one after the other, until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        heard, ended = Listener(server.getsockname()[1]), threading.Event()

        def serve() -> None:
            while not ended.is_set():
                try:
                    connection, _ = server.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(5)
                    try:
                        heard.got.append(connection.recv(65_536))
                        answer(connection, heard)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield heard
        finally:
            ended.set()
            thread.join(10)


def always(*parts: bytes) -> Callable[[socket.socket, Listener], None]:
    """Answer with these bytes; the connection is used once, and says so."""
    once = [part.replace(b"\r\n", b"\r\nConnection: close\r\n", 1) if b" 200 " in part else part for part in parts]

    def answer(connection: socket.socket, heard: Listener) -> None:
        for part in once:
            connection.sendall(part)

    return answer
