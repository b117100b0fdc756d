"""What stands beside the log is verified too: whatever is changed or missing there is found and named."""

from collections.abc import Iterator

import pytest
from papers import order

from counterfoil.exchange.halves.peers import SHELF, SIGNS_AS
from counterfoil.exchange.halves.relying import RELYING
from counterfoil.exchange.halves.shelves import DISPROVED, HEADS, PAPERS, SHARED, SUBJECTS, TOKENS
from counterfoil.exchange.halves.turned_round import make_turned_round
from counterfoil.exchange.halves.verify_half import verify_half
from exchange.nodes import Net
from exchange.trading import send
from trades import BUYER, DAY, ORDERED, SELLER


@pytest.fixture(scope="module")
def net(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Net]:
    with Net(tmp_path_factory.mktemp("net")) as net:
        seller, buyer = net.acquainted(SELLER, BUYER)
        for number in ("PO-1", "PO-2"):
            buyer.add({f"{number}.xml": order(number, DAY, BUYER, SELLER, ORDERED)})
            send(buyer, number, seller)
        net.rounds(2)
        yield net


@pytest.mark.parametrize("shelf", [SHELF, SUBJECTS, PAPERS, TOKENS, HEADS])
@pytest.mark.parametrize("change", ["gone", "added", "altered", "swapped"])
def test_a_change_on_any_shelf_is_found(net: Net, shelf: str, change: str) -> None:
    home = net.places[1].office().home
    assert list(verify_half(home)) == []
    rows = list(home.store.kept(shelf))
    (key, value), *others = rows
    if change == "gone" and shelf == HEADS:
        pytest.skip("a partner gives its head again")
    if change == "swapped" and not others:
        pytest.skip("there is only one row")
    if change == "swapped" and value == others[0][1]:
        pytest.skip("both rows say the same")
    with home.store.writing():
        match change:
            case "gone":
                home.store.drop_kept(shelf, [key])
            case "added":
                home.store.keep(shelf, [(key[:-1] + bytes([key[-1] ^ 1]), value)])
            case "altered":
                home.store.keep(shelf, [(key, value[:-2] + bytes([value[-2] ^ 1]) + value[-1:])])
            case _:
                home.store.keep(shelf, [(key, others[0][1]), (others[0][0], value)])
    damages = list(verify_half(home))
    with home.store.writing():
        home.store.drop_kept(shelf, [key for key, _ in home.store.kept(shelf)])
        home.store.keep(shelf, rows)
    assert damages
    assert list(verify_half(home)) == []


@pytest.mark.parametrize("gone", [[SIGNS_AS], [SHARED], [SIGNS_AS, SHARED, DISPROVED, RELYING]])
def test_a_home_of_before_there_were_shelves_that_turn_others_round_gets_them(net: Net, gone: list[str]) -> None:
    home = net.places[1].office().home
    before = {shelf: list(home.store.kept(shelf)) for shelf in gone}
    with home.store.writing():
        for shelf, rows in before.items():
            home.store.drop_kept(shelf, [key for key, _ in rows])
    assert list(verify_half(home))
    make_turned_round(home)
    assert {shelf: list(home.store.kept(shelf)) for shelf in gone} == before
    assert list(verify_half(home)) == []


def test_a_single_row_that_is_missing_is_damage_and_stays_so(net: Net) -> None:
    home = net.places[1].office().home
    (key, value), *_ = home.store.kept(SHARED)
    with home.store.writing():
        home.store.drop_kept(SHARED, [key])
    make_turned_round(home)
    (damage,) = verify_half(home)
    assert damage.where.startswith("subject of a partner")
    with home.store.writing():
        home.store.keep(SHARED, [(key, value)])
