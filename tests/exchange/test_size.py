"""What is done for one partner, paper or request reads no more of a large record than of a small one."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from counterfoil.exchange.answers.naming import meant
from counterfoil.exchange.answers.overview import contradictions, is_quiet, left
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import ADDED, CHANGED, SIGNS_AS, drop_peer, marks_of, put_peer, signing_as
from counterfoil.exchange.halves.verify_half import verify_half
from counterfoil.exchange.nodes import sending
from counterfoil.exchange.nodes.sending import send_due
from counterfoil.exchange.partners.outbox import is_due
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.proof.attested import DISPUTED, OFFERED, WITHDRAWN
from counterfoil.exchange.proof.company import kid_of
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.transport import Unreachable
from counterfoil.exchange.witnessing.comparing import compare
from counterfoil.exchange.witnessing.cosigning import collect, name_of
from counterfoil.exchange.witnessing.forks import checkpoint_in
from counterfoil.exchange.witnessing.published import newest_published, published_with
from counterfoil.flow.facts import FactBatch
from counterfoil.log import ed25519
from counterfoil.log.add_checkpoint import format_add_checkpoint, parse_add_checkpoint
from counterfoil.log.checkpoint import Checkpoint, sign_checkpoint
from counterfoil.log.cosignature import Cosigner, open_witnessed
from counterfoil.log.note import Signer, Verifier, parse_vkey
from counterfoil.log.tiles import TILE_WIDTH
from exchange.network import Node
from exchange.offices import Watch, office
from reads import rows_read


def test_what_is_proven_takes_the_same_however_often_was_published(node: Node) -> None:
    def costs(times: int) -> int:
        for _ in range(times):
            node.do()
            node.publish()
        newest = newest_published(node.home)
        assert newest is not None
        return rows_read(lambda: published_with(node.home, [newest.size - 1]))

    assert costs(5) == costs(200)


def test_what_is_recorded_takes_the_same_however_many_checkpoints_there_are(node: Node) -> None:
    """Each command begins by holding the files of the log against the database. A whole tile makes no difference."""

    def costs(times: int) -> int:
        for _ in range(times):
            node.do(TILE_WIDTH)
        return rows_read(lambda: node.do(TILE_WIDTH))

    assert costs(2) == costs(40)


@pytest.fixture
def known(tmp_path: Path, clock: Watch) -> Iterator[tuple[Office, list[Peer]]]:
    """A company and many partners of it."""
    here = office(tmp_path / "here", "Buyer", clock)
    _ = here.identity
    yield here, [stranger(number) for number in range(40)]
    here.home.store.close()


def stranger(number: int) -> Peer:
    """A partner that exists by its keys alone."""
    key, log = (ed25519.public_key(bytes([at, number]) + bytes(30)) for at in (1, 2))
    vkey = Verifier(name=f"log{number}.example", public_key=log).vkey
    return Peer(company=kid_of(key), name=f"Partner {number}", keys=(key,), logs=(vkey,), anchors=(key,))


def add(here: Office, *others: Peer) -> None:
    def put(facts: FactBatch) -> None:
        for other in others:
            put_peer(here.home.store, facts, other, ADDED)

    here.write(put)


def test_who_signed_is_found_the_same_among_many(known: tuple[Office, list[Peer]]) -> None:
    here, (first, *others) = known
    store, names = here.home.store, (first.company, "log0.example")
    add(here, first)
    alone = [rows_read(lambda name=name: list(signing_as(store, name))) for name in names]  # type: ignore[misc]
    add(here, *others)
    assert [rows_read(lambda name=name: list(signing_as(store, name))) for name in names] == alone  # type: ignore[misc]
    assert [list(signing_as(store, name)) for name in names] == [[first], [first]]


def test_a_partner_is_found_by_its_new_keys_and_not_by_those_that_went(known: tuple[Office, list[Peer]]) -> None:
    here, (first, second, *_) = known
    store = here.home.store
    add(here, first)
    changed = replace(first, keys=second.keys, logs=(*first.logs, *second.logs))
    here.write(lambda facts: put_peer(store, facts, changed, CHANGED))
    names = (first.company, second.company, "log0.example", "log1.example")
    assert [list(signing_as(store, name)) for name in names] == [[], [changed], [changed], [changed]]
    assert not list(verify_half(here.home))
    with store.writing():
        store.drop_kept(SIGNS_AS, marks_of(changed)[:1])
    assert [one.what for one in verify_half(here.home)] == ["Its row is missing from the database."]
    here.write(lambda facts: drop_peer(store, facts, changed, "a test", "Ada"))
    assert not any(list(signing_as(store, name)) for name in names)


# --- Witnesses, of whom there may be as many as partners --------------------------------------------------------------


class Witnesses:
    """Partners that cosign whatever they are shown, and count how often they are asked."""

    def __init__(self, count: int) -> None:
        made = [
            Cosigner(name=f"log{number}.example/witness", seed=bytes([3, number]) + bytes(30))
            for number in range(count)
        ]
        self.cosigners = {f"https://{number}.example": one for number, one in enumerate(made)}
        self.peers = [
            replace(stranger(number), url=url, witness=one.verifier.vkey)
            for number, (url, one) in enumerate(self.cosigners.items())
        ]
        self.asked = Counter[str]()
        self.away = set[str]()

    def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
        self._ask(peer.url)
        if path != "/witness/add-checkpoint":
            return Reply(status=403, body=b"We do not exchange facts with you.")
        checkpoint = checkpoint_in(parse_add_checkpoint(body).checkpoint)
        return Reply(status=200, body=self.cosigners[peer.url].cosign(checkpoint, 1).line.encode())

    def get(self, url: str, path: str) -> Reply:
        self._ask(url)
        return Reply(status=404, body=b"")

    def _ask(self, url: str) -> None:
        self.asked[url] += 1
        if url in self.away:
            raise Unreachable("Nobody answers.", "Try later.")


def test_of_many_witnesses_all_are_asked_and_as_many_are_shown_as_a_note_should_hold(node: Node) -> None:
    many = Witnesses(120)
    node.publish()
    assert collect(node.home, many, many.peers, node.home.clock()) == []
    assert set(many.asked.values()) == {1}
    newest = newest_published(node.home)
    assert newest is not None
    log = parse_vkey(node.home.vkey())
    keys = [one.verifier for one in many.cosigners.values()]
    assert len(open_witnessed(newest.note, [log], keys, origin=log.name).times) == 32
    for key in keys:
        shown = node.answer(f"/log/cosigned/{name_of(key.vkey).hex()}").body
        assert open_witnessed(shown, [log], [key], origin=log.name).times == {key: 1}
    assert collect(node.home, many, many.peers, node.home.clock()) == []
    assert set(many.asked.values()) == {1}


def test_what_witnesses_have_seen_is_asked_so_often_and_no_more(node: Node, clock: Watch) -> None:
    many = Witnesses(50)
    for peer in many.peers:
        signer = Signer(name=peer.logs[0].partition("+")[0], seed=bytes([2, many.peers.index(peer)]) + bytes(30))
        node.peers = [peer]
        checkpoint = Checkpoint(origin=signer.name, size=1, root=bytes(32))
        assert node.hear(format_add_checkpoint(0, [], sign_checkpoint(checkpoint, signer))).reply.status == 200
    assert compare(node.home, node.logbook, many, many.peers, clock()) == []
    assert sum(many.asked.values()) == 1000 < 50 * 49
    many.asked.clear()
    many.away = {peer.url for peer in many.peers[:10]}
    compare(node.home, node.logbook, many, many.peers, clock(), [peer.company for peer in many.peers[10:20]])
    assert all(many.asked[peer.url] <= 1 for peer in many.peers[:10])
    assert not any(many.asked[peer.url] for peer in many.peers[10:20])
    many.asked.clear()
    compare(node.home, node.logbook, many, many.peers[:5], clock())
    assert len(many.asked) == 5


# --- Subjects ---------------------------------------------------------------------------------------------------------


def test_what_one_partner_shares_and_an_id_that_a_person_gives_are_found_without_all_others(
    known: tuple[Office, list[Peer]],
) -> None:
    here, (first, second, *_) = known
    add(here, first, second)
    ours = [offer(here, first) for _ in range(3)]

    def asked() -> tuple[object, ...]:
        given = meant(here, ours[0][:12]).subject
        return given, set(here.half.subjects_with(first.company)), list(contradictions(here))

    before = rows_read(asked)
    assert asked() == (ours[0], set(ours), [])
    for _ in range(30):
        offer(here, second)
    assert rows_read(asked) == before
    page = list(here.half.subjects_with(first.company))
    assert list(here.half.subjects_with(first.company, page[0])) == page[1:]


def test_the_inbox_looks_at_nothing_that_is_settled(known: tuple[Office, list[Peer]]) -> None:
    here, (first, *_) = known
    add(here, first)
    subjects = [offer(here, first) for _ in range(4)]
    assert set(left(here).subjects) == set(subjects)
    gone = subjects[1:]
    for subject in gone:
        of = here.half.read(subject)[0].entry
        here.half.say(WITHDRAWN, subject, first.company, lambda of=of: {"of": of}, "counterfoil")  # type: ignore[misc]
        here.half.sent(first.company, subject)
        here.half.close(subject)
    assert [is_quiet(here, one) for one in subjects] == [False, True, True, True]
    here.half.rest(gone)
    assert left(here) == ((subjects[0],), 3)
    assert left(here, first.company) == ((subjects[0],), 3)
    here.half.say(DISPUTED, gone[0], first.company, lambda: {"of": of}, "counterfoil")
    assert set(left(here).subjects) == {subjects[0], gone[0]}, "where more is said, it is looked at again"


def offer(here: Office, there: Peer) -> str:
    terms = {"document": "invoice", "number": "INV-1", "payable": "119.00"}
    said = here.half.say(OFFERED, None, there.company, lambda: dict(terms), "counterfoil")
    assert said is not None
    return said.subject


# --- Partners that are slow, or take nothing --------------------------------------------------------------------------


def test_who_holds_up_others_is_called_the_less_often(
    known: tuple[Office, list[Peer]], monkeypatch: pytest.MonkeyPatch
) -> None:
    here, (first, *_) = known
    slow = replace(first, url="https://slow.example")
    add(here, slow)
    offer(here, slow)
    time = 0.0

    class Dribbling(Witnesses):
        def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
            nonlocal time
            time += 120
            raise Unreachable("It does not answer in time.", "Try later.")

    monkeypatch.setattr(sending, "monotonic", lambda: time)
    send_due(here, Dribbling(0))
    now = here.now()
    assert not is_due(here.home.store, slow, now + 20 * 120 - 1)
    assert is_due(here.home.store, slow, now + 20 * 120)


def test_who_takes_nothing_is_not_sent_all_of_it_in_vain(known: tuple[Office, list[Peer]]) -> None:
    here, (first, *_) = known
    refusing = replace(first, url="https://refusing.example")
    add(here, refusing)
    for _ in range(30):
        offer(here, refusing)

    class Refusing(Witnesses):
        def post(self, peer: Peer, path: str, body: bytes, content_type: str) -> Reply:
            self.asked[path] += 1
            return Reply(status=403, body=b"We do not exchange facts with you.")

    network = Refusing(0)
    (line,) = send_due(here, network)
    assert "We do not exchange facts with you." in line
    assert sum(network.asked.values()) == 20
    assert len(here.half.unsent(refusing.company)) == 30


def test_who_proves_an_invoice_waits_for_no_partner_that_is_known_to_be_away(known: tuple[Office, list[Peer]]) -> None:
    here, _ = known
    many = Witnesses(6)
    many.away = {peer.url for peer in many.peers[1:3]}
    add(here, *many.peers)
    subject = offer(here, many.peers[0])
    for _ in range(2):
        refresh(here, [subject], many)
        many.away.discard(many.peers[2].url)
    assert [many.asked[peer.url] for peer in many.peers[1:]] == [1] * 5
    assert many.asked[many.peers[0].url] > 1
