"""What people decide: it holds whatever comes, nothing is deleted, and every row of it follows from facts."""

import sqlite3
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from papers import invoice
from papers_bank import Entry, camt

from counterfoil.errors import UsageError
from counterfoil.flow.decisions import (
    ACCEPTED,
    ASSIGNED,
    CONFIRMED,
    REOPENED,
    RESOLVED,
    UNDONE,
    Standing,
    decision_of,
    discrepancies_handled,
    handling_of,
    links_decided,
    standing,
)
from counterfoil.flow.discrepancy_views import discrepancies_view
from counterfoil.flow.facts import entry_of
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.flow.views import LinkFilter, links_view
from counterfoil.store import DiscrepancyRow, FactRow, HandlingRow, LinkRow
from flow.made import intakes_of
from trades import BILLED, BUYER, DAY, SELLER, Clock, trade


def add(home: Home, papers: dict[str, bytes]) -> None:
    list(Recorder(home).add(intakes_of(papers)))


@pytest.fixture
def traded(home: Home) -> Home:
    """A home with one trade, of which the invoice was paid short and too little was received."""
    add(home, trade())
    return home


def the_link(home: Home, kind: str = "pays") -> LinkRow:
    (row,) = (row for row in home.store.links() if row.kind == kind)
    return row


def the_discrepancy(home: Home, code: str = "short-paid") -> DiscrepancyRow:
    (row,) = (row for row in home.store.discrepancies() if row.code == code)
    return row


def decide(home: Home, *ids: bytes, confirmed: bool, why: str | None = None, person: str = "Ada") -> int:
    """How many links were decided on anew."""
    decided = Recorder(home).decide(links_decided(home.store, ids, person, why, confirmed=confirmed))
    return len(decided.decisions)


def handle(home: Home, kind: str, *ids: bytes, why: str = "so be it", to: str | None = None) -> int:
    decided = Recorder(home).decide(discrepancies_handled(home.store, ids, kind, "Ada", why, to))
    return len(decided.handlings)


def facts(home: Home, subject: bytes) -> list[FactRow]:
    return home.store.facts_of(subject)


def codes(home: Home) -> set[str]:
    return {row.code for row in home.store.discrepancies()}


def is_sound(home: Home) -> bool:
    return verify_home(home).damages == ()


# --- links ------------------------------------------------------------------------------------------------------------


def test_an_undone_link_is_gone_with_what_followed_from_it(traded: Home) -> None:
    link = the_link(traded)
    assert "short-paid" in codes(traded)
    assert decide(traded, link.id, confirmed=False, why="not ours") == 1
    assert [row for row in traded.store.links() if row.kind == "pays"] == []
    assert "short-paid" not in codes(traded)
    (row,) = links_view(traded, only=LinkFilter(state="undone"))
    assert (row["id"], row["amount"]) == (link.id.hex(), "300.00")
    assert row["evidence"] == [*link.evidence, "undone by Ada on 2026-03-03: not ours"]
    assert is_sound(traded)


def test_an_undone_link_does_not_come_again_with_more_documents(traded: Home) -> None:
    decide(traded, the_link(traded).id, confirmed=False)
    add(traded, {"2-bank.xml": camt("S-2", BUYER, DAY, "700.00", (Entry("-10.00", DAY, SELLER, "INV-1"),))})
    (row,) = (row for row in traded.store.links() if row.kind == "pays")
    assert row.amount == Decimal("10.00")
    assert is_sound(traded)


def test_a_confirmed_link_stands_and_says_by_whom(traded: Home) -> None:
    link = the_link(traded)
    assert decide(traded, link.id, confirmed=True) == 1
    row = the_link(traded)
    assert (row.id, row.state, row.amount, row.basis) == (link.id, "confirmed", link.amount, "decision")
    (shown,) = links_view(traded, only=LinkFilter(state="confirmed"))
    assert shown["evidence"][-1] == "confirmed by Ada on 2026-03-03"
    assert "short-paid" in codes(traded)
    assert is_sound(traded)


def test_a_copy_repeats_what_a_person_confirmed_and_what_came_later_and_is_one_discrepancy(home: Home) -> None:
    days = [DAY + timedelta(days=days) for days in (0, 4, 8)]
    first, second, third = ({f"{day}.xml": invoice("INV-7", day, day, BUYER, SELLER, BILLED)} for day in days)
    add(home, second | third)
    assert decide(home, the_link(home, "repeats").id, confirmed=True) == 1
    add(home, first)
    ids = {row.issued: row.id for row in home.store.documents()}
    first_id, second_id, third_id = (ids[day] for day in days)
    repeated = {(row.source, row.target) for row in home.store.links() if row.kind == "repeats"}
    assert repeated == {(third_id, second_id), (third_id, first_id), (second_id, first_id)}
    told = {row.document: row.others for row in home.store.discrepancies() if row.code == "duplicate-invoice"}
    assert told == {second_id: (first_id,), third_id: (second_id, first_id)}
    assert is_sound(home)


