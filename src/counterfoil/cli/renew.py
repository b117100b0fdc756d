"""`counterfoil renew`: an update of dossiers that somebody has of us, in the place of new ones for each invoice."""

import argparse
import secrets
import shlex
from pathlib import Path
from typing import Any

from counterfoil.cli._disclosed import fact_rows, inference_rows, print_facts, print_inferences, write_file
from counterfoil.cli._exchange import check_may_speak, opened, reaching
from counterfoil.cli._output import print_json, print_table, say, tell
from counterfoil.cli._words import counted
from counterfoil.cli.dossier import LADDER
from counterfoil.errors import UsageError
from counterfoil.exchange.attested import OFFERED
from counterfoil.exchange.choosing import parse_choice
from counterfoil.exchange.held import read_held
from counterfoil.exchange.office import Office
from counterfoil.exchange.renewing import News, Updated, news_of, renew, subjects_of
from counterfoil.exchange.verification import Verified
from counterfoil.log.key_binding import Challenge
from counterfoil.render.table import Column

_COLUMNS = (
    Column(title="invoice", least=12, tail=True),
    Column(title="level", right=True),
    Column(title="reached", least=12),
    Column(title="missing for the next level", least=16, wrap=True),
)


def run(options: argparse.Namespace) -> int:
    """Write an update; 1 where what it would show tells what it withholds, and nobody said --force."""
    challenge = Challenge(audience=options.to, nonce=options.nonce or secrets.token_hex(16))
    with opened(options) as office:
        names = {one.company: one.name for one in office.peers()} | {office.us: office.home.settings.owner.name}
        news, found = _made(office, options, challenge)
    if found is not None:
        write_file(options.output, found.update.data)
    if options.json:
        print_json(_row(options, challenge, news, found))
    else:
        _print(options, challenge, names, news, found)
    return 0 if found is not None else 1


def _made(office: Office, options: argparse.Namespace, challenge: Challenge) -> tuple[News, Updated | None]:
    """What is new, and the update, with what partners say now; None where it would tell too much."""
    from counterfoil.exchange.refreshing import refresh

    held, choice = (
        read_held([_read(file) for file in options.file], office.identity.key),
        parse_choice(options.disclose),
    )
    check_may_speak(office)
    with reaching(office) as transport:
        for line in refresh(office, subjects_of(office, held), transport):
            tell(line)
        news = news_of(office, held, choice)
        if news.disclosure.is_in_vain and not options.force:
            return news, None
        return news, renew(office, held, news, challenge, transport)


def _read(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise UsageError(f"{file} could not be read: {error.strerror}.", "Name a file that exists.") from None


def _row(options: argparse.Namespace, challenge: Challenge, news: News, found: Updated | None) -> dict[str, Any]:
    return {
        "file": options.output if found is not None else None,
        "bytes": len(found.update.data) if found is not None else None,
        "audience": challenge.audience,
        "nonce": challenge.nonce,
        "invoices": [
            {"subject": one.subject, "number": _number(one), "level": one.level, "missing": one.missing}
            for one in (found.renewed.invoices if found is not None else ())
        ],
        "facts": fact_rows(news.disclosure),
        "inferences": inference_rows(news.disclosure),
    }


def _print(
    options: argparse.Namespace, challenge: Challenge, names: dict[str, str], news: News, found: Updated | None
) -> None:
    if news.disclosure.showings:
        print_facts(news.disclosure, names)
    print_inferences(news.disclosure.inferences)
    if found is None:
        say("No update was written: what it shows tells what is withheld.", "bad")
        say("Show less of what is new, or say --force.")
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
