"""The business terms that each rule names, for the person who has to mend the document."""

import csv
import re
from pathlib import Path

from counterfoil.rules import RULEBOOKS

RULES = [(book, rule) for book in RULEBOOKS for rule in book.rules]
TERM = re.compile(r"B[TG]-[1-9][0-9]{0,2}(-[1-9])?")


def test_every_term_is_one() -> None:
    odd = {(rule.id, term) for _, rule in RULES for term in rule.terms if not TERM.fullmatch(term)}
    assert odd == set()


def test_no_rule_names_a_term_twice() -> None:
    assert [rule.id for _, rule in RULES if len(set(rule.terms)) != len(rule.terms)] == []


def test_a_rule_names_the_terms_that_its_official_text_does(corpora: Path) -> None:
    with (corpora / "verdicts" / "rules.tsv").open(encoding="utf-8", newline="") as file:
        official = {(row["rulebook"], row["rule"]): row["terms"] for row in csv.DictReader(file, delimiter="\t")}
    lacking = [
        f"{rule.id} lacks {term}"
        for book, rule in RULES
        for term in _terms(official.get((book.id, rule.id), ""))
        if term not in rule.terms
    ]
    # That text writes the sum of the lines as their sum, which is a term of its own (BT-106).
    assert set(lacking) <= {"BR-CO-13 lacks BT-131"}


def _terms(text: str) -> list[str]:
    """Its single terms; groups only tell where they stand."""
    return [match.group() for match in TERM.finditer(text) if match.group().startswith("BT")]
