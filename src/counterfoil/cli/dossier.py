"""`counterfoil verify DOSSIER`: what a dossier or an update from elsewhere proves, offline and without a home."""

import argparse
import json
import re
import time
from collections.abc import Sequence
from pathlib import Path

from msgspec.structs import asdict

from counterfoil.cli._files import read_file
from counterfoil.cli._output import print_json, print_table, say
from counterfoil.cli._proven import InWords
from counterfoil.cli._words import counted
from counterfoil.errors import SettingsError
from counterfoil.exchange.proof import dossier, update
from counterfoil.exchange.proof.evidence import CREDITED, DISPUTED, PAID
from counterfoil.exchange.proof.reader import DAY, Reader
from counterfoil.exchange.proof.trust import Trust, parse_trust
from counterfoil.exchange.proof.updated import Renewed, verify_update
from counterfoil.exchange.proof.verification import KNOWN, Check, Verified, verify_dossier
from counterfoil.render.table import Column

LADDER = ("claimed", "valid", "ordered", "delivered", "approved by the buyer", "assignment acknowledged")
"""What each level of evidence says."""
_NO_TRUST = "Name the companies that you know in a file with --trust, or nothing counts as attested."
_COLUMNS = (
    Column(title="evidence"),
    Column(title="attested by"),
    *(Column(title=one, least=12, wrap=True) for one in ("company", "known by", "says")),
)
_SUMS = (DISPUTED, CREDITED, PAID)
_INVOICES = (
    Column(title="invoice", least=6, tail=True),
    Column(title="amount", least=8, wrap=True),
    Column(title="level", right=True),
    Column(title="reached", least=12, wrap=True, optional=1),
    *(Column(title=one, least=8, wrap=True) for one in ("approved", *_SUMS, "pay to", "missing")),
)
_ID = re.compile(r"(?<![\w-])[\w-]{43}(?![\w-])", re.ASCII)
"""The id of a company, as it stands in a sentence."""
_DOSSIER, _UPDATE = (one.FORMAT.partition("/")[0] for one in (dossier.Dossier, update.Update))


def is_shown(data: bytes) -> bool:
    """Is this meant as a dossier or an update, of whatever version, whether it holds or not?"""
    return _format(data).startswith((_DOSSIER, _UPDATE))


def is_meant(options: argparse.Namespace) -> bool:
    """Did a person say something that only concerns a dossier or an update?"""
    return any((options.trust, options.audience, options.nonce, options.level, options.held))


def verify_shown(options: argparse.Namespace, data: bytes) -> int:
    """Verify a dossier or an update, and print what it proves; 1 where it does not hold, or stays below the level."""
    reader = Reader(
        now=int(time.time()),
        trust=_trust(options.trust) if options.trust else None,
        audience=options.audience,
        nonce=options.nonce,
        age_max=options.age * DAY,
    )
    if options.held or _format(data).startswith(_UPDATE):
        return _update(options, verify_update(data, [read_file(file) for file in options.held], reader), reader.trust)
    found = verify_dossier(data, reader)
    if options.json:
        print_json(_row(options.file, found))
    else:
        _print(found, reader.trust)
    return 0 if found.consistent and found.level >= options.level else 1


def _format(data: bytes) -> str:
    if len(data) > dossier.BYTES_MAX or not data.lstrip().startswith(b"{"):
        return ""
    try:
        return str(json.loads(data).get("format"))
    except (ValueError, RecursionError):
        return ""


def _update(options: argparse.Namespace, found: Renewed, trust: Trust | None) -> int:
    not_renewed = "The update does not build on the dossier of this invoice."
    left_out = [Verified(consistent=False, reason="base", message=not_renewed, subject=one) for one in found.left_out]
    refused = Verified(
        consistent=False, reason=found.reason, where=found.where, message=found.message, checks=found.checks
    )
    invoices = [*found.invoices, *left_out] if found.consistent else [refused]
    if options.json:
        for one in invoices:
            print_json(_row(options.file, one))
    else:
        _print_update(found, invoices, trust)
    return 0 if all(one.consistent and one.level >= options.level for one in invoices) else 1


