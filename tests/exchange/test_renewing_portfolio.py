"""Updates of a portfolio: three invoices, what is said of each since, and what an update cannot be made of."""

from collections.abc import Collection, Sequence

import pytest
from msgspec.structs import replace
from papers import invoice
from papers_bank import Entry, camt

from counterfoil.errors import HomeError, UsageError
from counterfoil.exchange.answers.deciding import acknowledge, dispute, withdraw
from counterfoil.exchange.halves.identity import revoke, rotate
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.nodes.key_news import tell_all
from counterfoil.exchange.nodes.sending import renew_heads
from counterfoil.exchange.presenting.held import read_held
from counterfoil.exchange.presenting.inferring import Inference, infer
from counterfoil.exchange.presenting.news import news_of
from counterfoil.exchange.presenting.proving import reader_of
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.presenting.renewing import Updated
from counterfoil.exchange.presenting.showing import Showing
from counterfoil.exchange.proof.dossier import LogOf, parse_dossier
from counterfoil.exchange.proof.reader import DAY as A_DAY
from counterfoil.exchange.proof.updated import verify_update
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.exchange.transport import Unreachable
from counterfoil.log.key_binding import Challenge
from counterfoil.log.note import decode_base64, encode_base64
from exchange.nodes import Net
from exchange.trading import send, trade
from exchange.worlds import CHALLENGE, LATER, Grown, World, dossier_of
from trades import BILLED, BUYER, DAY, SELLER

LATEST = Challenge(audience="bank.example", nonce="n-3")
NAMES = ("INV-1", "INV-2", "INV-3")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Grown:
    """Three invoices, two of them for one order, with a dossier of each, and a day that went by since."""
    folder = tmp_path_factory.mktemp("portfolio")
    with Net(folder) as net:
        seller, _ = net.acquainted(SELLER, BUYER)
        subjects = trade(net)
        for name, refers in (("INV-2", "PO-1"), ("INV-3", None)):
            seller.add({f"{name}.xml": invoice(name, DAY, DAY, BUYER, SELLER, BILLED, refers)})
            subjects[name] = send(seller, name, net.places[1])
        net.rounds(2)
        subjects["INV-1"] = subjects["invoice"]
        world = World(net, subjects)
        world.published()
        made = [shown(world, name) for name in NAMES]
        net.watch.pass_by(A_DAY)
        return Grown(folder, subjects, net.watch.time, made)


@pytest.fixture
def dossiers(grown: Grown) -> list[bytes]:
    return grown.dossiers


def shown(world: World, name: str, *names: str, with_original: bool = False) -> bytes:
    """A dossier of an invoice, as it is now."""
    place, subject = world.seller, world.subjects[name]
    assert refresh(place.office(), list(world.subjects.values()), world.net.transport(place)) == []
    return dossier_of(place.office(), subject, *names, with_original=with_original).data


def told(world: World) -> None:
    """The buyer approves the first invoice, disputes the second, and pays the third."""
    buyer = world.buyer
    acknowledge(buyer.office(), world.subjects["INV-1"], "approved", "controller", "Ada")
    dispute(buyer.office(), world.subjects["INV-2"], ("quantity-over-ordered",), "602.14", "clerk", "Ben", "twice")
    paid = camt("S-1", BUYER, DAY, "1000.00", (Entry("-602.14", DAY, SELLER, "INV-3"),))
    buyer.add({"bank.xml": paid})
    world.net.rounds(2)
    world.published()


def evidence(made: Updated) -> list[set[str]]:
    return [{one.level or one.evidence for one in invoice.evidence} for invoice in made.renewed.invoices]


def test_one_update_renews_all_invoices(world: World, dossiers: list[bytes]) -> None:
    told(world)
    made = world.renewed(dossiers)
    first, second, third = evidence(made)
    assert "approved" in first
    assert "disputed" in second
    assert "paid" in third
    assert [one.subject for one in made.renewed.invoices] == [world.subjects[name] for name in NAMES]
    assert made.renewed.left_out == ()
    assert len(made.update.consistency) == len(made.update.logs) == 2
    assert len(made.update.subjects) == 6
    assert len(made.update.data) < sum(map(len, dossiers)) / 2
    assert made.unwitnessed is None
    reader = reader_of(world.seller.office(), LATER)
    assert verify_update(made.update.data, dossiers, reader).consistent
    assert verify_update(made.update.data, dossiers[1:], reader).reason == "base"


