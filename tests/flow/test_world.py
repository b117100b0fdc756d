"""A trading world: the same from the same seed, valid but where it is wrong on purpose, and true to its papers."""

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from stdnum import ean, iban
from stdnum.eu import vat

from counterfoil.errors import HomeError, UsageError
from counterfoil.flow.intake import intakes
from counterfoil.flow.mapping import load_mappings
from counterfoil.flow.prepare import Options, Prepared
from counterfoil.flow.world import world_files, write_world
from counterfoil.flow.world.faults import ALL, DISCREPANCIES, DUPLICATES, chosen
from counterfoil.flow.world.make import make
from counterfoil.matching import REFERENCES, Desk, owner_party, role_in
from counterfoil.model.finding import Severity
from counterfoil.model.settings import Owner
from counterfoil.model.summary import PartySummary, Recorded, StatementSummary, TradeSummary

Row = dict[str, Any]


class World:
    """A world that was written, with all that was read of it again."""

    def __init__(self, path: Path, seed: int, size: int, faults: str) -> None:
        write_world(path, seed, size, faults)
        self.about: Row = json.loads((path / "truth" / "world.json").read_text())
        self.links, self.discrepancies, self.entries = (
            [json.loads(line) for line in (path / "truth" / f"{name}.jsonl").read_text().splitlines()]
            for name in ("links", "discrepancies", "entries")
        )
        home = self.about["home"]
        self.us = owner_party(Owner(name=home["name"], vat=home["vat"], gln=home["gln"], ibans=tuple(home["ibans"])))
        self.documents = {one.file.removeprefix(f"{path}/"): one for one in _prepared(path, self.us, self.about["on"])}

    def lines(self, file: str) -> list[str]:
        """The positions that a document has."""
        summary = self.documents[file].summary
        if isinstance(summary, StatementSummary):
            return [line.position for line in summary.lines]
        assert isinstance(summary, TradeSummary)
        return [str(place) for place in range(1, len(summary.lines) + 1)]

    def recorded(self) -> list[Recorded]:
        """All documents as linking sees them."""
        return [
            Recorded(id=one.id, role=role_in(one.summary, self.us), summary=one.summary)
            for one in self.documents.values()
            if one.summary is not None
        ]


def _prepared(path: Path, us: PartySummary, on: str) -> Iterator[Prepared]:
    mappings = load_mappings(sorted((path / "mappings").glob("*.toml")))
    options = Options(on=date.fromisoformat(on), mappings=mappings, us=us)
    return (one.prepared for one in intakes([path / "documents"], options))


