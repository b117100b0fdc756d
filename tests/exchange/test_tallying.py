"""Each pair of partners counts what both hold, numbers it, and signs it on both sides: who drops facts is found."""

import shutil
from contextlib import suppress
from pathlib import Path

import pytest
from papers import order

from counterfoil.exchange import paths
from counterfoil.exchange.halves.identity import rotate
from counterfoil.exchange.halves.shelves import SHARED
from counterfoil.exchange.halves.tallies import TALLIES, Call, counting, parse_call
from counterfoil.exchange.halves.verify_half import verify_half
from counterfoil.exchange.nodes.key_news import tell_all
from counterfoil.exchange.proof.tally import Tally
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Unreachable
from counterfoil.flow.backup import back_up
from counterfoil.flow.restoring import restore
from exchange.counted import counted_again, last, ordered, tallies
from exchange.nodes import Net, Place
from exchange.storms import Killed
from exchange.trading import send
from trades import BUYER, DAY, ORDERED, SELLER

_DAY = 86_400
_EACH = 2
"""Facts of each side on an order: that it is offered and received, and by whom it is matched."""


@pytest.fixture
def every() -> int:
    """Nothing is published: what witnesses saw since a backup would make a home one that stays behind."""
    return 1_000_000_000


def forget_shared(place: Place, subject: str) -> None:
    """A side acts as if a subject had never been."""
    store = place.office().home.store
    with store.writing():
        store.drop_kept(SHARED, [key for key, _ in store.kept(SHARED) if key.endswith(bytes.fromhex(subject))])


def calls(net: Net) -> list[str]:
    """From now on, every call for a tally that is made."""
    made = list[str]()
    net.on_way = lambda where, path: made.append(where) if path == paths.TALLY and "back" not in where else None
    return made


def test_both_sign_the_same_and_each_tally_names_the_one_before(net: Net) -> None:
    seller, buyer = net.places
    seen = dict[int, Tally]()
    for number in ("PO-1", "PO-2", "PO-3"):
        ordered(net, number)
        for place in net.places * 4:
            net.watch.pass_by(3600)
            place.round()
            found = tallies(seller, buyer).last()
            seen |= {} if found is None else {found.tally.number: found.tally}
    assert sorted(seen) == list(range(1, len(seen) + 1))
    assert len(seen) >= 3
    assert seen[1].previous is None
    assert all(seen[number].previous == seen[number - 1].digest for number in range(2, len(seen) + 1))
    signed, theirs = last(seller, buyer), last(buyer, seller)
    assert signed.tally == theirs.tally == seen[len(seen)]
    assert set(signed.tokens) == set(theirs.tokens)
    assert (signed.ours.signer, signed.theirs.signer) == (seller.us, buyer.us)
    half = seller.office().half
    held = [one for subject, _ in half.subjects() for one in half.facts(subject)]
    assert signed.tally.facts == {us: sum(one.author == us for one in held) for us in (seller.us, buyer.us)}


def test_where_nothing_has_come_partners_are_asked_once_a_day(net: Net) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")
    counted_again(net)
    made, before = calls(net), last(seller, buyer).tally
    counted_again(net)
    assert made == []
    net.watch.pass_by(2 * _DAY)
    counted_again(net)
    assert made == [f"{seller.url} to {buyer.url}"]
    after = last(seller, buyer).tally
    assert after.counts_the_same(before)
    assert after.number == before.number + 1


def test_a_lost_answer_makes_no_second_tally_of_one_number(net: Net) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")
    lost = list[str]()

    def lose(where: str, path: str) -> None:
        if path == paths.TALLY and " back to " in where and len(lost) < 3:
            lost.append(where)
            raise Unreachable("It got lost.", "Try later.")

    net.on_way = lose
    net.rounds(2)
    assert lost
    ordered(net, "PO-2")
    for _ in range(4):
        counted_again(net)
    assert last(seller, buyer).tally == last(buyer, seller).tally
    assert last(seller, buyer).tally.facts == dict.fromkeys((seller.us, buyer.us), 2 * _EACH)
    assert all(
        counting(place.office().home.store, other.us).differs_since is None
        for place, other in ((seller, buyer), (buyer, seller))
    )


def test_a_node_that_is_killed_while_it_calls_counts_again(net: Net) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")

    def kill(_where: str, path: str) -> None:
        if path == paths.TALLY:
            raise Killed

    net.on_way = kill
    for place in net.places * 3:
        net.watch.pass_by(5)
        with suppress(Killed):
            place.round()
    assert tallies(seller, buyer).last() is None
    net.on_way = lambda _where, _path: None
    counted_again(net)
    assert last(seller, buyer).tally == last(buyer, seller).tally


