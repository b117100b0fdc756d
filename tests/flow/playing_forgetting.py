"""Documents are added, decided on and forgotten in any order, and looked at after each forgetting."""

import random
from collections.abc import Sequence
from pathlib import Path

from counterfoil.flow.decisions import ACCEPTED, discrepancies_handled, links_decided
from counterfoil.flow.forgetting import DONE, Forget
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.prepare import Intake
from counterfoil.flow.recall import Recall
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.model.summary import StatementSummary
from flow.from_scratch import assert_as_from_scratch
from flow.playing import batches
from trades import Clock, made_home


def asked(home: Home, chance: random.Random) -> Forget | None:
    """To forget any document that is there, or some entries of a statement."""
    there = [row.id for row in home.store.documents() if row.role != "forgotten"]
    if not there:
        return None
    id = chance.choice(there)
    summary = Recall(home.store).get([id])[id].summary
    entries: tuple[str, ...] = ()
    if isinstance(summary, StatementSummary) and summary.lines and chance.random() < 0.7:
        entries = (chance.choice(summary.lines).position,)
    return Forget(id=id, why="no longer needed", person="Ada", entries=entries, override=True)


def decide(home: Home, recorder: Recorder, chance: random.Random) -> None:
    if ids := [row.id for row in home.store.links()]:
        chosen = chance.sample(ids, min(len(ids), 2))
        recorder.decide(links_decided(home.store, chosen, "Ada", None, confirmed=chance.random() < 0.5))
    if found := [row.id for row in home.store.discrepancies()]:
        recorder.decide(discrepancies_handled(home.store, [chance.choice(found)], ACCEPTED, "Ada", "so be it"))


def play(folder: Path, intakes: Sequence[Intake], seed: int) -> None:
    """Add to a new home in batches of any size, decide and forget between them; look after each forgetting."""
    chance = random.Random(seed)
    shuffled = chance.sample(list(intakes), len(intakes))
    with open_home(made_home(folder / "home"), Clock()) as home:
        recorder = Recorder(home)
        for batch in batches(shuffled, chance):
            list(recorder.add(batch, even_forgotten=chance.random() < 0.3))
            if chance.random() < 0.3:
                decide(home, recorder, chance)
            asks = [ask for _ in range(chance.choice([0, 1, 1, 2])) if (ask := asked(home, chance)) is not None]
            if asks:
                assert recorder.forget(asks)[0].status == DONE
                assert_as_from_scratch(home)
            if chance.random() < 0.2:
                list(recorder.add(chance.sample(shuffled, 2), even_forgotten=True))
                assert_as_from_scratch(home)
        verified = verify_home(home)
        assert (verified.damages, verified.notes) == ((), ())
