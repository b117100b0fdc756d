"""What stands around a document is what the timelines say, whatever was asked before."""

from collections.abc import Sequence
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from counterfoil.matching import Desk
from counterfoil.matching.three_way.around import Around
from counterfoil.matching.three_way.inference import THREE_WAY
from counterfoil.matching.three_way.papers import step_of
from counterfoil.matching.three_way.scene import Known, Scene
from counterfoil.model import summary as kinds
from matching.made import DAY, SELLER, US, item, party, trade

KINDS = (kinds.ORDER, kinds.DESPATCH_ADVICE, kinds.INVOICE)
SAME_NAME = party(SELLER.name, vat="DE811569869")

papers = st.lists(
    st.tuples(st.sampled_from(KINDS), st.integers(-40, 40), st.sampled_from([SELLER, SAME_NAME])), max_size=12
)
windows = st.lists(
    st.tuples(st.integers(-60, 60), st.integers(0, 60), st.lists(st.sampled_from(KINDS), min_size=1, unique=True)),
    max_size=6,
)


@given(papers, windows)
def test_each_window_shows_what_stands_there(
    there: list[tuple[str, int, object]], asked: Sequence[tuple[int, int, list[str]]]
) -> None:
    documents = [
        trade(kind, f"N{at}", item("1"), seller=seller, issued=DAY + timedelta(days=day))
        for at, (kind, day, seller) in enumerate(there)
    ]
    desk = Desk(documents, (), (THREE_WAY,))
    step = step_of(trade(kinds.INVOICE, "INV", item("1"), seller=SELLER, buyer=US))
    assert step is not None
    seen = Around(Scene(Known(desk)))
    for first, width, wanted in asked:
        start, end = DAY + timedelta(days=first), DAY + timedelta(days=first + width)
        told = {
            one.id
            for form in step.forms
            for line in ("order", "goods")
            for one in desk.placed(f"{line}|{form}", start, end, len(documents))
            if one.summary.document in wanted
        }
        assert [one.id for one in seen.between(start, end, step.forms, tuple(wanted))] == sorted(told)
