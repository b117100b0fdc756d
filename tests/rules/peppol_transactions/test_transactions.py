"""Which documents the rulebooks of Peppol's transactions are for, and what their findings say."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest

from counterfoil.formats import read
from counterfoil.model.finding import Finding
from counterfoil.model.settings import Limits
from counterfoil.model.trace import Trace
from counterfoil.rules import check, rulebooks_for, valid
from counterfoil.rules.peppol_transactions import PEPPOL_TRANSACTIONS
from rules.edits import Edit, edited

ON = date(2026, 9, 1)
TRANSACTION = "urn:fdc:peppol.eu:poacc:trns:"
LINE = "/*/cac:OrderLine/cac:LineItem"
TOTALS = "/*/cac:AnticipatedMonetaryTotal"


def chosen(root: str, customization: str | None, on: date = ON) -> list[str]:
    trace = Trace(paths=[root], texts=[None])
    if customization is not None:
        trace = Trace(paths=[root, f"{root}/cbc:CustomizationID"], texts=[None, customization])
    return [rulebook.id for rulebook in rulebooks_for(trace, on)]


@pytest.mark.parametrize(
    ("root", "customization", "name"),
    [
        ("Order", "order:3", "peppol-t01"),
        ("OrderResponse", "order_response:3", "peppol-t76"),
        ("OrderResponse", "order_response_advanced:3", "peppol-t116"),
        ("OrderResponse", "order_agreement:3", "peppol-t110"),
        ("DespatchAdvice", "despatch_advice:3", "peppol-t16"),
        ("OrderChange", "order_change:3", "peppol-t114"),
        ("OrderCancellation", "order_cancellation:3", "peppol-t115"),
        ("ApplicationResponse", "invoice_response:3", "peppol-t111"),
        ("ApplicationResponse", "mlr:3", "peppol-t71"),
    ],
)
def test_a_document_is_checked_by_the_transaction_that_it_names(root: str, customization: str, name: str) -> None:
    whole = f"{TRANSACTION}{customization}"
    assert chosen(root, whole) == [f"{name}@2026.5"]
    assert chosen(root, f" {whole}:extended:urn:example ") == [f"{name}@2026.5"]
    assert chosen(root, whole, date(2020, 1, 1)) == [f"{name}@2026.5"]
    assert chosen(root, f"{whole}0") == []
    assert chosen("Catalogue", whole) == []


@pytest.mark.parametrize("root", ["Order", "OrderResponse", "DespatchAdvice", "ApplicationResponse", "ReceiptAdvice"])
@pytest.mark.parametrize("customization", [None, "", "urn:example", f"{TRANSACTION}catalogue:3", "order:3"])
def test_other_documents_have_no_rulebook_and_no_verdict(root: str, customization: str | None) -> None:
    assert chosen(root, customization) == []
    assert valid((), ()) is None


def test_the_invoices_rules_are_not_asked_of_orders() -> None:
    assert not set(chosen("Order", f"{TRANSACTION}order:3")) & set(chosen("Invoice", "urn:cen.eu:en16931:2017"))


def findings(document: str, *edits: Edit) -> dict[str, Finding]:
    (reading,) = read(edited(f"peppol-transactions/{document}.xml", list(edits)), Limits())
    return {found.rule: found for found in check(reading.model, reading.trace, PEPPOL_TRANSACTIONS)}


@pytest.mark.parametrize(
    ("rule", "edit", "where", "found", "expected"),
    [
        ("R008", ["set", f"{TOTALS}/cbc:LineExtensionAmount", "20.01"], "LineExtensionAmount[1]", "20.01", "20.00"),
        ("R009", ["remove", f"{TOTALS}/cbc:AllowanceTotalAmount"], "AnticipatedMonetaryTotal[1]", None, "1.00"),
        ("R011", ["set", f"{TOTALS}/cbc:TaxExclusiveAmount", "1"], "cbc:TaxExclusiveAmount[1]", "1", "20.00"),
        ("R016", ["set", f"{TOTALS}/cbc:PayableAmount", "25.00"], "cbc:PayableAmount[1]", "25.00", "24.50"),
        ("R017", ["set", "/*/cac:TaxTotal/cbc:TaxAmount", "5.01"], "cbc:TaxInclusiveAmount[1]", "25.00", "25.01"),
        ("R019", ["set", f"{LINE}/cac:Price/cbc:PriceAmount", "2.5"], "cac:Price[1]", "2.5", "2"),
        ("R024", ["set", f"{LINE}/cbc:LineExtensionAmount", "21"], "cac:LineItem[1]", "21", "20.00"),
        ("R003", ["attribute", f"{TOTALS}/cbc:PayableAmount", "currencyID", "SEK"], "PayableAmount[1]", "SEK", "EUR"),
        ("R028", ["set", f"{TOTALS}/cbc:PrepaidAmount", "1.000"], "cbc:PrepaidAmount[1]", "1.000", "2"),
        ("R026", ["set", "//cac:PartyTaxScheme/cbc:CompanyID", "XX1"], "cac:PartyTaxScheme[1]", "XX1", None),
        ("CL001", ["set", "//cbc:AllowanceChargeReasonCode", "FC"], "AllowanceChargeReasonCode[1]", "FC", None),
    ],
)
def test_a_finding_says_where_what_and_what_would_be_right(
    rule: str, edit: Edit, where: str, found: str | None, expected: str | None
) -> None:
    finding = findings("order", edit)[f"PEPPOL-T01-{rule}"]
    assert finding.where.startswith("/Order/")
    assert finding.where.endswith(where)
    assert (finding.found, finding.expected) == (found, expected)
    assert finding.message.endswith(".")


def test_a_long_order_is_told_the_lines_that_are_wrong() -> None:
    lines = [["dup", f"{LINE}/.."] for _ in range(4)]  # each doubles them: 16 lines
    numbers = [["set", f"/*/cac:OrderLine[{at}]/cac:LineItem/cbc:ID", str(at)] for at in range(1, 17)]
    wrong = ["set", "/*/cac:OrderLine[11]/cac:LineItem/cbc:LineExtensionAmount", "1"]
    missing = ["remove", "/*/cac:OrderLine[5]/cac:LineItem/cbc:Quantity"]
    told = findings("order", *lines, *numbers, wrong, missing)
    assert told["PEPPOL-T01-R024"].where in {
        "/Order/cac:OrderLine[5]/cac:LineItem[1]",
        "/Order/cac:OrderLine[11]/cac:LineItem[1]",
    }
    assert told["PEPPOL-T01-R013"].where == "/Order/cac:OrderLine[5]/cac:LineItem[1]"
    assert Decimal(told["PEPPOL-T01-R008"].expected or 0) == 15 * 20 + 1
    assert "PEPPOL-T01-R001" not in told


EXTENSION = (
    '<e:UBLExtensions xmlns:e="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2">'
    "<e:UBLExtension><e:ExtensionContent>{}</e:ExtensionContent></e:UBLExtension></e:UBLExtensions>"
)


def extended(document: str, change: Callable[[str], str]) -> list[str]:
    """The rules that a document breaks with its first line in an extension, too, changed."""
    text = edited(f"peppol-transactions/{document}.xml", []).decode()
    line = text[text.index("<cac:OrderLine>") : text.index("</cac:OrderLine>") + len("</cac:OrderLine>")]
    first = text.index("<cbc:")
    (reading,) = read((text[:first] + EXTENSION.format(change(line)) + text[first:]).encode(), Limits())
    return [found.rule for found in check(reading.model, reading.trace, PEPPOL_TRANSACTIONS)]


def test_lines_of_extensions_count_where_the_published_rules_look_for_them_anywhere() -> None:
    assert extended("order", lambda line: line).count("PEPPOL-T01-R001") == 2
    another = extended("order", lambda line: line.replace("<cbc:ID>1<", "<cbc:ID>77<", 1))
    assert "PEPPOL-T01-R001" not in another
    doubled = extended("order-agreement", lambda line: line)
    assert "PEPPOL-T110-R014" not in doubled
    assert "PEPPOL-T110-R007" in doubled, "the sum is of all lines"
    without = extended("order-agreement", lambda line: line.replace("cbc:LineExtensionAmount", "cbc:Note"))
    assert "PEPPOL-T110-R014" in without


def test_an_answer_in_an_extension_is_held_against_the_lines_beside_it() -> None:
    answer = "<cbc:OrderResponseCode>CA</cbc:OrderResponseCode>"
    assert "PEPPOL-T76-R007" in extended("order-response", lambda line: answer)
    assert "PEPPOL-T76-R007" not in extended("order-response", lambda line: answer + line)


DOCUMENTS = (
    *("order", "order-change", "order-response", "order-response-advanced", "order-agreement"),
    *("order-cancellation", "despatch-advice", "invoice-response", "message-level-response"),
)


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("text", ["none", "1e3", "-", "\uff11", "9" * 400, "-0.000"])
def test_odd_texts_are_findings_and_never_a_fault(document: str, text: str) -> None:
    assert findings(document, ["set", "//*[not(*)]", text])
    number = "//*[not(*)][number(.) = number(.)]"
    for at in (f"({number})[position() mod 2 = 1]", number):
        findings(document, ["set", at, text])
    findings(document, ["remove", "//*[not(*)][number(.) = number(.)]"])


def test_amounts_that_are_no_numbers_are_not_added_up() -> None:
    told = findings("order", ["set", f"{LINE}/cbc:LineExtensionAmount", "twenty"])
    assert told["PEPPOL-T01-R008"].expected == "0.00"
    assert "PEPPOL-T01-R022" not in findings("order", ["set", "//cbc:BaseAmount", "x"])
    assert "PEPPOL-T110-R026" not in findings("order-agreement", ["set", "//cbc:Percent", "x"])
    assert "PEPPOL-T01-R024" in findings("order", ["set", f"{LINE}/cac:Price/cbc:PriceAmount", "x"])


def test_attributes_of_the_root_that_are_no_schema_location_do_no_harm() -> None:
    assert findings("order", ["attribute", "/*", "version", "1"]) == {}


def test_what_is_remembered_of_paths_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counterfoil.rules.peppol_transactions._common._ABOVE_MAX", 0)
    monkeypatch.setattr("counterfoil.rules.peppol_transactions._common._ABOVE", {})
    assert findings("order") == {}
    assert "PEPPOL-COMMON-R001" in findings("order", ["set", "/*/cbc:ID", " "])
