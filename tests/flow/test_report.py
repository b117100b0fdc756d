"""`counterfoil.check`: bytes in, a report out; the same from many threads as from one."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

import counterfoil
from counterfoil import Limits, Report
from counterfoil.errors import UsageError

GOLDEN = Path(__file__).parents[1] / "golden"
ON = date(2026, 11, 1)


def golden(name: str) -> bytes:
    return (GOLDEN / name).read_bytes()


def test_a_good_document_is_valid_by_its_rulebooks() -> None:
    report = counterfoil.check(golden("rules/ubl.xml"), on=ON)
    assert report == Report(document="invoice", format="ubl-invoice", rulebooks=("en16931@1.3.16",), valid=True)


def test_the_name_of_a_file_is_no_document() -> None:
    for name in ("invoice.xml", GOLDEN / "rules/ubl.xml"):
        with pytest.raises(TypeError, match="open the file and read it"):
            counterfoil.check(name)  # type: ignore[arg-type]


def test_a_rulebook_that_is_named_takes_the_place_of_the_choice() -> None:
    report = counterfoil.check(golden("rules/ubl.xml"), on=ON, rulebooks=["peppol-billing@2026.5"])
    assert report.rulebooks == ("peppol-billing@2026.5",)
    assert report.valid is False
    assert {finding.rulebook for finding in report.findings} == {"peppol-billing@2026.5"}
    # It says nothing of another kind of document.
    assert counterfoil.check(golden("rules/cii.xml"), rulebooks=["peppol-billing@2026.5"]).valid is None


def test_a_rulebook_may_be_named_without_its_version() -> None:
    report = counterfoil.check(golden("rules/ubl.xml"), on=ON, rulebooks=["en16931", "en16931@1.3.16"])
    assert report.rulebooks == ("en16931@1.3.16",)


def test_a_rulebook_that_nobody_knows_is_an_error_of_the_caller() -> None:
    with pytest.raises(UsageError, match=r"There is no rulebook 'en16931@0'"):
        counterfoil.check(golden("rules/ubl.xml"), rulebooks=["en16931@0"])


@pytest.mark.parametrize(("data", "said"), [(b"", "It is empty."), (b"<x/>", "of no format that we read")])
def test_what_cannot_be_read_is_a_report_with_the_reason(data: bytes, said: str) -> None:
    report = counterfoil.check(data)
    assert (report.document, report.valid, report.findings) == (None, None, ())
    assert said in (report.error or "")


def test_limits_hold() -> None:
    report = counterfoil.check(golden("rules/ubl.xml"), limits=Limits(document_bytes_max=100))
    assert "more than the 100 allowed" in (report.error or "")


def test_a_broken_structure_is_told_and_is_invalid() -> None:
    broken = (
        golden("rules/ubl.xml")
        .replace(b"<cbc:IssueDate>", b"<cbc:Issued>")
        .replace(b"</cbc:IssueDate>", b"</cbc:Issued>")
    )
    report = counterfoil.check(broken, on=ON)
    assert report.valid is False
    missing, unexpected = (finding for finding in report.findings if not finding.rulebook)
    assert (missing.rule, missing.where, missing.expected) == ("STRUCTURE-MISSING", "/Invoice", "cbc:IssueDate")
    assert (unexpected.rule, unexpected.where) == ("STRUCTURE-UNEXPECTED", "/Invoice/cbc:Issued[1]")
    assert unexpected.line is not None
    assert broken.split(b"\n")[unexpected.line - 1].strip().startswith(b"<cbc:Issued>")


def test_a_part_of_a_document_is_judged_by_the_named_rules_alone() -> None:
    part = golden("rules/ubl.xml")
    start, end = part.index(b"<cac:LegalMonetaryTotal>"), part.index(b"</cac:LegalMonetaryTotal>") + 25
    part = part[:start] + part[end:]
    chosen = counterfoil.check(part, on=ON)
    named = counterfoil.check(part, on=ON, rulebooks=["en16931@1.3.16"])
    assert {finding.rule for finding in chosen.findings} - {finding.rule for finding in named.findings} == {
        "STRUCTURE-MISSING"
    }


def test_an_order_that_follows_no_known_specification_is_judged_by_its_structure_alone() -> None:
    order = golden("ubl-orders/order-simple.xml").replace(b"trns:order:3", b"trns:something:1")
    assert counterfoil.check(order, on=ON) == Report(document="order", format="ubl-order")
    assert counterfoil.check(order.replace(b"cbc:IssueDate", b"cbc:Issued"), on=ON).valid is False


def test_many_threads_say_what_one_says() -> None:
    documents = [file.read_bytes() for file in sorted(GOLDEN.rglob("*.xml"))]
    alone = [counterfoil.check(data, on=ON) for data in documents]
    with ThreadPoolExecutor(8) as pool:
        together = list(pool.map(lambda data: counterfoil.check(data, on=ON), documents * 4))
    assert together == alone * 4


@pytest.mark.parametrize(
    "name",
    [
        "rules/ubl.xml",
        "rules/cii.xml",
        "cii/extended.xml",
        "rules/factur-x/basic.xml",
        "rules/peppol-transactions/order.xml",
        "rules/peppol/invoice.xml",
        "rules/xrechnung-ext-ubl.xml",
    ],
)
def test_the_first_document_of_a_process_is_judged_as_any_other(name: str) -> None:
    told = (
        "import counterfoil, datetime, sys;"
        "print(counterfoil.check(sys.stdin.buffer.read(), on=datetime.date(2026, 11, 1)))"
    )
    first = subprocess.run([sys.executable, "-c", told], input=golden(name), capture_output=True, check=True).stdout
    assert first.decode().strip() == str(counterfoil.check(golden(name), on=ON))
