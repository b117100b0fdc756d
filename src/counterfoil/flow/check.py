"""Is a document right by the official rules? The verdict on what was read."""

from collections.abc import Sequence
from datetime import date

from counterfoil.errors import UsageError
from counterfoil.formats import Reading
from counterfoil.formats.table import FORMAT as TABLE
from counterfoil.model._base import Model
from counterfoil.model.finding import Finding
from counterfoil.rules import RULEBOOKS, Rulebook, check, rulebooks_for, valid


class Verdict(Model):
    """The rulebooks that were applied, and what they found.

    `valid` is None where no rulebook exists for such a document.
    """

    rulebooks: tuple[str, ...] = ()
    valid: bool | None = None
    findings: tuple[Finding, ...] = ()


def verdict_on(reading: Reading, on: date, rulebooks: Sequence[str] = ()) -> Verdict:
    """Check a document by the rulebooks in force on that day, or by those named ("en16931@1.3.16")."""
    if reading.format == TABLE:
        return Verdict()  # a row of an export is not the document that the rules are about
    if rulebooks:
        # A rulebook that was named takes the place of the choice, but says nothing of another kind of document.
        root = reading.trace.paths[0] if reading.trace is not None and reading.trace.paths else ""
        chosen = tuple(one for one in named_rulebooks(rulebooks) if root in one.roots)
    else:
        chosen = rulebooks_for(reading.trace, on)
    if not chosen:
        return Verdict()
    findings = check(reading.model, reading.trace, chosen)
    return Verdict(
        rulebooks=tuple(rulebook.id for rulebook in chosen), valid=valid(findings, chosen), findings=findings
    )


def named_rulebooks(names: Sequence[str]) -> tuple[Rulebook, ...]:
    """The rulebooks with these ids; UsageError with those that there are where one is unknown."""
    known = {rulebook.id: rulebook for rulebook in RULEBOOKS}
    for name in names:
        if name not in known:
            raise UsageError(f"There is no rulebook {name!r}.", f"Known are {', '.join(sorted(known))}.")
    return tuple(known[name] for name in dict.fromkeys(names))
