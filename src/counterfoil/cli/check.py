"""`counterfoil check`."""

import argparse
from collections.abc import Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from counterfoil.cli._home import named_home
from counterfoil.cli._output import print_json, say
from counterfoil.cli._progress import Progress
from counterfoil.cli._report_file import ReportFile
from counterfoil.flow.amount import amount
from counterfoil.flow.check import named_rulebooks
from counterfoil.flow.home import utc_now
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options, Prepared
from counterfoil.flow.settings_file import NAME, read_settings
from counterfoil.model.settings import Limits

if TYPE_CHECKING:
    from counterfoil.flow.official import Official, Opinion


def check(options: argparse.Namespace) -> int:
    """Check documents; 1 where one is invalid or cannot be read, 3 where the system did not give us one."""
    named_rulebooks(options.rulebook)
    report = ReportFile(options.report, options.paths) if options.report else None
    home = named_home(options)
    settings = Options(
        limits=read_settings(home).limits if home is not None and (home / NAME).exists() else Limits(),
        on=options.on or utc_now().date(),
        rulebooks=tuple(options.rulebook),
        mappings=load_mappings(options.mapping, home),
        sheets=report is not None and report.sheets,
        summaries=False,
    )
    checked = wrong = unreached = 0
    with ExitStack() as stack:
        if report is not None:
            stack.callback(report.close)
        official = stack.enter_context(_official(options.official, settings.limits)) if options.official else None
        progress = stack.enter_context(Progress("documents", quiet=options.json))
        if progress.shown:
            progress.out_of(amount(options.paths, settings.limits))
        for intake in progress.counted(intakes(options.paths, settings, options.jobs, progress.advance)):
            prepared = intake.prepared
            if report is not None and prepared.error is not None and report.is_itself(prepared.file):
                continue
            checked += 1
            opinion = official.on(intake) if official is not None else None
            differs = opinion is not None and opinion.agrees is False
            wrong += prepared.valid is False or prepared.error is not None or differs
            unreached += prepared.unreached
            row = _row(prepared, opinion)
            if report is not None:
                report.take(row, prepared.sheet)
            if options.json:
                print_json(row)
            else:
                for line, style in chain(_lines(prepared, bool(options.rulebook)), _opinion_lines(opinion)):
                    progress.print(line, style)
        if report is not None:
            report.write(f"By the rules in force on {settings.on.isoformat()}.")
    if not options.json:
        say(f"{checked:,} checked, {wrong:,} invalid or unreadable.")
    # A 'no' is about documents that were there; what could not be looked at has no answer.
    return 3 if unreached else 1 if wrong else 0


def _official(folder: str, limits: Limits) -> "Official":
    from counterfoil.flow.official import Official

    return Official(Path(folder), limits)


def _row(prepared: Prepared, opinion: "Opinion | None") -> dict[str, object]:
    row: dict[str, object] = {
        "file": prepared.file,
        "document": prepared.document or None,
        "format": prepared.format or None,
        "rulebooks": list(prepared.rulebooks),
        "valid": prepared.valid,
        "findings": [
            {
                "rule": finding.rule,
                "severity": finding.severity.value,
                "where": finding.where,
                "line": finding.line,
                "terms": list(finding.terms),
                "found": finding.found,
                "expected": finding.expected,
                "message": finding.message,
            }
            for finding in prepared.findings
        ],
        "error": prepared.error,
    }
    if opinion is not None:
        row["official"] = {
            "agrees": opinion.agrees,
            "asked": list(opinion.asked),
            "missing": list(opinion.missing),
            "ours_only": list(opinion.ours_only),
            "official_only": list(opinion.official_only),
            "error": opinion.error,
        }
    return row


def _lines(prepared: Prepared, named: bool) -> Iterator[tuple[str, str]]:
    """What is said of a document, each line with its style."""
    if prepared.error is not None:
        yield f"unreadable  {prepared.file}: {prepared.error}", "bad"
        return
    verdict = {True: "valid     ", False: "INVALID   ", None: "no rules  "}[prepared.valid]
    by = f" by {', '.join(prepared.rulebooks)}" if prepared.rulebooks else ""
    if named and not prepared.rulebooks:
        by = ": none of the named rulebooks is written for it"
    said = f"{verdict}  {prepared.file}: {prepared.document} ({prepared.format}){by}"
    yield said, "bad" if prepared.valid is False else ""
    for finding in prepared.findings:
        yield f"    {finding.severity.value} {finding.rule}: {finding.message}", "notable"
        at_line = f" (line {finding.line})" if finding.line is not None else ""
        if finding.where:
            yield f"        at {finding.where}{at_line}", "faint"


def _opinion_lines(opinion: "Opinion | None") -> Iterator[tuple[str, str]]:
    """What the published rules say, in comparison."""
    if opinion is None or not (opinion.asked or opinion.missing):
        return
    if opinion.missing:
        yield f"    official: not in the folder: {', '.join(opinion.missing)}", "notable"
    if opinion.error is not None:
        yield f"    official: gave no answer: {opinion.error}", "notable"
    elif opinion.agrees:
        yield f"    official: agrees ({', '.join(opinion.asked)})", "faint"
    for side, rules in (("ours", opinion.ours_only), ("the official", opinion.official_only)):
        if rules:
            yield f"    official: only {side} found {', '.join(rules)}", "bad"
