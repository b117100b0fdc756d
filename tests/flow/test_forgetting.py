"""A document, or an entry of a statement, is forgotten: nothing of it is left but its id, and all else holds."""

import hashlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from papers import Line, invoice
from papers_bank import Entry, camt

from counterfoil.errors import StoreError, UsageError
from counterfoil.flow.decisions import ACCEPTED, RESOLVED, discrepancies_handled, links_decided
from counterfoil.flow.facts import entry_of, left_of
from counterfoil.flow.finishing import finish
from counterfoil.flow.forgetting import ALREADY, DONE, REFUSED
from counterfoil.flow.forgotten_list import LIST, read_list
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options
from counterfoil.flow.reconcile import reconciled
from counterfoil.flow.record import Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.flow.verify_file import verify_file
from counterfoil.log.erasure import disclosures_left
from counterfoil.log.merkle import leaf_hash
from counterfoil.model.settings import Period, Retention, Settings
from counterfoil.model.summary import StatementSummary
from flow.forgetting import OTHER, SALARY, SECRET, add, ask, assert_sound, forget, holding, traded, with_salary
from flow.made import intakes_of
from trades import BUYER, DAY, SELLER, Clock, made_home, trade

MAPPING = """
document = "invoice"
us = "buyer"
[columns]
"No" = "number"
"Day" = "issued"
"Seller" = "seller.name"
"Total" = "payable"
"""


# --- A document -------------------------------------------------------------------------------------------------------


def test_of_a_document_only_id_kind_and_that_it_was_forgotten_are_left(home: Home) -> None:
    ids = traded(home)
    before = {row.index: row.entry for row in home.store.facts()}
    forgot = forget(home, ids["invoice"])
    assert (forgot.document, forgot.kept_until, forgot.others) == ("invoice", date(2036, 12, 31), 0)
    row = home.store.documents_by_id([ids["invoice"]])[ids["invoice"]]
    assert (row.document, row.role, row.forgotten) == ("invoice", "forgotten", forgot.fact)
    assert {row.number, row.issuer, row.partner, row.issued, row.amount, row.valid} == {None}
    assert (row.file, row.format) == ("", "")
    assert home.store.open_original(row.original) is None
    around = [*home.store.links_from([row.id]), *home.store.links_to([row.id])]
    assert (around, list(home.store.discrepancies([row.id]))) == ([], [])
    assert row.id not in {document for *_, document in (*home.store.keys(), *home.store.places())}
    facts = {row.index: row for row in home.store.facts()}
    assert before.items() <= {index: fact.entry for index, fact in facts.items()}.items()
    own = [fact for fact in facts.values() if fact.subject == row.id and fact.kind != "document.forgotten/1"]
    assert len(own) == 3
    assert {(fact.claims, fact.secret) for fact in own} == {(None, None)}
    named = [fact.kind for fact in facts.values() if row.id.hex().encode() in (fact.claims or b"")]
    assert named == ["document.forgotten/1"]
    assert_sound(home)


def test_who_forgot_what_when_and_why_is_recorded(home: Home) -> None:
    ids = traded(home)
    forgot = forget(home, ids["invoice"])
    assert forgot.fact is not None
    (fact,) = home.store.facts(forgot.fact, forgot.fact + 1)
    assert (fact.kind, fact.subject, fact.actor) == ("document.forgotten/1", ids["invoice"], "Ada")
    said = msgspec.json.decode(fact.claims or b"")
    assert said.keys() == {"document", "facts", "originals", "why", "kept_until"}
    assert (said["document"], said["why"], said["kept_until"]) == ("invoice", "asked to", "2036-12-31")
    (told,) = verify_home(home).forgotten
    assert (told.id, told.actor, told.why, told.recorded_again) == (ids["invoice"].hex(), "Ada", "asked to", False)


