"""Adding documents: what is recorded, linked and found, whatever the order and the batches."""

import random
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfoil.flow import record
from counterfoil.flow.discrepancy_views import discrepancies_view
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.intake import intakes
from counterfoil.flow.record import Added, Recorder
from counterfoil.flow.verify import verify_home
from counterfoil.flow.views import links_view
from flow.made import TODAY, intakes_of
from trades import made_home, trade, written


def add(home: Home, papers: dict[str, bytes]) -> list[Added]:
    """Add papers in the order given."""
    return list(Recorder(home).add(intakes_of(papers)))


def told(home: Home) -> tuple[list[str], list[str]]:
    """All links and discrepancies, without what depends on the way in."""
    links = sorted(
        f"{row['kind']} {row['from']['number']}:{row['from']['line']} {row['to']['number']}:{row['to']['line']} "
        f"{row['quantity']} {row['amount']} {row['state']} {row['id']}"
        for row in links_view(home)
    )
    found = sorted(msgspec.json.encode({**row}).decode() for row in discrepancies_view(home))
    return links, found


def test_a_whole_trade_is_linked_line_by_line_and_its_faults_are_found(home: Home) -> None:
    added = add(home, trade())
    assert [one.status for one in added] == ["recorded"] * 8
    kinds = sorted(row.kind for row in home.store.links())
    assert kinds == [
        "answers",
        "answers",
        "bills",
        "bills",
        "credits",
        "pays",
        "receives",
        "receives",
        "ships",
        "ships",
    ]
    found = {row["code"]: row for row in discrepancies_view(home)}
    assert set(found) == {"quantity-over-received", "short-paid"}
    assert (found["short-paid"]["expected"], found["short-paid"]["found"]) == ("493.85", "300.00")
    over = found["quantity-over-received"]
    assert (over["expected"], over["found"], over["amount"], over["line"], over["line_id"]) == (
        "8",
        "10",
        "83.00",
        "1",
        "1",
    )


def test_the_same_bytes_twice_are_one_document(home: Home) -> None:
    papers = trade()
    add(home, papers)
    before = told(home), home.store.size()
    again = add(home, papers)
    assert {one.status for one in again} == {"already-recorded"}
    assert (told(home), home.store.size()) == before


def test_the_same_bytes_twice_in_one_batch_are_one_document(home: Home) -> None:
    data = trade()["1-order.xml"]
    assert [one.status for one in add(home, {"a": data, "b": data})] == ["recorded", "already-recorded"]


@settings(max_examples=12)
@given(seed=st.integers(0, 2**32), batch=st.integers(1, 9))
def test_the_order_of_arrival_and_the_batches_change_nothing(
    tmp_path_factory: pytest.TempPathFactory, seed: int, batch: int
) -> None:
    papers = list({**trade(1), **trade(2)}.items())
    with open_home(made_home(tmp_path_factory.mktemp("all") / "home")) as home:
        add(home, dict(papers))
        expected = told(home)
    random.Random(seed).shuffle(papers)
    with open_home(made_home(tmp_path_factory.mktemp("some") / "home")) as home:
        for part in _batched(papers, batch):
            add(home, dict(part))
        assert told(home) == expected
        assert verify_home(home).damages == ()


def test_a_link_that_no_longer_holds_is_retracted_by_a_fact(home: Home) -> None:
    papers = trade()
    # A receipt that names a despatch advice and an order is linked to the despatch advice as soon as that is there.
    both = papers["1-receipt.xml"].replace(
        b"</cac:DespatchLineReference>",
        b"</cac:DespatchLineReference>"
        b"<cac:OrderLineReference><cbc:LineID>1</cbc:LineID><cac:OrderReference><cbc:ID>PO-1</cbc:ID>"
        b"</cac:OrderReference></cac:OrderLineReference>",
    )
    add(home, {"order": papers["1-order.xml"], "receipt": both})
    assert [row.kind for row in home.store.links()] == ["receives"] * 2
    first = {row.target for row in home.store.links()}
    add(home, {"despatch": papers["1-despatch.xml"]})
    assert {row.target for row in home.store.links() if row.kind == "receives"}.isdisjoint(first)
    kinds = [row.kind for row in home.store.facts()]
    assert kinds.count("document.unlinked/1") == 1
    assert verify_home(home).damages == ()


def test_a_refusal_stands_among_the_others_and_the_rest_goes_on(tmp_path: Path, home: Home) -> None:
    papers = {"0-broken.xml": b"<Invoice", **trade(), "9-nothing.txt": b"hello"}
    added = list(Recorder(home).add(intakes([written(tmp_path / "in", papers)], TODAY)))
    refused = [one for one in added if one.status == "refused"]
    assert [Path(one.file).name for one in refused] == ["0-broken.xml", "9-nothing.txt"]
    assert "well-formed" in (refused[0].error or "")
    assert sum(one.status == "recorded" for one in added) == 8


def test_several_processes_read_the_same_as_one(tmp_path: Path) -> None:
    folder = written(tmp_path / "in", {**trade(1), "broken.xml": b"<x", **trade(2)})
    results = []
    for jobs in (1, 2):
        with open_home(made_home(tmp_path / f"home{jobs}")) as home:
            added = list(Recorder(home).add(intakes([folder], TODAY, jobs)))
            results.append(([msgspec.to_builtins(one) for one in added], told(home)))
    assert results[0] == results[1]


def test_small_batches_report_each_document_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(record, "_BATCH_DOCUMENTS", 3)
    papers = {**trade(1), **trade(2), **trade(3)}
    added = add(home, papers)
    assert [one.file for one in added] == list(papers)
    assert len(list(home.store.checkpoints())) == 1 + 8


def _batched(items: list[tuple[str, bytes]], size: int) -> list[list[tuple[str, bytes]]]:
    return [items[at : at + size] for at in range(0, len(items), size)]
