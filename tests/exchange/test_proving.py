"""A dossier out of a home: gathered, asked for what is new, put together, and read as its reader will read it."""

import pytest
from msgspec.structs import replace

from counterfoil.errors import HomeError, ProofError, UsageError
from counterfoil.exchange.answers.deciding import acknowledge, withdraw
from counterfoil.exchange.answers.naming import Meant, meant
from counterfoil.exchange.halves.identity import rotate
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import drop_peer, named_peer
from counterfoil.exchange.halves.shelves import HEADS
from counterfoil.exchange.halves.told_to_partners import told_to_partners
from counterfoil.exchange.nodes.key_news import tell_all
from counterfoil.exchange.nodes.sending import renew_heads
from counterfoil.exchange.partners.trust_file import trust_file
from counterfoil.exchange.presenting.choosing import parse_choice
from counterfoil.exchange.presenting.gathering import gather
from counterfoil.exchange.presenting.proving import disclose, invoice_subject, remedy
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.proof.reader import DAY as A_DAY
from counterfoil.exchange.proof.reader import Reader
from counterfoil.exchange.proof.trust import parse_trust
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.exchange.witnessing.published import PAD, newest_size
from counterfoil.flow.forgetting import Forget
from counterfoil.flow.record import Recorder
from exchange.nodes import Net
from exchange.trading import trade
from exchange.worlds import Grown, World, dossier_of
from trades import BUYER, SELLER


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    """A trade that was approved and is not published yet, as folders; its subjects, and the time."""
    folder = tmp_path_factory.mktemp("grown")
    with Net(folder) as net:
        net.acquainted(SELLER, BUYER)
        subjects = trade(net)
        acknowledge(net.places[1].office(), subjects["invoice"], "approved", "controller", "Ada")
        net.rounds(1)
        return Grown(folder, subjects, net.watch.time, [])


def test_an_approved_invoice_reaches_the_fourth_level(world: World) -> None:
    world.published()
    assert world.refreshed(world.seller) == []
    found = world.proven(world.seller)
    assert (found.verified.level, found.verified.missing) == (4, "that the buyer acknowledges an assignment")
    assert found.unwitnessed is None
    assert {len(one.logs) for one in found.verified.evidence} == {2}
    assert world.read(found).consistent
    assert len(found.dossier.data) < 60_000
    assert len(found.dossier.subjects) == 4


def test_who_approved_it_can_be_withheld_where_nothing_is_set_off(world: World) -> None:
    """The approval says that nothing is set off; else what is withheld of it could be a set-off."""
    world.published()
    world.refreshed(world.seller)
    office = world.seller.office()
    made = dossier_of(office, world.invoice, "-role", "-acknowledged:refers")
    found = verify_dossier(made.data, Reader(now=office.now(), trust=parse_trust(trust_file(office, office.peers()))))
    assert "role" not in str([fact.claims for fact in found.facts])
    assert found.level == 4
    assert [(one.amount, one.set_off) for one in found.evidence if one.is_approval] == [("602.14", "0")]


