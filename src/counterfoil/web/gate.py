"""What every request passes first: how often its address may ask, and what becomes of its body."""

from collections.abc import Callable
from math import ceil

import anyio
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from counterfoil.exchange.limits import Buckets, Rate
from counterfoil.web.answers import refuse
from counterfoil.web.client_address import address_key

_LINGER_BYTES, _LINGER_SECONDS = 999_999, 2.0
"""A body that nobody wants is read before the answer, where it is short: else its sender might not see the answer."""
_CLOSE, _STRICT = (b"connection", b"close"), (b"strict-transport-security", b"max-age=31536000")


class Gate:
    """Middleware. Behind a proxy the client is the last address that the proxy names in X-Forwarded-For.

    Where the node is reached by TLS (`encrypted`), browsers are told never to come without.
    """

    def __init__(
        self, app: ASGIApp, *, rate: Rate, now: Callable[[], float], behind_proxy: bool, encrypted: bool
    ) -> None:
        self._app = app
        self._buckets = Buckets(rate, now)
        self._behind_proxy = behind_proxy
        self._says = [_STRICT] if encrypted else []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the request through, or refuse it; a body that was not read to its end ends the connection."""
        headers = Headers(scope=scope)
        body = _Body(headers, receive, send, self._says)
        try:
            check_rate(self._buckets.take(self._client(scope, headers)))
        except HTTPException as error:
            await refuse(error)(scope, body.receive, body.send)
        else:
            await self._app(scope, body.receive, body.send)

    def _client(self, scope: Scope, headers: Headers) -> str:
        direct = scope["client"][0] if scope.get("client") else ""
        named = headers.getlist("x-forwarded-for") if self._behind_proxy else []
        return address_key(named[-1].rpartition(",")[2].strip() if named else direct)


class _Body:
    """Follows whether the body of a request was read to its end before it is answered."""

    def __init__(self, headers: Headers, receive: Receive, send: Send, says: list[tuple[bytes, bytes]]) -> None:
        length = headers.get("content-length", "0")
        self._unread = length != "0" or "transfer-encoding" in headers
        self._is_short = len(length) <= len(str(_LINGER_BYTES))
        self._receive, self._send, self._says = receive, send, says

    async def receive(self) -> Message:
        message = await self._receive()
        if not message.get("more_body", False):
            self._unread = False
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            if self._is_short:
                await self._linger()
            message["headers"] = [*message["headers"], *self._says, *([_CLOSE] if self._unread else [])]
        await self._send(message)

    async def _linger(self) -> None:
        left = _LINGER_BYTES
        with anyio.move_on_after(_LINGER_SECONDS):
            while self._unread and left > 0:
                left -= len((await self.receive()).get("body", b""))


def check_rate(wait: float) -> None:
    """429 where somebody has to wait so many seconds."""
    if wait:
        raise HTTPException(429, "Too many requests; try again later.", {"Retry-After": str(ceil(wait))})


def check_length(request: Request, bytes_max: int) -> int:
    """How many bytes the body is said to have: 411 where it is not said, 413 where that is too many."""
    length = request.headers.get("content-length", "")
    if "transfer-encoding" in request.headers or not (length.isascii() and length.isdigit()):
        raise HTTPException(411, "A Content-Length is needed, and no Transfer-Encoding.")
    if len(length) > len(str(bytes_max)) or int(length) > bytes_max:
        raise _too_large(bytes_max)
    return int(length)


async def read_body(request: Request, bytes_max: int, seconds: float) -> bytes:
    """The whole body; 408 where it does not come in time, 413 where it is larger than was said."""
    body = bytearray()
    try:
        with anyio.fail_after(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > bytes_max:
                    raise _too_large(bytes_max)
    except TimeoutError:
        raise HTTPException(408, "The body did not come in time.") from None
    except ClientDisconnect:
        raise HTTPException(400, "The connection ended within the body.") from None
    return bytes(body)


def _too_large(bytes_max: int) -> HTTPException:
    return HTTPException(413, f"A body here has at most {bytes_max:,} bytes.")
