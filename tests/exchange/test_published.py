"""What leaves the house, and when: sizes and times that tell no more than they must; tiles of what is published."""

from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterfoil.errors import HomeError
from counterfoil.exchange.reply import OCTETS, TEXT
from counterfoil.exchange.witnessing.log_tree import tree_reader
from counterfoil.exchange.witnessing.public_log import log_file
from counterfoil.exchange.witnessing.published import (
    EVERY,
    PAD,
    Stopped,
    newest_published,
    newest_size,
    padded_size,
    publish_due,
    published_at,
    stop,
    stopped,
)
from counterfoil.flow.record import Recorder
from counterfoil.flow.restored import brought_back
from counterfoil.flow.verify import verify_home
from counterfoil.log.checkpoint import open_checkpoint
from counterfoil.log.merkle import leaf_hashes, root, split_hashes
from counterfoil.log.note import parse_vkey
from counterfoil.log.proof import consistency_proof, verify_consistency
from counterfoil.log.tiles import ENTRIES, Tile, decode_bundle, partial_tiles, root_from_tiles
from exchange.network import Network, Node
from exchange.offices import Watch


def assert_sound(node: Node) -> None:
    verified = verify_home(node.home)
    assert (verified.damages, verified.notes) == ((), ())


# --- Sizes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("facts", "growth"), [(0, 64), (1, 64), (63, 64), (64, 128), (127, 128), (128, 256), (5000, 8192)]
)
def test_a_log_grows_by_the_pad_times_a_power_of_two(facts: int, growth: int) -> None:
    assert padded_size(1000, 1000 + facts) == 1000 + growth


@given(st.integers(0, 2**40), st.integers(0, 2**30), st.integers(1, 1000))
def test_growth_tells_only_between_which_two_powers_the_number_of_facts_lies(at: int, facts: int, pad: int) -> None:
    growth, turns = padded_size(at, at + facts, pad) - at, 0
    while pad << turns != growth:
        turns += 1
    assert facts < growth
    assert turns == 0 or facts >= growth // 2
    least = growth // 2 if turns else 0
    assert {padded_size(at, at + other, pad) - at for other in (least, facts, growth - 1)} == {growth}


@given(st.lists(st.integers(0, 200), max_size=20))
def test_what_is_published_is_a_function_of_the_powers_alone(turns: list[int]) -> None:
    """Two companies of which one does up to twice as much as the other in each turn publish the same sizes."""
    sizes = [0, 0]
    for facts in turns:
        bucket = padded_size(0, facts)
        others = (facts, bucket - 1)
        sizes = [padded_size(size, size + one) for size, one in zip(sizes, others, strict=True)]
        assert sizes[0] == sizes[1]
        assert sizes[0] % PAD == 0


def test_padding_is_appended_and_the_home_is_sound(node: Node) -> None:
    node.do(3)
    before = node.home.store.size()
    published = node.publish(pad=64)
    assert (published.size, published.checkpoint.size) == (64, 64)
    rows = list(node.home.store.facts(before))
    assert {row.kind for row in rows} == {"padding"}
    assert len({row.subject for row in rows}) == len({row.entry for row in rows}) == 64 - before
    assert {len(entry) for entry in node.home.store.entries(0, 64)} == {32}
    assert open_checkpoint(published.note, parse_vkey(node.home.vkey())) == published.checkpoint
    assert_sound(node)
    assert node.publish(pad=64).size == 128
    node.do(64)
    assert node.publish(pad=64).size == 256
    assert_sound(node)


def test_much_padding_is_written_by_parts(node: Node) -> None:
    published = node.publish(pad=8192)
    assert published.size == 8192
    assert published.checkpoint.root == root(leaf_hashes(node.home.store.entries(0, 8192)))
    assert_sound(node)


def test_published_checkpoints_are_kept_by_size(node: Node) -> None:
    assert (newest_size(node.home), newest_published(node.home), published_at(node.home, 4)) == (0, None, None)
    first = node.publish()
    node.do()
    second = node.publish()
    assert newest_published(node.home) == second
    assert published_at(node.home, first.size) == first
    assert newest_size(node.home) == second.size


def test_files_that_a_crash_left_behind_are_finished_first(node: Node) -> None:
    (node.home.path / "log" / "checkpoint").unlink()
    node.publish()
    assert_sound(node)


# --- Times ------------------------------------------------------------------------------------------------------------


