"""A dossier put together out of pieces is the one that the format asks for."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from counterfoil.errors import ProofError
from counterfoil.exchange.presenting.assembling import Pieces, ProvenLog, Standing, assemble
from counterfoil.exchange.presenting.choosing import choose, parse_choice
from counterfoil.exchange.proof.attested import Attested
from counterfoil.exchange.proof.credentials import credential_of
from counterfoil.exchange.proof.dossier import KeyOf
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.log.disclosure import reveal
from exchange.made import CHALLENGE, NOW, Said, Trade, full


def attested(said: Said, trade: Trade) -> Attested:
    """A fact as the seller holds it: of its own without a token, of others with theirs."""
    shown = tuple(said.shown.values())
    claims = reveal(said.payload, shown)
    holder = trade.seller.key.kid
    token = "" if said.author is trade.seller else credential_of(said.payload, (), said.author.key, holder).token
    return Attested(
        entry=said.entry.hex(),
        subject=said.subject,
        kind=str(claims["kind"]),
        author=said.author.key.company,
        claims=claims,
        payload=said.payload,
        disclosures=shown,
        token=token,
    )


def pieces(trade: Trade, *names: str) -> Pieces:
    """What the seller has."""
    facts = [attested(said, trade) for said in trade.said]
    logs = [
        ProvenLog(
            company=one.key.company,
            vkey=one.signer.verifier.vkey,
            checkpoint=one.checkpoint(trade.witness),
            standing={
                said.entry.hex(): Standing(index=proof.index, hashes=proof.hashes)
                for said in trade.said
                if said.entry in one.entries
                for proof in [one.proof(said, 0)]
            },
        )
        for one in trade.companies
    ]
    return Pieces(
        showings=tuple(choose(facts, parse_choice(names))),
        heads={subject: trade.heads(subject) for subject in trade.subjects},
        keys=tuple(KeyOf(company=one.key.company, public_key=one.key.public_key) for one in trade.companies),
        logs=tuple(logs),
    )


@pytest.mark.parametrize(("names", "level"), [((), 5), (("all",), 5), (("-all",), 3), (("lines/1",), 5)])
def test_what_is_assembled_holds(names: tuple[str, ...], level: int) -> None:
    trade = full()
    made = assemble(pieces(trade, *names), trade.seller.key, CHALLENGE, NOW)
    found = verify_dossier(made.data, trade.reader())
    assert (found.consistent, found.level) == (True, level), found.message
    assert (found.withheld == 0) == ("all" in names)
    assert "original" not in found.facts[0].claims


def test_everything_shown_is_what_a_test_makes_by_hand() -> None:
    trade = full()
    trade.originals = []
    by_hand = trade.unbound()
    made = assemble(pieces(trade, "all"), trade.seller.key, CHALLENGE, NOW)
    assert made.credentials == by_hand.credentials
    assert made.subjects == by_hand.subjects
    assert set(made.keys) == set(by_hand.keys)
    assert made.logs == by_hand.logs


def test_only_keys_and_logs_that_are_needed_go_along() -> None:
    trade = full()
    made = assemble(pieces(trade), trade.seller.key, CHALLENGE, NOW)
    carrier = trade.carrier.key.company
    assert carrier not in {*(one.company for one in made.keys), *(one.company for one in made.logs)}


def test_an_original_goes_along_with_its_hash() -> None:
    trade = full()
    of = replace(pieces(trade, "original"), originals=tuple(trade.originals))
    found = verify_dossier(assemble(of, trade.seller.key, CHALLENGE, NOW).data, trade.reader())
    assert found.consistent, found.message


def test_a_key_that_nobody_knows_is_no_key() -> None:
    trade = full()
    of = pieces(trade)
    unknown = replace(of, keys=tuple(one for one in of.keys if one.company != trade.buyer.key.company))
    with pytest.raises(ProofError, match="do not know any more"):
        assemble(unknown, trade.seller.key, CHALLENGE, NOW)


NAMES = [
    "all",
    "terms",
    "lines",
    "number",
    "payable",
    "currency",
    "original",
    "rulebooks",
    "amount",
    "role",
    "assignee",
]
WISHES = st.lists(st.tuples(st.sampled_from(["", "-"]), st.sampled_from(NAMES)).map("".join), max_size=5)


@settings(max_examples=30)
@given(WISHES)
def test_just_what_is_chosen_is_disclosed(names: list[str]) -> None:
    trade = full()
    of = pieces(trade, *names)
    found = verify_dossier(assemble(of, trade.seller.key, CHALLENGE, NOW).data, trade.reader())
    assert found.consistent, found.message
    envelope = {"kind", "subject", "actor", "recorded", "iss", "cnf"}
    for fact, showing in zip(found.facts, of.showings, strict=True):
        shown = {path.partition("/")[0] for path in showing.shown}
        assert fact.claims.keys() - envelope - {"lines"} == shown - {"lines"}
        assert fact.claims.get("lines", []) == [
            part.value for part in showing.elements("lines") if part.path in showing.shown
        ]
        assert fact.withheld == len(showing.withheld)
