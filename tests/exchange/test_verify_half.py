"""What stands beside the log is verified too: whatever is changed or missing there is found and named."""

from collections.abc import Iterator

import pytest
from papers import order

from counterfoil.exchange.halves.peers import SHELF
from counterfoil.exchange.halves.stored_half import HEADS, PAPERS, SUBJECTS, TOKENS
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
