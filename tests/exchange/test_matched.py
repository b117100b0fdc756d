"""What the node says is matched: only where every line of a paper is linked with what was ordered or received."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from papers import Line, invoice

import trades
from counterfoil.exchange.answers.matched import is_matched, open_discrepancies
from counterfoil.exchange.halves.office import Office
from counterfoil.flow.intake import intakes
from counterfoil.flow.prepare import Options
from counterfoil.flow.record import Recorder
from exchange.offices import Watch, office
from trades import BILLED, BUYER, DAY, SELLER

YACHT = Line("1", "Yacht", "1", "99999.00", "C62", "YA-1")
WATCH = Line("2", "Golden watch", "10", "999.00", "C62", "GW-1")


@pytest.fixture
def buyer(tmp_path: Path) -> Office:
    return office(tmp_path / "buyer", BUYER.name, Watch(), vat=BUYER.vat)


def matched(
    here: Office, folder: Path, *names: str, lines: tuple[Line, ...] = (), changes: Mapping[str, str] = {}
) -> list[bool]:
    """Whether the last of these papers of the trade, or an invoice with these lines, is matched with the others."""
    made = trades.trade()
    papers = {name: made[f"1-{name}.xml"] for name in names}
    if lines:
        papers["invoice"] = invoice("INV-1", DAY, DAY, BUYER, SELLER, lines, "PO-1")
    for old, new in changes.items():
        papers = {name: data.replace(old.encode(), new.encode()) for name, data in papers.items()}
    found = trades.written(folder / "papers", {f"{name}.xml": data for name, data in papers.items()})
    options = Options(on=here.home.clock().date(), us=here.home.us)
    assert all(one.error is None for one in Recorder(here.home).add(intakes([str(found)], options)))
    kinds = {"invoice": "invoice", "credit": "credit-note", "response": "order-response"}
    kind = "invoice" if lines else kinds[names[-1]]
    rows = [row for row in here.home.store.documents() if row.document == kind]
    assert not any(open_discrepancies(here, row) for row in rows)
    return [is_matched(here, row) for row in rows]


def test_an_invoice_whose_lines_were_all_ordered_is_matched(buyer: Office, tmp_path: Path) -> None:
    assert matched(buyer, tmp_path, "order", lines=BILLED) == [True]


@pytest.mark.parametrize("lines", [(YACHT, WATCH), (BILLED[0], WATCH)])
def test_an_invoice_that_names_an_order_and_bills_other_things_is_not(
    lines: tuple[Line, ...], buyer: Office, tmp_path: Path
) -> None:
    assert matched(buyer, tmp_path, "order", lines=lines) == [False]


_TOTALS = {
    'TaxExclusiveAmount currencyID="EUR">506.00': 'TaxExclusiveAmount currencyID="EUR">606.00',
    'TaxInclusiveAmount currencyID="EUR">602.14': 'TaxInclusiveAmount currencyID="EUR">721.14',
    'TaxableAmount currencyID="EUR">506.00': 'TaxableAmount currencyID="EUR">606.00',
    'TaxAmount currencyID="EUR">96.14': 'TaxAmount currencyID="EUR">115.14',
}
_PAYABLE = '<cbc:PayableAmount currencyID="EUR">'


def _more(name: str, amount: str, payable: str) -> dict[str, str]:
    more = f'<cbc:{name} currencyID="EUR">{amount}</cbc:{name}>{_PAYABLE}{payable}'
    return {f"{_PAYABLE}602.14": more}


@pytest.mark.parametrize(
    ("changes", "is_so"),
    [
        ({**_TOTALS, **_more("ChargeTotalAmount", "100.00", "721.14")}, False),
        (_more("PayableRoundingAmount", "100.00", "702.14"), False),
        (_more("PayableRoundingAmount", "0.36", "602.50"), True),
        (_more("PrepaidAmount", "-100.00", "702.14"), False),
        (_more("PrepaidAmount", "100.00", "502.14"), True),
        (
            {
                'TaxAmount currencyID="EUR">96.14': 'TaxAmount currencyID="EUR">196.14',
                'TaxInclusiveAmount currencyID="EUR">602.14': 'TaxInclusiveAmount currencyID="EUR">702.14',
                f"{_PAYABLE}602.14": f"{_PAYABLE}702.14",
            },
            False,
        ),
    ],
)
def test_what_is_asked_for_beside_the_lines_is_not_matched(
    changes: dict[str, str], is_so: bool, buyer: Office, tmp_path: Path
) -> None:
    assert matched(buyer, tmp_path, "order", lines=BILLED, changes=changes) == [is_so]


def test_a_charge_that_was_ordered_is_matched(buyer: Office, tmp_path: Path) -> None:
    total = "<cac:AnticipatedMonetaryTotal>"
    ends = "</cac:AnticipatedMonetaryTotal>"
    charge = '<cbc:ChargeTotalAmount currencyID="EUR">100.00</cbc:ChargeTotalAmount>'
    made = trades.trade()["1-order.xml"].decode()
    assert total in made
    before, _, _ = made.partition(ends)[0].rpartition("<cbc:PayableAmount")
    ordered = {before: before + charge}
    changes = {**ordered, **_TOTALS, **_more("ChargeTotalAmount", "100.00", "721.14")}
    assert matched(buyer, tmp_path, "order", lines=BILLED, changes=changes) == [True]


def test_without_an_order_nothing_is_matched(buyer: Office, tmp_path: Path) -> None:
    assert matched(buyer, tmp_path, lines=BILLED) == [False]


def test_what_answers_an_order_as_a_whole_is_matched(buyer: Office, tmp_path: Path) -> None:
    assert matched(buyer, tmp_path, "order", "response") == [True]
