"""A random history of two companies with homes: requests and answers are lost, nodes are down or killed anywhere."""

import random
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from papers import despatch, invoice, order, receipt

from counterfoil.errors import HomeError, UsageError
from counterfoil.exchange.answers.deciding import acknowledge, dispute, withdraw
from counterfoil.exchange.answers.offering import offer
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.transport import Unreachable
from counterfoil.store.sqlite import SqliteStore
from exchange.backups import backed_up, bring_back
from exchange.forgetting import forget
from exchange.nodes import Net, Place
from trades import BILLED, BUYER, DAY, ORDERED, SELLER


class Killed(BaseException):
    """The process was ended, just before or just after something was committed."""


class HomeStorm:
    """Both sides have all papers of some trades to send, and people who decide; then whatever can go wrong does."""

    every = 3600
    """Seconds between two times of publishing."""

    def __init__(self, number: int, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.chance = random.Random(number)
        self.net = Net(folder, every=self.every)
        self._kills = False
        self._guard_commits(patch)
        self.seller, self.buyer = self.net.acquainted(SELLER, BUYER)
        self.net.on_way = self._lose
        self._unsent: list[tuple[Place, Place, str]] = []
        for n in range(2):
            self._trade(n)

    def run(self, steps: int) -> Net:
        """Every step may fail; in the end all goes well for a while."""
        for _ in range(steps):
            self.net.watch.pass_by(self.chance.choice([1, 5, 60, 4000]))
            self._kills = True
            self._survive(self.chance.choice(self._steps()))
        self._kills, self.net.on_way = False, lambda _where, _path: None
        for place in self.net.places:
            place.stop()
            place.start()
        while self._unsent:
            self._send()
        for _ in range(4):
            self.net.watch.pass_by(4000)
            self.net.rounds(1)
        return self.net

    def _steps(self) -> list[Callable[[], None]]:
        return [self._send, self._send, self._decide, self._round, self._round, self._restart]

    def _trade(self, n: int) -> None:
        lines = ORDERED if self.chance.random() < 0.7 else ORDERED[:1]
        self.buyer.add({"order.xml": order(f"PO-{n}", DAY, BUYER, SELLER, lines)})
        self.seller.add({"despatch.xml": despatch(f"DA-{n}", DAY, f"PO-{n}", BUYER, SELLER, lines)})
        self.buyer.add({"receipt.xml": receipt(f"RA-{n}", DAY, f"DA-{n}", BUYER, SELLER, lines)})
        self.seller.add({"invoice.xml": invoice(f"INV-{n}", DAY, DAY, BUYER, SELLER, BILLED, f"PO-{n}")})
        self._unsent += [(self.buyer, self.seller, f"PO-{n}"), (self.buyer, self.seller, f"RA-{n}")]
        self._unsent += [(self.seller, self.buyer, f"DA-{n}"), (self.seller, self.buyer, f"INV-{n}")]

    def _send(self) -> None:
        if not self._unsent:
            return
        here, there, number = task = self.chance.choice(self._unsent)
        office = here.office()
        (row,) = [row for row in office.home.store.documents() if row.number == number]
        offer(office, row, named_peer(office.home.store, there.url), "counterfoil")
        self._unsent.remove(task)

    def _decide(self) -> None:
        place = self.chance.choice(self.net.places)
        office = place.office()
        subjects = sorted(subject for subject, _ in office.half.subjects())
        if not subjects:
            return
        subject = self.chance.choice(subjects)
        acts: list[Callable[[], Any]] = [
            lambda: acknowledge(office, subject, "approved", "controller", "Ada"),
            lambda: acknowledge(office, subject, "approved", "controller", "Ada", amount="5.00"),
            lambda: acknowledge(office, subject, "assignment", "controller", "Ada", assignee="A" * 43),
            lambda: dispute(office, subject, ["not-received"], "10.00", "clerk", "Ben", "so it is"),
            lambda: withdraw(office, subject, "clerk", "Ben", "a mistake"),
            lambda: withdraw(office, subject, "clerk", "Ben", "settled", "dispute"),
        ]
        try:
            self.chance.choice(acts)()
        except UsageError:
            return

    def _round(self) -> None:
        place = self.chance.choice(self.net.places)
        if place.node is not None:
            place.round()

    def _restart(self) -> None:
        place = self.chance.choice(self.net.places)
        if place.node is None:
            place.start()
        elif self.chance.random() < 0.5:
            place.stop()

    def _survive(self, step: Callable[[], None]) -> None:
        """Whoever is killed is started again: each node, for the request may have killed the one that answers."""
        try:
            step()
        except Killed:
            self._kills = False
            for place in self.net.places:
                if place.node is not None:
                    place.stop()
                    place.start()

    def _lose(self, _where: str, _path: str) -> None:
        """A request or its answer gets lost."""
        if self.chance.random() < 0.15:
            raise Unreachable("It got lost.", "Try later.")

    def _guard_commits(self, patch: pytest.MonkeyPatch) -> None:
        commit = SqliteStore._commit

        def guarded(store: SqliteStore) -> None:
            if self._kills and self.chance.random() < 0.02:
                raise Killed
            commit(store)
            if self._kills and self.chance.random() < 0.02:
                raise Killed

        patch.setattr(SqliteStore, "_commit", guarded)


class ForgettingStorm(HomeStorm):
    """The same where papers are forgotten, too, by whoever offered them, heard or not."""

    def _steps(self) -> list[Callable[[], None]]:
        return [*super()._steps(), self._forget]

    def _forget(self) -> None:
        place = self.chance.choice(self.net.places)
        rows = place.office().home.store.documents()
        waiting = {number for here, _, number in self._unsent if here is place}
        numbers = sorted({row.number for row in rows if row.number is not None} - waiting)
        if numbers:
            forget(place, self.chance.choice(numbers))


class RestoringStorm(ForgettingStorm):
    """The same where homes are lost as well, and come back from backups of any age."""

    every = 1_000_000_000  # what is published after a backup keeps a home from going on

    def run(self, steps: int) -> Net:
        self._backups: dict[Place, Path] = {}
        self.net.on_way = lambda _where, _path: None
        self.net.rounds(1)  # the first time of publishing is before every backup
        self.net.on_way = self._lose
        return super().run(steps)

    def _steps(self) -> list[Callable[[], None]]:
        return [*super()._steps(), self._back_up, self._come_back]

    def _send(self) -> None:
        """Who was brought back asks first; in the end, when all goes well, it is let ask."""
        try:
            super()._send()
        except HomeError:
            if not self._kills:
                self.net.watch.pass_by(4000)
                self.net.rounds(2)

    def _decide(self) -> None:
        with suppress(HomeError):
            super()._decide()

    def _back_up(self) -> None:
        place, self._kills = self.chance.choice(self.net.places), False
        self._backups[place] = backed_up(place, self.net.folder / f"backup-{self.chance.random()}")

    def _come_back(self) -> None:
        place, self._kills = self.chance.choice(self.net.places), False
        if place in self._backups and self.chance.random() < 0.5:
            bring_back(place, self._backups[place])
