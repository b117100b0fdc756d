"""What a person is shown of what is shared: above all what waits, and that silence is no acceptance."""

from pathlib import Path

import pytest
from msgspec.structs import replace

import trades
from counterfoil.errors import ProofError
from counterfoil.exchange.answers.answering import answer
from counterfoil.exchange.answers.offering import offer
from counterfoil.exchange.answers.overview import Waiting, contradictions, papers
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.identity import open_identity, rotate
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import CHANGED, named_peer, peer_at, put_peer
from counterfoil.exchange.nodes.node import Node
from counterfoil.exchange.partners.acquaintance import add_peer
from counterfoil.exchange.proof.attested import ACKNOWLEDGED
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Unreachable
from counterfoil.flow.home import init_home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from counterfoil.model.settings import Owner, Settings
from exchange.offices import Watch, exchange, meet, office
from trades import BUYER, SELLER

DAY = 86_400


class Direct:
    """Reaches the node at one address."""

    def __init__(self, node: Node, url: str) -> None:
        self.node, self.url = node, url

    def get(self, url: str, path: str) -> Reply:
        if url != self.url:
            raise Unreachable("Nobody is there.", "Try later.")
        nonce = path.partition("nonce=")[2]
        return self.node.identity(nonce) if nonce else self.node.did()

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        raise AssertionError("nothing is sent here")


def served(path: Path, url: str, clock: Watch) -> Node:
    init_home(path, Settings(owner=Owner(name=SELLER.name)), None, unencrypted=True, clock=clock)
    return Node(path, url, lambda: None, clock=clock)


def record(here: Office, folder: Path, *names: str) -> None:
    """Record papers of the trade."""
    made = trades.trade()
    found = trades.written(folder, {name: made[name] for name in names})
    options = Options(on=here.home.clock().date(), us=here.home.us)
    assert all(one.error is None for one in Recorder(here.home).add(intakes([str(found)], options)))


@pytest.fixture
def clock() -> Watch:
    return Watch()


@pytest.fixture
def pair(tmp_path: Path, clock: Watch) -> tuple[Office, Office]:
    """Buyer and seller, who know each other; the seller has offered its invoice, which has not arrived."""
    buyer = office(tmp_path / "buyer", BUYER.name, clock, vat=BUYER.vat)
    seller = office(tmp_path / "seller", SELLER.name, clock, vat=SELLER.vat)
    meet(buyer, seller)
    record(seller, tmp_path / "papers", "1-invoice.xml")
    (row,) = seller.home.store.documents()
    offer(seller, row, named_peer(seller.home.store, BUYER.name), "counterfoil", "Erika")
    return buyer, seller


def know(here: Office, peer: Peer) -> None:
    """What we know of a partner is something else from now on."""
    here.write(lambda facts: put_peer(here.home.store, facts, peer, CHANGED))


def waiting(here: Office) -> str | None:
    (paper,) = papers(here)
    return paper.waiting.code if paper.waiting is not None else None


def test_silence_is_told_and_is_no_acceptance(pair: tuple[Office, Office], clock: Watch) -> None:
    buyer, seller = pair
    clock.pass_by(20 * DAY)
    assert waiting(seller) is None  # it was not sent yet, which is told by itself
    (paper,) = papers(seller)
    assert paper.is_unsent
    assert exchange(seller, buyer, paper.subject)
    assert waiting(seller) == "silence"
    (paper,) = papers(seller)
    assert paper.waiting is not None
    assert paper.waiting.says == "Nothing was said of it for 20 days. Silence is no acceptance."
    answer(buyer, paper.subject)
    assert exchange(buyer, seller, paper.subject)
    assert waiting(seller) is None
    clock.pass_by(13 * DAY)
    assert waiting(seller) is None
    clock.pass_by(DAY)
    (paper,) = papers(seller)
    assert paper.waiting is not None
    assert paper.waiting.says == "It is received, and no more was said, for 14 days. Silence is no acceptance."
    assert [one.waiting for one in papers(seller, silent_days=15)] == [None]
    assert list(papers(seller, "another")) == []
    assert list(contradictions(seller)) == []


