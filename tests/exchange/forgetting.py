"""A person has a document forgotten, and what partners were told of it."""

from counterfoil.exchange.halves.told_to_partners import told_to_partners
from counterfoil.flow.forgetting import Forget
from counterfoil.flow.home import open_home
from counterfoil.flow.record import Recorder
from exchange.nodes import Place


def forget(place: Place, number: str) -> None:
    """A person has the document of this number forgotten."""
    with open_home(place.path, place.net.watch) as home:
        (row,) = [row for row in home.store.documents() if row.number == number]
        ask = Forget(id=row.id, why="asked to", person="Ada", override=True)
        (forgot,) = Recorder(home).forget([ask], told_to_partners)
        assert forgot.error is None