@pytest.fixture(scope="module")
def hard(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world with everything in it."""
    return World(tmp_path_factory.mktemp("hard") / "world", 3, 1200, "all")


@pytest.fixture(scope="module")
def easy(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world in which nothing is hard or wrong."""
    return World(tmp_path_factory.mktemp("easy") / "world", 4, 250, "none")


def test_the_same_seed_gives_the_same_bytes_and_another_one_another_world() -> None:
    first, again, other = (dict(world_files(seed, 60)) for seed in (1, 1, 2))
    assert first == again
    assert first["truth/links.jsonl"] != other["truth/links.jsonl"]


def test_its_size_is_about_what_was_asked_for(hard: World) -> None:
    assert 0.7 * 1200 < len(hard.documents) < 1.4 * 1200


def test_every_document_can_be_read(hard: World, easy: World) -> None:
    assert [one.error for world in (hard, easy) for one in world.documents.values() if one.error] == []


def test_a_document_is_valid_but_where_its_total_is_wrong_on_purpose(hard: World, easy: World) -> None:
    meant = {one["document"]["file"] for one in hard.discrepancies if one["code"] == "total-mismatch"}
    assert meant
    assert {file for file, one in hard.documents.items() if one.valid is False} == meant
    broken = {
        finding.rule
        for file in meant
        for finding in hard.documents[file].findings
        if finding.severity is Severity.FATAL
    }
    assert broken == {"BR-CO-15"}
    assert [one.file for one in easy.documents.values() if one.valid is False] == []


def test_the_truth_names_documents_and_lines_that_are_there(hard: World) -> None:
    ends = [end for link in hard.links for end in (link["from"], link["to"])]
    ends += [{**one["document"], "line": one["line"]} for one in hard.discrepancies]
    ends += [{**one, "line": one["line"]} for one in hard.entries]
    assert hard.links
    assert hard.discrepancies
    for end in ends:
        one = hard.documents[end["file"]]
        assert (one.document, getattr(one.summary, "number", None)) == (end["document"], end["number"])
        assert end["line"] is None or end["line"] in hard.lines(end["file"])


def test_what_an_entry_was_for_adds_up_to_its_cash(hard: World) -> None:
    for entry in hard.entries:
        summary = hard.documents[entry["file"]].summary
        assert isinstance(summary, StatementSummary)
        line = next(line for line in summary.lines if line.position == entry["line"])
        assert line.amount == Decimal(entry["amount"])
        if entry["purpose"] == "trade":
            assert abs(sum(Decimal(one["amount"]) for one in entry["applied"])) == abs(line.amount)
        else:
            assert entry["applied"] == []
    assert {entry["purpose"] == "trade" for entry in hard.entries} == {True, False}


def test_every_entry_of_a_statement_is_told(hard: World) -> None:
    told = {(one["file"], one["line"]) for one in hard.entries}
    for file, one in hard.documents.items():
        if isinstance(one.summary, StatementSummary):
            batches = {line.part_of for line in one.summary.lines}
            assert {(file, line.position) for line in one.summary.lines if line.position not in batches} <= told


def test_balances_of_statements_add_up(hard: World) -> None:
    for one in hard.documents.values():
        summary = one.summary
        if isinstance(summary, StatementSummary) and summary.opening is not None and summary.closing is not None:
            moved = sum(line.amount for line in summary.lines if line.part_of is None)
            assert summary.opening + moved == summary.closing


def test_everything_hard_or_wrong_is_in_a_world_of_some_size() -> None:
    book = make(3, 3000, ALL).book
    told = {name for tie in book.ties for name in tie.difficulty}
    told |= {name for purpose in book.purposes for name in purpose.difficulty}
    told |= {wrong.cause for wrong in book.wrongs}
    assert ALL - told == ({"notified-twice"} if book.notified else set())


def test_an_easy_world_has_nothing_hard_or_wrong(easy: World) -> None:
    assert easy.discrepancies == []
    assert [one["difficulty"] for one in (*easy.links, *easy.entries) if one["difficulty"]] == []


def test_in_an_easy_world_exact_references_find_every_link(easy: World) -> None:
    found = {
        (link.kind, link.source.id, link.source.line, link.target.id, link.target.line)
        for link in Desk(easy.recorded(), (REFERENCES,), ()).link_all()
    }
    ids = {file: one.id for file, one in easy.documents.items()}
    wanted = {
        (one["kind"], ids[one["from"]["file"]], one["from"]["line"], ids[one["to"]["file"]], one["to"]["line"])
        for one in easy.links
        if one["kind"] != "pays" and not one["optional"] and one["either"] is None
    }
    assert len(wanted) > 100
    assert wanted <= found


@pytest.mark.parametrize("fault", sorted(ALL))
def test_a_world_has_only_what_was_asked_for(fault: str) -> None:
    book = make(7, 300, frozenset((fault,))).book
    named = {name for tie in book.ties for name in tie.difficulty}
    named |= {name for purpose in book.purposes for name in purpose.difficulty}
    named |= {one.cause for one in book.wrongs if not one.optional}
    assert named <= {fault, *_IMPLIED.get(fault, ())}


_IMPLIED = {
    # Two deliveries are billed by two invoices, what is sent together is billed together, what is billed again was
    # credited, and what is collected from one payer in a month is one entry.
    "partial-delivery": ("several-invoices",),
    "several-orders-shipped": ("several-orders",),
    "credit-and-rebill": ("returns",),
    "direct-debit": ("batch",),
}


@pytest.mark.parametrize("kind", DUPLICATES)
def test_what_comes_again_is_another_file_of_the_same_seller(hard: World, kind: str) -> None:
    again = [one for one in hard.links if one["kind"] == "repeats" and one["difficulty"] == [kind]]
    assert again
    for one in again:
        copy, original = (hard.documents[one[end]["file"]] for end in ("from", "to"))
        assert copy.file != original.file
        assert (copy.original == original.original) == (kind == "duplicate-same-bytes")
        assert isinstance(copy.summary, TradeSummary)
        assert isinstance(original.summary, TradeSummary)
        if kind != "duplicate-amount-split":
            assert copy.summary.payable == original.summary.payable


def test_identifiers_have_right_check_digits() -> None:
    world = make(5, 400, ALL)
    for company in {one.partner for one in world.relations} | {world.home}:
        assert vat.is_valid(company.vat), company.vat
        assert iban.is_valid(company.iban), company.iban
        assert ean.is_valid(company.gln), company.gln
    assert all(ean.is_valid(one.gtin) for relation in world.relations for one in relation.articles)


def test_faults_are_named_one_by_one_or_in_groups() -> None:
    assert chosen("all") == ALL
    assert chosen("none") == frozenset()
    assert chosen("discrepancies, rent") == {*DISCREPANCIES, "rent"}
    with pytest.raises(UsageError, match="no fault 'plague'"):
        chosen("rent,plague")


def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UsageError, match="is not empty"):
        write_world(tmp_path, 1, 30)
    assert [one.name for one in tmp_path.iterdir()] == ["mine.txt"]


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    (tmp_path / "world").mkdir()
    written = write_world(tmp_path / "world", 1, 30)
    assert written.files == sum(one.is_file() for one in (tmp_path / "world").rglob("*"))
    assert written.on == json.loads((tmp_path / "world" / "truth" / "world.json").read_text())["on"]


def test_what_is_interrupted_leaves_nothing_behind(tmp_path: Path) -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_world(tmp_path / "world", 1, 30, tick=interrupted)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path: Path) -> None:
    def full() -> None:
        raise OSError(28, "No space left on device")

    with pytest.raises(HomeError, match="could not be written: No space left on device"):
        write_world(tmp_path / "world", 1, 30, tick=full)


@pytest.mark.parametrize("size", [19, 1_000_001])
def test_a_size_has_its_limits(tmp_path: Path, size: int) -> None:
    with pytest.raises(UsageError, match="cannot be made"):
        write_world(tmp_path / "world", 1, size)
