"""Attacks on what proves something (docs/threats.md): what witnesses answer, old tallies, and files within dossiers."""

import zipfile
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from time import monotonic

import pytest
from msgspec.structs import replace

from counterfoil.exchange.halves.tallies import Call
from counterfoil.exchange.proof.attested import OFFERED
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.exchange.reply import Reply
from counterfoil.exchange.witnessing.published import newest_published, stopped
from counterfoil.log.checkpoint import Checkpoint, sign_checkpoint
from counterfoil.log.cosignature import Cosigner
from counterfoil.log.note import Signature, Signer, open_note, parse_vkey
from exchange.counted import counted_again, last, ordered, tallies
from exchange.made import full
from exchange.network import Network, Node, seen_by
from exchange.nodes import Net
from exchange.standalone import agreed


def poisoned(here: Node, there: Node, other: Node, how: str) -> bytes:
    """What stands in an answer beside, before or behind the witness's own line."""
    published = newest_published(here.home)
    assert published is not None
    log, false = parse_vkey(here.home.vkey()), bytes(64)
    witness = other.office.identity.cosigner.verifier
    again = sign_checkpoint(
        Checkpoint(origin=log.name, size=published.size, root=bytes(32)), Signer(name=log.name, seed=bytes(32))
    )
    return {
        "a false line of our log": Signature(name=log.name, key_id=log.key_id, data=false).line.encode(),
        "another checkpoint": b"\n\n" + again,
        "a false line of another witness": Signature(
            name=witness.name, key_id=witness.key_id, data=bytes(8) + false
        ).line.encode(),
        "a line of a key that it made": Cosigner(name=witness.name, seed=bytes(32))
        .cosign(published.checkpoint, 1_800_000_000)
        .line.encode(),
        "lines without end": b"\xe2\x80\x94 x AAAAAAA=\n" * 99,
    }[how]


@pytest.mark.parametrize(
    "how",
    [
        "a false line of our log",
        "another checkpoint",
        "a false line of another witness",
        "a line of a key that it made",
        "lines without end",
    ],
)
@pytest.mark.parametrize("first", [True, False])
def test_a_witness_that_answers_with_more_than_its_line_leaves_our_checkpoint_as_it_was(
    nodes: tuple[Node, Node, Node], network: Network, how: str, first: bool
) -> None:
    seller, buyer, carrier = nodes
    seller.peers = [buyer.as_peer]

    def spoil(path: str, reply: Reply) -> Reply:
        more = poisoned(seller, buyer, carrier, how)
        return Reply(status=reply.status, body=more + reply.body if first else reply.body + more)

    network.spoil = spoil
    seller.turn(network)
    log, witness = parse_vkey(seller.home.vkey()), buyer.office.identity.cosigner.verifier
    published = newest_published(seller.home)
    assert published is not None
    note = open_note(published.note, [log, witness])
    assert note.unknown == ()
    assert {one.name for one in note.verified} <= {log.name, witness.name}
    assert stopped(seller.home) is None
    # Who is honest is heard afterwards, and so is the same witness once it answers as it should.
    network.spoil = lambda _path, reply: reply
    seller.peers = [buyer.as_peer, carrier.as_peer]
    assert seller.collect(network) == []
    assert set(seen_by(seller, buyer, carrier)) == {buyer.url, carrier.url}


def test_a_tally_of_before_or_of_another_pair_takes_no_newer_ones_place(net: Net) -> None:
    seller, buyer = net.places
    ordered(net, "PO-1")
    net.rounds(2)
    old = last(seller, buyer)
    ordered(net, "PO-2")
    counted_again(net)
    newest = last(seller, buyer)
    assert newest.tally.number > old.tally.number
    one, other = tallies(seller, buyer), tallies(buyer, seller)
    call = Call(last=old.tokens, tally=other.sign(other.now()))
    assert seller.up.tally(buyer.us, call.data).status == 200
    assert last(seller, buyer).tally.number >= newest.tally.number
    # A tally under a number that was used, though both once signed the like, and one for a third company.
    strange = replace(one.now(), facts={seller.us: 9, "A" * 43: 9})
    call = Call(last=(one.sign(strange), other.sign(strange)), tally=other.sign(other.now()))
    assert seller.up.tally(buyer.us, call.data).status == 400
    assert last(seller, buyer).tally.number >= newest.tally.number


def bomb() -> bytes:
    """A small archive of a very large file."""
    data = BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../invoice.xml", bytes(100_000_000))
    return data.getvalue()


def test_an_original_in_a_dossier_is_hashed_and_never_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    trade = full()
    data = bomb()
    trade.originals = [data]
    assert agreed(trade.data, trade)["reason"] == "original"
    paper = full()
    paper.says(paper.seller, OFFERED, "bomb", document="order-response", original=sha256(data).hexdigest())
    paper.originals = [data]
    started = monotonic()
    assert verify_dossier(paper.data, paper.reader()).consistent
    assert agreed(paper.data, paper)["consistent"]
    assert monotonic() - started < 5
    assert list(tmp_path.iterdir()) == []
