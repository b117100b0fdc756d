"""Whatever documents come, in whatever order and batches: links and discrepancies are those of judging all at once."""

import random
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from counterfoil.flow.decisions import links_decided
from counterfoil.flow.home import Home, open_home
from counterfoil.flow.prepare import Intake
from counterfoil.flow.record import Recorder
from counterfoil.model.summary import (
    PartySummary,
    Reference,
    StatementLine,
    StatementSummary,
    TradeLine,
    TradeSummary,
)
from flow.from_scratch import assert_as_from_scratch
from flow.made import intake_of, intakes_of, party, us
from flow.playing import play
from flow.random_worlds import KINDS, world
from flow.real_papers import papers
from trades import DAY, Clock, made_home


@settings(max_examples=12)
@example(seed=523, size=60).via("an entry that had set a credit note off no longer does, and another can take it")
@given(seed=st.integers(0, 2**32), size=st.integers(5, 40))
def test_any_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("world"), world(seed, size), seed)


@pytest.mark.soak
@settings(max_examples=1000)
@given(seed=st.integers(0, 2**32), size=st.integers(5, 60))
def test_many_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int, size: int) -> None:
    play(tmp_path_factory.mktemp("world"), world(seed, size), seed)


# --- Stories in which a document changes what is said of one that it is not linked to ---------------------------------


def _trade(kind: str, number: str, names: str | None = None, quantity: int = 5, again: int = 0) -> Intake:
    """A document of one line, which names line 1 of an earlier document."""
    named = next((one for one, prefix in KINDS.items() if names is not None and names.startswith(prefix)), None)
    line = TradeLine(
        id="1",
        quantity=Decimal(quantity),
        unit="C62",
        price=Decimal(2),
        amount=Decimal(quantity * 2),
        references=(Reference(document=named, number=names, line="1"),) if named and names else (),
    )
    summary = TradeSummary(
        document=kind,
        number=number,
        issued=DAY + timedelta(days=again),
        currency="EUR",
        seller=party("Nord"),
        buyer=us(),
        payable=Decimal(quantity * 2),
        lines=(line,),
    )
    return intake_of(again, summary)


def _with(intake: Intake, **changes: object) -> Intake:
    summary = intake.prepared.summary
    assert summary is not None
    return intake_of(0, msgspec.structs.replace(summary, **changes))


def _moved(number: str, amount: str, days: int, **told: Any) -> Intake:
    """A statement of one movement."""
    booked = DAY + timedelta(days=days)
    line = StatementLine(position="1", amount=Decimal(amount), currency="EUR", booked=booked, status="BOOK", **told)
    return intake_of(days, StatementSummary(number=number, issued=DAY, account="DE1", currency="EUR", lines=(line,)))


def _paid(number: str, amount: str, of: str) -> Intake:
    """A payment that names an invoice as its bank's reference does."""
    return _moved(number, amount, 0, entry_reference=number, references=(Reference(document="invoice", number=of),))


def _wired(number: str, amount: str, text: str, days: int) -> Intake:
    """Money to or from the seller, with a text."""
    return _moved(number, amount, days, remittance=(text,), counterparty=party("Nord"))


def _came(number: str, amount: str, name: str, account: str, days: int) -> Intake:
    """Money without a word, from somebody."""
    return _moved(number, amount, days, counterparty=PartySummary(name=name, accounts=(account,)))


CREDITED_TWICE = (
    _trade("invoice", "INV1", quantity=50),
    _trade("credit-note", "CN1", "INV2", quantity=10),
    _trade("credit-note", "CN1", "INV1", quantity=10, again=1),
    _paid("S1", "-40", "INV1"),
)
BILLED_TWICE_CREDITED_TWICE = (
    _trade("order", "PO1", quantity=9),
    _trade("receipt-advice", "RA1", "PO1", quantity=6),
    _trade("invoice", "INV1", "PO1", quantity=5),
    _trade("credit-note", "CN1", "INV3", quantity=2),
    _trade("credit-note", "CN1", "INV1", quantity=2, again=1),
    _trade("invoice", "INV2", "PO1", quantity=4, again=2),
)
RECEIVED_OF_TWO_DESPATCHES = (
    _trade("order", "PO1", quantity=9),
    _trade("despatch-advice", "DA1", "PO1", quantity=9),
    _trade("order", "PO2", quantity=9),
    _trade("despatch-advice", "DA2", "PO2", quantity=9),
    _with(
        _trade("receipt-advice", "RA1"),
        lines=tuple(
            TradeLine(
                id=str(place),
                quantity=Decimal(3),
                unit="C62",
                references=(Reference(document="despatch-advice", number=f"DA{place}", line=line),),
            )
            for place, line in ((1, "1"), (2, "9"))
        ),
    ),
    _trade("invoice", "INV1", "PO1", quantity=5),
    _trade("invoice", "INV2", "PO2", quantity=5),
)
CORRECTED_BEFORE = (
    _trade("order", "PO1", quantity=9),
    _trade("receipt-advice", "RA1", "PO1", quantity=6),
    _trade("invoice", "INV1", "PO1", quantity=5),
    _with(
        _trade("invoice", "INV3"),
        type_code="384",
        references=(Reference(document="invoice", number="INV1"),),
    ),
    _trade("invoice", "INV2", "PO1", quantity=4, again=2),
)


