"""Orders that two places share, and what each of them counts of these."""

from papers import order

from counterfoil.exchange.halves.tallies import Agreed, Tallies
from exchange.nodes import Net, Place
from exchange.trading import send
from trades import BUYER, DAY, ORDERED, SELLER


def ordered(net: Net, number: str) -> str:
    """The buyer offers an order to the seller; gives its subject."""
    seller, buyer = net.places
    buyer.add({f"{number}.xml": order(number, DAY, BUYER, SELLER, ORDERED)})
    return send(buyer, number, seller)


def tallies(here: Place, there: Place) -> Tallies:
    """What the one counts together with the other."""
    office = here.office()
    peer = office.half.peer(there.us)
    assert peer is not None
    return Tallies(office, peer)


def last(here: Place, there: Place) -> Agreed:
    """What the one has with both signatures."""
    found = tallies(here, there).last()
    assert found is not None
    return found


def counted_again(net: Net) -> None:
    """So much later that all count anew where there is something new."""
    for _ in range(2):
        net.watch.pass_by(3600)
        net.rounds(2)
