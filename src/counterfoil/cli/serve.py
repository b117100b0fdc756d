"""`counterfoil serve --node`: answer partners, and do what is due, until told to end."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from counterfoil.cli._home import ask_passphrase, home_path
from counterfoil.cli._output import print_json, tell
from counterfoil.errors import CounterfoilError, HomeError
from counterfoil.flow.addresses import listen_at
from counterfoil.flow.home import NODE_LOCK, open_home
from counterfoil.flow.settings_file import read_settings
from counterfoil.store.lock import FileLock

if TYPE_CHECKING:
    from counterfoil.web.serving import Listening

_ROUND_SECONDS = 1.0
"""How often it is looked whether something is due."""


def serve(options: argparse.Namespace) -> int:
    """Serve the node of a home; it ends in good order on SIGINT and SIGTERM."""
    try:
        from counterfoil.web.client import HttpTransport
        from counterfoil.web.serving import Door, Listening, Serving
    except ImportError as error:
        raise CounterfoilError(
            f"A node needs the extra 'web', and {error.name} is not there.", "Run: pip install 'counterfoil[web]'."
        ) from None
    from counterfoil.exchange.halves.address import remember_address
    from counterfoil.exchange.nodes.node import Node

    home = home_path(options)
    settings = read_settings(home).node
    # What is named on the command line is named from here on, what is in the settings from the home on.
    named = bool(options.certificate or options.key)
    door = Door(
        listen=listen_at(options.listen or settings.listen),
        url=settings.url,
        certificate=_file(options.certificate) if named else _file(settings.certificate, home),
        key=_file(options.key) if named else _file(settings.key, home),
        behind_proxy=options.behind_proxy,
    )
    every: int = options.publish or settings.publish
    with (
        FileLock(home / NODE_LOCK, _refuse_another).held(),
        Listening(door) as listening,
        Node(home, listening.url, ask_passphrase, tell, every=every, pad=settings.pad) as node,
        HttpTransport(node.key, authorities=_file(settings.authorities, home), proxy=settings.proxy) as transport,
    ):
        with open_home(home) as opened:
            remember_address(opened, listening.url)
        serving = Serving(node, listening, transport, every=_ROUND_SECONDS, say=tell)
        serving.run(lambda: _tell_where(listening, as_json=options.json))
    return 0


def _refuse_another(_: str) -> None:
    # Two would ask and tell every partner twice, each under its own address.
    raise HomeError("The node of this home runs already.", "End it first: a home has one node, at one address.")


def _tell_where(listening: "Listening", *, as_json: bool) -> None:
    if as_json:
        print_json({"listening": listening.address, "url": listening.url})
        sys.stdout.flush()
    known = "" if listening.url == listening.address else f", for partners at {listening.url}"
    tell(f"The node listens at {listening.address}{known}.")


def _file(name: str | None, home: Path = Path()) -> Path | None:
    return home / name if name else None
