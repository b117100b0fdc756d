"""Rules that stand in every Peppol transaction: nothing empty, no schema location, dates that are days."""

import re
from collections.abc import Sequence
from datetime import date

from msgspec.structs import replace

from counterfoil.model.finding import Severity
from counterfoil.rules._context import Context
from counterfoil.rules._element_rule import ElementRule, at
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import Breach
from counterfoil.rules._rulebook import Contents
from counterfoil.rules._tables import table
from counterfoil.rules._white_space import stripped
from counterfoil.rules.peppol.identifiers import IDENTIFIERS

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}").fullmatch
_DATES = (
    "cbc:IssueDate",
    "cbc:DueDate",
    "cbc:TaxPointDate",
    "cbc:StartDate",
    "cbc:EndDate",
    "cbc:ActualDeliveryDate",
)
_ABOVE: dict[str, str] = {}
_ABOVE_MAX = 20_000


def contents(name: str, *rules: ElementRule) -> Contents:
    """The rulebook of one transaction: the rules of all transactions, those of its table, and these."""
    return Contents(elements=(*COMMON, *table("counterfoil.rules.peppol_transactions", f"{name}.tsv"), *rules))


def no_schema_location(rule_id: str, severity: Severity = Severity.FATAL) -> ElementRule:
    """A rule that the root does not say where its schema is: whoever believes that reads what a stranger wants."""

    @at(rule_id, "/", severity=severity)
    def rule(elements: Elements, place: int) -> bool | Breach:
        for name, value in elements.trace.attributes.get(place, ()):
            if name.rpartition("}")[2] == "schemaLocation":
                return Breach(found=value)
        return True

    return rule


def _empty(elements: Elements, path: str) -> Sequence[Breach]:
    """Every element that has neither children nor text; one with children has no text in the trace either."""
    del path
    paths, texts = elements.trace.paths, elements.trace.texts
    bare = [place for place, text in enumerate(texts) if not text or text.isspace()]
    last = len(texts) - 1
    return [
        Breach(place=place)
        for place in bare
        if (place == last or _ABOVE.get(paths[place + 1]) != paths[place])
        and not (place < last and _is_child(paths[place + 1], paths[place]))
        and not stripped(texts[place] or "")
    ]


def _is_child(path: str, above: str) -> bool:
    """Whether the element after one stands in it, by their paths; remembered, as documents are much alike."""
    if not path.startswith(above + "/"):
        return False
    if len(_ABOVE) >= _ABOVE_MAX:
        _ABOVE.clear()
    _ABOVE[path] = above
    return True


@at("PEPPOL-COMMON-R030", *_DATES)
def _day(elements: Elements, place: int) -> bool | Breach:
    text = elements.text(place)
    if _DAY(text):
        try:
            date.fromisoformat(text)
        except ValueError:
            pass
        else:
            return True
    return Breach(found=text)


COMMON = (
    ElementRule(id="PEPPOL-COMMON-R001", context=Context(forms=("/",)), find=_empty),
    no_schema_location("PEPPOL-COMMON-R003", Severity.WARNING),
    _day,
    # Terms are those of invoices, which these documents are none of.
    *(replace(rule, terms=()) for rule in IDENTIFIERS),
)
