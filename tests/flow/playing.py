"""Documents are added in any order and batches, and looked at after each."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from counterfoil.flow.decisions import links_decided
from counterfoil.flow.home import open_home
from counterfoil.flow.prepare import Intake
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from flow.from_scratch import assert_as_from_scratch
from trades import Clock, made_home


def play(folder: Path, intakes: Sequence[Intake], seed: int) -> None:
    """Add them to a new home, shuffled and in batches of any size, some of them twice; look after each batch."""
    chance = random.Random(seed)
    shuffled = [*intakes, *chance.sample(list(intakes), len(intakes) // 5)]
    chance.shuffle(shuffled)
    with open_home(made_home(folder / "home"), Clock()) as home:
        recorder = Recorder(home)
        for batch in batches(shuffled, chance):
            list(recorder.add(batch))
            assert_as_from_scratch(home)
            if chance.random() < 0.2 and (ids := [row.id for row in home.store.links()]):
                chosen = chance.sample(ids, min(len(ids), 2))
                recorder.decide(links_decided(home.store, chosen, "Ada", None, confirmed=chance.random() < 0.5))
                assert_as_from_scratch(home)
        assert verify_home(home).damages == ()


def batches(intakes: Sequence[Intake], chance: random.Random) -> Iterator[list[Intake]]:
    """In the same order, a few at a time."""
    at = 0
    while at < len(intakes):
        size = chance.choice([1, 1, 2, 3, 7])
        yield list(intakes[at : at + size])
        at += size