def test_a_paper_that_one_side_drops_whole_is_told_at_once(net: Net) -> None:
    seller, buyer = net.places
    subject = ordered(net, "PO-1")
    ordered(net, "PO-2")
    net.rounds(2)
    before = last(seller, buyer).tally
    forget_shared(seller, subject)
    net.watch.pass_by(_DAY)
    counted_again(net)
    assert last(seller, buyer).tally == before
    (told,) = {line for line in buyer.told if "do not fit" in line}
    assert f"counts {_EACH} of our facts and {_EACH} of its own; we count {2 * _EACH} of our facts" in told
    assert f"Tally {before.number}, which both signed, has {2 * _EACH} of our facts" in told
    assert counting(buyer.office().home.store, seller.us).facts[buyer.us] == _EACH


def test_what_does_not_fit_is_told_after_a_day_and_no_more_once_it_fits(net: Net) -> None:
    seller, buyer = net.places
    net.rounds(1)
    subject = ordered(net, "PO-1")
    store = seller.office().home.store
    net.on_way = lambda _, path: _unreached() if path == paths.TALLY else None
    net.rounds(2)
    net.on_way = lambda _where, _path: None
    ordered(net, "PO-2")
    forget_shared(seller, subject)
    counted_again(net)
    assert counting(buyer.office().home.store, seller.us).differs_since is not None
    assert not [line for line in (*buyer.told, *seller.told) if "do not fit" in line]
    net.watch.pass_by(_DAY)
    net.rounds(1)
    assert [line for line in buyer.told if "do not fit" in line]
    with store.writing():
        store.keep(SHARED, [(buyer.us.encode() + bytes.fromhex(subject), b"")])
    counted_again(net)
    assert last(seller, buyer).tally == last(buyer, seller).tally
    assert counting(buyer.office().home.store, seller.us).differs_since is None


def test_who_lost_a_tally_is_given_it_back(net: Net) -> None:
    seller, buyer = net.places
    for number in ("PO-1", "PO-2"):
        ordered(net, number)
        counted_again(net)
    before = last(seller, buyer).tally
    store = buyer.office().home.store
    with store.writing():
        store.drop_kept(TALLIES, [seller.us.encode()])
    ordered(net, "PO-3")
    counted_again(net)
    after = last(buyer, seller).tally
    assert after.number > before.number
    assert after.facts[buyer.us] == 3 * _EACH
    assert after == last(seller, buyer).tally


def test_under_one_number_the_one_that_counts_more_stands_on_both_sides(net: Net) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")
    net.rounds(2)
    one, other = tallies(seller, buyer), tallies(buyer, seller)
    pair = [(one.sign(tally), other.sign(tally)) for tally in (one.now(), other.now())]
    ordered(net, "PO-2")
    net.on_way = lambda _, path: _unreached() if path == paths.TALLY else None
    net.rounds(2)
    more = [(one.sign(tally), other.sign(tally)) for tally in (one.now(),)]
    assert one.now().number == other.read(pair[0][0]).number
    one.adopt(pair[0])
    other.adopt(more[0])
    for mine, told in ((one, more[0]), (other, pair[1])):
        mine.adopt(told[::-1])
    assert last(seller, buyer).tally == last(buyer, seller).tally
    assert last(seller, buyer).tally.facts[buyer.us] == 2 * _EACH


def _unreached() -> None:
    raise Unreachable("Nobody answers.", "Try later.")


def test_new_keys_go_on_with_the_tallies_of_old_ones(net: Net) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")
    net.rounds(2)
    before = last(seller, buyer).tally
    office = seller.office()
    rotate(office.home, office.identity, lambda: None, "Ada", "a year has passed")
    tell_all(seller.office())
    counted_again(net)
    ordered(net, "PO-2")
    counted_again(net)
    after = last(buyer, seller).tally
    assert after == last(seller, buyer).tally
    assert after.number > before.number
    assert sum(after.facts.values()) > sum(before.facts.values())
    assert list(verify_half(buyer.office().home)) == []


@pytest.mark.parametrize("change", ["altered", "added", "counts more"])
def test_a_changed_tally_is_found(net: Net, change: str) -> None:
    seller, buyer = net.places
    subject = ordered(net, "PO-1")
    ordered(net, "PO-2")
    net.rounds(2)
    store = buyer.office().home.store
    ((key, value),) = store.kept(TALLIES)
    with store.writing():
        match change:
            case "altered":
                store.keep(TALLIES, [(key, value[:-9] + bytes([value[-9] ^ 1]) + value[-8:])])
            case "added":
                store.keep(TALLIES, [(b"A" * 43, value)])
            case _:
                one, other = tallies(buyer, seller), tallies(seller, buyer)
                more = one.now()
                more = type(more)(
                    number=more.number,
                    previous=more.previous,
                    root=more.root,
                    facts={company: count + 1 for company, count in more.facts.items()},
                )
                store.keep(TALLIES, [(key, Call(last=(one.sign(more), other.sign(more))).data)])
    assert subject
    damages = list(verify_half(buyer.office().home))
    assert damages
    assert all(damage.where.startswith("tally with ") for damage in damages)


