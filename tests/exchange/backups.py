"""A home is backed up, and comes back from that."""

import shutil
from pathlib import Path

from counterfoil.flow.backup import back_up
from counterfoil.flow.home import open_home
from counterfoil.flow.restoring import restore
from exchange.nodes import Place


def bring_back(place: Place, file: Path) -> None:
    """The disk is lost; the backup takes its place."""
    place.stop()
    place.close_offices()
    shutil.rmtree(place.path)
    restore(file, place.path, "Ada", clock=place.net.watch)
    place.start()


def backed_up(place: Place, file: Path) -> Path:
    with open_home(place.path, place.net.watch) as home:
        back_up(home, file)
    return file
