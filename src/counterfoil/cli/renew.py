"""`counterfoil renew`: an update of dossiers that somebody has of us, in the place of new ones for each invoice."""

import argparse
from time import sleep
from typing import Any

from counterfoil.cli._disclosed import Outcome, challenge_of, companies_of, hand_out, say_how_to_read, warnings_of
from counterfoil.cli._exchange import opened, reaching
from counterfoil.cli._files import check_new_file, read_file
from counterfoil.cli._output import print_table, say, tell
from counterfoil.cli._words import counted
from counterfoil.cli.dossier import LADDER
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.presenting.choosing import parse_choice
from counterfoil.exchange.presenting.held import read_held
from counterfoil.exchange.presenting.news import news_of, remedy_of, subjects_of
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.presenting.renewing import Updated, renew
from counterfoil.exchange.proof.verification import Verified
from counterfoil.exchange.transport import Transport
from counterfoil.flow.restored import check_may_speak
from counterfoil.log.key_binding import Challenge
from counterfoil.render.table import Column

_COLUMNS = (
    Column(title="invoice", least=12, tail=True),
    Column(title="level", right=True),
    Column(title="reached", least=12),
    Column(title="missing for the next level", least=16, wrap=True),
)


class _Asked:
    """What a person asks for, over the opened home."""

    def __init__(self, office: Office, options: argparse.Namespace) -> None:
        self._office, self._options = office, options
        self._held = read_held([read_file(file) for file in options.file], office.known, options.file)
        self._choice = parse_choice(options.disclose)
        self.challenge = challenge_of(options)

    def made(self) -> Updated | None:
        """The update, with what partners say now unless nobody is to be asked; None where it would tell too much."""
        check_may_speak(self._office.home)
        if self._options.offline:
            return self._made(None)
        with reaching(self._office) as transport:
            for line in refresh(self._office, subjects_of(self._office, self._held), transport, sleep):
                tell(line)
            return self._made(transport)

    def remedy(self) -> list[str]:
        """What to disclose as well, so that nothing is withheld in vain."""
        return remedy_of(self._office, self._held, self._choice) if self.news.disclosure.is_in_vain else []

    def _made(self, transport: Transport | None) -> Updated | None:
        self.news = news_of(self._office, self._held, self._choice)
        if self.news.disclosure.is_in_vain and not self._options.force:
            return None
        return renew(self._office, self._held, self.news, self.challenge, transport)


def run(options: argparse.Namespace) -> int:
    """Write an update; 1 where what it would show tells what it withholds, and nobody said --force."""
    check_new_file(options.output)
    with opened(options) as office:
        asked = _Asked(office, options)
        found = asked.made()
        made = Outcome(
            data=found.update.data if found is not None else None,
            shown=asked.news.disclosure,
            disclose_too=tuple(asked.remedy()),
            warnings=warnings_of(asked.news.forgotten, found.unwitnessed if found is not None else None),
            companies=companies_of(office),
        )
    return hand_out(options, made, _row(asked.challenge, found), lambda: _print(options, asked.challenge, made, found))


def _row(challenge: Challenge, found: Updated | None) -> dict[str, Any]:
    return {
        "audience": challenge.audience,
        "nonce": challenge.nonce,
        "invoices": [
            {
                "subject": one.subject,
                "number": _number(one),
                "level": one.level,
                "missing": one.missing,
            }
            for one in (found.renewed.invoices if found is not None else ())
        ],
    }


def _print(options: argparse.Namespace, challenge: Challenge, made: Outcome, found: Updated | None) -> None:
    if found is None:
        say("No update was written: what it shows tells what is withheld.", "bad")
        too = " ".join(f"--disclose {one}" for one in made.disclose_too)
        say(f"{f'Show that as well ({too}), show' if too else 'Show'} less of what is new, or say --force.")
        return
    rows = ((_number(one), str(one.level), LADDER[one.level], one.missing) for one in found.renewed.invoices)
    print_table(_COLUMNS, rows)
    say("")
    new, invoices = counted(len(found.update.credentials), "new fact"), counted(len(found.renewed.invoices), "invoice")
    say(f"{options.output} has {len(made.data or b''):,} bytes: {new}, and fresh heads and logs for {invoices}.")
    say_how_to_read(options.output, challenge, options.file)


def _number(invoice: Verified) -> str | None:
    """The invoice's number, where the reader sees it."""
    return invoice.about.number if invoice.about is not None else None
