"""`counterfoil check`."""

import argparse
from collections.abc import Iterator

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


def check(options: argparse.Namespace) -> int:
    """Check documents; 1 where one is invalid or could not be read."""
    named_rulebooks(options.rulebook)
    report = ReportFile(options.report) if options.report else None
    home = named_home(options)
    settings = Options(
        limits=read_settings(home).limits if home is not None and (home / NAME).exists() else Limits(),
        on=options.on or utc_now().date(),
        rulebooks=tuple(options.rulebook),
        mappings=load_mappings(options.mapping, home),
        sheets=report is not None and report.sheets,
    )
    checked = wrong = 0
    with Progress("documents", quiet=options.json) as progress:
        if progress.shown:
            progress.out_of(amount(options.paths, settings.limits))
        for intake in progress.counted(intakes(options.paths, settings, options.jobs, progress.advance)):
            prepared = intake.prepared
            checked += 1
            wrong += prepared.valid is False or prepared.error is not None
            if report is not None:
                report.take(_row(prepared), prepared.sheet)
            if options.json:
                print_json(_row(prepared))
            else:
                for line, style in _lines(prepared):
                    progress.print(line, style)
    if report is not None:
        report.write(f"By the rules in force on {settings.on.isoformat()}.")
    if not options.json:
        say(f"{checked} checked, {wrong} invalid or unreadable.")
    return 1 if wrong else 0


def _row(prepared: Prepared) -> dict[str, object]:
    return {
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


def _lines(prepared: Prepared) -> Iterator[tuple[str, str]]:
    """What is said of a document, each line with its style."""
    if prepared.error is not None:
        yield f"unreadable  {prepared.file}: {prepared.error}", "bad"
        return
    verdict = {True: "valid     ", False: "INVALID   ", None: "no rules  "}[prepared.valid]
    by = f" by {', '.join(prepared.rulebooks)}" if prepared.rulebooks else ""
    said = f"{verdict}  {prepared.file}: {prepared.document} ({prepared.format}){by}"
    yield said, "bad" if prepared.valid is False else ""
    for finding in prepared.findings:
        yield f"    {finding.severity.value} {finding.rule}: {finding.message}", "notable"
        at_line = f" (line {finding.line})" if finding.line is not None else ""
        yield f"        at {finding.where}{at_line}", "faint"