@pytest.mark.parametrize(
    "body",
    [
        b"{}",
        b'{"format":"counterfoil-tally/2","last":[],"tally":"x"}',
        b'{"format":"counterfoil-tally/1","last":["x"],"tally":"x"}',
        b'{"format":"counterfoil-tally/1","last":["x",1],"tally":"x"}',
        b'{"format":"counterfoil-tally/1","last":[],"tally":1}',
        b'{"format":"counterfoil-tally/1","last":[],"tally":"x"}',
        b'{"format":"counterfoil-tally/1","last":[],"tally":"x","more":1}',
        b"[",
    ],
)
def test_another_form_is_refused(net: Net, body: bytes) -> None:
    seller, buyer = net.places
    assert seller.up.tally(buyer.us, body).status == 400
    assert seller.up.tally("A" * 43, body).status == 403


def test_who_does_not_say_how_it_counts_is_given_the_last_tally(net: Net) -> None:
    seller, buyer = net.places
    asked = b'{"format":"counterfoil-tally/1","last":[]}'
    assert parse_call(seller.up.tally(buyer.us, asked).body) == Call()
    ordered(net, "PO-1")
    counted_again(net)
    told = parse_call(seller.up.tally(buyer.us, asked).body)
    assert told == Call(last=last(seller, buyer).tokens)


def test_tallies_of_others_or_with_one_signature_are_not_adopted(net: Net) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")
    net.rounds(2)
    one, other = tallies(seller, buyer), tallies(buyer, seller)
    now = one.now()
    fewer = type(now)(number=now.number, previous=now.previous, root=now.root, facts=dict.fromkeys(now.facts, 0))
    before = last(seller, buyer)
    for pair in (
        (one.sign(now), one.sign(now)),
        (other.sign(now), other.sign(now)),
        (one.sign(now), other.sign(fewer)),
    ):
        body = Call(last=pair, tally=other.sign(other.now())).data
        assert seller.up.tally(buyer.us, body).status == 400
        assert last(seller, buyer) == before


def test_a_partner_of_an_earlier_version_is_sent_to_all_the_same(net: Net, monkeypatch: pytest.MonkeyPatch) -> None:
    seller, buyer = net.places
    monkeypatch.setattr(type(seller.up), "tally", lambda *_: Reply(status=404, body=b"There is nothing here."))
    subject = ordered(net, "PO-1")
    net.rounds(2)
    assert subject in dict(seller.office().half.subjects())
    assert tallies(seller, buyer).last() is None
    assert counting(buyer.office().home.store, seller.us).again > 0
    assert not [line for line in (*buyer.told, *seller.told) if "fit" in line or "count" in line]


@pytest.mark.parametrize("body", [b"{}", b'{"format":"counterfoil-tally/1","last":[]}'])
def test_an_answer_that_says_nothing_is_told(net: Net, monkeypatch: pytest.MonkeyPatch, body: bytes) -> None:
    _, buyer = net.places
    monkeypatch.setattr(type(buyer.up), "tally", lambda *_: Reply(status=200, body=body))
    ordered(net, "PO-1")
    net.rounds(2)
    assert [line for line in buyer.told if "in a way that does not hold" in line]


def test_a_home_that_was_brought_back_counts_only_once_it_has_asked(net: Net, tmp_path: Path) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")
    net.rounds(2)
    file = tmp_path / "buyer.backup"
    back_up(buyer.office().home, file)
    ordered(net, "PO-2")
    counted_again(net)
    before = last(seller, buyer).tally
    assert before.facts[buyer.us] == 2 * _EACH
    buyer.stop()
    buyer.close_offices()
    shutil.rmtree(buyer.path)
    restore(file, buyer.path, "Ada", clock=net.watch)
    buyer.start()
    call = Call(last=last(seller, buyer).tokens, tally=tallies(seller, buyer).sign(before))
    assert buyer.up.tally(seller.us, call.data).status == 503
    ordered_subjects = dict(seller.office().half.subjects())
    counted_again(net)
    assert dict(buyer.office().half.subjects()).keys() == ordered_subjects.keys()
    seller.add({"PO-3.xml": order("PO-3", DAY, SELLER, BUYER, ORDERED)})
    send(seller, "PO-3", buyer)
    counted_again(net)
    after = last(buyer, seller).tally
    assert after == last(seller, buyer).tally
    assert after.number > before.number
    assert sum(after.facts.values()) > sum(before.facts.values())
    assert list(verify_half(buyer.office().home)) == []
