"""The lists of codes that official rulebooks check values against, each exactly as a published artefact has it.

A file `NAME@RELEASE.txt` holds one list, in the order of the artefact that had it first; its head says who keeps the
list, and in which release it stood. `lists.tsv` says which list a rule of a rulebook means, and how a value is read:

| reading | a value passes if |
|---|---|
| `word` | it is a code, white space around it aside |
| `words` | it is a code, or several that are neighbours in the list, white space normalised |
| `written-words` | as `words`, but as written: white space is not normalised |
| `token` | its text is a code, white space around it aside |
| `exact` | it is a code, as written |
| `exact-or-empty` | it is a code, as written, or has no characters |
| `part` | it is any part of the codes in their order with a blank between them (`written`) |

`tools/code_lists.py` makes all of these files from the artefacts.
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

_HERE = files("counterfoil.rules.codes")


@cache
def codes(name: str) -> frozenset[str]:
    """The codes of a list by its full name ("currencies@en16931-1.3.16")."""
    return frozenset(_ordered(name))


@cache
def written(name: str) -> str:
    """The codes in the order of the artefact, with a blank before and after each: what a `part` is a part of."""
    return f" {' '.join(_ordered(name))} "


def meant(rulebook: str, syntax: str, rule: str) -> tuple[str, ...]:
    """The full names of the lists that a rule of a rulebook's version means; empty where it means none."""
    return _meant().get((rulebook, syntax, rule), ())


def _ordered(name: str) -> list[str]:
    lines = (_HERE / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return [code for line in lines if not line.startswith("#") for code in line.split()]


@cache
def _meant() -> Mapping[tuple[str, str, str], tuple[str, ...]]:
    found: dict[tuple[str, str, str], tuple[str, ...]] = {}
    for line in (_HERE / "lists.tsv").read_text(encoding="utf-8").splitlines()[1:]:
        rulebook, syntax, rule, name, _reading, _comment = line.split("\t")
        key = (rulebook, syntax, rule)
        found[key] = (*found.get(key, ()), name)
    return found