def test_times_are_a_grid_that_what_is_done_does_not_move(node: Node, clock: Watch) -> None:
    assert publish_due(node.home, clock())
    node.publish()
    assert not publish_due(node.home, clock())
    times = []
    for number in range(3 * EVERY // 600):
        clock.pass_by(600)
        if number % 7 == 0:
            node.do(5)
        if publish_due(node.home, clock()):
            times.append(clock.time)
            node.publish()
    assert len(times) == 3
    steps = {round((later - earlier).total_seconds()) for earlier, later in pairwise(times)}
    assert steps == {EVERY}


def test_a_node_that_was_off_for_long_publishes_once(node: Node, clock: Watch) -> None:
    node.publish()
    clock.pass_by(100 * EVERY)
    assert publish_due(node.home, clock())
    node.publish()
    assert not publish_due(node.home, clock())


def test_a_clock_that_was_set_back_does_not_stop_publishing(node: Node, clock: Watch) -> None:
    clock.pass_by(10 * 365 * 86400)
    node.publish()
    clock.time -= timedelta(days=3650)
    assert publish_due(node.home, clock())


def test_each_log_has_times_of_its_own(tmp_path: Path, clock: Watch) -> None:
    nodes = [Network().add(tmp_path, f"N{number}", clock) for number in range(4)]
    for node in nodes:
        node.publish()
    moments = []
    for node in nodes:
        offset = next(s for s in range(0, EVERY + 60, 60) if publish_due(node.home, clock.time + timedelta(seconds=s)))
        moments.append(offset)
        node.home.store.close()
    assert len(set(moments)) > 1


# --- When nothing may be published ------------------------------------------------------------------------------------


def test_a_home_that_was_brought_back_publishes_nothing(node: Node, clock: Watch) -> None:
    node.publish()
    Recorder(node.home).decide(brought_back(node.home, "Ada"))
    clock.pass_by(2 * EVERY)
    assert not publish_due(node.home, clock())
    size = node.home.store.size()
    with pytest.raises(HomeError, match="was brought back"):
        node.publish()
    assert (newest_size(node.home), node.home.store.size()) == (4, size)


def test_a_log_that_was_stopped_publishes_nothing(node: Node, clock: Watch) -> None:
    why = Stopped(witness="w", why="A partner shows another history of this log.", note=b"note", time=1)
    with node.home.store.writing():
        stop(node.home, why)
    assert stopped(node.home) == why
    assert not publish_due(node.home, clock())
    with pytest.raises(HomeError, match="another history"):
        node.publish()


# --- The public log ---------------------------------------------------------------------------------------------------


def served_root(node: Node, size: int) -> bytes:
    """The root over the tiles that anyone can fetch, read as a stranger would."""

    def read_tile(tile: Tile) -> bytes:
        reply = log_file(node.home, tile.path)
        assert (reply.status, reply.content_type) == (200, OCTETS), tile.path
        return reply.body

    entries = [
        entry
        for at in range(0, size, 256)
        for entry in decode_bundle(read_tile(Tile(ENTRIES, at // 256, min(256, size - at))))
    ]
    assert len(entries) == size
    leaves = [
        one for at in range(0, size, 256) for one in split_hashes(read_tile(Tile(0, at // 256, min(256, size - at))))
    ]
    assert leaves == leaf_hashes(entries)
    assert root(leaves) == root_from_tiles(size, read_tile)
    return root(leaves)


def test_nothing_is_served_before_something_is_published(node: Node) -> None:
    node.do(10)
    for path in ("checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1"):
        assert log_file(node.home, path).status == 404


@pytest.mark.parametrize("pads", [(4, 4, 8), (64, 64, 128), (256, 256), (64, 256, 64), (1024, 512, 4)])
def test_tiles_form_the_tree_of_each_published_checkpoint_and_nothing_more(node: Node, pads: tuple[int, ...]) -> None:
    for pad in pads:
        published = node.publish(pad)
        node.do(7)
        reply = log_file(node.home, "checkpoint")
        assert (reply.status, reply.body, reply.content_type) == (200, published.note, TEXT)
        size = published.size
        assert served_root(node, size) == published.checkpoint.root
        for tile in partial_tiles(size):
            assert log_file(node.home, Tile(tile.level, tile.index, tile.width + 1).path).status == 404
        for level in (ENTRIES, 0):
            index, width = divmod(size, 256)
            assert log_file(node.home, Tile(level, index, width + 1).path).status == 404
            assert log_file(node.home, Tile(level, index + 1).path).status == 404
    assert_sound(node)


def test_older_checkpoints_have_their_tiles_too(node: Node) -> None:
    sizes = {published.size: published.checkpoint.root for published in (node.publish(100) for _ in range(4))}
    assert {size: served_root(node, size) for size in sizes} == sizes


@pytest.mark.parametrize(
    "path",
    [
        *(
            "",
            "/checkpoint",
            "checkpoint/",
            "tile",
            "tile/0",
            "tile/0/0",
            "tile/00/000",
            "tile/-1/000",
            "tile/0/x000/000",
        ),
        *("tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/1/", "tile/64/000", "tile/data/000"),
        *(
            "tile/0/../0/000.p/1",
            "../counterfoil.db",
            "tile/entries/000.p/1\n",
            "tile/0/x000/000",
            "tile/0/x999/x999/999",
        ),
        "tile/0/" + "x999/" * 2000 + "999",
    ],
)
def test_only_the_exact_names_are_files(node: Node, path: str) -> None:
    node.publish(64)
    assert log_file(node.home, path).status == 404


def test_higher_tiles_are_made_anew_where_their_files_are_gone(node: Node) -> None:
    published = node.publish(1024)
    for damaged in (b"", b"short", None):
        for file in sorted((node.home.path / "log" / "tile" / "1").rglob("*")):
            if file.is_file():
                file.unlink() if damaged is None else file.write_bytes(damaged)
        assert root_from_tiles(published.size, tree_reader(node.home)) == published.checkpoint.root


def test_proofs_between_published_sizes_show_no_single_leaf(node: Node) -> None:
    """Sizes are multiples of the pad, so each hash in such a proof stands for as many leaves at least."""
    sizes = []
    for number in range(6):
        node.do(number * 3)
        sizes.append(node.publish(8))
    leaves = set(leaf_hashes(node.home.store.entries(0, sizes[-1].size)))
    for number, old in enumerate(sizes):
        for new in sizes[number + 1 :]:
            proof = consistency_proof(old.size, new.size, tree_reader(node.home))
            verify_consistency(old.size, new.size, proof, old.checkpoint.root, new.checkpoint.root)
            assert leaves.isdisjoint(proof)