def test_what_was_undone_can_be_confirmed_and_undone_again(traded: Home) -> None:
    link = the_link(traded)
    for confirmed in (False, True, False, True):
        assert decide(traded, link.id, confirmed=confirmed) == 1
        assert any(row.kind == "pays" for row in traded.store.links()) == confirmed
        assert ("short-paid" in codes(traded)) == confirmed
        assert is_sound(traded)
    row = the_link(traded)
    assert (row.id, row.amount, row.evidence) == (link.id, link.amount, link.evidence)
    found = facts(traded, link.id)
    assert [fact.kind for fact in found] == [UNDONE, CONFIRMED] * 2
    assert [fact.predecessor for fact in found] == [None, *(fact.index for fact in found[:-1])]


def test_a_decision_is_a_fact_of_the_person_with_the_link_as_it_was(traded: Home) -> None:
    link = the_link(traded)
    decide(traded, link.id, confirmed=False, why="of another company", person="Grüner, Köln")
    (fact,) = facts(traded, link.id)
    claims = msgspec.json.decode(fact.claims or b"")
    assert (fact.kind, fact.actor) == (UNDONE, "Grüner, Köln")
    assert (claims["link"], claims["amount"], claims["why"]) == ("pays", "300.00", "of another company")
    assert (claims["source"], claims["target"]) == (link.source.hex(), link.target.hex())
    assert tuple(claims["evidence"]) == link.evidence
    (row,) = traded.store.decisions()
    assert (decision_of(fact), row.confidence) == (row, link.confidence)


def test_deciding_the_same_again_changes_nothing_but_another_reason_does(traded: Home) -> None:
    link = the_link(traded)
    assert decide(traded, link.id, confirmed=True, why="I asked") == 1
    size = traded.store.size()
    assert decide(traded, link.id, confirmed=True) == 0
    assert decide(traded, link.id, confirmed=True, why="I asked") == 0
    assert traded.store.size() == size
    assert decide(traded, link.id, link.id, confirmed=True, why="I asked twice") == 1
    assert [row.why for row in traded.store.decisions()] == ["I asked twice"]
    assert is_sound(traded)


def test_several_links_are_decided_on_at_once_or_not_at_all(traded: Home) -> None:
    bills = [row.id for row in traded.store.links() if row.kind == "bills"]
    assert len(bills) == 2
    size = traded.store.size()
    with pytest.raises(UsageError, match="There is no link 0000"):
        decide(traded, *bills, bytes(16), confirmed=False)
    assert (traded.store.size(), traded.store.decisions()) == (size, [])
    assert decide(traded, *bills, confirmed=False) == 2
    assert "quantity-over-received" not in codes(traded)
    assert is_sound(traded)


def test_links_are_filtered(traded: Home) -> None:
    link = the_link(traded)
    every = [row["id"] for row in links_view(traded)]
    assert every == sorted(every)
    kinds = {row["kind"] for row in links_view(traded, only=LinkFilter(document=link.target))}
    assert kinds == {"bills", "credits", "answers", "pays"}
    assert [row["kind"] for row in links_view(traded, only=LinkFilter(document=link.source))] == ["pays"]
    assert {row["kind"] for row in links_view(traded, only=LinkFilter(kind="ships"))} == {"ships"}
    assert list(links_view(traded, only=LinkFilter(below=Decimal("0.5")))) == []
    assert len(list(links_view(traded, only=LinkFilter(below=Decimal("1.1"))))) == len(every)
    decide(traded, link.id, confirmed=False)
    assert [row["id"] for row in links_view(traded)] == every
    around = LinkFilter(document=link.target, state="undone")
    assert [row["id"] for row in links_view(traded, only=around)] == [link.id.hex()]


# --- discrepancies ----------------------------------------------------------------------------------------------------


def stands(home: Home, code: str = "short-paid") -> tuple[str, str | None, str | None]:
    (row,) = (row for row in discrepancies_view(home) if row["code"] == code)
    return row["state"], row["owner"], row["why"]


