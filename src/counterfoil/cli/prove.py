"""`counterfoil prove`: a dossier of an invoice for one reader, what it shows, and what can be inferred from that."""

import argparse
from time import sleep
from typing import Any

from counterfoil.cli._disclosed import Outcome, challenge_of, companies_of, hand_out, say_how_to_read, warnings_of
from counterfoil.cli._exchange import opened, reaching
from counterfoil.cli._files import check_new_file
from counterfoil.cli._output import say, tell
from counterfoil.cli._words import counted
from counterfoil.cli.dossier import LADDER
from counterfoil.exchange.answers.naming import meant
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.halves.peers import named_peer
from counterfoil.exchange.presenting.choosing import parse_choice
from counterfoil.exchange.presenting.gathering import gather
from counterfoil.exchange.presenting.proving import Proven, disclose, invoice_subject, prove, remedy
from counterfoil.flow.restored import check_may_speak
from counterfoil.log.key_binding import Challenge


class _Asked:
    """What a person asks for, over the opened home."""

    def __init__(self, office: Office, options: argparse.Namespace) -> None:
        self._office, self._options = office, options
        partner = named_peer(office.home.store, options.partner) if options.partner is not None else None
        self.invoice = meant(office, options.invoice, partner)
        self.subject = invoice_subject(office, self.invoice)
        self.challenge = challenge_of(options)
        self._choice = parse_choice(options.disclose)
        self.look()

    def look(self) -> None:
        """See what is there now, and what of it is shown."""
        self.gathered = gather(self._office, self.subject)
        self.shown = disclose(self._office, self.gathered.facts, self._choice, with_original=self._options.original)

    def remedy(self) -> list[str]:
        """What to disclose as well, so that nothing is withheld in vain."""
        if not self.shown.is_in_vain:
            return []
        return remedy(self._office, self.gathered.facts, self._choice, with_original=self._options.original)

    def made(self) -> Proven | None:
        """The dossier, with what partners say now unless nobody is to be asked; None where it would tell too much."""
        if self._is_refused():
            return None
        check_may_speak(self._office.home)
        if not self._options.offline:
            _ask_partners(self._office, self.gathered.subjects)
            self.look()
        return None if self._is_refused() else prove(self._office, self.shown, self.challenge)

    def _is_refused(self) -> bool:
        return self.shown.is_in_vain and not self._options.force


def run(options: argparse.Namespace) -> int:
    """Write a dossier; 1 where what it would show tells what it withholds, and nobody said --force."""
    check_new_file(options.output)
    with opened(options) as office:
        asked = _Asked(office, options)
        found = asked.made()
        made = Outcome(
            data=found.dossier.data if found is not None else None,
            shown=asked.shown,
            disclose_too=tuple(asked.remedy()),
            warnings=warnings_of(asked.gathered.forgotten, found.unwitnessed if found is not None else None),
            companies=companies_of(office),
        )
    return hand_out(options, made, _row(asked, found), lambda: _print(options, asked.challenge, made, found))


def _ask_partners(office: Office, subjects: list[str]) -> None:
    from counterfoil.exchange.presenting.refreshing import refresh

    with reaching(office) as transport:
        for line in refresh(office, subjects, transport, sleep):
            tell(line)


def _row(asked: _Asked, found: Proven | None) -> dict[str, Any]:
    document = asked.invoice.document
    return {
        "invoice": {"id": document.id.hex(), "number": document.number} if document is not None else None,
        "subject": asked.subject,
        "audience": asked.challenge.audience,
        "nonce": asked.challenge.nonce,
        "level": found.verified.level if found is not None else None,
        "missing": found.verified.missing if found is not None else None,
    }


def _print(options: argparse.Namespace, challenge: Challenge, made: Outcome, found: Proven | None) -> None:
    if found is None:
        say("No dossier was written: what it shows tells what it withholds.", "bad")
        too = " ".join(f"--disclose {one}" for one in made.disclose_too)
        say(f"Show that as well ({too}), show less, or say --force.")
        return
    dossier, level = found.dossier, found.verified.level
    facts, papers = counted(len(dossier.credentials), "fact"), counted(len(dossier.subjects), "paper")
    say(f"{options.output} has {len(made.data or b''):,} bytes: {facts} on {papers}.")
    say(f"To somebody who trusts every company in it, it reaches level {level}: {LADDER[level]}.", "good")
    if found.verified.missing:
        say(f"Missing for the next level: {found.verified.missing}.")
    say_how_to_read(options.output, challenge)
