"""`counterfoil rules`: what there is, and what a rule asks."""

import pytest

from cli.running import run
from counterfoil.rules import RULEBOOKS


def test_the_rulebooks_are_listed() -> None:
    done = run("rules", "--json")
    assert [row["rulebook"] for row in done.rows] == [book.id for book in RULEBOOKS]
    assert all(row["rules"] > 0 and row["documents"] for row in done.rows)
    table = run("rules")
    assert (table.status, all(book.id in table.out for book in RULEBOOKS)) == (0, True)


@pytest.mark.parametrize("name", [*(book.id for book in RULEBOOKS), *(book.name for book in RULEBOOKS)])
def test_the_rules_of_a_rulebook_are_listed(name: str) -> None:
    (book,) = (book for book in RULEBOOKS if name in (book.id, book.name))
    rows = run("rules", name, "--json").rows
    assert {row["rule"] for row in rows} == {rule.id for rule in book.rules}
    assert len(rows) == len({row["rule"] for row in rows})
    for row in rows:
        assert row["messages"], row
        assert all(said[0].isupper() or not said[0].isalpha() for said in row["messages"]), row
        assert "{" not in "".join(row["messages"])
    table = run("rules", name)
    assert table.status == 0
    assert table.out.splitlines()[-1].endswith(f"counterfoil rules {rows[0]['rule']}")


def test_a_rule_is_explained_in_every_rulebook_that_has_it() -> None:
    done = run("rules", "br-co-10")
    assert done.status == 0
    assert "BR-CO-10  (fatal, in en16931@1.3.16)" in done.out
    assert "The sum of the line amounts (BT-106) is …, but the lines add up to …." in done.out
    assert "BT-106: sum of the line amounts" in done.out


def test_a_rule_over_elements_says_where_it_is_asked() -> None:
    (row, *_) = run("rules", "UBL-CR-001", "--json").rows
    assert row["where"]
    assert f"asked at {row['where'][0]}" in run("rules", "UBL-CR-001").out


def test_a_name_that_is_neither_is_answered_with_its_likes() -> None:
    done = run("rules", "BR-CO-100")
    assert (done.status, done.out) == (2, "")
    assert "There is no rulebook and no rule 'BR-CO-100'." in done.err
    assert "Did you mean BR-CO-10" in done.err
    assert "'counterfoil rules' lists the rulebooks" in run("rules", "qqqqqqqqqqq").err


@pytest.mark.parametrize("name", ["BR-CO-1O", "br-c0-10", "BR-CO-1"])
def test_what_looks_alike_or_goes_on_is_meant_first(name: str) -> None:
    assert "Did you mean BR-CO-10" in run("rules", name).err