def test_a_discrepancy_is_open_until_a_person_says_otherwise(traded: Home) -> None:
    id = the_discrepancy(traded).id
    assert stands(traded) == ("open", None, None)
    steps = [
        (ASSIGNED, "please ask", "Grüner", ("open", "Grüner", "please ask")),
        (ACCEPTED, "too little to ask", None, ("accepted", "Grüner", "too little to ask")),
        (ASSIGNED, "please book", "Weiß", ("accepted", "Weiß", "please book")),
        (RESOLVED, "they paid in cash", None, ("resolved", "Weiß", "they paid in cash")),
        (REOPENED, "they did not", "Grüner", ("open", "Grüner", "they did not")),
    ]
    for kind, why, to, expected in steps:
        assert handle(traded, kind, id, why=why, to=to) == 1
        assert stands(traded) == expected
        assert is_sound(traded)
    found = facts(traded, id)
    assert [fact.kind for fact in found] == [kind for kind, *_ in steps]
    assert {fact.actor for fact in found} == {"Ada"}
    assert [fact.predecessor for fact in found] == [None, *(fact.index for fact in found[:-1])]
    (row,) = traded.store.handlings()
    assert handling_of(found[-1]) == row
    assert stands(traded, "quantity-over-received") == ("open", None, None)


def test_saying_the_same_again_changes_nothing(traded: Home) -> None:
    id = the_discrepancy(traded).id
    assert handle(traded, REOPENED, id) == 0
    assert handle(traded, ACCEPTED, id, id) == 1
    assert handle(traded, ACCEPTED, id) == 0
    assert handle(traded, ACCEPTED, id, why="for another reason") == 1
    assert handle(traded, REOPENED, id, why="no") == 1
    assert handle(traded, REOPENED, id, why="no, no") == 0
    assert handle(traded, ASSIGNED, id, to="Weiß") == 1
    assert handle(traded, ASSIGNED, id, to="Weiß") == 0


def test_what_was_accepted_is_open_again_when_it_has_become_another(traded: Home) -> None:
    handle(traded, ACCEPTED, the_discrepancy(traded).id, to="Grüner", why="small")
    add(traded, {"2-bank.xml": camt("S-2", BUYER, DAY, "700.00", (Entry("-10.00", DAY, SELLER, "INV-1"),))})
    assert the_discrepancy(traded).found == "310.00"
    assert stands(traded) == ("open", "Grüner", None)
    assert is_sound(traded)
    handle(traded, ACCEPTED, the_discrepancy(traded).id, why="still small")
    assert stands(traded) == ("accepted", "Grüner", "still small")


def test_what_was_accepted_stays_so_when_it_closes_and_comes_again(traded: Home) -> None:
    link = the_link(traded)
    handle(traded, ACCEPTED, the_discrepancy(traded).id, why="small")
    decide(traded, link.id, confirmed=False)
    assert "short-paid" not in codes(traded)
    decide(traded, link.id, confirmed=True)
    assert stands(traded) == ("accepted", None, "small")


def test_what_has_closed_by_itself_cannot_be_handled(traded: Home) -> None:
    id = the_discrepancy(traded).id
    decide(traded, the_link(traded).id, confirmed=False)
    with pytest.raises(UsageError, match="may have closed by itself"):
        handle(traded, ACCEPTED, id)


def test_how_a_discrepancy_stands_is_a_matter_of_all_its_values() -> None:
    row = DiscrepancyRow(
        id=bytes(16),
        code="short-paid",
        document=bytes(32),
        line=None,
        expected="10.00",
        found="9.00",
        amount=Decimal("1.00"),
        currency="EUR",
        since=date(2026, 1, 1),
        others=(),
        why=(),
    )
    handling = HandlingRow(
        discrepancy=bytes(16),
        state="resolved",
        owner="A",
        why="b",
        expected="10.00",
        found="9.00",
        amount=Decimal("1.00"),
        fact=0,
    )
    assert standing(row, None) == Standing("open", None, None)
    assert standing(row, handling) == Standing("resolved", "A", "b")
    for change in ({"expected": None}, {"found": "8.00"}, {"amount": Decimal("1.01")}):
        assert standing(msgspec.structs.replace(row, **change), handling) == Standing("open", "A", None)
    assert standing(msgspec.structs.replace(row, since=None, currency=None), handling).state == "resolved"
    assigned = msgspec.structs.replace(handling, state="open", expected="7")
    assert standing(row, assigned) == Standing("open", "A", "b")


# --- the record -------------------------------------------------------------------------------------------------------