@pytest.mark.parametrize(
    ("amount", "currency", "waits"),
    [
        ("602.14", "EUR", None),
        ("100.00", "EUR", None),
        ("602.14", None, None),
        ("602.15", "EUR", "The partner acknowledges 602.15 EUR, which is more than is payable. Ask it."),
        ("602.14", "JPY", "The partner acknowledges 602.14 JPY, and the paper is in EUR. Ask it."),
        ("-1", "EUR", "The partner acknowledges -1 EUR of 602.14. Ask it."),
    ],
)
def test_more_than_is_payable_or_another_currency_waits_for_a_person(
    pair: tuple[Office, Office], amount: str, currency: str | None, waits: str | None
) -> None:
    buyer, seller = pair
    (paper,) = papers(seller)
    exchange(seller, buyer, paper.subject)
    said = {"of": paper.offered.entry, "level": "undertaking", "amount": amount, "set_off": "0", "currency": currency}
    claims = {name: value for name, value in said.items() if value is not None}
    buyer.half.say(ACKNOWLEDGED, paper.subject, seller.us, lambda: claims, "cfo", "Ann")
    exchange(buyer, seller, paper.subject)
    (paper,) = papers(seller)
    assert (paper.theirs.amount, paper.theirs.currency) == (amount, currency)
    assert paper.waiting == (Waiting(code="amount", says=waits) if waits is not None else None)


def test_a_paper_whose_file_did_not_come_is_told(pair: tuple[Office, Office]) -> None:
    buyer, seller = pair
    ((subject, _),) = seller.half.subjects()
    message = seller.sharing.message(subject, seller.now())
    assert message is not None
    assert buyer.sharing.receive(seller.us, replace(message, originals=()).data, buyer.now()).status == 200
    (paper,) = papers(buyer)
    assert (waiting(buyer), paper.document, paper.amount) == ("unread", None, "602.14")


def test_only_over_https_a_domain_is_known_to_be_controlled(tmp_path: Path, clock: Watch) -> None:
    here, url = office(tmp_path / "here", BUYER.name, clock), "https://node.shop.example"
    with served(tmp_path / "shop", url, clock) as node:
        met = add_peer(here, Direct(node, url), f"{url}/", "Erika")
        assert met.peer.assurances == (
            "added by Erika on 2026-11-22",
            "controls the domain node.shop.example (asked on 2026-11-22)",
        )
        clock.pass_by(DAY)
        again = add_peer(here, Direct(node, url), url, "Otto", met.peer.company)
        assert (again.is_new, again.has_new_keys) == (False, False)
        assert again.peer.assurances == (
            "added by Erika on 2026-11-22",
            "controls the domain node.shop.example (asked on 2026-11-23)",
            "its id was compared by Otto on 2026-11-23",
        )
    for number, address in enumerate(("https://203.0.113.5", "http://localhost:8431", "https://127.0.0.1")):
        with served(tmp_path / str(number), address, clock) as node:
            assert len(add_peer(here, Direct(node, address), address, "Erika").peer.assurances) == 1


def test_new_keys_are_followed_and_others_are_refused(tmp_path: Path, clock: Watch) -> None:
    here, url = office(tmp_path / "here", BUYER.name, clock), "https://node.shop.example"
    with served(tmp_path / "shop", url, clock) as node:
        first = add_peer(here, Direct(node, url), url, "Erika").peer
        with open_home(tmp_path / "shop", clock) as home:
            rotate(home, open_identity(home, lambda: None), lambda: None, "Otto", "a year is over")
        followed = add_peer(here, Direct(node, url), url, "Erika")
        assert (followed.has_new_keys, len(followed.peer.keys)) == (True, 2)
        assert followed.peer.assurances == first.assurances
    for changes in (
        {"witness": followed.peer.witness[:-4] + "AAAA"},
        {"logs": ()},
        {"anchors": ()},
        {"history": ("x",)},
    ):
        known = replace(followed.peer, **changes)
        know(here, known)
        with Node(tmp_path / "shop", url, lambda: None, clock=clock) as node:
            with pytest.raises(ProofError, match="other keys than we know"):
                add_peer(here, Direct(node, url), url, "Erika")
            assert peer_at(here.home.store, known.company) == known
            replaced = add_peer(here, Direct(node, url), url, "Otto", replacing=True)
            assert (replaced.is_new, replaced.peer.keys) == (False, followed.peer.keys)
            assert replaced.peer.assurances[0] == "added by Otto on 2026-11-22"  # what was known was of other keys