def test_no_byte_of_a_document_is_left_in_any_file(tmp_path: Path) -> None:
    path = made_home(tmp_path / "home")
    texts = (SECRET.name, SECRET.vat, "GEHEIM-4711", "Betriebsgeheimnis", "Ueberschwang.xml", "98765.43")
    paper = invoice("GEHEIM-4711", DAY, DAY, BUYER, SECRET, (Line("1", "Betriebsgeheimnis", "1", "98765.43"),))
    with open_home(path, Clock()) as home:
        traded(home)
        ids = add(home, **{"Ueberschwang.xml": paper})
        pay = camt("S-9", BUYER, DAY, "1.00", (Entry("-117530.86", DAY, SELLER, "RE GEHEIM-4711"),))
        add(home, bank=pay)
        assert holding(path, *texts)
        forget(home, ids["Ueberschwang.xml"])
        left = holding(path, *texts)
        # What the bank's statement says is of the statement: it names the number.
        statement = hashlib.sha256(pay).hexdigest()
        assert set(left) == {statement, "counterfoil.db"}
        assert set(holding(path, *(text for text in texts if text != "GEHEIM-4711"))) == set()
        Recorder(home).forget([ask(row.id) for row in home.store.documents() if row.number == "S-9"])
        assert holding(path, *texts) == []
        assert_sound(home)


def test_it_can_be_forgotten_once(home: Home) -> None:
    ids = traded(home)
    first = forget(home, ids["invoice"])
    size = home.store.size()
    (again,) = Recorder(home).forget([ask(ids["invoice"])])
    assert (again.status, again.fact, home.store.size()) == (ALREADY, first.fact, size)


def test_what_is_not_there_cannot_be_forgotten(home: Home) -> None:
    with pytest.raises(UsageError, match="no document"):
        Recorder(home).forget([ask(bytes(32))])


def test_claims_that_are_missing_are_damage_and_not_forgotten(home: Home) -> None:
    ids = traded(home)
    row = home.store.documents_by_id([ids["order"]])[ids["order"]]
    with home.store.writing():
        home.store.forget_facts([row.fact])
    with pytest.raises(StoreError, match="are missing"):
        Recorder(home).forget([ask(ids["order"])])
    assert f"fact {row.fact}" in {one.where for one in verify_home(home).damages}


# --- What people said -------------------------------------------------------------------------------------------------


def test_decisions_about_it_go_and_others_are_told_without_its_number(home: Home) -> None:
    ids = traded(home)
    recorder = Recorder(home)
    links = {row.kind: row for row in home.store.links()}
    chosen = [links["ships"].id, links["credits"].id]
    recorder.decide(links_decided(home.store, chosen[:1], "Bob", "as INV-1 says", confirmed=True))
    recorder.decide(links_decided(home.store, chosen[1:], "Bob", "as INV-1 says", confirmed=True))
    forget(home, ids["invoice"])
    (left,) = home.store.decisions()
    assert (left.link, left.why, left.confirmed) == (links["ships"].id, None, True)
    (fact,) = home.store.facts(left.fact, left.fact + 1)
    assert (fact.actor, fact.kind) == ("Bob", "link.confirmed/1")
    told = [row.claims or b"" for row in home.store.facts() if row.kind.startswith("link.")]
    assert not any(b"INV-1" in claims for claims in told)
    assert_sound(home)


def test_what_was_handled_stays_only_where_it_says_nothing_of_it(home: Home) -> None:
    ids = traded(home)
    recorder = Recorder(home)
    rows = {(row.code, row.document): row for row in home.store.discrepancies()}
    assert rows
    for number, row in enumerate(rows.values()):
        kind = ACCEPTED if number % 2 else RESOLVED
        recorder.decide(discrepancies_handled(home.store, [row.id], kind, "Bob", "fine"))
    forget(home, ids["receipt"])
    now = {row.id: row for row in home.store.discrepancies()}
    for handling in home.store.handlings():
        row = now[handling.discrepancy]
        assert (handling.expected, handling.found, handling.amount) == (row.expected, row.found, row.amount)
    gone = {row.id for row in rows.values()} - {one.discrepancy for one in home.store.handlings()}
    assert gone
    told = {row.subject for row in home.store.facts() if row.kind.startswith("discrepancy.") and row.claims}
    assert not told & gone
    assert_sound(home)


# --- An entry of a statement ------------------------------------------------------------------------------------------


