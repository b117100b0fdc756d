"""`counterfoil world`."""

import argparse
from pathlib import Path
from shlex import quote

from counterfoil.cli._output import print_json, say
from counterfoil.cli._progress import Progress
from counterfoil.flow.world import write_world


def world(options: argparse.Namespace) -> int:
    """Write a trading world with its truth."""
    with Progress("files", quiet=options.json) as progress:
        written = write_world(Path(options.directory), options.seed, options.size, options.faults, progress.step)
    if options.json:
        told = {"directory": options.directory, "seed": options.seed, "files": written.files, "on": written.on}
        print_json(told)
    else:
        say(f"{written.files:,} files were written to {options.directory}.")
        readme = quote(str(Path(options.directory) / "README.md"))
        say(f"{readme} says how to record them, and truth/ what is true of them.")
    return 0
