"""What a node does by itself, again and again: answer out of the record, publish, collect cosignatures, send."""

from collections.abc import Collection

from counterfoil.errors import CounterfoilError, ProofError, UsageError
from counterfoil.exchange.answers.answering import answer, is_done
from counterfoil.exchange.answers.overview import is_quiet
from counterfoil.exchange.halves.half import Peer
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.limits import Buckets, Rate
from counterfoil.exchange.nodes.behind import found_behind
from counterfoil.exchange.nodes.recovery import take_back
from counterfoil.exchange.nodes.sending import send_due
from counterfoil.exchange.nodes.unanswered import Unanswered
from counterfoil.exchange.partners.outbox import failed, is_due
from counterfoil.exchange.transport import Transport, Unreachable
from counterfoil.exchange.witnessing.catching_up import catch_up
from counterfoil.exchange.witnessing.comparing import compare
from counterfoil.exchange.witnessing.cosigning import collect
from counterfoil.exchange.witnessing.published import EVERY, PAD, is_asked_for, publish, publish_due
from counterfoil.flow.restored import awaiting

_ASKED_FOR = Rate(burst=6, a_second=1 / 600)
"""How often one partner is given proofs of what is published for it alone: each time costs every witness a request."""
_OFTEN = 3600
"""Seconds between two times of looking at what no message tells of, however seldom the log is published."""
_COLLECT_SECONDS = 60
"""How often witnesses are asked that have not cosigned yet what is published."""


class Round:
    """Knows what was done in the last round, so that nothing is looked at again where nothing has come."""

    def __init__(self, office: Office, every: int = EVERY, pad: int = PAD) -> None:
        self._office, self._every, self._pad = office, every, pad
        self._often = min(every, _OFTEN)
        self._collected_at = self._compared_at = -1
        self._unanswered = Unanswered(office, self._often)
        self._sure = set[str]()
        """The partners that have shown, since this process began, nothing that the home does not hold."""
        self._asking, self._asked_for = Buckets(_ASKED_FOR, office.now), dict[str, int]()

    def wants(self, company: str, index: int) -> None:
        """A partner asks for proofs up to the fact with this index. It may be told so while a round goes on."""
        self._asked_for[company] = max(index, self._asked_for.get(company, index))

    def go(self, transport: Transport) -> list[str]:
        """One round; gives lines for people. A home that was brought back first asks whether it is behind."""
        found = self._found_behind(transport)
        told = self._caught_up(transport)
        if told is not None:
            return [*found, *told]
        # What messages brought follows in the files of the log, which not each of them waits for.
        self._office.catch_up()
        return [*found, *self._answer(), *self._publish(transport), *send_due(self._office, transport)]

    def _found_behind(self, transport: Transport) -> list[str]:
        """Ask each partner once whether it holds more of ours than this home, before anything is said to it.

        Who is not reached now is asked when it is.
        """
        office = self._office
        if awaiting(office.home) is not None:
            return []  # all are asked anyway
        told = list[str]()
        for peer in office.peers():
            if not peer.url or peer.company in self._sure or not is_due(office.home.store, peer, office.now()):
                continue
            try:
                why = found_behind(office, transport, peer)
            except Unreachable as error:
                self._away(peer, error.message)
                told.append(f"{peer.name} could not be reached: {error.message}")
                continue
            if why is not None:
                return [why]
            self._sure.add(peer.company)
        return told

    def _caught_up(self, transport: Transport) -> list[str] | None:
        """Why the node cannot speak for its log yet; None where it can."""
        office = self._office
        back = awaiting(office.home)
        if back is None:
            return None
        told = self._taken_back(transport, back.without)
        if told:
            return told
        asked = catch_up(
            *(office.home, office.logbook(), transport, office.peers()),
            cosigner=office.identity.cosigner,
            now=office.home.clock(),
            without=back.without,
        )
        return None if asked.done else list(asked.told)

    def _taken_back(self, transport: Transport, without: Collection[str]) -> list[str]:
        """Why not every partner has given back yet what we attested since the backup; empty where all have.

        Those whose nodes are gone for good, as a person knows, are not asked.
        """
        told = list[str]()
        for peer in self._office.peers():
            try:
                if peer.url and peer.company not in without:
                    take_back(self._office, transport, peer)
            except (Unreachable, ProofError) as error:
                told.append(f"{peer.name} must say first what it holds of this home, which was brought back: {error}")
        return told

    def _answer(self) -> list[str]:
        """Attest what follows from our record by now, where anything has come since the last time."""
        told, quiet = list[str](), list[str]()
        for subject in self._unanswered.next():
            try:
                self._answer_on(subject)
                if is_quiet(self._office, subject):
                    quiet.append(subject)
            except UsageError as error:
                told.append(f"What was offered on {subject[:8]} is not answered. {error.message}")
            except CounterfoilError:
                raise
            except Exception as error:  # noqa: BLE001 - what one partner says must not keep us from all others
                told.append(f"What was offered on {subject[:8]} is not answered: a fault of ours ({error!r:.200}).")
        if quiet:
            self._office.half.rest(quiet)
        return told

    def _answer_on(self, subject: str) -> None:
        office = self._office
        if not office.half.is_open(subject):
            return
        answer(office, subject)
        if is_done(office, subject):
            office.half.close(subject)

    def _publish(self, transport: Transport) -> list[str]:
        """Publish where it is time, and ask the witnesses that have not cosigned what is published."""
        office, now = self._office, self._office.now()
        if self._is_asked_for() or publish_due(office.home, office.home.clock(), self._every):
            publish(office.home, office.logbook(), office.home.clock(), self._pad)
            self._collected_at = -1
        if 0 <= now - self._collected_at < _COLLECT_SECONDS:
            return []
        self._collected_at = now
        found = [one for one in office.peers() if is_due(office.home.store, one, now)]
        told = collect(office.home, transport, found, office.home.clock(), self._away)
        return [*told, *self._compared(transport)]

    def _is_asked_for(self) -> bool:
        """Is it to be published now, since a partner wants to prove something?"""
        home, found = self._office.home, False
        while self._asked_for:
            company, index = self._asked_for.popitem()
            if not found and is_asked_for(home, home.clock(), index):
                found = not self._asking.take(company)
        return found

    def _compared(self, transport: Transport) -> list[str]:
        """Ask the other witnesses, each hour or as we publish, whether they see the same of our partners' logs."""
        office, now = self._office, self._office.now()
        if 0 <= now - self._compared_at < self._often:
            return []
        self._compared_at, everybody = now, office.peers()
        away = [one.company for one in everybody if not is_due(office.home.store, one, now)]
        return compare(office.home, office.logbook(), transport, everybody, office.home.clock(), away)

    def _away(self, peer: Peer, why: str) -> None:
        """Who was not reached holds up the others no more for a while."""
        failed(self._office.home.store, peer, self._office.now(), why)
