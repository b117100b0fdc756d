"""The node over HTTP: which paths there are, who may use them, and how much they may bring (docs/reference/node.md)."""

import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from time import time

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from counterfoil.exchange import paths
from counterfoil.exchange.reply import Reply
from counterfoil.log.tiles import parse_path
from counterfoil.web.admission import Admission
from counterfoil.web.answers import FOR_EVER, FRESH, refuse, respond
from counterfoil.web.bounds import Bounds
from counterfoil.web.gate import Gate, check_length, read_body
from counterfoil.web.handlers import Handlers
from counterfoil.web.signing import Claim
from counterfoil.web.work import Work

_NONCE = re.compile(r"[A-Za-z0-9._~-]{1,128}", re.ASCII)
_NOTES = re.compile(r"checkpoint|cosigned/[0-9a-f]{64}", re.ASCII)
_ORIGIN = re.compile(r"[0-9a-f]{64}", re.ASCII)


def application(
    node: Handlers,
    url: str,
    say: Callable[[str], None],
    *,
    bounds: Bounds | None = None,
    now: Callable[[], float] = time,
    behind_proxy: bool = False,
) -> Starlette:
    """The application that answers for a node; `url` is its address as partners know it, without a slash at its end."""
    bounds = bounds or Bounds()
    work, encrypted = Work(say), url.startswith("https://")

    async def failed(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler of Starlette's
        return refuse(work.failed(error))

    public = _Public(node, work, bounds)
    partners = _Partners(node, work, bounds, Admission(node, work, url, now, bounds.company))
    app = Starlette(
        routes=[*public.routes(), *partners.routes()],
        middleware=[Middleware(Gate, rate=bounds.address, now=now, behind_proxy=behind_proxy, encrypted=encrypted)],
        exception_handlers={HTTPException: _refused, Exception: failed},
    )
    app.router.redirect_slashes = False
    return app


class _Public:
    """What everybody may ask: who we are, the published log, and our witness."""

    def __init__(self, node: Handlers, work: Work, bounds: Bounds) -> None:
        self._node, self._work, self._bounds = node, work, bounds

    def routes(self) -> list[Route]:
        return [
            Route(paths.DID, self.did, methods=["GET"]),
            Route(paths.IDENTITY, self.identity, methods=["GET"]),
            Route(f"{paths.LOG}/{{path:path}}", self.log_file, methods=["GET"]),
            Route(f"{paths.WITNESS}/add-checkpoint", self.add_checkpoint, methods=["POST"]),
            Route(f"{paths.WITNESS}/{{origin}}/checkpoint", self.witnessed, methods=["GET"]),
        ]

    async def did(self, request: Request) -> Response:  # noqa: ARG002 - an endpoint, as below
        return respond(await self._work.read(self._node.did))

    async def identity(self, request: Request) -> Response:
        match request.query_params.multi_items():
            case [("nonce", nonce)] if _NONCE.fullmatch(nonce):
                return respond(await self._work.read(self._node.identity, nonce))
            case _:
                raise HTTPException(400, "Ask with one nonce of 1 to 128 letters, digits or any of . _ ~ -")

    async def log_file(self, request: Request) -> Response:
        path: str = request.path_params["path"]
        is_tile = parse_path(path) is not None
        if not is_tile and not _NOTES.fullmatch(path):
            raise HTTPException(404, "There is no such file of a log.")
        reply = await self._work.read(self._node.log_file, path)
        return respond(reply, FOR_EVER if is_tile and reply.status == 200 else FRESH)

    async def add_checkpoint(self, request: Request) -> Response:
        check_length(request, self._bounds.body_bytes)
        body = await read_body(request, self._bounds.body_bytes, self._bounds.body_seconds)
        return respond(await self._work.write(self._node.add_checkpoint, body))

    async def witnessed(self, request: Request) -> Response:
        origin: str = request.path_params["origin"]
        if not _ORIGIN.fullmatch(origin):
            raise HTTPException(404, "A log is named by the SHA-256 of its origin in hex.")
        return respond(await self._work.read(self._node.witnessed, f"{origin}/checkpoint"))


class _Partners:
    """What partners may say: who they are is judged by the headers, before a byte of the body is read."""

    def __init__(self, node: Handlers, work: Work, bounds: Bounds, admission: Admission) -> None:
        self._node, self._work, self._bounds, self._admission = node, work, bounds, admission
        self._large = CapacityLimiter(bounds.large_at_once)

    def routes(self) -> list[Route]:
        node = self._node
        calls = {
            paths.MESSAGE: node.message,
            paths.PROOFS: node.proofs,
            paths.HALVES: node.halves,
            paths.NOTICE: node.notice,
            paths.TALLY: node.tally,
        }
        ends = {path: self._for_peers(path, call) for path, call in calls.items()} | {paths.KEYS: self.keys}
        return [Route(path, end, methods=["POST"]) for path, end in ends.items()]

    async def keys(self, request: Request) -> Response:
        check_length(request, self._bounds.body_bytes)
        claim = await self._admission.admit_anyone(request, paths.KEYS)
        body = await self._body(request, claim, self._bounds.body_bytes, self._bounds.body_seconds)
        return respond(await self._work.write(self._node.keys, body, claim.holds))

    def _for_peers(self, path: str, call: Callable[[str, bytes], Reply]) -> Callable[[Request], Awaitable[Response]]:
        ours = self._bounds
        large = path == paths.MESSAGE
        bytes_max = ours.message_bytes if large else ours.body_bytes
        seconds = ours.message_seconds if large else ours.body_seconds

        async def answer(request: Request) -> Response:
            length = check_length(request, bytes_max)
            company, claim = await self._admission.admit(request, path)
            async with AsyncExitStack() as held:
                if length > ours.body_bytes:
                    await held.enter_async_context(self._large)
                body = await self._body(request, claim, bytes_max, seconds)
                return respond(await self._work.write(call, company, body))

        return answer

    async def _body(self, request: Request, claim: Claim, bytes_max: int, seconds: float) -> bytes:
        body = await read_body(request, bytes_max, seconds)
        if not claim.is_over(body):
            raise HTTPException(400, "The body is not the one that was signed: its digest is another.")
        return body


async def _refused(request: Request, error: Exception) -> Response:  # noqa: ARG001 - a handler of Starlette's
    assert isinstance(error, HTTPException)
    return refuse(error)
