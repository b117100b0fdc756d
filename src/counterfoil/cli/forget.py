"""`counterfoil forget`: documents or entries of statements are erased, and that is recorded."""

import argparse
from typing import Any

from counterfoil.cli._home import ask_passphrase, home_path
from counterfoil.cli._output import print_json, say, tell
from counterfoil.cli._person import person_of, reason_in
from counterfoil.cli._words import counted
from counterfoil.errors import UsageError
from counterfoil.flow.forgetting import ALREADY, DONE, REFUSED, Forget, Forgot
from counterfoil.flow.forgotten_list import list_beside, remembered
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.record import Recorder
from counterfoil.flow.views import resolve


def forget(options: argparse.Namespace) -> int:
    """Forget documents, or entries of one statement; 1 where one is to be kept still."""
    from counterfoil.exchange.halves.told_to_partners import told_to_partners

    person, why = person_of(options), reason_in(options.why) or ""
    if options.line and len(options.id) > 1:
        raise UsageError("Entries can be forgotten of one statement at a time.", "Name one ID with --line.")
    with open_home(home_path(options)) as home:
        ids = list(dict.fromkeys(resolve(home, prefix, "document") for prefix in options.id))
        entries, override = tuple(options.line), options.override_retention
        asks = [Forget(id=id, why=why, person=person, entries=entries, override=override) for id in ids]
        forgot = Recorder(home, ask_passphrase).forget(asks, told_to_partners)
        for one in forgot:
            if options.json:
                print_json(_row(one))
            else:
                _print(one)
        if any(one.status == DONE for one in forgot):
            _tell_what_is_left(home)
    return 1 if any(one.status == REFUSED for one in forgot) else 0


def _row(one: Forgot) -> dict[str, Any]:
    return {
        "id": one.id.hex(),
        "document": one.document,
        "lines": list(one.entries) or None,
        "status": one.status,
        "fact": one.fact,
        "facts_erased": one.facts,
        "originals_removed": [original.hex() for original in one.originals],
        "others_without_original": one.others,
        "kept_until": one.kept_until.isoformat() if one.kept_until is not None else None,
        "error": one.error,
    }


def _print(one: Forgot) -> None:
    what = f"{one.document} {one.id.hex()[:12]}" + (f" entry {', '.join(one.entries)}" if one.entries else "")
    if one.status == REFUSED:
        say(f"refused    {what}: {one.error}", "bad")
        return
    if one.status == ALREADY:
        say(f"forgotten  {what}: it was already (fact {one.fact}).")
        return
    overridden = f", although it was to be kept until {one.kept_until}" if one.kept_until is not None else ""
    erased, originals = counted(one.facts, "fact"), counted(len(one.originals), "original")
    say(f"forgotten  {what}: {erased} and {originals} are erased{overridden} (fact {one.fact}).")
    if one.others:
        others = counted(one.others, "other document")
        say(f"           {others} stood in the same original: the record keeps them, but the original is gone.")


def _tell_what_is_left(home: Home) -> None:
    """What is outside of the home, and what is not done yet."""
    if not home.store.is_scrubbed():
        tell("Another program reads the record: the database's files are cleaned at the next start.")
    for backup in remembered(home.path):
        if backup.exists() and list_beside(backup).exists():
            tell(f"The backup {backup} still holds it; the list beside it keeps it from coming back.")
        else:
            tell(f"The backup {backup} is not there now and may hold it: give 'restore' the home's forgotten.jsonl.")
