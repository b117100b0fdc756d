"""Companies with homes of their own whose nodes listen on this machine, worked with by the command alone."""

from collections.abc import Mapping
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any, Self

from papers import Company

import trades
from cli.running import Ran, run
from counterfoil.exchange.halves.identity import open_identity
from counterfoil.exchange.nodes.node import Node
from counterfoil.exchange.proof.company import CompanyKey
from counterfoil.flow.addresses import Listen
from counterfoil.flow.home import init_home, open_home
from counterfoil.model.settings import NodeSettings, Owner, Settings
from counterfoil.web.client import HttpTransport
from counterfoil.web.serving import Door, Listening, Serving

BUYER, SELLER = trades.BUYER, trades.SELLER
BANK = Company("Factoring Elbe AG", "DE129274202", "4099999000008", "DE75512108001245126199")

PAPER = [
    *("what", "subject", "id", "partner", "document", "number", "amount", "currency", "offered_by", "offered"),
    *("withdrawn", "they_say", "we_say", "unsigned", "unsent", "open", "waiting", "message"),
]
"""The keys of a line of the inbox about a paper."""
ROLE = ("--role", "head of buying")


class Office:
    """A company: its home, and its node, which can be away for a while."""

    def __init__(self, folder: Path, company: Company, at: str = "") -> None:
        self.home, self.company = folder / "home", company
        self.told: list[str] = []
        port = int(at.rpartition(":")[2]) if at else 0
        self._listening = Listening(Door(listen=Listen(host="127.0.0.1", port=port)))
        self.url = self._listening.url
        owner = Owner(name=company.name, vat=company.vat, gln=company.gln, ibans=(company.iban,))
        node = NodeSettings(listen=self.url.removeprefix("http://"))
        init_home(self.home, Settings(owner=owner, node=node), None, unencrypted=True)
        self._serving: Serving | None = None
        self._node: Node | None = None
        self._thread: Thread | None = None

    def __enter__(self) -> Self:
        return self.up()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.down()

    def up(self) -> Self:
        """Let the node listen. Its rounds are done by `round` alone, so that tests know what was done when."""
        if self._listening.socket.fileno() == -1:
            port = int(self.url.rpartition(":")[2])
            self._listening = Listening(Door(listen=Listen(host="127.0.0.1", port=port)))
        self._node = Node(self.home, self.url, lambda: None, self.told.append)
        quiet = _Quiet(self._node)
        transport = HttpTransport(self._key)
        self._serving = Serving(quiet, self._listening, transport, every=3600, say=self.told.append)  # type: ignore[arg-type]
        self._thread = Thread(target=self._serving.run, daemon=True)
        self._thread.start()
        return self

    def down(self) -> None:
        """The node is away."""
        if self._serving and self._thread and self._node:
            self._serving.stop()
            self._thread.join(20)
            self._node.close()
            self._listening.close()
        self._serving = None

    def move(self) -> None:
        """The node goes to another address."""
        self.down()
        self._listening = Listening(Door(listen=Listen(host="127.0.0.1", port=0)))
        self.url = self._listening.url
        self.up()

    def round(self) -> None:
        """The node does what is due."""
        assert self._node is not None
        with HttpTransport(self._key) as transport:
            self._node.round(transport)

    def _key(self) -> CompanyKey:
        with open_home(self.home, readonly=True) as home:
            return open_identity(home, lambda: None).key

    def __call__(self, *arguments: str | Path, columns: int | None = None) -> Ran:
        """Run a command on the home, as its clerk."""
        return run("--home", self.home, *arguments, columns=columns, environment={"COUNTERFOIL_PERSON": "Erika"})

    def add(self, papers: Mapping[str, bytes]) -> None:
        """Record papers."""
        folder = trades.written(self.home.parent / f"papers-{len(list(self.home.parent.iterdir()))}", dict(papers))
        assert self("add", folder).status == 0

    def id_of(self, number: str) -> str:
        """The id of the document with this number."""
        (row,) = self("list", "--number", number, "--json").rows
        return str(row["id"])[:12]

    def id(self) -> str:
        """The id of the company."""
        return str(self("identity", "--json").row["id"])


class _Quiet:
    """A node whose rounds are not done by the server."""

    def __init__(self, node: Node) -> None:
        self._node = node

    def __getattr__(self, name: str) -> object:
        return getattr(self._node, name)

    def round(self, _: object) -> None:
        """Nothing."""


def acquaint(*offices: Office) -> None:
    """Each adds all others, and has compared their ids."""
    for one in offices:
        for other in offices:
            if other is not one:
                assert one("peer", "add", other.url, "--id", other.id()).status == 0


def paper(office: Office, number: str = "INV-1") -> dict[str, Any]:
    """The line of the inbox about the paper with this number."""
    (row,) = (row for row in office("inbox", "--all", "--json").rows if row.get("number") == number)
    return dict(row)
