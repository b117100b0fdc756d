"""`counterfoil export`."""

import argparse
from pathlib import Path

from counterfoil.cli._home import home_path
from counterfoil.cli._output import print_json, say
from counterfoil.flow.export import export as write
from counterfoil.flow.home import open_home


def export(options: argparse.Namespace) -> int:
    """Write the whole record into a folder."""
    with open_home(home_path(options), readonly=True) as home:
        written = write(home, Path(options.directory), options.tables, originals=options.originals)
    if options.json:
        print_json({"directory": options.directory, "rows": written})
    else:
        for name, rows in written.items():
            say(f"{rows:>9,}  {name}")
        say(f"The record was written to {options.directory}.")
    return 0
