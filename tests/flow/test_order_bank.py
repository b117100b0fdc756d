"""Movements that several statements tell, each in its own way: in any order, whatever is forgotten, all links hold."""

from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfoil.flow.decisions import links_decided
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.record import Recorder
from counterfoil.model.summary import PartySummary, StatementLine, StatementSummary, Summary, TradeSummary
from flow.bank_world import bank_world
from flow.crowding import at_most
from flow.from_scratch import assert_as_from_scratch
from flow.made import intake_of, us
from flow.playing import play
from flow.playing_forgetting import play as play_forgetting
from trades import DAY, Clock, made_home


@settings(max_examples=10)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 40))
def test_movements_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("bank"), bank_world(seed, size), seed)


@settings(max_examples=6)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 30))
def test_movements_and_what_is_forgotten(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play_forgetting(tmp_path_factory.mktemp("bank"), bank_world(seed, size), seed)


@pytest.mark.soak
@settings(max_examples=400)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 60))
def test_many_movements_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("bank"), bank_world(seed, size), seed)


NORD = PartySummary(name="Nord", accounts=("DE02100500000054540402",))
SUED = PartySummary(name="Sued", accounts=("DE02120300000000202051",))
HOLDING = PartySummary(name="Holding", accounts=("DE02500105170137075030",))


def _bill(number: str, due: str, days: int, seller: PartySummary = NORD) -> TradeSummary:
    return TradeSummary(
        document="invoice",
        number=number,
        issued=DAY + timedelta(days=days),
        currency="EUR",
        payable=Decimal(due),
        seller=seller,
        buyer=us(),
    )


def _told(
    number: str,
    amount: str,
    text: str,
    who: PartySummary | None,
    *,
    whole: bool,
    days: int,
    instructed: str | None = None,
    currency: str | None = None,
) -> StatementSummary:
    """A statement, or a report that tells no balance, of one movement."""
    line = StatementLine(
        position="1",
        amount=Decimal(amount),
        currency="EUR",
        booked=DAY + timedelta(days=days),
        status="BOOK",
        counterparty=who,
        remittance=(text,),
        instructed=None if instructed is None else Decimal(instructed),
        instructed_currency=currency,
    )
    return StatementSummary(
        number=number,
        account="DE89370400440532013000",
        currency="EUR",
        opening=Decimal(1000) if whole else None,
        closing=1000 + line.amount if whole else None,
        lines=(line,),
    )


COMPETED = (
    _bill("RE-1", "70.50", 0),
    _bill("RE-2", "29.50", 8),
    _told("K-1", "-100.00", "Zahlung", NORD, whole=True, days=30),
    _told("R-1", "-100.00", "Zahlung 1", NORD, whole=False, days=31),
    _told("K-2", "-100.00", "Zahlung 1", None, whole=True, days=31),
)
"""The report says who was paid, the statement does not, and stands for both."""
TAUGHT = (
    _bill("RE-2026001", "70.50", 0),
    _bill("RE-2026002", "29.50", 8),
    _told("R-1", "-70.50", "RE-2026001", HOLDING, whole=False, days=20),
    _told("K-1", "-70.50", "Nr. 2026001", None, whole=True, days=20),
    _told("K-2", "-29.50", "Zahlung", HOLDING, whole=True, days=31),
)
"""By the report somebody else was paid; by the statement it is not told who."""


@pytest.mark.parametrize("story", [COMPETED, TAUGHT])
def test_a_statement_that_tells_less_than_the_report_before(tmp_path: Path, story: tuple[TradeSummary, ...]) -> None:
    for at, order in enumerate(list(permutations(range(len(story))))[:: len(story)]):
        with open_home(made_home(tmp_path / str(at)), Clock()) as home:
            for place in order:
                list(Recorder(home).add([intake_of(place, story[place])]))
                assert_as_from_scratch(home)


def test_the_rest_of_what_people_gave_out_in_part_meets_what_comes_later(home: Home) -> None:
    """The amount of the entry is another, and what it names is undone: only the rest of it tells."""
    bills = [_bill("RE-2026001", "100.00", 0), _bill("A10", "29.50", 1, SUED)]
    paid = _told("K-1", "-129.50", "RE-2026001 A10", NORD, whole=True, days=5)
    recorder = Recorder(home)
    list(recorder.add([*(intake_of(at, one) for at, one in enumerate(bills)), intake_of(2, paid)]))
    ids = {row.amount: row.id for row in home.store.links()}
    recorder.decide(links_decided(home.store, [ids[Decimal("29.50")]], "Ada", None, confirmed=True))
    recorder.decide(links_decided(home.store, [ids[Decimal("100.00")]], "Ada", None, confirmed=False))
    later = intake_of(3, _bill("A11", "100.00", 0, SUED))
    list(recorder.add([later]))
    assert_as_from_scratch(home)
    assert [row.amount for row in home.store.links() if row.target == later.prepared.id] == [Decimal("100.00")]