def test_a_salary_is_forgotten_and_the_other_entries_can_still_be_proven(home: Home) -> None:
    id = with_salary(home)
    row = home.store.documents_by_id([id])[id]
    (before,) = home.store.facts(row.fact, row.fact + 1)
    shown = disclosures_left(left_of(before))
    texts = (SECRET.name, SECRET.iban, "778899", "4711.13")
    assert holding(home.path, *texts)
    forgot = forget(home, id, "2")
    assert (forgot.entries, forgot.status) == (("2",), DONE)
    assert holding(home.path, *texts) == []
    (after,) = home.store.facts(row.fact, row.fact + 1)
    assert (after.entry, after.secret, entry_of(after)) == (before.entry, None, before.entry)
    assert shown.keys() - disclosures_left(left_of(after)).keys() == {"lines/1"}
    assert disclosures_left(left_of(after)).items() <= shown.items()
    summary = msgspec.json.decode(after.claims or b"", type=StatementSummary)
    assert [line.position for line in summary.lines] == ["1", "3"]
    assert home.store.documents_by_id([id])[id].number == "S-7"
    assert leaf_hash(after.entry) == leaf_hash(before.entry)
    assert reconciled(home, id).forgotten == ("2",)
    assert {(link.source_line, link.kind) for link in home.store.links_from([id])} <= {("1", "pays"), ("3", "pays")}
    assert_sound(home)


def test_entries_are_forgotten_one_after_the_other_and_the_statement_last(home: Home) -> None:
    id = with_salary(home)
    forget(home, id, "2")
    forget(home, id, "1", "3")
    assert reconciled(home, id).entries == ()
    assert_sound(home)
    (again,) = Recorder(home).forget([ask(id, "3")])
    assert (again.status, again.entries) == (ALREADY, ("3",))
    assert [set(one.entries) for one in read_list(home.path / LIST)] == [{"1", "2", "3"}]
    forget(home, id)
    assert [one.entries for one in read_list(home.path / LIST)] == [()]
    assert_sound(home)
    with pytest.raises(UsageError, match="was forgotten"):
        reconciled(home, id)


def test_an_entry_that_is_not_there_is_told(home: Home) -> None:
    id = with_salary(home)
    with pytest.raises(UsageError, match="no entry 9"):
        Recorder(home).forget([ask(id, "9")])
    order = next(row.id for row in home.store.documents() if row.document == "order")
    with pytest.raises(UsageError, match="Entries of a statement"):
        Recorder(home).forget([ask(order, "1")])


def test_who_we_are_may_change_afterwards(home: Home) -> None:
    id = with_salary(home)
    forget(home, id, "2")
    forget(home, next(row.id for row in home.store.documents() if row.document == "invoice"))
    owner = msgspec.structs.replace(home.settings.owner, name=SELLER.name, vat=SELLER.vat, gln=SELLER.gln, ibans=())
    home.settings = msgspec.structs.replace(home.settings, owner=owner)
    del home.us
    add(home, **{"2-order": trade(2)["2-order.xml"]})
    assert {row.role for row in home.store.documents()} >= {"seller", "forgotten"}
    assert_sound(home)


# --- Retention --------------------------------------------------------------------------------------------------------


def kept(settings: Settings, **periods: Period) -> Settings:
    given = {name.replace("_", "-"): period for name, period in periods.items()}
    changed = [
        Retention(document=one.document, period=given.get(one.document, one.period)) for one in settings.retention
    ]
    return msgspec.structs.replace(settings, retention=tuple(changed))


def test_what_is_to_be_kept_is_refused_unless_that_is_overridden(home: Home) -> None:
    ids = traded(home)
    size = home.store.size()
    (refused,) = Recorder(home).forget([ask(ids["invoice"], override=False)])
    assert (refused.status, refused.kept_until, home.store.size()) == (REFUSED, date(2036, 12, 31), size)
    assert "2036-12-31" in (refused.error or "")
    assert home.store.documents_by_id([ids["invoice"]])[ids["invoice"]].number == "INV-1"


def test_after_its_time_it_needs_no_override(home: Home) -> None:
    ids = traded(home)
    home.settings = kept(home.settings, invoice=Period(count=1, unit="days"), order=Period(count=0))
    (past, free) = Recorder(home).forget([ask(ids["invoice"], override=False), ask(ids["order"], override=False)])
    assert (past.status, past.kept_until) == (REFUSED, date(2026, 3, 3))  # the last day of it is today
    assert (free.status, free.kept_until) == (DONE, None)


# --- Originals with several documents ---------------------------------------------------------------------------------


