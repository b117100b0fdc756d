"""After a random history a holder leaves facts out of its dossier: whichever they are, that is seen."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from counterfoil.exchange.answers.offering import offer_on
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.presenting.assembling import assemble
from counterfoil.exchange.presenting.choosing import parse_choice
from counterfoil.exchange.presenting.gathering import gather, pieces_of
from counterfoil.exchange.presenting.proving import disclose
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.proof.reader import Reader
from counterfoil.exchange.proof.verification import verify_dossier
from counterfoil.log.key_binding import Challenge
from exchange.storms import HomeStorm

CHALLENGE = Challenge(audience="bank.example", nonce="n-1")
_FOUND = {"gap", "chain", "head", "conflict", "form", "undisclosed"}


@pytest.mark.parametrize("number", range(3))
def test_withheld_facts_are_found(number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    withhold_after(number, tmp_path, monkeypatch)


@pytest.mark.soak
@pytest.mark.parametrize("number", range(100, 300))
def test_withheld_facts_are_found_in_many_histories(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    withhold_after(number, tmp_path, monkeypatch)


def withhold_after(number: int, folder: Path, patch: pytest.MonkeyPatch) -> None:
    """Play a history, and leave every fact, and some sets of facts, out of the dossier of each invoice."""
    storm = HomeStorm(number, folder, patch)
    with storm.run(40) as net:
        office, transport = storm.seller.office(), net.transport(storm.seller)
        for subject in sorted(_invoices(office)):
            assert refresh(office, gather(office, subject).subjects, transport) == []
            gathered = gather(office, subject)
            pieces = pieces_of(office, disclose(office, gathered.facts, parse_choice(["all"])).showings)
            shown, reader = pieces.showings, Reader(now=office.now())
            whole = assemble(pieces, office.identity.key, CHALLENGE, office.now())
            assert verify_dossier(whole.data, reader).consistent
            sets = [{at} for at in range(len(shown))]
            sets += [set(storm.chance.sample(range(len(shown)), storm.chance.randint(1, len(shown)))) for _ in range(5)]
            for gone in sets:
                left = tuple(one for at, one in enumerate(shown) if at not in gone)
                cut = assemble(replace(pieces, showings=left), office.identity.key, CHALLENGE, office.now())
                found = verify_dossier(cut.data, reader)
                assert not found.consistent
                assert found.reason in _FOUND


def _invoices(office: Office) -> set[str]:
    offers = {subject: offer_on(office, subject) for subject, _ in office.half.subjects()}
    return {subject for subject, offered in offers.items() if offered and offered.claims["document"] == "invoice"}