def _trust(path: str) -> Trust:
    try:
        return parse_trust(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The trust file {path} could not be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise SettingsError(f"The trust file {path} is not UTF-8.", "Save it as UTF-8.") from None


def _row(file: str, found: Verified) -> dict[str, object]:
    return {
        "file": file,
        "consistent": found.consistent,
        "reason": found.reason,
        "where": found.where,
        "message": found.message,
        "level": found.level,
        "signers": found.signers,
        "holder": found.holder,
        "subject": found.subject,
        "about": asdict(found.about) if found.about else None,
        "evidence": [
            {
                "evidence": one.evidence,
                "by": one.by,
                "company": one.company,
                "assurance": one.assurance,
                "id": one.id,
                "credential": one.credential,
                "level": one.level,
                "amount": one.amount,
                "currency": one.currency,
                "set_off": one.set_off,
                "assignee": one.assignee,
                "withheld": one.withheld,
                "logs": list(one.logs),
                **({"file": one.file} if one.file else {}),
            }
            for one in found.evidence
        ],
        "missing": found.missing,
        "withheld": found.withheld,
        "checks": [{"check": one.check, "where": one.where, "says": one.says} for one in found.checks],
    }


def _print(found: Verified, trust: Trust | None) -> None:
    _print_checks(found.checks, trust)
    if not found.consistent:
        _print_refusal(found.reason, found.where, found.message, "dossier")
        return
    proven = InWords(found, trust)
    say(proven.about)
    say(f"Its id is {found.subject}.")
    rows = [(one.evidence, one.by, one.company or one.id, one.assurance, proven.says(one)) for one in found.evidence]
    if rows:
        print_table(_COLUMNS, rows)
    if proven.share:
        say(proven.share, "notable")
    if found.withheld:
        say(f"{counted(found.withheld, 'claim or line is', 'claims or lines are')} withheld.")
    signers = "" if found.signers == KNOWN else ", signers unknown"
    say(f"Consistent{signers}. Level {found.level}: {LADDER[found.level]}.", "good" if found.level else "")
    if found.missing:
        say(f"Missing for the next level: {found.missing}.")
    if trust is None:
        say(_NO_TRUST)


def _print_update(found: Renewed, invoices: Sequence[Verified], trust: Trust | None) -> None:
    _print_checks(found.checks, trust)
    if not found.consistent:
        _print_refusal(found.reason, found.where, found.message, "update")
        return
    print_table(_INVOICES, [_invoice(one, trust) for one in invoices])
    signers = "" if any(one.signers == KNOWN for one in invoices) else ", signers unknown"
    say(f"Consistent{signers}. {counted(len(found.invoices), 'invoice')} renewed.", "good")
    if found.left_out:
        left = counted(len(found.left_out), "invoice whose dossier", "invoices whose dossiers")
        say(f"Not renewed: {left} you brought. Ask the holder why.", "bad")
    if trust is None:
        say(_NO_TRUST)


def _invoice(one: Verified, trust: Trust | None) -> tuple[str | None, ...]:
    name = (one.about and one.about.number) or (one.subject or "")[:12]
    if not one.consistent:
        return name, None, None, "not renewed", *[None] * (len(_INVOICES) - 4)
    proven = InWords(one, trust)
    told = proven.approved, *(proven.sums(what) for what in _SUMS), proven.assignees
    return name, proven.money, str(one.level), LADDER[one.level], *told, one.missing


def _print_checks(checks: Sequence[Check], trust: Trust | None) -> None:
    """The checks that were made, with the names of the companies that the reader knows in the place of their ids."""
    names = {one.id: one.name for one in trust.companies.values()} if trust is not None else {}
    for check in checks:
        says = _ID.sub(lambda id: names.get(id[0], id[0]), check.says)
        say(f"holds    {check.check}{f' ({check.where})' if check.where else ''}: {says}")


def _print_refusal(reason: str | None, where: str | None, message: str | None, what: str) -> None:
    say(f"REFUSED  {reason}{f' at {where}' if where else ''}: {message}", "bad")
    then = "before that is settled" if reason in ("company", "log") else "and ask its sender for a new one"
    say(f"Rely on nothing in this {what}, {then}.")