def test_two_companies_are_witnesses_enough_by_the_trust_file_of_either(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    made = world.proven(world.seller).dossier.data
    for place in (world.seller, world.buyer):
        office = place.office()
        trust = parse_trust(trust_file(office, office.peers()))
        assert trust.quorum is not None
        found = verify_dossier(made, Reader(now=office.now(), trust=trust))
        assert (found.consistent, found.level) == (True, 4)


def test_the_buyer_can_prove_it_too(world: World) -> None:
    world.published()
    assert world.refreshed(world.buyer) == []
    found = world.proven(world.buyer)
    assert found.verified.level == 4
    assert found.verified.holder == world.buyer.us


def test_in_one_call(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    made = dossier_of(world.seller.office(), world.invoice, "all", with_original=True)
    found = verify_dossier(made.data, Reader(now=world.seller.office().now()))
    assert (found.consistent, found.withheld, len(made.originals)) == (True, 0, 1)


def test_facts_of_ours_are_published_where_they_are_to_be_proven(world: World) -> None:
    with pytest.raises(HomeError, match="not published yet"):
        world.proven(world.seller)
    world.refreshed(world.seller)
    with pytest.raises(HomeError, match="has not proven yet that") as waiting:
        world.proven(world.seller)
    assert "without --offline" in waiting.value.hint
    world.published()
    world.refreshed(world.seller)
    assert world.proven(world.seller).verified.level == 4


def seldom(world: World) -> None:
    """The nodes publish of themselves never again."""
    world.net.every = 1_000_000_000
    for place in world.net.places:
        place.stop()
        place.start()


def test_a_partner_publishes_what_it_is_asked_to_prove(world: World) -> None:
    """Long before its time: a person waits for it."""
    seldom(world)
    waited = list[float]()

    def wait(seconds: float) -> None:
        waited.append(seconds)
        world.buyer.round()

    office = world.seller.office()
    assert refresh(office, gather(office, world.invoice).subjects, world.net.transport(world.seller), wait) == []
    assert len(waited) == 1
    found = world.proven(world.seller)
    assert (found.verified.level, found.unwitnessed) == (4, None)
    assert refresh(office, gather(office, world.invoice).subjects, world.net.transport(world.seller), wait) == []
    assert len(waited) == 1  # all is there


def test_a_partner_that_does_not_publish_is_waited_for_a_moment_only(world: World) -> None:
    office, waited = world.seller.office(), list[float]()
    refresh(office, gather(office, world.invoice).subjects, world.net.transport(world.seller), waited.append)
    assert 0 < sum(waited) < 10
    world.buyer.stop()
    refresh(office, gather(office, world.invoice).subjects, world.net.transport(world.seller), waited.append)
    assert sum(waited) < 10  # who is away is not waited for


def test_what_is_proven_is_not_older_than_half_a_day(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    seldom(world)
    before = newest_size(world.buyer.office().home)
    for hours, grows in ((11, False), (2, True), (0, False)):
        world.net.watch.pass_by(hours * 3600)
        world.refreshed(world.seller)
        world.buyer.round()
        size = newest_size(world.buyer.office().home)
        assert (size > before) is grows
        before = size


def test_a_partner_does_not_make_our_log_grow_by_asking_all_the_time(world: World) -> None:
    """Each time there is something new; the log grows on the partner's account for a few of these."""
    world.published()
    seldom(world)
    home = world.buyer.office().home
    before, sizes = newest_size(home), set[int]()
    for number in range(1, 20):
        world.net.watch.pass_by(1)
        acknowledge(world.buyer.office(), world.invoice, "approved", "controller", "Ada", amount=f"{number}.00")
        world.refreshed(world.seller)
        world.buyer.round()
        sizes.add(newest_size(home))
    assert len(sizes - {before}) == 6
    assert max(sizes) < before + 12 * PAD
    world.net.watch.pass_by(600)
    world.refreshed(world.seller)
    world.buyer.round()
    assert newest_size(home) > max(sizes)


def test_a_partner_that_is_away_is_told_and_what_is_held_goes_on(world: World) -> None:
    world.published()
    assert world.refreshed(world.seller) == []
    world.buyer.stop()
    told = world.refreshed(world.seller)
    assert any("could not be reached" in line for line in told)
    assert world.proven(world.seller).verified.level == 4
    world.net.watch.pass_by(9 * A_DAY)
    with pytest.raises(HomeError, match=r"The head that .* signed of the .* is 9 days old"):
        world.proven(world.seller)


def test_a_head_that_tells_of_more_than_came_is_a_gap(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    acknowledge(world.buyer.office(), world.invoice, "undertaking", "controller", "Ada", assignee="A" * 43)
    world.refreshed(world.seller)
    with pytest.raises(HomeError, match="has signed 5 facts on the invoice INV-1, of which we have 4") as refused:
        world.proven(world.seller)
    assert "on their way" in refused.value.hint


def test_after_a_change_of_keys_partners_sign_again(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    office = world.seller.office()
    rotate(office.home, office.identity, lambda: None, "Ada", "every year")
    with pytest.raises(HomeError, match="for an earlier key of ours"):
        world.proven(world.seller)
    tell_all(world.seller.office())
    world.net.rounds(3)
    world.published()
    world.refreshed(world.seller)
    assert world.proven(world.seller).verified.level == 4


def test_of_what_was_forgotten_only_that_it_was_said_is_proven(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    assert gather(world.seller.office(), world.invoice).forgotten == []
    _forget(world.seller.office(), "PO-1")
    left = gather(world.seller.office(), world.invoice)
    assert "What the order without a number said was forgotten here." in left.forgotten
    found = world.proven(world.seller, "all")
    assert (found.verified.consistent, found.verified.level) == (True, 4)
    order = next(one for one in found.verified.facts if one.claims.get("document") == "order")
    assert "payable" not in order.claims


def _forget(office: Office, number: str) -> None:
    (row,) = [row for row in office.home.store.documents() if row.number == number]
    forget = Forget(id=row.id, why="a test", person="Ada", override=True)
    Recorder(office.home).forget([forget], told_to_partners)


def test_a_partner_that_was_removed_proves_nothing(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    office = world.seller.office()
    peer = named_peer(office.home.store, world.buyer.url)
    office.write(lambda facts: drop_peer(office.home.store, facts, peer, "a test", "Ada"))
    with pytest.raises(HomeError, match="is no partner any more"):
        world.proven(world.seller)
    (invoice,) = [row for row in office.home.store.documents() if row.number == "INV-1"]
    with pytest.raises(UsageError, match="is no partner any more"):
        invoice_subject(office, meant(office, invoice.id.hex()))


def test_what_a_person_means_is_an_invoice_that_was_shared(world: World) -> None:
    office = world.seller.office()
    by_number = {row.number: row for row in office.home.store.documents()}
    assert invoice_subject(office, meant(office, by_number["INV-1"].id.hex())) == world.invoice
    assert invoice_subject(office, meant(office, world.invoice[:10])) == world.invoice
    with pytest.raises(UsageError, match="kind despatch-advice"):
        invoice_subject(office, meant(office, by_number["DA-1"].id.hex()))
    with pytest.raises(UsageError, match="not shared"):
        invoice_subject(office, Meant(document=by_number["INV-1"], subject=None))
    withdraw(office, world.invoice, "clerk", "Ben", "a mistake")
    with pytest.raises(UsageError, match="not shared"):
        invoice_subject(office, Meant(document=None, subject=world.invoice))


def test_a_remedy_leaves_nothing_withheld_in_vain(world: World) -> None:
    office = world.seller.office()
    facts = gather(office, world.invoice).facts
    choice = parse_choice(["lines", "-total"])
    assert disclose(office, facts, choice).is_in_vain
    names = remedy(office, facts, choice)
    assert names == ["net", "tax", "total"]
    assert not disclose(office, facts, [*choice, *parse_choice(names)]).is_in_vain
    assert remedy(office, facts, parse_choice([])) == []
    assert remedy(office, facts, parse_choice([]), with_original=True) == ["all"]


def test_an_original_that_is_not_there_cannot_go_along(world: World) -> None:
    office = world.seller.office()
    gathered = gather(office, world.invoice)
    _forget(office, "INV-1")
    with pytest.raises(UsageError, match="not in our record"):
        disclose(office, gathered.facts, [], with_original=True)


def test_without_a_witness_it_is_said_what_a_reader_may_miss(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    world.net.watch.pass_by(6 * A_DAY)
    office = world.seller.office()
    peer = named_peer(office.home.store, world.buyer.url)
    renew_heads(office, world.net.transport(world.seller), peer, gather(office, world.invoice).subjects)
    world.net.watch.pass_by(2 * A_DAY)
    assert world.proven(world.seller).unwitnessed == "The checkpoint was last seen too long ago."


def test_more_than_a_dossier_holds_is_said(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.exchange.presenting.gathering.CREDENTIALS_MAX", 3)
    with pytest.raises(HomeError, match="and a dossier holds at most 3 on 256 papers"):
        gather(world.seller.office(), world.invoice)


def test_a_dossier_that_is_too_large_is_not_made(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.published()
    world.refreshed(world.seller)
    monkeypatch.setattr("counterfoil.exchange.presenting.proving.BYTES_MAX", 1000)
    with pytest.raises(HomeError, match="more than 1,000") as refused:
        world.proven(world.seller)
    assert refused.value.hint == "Leave the original out."


def test_without_a_head_of_the_partner_nothing_is_proven(world: World) -> None:
    world.published()
    world.refreshed(world.seller)
    store = world.seller.office().home.store
    with store.writing():
        store.drop_kept(HEADS, [key for key, _ in store.kept(HEADS)])
    with pytest.raises(HomeError, match="has signed no head of the invoice INV-1 yet"):
        world.proven(world.seller)


def test_what_its_reader_would_refuse_is_not_handed_out(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.published()
    world.refreshed(world.seller)
    office = world.seller.office()
    peer = named_peer(office.home.store, world.buyer.url)
    without = trust_file(office, [replace(peer, logs=())])
    monkeypatch.setattr("counterfoil.exchange.presenting.proving.trust_file", lambda *_: without)
    with pytest.raises(HomeError, match=r"would be refused \(log\)"):
        world.proven(world.seller)


def test_an_answer_that_does_not_hold_is_told(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(*_: object) -> str:
        raise ProofError("A proof leads nowhere.")

    monkeypatch.setattr("counterfoil.exchange.witnessing.log_proofs.renew", wrong)
    (told,) = world.refreshed(world.seller)
    assert told.endswith("answered with something that does not hold. A proof leads nowhere.")
    monkeypatch.setattr("counterfoil.exchange.witnessing.log_proofs.renew", lambda *_: "It shows an older state.")
    assert world.refreshed(world.seller) == ["It shows an older state."]
