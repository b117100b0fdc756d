"""An update out of a home: what is new since dossiers, and logs that only grew."""

import pytest

from counterfoil.errors import HomeError, UsageError
from counterfoil.exchange.answers.deciding import acknowledge, dispute
from counterfoil.exchange.presenting.choosing import parse_choice
from counterfoil.exchange.presenting.gathering import gather
from counterfoil.exchange.presenting.held import read_held
from counterfoil.exchange.presenting.news import news_of, subjects_of
from counterfoil.exchange.presenting.proving import reader_of
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.presenting.renewing import renew
from counterfoil.exchange.proof.dossier import Dossier
from counterfoil.exchange.proof.reader import DAY as A_DAY
from counterfoil.exchange.proof.updated import verify_update
from counterfoil.exchange.transport import Unreachable
from exchange.nodes import Net
from exchange.trading import trade
from exchange.worlds import LATER, Grown, World, dossier_of
from trades import BUYER, SELLER


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    """A trade that was approved, a dossier of it, and ten days that went by since."""
    folder = tmp_path_factory.mktemp("renewed")
    with Net(folder) as net:
        net.acquainted(SELLER, BUYER)
        world = World(net, trade(net))
        acknowledge(world.buyer.office(), world.invoice, "approved", "controller", "Ada")
        net.rounds(1)
        world.published()
        assert world.refreshed(world.seller) == []
        made = dossier_of(world.seller.office(), world.invoice)
        net.watch.pass_by(10 * A_DAY)
        return Grown(folder, world.subjects, net.watch.time, [made.data])


@pytest.fixture
def dossier(grown: Grown) -> bytes:
    return grown.dossiers[0]


def test_nothing_new_makes_an_old_dossier_fresh(world: World, dossier: bytes) -> None:
    made = world.renewed([dossier])
    assert made.update.credentials == ()
    assert len(made.update.data) < len(dossier) / 2
    (invoice,) = made.renewed.invoices
    assert (invoice.level, invoice.missing) == (4, "that the buyer acknowledges an assignment")
    reader = reader_of(world.seller.office(), LATER)
    assert verify_update(made.update.data, [dossier], reader).consistent
    assert verify_update(made.update.data, [], reader).reason == "base"


def test_what_is_new_comes_along_and_a_dispute_cannot_be_left_out(world: World, dossier: bytes) -> None:
    dispute(world.buyer.office(), world.invoice, ("short-delivered",), "10.00", "clerk", "Ben", "two are missing")
    world.net.rounds(1)
    world.published()
    made = world.renewed([dossier])
    assert [one.level for one in made.renewed.invoices] == [3]
    facts = {one.kind for one in made.renewed.invoices[0].facts}
    assert "exchange.disputed/1" in facts
    assert len(made.update.credentials) == 1


def test_an_update_of_an_update(world: World, dossier: bytes) -> None:
    first = world.renewed([dossier])
    world.net.watch.pass_by(2 * A_DAY)
    acknowledge(world.buyer.office(), world.invoice, "undertaking", "controller", "Ada", assignee="A" * 43)
    world.net.rounds(2)
    world.published()
    second = world.renewed([dossier, first.update.data])
    assert second.update.of == (first.update.digest,)
    assert [one.level for one in second.renewed.invoices] == [5]
    with pytest.raises(UsageError, match="File 1 is an update that builds on files that were not named: 1"):
        read_held([first.update.data], world.seller.office().known)


def test_only_what_is_new_is_chosen_and_told(world: World, dossier: bytes) -> None:
    acknowledge(world.buyer.office(), world.invoice, "undertaking", "controller", "Ada", assignee="A" * 43)
    world.net.rounds(1)
    office = world.seller.office()
    held = read_held([dossier], office.known)
    news = news_of(office, held, parse_choice(["-role", "-amount"]))
    (title,) = news.disclosure.titles
    assert title == "acknowledgement (undertaking) of invoice INV-1"
    assert {"role", "amount"} <= set(news.disclosure.showings[0].withheld)
    assert [(one.path, one.fact) for one in news.disclosure.inferences if one.is_certain] == [("amount", 0)]
    assert len(news.earlier) == len(gather(office, world.invoice).facts) - 1


def test_new_facts_may_tell_what_an_earlier_file_withheld(world: World) -> None:
    world.published()
    assert world.refreshed(world.seller) == []
    made = dossier_of(world.seller.office(), world.invoice, "-payable", "-total", "-amount")
    acknowledge(world.buyer.office(), world.invoice, "undertaking", "controller", "Ada", assignee="A" * 43)
    world.net.rounds(1)
    office = world.seller.office()
    news = news_of(office, read_held([made.data], office.known))
    told = {(one.fact, one.path) for one in news.disclosure.inferences}
    assert {(-1, "payable"), (-1, "total"), (-1, "amount")} <= told


def test_only_files_of_ours_are_renewed(world: World, dossier: bytes) -> None:
    with pytest.raises(UsageError, match="not made by this company"):
        read_held([dossier], world.buyer.office().known)
    with pytest.raises(UsageError, match="no dossier and no update"):
        read_held([b"{}"], world.seller.office().known)
    known = world.seller.office().known
    assert isinstance(read_held([dossier, dossier], known).files[0], Dossier)
    assert len(read_held([dossier, dossier], known).files) == 1


def test_a_partner_that_is_away_cannot_show_that_its_log_only_grew(world: World, dossier: bytes) -> None:
    office, transport = world.seller.office(), world.net.transport(world.seller)
    held = read_held([dossier], office.known)
    world.published()
    refresh(office, subjects_of(office, held), transport)
    world.buyer.stop()
    with pytest.raises(Unreachable):
        renew(office, held, news_of(office, held), LATER, transport)


def test_a_log_that_is_gone_needs_new_dossiers(world: World, dossier: bytes) -> None:
    office, transport = world.seller.office(), world.net.transport(world.seller)
    held = read_held([dossier], office.known)
    refresh(office, subjects_of(office, held), transport)
    with office.home.store.writing():
        office.home.store.drop_kept("exchange.proofs", [key for key, _ in office.home.store.kept("exchange.proofs")])
    with pytest.raises(HomeError, match="has not proven yet"):
        renew(office, held, news_of(office, held), LATER, transport)
