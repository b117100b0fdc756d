"""Master data of a partner that comes after what it tells about: links are those of any other order."""

from datetime import timedelta
from decimal import Decimal
from itertools import permutations
from pathlib import Path

import pytest

from counterfoil.flow.home import open_home
from counterfoil.flow.record import Recorder
from counterfoil.model.summary import (
    MasterSummary,
    PartySummary,
    StatementLine,
    StatementSummary,
    TradeSummary,
)
from flow.forgetting import forget
from flow.from_scratch import assert_as_from_scratch
from flow.made import intake_of, us
from trades import DAY, Clock, made_home

ACCOUNT = "NL98INGB2537934871"
BILL = TradeSummary(
    document="invoice",
    number="RG-62142",
    issued=DAY,
    currency="EUR",
    payable=Decimal("629.66"),
    seller=PartySummary(name="Visser Verpakkingen B.V."),
    buyer=us(),
)
PAID = StatementSummary(
    number="K-308",
    account="NL57INGB6751015179",
    currency="EUR",
    lines=(
        StatementLine(
            position="1",
            amount=Decimal("-629.66"),
            currency="EUR",
            booked=DAY + timedelta(days=20),
            counterparty=PartySummary(name="Handelshuis Noord", accounts=(ACCOUNT,)),
            remittance=("Betaling",),
        ),
    ),
)
PARTNER = MasterSummary(
    document="partner", number="70001", party=PartySummary(name="Visser Verpakkingen B.V.", accounts=(ACCOUNT,))
)


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_partner_in_any_order(tmp_path: Path, order: tuple[int, ...]) -> None:
    summaries: list[TradeSummary | StatementSummary | MasterSummary] = [BILL, PAID, PARTNER]
    with open_home(made_home(tmp_path / "home"), Clock()) as home:
        for at in order:
            list(Recorder(home).add([intake_of(at, summaries[at])]))
            assert_as_from_scratch(home)
        (link,) = home.store.links()
        assert link.state == "certain"
        forget(home, intake_of(2, PARTNER).prepared.id)
        assert_as_from_scratch(home)
        (link,) = home.store.links()
        assert link.state == "proposed"
