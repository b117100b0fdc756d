"""The items of a partner between two days, as far as they are there for who asks, and of many the latest."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching import Desk
from counterfoil.matching.cash.inference import CASH
from counterfoil.matching.cash.ledger import Ledger
from counterfoil.matching.cash.open_items import item_of
from matching.made import DAY, SELLER, invoice


@given(st.lists(st.tuples(st.integers(0, 30), st.booleans()), max_size=20), st.integers(1, 6))
def test_the_latest_of_those_that_are_there(made: list[tuple[int, bool]], most: int) -> None:
    documents = [
        invoice(f"INV-{n}", issued=DAY + timedelta(days=day), seller=SELLER) for n, (day, _) in enumerate(made)
    ]
    hidden = {one.id for one, (_, is_there) in zip(documents, made, strict=True) if not is_there}
    ledger = Ledger(Desk(documents, (), (CASH,)))
    first, last = DAY + timedelta(days=5), DAY + timedelta(days=25)
    expected = sorted(
        (day, one.id) for one, (day, _) in zip(documents, made, strict=True) if 5 <= day <= 25 and one.id not in hidden
    )
    form = min(item.forms) if documents and (item := item_of(documents[0])) is not None else "name:nobody"
    found = ledger.latest(form, first, last, lambda item: item.id not in hidden, most)
    assert [one.id for one in found] == [id for _, id in expected[-most:]]
    assert {one.id for one in ledger.listed(form, first, last)} >= {one.id for one in found}
