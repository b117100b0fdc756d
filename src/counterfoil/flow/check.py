"""Is a document right by its schema and the official rules? The verdict on what was read."""

from collections.abc import Sequence
from datetime import date
from difflib import get_close_matches

from counterfoil.errors import UsageError
from counterfoil.formats import Reading
from counterfoil.formats.structure import FACTUR_X as PROFILES
from counterfoil.formats.structure import faults, is_fragment, is_known
from counterfoil.formats.table import FORMAT as TABLE
from counterfoil.model._base import Model
from counterfoil.model.finding import Finding, Severity
from counterfoil.model.statement import Statement
from counterfoil.model.structure import StructureFault
from counterfoil.model.summary import StatementSummary
from counterfoil.model.trace import Trace
from counterfoil.rules import RULEBOOKS, Rulebook, check, rulebooks_for, valid
from counterfoil.rules._elements import Elements
from counterfoil.rules._rulebook import CII_ROOT
from counterfoil.rules._told import customization_of
from counterfoil.rules.factur_x import FACTUR_X
from counterfoil.rules.statements import statement_findings
from counterfoil.texts import sentence


class Verdict(Model):
    """The rulebooks that were applied, and what was found.

    `valid` is None where no rulebook exists for such a document and its structure is not known to be wrong.
    """

    rulebooks: tuple[str, ...] = ()
    valid: bool | None = None
    findings: tuple[Finding, ...] = ()


def verdict_on(reading: Reading, on: date, rulebooks: Sequence[str] = ()) -> Verdict:
    """Check a document's structure, and the rulebooks in force on that day or those named ("en16931@1.3.16").

    The structure is that of the profile of Factur-X which the document is of, or whose rulebook is named. Where
    rulebooks are named, a part of a document, which lacks what its schema demands below the root, is judged by their
    rules alone.
    """
    trace = reading.trace
    if isinstance(reading.model, Statement) and isinstance(reading.summary, StatementSummary):
        return Verdict(findings=statement_findings(reading.model, reading.summary, trace))
    if reading.format == TABLE or trace is None:
        return Verdict()  # a row of an export is not the document that the rules are about
    if rulebooks:
        # A rulebook that was named takes the place of the choice, but says nothing of another kind of document.
        chosen = tuple(one for one in named_rulebooks(rulebooks) if trace.paths[0] in one.roots)
    else:
        chosen = rulebooks_for(trace, on)
    schema = _profile(trace, chosen if rulebooks else FACTUR_X, named=bool(rulebooks))
    broken = () if rulebooks and is_fragment(trace, schema) else _structure(trace, schema)
    if not chosen:
        return Verdict(valid=False if broken else None, findings=broken)
    findings = (*broken, *check(reading.model, trace, chosen))
    return Verdict(
        rulebooks=tuple(rulebook.id for rulebook in chosen), valid=valid(findings, chosen), findings=findings
    )


def named_rulebooks(names: Sequence[str]) -> tuple[Rulebook, ...]:
    """The rulebooks with these ids, or of a name alone the latest version; UsageError where one is unknown."""
    if not names:
        return ()
    known = {rulebook.id: rulebook for rulebook in RULEBOOKS}
    for rulebook in sorted(RULEBOOKS, key=lambda one: one.valid_from):
        known[rulebook.name] = rulebook
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, n=2)
            meant = f"Did you mean {' or '.join(near)}? " if near else ""
            hint = f"{meant}Known are {', '.join(rulebook.id for rulebook in RULEBOOKS)}."
            raise UsageError(f"There is no rulebook {name!r}.", hint)
    return tuple(dict.fromkeys(known[name] for name in names))


def _profile(trace: Trace, rulebooks: Sequence[Rulebook], *, named: bool) -> str | None:
    """The schema of the profile of Factur-X that a document is judged by: the first that was named, or its own."""
    root = trace.paths[0]
    if root != CII_ROOT:
        return None
    guideline = None if named else customization_of(trace)
    for rulebook in rulebooks:
        if rulebook.name in PROFILES and (named or rulebook.applies(root, guideline, None)):
            return rulebook.name
    return None


def _structure(trace: Trace, schema: str | None) -> tuple[Finding, ...]:
    """What breaks the published schema."""
    if not is_known(trace, schema) or not (found := faults(trace, trace.tree, schema)):
        return ()
    elements = Elements(trace)
    return tuple(_finding(fault, elements) for fault in found)


def _finding(fault: StructureFault, elements: Elements) -> Finding:
    return Finding(
        rule=fault.code,
        severity=Severity.FATAL,
        where=elements.where(fault.place),
        line=elements.trace.line(fault.place),
        found=fault.found,
        expected=fault.expected,
        message=sentence(fault.sentence, about=fault.about, found=fault.found, expected=fault.expected),
    )
