"""`counterfoil verify DOSSIER`: what a dossier from elsewhere proves, offline and without a home."""

import argparse
import json
import time
from pathlib import Path

from counterfoil.cli._output import print_json, print_table, say
from counterfoil.errors import SettingsError
from counterfoil.exchange.dossier import BYTES_MAX, FORMAT
from counterfoil.exchange.reader import DAY, Reader
from counterfoil.exchange.trust import Trust, parse_trust
from counterfoil.exchange.verification import KNOWN, Verified, verify_dossier
from counterfoil.render.table import Column

LADDER = ("claimed", "valid", "ordered", "delivered", "approved by the buyer", "assignment acknowledged")
"""What each level of evidence says."""
_COLUMNS = tuple(Column(title=one) for one in ("evidence", "attested by", "company", "known by", "says"))


def is_dossier(data: bytes) -> bool:
    """Is this meant as a dossier, of whatever version, whether it holds or not?"""
    if len(data) > BYTES_MAX or not data.lstrip().startswith(b"{"):
        return False
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        return False
    return str(told.get("format")).startswith(FORMAT.partition("/")[0])


def verify_shown(options: argparse.Namespace, data: bytes) -> int:
    """Verify a dossier and print what it proves; 1 where it does not hold, or stays below the level asked for."""
    reader = Reader(
        now=int(time.time()),
        trust=_trust(options.trust) if options.trust else None,
        audience=options.audience,
        nonce=options.nonce,
        age_max=options.age * DAY,
    )
    found = verify_dossier(data, reader)
    if options.json:
        print_json(_row(options.file, found))
    else:
        _print(found, has_trust=bool(options.trust))
    return 0 if found.consistent and found.level >= options.level else 1


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
                "logs": list(one.logs),
            }
            for one in found.evidence
        ],
        "missing": found.missing,
        "withheld": found.withheld,
        "checks": [{"check": one.check, "where": one.where, "says": one.says} for one in found.checks],
    }


def _print(found: Verified, *, has_trust: bool) -> None:
    for check in found.checks:
        say(f"holds    {check.check}{f' ({check.where})' if check.where else ''}: {check.says}")
    if not found.consistent:
        place = f" at {found.where}" if found.where else ""
        say(f"REFUSED  {found.reason}{place}: {found.message}", "bad")
        say("Rely on nothing in this dossier. Ask its sender for a new one.")
        return
    rows = [
        (
            one.evidence,
            one.by,
            one.company or one.id,
            one.assurance,
            " ".join(filter(None, (one.level, one.amount, one.currency))),
        )
        for one in found.evidence
    ]
    if rows:
        print_table(_COLUMNS, rows)
    if found.withheld:
        say(f"{found.withheld:,} claims or lines are withheld.")
    signers = "" if found.signers == KNOWN else ", signers unknown"
    say(f"Consistent{signers}. Level {found.level}: {LADDER[found.level]}.", "good" if found.level else "")
    if found.missing:
        say(f"Missing for the next level: {found.missing}.")
    if not has_trust:
        say("Name the companies that you know in a file with --trust, or nothing counts as attested.")


def is_meant(options: argparse.Namespace) -> bool:
    """Did a person say something that only concerns a dossier?"""
    return any((options.trust, options.audience, options.nonce, options.level))
