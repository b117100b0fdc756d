"""What the verbs of the exchange have in common: the office over the home, how partners are reached, what waits."""

import argparse
from collections.abc import Generator, Iterable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from counterfoil.cli._home import ask_passphrase, home_path
from counterfoil.cli._output import complain, tell
from counterfoil.errors import CounterfoilError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.turned_round import make_turned_round
from counterfoil.exchange.transport import Transport
from counterfoil.flow.home import open_home

if TYPE_CHECKING:
    from counterfoil.web.client import HttpTransport


@contextmanager
def opened(options: argparse.Namespace, *, readonly: bool = False) -> Generator[Office]:
    """The office of the home that was named."""
    with open_home(home_path(options), readonly=readonly) as home:
        if not readonly:
            make_turned_round(home)
        yield Office(home, ask_passphrase)


@contextmanager
def reaching(office: Office) -> Generator["HttpTransport"]:
    """How partners are reached from here, by the settings of the node."""
    try:
        from counterfoil.web.client import HttpTransport
    except ImportError as error:
        raise CounterfoilError(
            f"Partners are reached with the extra 'web', and {error.name} is not there.",
            "Run: pip install 'counterfoil[web]'.",
        ) from None
    node, home = office.home.settings.node, office.home.path
    authorities = home / node.authorities if node.authorities else None
    with HttpTransport(lambda: office.identity.key, authorities=authorities, proxy=node.proxy) as transport:
        yield transport


def delivered(office: Office, transport: Transport, peers: Iterable[Peer]) -> list[str]:
    """Send to partners all that waits for them, now; what could not be sent is told, and given."""
    from counterfoil.exchange.nodes.sending import send

    waits = [line for peer in peers if peer.url for line in send(office, transport, peer, tell)]
    for line in waits:
        tell(line)
    if waits:
        tell("What was said stands in our record, and waits: the node sends it, or 'counterfoil send --due'.")
    return waits


def refused(error: CounterfoilError) -> int:
    """The answer is no, and why."""
    complain(error)
    return 1


def named(peer: Peer) -> dict[str, Any]:
    """A partner as JSON names it."""
    return {"id": peer.company, "name": peer.name}