def test_a_second_update_on_top_of_the_first(world: World, dossiers: list[bytes]) -> None:
    told(world)
    first = world.renewed(dossiers)
    world.net.watch.pass_by(A_DAY)
    (disputed,) = [
        one for one in world.buyer.office().half.facts(world.subjects["INV-2"]) if one.kind == "exchange.disputed/1"
    ]
    withdraw(world.buyer.office(), world.subjects["INV-2"], "clerk", "Ben", "settled")
    world.net.rounds(2)
    world.published()
    second = world.renewed([*dossiers, first.update.data], LATEST)
    assert second.update.of == (first.update.digest,)
    assert len(second.update.consistency) == 2
    withdrawn = [one for one in second.renewed.invoices[1].facts if one.of == disputed.entry]
    assert [one.kind for one in withdrawn] == ["exchange.withdrawn/1"]
    known = world.seller.office().known
    before = read_held([*dossiers, first.update.data], known).shown
    new = read_held([*dossiers, first.update.data, second.update.data], known).shown.keys() - before.keys()
    assert len(second.update.credentials) == len(new)
    assert evidence(second)[0] == evidence(first)[0]


def test_dossiers_of_several_days_need_a_proof_from_each(world: World, dossiers: list[bytes]) -> None:
    told(world)
    later = shown(world, "INV-3")
    world.net.watch.pass_by(A_DAY)
    world.published()
    made = world.renewed([*dossiers[:2], later])
    assert len(made.update.consistency) == 4
    assert made.update.credentials != ()


def test_what_was_withheld_stays_so(world: World, dossiers: list[bytes]) -> None:
    told(world)
    (_, second, _) = world.renewed(dossiers, names=["all"]).renewed.invoices
    then = verify_dossier(dossiers[1], reader_of(world.seller.office(), CHALLENGE))
    now = {one.entry: one.claims for one in second.facts}
    assert then.withheld > 0
    assert {one.entry: now[one.entry] for one in then.facts} == {one.entry: one.claims for one in then.facts}
    new = next(one for one in second.facts if one.kind == "exchange.disputed/1")
    assert new.claims["amount"] == "602.14"


