"""What is done for one partner, paper or request reads no more of a large record than of a small one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counterfoil.exchange.witnessing.published import newest_published, published_with
from counterfoil.log.tiles import TILE_WIDTH
from exchange.network import Network, Node
from exchange.offices import Watch
from reads import rows_read


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def node(tmp_path: Path, clock: Watch) -> Iterator[Node]:
    made = Network().add(tmp_path, "Seller", clock)
    yield made
    made.home.store.close()


def test_what_is_proven_takes_the_same_however_often_was_published(node: Node) -> None:
    def costs(times: int) -> int:
        for _ in range(times):
            node.do()
            node.publish()
        newest = newest_published(node.home)
        assert newest is not None
        return rows_read(lambda: published_with(node.home, [newest.size - 1]))

    assert costs(5) == costs(200)


def test_what_is_recorded_takes_the_same_however_many_checkpoints_there_are(node: Node) -> None:
    """Each command begins by holding the files of the log against the database. A whole tile makes no difference."""

    def costs(times: int) -> int:
        for _ in range(times):
            node.do(TILE_WIDTH)
        return rows_read(lambda: node.do(TILE_WIDTH))

    assert costs(2) == costs(40)
