"""Totals that are not the sum of their parts, and sums that must not be asked for."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from counterfoil.formats import read
from counterfoil.matching.judging.totals import total_mismatch
from counterfoil.model.settings import Limits
from counterfoil.model.summary import Recorded, TradeSummary
from matching.made import Record, credit_note, id_of, invoice, item

WHOLE = {"net": "100", "tax": "19", "total": "119", "payable": "119"}
LINES = (item("1", amount="60"), item("2", amount="40"))


def found(*lines: object, **terms: object) -> list[str]:
    """What is found in an invoice with these lines and totals."""
    return Record(invoice("INV-1", *lines, **{**WHOLE, **terms})).faults()  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("terms", "fault"),
    [
        ({}, None),
        ({"net": "101"}, "100.00 101 1.00"),
        ({"net": "99.99", "total": "118.99"}, "100.00 99.99 0.01"),
        ({"net": "95", "allowances": "5", "total": "114", "payable": "114"}, None),
        ({"net": "105", "charges": "5", "total": "124", "payable": "124"}, None),
        ({"total": "209", "payable": "209"}, "119.00 209 90.00"),
        ({"payable": "100"}, "119.00 100 19.00"),
        ({"payable": "100", "paid": "19"}, None),
        ({"payable": "100", "paid": "18"}, "101.00 100 1.00"),
        ({"payable": "119.01", "rounding": "0.01"}, None),
        ({"payable": "119.00", "rounding": "-0.01"}, "118.99 119.00 0.01"),
        ({"total": "119.001"}, None),
        ({"tax": None, "total": "150", "payable": "150"}, None),
        ({"net": None}, None),
        ({"total": None}, None),
        ({"payable": None}, None),
        ({"payable": "50", "customization": "urn:factur-x.eu:1p0:minimum"}, None),
        ({"payable": "50", "customization": "urn:x#conformant#urn:xeinkauf.de:kosit:extension:xrechnung_3.0"}, None),
        ({"total": "150", "payable": "150", "customization": "urn:factur-x.eu:1p0:minimum"}, "119.00 150 31.00"),
        ({"tax_currency": "SEK"}, None),
        ({"net": "-100", "tax": "-19", "total": "-119", "payable": "-119"}, "100.00 -100 200.00"),
    ],
)
def test_total_mismatch(terms: dict[str, str | None], fault: str | None) -> None:
    assert found(*LINES, **terms) == ([] if fault is None else [f"total-mismatch INV-1 {fault}"])


def test_an_invoice_without_lines_is_asked_for_its_totals_alone() -> None:
    assert found() == []
    assert found(total="120") == ["total-mismatch INV-1 119.00 120 1.00"]


def test_a_line_without_an_amount_leaves_the_sum_of_lines_open() -> None:
    assert found(item("1", amount="60"), item("2")) == []


def test_a_credit_note_and_an_invoice_of_less_than_nothing_add_up_alike() -> None:
    assert Record(credit_note("CN-1", *LINES, **{**WHOLE, "total": "120"})).faults() == [
        "total-mismatch CN-1 119.00 120 1.00"
    ]
    negative = {"net": "-100", "tax": "-19", "total": "-119", "payable": "-119"}
    assert found(item("1", "-1", amount="-100"), **negative) == []


def test_the_first_mismatch_of_the_calculation_is_told() -> None:
    (one,) = Record(invoice("INV-1", *LINES, **{**WHOLE, "net": "90", "payable": "1"})).discrepancies()
    assert (one.expected, one.found, one.amount, one.currency) == ("100.00", "90", Decimal("10.00"), "EUR")


def test_numbers_of_a_thousand_digits_are_summed_exactly() -> None:
    huge = "9" * 1000
    assert found(item("1", amount=huge), net=huge, tax="1", total="1" + "0" * 1000, payable="1" + "0" * 1000) == []


def test_what_is_not_ours_is_not_judged() -> None:
    assert Record(invoice("INV-1", role="neither", **{**WHOLE, "total": "1"})).faults() == []


def test_official_valid_documents_all_add_up(corpora: Path) -> None:
    judged = 0
    for verdict in map(json.loads, (corpora / "verdicts" / "documents.jsonl").read_text().splitlines()):
        if not verdict["valid"]:
            continue
        for reading in read((corpora / verdict["file"]).read_bytes(), Limits()):
            if isinstance(reading.summary, TradeSummary):
                document = Recorded(id=id_of(verdict["file"]), role="buyer", summary=reading.summary)
                assert list(total_mismatch(document, reading.summary, Record().context())) == [], verdict["file"]
                judged += 1
    assert judged > 150
