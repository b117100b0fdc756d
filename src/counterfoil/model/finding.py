"""What a rule found wrong in a document."""

from enum import StrEnum

from counterfoil.model._base import Model


class Severity(StrEnum):
    """How grave a finding is; only a fatal one makes a document invalid."""

    FATAL = "fatal"
    WARNING = "warning"
    INFORMATION = "information"


class Finding(Model):
    """A rule that a document breaks, with the place and a sentence for a person."""

    rule: str
    severity: Severity
    where: str
    """An XPath into the document, with the format's prefixes."""
    line: int | None = None
    """The line of the document that the element begins on, from 1."""
    rulebook: str = ""
    """Name and version of the rulebook whose rule it is; "" for the document's structure."""
    terms: tuple[str, ...] = ()
    """Business terms and groups concerned, such as "BT-106"."""
    found: str | None = None
    expected: str | None = None
    message: str = ""
