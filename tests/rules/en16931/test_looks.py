"""Looks that are said to find nothing without some elements, which spares documents without them: they find nothing."""

import pytest

from counterfoil.formats import read
from counterfoil.model.settings import Limits
from counterfoil.rules import check
from counterfoil.rules._elements import Elements
from counterfoil.rules._rule import CII, UBL, Where
from counterfoil.rules._rulebook import SYNTAXES
from rules.edits import edited, recorded
from rules.invoices import EN16931

CASES = [(name, edits) for name, _, edits in recorded("xrechnung.tsv")][::3] + [
    (f"{prefix}{syntax}.xml", edits)
    for prefix, table in (("codes-", "codes.tsv"), ("", "en16931/elements.tsv"))
    for syntax, _, edits in recorded(table)
][::3]
WHERE = {
    syntax: {key: look for key, look in EN16931.contents.looks[syntax].items() if isinstance(look, Where)}
    for syntax in (UBL, CII)
}


def test_what_has_no_such_elements_breaks_no_such_rule() -> None:
    spared = dict.fromkeys(((syntax, rule) for syntax in WHERE for rule in WHERE[syntax]), 0)
    for name, edits in CASES:
        reading = next(iter(read(edited(name, edits), Limits())))
        elements = Elements(reading.trace)
        syntax = SYNTAXES[elements.root]
        for asked in EN16931.contents.plans[syntax].rules:
            where = WHERE[syntax].get(asked.rule.id)
            if where is not None and not where.contexts(elements):
                spared[syntax, asked.rule.id] += 1
                assert list(where.look(asked.find, reading.model, elements)) == [], (name, edits)
    assert sum(map(bool, spared.values())) > len(spared) / 2


@pytest.mark.parametrize(("name", "edits"), CASES[::25], ids=str)
def test_a_document_is_judged_the_third_time_as_the_first(name: str, edits: list[list[str]]) -> None:
    def judged() -> object:
        reading = next(iter(read(edited(name, edits), Limits())))
        return check(reading.model, reading.trace, (EN16931,))

    assert judged() == judged() == judged()