def test_another_process_sees_and_keeps_what_was_decided(traded: Home, tmp_path: Path) -> None:
    link = the_link(traded)
    decide(traded, link.id, confirmed=False)
    with open_home(traded.path, Clock()) as other:
        add(other, trade(2))
        assert [row.link for row in other.store.decisions()] == [link.id]
        assert sum(row.kind == "pays" for row in other.store.links()) == 1
        assert is_sound(other)


@pytest.fixture
def decided(traded: Home) -> Home:
    decide(traded, the_link(traded).id, confirmed=True, why="I asked")
    decide(traded, the_link(traded, "credits").id, confirmed=False, why="of another one")
    handle(traded, ACCEPTED, the_discrepancy(traded).id, why="small", to="Grüner")
    return traded


def tampered(home: Home, statement: str, *parameters: object) -> set[str]:
    """Where damage is found after a change behind our back."""
    with closing(sqlite3.connect(home.path / "counterfoil.db")) as database:
        assert database.execute(statement, parameters).rowcount
        database.commit()
    return {damage.where for damage in verify_home(home).damages}


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("confirmed", 0),
        ("quantity", "1"),
        ("unit", "KGM"),
        ("amount", "299.00"),
        ("amount", "300.0"),
        ("currency", "USD"),
        ("confidence", "0.5"),
        ("evidence", "[]"),
        ("why", None),
        ("why", "I did not ask"),
        ("source_line", "2"),
        ("fact", 0),
    ],
)
def test_a_changed_decision_is_found(decided: Home, column: str, value: object) -> None:
    (row,) = (row for row in decided.store.decisions() if row.confirmed)
    where = tampered(decided, f"UPDATE decision SET {column} = ? WHERE link = ?", value, row.link)
    assert f"decision on link {row.link.hex()}" in where


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("state", "resolved"),
        ("owner", None),
        ("why", ""),
        ("expected", "1"),
        ("found", None),
        ("amount", None),
        ("fact", 0),
    ],
)
def test_a_changed_handling_is_found(decided: Home, column: str, value: object) -> None:
    (row,) = decided.store.handlings()
    where = tampered(decided, f"UPDATE handling SET {column} = ?", value)
    assert where == {f"handling of discrepancy {row.discrepancy.hex()}"}


@pytest.mark.parametrize("table", ["decision", "handling"])
def test_a_row_that_is_gone_or_that_no_fact_says_is_found(decided: Home, table: str) -> None:
    assert tampered(decided, f"DELETE FROM {table}")


def test_a_decision_that_nobody_took_is_found(decided: Home) -> None:
    other = next(row.id for row in decided.store.links() if row.kind == "ships")
    (row, *_) = decided.store.decisions()
    columns = "confirmed, kind, source, target, confidence, evidence, fact"
    copied = f"INSERT INTO decision (link, {columns}) SELECT ?, {columns} FROM decision WHERE link = ?"
    where = tampered(decided, copied, other, row.link)
    assert f"decision on link {other.hex()}" in where


def forged(home: Home, kind: str, changes: dict[str, object]) -> set[str]:
    """Where damage is found when the claims of a decision are others, its entry made to fit."""
    fact = next(row for row in home.store.facts() if row.kind == kind)
    claims = {**msgspec.json.decode(fact.claims or b"{}"), **changes}
    text = msgspec.json.encode({name: value for name, value in claims.items() if value is not None}, order="sorted")
    entry = entry_of(msgspec.structs.replace(fact, claims=text))
    where = tampered(home, "UPDATE fact SET claims = ?, entry = ? WHERE no = ?", text, entry, fact.index)
    assert where
    return where & {f"fact {fact.index}"}


@pytest.mark.parametrize(
    ("kind", "changes"),
    [
        (CONFIRMED, {"link": "bills"}),
        (CONFIRMED, {"target": "00" * 32}),
        (CONFIRMED, {"confidence": "high"}),
        (CONFIRMED, {"evidence": None}),
        (UNDONE, {"source": None}),
        (ACCEPTED, {"code": "over-paid"}),
        (ACCEPTED, {"document": "zz"}),
        (ACCEPTED, {"state": "resolved"}),
        (ACCEPTED, {"amount": "much"}),
    ],
)
def test_claims_that_are_not_those_of_a_decision_are_damage_of_their_fact(
    decided: Home, kind: str, changes: dict[str, object]
) -> None:
    assert forged(decided, kind, changes)


def test_an_assignment_may_be_of_any_state_that_there_is(decided: Home) -> None:
    handle(decided, ASSIGNED, the_discrepancy(decided).id, to="Weiß", why="please")
    assert is_sound(decided)
    assert forged(decided, ASSIGNED, {"state": "forgotten"})
