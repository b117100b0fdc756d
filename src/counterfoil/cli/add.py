"""`counterfoil add`."""

import argparse
import sys
from collections import Counter

from counterfoil.cli._foreign import KINDS, count_foreign, print_foreign
from counterfoil.cli._home import ask_passphrase, home_path
from counterfoil.cli._output import print_json
from counterfoil.cli._progress import Progress
from counterfoil.flow.amount import amount
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import ALREADY, RECORDED, REFUSED, Added, Recorder

_SHOWN_MAX = 30
"""So many good documents are named to a terminal; of the others only what is wrong."""


def add(options: argparse.Namespace) -> int:
    """Record documents; 1 where one was refused."""
    counts: Counter[str] = Counter()
    with open_home(home_path(options)) as home, Progress("documents", quiet=options.json) as progress:
        settings = Options(
            limits=home.settings.limits,
            on=home.clock().date(),
            mappings=load_mappings(options.mapping, home.path),
            us=home.us,
        )
        recorder = Recorder(home, ask_passphrase)
        if progress.shown:
            progress.out_of(amount(options.paths, settings.limits))
        found = intakes(options.paths, settings, options.jobs, progress.advance)
        printed = _Printed(progress, everything=options.verbose or not sys.stdout.isatty())
        for added in recorder.add(progress.counted(found), even_forgotten=options.even_forgotten):
            counts[added.status] += 1
            counts["invalid"] += added.valid is False
            if options.json:
                print_json(_row(added))
            else:
                printed.take(added)
        if not options.json:
            progress.print(_summary(counts))
            _tell_if_all_are_foreign(home)
    return 1 if counts[REFUSED] else 0


def _tell_if_all_are_foreign(home: Home) -> None:
    """Who left out its identifiers would take the silence that follows for good news; `status` tells it of a few."""
    number, held = count_foreign(home.store), home.store.counts()
    if number == sum(held.get(f"document:{kind}", 0) for kind in KINDS):
        print_foreign(home, number, held)


class _Printed:
    """A line a document. A terminal is spared those of a long run with which all is well."""

    def __init__(self, progress: Progress, *, everything: bool) -> None:
        self._progress, self._everything, self._good = progress, everything, 0

    def take(self, added: Added) -> None:
        """Print what is to be said of a document."""
        if added.status == ALREADY and not self._everything:
            return
        bad = added.status == REFUSED or added.valid is False
        if not self._everything and not bad and not added.remarks:
            self._good += 1
            if self._good == _SHOWN_MAX + 1:
                self._progress.print("… from here on only what is invalid or refused; all of it with --verbose.")
            if self._good > _SHOWN_MAX:
                return
        self._progress.print(_sentence(added), "bad" if bad else "")
        for remark in added.remarks:
            self._progress.print(f"          {remark}", "notable")


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
        return f"refused   {added.file}: {added.error}"
    said = "recorded" if added.status == RECORDED else "known   "
    identity = added.id.hex()[:12] if added.id else ""
    verdict = " INVALID" if added.valid is False else ""
    named = f"{added.document} {added.number}" if added.number else str(added.document)
    return f"{said}  {identity}  {named}{verdict}  {added.file}"


def _summary(counts: Counter[str]) -> str:
    invalid = f" ({counts['invalid']:,} invalid)" if counts["invalid"] else ""
    said = f"{counts[RECORDED]:,} recorded, {counts[ALREADY]:,} already recorded{invalid}, {counts[REFUSED]:,} refused."
    if counts["invalid"]:
        said += " What is invalid was recorded all the same: 'counterfoil show ID' says why."
    return said
