"""What stands around an invoice."""

from datetime import date
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching.duplicates.around import Around, Counts
from counterfoil.matching.duplicates.bill import Bill, bill_of
from matching.made import invoice

LATER = date(2026, 3, 9)
SMALL = st.integers(0, 30)


def bill(number: str, **terms: Any) -> Bill:
    """An invoice as it is compared."""
    found = bill_of(invoice(number, **terms))
    assert found is not None
    return found


@given(st.lists(SMALL, max_size=12), SMALL, SMALL)
def test_how_far_off_others_are(counts: list[int], to: int, but: int) -> None:
    found = Counts(counts)
    assert found.nearest(to, but) == min((abs(each - to) for each in counts if each != but), default=0)
    assert found.farthest(to) == max((abs(each - to) for each in counts), default=0)


def test_others_of_one_count_differ_in_that_run_alone() -> None:
    others = [
        bill("RE-26/0123"),
        bill("RE-26/0140", issued=LATER),
        bill("RE-25/0150"),
        bill("RE-26/150"),
        bill("RE-26/0150-1"),
        bill("RE-26/A"),
    ]
    around = Around(bill("RE-26/0120"), others)
    assert around.counts(2).nearest(120, but=0) == 3
    assert around.counts(2).farthest(120) == 20
    assert around.counts(2, that_day=True).farthest(120) == 3
    assert around.counts(2) is around.counts(2)
    assert Around(bill("RE-26/0120")).counts(2).nearest(120, but=0) == 0