def test_what_hangs_together_is_looked_at_together(
    world: World, dossiers: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at = list[set[str]]()

    def looks(showings: Sequence[Showing], originals: Collection[str] = ()) -> list[Inference]:
        looked_at.append({one.fact.subject for one in showings})
        return infer(showings, originals)

    acknowledge(world.buyer.office(), world.subjects["INV-1"], "approved", "controller", "Ada")
    world.net.rounds(1)
    monkeypatch.setattr("counterfoil.exchange.presenting.news.infer", looks)
    office = world.seller.office()
    news_of(office, read_held(dossiers, office.known))
    assert looked_at == [{subject for name, subject in world.subjects.items() if name != "INV-3"}] * 2


def test_what_an_original_shows_is_not_told_again(world: World) -> None:
    whole = shown(world, "INV-3", with_original=True)
    acknowledge(world.buyer.office(), world.subjects["INV-3"], "approved", "controller", "Ada")
    world.net.rounds(1)
    office = world.seller.office()
    held = read_held([whole], office.known)
    assert len(held.originals) == 1
    assert not news_of(office, held).disclosure.is_in_vain


def test_offline_goes_on_as_long_as_nothing_grew(world: World) -> None:
    fresh = [shown(world, "INV-1"), shown(world, "INV-3")]
    made = world.renewed(fresh, offline=True)
    assert (made.update.credentials, made.update.consistency) == ((), ())
    assert len(made.renewed.invoices) == 2


def test_offline_says_what_is_missing_or_too_old(world: World, dossiers: list[bytes]) -> None:
    acknowledge(world.buyer.office(), world.subjects["INV-1"], "approved", "controller", "Ada")
    world.net.rounds(1)
    with pytest.raises(HomeError, match="has not proven yet that 1 of its facts"):
        world.renewed(dossiers, offline=True)
    world.published()
    shown(world, "INV-1")
    with pytest.raises(HomeError, match=r"Only the node of .* can show that its log just grew") as refused:
        world.renewed(dossiers, offline=True)
    assert "without --offline" in refused.value.hint
    world.net.watch.pass_by(9 * A_DAY)
    with pytest.raises(HomeError, match=r"The head that .* signed of the .* is 9 days old"):
        world.renewed(dossiers, offline=True)


def test_a_partner_that_is_away_is_named(world: World, dossiers: list[bytes]) -> None:
    told(world)
    shown(world, "INV-1")
    world.buyer.stop()
    with pytest.raises(Unreachable, match=f"Only the node of {BUYER.name} can show that its log just grew, and could"):
        world.renewed(dossiers)


def test_a_checkpoint_that_was_long_not_seen_is_told(world: World) -> None:
    fresh = [shown(world, "INV-3")]
    world.net.watch.pass_by(6 * A_DAY)
    office = world.seller.office()
    peer = named_peer(office.home.store, world.buyer.url)
    renew_heads(office, world.net.transport(world.seller), peer, [world.subjects["INV-3"]])
    world.net.watch.pass_by(2 * A_DAY)
    assert world.renewed(fresh, offline=True).unwitnessed == "The checkpoint was last seen too long ago."


def test_after_a_change_of_keys_the_new_one_renews_what_the_old_one_showed(world: World, dossiers: list[bytes]) -> None:
    office = world.seller.office()
    old = office.identity.key.kid
    rotate(office.home, office.identity, lambda: None, "Ada", "every year")
    tell_all(world.seller.office())
    world.net.rounds(3)
    told(world)
    made = world.renewed(dossiers)
    assert len(made.renewed.invoices) == 3
    assert [one.company for one in made.update.keys] == [world.seller.us]
    office = world.seller.office()
    revoke(office.home, office.identity, old, lambda: None, "Ada", "it was lost")
    with pytest.raises(UsageError, match="File 1 was signed with a key that this company has revoked"):
        world.renewed(dossiers)


def with_log(file: bytes, at: int, **changes: str) -> bytes:
    """A dossier that has a log otherwise."""
    dossier = parse_dossier(file)
    logs = list(dossier.logs)
    logs[at] = replace(logs[at], **changes)
    return replace(dossier, logs=tuple(logs)).data


def parts_of(log: LogOf) -> list[str]:
    return log.checkpoint.split("\n")


def test_a_log_that_was_replaced_is_named(world: World, dossiers: list[bytes]) -> None:
    ours, theirs = parse_dossier(dossiers[1]).logs
    other = with_log(dossiers[1], 1, vkey=ours.vkey.replace("+", "x+", 1))
    with pytest.raises(HomeError, match=f"{BUYER.name} has another log by now than the one in file 2"):
        world.renewed([dossiers[0], other])
    assert theirs.company == world.buyer.us


@pytest.mark.parametrize("at", [0, 1])
def test_a_log_that_did_not_only_grow_is_named(at: int, world: World, dossiers: list[bytes]) -> None:
    name = (SELLER, BUYER)[at].name
    lines = parts_of(parse_dossier(dossiers[0]).logs[at])
    root = decode_base64(lines[2])
    assert root is not None
    forked = "\n".join([*lines[:2], encode_base64(bytes(reversed(root))), *lines[3:]])
    with pytest.raises(HomeError, match=f"The log of {name} does not show that it only grew"):
        world.renewed([with_log(dossiers[0], at, checkpoint=forked)])
    larger = "\n".join([lines[0], "100000", *lines[2:]])
    with pytest.raises(HomeError, match=f"The log of {name} has 100,000 facts in the files, and here only"):
        world.renewed([with_log(dossiers[0], at, checkpoint=larger)])
    nothing = "\n".join([lines[0], "0", *lines[2:]])
    with pytest.raises(HomeError, match="would be refused"):
        world.renewed([with_log(dossiers[0], at, checkpoint=nothing)])


def test_papers_that_nobody_shares_with_us_are_refused(world: World, dossiers: list[bytes]) -> None:
    dossier = parse_dossier(dossiers[0])
    strange = replace(dossier, subjects=(*dossier.subjects, replace(dossier.subjects[0], id="ab" * 32)))
    with pytest.raises(UsageError, match="about 1 papers that this home shares with nobody"):
        world.renewed([strange.data])


def test_more_than_an_update_holds_is_said(
    world: World, dossiers: list[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as changed:
        changed.setattr("counterfoil.exchange.presenting.renewing.OF_MAX", 2)
        with pytest.raises(HomeError, match="at most 2 files, and these are 3"):
            world.renewed(dossiers)
    monkeypatch.setattr("counterfoil.exchange.presenting.renewing.BYTES_MAX", 1000)
    with pytest.raises(HomeError, match="more than 1,000") as refused:
        world.renewed(dossiers)
    assert refused.value.hint == "Make several updates, each of some of the files."
