"""`counterfoil add`."""

import argparse
from collections import Counter

from counterfoil.cli._home import ask_passphrase, home_path
from counterfoil.cli._output import print_json, printable, say
from counterfoil.cli._progress import Progress
from counterfoil.flow.home import open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import REFUSED, Added, Recorder


def add(options: argparse.Namespace) -> int:
    """Record documents; 1 where one was refused."""
    counts: Counter[str] = Counter()
    with open_home(home_path(options)) as home, Progress("documents", quiet=options.json) as progress:
        mappings = load_mappings(options.mapping, home.path)
        settings = Options(limits=home.settings.limits, on=home.clock().date(), mappings=mappings, us=home.us)
        recorder = Recorder(home, ask_passphrase)
        for added in recorder.add(progress.counted(intakes(options.paths, settings, options.jobs))):
            counts[added.status] += 1
            counts["invalid"] += added.valid is False
            if options.json:
                print_json(_row(added))
            else:
                progress.print(_sentence(added))
    if not options.json:
        invalid = f", {counts['invalid']} of them invalid" if counts["invalid"] else ""
        say(
            f"{counts['recorded']} recorded{invalid}, {counts['already-recorded']} already recorded, "
            f"{counts['refused']} refused."
        )
    return 1 if counts[REFUSED] else 0


def _row(added: Added) -> dict[str, object]:
    return {
        "file": added.file,
        "id": added.id.hex() if added.id else None,
        "document": added.document,
        "number": added.number,
        "issuer": added.issuer,
        "status": added.status,
        "valid": added.valid,
        "error": added.error,
    }


def _sentence(added: Added) -> str:
    if added.error is not None:
        return printable(f"refused   {added.file}: {added.error}")
    verdict = {True: "valid", False: "INVALID", None: ""}[added.valid]
    identity = added.id.hex()[:12] if added.id else ""
    said = "recorded" if added.status == "recorded" else "known   "
    return printable(f"{said}  {identity}  {added.document} {added.number or ''} {verdict}  {added.file}")
