"""What a node answers, as HTTP has it: a status, and a body of some type."""

from counterfoil.model._base import Model

TEXT = "text/plain; charset=utf-8"
JSON = "application/json"
JWT = "application/jwt"
DID = "application/did+json"
OCTETS = "application/octet-stream"
LOG_SIZE = "text/x.tlog.size"
"""How far a witness knows a log (c2sp.org/tlog-witness)."""


class Reply(Model):
    """An answer, whether it is what was asked for or says why it is not."""

    status: int
    body: bytes
    content_type: str = TEXT


def refusal(status: int, message: str) -> Reply:
    """A line of text that says why not."""
    return Reply(status=status, body=f"{message}\n".encode())
