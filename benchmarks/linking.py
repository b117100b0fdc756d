"""How well trading worlds are linked, by their truth: every difficulty on, several seeds, added to homes.

The same mind made the question and the answer: what counts is where it fails, which stands in the tables.
"""

import argparse
import sys
from pathlib import Path

from _figures import GOODS, Count, Score, printed
from _score import score
from _timing import scratch, told
from _worlds import Folder, by_references_alone, in_a_home, on_a_desk

from counterfoil.flow.world import write_world

SEEDS = (1, 2, 3, 4, 5)


def main() -> None:
    """Print all figures by difficulty, then each claim's beside the number that was asked for."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--seeds", type=int, nargs="+", default=SEEDS, help="the worlds")
    options.add_argument("--size", type=int, default=2000, help="documents in each")
    options.add_argument("--faults", default="all", help="what is hard in them")
    options.add_argument("--desk", action="store_true", help="link in memory, without homes")
    given = options.parse_args()
    total, plain = Score(), Score()
    with scratch() as folder:
        for seed in given.seeds:
            place = Path(folder) / str(seed)
            write_world(place, seed, given.size, given.faults)
            world = Folder(place)
            score(world, on_a_desk(world) if given.desk else in_a_home(world), total)
            score(world, by_references_alone(world), plain)
            print(f"\r  {seed}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    print("\n".join(printed(total)))
    claims(total, plain)


def claims(total: Score, plain: Score) -> None:
    """Each figure beside what was asked for, and beside what exact references give by themselves."""
    told("three-way links, F1", total.together(*GOODS).f1, "0.99", digits=4)
    print(f"  by exact references alone: {plain.together(*GOODS).f1:.4f}")
    told("  bills alone", total.links["bills"].f1, "0.985", digits=4)
    print(f"  by exact references alone: {plain.links['bills'].f1:.4f}")
    told("  reference missing or mangled", total.links["unnamed"].f1, "0.90", digits=4)
    told("entries applied fully and rightly", total.entries.recall, "0.90", digits=4)
    told("  precision", 1 - total.entries.false / (total.applied or 1), "0.999", digits=4)
    told("items used twice, sums that do not add up", len(total.twice) + len(total.sums), "0", digits=0)
    for name, counts, asked in (
        ("duplicates", total.duplicates, ("0.95", "0.99")),
        ("discrepancies", total.discrepancies, ("0.95", "0.97")),
    ):
        every = Count()
        for count in counts.values():
            every += count
        told(f"{name}, recall", every.recall, asked[0], digits=4)
        told(f"{name}, precision", every.precision, asked[1], digits=4)
    error, number = total.calibration
    told(f"calibration error over {number} links that are not exact", error, "at most 0.05", digits=3)


if __name__ == "__main__":
    main()