_SOLD = msgspec.structs.replace(_bill("RE-2026001", "250.00", 0), seller=us(), buyer=NORD)
SOLD_IS_PAID = (
    _told("K-3", "179.50", "Teilzahlung RE-2026001", NORD, whole=True, days=32),
    _SOLD,
    _bill("A-4711", "70.50", 0),
    _told("K-1", "179.50", "Zahlung", NORD, whole=True, days=30),
    _told("K-2", "-70.50", "Zahlung", HOLDING, whole=True, days=31),
)
"""What was sold, less what was bought, could be paid by either, until one names it: so what was bought is free."""
BOUGHT_IS_PAID = (
    _told("K-3", "-200.00", "A-4711", NORD, whole=True, days=32),
    _SOLD,
    _bill("A-4711", "200.00", 0),
    _told("K-1", "50.00", "Zahlung", NORD, whole=True, days=30),
    _told("K-2", "250.00", "Zahlung", HOLDING, whole=True, days=31),
)
LESS_IS_INSTRUCTED = (
    SOLD_IS_PAID[0],
    *SOLD_IS_PAID[1:3],
    _told("K-1", "182.00", "Zahlung", NORD, whole=True, days=30, instructed="179.50", currency="EUR"),
    SOLD_IS_PAID[4],
)
"""It was more than is due less what is owed back, but for what was instructed."""
ABROAD = (
    _told("K-3", "25.00", "RE-1002", NORD, whole=True, days=32, instructed="100.00", currency="USD"),
    msgspec.structs.replace(_SOLD, number="RE-1001", currency="USD", payable=Decimal("200.00")),
    msgspec.structs.replace(_SOLD, number="RE-1002", currency="USD", payable=Decimal("100.00")),
    _told("K-1", "80.00", "Zahlung", NORD, whole=True, days=30, instructed="300.00", currency="USD"),
    _told("K-2", "50.00", "Zahlung", HOLDING, whole=True, days=31, instructed="200.00", currency="USD"),
)
"""What came in is less than each of both items, but for what was instructed."""
MORE_IS_SOLD = (
    msgspec.structs.replace(_SOLD, payable=Decimal("100.00")),
    _bill("A-4711", "29.50", 0),
    msgspec.structs.replace(_SOLD, number="RE-2026002", buyer=SUED, payable=Decimal("70.50")),
    _told("K-1", "70.50", "Zahlung", NORD, whole=True, days=30),
    _told("K-2", "70.50", "Zahlung", HOLDING, whole=True, days=31),
)
"""What comes is more than was paid, but less what is owed back it is just that: so what a stranger owes is free."""


@pytest.mark.parametrize("story", [SOLD_IS_PAID, BOUGHT_IS_PAID, LESS_IS_INSTRUCTED, ABROAD, MORE_IS_SOLD])
def test_what_could_be_paid_together_is_free_again_when_one_of_it_is_paid_or_comes(
    tmp_path: Path, story: tuple[Summary, ...]
) -> None:
    for first in range(len(story)):
        with open_home(made_home(tmp_path / str(first)), Clock()) as home:
            for place in (*range(first, len(story)), *range(first)):
                list(Recorder(home).add([intake_of(place, story[place])]))
                assert_as_from_scratch(home)


HIDDEN = (
    _bill("RE-2026014", "70.50", 2),
    _bill("4711", "179.50", 0),
    _bill("RE-2026012", "70.50", 1),
    _bill("4714", "179.50", 0, SUED),
    _told("K-1", "-250.00", "Zahlung", NORD, whole=True, days=10),
    _told("K-2", "-179.50", "Zahlung", HOLDING, whole=True, days=30),
    _told("K-3", "-69.09", "RE-2026012 RE-2026014", None, whole=True, days=5),
)
"""The last bill is named with another that was there, and hides the first of three from who sees but two."""


def test_what_a_new_item_hides_is_free_though_what_was_there_is_touched_as_well(tmp_path: Path) -> None:
    for first in range(len(HIDDEN)):
        with at_most("items", 2), open_home(made_home(tmp_path / str(first)), Clock()) as home:
            for place in (*range(first, len(HIDDEN)), *range(first)):
                list(Recorder(home).add([intake_of(place, HIDDEN[place])]))
                assert_as_from_scratch(home)
