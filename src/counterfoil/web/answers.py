"""Answers over HTTP: what every one of them says to those who would read more into it, and refusals in a sentence."""

from collections.abc import Mapping

from starlette.exceptions import HTTPException
from starlette.responses import Response

from counterfoil.exchange.reply import Reply, refusal

FRESH = "no-store"
FOR_EVER = "public, max-age=604800, immutable"
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
}


def respond(reply: Reply, cache: str = FRESH, headers: Mapping[str, str] | None = None) -> Response:
    """The answer as HTTP, status and all."""
    said = {**_ALWAYS, "Cache-Control": cache, "Content-Type": reply.content_type, **(headers or {})}
    return Response(reply.body, reply.status, said)


def refuse(error: HTTPException) -> Response:
    """A refusal: one line of text."""
    return respond(refusal(error.status_code, error.detail), headers=error.headers)
