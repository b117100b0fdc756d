"""Payments that come back under their end-to-end id: in any order, and whatever is forgotten, all links hold."""

import random
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterfoil.flow.home import open_home
from counterfoil.flow.prepare import Intake
from counterfoil.flow.record import Recorder
from counterfoil.model.summary import StatementLine, StatementSummary, TradeSummary
from flow.forgetting import forget
from flow.from_scratch import assert_as_from_scratch
from flow.made import intake_of, party, us
from flow.playing import play
from flow.playing_forgetting import play as play_forgetting
from trades import DAY, Clock, made_home


def collected(seed: int, size: int) -> list[Intake]:
    """Invoices, what was collected for them, what of it came back, and payments after that; few ids for many."""
    chance = random.Random(seed)
    seller, numbers = party("Stadtwerke Nord"), [f"RE-{100000 + at}" for at in range(max(size // 4, 1))]
    due = {number: Decimal(chance.choice(["100.00", "70.50"])) for number in numbers}

    def entry(at: int) -> StatementLine:
        number, back = chance.choice(numbers), chance.random() < 0.4
        fee = Decimal(chance.choice(["0", "0", "3.50"])) if back else Decimal(0)
        return StatementLine(
            position=str(at),
            amount=due[number] + fee if back else -due[number],
            currency="EUR",
            booked=DAY + timedelta(days=chance.randint(1, 20)),
            end_to_end_id=chance.choice([None, f"DD-{number}", f"DD-{number}", "DD-777777"]),
            counterparty=chance.choice([seller, None]),
            remittance=("Rücklastschrift",) if back else (chance.choice([number, "Zahlung", f"Rechnung {number}"]),),
        )

    def statement(at: int) -> StatementSummary:
        lines = tuple(entry(place) for place in range(1, chance.randint(2, 4)))
        return StatementSummary(number=f"S-{at}", account="DE89370400440532013000", currency="EUR", lines=lines)

    bills = [
        TradeSummary(
            document="invoice", number=number, issued=DAY, currency="EUR", payable=payable, seller=seller, buyer=us()
        )
        for number, payable in due.items()
    ]
    papers: list[TradeSummary | StatementSummary] = [*bills, *(statement(at) for at in range(size))]
    return [intake_of(at, one) for at, one in enumerate(papers)]


@settings(max_examples=6)
@given(seed=st.integers(0, 2**32), size=st.integers(3, 16))
def test_what_came_back_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("returns"), collected(seed, size), seed)


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32), size=st.integers(3, 16))
def test_what_came_back_and_was_forgotten(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play_forgetting(tmp_path_factory.mktemp("returns"), collected(seed, size), seed)


def test_an_entry_of_nobody_that_is_forgotten_no_longer_competes(tmp_path: Path) -> None:
    """Two entries give a number that is none, and nearly the invoice's: the one that is left is surer than before."""
    seller = party("Stadtwerke Nord")
    bill = TradeSummary(
        document="invoice",
        number="RE-100000",
        issued=DAY,
        currency="EUR",
        payable=Decimal("70.50"),
        seller=seller,
        buyer=us(),
    )
    of_nobody, of_the_seller = (
        StatementSummary(
            number=number,
            account="DE89370400440532013000",
            currency="EUR",
            lines=(
                StatementLine(
                    position="1",
                    amount=Decimal("-70.50"),
                    currency="EUR",
                    booked=DAY + timedelta(days=days),
                    counterparty=who,
                    remittance=("RE-100001",),
                ),
            ),
        )
        for number, who, days in (("S-1", None, 12), ("S-2", seller, 9))
    )
    summaries: list[TradeSummary | StatementSummary] = [bill, of_nobody, of_the_seller]
    papers = [intake_of(at, one) for at, one in enumerate(summaries)]
    with open_home(made_home(tmp_path / "home"), Clock()) as home:
        _, forgotten, _ = [one.id for one in Recorder(home).add(papers)]
        (before,) = (row.confidence for row in home.store.links())
        assert forgotten is not None
        forget(home, forgotten, "1")
        assert_as_from_scratch(home)
        (after,) = (row.confidence for row in home.store.links())
        assert after > before