PAID_TOO_MUCH_AND_GIVEN_BACK = (
    _trade("invoice", "INV2026001", quantity=50),
    _wired("S1", "-140", "INV2026001", 9),
    _wired("S2", "40", "Rückzahlung", 20),
    _wired("S3", "40", "Rückzahlung", 25),
)
PAID_AGAIN_UNDER_A_MANGLED_NUMBER = (
    _trade("invoice", "INV2026001", quantity=50),
    _wired("S1", "-100", "INV2026001", 9),
    _wired("S2", "-100", "Rechnung2026001", 20),
    _wired("S3", "-100", "NV2O26001", 25),
)


@pytest.mark.parametrize(
    "story",
    [
        CREDITED_TWICE,
        BILLED_TWICE_CREDITED_TWICE,
        RECEIVED_OF_TWO_DESPATCHES,
        CORRECTED_BEFORE,
        PAID_TOO_MUCH_AND_GIVEN_BACK,
        PAID_AGAIN_UNDER_A_MANGLED_NUMBER,
    ],
)
def test_every_order_of_a_story_ends_the_same(tmp_path: Path, story: tuple[Intake, ...]) -> None:
    chance = random.Random(1)
    for round_ in range(12):
        shuffled = chance.sample(story, len(story))
        with open_home(made_home(tmp_path / str(round_)), Clock()) as home:
            for intake in shuffled:
                list(Recorder(home).add([intake]))
                assert_as_from_scratch(home)


@pytest.mark.parametrize(
    ("story", "paid"),
    [(PAID_TOO_MUCH_AND_GIVEN_BACK, [-40, -40, 140]), (PAID_AGAIN_UNDER_A_MANGLED_NUMBER, [0, 0, 100])],
)
def test_what_the_stories_of_payments_end_in(home: Home, story: tuple[Intake, ...], paid: list[int]) -> None:
    list(Recorder(home).add(story))
    assert sorted(Decimal(row.amount or 0) for row in home.store.links()) == paid
    assert [Decimal(row.amount or 0) for row in home.store.links() if row.state == "certain"] == paid[-1:]


@pytest.mark.parametrize("account", ["DE02100500000054540402", "DE02120300000000202051"])
def test_who_was_said_to_pay_for_another_is_so_only_as_long_as_a_person_says_it(home: Home, account: str) -> None:
    """By account or by name, whatever came before the decision and after it."""
    bills = [_with(_trade("invoice", f"INV{n}", quantity=n), total=Decimal(2 * n)) for n in (371, 477, 593)]
    first = _came("S1", "-742", "Zentralkasse Nord", "DE02100500000054540402", 20)
    others = [
        _came("S2", "-954", "Zentralkasse Nord", account, 21),
        _came("S3", "-1186", "Zentralkasse Nord", account, 22),
    ]
    list(Recorder(home).add([*bills, first, others[0]]))
    (link,) = (row for row in home.store.links() if row.source == first.prepared.id)

    def sure() -> int:
        assert_as_from_scratch(home)
        return sum(row.state == "certain" for row in home.store.links() if row.kind == "pays")

    assert sure() == 0
    Recorder(home).decide(links_decided(home.store, [link.id], "Ada", None, confirmed=True))
    assert sure() == 1
    list(Recorder(home).add(others[1:]))
    assert sure() == 2
    Recorder(home).decide(links_decided(home.store, [link.id], "Ada", None, confirmed=False))
    assert sure() == 0


# --- Real documents ---------------------------------------------------------------------------------------------------


def test_real_documents_tell_of_all_kinds_of_links(home: Home) -> None:
    list(Recorder(home).add(intakes_of(papers())))
    assert_as_from_scratch(home)
    kinds = {row.kind for row in home.store.links()}
    assert kinds == {"bills", "credits", "observes", "pays", "receives", "repeats", "ships"}
    assert {row.code for row in home.store.discrepancies()} >= {"duplicate-invoice", "quantity-over-received"}


@settings(max_examples=4)
@given(seed=st.integers(0, 2**32))
def test_real_documents_in_any_order(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    intakes = intakes_of(papers())
    assert [one.prepared.error for one in intakes if one.prepared.error] == []
    play(tmp_path_factory.mktemp("real"), intakes, seed)
