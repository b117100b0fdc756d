"""What a node takes of others at most: how often, how much, and how slowly."""

from counterfoil.exchange.halves.message import BYTES_MAX
from counterfoil.exchange.limits import Rate
from counterfoil.model._base import Model


class Bounds(Model):
    """The bounds of a node (docs/reference/node.md)."""

    address: Rate = Rate(burst=1000, a_second=100)
    """Requests of one address, whatever they are."""
    company: Rate = Rate(burst=500, a_second=50)
    """Signed requests of one company."""
    message_bytes: int = BYTES_MAX
    body_bytes: int = 100_000
    """Bytes of a body that is no message."""
    message_seconds: float = 60
    """In which the body of a message has to come."""
    body_seconds: float = 10
    header_seconds: float = 10
    """In which the headers of a request have to come."""
    answer_seconds: float = 60
    """In which an answer has to go over."""
    idle_seconds: int = 5
    """After which a connection ends on which nothing is asked."""
    connections: int = 200
    """At one time; beyond, the answer is 503."""
    connections_open: int = 400
    """At one time; beyond, they are ended: each takes a file of those that the node may open for its record too."""
    connections_each: int = 50
    """Of one address; beyond, they are ended. Behind a proxy all are the proxy's."""
    large_at_once: int = 4
    """Messages beyond `body_bytes` that are in memory at one time."""
