"""Whatever a partner replies to what our node does by itself: the round comes to its end, and the home is sound."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from papers import order

from counterfoil.errors import HomeError, ProofError
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.verify_half import verify_half
from counterfoil.exchange.nodes.recovery import take_back
from counterfoil.exchange.partners.acquaintance import add_peer
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Transport, Unreachable
from exchange.nodes import Net
from exchange.trading import assert_sound, send
from trades import BUYER, DAY, ORDERED, SELLER

many = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow], deadline=None, max_examples=25
)
_pieces = st.binary(max_size=6) | st.sampled_from(
    [b"", b"[" * 3000, b"\x1b[2J", b"9" * 5000, b"null", b'{"subjects":[]}', b"\n\n", b"\xff", b"~~~", b"a.b.c"]
)
_statuses = st.sampled_from([200, 200, 200, 200, 204, 400, 404, 409, 422, 500])


class Bend(NamedTuple):
    """How one reply is changed."""

    what: int
    status: int
    piece: bytes
    at: int
    length: int


_bends = st.lists(
    st.builds(Bend, st.integers(0, 5), _statuses, _pieces, st.integers(0, 2**14), st.integers(0, 6)), max_size=12
)


class Bent:
    """A way on which the first replies are changed."""

    def __init__(self, way: Transport, bends: Sequence[Bend]) -> None:
        self._way, self._bends, self.count = way, iter(bends), 0

    def get(self, url: str, path: str) -> Reply:
        return self._bent(self._way.get(url, path))

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        return self._bent(self._way.post(peer, path, body, content_type))

    def _bent(self, reply: Reply) -> Reply:
        self.count += 1
        assert self.count < 2000, "it would have gone on for ever"
        bend = next(self._bends, None)
        if bend is None or bend.what == 0:
            return reply
        if bend.what == 1:
            raise Unreachable("It got lost.", "Try later.")
        if bend.what == 2:
            return Reply(status=bend.status, body=reply.body)
        if bend.what == 3:
            return Reply(status=bend.status, body=bend.piece)
        body, at = bytearray(reply.body), bend.at % (len(reply.body) + 1)
        body[at : at + bend.length] = bend.piece
        return Reply(status=reply.status, body=bytes(body), content_type=reply.content_type)


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    with Net(tmp_path_factory.mktemp("replies")) as net:
        net.acquainted(SELLER, BUYER)
        yield net
        assert_sound(net.places[1])


def offered(net: Net, number: list[int]) -> str:
    """Something to send, so that there is something to reply to."""
    seller, buyer = net.places
    number[0] += 1
    name = f"PO-{number[0]}"
    buyer.add({f"{name}.xml": order(name, DAY, BUYER, SELLER, ORDERED[:1])})
    return send(buyer, name, seller)


_NUMBER = [0]


@many
@given(_bends)
def test_a_round_comes_to_its_end(net: Net, bends: list[Bend]) -> None:
    _, buyer = net.places
    offered(net, _NUMBER)
    net.watch.pass_by(4000)
    buyer.up.round(Bent(net.transport(buyer), bends))
    buyer.close_offices()


@many
@given(_bends)
def test_what_is_asked_for_is_had_or_refused(net: Net, bends: list[Bend]) -> None:
    _, buyer = net.places
    subject = offered(net, _NUMBER)
    net.watch.pass_by(4000)
    buyer.round()
    office, way = buyer.office(), Bent(net.transport(buyer), bends)
    peer = office.peers()[0]
    acts: list[Any] = [
        lambda: add_peer(office, way, peer.url, "Ada", peer.company),
        lambda: refresh(office, [subject], way),
        lambda: take_back(office, way, peer),
    ]
    for act in acts:
        try:
            act()
        except (ProofError, Unreachable):
            continue
        except HomeError as error:  # the partner has shown our own signature under something else
            event(error.message)
    assert list(verify_half(office.home)) == []
    assert [one.company for one in office.peers()] == [peer.company]
    buyer.close_offices()
