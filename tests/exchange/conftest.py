"""Two companies with their nodes, and three homes that witness one another: what most tests here begin with."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from exchange.network import Network, Node, acquaint
from exchange.nodes import Net
from exchange.offices import Watch
from exchange.worlds import Grown, World, opened
from trades import BUYER, SELLER


@pytest.fixture
def every() -> int:
    """How often logs are published, in seconds."""
    return 3600


@pytest.fixture
def net(tmp_path: Path, every: int) -> Iterator[Net]:
    """A seller and a buyer, who know each other."""
    with Net(tmp_path, every) as net:
        net.acquainted(SELLER, BUYER)
        yield net


@pytest.fixture
def world(tmp_path: Path, grown: Grown) -> Iterator[World]:
    """A trade as a file of tests lets it grow, once for all of them."""
    with opened(grown, tmp_path / "world") as world:
        yield world


@pytest.fixture
def clock() -> Watch:
    """The clock of all homes."""
    return Watch()


@pytest.fixture
def network() -> Iterator[Network]:
    """A network without nodes, whose homes are closed in the end."""
    made = Network()
    yield made
    for node in made.nodes.values():
        if isinstance(node, Node):
            node.home.store.close()


@pytest.fixture
def node(tmp_path: Path, network: Network, clock: Watch) -> Node:
    """One home that nobody witnesses."""
    return network.add(tmp_path, "Seller", clock)


@pytest.fixture
def nodes(tmp_path: Path, network: Network, clock: Watch) -> tuple[Node, Node, Node]:
    """Three homes that witness one another."""
    made = (
        network.add(tmp_path, "Seller", clock),
        network.add(tmp_path, "Buyer", clock),
        network.add(tmp_path, "Carrier", clock),
    )
    acquaint(*made)
    return made
