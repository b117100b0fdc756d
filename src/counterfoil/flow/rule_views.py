"""Rulebooks and rules as rows for people and programs: what there is, and what a rule asks."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any

from counterfoil.errors import UsageError
from counterfoil.rules import RULEBOOKS, ElementRule, Rule, Rulebook
from counterfoil.texts import sentence, term

_ANY = "…"
"""Stands in a sentence for what the document says."""


def rulebooks_view() -> Iterator[dict[str, Any]]:
    """A row a rulebook, in the order in which they are applied."""
    for rulebook in RULEBOOKS:
        yield {
            "rulebook": rulebook.id,
            "valid_from": rulebook.valid_from.isoformat(),
            "documents": list(rulebook.roots),
            "rules": len({rule.id for rule in rulebook.rules}),
        }


def rules_view(name: str) -> list[dict[str, Any]]:
    """The rules of a rulebook ("en16931" or "en16931@1.3.16"), or those of one id in every rulebook that has it.

    A row for each rule of each rulebook, in the order of the rulebook. UsageError where there is neither.
    """
    books = [book for book in RULEBOOKS if name.lower() in (book.id, book.name)]
    if books:
        return [row for book in books for row in _rows(book, None)]
    found = [row for book in RULEBOOKS for row in _rows(book, name)]
    if not found:
        raise UsageError(f"There is no rulebook and no rule {name!r}.", _hint(name))
    return found


def _rows(book: Rulebook, wanted: str | None) -> Iterator[dict[str, Any]]:
    """One row an id: what a rule asks at several places, or in both syntaxes, stands together."""
    by_id: dict[str, list[Rule | ElementRule]] = {}
    for rule in book.rules:
        if wanted is None or rule.id.lower() == wanted.lower():
            by_id.setdefault(rule.id, []).append(rule)
    for rule_id, rules in by_id.items():
        terms = tuple(dict.fromkeys(number for rule in rules for number in rule.terms))
        yield {
            "rulebook": book.id,
            "rule": rule_id,
            "severity": rules[0].severity.value,
            "terms": {number: term(number) for number in terms},
            "where": list(dict.fromkeys(form for rule in rules for form in _forms(rule))),
            "messages": list(dict.fromkeys(map(_said, rules))),
        }


def _forms(rule: Rule | ElementRule) -> tuple[str, ...]:
    return rule.context.forms if isinstance(rule, ElementRule) else ()


def _said(rule: Rule | ElementRule) -> str:
    """What is said where it is broken, with room for what the document says."""
    if not isinstance(rule, ElementRule):
        return sentence(rule.id, found=_ANY, expected=_ANY)
    place = rule.context.forms[0].rpartition("/")[2] or "the document"
    said = sentence(rule.text or rule.id, found=_ANY, expected=_ANY, about=rule.about, place=place)
    return said[:1].upper() + said[1:]


def _hint(name: str) -> str:
    known = {rule.id.lower(): rule.id for book in RULEBOOKS for rule in book.rules}
    known |= {book.name: book.name for book in RULEBOOKS}
    wanted = name.lower()
    alike = [one for one in known if _plain(one) == _plain(wanted)]
    longer = [one for one in known if wanted and one.startswith(wanted)]
    near = [known[one] for one in dict.fromkeys([*alike, *sorted(longer), *get_close_matches(wanted, known, n=3)])][:3]
    if near:
        return f"Did you mean {' or '.join(near)}?"
    return "'counterfoil rules' lists the rulebooks, 'counterfoil rules RULEBOOK' the rules of one."


def _plain(name: str) -> str:
    """A name with characters that look the same written the same."""
    return name.translate(str.maketrans("oil", "011"))