@pytest.fixture
def tables(home: Home, tmp_path: Path) -> list[Path]:
    """Two exports of one table, the second with a row more; the mapping is the home's."""
    (home.path / "mappings" / "m.toml").write_text(MAPPING, "utf-8")
    rows = ["R-1000,2026-01-31,Nord Company,100", "R-2000,2026-01-31,Ottilie Company,200", "R-3000,2026-02-01,Sued,300"]
    paths = []
    for number, shown in enumerate((rows[:2], rows)):
        paths.append(tmp_path / f"{number}.csv")
        paths[-1].write_text("\n".join(["No,Day,Seller,Total", *shown, ""]), "utf-8")
    return paths


def add_tables(home: Home, paths: Sequence[Path], *, even_forgotten: bool = False) -> list[tuple[str, Any]]:
    options = Options(on=DAY, mappings=load_mappings([], home.path), us=home.us)
    added = Recorder(home).add(intakes(paths, options), even_forgotten=even_forgotten)
    return [(one.status, one.number) for one in added]


def test_all_originals_go_in_which_it_stands_and_the_other_documents_stay(home: Home, tables: list[Path]) -> None:
    add_tables(home, tables)
    assert len(list(home.store.originals())) == 2
    id = next(row.id for row in home.store.documents() if row.number == "R-2000")
    forgot = forget(home, id)
    assert (len(forgot.originals), forgot.others, list(home.store.originals())) == (2, 2, [])
    assert {row.number for row in home.store.documents()} == {"R-1000", None, "R-3000"}
    assert holding(home.path, "Ottilie") == []
    assert_sound(home)


def test_a_table_that_cannot_be_read_as_it_was_goes_too(home: Home, tables: list[Path]) -> None:
    add_tables(home, tables)
    (home.path / "mappings" / "m.toml").unlink()
    id = next(row.id for row in home.store.documents() if row.number == "R-1000")
    forget(home, id)
    assert len(list(home.store.originals())) in (0, 1)
    assert_sound(home)


def test_a_later_export_with_it_is_recorded_without_it_and_not_kept(home: Home, tables: list[Path]) -> None:
    add_tables(home, tables[:1])
    id = next(row.id for row in home.store.documents() if row.number == "R-2000")
    forget(home, id)
    said = add_tables(home, tables[1:])
    assert said == [("already-recorded", "R-1000"), ("refused", "R-2000"), ("recorded", "R-3000")]
    assert list(home.store.originals()) == []
    assert holding(home.path, "Ottilie") == []
    assert_sound(home)


