"""An invoice is asked again for what stands beside it only where there is anything to weigh, and `verify` knows."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from counterfoil.flow.blocking import beside_of
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.linking import Linker
from counterfoil.flow.record import Recorder
from counterfoil.flow.recorded import recorded_from
from counterfoil.flow.verify import verify_home
from counterfoil.matching import DUPLICATES, Matcher
from counterfoil.model.summary import Recorded, TradeLine, TradeSummary
from flow.made import intake_of, party, us
from trades import DAY, Clock, made_home

_SUMS = [f"{100 + 7 * count * count}.{count:02}" for count in range(40)]


def bill(number: str, amount: str, after: int = 0) -> TradeSummary:
    return TradeSummary(
        document="invoice",
        number=number,
        issued=DAY + timedelta(days=after),
        currency="EUR",
        seller=party("Tannhof KG"),
        buyer=us(),
        payable=Decimal(amount),
        lines=(TradeLine(id="1", name=f"Order {number}", amount=Decimal(amount)),),
    )


def add(home: Home, bills: Sequence[TradeSummary], start: int = 0) -> None:
    list(Recorder(home).add([intake_of(start + place, one) for place, one in enumerate(bills)]))


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Home]:
    with open_home(made_home(tmp_path / "home"), Clock()) as opened:
        yield opened


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """The documents that were asked whether they repeat others."""
    told: list[bytes] = []
    matched = Linker._weighed

    def weighed(self: Linker, matcher: Matcher, documents: dict[bytes, Recorded]) -> list[Recorded]:
        told.extend(documents if matcher is DUPLICATES else ())
        return matched(self, matcher, documents)

    monkeypatch.setattr(Linker, "_weighed", weighed)
    return told


def beside(home: Home) -> dict[str, bool]:
    """By number: are the keys kept of what stands beside it?"""
    rows = list(home.store.keys())
    found = {}
    for row in home.store.documents():
        claims = home.store.summaries([row.id])[row.id]
        found[row.number or ""] = set(beside_of(recorded_from(row.id, claims))) <= set(rows)
    return found


def test_who_has_nothing_to_weigh_is_not_asked_again(home: Home, asked: list[bytes]) -> None:
    add(home, [bill(f"RE-{1000 + place}", amount) for place, amount in enumerate(_SUMS)])
    asked.clear()
    add(home, [bill("RE-2000", "5000.77")], start=len(_SUMS))
    assert len(asked) == 1
    assert not any(beside(home).values())
    assert verify_home(home).damages == ()


def test_who_could_repeat_another_is_asked_by_what_comes_to_stand_beside(home: Home, asked: list[bytes]) -> None:
    add(home, [bill("RE-1000", "417.35"), bill("RE/1000", "417.35", 1), bill("RE-1001", "99.1")])
    assert beside(home) == {"RE-1000": False, "RE/1000": True, "RE-1001": False}
    asked.clear()
    add(home, [bill("RE-1002", "512.08", 1)], start=3)
    assert len(asked) == 2
    assert verify_home(home).damages == ()


def test_who_cannot_repeat_what_is_new_is_not_asked_again_for_a_sum_alone(home: Home, asked: list[bytes]) -> None:
    """Prices repeat: of many invoices over one sum in a quarter, each was asked again for every further one."""
    add(home, [bill(f"RE-{1000 + 37 * place}", "417.35", 3 * place) for place in range(8)])
    assert not any(beside(home).values())
    asked.clear()
    add(home, [bill("RE-5000", "417.35", 24)], start=8)
    assert len(asked) == 1
    assert verify_home(home).damages == ()


def test_who_weighs_something_is_asked_again_for_a_sum(home: Home, asked: list[bytes]) -> None:
    """What else is over the sum tells whether it is a copy, or one of many alike."""
    add(home, [bill("RE-1000", "417.35"), bill("RE/1000", "417.35", 1)])
    asked.clear()
    add(home, [bill("RE-5000", "417.35", 24)], start=2)
    assert len(asked) == 2
    assert verify_home(home).damages == ()


def test_who_could_repeat_what_comes_late_is_asked_for_it(home: Home, asked: list[bytes]) -> None:
    add(home, [bill("RE/1000", "417.35", 1), bill("RE-3000", "417.35", 2)])
    asked.clear()
    add(home, [bill("RE-1000", "417.35")], start=2)
    assert len(asked) == 2
    assert beside(home) == {"RE/1000": True, "RE-3000": False, "RE-1000": False}
    assert [link.kind for link in home.store.links()] == ["repeats"]
    assert verify_home(home).damages == ()


def test_a_part_is_found_when_the_rest_comes(home: Home) -> None:
    add(home, [bill("RE-1000", "417.35"), bill("RE-1000-1", "217.34", 1)])
    assert not any(beside(home).values())
    add(home, [bill("RE-1000-2", "200.01", 2)], start=2)
    assert beside(home) == {"RE-1000": False, "RE-1000-1": True, "RE-1000-2": True}
    assert sorted(link.kind for link in home.store.links()) == ["repeats", "repeats"]


@pytest.mark.parametrize("side", ["taken away", "added"])
def test_verify_finds_keys_that_are_not_what_there_is_to_weigh(home: Home, side: str) -> None:
    add(home, [bill("RE-1000", "417.35"), bill("RE/1000", "417.35", 1), bill("RE-1001", "99.1")])
    number = "RE/1000" if side == "taken away" else "RE-1001"
    (row,) = (row for row in home.store.documents() if row.number == number)
    keys = beside_of(recorded_from(row.id, home.store.summaries([row.id])[row.id]))
    with home.store.writing():
        (home.store.drop_keys if side == "taken away" else home.store.put_keys)(keys)
    (damage,) = verify_home(home).damages
    assert damage.where == f"linking keys of document {row.id.hex()}"
    assert "beside" in damage.what


def test_some_of_these_keys_are_damage_too(home: Home) -> None:
    add(home, [bill("RE-1000", "417.35"), bill("RE/1000", "417.35", 1)])
    (row,) = (row for row in home.store.documents() if row.number == "RE/1000")
    keys = beside_of(recorded_from(row.id, home.store.summaries([row.id])[row.id]))
    with home.store.writing():
        home.store.drop_keys(keys[:1])
    assert [one.where for one in verify_home(home).damages] == [f"linking keys of document {row.id.hex()}"]
