"""The machinery: which rulebooks, what a finding says, and what becomes of a rule in each syntax."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from counterfoil import rules
from counterfoil.formats import read
from counterfoil.model.finding import Finding, Severity
from counterfoil.model.invoice import Invoice
from counterfoil.model.settings import Limits
from counterfoil.model.summary import ORDER, TradeSummary
from counterfoil.model.trace import Trace
from counterfoil.rules import RULEBOOKS, Breach, Contents, Rule, Rulebook, check, rulebooks_for, valid
from counterfoil.rules._rule import UBL, rule
from counterfoil.rules._told import customization_of, profile_of
from rules.invoices import EN16931, INVOICE, changed, euro

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "ubl"
ON = date(2026, 11, 1)
UBL_ROOT = "urn:oasis:names:specification:ubl:schema:xsd:Invoice-2"
FACTUR_X = "urn:factur-x.eu:1p0"


CII_ROOT = "rsm:CrossIndustryInvoice"
CUSTOMIZATION = {
    "Invoice": "cbc:CustomizationID",
    "CreditNote": "cbc:CustomizationID",
    CII_ROOT: "rsm:ExchangedDocumentContext/ram:GuidelineSpecifiedDocumentContextParameter/ram:ID",
}
PROFILE = "rsm:ExchangedDocumentContext/ram:BusinessProcessSpecifiedDocumentContextParameter/ram:ID"


def traced(root: str, customization: str | None = None) -> Trace:
    told = [] if customization is None else [f"{root}/{CUSTOMIZATION.get(root, 'ID')}"]
    return Trace(paths=[root, *told], texts=[None, customization][: 1 + len(told)])


def chosen(root: str, customization: str | None, on: date = ON) -> list[str]:
    return [rulebook.id for rulebook in rulebooks_for(traced(root, customization), on)]


@pytest.mark.parametrize(
    "customization", [None, "urn:cen.eu:en16931:2017", " urn:cen.eu:en16931:2017\n", "urn:something:else"]
)
def test_invoices_and_credit_notes_are_checked_by_the_standard(customization: str | None) -> None:
    assert {tuple(chosen(root, customization)) for root in CUSTOMIZATION} == {("en16931@1.3.16",)}


@pytest.mark.parametrize(
    "customization",
    [
        f"{FACTUR_X}:minimum",
        f"{FACTUR_X}:basicwl",
        f"urn:cen.eu:en16931:2017#conformant#{FACTUR_X}:extended",
        "urn:zugferd.de:2p0:minimum",
    ],
)
def test_profiles_below_and_beyond_the_standard_are_not(customization: str) -> None:
    assert "en16931@1.3.16" not in chosen(CII_ROOT, customization)


@pytest.mark.parametrize("root", ["Order", "rsm:CrossIndustryDocument", "Document"])
def test_a_document_that_no_rulebook_is_written_for_has_none(root: str) -> None:
    assert chosen(root, "urn:anything") == []


def test_what_has_no_trace_has_no_rulebook() -> None:
    assert rulebooks_for(None, ON) == ()
    assert rulebooks_for(Trace(), ON) == ()


def test_a_document_says_what_it_follows_and_by_which_process() -> None:
    trace = Trace(paths=[CII_ROOT, f"{CII_ROOT}/{PROFILE}"], texts=[None, " A1 "])
    assert (customization_of(trace), profile_of(trace), profile_of(Trace())) == (None, "A1", None)
    assert profile_of(Trace(paths=["Order", "Order/cbc:ProfileID"], texts=[None, " "])) is None


def test_of_each_rulebook_the_version_in_force_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    def version(number: str, day: date) -> Rulebook:
        return replace(EN16931, version=number, valid_from=day)

    books = (version("3", date(2028, 1, 1)), version("1", date(2024, 1, 1)), version("2", date(2026, 1, 1)))
    monkeypatch.setattr(rules, "RULEBOOKS", books)
    days = {date(2020, 1, 1): "1", date(2025, 12, 31): "1", date(2026, 1, 1): "2", date(2029, 1, 1): "3"}
    assert {day: chosen("Invoice", None, day) for day in days} == {
        day: [f"en16931@{number}"] for day, number in days.items()
    }


def test_rulebooks_have_unique_ids_and_rules_over_the_model_one_id_a_syntax() -> None:
    assert len({rulebook.id for rulebook in RULEBOOKS}) == len(RULEBOOKS)
    for rulebook in RULEBOOKS:
        told = [(each.id, syntax) for each in rulebook.contents.rules for syntax in each.syntaxes]
        assert len(told) == len(set(told))


def test_a_finding_says_what_where_and_which_terms() -> None:
    assert check(changed(INVOICE, "totals.lines", euro("105.99")), None, (EN16931,))[0] == Finding(
        rule="BR-CO-10",
        severity=Severity.FATAL,
        where="/",
        terms=("BT-106", "BT-131"),
        found="105.99",
        expected="106.00",
        message="The sum of the line amounts (BT-106) is 105.99, but the lines add up to 106.00.",
        rulebook="en16931@1.3.16",
    )


def test_a_finding_names_the_element() -> None:
    (reading,) = read(f'<Invoice xmlns="{UBL_ROOT}"/>'.encode(), Limits())
    findings = check(reading.model, reading.trace, RULEBOOKS)
    assert {finding.where for finding in findings} == {"/Invoice"}
    assert {"BR-01", "BR-16"} < {finding.rule for finding in findings}
    assert "BR-12" not in {finding.rule for finding in findings}, "totals that are not there lack nothing"


def test_an_invoice_from_elsewhere_is_checked_over_the_model_alone() -> None:
    model = changed(INVOICE, "number", None)
    trace = Trace(paths=["Rechnung"], places={id(model): 0}, parts=[model])
    assert [(each.rule, each.where) for each in check(model, trace, (EN16931,))] == [("BR-02", "/Rechnung")]
    assert [(each.rule, each.where) for each in check(model, None, (EN16931,))] == [("BR-02", "/")]


def test_a_rulebook_for_another_kind_of_model_finds_nothing() -> None:
    assert check(TradeSummary(document=ORDER), None, RULEBOOKS) == ()


def test_only_something_fatal_makes_a_document_invalid() -> None:
    card = check(changed(INVOICE, "payment.0.card.account_number", "4111111111111111"), None, (EN16931,))
    number = check(changed(INVOICE, "number", None), None, (EN16931,))
    assert [each.severity for each in (*card, *number)] == [Severity.WARNING, Severity.FATAL]
    assert (valid(card, RULEBOOKS), valid(number, RULEBOOKS), valid((), RULEBOOKS)) == (True, False, True)
    assert valid((), ()) is None


def test_the_number_of_a_card_is_not_told_further() -> None:
    (finding,) = check(changed(INVOICE, "payment.0.card.account_number", "4111111111111111"), None, (EN16931,))
    assert "4111" not in repr(finding)


def test_a_rulebook_may_change_how_grave_the_rules_of_all_are() -> None:
    wrong = changed(INVOICE, "number", None)
    trace = Trace(paths=["Invoice"], texts=[None], places={id(wrong): 0}, parts=[wrong])
    milder = replace(book(), relevel=lambda root, customization: {"BR-02": Severity.INFORMATION})
    for books, severity in (((EN16931,), Severity.FATAL), ((EN16931, milder), Severity.INFORMATION)):
        (finding,) = (each for each in check(wrong, trace, books) if each.rule == "BR-02")
        assert finding.severity == severity


def book(*its_rules: Rule) -> Rulebook:
    return Rulebook(
        name="ours",
        version="1",
        valid_from=ON,
        roots=("Invoice",),
        applies=lambda root, customization, profile: True,
        load=lambda: Contents(rules=its_rules),
    )


@pytest.mark.parametrize(
    ("found", "shown"),
    [(None, None), (Decimal("1E+3"), "1000"), (7, "7"), ("x" * 200, "x" * 200), ("x" * 201, "x" * 200 + "…")],
)
def test_values_are_shown_plainly_and_not_endlessly(found: Any, shown: str | None) -> None:
    @rule("BR-CO-10", terms=("BT-106",), severity=Severity.INFORMATION, syntaxes=(UBL,))
    def told(_invoice: Invoice) -> Iterator[Breach]:
        yield Breach(found=found, terms=("BT-131",))

    (finding,) = check(INVOICE, None, (book(told),))
    assert (finding.found, finding.severity, finding.terms) == (shown, Severity.INFORMATION, ("BT-131",))


def test_a_document_is_prepared_and_looked_at_only_where_a_rulebook_asks_for_it() -> None:
    model = changed(INVOICE, "number", None)
    trace = Trace(paths=["Invoice"], places={id(model): 0}, parts=[model])
    bare = book(*(each for each in EN16931.contents.rules if each.id == "BR-02"))
    assert [each.rule for each in check(model, trace, (bare,))] == ["BR-02"]
    assert bare.relevel("Invoice", None) == {}


def with_lines(lines: bytes) -> bytes:
    """An invoice with these in place of its lines."""
    head, _, rest = (GOLDEN / "full-invoice.xml").read_bytes().partition(b"<cac:InvoiceLine>")
    return head + lines + rest.rpartition(b"</cac:InvoiceLine>")[2]


@pytest.mark.parametrize(("lines", "listed"), [(999, 999), (1000, 1000), (1001, 1000), (5000, 1000)])
def test_so_many_places_are_listed_for_each_rule_and_no_more(lines: int, listed: int) -> None:
    """A small document that breaks rules very often would fill the memory and the record with the same sentences."""
    (reading,) = read(with_lines(b"<cac:InvoiceLine/>" * lines), Limits())
    found = check(reading.model, reading.trace, (EN16931,))
    without_id = [one for one in found if one.rule == "BR-21"]
    assert len(without_id) == listed
    assert ["not listed" in one.message for one in without_id] == [False] * 999 + [True] * (listed - 999)
    assert {"BR-21", "BR-22", "BR-24", "BR-26"} <= {one.rule for one in found}
    assert valid(found, (EN16931,)) is False
