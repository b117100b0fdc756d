"""`counterfoil renew`: an update of dossiers that somebody has of us, in the place of new ones for each invoice."""

import argparse
import secrets
import shlex
from pathlib import Path
from typing import Any

from counterfoil.cli._disclosed import (
    check_new_file,
    fact_rows,
    inference_rows,
    print_facts,
    print_inferences,
    write_file,
)
from counterfoil.cli._exchange import check_may_speak, opened, reaching
from counterfoil.cli._output import print_json, print_table, say, tell
from counterfoil.cli._words import counted
from counterfoil.cli.dossier import LADDER
from counterfoil.errors import UsageError
from counterfoil.exchange.halves.office import Office
from counterfoil.exchange.presenting.choosing import parse_choice
from counterfoil.exchange.presenting.held import read_held
from counterfoil.exchange.presenting.news import news_of, remedy_of, subjects_of
from counterfoil.exchange.presenting.refreshing import refresh
from counterfoil.exchange.presenting.renewing import Updated, renew
from counterfoil.exchange.proof.attested import OFFERED
from counterfoil.exchange.proof.verification import Verified
from counterfoil.exchange.transport import Transport
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
        self._held = read_held([_read(file) for file in options.file], office.known, options.file)
        self._choice = parse_choice(options.disclose)
        self.challenge = Challenge(audience=options.to, nonce=options.nonce or secrets.token_hex(16))
        self.names = {one.company: one.name for one in office.peers()} | {office.us: office.home.settings.owner.name}
        """Who the companies are, by id."""

    def made(self) -> Updated | None:
        """The update, with what partners say now unless nobody is to be asked; None where it would tell too much."""
        check_may_speak(self._office)
        if self._options.offline:
            return self._made(None)
        with reaching(self._office) as transport:
            for line in refresh(self._office, subjects_of(self._office, self._held), transport):
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
        names = asked.remedy()
    if found is not None:
        write_file(options.output, found.update.data)
    if options.json:
        print_json(_row(options, asked, names, found))
    else:
        _print(options, asked, names, found)
    return 0 if found is not None else 1


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} could not be read: {error.strerror}.", "Name a file that exists.") from None


def _row(options: argparse.Namespace, asked: _Asked, names: list[str], found: Updated | None) -> dict[str, Any]:
    return {
        "file": options.output if found is not None else None,
        "bytes": len(found.update.data) if found is not None else None,
        "audience": asked.challenge.audience,
        "nonce": asked.challenge.nonce,
        "invoices": [
            {"subject": one.subject, "number": _number(one), "level": one.level, "missing": one.missing}
            for one in (found.renewed.invoices if found is not None else ())
        ],
        "facts": fact_rows(asked.news.disclosure),
        "inferences": inference_rows(asked.news.disclosure),
        "disclose_too": names,
        "warnings": _warnings(asked, found),
    }


def _warnings(asked: _Asked, found: Updated | None) -> list[str]:
    told = asked.news.forgotten
    if found is not None and found.unwitnessed:
        told.append(f"A reader who asks for a witness would refuse it: {found.unwitnessed}")
    return told


def _print(options: argparse.Namespace, asked: _Asked, names: list[str], found: Updated | None) -> None:
    shown, challenge = asked.news.disclosure, asked.challenge
    if shown.showings:
        print_facts(shown, asked.names)
    print_inferences(shown.inferences)
    for warning in _warnings(asked, found):
        say(f"WARNING  {warning}", "notable")
    if found is None:
        say("No update was written: what it shows tells what is withheld.", "bad")
        more = f"Show that as well ({' '.join(f'--disclose {one}' for one in names)}), show" if names else "Show"
        say(f"{more} less of what is new, or say --force.")
        return
    rows = ((_number(one), str(one.level), LADDER[one.level], one.missing) for one in found.renewed.invoices)
    print_table(_COLUMNS, rows)
    say("")
    new, invoices = counted(len(found.update.credentials), "new fact"), counted(len(found.renewed.invoices), "invoice")
    say(f"{options.output} has {len(found.update.data):,} bytes: {new}, and fresh heads and logs for {invoices}.")
    brought = [word for file in options.file for word in ("--with", file)]
    read = ("verify", options.output, *brought, "--trust", "FILE", "--audience", challenge.audience)
    say(f"Its reader checks it with: counterfoil {shlex.join((*read, '--nonce', challenge.nonce))}", whole=True)


def _number(invoice: Verified) -> str | None:
    """The invoice's number, where the reader sees it."""
    offers = (one for one in invoice.facts if one.subject == invoice.subject and one.kind == OFFERED)
    return next((str(one.claims["number"]) for one in offers if "number" in one.claims), None)
