"""A company's side of the exchange over its opened home: who we are, our half, and what both sides keep alike."""

from collections.abc import Callable, Sequence
from functools import cache, cached_property

from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.identity import Identity, Known, known_identity, open_identity
from counterfoil.exchange.halves.peers import peers
from counterfoil.exchange.halves.sharing import Sharing
from counterfoil.exchange.halves.stored_half import StoredHalf
from counterfoil.flow.decisions import Decided
from counterfoil.flow.facts import FactBatch
from counterfoil.flow.home import Home
from counterfoil.flow.keys import Ask
from counterfoil.flow.logbook import Logbook


class Office:
    """Belongs to one thread, like the home's store. The passphrase is asked for at most once.

    Where it is `lasting`, the files of the log follow about once a second, and `close` brings them to their end.
    """

    def __init__(self, home: Home, ask: Ask, identity: Identity | None = None, *, lasting: bool = False) -> None:
        self.home, self._ask = home, cache(ask)
        self._given = identity
        self._logbook = self.logbook() if lasting else None

    @cached_property
    def identity(self) -> Identity:
        """Who we are; it is made with the first look."""
        return self._given or open_identity(self.home, self._ask)

    @cached_property
    def known(self) -> Known:
        """What everybody may know of us; it takes no private key once it is there."""
        return known_identity(self.home) or self.identity.known

    def look_again(self) -> None:
        """See a change of our keys that another command has made."""
        if self._given is None and known_identity(self.home) != self.identity.known:
            for name in ("identity", "known", "half", "sharing"):
                self.__dict__.pop(name, None)

    @property
    def us(self) -> str:
        """The id of our company."""
        return self.known.company

    @cached_property
    def half(self) -> StoredHalf:
        """Our half."""
        return StoredHalf(self.home, self.us, self.write, self._receive)

    @cached_property
    def sharing(self) -> Sharing:
        """What both sides keep alike."""
        return Sharing(self.half, self.identity.key)

    def peers(self) -> list[Peer]:
        """The companies that we exchange with."""
        return list(peers(self.home.store))

    def now(self) -> int:
        """The time in seconds since 1970."""
        return int(self.home.clock().timestamp())

    def logbook(self) -> Logbook:
        """The log to write to, for what is no fact of the record."""
        return self.home.logbook(self._ask)

    def write(self, make: Callable[[FactBatch], None]) -> None:
        """Run something where the record can be written to, and log the facts that it makes, durably."""
        # Reading and linking are many modules, and who only looks needs none of them.
        from counterfoil.flow.record import Recorder

        def decide(facts: FactBatch) -> Decided:
            make(facts)
            return Decided()

        Recorder(self.home, self._ask, self._logbook).decide(decide)

    def catch_up(self) -> None:
        """Bring the files of the log up to what was recorded, here or elsewhere, where it is time."""
        (self._logbook or self.logbook()).catch_up(self.home.clock())

    def close(self) -> None:
        """Bring the files of the log up to what was recorded here."""
        if self._logbook is not None:
            self._logbook.finish(self.home.clock())

    def _receive(self, originals: Sequence[bytes], peer: Peer) -> None:
        """Record papers like all others; what cannot be read, or is not the partner's to issue, stays without one."""
        from counterfoil.exchange.halves.incoming import acceptable
        from counterfoil.flow.mapping import load_mappings
        from counterfoil.flow.prepare import Intake, Options, prepare
        from counterfoil.flow.record import Recorder

        home = self.home
        options = Options(
            on=home.clock().date(), limits=home.settings.limits, mappings=load_mappings([], home.path), us=home.us
        )
        taken = [
            Intake(prepared=prepared, original=data)
            for data in originals
            for prepared in acceptable(
                prepare(f"{peer.name} ({peer.company[:8]})", data, options), peer, self.peers(), home.us
            )
        ]
        for _ in Recorder(home, self._ask, self._logbook).add(taken):
            pass