def test_an_export_over_several_batches_is_not_kept_either(
    home: Home, tables: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    add_tables(home, tables[:1])
    forget(home, next(row.id for row in home.store.documents() if row.number == "R-2000"))
    lines = tables[1].read_text("utf-8").splitlines()
    tables[1].write_text("\n".join([lines[0], lines[3], lines[1], lines[2], "R-4000,2026-02-02,West,400", ""]), "utf-8")
    monkeypatch.setattr("counterfoil.flow.record._BATCH_DOCUMENTS", 1)
    said = add_tables(home, tables[1:])
    assert [status for status, _ in said] == ["recorded", "already-recorded", "refused", "recorded"]
    assert list(home.store.originals()) == []
    assert holding(home.path, "Ottilie") == []
    assert_sound(home)


# --- It comes again ---------------------------------------------------------------------------------------------------


def test_the_same_bytes_are_refused_with_a_sentence(home: Home) -> None:
    ids = traded(home)
    forget(home, ids["invoice"])
    size = home.store.size()
    data = trade(1)["1-invoice.xml"]
    made = intakes_of({"again": data})
    (added,) = Recorder(home).add(made)
    assert (added.status, home.store.size()) == ("refused", size)
    assert (added.error or "").startswith("It was forgotten on 2026-03-03 by Ada (asked to).")
    assert list(home.store.originals()).count(ids["invoice"]) == 0
    told = verify_file(home, data)
    assert (told.documents, told.damages, len(told.forgotten)) == ((), (), 1)


def test_a_person_may_record_it_again_knowingly(home: Home) -> None:
    before = {row.id: row for row in home.store.documents()}
    ids = traded(home)
    before = {row.id: row for row in home.store.documents()}
    forget(home, ids["invoice"])
    data = trade(1)["1-invoice.xml"]
    made = intakes_of({"invoice": data})
    (added,) = Recorder(home).add(made, even_forgotten=True)
    assert added.status == "recorded"
    row = home.store.documents_by_id([ids["invoice"]])[ids["invoice"]]
    old = before[row.id]
    assert row == msgspec.structs.replace(old, fact=row.fact, checked=row.checked)
    assert row.original in set(home.store.originals())
    assert list(read_list(home.path / LIST)) == []
    assert [one.recorded_again for one in verify_home(home).forgotten] == [True]
    assert_sound(home)
    forget(home, ids["invoice"])
    assert_sound(home)


def test_a_statement_comes_back_only_when_all_of_it_was_forgotten(home: Home) -> None:
    id = with_salary(home)
    data = camt("S-7", BUYER, DAY, "9000.00", (OTHER, SALARY, Entry("-12.00", DAY, SELLER, "Porto")))
    forget(home, id, "2")
    made = intakes_of({"bank": data})
    (added,) = Recorder(home).add(made, even_forgotten=True)
    assert added.status == "refused"
    assert "Entry 2 of it was forgotten" in (added.error or "")
    forget(home, id)
    (added,) = Recorder(home).add(made, even_forgotten=True)
    assert added.status == "recorded"
    assert_sound(home)


# --- What is gone without being forgotten, and what comes back --------------------------------------------------------


def test_what_was_not_forgotten_may_not_be_gone(home: Home) -> None:
    id = with_salary(home)
    row = home.store.documents_by_id([id])[id]
    forget(home, id, "2")
    other = next(one for one in home.store.documents() if one.document == "order")
    (reduced,) = home.store.facts(row.fact, row.fact + 1)
    with home.store.writing():
        home.store.forget_facts([other.fact])
    assert home.store.scrub()
    found = {damage.where: damage.what for damage in verify_home(home).damages}
    assert "no fact says that they were forgotten" in found[f"fact {other.fact}"]
    assert f"fact {reduced.index}" not in found


def test_salts_in_the_place_of_a_secret_need_a_fact_too(home: Home) -> None:
    from counterfoil.flow.facts import left_of, write_left

    ids = traded(home)
    row = home.store.documents_by_id([ids["order"]])[ids["order"]]
    (fact,) = home.store.facts(row.fact, row.fact + 1)
    with home.store.writing():
        home.store.reduce_fact(fact.index, *write_left(left_of(fact)))
    assert home.store.scrub()
    (damage,) = verify_home(home).damages
    assert damage.what == "Parts of it are gone, and no fact says that they were forgotten."


@pytest.mark.parametrize("entries", [(), ("2",)])
def test_what_was_forgotten_may_not_come_back(home: Home, entries: tuple[str, ...]) -> None:
    id = with_salary(home)
    row = home.store.documents_by_id([id])[id]
    (before,) = home.store.facts(row.fact, row.fact + 1)
    original = home.store.open_original(row.original)
    assert original is not None
    with original:
        data = original.read()
    forget(home, id, *entries)
    home.store.put_original(row.original, data)
    home.store.sync_originals()
    with home.store.writing():
        store: Any = home.store
        columns = (before.claims, before.secret, row.fact)
        store._many("UPDATE fact SET claims = ?, secret = ?, salts = NULL WHERE no = ?", [columns])
    found = {damage.where: damage.what for damage in verify_home(home).damages}
    assert found[f"original {row.original.hex()}"] == "It was forgotten, but it is there."
    assert "says that it was forgotten, but its claims are there" in found[f"fact {row.fact}"]


def test_a_reader_delays_the_files_and_the_next_start_finishes_them(home: Home) -> None:
    id = with_salary(home)
    store: Any = home.store
    store._run("PRAGMA busy_timeout = 1")
    with open_home(home.path, Clock(), readonly=True) as reader, reader.store.reading():
        assert reader.store.size()
        forget(home, id, "2")
        assert not home.store.is_scrubbed()
        with open_home(home.path, Clock(), readonly=True) as looking:
            assert len(verify_home(looking).notes) == 1
    assert verify_home(home).notes == ()
    assert home.store.is_scrubbed()
    assert finish(home)
    assert holding(home.path, SECRET.name) == []
