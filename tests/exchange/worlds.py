"""A trade of two companies that has grown: its homes as folders, which each test opens for itself, and proofs of it."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.presenting.choosing import parse_choice
from counterfoil.exchange.presenting.gathering import gather
from counterfoil.exchange.presenting.held import read_held
from counterfoil.exchange.presenting.news import news_of, subjects_of
from counterfoil.exchange.presenting.proving import Proven, disclose, prove
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.presenting.renewing import Updated, renew
from counterfoil.exchange.proof.dossier import Dossier
from counterfoil.exchange.proof.reader import Reader
from counterfoil.exchange.proof.verification import Verified, verify_dossier
from counterfoil.log.key_binding import Challenge
from exchange.nodes import Net, Place
from trades import BUYER, SELLER

CHALLENGE = Challenge(audience="bank.example", nonce="n-1")
LATER = Challenge(audience="bank.example", nonce="n-2")


class Grown(NamedTuple):
    """The folder of the homes, the subjects of the papers, the time, and dossiers that somebody has of them."""

    folder: Path
    subjects: dict[str, str]
    time: datetime
    dossiers: list[bytes]


@dataclass
class World:
    """A trade, and its papers' subjects."""

    net: Net
    subjects: dict[str, str]

    @property
    def seller(self) -> Place:
        return self.net.places[0]

    @property
    def buyer(self) -> Place:
        return self.net.places[1]

    @property
    def invoice(self) -> str:
        return self.subjects["invoice"]

    def published(self) -> None:
        """An hour goes by: both publish, and cosign what the other has."""
        self.net.watch.pass_by(3600)
        self.net.rounds(2)

    def refreshed(self, place: Place) -> list[str]:
        office = place.office()
        return refresh(office, gather(office, self.invoice).subjects, self.net.transport(place))

    def proven(self, place: Place, *names: str, with_original: bool = False) -> Proven:
        office = place.office()
        facts = gather(office, self.invoice).facts
        return prove(office, disclose(office, facts, parse_choice(names), with_original=with_original), CHALLENGE)

    def read(self, found: Proven) -> Verified:
        now = self.seller.office().now()
        return verify_dossier(found.dossier.data, Reader(now=now, audience="bank.example", nonce="n-1"))

    def renewed(
        self,
        files: Sequence[bytes],
        challenge: Challenge = LATER,
        names: Sequence[str] = (),
        *,
        offline: bool = False,
    ) -> Updated:
        """The seller's update of these files, with what the buyer says now unless it is not asked."""
        office, transport = self.seller.office(), self.net.transport(self.seller)
        held = read_held(files, office.known)
        if not offline:
            refresh(office, subjects_of(office, held), transport)
        news = news_of(office, held, parse_choice(names))
        return renew(office, held, news, challenge, None if offline else transport)


def dossier_of(office: Office, invoice: str, *names: str, with_original: bool = False) -> Dossier:
    """The dossier of the invoice on a subject, out of what is held, whatever can be inferred from it."""
    facts = gather(office, invoice).facts
    shown = disclose(office, facts, parse_choice(names), with_original=with_original)
    return prove(office, shown, CHALLENGE).dossier


@contextmanager
def opened(grown: Grown, at: Path) -> Iterator[World]:
    """A copy of what has grown, with both nodes running."""
    with Net(Path(shutil.copytree(grown.folder, at))) as net:
        net.watch.time = grown.time
        net.place(SELLER)
        net.place(BUYER)
        yield World(net, grown.subjects)
